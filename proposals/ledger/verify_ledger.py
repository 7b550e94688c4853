#!/usr/bin/env python3
"""Check a public vote record of PolicyWiki: recount its numbers, recompute the chain, name what was tampered with.

    python3 verify_ledger.py record.jsonl [--heads heads.jsonl] [--head NUMBER:HASH] [--receipt CODE]

Needs Python 3.9 or newer and nothing else. Reads the JSONL or the CSV download of one proposal. `--heads` is a
list of ends that you or somebody else kept earlier, `--head` a row number and hash from a receipt: with either,
a record rewritten from some row to its end is found too. Ends with 0 when all is well, with 1 when not.

How a row is hashed (version 1): SHA-256 of the UTF-8 text of this JSON array, without spaces, ASCII only:
["policywiki-ledger-1",proposal,number,voter,act,choice,text,day,counted,previous]
`previous` is the hash of the row before, and 64 zeros before row 1.

Whether an act came in time is checked by its day against the times that the header states. On a day on which support
or a vote began or ended the day alone does not tell: so many rows are counted, and the receipt of a late one tells more.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TextIO

VERSION = "policywiki-ledger-1"
FIELDS = ("number", "voter", "act", "choice", "text", "day", "counted", "previous")
COLUMNS = ("proposal", *FIELDS, "hash")
START = "0" * 64
NUMBERS = ("support", "for", "against", "abstain", "set_aside")
MOST_SHOWN = 40
TIMED = {"support_given": "support", "vote_cast": "vote"}
"""The acts that can come too late, and what must be open for them."""

Times = Iterable[Mapping[str, Any]]
"""When something was open: {"for": "support" or "vote", "from", "until" (null: open still)}, in local time."""


def row_hash(proposal: str, row: Mapping[str, Any]) -> str:
    """The hash of a row with these FIELDS, on this proposal ("2026-0001")."""
    parts = [VERSION, proposal, *(row[name] for name in FIELDS)]
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def pseudonym(receipt: str) -> str:
    """The voter's name in the record, from the code of a receipt; spaces and hyphens do not matter."""
    code = "".join(receipt.split()).replace("-", "").lower()
    return hashlib.sha256(code.encode()).hexdigest()[:32]


@dataclass
class Count:
    """What stands of each voter, act by act; `numbers` adds it up."""

    support: set[str] = field(default_factory=set)
    votes: dict[str, str] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)

    def add(self, row: Mapping[str, Any]) -> None:
        voter, act = row["voter"], row["act"]
        if not row["counted"]:
            return
        if act == "support_given":
            self.support.add(voter)
        elif act == "support_taken_back":
            self.support.discard(voter)
        elif act == "vote_set_aside":
            self.aside.add(voter)
        elif act == "vote_counted_again":
            self.aside.discard(voter)
        else:
            self.votes[voter] = row["choice"]

    def numbers(self) -> dict[str, int]:
        standing = [choice for voter, choice in self.votes.items() if voter not in self.aside]
        choices = {name: standing.count(name) for name in ("for", "against", "abstain")}
        set_aside = sum(1 for voter in self.aside if voter in self.votes)
        return {"support": len(self.support), **choices, "set_aside": set_aside}


@dataclass
class Report:
    """`problems` are sentences that name rows; empty when all is well."""

    rows: int = 0
    head: str = START
    problems: list[str] = field(default_factory=list)
    count: Count = field(default_factory=Count)
    # Rows whose day alone does not tell whether they came in time; those of them that are said to be late.
    unclear: int = 0
    unclear_late: int = 0


def verify(
    proposal: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    heads: Mapping[int, str],
    stated: Mapping[str, Any] | None = None,
    kept_times: Times = (),
) -> Report:
    """Check rows (dicts with FIELDS and hash, in order) against the ends kept and the numbers and times stated."""
    report = Report()
    times = stated.get("times") if stated else None
    opened = {what: _joined(times, what) for what in set(TIMED.values())} if times is not None else None
    report.problems += _later_than_kept(times or (), kept_times)
    last: Mapping[str, Any] | None = None
    good = 0  # the last row whose hash is one that was kept
    for row in rows:
        _check_row(proposal, row, last, report)
        if opened is not None:
            _check_time(row, opened, report)
        kept = heads.get(row["number"])
        if kept == row["hash"]:
            good = row["number"]
        elif kept is not None:
            report.problems.append(_rewritten(row["number"], good))
        report.count.add(row)
        report.rows, report.head, last = row["number"], row["hash"], row
    _check_end(report, heads, stated)
    return report


def _check_row(proposal: str, row: Mapping[str, Any], last: Mapping[str, Any] | None, report: Report) -> None:
    number, before = row["number"], report.rows
    own = row_hash(proposal, row) == row["hash"]
    if not own:
        report.problems.append(f"row {number}: changed; its hash does not fit what it says")
    if number <= before:
        report.problems.append(f"row {number}: inserted; after row {before} that number is too small")
    elif number > before + 1:
        report.problems.append(_missing(before + 1, number - 1))
    elif own and row["previous"] != (last["hash"] if last else START):
        report.problems.append(
            f"row {before}: changed together with its hash; row {number} was chained to another one"
            if last
            else f"row {number}: it is not the first row; what stood before it was taken out"
        )


def _joined(times: Times, what: str) -> list[tuple[str, str]]:
    """(from, until) of everything that was open for this, in order; what follows at once is one. "" is open still."""
    spans: list[tuple[str, str]] = []
    for one in sorted((one for one in times if one["for"] == what), key=lambda one: _moment(one["from"])):
        begins, ends = one["from"], one["until"] or ""
        if spans and spans[-1][1] and _moment(spans[-1][1]) == _moment(begins):
            begins = spans.pop()[0]
        spans.append((begins, ends))
    return spans


def _check_time(row: Mapping[str, Any], opened: Mapping[str, list[tuple[str, str]]], report: Report) -> None:
    """Whether the row is rightly counted, or rightly not, as far as its day tells."""
    number, day, what = row["number"], row["day"], TIMED.get(row["act"])
    if what is None:
        if not row["counted"]:
            report.problems.append(f"row {number}: said to be too late, and {row['act']} is never that")
        return
    # Of ISO days the earlier one is the smaller text. What ends at midnight was not open on the day that begins then.
    touched = [
        (begins, ends)
        for begins, ends in opened[what]
        if begins[:10] <= day and (not ends or day < ends[:10] or (day == ends[:10] and not _midnight(ends)))
    ]
    whole = any(
        (begins[:10] < day or _midnight(begins)) and (not ends or day < ends[:10]) for begins, ends in touched
    )
    if row["counted"] and not touched:
        report.problems.append(f"row {number}: counted, though nothing was open for {row['act']} on {day}")
    elif not row["counted"] and whole:
        report.problems.append(f"row {number}: said to be too late, though it was in time all of {day}")
    elif touched and not whole:
        report.unclear += 1
        report.unclear_late += not row["counted"]


def _later_than_kept(times: Times, kept: Times) -> Iterator[str]:
    """Every close that was stated once: it may come earlier, never later."""
    stated = {(one["for"], one["from"]): one["until"] for one in times}
    for one in kept:
        until = stated.get((one["for"], one["from"]), "gone")
        if until == "gone":
            yield f"{one['for']} from {one['from']}: stated with an end that was kept, and no longer"
        elif one["until"] and (until is None or _moment(until) > _moment(one["until"])):
            yield f"{one['for']} from {one['from']}: was to end {one['until']}, now {until or 'it is open'}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _midnight(text: str) -> bool:
    return text[10:].startswith("T00:00:00") and "." not in text


def _check_end(report: Report, heads: Mapping[int, str], stated: Mapping[str, Any] | None) -> None:
    end = max(heads, default=0)
    if stated is not None:
        end = max(end, int(stated["rows"]))
        if report.rows > int(stated["rows"]):
            report.problems.append(_surplus(int(stated["rows"]) + 1, report.rows))
    if report.rows < end:
        report.problems.append(_missing(report.rows + 1, end) + " at the end")
    if stated is None:
        return
    if report.rows == int(stated["rows"]) and report.head != stated["hash"]:
        report.problems.append(
            f"row {report.rows}: changed together with its hash; the stated end is another one"
        )
    found = report.count.numbers()
    for name in NUMBERS:
        if found[name] != int(stated[name]):
            report.problems.append(f"{name}: stated {stated[name]}, counted {found[name]}")


def _missing(first: int, last: int) -> str:
    return f"row {first}: missing" if first == last else f"rows {first} to {last}: missing"


def _surplus(first: int, last: int) -> str:
    which = f"row {first}" if first == last else f"rows {first} to {last}"
    return f"{which}: inserted after the stated end"


def _rewritten(number: int, good: int) -> str:
    since = f"after row {good}, which fits," if good else "from the beginning on"
    return f"row {number}: not what was kept of it; something {since} was rewritten up to here"


def read(stream: TextIO) -> tuple[dict[str, Any] | None, Iterator[dict[str, Any]]]:
    """(header or None, rows) of a download: JSONL where the first line is a JSON object, else CSV."""
    first = stream.readline().lstrip("\ufeff")
    if first.startswith("{"):
        return json.loads(first), (json.loads(line) for line in stream if line.strip())
    names = next(csv.reader([first]))
    return None, (_typed(dict(zip(names, cells))) for cells in csv.reader(stream) if cells)


def _typed(row: dict[str, str]) -> dict[str, Any]:
    numbers = {"number": int(row["number"]), "text": int(row["text"])}
    return {**row, **numbers, "counted": row["counted"] == "true"}


def read_heads(stream: TextIO, proposal: str) -> dict[int, str]:
    """Row number -> hash, of one proposal, from the download of ends."""
    lines = (json.loads(line) for line in stream if line.strip())
    return {line["rows"]: line["hash"] for line in lines if line["proposal"] == proposal}


def read_times(stream: TextIO, proposal: str) -> list[dict[str, Any]]:
    """When it was open, as the ends of one proposal that were kept say it."""
    lines = (json.loads(line) for line in stream if line.strip())
    return [one for line in lines if line["proposal"] == proposal for one in line.get("times", ())]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a downloaded public vote record.")
    parser.add_argument("record", help="record.jsonl or record.csv of one proposal")
    parser.add_argument("--heads", help="heads.jsonl, kept earlier")
    parser.add_argument("--head", action="append", default=[], metavar="NUMBER:HASH", help="from a receipt")
    parser.add_argument("--receipt", metavar="CODE", help="show the rows of this receipt")
    chosen = parser.parse_args(arguments)
    with open(chosen.record, encoding="utf-8", newline="") as stream:
        header, found = read(stream)
        rows = list(found)
    proposal = header["proposal"] if header else (rows[0]["proposal"] if rows else "")
    kept_times: list[dict[str, Any]] = []
    heads = {int(number): digest for number, digest in (kept.split(":") for kept in chosen.head)}
    if chosen.heads:
        with open(chosen.heads, encoding="utf-8") as stream:
            heads = {**read_heads(stream, proposal), **heads}
            stream.seek(0)
            kept_times = read_times(stream, proposal)
    report = verify(proposal, rows, heads=heads, stated=header, kept_times=kept_times if header else ())
    _say(proposal, report)
    if chosen.receipt:
        _show(rows, pseudonym(chosen.receipt))
    return 1 if report.problems else 0


def _say(proposal: str, report: Report) -> None:
    print(f"{proposal}: {report.rows} rows, end {report.head}")
    print("  " + ", ".join(f"{name} {number}" for name, number in report.count.numbers().items()))
    if report.unclear:
        print(
            f"  Of days on which support or a vote began or ended: {report.unclear} rows, {report.unclear_late} of them"
        )
        print(
            "  said to be too late. The day alone does not tell; the receipt of a late one says when it came."
        )
    for problem in report.problems[:MOST_SHOWN]:
        print(f"  !! {problem}")
    if len(report.problems) > MOST_SHOWN:
        print(f"  !! and {len(report.problems) - MOST_SHOWN} more")
    if not report.problems:
        print("  All is well: every row follows from the one before, and the numbers are right.")


def _show(rows: list[dict[str, Any]], voter: str) -> None:
    mine = [row for row in rows if row["voter"] == voter]
    print(f"  This receipt stands in the record as {voter}: {len(mine)} rows")
    for row in mine:
        what = f"{row['act']} {row['choice']}".strip()
        print(f"    row {row['number']}: {what}, {'counted' if row['counted'] else 'came too late'}")


if __name__ == "__main__":
    sys.exit(main())
