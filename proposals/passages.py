"""The parts of a proposal that search finds and leads to. Reads the page's fields only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from policywiki.core.passages import Passage
from policywiki.core.richtext import to_text

if TYPE_CHECKING:
    from .models.pages import ProposalPage


def passages(page: ProposalPage) -> list[Passage]:
    """Problem, measures, effect, affected, details and evidence, in reading order; empty parts are left out.

    Headings are in the proposal's own language: it is indexed once, whoever searches.
    """
    with override(page.language):
        return _passages(page)


def _passages(page: ProposalPage) -> list[Passage]:
    parts = [
        ("problem", gettext("The problem"), _problem(page.problem.raw_data)),
        (
            "measures",
            gettext("What should happen"),
            _values(page.measures.raw_data, "what", "who", "when", "cost"),
        ),
        ("affected", gettext("Who is affected"), page.affected),
        ("effect", gettext("What it should bring"), page.expected_effect),
        ("details", gettext("Further details"), _values(page.details.raw_data, "label", "text")),
        ("evidence", gettext("Evidence"), _values(page.evidence.raw_data, "quote", "label")),
    ]
    return [Passage(anchor, heading, text) for anchor, heading, text in parts if text.strip()]


def _problem(blocks: Any) -> str:
    values = [block["value"] for block in blocks]
    return "\n".join(
        line for value in values for line in (value.get("heading", ""), to_text(value["text"])) if line
    )


def _values(blocks: Any, *names: str) -> str:
    """Each value on a line of its own: what is a sentence of its own can be quoted by itself."""
    return "\n".join(value for block in blocks for name in names if (value := block["value"].get(name)))
