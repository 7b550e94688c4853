"""One votes, keeps the receipt, finds the vote again without saying who one is, and recounts; residents prove it first."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

OPEN_A_VOTE = """
from django.db import transaction
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.places.models import District
from policywiki.accounts.actions.residence import make_codes
from proposals.actions.stage import enter, locked
from proposals.models import CallPage, ProposalRecord
with transaction.atomic():
    record = ProposalRecord.objects.filter(stage__in=["support", "vote"]).order_by("-number").first()
    if record.stage == "support":
        enter(locked(record), "vote", actor=User.objects.system(), now=timezone.now())
CallPage.objects.update(eligibility="{rule}")
(code,) = make_codes(district=District.objects.first(), number=1, batch="story", expires_at=None)
print("STORY", record.number, code)
"""


def open_a_vote(site: Any, rule: str) -> tuple[str, str]:
    """(number of a proposal that is voted on under this rule, an invitation code)."""
    said = site.manage("shell", "-v0", "-c", OPEN_A_VOTE.replace("{rule}", rule))
    number, code = said.split("STORY ", 1)[1].split()
    return number, code


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_vote_keep_the_receipt_find_it_as_a_guest_and_recount(
    language: str, visitor: Any, running: Any, tmp_path: Path
) -> None:
    number, _code = open_a_vote(running, "signed_in")
    voter = visitor(language).sign_in("member")
    voter.go(f"p/{number}/record/")
    voter.page.locator(".crumbs a").nth(1).click()
    voter.page.check("#vote input[name=choice][value=against]")
    voter.page.locator("#vote button[type=submit]").click()
    assert voter.sees(voter.says("Your vote has been recorded."))
    code = voter.page.locator("#vote .note code").inner_text()
    voter.go("me/votes/")
    assert code in voter.text()

    guest = visitor(language, scripts=False).go(f"p/{number}/receipt/")
    guest.page.fill("#code", code)
    guest.page.locator("main form button").click()
    assert guest.says("Against") in guest.text()
    assert "member@" not in guest.text()

    for name in (f"{number}/record.jsonl", "record/heads.jsonl", "record/verify_ledger.py"):
        with urllib.request.urlopen(f"{running.address}/p/{name}", timeout=30) as answer:  # noqa: S310 - our own address
            (tmp_path / name.rsplit("/", 1)[1]).write_bytes(answer.read())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_ledger.py", "record.jsonl", "--heads", "heads.jsonl", "--receipt", code],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "All is well" in done.stdout


def test_a_resident_proves_it_with_a_letter_and_comes_back_to_vote(visitor: Any, running: Any) -> None:
    number, code = open_a_vote(running, "resident")
    try:
        voter = visitor("en").sign_in("member")
        voter.go(f"p/{number}/record/")
        voter.page.locator(".crumbs a").nth(1).click()
        voter.page.locator("#vote").get_by_role("link", name="Prove where you live").click()
        voter.page.fill("input[name=invitation-code]", code)
        voter.page.locator("#invitation button").click()
        voter.page.check("#vote input[name=choice][value=for]")
        voter.page.locator("#vote button[type=submit]").click()
        assert voter.sees("Your vote has been recorded.")
    finally:
        open_a_vote(running, "signed_in")
