"""Two versions of one paragraph, word by word. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from .differences import DEL, INS, SAME, Note, Segment
from .edits import Match, matches
from .tokens import Token

NEAR = 2
"""Marks with fewer characters than this between them are one mark."""
WHOLE = 0.5
"""Where more than this share of a sentence changed, old and new are shown whole."""

_ENDS = frozenset("。！？!?；;…\n")


@dataclass(frozen=True)
class Wording:
    """How a paragraph changed."""

    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]
    whole: bool
    reworded: int
    """How many sentences say something else."""


@dataclass(frozen=True)
class Run:
    """Words of the old and the new text that belong together; equal in text or not at all."""

    equal: bool
    old: Sequence[Token]
    new: Sequence[Token]


def compare(old: Sequence[Token], new: Sequence[Token]) -> Wording:
    """Mark what was deleted and inserted, and note changed links and formats of what stayed."""
    runs = list(_runs(old, new))
    sentences = [_mark(group) for group in _sentences(runs)]
    segments = _coalesce(segment for sentence in sentences for segment in sentence)
    reworded = sum(any(segment.op != SAME for segment in sentence) for sentence in sentences)
    notes = (*_link_notes(runs, old, new), *_format_notes(runs))
    whole = [segment.op for segment in segments] == [DEL, INS]
    return Wording(segments, notes, whole, reworded)


def _runs(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    at_old = at_new = 0
    stayed = matches([token.text for token in old], [token.text for token in new])
    for match in [*stayed, Match(len(old), len(new), 0)]:
        if at_old < match.old or at_new < match.new:
            yield Run(False, old[at_old : match.old], new[at_new : match.new])
        at_old, at_new = match.old + match.size, match.new + match.size
        if match.size:
            yield Run(True, old[match.old : at_old], new[match.new : at_new])


def _ends(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text
    if text == ".":
        return index + 1 == len(tokens) or tokens[index + 1].text.isspace()
    return text in _ENDS


def _sentences(runs: list[Run]) -> Iterator[list[Run]]:
    """The runs cut where a sentence ends that both versions end alike."""
    group: list[Run] = []
    for run in runs:
        if not run.equal:
            group.append(run)
            continue
        start = 0
        for index in range(len(run.old)):
            if _ends(run.old, index):
                group.append(Run(True, run.old[start : index + 1], run.new[start : index + 1]))
                yield group
                group, start = [], index + 1
        if start < len(run.old):
            group.append(Run(True, run.old[start:], run.new[start:]))
    if group:
        yield group


def _mark(group: list[Run]) -> list[Segment]:
    """The marks of one sentence: near ones joined, all of it where most of it changed."""
    triples = [(run.equal, _text(run.old), _text(run.new)) for run in group]
    joined: list[Segment] = []
    for index, (equal, old, new) in enumerate(triples):
        between = 0 < index < len(triples) - 1
        if equal and not (between and len(old) < NEAR):
            joined.append(Segment(SAME, old))
        else:
            joined += [Segment(DEL, old), Segment(INS, new)]
    segments = list(_coalesce(joined))
    deleted = sum(len(segment.text) for segment in segments if segment.op == DEL)
    inserted = sum(len(segment.text) for segment in segments if segment.op == INS)
    size = sum(len(old) + len(new) for _equal, old, new in triples)
    if deleted and inserted and deleted + inserted > WHOLE * size:
        return [Segment(DEL, "".join(t[1] for t in triples)), Segment(INS, "".join(t[2] for t in triples))]
    return segments


def _coalesce(segments: Iterator[Segment] | list[Segment]) -> tuple[Segment, ...]:
    """Join neighbours of one kind; between two stretches of same text deletions come before insertions."""
    out: list[Segment] = []
    for same, run in groupby(segments, key=lambda segment: segment.op == SAME):
        parts = list(run)
        for op in (SAME,) if same else (DEL, INS):
            text = "".join(part.text for part in parts if part.op == op)
            if text:
                out.append(Segment(op, text))
    return tuple(out)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _link_notes(runs: list[Run], old: Sequence[Token], new: Sequence[Token]) -> list[Note]:
    """Targets that changed under the same words; then targets that went and came with their words."""
    texts_old, texts_new = _links(old), _links(new)
    notes: list[Note] = []
    for before, after, text in _differing(runs, lambda token: token.target):
        if before not in texts_new and after not in texts_old:  # the whole link, not only what stayed of it
            text = texts_new.get(after) or texts_old[before]
        notes.append(_link_note(text, before, after))
    told_old, told_new = {note.old for note in notes}, {note.new for note in notes}
    went = [link for link in texts_old if link not in texts_new and link not in told_old]
    came = [link for link in texts_new if link not in texts_old and link not in told_new]
    for before, after in zip_longest(went, came, fillvalue=""):
        notes.append(_link_note(texts_new.get(after) or texts_old[before], before, after))
    return list(dict.fromkeys(notes))


def _link_note(text: str, before: str, after: str) -> Note:
    return Note(
        "link_changed" if before and after else "link_added" if after else "link_removed", text, before, after
    )


def _links(tokens: Sequence[Token]) -> dict[str, str]:
    """Target -> the words it is under."""
    found: dict[str, str] = {}
    for token in tokens:
        if token.target:
            found[token.target] = found.get(token.target, "") + token.text
    return found


def _format_notes(runs: list[Run]) -> list[Note]:
    return [
        Note("format_changed", text, before, after)
        for before, after, text in _differing(runs, lambda token: token.format)
    ]


def _differing(runs: list[Run], trait: Callable[[Token], str]) -> list[tuple[str, str, str]]:
    """(old trait, new trait, words) of unchanged words whose trait changed; neighbours together."""
    traits = [
        (trait(a), trait(b), a.text)
        for run in runs
        if run.equal
        for a, b in zip(run.old, run.new, strict=True)
    ]
    return [
        (before, after, "".join(text for *_traits, text in words))
        for (before, after), words in groupby(traits, key=lambda found: found[:2])
        if before != after
    ]
