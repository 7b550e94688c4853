"""A text in sentences, and what makes two of them the same: their words, not their punctuation or capitals. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from unicodedata import normalize

from policywiki.suggestions.tokens import words

KEY_BYTES: Final = 9  # 10^9 sentences of one page would have to meet before two share a key by chance

# Closing quotes and brackets belong to the sentence before them. A Latin full stop ends one only before a space.
_END = re.compile(r"(?:[。！？；!?;．…]|\.(?=\s|$))+[”’」』）)\]】》\"']*\s*|\n+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` as it stands, with the space after it; its `words` as they are compared; `key` names their letters.

    Space between words makes no difference: "OI Wiki" is "OIWiki".
    """

    text: str
    words: tuple[str, ...]
    key: str


def sentences(text: str) -> list[Sentence]:
    """Joined again they are the text. A stretch without any word is part of the sentence before it, if there is one."""
    found: list[Sentence] = []
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        piece = text[start:end]
        start = end
        if not piece:
            continue
        one = sentence(piece)
        if found and not one.words:
            last = found.pop()
            one = Sentence(last.text + piece, last.words, last.key)
        found.append(one)
    return found


def sentence(text: str) -> Sentence:
    found = tuple(normalize("NFKC", word).casefold() for word in words(text) if _counts(word))
    return Sentence(text, found, key_of(found))


def key_of(found: tuple[str, ...]) -> str:
    return blake2b("".join(found).encode(), digest_size=KEY_BYTES).hexdigest() if found else ""


def _counts(word: str) -> bool:
    """Words and numbers count; space, punctuation and ornaments are nobody's."""
    return any(char.isalnum() for char in word)
