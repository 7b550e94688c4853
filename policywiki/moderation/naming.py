"""What items are called that we name ourselves: in the language of whoever reads the list."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Case
from .registry import kinds


def in_readers_language(cases: Sequence[Case]) -> None:
    """Give each case its `named` (Case.shown_title), by kind: a fixed number of queries for all of them."""
    for kind in kinds():
        mine = [case for case in cases if case.kind == kind.name] if kind.titles is not None else []
        if mine and kind.titles is not None:
            titles = kind.titles(mine)
            for case in mine:
                case.named = titles.get(case.pk, "")
