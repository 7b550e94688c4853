"""Calls for proposals: the list of all, the page of one, and choosing one for a proposal."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from policywiki.core.verdicts import require
from proposals.calls import LOOKS, CallState, money, sentence
from proposals.drafts import draft_of
from proposals.eligibility import who_may
from proposals.forms import ListForm
from proposals.lists import Wish, choices, page_of, records
from proposals.models import CallPage
from proposals.models.pages import CALL_SLUG
from proposals.permissions import can_choose_call
from proposals.polls.permissions import can_open_poll
from proposals.polls.showing import polls_of
from proposals.wording import sentence as record_sentence

OTHERS_SHOWN = 5
IN_ORDER = (CallState.OPEN, CallState.UPCOMING, CallState.CLOSED, CallState.ARCHIVED)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """All calls: open ones first, what is archived last."""
    found = _with_facts(CallPage.objects.visible(request.user)).annotate(
        proposals=Count("records", filter=Q(records__page__live=True))
    )
    shown = [described(call) for call in found.order_by("-first_published_at", "path")]
    groups = [(state.label, [one for one in shown if one["state"] == state]) for state in IN_ORDER]
    return render(request, "proposals/calls.html", {"groups": [group for group in groups if group[1]]})


def show_call(request: HttpRequest, call: CallPage) -> HttpResponse:
    """What the call says, and the list of its proposals."""
    now, wish = timezone.now(), Wish.read(request.GET)
    offered_filters = choices(call)
    rows = page_of(records(wish, call=call, user=request.user, now=now), request.GET.get("page", "1"))
    for record in rows:
        record.sentence = record_sentence(record, now=now, answer=record.answer)
    others = _open(request).exclude(pk=call.pk)
    context = {
        "page": call,
        "about": described(call),
        "polls": polls_of(call, now=now),
        "may_open_poll": can_open_poll(request.user, call, now=now),
        "others": [described(one) for one in others[:OTHERS_SHOWN]],
        "rows": rows,
        "form": ListForm(initial=vars(wish), offered=offered_filters),
        "chosen": _chosen(request, wish, offered_filters),
        "wish": wish,
    }
    return render(request, "proposals/call.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_call(request: HttpRequest, key: str) -> HttpResponse:
    """Put a proposal that was not sent yet under another call. Raises Http404 for another's draft."""
    draft = draft_of(request, key)
    if draft.suggestion is not None:
        require(can_choose_call(draft.suggestion))
    error = ""
    if request.method == "POST":
        call = asked_for(request)
        if call is not None:
            draft.move_to(call, timezone.now())
            return redirect("proposals:propose_step", key, 1)
        error = _("Please choose a call.")
    context = {**offered(request), "draft": draft, "error": error}
    return render(request, "proposals/choose_call.html", context, status=422 if error else 200)


def offered(request: HttpRequest) -> dict[str, Any]:
    """`calls` that one may propose under now; `call`: the one asked for in the address, or the only one.

    `chosen` is what the form starts from: without a wish the city's standing call, where that is open.
    """
    found = list(_open(request))
    by_slug = {call.slug: call for call in found}
    call = by_slug.get(request.GET.get("call", ""), found[0] if len(found) == 1 else None)
    chosen = call or by_slug.get(CALL_SLUG)
    return {"calls": [described(one) for one in found], "call": call, "chosen": chosen}


def asked_for(request: HttpRequest) -> CallPage | None:
    """The open call that the form names, or the only one there is; None where one must still choose."""
    found = list(_open(request))
    named = [call for call in found if str(call.pk) == request.POST.get("call", "")]
    if named:
        return named[0]
    return found[0] if len(found) == 1 else None


def described(call: CallPage) -> dict[str, Any]:
    """A call as its templates show it."""
    now = timezone.now()
    state = call.state(now)
    return {
        "call": call,
        "state": state,
        "label": state.label,
        "look": LOOKS[state],
        "sentence": sentence(call, now=now),
        "may_propose": state == CallState.OPEN,
        "who": who_may(call),
        "budget": money(call.budget) if call.budget is not None else "",
        "places": [district.name for district in call.districts.all()],
        "topics": call.topics_offered,
        "says_more": bool(call.text_zh or call.text_en),
    }


def _open(request: HttpRequest) -> Any:
    return _with_facts(CallPage.objects.visible(request.user).open(timezone.now()))


def _with_facts(found: Any) -> Any:
    """With what `described` asks of each, in a fixed number of queries."""
    return found.select_related("eligible_district").prefetch_related("districts")


def _chosen(
    request: HttpRequest, wish: Wish, offered: dict[str, list[tuple[str, Any]]]
) -> list[dict[str, Any]]:
    """What narrows the list now, each with the address of the list without it."""
    chosen = []
    for name in ("stage", "tag", "district", "period"):
        value = getattr(wish, name)
        if value:
            query = request.GET.copy()
            query.pop(name, None)
            query.pop("page", None)
            label = dict(offered[name]).get(value, value)
            chosen.append({"label": label, "remove_url": f"?{query.urlencode()}"})
    return chosen
