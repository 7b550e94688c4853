"""A page that is checked by two: one yes is not enough, one's own never counts."""

from __future__ import annotations

from typing import Any

import pytest

from .test_accessible import told_by
from .test_correct_a_page import open_parts

pytestmark = pytest.mark.browser

SEND = """
import json
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.core.page_content import content_of
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.protection.actions import protect
from policywiki.wiki.models import KnowledgePage
page, now = KnowledgePage.objects.get(title="{title}"), timezone.now()
protect(page=page, level="two", reason="Story", actor=User.objects.get(email__startswith="official@"), now=now)
author = User.objects.get(email__startswith="{author}@")
one = begin(author=author, kind="change", page=page, language=page.language, now=now)
content = content_of(page)
content["summary"] = content["summary"] + " {added}"
send(suggestion=one, author=author, content=content, summary="{added}", now=now)
one.refresh_from_db()
print("IDS" + json.dumps([one.case_id, page.slug]))
"""


@pytest.mark.parametrize(
    ("language", "title", "author"),
    [("zh-hans", "东门地铁站周边", "laowu"), ("en", "Pavements and who they are for", "yusuf")],
)
def test_two_different_people_say_yes(
    visitor: Any, running: Any, language: str, title: str, author: str
) -> None:
    added = f"({language} 2)"
    case, slug = told_by(running, SEND.format(title=title, author=author, added=added))
    reader = visitor(language)
    first = visitor(language).sign_in("moderator")
    say_yes(first, case)
    assert (
        first.says("Your yes is noted. Another moderator has to agree before it is published.")
        in first.text()
    )
    assert added not in reader.go(f"pages/{slug}/").text()
    say_yes(first, case)
    assert first.says("You have said publish already; now it is another moderator's turn.") in first.text()
    second = visitor(language).sign_in("administrator")
    say_yes(second, case)
    assert second.says("Published. The author has been told.") in second.text()
    assert added in reader.go(f"pages/{slug}/").text()


def say_yes(window: Any, case: int) -> None:
    window.page.goto(f"{window.site.address}/admin/to-check/{case}/")
    with window.page.expect_navigation():
        window.page.locator("button[name=decision][value=publish]").click()


def test_ones_own_text_is_not_offered_and_its_address_gives_no_button(visitor: Any) -> None:
    moderator = visitor("zh-hans").sign_in("moderator")
    moderator.go("pages/?order=title")
    moderator.page.get_by_role("link", name="街道办事处能帮您办什么", exact=True).click()
    moderator.press("Suggest a change", within="aside")
    open_parts(moderator)
    box = moderator.page.locator("textarea[name=summary]")
    box.fill(box.input_value() + "（审核员自己写的）")
    moderator.page.fill("input[name=what]", "自己的修改")
    moderator.press("Send for checking")
    moderator.page.goto(f"{moderator.site.address}/admin/to-check/?part=all&q=街道办事处")
    with moderator.settled():
        moderator.page.locator("td.title a").last.click()
    assert moderator.page.locator("button[name=decision]").count() == 0
    assert moderator.says("You cannot check what you wrote yourself.") in moderator.text()
