"""The content of a page as JSON, field name -> value: what suggestions, merge and editions share."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from policywiki.core.prose import visible

FieldKind = Literal["text", "date", "blocks", "set", "choice", "reference"]
Content = dict[str, Any]

_SPACES: Final = re.compile(r"\s*[\t\n\r]\s*| {2,}")


def plain_line(text: str) -> str:
    """One line of text: no control or zero-width characters, no line breaks, nothing blank at the ends."""
    return _SPACES.sub(" ", visible(text)).strip()


def plain_text(text: str) -> str:
    """Lines: no control or zero-width characters, every line break "\\n", nothing blank at the ends."""
    return visible(re.sub(r"\r\n|\r|\f", "\n", text)).strip()


def empty(kind: FieldKind) -> Any:
    """What a field of this kind holds where nothing is written."""
    return {"text": "", "blocks": [], "set": []}.get(kind)


def changed_fields(before: Content, after: Content) -> list[str]:
    """The names, sorted, of the fields that differ; a field that `after` does not name is unchanged."""
    return sorted(name for name, value in after.items() if name not in before or before[name] != value)


def refuse_unknown_fields(content: Content, fields: Mapping[str, FieldKind]) -> None:
    """Raises ValueError for a name that the page does not offer."""
    if unknown := sorted(set(content) - set(fields)):
        raise ValueError(f"No such field: {', '.join(unknown)}.")


def iso_date(value: str | date | None) -> str | None:
    """A day as "2026-11-22"; None for none. Raises ValueError for what is not a day."""
    if not value:
        return None
    return value.isoformat() if isinstance(value, date) else date.fromisoformat(value).isoformat()
