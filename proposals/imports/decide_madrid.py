"""Proposals of Decide Madrid with their discussions: a folder with proposals.csv and comments.csv.

The files of argrecsys/decide-madrid-2019-annotations (Apache-2.0). An archived proposal was closed for lack of
support twelve months after its day, as CONSUL's setting of those years had it; the file gives no day itself.
Times carry no zone and are taken as UTC. A comment without text stays where somebody answered it ("no text"),
and is left out where nobody did; an answer to a comment that is not in the file stays at top level, marked, whether
it has text or not.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from policywiki.core.html import clean_comment
from policywiki.core.rawblocks import normalise
from policywiki.discussion.arrivals import ArrivedComment
from proposals.stages import Stage

from .arrivals import Arrival, NotAProposal, Reading, Stated, gathered
from .reading import needed

SOURCE = "Decide Madrid"
LICENCE = "Apache-2.0"
SITE = "https://decide.madrid.es"
LANGUAGE = "es"
ARCHIVED_AFTER = timedelta(days=365)
STATES = frozenset({"open", "archived"})
TOP = "-1"

Row = dict[str, str]


def read_folder(folder: Path, language: str) -> Reading:
    """Both files of the folder. Raises OSError, UnicodeDecodeError."""
    rows = list(_rows(folder / "proposals.csv"))
    comments, problems, left_out = _discussions(
        _rows(folder / "comments.csv"), {row["id"] for _n, row in rows}
    )
    reading = gathered(_arrivals(rows, comments, language or LANGUAGE))
    reading.errors += problems
    reading.left_out += left_out
    return reading


def _rows(file: Path) -> Iterator[tuple[int, Row]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in (reader := csv.DictReader(lines)):
            yield reader.line_num, row


def _arrivals(
    rows: Iterable[tuple[int, Row]], comments: dict[str, tuple[ArrivedComment, ...]], language: str
) -> Iterator[tuple[int, Arrival | NotAProposal]]:
    for line, row in rows:
        try:
            yield line, replace(read(row, line, language), comments=comments.get(row["id"], ()))
        except NotAProposal as problem:
            yield line, problem


def read(row: Row, line: int, language: str) -> Arrival:
    """One proposal without its comments. Raises NotAProposal."""
    published, state = _moment(row.get("date"), ""), needed(row, "status")
    if state not in STATES:
        raise NotAProposal(f"unknown status: {state!r}")
    address = SITE + str(row.get("url") or "")
    closed = published + ARCHIVED_AFTER if state == "archived" else None
    return Arrival(
        line=line,
        key=f"decide-madrid:{needed(row, 'id')}",
        content=_content(row, language),
        created_at=published,
        published_at=published,
        closes_at=closed,
        moves=((Stage.UNSUPPORTED, closed),) if closed else (),
        stated=Stated(_number(row, "numSupports"), SOURCE, address),
        provenance={
            "source": SOURCE,
            "url": address,
            "licence": LICENCE,
            "participant": str(row.get("userId") or ""),
        },
    )


def _content(row: Row, language: str) -> dict[str, Any]:
    details = (row.get("text") or "").strip()
    problem = {"type": "section", "value": {"heading": "", "level": "2", "text": clean_comment(details)}}
    return {
        "title": needed(row, "title")[:255],
        "language": language,
        "summary": " ".join((row.get("summary") or "").split())[:600],
        "problem": normalise([problem]) if details else [],
        "measures": [],
        "expected_effect": "",
        "affected": "",
        "evidence": [],
        "district": "",
        "tags": [],
    }


def _discussions(
    rows: Iterable[tuple[int, Row]], proposals: set[str]
) -> tuple[dict[str, tuple[ArrivedComment, ...]], list[tuple[int, str]], Counter[str]]:
    """By proposal, its comments in order of time; lines that cannot be read; what was left out and why."""
    found: dict[str, list[ArrivedComment]] = defaultdict(list)
    problems: list[tuple[int, str]] = []
    for line, row in rows:
        try:
            if row.get("proposalId") not in proposals:
                raise NotAProposal(f"a comment on an unknown proposal: {row.get('proposalId')!r}")
            found[row["proposalId"]].append(_comment(row))
        except NotAProposal as problem:
            problems.append((line, f"comments.csv: {problem}"))
    left_out: Counter[str] = Counter()
    whole = {}
    for proposal, comments in found.items():
        kept = _with_text_or_answers(_with_parents(comments))
        left_out["comments without text or answer"] += len(comments) - len(kept)
        whole[proposal] = tuple(sorted(kept, key=lambda one: (one.at, one.key)))
    return whole, problems, left_out


def _comment(row: Row) -> ArrivedComment:
    parent = row.get("parentId") or TOP
    role = (row.get("userType") or "").strip()
    author = (row.get("userId") or "").strip()
    return ArrivedComment(
        key=f"decide-madrid:comment:{needed(row, 'id')}",
        parent="" if parent == TOP else f"decide-madrid:comment:{parent}",
        at=_moment(row.get("date"), row.get("time") or ""),
        text=(row.get("text") or "").strip(),
        author=f"{author} ({role})" if role else author,
        stated_for=_number(row, "numPositiveVotes"),
        stated_against=_number(row, "numNegativeVotes"),
    )


def _with_parents(comments: list[ArrivedComment]) -> list[ArrivedComment]:
    """What answers a comment that is not there stands at top level and says so."""
    known = {one.key for one in comments}
    return [
        replace(one, parent="", lost_parent=True) if one.parent and one.parent not in known else one
        for one in comments
    ]


def _with_text_or_answers(comments: list[ArrivedComment]) -> list[ArrivedComment]:
    kept, before = comments, len(comments) + 1
    while len(kept) < before:
        before, answered = len(kept), {one.parent for one in kept}
        kept = [one for one in kept if one.text or one.lost_parent or one.key in answered]
    return kept


def _moment(day: Any, time: str) -> datetime:
    """("2015-09-15", "0 days 10:50:19") -> that moment, as UTC. Raises NotAProposal."""
    try:
        return datetime.fromisoformat(f"{day} {time.rpartition(' ')[2] or '00:00:00'}").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotAProposal(f"not a time: {day!r} {time!r}") from error


def _number(row: Row, name: str) -> int:
    value = row.get(name) or "0"
    if not value.isdecimal():
        raise NotAProposal(f"{name} is not a number: {value!r}")
    return int(value)
