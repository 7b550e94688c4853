"""Which pages answer a question, in which order, and by which passage. Reads the index only; no SQL.

What counts, from strong to weak: the query is the title; the title says what was asked, and little else;
the text has all of it, in one passage, in one piece, under a heading that says so; many passages do; the
title names this city. Nothing is weighed by hand for a particular page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from search.asking import Question, Unit, same_title, smaller
from search.index.documents import Card
from search.index.matching import Fields, Weights, Word, find, in_a_row, rarity
from search.index.schema import OTHER_PREFIX
from search.index.view import Shard, View

TEXT: Final[Fields] = {"title": 1.5, "heading": 1.6, "body": 1.0}
REFERENCE: Final[Fields] = {"heading": 8.0, "body": 0.2}
"""第十二条 in a heading is that article; in a text it points to one."""

TITLE_SHARE: Final = 12.0
EXACT_TITLE: Final = 1000.0
RUN_BONUS: Final = 1.0
CITY_FACTOR: Final = 1.25
BREADTH: Final = (1.0, 0.35, 0.25, 0.2, 0.15, 0.1)
"""How much the best passage of a page counts, the next best, and so on."""

ENOUGH: Final = 0.7
"""Of three words or more, a page must have those that carry so much of the meaning."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page that answers: where it lies in the index, how well it fits, its best passages in order."""

    shard: Shard
    group: int
    score: float
    passages: tuple[int, ...]
    """Document numbers in the shard; empty where only the page's own words (title, summary) fit."""
    partly: bool = False
    """The page does not have everything that was asked for."""

    @property
    def card(self) -> Card:
        return self.shard.segment.cards[self.group]


@dataclass(slots=True)
class _Group:
    units: int = 0
    docs: dict[int, float] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Match:
    """A unit of the question, its rarity, and where it is."""

    unit: Unit
    idf: float
    found: list[Weights]


def rank(
    view: View,
    question: Question,
    *,
    allowed: Callable[[Shard], Collection[int]] = lambda shard: shard.public,
    city_names: Sequence[str] = (),
) -> list[Found]:
    """Every page that answers `question`, best first. `allowed` gives the groups one may see."""
    if not question.units:
        return []
    matches, per_shard = _gather(view, question, allowed)
    if not _any_has_all(per_shard, matches) and smaller(question).units != question.units:
        question = smaller(question)
        matches, per_shard = _gather(view, question, allowed)
    idfs = [match.idf for match in matches]
    needed = _needed(per_shard, matches)
    atoms = _atoms(view, question)
    results: list[Found] = []
    for number, (shard, groups) in enumerate(zip(view.shards, per_shard, strict=True)):
        kept = {g: group for g, group in groups.items() if needed(group.units)}
        _score_docs(number, shard, matches, kept)
        _reward_runs(shard, question, kept, sum(idfs))
        titles = _title_shares(view, number, atoms, kept)
        for g, group in kept.items():
            results.append(_judge(shard, g, group, question, idfs, titles.get(g, 0.0), city_names))
    results.sort(key=lambda found: (-found.score, found.card.key))
    return results


_Gathered = tuple[list[_Match], list[dict[int, _Group]]]


def _gather(view: View, question: Question, allowed: Callable[[Shard], Collection[int]]) -> _Gathered:
    """Where each unit is, and shard by shard the groups that have any."""
    matches = [_match(view, unit) for unit in question.units]
    return matches, [_collect(i, shard, matches, allowed(shard)) for i, shard in enumerate(view.shards)]


def _any_has_all(per_shard: Sequence[dict[int, _Group]], matches: Sequence[_Match]) -> bool:
    every = (1 << len(matches)) - 1
    return any(group.units == every for groups in per_shard for group in groups.values())


def _match(view: View, unit: Unit) -> _Match:
    fields = REFERENCE if unit.reference else _text_fields(view)
    found = find(view, unit.leaf, fields)
    return _Match(unit, rarity(view, found), found)


def _text_fields(view: View) -> Fields:
    others = {f for shard in view.shards for f in shard.segment.fields if f.startswith(OTHER_PREFIX)}
    return {**TEXT, **dict.fromkeys(sorted(others), 1.0)}


def _collect(
    number: int, shard: Shard, matches: Sequence[_Match], allowed: Collection[int]
) -> dict[int, _Group]:
    """Groups that have any unit, and which."""
    group_of = shard.segment.group_of
    units: dict[int, int] = {}
    for bit, match in enumerate(matches):
        here = {group_of[doc] for doc in match.found[number]}
        for group in here.intersection(allowed):
            units[group] = units.get(group, 0) | 1 << bit
    return {group: _Group(units=bits) for group, bits in units.items()}


def _needed(per_shard: Sequence[dict[int, _Group]], matches: Sequence[_Match]) -> Callable[[int], bool]:
    """What a page must have: everything, or most where much was asked, or else the most there is."""
    every = (1 << len(matches)) - 1
    must = sum(1 << bit for bit, match in enumerate(matches) if match.unit.quoted)
    bits = {group.units for groups in per_shard for group in groups.values()}
    bits = {b for b in bits if b & must == must}
    worth = {b: sum(m.idf for bit, m in enumerate(matches) if b >> bit & 1) for b in bits}
    total = sum(match.idf for match in matches)
    best = max(worth.values(), default=0.0)
    complete = best >= total * 0.999
    bar = total * (ENOUGH if len(matches) > 2 else 0.999) if complete else best * 0.999
    good = {b for b in bits if worth[b] >= bar or b == every}
    return good.__contains__


def _score_docs(number: int, shard: Shard, matches: Sequence[_Match], kept: dict[int, _Group]) -> None:
    group_of = shard.segment.group_of
    for bit, match in enumerate(matches):
        idf = match.idf
        for doc, weight in match.found[number].items():
            group = kept.get(group_of[doc])
            if group is not None:
                group.docs[doc] = group.docs.get(doc, 0.0) + idf * weight
                group.seen[doc] = group.seen.get(doc, 0) | 1 << bit


def _reward_runs(shard: Shard, question: Question, kept: dict[int, _Group], total: float) -> None:
    """Passages that have what was typed in one piece."""
    within = {doc for group in kept.values() for doc in group.docs}
    for run in question.runs:
        for field_name in ("heading", "body"):
            for doc in in_a_row(shard.segment, field_name, run.words, within):
                kept[shard.segment.group_of[doc]].docs[doc] += RUN_BONUS * total


def _atoms(view: View, question: Question) -> list[tuple[str, float, list[Weights]]]:
    """The smallest words of the query with their rarity in texts and their places in titles."""
    result = []
    for atom in question.atoms:
        idf = rarity(view, find(view, Word(atom), {"body": 1.0}))
        result.append((atom, idf, find(view, Word(atom), {"title": 1.0})))
    return result


def _title_shares(
    view: View, number: int, atoms: Sequence[tuple[str, float, list[Weights]]], kept: dict[int, _Group]
) -> dict[int, float]:
    """How well each title fits, 0 to 1: how much of the query it says, and how little else that is rare."""
    total = sum(idf for _atom, idf, _found in atoms) or 1.0
    segment = view.shards[number].segment
    said: dict[int, float] = defaultdict(float)
    fitting: dict[int, float] = defaultdict(float)
    for atom, idf, found in atoms:
        for doc in found[number]:
            group = segment.group_of[doc]
            if group in kept:
                said[group] += idf / total
                fitting[group] += view.title_rarity(atom)
    shares = {}
    for group, share in said.items():
        whole = sum(map(view.title_rarity, segment.title_words[group]))
        shares[group] = share**2 * (0.5 + 0.5 * min(1.0, fitting[group] / max(whole, 0.1)))
    return shares


def _judge(
    shard: Shard,
    number: int,
    group: _Group,
    question: Question,
    idfs: Sequence[float],
    title_share: float,
    city_names: Sequence[str],
) -> Found:
    total = sum(idfs)
    own = shard.segment.first_of[number]
    scored = {
        doc: score * (0.4 + 0.6 * _share(group.seen[doc], idfs) / total) for doc, score in group.docs.items()
    }
    best = sorted(scored, key=lambda doc: (-scored[doc], doc))
    text = sum(scored[doc] * factor for doc, factor in zip(best, BREADTH, strict=False))
    title = shard.segment.titles[number]
    partly = group.units != (1 << len(idfs)) - 1
    score = (text + TITLE_SHARE * total * title_share) * (_share(group.units, idfs) / total) ** 2
    if any(name and name in title for name in city_names):
        score *= CITY_FACTOR
    if same_title(question, title):
        score += EXACT_TITLE
    return Found(shard, number, score, tuple(doc for doc in best if doc != own)[:5], partly)


def _share(bits: int, idfs: Sequence[float]) -> float:
    return sum(idf for bit, idf in enumerate(idfs) if bits >> bit & 1)
