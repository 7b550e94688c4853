"""One item: what changes, what colleagues say, the decision."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from policywiki.core.verdicts import Refused
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.actions.history import VERBS
from policywiki.moderation.actions.taking import claim, hand_over, postpone, release
from policywiki.moderation.actions.talking import ask_opinion, give_opinion, note_inside
from policywiki.moderation.forms import ColleagueForm, DecisionForm, NoteForm, PostponeForm
from policywiki.moderation.letters import for_author, has_second_look, letter
from policywiki.moderation.models import (
    BulkItem,
    BulkState,
    Case,
    CaseState,
    Decision,
    SecondOpinion,
    TrackRecord,
)
from policywiki.moderation.naming import in_readers_language
from policywiki.moderation.permissions import may_claim, may_note
from policywiki.moderation.registry import CaseKind, head_starts, kind_of
from policywiki.moderation.trail import Trail

from .guard import act, case_of, for_moderators

DONE: dict[str, Any] = {
    Decision.PUBLISH: _("Published. The author has been told."),
    Decision.NEEDS_MORE: _("Sent back to the author with your message."),
    Decision.NOT_PUBLISHED: _("Not published. The author can read the reason."),
}
ONE_MORE = _("Your yes is noted. Another moderator has to agree before it is published.")
# The buttons that only show what the author would read.
PREVIEWS = {"preview_needs_more": Decision.NEEDS_MORE, "preview_not_published": Decision.NOT_PUBLISHED}

# The buttons of a kind's own part that put words into the message; nothing is decided yet.
SAY = "say:"


@require_GET
@for_moderators
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _review(request, case_of(pk))


@require_POST
@for_moderators
def take(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, lambda case: claim(case=case, moderator=request.user, now=timezone.now()))


@require_POST
@for_moderators
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, lambda case: release(case=case, moderator=request.user, now=timezone.now()))


@require_POST
@for_moderators
def hand_to(request: HttpRequest, pk: int) -> HttpResponse:
    form = ColleagueForm(request.POST, moderator=request.user)
    if not form.is_valid():
        return _review(request, case_of(pk), handing=form, status=422)
    chosen = form.cleaned_data

    def verb(case: Case) -> Case:
        return hand_over(case=case, moderator=request.user, to=chosen["colleague"], note=chosen["note"],
                         now=timezone.now())  # fmt: skip

    return act(request, pk, verb, said=_("Handed over."), on=True)


@require_POST
@for_moderators
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    form = PostponeForm(request.POST)
    if not form.is_valid():
        return _review(request, case_of(pk), later=form, status=422)
    until = timezone.make_aware(datetime.combine(form.cleaned_data["until"], time(6)))

    def verb(case: Case) -> Case:
        return postpone(case=case, moderator=request.user, until=until, note=form.cleaned_data["note"],
                        now=timezone.now())  # fmt: skip

    return act(request, pk, verb, said=_("Put off. It comes back by itself on that day."), on=True)


@require_POST
@for_moderators
def note(request: HttpRequest, pk: int) -> HttpResponse:
    said = request.POST.get("note", "")
    return act(
        request,
        pk,
        lambda case: note_inside(case=case, moderator=request.user, note=said, now=timezone.now()),
        said=_("Noted. Only moderators read it."),
    )


@require_POST
@for_moderators
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    form = ColleagueForm(request.POST, moderator=request.user)
    if not form.is_valid():
        return _review(request, case_of(pk), asking=form, status=422)
    chosen = form.cleaned_data

    def verb(case: Case) -> SecondOpinion:
        return ask_opinion(case=case, moderator=request.user, of=chosen["colleague"], question=chosen["note"],
                           now=timezone.now())  # fmt: skip

    return act(request, pk, verb, said=_("Asked. The item stays in the list."))


@require_POST
@for_moderators
def give(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    asked = get_object_or_404(SecondOpinion, pk=opinion, case=pk)
    said = request.POST.get("note", "")
    return act(
        request,
        pk,
        lambda case: give_opinion(opinion=asked, moderator=request.user, answer=said, now=timezone.now()),
        said=_("Thank you. Your colleague reads it beside the item."),
    )


@require_POST
@for_moderators
def decide_case(request: HttpRequest, pk: int) -> HttpResponse:
    case, trail = case_of(pk), Trail.of(request)
    pressed = request.POST.get("decision", "")
    if (shown := PREVIEWS.get(pressed)) is not None:
        return _review(request, case, form=DecisionForm(request.POST), previewed=shown)
    if pressed.startswith(SAY):
        said = DecisionForm(_with_phrase(request, case, pressed.removeprefix(SAY)))
        return _review(request, case, form=said, previewed=Decision.NEEDS_MORE)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _review(request, case, form=form, status=422)
    chosen = form.cleaned_data
    following = trail.on_from(case)
    try:
        case = decide(
            case=case,
            decision=chosen["decision"],
            moderator=request.user,
            version=chosen["version"],
            reason=chosen["reason"] if chosen["decision"] == Decision.NOT_PUBLISHED else None,
            note=chosen["note"],
            now=timezone.now(),
        )
    except Refused as refusal:
        # What the moderator wrote stays in the form; the item is shown as it is now.
        return _review(request, case_of(pk), form=form, refusal=refusal, status=409)
    except ValidationError as error:
        # What was sent no longer fits a rule of today: said, not a fault of the server.
        form.add_error(None, list(error.messages))
        return _review(request, case_of(pk), form=form, status=422)
    waits = case.state == CaseState.OPEN
    made = Decision(chosen["decision"])
    messages.success(request, str(ONE_MORE if waits else kind_of(case).done.get(made, DONE[made])))
    return redirect(following)


@require_POST
@for_moderators
def preview_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What the author would read, for the box beside the form as one types."""
    case = case_of(pk)
    return render(request, "moderation/letter.html", {"letters": _letters(case, DecisionForm(request.POST))})


def _with_phrase(request: HttpRequest, case: Case, key: str) -> QueryDict:
    """What the form holds, with the words that the kind has for this key after what the moderator wrote."""
    say, held = kind_of(case).phrase, request.POST.copy()
    with override(for_author(case, get_language() or "")):
        words = say(case, key) if say is not None else ""
    note = held.get("note", "").strip()
    if words and words not in note:
        held["note"] = "\n\n".join(filter(None, [note, words]))
    return held


def _letters(case: Case, form: DecisionForm, only: str = "") -> list[dict[str, Any]]:
    """The message for each decision that has one, with what the form holds now."""
    form.is_valid()
    held = getattr(form, "cleaned_data", {})
    language = for_author(case, get_language() or "")
    return [
        {
            "decision": decision,
            "label": Decision(decision).label,
            "language": language,
            "lines": letter(
                decision=decision,
                language=language,
                reason=held.get("reason"),
                note=held.get("note", ""),
                first_time=case.first_time,
                second_look=has_second_look(case),
            ),
        }
        for decision in (Decision.NEEDS_MORE, Decision.NOT_PUBLISHED)
        if decision in kind_of(case).decisions and only in ("", decision)
    ]


def _review(
    request: HttpRequest,
    case: Case,
    *,
    form: DecisionForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
    previewed: str = "",
    **forms: Any,
) -> HttpResponse:
    kind, now, trail = kind_of(case), timezone.now(), Trail.of(request)
    in_readers_language([case])
    shown = form or DecisionForm(initial={"version": case.version})
    shown.offer_reasons(about_votes=kind.about_votes)
    context = {
        "case": case,
        "kind": kind,
        "form": shown,
        "refusal": refusal,
        "holder": case.taken_by(now),
        "may_act": may_claim(request.user, case, now=now),
        "trail": trail,
        "next_url": trail.on_from(case),
        "decisions": kind.decisions,
        "approvals": list(case.approvals.select_related("by")) if case.approvals_needed > 1 else [],
        "edit_url": kind.edit_url(case) if kind.edit_url is not None else "",
        "letters": _letters(case, shown, previewed) if previewed else [],
        "pending": BulkItem.objects.filter(case=case, state=BulkState.WAITING).select_related("bulk").first(),
        "breadcrumbs_items": [
            {"url": trail.list_url, "label": _("My twenty") if trail.batch else _("To check")},
            {"url": "", "label": case.shown_title},
        ],
        **_about(request, case, now),
        **_side_forms(request, forms),
        **kind.review(case),
    }
    return render(request, "moderation/review.html", context, status=status)


def _about(request: HttpRequest, case: Case, now: datetime) -> dict[str, Any]:
    """What is known of the item beside its text. What colleagues said is not for its author."""
    entries = case.entries.select_related("actor", "reason")
    opinions: Any = case.opinions.select_related("asked_by", "asked_of")
    inside = bool(may_note(request.user, case))
    labels, verbs = head_starts(), _verbs(kind_of(case))
    return {
        "record": TrackRecord.objects.filter(person=case.author).first(),
        "late": case.is_overdue(now),
        "ahead": [(labels[name][0], hours) for name, hours in case.head_starts.items() if name in labels],
        "inside": inside,
        "entries": [
            (entry, verbs.get(entry.verb, entry.verb)) for entry in (entries if inside else entries.public())
        ],
        "opinions": list(opinions) if inside else [],
    }


def _verbs(kind: CaseKind) -> dict[str, Any]:
    """What happened, in words; where nothing is published, in the words of its own buttons."""
    words: dict[str, Any] = dict(VERBS)
    if kind.done:
        words |= {Decision.PUBLISH: kind.publish_label, Decision.NOT_PUBLISHED: kind.refuse_label}
    return words


def _side_forms(request: HttpRequest, bound: dict[str, Any]) -> dict[str, Any]:
    """The forms beside the decision; the one that was sent with a mistake keeps what it holds."""
    return {
        "handing": ColleagueForm(moderator=request.user, prefix=None),
        "asking": ColleagueForm(moderator=request.user),
        "later": PostponeForm(),
        "noting": NoteForm(),
        "opened": next(iter(bound), ""),
        "case_url": reverse("moderation:queue"),
    } | bound
