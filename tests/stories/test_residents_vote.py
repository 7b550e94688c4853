"""A vote for residents: one proves it and votes, another reads the way; a vote set aside is objected to and restored."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

FOR_RESIDENTS = """
from django.db import transaction
from django.utils import timezone
from policywiki.accounts.actions.residence import make_codes
from policywiki.accounts.models import Residence, User
from policywiki.places.models import District
from proposals.actions.stage import enter, locked
from proposals.models import CallPage, ProposalRecord
with transaction.atomic():
    record = ProposalRecord.objects.filter(stage__in=["support", "vote"], ballots=None).order_by("-number").first()
    if record.stage == "support":
        enter(locked(record), "vote", actor=User.objects.system(), now=timezone.now())
Residence.objects.all().delete()
district = District.objects.order_by("pk").first()
CallPage.objects.filter(pk=record.call_id).update(eligibility="resident", eligible_district=district)
(code,) = make_codes(district=district, number=1, batch="story", expires_at=None)
print("STORY", record.number, code)
"""

SET_ASIDE = """
from django.utils import timezone
from policywiki.accounts.models import Role, User
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Reason
from proposals.actions.doubt import look_for_signs
from proposals.models import Ballot, Doubt
ballot = Ballot.objects.get(proposal__number={number})
Ballot.objects.filter(pk=ballot.pk).update(seconds_to_fill=0.1)
look_for_signs(now=timezone.now())  # unless the worker was first
case = Doubt.objects.get(ballot=ballot, sign="no_time").case
decide(
    case=case, decision="not_published", moderator=User.objects.get(email__startswith="moderator@"),
    version=case.version, now=timezone.now(), reason=Reason.objects.get(code="not-by-hand"),
)
"""

RESTORE = """
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.moderation.actions.cases import decide
from proposals.models import Objection
case = Objection.objects.get(ballot__proposal__number={number}).case
decide(
    case=case, decision="publish", moderator=User.objects.get(email__startswith="administrator@"),
    version=case.version, now=timezone.now(),
)
"""

BACK_TO_ALL = """
from policywiki.accounts.models import Residence
from proposals.models import CallPage
Residence.objects.all().delete()
CallPage.objects.update(eligibility="signed_in", eligible_district=None)
"""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_resident_votes_another_reads_the_way_and_a_vote_set_aside_is_restored(
    language: str, visitor: Any, running: Any
) -> None:
    said = running.manage("shell", "-v0", "-c", FOR_RESIDENTS)
    number, code = said.split("STORY ", 1)[1].split()
    try:
        voter = visitor(language).sign_in("member").go(f"p/{number}/receipt/")
        with voter.settled():
            voter.page.locator(".crumbs a").nth(1).click()
        voter.press("Prove where you live", within="#vote")
        voter.page.fill("input[name=invitation-code]", code)
        voter.press("Prove it", within="#invitation")
        voter.page.check("#vote input[name=choice][value=for]")
        voter.page.locator("#vote button[type=submit]").click()
        assert voter.sees(voter.says("Your vote has been recorded."))

        other = visitor(language, scripts=False).sign_in("tom").go(f"p/{number}/receipt/")
        with other.settled():
            other.page.locator(".crumbs a").nth(1).click()
        assert (
            other.says("This is for residents. Please prove first where you live: see Settings.")
            in other.text()
        )
        assert not other.page.locator("#vote input[name=choice]").count()
        other.press("Prove where you live", within="#vote")
        other.page.fill("input[name=invitation-code]", code)
        other.press("Prove it", within="#invitation")
        assert other.says("This code is not valid, or has been used already.") in other.text()
    finally:
        running.manage("shell", "-v0", "-c", BACK_TO_ALL)

    running.manage("shell", "-v0", "-c", SET_ASIDE.replace("{number}", number))
    voter.go(f"p/{number}/receipt/")
    assert voter.says("This vote has been set aside and does not count.") in voter.text()
    voter.page.fill("#objection", "我自己投的。 I voted myself.")
    voter.press("Object")
    assert voter.says("Somebody is looking at it.") in voter.text()
    assert not voter.page.locator("#objection").count()
    running.manage("shell", "-v0", "-c", RESTORE.replace("{number}", number))
    voter.go(f"p/{number}/receipt/")
    assert voter.says("This vote had been set aside. After your objection it counts again.") in voter.text()
