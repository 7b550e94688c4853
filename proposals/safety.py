"""Texts of proposals, beside page and suggestion, in which words may have to be hidden."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policywiki.trust.hiding import Scope, field_store, register

from .models import Amendment, Answer, Ballot, CitedSource, Division, Merge, StageChange

register(
    field_store(
        "amendment",
        _("answers of a proposal's authors"),
        Amendment,
        ("reason",),
        lambda scope: Amendment.objects.filter(suggestion__page_id=scope.page_id or 0),
    )
)


def _merges(scope: Scope) -> Any:
    return Merge.objects.filter(Q(ends__page=scope.page_id or 0) | Q(stays__page=scope.page_id or 0))


register(
    field_store(
        "stage_change",
        _("notes in the timeline"),
        StageChange,
        ("note",),
        lambda scope: StageChange.objects.filter(proposal__page=scope.page_id or 0),
    )
)
register(field_store("merge", _("reasons for merging"), Merge, ("why", "reason"), _merges))
register(
    field_store(
        "division",
        _("reasons for dividing"),
        Division,
        ("why",),
        lambda scope: Division.objects.filter(record__page=scope.page_id or 0),
    )
)
register(
    field_store(
        "answer",
        _("the city's answers"),
        Answer,
        ("text",),
        lambda scope: Answer.objects.filter(proposal__page=scope.page_id or 0),
    )
)


def _ballots(scope: Scope) -> Any:
    """A proposal may have tens of thousands of votes, few with a reason."""
    cast = Ballot.objects.filter(proposal__page=scope.page_id or 0).exclude(reason="")
    return cast.only("pk", "reason").iterator(chunk_size=500)


register(
    field_store(
        "ballot",
        _("reasons for votes"),
        Ballot,
        ("reason",),
        _ballots,
    )
)
register(
    field_store(
        "cited_place",
        _("proposals that cite it"),
        CitedSource,
        ("place", "place_now"),
        lambda scope: CitedSource.objects.filter(source=scope.page_id or 0),
    )
)
