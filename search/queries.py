"""The public search: what was typed and chosen -> a page of hits with facets.

The index finds, ranks, filters and counts what is public. The database is asked about the page shown
only: is each hit still there for everybody to read? One that is not is left out of everything, counts
included, and so is whatever was withdrawn since the index last took notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from proposals.models import CallPage
from search.asking import Question, ask
from search.index.documents import Card
from search.index.entries import Hidden
from search.index.view import Shard, View
from search.models import TREE, PendingUpdate
from search.ranking import Found, rank
from search.snippets import WIDTH, Piece, marked, snippet
from search.traits import HAN

MAX_LENGTH: Final = 200
PAGE_SIZE: Final = 10
PASSAGES_SHOWN: Final = 3
TAGS_SHOWN: Final = 12


class QueryTooLong(Exception):
    """More than MAX_LENGTH characters."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What results are narrowed to; empty means anything."""

    kind: str = ""
    language: str = ""
    stage: str = ""
    tag: str = ""

    def admit(self, card: Card, *, but: str = "") -> bool:
        """Whether the card passes every filter (but one)."""
        return all(
            not wanted or name == but or wanted in values_of(card, name) for name, wanted in self.items()
        )

    def items(self) -> list[tuple[str, str]]:
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a hit: where it is and what it says, marked."""

    label: str
    """Its number, for an article; else empty."""
    heading: SafeString
    """Where it lies on its page; marked where the text itself has nothing of what was asked for."""
    url: str
    anchor: str
    html: SafeString
    text: str
    language: str = ""
    """Where it is not the page's own."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that answers."""

    page: Page
    card: Card
    title: SafeString
    """With the words of the query marked."""
    page_url: str
    passages: list[Passage]
    summary: SafeString
    language: str
    """Of its title: the page's own, for a call (which speaks each) the reader's."""

    @property
    def url(self) -> str:
        """The best passage, or the page where its title or summary is what was found."""
        return self.passages[0].url if self.passages else self.page_url


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, what all of them count to, and the query as it was understood."""

    question: Question
    filters: Filters
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """Filter -> (value, hits with it under the other filters), the commonest first."""
    partly: bool = False
    """No page has all the words; these have the most of them."""


def search(text: str, filters: Filters, *, page: int = 1, request: HttpRequest | None = None) -> Results:
    """The `page`-th page of results (the last one if there are fewer). Raises QueryTooLong."""
    if len(text) > MAX_LENGTH:
        raise QueryTooLong
    question = ask(text)
    view: View = get_search_backend().view
    found = rank(view, question, allowed=readable(), city_names=settings.SITE_CITY_NAMES)
    while True:
        kept = [one for one in found if filters.admit(one.card)]
        pages = max(1, -(-len(kept) // PAGE_SIZE))
        page = min(max(1, page), pages)
        shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        there = _still_public(shown)
        missing = {one.card.key for one in shown if one.card.pk not in there}
        if not missing:
            break
        found = [one for one in found if one.card.key not in missing]
    hits = [_hit(one, there[one.card.pk], question, request) for one in shown]
    facets = {name: _facet(found, filters, name) for name, _value in filters.items()}
    return Results(question, filters, hits, len(kept), page, pages, facets, any(one.partly for one in shown))


def values_of(card: Card, name: str) -> tuple[str, ...]:
    """What a card has under a filter's name."""
    if name == "tag":
        return card.tags
    value: str = getattr(card, name)
    return (value,) if value else ()


def readable() -> Callable[[Shard], set[int]]:
    """Public groups of a shard, less what was withdrawn and waits for the index to take notice."""
    keys = set(PendingUpdate.objects.filter(withdrawn=True).values_list("key", flat=True))
    trees = tuple(key.removeprefix(TREE) for key in keys if key.startswith(TREE))

    def allowed(shard: Shard) -> set[int]:
        if not keys:
            return set(shard.public)
        cards = shard.segment.cards
        return {
            group
            for group in shard.public
            if cards[group].key not in keys and not (trees and cards[group].path.startswith(trees))
        }

    return allowed


def _still_public(found: Sequence[Found]) -> dict[str, Page]:
    """Those of the pages found that everybody may read at this moment, by primary key."""
    if not found:
        return {}
    hidden = Hidden.now()
    pages = Page.objects.live().filter(pk__in=[one.card.pk for one in found]).specific(defer=True)
    there = {str(page.pk): page for page in pages if not hidden.covers(page.path)}
    calls = [page.pk for page in there.values() if isinstance(page, CallPage)]
    return there | {str(call.pk): call for call in CallPage.objects.filter(pk__in=calls)} if calls else there


def _facet(found: Iterable[Found], filters: Filters, name: str) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for one in found:
        if filters.admit(one.card, but=name):
            counts.update(values_of(one.card, name))
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return common[:TAGS_SHOWN] if name == "tag" else common


def _hit(found: Found, page: Page, question: Question, request: HttpRequest | None) -> Hit:
    segment = found.shard.segment
    page_url = page.get_url(request) or ""
    own = segment.data(segment.first_of[found.group])
    passages = [
        _passage(segment.data(doc), page_url, question, width=WIDTH if first else WIDTH // 2)
        for first, doc in zip((True, False, False), found.passages[:PASSAGES_SHOWN], strict=False)
    ]
    called, language = own["title"], found.card.language
    if isinstance(page, CallPage):
        called, language = page.name, get_language() or language
        passages = _in_one_language(passages, language)
    return Hit(
        page=page,
        card=found.card,
        title=as_html(marked(called, question)),
        page_url=page_url,
        passages=passages,
        summary=as_html(snippet(own["text"], question)),
        language=language,
    )


def _in_one_language(passages: Sequence[Passage], language: str) -> list[Passage]:
    """Of what a call says in each language: the reader's, or else the one in which it was found."""
    spoken = [replace(one, language="zh-hans" if HAN.search(one.text) else "en") for one in passages]
    # In the reader's own language its heading is what the call is called already.
    readers = [replace(one, heading=as_html([])) for one in spoken if one.language[:2] == language[:2]]
    return (readers or spoken)[:1]


def _passage(data: dict[str, Any], page_url: str, question: Question, *, width: int) -> Passage:
    pieces = snippet(data["text"], question, width=width)
    heading = " ".join(data["heading"].split())
    in_text = any(is_marked for _text, is_marked in pieces)
    return Passage(
        label=data["label"],
        heading=as_html([(heading, False)] if in_text else marked(heading, question)),
        url=f"{page_url}#{data['anchor']}" if data["anchor"] else page_url,
        anchor=data["anchor"],
        html=as_html(pieces),
        text="".join(text for text, _marked in pieces),
    )


def as_html(pieces: Iterable[Piece]) -> SafeString:
    """Escaped text, marked words in <mark>."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if marked else text,) for text, marked in pieces)
    )
