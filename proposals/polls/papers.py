"""A voter's paper: what the form says, as one canonical line; and that line as the form shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from .verify_poll import MOST_POINTS, read_budget, read_ranked, read_score

POINTS = range(MOST_POINTS + 1)


class Empty(ValueError):
    """Nothing is on this paper."""


def paper_from(mode: str, options: Sequence[int], given: Mapping[str, str]) -> str:
    """The paper that fields "option-N" mean: points, a place, or "1" for named. Raises Empty, ValueError."""
    said = {one: given.get(f"option-{one}", "").strip() for one in options}
    numbers = {one: int(value) for one, value in said.items() if value}
    if not numbers:
        raise Empty
    return _WRITERS[mode](numbers)


def shown(mode: str, paper: str) -> dict[int, int]:
    """Option -> points, place (from 1) or 1, as the form was filled in."""
    if mode == "score":
        return read_score(paper)
    if mode == "ranked":
        return {one: place for place, group in enumerate(read_ranked(paper), start=1) for one in group}
    return dict.fromkeys(read_budget(paper), 1)


def _scores(numbers: dict[int, int]) -> str:
    if not all(points in POINTS for points in numbers.values()):
        raise ValueError("points lie between 0 and 5")
    return ",".join(f"{one}:{numbers[one]}" for one in sorted(numbers))


def _ranks(numbers: dict[int, int]) -> str:
    """Places may be left out or shared: 1, 3, 3 says the same as 1, 2, 2."""
    ordered = sorted(numbers, key=lambda one: (numbers[one], one))
    groups = (list(group) for _place, group in groupby(ordered, key=lambda one: numbers[one]))
    return ">".join("=".join(map(str, group)) for group in groups)


def _names(numbers: dict[int, int]) -> str:
    named = sorted(one for one, value in numbers.items() if value)
    if not named:
        raise Empty
    return ",".join(map(str, named))


_WRITERS = {"score": _scores, "ranked": _ranks, "budget": _names}
