"""Reading a file of one JSON object a line, in one of the formats known here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from .arrivals import Arrival, NotAProposal, Reading, gathered

Reader = Callable[[dict[str, Any], int, str], Arrival]
"""(the object, its line, the language of the texts) -> an arrival. Raises NotAProposal."""


def read_lines(lines: Iterable[str], reader: Reader, *, language: str) -> Reading:
    """Every line through the reader; a line that it cannot read becomes an error, never an end."""
    return gathered(_read(lines, reader, language))


def _read(
    lines: Iterable[str], reader: Reader, language: str
) -> Iterator[tuple[int, Arrival | NotAProposal]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise NotAProposal("not an object")
            yield number, reader(row, number, language)
        except NotAProposal as problem:
            yield number, problem
        except json.JSONDecodeError as problem:
            yield number, NotAProposal(f"not JSON: {problem}")


def needed(row: dict[str, Any], name: str) -> str:
    """The text of a field that must be there. Raises NotAProposal."""
    value = row.get(name)
    if value in (None, "") or not isinstance(value, str | int):
        raise NotAProposal(f"no {name}")
    return str(value).strip()


def moment(value: Any, name: str) -> datetime | None:
    """An ISO 8601 time; without a zone it is UTC. Raises NotAProposal."""
    if value in (None, ""):
        return None
    try:
        parsed = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise NotAProposal(f"{name} is not a time: {value!r}") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def day(value: Any, name: str) -> date | None:
    found = moment(value, name)
    return found.date() if found else None


def number(value: Any, name: str) -> int | None:
    """A count. Raises NotAProposal for what is none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise NotAProposal(f"{name} is not a number: {value!r}")
    return value
