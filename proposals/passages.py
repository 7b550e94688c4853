"""The parts of a proposal, and of a call, that search finds and leads to. Reads the page's fields only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from policywiki.core.markup import from_plain
from policywiki.core.passages import Passage
from policywiki.core.richtext import to_text

if TYPE_CHECKING:
    from .models.pages import CallPage, ProposalPage


def passages(page: ProposalPage) -> list[Passage]:
    """Problem, measures, effect, affected, details and evidence, in reading order; empty parts are left out.

    Headings are in the proposal's own language: it is indexed once, whoever searches.
    """
    with override(page.language):
        return _passages(page)


def call_passages(call: CallPage) -> list[Passage]:
    """One passage a language, under the name that the call has in it; its topics are words of each."""
    spoken = [
        (call.name_zh, call.intro_zh, call.text_zh, call.terms_zh),
        (call.name_en, call.intro_en, call.text_en, call.terms_en),
    ]
    found = []
    for name, intro, asked, terms in spoken:
        said = [intro, *(to_text(from_plain(text)) for text in (asked, terms))]
        if any((name, *said)):
            text = "\n".join(filter(None, [*said, call.topics]))
            found.append(Passage("about", name or call.title, text))
    return found


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
