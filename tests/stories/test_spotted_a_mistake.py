"""A guest spots a mistake, signs in with the words kept, and stands beside the change that a moderator makes of it."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

CASES = [
    ("zh-hans", "guiying", "共享单车停放", "地址写错了，应该是三楼。"),
    ("en", "tom", "Parking shared bicycles", "The fare is three yuan now."),
]


@pytest.mark.parametrize(("language", "key", "title", "words"), CASES)
def test_spotted_signed_in_and_turned_into_a_change(
    visitor: Any, language: str, key: str, title: str, words: str
) -> None:
    guest = visitor(language)
    guest.go("pages/?order=title")
    guest.page.get_by_role("link", name=title, exact=True).click()
    guest.page.locator(".section-head a[href*='/mistake/']").first.click()
    guest.page.fill("textarea[name=text]", words)
    guest.press("Send to the moderators")
    guest.page.wait_for_url("**/accounts/login/**")
    guest.page.fill("input[name=login]", f"{key}@demo.policywiki.invalid")
    guest.page.fill("input[name=password]", "qingshi-demo-2026")
    guest.page.click("main button[type=submit] >> nth=0")
    assert guest.sees(guest.says("Thank you. A moderator looks at it; you will hear what became of it."))
    guest.go("me/mistakes/")
    assert words in guest.text()

    moderator = visitor(language, width=1280).sign_in("moderator")
    moderator.page.goto(f"{moderator.site.address}/admin/to-check/?q={title}&kind=mistake")
    with moderator.settled():
        moderator.page.locator("td.title a").last.click()
    assert moderator.sees(words)
    moderator.press("Make a change of it")
    text = moderator.page.locator(".rich [contenteditable=true]").first
    text.click()
    moderator.page.keyboard.press("Control+End")
    moderator.page.keyboard.type(" 3!")
    moderator.page.wait_for_timeout(400)
    moderator.press("Send for checking")
    assert moderator.sees(
        moderator.says("The change is among the items to check, in the name of who spotted it.")
    )
    guest.go("me/mistakes/")
    assert guest.says("A change was made of it") in guest.text()
