"""The shapes that the demo content is written in. Texts are in the small line markup of core.markup.

A section is (heading, text); {page:key} in a text becomes a link to that demo page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class DemoPage:
    key: str
    language: str
    title: str
    summary: str
    sections: list[tuple[str, str]]
    tags: list[str]
    author: str
    days_ago: int
    sources: list[tuple[str, str]] = field(default_factory=list)
    table: tuple[str, list[list[str]]] | None = None
    callout: tuple[str, str] | None = None
    citation: tuple[str, str, str, str] | None = None  # quote, label, page key, anchor
    translation_of: str = ""
    related: list[str] = field(default_factory=list)
    effective_at: date | None = None


@dataclass(frozen=True)
class DemoProposal:
    key: str
    language: str
    title: str
    summary: str
    problem: str
    measures: list[tuple[str, str, str, str]]  # what, who, when, cost
    expected_effect: str
    affected: str
    tags: list[str]
    author: str
    days_ago: int
    district: str = ""
    evidence: list[tuple[str, str, str, str]] = field(default_factory=list)
    supporters: int = 0
    comments: list[tuple[str, str, str, str]] = field(default_factory=list)  # author, stance, text, answer to
    answer: tuple[str, str, str, int] | None = None  # state, department, text, days ago
    carried_out: tuple[str, int] | None = None  # note, days ago


@dataclass(frozen=True)
class DemoChange:
    """A suggestion to a page: replace `old` by `new` in its body; decided or still waiting."""

    page: str
    author: str
    old: str
    new: str
    summary: str
    days_ago: int
    decision: str = ""  # "" waits
    reason: str = ""
    note: str = ""
    effective_at: date | None = None
    carries: str = ""  # the key of the adopted proposal that it carries out
