"""What people do with a proposal: support, take back, vote, withdraw. Each is one POST."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policywiki.accounts.pending import kept_when_signed_out
from policywiki.core import limits
from policywiki.core.middleware import came_from
from policywiki.core.verdicts import WrongStage, require
from policywiki.editions.models import Edition
from policywiki.suggestions.actions.write import begin as begin_suggestion
from policywiki.suggestions.models import State, Suggestion
from proposals.actions.support import give_support, take_back
from proposals.actions.vote import cast_vote
from proposals.actions.withdraw import withdraw_proposal
from proposals.doubts.tracing import trace
from proposals.forms import NoteForm
from proposals.models import ProposalRecord
from proposals.pending import remember_support
from proposals.permissions import can_change_text
from proposals.recent import edition_of
from proposals.showing import support_view, vote_view
from proposals.wording import sentence_seen

from .reading import by_number, to_act_on

# Part of a proposal's page -> the step in which it is written, and its field there.
PLACES = {
    "title": (1, "id_title"),
    "problem": (1, "id_problem"),
    "summary": (2, "id_summary"),
    "measures": (2, "measures"),
    "affected": (3, "id_affected"),
    "effect": (3, "id_expected_effect"),
    "evidence": (3, "evidence"),
}


@require_POST
def support(request: HttpRequest, number: int) -> HttpResponse:
    """Support the text one has read; who is not signed in signs in first, and the act completes then."""
    record = by_number(request, number)
    edition = edition_read(request, record)
    if not request.user.is_authenticated:
        remember_support(request, record=record, edition=edition)
        messages.info(request, _("Sign in, and your support counts at once."))
        return to_sign_in(record.page.get_url(request))
    limits.spend(request, "support")
    give_support(record=record, person=request.user, edition=edition, now=timezone.now())
    return _box(request, record, "proposals/support.html", _("You support this proposal now."))


@require_POST
def withdraw_support(request: HttpRequest, number: int) -> HttpResponse:
    record = by_number(request, number)
    if not request.user.is_authenticated:
        return to_sign_in(record.page.get_url(request))
    limits.spend(request, "support")
    take_back(record=record, person=request.user, now=timezone.now())
    return _box(request, record, "proposals/support.html", _("Your support has been taken back."))


@require_POST
@kept_when_signed_out
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """One vote. Kept to few queries: a vote everybody talks about is cast hundreds of times a second."""
    record = to_act_on(request, number)
    limits.spend(request, "vote")
    now = timezone.now()
    cast_vote(
        record=record,
        voter=request.user,
        choice=request.POST.get("choice", ""),
        reason=lines(request.POST.get("reason", "")),
        shows_name=bool(request.POST.get("shows_name")),
        edition=edition_read(request, record),
        now=now,
        trace=trace(request, record, now=now),
    )
    if getattr(request, "htmx", False):
        return _box(request, record, "proposals/vote.html", "")
    # No message for the next page: the box itself says so, and a message would cost a write of the session.
    return redirect(f"{stood_on(request) or record.page.get_url(request)}#vote")


@require_POST
@kept_when_signed_out
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The proposer ends it, with a reason for its supporters."""
    record = by_number(request, number)
    try:
        withdraw_proposal(record=record, proposer=request.user, reason=note_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your proposal has been withdrawn. It stays readable."))
    return redirect(record.page.get_url(request))


@require_POST
def change_text(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a suggested change to this proposal's text, in the same four steps as a new one; or go on with one's own."""
    record = by_number(request, number)
    if not request.user.is_authenticated:
        return to_sign_in(record.page.get_url(request))
    require(can_change_text(request.user, record))
    begun = Suggestion.objects.by(request.user).filter(page=record.page_id, kind="change", state=State.DRAFT)
    suggestion = begun.order_by("-draft_saved_at", "-pk").first()
    if suggestion is not None:
        messages.info(request, _("You go on with the change that you had begun."))
    else:
        limits.spend(request, "suggestion")
        suggestion = begin_suggestion(
            author=request.user,
            kind="change",
            page=record.page,
            language=record.page.language,
            now=timezone.now(),
        )
    step, place = place_of(request.POST.get("part", ""))
    address = reverse("proposals:propose_step", args=[suggestion.pk, step])
    return redirect(f"{address}#{place}" if place else address)


def place_of(part: str) -> tuple[int, str]:
    """The step of the form, and the field in it, where this part of the text is written; the first for none."""
    name, _dot, row = part.partition("-")
    if name == "measure" and row.isdecimal():
        return 2, f"id_measures-{int(row) - 1}-what"
    return PLACES.get(part, (1, ""))


def edition_read(request: HttpRequest, record: ProposalRecord) -> Edition:
    """The version of the text that the form was shown with. Raises Http404."""
    given = request.POST.get("edition", "")
    edition = edition_of(record, int(given)) if given.isdecimal() and len(given) < 19 else None
    if edition is None:
        raise Http404
    return edition


def note_of(request: HttpRequest) -> str:
    """What was written for the timeline. Raises WrongStage, which keeps the words, where they are too many."""
    form = NoteForm({"note": lines(request.POST.get("note", ""))})
    if not form.is_valid():
        raise WrongStage(" ".join(map(str, form.errors["note"])))
    note: str = form.cleaned_data["note"]
    return note


def lines(text: str) -> str:
    """With line breaks of one character, as the browser counts them against `maxlength`; it sends two."""
    return text.replace("\r\n", "\n")


def stood_on(request: HttpRequest) -> str:
    """The page that the form stood on; "" where that is unknown, or was sent on after signing in."""
    found = came_from(request)
    return "" if "/resume/" in found and found.startswith(reverse("accounts:resume")) else found


def to_sign_in(then: str | None) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?{urlencode({'next': then or '/'})}")


def _box(request: HttpRequest, record: ProposalRecord, template: str, message: str) -> HttpResponse:
    """Back to the proposal with a message; to htmx only the box, drawn anew."""
    if not getattr(request, "htmx", False):
        messages.success(request, message)
        return redirect(record.page.get_url(request))
    fresh = by_number(request, record.number)
    return render(request, template, _box_context(request, fresh) | {"said": message, "just_now": True})


def _box_context(request: HttpRequest, record: ProposalRecord) -> dict[str, Any]:
    edition, now = Edition.objects.current(record.page), timezone.now()
    support = support_view(record, request.user, edition, now=now)
    return {
        "record": record,
        "page": record.page,
        "support": support,
        "stands": sentence_seen(record, support["count"], now=now, answer=record.answer),
        "vote": vote_view(record, request.user, edition, now=now),
    }
