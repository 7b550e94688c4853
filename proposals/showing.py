"""A proposal as its templates show it: plain dicts for the components, for page, swap and preview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from policywiki.core.html import trusted
from policywiki.core.page_content import apply_content
from policywiki.discussion.summary import noted_in
from policywiki.editions.models import Edition
from policywiki.suggestions.models import Photo

from . import permissions
from .actions.texts import what_changed
from .acts import Act
from .amending import authors_view, changes_view, texts_beside
from .changing import pages_view, published
from .doubts.tracing import shown_now
from .eligibility import Eligibility, who_may
from .forms import InviteForm
from .merging import joined_view
from .models import Answer, Ballot, LedgerRow, ProposalPage, ProposalRecord, Support, TextChange
from .models.answers import TO_BE_CARRIED_OUT
from .models.votes import receipt_of, voter_key
from .outcome import outcome_sentence
from .past import Past
from .polls.showing import standing_of
from .stages import REACHED, VOTABLE, Stage, steps
from .timeline import timeline
from .wording import sentence, sentence_seen, support_rules, texts_sentence, turn

PREVIEW_TEMPLATE = "proposals/preview.html"
# Of a record, as the sealer counts them.
PUBLIC_NUMBERS = ("support_count", "earlier_count", "lapsed_count")


def proposal_view(record: ProposalRecord, user: Any, *, now: datetime) -> dict[str, Any]:
    """Everything the proposal's page shows beside its text, for this reader."""
    edition = Edition.objects.current(record.page)
    answers = list(record.answers.select_related("by"))
    answer = answers[-1] if answers else None
    changed = pages_view(record, user)
    joined = joined_view(record, user)
    support = support_view(record, user, edition, now=now)
    return {
        "page": record.page,
        "record": record,
        "edition": edition,
        "steps": _steps(record, answer),
        "sentence": sentence_seen(record, support["count"], now=now, answer=answer),
        "turn": turn(record, now=now, answer_days=record.call.answer_days),
        "support": support,
        "vote": vote_view(record, user, edition, now=now),
        "answers": [answer_view(one) for one in reversed(answers)],
        "timeline": timeline(
            record=record,
            changes=record.stage_changes.all(),
            editions=Edition.objects.of(record.page).select_related("author"),
            answers=answers,
            carried=published(changed["pages"]),
            joined=joined["before"],
        ),
        "common_vote": standing_of(record, now=now),
        "photos": list(Photo.objects.of_page(record.page_id)),
        "changes": changes_view(record, user),
        "beside": texts_beside(record),
        "authors": authors_view(record, user),
        "invite_form": InviteForm(record=record) if permissions.can_invite(user, record) else None,
        "change_url": change_url(record, user),
        "sources": {row.block: row for row in record.cited_sources.select_related("edition")},
        "changed_pages": changed,
        "noted": noted_in(record.page),
        "joined": joined,
        "may": {
            "answer": permissions.can_answer(user, record),
            "carry_out": permissions.can_carry_out(user, record),
            "withdraw": permissions.can_withdraw(user, record),
        },
    }


def past_view(record: ProposalRecord, past: Past) -> dict[str, Any]:
    """The same as it stood at the end of a day: nothing to do there, and nothing that came later."""
    answer = past.answers[-1] if past.answers else None
    changes = record.stage_changes.filter(at__lt=past.moment)
    editions = Edition.objects.of(record.page).filter(published_at__lt=past.moment).select_related("author")
    return {
        "page": past.page,
        "live_page": record.page,
        "record": past.record,
        "past": past,
        "edition": past.edition,
        "tags": past.page.tags.all(),
        "steps": _steps(past.record, answer),
        "sentence": sentence(past.record, now=past.moment, answer=answer),
        # A course of days would tell a result that is kept until the close.
        "vote": None if record.result_is_hidden else _past_vote(past.record),
        "result_is_hidden": record.result_is_hidden and past.record.stage in VOTABLE,
        "answers": [answer_view(one) for one in reversed(past.answers)],
        "timeline": timeline(record=past.record, changes=changes, editions=editions, answers=past.answers),
    }


def support_view(
    record: ProposalRecord, user: Any, edition: Edition | None, *, now: datetime
) -> dict[str, Any]:
    """The support box. Its number adds the reader's own act that the worker has not counted yet."""
    support = _support_of(record, user)
    question = _question_to(support, edition)
    own = _not_yet_counted(record, user, support)
    return {
        "record": record,
        "count": max(record.counting + own, 0),
        "earlier": record.earlier_count,
        "texts": texts_sentence(
            max(record.support_count - record.earlier_count + own, 0), record.earlier_count
        ),
        "reached": record.stage in REACHED,
        "rules": support_rules(record),
        "goal": record.support_threshold,
        "closes_at": record.closes_at if record.takes_support else None,
        "supported": support is not None,
        "earlier_text": question is not None,
        "question": question,
        "changed_url": reverse("proposals:changed", args=[record.number]),
        "edition": edition,
        "may": permissions.can_support(user, record, now=now),
        "may_take_back": permissions.can_take_back(user, record, now=now),
        "for_residents": record.call.eligibility == Eligibility.RESIDENT,
        "support_url": reverse("proposals:support", args=[record.number]),
        "withdraw_url": reverse("proposals:take_back", args=[record.number]),
    }


def vote_view(
    record: ProposalRecord, user: Any, edition: Edition | None, *, now: datetime
) -> dict[str, Any] | None:
    """The vote box; None where this proposal has no vote and had none."""
    if record.stage not in VOTABLE and not record.votes_total:
        return None
    ballot = _ballot_of(record, user)
    return {
        "earlier_text": _question_to(ballot, edition) is not None,
        "changed_url": reverse("proposals:changed", args=[record.number]),
        "tally": {
            "for": record.votes_for,
            "against": record.votes_against,
            "abstain": record.votes_abstain,
            "total": record.votes_total,
            "set_aside": record.votes_set_aside,
        },
        "hidden": record.result_is_hidden,
        "rule": record.vote_in_words,
        "outcome": outcome_sentence(record) if record.stage not in VOTABLE else "",
        "receipt": receipt_of(record, user) if ballot else "",
        "set_aside": bool(ballot and ballot.set_aside_by_id),
        "shows_name": bool(ballot and ballot.shows_name),
        "record_url": reverse("proposals:record", args=[record.number]),
        "receipt_url": reverse("proposals:receipt", args=[record.number]),
        "choice": ballot.choice if ballot else "",
        "choice_label": ballot.get_choice_display() if ballot else "",
        "reason": ballot.reason if ballot else "",
        "may": permissions.can_vote(user, record, now=now),
        "for_residents": record.call.eligibility == Eligibility.RESIDENT,
        "who": who_may(record.call),
        "shown": shown_now(),
        "vote_url": reverse("proposals:vote", args=[record.number]),
        "closes_at": record.closes_at if record.stage in VOTABLE else None,
        "edition": edition,
    }


def changed_view(record: ProposalRecord, user: Any) -> dict[str, Any]:
    """What this supporter or voter is asked: their text, the text as it stands, and what lies between."""
    edition = Edition.objects.select_related("revision").current(record.page)
    given: Any = _support_of(record, user) if record.takes_support else None
    supports = _question_to(given, edition) is not None
    stands_again = not supports and given is not None and TextChange.objects.asked_since(given.edition)
    if not supports:
        given = _ballot_of(record, user) if record.stage in VOTABLE else None
    question = _question_to(given, edition)
    asks = question is not None and given is not None
    return {
        "page": record.page,
        "record": record,
        "edition": edition,
        "question": question,
        "supports": supports,
        "stands_again": stands_again,
        "diff": what_changed(given.edition, edition) if asks and edition is not None else None,
        "since": _since(record, given) if asks else [],
    }


def _since(record: ProposalRecord, given: Any) -> list[Edition]:
    """The versions published since the one this person knows, each with who wrote it and what it was for."""
    later = Edition.objects.of(record.page).filter(number__gt=given.edition.number)
    return list(later.select_related("author"))


def _past_vote(then: ProposalRecord) -> dict[str, int] | None:
    """The numbers of the vote; None where there was none yet."""
    if then.stage not in VOTABLE and not then.votes_total:
        return None
    return {
        "for": then.votes_for,
        "against": then.votes_against,
        "abstain": then.votes_abstain,
        "total": then.votes_total,
        "set_aside": then.votes_set_aside,
    }


def answer_view(answer: Answer) -> dict[str, Any]:
    """An answer as components/answer.html takes it. Its text passed the door when it was written."""
    return {
        "state_label": answer.outcome or _("see the text"),
        "department": answer.department,
        "date": answer.answered_at,
        "text_html": trusted(answer.text),
    }


def preview(content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What readers would see if this text were published (suggestions.registry.Target.preview)."""
    page = ProposalPage()
    apply_content(page, {name: value for name, value in content.items() if name != "tags"})
    return PREVIEW_TEMPLATE, {"page": page, "tags": list(content.get("tags") or [])}


def _steps(record: ProposalRecord, answer: Answer | None) -> list[dict[str, Any]]:
    """The step line; what was not adopted is not waiting to be carried out."""
    way = record.call.stages_used
    if record.stage == Stage.ANSWERED and answer is not None and answer.state not in TO_BE_CARRIED_OUT:
        way = tuple(stage for stage in way if stage != Stage.CARRIED_OUT)
    return [{"label": step.label, "state": step.state} for step in steps(record.stage, way)]


def change_url(record: ProposalRecord, user: Any) -> str:
    """Where a change to the text begins; guests are asked to sign in there. Empty once the text is fixed."""
    verdict = permissions.can_change_text(user, record)
    return "" if not verdict and verdict.when else reverse("proposals:change", args=[record.number])


def _support_of(record: ProposalRecord, user: Any) -> Support | None:
    if not user.is_authenticated:
        return None
    return Support.objects.select_related("edition").filter(proposal=record, person=user).first()


def _ballot_of(record: ProposalRecord, user: Any) -> Ballot | None:
    if not user.is_authenticated:
        return None
    found: Ballot | None = (
        Ballot.objects.select_related("edition").filter(proposal=record, person=user).first()
    )
    return found


def _question_to(given: Support | Ballot | None, edition: Edition | None) -> TextChange | None:
    """The first change since this person's text that says something else; None where theirs is as good as new."""
    if given is None or edition is None or given.edition_id == edition.pk:
        return None
    found: TextChange | None = TextChange.objects.first_after(given.edition)
    return found


def _not_yet_counted(record: ProposalRecord, user: Any, support: Support | None) -> int:
    """What the reader's own latest act will add to the public number: -1, 0 or 1.

    The public numbers are read again with the acts: between two statements the sealer may count.
    """
    if not user.is_authenticated:
        return 0
    mine = LedgerRow.objects.support_acts().filter(proposal=record, voter=voter_key(record, user))
    public = [f"proposal__{name}" for name in PUBLIC_NUMBERS]
    acts = list(mine.order_by("pk").values_list("position", "act", "counted", *public))
    if not acts:
        return 0
    for name, number in zip(PUBLIC_NUMBERS, acts[-1][3:], strict=True):
        setattr(record, name, number)
    if acts[-1][0] is not None:
        return 0
    sealed = [act for position, act, counted, *_numbers in acts if position is not None and counted]
    stood = bool(sealed) and sealed[-1] == Act.SUPPORT_GIVEN
    return int(support is not None) - int(stood)
