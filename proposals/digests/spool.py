"""Entries laid down once and gone through as often as a writer likes, on disk. No Django.

What is summed and what is printed are the same entries, even while people support and comment; and 20,000 of
them take no more memory than one.
"""

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from proposals.digests.digest import Count, Entry, Totals


@dataclass
class _Sums:
    numbers: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    districts: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        given = entry.answer is not None and bool(entry.answer.state or entry.answer.text)
        self.numbers.update(
            proposals=1,
            support=entry.support,
            stated=entry.stated.number if entry.stated else 0,
            comments=entry.comments,
            votes_for=entry.votes.in_favour if entry.votes else 0,
            votes_against=entry.votes.against if entry.votes else 0,
            votes_abstain=entry.votes.abstain if entry.votes else 0,
            answered=int(given),
            waiting=int(entry.answer is not None and not given),
        )
        self.stages[entry.stage] += 1
        self.districts[entry.district] += 1


class Spool:
    """Entries on disk, with their totals. Closed (and gone) when it is no longer used."""

    def __init__(self, entries: Iterable[Entry], *, stages: Sequence[str], districts: Sequence[str]) -> None:
        """Lay down `entries`; `stages` and `districts` are the labels in the order the totals name them."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the spool
        sums = _Sums()
        for entry in entries:
            pickle.dump(entry, self._file, pickle.HIGHEST_PROTOCOL)
            sums.add(entry)
        self.totals = Totals(
            **sums.numbers,
            by_stage=_in_order(sums.stages, stages),
            by_district=_in_order(sums.districts, districts),
        )

    def __iter__(self) -> Iterator[Entry]:
        """All entries from the first; each iterator keeps its own place."""
        at = 0
        for _ in range(self.totals.proposals):
            self._file.seek(at)
            entry: Entry = pickle.load(self._file)  # noqa: S301 - our own file, written a moment ago
            at = self._file.tell()
            yield entry

    def close(self) -> None:
        self._file.close()


def _in_order(found: Counter[str], labels: Sequence[str]) -> tuple[Count, ...]:
    ordered = [*labels, *sorted(set(found) - set(labels))]
    return tuple(Count(label, found[label]) for label in ordered if found[label])
