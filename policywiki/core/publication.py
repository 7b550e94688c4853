"""Who wrote and who reviewed what is being published, carried to the Edition by any route.

Wagtail's page_published signal knows the revision only. Our actions put the rest here; a publication by
Wagtail's own admin finds nothing here and is credited to the revision's user.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

# In an edition's provenance: the number of the one that it undoes, or whose text it brings back.
UNDOES, RESTORES = "undoes", "restores"


@dataclass(frozen=True)
class Publication:
    author: Any
    reviewer: Any = None
    summary: str = ""
    effective_at: date | None = None
    undated: bool = False
    provenance: dict[str, Any] = field(default_factory=dict)
    published_at: datetime | None = None


_current: ContextVar[Publication | None] = ContextVar("publication", default=None)


def current_publication() -> Publication | None:
    """What the running action said about this publication, or None."""
    return _current.get()


@contextmanager
def publishing(
    *,
    author: Any,
    reviewer: Any = None,
    summary: str = "",
    effective_at: date | None = None,
    undated: bool = False,
    provenance: dict[str, Any] | None = None,
    published_at: datetime | None = None,
) -> Iterator[None]:
    """Around `revision.publish()`: the Edition written inside gets this author, reviewer and summary."""
    token = _current.set(
        Publication(author, reviewer, summary, effective_at, undated, provenance or {}, published_at)
    )
    try:
        yield
    finally:
        _current.reset(token)
