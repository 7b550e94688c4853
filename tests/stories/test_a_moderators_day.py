"""A moderator's day: twenty by thumb on a bus, by keyboard at a desk, a text edited and published, a slip undone."""

from __future__ import annotations

from typing import Any

import pytest

from .test_correct_a_page import suggest

pytestmark = pytest.mark.browser

DEAL = """
import time
from django.utils import timezone
from taggit.models import Tag
from policywiki.accounts.models import User
from policywiki.moderation.models import Case
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.registry import new_target
tag, _ = Tag.objects.get_or_create(name="{topic}")
author, now = User.objects.get(email__startswith="neighbour7@"), timezone.now()
for number in range(4):
    one = begin(author=author, kind="new_page", under=new_target("new_page").parent(), language="en", now=now)
    section = {{"type": "section", "value": {{"heading": "", "level": "2", "text": "<p>Story %d</p>" % number}}}}
    send(suggestion=one, author=author, summary="{topic}", now=now, content={{
        "title": "{topic} %d" % number, "language": "en", "summary": "", "tags": ["{topic}"],
        "body": [section | {{"id": "s%d" % number}}], "sources": []}})
for _wait in range(150):
    if Case.objects.filter(topics=tag).count() == 4:
        break
    time.sleep(0.2)
"""
LIST = "/admin/to-check/"


def deal(running: Any, topic: str) -> None:
    """Four new pages of one topic wait; the worker has found their topic."""
    running.manage("shell", "-v", "0", "-c", DEAL.format(topic=topic))


def admin(window: Any, path: str = LIST) -> Any:
    window.page.goto(window.site.address + path)
    return window


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_my_twenty_by_thumb(visitor: Any, running: Any, language: str) -> None:
    topic = f"Thumb {language}"
    deal(running, topic)
    bus = visitor(language, width=360).sign_in("administrator")
    admin(bus, f"{LIST}mine/")
    bus.page.select_option("select[name=topic]", label=topic)
    bus.press("Deal me twenty")
    for _publish in range(2):
        bus.page.locator(".check-bar a").first.click()
        assert bus.page.evaluate("document.documentElement.scrollWidth") <= 360
        with bus.page.expect_navigation():
            bus.page.locator("button[name=decision][value=publish]").click()
    admin(bus, f"{LIST}mine/")
    assert bus.says("%(done)s of %(total)s", done=2, total=4) in bus.text()
    bus.press("Put the rest back")
    assert bus.sees(bus.says("Deal me twenty"))


def test_by_keyboard_and_not_while_an_input_method_composes(visitor: Any, running: Any) -> None:
    deal(running, "Keys")
    desk = visitor("en", width=1280).sign_in("administrator")
    page = admin(desk, f"{LIST}?q=Keys").page
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr.check-here").inner_text().strip().startswith("Keys 1")
    # A key that belongs to a word being composed does nothing, wherever it arrives.
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown',"
                  " {key: 'k', isComposing: true, bubbles: true}))")  # fmt: skip
    assert page.locator("tr.check-here").inner_text().strip().startswith("Keys 1")
    with page.expect_navigation():
        page.keyboard.press("o")
    page.keyboard.press("n")
    compose = desk.context.new_cdp_session(page)
    compose.send("Input.imeSetComposition", {"text": "su", "selectionStart": 2, "selectionEnd": 2})
    page.keyboard.press("s")
    compose.send("Input.insertText", {"text": "速"})
    assert "Keys 1" in page.title()
    assert "速" in page.locator("textarea[name=note]").first.input_value()
    page.locator("h2.check-title").click()
    page.keyboard.press("p")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Published. The author has been told." in desk.text()
    assert "Keys 2" in page.title()  # the next item of the filtered list


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_slip_with_several_is_undone_and_nobody_has_seen_anything(
    visitor: Any, running: Any, language: str
) -> None:
    topic = f"Slip {language}"
    deal(running, topic)
    desk = visitor(language, width=1280).sign_in("administrator")
    admin(desk, f"{LIST}?q={topic}")
    for box in desk.page.locator("input[name=chosen]").all()[:2]:
        box.check()
    desk.page.locator("details.check-bulk > summary").click()
    with desk.settled():
        desk.page.locator(".check-bulk button[value=publish]").click()
    assert desk.text().count(desk.says("Takes effect soon")) == 2
    desk.press("Undo everything")
    assert desk.text().count(desk.says("Undone")) == 2
    admin(desk, f"{LIST}?q={topic}")
    assert desk.page.locator("input[name=chosen]").count() == 4


def test_edited_and_published_with_both_names(visitor: Any) -> None:
    citizen = visitor("en").sign_in("yusuf")
    suggest(citizen, "Night buses", "Monthly passes are valid", "Monthly pases are valid")
    address = citizen.page.url
    desk = visitor("en", width=1280).sign_in("administrator")
    admin(desk, f"{LIST}?q=Night").page.locator("td.title a").last.click()
    desk.press("Edit and publish").press("plain text")
    box = desk.page.locator("textarea[name^=body-]").filter(has_text="Monthly pases are valid").first
    box.evaluate("node => node.closest('details').open = true")
    box.fill(box.input_value().replace("Monthly pases are valid", "Monthly passes are valid too"))
    desk.press("Publish")
    assert "Published with your edits." in desk.text()
    citizen.page.goto(address)
    assert "edited before publishing by" in citizen.text()
    citizen.go("pages/?order=title").page.get_by_role("link", name="Night buses", exact=True).first.click()
    assert "Monthly passes are valid too" in citizen.text()
