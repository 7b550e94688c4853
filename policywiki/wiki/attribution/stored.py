"""The origins of a page's sentences, as they are kept beside its editions; what is not kept yet is worked out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from policywiki.core.page_content import content_of
from policywiki.editions.models import Edition
from policywiki.wiki.models import Authorship

from .origins import Runs, first_seen
from .parts import all_sentences
from .replay import RECENT
from .sentences import Sentence

First = dict[str, Runs]


def in_order(page: Any) -> list[Edition]:
    """The editions of a page as its text grew: an imported one by its own date, not by that of the import."""
    editions = Edition.objects.filter(page_id=page.pk).select_related("author", "revision")
    return sorted(editions, key=_written)


def _written(edition: Edition) -> tuple[date, int]:
    if "import" in edition.provenance:
        return edition.in_force_on or date.min, edition.number
    return timezone.localdate(edition.published_at), edition.number


def stored(editions: list[Edition]) -> dict[int, First]:
    """By edition, as far as every earlier one is there too: after a gap nothing is believed."""
    rows = dict(Authorship.objects.filter(edition__in=editions).values_list("edition_id", "first"))
    found: dict[int, First] = {}
    for edition in editions:
        if edition.pk not in rows:
            break
        found[edition.pk] = {key: tuple(map(tuple, runs)) for key, runs in rows[edition.pk].items()}
    return found


def worked_out(editions: list[Edition], have: Mapping[int, First]) -> Iterator[tuple[Edition, First]]:
    """Each edition that `have` lacks, in order, with what it brought; `have` holds all of those before."""
    known: First = {}
    for first in have.values():
        known |= first
    recent: deque[list[Sentence]] = deque(maxlen=RECENT)
    for edition in editions[max(0, len(have) - RECENT) : len(have)] if len(have) < len(editions) else []:
        recent.append(sentences_of(edition))
    for edition in editions[len(have) :]:
        current = sentences_of(edition)
        gone = [one for text in reversed(recent) for one in text]
        first = first_seen(current, edition=edition.pk, known=known, gone=gone)
        known |= first
        recent.append(current)
        yield edition, first


def sentences_of(edition: Edition) -> list[Sentence]:
    page = text_of(edition)
    return list(all_sentences(content_of(page), page.content_fields))


def text_of(edition: Edition) -> Page:
    """The page as this edition has it."""
    return edition.revision.as_object()
