"""What officials ruled to be the same: duplicates of UK petitions, and plain TF-IDF to compare with."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from search.index.documents import Card, Entry, Part
from search.index.store import Store
from search.index.writer import append_all

TOKEN = re.compile(r"(?u)\b\w\w+\b")
FOLDER = "uk-petitions"
PAIRS = ("duplicate_pairs.csv", "duplicate_pairs_half.csv")


@dataclass(frozen=True)
class Petition:
    """`day`: when it was opened; of one that never was, when it was ruled a duplicate. ISO days, or empty."""

    key: str
    title: str
    text: str
    day: str
    closed: str
    published: bool

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True)
class Ruling:
    """One row of the list: this petition, never published, asks what at least one of the originals asks."""

    duplicate: Petition
    originals: frozenset[str]


@dataclass(frozen=True)
class City:
    """Some of the petitions, and the rulings of which it has the original."""

    petitions: list[Petition]
    asked: list[Ruling]


def petitions(data: Path) -> dict[str, Petition]:
    lines = (data / FOLDER / "petitions.jsonl").read_text("utf-8").strip().split("\n")
    return {str(row["id"]): _petition(row) for row in map(json.loads, lines)}


def _petition(row: dict[str, str]) -> Petition:
    return Petition(
        key=str(row["id"]),
        title=row["action"],
        text="\n".join(filter(None, [row["background"], row["additional_details"]])),
        day=(row["opened_at"] or row["rejected_at"] or row["created_at"])[:10],
        closed=(row["closed_at"] or "")[:10],
        published=row["state"] != "rejected",
    )


def rulings(data: Path, known: dict[str, Petition], pairs: Path | None = None) -> list[Ruling]:
    """The rulings of which both petitions are known; a duplicate of two stands here twice."""
    file = pairs or next(data / FOLDER / name for name in PAIRS if (data / FOLDER / name).is_file())
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [(row["duplicate_id"], row["original_id"]) for row in csv.DictReader(lines)]
    originals = defaultdict(set)
    for duplicate, original in rows:
        originals[duplicate].add(original)
    return [
        Ruling(known[duplicate], frozenset(originals[duplicate]))
        for duplicate, original in rows
        if duplicate in known and original in known
    ]


def recall(
    asked: Sequence[Ruling], answer: Callable[[Petition], Sequence[str]], at: Collection[int]
) -> dict[int, float]:
    """Share of the rulings with an original among the first n answers, for each n of `at`."""
    hits: Counter[int] = Counter()
    answers = {one.duplicate.key: list(answer(one.duplicate)) for one in asked}
    for ruling in asked:
        given = answers[ruling.duplicate.key]
        for n in at:
            hits[n] += not ruling.originals.isdisjoint(given[:n])
    return {n: hits[n] / len(asked) for n in at}


class TfIdf:
    """Cosine of words and pairs of words, weighted as scikit-learn does without being told anything."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        bags = {key: self._bag(text) for key, text in texts}
        frequency = Counter(term for bag in bags.values() for term in bag)
        self._idf = {term: math.log((1 + len(bags)) / (1 + n)) + 1 for term, n in frequency.items()}
        self._where: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, bag in bags.items():
            for term, weight in self._normed(bag).items():
                self._where[term].append((key, weight))

    def ranked(self, text: str, among: Collection[str] | None = None) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        for term, weight in self._normed(self._bag(text)).items():
            for key, other in self._where[term]:
                scores[key] += weight * other
        return sorted((key for key in scores if among is None or key in among), key=lambda k: (-scores[k], k))

    @staticmethod
    def _bag(text: str) -> Counter[str]:
        found = TOKEN.findall(text.lower())
        return Counter([*found, *(" ".join(pair) for pair in pairwise(found))])

    def _normed(self, bag: Counter[str]) -> dict[str, float]:
        weighted = {term: n * self._idf[term] for term, n in bag.items() if term in self._idf}
        length = math.sqrt(sum(weight**2 for weight in weighted.values())) or 1.0
        return {term: weight / length for term, weight in weighted.items()}


def small_city(known: dict[str, Petition], asked: Sequence[Ruling], size: int, chance: Random) -> City:
    """So many published petitions, five of six the original of a ruling; and these rulings."""
    chosen: dict[str, Ruling] = {}
    for ruling in chance.sample(list(asked), len(asked)):
        there = [key for key in sorted(ruling.originals) if key in known and known[key].published]
        if len(chosen) < size * 5 // 6 and there and there[0] not in chosen:
            chosen[there[0]] = ruling
    others = [key for key, one in known.items() if one.published and key not in chosen]
    keys = [*chosen, *chance.sample(others, size - len(chosen))]
    return City([known[key] for key in keys], list(chosen.values()))


def index_of(some: Iterable[Petition], store: Store) -> Store:
    """An index of these alone, as the site would have it."""
    append_all(
        store,
        (
            Entry(
                card=Card("wagtailcore.page", one.key, kind="proposal", public=True, language="en"),
                title=one.title,
                parts=(Part("problem", "", one.text),),
            )
            for one in some
        ),
    )
    return store
