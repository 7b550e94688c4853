"""The officials' form on the public site: the city's answer, and that it has been carried out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from policywiki.accounts.pending import kept_when_signed_out
from policywiki.core.markup import from_plain
from policywiki.core.verdicts import Refused, require
from proposals.actions.answer import publish_answer
from proposals.actions.carry_out import carry_out
from proposals.amending import texts_beside
from proposals.changing import to_offer
from proposals.forms import AnswerForm
from proposals.models import ProposalRecord
from proposals.permissions import can_answer
from proposals.wording import sentence

from .acting import note_of
from .reading import by_number


@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_signed_out
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """404 for everybody who is not an official."""
    record = by_number(request, number)
    _for_officials(request)
    offered = [(str(page.pk), page.title) for page in to_offer(record)]
    beside = texts_beside(record)
    initial = {"department": record.department, "text": _another_was_chosen(record, beside.get("chosen"))}
    form = AnswerForm(request.POST or None, initial=initial, cited=offered)
    if request.method == "POST" and form.is_valid() and _publish(request, record, form):
        messages.success(request, _("The answer is public now."))
        return redirect(record.page.get_url(request))
    verdict = can_answer(request.user, record)
    context = {
        "record": record,
        "page": record.page,
        "form": form,
        "verdict": verdict,
        "beside": beside,
        "sentence": sentence(record, now=timezone.now(), answer=record.answer),
    }
    return render(request, "proposals/answer.html", context, status=422 if form.errors else 200)


@require_POST
@kept_when_signed_out
def carried_out(request: HttpRequest, number: int) -> HttpResponse:
    record = by_number(request, number)
    carry_out(record=record, official=request.user, note=note_of(request), now=timezone.now())
    messages.success(request, _("The proposal is shown as carried out."))
    return redirect(record.page.get_url(request))


def _another_was_chosen(record: ProposalRecord, chosen: ProposalRecord | None) -> str:
    """Where the vote chose another text: an answer that says so, to begin with."""
    if chosen is None or chosen.pk == record.pk or record.answer is not None:
        return ""
    with override(record.page.language):
        said = gettext("The vote chose another text, and the city answers that one:")
    return f"{said} [{chosen.code}](page:{chosen.page_id})"


def _for_officials(request: HttpRequest) -> None:
    if not request.user.is_authenticated or not request.user.is_official:
        raise Http404


def _publish(request: HttpRequest, record: ProposalRecord, form: AnswerForm) -> bool:
    """Publish, or say on the form why not, with the text kept."""
    try:
        require(can_answer(request.user, record))
        publish_answer(
            record=record,
            official=request.user,
            state=form.cleaned_data["state"],
            text=from_plain(form.cleaned_data["text"]),
            department=form.cleaned_data["department"],
            changes=[
                page for page in to_offer(record) if str(page.pk) in form.cleaned_data.get("changes", [])
            ],
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
