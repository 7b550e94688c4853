"""manage.py import_proposals --format decide-madrid: proposals with their whole discussions, nobody invented."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.test import Client

from policywiki.accounts.models import User
from policywiki.discussion.models import Comment, CommentSupport, ImportedComment
from proposals.models import ImportedProposal, ProposalRecord
from proposals.stages import Stage
from tests.factories.proposals import CallFactory

from .test_import_proposals import figures, run

PROPOSALS = ["", "id", "url", "code", "title", "userId", "date", "summary", "text", "numComments", "status",
             "numSupports", "isAssociation"]  # fmt: skip
COMMENTS = ["", "id", "parentId", "proposalId", "page", "userId", "userType", "date", "time", "text", "numVotes",
            "numPositiveVotes", "numNegativeVotes"]  # fmt: skip


def proposal(number: int, **changed: Any) -> dict[str, Any]:
    row = {"id": number, "url": f"/proposals/{number}-sombra", "title": f"Sombra en la calle {number}", "userId": 7,
           "date": "2015-09-15", "summary": "Árboles.", "text": "Hace calor.", "status": "archived",
           "numSupports": 6560}  # fmt: skip
    return row | changed


def comment(
    number: int, text: str = "De acuerdo", parent: int = -1, on: int = 1, **changed: Any
) -> dict[str, Any]:
    row = {"id": number, "parentId": parent, "proposalId": on, "userId": 40 + number, "userType": "",
           "date": "2015-09-16", "time": f"0 days 10:00:{number:02}", "text": text,
           "numPositiveVotes": 3, "numNegativeVotes": 1}  # fmt: skip
    return row | changed


def written(folder: Path, proposals: list[dict[str, Any]], comments: list[dict[str, Any]]) -> Path:
    for name, fields, rows in (("proposals", PROPOSALS, proposals), ("comments", COMMENTS, comments)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fields)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def bring(folder: Path, **options: Any) -> str:
    return run(folder, format="decide-madrid", **options)


@pytest.fixture(autouse=True)
def call(request: Any) -> Any:
    return CallFactory(support_threshold=500) if request.node.get_closest_marker("django_db") else None


COMMENTED = [
    comment(1, "Primero"),
    comment(2, "Respuesta", parent=1, userType="Autor"),
    comment(3, "Respuesta a la respuesta", parent=2),
    comment(4, "Huérfana", parent=999),
    comment(5, ""),
    comment(6, "A lo vacío", parent=5),
    comment(7, ""),
    comment(8, "", parent=7),
]


@pytest.mark.django_db
def test_a_discussion_comes_whole(tmp_path: Path, client: Client) -> None:
    report = figures(bring(written(tmp_path, [proposal(1)], COMMENTED)))
    assert report == {
        "proposals": 1,
        "published now": 1,
        "not published there": 0,
        "already here": 0,
        "with an answer": 0,
        "same id again": 0,
        "comments": 6,
        "comments now": 6,
        "parent not in file": 1,
        "kept without text": 1,
        "left out, empty": 2,
        "errors": 0,
    }
    record = ProposalRecord.objects.get()
    assert (record.stage, record.page.language, record.comment_count) == (Stage.UNSUPPORTED, "es", 6)
    assert record.stage_since == datetime(2016, 9, 14, tzinfo=UTC)
    tree = {
        one.text: (one.parent and one.parent.text, one.root and one.root.text)
        for one in Comment.objects.select_related("parent", "root")
    }
    assert tree == {
        "Primero": (None, None),
        "Respuesta": ("Primero", "Primero"),
        "Respuesta a la respuesta": ("Respuesta", "Primero"),
        "Huérfana": (None, None),
        "": (None, None),
        "A lo vacío": ("", ""),
    }
    assert Comment.objects.get(text="Primero").answer_count == 2
    assert Comment.objects.get(text="Primero").created_at == datetime(2015, 9, 16, 10, 0, 1, tzinfo=UTC)
    html = client.get(f"/en/proposals/{record.code}/").content.decode()
    assert "Participant 42 (Autor)" in html
    assert "(no text)" in html
    assert "Written there as an answer to a comment that is not in the data." in html
    assert "3 for and 1 against on Decide Madrid" in html
    assert 'lang="es"' in html


@pytest.mark.django_db
def test_counts_are_stated_and_nobody_is_invented(tmp_path: Path) -> None:
    bring(written(tmp_path, [proposal(1)], COMMENTED))
    record = ProposalRecord.objects.get()
    assert (record.stated_count, record.stated_source, record.support_count) == (6560, "Decide Madrid", 0)
    assert list(User.objects.all()) == [User.objects.system()]
    assert not CommentSupport.objects.exists()
    one = ImportedComment.objects.get(comment__text="Primero")
    assert (one.author, one.stated_for, one.stated_against, one.lost_parent) == ("41", 3, 1, False)
    assert one.comment.support_count == 0


@pytest.mark.django_db
def test_twice_changes_nothing_and_after_a_kill_it_goes_on(tmp_path: Path) -> None:
    bring(written(tmp_path, [proposal(1)], COMMENTED))
    before = Comment.objects.count()
    report = figures(bring(tmp_path))
    assert (report["already here"], report["comments now"], Comment.objects.count()) == (1, 0, before)
    written(tmp_path, [proposal(1), proposal(2, status="open")], [*COMMENTED, comment(9, on=2)])
    report = figures(bring(tmp_path))
    assert (report["published now"], report["comments now"]) == (1, 1)
    assert ProposalRecord.objects.get(import_key="decide-madrid:2").stage == Stage.SUPPORT


@pytest.mark.django_db
def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    report = figures(bring(written(tmp_path, [proposal(1)], COMMENTED), dry_run=True))
    assert (report["published now"], report["comments now"]) == (1, 6)
    assert not ImportedProposal.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_line_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    rows = [comment(1), comment(2, on=77), comment(3, date="yesterday")]
    with pytest.raises(CommandError, match="3 lines could not be imported"):
        bring(written(tmp_path, [proposal(1), proposal(2, status="?")], rows))
    assert [one.text for one in Comment.objects.all()] == ["De acuerdo"]
    with pytest.raises(CommandError, match=r"proposals\.csv cannot be read"):
        bring(tmp_path / "nowhere")


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.whole
def test_the_real_folder(data_folder: Path) -> None:
    """80 proposals, every comment that has words or answers, 268 answers whose parent is not there."""
    report = figures(bring(data_folder / "decide-madrid"))
    assert (report["proposals"], report["published now"], report["errors"]) == (80, 80, 0)
    assert (report["comments"], report["left out, empty"]) == (5579, 54)
    assert report["parent not in file"] == 268
    assert Comment.objects.count() == report["comments now"] == report["comments"]
    assert ImportedComment.objects.filter(lost_parent=True).count() == 268
    assert not User.objects.exclude(pk=User.objects.system().pk).exists()
