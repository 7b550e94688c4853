"""An official takes the digest in every format."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

FORMATS = ["csv", "json", "md", "xlsx", "docx", "pdf"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_six_formats(visitor: Any, language: str, tmp_path: Path) -> None:
    official = visitor(language, width=1280).sign_in("official")
    official.go("digest/")
    official.press("Show what is found")
    taken: dict[str, bytes] = {}
    for button in official.page.locator("button[name=format]").all():
        with official.page.expect_download() as download:
            button.click()
        name = download.value.suggested_filename
        taken[name.rsplit(".", 1)[-1]] = Path(download.value.path()).read_bytes()
    assert sorted(taken) == sorted(FORMATS)
    rows = list(csv.reader(io.StringIO(taken["csv"].decode("utf-8-sig"))))
    assert len(rows) > 5
    assert json.loads(taken["json"])
    assert "在十二个最忙的地铁口设双层停车架" in taken["md"].decode()
    for office in ("xlsx", "docx"):
        assert zipfile.ZipFile(io.BytesIO(taken[office])).testzip() is None
    assert taken["pdf"].startswith(b"%PDF")


def test_others_do_not_even_see_the_place(visitor: Any) -> None:
    member = visitor("en").sign_in("member")
    assert member.page.goto(f"{member.site.address}/en/digest/").status == 404
