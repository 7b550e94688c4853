"""PDF for print and screen, set by typst: tagged, bookmarked, Chinese fonts inside."""

import re
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from proposals.digests.chart import Chart, charts
from proposals.digests.digest import Argument, Count, Digest, Entry, Labels, readable, tidied
from proposals.digests.wording import answer_text, figures, numbers, particulars, said_by, written
from proposals.digests.writers.typesetting import typeset

_LANGUAGE = re.compile(r"^[a-z]{2,3}(?=$|-)")
SHORT_TITLE = 60
WORDS = (
    "answer arguments_against arguments_for comments cost definitions figures measures no_proposals note"
    " number on_page page_of proposals stage support title what when who"
)


def write(digest: Digest, stream: BinaryIO) -> None:
    """Write the paper as PDF. Raises TooManyProposals past the digest's limit, before a byte is written."""
    entries = readable(digest)
    stream.write(typeset("digest.typ", _paper(tidied(digest), entries), kind="pdf", on=digest.as_of))


def _paper(digest: Digest, entries: tuple[Entry, ...]) -> dict[str, Any]:
    words, lang = digest.labels, _lang(digest.language)
    as_of = (words.as_of, written(digest.as_of, digest.language))
    return {
        "lang": lang,
        "title": digest.title,
        "short_title": _short(digest.title),
        "city": digest.city,
        "date": _ymd(digest.as_of),
        "words": {name: getattr(words, name) for name in WORDS.split()},
        "criteria": [as_of, *digest.criteria],
        "note": _paragraphs(digest.note),
        "figures": [_count(count) for count in figures(digest)],
        "charts": [chart_data(chart) for chart in charts(digest)],
        "entries": [_entry(entry, digest, key=f"p{at}") for at, entry in enumerate(entries)],
        "definitions": [(definition.term, definition.meaning) for definition in digest.definitions],
    }


def _entry(entry: Entry, digest: Digest, *, key: str) -> dict[str, Any]:
    words = digest.labels
    answer = entry.answer
    head, *lines = answer_text(answer, digest).split("\n")
    return {
        "key": key,
        "number": entry.number,
        "title": entry.title,
        "lang": _lang(entry.language or digest.language),
        "stage": entry.stage,
        "support": _shown(entry.support),
        "comments": _shown(entry.comments),
        "facts": particulars(entry, digest),
        "address": entry.address,
        "figures": [_count(count) for count in numbers(entry, digest)],
        "share": min(1.0, entry.support / entry.threshold) if entry.threshold else None,
        "summary": _paragraphs(entry.summary),
        "parts": [asdict(part) for part in entry.parts],
        "measures": [(measure.what, measure.who, measure.when, measure.cost) for measure in entry.measures],
        "in_favour": [_argument(argument, words) for argument in entry.arguments_for],
        "against": [_argument(argument, words) for argument in entry.arguments_against],
        "answer": {
            "given": bool(answer and (answer.state or answer.text)),
            "head": head,
            "paragraphs": [line for line in lines if line.strip()],
        },
    }


def _argument(argument: Argument, words: Labels) -> dict[str, str]:
    return {"text": argument.text, "said": said_by(argument, words)}


def chart_data(chart: Chart) -> dict[str, Any]:
    """A chart as the templates read it."""
    bars = [{"label": bar.label, "share": bar.share, "shown": _shown(bar.value)} for bar in chart.bars]
    return {"title": chart.title, "as_text": chart.as_text, "bars": bars}


def _count(count: Count) -> dict[str, str]:
    return {"label": count.label, "shown": _shown(count.value)}


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _short(title: str) -> str:
    return title if len(title) <= SHORT_TITLE else title[: SHORT_TITLE - 1] + "…"


def _lang(language: str) -> str:
    found = _LANGUAGE.match(language.lower())
    return found[0] if found else "zh"


def _ymd(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
