"""A person's proposals, support and votes: on their public page, under "My things", in "My data"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.paging import page_of
from policywiki.accounts.registry import Exporter, MySection, ProfileSection, register

from .models import Ballot, ProposalRecord, Support
from .models.votes import receipt_of


def proposed(person: Any, request: HttpRequest) -> dict[str, Any] | None:
    """`page_obj` of records that everybody may read, whoever asks; nothing where there are none."""
    found = ProposalRecord.objects.visible(AnonymousUser()).filter(proposer=person)
    page = page_of(request, found.select_related("page"), name="proposals")
    return {"page_obj": page} if page.paginator.count else None


def supported(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`page_obj` of Support rows, newest first."""
    found = Support.objects.filter(person=user).select_related("proposal__page")
    return {"page_obj": page_of(request, found.order_by("-given_at", "-pk"))}


def voted(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`page_obj` of Ballots, newest first. Nobody but the voter ever sees these."""
    found = Ballot.objects.filter(person=user).select_related("proposal__page")
    page = page_of(request, found.order_by("-cast_at", "-pk"))
    for ballot in page:
        ballot.receipt = receipt_of(ballot.proposal, user)
    return {"page_obj": page}


def support_rows(person: Any) -> Iterator[dict[str, Any]]:
    for row in Support.objects.filter(person=person).select_related("proposal__page").order_by("pk"):
        yield {
            "proposal": str(row.proposal),
            "version": row.edition_id,
            "given_at": row.given_at.isoformat(timespec="seconds"),
        }


def vote_rows(person: Any) -> Iterator[dict[str, Any]]:
    for row in Ballot.objects.filter(person=person).select_related("proposal__page").order_by("pk"):
        yield {
            "proposal": str(row.proposal),
            "version": row.edition_id,
            "choice": row.choice,
            "reason": row.reason,
            "receipt": receipt_of(row.proposal, person),
            "shows_name": row.shows_name,
            "cast_at": row.cast_at.isoformat(timespec="seconds"),
        }


def register_parts() -> None:
    register(ProfileSection("proposals", _("Proposals"), "proposals/of_person.html", proposed, order=10))
    register(MySection("supported", _("Supported"), "proposals/my_support.html", supported, order=30))
    register(MySection("votes", _("Votes"), "proposals/my_votes.html", voted, order=40))
    register(Exporter("support", _("Support"), support_rows, order=60))
    register(Exporter("votes", _("Votes"), vote_rows, order=70))
