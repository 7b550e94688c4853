"""One votes, keeps the receipt, finds the vote again without saying who one is, and recounts."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from policywiki.demo.accounts import DEMO_PASSWORD

pytestmark = pytest.mark.browser

OPEN_A_VOTE = """
from django.db import transaction
from django.utils import timezone
from policywiki.accounts.models import User
from proposals.actions.stage import enter, locked
from proposals.models import CallPage, ProposalRecord
with transaction.atomic():
    record = ProposalRecord.objects.filter(stage__in=["support", "vote"]).order_by("-number").first()
    if record.stage == "support":
        enter(locked(record), "vote", actor=User.objects.system(), now=timezone.now())
CallPage.objects.update(eligibility="signed_in")
print("STORY", record.number)
"""


def open_a_vote(site: Any) -> str:
    """The number of a proposal that is voted on."""
    said: str = site.manage("shell", "-v0", "-c", OPEN_A_VOTE)
    return said.split("STORY ", 1)[1].strip()


def vote_when_the_session_has_ended(voter: Any) -> None:
    """The tap is not lost without a word: one signs in, and it is done."""
    voter.context.clear_cookies(name="sessionid")
    voter.page.locator("#vote button[type=submit]").click()
    assert voter.sees(voter.says("Sign in, and what you wrote is sent. It is kept until then."))
    voter.page.fill("input[name=login]", "member@demo.policywiki.invalid")
    voter.page.fill("input[name=password]", DEMO_PASSWORD)
    voter.page.click("main button[type=submit] >> nth=0")
    voter.page.wait_for_url("**/proposals/**")
    assert voter.sees(voter.says("Your vote has been recorded."))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_vote_keep_the_receipt_find_it_as_a_guest_and_recount(
    language: str, visitor: Any, running: Any, tmp_path: Path
) -> None:
    number = open_a_vote(running)
    voter = visitor(language).sign_in("member")
    voter.go(f"p/{number}/record/")
    voter.page.locator(".crumbs a").nth(1).click()
    voter.page.check("#vote input[name=choice][value=against]")
    voter.page.locator("#vote button[type=submit]").click()
    assert voter.sees(voter.says("Your vote has been recorded."))
    code = voter.page.locator("#vote .note code").inner_text()
    if language == "en":
        vote_when_the_session_has_ended(voter)
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
