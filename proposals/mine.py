"""A person's proposals, support and votes: on their public page, under "My things", in "My data"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.paging import page_of
from policywiki.accounts.registry import Exporter, MySection, ProfileSection, on_erase, register

from .merging import questions
from .models import (
    Amendment,
    Ballot,
    CoAuthor,
    Merge,
    Objection,
    Paper,
    ProposalRecord,
    Support,
    SupporterReply,
    TextChange,
)
from .models.votes import receipt_of
from .texts import Asked, first_question

MOST_PAPERS = 50  # common votes are few


def proposed(person: Any, request: HttpRequest) -> dict[str, Any] | None:
    """`page_obj` of records that everybody may read, whoever asks; nothing where there are none."""
    found = ProposalRecord.objects.visible(AnonymousUser()).filter(proposer=person)
    page = page_of(request, found.select_related("page"), name="proposals")
    return {"page_obj": page} if page.paginator.count else None


def supported(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`page_obj` of Support rows, those first whose text has changed (`asked`), then newest first.

    `questions`: what stands in the place of one of them and has not been answered.
    """
    asked = TextChange.objects.asking().filter(
        proposal=OuterRef("proposal"), edition__number__gt=OuterRef("edition__number")
    )
    found = Support.objects.filter(person=user).select_related("proposal__page", "edition")
    found = found.annotate(asked=Exists(asked.order_by()))
    page = page_of(request, found.order_by("-asked", "-given_at", "-pk"))
    _without_void_questions(list(page))
    return {"page_obj": page, "questions": questions(user)}


def _without_void_questions(rows: list[Any]) -> None:
    """Nobody is asked whose text has come back (texts.first_question). One query."""
    put: dict[int, list[Asked]] = defaultdict(list)
    for change in TextChange.objects.questions_of(*(row.proposal_id for row in rows if row.asked)):
        put[change.proposal_id].append(change.asked)
    for row in rows:
        row.asked = first_question(row.edition.number, put[row.proposal_id]) is not None


def voted(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`page_obj` of Ballots, newest first, and `papers` of common votes. Nobody but the voter ever sees these."""
    found = Ballot.objects.filter(person=user).select_related("proposal__page")
    page = page_of(request, found.order_by("-cast_at", "-pk"))
    for ballot in page:
        ballot.receipt = receipt_of(ballot.proposal, user)
    papers = Paper.objects.filter(person=user).select_related("poll__call")
    common: list[Any] = list(papers.order_by("-cast_at", "-pk")[:MOST_PAPERS])
    for paper in common:
        paper.receipt = receipt_of(paper.poll, user)
    return {"page_obj": page, "papers": common}


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
            "set_aside": row.set_aside_by_id is not None,
            "cast_at": row.cast_at.isoformat(timespec="seconds"),
        }


def paper_rows(person: Any) -> Iterator[dict[str, Any]]:
    """What they said in common votes, as in the public record (polls.verify_poll)."""
    for row in Paper.objects.filter(person=person).select_related("poll").order_by("pk"):
        yield {
            "vote": row.poll.code,
            "mode": row.poll.mode,
            "paper": row.paper,
            "receipt": receipt_of(row.poll, person),
            "set_aside": row.set_aside_by_id is not None,
            "cast_at": row.cast_at.isoformat(timespec="seconds"),
        }


def objection_rows(person: Any) -> Iterator[dict[str, Any]]:
    """What they said where a vote of theirs was set aside."""
    own = Objection.objects.filter(Q(ballot__person=person) | Q(paper__person=person))
    for row in own.select_related("ballot__proposal__page", "paper__poll", "case").order_by("pk"):
        yield {
            "vote": row.vote.about.code,
            "text": row.text,
            "sent_at": row.made_at.isoformat(timespec="seconds"),
            "outcome": row.case.decision,
        }


def shared(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`page_obj` of CoAuthor rows: what this person has been asked first, then what they share."""
    found = CoAuthor.objects.filter(person=user, ended_at__isnull=True).select_related(
        "proposal__page", "proposal__proposer"
    )
    return {"page_obj": page_of(request, found.order_by(F("agreed_at").desc(nulls_first=True), "-pk"))}


def shared_rows(person: Any) -> Iterator[dict[str, Any]]:
    for row in CoAuthor.objects.filter(person=person).select_related("proposal__page").order_by("pk"):
        yield {
            "proposal": str(row.proposal),
            "invited_at": row.invited_at.isoformat(timespec="seconds"),
            "agreed_at": row.agreed_at and row.agreed_at.isoformat(timespec="seconds"),
            "ended_at": row.ended_at and row.ended_at.isoformat(timespec="seconds"),
        }


def answer_rows(person: Any) -> Iterator[dict[str, Any]]:
    """What they said as an author to changes that others suggested."""
    for row in Amendment.objects.filter(decided_by=person).select_related("proposal__page", "suggestion"):
        yield {
            "proposal": str(row.proposal),
            "suggestion": row.suggestion_id,
            "outcome": row.suggestion.state,
            "reason": row.reason,
            "decided_at": row.decided_at and row.decided_at.isoformat(timespec="seconds"),
        }


@on_erase
def share_no_longer(*, person: Any, now: datetime) -> None:
    CoAuthor.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now)


def joining_rows(person: Any) -> Iterator[dict[str, Any]]:
    """What this person asked and answered where proposals became one or several."""
    asked = Merge.objects.filter(asked_by=person).select_related("ends__page", "stays__page").order_by("pk")
    for merge in asked:
        yield {
            "asked_that": str(merge.ends),
            "becomes_part_of": str(merge.stays),
            "why": merge.why,
            "asked_at": merge.asked_at.isoformat(timespec="seconds"),
        }
    replies = SupporterReply.objects.filter(person=person).select_related("succession__after__page")
    for reply in replies.order_by("pk"):
        yield {
            "proposal": str(reply.succession.after),
            "supports_it_too": reply.supports,
            "answered_at": reply.at.isoformat(timespec="seconds"),
        }


def register_parts() -> None:
    register(ProfileSection("proposals", _("Proposals"), "proposals/of_person.html", proposed, order=10))
    register(MySection("supported", _("Supported"), "proposals/my_support.html", supported, order=30))
    register(MySection("votes", _("Votes"), "proposals/my_votes.html", voted, order=40))
    register(MySection("shared", _("Shared texts"), "proposals/my_shared.html", shared, order=35))
    register(Exporter("shared", _("Shared texts"), shared_rows, order=65))
    register(Exporter("answers_to_changes", _("Your answers to suggested changes"), answer_rows, order=66))
    register(Exporter("support", _("Support"), support_rows, order=60))
    register(Exporter("votes", _("Votes"), vote_rows, order=70))
    register(Exporter("common_votes", _("Common votes"), paper_rows, order=71))
    register(Exporter("objections", _("Objections"), objection_rows, order=72))
    register(Exporter("joining", _("Merging and dividing"), joining_rows, order=75))
