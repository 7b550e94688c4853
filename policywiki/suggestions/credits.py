"""Who is named beside the author of a published version: who suggested nearly the same, who chose the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from policywiki.accounts.models import User

from .models import Suggestion


@dataclass
class Beside:
    also: list[Any] = field(default_factory=list)
    settled_by: Any = None


def credited_beside(editions: Iterable[Any]) -> dict[int, Beside]:
    """Edition id -> who is named beside; two queries for a whole list, none where nobody is.

    What an edition keeps is numbers (`provenance`); names live in accounts only.
    """
    told = {edition.pk: edition.provenance for edition in editions if isinstance(edition.provenance, dict)}
    same = [number for one in told.values() for number in one.get("also_suggested", [])]
    settlers = [one["settled_by"] for one in told.values() if "settled_by" in one]
    if not same and not settlers:
        return {}
    authors = {one.pk: one.author for one in Suggestion.objects.filter(pk__in=same).select_related("author")}
    people = User.objects.in_bulk(settlers)
    return {
        pk: Beside(
            [authors[number] for number in one.get("also_suggested", []) if number in authors],
            people.get(one.get("settled_by")),
        )
        for pk, one in told.items()
        if one.get("also_suggested") or one.get("settled_by")
    }
