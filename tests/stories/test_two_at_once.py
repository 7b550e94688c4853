"""Two citizens change different sections of one page at the same time, and both land."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_correct_a_page import publish_first, suggest

pytestmark = pytest.mark.browser

CASES = [
    ("en", "Pavements and who they are for",
     ("tom", "Signs, stalls and bicycles", "Signs, stalls, planters and bicycles"),
     ("yusuf", "for ten minutes", "for fifteen minutes")),
    ("zh-hans", "东门地铁站周边",
     ("laowu", "电梯在 C 口", "电梯在 A 口和 C 口"), ("member", "到零点四十分", "到零点五十分")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "first", "second"), CASES)
def test_both_land(visitor: Any, language: str, title: str, first: Any, second: Any) -> None:
    windows = []
    for who, _old, _new in (first, second):
        window = visitor(language)
        windows.append(window.sign_in(who))
    for window, (_who, old, new) in zip(windows, (first, second), strict=True):
        suggest(window, title, old, new)
    moderator = visitor(language, width=1280).sign_in("moderator")
    publish_first(moderator, title)
    publish_first(moderator, title)
    reader = visitor(language).go("pages/?order=title")
    reader.page.get_by_role("link", name=title, exact=True).click()
    text = reader.text()
    assert first[2] in text
    assert second[2] in text
