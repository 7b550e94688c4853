"""What happened to a proposal and what comes next, as events in order. Pure: rows in, plain events out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from .outcome import outcome_sentence
from .stages import Stage

EventState = Literal["", "now", "next"]


@dataclass(frozen=True)
class Event:
    """One line of the timeline; `at` None only for what comes next without a date."""

    title: str
    at: datetime | None
    text: str = ""
    url: str = ""
    state: EventState = ""


def timeline(
    *,
    record: Any,
    changes: Iterable[Any],
    editions: Iterable[Any],
    answers: Iterable[Any],
    carried: Iterable[tuple[Any, Any]] = (),
    joined: Iterable[Any] = (),
) -> list[Event]:
    """Oldest first: stages, changed texts, answers, pages that carry it out; last what is awaited. Rows as in models.

    The first edition is the publication itself and the step to "answered" is told by the answer.
    """
    past = [
        *(_stage_event(change, record) for change in changes if change.to_stage != Stage.ANSWERED),
        *(_text_event(edition) for edition in editions if edition.number > 1),
        *(_answer_event(answer) for answer in answers),
        *(_joined_event(succession) for succession in joined),
        *(_carried_event(page, edition) for page, edition in carried),
    ]
    past.sort(key=lambda event: event.at or record.published_at)
    awaited = _awaited(record)
    return [*past, *([awaited] if awaited else [])]


def _stage_event(change: Any, record: Any) -> Event:
    titles = {
        "": _("Published; support is being gathered"),
        Stage.DELIBERATION: _("Enough support: the discussion began"),
        Stage.VOTE: _("The vote began"),
        Stage.CITY: _("Handed to the city"),
        Stage.CARRIED_OUT: _("Carried out"),
        Stage.WITHDRAWN: _("Withdrawn by its proposer"),
        Stage.UNSUPPORTED: _("Closed for lack of support"),
        Stage.MERGED: _("Merged into another proposal"),
        Stage.DIVIDED: _("Divided into several proposals"),
    }
    kind = change.to_stage if change.from_stage else ""
    voted = change.from_stage == Stage.VOTE
    return Event(titles[kind], change.at, text=outcome_sentence(record) if voted else change.note)


def _text_event(edition: Any) -> Event:
    return Event(_("Text changed"), edition.published_at, text=edition.summary, url=_comparison(edition))


def _comparison(edition: Any) -> str:
    return f"{reverse('wiki:compare', args=[edition.page_id])}?b={edition.number}"


def _answer_event(answer: Any) -> Event:
    said = {"answer": answer.outcome}
    title = _("The city answered: %(answer)s") % said if answer.outcome else _("The city answered")
    return Event(title, answer.answered_at, text=answer.department, url="#answer")


def _joined_event(succession: Any) -> Event:
    before = succession.before
    told = {"code": before.code, "title": before.page.title}
    merged = before.stage == Stage.MERGED
    title = _("%(code)s “%(title)s” was merged into this") if merged else _("Came from %(code)s “%(title)s”")
    return Event(title % told, succession.at, url=before.own_address)


def _carried_event(page: Any, edition: Any) -> Event:
    title = _("“%(page)s” was changed accordingly") % {"page": page.title}
    return Event(title, edition.published_at, text=edition.summary, url=_comparison(edition))


def _awaited(record: Any) -> Event | None:
    titles = {
        Stage.SUPPORT: _("Support closes"),
        Stage.DELIBERATION: _("The discussion closes"),
        Stage.VOTE: _("The vote closes"),
        Stage.CITY: _("The city's answer is due"),
    }
    moment = record.due_at if record.stage == Stage.CITY else record.closes_at
    if record.stage not in titles or moment is None:
        return None
    return Event(titles[record.stage], moment, state="next")
