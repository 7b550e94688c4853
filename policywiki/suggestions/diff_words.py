"""Two versions of one paragraph, word by word. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from .differences import DEL, INS, SAME, Note, Segment
from .tokens import Token

NEAR = 2
"""Marks with fewer characters than this between them are one mark."""
WHOLE = 0.5
"""Where more than this share of a sentence changed, old and new are shown whole."""
LONG = 1_000_000
"""Pairs of words above which sentences are compared before words (difflib is quadratic)."""

_ENDS = frozenset("。！？!?；;…\n")


@dataclass(frozen=True)
class Wording:
    """How a paragraph changed."""

    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]
    whole: bool

    @property
    def reworded(self) -> bool:
        return any(segment.op != SAME for segment in self.segments)


@dataclass(frozen=True)
class Run:
    """Words of the old and the new text that belong together; equal in text or not at all."""

    equal: bool
    old: Sequence[Token]
    new: Sequence[Token]


def compare(old: Sequence[Token], new: Sequence[Token]) -> Wording:
    """Mark what was deleted and inserted, and note changed links and formats of what stayed."""
    runs = list(_runs(old, new))
    segments = _coalesce(segment for group in _sentences(runs) for segment in _mark(group))
    notes = (*_link_notes(runs, old, new), *_format_notes(runs))
    whole = [segment.op for segment in segments] == [DEL, INS]
    return Wording(segments, notes, whole)


def _runs(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    head = 0
    while head < min(len(old), len(new)) and old[head].text == new[head].text:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail].text == new[-1 - tail].text:
        tail += 1
    end_old, end_new = len(old) - tail, len(new) - tail
    if head:
        yield Run(True, old[:head], new[:head])
    yield from _middle(old[head:end_old], new[head:end_new])
    if tail:
        yield Run(True, old[end_old:], new[end_new:])


def _middle(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    if not old or not new:
        if old or new:
            yield Run(False, old, new)
        return
    if len(old) * len(new) > LONG:
        yield from _by_sentence(old, new)
        return
    for equal, a, b, c, d in _opcodes([t.text for t in old], [t.text for t in new]):
        yield Run(equal, old[a:b], new[c:d])


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", a, b, c, d


def _by_sentence(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    olds, news = _cut(old), _cut(new)
    texts = [["".join(token.text for token in sentence) for sentence in cut] for cut in (olds, news)]
    for equal, a, b, c, d in _opcodes(*texts):
        olds_here = [token for sentence in olds[a:b] for token in sentence]
        news_here = [token for sentence in news[c:d] for token in sentence]
        if equal or len(olds_here) * len(news_here) > LONG:
            yield Run(equal, olds_here, news_here)
        else:
            yield from _runs(olds_here, news_here)


def _cut(tokens: Sequence[Token]) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for index, token in enumerate(tokens):
        sentences[-1].append(token)
        if _ends(tokens, index):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


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
