"""What a person types, read as things to look for. Pure.

Quoted words must stand together (“…”, "…", 「…」, 『…』, 《…》). Everything else is cut into words; a page
that has them all comes before one that has most of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.index.matching import Leaf, LongWord, Run, Word
from search.tokens import Token, cover, finest, fold, segment, with_parts

QUOTED: Final = re.compile(r"\"([^\"]+)\"|“([^”]+)”|「([^」]+)」|『([^』]+)』|《([^》]+)》")
STATE: Final = "中华人民共和国"
"""Before the title of every national law; people leave it out."""

HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to look for."""

    leaf: Leaf
    quoted: bool = False
    reference: bool = False
    """Names an article or chapter; its own heading counts far more than a mention."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query as typed, and what it asks for."""

    text: str
    units: tuple[Unit, ...] = ()
    atoms: tuple[str, ...] = ()
    """The smallest words of the query, for judging how much of it a title says."""
    name: str = ""
    """The query as the name of something: letters only, without the article asked for."""
    runs: tuple[Run, ...] = ()
    """Stretches typed without a break: text that has them in one piece fits better."""


def ask(text: str) -> Question:
    """Read what was typed. A question without units finds nothing."""
    units: list[Unit] = []
    atoms: list[str] = []
    runs: list[Run] = []
    for chunk, quoted in _chunks(text):
        tokens = segment(chunk)
        atoms += [token.text for token in finest(tokens) if "#" not in token.text]
        if quoted:
            units += _quoted(tokens)
            continue
        found = units_of(tokens)
        units += found
        if len(found) > 1:
            runs += [run for run in _stretches(tokens) if run not in runs]
    unique = tuple(dict.fromkeys(units))
    return Question(text.strip(), unique, tuple(dict.fromkeys(atoms)), _name(text), tuple(runs))


def units_of(tokens: Sequence[Token]) -> list[Unit]:
    """One unit a word; single Chinese characters side by side are one unit together."""
    units: list[Unit] = []
    singles: list[Token] = []
    for word, parts in with_parts(tokens):
        single = len(word.text) == 1 and bool(HAN.match(word.text))
        if singles and not (single and singles[-1].end == word.start):
            units.append(Unit(_together(singles)))
            singles = []
        if single:
            singles.append(word)
        else:
            units.append(Unit(_leaf(word, parts), reference="#" in word.text))
    if singles:
        units.append(Unit(_together(singles)))
    return units


def run_of(tokens: Sequence[Token]) -> Run:
    """These tokens at the distances they have here."""
    first = tokens[0].position
    return Run(tuple(dict.fromkeys((token.text, token.position - first) for token in tokens)))


def _chunks(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for match in QUOTED.finditer(text):
        yield text[at : match.start()], False
        yield next(group for group in match.groups() if group is not None), True
        at = match.end()
    yield text[at:], False


def _quoted(tokens: Sequence[Token]) -> list[Unit]:
    words = finest(tokens)
    if not words:
        return []
    leaf: Leaf = run_of(words) if len(words) > 1 else Word(words[0].text)
    return [Unit(leaf, quoted=True, reference=len(words) == 1 and "#" in words[0].text)]


def _stretches(tokens: Sequence[Token]) -> Iterator[Run]:
    """Longest stretches of neighbouring words."""
    stretch: list[Token] = []
    for token in finest(tokens):
        if stretch and token.position > stretch[-1].position + len(stretch[-1].text):
            yield from _worth(stretch)
            stretch = []
        stretch.append(token)
    yield from _worth(stretch)


def _worth(stretch: list[Token]) -> Iterator[Run]:
    if len(stretch) > 1:
        yield run_of(stretch)


def _leaf(word: Token, parts: Sequence[Token]) -> Leaf:
    covering = cover(word, parts)
    return LongWord(word.text, run_of(covering)) if covering else Word(word.text)


def _together(singles: Sequence[Token]) -> Leaf:
    return run_of(singles) if len(singles) > 1 else Word(singles[0].text)


def smaller(question: Question) -> Question:
    """The same question with its long words taken apart, for when no page has one of them."""
    units: list[Unit] = []
    for unit in question.units:
        if isinstance(unit.leaf, LongWord):
            units += [Unit(Word(word)) for word, _offset in unit.leaf.parts.words]
        else:
            units.append(unit)
    return replace(question, units=tuple(dict.fromkeys(units)))


def same_title(question: Question, title: str) -> bool:
    """Whether the query names the title, in full or without the state's name before it.

    An article named beside it does not matter: "献血法 第二条" names 中华人民共和国献血法.
    """
    given = _bare(title)
    return question.name in (given, given.removeprefix(STATE)) if question.name else False


def _name(text: str) -> str:
    """The query without articles named in it, letters only."""
    for token in reversed([token for token in segment(text) if "#" in token.text]):
        text = text[: token.start] + text[token.end :]
    return _bare(text)


def _bare(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
