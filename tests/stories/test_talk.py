"""People talk about a sentence, support what is well said, make an argument of it; the text changes, the talk stays."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser
# Sentences of their own: the demo city is shared with the other stories.

CASES = [
    ("en", True, "A repair corner in every library", "A spare-parts box would help more than a table."),
    ("zh-hans", False, "学校周边上学放学时段不停共享单车", "路口外的停放区晚上没有灯，要一起装。"),
]


@pytest.mark.parametrize(("language", "scripts", "title", "words"), CASES)
def test_from_a_sentence_to_an_argument(
    visitor: Any, running: Any, language: str, scripts: bool, title: str, words: str
) -> None:
    speaker = visitor(language, scripts=scripts).sign_in("laowu")
    speaker.go("proposals/")
    speaker.page.get_by_role("link", name=title, exact=True).first.click()
    address = speaker.page.url
    speaker.press("Speak about a passage")
    picked = speaker.page.locator("input[name=pick]").first
    sentence = picked.get_attribute("value")
    picked.check()
    speaker.page.fill("textarea[name=text]", words)
    speaker.press("Send", within="main")
    assert speaker.page.url.startswith(address), speaker.text()
    mine = speaker.page.locator(".comment", has_text=words).first
    assert sentence in mine.locator(".quoted").inner_text()
    assert sentence[:8] in speaker.page.locator("article mark.noted").first.inner_text()
    with speaker.settled():
        speaker.page.locator("article .noted-way").first.click()
    assert words in speaker.text()

    listener = visitor(language, scripts=scripts).sign_in("tom")
    listener.page.goto(address)
    theirs = listener.page.locator(".comment", has_text=words).first
    with listener.settled():
        theirs.locator("button.tap").click()
    pressed = listener.page.locator(".comment", has_text=words).first.locator("button.tap")
    assert pressed.get_attribute("aria-pressed") == "true"
    assert pressed.inner_text().endswith("1")
    theirs = listener.page.locator(".comment", has_text=words).first
    with listener.settled():
        theirs.get_by_role("link", name=listener.says("Raise as argument")).click()
    listener.page.locator(f"input[name=pick][value='{words}']").check()
    listener.page.check("input[name=side][value=for]")
    listener.press("Raise it")
    assert words in listener.page.locator(".argument", has_text=words).inner_text()
    listener.page.goto(address)
    with listener.settled():
        listener.page.locator(".argument", has_text=words).locator("button.tap").click()
    tapped = listener.page.locator(".argument", has_text=words).locator("button.tap")
    assert tapped.get_attribute("aria-pressed") == "true"
    assert not [*speaker.problems, *listener.problems]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_note_on_a_page_says_when_its_words_are_gone(visitor: Any, running: Any, language: str) -> None:
    """The words are taken out of the page by a moderator's own change; the worker follows."""
    running.manage("shell", "-c", MADE.format(language=language))
    reader = visitor(language)
    reader.go(f"pages/story-talk-{language}/")
    with reader.settled():
        reader.page.locator("main a[href*='/talk/'], aside a[href*='/talk/']").first.click()
    assert reader.says("No longer in the text") not in reader.text()
    running.manage("shell", "-c", CHANGED.format(language=language))
    for _round in range(120):
        reader.page.reload()
        if reader.says("No longer in the text") in reader.text():
            break
        reader.page.wait_for_timeout(500)
    assert reader.says("No longer in the text") in reader.text()


MADE = """
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.discussion.actions.comments import Quoting, post_comment
from policywiki.core.publication import publishing
from tests.factories.wiki import knowledge_page
person = User.objects.get(email="tom@demo.policywiki.invalid")
page = knowledge_page(title="Story talk {language}", author=person,
    sections={{"One": "The first sentence stays. The second one will be taken out. 第三句也在。"}})
post_comment(page=page, author=person, text="Why {language}?", stance="neutral",
    quoting=Quoting("The second one will be taken out."), now=timezone.now())
"""
CHANGED = """
from policywiki.core.blocks import normalise
from policywiki.core.publication import publishing
from policywiki.wiki.models import KnowledgePage
page = KnowledgePage.objects.get(title="Story talk {language}")
raw = list(page.body.raw_data)
for block in raw:
    block["value"]["text"] = block["value"]["text"].replace(" The second one will be taken out.", "")
page.body = page._meta.get_field("body").to_python(normalise(raw))
with publishing(author=page.owner, summary="Shorter"):
    page.save_revision(user=page.owner).publish(user=page.owner, skip_permission_checks=True)
"""
