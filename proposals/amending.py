"""Suggested changes to a proposal as its pages show them: lists, the panel on a suggestion, its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policywiki.core.wording import number_text
from policywiki.suggestions.actions.accept import trial
from policywiki.suggestions.diff import diff
from policywiki.suggestions.listing import with_places
from policywiki.suggestions.models import BEFORE_AUTHORS, Fit, State, Suggestion
from policywiki.suggestions.permissions import may_read_text
from policywiki.suggestions.photos.permissions import photos_for
from policywiki.suggestions.presenting import overlaps
from policywiki.suggestions.registry import target_of
from policywiki.suggestions.timeline import Event

from .models import Amendment, ProposalPage, ProposalRecord
from .outcome import outcome_sentence
from .permissions import (
    can_answer_invitation,
    can_ask_no_longer,
    can_decide_amendment,
    can_decline_amendment,
)
from .stages import AFTER_A_VOTE, REACHED
from .winning import winner_of

SHOWN = 5
LOOKS = {
    State.WITH_AUTHORS: "now",
    State.ALTERNATIVE: "wait",
    State.PUBLISHED: "done",
    State.DECLINED: "closed",
}
LISTED = [State.WITH_AUTHORS, State.ALTERNATIVE, State.PUBLISHED, State.DECLINED]


def amendments_of(record: ProposalRecord, *states: str) -> Any:
    """Everything about each in a fixed number of queries; newest first."""
    found = Amendment.objects.filter(proposal=record, suggestion__state__in=states or LISTED)
    return found.select_related("suggestion__author", "decided_by").defer(
        "suggestion__base", "suggestion__draft", "suggestion__gist"
    )


def with_words(amendments: Iterable[Amendment], record: ProposalRecord) -> list[Amendment]:
    """Each with what it changes in words (`suggestion.places`, `.summary`) and its `look`."""
    found = list(amendments)
    with_places([one.suggestion for one in found], record.page)
    names = parts_of(record.page)
    for one in found:
        parts = [names.get(place, "") for place in one.suggestion.touched]
        one.suggestion.places = [part for part in dict.fromkeys(parts) if part]  # type: ignore[attr-defined]  # for showing
        one.look = LOOKS[State(one.suggestion.state)]  # type: ignore[attr-defined]  # for showing
    return found


def parts_of(page: ProposalPage) -> dict[str, str]:
    """Field or block id -> what readers call that part: "Measure 2"."""
    names = {
        "title": _("Title"),
        "summary": _("Summary"),
        "affected": _("Who is affected"),
        "expected_effect": _("What it should bring"),
        "district": _("District"),
        "language": _("Language"),
        "tags": _("Topics"),
    }
    names |= {block["id"]: _("The problem") for block in page.problem.raw_data}
    names |= {block["id"]: _("Evidence") for block in page.evidence.raw_data}
    measures = enumerate(page.measures.raw_data, start=1)
    return names | {block["id"]: _("Measure %(n)s") % {"n": number} for number, block in measures}


def changes_view(record: ProposalRecord, user: Any) -> dict[str, Any]:
    """On the proposal's own page: the newest open ones, how many there are, and what waits for this reader."""
    open_ones = list(amendments_of(record, *BEFORE_AUTHORS)[: SHOWN + 1])
    return {
        "open": with_words(open_ones[:SHOWN], record),
        "more": len(open_ones) > SHOWN,
        "any": bool(open_ones) or amendments_of(record).exists(),
        "url": reverse("proposals:changes", args=[record.number]),
        "rules": amendment_rules(record),
        "for_me": waiting_for(user, record),
    }


def texts_beside(record: ProposalRecord) -> dict[str, Any]:
    """The texts that are or were voted on beside this one, and the one that the city answers. One query.

    `first`: the one that this is an alternative to; `others`: further alternatives; `chosen`: the winner, once the
    vote is `over`.
    """
    if record.stage not in REACHED:
        return {}
    root = record.alternative_to_id or record.pk
    found = ProposalRecord.objects.filter(Q(pk=root) | Q(alternative_to=root), page__live=True)
    texts = list(found.select_related("page", "call").order_by("number"))
    if len(texts) < 2:
        return {}
    return {
        "first": next((one for one in texts if one.pk == root != record.pk), None),
        "others": [one for one in texts if one.pk not in (root, record.pk)],
        "over": all(one.stage in AFTER_A_VOTE for one in texts),
        "chosen": winner_of(texts),
        "results": [(one, outcome_sentence(one)) for one in texts if one.stage in AFTER_A_VOTE],
    }


def authors_view(record: ProposalRecord, user: Any) -> dict[str, Any]:
    """Who shares the text, who has been asked, and what this reader may do about it."""
    rows = list(record.coauthors.filter(ended_at__isnull=True).select_related("person"))
    mine = next((one for one in rows if user.is_authenticated and one.person_id == user.pk), None)
    return {
        "agreed": [one for one in rows if one.agreed_at],
        "invited": [one for one in rows if not one.agreed_at],
        "mine": mine if mine is not None and can_answer_invitation(user, mine) else None,
        "may_end": can_ask_no_longer(user, record),
    }


def amendment_rules(record: ProposalRecord) -> list[str]:
    """How suggested changes are answered, with the numbers of this call."""
    call = record.call
    first = (
        ngettext(
            "For %(days)s day the proposer answers; then the co-authors may too.",
            "For %(days)s days the proposer answers; then the co-authors may too.",
            call.proposer_days,
        )
        if call.proposer_days
        else _("The proposer or a co-author answers.")
    )
    return [
        _(
            "A moderator checks whether a suggestion may be public. Its authors decide whether it lands in the text."
        ),
        first % {"days": number_text(call.proposer_days)},
        ngettext(
            "What nobody has answered after %(days)s day stands beside the text as an alternative.",
            "What nobody has answered after %(days)s days stands beside the text as an alternative.",
            call.amendment_days,
        )
        % {"days": number_text(call.amendment_days)},
        *(
            [
                _("Where there is a vote, people vote on each alternative too; one may be for several."),
                _("The city answers, of the texts that the vote carries, the one with the most votes for."),
            ]
            if call.uses_vote and call.alternatives_to_vote
            else []
        ),
        _("Several accepted suggestions all land: each is put into the text as it is then."),
    ]


def decision_view(amendment: Amendment, user: Any, *, now: datetime) -> dict[str, Any]:
    """The screen on which an author decides: what would change now, where it overlaps, both buttons."""
    suggestion = amendment.suggestion
    version = suggestion.versions.latest("number")
    tried = trial(suggestion, version)
    before, after = tried.shown(version)
    return {
        "record": amendment.proposal,
        "page": amendment.proposal.page,
        "amendment": amendment,
        "suggestion": suggestion,
        "version": version,
        "diff": diff(before, after, dict(target_of(suggestion).content_fields)),
        "overlaps": overlaps(tried.result.conflicts),
        "may_read": may_read_text(user, suggestion),
        "photos": photos_for(user, suggestion),
        "photo_changes": list(suggestion.photo_changes.select_related("photo")),
        "may_decline": can_decline_amendment(user, amendment, now=now),
    }


def panel(suggestion: Suggestion, user: Any) -> tuple[str, dict[str, Any]] | None:
    """On the suggestion's own page (suggestions.registry): whose turn it is, or what was decided and why."""
    amendment = Amendment.objects.select_related("proposal__call", "decided_by").filter(suggestion=suggestion)
    found = amendment.first()
    if found is None or suggestion.state not in LISTED:
        return None
    found.suggestion = suggestion
    now = timezone.now()
    return "proposals/amendment.html", {
        "amendment": found,
        "record": found.proposal,
        "may_decide": can_decide_amendment(user, found, now=now),
        "too_late": found.suggestion.state in BEFORE_AUTHORS and not found.proposal.takes_amendments,
        "proposer_alone": now < found.proposer_until,
        "overlaps": suggestion.fit == Fit.OVERLAPPING,
    }


def story(suggestion: Suggestion) -> list[Event]:
    """What its authors did with it, for the suggestion's timeline."""
    found = Amendment.objects.filter(suggestion=suggestion).first()
    if found is None:
        return []
    if found.decided_at is not None and suggestion.state in (State.PUBLISHED, State.DECLINED):
        accepted = suggestion.state == State.PUBLISHED
        title = _("Accepted by the authors") if accepted else _("Declined by the authors")
        return [Event(title, found.decided_at, text=found.reason)]
    if suggestion.state == State.ALTERNATIVE:
        return [Event(_("Nobody answered in time: it stands as an alternative"), found.open_until)]
    return [Event(_("Put before the authors"), found.put_at)]


def waiting_for(user: Any, record: ProposalRecord) -> int:
    """How many this reader is asked to answer now."""
    if not user.is_authenticated or user.pk not in record.author_ids():
        return 0
    found: int = Amendment.objects.for_answer_by(user, record, timezone.now()).count()
    return found
