"""The life of a proposal after it has been checked: stages, named sets, the table of allowed moves. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    SUPPORT = "support", _("Gathering support")
    DELIBERATION = "deliberation", pgettext_lazy("stage", "Discussion")
    VOTE = "vote", pgettext_lazy("stage", "Vote")
    CITY = "city", _("With the city")
    ANSWERED = "answered", _("Answered")
    CARRIED_OUT = "carried_out", _("Carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNSUPPORTED = "unsupported", _("Closed for lack of support")
    MERGED = "merged", _("Merged into another")
    DIVIDED = "divided", _("Divided into parts")


FIRST = Stage.SUPPORT

# From -> where a proposal may go. The lifecycle test repeats this table literally.
MOVES: dict[str, frozenset[str]] = {
    Stage.SUPPORT: frozenset(
        {
            Stage.DELIBERATION,
            Stage.VOTE,
            Stage.CITY,
            Stage.WITHDRAWN,
            Stage.UNSUPPORTED,
            Stage.MERGED,
            Stage.DIVIDED,
        }
    ),
    Stage.DELIBERATION: frozenset({Stage.VOTE, Stage.CITY, Stage.WITHDRAWN, Stage.MERGED, Stage.DIVIDED}),
    Stage.VOTE: frozenset({Stage.CITY}),
    Stage.CITY: frozenset({Stage.ANSWERED}),
    Stage.ANSWERED: frozenset({Stage.CARRIED_OUT}),
    Stage.CARRIED_OUT: frozenset(),
    Stage.WITHDRAWN: frozenset(),
    Stage.UNSUPPORTED: frozenset(),
    Stage.MERGED: frozenset(),
    Stage.DIVIDED: frozenset(),
}

# Support goes on while the city works on its answer: the threshold is a door, not a ceiling.
OPEN_TO_SUPPORT = frozenset({Stage.SUPPORT, Stage.DELIBERATION, Stage.CITY})
VOTABLE = frozenset({Stage.VOTE})
# Its authors change it on their own; from then on it changes only by suggestions that another author accepts.
TEXT_MAY_CHANGE = frozenset({Stage.SUPPORT})
# Suggestions of others may still land. What was voted on stays as it is: ProposalRecord.takes_amendments.
AMENDABLE = frozenset({Stage.SUPPORT, Stage.DELIBERATION, Stage.CITY})
# Enough support was found: that stays so, whatever happens to the text or to those who gave it.
REACHED = frozenset({Stage.DELIBERATION, Stage.VOTE, Stage.CITY, Stage.ANSWERED, Stage.CARRIED_OUT})
WITHDRAWABLE = frozenset({Stage.SUPPORT, Stage.DELIBERATION})
# As long as neither a vote nor the city has it, a proposal may become a part of another, or several.
MAY_END_IN_OTHERS = frozenset({Stage.SUPPORT, Stage.DELIBERATION})
AWAITING_ANSWER = frozenset({Stage.CITY})
# After an answer another may follow: a trial ends, a decision changes.
ANSWERABLE = frozenset({Stage.CITY, Stage.ANSWERED})
# Where a proposal that was voted on is once the vote is over.
AFTER_A_VOTE = frozenset({Stage.CITY, Stage.ANSWERED, Stage.CARRIED_OUT})
# The city has said what it does.
DECIDED = frozenset({Stage.ANSWERED, Stage.CARRIED_OUT})
OPEN = frozenset({Stage.SUPPORT, Stage.DELIBERATION, Stage.VOTE, Stage.CITY})
ENDED_EARLY = frozenset({Stage.WITHDRAWN, Stage.UNSUPPORTED, Stage.MERGED, Stage.DIVIDED})
ENDED = ENDED_EARLY | {Stage.CARRIED_OUT}

StepState = Literal["done", "now", "next"]


@dataclass(frozen=True)
class Step:
    """One step of the line that readers see."""

    label: Any
    state: StepState


def allowed(from_stage: str, to_stage: str) -> bool:
    """True where the table has this move."""
    return to_stage in MOVES[from_stage]


def route(*, uses_deliberation: bool, uses_vote: bool) -> tuple[str, ...]:
    """The stages of a proposal that goes all the way, in the order that its call uses them."""
    chosen: list[str] = [Stage.SUPPORT]
    if uses_deliberation:
        chosen.append(Stage.DELIBERATION)
    if uses_vote:
        chosen.append(Stage.VOTE)
    return (*chosen, Stage.CITY, Stage.ANSWERED, Stage.CARRIED_OUT)


def next_stage(stage: str, way: Iterable[str]) -> str | None:
    """What follows `stage` on this route; None at its end. Raises ValueError for a stage not on it."""
    stages = list(way)
    position = stages.index(stage) + 1
    return stages[position] if position < len(stages) else None


def steps(stage: str, way: Iterable[str]) -> list[Step]:
    """The public steps: checked, then the call's route; a proposal that ended early stops at its end."""
    stages = list(way)
    if stage in ENDED_EARLY:
        return [_checked(), Step(Stage.SUPPORT.label, "done"), Step(Stage(stage).label, "now")]
    if stage not in stages:
        # The call stopped using this stage while the proposal was in it.
        stages.insert(1, stage)
    here = stages.index(stage)
    return [_checked(), *(Step(Stage(one).label, _state(at, here)) for at, one in enumerate(stages))]


def _checked() -> Step:
    return Step(_("Checked"), "done")


def _state(position: int, here: int) -> StepState:
    if position == here:
        return "now"
    return "done" if position < here else "next"
