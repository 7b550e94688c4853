"""From text to words: the one function that indexing and queries share. Pure; knows no engine.

Characters are folded one to one (full-width to half-width, traditional to simplified, capitals and
accents to plain small letters), so an offset in the folded text is an offset in the text itself.

Positions count Chinese characters, Latin words and one step for a comma or a full stop. Two words of a
phrase therefore stand at a known distance however the text around them was cut, and a long Chinese word
and its parts keep their true places:

>>> [(t.text, t.position, t.start, t.end) for t in segment("物業管理 Parking")]
[('物业', 0, 0, 2), ('管理', 2, 2, 4), ('物业管理', 0, 0, 4), ('park', 4, 5, 12)]
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import opencc
import rjieba
import snowballstemmer


class Token(NamedTuple):
    """One word of a text. `start` and `end` are character offsets in the text as given."""

    text: str
    position: int
    start: int
    end: int
    part: bool = False
    """True for a word found inside a longer one (物业 inside 物业管理)."""


CIVIC_WORDS: Final = (
    "接诉即办",
    "吹哨报到",
    "垃圾分类",
    "共享单车",
    "老旧小区",
    "加装电梯",
    "街道办事处",
    "居民委员会",
    "村民委员会",
    "业主委员会",
    "业主大会",
    "市民热线",
    "生活垃圾",
    "物业服务",
    "养犬",
    "犬只",
    "建言",
    "议事厅",
    "停放区",
    "京津冀",
)
"""Words of city life that the general dictionary lacks."""

_PARTICLES: Final = (
    "a an and are as at be but by for from if in into is it of on or such that the their then there these "
    "they this to was were will with"
)
STOP_WORDS: Final = frozenset("的了和与及或等") | frozenset(_PARTICLES.split())
"""Carry no meaning of their own; left out of the index and of queries, their place kept."""

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_HAN_BUT_ORDINAL: Final = "\u3400-\u4dbf\u4e00-\u7b2b\u7b2d-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_NUMERAL: Final = "零〇一二三四五六七八九十百千两0-9"
_PIECES: Final = re.compile(
    rf"第\s?(?P<number>[{_NUMERAL}]{{1,9}})\s?(?P<unit>[条章])(?:之(?P<extra>[一二三四五六七八九十]{{1,3}}))?"
    r"|\b(?P<name>article|art\.|chapter)\s+(?P<digits>\d{1,4})\b"
    rf"|(?P<han>[{_HAN}][{_HAN_BUT_ORDINAL}]*)"  # a run ends before 第, which may begin a reference
    rf"|(?P<word>[^\W_{_HAN}]+(?:['’][^\W\d_{_HAN}]+)*[\u0300-\u036f]*)"
    r"|(?P<stop>[。；！？，、：,;:!?.\n])"
)
_UNITS: Final = {
    "条": "article",
    "art.": "article",
    "article": "article",
    "章": "chapter",
    "chapter": "chapter",
}
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES: Final = {"十": 10, "百": 100, "千": 1000}


def segment(text: str) -> list[Token]:
    """The words of `text` in the order in which they end, stop words left out.

    "第十二条", "第12条" and "Article 12" all give the word `article#12`.
    """
    return [token for token in _tokens(text) if token.text not in STOP_WORDS]


def finest(tokens: Sequence[Token]) -> list[Token]:
    """The smallest words that cover the text: of a long word its parts, else the word itself."""
    result: list[Token] = []
    for word, parts in with_parts(tokens):
        result += cover(word, parts) or [word]
    return result


def cover(word: Token, parts: Sequence[Token]) -> list[Token]:
    """The fewest parts that together cover the word, in order; empty where they do not."""
    chosen: list[Token] = []
    reached = word.start
    while reached < word.end:
        fitting = [part for part in parts if part.start <= reached < part.end]
        if not fitting:
            return []
        best = max(fitting, key=lambda part: (part.end, -part.start))
        chosen.append(best)
        reached = best.end
    return chosen


def with_parts(tokens: Sequence[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """Each word with the words found inside it."""
    parts: list[Token] = []
    for token in tokens:
        if token.part:
            parts.append(token)
        else:
            yield token, parts
            parts = []


def fold(text: str) -> str:
    """`text` with each character folded to its plain form; as long as `text`."""
    return text.translate(_FOLDS)


def number(numeral: str) -> int | None:
    """The value of a Chinese or decimal numeral below 10,000 (一百二十三 or 123), else None."""
    if numeral.isdecimal():
        return int(numeral)
    if not any(char in _SCALES for char in numeral):
        return _positional(numeral)
    total = digit = 0
    for char in numeral:
        if char in _SCALES:
            total += (digit or 1) * _SCALES[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit


def _positional(numeral: str) -> int | None:
    """一二三 read digit by digit, as in 二〇二四."""
    if not numeral or any(char not in _DIGITS for char in numeral):
        return None
    return int("".join(str(_DIGITS[char]) for char in numeral))


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    for match in _PIECES.finditer(fold(text)):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "stop":
            position += 1
        elif kind == "han":
            yield from _han(match.group(), position, start)
            position += end - start
        elif kind == "word":
            yield Token(_stem(match.group()), position, start, end)
            position += 1
        else:
            yield Token(_reference(match), position, start, end)
            position += 1


def _han(run: str, position: int, start: int) -> Iterator[Token]:
    for word in _dictionary().cut(run, False):
        end = start + len(word)
        for part, offset in _parts(word):
            yield Token(part, position + offset, start + offset, start + offset + len(part), part=True)
        yield Token(word, position, start, end)
        position += len(word)
        start = end


def _reference(match: re.Match[str]) -> str:
    numeral = match["number"] or match["digits"]
    value = number(numeral)
    extra = number(match["extra"]) if match["extra"] else None
    unit = _UNITS[match["unit"] or match["name"]]
    return f"{unit}#{numeral if value is None else value}" + (f".{extra}" if extra else "")


@lru_cache(maxsize=100_000)
def _parts(word: str) -> tuple[tuple[str, int], ...]:
    """Dictionary words inside `word`, read from its head and from its tail, with their offsets.

    Only words of such a reading count: 人民 is in 中华人民共和国, 华人 is not. Characters in none of
    them stand alone, so the parts of a word of three characters or more always cover it.
    """
    if len(word) < 3:
        return ()
    found = {*_from_head(word), *_from_tail(word)}
    found |= {(p, offset + o) for part, offset in found for p, o in _parts(part)}
    covered = {at for part, offset in found for at in range(offset, offset + len(part))}
    found |= {(char, at) for at, char in enumerate(word) if at not in covered}
    return tuple(sorted(found, key=lambda item: (item[1], len(item[0]))))


def _from_head(word: str) -> Iterator[tuple[str, int]]:
    offset = 0
    while offset < len(word) - 1:
        size = _longest(word, offset, step=1)
        if size > 1:
            yield word[offset : offset + size], offset
        offset += size


def _from_tail(word: str) -> Iterator[tuple[str, int]]:
    end = len(word)
    while end > 1:
        size = _longest(word, end, step=-1)
        if size > 1:
            yield word[end - size : end], end - size
        end -= size


def _longest(word: str, at: int, *, step: int) -> int:
    """Length of the longest dictionary word, shorter than `word`, that starts (ends, step -1) at `at`."""
    room = len(word) - at if step == 1 else at
    for size in range(min(room, len(word) - 1), 1, -1):
        piece = word[at : at + size] if step == 1 else word[at - size : at]
        if _dictionary().has_word(piece):
            return size
    return 1


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char)).replace("’", "'")
    return _stemmer().stemWord(plain) if plain.isascii() and not plain.isdecimal() else plain


@lru_cache(maxsize=1)
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=1)
def _dictionary() -> rjieba.Jieba:
    """rjieba's own dictionary with the civic words; guessing of unknown words stays off in every cut.

    A guess depends on the sentence around it, so a query of two characters would be cut otherwise than
    the text it should find; an unknown word is single characters here and there alike.
    """
    words = rjieba.Jieba()
    for word in CIVIC_WORDS:
        words.add_word(word, words.suggest_freq(word), "n")
    return words


class _Folds(dict[int, str]):
    """Folding of one character, worked out when first met; always one character long."""

    def __init__(self) -> None:
        super().__init__()
        self._simplify = opencc.OpenCC("t2s").convert

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        plain = plain if len(plain) == 1 else char
        letter = unicodedata.normalize("NFD", plain)
        if letter[0].isascii() and all(unicodedata.combining(mark) for mark in letter[1:]):
            plain = letter[0]
        folded = self._simplify(plain).lower()
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDS: Final = _Folds()
