"""How a spotted mistake looks in the moderators' list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.html import clean, trusted
from policywiki.core.page_content import content_of
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.registry import CaseKind, register

from .actions import KIND, decide_mistake


def review(case: Case) -> dict[str, Any]:
    """The report, and the section it is about as it reads now, if it is still there."""
    report = case.mistake
    page = report.page.specific
    blocks = {block["id"]: block for block in content_of(page).get("body") or []}
    text = (blocks.get(report.block_id) or {"value": {}})["value"].get("text")
    return {
        "report": report,
        "section_text": trusted(clean(text)) if isinstance(text, str) and text else None,
    }


register(
    CaseKind(
        name=KIND,
        label=_("Spotted mistake"),
        template="suggestions/mistake_review.html",
        review=review,
        decide=decide_mistake,
        decisions=(Decision.NOT_PUBLISHED,),
        refuse_label=_("Nothing to change"),
        writes=False,
    )
)
