"""A common vote as its templates show it: the paper, what came of it, and the rule in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from policywiki.core.wording import deadline_text, number_text
from proposals.calls import money
from proposals.doubts.tracing import shown_now
from proposals.eligibility import who_may
from proposals.models import Paper, PaperRow, Poll, ProposalRecord
from proposals.models.votes import receipt_of, voter_of
from proposals.outcome import VoteMode

from .papers import POINTS, shown
from .permissions import can_hand_in
from .verify_poll import FINDINGS, SET_ASIDE


def poll_view(poll: Poll, user: Any, *, now: datetime) -> dict[str, Any]:
    """Everything the page of a common vote shows, for this reader."""
    paper = Paper.objects.filter(poll=poll, person=user).first() if user.is_authenticated else None
    options = options_for(poll, user)
    filled = shown(poll.mode, paper.paper) if paper else {}
    return {
        "poll": poll,
        "rule": rule_sentence(poll),
        "choices": [_choice(one, filled, poll) for one in options],
        "points": POINTS,
        "places": range(1, len(options) + 1),
        "paper": paper,
        "receipt": receipt_of(poll, user) if paper else "",
        "least": settings.LEDGER_LEAST,
        "set_aside": bool(paper and paper.set_aside_by_id),
        "shown": shown_now(),
        "may": can_hand_in(user, poll, now=now),
        "over": now >= poll.closes_at,
        "who": who_may(poll.call),
        "budget": money(poll.budget) if poll.mode == VoteMode.BUDGET else "",
        "result": result_view(poll, options) if poll.counted_at else None,
    }


def options_for(poll: Poll, user: Any) -> list[Any]:
    """What is on the paper, and whether this reader finds it on the site (`readable`)."""
    options: list[Any] = list(poll.options.select_related("proposal__page", "edition"))
    visible = ProposalRecord.objects.visible(user).filter(on_papers__poll=poll)
    readable = set(visible.values_list("pk", flat=True))
    for one in options:
        one.readable = one.proposal_id in readable
    return options


def papers_of(poll: Poll, code: str, user: Any) -> list[dict[str, Any]]:
    """Everything under this receipt: `row`, and either `lines` (what was said) or the city's `finding`.

    `replaced` where a later one holds in its place.
    """
    if not code:
        return []
    rows = list(PaperRow.objects.filter(poll=poll, voter=voter_of(code)).order_by("pk"))
    options = options_for(poll, user) if rows else []
    acts = [_act(row, poll, options) for row in rows]
    for said in ("lines", "finding"):  # of either, the last that counts holds
        counted = [act for act in acts if said in act and act["row"].counted]
        for act in counted[:-1]:
            act["replaced"] = True
    return acts


def _act(row: PaperRow, poll: Poll, options: list[Any]) -> dict[str, Any]:
    if row.paper in FINDINGS:
        return {"row": row, "finding": row.paper, "aside": row.paper == SET_ASIDE}
    said = shown(poll.mode, row.paper)
    lines = [
        {**_row(one, poll), "said": said[number]}
        for one in options
        if (number := one.proposal.number) in said
    ]
    if poll.mode != VoteMode.BUDGET:
        lines.sort(key=lambda line: line["said"], reverse=poll.mode == VoteMode.SCORE)
    return {"row": row, "lines": lines}


def rule_sentence(poll: Poll) -> str:
    """How this vote is counted, for people: no name of a method without what it does."""
    rules = {
        VoteMode.SCORE: _("All points are added. The proposal with the most points comes first."),
        VoteMode.RANKED: _(
            "Every two proposals are compared: which of them do more people put first? Who wins against all others"
            " comes first; where they win in a circle, the clearer wins decide (Schulze's method)."
        ),
        VoteMode.BUDGET: _(
            "The budget is divided equally among all who vote, and pays for what they ticked (method of equal"
            " shares). What is left pays for what most people ticked."
        ),
    }
    said = rules[VoteMode(poll.mode)]
    if not poll.quorum:
        return said
    needed = ngettext(
        "There is a result if at least %(quorum)s person votes.",
        "There is a result if at least %(quorum)s people vote.",
        poll.quorum,
    ) % {"quorum": number_text(poll.quorum)}
    return _("%(first)s %(second)s") % {"first": said, "second": needed}


def result_view(poll: Poll, options: list[Any]) -> dict[str, Any]:
    """`groups`: (label, rows) from best to worst, or funded and not; `papers`: how many voted."""
    by_number = {one.proposal.number: one for one in options}
    result = poll.result
    if poll.mode == VoteMode.BUDGET:
        funded = set(result["funded"])
        groups = [
            (_("To be funded"), [by_number[one] for one in by_number if one in funded]),
            (_("Not funded"), [by_number[one] for one in by_number if one not in funded]),
        ]
        alone = [by_number[one] for one in result["greedy"]]
        return {
            "papers": result["papers"],
            "groups": [(label, [_row(one, poll) for one in rows]) for label, rows in groups if rows],
            "greedy": [] if set(result["greedy"]) == funded else [_row(one, poll) for one in alone],
            "spent": money(result["spent"]),
        }
    place, groups = 1, []
    for group in result["order"]:
        label = pgettext("place in a ranking", "No. %(place)s") % {"place": number_text(place)}
        groups.append((label, [_row(by_number[one], poll) for one in group]))
        place += len(group)
    return {"papers": result["papers"], "groups": groups}


def titles_of(poll: Poll) -> dict[int, str]:
    """Number -> title of what is on the paper and on the site for everybody."""
    visible = ProposalRecord.objects.visible(AnonymousUser()).filter(on_papers__poll=poll)
    return dict(visible.order_by("number").values_list("number", "page__title"))


def best_of(poll: Poll) -> list[str]:
    """What came first, or is to be funded; nothing where there is no result."""
    if poll.too_few or not poll.result.get("papers"):
        return []
    best = poll.result["funded"] if poll.mode == VoteMode.BUDGET else poll.result["order"][0]
    titles = titles_of(poll)
    return [titles[number] for number in best if number in titles]


def standing_of(record: ProposalRecord, *, now: datetime) -> dict[str, Any] | None:
    """For the proposal's own page: the latest common vote that it stands in; None where there is none."""
    option = record.on_papers.select_related("poll").order_by("-poll__opened_at").first()
    if option is None:
        return None
    return {
        "url": option.poll.get_absolute_url(),
        "sentence": standing_sentence(option.poll, record, now=now),
    }


def standing_sentence(poll: Poll, record: ProposalRecord, *, now: datetime) -> str:
    if now < poll.closes_at:
        return _("Open to votes until %(until)s.") % {"until": deadline_text(poll.closes_at, now=now)}
    if poll.counted_at is None:
        return _("The vote is closed and is being counted.")
    if poll.too_few:
        return _("No result: %(total)s voted, %(quorum)s were needed.") % {
            "total": number_text(poll.result["papers"]),
            "quorum": number_text(poll.quorum),
        }
    if poll.mode == VoteMode.BUDGET:
        funded = record.number in poll.result["funded"]
        return _("Voted to be funded.") if funded else _("Not among those that the budget pays for.")
    order = poll.result["order"]
    before = 0
    for group in order:
        if record.number in group:
            break
        before += len(group)
    return _("Came out as number %(place)s of %(number)s.") % {
        "place": number_text(before + 1),
        "number": number_text(sum(map(len, order))),
    }


def polls_of(call: Any, *, now: datetime) -> list[dict[str, Any]]:
    """For the page of the call: its common votes, the latest first."""
    return [
        {
            "url": poll.get_absolute_url(),
            "label": poll.get_mode_display(),
            "open": now < poll.closes_at,
            "closes_at": poll.closes_at,
        }
        for poll in call.polls.all()
    ]


def _choice(option: Any, filled: dict[int, int], poll: Poll) -> dict[str, Any]:
    number = option.proposal.number
    return {**_row(option, poll), "name": f"option-{number}", "value": filled.get(number, "")}


def _row(option: Any, poll: Poll) -> dict[str, Any]:
    number = option.proposal.number
    facts = {"score": "points", "budget": "named"}.get(poll.mode, "")
    counted = poll.result.get(facts, {}).get(str(number)) if poll.counted_at else None
    return {
        "record": option.proposal,
        # What has been taken off the site is not there: its number alone stays on the paper.
        "page": option.proposal.page if option.readable else None,
        "edition": option.edition if option.readable else None,
        "url": reverse("proposal", args=[number]),
        "cost": money(option.cost) if option.cost else "",
        "counted": counted,
    }
