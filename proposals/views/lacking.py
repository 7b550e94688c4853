"""What a proposal still needs before it can be sent, each as a sentence with the place where it can be mended."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.calls import gaps
from proposals.drafting import content_of
from proposals.drafts import Draft
from proposals.permissions import can_propose
from proposals.propose_forms import STEPS
from proposals.target import check

# In which step the sentence about a missing part can be mended.
STEP_OF = {
    "title": 1,
    "problem": 1,
    "summary": 2,
    "measures": 2,
    "district": 3,
    "tags": 3,
    "details": 3,
    "evidence": 3,
}


def missing(draft: Draft) -> list[dict[str, Any]]:
    """What a proposal still needs, each as a sentence with the step where it can be written."""
    try:
        content = content_of(draft.state, base=draft.base)
    except ValueError as error:
        return [{"text": str(error), "url": step_url(draft, 3), "step": STEPS[2]}]
    lacking: dict[str, list[str]] = {}
    try:
        check(content)
    except ValidationError as error:
        lacking = error.message_dict
    lacking |= {} if draft.is_change else gaps(draft.call, content)
    return (
        _closed(draft)
        + undescribed(draft)
        + [
            {"text": text, "url": step_url(draft, STEP_OF[name]), "step": STEPS[STEP_OF[name] - 1]}
            for name, texts in lacking.items()
            for text in texts
        ]
    )


def undescribed(draft: Draft) -> list[dict[str, Any]]:
    """One line where a photo has no description: people who cannot see it would have nothing."""
    if draft.suggestion is None or not draft.suggestion.photos.filter(description="").exists():
        return []
    url = reverse("suggestions:photos", args=[draft.suggestion.pk])
    return [{"text": _("Say of each photo what can be seen."), "url": url}]


def _closed(draft: Draft) -> list[dict[str, Any]]:
    """One line where the call takes no proposals any more, with the way to another one."""
    sent = draft.suggestion is not None and draft.suggestion.sent_at is not None
    verdict = can_propose(draft.call, now=timezone.now())
    if verdict or sent or draft.is_change:
        return []
    return [{"text": verdict.reason, "url": reverse("proposals:propose_call", args=[draft.key])}]


def step_url(draft: Draft, step: int) -> str:
    return reverse("proposals:propose_step", args=[draft.key, step])
