"""Published proposals like one that somebody is writing, with the sentences that they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone
from modelsearch.backends import get_search_backend

from proposals.alike import Alike
from proposals.models import ProposalRecord
from proposals.wording import sentence
from search.index.view import View
from search.queries import as_html, readable
from search.similar import Resembling, rarity_of, resemble
from search.snippets import cut
from search.traits import Sentence, Shared, sentences, shared

MOST: Final = 10
SENTENCES: Final = 2
"""Shown of one proposal."""

LONGEST: Final = 12_000
"""Characters of a draft that are read; a proposal is no book."""


def find(*, title: str, text: str, viewer: Any) -> list[Alike]:
    """The published proposals most like this draft, best first; none before it says something.

    A constant number of queries: the index finds, the database says what this viewer may read now.
    """
    now = timezone.now()
    title, text = title[:300], text[:LONGEST]
    view: View | None = getattr(get_search_backend(), "view", None)
    if view is None:
        return []  # the site searches with another engine than ours
    found = resemble(
        view,
        title,
        text,
        allowed=readable(),
        today=timezone.localtime(now).date().isoformat(),
        most=MOST,
    )
    pages = [int(one.card.pk) for one in found]
    records = {
        str(record.page_id): record
        for record in ProposalRecord.objects.visible(viewer).with_page().filter(page__in=pages)
    }
    ours = list(sentences(f"{title}\n{text}"))
    return [
        Alike(
            record=records[one.card.pk],
            sentence=sentence(records[one.card.pk], now=now, answer=records[one.card.pk].answer),
            shared=tuple(as_html(cut(s.text, s.spans, 0, len(s.text))) for s in _shared(view, ours, one)),
        )
        for one in found
        if one.card.pk in records
    ]


def _shared(view: View, ours: Sequence[Sentence], found: Resembling) -> list[Shared]:
    segment = found.shard.segment
    texts = [segment.data(doc)["text"] for doc in segment.documents(found.group)]
    theirs = dict.fromkeys(one for text in texts for one in sentences(text))
    return shared(ours, theirs, rarity_of(view), most=SENTENCES)
