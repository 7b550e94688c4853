"""Bind a comment to the words it speaks about, and follow them when their text changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from policywiki.core.passages import Passage
from policywiki.discussion.anchoring import Place, Quote, Searched, find, quote_at
from policywiki.discussion.models import Comment, Quotation, QuotationState
from policywiki.discussion.quotable import Quotable, comment_text, text_of

NOW_FIELDS = ["now_exact", "now_prefix", "now_suffix", "anchor", "heading", "state", "state_since"]


def quote_words(
    *, comment: Comment, quote: Quote, passage: Passage, of_comment: bool, now: datetime
) -> Quotation:
    """The comment speaks about these words."""
    return Quotation.objects.create(
        comment=comment,
        of_comment=of_comment,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        now_exact=quote.exact,
        now_prefix=quote.prefix,
        now_suffix=quote.suffix,
        anchor=passage.anchor[:64],
        heading=passage.heading[:255],
        state_since=now,
    )


def follow_text(*, page: Page, subject: str = "", now: datetime) -> int:
    """After this text has changed every quotation of it is where its words are now, or no longer in the text.

    Returns how many moved or changed. A second run changes nothing.
    """
    quotations = list(Quotation.objects.of_text(page.pk, subject))
    return _follow(quotations, text_of(page.specific, subject), now) if quotations else 0


def follow_comment(*, comment: Comment, now: datetime) -> int:
    """The same for answers that quote this comment."""
    quotations = Quotation.objects.filter(comment__parent=comment, of_comment=True)
    return _follow(quotations, comment_text(comment.text), now)


@transaction.atomic
def _follow(quotations: Iterable[Quotation], text: Quotable, now: datetime) -> int:
    changed = [one for one in quotations if _moved(one, text, now)]
    Quotation.objects.bulk_update(changed, NOW_FIELDS, batch_size=500)
    return len(changed)


def _moved(quotation: Quotation, text: Quotable, now: datetime) -> bool:
    """Put the quotation where its words are; whether anything of it changed."""
    before = [getattr(quotation, name) for name in NOW_FIELDS]
    place = _place(quotation, text.searched)
    state = QuotationState.GONE
    if place is not None:
        found = quote_at(text.searched.text, place.start, place.end)
        passage = text.passage_at(place.start)
        quotation.now_exact, quotation.now_prefix, quotation.now_suffix = (
            found.exact,
            found.prefix,
            found.suffix,
        )
        quotation.anchor, quotation.heading = passage.anchor[:64], passage.heading[:255]
        state = QuotationState.HERE if found.exact == quotation.exact else QuotationState.CHANGED
    if state != quotation.state:
        quotation.state, quotation.state_since = state, now
    return before != [getattr(quotation, name) for name in NOW_FIELDS]


def _place(quotation: Quotation, text: Searched) -> Place | None:
    """By the words as they last stood, else as they were quoted: what was taken out may come back."""
    latest = find(Quote(quotation.now_exact, quotation.now_prefix, quotation.now_suffix), text)
    if latest is not None or quotation.now_exact == quotation.exact:
        return latest
    return find(Quote(quotation.exact, quotation.prefix, quotation.suffix), text)
