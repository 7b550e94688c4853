"""A citizen corrects a page and sees it live after a moderator published it."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CASES = [
    ("zh-hans", False, "生活垃圾怎么分", "湿纸巾算其他垃圾", "湿纸巾和尿布算其他垃圾"),
    ("en", True, "Parks: opening hours and dogs", "All parks open at 6:00", "All parks open at 5:30"),
    pytest.param("zh-hans", True, "街道办事处能帮您办什么", "当场能答的当场答", "当场能答的当面答",
                 marks=pytest.mark.whole),
    pytest.param("en", False, "Night buses", "Two yuan, as by day", "Three yuan, as by day",
                 marks=pytest.mark.whole),
]  # fmt: skip


def suggest(window: Any, title: str, old: str, new: str) -> None:
    """Change a sentence of this page in the plain form and send it."""
    window.go("pages/?order=title")
    window.page.get_by_role("link", name=title, exact=True).click()
    window.press("Suggest a change", within="aside")
    box = window.page.locator("textarea[name^=body-]").filter(has_text=old).first
    box.evaluate("node => node.closest('details').open = true") if window.scripts else open_parts(window)
    box.fill(box.input_value().replace(old, new))
    window.page.fill("input[name=what]", "Put right / 更正")
    window.press("Send for checking")


def open_parts(window: Any) -> None:
    closed = window.page.locator("details.part:not([open]) > summary")
    while closed.count():
        closed.first.click()


def publish_first(window: Any, title: str) -> None:
    """Take the newest item with this title and publish it."""
    window.page.goto(f"{window.site.address}/admin/to-check/?q={title}")
    with window.settled():
        window.page.locator("td.title a").last.click()
    with window.page.expect_navigation():
        window.page.locator("button[name=decision][value=publish]").click()
    assert window.says("Published. The author has been told.") in window.text()


@pytest.mark.parametrize(("language", "scripts", "title", "old", "new"), CASES)
def test_corrected_checked_live(
    visitor: Any, language: str, scripts: bool, title: str, old: str, new: str
) -> None:
    citizen = visitor(language, scripts=scripts)
    citizen.sign_in("laowu" if language == "zh-hans" else "yusuf")
    suggest(citizen, title, old, new)
    assert citizen.sees(
        citizen.says("Thank you. A moderator will look at it; you will hear what was decided.")
    )
    mine = citizen.page.url
    stranger = visitor(language, scripts=scripts)
    stranger.go("pages/?order=title")
    stranger.page.get_by_role("link", name=title, exact=True).click()
    assert old in stranger.text()
    moderator = visitor(language, width=1280)
    moderator.sign_in("moderator")
    publish_first(moderator, title)
    stranger.page.reload()
    assert new in stranger.text()
    assert re.search(citizen.says("Published"), citizen.go("me/").page.goto(mine) and citizen.text())
