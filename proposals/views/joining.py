"""Joining a proposal that is there already, instead of sending one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policywiki.accounts import pending
from policywiki.core import limits
from policywiki.core.verdicts import require
from policywiki.discussion.models import CommentState
from policywiki.trust.warning import Warned, must_ask, warnings
from proposals.actions.join import join_with_change, join_with_comment
from proposals.drafts import Draft, draft_of
from proposals.models import ProposalRecord
from proposals.permissions import can_change_text, can_comment, can_join
from proposals.propose_forms import JoinForm
from proposals.wording import sentence

from .reading import by_number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What one has written, to be brought along as a comment or a suggested change; guests sign in to send.

    Raises Http404 for a draft that is not this person's, WrongStage for a proposal that is over.
    """
    record, draft = by_number(request, number), draft_of(request, key)
    if draft.is_change:
        raise Http404
    verdict = can_join(request.user, record)
    if request.user.is_authenticated or verdict.when:
        require(verdict)
    form = _form(request, draft, record)
    if request.method != "POST":
        return _render(request, draft, record, form)
    if not form.is_valid():
        return _render(request, draft, record, form)
    if not request.user.is_authenticated:
        return pending.keep(request)
    if must_ask(warned := warnings(form.cleaned_data["text"]), request.POST):
        return _render(request, draft, record, form, warned)
    bring = {"comment": _as_comment, "change": _as_change}[form.cleaned_data["way"]]
    return bring(request, draft, record, form.cleaned_data)


def _form(request: HttpRequest, draft: Draft, record: ProposalRecord) -> JoinForm:
    closed = {
        "comment": can_comment(request.user, record.page),
        "change": can_change_text(request.user, record),
    }
    return JoinForm(
        request.POST if request.method == "POST" else None,
        initial={"text": written(draft.state)},
        ways=[way for way, verdict in closed.items() if not verdict.when],
        has_draft=draft.suggestion is not None,
    )


def written(state: Any) -> str:
    """Title, problem and summary of a draft, as one text."""
    parts = (str(state.get(name) or "").strip() for name in ("title", "problem", "summary"))
    return "\n\n".join(part for part in parts if part)


def _render(
    request: HttpRequest,
    draft: Draft,
    record: ProposalRecord,
    form: JoinForm,
    warned: list[Warned] | None = None,
) -> HttpResponse:
    context = {
        "draft": draft,
        "record": record,
        "page": record.page,
        "sentence": sentence(record, now=timezone.now(), answer=record.answer),
        "form": form,
        "personal": warned,
        "asks": bool(warned),
    }
    return render(request, "proposals/join.html", context, status=422 if form.errors or warned else 200)


def _as_comment(
    request: HttpRequest, draft: Draft, record: ProposalRecord, given: dict[str, Any]
) -> HttpResponse:
    limits.spend(request, "comment")
    comment = join_with_comment(
        record=record,
        person=request.user,
        text=given["text"],
        language=draft.state.get("language") or get_language() or "",
        instead_of=draft.suggestion if given.get("put_away") else None,
        now=timezone.now(),
    )
    if comment.state == CommentState.HELD and comment.case is not None:
        for why in comment.case.hold.messages(get_language() or ""):
            messages.warning(request, why)
    else:
        messages.success(
            request, _("What you wrote is a comment here now. Do you support the proposal as well?")
        )
    return redirect(record.page.get_url(request))


def _as_change(
    request: HttpRequest, draft: Draft, record: ProposalRecord, given: dict[str, Any]
) -> HttpResponse:
    limits.spend(request, "suggestion")
    change = join_with_change(
        record=record,
        person=request.user,
        text=given["text"],
        instead_of=draft.suggestion if given.get("put_away") else None,
        now=timezone.now(),
    )
    messages.info(
        request, _("What you wrote stands at the end of the problem. Put it where it belongs, then send it.")
    )
    return redirect("proposals:propose_step", change.pk, 1)
