"""Writing a change while the proposal moves on: what others suggest beside it, and both put together before it goes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Literal

from policywiki.core.page_content import content_fields, content_of
from policywiki.suggestions.diff import Diff, diff
from policywiki.suggestions.listing import being_checked
from policywiki.suggestions.merge import merge
from policywiki.suggestions.read_text import ReadText

from .drafting import content_of as written
from .drafts import Draft, KeptDraft
from .propose_forms import StepForms


def put_together(draft: KeptDraft, *, now: datetime) -> Literal["together", "overlaps"] | None:
    """Put the change onto the text that is published now. None where that is the text it was written on.

    "overlaps": nothing was put together, its author has to choose. Raises ValueError for an address that is none.
    """
    suggestion = draft.suggestion
    if suggestion is None or suggestion.page is None:
        return None
    page = suggestion.page.specific
    if page.live_revision_id == suggestion.base_revision_id:
        return None
    live = ReadText(content_of(page), page.live_revision_id)
    result = merge(
        draft.base, live.content, written(draft.state, base=draft.base), dict(content_fields(page))
    )
    if result.conflicts:
        return "overlaps"
    draft.put_onto(live, result.content, now)
    return "together"


def what_it_changes(draft: Draft) -> Diff | None:
    """Against the text it was written on; None where nothing can be said yet."""
    if draft.suggestion is None or draft.suggestion.page is None:
        return None
    page = draft.suggestion.page.specific
    try:
        return diff(draft.base, written(draft.state, base=draft.base), dict(content_fields(page)))
    except ValueError:
        return None


def tell_of_others(draft: Draft, forms: StepForms, viewer: Any) -> dict[str, Any]:
    """To which parts of this step others have open suggestions: `others` of its rows, and a line a field."""
    if draft.suggestion is None or draft.suggestion.page is None:
        return {}
    found = being_checked(draft.suggestion.page.pk, without=viewer)
    for row in forms.rows or []:
        row.others = found.places.get(str(row["id"].value() or ""), 0)
    return {
        "changed_page": draft.suggestion.page,
        "others": _of_fields(draft, forms, found.places),
        "others_in_all": found.total,
    }


def _of_fields(draft: Draft, forms: StepForms, places: Counter[str]) -> list[dict[str, Any]]:
    told = []
    for name, field in forms.form.fields.items():
        # The problem is a part with an id of its own; every other field goes by its name.
        block = next(iter(draft.base.get(name) or []), None) if name == "problem" else None
        place = block["id"] if block else name
        if places[place]:
            told.append({"label": field.label, "place": place, "number": places[place]})
    return told
