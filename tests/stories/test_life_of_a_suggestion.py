"""A suggestion goes back and comes again; two overlap, the moderator is told before, and the author chooses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_correct_a_page import suggest

pytestmark = pytest.mark.browser
# Sentences of their own: the demo city is shared with the other stories, which change theirs.


def review(moderator: Any, suggestion: str) -> None:
    """Open the item of the suggestion at this address."""
    moderator.page.goto(suggestion)
    moderator.press("Check it")


def publish_it(moderator: Any, suggestion: str) -> None:
    review(moderator, suggestion)
    with moderator.page.expect_navigation():
        moderator.page.locator("button[name=decision][value=publish]").click()


@pytest.mark.parametrize(
    ("language", "who", "title", "old", "new", "newer", "added"),
    [
        ("en", "yusuf", "How the city answers a proposal", "on its page the same day", "on its page the next day",
         "on its page the next day, with a telephone number", "telephone"),
        ("zh-hans", "laowu", "生活垃圾怎么分", "可回收物周三、周六上午收", "可回收物周三、周六下午收",
         "可回收物周三、周六、周日下午收", "周日"),
    ],
)  # fmt: skip
def test_it_needs_a_little_more_and_the_moderator_sees_what_was_added(
    visitor: Any, language: str, who: str, title: str, old: str, new: str, newer: str, added: str
) -> None:
    citizen = visitor(language)
    citizen.sign_in(who)
    suggest(citizen, title, old, new)
    mine = citizen.page.url
    moderator = visitor(language, width=1280).sign_in("moderator")
    review(moderator, mine)
    moderator.page.fill("textarea[name=note]", "How much exactly? / 还有什么？")
    with moderator.page.expect_navigation():
        moderator.page.locator("button[name=decision][value=needs_more]").click()
    citizen.page.goto(mine)
    assert "How much exactly? / 还有什么？" in citizen.text()
    citizen.press("Change it and send again")
    box = citizen.page.locator("textarea[name^=body-]").filter(has_text=new).first
    box.evaluate("node => node.closest('details').open = true")
    box.fill(box.input_value().replace(new, newer))
    citizen.page.fill("input[name=what]", "As asked / 已补充")
    citizen.press("Send for checking")
    assert citizen.sees(
        citizen.says("Thank you. A moderator will look at it; you will hear what was decided.")
    ), citizen.text()
    review(moderator, mine)
    moderator.page.locator("#since-title").wait_for()
    assert added in str(moderator.page.locator(".check-since ins").first.text_content())


@pytest.mark.parametrize(
    ("language", "scripts", "title", "old", "one", "other"),
    [
        ("en", True, "Parks: opening hours and dogs", "Hexi Park before 9:00", "Hexi Park before 9:30",
         "Hexi Park before 10:00"),
        ("zh-hans", False, "街道办事处能帮您办什么", "预约后两个工作日内安排", "预约后一个工作日内安排",
         "预约后三个工作日内安排"),
    ],
)  # fmt: skip
def test_two_overlap_and_the_second_author_chooses_side_by_side(
    visitor: Any, language: str, scripts: bool, title: str, old: str, one: str, other: str
) -> None:
    first, second = visitor(language), visitor(language, scripts=scripts)
    suggest(first.sign_in("yusuf"), title, old, one)
    suggest(second.sign_in("laowu"), title, old, other)
    mine, theirs = second.page.url, first.page.url
    moderator = visitor(language, width=1280).sign_in("moderator")
    review(moderator, theirs)
    number = mine.rstrip("/").rsplit("/", 1)[-1]
    assert f"#{number}" in moderator.page.locator(".check-near strong").first.inner_text()
    publish_it(moderator, theirs)
    second.page.goto(mine)
    for _wait in range(40):
        if second.page.get_by_role("link", name=second.says("Choose the words")).count():
            break
        second.page.wait_for_timeout(250)
        second.page.reload()
    second.press("Choose the words")
    text = second.text()
    assert one in text and other in text
    second.page.locator("input[type=radio][value=both]").check()
    second.press("Send for checking")
    assert second.says("It fits the page as it is now. A moderator will look at it.") in second.text()
    publish_it(moderator, mine)
    reader = visitor(language).go("pages/?order=title")
    reader.page.get_by_role("link", name=title, exact=True).click()
    assert one in reader.text() and other in reader.text()
