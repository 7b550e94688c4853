"""Published proposals like one being written. Search, which lies above, registers who finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from .models import ProposalRecord
from .stages import OPEN

Finder = Callable[..., Sequence["Alike"]]
"""find(title=…, text=…, viewer=…) -> the most alike first."""

AT_ONCE = 3
"""So many are shown; the rest can be opened."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A published proposal that says something like what is being written."""

    record: ProposalRecord
    sentence: str
    """Where it stands (proposals.wording)."""
    shared: tuple[SafeString, ...] = ()
    """Its sentences that say the same, words in common marked."""

    @property
    def may_be_joined(self) -> bool:
        """Still on its way: what one brings can make a difference."""
        return self.record.stage in OPEN


_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Who finds proposals like a draft. Without one, none are shown."""
    _finders[:] = [finder]


def alike_to(*, title: str, text: str, viewer: Any) -> dict[str, Any]:
    """What proposals/alike.html shows: the first few, and the rest."""
    found = [one for finder in _finders for one in finder(title=title, text=text, viewer=viewer)]
    return {"alike": found[:AT_ONCE], "more_alike": found[AT_ONCE:]}
