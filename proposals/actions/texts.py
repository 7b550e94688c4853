"""A proposal's text has changed: ask its supporters, count who stands behind which text, let the time run out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from policywiki.core.events import SupportersAsked, publish
from policywiki.core.page_content import content_fields, content_of
from policywiki.core.schedule import every
from policywiki.editions.models import Edition
from policywiki.suggestions.diff import Diff, diff
from policywiki.suggestions.typographic import is_typographic
from proposals.models import ProposalRecord, Sequence, Support, TextChange, TextSupport
from proposals.models.record import LEDGER
from proposals.texts import Asked, behind, first_question

from .stage import deadline

BEAT_SECONDS = 30


def what_changed(old: Edition, new: Edition) -> Diff:
    """From one text of a page to another, for a reader."""
    before, after = (edition.revision.as_object() for edition in (old, new))
    return diff(content_of(before), content_of(after), dict(content_fields(after)))


def note_change(*, edition: Edition) -> TextChange | None:
    """Write down that a proposal's text has changed, and have its supporters asked unless it is typography.

    None for a first text and for other pages. Nothing is done for each supporter here; safe to repeat.
    """
    record = ProposalRecord.objects.filter(page_id=edition.page_id).select_related("call").first()
    before = Edition.objects.filter(page_id=edition.page_id, number__lt=edition.number).last()
    if record is None or before is None:
        return None
    asks = not is_typographic(what_changed(before, edition))
    return _write_down(record, edition, asks=asks, returns_to=_same_text(edition) if asks else None)


def _same_text(edition: Edition) -> Edition | None:
    """The first edition of an earlier text that this one brings back, by the rule of what is typographic."""
    editions = Edition.objects.select_related("revision").filter(page_id=edition.page_id)
    made = TextChange.objects.asking().filter(returns_to=None, edition__page=edition.page_id)
    texts = [
        *editions.order_by("number")[:1],
        *editions.filter(pk__in=made.order_by().values("edition"), number__lt=edition.number),
    ]
    return next((text for text in texts if is_typographic(what_changed(text, edition))), None)


@transaction.atomic
def _write_down(
    record: ProposalRecord, edition: Edition, *, asks: bool, returns_to: Edition | None
) -> TextChange:
    Sequence.objects.locked(LEDGER)  # the counter's: the numbers below are its numbers
    until = deadline(edition.published_at, record.call.reconfirm_days)
    change, new = TextChange.objects.get_or_create(
        edition=edition,
        defaults={
            "proposal": record,
            "asks": asks,
            "at": edition.published_at,
            "answer_until": until,
            "returns_to": returns_to,
        },
    )
    if new and asks:
        settle([record.pk])
        publish(SupportersAsked(change_id=change.pk, after=0))
    return change


def supporters_to_ask(change: TextChange, *, after: int, limit: int) -> list[Support]:
    """The next of those for whom this is the first question they have not answered, by their rows' ids."""
    asked = [one.asked for one in TextChange.objects.questions_of(change.proposal_id)]
    editions = Edition.objects.filter(page_id=change.edition.page_id, number__lt=change.edition.number)
    texts = [
        number for number in editions.values_list("number", flat=True)
        if (question := first_question(number, asked)) and question.number == change.edition.number
    ]  # fmt: skip
    found = Support.objects.filter(proposal=change.proposal_id, pk__gt=after, edition__number__in=texts)
    return list(found.select_related("person").order_by("pk")[:limit])


@every(BEAT_SECONDS)
def let_lapse_on_the_beat() -> int:
    return let_lapse(now=timezone.now())


@transaction.atomic
def let_lapse(*, now: datetime) -> int:
    """Who was asked too long ago counts no longer towards the threshold; nobody is removed. Returns how many questions."""
    due = TextChange.objects.filter(asks=True, over=False, answer_until__lte=now)
    if not due.exists():
        return 0
    Sequence.objects.locked(LEDGER)
    proposals = set(due.values_list("proposal", flat=True))
    ended: int = due.update(over=True)
    settle(proposals)
    return ended


def stand_behind(proposal_id: int, moved: Mapping[int | None, int]) -> None:
    """Add what each text (edition id) gained or lost. The caller is the one who counts, and holds the lock."""
    for edition, people in moved.items():
        if edition is None or not people:
            continue
        found = TextSupport.objects.filter(proposal_id=proposal_id, edition_id=edition)
        if not found.update(people=F("people") + people):
            TextSupport.objects.create(proposal_id=proposal_id, edition_id=edition, people=people)


def settle(proposals: Iterable[int]) -> None:
    """Say on the records how many stand behind an earlier text. Under the counter's lock; one row each."""
    asked: dict[int, list[Asked]] = {}
    for one in TextChange.objects.questions_of(*proposals):
        asked.setdefault(one.proposal_id, []).append(one.asked)
    for proposal, questions in asked.items():
        found = TextSupport.objects.filter(proposal_id=proposal)
        now = behind(dict(found.values_list("edition__number", "people")), questions)
        ProposalRecord.objects.filter(pk=proposal).update(earlier_count=now.earlier, lapsed_count=now.lapsed)
