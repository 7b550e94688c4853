"""Markdown (GitHub's tables): the same paper for a wiki, a repository or a plain editor."""

import re
from collections.abc import Iterable
from typing import BinaryIO

from proposals.digests.chart import charts
from proposals.digests.digest import Argument, Count, Digest, Entry, Labels, tidied
from proposals.digests.wording import answer_text, figures, numbers, particulars, said_by, written

_INLINE = re.compile(r"([\\`*_\[\]<>|~&#!$])")
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def write(digest: Digest, stream: BinaryIO) -> None:
    """Write the paper as Markdown in UTF-8, one proposal at a time."""
    digest = tidied(digest)
    for line in _head(digest):
        stream.write(f"{line}\n".encode())
    found = False
    for entry in digest.entries:
        found = True
        for line in _entry(entry, digest):
            stream.write(f"{line}\n".encode())
    if not found:
        stream.write(f"{escaped(digest.labels.no_proposals)}\n\n".encode())
    for line in _tail(digest):
        stream.write(f"{line}\n".encode())


def escaped(text: str) -> str:
    """The text on one line, meaning only itself."""
    one_line = " ".join(text.split())
    plain = _INLINE.sub(r"\\\1", one_line)
    return _LINE_START.sub(lambda m: _escaped_start(m[1], m[2]), plain)


def _escaped_start(space: str, start: str) -> str:
    # "1." becomes "1\." by escaping the mark that follows, which a digit cannot carry itself
    return f"{space}\\{start}" if not start.isdigit() else f"{space}&#{ord(start[0])};{start[1:]}"


def paragraphs(text: str) -> list[str]:
    """The text as Markdown paragraphs: line ends kept as hard breaks, an empty line after."""
    lines = [escaped(line) for line in text.split("\n") if line.strip()]
    return ["\\\n".join(lines), ""] if lines else []


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A table; numbers are aligned right."""
    heads = [escaped(cell) for cell in head]
    lines = ["| " + " | ".join(heads) + " |"]
    body = [list(row) for row in rows]
    right = [all(isinstance(row[at], int) for row in body) and bool(body) for at in range(len(heads))]
    lines.append("|" + "|".join(" ---: " if number else " --- " for number in right) + "|")
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in body]
    return [*lines, ""]


def pairs(said: Iterable[tuple[str, str]]) -> list[str]:
    """Labels and what they hold, as a list; those that hold nothing are left out."""
    return [*(f"- **{escaped(label)}**: {_cell(value)}" for label, value in said if value), ""]


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "<br>".join(escaped(line) for line in str(value or "").split("\n") if line.strip())


def _head(digest: Digest) -> Iterable[str]:
    words = digest.labels
    yield f"# {escaped(digest.title)}"
    yield ""
    yield f"{escaped(digest.city)} · {escaped(words.as_of)} {written(digest.as_of, digest.language)}"
    yield ""
    if digest.note:
        yield f"## {escaped(words.note)}"
        yield ""
        yield from paragraphs(digest.note)
    yield f"## {escaped(words.criteria)}"
    yield ""
    yield from pairs(digest.criteria)
    yield f"## {escaped(words.figures)}"
    yield ""
    yield from _counts(words.figure, figures(digest), words)
    for chart in charts(digest):
        yield from _counts(chart.title, [Count(bar.label, bar.value) for bar in chart.bars], words)
    yield f"## {escaped(words.proposals)}"
    yield ""


def _counts(label: str, counts: Iterable[Count], words: Labels) -> list[str]:
    return table([label, words.count], [(count.label, count.value) for count in counts])


def _entry(entry: Entry, digest: Digest) -> Iterable[str]:
    words = digest.labels
    yield f"### {escaped(entry.number)} {escaped(entry.title)}"
    yield ""
    yield from paragraphs(entry.summary)
    yield from pairs([(words.stage, entry.stage), *particulars(entry, digest)])
    yield from _counts(words.figure, numbers(entry, digest), words)
    for part in entry.parts:
        if part.heading:
            yield f"#### {escaped(part.heading)}"
            yield ""
        for paragraph in part.paragraphs:
            yield from paragraphs(paragraph)
    if entry.measures:
        yield f"#### {escaped(words.measures)}"
        yield ""
        rows = [(measure.what, measure.who, measure.when, measure.cost) for measure in entry.measures]
        yield from table([words.what, words.who, words.when, words.cost], rows)
    yield from _arguments(words.arguments_for, entry.arguments_for, words)
    yield from _arguments(words.arguments_against, entry.arguments_against, words)
    yield f"#### {escaped(words.answer)}"
    yield ""
    yield from paragraphs(answer_text(entry.answer, digest))


def _arguments(heading: str, arguments: tuple[Argument, ...], words: Labels) -> Iterable[str]:
    if not arguments:
        return
    yield f"#### {escaped(heading)}"
    yield ""
    for argument in arguments:
        said = said_by(argument, words)
        yield f"- {_cell(argument.text)}" + (f" — {escaped(said)}" if said else "")
    yield ""


def _tail(digest: Digest) -> Iterable[str]:
    if digest.definitions:
        words = digest.labels
        yield f"## {escaped(words.definitions)}"
        yield ""
        yield from table([words.term, words.meaning], [(d.term, d.meaning) for d in digest.definitions])
