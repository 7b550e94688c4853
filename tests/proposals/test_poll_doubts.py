"""Signs of fraud on common votes: listed, set aside, objected to; counted again, by us and by anybody."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, WrongStage
from policywiki.moderation.models import Case, Decision
from proposals.actions.doubt import DOUBT_KIND, forget_traces, look_for_signs
from proposals.actions.set_aside import OBJECTION_KIND, object_to, single_out
from proposals.actions.vote import Trace
from proposals.acts import Act
from proposals.models import Paper, PaperRow, Poll
from proposals.models.votes import receipt_of
from proposals.outcome import VoteMode
from proposals.polls import verify_poll
from proposals.polls.actions import count_polls, hand_in
from proposals.polls.entering import together
from tests.factories.people import UserFactory

from .test_doubts import decided
from .test_polls import TOGETHER, a_poll, counted, numbers, say

pytestmark = pytest.mark.django_db


def handed_in(poll: Poll, *values: str, seconds: float, voter: Any = None, email: str = "") -> Paper:
    given = {f"option-{number}": value for number, value in zip(numbers(poll), values, strict=False)}
    voter = voter or (UserFactory(email=email) if email else UserFactory())
    return hand_in(poll=poll, voter=voter, given=given, now=timezone.now(), trace=Trace("a", seconds))


def doubted_poll(mode: str = VoteMode.SCORE) -> tuple[Poll, list[Any]]:
    """Two people take their time and want the first; three are faster than anybody reads and want the second."""
    poll = a_poll(mode)
    for _slow in range(2):
        handed_in(poll, "1", "", seconds=40)
    fast = [handed_in(poll, "", "1", seconds=0.2).person for _fast in range(3)]
    assert look_for_signs(now=timezone.now()) == 3
    return poll, fast


def best(poll: Poll) -> list[int]:
    return poll.result["funded"] if poll.mode == VoteMode.BUDGET else poll.result["order"][0]


def record_of(poll: Poll, client: Client) -> list[dict[str, Any]]:
    answer: Any = client.get(f"/p/votes/{poll.pk}.jsonl")
    return [json.loads(line) for line in answer.getvalue().decode().splitlines()]


def test_every_sign_is_looked_for_and_listed_once(settings: Any) -> None:
    poll, _fast = doubted_poll()
    settings.VOTE_BURST = 3
    handed_in(poll, "1", seconds=30, email="one@yopmail.com")
    assert look_for_signs(now=timezone.now()) == 7  # the throw-away address, and a burst of six
    assert look_for_signs(now=timezone.now()) == 0
    assert sorted(set(Case.objects.values_list("doubts__sign", flat=True))) == [
        "burst",
        "no_time",
        "throwaway",
    ]
    assert poll.call.name in Case.objects.first().title


@pytest.mark.parametrize("mode", TOGETHER)
def test_set_aside_before_the_close_they_are_not_counted_and_anybody_finds_the_same(
    client: Client, tmp_path: Path, mode: str
) -> None:
    poll, fast = doubted_poll(mode)
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED)
    handed_in(poll, "", "1", seconds=60, voter=fast[0])  # voting again does not undo the finding
    poll = counted(poll)
    first, _second, _third = numbers(poll)
    assert (poll.result["papers"], poll.set_aside) == (2, 3)
    assert best(poll) == [first]
    header, *rows = record_of(poll, client)
    assert sum(row["paper"] == "set aside" for row in rows) == 3
    assert not verify_poll.verify(header, rows, {})
    # Leaving a finding out, or stating that none was made, is found.
    without = [row for row in rows if row["paper"] != "set aside"]
    stated = header | {"result": {k: v for k, v in header["result"].items() if k != "set_aside"}}
    assert verify_poll.verify(header, without, {}) and verify_poll.verify(stated, rows, {})
    record, program = tmp_path / "vote.jsonl", tmp_path / "verify_poll.py"
    record.write_text("".join(json.dumps(line) + "\n" for line in [header, *rows]), "utf-8")
    program.write_bytes(client.get("/p/votes/verify_poll.py").content)
    command = [sys.executable, "-I", str(program), str(record), "--receipt", receipt_of(poll, fast[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "2 papers count, 3 set aside" in done.stdout) == (0, True)
    assert "yours, row" in done.stdout and "set aside" in done.stdout.splitlines()[-1] + done.stdout


def objects(poll: Poll, voter: Any) -> None:
    """With success: another moderator counts the vote again."""
    object_to(vote=Paper.objects.get(poll=poll, person=voter), voter=voter, text="I.", now=timezone.now())
    decided(Case.objects.get(kind=OBJECTION_KIND, decided_at=None), Decision.PUBLISH)


def test_a_moderator_who_keeps_the_record_does_not_find_whose_paper_counts_again(
    client: Client, settings: Any
) -> None:
    settings.LEDGER_LEAST = 2
    poll, fast = doubted_poll()
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED)
    PaperRow.objects.update(at=timezone.now() - timedelta(hours=2))
    Poll.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    assert count_polls(now=timezone.now()) == 1
    before = record_of(poll, client)
    objects(poll, fast[0])
    later = timezone.now() + timedelta(days=9)
    assert count_polls(now=later) == 0 and record_of(poll, client) == before  # alone it would show the paper
    objects(poll, fast[1])
    assert count_polls(now=timezone.now()) == 0  # its day is not over
    assert count_polls(now=later) == 1
    new = record_of(poll, client)[len(before) :]
    assert [row["paper"] for row in new] == ["counted again"] * 2
    assert [row["voter"] for row in new] == sorted(row["voter"] for row in new)
    assert {row["day"] for row in new} == {timezone.localtime(later).date().isoformat()}


def test_what_waits_to_enter_the_record_is_not_in_the_result_either(client: Client, settings: Any) -> None:
    settings.LEDGER_LEAST = 2
    poll, fast = doubted_poll()
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED)
    poll = counted(poll)
    objects(poll, fast[0])  # alone it waits, while two others are set aside and enter together
    for paper in Paper.objects.filter(poll=poll).exclude(person__in=fast):
        paper.finding(Act.VOTE_SET_ASIDE, timezone.now()).save()
    assert count_polls(now=timezone.now() + timedelta(days=9)) == 1
    header, *rows = record_of(poll, client)
    assert (header["result"]["papers"], len(rows)) == (0, 10)
    assert not verify_poll.verify(header, rows, {})


def test_a_record_being_sent_while_it_grows_is_the_one_that_its_first_line_states(client: Client) -> None:
    poll, _fast = doubted_poll()
    poll = counted(poll)
    answer: Any = client.get(f"/p/votes/{poll.pk}.jsonl")
    PaperRow.objects.create(
        poll=poll, voter="f" * 32, paper="counted again", number=poll.rows + 1, at=poll.closes_at
    )
    header, *rows = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert not verify_poll.verify(header, rows, {})


def test_who_objected_with_success_before_the_close_is_not_to_be_found_in_the_record(client: Client) -> None:
    poll, fast = doubted_poll()
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED)
    objects(poll, fast[0])
    poll = counted(poll)
    assert (poll.result["papers"], poll.set_aside) == (3, 2)
    header, *rows = record_of(poll, client)
    found = {row["voter"] for row in rows if row["paper"] in verify_poll.FINDINGS}
    assert Paper.objects.get(person=fast[0]).voter not in found and len(found) == 2
    assert not verify_poll.verify(header, rows, {})


@pytest.mark.parametrize("mode", TOGETHER)
def test_after_the_close_all_is_counted_again_and_what_was_published_stays_true(
    client: Client, mode: str, settings: Any
) -> None:
    settings.LEDGER_LEAST = 1
    poll, fast = doubted_poll(mode)
    poll = counted(poll)
    first, second, _third = numbers(poll)
    assert second in best(poll) and poll.set_aside == 0
    before = record_of(poll, client)
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED)
    assert Poll.objects.get(pk=poll.pk).result == poll.result  # until the worker's next beat
    poll = counted(poll)
    assert (first in best(poll), second in best(poll), poll.set_aside) == (True, False, 3)
    assert poll.recounted_at is not None
    header, *rows = record_of(poll, client)
    kept = before[-1]
    assert rows[: len(before) - 1] == before[1:]
    assert not verify_poll.verify(header, rows, {kept["number"]: kept["hash"]})
    # One of them objects with success: again all is counted.
    paper = Paper.objects.get(person=fast[0])
    object_to(vote=paper, voter=fast[0], text="It was me.", now=timezone.now())
    decided(Case.objects.get(kind=OBJECTION_KIND), Decision.PUBLISH)
    poll = counted(poll)
    assert (poll.result["papers"], poll.set_aside) == (3, 2)
    header, *rows = record_of(poll, client)
    assert not verify_poll.verify(header, rows, {})
    assert count_polls(now=poll.closes_at + timedelta(days=9)) == 0


def test_the_receipt_says_so_takes_one_objection_and_names_nobody(client: Client) -> None:
    poll, fast = doubted_poll()
    voter, first = fast[0], UserFactory(moderator=True)
    url = f"/en/votes/{poll.pk}/receipt/"
    client.force_login(voter)
    page = client.get(url).content.decode()
    assert "Vote cast" in page and "it is counted at the close" in page and "Plan 1" in page
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED, first)
    page = client.get(url).content.decode()
    assert "has been set aside" in page and "One person, many accounts" in page
    assert "they are not shown how you voted" in page and "might work it out" in page
    assert "enters the public count together with others" in page
    assert "Your vote has been set aside." in client.get(f"/en/votes/{poll.pk}/").content.decode()
    mine = client.get("/en/me/votes/").content.decode()
    assert "Set aside" in mine and url in mine
    guest = Client()
    code = receipt_of(poll, voter)
    page = guest.post(url, {"code": code}).content.decode()
    assert (
        "One person, many accounts" in page and voter.display_name not in page and 'name="text"' not in page
    )
    for browser in (guest, client):
        assert browser.post(url, {"code": "0" * 32}).status_code == 422
        assert browser.post(url, {"code": "no code"}).status_code == 422
    objection = f"/en/votes/{poll.pk}/objection/"
    sent = {"text": "I live alone and voted once."}
    assert client.post(objection, {"text": " "}).status_code == 409
    page = client.post(objection, sent, follow=True).content.decode()
    assert "Somebody is looking at it." in page and sent["text"] in page and 'name="text"' not in page
    assert client.post(objection, sent).status_code == 409
    case = Case.objects.get(kind=OBJECTION_KIND)
    with pytest.raises(NotAllowed):
        decided(case, Decision.PUBLISH, first)
    decided(case, Decision.PUBLISH)
    page = client.get(url).content.decode()
    assert "After your objection it counts again." in page and "Vote counted again" in page
    client.force_login(UserFactory())
    assert client.post(objection, sent).status_code == 404
    assert "You have not voted here." in client.get(url).content.decode()


def test_the_public_reads_how_many_were_set_aside_and_that_it_was_counted_again(
    client: Client, settings: Any
) -> None:
    settings.LEDGER_LEAST = 3
    poll, _fast = doubted_poll()
    Poll.objects.update(closes_at=timezone.now() + timedelta(hours=1))
    running = client.get(f"/en/votes/{poll.pk}/").content.decode()
    assert "Result" not in running
    PaperRow.objects.update(at=timezone.now() - timedelta(hours=2))
    Poll.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    count_polls(now=timezone.now())
    decided(Case.objects.get(kind=DOUBT_KIND), Decision.NOT_PUBLISHED)
    page = client.get(f"/en/votes/{poll.pk}/").content.decode()
    assert "only when its day is over and at least 3 such decisions enter together" in page
    assert "were set aside" not in page
    count_polls(now=timezone.now() + timedelta(days=1))
    page = client.get(f"/en/votes/{poll.pk}/").content.decode()
    assert "3 votes were set aside after checking and are not counted." in page
    assert "2 people voted." in page and "all were counted again" in page


def test_votes_of_a_group_are_singled_out_and_nobody_decides_about_their_own() -> None:
    _poll, fast = doubted_poll()
    group = Case.objects.get()
    own = UserFactory(moderator=True)
    Paper.objects.filter(person=fast[0]).update(person=own)
    seen: dict[str, Any] = {"version": group.version, "now": timezone.now()}
    chosen = [group.doubts.get(paper__person=fast[1]).pk]
    with pytest.raises(NotAllowed):
        single_out(case=group, doubts=chosen, moderator=own, **seen)
    (alone,) = single_out(case=group, doubts=chosen, moderator=UserFactory(moderator=True), **seen)
    decided(alone, Decision.NOT_PUBLISHED)
    assert set(Paper.objects.exclude(set_aside_by=None).values_list("person", flat=True)) == {fast[1].pk}
    with pytest.raises(WrongStage):
        object_to(vote=Paper.objects.get(person=fast[2]), voter=fast[2], text="Why?", now=timezone.now())


def test_traces_of_papers_are_noted_and_forgotten(client: Client) -> None:
    poll = a_poll(VoteMode.SCORE)
    client.force_login(UserFactory())
    page = client.get(f"/en/votes/{poll.pk}/").content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    client.post(f"/en/votes/{poll.pk}/", {f"option-{numbers(poll)[0]}": "3", "shown": shown})
    paper = Paper.objects.get()
    assert len(paper.came_from) == 32 and paper.seconds_to_fill is not None
    assert paper.voter == PaperRow.objects.get().voter
    Paper.objects.update(cast_at=timezone.now() - timedelta(days=8))
    forget_traces()
    assert Paper.objects.filter(came_from="", seconds_to_fill=None).exists()
    assert say(poll, "1").voter


def row(voter: str, said: str) -> PaperRow:
    return PaperRow(voter=voter, paper=said)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("a- b-", 2),
        ("a- a+ a-", 0),  # one person's are not two people's
        ("a- b- c+", 2),  # nor does one that counts again hide among those set aside
        ("a- b+ c+", 2),
        ("a- a+ b+", 0),  # none before an earlier one, and then the other stands alone
        ("a- a+ b- b+", 4),
    ],
)
def test_findings_enter_side_by_side_with_enough_of_their_sort(found: str, kept: int) -> None:
    said = {"-": verify_poll.SET_ASIDE, "+": verify_poll.COUNTED_AGAIN}
    assert len(together([row(one[0], said[one[1]]) for one in found.split()], least=2)) == kept
