"""One proposal as one row of a table: columns, their labels, and cells that can never start a formula."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from proposals.digests.digest import Argument, Digest, Entry, Labels, Measure

Value = str | int | date | None
Kind = Literal["text", "long", "number", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is its stable name in code, `label` its heading in the digest's language."""

    key: str
    label: str
    kind: Kind
    value: Callable[[Entry], Value]


def columns(digest: Digest) -> tuple[Column, ...]:
    """Every column of the proposals table, in order."""
    words = digest.labels
    comma = "、" if digest.language == "zh-hans" else ", "
    return (
        Column("number", words.number, "text", lambda e: e.number),
        Column("title", words.title, "text", lambda e: e.title),
        Column("stage", words.stage, "text", lambda e: e.stage),
        Column("district", words.district, "text", lambda e: e.district),
        Column("tags", words.tags, "text", lambda e: comma.join(e.tags)),
        Column("proposer", words.proposed_by, "text", lambda e: e.proposer),
        Column("published", words.published, "date", lambda e: e.published),
        Column("support", words.support, "number", lambda e: e.support),
        Column("threshold", words.threshold, "number", lambda e: e.threshold),
        *_stated_columns(words),
        Column("for", words.for_, "number", lambda e: e.votes.in_favour if e.votes else None),
        Column("against", words.against, "number", lambda e: e.votes.against if e.votes else None),
        Column("abstain", words.abstain, "number", lambda e: e.votes.abstain if e.votes else None),
        Column("comments", words.comments, "number", lambda e: e.comments),
        *_answer_columns(words),
        Column("summary", words.summary, "long", lambda e: e.summary),
        Column("language", words.language, "text", lambda e: e.language),
        Column("address", words.address, "text", lambda e: e.address),
    )


def text_columns(digest: Digest) -> tuple[Column, ...]:
    """The columns that hold what people wrote at length."""
    words = digest.labels
    return (
        Column("text", words.text, "long", _text),
        Column("measures", words.measures, "long", lambda e: _measures(e.measures, words)),
        Column("arguments_for", words.arguments_for, "long", _in_favour),
        Column("arguments_against", words.arguments_against, "long", _against),
    )


def _stated_columns(words: Labels) -> tuple[Column, ...]:
    return (
        Column("stated", words.stated, "number", lambda e: e.stated.number if e.stated else None),
        Column("stated_source", words.stated_source, "text", lambda e: e.stated.source if e.stated else None),
        Column("stated_on", words.stated_on, "date", lambda e: e.stated.on if e.stated else None),
    )


def _answer_columns(words: Labels) -> tuple[Column, ...]:
    return (
        Column("answer_state", words.answer_state, "text", lambda e: e.answer.state if e.answer else None),
        Column("department", words.department, "text", lambda e: e.answer.department if e.answer else None),
        Column("answered_on", words.answered_on, "date", lambda e: e.answer.on if e.answer else None),
        Column("answer_due", words.answer_due, "date", lambda e: e.answer.due if e.answer else None),
        Column("answer", words.answer, "long", lambda e: e.answer.text if e.answer else None),
    )


def _text(entry: Entry) -> str:
    return "\n\n".join("\n".join(filter(None, [part.heading, *part.paragraphs])) for part in entry.parts)


def _measures(measures: Iterable[Measure], words: Labels) -> str:
    return "\n".join(f"{number}. {_measure(measure, words)}" for number, measure in enumerate(measures, 1))


def _measure(measure: Measure, words: Labels) -> str:
    """What, and in brackets who, when and for how much, as far as they were said."""
    said = [(words.who, measure.who), (words.when, measure.when), (words.cost, measure.cost)]
    details = "; ".join(f"{label}: {value}" for label, value in said if value)
    return f"{measure.what} ({details})" if details else measure.what


def _in_favour(entry: Entry) -> str:
    return _arguments(entry.arguments_for)


def _against(entry: Entry) -> str:
    return _arguments(entry.arguments_against)


def _arguments(arguments: Iterable[Argument]) -> str:
    return "\n".join(f"{a.author}: {a.text}" if a.author else a.text for a in arguments)
