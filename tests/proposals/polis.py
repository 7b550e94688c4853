"""The conversation of vtaiwan.uberx as votes: statements as proposals, participants as voters."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from proposals.acts import Choice

CHOICES = {"1": Choice.FOR, "-1": Choice.AGAINST, "0": Choice.ABSTAIN}


class Event(NamedTuple):
    statement: int
    voter: int
    choice: str
    at: datetime


def events(folder: Path) -> list[Event]:
    """Every vote by its timestamp; of one instant, in the order of the file."""
    with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: int(row["timestamp"]))  # sorted() is stable: ties stay in file order
    return [
        Event(
            int(row["comment-id"]),
            int(row["voter-id"]),
            CHOICES[row["vote"]],
            datetime.fromtimestamp(int(row["timestamp"]) / 1000, UTC),
        )
        for row in rows
    ]


def cells(folder: Path) -> dict[tuple[int, int], str]:
    """(statement, voter) -> how they vote in the end: the published matrix, without its empty cells."""
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        return {
            (int(column), int(row["participant"])): CHOICES[value]
            for row in csv.DictReader(file)
            for column, value in row.items()
            if column.isdecimal() and value
        }


def published(folder: Path) -> Iterator[tuple[int, int, int]]:
    """(statement, agrees, disagrees) as published; they count every vote sent, also the same again."""
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield int(row["comment-id"]), int(row["agrees"]), int(row["disagrees"])
