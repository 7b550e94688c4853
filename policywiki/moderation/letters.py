"""What the author reads about a decision: the same words on the page, in the mail and in the moderator's preview."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Case, Decision, Reason
from .registry import kind_of


def letter(
    *, decision: str, language: str, reason: Reason | None = None, note: str = "", first_time: bool = False,
    second_look: bool = True,
) -> list[str]:  # fmt: skip
    """The paragraphs of the message, in the author's language. A first text is thanked for before all else."""
    language = language or settings.LANGUAGE_CODE
    with override(language):
        lines = (
            [_("Thank you for the first thing you wrote here. It matters to the city.")] if first_time else []
        )
        lines += _said(decision, reason, language)
        if note.strip():
            lines.append(note.strip())
        return [*lines, *_way_on(decision, second_look)]


def letter_about(case: Case, language: str) -> list[str]:
    """The message about the decision that was made; empty while nothing has been decided."""
    if not case.decision:
        return []
    return letter(
        decision=case.decision,
        language=language,
        reason=case.reason,
        note=case.note,
        first_time=case.first_time,
        second_look=has_second_look(case),
    )


def has_second_look(case: Case) -> bool:
    """Whether its author may still ask for one."""
    return case.second_look_at is None and kind_of(case).look_again is not None


def _said(decision: str, reason: Reason | None, language: str) -> list[str]:
    if decision == Decision.PUBLISH:
        return [_("It is public, with your name in the history.")]
    if decision == Decision.NEEDS_MORE:
        return [_("A moderator asks for a little more:")]
    label, message = reason.in_language(language) if reason is not None else ("", "")
    return [line for line in (label, message) if line]


def _way_on(decision: str, second_look: bool) -> list[str]:
    if decision == Decision.NEEDS_MORE:
        return [_("Add what is missing and send it again; everything you wrote is kept.")]
    if decision == Decision.NOT_PUBLISHED and second_look:
        return [
            _("If you think this is wrong, you can ask for a second look. Another moderator will read it.")
        ]
    return []


def for_author(case: Case, default: str) -> str:
    """The language that the author of this case reads."""
    author: Any = case.author
    return author.language or default
