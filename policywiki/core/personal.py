"""Telephone numbers, identity cards, home addresses and e-mail addresses in a text. Pure.

It warns and offers, it never decides: the number of an office may stay, and a person looks before anything is
hidden. So a telephone number needs the shape of one, an identity card its check digit (GB 11643, which is
ISO 7064 MOD 11-2), and an address needs a door: a street with a house number is most often a public place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    PHONE = "phone"
    IDENTITY = "identity"
    ADDRESS = "address"
    EMAIL = "email"


@dataclass(frozen=True)
class Found:
    """`text[start:end] == words`."""

    kind: Kind
    start: int
    end: int
    words: str


# One character for one character, so that places in the folded text are places in the text.
_FOLD: Final = str.maketrans(
    "０１２３４５６７８９＋－—–‑‐（）＠．ｘＸ\u3000\xa0", "0123456789+-----()@.xX  "
)  # fmt: skip

_GAP = r"[ \-.]?"
_STREET = r"[一-鿿]{1,10}(?:大道|大街|胡同|路|街|道|巷|弄|里|村|园|苑|小区|社区)"
_EN_STREET = (
    r"\d{1,4}[A-Za-z]? (?:[A-Z][a-z']+ ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Court|Gardens|Grove|Terrace|Crescent|Way|Place)\b"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"

_PATTERNS: Final[list[tuple[Kind, re.Pattern[str]]]] = [
    (
        Kind.EMAIL,
        re.compile(
            r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b", re.ASCII
        ),
    ),
    (Kind.IDENTITY, re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dA-Za-z])")),
    (Kind.IDENTITY, re.compile(r"(?<![\dA-Za-z])[1-9]\d{14}(?![\dA-Za-z])")),
    # Mainland mobile, with or without +86: 138 0013 8000
    (
        Kind.PHONE,
        re.compile(
            rf"(?<![\d.,+-])(?:(?:\+|00)86{_GAP}|86[ -])?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\d,]|\.\d|-\d)"
        ),
    ),
    # Mainland landline: 010-6555 1234, (0371) 65551234, 021-12345678 转 8
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\d.,-])(?:\(0(?:10|2\d|[3-9]\d\d)\) ?|(?:(?:\+|00)86[ -]?)?0(?:10|2\d|[3-9]\d\d)[ -])"
            r"[2-8]\d{2,3}[ -]?\d{4}(?:(?: ?转 ?|-)\d{1,5})?(?![\d,])"
        ),
    ),
    # United Kingdom: 07700 900123, 020 7946 0018, +44 (0)161 496 0018
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\d.,+-])(?:(?:\+|00)44 ?(?:\(0\) ?)?|0)(?:7\d{3} ?\d{3} ?\d{3}|2\d ?\d{4} ?\d{4}|1\d{2} ?\d{3} ?\d{4}|"
            r"1\d{3} ?\d{3} ?\d{3})(?![\d,]|-\d)"
        ),
    ),
    # North America but for its (and China's) service numbers, and any number in international form.
    (
        Kind.PHONE,
        re.compile(r"(?<![\d.,+-])(?!8\d\d|400)(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d,]|-\d)"),
    ),
    (
        Kind.PHONE,
        re.compile(r"(?<![\d.,+-])\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?![\d,]|-\d)"),
    ),
    # A door: 幸福路12号3号楼2单元501室; or a street number after "lives at".
    (
        Kind.ADDRESS,
        re.compile(
            rf"(?:{_STREET})?(?:\d{{1,5}}(?:弄|号院?)[，, ]?)?(?:\d{{1,3}}(?:号楼|栋|幢|座)[，, ]?)?"
            r"(?:\d{1,2}单元[，, ]?\d{1,5}(?:室|号|户)?|(?<=[号楼栋幢座弄])\d{2,5}[室户])"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"(?:家住|住在|住址[是为:：]?|家庭地址[是为:：]?) ?(?:[一-鿿]{{0,12}}?){_STREET}\d{{1,5}}号"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(rf"(?:(?:Flat|Apartment|Apt|Room) \d{{1,4}}[A-Z]?,? )(?:{_EN_STREET})"),
    ),
    (Kind.ADDRESS, re.compile(rf"{_EN_STREET}(?:,? [A-Z][a-z]+){{0,3}},? {_POSTCODE}\b")),
]
_STRETCH: Final = re.compile(r"[^\n。；;！？!?]+")
_SIGN: Final = re.compile(r"@|\d\D*\d")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
_DIGITS_OF_PHONE: Final = range(8, 16)  # ITU-T E.164: at most 15


def find(text: str) -> list[Found]:
    """What looks like somebody's personal data, in order of place; of two that overlap the first found kind."""
    taken: list[Found] = []
    # A stretch without two digits and without an @ has nothing: most of a long text is passed over at once.
    for stretch in _STRETCH.finditer(text.translate(_FOLD)):
        if not _SIGN.search(stretch[0]):
            continue
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(stretch[0]):
                start, end = match.start() + stretch.start(), match.end() + stretch.start()
                if _true(kind, match[0]) and not any(one.start < end and start < one.end for one in taken):
                    taken.append(Found(kind, start, end, text[start:end]))
    return sorted(taken, key=lambda one: one.start)


def new_in(text: str, before: str) -> list[Found]:
    """What `text` has and `before` had not, each words once: what stood there already is not its author's."""
    known = {_bare(one.words) for one in find(before)}
    result: dict[str, Found] = {}
    for one in find(text):
        if _bare(one.words) not in known:
            result.setdefault(_bare(one.words), one)
    return list(result.values())


def _true(kind: Kind, words: str) -> bool:
    if kind == Kind.IDENTITY:
        return _is_identity(words.upper())
    if kind == Kind.PHONE:
        return sum(char.isdigit() for char in words) in _DIGITS_OF_PHONE
    return True


def _is_identity(number: str) -> bool:
    """18 places with a right check digit, or the old 15; both hold a day of birth."""
    if len(number) == 15:
        return _is_day(f"19{number[6:12]}")
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return number[17] == _CHECK_DIGITS[rest] and _is_day(number[6:14])


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _bare(words: str) -> str:
    return re.sub(r"[\W_]", "", words.translate(_FOLD)).casefold()
