"""What an official asks of a digest, as plain data that fits into an address and into the log. No Django."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from proposals.digests.digest import Language

Start = Literal["all", "none"]
WHOLE_CITY = "-"
_RANGES = re.compile(r"^(\d{1,9}(-\d{1,9})?(\.(?!$)|$))*$", re.ASCII)
MOST_TICKED = 5_000


@dataclass(frozen=True, slots=True)
class Criteria:
    """One wish. Empty stages, tags and district ask for all; `WHOLE_CITY` for what lies in no district.

    `start` "all" has everything found ticked but `exceptions`, "none" nothing but them (proposal numbers).
    `on` is the date printed on the paper.
    """

    language: Language
    on: date
    title: str
    since: date | None = None
    until: date | None = None
    stages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    district: str = ""
    order: str = "newest"
    note: str = ""
    start: Start = "all"
    exceptions: tuple[int, ...] = ()

    def ticks(self, number: int) -> bool:
        """Whether this proposal, if found, goes into the paper."""
        return (number in self.exceptions) != (self.start == "all")

    def ticked(self, *, shown: Iterable[int], chosen: Iterable[int]) -> "Criteria":
        """The same wish after a list of `shown` numbers came back with `chosen` ones ticked."""
        seen, kept = set(shown), set(chosen)
        new = seen - kept if self.start == "all" else seen & kept
        return replace(self, exceptions=tuple(sorted((set(self.exceptions) - seen) | new)))

    def as_data(self) -> dict[str, Any]:
        """For the log: JSON, everything that shaped the paper."""
        return {
            **asdict(self),
            "on": self.on.isoformat(),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "stages": list(self.stages),
            "tags": list(self.tags),
            "exceptions": list(self.exceptions),
        }


def packed(numbers: Iterable[int]) -> str:
    """Numbers as short as an address wants them: 3.7-9.12."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ".".join("-".join(map(str, run)) for run in runs)


def unpacked(text: str) -> tuple[int, ...]:
    """The numbers of `packed`. Raises ValueError for anything else and for more than MOST_TICKED."""
    if not _RANGES.match(text):
        raise ValueError("not a list of numbers")
    found: set[int] = set()
    for run in filter(None, text.split(".")):
        first, _dash, last = run.partition("-")
        numbers = range(int(first), int(last or first) + 1)
        if len(found) + len(numbers) > MOST_TICKED:
            raise ValueError("too many numbers")
        found.update(numbers)
    return tuple(sorted(found))
