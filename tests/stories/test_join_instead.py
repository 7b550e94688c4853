"""Somebody begins to write what others have proposed already, sees it, and joins them with what they wrote."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

CHINESE = (
    "学校门口早晚不要停共享单车",
    "放学时学生、家长和单车挤在同一条街上。",
    "学校周边上学放学时段不停共享单车",
)
ENGLISH = (
    "Say which toilets a wheelchair fits into",
    "The map shows the wheelchair sign, but a step at the door keeps me out.",
    "A map of toilets that a wheelchair fits into",
)


def begin(window: Any) -> None:
    window.go("propose/")
    window.page.locator("main form button[type=submit]").last.click()
    window.page.wait_for_selector("input[name=title]")


def bring(window: Any, text: str, theirs: str) -> None:
    """Join the one with this title, as a comment."""
    item = window.page.locator(".alike .item").filter(has_text=theirs)
    item.get_by_role("link", name=window.says("Join this one instead")).click()
    assert text in window.page.input_value("textarea[name=text]")
    window.press("Bring it along")
    assert window.sees(
        window.says("What you wrote is a comment here now. Do you support the proposal as well?")
    )
    assert text in window.page.locator("#comments").inner_text()


def test_as_one_types_but_not_while_characters_are_being_chosen(visitor: Any) -> None:
    title, text, theirs = CHINESE
    window = visitor("zh-hans").sign_in("laowu")
    begin(window)
    page = window.page
    page.wait_for_load_state(
        "networkidle"
    )  # scripts listen, and what the page asks by itself when it opens is answered
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/similar/" in request.url else None)
    page.locator("input[name=title]").dispatch_event("compositionstart")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=problem]", text)
    page.wait_for_timeout(1300)
    assert asked == []
    page.locator("input[name=title]").dispatch_event("compositionend")
    page.wait_for_selector(".alike")
    assert theirs in page.locator(".alike").inner_text()
    assert page.locator(".alike mark").count()
    bring(window, text, theirs)


def test_without_javascript_at_the_last_step(visitor: Any) -> None:
    title, text, theirs = ENGLISH
    window = visitor("en", scripts=False).sign_in("tom")
    begin(window)
    window.page.fill("input[name=title]", title)
    window.page.fill("textarea[name=problem]", text)
    for _step in (1, 2, 3):
        window.press("Continue")
    assert theirs in window.page.locator(".alike").inner_text()
    bring(window, text, theirs)
