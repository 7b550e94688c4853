#!/usr/bin/env python3
"""Count a common vote of PolicyWiki again from its public record, and name what was tampered with.

    python3 verify_poll.py vote-3.jsonl [--head NUMBER:HASH] [--receipt CODE]

Needs Python 3.9 or newer and nothing else. `--head` is the number and hash of the last row as you kept them.
Ends with 0 when all is well, with 1 when not.

The first line says what was voted on (of each proposal the number, the cost and the version of its text), how it is
counted and what came of it; every further line is a paper:
    number, voter (pseudonym), paper, day, counted, previous, hash
A voter's last counted paper stands. Where "set aside" stands in the place of a paper, the city found that this voter's
vote does not count; "counted again" takes that back. The last of the two holds, also for papers handed in later. What is
found after the first count follows the rows that were there, and all is counted again.

SHA-256 of the UTF-8 text of this JSON array, without spaces, ASCII only, is the hash of a row:
["policywiki-poll-1",poll,number,voter,paper,day,counted,previous]. Before row 1 stands the hash of what was voted on:
["policywiki-poll-1",poll,mode,budget,[[number,cost,text],...]].

Papers and how they are counted:
    score   "12:5,30:0"  a proposal's points are added; one without points has 0.
    ranked  "30>12=7"    Schulze's method (Social Choice and Welfare 36, 2011), strength by winning votes; what a
                         paper does not name comes last on it.
    budget  "7,12"       method of equal shares (Peters, Pierczynski, Skowron 2021), where a funded proposal is
                         worth its cost to everybody who named it; what money is left then goes to the proposals
                         named most often, as far as they can still be paid. Equal: the cheaper one, then the one
                         with the lower number. "greedy": named most often, as far as they can be paid.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

VERSION = "policywiki-poll-1"
FIELDS = ("number", "voter", "paper", "day", "counted", "previous")
MOST_POINTS = 5
# What the city writes in the place of a paper.
SET_ASIDE, COUNTED_AGAIN = "set aside", "counted again"
FINDINGS = (SET_ASIDE, COUNTED_AGAIN)
Offer = tuple[Fraction, int, int]  # rate, cost, option


def row_hash(poll: str, row: Mapping[str, Any]) -> str:
    """The hash of a row with these FIELDS, of this vote ("vote-3")."""
    return _digest([VERSION, poll, *(row[name] for name in FIELDS)])


def start(poll: str, mode: str, budget: int, options: Iterable[Mapping[str, Any]]) -> str:
    """What stands before row 1: so that no text is exchanged for another afterwards."""
    on_paper = [[one["number"], one["cost"], one["text"]] for one in options]
    return _digest([VERSION, poll, mode, budget, on_paper])


def _digest(values: Sequence[Any]) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def pseudonym(receipt: str) -> str:
    """The voter's name in the record, from the code of a receipt; spaces and hyphens do not matter."""
    code = "".join(receipt.split()).replace("-", "").lower()
    return hashlib.sha256(code.encode()).hexdigest()[:32]


def standing(rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Each voter's last paper: those that count, and those that were set aside."""
    last: dict[str, str] = {}
    found: dict[str, str] = {}
    for row in rows:
        if row["paper"] in FINDINGS:
            found[row["voter"]] = row["paper"]
        elif row["counted"]:
            last[row["voter"]] = row["paper"]
    counting = [paper for voter, paper in last.items() if found.get(voter) != SET_ASIDE]
    return counting, [paper for voter, paper in last.items() if found.get(voter) == SET_ASIDE]


def result(
    mode: str, options: Sequence[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], *, budget: int
) -> dict[str, Any]:
    """What these rows come to; "set_aside" is there where votes were."""
    costs = {one["number"]: one["cost"] for one in options}
    papers, aside = standing(rows)
    found = count(mode, list(costs), papers, costs=costs, budget=budget)
    return found | {"set_aside": len(aside)} if aside else found


def count(
    mode: str, options: Sequence[int], papers: Sequence[str], *, costs: Mapping[int, int], budget: int
) -> dict[str, Any]:
    """What came of it, as the public record states it. Keys of numbers are strings, as in JSON."""
    if mode == "score":
        points = score(options, [read_score(paper) for paper in papers])
        ordered = in_groups(points)
        return {"papers": len(papers), "order": ordered, "points": _named(points)}
    if mode == "ranked":
        return {"papers": len(papers), "order": schulze(options, [read_ranked(paper) for paper in papers])}
    named = [read_budget(paper) for paper in papers]
    funded = equal_shares(options, named, costs=costs, budget=budget)
    return {
        "papers": len(papers),
        "funded": sorted(funded),
        "greedy": sorted(greedy(options, named, costs=costs, budget=budget)),
        "named": _named(times_named(options, named)),
        "spent": sum(costs[one] for one in funded),
    }


def read_score(paper: str) -> dict[int, int]:
    """ "12:5,30:0" -> {12: 5, 30: 0}. Raises ValueError."""
    pairs = (part.split(":") for part in paper.split(",")) if paper else ()
    return {int(option): int(points) for option, points in pairs}


def read_ranked(paper: str) -> list[list[int]]:
    """ "30>12=7" -> [[30], [12, 7]]. Raises ValueError."""
    return [[int(one) for one in rank.split("=")] for rank in paper.split(">")] if paper else []


def read_budget(paper: str) -> set[int]:
    """ "7,12" -> {7, 12}. Raises ValueError."""
    return {int(one) for one in paper.split(",")} if paper else set()


def score(options: Sequence[int], papers: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """All points of each option."""
    points = dict.fromkeys(options, 0)
    for paper in papers:
        for option, given in paper.items():
            points[option] += given
    return points


def in_groups(values: Mapping[int, int]) -> list[list[int]]:
    """Options by value, the highest first; equal ones together, by number."""
    ordered = sorted(values, key=lambda option: (-values[option], option))
    return [list(group) for _value, group in groupby(ordered, key=lambda option: values[option])]


def preferences(
    options: Sequence[int], papers: Iterable[Sequence[Sequence[int]]]
) -> dict[tuple[int, int], int]:
    """(a, b) -> how many papers put a before b."""
    before = {(a, b): 0 for a in options for b in options if a != b}
    alike = Counter(tuple(tuple(group) for group in paper) for paper in papers)
    for paper, number in alike.items():
        place = {option: rank for rank, group in enumerate(paper) for option in group}
        last = len(paper)
        places = [(option, place.get(option, last)) for option in options]
        for a, of_a in places:
            if of_a < last:
                for b, of_b in places:
                    if of_a < of_b:
                        before[a, b] += number
    return before


def strongest_paths(
    options: Sequence[int], before: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """(a, b) -> strength of the strongest path from a to b, as Schulze defines it (winning votes)."""
    path = {(a, b): votes if votes > before[b, a] else 0 for (a, b), votes in before.items()}
    for through in options:
        for a in options:
            for b in options:
                if through not in (a, b) and a != b:
                    path[a, b] = max(path[a, b], min(path[a, through], path[through, b]))
    return path


def schulze(options: Sequence[int], papers: Iterable[Sequence[Sequence[int]]]) -> list[list[int]]:
    """Options from best to worst; those that beat each other on equal paths stand together."""
    path = strongest_paths(options, preferences(options, papers))
    groups: list[list[int]] = []
    left = list(options)
    while left:
        best = sorted(a for a in left if not any(path[b, a] > path[a, b] for b in left if b != a))
        groups.append(best)
        left = [one for one in left if one not in best]
    return groups


def times_named(options: Sequence[int], papers: Sequence[set[int]]) -> dict[int, int]:
    return {option: sum(1 for paper in papers if option in paper) for option in options}


def greedy(
    options: Sequence[int],
    papers: Sequence[set[int]],
    *,
    costs: Mapping[int, int],
    budget: int,
    already: Iterable[int] = (),
) -> list[int]:
    """The options named most often, as far as they can be paid; `already`: what is funded before."""
    funded = list(already)
    left = budget - sum(costs[one] for one in funded)
    named = times_named(options, papers)
    for option in sorted(options, key=lambda one: (-named[one], costs[one], one)):
        if option not in funded and named[option] and costs[option] <= left:
            funded.append(option)
            left -= costs[option]
    return funded


def equal_shares(
    options: Sequence[int],
    papers: Sequence[set[int]],
    *,
    costs: Mapping[int, int],
    budget: int,
    complete: bool = True,
) -> list[int]:
    """What is funded, in the order in which it was: everybody has an equal share, and pays for what they named."""
    if not papers:
        return []
    # Who named the same has the same purse throughout: one for all of them, and how many they are.
    alike = Counter(frozenset(paper) for paper in papers)
    people = list(alike.values())
    purses = [Fraction(budget, len(papers))] * len(people)
    named_by = {one: [who for who, paper in enumerate(alike) if one in paper] for one in options}
    # Purses only get smaller, so rates only grow, and who cannot be paid now cannot be paid later.
    offers = [(Fraction(0), costs[one], one) for one in options]
    funded: list[int] = []
    while offers:
        offers = _renewed(offers, lambda one: [(purses[who], people[who]) for who in named_by[one]])
        if not offers:
            break
        rate, cost, option = offers.pop(0)
        for who in named_by[option]:
            purses[who] -= min(purses[who], rate * cost)
        funded.append(option)
    return greedy(options, papers, costs=costs, budget=budget, already=funded) if complete else funded


def _renewed(offers: list[Offer], purses_of: Callable[[int], list[tuple[Fraction, int]]]) -> list[Offer]:
    """The best offer first, as purses are now; of those behind it an older rate, which is no higher, is enough."""
    renewed: list[Offer] = []
    waiting = sorted(offers)
    while waiting and not (renewed and min(renewed) <= waiting[0]):
        _older, cost, option = waiting.pop(0)
        rate = _rate(purses_of(option), cost)
        if rate is not None:
            renewed.append((rate, cost, option))
    return sorted(renewed + waiting)


def _rate(purses: Iterable[tuple[Fraction, int]], cost: int) -> Fraction | None:
    """The least share of the cost that each who named it must pay, where some have less; None: they cannot.

    `purses`: what is in one, and how many people have as much.
    """
    have = sorted(purses)
    paying = sum(people for _purse, people in have)
    left = Fraction(cost)
    for purse, people in have:
        share = left / paying
        if share <= purse:
            return share / cost
        left -= purse * people
        paying -= people
    return None


def _named(values: Mapping[int, int]) -> dict[str, int]:
    return {str(option): values[option] for option in sorted(values)}


def verify(
    header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], heads: Mapping[int, str]
) -> list[str]:
    """Sentences that name what is wrong; none when all is well."""
    problems: list[str] = []
    previous = start(header["poll"], header["mode"], header["budget"], header["options"])
    for place, row in enumerate(rows, start=1):
        if row["number"] != place:
            problems.append(f"row {place}: missing or moved; row {row['number']} stands there")
        if row_hash(header["poll"], row) != row["hash"]:
            problems.append(f"row {row['number']}: changed; its hash does not fit what it says")
        elif row["previous"] != previous:
            problems.append(f"row {row['number']}: does not follow from the row before")
        if heads.get(row["number"], row["hash"]) != row["hash"]:
            problems.append(f"row {row['number']}: not what was kept of it")
        previous = row["hash"]
    if (len(rows), previous) != (header["rows"], header["hash"]):
        problems.append(
            f"the end: {header['rows']} rows were stated, {len(rows)} are here, or the last one differs"
        )
    if not problems:
        problems += _recount(header, rows)
    return problems


def _recount(header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    found = result(header["mode"], header["options"], rows, budget=header["budget"])
    stated = header["result"]
    return [
        f"{name}: stated {stated.get(name)}, counted {found.get(name)}"
        for name in dict.fromkeys([*found, *stated])
        if stated.get(name) != found.get(name)
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Count a common vote again from its public record.")
    parser.add_argument("record", help="the downloaded record (JSON lines)")
    parser.add_argument("--head", action="append", default=[], metavar="NUMBER:HASH", help="kept earlier")
    parser.add_argument("--receipt", metavar="CODE", help="show the papers of this receipt")
    chosen = parser.parse_args(arguments)
    with open(chosen.record, encoding="utf-8") as stream:
        header, *rows = (json.loads(line) for line in stream if line.strip())
    heads = {int(number): digest for number, digest in (kept.split(":") for kept in chosen.head)}
    problems = verify(header, rows, heads)
    papers, aside = standing(rows)
    said = f"{len(papers)} papers count" + (f", {len(aside)} set aside" if aside else "")
    print(f"{header['poll']}: {len(rows)} rows, {said}, end {header['hash']}")
    print("  voted on: " + ", ".join(f"{one['number']} (text {one['text']})" for one in header["options"]))
    print(f"  {json.dumps(header['result'], ensure_ascii=False)}")
    for problem in problems:
        print(f"  !! {problem}")
    if not problems:
        print("  All is well: every row follows from the one before, and counted again it comes to the same.")
    if chosen.receipt:
        for row in rows:
            if row["voter"] == pseudonym(chosen.receipt):
                print(
                    f"  yours, row {row['number']}: {row['paper']}{'' if row['counted'] else ' (too late)'}"
                )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
