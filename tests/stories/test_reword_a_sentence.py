"""Somebody would put one sentence of a proposal differently: picks it, writes it anew, sees the change before sending."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

CASES = [
    ("en", True, "A repair corner in every library", "On the first Saturday of every month."),
    ("zh-hans", False, "学校周边上学放学时段不停共享单车", "由区里统一画线。"),
]


@pytest.mark.parametrize(("language", "scripts", "title", "words"), CASES)
def test_a_sentence_is_picked_written_anew_and_seen_in_the_text(
    visitor: Any, running: Any, language: str, scripts: bool, title: str, words: str
) -> None:
    reader = visitor(language, scripts=scripts).sign_in("tom")
    reader.go("proposals/")
    reader.page.get_by_role("link", name=title, exact=True).first.click()
    reader.press("Reword a sentence", within="#measures")
    reader.page.locator("input[name=pick]").first.check()
    reader.press("Continue", within="main")
    sentence = reader.page.locator("textarea[name=new]").input_value()
    assert sentence in reader.page.locator("blockquote").inner_text()
    reader.press("See the change, then send it", within="main")
    assert reader.says("These are the same words. Write what should stand there instead.") in reader.text()
    reader.page.fill("textarea[name=new]", words)
    reader.press("See the change, then send it", within="main")
    changes = reader.page.locator(".diff-changes")
    assert words in changes.inner_text()
    assert words in reader.page.locator(".preview").inner_text()
    assert not reader.problems
