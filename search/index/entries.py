"""From the site's objects to what the index takes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Model
from django.utils import timezone
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, Indexed, RelatedFields, SearchField
from wagtail.models import Page, PageViewRestriction

from proposals.stages import ENDED_EARLY
from search.index.documents import Card, Entry, Part
from search.kinds import kind_of

OWN_FIELDS = ("title", "summary")
"""Of a page that offers passages, only these lie in its own document; the rest is in its passages."""

STEP = Page.steplen


@dataclass(frozen=True)
class Hidden:
    """Places in the page tree that not everybody may read."""

    paths: frozenset[str]

    @classmethod
    def now(cls) -> Self:
        """Private and unpublished pages that could have others under them, as of this moment."""
        private = PageViewRestriction.objects.values_list("page__path", flat=True)
        unpublished = Page.objects.filter(live=False, numchild__gt=0).values_list("path", flat=True)
        return cls(frozenset([*private, *unpublished]))

    def covers(self, path: str) -> bool:
        """Whether the page at `path`, or one above it, is hidden."""
        return any(path[:end] in self.paths for end in range(STEP, len(path) + 1, STEP))


def key_of(obj: Model) -> str:
    """The key under which the index knows an object, whatever class it was loaded as."""
    return f"{get_model_root(type(obj))._meta.label_lower}:{obj.pk}"


def entries(objects: Iterable[Any]) -> Iterator[Entry]:
    """What the index takes of these objects. Two queries for all of them, and what their fields need."""
    hidden = Hidden.now()
    for obj in objects:
        yield entry_of(obj, hidden)


def entry_of(obj: Any, hidden: Hidden) -> Entry:
    """What the index takes of one object (specific, as it is public now)."""
    passages = obj.search_passages() if hasattr(obj, "search_passages") else []
    return Entry(
        card=card_of(obj, hidden),
        title=_text(getattr(obj, "title", "")),
        summary=_text(getattr(obj, "summary", "")),
        others=dict(_others(obj, passages=hasattr(obj, "search_passages"))),
        auto="\n".join(_text(field.get_value(obj)) for field in obj.get_autocomplete_search_fields()),
        parts=tuple(Part(passage.anchor, passage.heading, passage.text) for passage in passages),
    )


def card_of(obj: Any, hidden: Hidden) -> Card:
    """What is known of an object without its text."""
    path = obj.path if isinstance(obj, Page) else ""
    kind = kind_of(obj._meta.label_lower)
    district = getattr(obj, "district", None)
    return Card(
        model=get_model_root(type(obj))._meta.label_lower,
        pk=str(obj.pk),
        labels=labels_of(type(obj)),
        kind=kind,
        public=bool(kind) and getattr(obj, "live", True) and not (path and hidden.covers(path)),
        language=getattr(obj, "language", "") or "",
        stage=getattr(getattr(obj, "record", None), "stage", "") or "",
        district=str(getattr(district, "code", "") or ""),
        tags=_tags(obj),
        date=_day(obj),
        until=_until(obj),
        path=path,
    )


def labels_of(model: type[Any]) -> tuple[str, ...]:
    """The model and every indexed model it descends from, as labels."""
    return tuple(
        base._meta.label_lower
        for base in model.__mro__
        if issubclass(base, Indexed) and issubclass(base, Model) and not base._meta.abstract
    )


def _others(obj: Any, *, passages: bool) -> Iterator[tuple[str, str]]:
    for field in obj.get_search_fields():
        name = field.field_name
        if isinstance(field, RelatedFields):
            text = "\n".join(_related(obj, field))
        elif isinstance(field, SearchField) and name != "title" and not (passages and name not in OWN_FIELDS):
            text = _text(field.get_value(obj))
        else:
            continue
        if text:
            yield name, text


def _related(obj: Any, field: RelatedFields) -> Iterator[str]:
    wanted = [f for f in field.fields if isinstance(f, (SearchField, AutocompleteField))]
    if not wanted:
        return
    value = field.get_value(obj)
    others = value.all() if hasattr(value, "all") else [value] if value is not None else []
    for other in others:
        yield from {_text(f.get_value(other)): None for f in wanted}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple, set)):
        return "\n".join(_text(item) for item in value)
    return str(value)


def _tags(obj: Any) -> tuple[str, ...]:
    """Its topics: what it is tagged with, or those it names itself (`search_topics`)."""
    if hasattr(obj, "search_topics"):
        return tuple(sorted(obj.search_topics()))
    tags = getattr(obj, "tags", None)
    return tuple(sorted(tag.name for tag in tags.all())) if tags is not None else ()


def _until(obj: Any) -> str:
    """The day since which a proposal is over without the city having looked at it."""
    record = getattr(obj, "record", None)
    if record is None or record.stage not in ENDED_EARLY:
        return ""
    return timezone.localtime(record.stage_since).date().isoformat()


def _day(obj: Any) -> str:
    """The day an object is known by: of publication, else of checking, else none."""
    when = getattr(getattr(obj, "record", None), "published_at", None) or getattr(
        obj, "last_published_at", None
    )
    if isinstance(when, datetime):
        return timezone.localtime(when).date().isoformat()
    return when.isoformat() if isinstance(when, date) else ""
