"""The text changes: supporters are asked on one screen; what others suggest lands once an author agrees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_life_of_a_suggestion import publish_it

pytestmark = pytest.mark.browser
NEW = """
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.core.publication import publishing
from proposals.actions.begin import create_page, default_call
from proposals.models import CallPage
from policywiki.core.rawblocks import normalise
CallPage.objects.update(support_threshold=500)
owner = User.objects.get(email__startswith="{owner}@")
measures = [{{"type": "measure", "value": {{"what": "{measure}", "who": "", "when": "", "cost": ""}}}}]
problem = [{{"type": "section", "value": {{"heading": "", "level": "2", "text": "<p>{title}</p>"}}}}]
content = {{"title": "{title}", "language": "{language}", "summary": "{summary}", "problem": normalise(problem),
    "measures": normalise(measures), "expected_effect": "", "affected": "", "evidence": [], "district": None, "tags": []}}
page = create_page(content=content, proposer=owner, call=default_call(), now=timezone.now())
with publishing(author=owner, summary="1"):
    page.save_revision(user=owner).publish(user=owner, skip_permission_checks=True)
print("ADDRESS", page.record.number)
"""


def at(window: Any, number: str) -> None:
    """The proposal of this number, in the visitor's language."""
    window.page.goto(f"{window.site.address}/p/{number}")


@pytest.mark.parametrize(
    ("language", "scripts", "title", "summary", "measure", "better"),
    [
        pytest.param("en", True, "Shade for the bus stop at the mill", "A roof over the stop.", "Build a roof",
                     "Build a roof with a bench", marks=pytest.mark.whole),
        ("zh-hans", False, "磨坊站加一个雨棚", "给车站装雨棚。", "装一个雨棚", "装一个带长椅的雨棚"),
    ],
)  # fmt: skip
def test_a_change_lands_and_supporters_keep_or_take_back(
    visitor: Any,
    running: Any,
    language: str,
    scripts: bool,
    title: str,
    summary: str,
    measure: str,
    better: str,
) -> None:
    told = {"owner": "guiying", "title": title, "summary": summary, "measure": measure, "language": language}
    number = running.manage("shell", "-c", NEW.format(**told)).split("ADDRESS ")[1].split()[0]
    stays, leaves = (visitor(language, scripts=scripts).sign_in(who) for who in ("laowu", "tom"))
    for supporter in (stays, leaves):
        at(supporter, number)
        supporter.press("Support", within="#support")
    writer = visitor(language, scripts=scripts).sign_in("yusuf")
    at(writer, number)
    writer.page.locator("#measure-1 button.link").click()
    writer.page.fill("textarea[name=measures-0-what]", better)
    writer.press("Continue")
    writer.press("Continue")
    writer.page.fill("[name=what]", better)
    with writer.settled():
        writer.page.locator("main form.form button.btn:not(.quiet):not(.vh)").last.click()
    suggestion = writer.page.url
    publish_it(visitor(language, width=1280).sign_in("moderator"), suggestion)
    owner = visitor(language, scripts=scripts).sign_in("guiying")
    owner.page.goto(suggestion)
    owner.press("Answer it")
    assert better.split()[-1] in owner.text()
    owner.page.fill("textarea[name=reason]", "Thank you. 谢谢。")
    owner.press("Accept it")
    assert owner.sees(owner.says("Accepted: it is part of the text now."))
    for supporter, button in ((stays, "Keep my support"), (leaves, "Take my support back")):
        for _wait in range(40):
            supporter.go(f"p/{number}/changed/")
            if supporter.page.locator(".answer-bar").count():
                break
            supporter.page.wait_for_timeout(250)
        assert supporter.says("The text you supported has changed") in supporter.text()
        supporter.press(button)
    at(stays, number)
    assert better in stays.text()
    assert stays.says("You support this proposal.") in stays.text()
    at(leaves, number)
    assert leaves.page.locator("#support form button").first.inner_text() == leaves.says("Support")
