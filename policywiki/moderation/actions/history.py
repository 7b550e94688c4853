"""Locking a case, and writing down what happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policywiki.moderation.models import Case, CaseEntry, Decision, Reason

VERBS = {
    "opened": _("sent"),
    "claimed": pgettext_lazy("what happened to an item", "taken"),
    "dealt": _("taken with a batch"),
    "released": _("put back"),
    "handed_over": _("handed over"),
    "postponed": _("put off"),
    "woken": _("back in the list"),
    "noted": _("note inside the house"),
    "asked": _("asked for a second opinion"),
    "answered": _("second opinion"),
    "edited": _("edited before publishing"),
    "revised": _("sent again"),
    "settled": _("put onto the page as it is now"),
    "withdrawn": _("withdrawn by the author"),
    "approved": _("agreed to publish; another reviewer looks too"),
    "no_longer_needed": _("no longer needed: it is on the page already"),
    "at_once": _("published at once: a trusted author, an open page"),
    "turned": _("a change was made of it"),
    "second_look": _("asked for a second look"),
    "singled_out": _("some put on the list by themselves"),
    Decision.PUBLISH: pgettext_lazy("what happened to an item", "published"),
    Decision.NEEDS_MORE: _("asked for a little more"),
    Decision.NOT_PUBLISHED: _("not published"),
}


def locked(case_id: int) -> Case:
    """The row, re-read under its lock (on SQLite the IMMEDIATE transaction is the lock)."""
    return Case.objects.select_for_update(no_key=True).get(pk=case_id)


def log(
    case: Case,
    verb: str,
    actor: Any,
    now: datetime,
    *,
    note: str = "",
    reason: Reason | None = None,
    inside: bool = False,
) -> None:
    """One more entry in its history; `inside` is for colleagues only."""
    CaseEntry.objects.create(
        case=case, at=now, actor=actor, verb=verb, note=note.strip(), reason=reason, inside=inside
    )
