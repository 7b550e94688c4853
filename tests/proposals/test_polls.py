"""Common votes: opened by officials, one paper a person, counted once at the close, and by anybody again."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.suggestions.models import State, Suggestion
from proposals.actions.advance import GRACE
from proposals.mine import paper_rows
from proposals.models import Amendment, Paper, PaperRow, Poll, ProposalRecord
from proposals.models.votes import receipt_of
from proposals.outcome import VoteMode
from proposals.permissions import can_decide_amendment
from proposals.polls.actions import count_polls, hand_in, open_poll
from proposals.polls.papers import Empty, paper_from, shown
from proposals.polls.permissions import can_hand_in, can_open_poll
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of, publish_page

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
TOGETHER = [VoteMode.SCORE, VoteMode.RANKED, VoteMode.BUDGET]


def a_poll(mode: str, *, quorum: int = 0, costs: tuple[int, ...] = (60, 50, 50), budget: int = 100) -> Poll:
    call = CallFactory(vote_mode=mode, budget=budget)
    records = [
        ProposalFactory(call=call, city=True, content={"title": f"Plan {n}"}) for n in range(len(costs))
    ]
    now = timezone.now()
    return open_poll(
        call=call,
        official=UserFactory(official=True),
        costs=dict(zip(records, costs, strict=True)),
        closes_at=now + WEEK,
        quorum=quorum,
        now=now,
    )


def numbers(poll: Poll) -> list[int]:
    return list(poll.options.values_list("proposal__number", flat=True))


def say(poll: Poll, *values: str, voter: Any = None, at: Any = None) -> Paper:
    given = {f"option-{number}": value for number, value in zip(numbers(poll), values, strict=False)}
    return hand_in(poll=poll, voter=voter or UserFactory(), given=given, now=at or timezone.now())


def counted(poll: Poll) -> Poll:
    count_polls(now=poll.closes_at + GRACE)
    return Poll.objects.get(pk=poll.pk)


@pytest.mark.parametrize(
    ("mode", "given", "paper"),
    [
        ("score", {"option-7": "0", "option-12": "5", "option-99": "5"}, "7:0,12:5"),
        ("ranked", {"option-7": "3", "option-12": "1"}, "12>7"),
        ("ranked", {"option-7": "2", "option-12": "2", "option-30": "1"}, "30>7=12"),
        ("budget", {"option-30": "1", "option-7": "1"}, "7,30"),
    ],
)
def test_a_form_becomes_one_line_and_that_line_the_form_again(
    mode: str, given: dict[str, str], paper: str
) -> None:
    options = [7, 12, 30]
    assert paper_from(mode, options, given) == paper
    again = {f"option-{one}": str(value) for one, value in shown(mode, paper).items()}
    assert paper_from(mode, options, again) == paper
    with pytest.raises(Empty):
        paper_from(mode, options, {"option-99": "1"})
    with pytest.raises(Empty):
        paper_from("budget", options, {"option-7": "0"})
    with pytest.raises(ValueError, match="points"):
        paper_from("score", options, {"option-7": "6"})


def test_what_is_last_said_counts_and_what_comes_late_does_not() -> None:
    poll = a_poll(VoteMode.SCORE)
    undecided = UserFactory()
    say(poll, "0", "5", voter=undecided)
    say(poll, "4", "1", voter=undecided)
    say(poll, "3", "5")
    PaperRow.objects.create(poll=poll, voter="f" * 32, paper=f"{numbers(poll)[1]}:5", at=poll.closes_at)
    poll = counted(poll)
    first, second, third = numbers(poll)
    assert poll.result == {
        "papers": 2,
        "order": [[first], [second], [third]],
        "points": {str(first): 7, str(second): 6, str(third): 0},
    }
    assert poll.ledger.filter(counted=False).count() == 1


def test_with_a_budget_both_ways_of_counting_stand_side_by_side() -> None:
    poll = a_poll(VoteMode.BUDGET)
    for _voter in range(3):
        say(poll, "1")
    for _voter in range(2):
        say(poll, "", "1", "1")
    poll = counted(poll)
    first, second, third = numbers(poll)
    # Three of five pay 60 for the first; two have 40 together: too little for 50.
    assert poll.result["funded"] == [first]
    assert poll.result["greedy"] == [first]
    assert (poll.result["spent"], poll.result["named"][str(second)]) == (60, 2)
    assert third not in poll.result["funded"]


@pytest.mark.parametrize("mode", TOGETHER)
def test_anybody_counts_again_with_the_program_alone_and_finds_what_was_changed(
    client: Client, tmp_path: Path, mode: str
) -> None:
    poll = a_poll(mode, quorum=2)
    mine = UserFactory()
    for voter, values in [(mine, ("1", "", "1")), (None, ("1", "1", "")), (None, ("", "1", ""))]:
        say(poll, *values, voter=voter)
    assert client.get(f"/p/votes/{poll.pk}.jsonl").status_code == 404  # nothing before the close
    poll = counted(poll)
    lines = client.get(f"/p/votes/{poll.pk}.jsonl").getvalue().decode().splitlines()  # type: ignore[attr-defined]
    program = tmp_path / "verify_poll.py"
    program.write_bytes(client.get("/p/votes/verify_poll.py").content)

    def run(changed: list[str]) -> tuple[int, str]:
        record = tmp_path / "vote.jsonl"
        record.write_text("\n".join(changed) + "\n", "utf-8")
        command = [sys.executable, "-I", str(program), str(record), "--receipt", receipt_of(poll, mine)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    status, said = run(lines)
    assert (status, "All is well" in said) == (0, True)
    assert "yours, row" in said
    without_one = [lines[0], *lines[2:]]
    header = json.loads(lines[0])
    other_result = [json.dumps(header | {"result": header["result"] | {"papers": 9}}), *lines[1:]]
    row = json.loads(lines[1])
    other_paper = [lines[0], json.dumps(row | {"paper": "1"}), *lines[2:]]
    options = [one | {"text": one["text"] + 1} for one in header["options"]]
    other_text = [json.dumps(header | {"options": options}), *lines[1:]]
    for tampered in (without_one, other_result, other_paper, other_text):
        assert run(tampered)[0] == 1


def test_what_is_voted_on_is_the_text_that_was_on_the_paper(client: Client) -> None:
    poll, now = a_poll(VoteMode.SCORE), timezone.now()
    record = ProposalRecord.objects.get(number=numbers(poll)[0])
    edition = edition_of(record)
    assert list(poll.options.values_list("edition__number", flat=True)) == [1, 1, 1]
    suggested = Amendment(
        proposal=record,
        suggestion=Suggestion(author=UserFactory(), page=record.page, state=State.WITH_AUTHORS),
        proposer_until=now,
    )
    assert can_decide_amendment(record.proposer, suggested, now=now).when
    assert can_decide_amendment(record.proposer, suggested, now=poll.closes_at)
    publish_page(record.page, author=record.proposer)  # staff, in spite of all
    address = edition.get_absolute_url().replace("zh-hans", "en")
    assert f'href="{address}"' in client.get(f"/en/votes/{poll.pk}/").content.decode()
    assert client.get(address, follow=True).status_code == 200
    counted(poll)
    header = json.loads(client.get(f"/p/votes/{poll.pk}.jsonl").getvalue().decode().splitlines()[0])  # type: ignore[attr-defined]
    assert [one["text"] for one in header["options"]] == [1, 1, 1]


def test_of_what_was_taken_off_the_site_the_paper_shows_the_number_alone(client: Client) -> None:
    poll = a_poll(VoteMode.SCORE)
    record = ProposalRecord.objects.get(number=numbers(poll)[0])
    record.page.unpublish()
    say(poll, "5", "1")
    for _state in ("open", "counted"):
        page = client.get(f"/en/votes/{poll.pk}/").content.decode()
        assert "Plan 1" in page
        assert "Plan 0" not in page
        assert f"{record.code}, no longer on the site" in page
        assert f"/p/{record.number}" not in page.split("<main")[-1]
        counted(poll)


def test_counting_twice_changes_nothing() -> None:
    poll = a_poll(VoteMode.RANKED)
    say(poll, "1", "2")
    assert count_polls(now=poll.closes_at) == 0  # the last second is waited for
    assert count_polls(now=poll.closes_at + GRACE) == 1
    first = Poll.objects.get(pk=poll.pk)
    assert count_polls(now=poll.closes_at + WEEK) == 0
    assert Poll.objects.get(pk=poll.pk).hash == first.hash != ""


def test_who_may_open_and_who_may_vote() -> None:
    call = CallFactory(vote_mode=VoteMode.EACH)
    now, official = timezone.now(), UserFactory(official=True)
    assert can_open_poll(official, call, now=now).when  # the call has not chosen it
    call.vote_mode = VoteMode.SCORE
    table = [(UserFactory(), False), (UserFactory(moderator=True), False), (official, True)]
    assert [bool(can_open_poll(person, call, now=now)) for person, _may in table] == [
        may for _p, may in table
    ]
    poll = a_poll(VoteMode.SCORE)
    assert can_open_poll(official, poll.call, now=now).when  # one is running
    voter = UserFactory()
    assert can_hand_in(voter, poll, now=now)
    assert can_hand_in(voter, poll, now=poll.closes_at).when
    poll.call.eligibility = "resident"
    assert not can_hand_in(voter, poll, now=now)
    with pytest.raises(NotFound):
        open_poll(call=call, official=voter, costs={}, closes_at=now + WEEK, quorum=0, now=now)
    with pytest.raises(NotAllowed):
        hand_in(poll=poll, voter=voter, given={}, now=now)


def test_only_what_is_with_the_city_and_has_its_price_goes_on_the_paper() -> None:
    call = CallFactory(vote_mode=VoteMode.BUDGET, budget=100)
    ready, early = [ProposalFactory(call=call, city=True) for _ in range(2)], ProposalFactory(call=call)
    now = timezone.now()
    good: dict[str, Any] = {
        "call": call,
        "official": UserFactory(official=True),
        "costs": dict.fromkeys(ready, 50),
        "closes_at": now + WEEK,
        "quorum": 0,
        "now": now,
    }
    for wrong in (
        {"costs": {ready[0]: 50}},
        {"costs": {ready[0]: 50, early: 50}},
        {"costs": {ready[0]: 50, ready[1]: 0}},
        {"closes_at": now},
    ):
        with pytest.raises(ValidationError):
            open_poll(**(good | wrong))
    ProposalRecord.objects.filter(pk=ready[0].pk).update(stage="answered")  # while the form was open
    with pytest.raises(ValidationError):
        open_poll(**good)
    ProposalRecord.objects.filter(pk=ready[0].pk).update(stage="city")
    assert open_poll(**good).options.count() == 2


@pytest.mark.parametrize("mode", TOGETHER)
def test_from_opening_to_the_result_on_the_pages(client: Client, mode: str) -> None:
    call = CallFactory(vote_mode=mode, budget=100)
    records = [ProposalFactory(call=call, city=True, content={"title": f"Plan {n}"}) for n in "AB"]
    official = UserFactory(official=True)
    client.force_login(official)
    assert f"/en/calls/{call.pk}/vote/" in client.get("/en/proposals/").content.decode()
    last_day = (timezone.localtime() + WEEK).date().isoformat()
    fields = {"last_day": last_day, "quorum": "1"}
    fields |= {f"take-{one.number}": "on" for one in records} | {
        f"cost-{one.number}": "60" for one in records
    }
    assert client.post(f"/en/calls/{call.pk}/vote/", {"quorum": "1"}).status_code == 422
    opened = client.post(f"/en/calls/{call.pk}/vote/", fields)
    poll = Poll.objects.get()
    assert opened["Location"] == poll.get_absolute_url()
    voter = Client()
    assert "Sign in to vote" in voter.get(f"/en/votes/{poll.pk}/").content.decode()
    assert voter.post(f"/en/votes/{poll.pk}/").status_code == 302
    person = UserFactory()
    voter.force_login(person)
    refused = voter.post(f"/en/votes/{poll.pk}/")
    assert refused.status_code == 422
    assert "fill in at least one line" in refused.content.decode()
    name = f"option-{records[1].number}"
    voter.post(f"/en/votes/{poll.pk}/", {name: "1"})
    page = voter.get(f"/en/votes/{poll.pk}/").content.decode()
    assert "Your vote has been recorded." in page
    assert "checked" in page or "selected" in page
    assert "Result" not in page  # nobody sees one before the close
    assert "Open to votes until" in voter.get(f"/en/proposals/{records[0].code}/").content.decode()
    Poll.objects.update(closes_at=timezone.now() - 2 * GRACE)
    PaperRow.objects.update(at=timezone.now() - 3 * GRACE)
    count_polls(now=timezone.now())
    for language in ("en", "zh-hans"):
        assert voter.get(f"/{language}/votes/{poll.pk}/").status_code == 200
    page = voter.get(f"/en/votes/{poll.pk}/").content.decode()
    assert "1 person voted." in page
    best = voter.get(f"/en/proposals/{records[1].code}/").content.decode()
    assert ("Voted to be funded." if mode == "budget" else "Came out as number 1 of 2.") in best
    assert [row["paper"] for row in paper_rows(person)] == [Paper.objects.get().paper]


def test_too_few_papers_are_no_result(client: Client) -> None:
    poll = a_poll(VoteMode.SCORE, quorum=3)
    say(poll, "5")
    poll = counted(poll)
    record = ProposalRecord.objects.get(number=numbers(poll)[0])
    Poll.objects.update(closes_at=timezone.now() - WEEK)
    assert "Too few for a result" in client.get(f"/en/votes/{poll.pk}/").content.decode()
    assert (
        "No result: 1 voted, 3 were needed." in client.get(f"/en/proposals/{record.code}/").content.decode()
    )


def test_a_refused_paper_changes_nothing() -> None:
    poll = a_poll(VoteMode.SCORE)
    for values in (("6",), ("x",), ("-1",), ()):
        with pytest.raises(WrongStage):
            say(poll, *values)
    assert not Paper.objects.exists()
    assert not PaperRow.objects.exists()
