"""Importing another register's proposals: nothing lost, nobody invented, twice changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from policywiki.accounts.models import User
from policywiki.core.richtext import to_text
from policywiki.editions.models import Edition
from policywiki.moderation.models import Case, CaseEntry, Decision, Reason
from policywiki.suggestions.models import State, Suggestion
from proposals.imports import uk_petitions
from proposals.imports.reading import read_lines
from proposals.models import Answer, Ballot, ImportedProposal, LedgerRow, ProposalRecord, Support
from proposals.stages import Stage
from tests.factories.proposals import CallFactory

PETITIONS = "uk-petitions/petitions.jsonl"


def petition(number: int, **fields: Any) -> dict[str, Any]:
    """A made-up petition in the shape of the source, gathering support."""
    return {
        "id": number,
        "type": "petition",
        "action": f"Plant trees along street {number}",
        "background": "Ask for shade.\r\nAnd for seats.",
        "additional_details": "Summers are hot.\r\n\r\nSee https://example.org/heat for *figures*.",
        "state": "open",
        "signature_count": 40 + number,
        "created_at": "2022-05-01T08:00:00.000Z",
        "updated_at": "2022-09-30T12:00:00.000Z",
        "opened_at": f"2022-05-{number:02}T10:00:00.000Z",
        "departments": [{"acronym": "P", "name": "Parks Department"}],
        "topics": ["trees"],
    } | fields


CLOSED = {"state": "closed", "closed_at": "2022-11-01T23:59:59.999Z"}
ANSWERED = {
    "response_threshold_reached_at": "2022-06-10T09:00:00.000Z",
    "government_response_at": "2022-07-01T09:00:00.000Z",
    "government_response": {
        "summary": "Half of them.",
        "details": "First part.\r\n\r\nSecond part.",
        "created_at": "2022-07-01T09:00:00Z",
    },
}
REFUSED = {
    "state": "rejected",
    "opened_at": None,
    "rejected_at": "2022-05-03T10:00:00.000Z",
    "rejection": {"code": "duplicate", "details": "See number 1."},
}


def written(folder: Path, rows: list[Any]) -> Path:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def run(file: Path, **options: Any) -> str:
    output = StringIO()
    call_command(
        "import_proposals",
        str(file),
        **({"format": "uk-petitions"} | options),
        stdout=output,
        stderr=output,
    )
    return output.getvalue()


def figures(report: str) -> dict[str, int]:
    lines = [line for line in report.splitlines() if line[:1].isalpha() and line[-1:].isdigit()]
    return {line[:20].strip(): int(line[20:].replace(",", "")) for line in lines if len(line) == 28}


@pytest.fixture(autouse=True)
def call(request: Any) -> Any:
    if request.node.get_closest_marker("django_db"):
        return CallFactory(support_threshold=500)
    return None


@pytest.mark.django_db
def test_each_lands_in_the_stage_that_its_dates_say(tmp_path: Path) -> None:
    rows = [
        petition(1),
        petition(2, **CLOSED),
        petition(3, **CLOSED, **ANSWERED),
        petition(4, response_threshold_reached_at="2022-06-10T09:00:00.000Z"),
        petition(5, **REFUSED),
    ]
    assert figures(run(written(tmp_path, rows))) == {
        "proposals": 5,
        "published now": 4,
        "not published there": 1,
        "already here": 0,
        "with an answer": 1,
        "same id again": 0,
        "errors": 0,
    }
    records = ProposalRecord.objects.order_by("number")
    assert [(record.code, record.stage) for record in records] == [
        ("2022-0001", Stage.SUPPORT),
        ("2022-0002", Stage.UNSUPPORTED),
        ("2022-0003", Stage.ANSWERED),
        ("2022-0004", Stage.CITY),
    ]
    answered = records[2]
    moves = [(change.to_stage, change.at.date()) for change in answered.stage_changes.all()]
    assert moves == [
        ("support", date(2022, 5, 3)),
        ("city", date(2022, 6, 10)),
        ("answered", date(2022, 7, 1)),
    ]
    assert answered.published_at == datetime(2022, 5, 3, 10, tzinfo=UTC)
    answer = Answer.objects.get()
    assert (answer.state, answer.department) == ("unstated", "Parks Department")
    assert to_text(answer.text).splitlines() == ["Half of them.", "First part.", "Second part."]


@pytest.mark.django_db
def test_the_text_is_whole_and_clean_and_the_page_public(tmp_path: Path, client: Client) -> None:
    run(written(tmp_path, [petition(1)]))
    page = ProposalRecord.objects.get().page
    assert (page.title, page.summary) == ("Plant trees along street 1", "Ask for shade. And for seats.")
    text = page.problem.raw_data[0]["value"]["text"]
    assert to_text(text).splitlines() == ["Summers are hot.", "See https://example.org/heat for *figures*."]
    assert 'href="https://example.org/heat"' in text
    assert [tag.name for tag in page.tags.all()] == ["trees"]
    edition = Edition.objects.get()
    assert edition.in_force_on == date(2022, 5, 1)
    assert edition.provenance["licence"] == uk_petitions.LICENCE
    assert client.get("/en/proposals/2022-0001/").status_code == 200


@pytest.mark.django_db
def test_counts_are_stated_and_nobody_is_invented(tmp_path: Path) -> None:
    run(written(tmp_path, [petition(1), petition(2, **REFUSED)]))
    record = ProposalRecord.objects.get()
    assert (record.stated_count, record.stated_at) == (41, date(2022, 9, 30))
    assert record.stated_url == "https://petition.parliament.uk/petitions/1"
    assert record.support_count == 0
    assert not Support.objects.exists()
    assert not Ballot.objects.exists()
    assert not LedgerRow.objects.exists()
    assert list(User.objects.all()) == [User.objects.system()]


@pytest.mark.django_db
def test_what_was_refused_there_is_a_closed_item_with_its_reason(tmp_path: Path) -> None:
    run(written(tmp_path, [petition(2, **REFUSED)]))
    suggestion = Suggestion.objects.get()
    case = suggestion.case
    assert (suggestion.kind, suggestion.state) == ("new_proposal", State.NOT_PUBLISHED)
    assert (case.decision, case.reason.code, case.note) == (
        Decision.NOT_PUBLISHED,
        "duplicate",
        "See number 1.",
    )
    assert suggestion.latest.content["title"] == "Plant trees along street 2"
    assert Case.objects.to_check().count() == 0
    assert [entry.verb for entry in CaseEntry.objects.all()] == ["opened", "not_published"]
    assert Reason.objects.get(code="duplicate").label_zh


@pytest.mark.django_db
def test_twice_changes_nothing_and_after_a_kill_it_goes_on(tmp_path: Path) -> None:
    rows = [petition(1), petition(2, **REFUSED), petition(3)]
    run(written(tmp_path, rows[:2]))
    before = (Edition.objects.count(), CaseEntry.objects.count())
    report = figures(run(written(tmp_path, rows[:2])))
    assert (report["published now"], report["already here"]) == (0, 2)
    assert (Edition.objects.count(), CaseEntry.objects.count()) == before
    report = figures(run(written(tmp_path, rows)))
    assert (report["published now"], report["already here"]) == (1, 2)
    assert list(ProposalRecord.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    report = run(written(tmp_path, [petition(1), petition(2, **REFUSED)]), dry_run=True)
    assert "Dry run: nothing was written." in report
    assert figures(report)["published now"] == 1
    assert not ImportedProposal.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_bad_line_costs_only_itself_and_is_named(tmp_path: Path) -> None:
    rows = [
        "{not json",
        petition(1),
        "",
        petition(1),
        petition(2, action=""),
        petition(3, state="strange"),
        petition(4, opened_at="yesterday"),
        "[]",
        petition(5),
    ]
    output = StringIO()
    with pytest.raises(CommandError, match="5 lines"):
        call_command(
            "import_proposals",
            str(written(tmp_path, rows)),
            format="uk-petitions",
            stdout=output,
            stderr=output,
        )
    report = output.getvalue()
    for words in [
        "line 4: uk-petitions:1 again",
        "line 1: not JSON",
        "line 5: no action",
        "line 6: unknown state",
    ]:
        assert words in report
    assert ProposalRecord.objects.count() == 2


@pytest.mark.django_db
def test_our_own_format(tmp_path: Path) -> None:
    full = {
        "id": "a1",
        "title": "自行车架",
        "language": "zh-hans",
        "summary": "建车架。",
        "problem": "人行道被堵。\n\n**每天**如此。",
        "measures": [{"what": "建车架", "who": "道路局", "when": "2027年", "cost": "1,200 万元"}],
        "evidence": [{"quote": "应当", "label": "条例", "url": "https://example.org/"}],
        "tags": ["出行"],
        "published_at": "2024-03-01T09:00:00+08:00",
        "stage": "answered",
        "stage_since": "2024-04-01T09:00:00+08:00",
        "answer": {
            "state": "adopted",
            "text": "同意。",
            "department": "道路局",
            "at": "2024-04-01T09:00:00+08:00",
        },
        "stated": {"count": 12, "source": "旧平台", "on": "2024-04-02"},
    }
    refused = {"id": "a2", "title": "x", "rejected": {"code": "other", "note": "No.", "at": "2024-01-01"}}
    wrong = [
        {"id": "a3", "title": "x"},
        {"id": "a4", "title": "x", "published_at": "2024-01-01", "stage": "flying"},
        {
            "id": "a5",
            "title": "x",
            "published_at": "2024-01-01",
            "evidence": [{"url": "javascript:alert(1)"}],
        },
    ]
    with pytest.raises(CommandError, match="3 lines"):
        run(written(tmp_path, [full, refused, *wrong]), format="jsonl")
    record = ProposalRecord.objects.get()
    assert (record.code, record.stage, record.stated_count) == ("2024-0001", Stage.ANSWERED, 12)
    assert record.page.measures.raw_data[0]["value"]["cost"] == "1,200 万元"
    assert record.answer is not None
    assert record.answer.state == "adopted"
    assert Suggestion.objects.get().case.reason.code == "other"


EXPECTED_STAGES = {"answered": 106, "city": 1, "support": 185, "unsupported": 978}
EXPECTED_REFUSALS = {
    "duplicate": 1442,
    "no-action": 641,
    "irrelevant": 640,
    "already-happening": 96,
    "honours": 25,
    "fake-name": 19,
    "foi": 1,
}


@pytest.mark.data
def test_every_real_petition_is_read(data_folder: Path) -> None:
    with (data_folder / PETITIONS).open() as lines:
        reading = read_lines(lines, uk_petitions.read, language="en")
    assert (len(reading.arrivals), reading.duplicates, reading.errors) == (4134, [], [])
    published = [one for one in reading.arrivals if one.refusal is None]
    stages = Counter(one.moves[-1][0] if one.moves else "support" for one in published)
    assert stages == EXPECTED_STAGES
    assert Counter(one.refusal.code for one in reading.arrivals if one.refusal) == EXPECTED_REFUSALS


@pytest.mark.data
@pytest.mark.whole
@pytest.mark.django_db
def test_all_real_petitions_are_imported_once(data_folder: Path, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    file = data_folder / PETITIONS
    expected = {
        "proposals": 4134,
        "published now": 1270,
        "not published there": 2864,
        "already here": 0,
        "with an answer": 106,
        "same id again": 0,
        "errors": 0,
    }
    assert figures(run(file)) == expected
    stages = Counter(ProposalRecord.objects.values_list("stage", flat=True))
    assert stages == EXPECTED_STAGES
    assert Counter(Case.objects.values_list("reason__code", flat=True)) == EXPECTED_REFUSALS
    assert Answer.objects.count() == 106
    assert max(ProposalRecord.objects.values_list("stated_count", flat=True)) == 901_913
    again = expected | {"published now": 0, "not published there": 0, "already here": 4134}
    assert figures(run(file)) == again
    assert (Edition.objects.count(), Suggestion.objects.count()) == (1270, 2864)
