"""Suggestions for trust and safety: every text of them in which words may have to be hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from policywiki.core import redaction
from policywiki.trust.earning import Change, Record
from policywiki.trust.hiding import Item, ItemKind, Scope, field_store, register
from policywiki.trust.holding import FINE, OPEN, REFUSED, Sent, digest_of, links_in, new_text
from policywiki.trust.past import register_changes, register_sendings

from .models import (
    DraftOverlap,
    MistakeReport,
    Opinion,
    Photo,
    PhotoChange,
    Protection,
    State,
    Suggestion,
    SuggestionVersion,
)

# When another edition took the published one back (editions.Reversal); reached by name, editions is beside us.
TAKEN_BACK = "published_revision__edition__reversal__at"


def find(pk: int) -> Item | None:
    suggestion = (
        Suggestion.objects.select_related("author", "case").filter(pk=pk, sent_at__isnull=False).first()
    )
    if suggestion is None:
        return None
    version = suggestion.latest
    return Item(
        kind="suggestion",
        pk=suggestion.pk,
        title=suggestion.title,
        author=suggestion.author,
        language=suggestion.language,
        scope=Scope(page_id=suggestion.page_id, suggestion_id=suggestion.pk),
        texts={"summary": version.summary, "content": version.content} if version else {},
        url=suggestion.get_absolute_url(),
        case=suggestion.case,
    )


def _suggestions(scope: Scope) -> Any:
    if scope.page_id is not None:
        return Suggestion.objects.filter(page_id=scope.page_id)
    return Suggestion.objects.filter(pk=scope.suggestion_id or 0)


def _versions(scope: Scope) -> Any:
    return SuggestionVersion.objects.filter(suggestion__in=_suggestions(scope))


def of_case(case: Any) -> int | None:
    return Suggestion.objects.filter(case=case).values_list("pk", flat=True).first()


register(ItemKind("suggestion", _("Suggested change"), find, of_case))
register(
    field_store(
        "suggestion",
        _("suggested changes"),
        Suggestion,
        ("title", "base", "draft", "draft_summary", "gist", "overlaps", "hidden_why"),
        _suggestions,
    )
)
register(
    field_store(
        "opinion",
        _("what others think of it"),
        Opinion,
        ("reason",),
        lambda scope: Opinion.objects.filter(suggestion__in=_suggestions(scope)),
    )
)
register(
    field_store(
        "suggestion_version", _("sent versions"), SuggestionVersion, ("content", "base", "summary"), _versions
    )
)


def _by_page(model: Any) -> Callable[[Scope], Any]:
    """Rows of this model that belong to the page."""
    return lambda scope: model.objects.filter(page_id=scope.page_id or 0)


register(field_store("draft_overlap", "", DraftOverlap, ("base",), _by_page(DraftOverlap)))
register(
    field_store("mistake", _("spotted mistakes"), MistakeReport, ("text", "heading"), _by_page(MistakeReport))
)
register(field_store("protection", _("protections"), Protection, ("reason", "heading"), _by_page(Protection)))
register(
    field_store(
        "photo",
        _("what photos show"),
        Photo,
        ("description",),
        lambda scope: Photo.objects.filter(suggestion__in=_suggestions(scope)),
    )
)
register(
    field_store(
        "photo_change",
        _("what photos show"),
        PhotoChange,
        ("description", "was"),
        lambda scope: PhotoChange.objects.filter(suggestion__in=_suggestions(scope)),
    )
)


def past_sendings() -> Iterator[Sent]:
    """Every sent version, for the dry run of a holding rule."""
    of_photos = _said_of_photos()
    rows = SuggestionVersion.objects.order_by("sent_at", "pk").values_list(
        "suggestion_id",
        "suggestion__author_id",
        "suggestion__author__date_joined",
        "sent_at",
        "content",
        "base",
        "suggestion__state",
    )
    for pk, author, joined, at, content, base, state in rows.iterator(chunk_size=200):
        written = [*redaction.strings(content), *(words for since, words in of_photos[pk] if since <= at)]
        text = new_text(written, redaction.strings(base))
        outcome = {State.PUBLISHED: FINE, State.NOT_PUBLISHED: REFUSED}.get(State(state), OPEN)
        yield Sent("suggestion", author, joined, at, digest_of(text), links_in(text), outcome)


def _said_of_photos() -> defaultdict[int, list[tuple[datetime, str]]]:
    """What each suggestion says of photos, and since when; a change of a shown one counts from the first sending."""
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for pk, since, words in Photo.objects.values_list("suggestion_id", "added_at", "description"):
        found[pk].append((since, words))
    changes = PhotoChange.objects.values_list("suggestion_id", "suggestion__created_at", "description")
    for pk, since, words in changes:
        found[pk].append((since, words))
    return found


def past_changes() -> Iterator[Change]:
    """Every change to a page that a moderator, or a rule, has decided."""
    rows = _decided().values_list("author_id", "sent_at", "case__decided_at", "state", TAKEN_BACK)
    for author, at, decided_at, state, back in rows.order_by("sent_at", "pk").iterator(chunk_size=2000):
        yield Change(author, at, decided_at, state == State.PUBLISHED, back)


def record_of(person: Any) -> Record:
    """Their published changes, how many were taken back, since when, and the last refusal. One query."""
    published = Q(state=State.PUBLISHED)
    found = (
        _decided()
        .filter(author=person)
        .aggregate(
            published=Count("pk", filter=published),
            reversed=Count(TAKEN_BACK, filter=published),
            since=Min("case__decided_at", filter=published),
            refused_at=Max("case__decided_at", filter=Q(state=State.NOT_PUBLISHED)),
        )
    )
    return Record(**found)


def _decided() -> Any:
    decided = [State.PUBLISHED, State.NOT_PUBLISHED]
    return Suggestion.objects.filter(kind="change", state__in=decided, case__decided_at__isnull=False)


register_sendings("suggestion", past_sendings)
register_changes(past_changes, record_of)
