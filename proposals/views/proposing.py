"""Writing a proposal in four short steps; every step is kept when it is sent, and while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policywiki.accounts import pending
from policywiki.core import limits
from policywiki.core.verdicts import WrongStage
from policywiki.suggestions.models import AUTHOR_MAY_WRITE, State, Suggestion
from policywiki.trust.warning import Warned, must_ask, warnings
from policywiki.wiki.sources import find
from proposals.alike import alike_to
from proposals.drafting import content_of, empty_row, empty_state
from proposals.drafts import (
    IN_SESSION,
    LAST_SENT,
    SESSION_KEY,
    TO_SEND,
    Draft,
    KeptDraft,
    adopted,
    draft_of,
    has_words,
    send_draft,
    start,
)
from proposals.evidence_rows import with_page, with_recognised, without_page
from proposals.moving_on import put_together, tell_of_others, what_it_changes
from proposals.propose_forms import LAST_STEP, MOST_ROWS, STEPS, StepForms, bound, read, shown
from proposals.showing import preview
from proposals.target import NEW_PROPOSAL

from .acting import to_sign_in
from .calls import asked_for, offered
from .lacking import missing, step_url, undescribed

EVIDENCE_STEP = 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """What one needs to know before, one's open drafts, and the button to begin."""
    if request.method == "POST":
        return _begin(request)
    drafts = []
    if request.user.is_authenticated:
        mine = Suggestion.objects.by(request.user).filter(kind=NEW_PROPOSAL, state__in=AUTHOR_MAY_WRITE)
        drafts = [draft for draft in mine if draft.state != State.SENT]
    begun = not request.user.is_authenticated and IN_SESSION in request.session
    context = {"drafts": drafts, "in_session": begun, **offered(request)}
    return render(request, "proposals/propose.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose_step(request: HttpRequest, key: str, step: int) -> HttpResponse:
    """One of the four steps. Raises Http404 for a draft that is not this person's."""
    if not 1 <= step <= LAST_STEP:
        raise Http404
    if key != SESSION_KEY and pending.sends_signed_out(request):
        return pending.keep(request)
    if key == SESSION_KEY and request.user.is_authenticated:
        mine = adopted(request)
        if request.method != "POST":
            return redirect("proposals:propose_step", mine, step) if mine else redirect("proposals:propose")
        key = mine or _from_before()
    draft = draft_of(request, key)
    if request.method != "POST":
        return _render(request, draft, shown(step, draft.state, draft.call))
    draft.save(read(step, draft.state, request.POST, draft.call), timezone.now())
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    return _go_on(request, draft, step)


def _from_before() -> NoReturn:
    raise WrongStage(
        _(
            "This form is from before you signed in, and what it belonged to is no longer a draft. "
            "Copy your words from here and begin anew."
        )
    )


def _begin(request: HttpRequest) -> HttpResponse:
    call = asked_for(request)
    if call is None:
        return _not_begun(request)
    if not request.user.is_authenticated:
        if has_words(request.session.get(IN_SESSION)) and "anew" not in request.POST:
            messages.info(request, _("You had begun a proposal here: this is it."))
            return redirect("proposals:propose_step", SESSION_KEY, 1)
        request.session[IN_SESSION] = empty_state(get_language() or "") | {"call": str(call.pk)}
        return redirect("proposals:propose_step", SESSION_KEY, 1)
    limits.spend(request, "suggestion")
    suggestion = start(author=request.user, language=get_language() or "", call=call, now=timezone.now())
    return redirect("proposals:propose_step", suggestion.pk, 1)


def _not_begun(request: HttpRequest) -> HttpResponse:
    """Several calls are open and none was chosen, or none is open."""
    context = offered(request)
    context["error"] = _("Please choose a call.") if context["calls"] else ""
    return render(request, "proposals/propose.html", context, status=422)


def _go_on(request: HttpRequest, draft: Draft, step: int) -> HttpResponse:
    """After saving: a row more or less, back, on to the next step, or send."""
    do, *rest = request.POST.get("do", "").split(":")
    if step == EVIDENCE_STEP:
        draft.save(with_recognised(draft.state), timezone.now())
        if (answer := _cite(request, draft, do, rest)) is not None:
            return answer
    if do in ("add", "remove") and rest:
        _change_rows(draft, do, rest)
        return redirect(step_url(draft, step) + f"#{rest[0]}")
    if do == "back" and step > 1:
        return redirect(step_url(draft, step - 1))
    forms = bound(step, draft.state, draft.call)
    if not forms.is_valid():
        return _render(request, draft, forms, status=422)
    if step < LAST_STEP:
        return redirect(step_url(draft, step + 1))
    return _send(request, draft)


def _cite(request: HttpRequest, draft: Draft, do: str, rest: list[str]) -> HttpResponse | None:
    """Find a page of this site, cite it, cite it no longer. None where that was not asked for."""
    words = request.POST.get("find", "").strip()
    if do == "find" or (not do and words != request.POST.get("found", "").strip()):
        shown_again = shown(EVIDENCE_STEP, draft.state, draft.call)
        return _render(request, draft, shown_again, found=(words, find(words)))
    if do == "cite" and rest:
        draft.save(with_page(draft.state, rest[0], most=MOST_ROWS), timezone.now())
    elif do == "uncite" and rest and rest[0].isdecimal():
        draft.save(without_page(draft.state, int(rest[0])), timezone.now())
    else:
        return None
    return redirect(step_url(draft, EVIDENCE_STEP) + "#evidence")


def _change_rows(draft: Draft, do: str, rest: list[str]) -> None:
    name = rest[0]
    if name not in ("measures", "evidence"):
        return
    rows = list(draft.state[name])
    if do == "add" and len(rows) < MOST_ROWS:
        rows.append(empty_row(name))
    elif do == "remove" and len(rest) == 2 and rest[1].isdecimal():
        rows = [row for number, row in enumerate(rows) if number != int(rest[1])]
    draft.save({**draft.state, name: rows}, timezone.now())


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    if not isinstance(draft, KeptDraft):
        if lacking := missing(draft):
            return _lacks(request, draft, lacking)
        request.session[TO_SEND] = True
        messages.info(request, _("Sign in, and your proposal is sent at once. Your text is kept."))
        return to_sign_in(reverse("proposals:propose_sent"))
    if lacking := undescribed(draft):
        return _lacks(request, draft, lacking)
    if must_ask(warned := _warned(draft), request.POST):
        return _render(request, draft, shown(LAST_STEP, draft.state, draft.call), warned=warned, status=422)
    limits.spend(request, "suggestion")
    if draft.is_change and (answer := _put_together(request, draft)) is not None:
        return answer
    try:
        send_draft(draft, now=timezone.now())
    except (WrongStage, ValidationError) as error:
        said = error.messages if isinstance(error, ValidationError) else [error.message]
        return _lacks(request, draft, missing(draft) or [{"text": text, "url": ""} for text in said])
    request.session[LAST_SENT] = draft.suggestion.pk
    messages.success(request, _("Sent. We tell you when it has been checked."))
    return redirect("proposals:propose_sent")


def _put_together(request: HttpRequest, draft: KeptDraft) -> HttpResponse | None:
    """Where the proposal has moved on: both changes together, to look at once more; or its author chooses."""
    try:
        moved = put_together(draft, now=timezone.now())
    except ValueError:
        return _lacks(request, draft, missing(draft))
    if moved == "overlaps":
        return redirect("suggestions:settle", pk=draft.suggestion.pk)
    return (
        _render(request, draft, shown(LAST_STEP, draft.state, draft.call), moved_on=True) if moved else None
    )


def _lacks(request: HttpRequest, draft: Draft, gaps: list[dict[str, Any]]) -> HttpResponse:
    """The last step once more, with what is missing and the way there."""
    return _render(request, draft, shown(LAST_STEP, draft.state, draft.call), gaps=gaps, status=422)


@never_cache
def propose_sent(request: HttpRequest) -> HttpResponse:
    """To what has just been sent; to the start, with its drafts, where nothing was."""
    if not request.user.is_authenticated:
        return redirect("proposals:propose")
    sent = Suggestion.objects.by(request.user).filter(pk=request.session.get(LAST_SENT, 0)).first()
    return redirect(sent if sent is not None else "proposals:propose")


def _warned(draft: Draft) -> list[Warned]:
    """What in the text looks like personal data and did not stand there before."""
    try:
        return warnings(content_of(draft.state, base=draft.base), draft.base)
    except ValueError:
        return []


def _render(
    request: HttpRequest,
    draft: Draft,
    forms: StepForms,
    *,
    gaps: list[Any] | None = None,
    warned: list[Warned] | None = None,
    found: tuple[str, list[Any]] | None = None,
    moved_on: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "draft": draft,
        "forms": forms,
        "step": forms.step,
        "steps": _line(draft, forms.step),
        "save_url": step_url(draft, forms.step),
        "wanted": draft.suggestion.case.note if draft.suggestion and draft.suggestion.case else "",
        "gaps": gaps or [],
        "found": found,
        "moved_on": moved_on,
        **tell_of_others(draft, forms, request.user),
    }
    if forms.step == LAST_STEP:
        context |= _previewed(draft) | {"personal": _warned(draft), "asks": warned is not None}
        context |= _alike(request, draft)
        context["diff"] = what_it_changes(draft)
        context["photos"] = list(draft.suggestion.photos.all()) if draft.suggestion else []
    return render(request, f"proposals/step{forms.step}.html", context, status=status)


def _previewed(draft: Draft) -> dict[str, Any]:
    try:
        _template, context = preview(content_of(draft.state, base=draft.base))
    except ValueError:
        return {"gaps": missing(draft)}
    return context


def _alike(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Published proposals like this one; none for a change to one of them."""
    if draft.is_change:
        return {}
    return alike_to(title=draft.state["title"], text=_told(draft.state), viewer=request.user)


def _told(state: Mapping[str, Any]) -> str:
    """What a draft says of its problem and what should happen."""
    return "\n".join([state["problem"], state["summary"], *(row["what"] for row in state["measures"])])


def _line(draft: Draft, here: int) -> list[dict[str, Any]]:
    states = {True: "done", False: "next"}
    return [
        {
            "label": label,
            "state": "now" if number == here else states[number < here],
            "url": step_url(draft, number) if number < here else "",
        }
        for number, label in enumerate(STEPS, start=1)
    ]
