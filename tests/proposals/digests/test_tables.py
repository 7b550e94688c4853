"""CSV, JSON and XLSX, each opened by a reader that did not write it."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from policywiki.core.spreadsheets import safe_cell
from proposals.digests.digest import Digest, Entry
from proposals.digests.writers import FORMATS
from proposals.digests.writers.xlsx import MOST_CHARACTERS
from tests.proposals.digests import samples

ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠A1"]


def made(name: str, digest: Digest) -> bytes:
    """The digest in one format."""
    stream = io.BytesIO()
    FORMATS[name].write(digest, stream)
    return stream.getvalue()


def rows(digest: Digest) -> list[dict[str, str]]:
    """The CSV as the csv module reads it."""
    text = made("csv", digest).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def book(digest: Digest) -> Any:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(made("xlsx", digest)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cell_never_starts_a_formula(attack: str) -> None:
    assert safe_cell(attack) == "'" + attack


@pytest.mark.parametrize("plain", ["", "共享单车", "a=b", "1-2", "'=1"])
def test_a_plain_cell_stays_as_it_is(plain: str) -> None:
    assert safe_cell(plain) == plain


def test_csv_has_a_byte_order_mark_and_one_row_a_proposal() -> None:
    data = made("csv", samples.sample("zh-hans"))
    assert data.startswith(b"\xef\xbb\xbf")
    found = rows(samples.sample("zh-hans"))
    assert [row["编号"] for row in found] == ["2026-0001", "2026-0002", "2026-0003"]
    assert found[0]["标题"] == samples.BICYCLES.title
    assert found[0]["建言人"] == "欧阳𬭎"
    assert found[0]["支持"] == "1312"
    assert found[0]["发布日期"] == "2026-03-02"
    assert "“绕一下”" in found[0]["正文"]
    assert "区城管委" in found[0]["具体措施"]
    assert found[1]["他处公布数"] == "1604"
    assert found[2]["赞成"] == ""


def test_csv_speaks_the_readers_language() -> None:
    assert {"No.", "Title", "Support", "Main arguments against"} <= set(rows(samples.sample("en"))[0])


def test_csv_keeps_commas_quotes_newlines_and_emoji_and_starts_no_formula() -> None:
    digest = samples.sample("zh-hans", nasty=True)
    nasty = rows(digest)[-1]
    assert nasty["标题"] == "'" + samples.NASTY_TEXT
    assert nasty["建言人"] == samples.NASTY.proposer
    assert nasty["摘要"] == "'+86 10 第一行\n-第二行, 有逗号\n@第三行\t制表反向"
    assert samples.LONG in nasty["正文"]
    for row in rows(digest):
        assert not [cell for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_csv_of_nothing_is_its_header() -> None:
    assert rows(samples.empty("en")) == []
    assert made("csv", samples.empty("en")).decode("utf-8-sig").startswith("No.,Title,")


def test_json_holds_everything_as_data() -> None:
    found = json.loads(made("json", samples.sample("zh-hans", nasty=True)))
    first, second, bare, nasty = found["proposals"]
    assert found["format"] == "policywiki-digest/1"
    assert found["as_of"] == "2026-05-30"
    assert found["totals"]["by_stage"][0] == {"label": "征集支持", "value": 5}
    assert found["figures"][1] == {"label": "支持", "value": 4120}
    assert found["criteria"][0]["label"] == "发布时间"
    assert first["votes"] == {"against": 122, "abstain": 31, "for": 640}
    assert first["published"] == "2026-03-02"
    assert first["answer"]["due"] == "2026-06-02"
    assert first["arguments_for"][0]["author"] == "李清照"
    assert second["stated"] == {"number": 1604, "source": samples.WAITING.stated.source, "on": "2021-08-04"}
    assert (bare["answer"], bare["votes"], bare["published"]) == (None, None, None)
    assert nasty["title"] == samples.NASTY_TEXT
    assert nasty["proposer"] == samples.NASTY.proposer
    assert set(Entry.__dataclass_fields__) == set(first)


def test_json_of_nothing_is_whole() -> None:
    assert json.loads(made("json", samples.empty("en")))["proposals"] == []


def test_the_workbook_has_its_three_sheets_in_the_readers_language() -> None:
    assert book(samples.sample("zh-hans")).sheetnames == ["概览", "建言", "用语说明"]
    assert book(samples.sample("en")).sheetnames == ["Summary", "Proposals", "What the words mean"]


def test_the_workbook_holds_real_numbers_and_dates() -> None:
    sheet = book(samples.sample("zh-hans"))["建言"]
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert first["支持"] == 1312
    assert first["发布日期"] == datetime(2026, 3, 2)
    assert first["建言人"] == "欧阳𬭎"
    assert sheet.cell(2, head.index("发布日期") + 1).is_date


def test_the_workbook_is_ready_to_print_and_to_sort() -> None:
    workbook = book(samples.sample("en"))
    sheet = workbook["Proposals"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}4"
    for each in workbook:
        assert (each.page_setup.orientation, int(each.page_setup.paperSize)) == ("landscape", 9)
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert int(each.page_setup.fitToHeight) == 0
    across = int(sheet.page_setup.fitToWidth)
    assert sum(column.width for column in sheet.column_dimensions.values()) / across <= 180
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$B", "$1:$1")


def test_the_workbooks_chart_lives_on_the_summarys_own_numbers() -> None:
    digest = samples.sample("zh-hans")
    data = made("xlsx", digest)
    chart = zipfile.ZipFile(io.BytesIO(data)).read("xl/charts/chart1.xml").decode()
    sheet = book(digest)["概览"]
    labels, values = re.findall(r"<c:f>(?:'概览'|概览)!\$([AB])\$(\d+):\$[AB]\$(\d+)</c:f>", chart)
    assert labels[1:] == values[1:]
    drawn = [
        (sheet[f"A{row}"].value, sheet[f"B{row}"].value) for row in range(int(labels[1]), int(labels[2]) + 1)
    ]
    assert drawn == [("征集支持", 5), ("办理中", 3), ("已答复", 2), ("已落实", 1)]


def test_the_workbook_starts_no_formula_and_makes_no_link() -> None:
    digest = samples.sample("zh-hans", nasty=True)
    for sheet in book(digest):
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert not cell.value.lstrip().startswith(("=", "+", "-", "@", "＝"))
    nasty = [cell.value for cell in book(digest)["建言"][5]]
    assert nasty[0] == "'=1+1"
    assert samples.NASTY.proposer in nasty
    assert "1899年1月1日" not in nasty
    assert "1899-01-01" in nasty  # before Excel's calendar: text, not a wrong day


def test_a_text_too_long_for_a_cell_is_cut_and_says_where_the_rest_is() -> None:
    long = replace(samples.BARE, summary="🚲" * 20_000)
    digest = samples.sample("zh-hans", long)
    sheet = book(digest)["建言"]
    column = [cell.value for cell in sheet[1]].index("摘要") + 1
    text = sheet.cell(2, column).value
    assert len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert text.startswith("🚲" * 16_000)
    assert text.endswith("余下内容见网址")


def test_a_long_text_in_the_basic_plane_fills_the_cell() -> None:
    digest = samples.sample("zh-hans", replace(samples.BARE, summary="字" * 40_000))
    sheet = book(digest)["建言"]
    column = [cell.value for cell in sheet[1]].index("摘要") + 1
    assert len(sheet.cell(2, column).value) > MOST_CHARACTERS - 100


def test_the_workbook_of_nothing_opens() -> None:
    workbook = book(samples.empty("en"))
    assert workbook["Proposals"].max_row == 1
    assert workbook.properties.created == datetime(2026, 5, 30)
