"""A citizen proposes, others support, vote and comment, an official answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.stories.test_correct_a_page import publish_first

pytestmark = pytest.mark.browser

# The city is shared with the other stories: what is changed here is put back.
RULES = """
import json
from proposals.models import CallPage
fields = ["pk", "support_threshold", "uses_vote", "vote_days"]
print("RULES", json.dumps(list(CallPage.objects.values_list(*fields))))
CallPage.objects.update(support_threshold=2, uses_vote=True, vote_days=14)
"""
AS_BEFORE = """
from proposals.models import CallPage
for pk, threshold, vote, days in {rules}:
    CallPage.objects.filter(pk=pk).update(support_threshold=threshold, uses_vote=vote, vote_days=days)
"""
CASES = [
    ("en", True, "A bicycle pump at the city library"),
    ("zh-hans", False, "在河西公园装饮水点"),
    pytest.param("zh-hans", True, "在市图书馆门口装打气筒", marks=pytest.mark.whole),
    pytest.param("en", False, "A tap in Hexi Park", marks=pytest.mark.whole),
]


def propose(window: Any, title: str) -> None:
    window.go("propose/")
    window.page.locator("main form button[type=submit]").last.click()
    window.page.fill("input[name=title]", title)
    window.page.fill("textarea[name=problem]", "Flat tyres. 车胎没气，走回家。")
    window.press("Continue")
    window.page.fill("textarea[name=summary]", title)
    window.page.fill("textarea[name=measures-0-what]", "Install one. 装一个。")
    window.press("Continue")
    window.page.fill("textarea[name=affected]", "Riders 骑车的人")
    window.press("Continue")
    window.page.locator("main form.form button.btn:not(.quiet):not(.vh)").last.click()


@pytest.fixture
def two_suffice(running: Any) -> Iterator[None]:
    """Two supporters bring a proposal to the vote."""
    rules = running.manage("shell", "-c", RULES).split("RULES ")[1].splitlines()[0]
    yield
    running.manage("shell", "-c", AS_BEFORE.format(rules=json.loads(rules)))


@pytest.mark.usefixtures("two_suffice")
@pytest.mark.parametrize(("language", "scripts", "title"), CASES)
def test_from_an_idea_to_an_answer(
    visitor: Any, running: Any, language: str, scripts: bool, title: str
) -> None:
    proposer = visitor(language, scripts=scripts).sign_in("guiying")
    propose(proposer, title)
    moderator = visitor(language, width=1280).sign_in("moderator")
    publish_first(moderator, title)
    address = ""
    for number, who in enumerate(["laowu", "tom"]):
        supporter = visitor(language, scripts=scripts).sign_in(who)
        supporter.go("proposals/")
        supporter.page.get_by_role("link", name=title, exact=True).first.click()
        address = supporter.page.url
        supporter.press("Support", within="#support")
        assert supporter.sees(supporter.says("Take back")), number
        supporter.page.goto(address)
        supporter.page.fill("#comments textarea[name=text]", f"Good idea {number}. 好主意。")
        supporter.press("Send", within="#comments")
        assert supporter.sees(f"Good idea {number}")
    running.manage("advance_stages")
    voter = visitor(language, scripts=scripts).sign_in("yusuf")
    voter.page.goto(address)
    voter.page.check("#vote input[value=for]")
    voter.press("Vote", within="#vote")
    assert voter.sees(voter.says("Your vote has been recorded."))
    running.manage(
        "shell", "-c",
        "from datetime import timedelta; from django.utils import timezone; from proposals.models import *; "
        "ProposalRecord.objects.filter(stage='vote').update(closes_at=timezone.now() - timedelta(days=1))",
    )  # fmt: skip
    running.manage("advance_stages")
    official = visitor(language, scripts=scripts).sign_in("official")
    official.page.goto(address)
    official.press("Write the city's answer")
    choose(official, "adopted")
    official.page.fill("textarea[name=text]", "Yes, by June. 好，六月前装好。")
    if official.page.locator("input[name=department]").count():
        official.page.fill("input[name=department]", "City library 市图书馆")
    official.press("Publish the answer")
    proposer.page.goto(address)
    assert "Yes, by June." in proposer.text()
    assert proposer.says("Adopted") in proposer.text()


def choose(window: Any, state: str) -> None:
    if window.page.locator("select[name=state]").count():
        window.page.select_option("select[name=state]", state)
    else:
        window.page.check(f"[name=state][value={state}]")
