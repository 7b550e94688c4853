"""The letter beside the form of a reason: what the author will read, as one writes it."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .letters import letter
from .models import Decision, Reason


def letters_of(reason: Reason, *languages: str) -> list[dict[str, Any]]:
    """The whole message that this reason makes, in each of these languages, to somebody's first text."""
    return [
        {
            "language": language,
            "label": "",
            "lines": letter(
                decision=Decision.NOT_PUBLISHED, language=language, reason=reason, first_time=True
            ),
        }
        for language in languages
    ]


class LetterPanel(Panel):
    """The letter in one language; without JavaScript a button shows it in a new window, unsaved."""

    def __init__(self, language: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("What the author will read"))
        super().__init__(**kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"language": self.language}

    class BoundPanel(Panel.BoundPanel):
        template_name = "moderation/letter_panel.html"

        @property
        def media(self) -> Media:
            return Media(css={"all": ["css/moderation.css"]}, js=["js/reason.js"])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "letters": letters_of(self.instance, self.panel.language),
                "language": self.panel.language,
                "preview_url": reverse("moderation:preview_reason"),
            }
