"""The public vote record: entered without telling when or in which order, recounted by anyone, tampering named."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from proposals.actions.enter import enter_all
from proposals.actions.seal import seal_all
from proposals.actions.stage import enter as enter_stage
from proposals.actions.support import give_support, take_back
from proposals.actions.vote import cast_vote
from proposals.acts import Choice
from proposals.ledger import verify_ledger
from proposals.models import Ballot, LedgerHead, LedgerRow, ProposalRecord, Support
from proposals.models.votes import receipt_of, voter_key
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db

TOMORROW = NOW + timedelta(days=1)
CHOICES = [Choice.FOR, Choice.AGAINST, Choice.FOR, Choice.ABSTAIN, Choice.FOR, Choice.AGAINST, Choice.FOR]


def voted(voters: int = 7) -> ProposalRecord:
    """A proposal with so many voters, the first of whom voted twice, counted and not yet entered."""
    record = ProposalFactory(vote=True)
    people = UserFactory.create_batch(voters)
    for person, choice in zip([*people, people[0]], [*CHOICES, Choice.AGAINST], strict=False):
        cast_vote(record=record, voter=person, choice=choice, edition=edition_of(record), now=NOW)
    seal_all()
    return ProposalRecord.objects.get(pk=record.pk)


def entered(voters: int = 7) -> ProposalRecord:
    record = voted(voters)
    enter_all(now=TOMORROW)
    return record


def lines(record: ProposalRecord) -> list[dict[str, Any]]:
    response = Client().get(reverse("record_jsonl", args=[record.number]))
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]  # type: ignore[attr-defined]


def problems(
    record: ProposalRecord, rows: list[dict[str, Any]], heads: dict[int, str] | None = None
) -> list[str]:
    header = lines(record)[0]
    return verify_ledger.verify(record.code, rows, heads=heads or {}, stated=header).problems


def test_acts_are_entered_when_their_day_is_over_sorted_by_pseudonym_each_voters_own_in_order() -> None:
    voted()
    assert enter_all(now=NOW + timedelta(hours=2)) == 0
    assert enter_all(now=TOMORROW) == 8
    rows = list(LedgerRow.objects.entered())
    assert [row.number for row in rows] == list(range(1, 9))
    assert [row.voter for row in rows] == sorted(row.voter for row in rows)
    twice = [row.pk for row in rows if [other.voter for other in rows].count(row.voter) == 2]
    assert twice == sorted(twice) and len(twice) == 2
    assert enter_all(now=TOMORROW) == 0


def test_a_few_acts_wait_for_company_but_not_once_no_more_can_come() -> None:
    record = voted(voters=3)
    assert enter_all(now=TOMORROW) == 0
    assert enter_all(now=NOW + timedelta(days=9)) == 0
    enter_stage(record, Stage.CITY, actor=record.proposer, now=NOW + timedelta(days=14))
    enter_stage(record, Stage.ANSWERED, actor=record.proposer, now=NOW + timedelta(days=15))
    assert enter_all(now=NOW + timedelta(days=15)) == 4


def test_the_chain_goes_on_where_it_ended_and_every_end_states_its_numbers() -> None:
    record = entered()
    for person in UserFactory.create_batch(5):
        cast_vote(record=record, voter=person, choice=Choice.FOR, edition=edition_of(record), now=TOMORROW)
    seal_all()
    enter_all(now=TOMORROW + timedelta(days=1))
    ends = list(LedgerHead.objects.order_by("rows"))
    assert [(end.rows, end.votes_for, end.votes_against, end.votes_abstain) for end in ends] == [
        (8, 3, 3, 1),
        (13, 8, 3, 1),
    ]
    assert not problems(record, lines(record)[1:], {end.rows: end.hash for end in ends})
    call_command("verify_ledger")


def test_no_public_row_holds_a_time_or_a_person_and_no_pseudonym_is_met_twice() -> None:
    first, second = ProposalFactory(vote=True), ProposalFactory(vote=True)
    person = UserFactory(display_name="Wang Fang")
    for record in (first, second):
        for voter in [person, *UserFactory.create_batch(5)]:
            cast_vote(record=record, voter=voter, choice=Choice.FOR, edition=edition_of(record), now=NOW)
    seal_all()
    enter_all(now=TOMORROW)
    voters = []
    for record in (first, second):
        rows = lines(record)[1:]
        assert set(rows[0]) == {*verify_ledger.FIELDS, "hash"}
        assert {row["day"] for row in rows} == {"2026-05-04"}
        assert "Wang" not in json.dumps(rows)
        voters.append({row["voter"] for row in rows})
        assert voter_key(record, person) in voters[-1]
        assert receipt_of(record, person) not in json.dumps(rows)
    assert not voters[0] & voters[1]


TAMPERINGS = {
    "changed": (
        lambda rows: rows[3].update(choice="abstain" if rows[3]["choice"] != "abstain" else "for"),
        "row 4: changed",
    ),
    "changed with its hash": (lambda rows: _rehash(rows, 3), "row 4: changed together with its hash"),
    "removed": (lambda rows: rows.pop(3), "row 4: missing"),
    "first removed": (lambda rows: rows.pop(0), "row 1: missing"),
    "last removed": (lambda rows: rows.pop(), "row 8: missing at the end"),
    "inserted": (lambda rows: rows.insert(4, dict(rows[3])), "row 4: inserted"),
    "appended": (lambda rows: rows.append(_next(rows)), "row 9: inserted after the stated end"),
}


def _rehash(rows: list[dict[str, Any]], place: int) -> None:
    rows[place]["choice"] = "abstain" if rows[place]["choice"] != "abstain" else "for"
    rows[place]["hash"] = verify_ledger.row_hash(ProposalRecord.objects.get().code, rows[place])


def _next(rows: list[dict[str, Any]]) -> dict[str, Any]:
    row = {**rows[-1], "number": 9, "voter": "f" * 32, "previous": rows[-1]["hash"]}
    return {**row, "hash": verify_ledger.row_hash(ProposalRecord.objects.get().code, row)}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_changed_removed_or_inserted_row_is_named(how: str) -> None:
    record = entered()
    rows = lines(record)[1:]
    assert problems(record, rows) == []
    tamper, expected = TAMPERINGS[how]
    tamper(rows)
    assert any(problem.startswith(expected) for problem in problems(record, rows)), problems(record, rows)


def test_a_record_rewritten_to_its_end_is_found_with_any_end_that_was_kept() -> None:
    record = entered()
    kept = {end.rows: end.hash for end in LedgerHead.objects.all()}
    rows = lines(record)[1:]
    rows[2]["text"] += 1  # whoever's row it is: pseudonyms, and so the order, differ each time
    previous = rows[1]["hash"]
    for row in rows[2:]:
        row["previous"] = previous
        row["hash"] = previous = verify_ledger.row_hash(record.code, row)
    assert verify_ledger.verify(record.code, rows, heads={}).problems == []
    assert "row 8: not what was kept" in verify_ledger.verify(record.code, rows, heads=kept).problems[0]
    good = {2: rows[1]["hash"], 8: kept[8]}
    assert "after row 2, which fits" in verify_ledger.verify(record.code, rows, heads=good).problems[0]


@pytest.mark.parametrize(
    "tamper, expected",
    [
        (lambda: LedgerRow.objects.filter(number=4).update(act="support_given"), "row 4: changed"),
        (lambda: LedgerRow.objects.filter(number=4).delete(), "row 4: missing"),
        (lambda: LedgerRow.objects.filter(number=8).delete(), "row 8: missing at the end"),
        (lambda: LedgerRow.objects.filter(number=8).delete(), "positions"),
        (
            lambda: ProposalRecord.objects.update(votes_for=4),
            "votes_for: the page shows 4, a recount gives 3",
        ),
        (
            lambda: Ballot.objects.filter(choice="abstain").update(choice="for"),
            "the ledger says abstain, the current vote for",
        ),
        (lambda: LedgerHead.objects.update(votes_for=4), "for: stated 4, counted 3"),
        (lambda: Support.objects.update(voter="0" * 32), "ledger and current support differ"),
    ],
)
def test_the_command_names_what_was_tampered_with_in_the_database(
    tamper: Any, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gathering = ProposalFactory()
    give_support(record=gathering, person=UserFactory(), edition=edition_of(gathering), now=NOW)
    entered()
    call_command("verify_ledger")
    tamper()
    with pytest.raises(CommandError):
        call_command("verify_ledger")
    assert expected in capsys.readouterr().out


def test_the_script_from_the_site_checks_the_downloads_without_django(tmp_path: Path) -> None:
    record = entered()
    client = Client()
    for name in ("record_jsonl", "record_csv"):
        response = client.get(reverse(name, args=[record.number]))
        (tmp_path / name).write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    (tmp_path / "heads").write_bytes(b"".join(client.get(reverse("record_heads")).streaming_content))  # type: ignore[attr-defined]
    script = tmp_path / "verify_ledger.py"
    script.write_bytes(client.get(reverse("record_script")).content)
    person = Ballot.objects.order_by("pk")[0].person

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(script), *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    for name in ("record_jsonl", "record_csv"):
        code, said = run(name, "--heads", "heads", "--receipt", receipt_of(record, person).upper())
        assert code == 0, said
        assert "for 3, against 3, abstain 1" in said
        assert "2 rows" in said and "vote_cast against, counted" in said
    text = (tmp_path / "record_csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    (tmp_path / "shorter").write_text(text[: text.rindex(rows[-1]["proposal"])])
    code, said = run("shorter", "--heads", "heads")
    assert code == 1 and "row 8: missing at the end" in said
    code, said = run("shorter", "--head", f"8:{rows[-1]['hash']}")
    assert code == 1 and "row 8: missing at the end" in said


def test_a_download_that_has_not_changed_is_not_sent_again() -> None:
    record = entered()
    url = reverse("record_jsonl", args=[record.number])
    etag = Client().get(url)["ETag"]
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 304


def test_the_record_of_a_proposal_off_the_site_is_not_there() -> None:
    record = entered()
    record.page.unpublish()
    for name in ("record_jsonl", "record_csv"):
        assert Client().get(reverse(name, args=[record.number])).status_code == 404
    assert b"".join(Client().get(reverse("record_heads")).streaming_content) == b""  # type: ignore[attr-defined]
    assert Client().get(f"/en/p/{record.number}/record/").status_code == 404


def test_support_and_taking_it_back_stand_in_the_record_too() -> None:
    record = ProposalFactory()
    people = UserFactory.create_batch(6)
    for person in people:
        give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    take_back(record=record, person=people[0], now=NOW)
    seal_all()
    enter_all(now=TOMORROW)
    header, *rows = lines(record)
    assert (header["support"], header["rows"], len(rows)) == (5, 7, 7)
    assert problems(record, rows) == []


def test_entering_costs_the_same_for_6_and_for_60_rows(django_assert_max_num_queries: Any) -> None:
    record = ProposalFactory()
    for number in (6, 60):
        for person in UserFactory.create_batch(number):
            give_support(record=record, person=person, edition=edition_of(record), now=NOW)
        seal_all()
        with django_assert_max_num_queries(24):
            assert enter_all(now=TOMORROW) == number


# ------------------------------------------------------------------------- too late or in time, by the day

VOTE = {"for": "vote", "from": "2026-05-04T09:30:00+08:00", "until": "2026-05-18T18:00:00+08:00"}
TO_MIDNIGHT = VOTE | {"until": "2026-05-18T00:00:00+08:00"}
SUPPORT = {"for": "support", "from": "2026-05-04T09:30:00.250000+08:00", "until": "2026-05-10T12:00:00+08:00"}
WITH_CITY = {"for": "support", "from": "2026-05-10T12:00:00+08:00", "until": None}


def checked(times: list[Any], act: str, day: str, counted: bool, kept: Any = ()) -> verify_ledger.Report:
    """A record of one row, true in all but perhaps its lateness."""
    choice = "for" if act == "vote_cast" else ""
    row: dict[str, Any] = {
        "number": 1,
        "voter": "a" * 32,
        "act": act,
        "choice": choice,
        "text": 1,
        "day": day,
    }
    row |= {"counted": counted, "previous": verify_ledger.START}
    row["hash"] = verify_ledger.row_hash("2026-0001", row)
    count = verify_ledger.Count()
    count.add(row)
    stated = {"rows": 1, "hash": row["hash"], "times": times, **count.numbers()}
    return verify_ledger.verify("2026-0001", [row], heads={}, stated=stated, kept_times=kept)


@pytest.mark.parametrize(
    ("times", "act", "day", "counted", "problem"),
    [
        ([VOTE], "vote_cast", "2026-05-03", True, "counted, though nothing was open"),
        ([VOTE], "vote_cast", "2026-05-03", False, ""),
        ([VOTE], "vote_cast", "2026-05-10", True, ""),
        ([VOTE], "vote_cast", "2026-05-10", False, "said to be too late, though it was in time all of"),
        ([VOTE], "vote_cast", "2026-05-19", False, ""),
        ([VOTE], "vote_cast", "2026-05-19", True, "counted, though nothing was open"),
        ([VOTE], "support_given", "2026-05-10", True, "counted, though nothing was open"),
        (
            [TO_MIDNIGHT],
            "vote_cast",
            "2026-05-17",
            False,
            "said to be too late, though it was in time all of",
        ),
        ([TO_MIDNIGHT], "vote_cast", "2026-05-18", True, "counted, though nothing was open"),
        ([TO_MIDNIGHT], "vote_cast", "2026-05-18", False, ""),
        # One stage follows the other at once: that day was open all through.
        ([SUPPORT, WITH_CITY], "support_given", "2026-05-10", False, "said to be too late"),
        ([SUPPORT, WITH_CITY], "support_given", "2031-01-01", True, ""),
        ([VOTE], "support_taken_back", "2026-06-01", True, ""),
        ([VOTE], "support_taken_back", "2026-06-01", False, "is never that"),
        ([VOTE], "vote_set_aside", "2026-06-01", True, ""),
    ],
)
def test_a_row_whose_day_does_not_fit_what_became_of_it_is_named(
    times: list[Any], act: str, day: str, counted: bool, problem: str
) -> None:
    report = checked(times, act, day, counted)
    assert [problem in one for one in report.problems] == ([True] if problem else [])
    assert report.unclear == 0


@pytest.mark.parametrize("day", ["2026-05-04", "2026-05-18"])
def test_of_the_days_of_opening_and_close_the_day_alone_does_not_tell(day: str) -> None:
    for counted in (True, False):
        report = checked([VOTE], "vote_cast", day, counted)
        assert (report.problems, report.unclear, report.unclear_late) == ([], 1, int(not counted))


def test_a_close_that_was_stated_does_not_move_back() -> None:
    def found(kept: dict[str, Any]) -> list[str]:
        return checked([VOTE], "vote_cast", "2026-05-10", True, kept=[kept]).problems

    assert found(VOTE) == []
    assert found(VOTE | {"until": None}) == []
    assert found(VOTE | {"until": "2026-05-19T18:00:00+08:00"}) == []
    assert "was to end 2026-05-18T17:00:00+08:00" in found(VOTE | {"until": "2026-05-18T17:00:00+08:00"})[0]
    assert "and no longer" in found(VOTE | {"from": "2026-05-01T00:00:00+08:00"})[0]


def test_downloads_state_when_it_was_open_and_are_sent_again_when_that_changes() -> None:
    record = entered()
    header = lines(record)[0]
    assert [one["for"] for one in header["times"]] == ["support", "vote"]
    assert header["times"][1]["until"] == "2026-05-18T18:00:00+08:00"
    body = b"".join(Client().get(reverse("record_heads")).streaming_content)  # type: ignore[attr-defined]
    assert json.loads(body.splitlines()[0])["times"] == header["times"]
    url = reverse("record_jsonl", args=[record.number])
    etag = Client().get(url)["ETag"]
    enter_stage(record, Stage.CITY, actor=record.proposer, now=NOW + timedelta(days=3))
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 200
    assert lines(record)[0]["times"][2]["from"] == lines(record)[0]["times"][1]["until"]
    call_command("verify_ledger")
