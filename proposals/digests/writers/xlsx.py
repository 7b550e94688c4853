"""A workbook: a summary with a chart that lives on its numbers, the proposals, and what the words mean.

Rows go to a temporary file as they come (constant_memory): 20,000 weigh no more than 2,000.
"""

from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from policywiki.core.spreadsheets import safe_cell
from proposals.digests.digest import Digest, tidied
from proposals.digests.wording import figures, written
from proposals.digests.writers.cells import Column, columns

MOST_CHARACTERS = 32_767  # Excel's limit for one cell; a longer one is dropped whole by Excel
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900; days before it mean another day
LEGIBLE = 170  # characters across a landscape A4 page that can still be read when printed
WIDTHS = {"number": 12, "title": 38, "stage": 14, "district": 14, "tags": 20, "proposer": 16, "address": 36}
JADE, INK, MUTED, LINE, SOFT = "#0F6B5C", "#1D2320", "#566059", "#D9D6CC", "#E3F0EC"


def write(digest: Digest, stream: BinaryIO) -> None:
    """Write the workbook: sheets of summary, proposals and definitions, in the digest's language."""
    digest = tidied(digest)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options | {"strings_to_numbers": False})
    created = datetime.combine(digest.as_of, time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": digest.title, "author": digest.city, "created": created})
    looks = _looks(book, digest)
    _summary(book, digest, looks)
    _proposals(book, digest, looks)
    _definitions(book, digest, looks)
    book.close()


def _looks(book: Workbook, digest: Digest) -> dict[str, Format]:
    font = {"font_name": "Microsoft YaHei" if digest.language == "zh-hans" else "Calibri", "font_size": 10.5}
    base = font | {"font_color": INK, "valign": "top"}
    day = 'yyyy"年"m"月"d"日"' if digest.language == "zh-hans" else "d mmm yyyy"
    row = base | {"bottom": 1, "bottom_color": LINE}
    return {
        "title": book.add_format(base | {"font_size": 18, "bold": True}),
        "muted": book.add_format(base | {"font_color": MUTED}),
        "section": book.add_format(base | {"bold": True, "font_color": JADE, "font_size": 12}),
        "head": book.add_format(
            base | {"bold": True, "bg_color": SOFT, "bottom": 2, "bottom_color": JADE, "text_wrap": True}
        ),
        "text": book.add_format(row | {"text_wrap": True}),
        "long": book.add_format(row),
        "note": book.add_format(row | {"text_wrap": True}),
        "number": book.add_format(row | {"num_format": "#,##0", "align": "right"}),
        "date": book.add_format(row | {"num_format": day, "align": "left"}),
    }


def _summary(book: Workbook, digest: Digest, looks: dict[str, Format]) -> None:
    words = digest.labels
    sheet = _sheet(book, digest, words.overview)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 44)
    sheet.set_row(0, 30)
    _put(sheet, 0, 0, digest.title, looks["title"])
    _put(
        sheet, 1, 0, f"{digest.city}  {words.as_of} {written(digest.as_of, digest.language)}", looks["muted"]
    )
    row = 3
    if digest.note:
        row = _pairs(sheet, row, words.note, [(digest.note, None)], looks)
    row = _pairs(sheet, row, words.criteria, digest.criteria, looks)
    row = _pairs(sheet, row, words.figures, [(count.label, count.value) for count in figures(digest)], looks)
    for heading, counts in (
        (words.by_stage, digest.totals.by_stage),
        (words.by_district, digest.totals.by_district),
    ):
        first = row + 1
        row = _pairs(sheet, row, heading, [(count.label, count.value) for count in counts], looks)
        if counts and heading == words.by_stage:
            _chart(book, sheet, heading, first, first + len(counts) - 1)


def _pairs(sheet: Worksheet, row: int, heading: str, pairs: Any, looks: dict[str, Format]) -> int:
    """A headed list of label and value from `row`; gives the row after it and an empty one."""
    _put(sheet, row, 0, heading, looks["section"])
    for label, value in pairs:
        row += 1
        _put(sheet, row, 0, label, looks["text"])
        _put(sheet, row, 1, value, looks["number"] if isinstance(value, int) else looks["text"])
    return row + 2


def _chart(book: Workbook, sheet: Worksheet, title: str, first: int, last: int) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [sheet.get_name(), first, 0, last, 0],
            "values": [sheet.get_name(), first, 1, last, 1],
            "fill": {"color": JADE},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_title({"name": title, "overlay": False, "name_font": {"size": 12, "bold": True, "color": INK}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "line": {"color": LINE}})
    chart.set_size({"width": 620, "height": 120 + 34 * (last - first + 1)})
    sheet.insert_chart(3, 3, chart, {"description": title})


def _proposals(book: Workbook, digest: Digest, looks: dict[str, Format]) -> None:
    sheet = _sheet(book, digest, digest.labels.proposals)
    shown = columns(digest)
    widths = [WIDTHS.get(column.key, _width(column)) for column in shown]
    for at, (column, width) in enumerate(zip(shown, widths, strict=True)):
        sheet.set_column(at, at, width)
        _put(sheet, 0, at, column.label, looks["head"])
    sheet.freeze_panes(1, 2)
    # So many columns on one page would be too small to read: several side by side, each with number and title.
    sheet.fit_to_pages(-(-sum(widths) // LEGIBLE), 0)
    sheet.repeat_columns(0, 1)
    sheet.repeat_rows(0)
    sheet.print_across()
    row = 0
    for row, entry in enumerate(digest.entries, 1):
        for at, column in enumerate(shown):
            _put(sheet, row, at, column.value(entry), looks[column.kind], digest.labels.more_at_address)
    sheet.autofilter(0, 0, row, len(shown) - 1)


def _width(column: Column) -> int:
    return {"text": 12, "long": 48, "number": 11, "date": 15}[column.kind]


def _definitions(book: Workbook, digest: Digest, looks: dict[str, Format]) -> None:
    sheet = _sheet(book, digest, digest.labels.definitions)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    _put(sheet, 0, 0, digest.labels.term, looks["head"])
    _put(sheet, 0, 1, digest.labels.meaning, looks["head"])
    for row, definition in enumerate(digest.definitions, 1):
        _put(sheet, row, 0, definition.term, looks["text"])
        _put(sheet, row, 1, definition.meaning, looks["text"])
    sheet.freeze_panes(1, 0)


def _sheet(book: Workbook, digest: Digest, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    # "&" starts a code in headers and footers; doubled it is itself
    sheet.set_footer(f"&L{digest.title.replace('&', '&&')[:120]}&R&P / &N")
    return sheet


def _put(sheet: Worksheet, row: int, at: int, value: Any, look: Format, more: str = "") -> None:
    """One cell: a real number, a real date or a string; never a formula, a link or a guess."""
    if value is None or value == "":
        sheet.write_blank(row, at, None, look)
    elif isinstance(value, int):
        sheet.write_number(row, at, value, look)
    elif isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, at, datetime.combine(value, time()), look)
    else:
        sheet.write_string(row, at, _fitting(safe_cell(str(value)), more), look)


def _fitting(text: str, more: str) -> str:
    if _utf16(text) <= MOST_CHARACTERS:
        return text
    tail = f"… {more}"
    room = 2 * (MOST_CHARACTERS - _utf16(tail))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + tail


def _utf16(text: str) -> int:
    """Length as Excel counts it: characters outside the basic plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)
