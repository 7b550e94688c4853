"""Verdict: yes, or no with a reason. A refusal is a sentence for the person, never a bare False."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text
else:
    Text = object


class Refused(Exception):
    """Something one may not do now. `message` is for the person, in the reader's language."""

    def __init__(self, message: str | Text = "") -> None:
        self.message = message
        super().__init__(str(message))


class NotAllowed(Refused):
    """This person may not do this."""


class WrongStage(Refused):
    """Nobody may do this now: the time or the state is wrong."""


class NotFound(Refused):
    """What one may not see does not exist (404)."""


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed. `when` tells a wrong moment from a wrong person; `hidden` answers 404."""

    allowed: bool
    reason: str | Text = ""
    when: bool = False
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: str | Text = "", *, when: bool = False, hidden: bool = False) -> Verdict:
    """A no with its reason: `when=True` for a wrong moment, `hidden=True` for what one may not even see."""
    return Verdict(allowed=False, reason=reason, when=when, hidden=hidden)


def require(verdict: Verdict) -> None:
    """Raise NotFound, WrongStage or NotAllowed with the verdict's reason unless it is a yes."""
    if verdict:
        return
    if verdict.hidden:
        raise NotFound(verdict.reason)
    raise WrongStage(verdict.reason) if verdict.when else NotAllowed(verdict.reason)
