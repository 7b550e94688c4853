"""What is put into the index for one object, and the documents it becomes. Knows no models."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from search.index.schema import LIKE, OTHER_PREFIX
from search.kinds import COMPARED
from search.tokens import Token, fold, segment
from search.traits import traits

_ANCHOR = re.compile(r"article-(?P<number>\d+)(?:_(?P<extra>\d+))?(?:-\d+)?")
"""Anchors of policywiki.wiki.articles."""
_LABEL = re.compile(
    r"(?P<label>第[零〇一二三四五六七八九十百千两0-9]+条(?:之[一二三四五六七八九十]+)?|Article \d+)[\s\u3000]+"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an object without reading its text; filtered and counted in the index."""

    model: str
    """Lower-case label of the root model ("wagtailcore.page"), under which the contract searches."""
    pk: str
    labels: tuple[str, ...] = ()
    """Labels of the object's own class and every class above it."""
    kind: str = ""
    """Public kind ("page", "proposal"); empty for what the public search never shows."""
    public: bool = False
    language: str = ""
    stage: str = ""
    district: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""
    """ISO day, or empty."""
    until: str = ""
    """ISO day since which a proposal is over without an answer (withdrawn, too little support), or empty."""
    path: str = ""
    """Place in the page tree (treebeard path), or empty."""

    @property
    def key(self) -> str:
        return f"{self.model}:{self.pk}"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "labels": tuple(data["labels"]), "tags": tuple(data["tags"])})


@dataclass(frozen=True, slots=True)
class Part:
    """One passage: a section or an article, with the anchor at which a reader finds it."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One object as the index takes it."""

    card: Card
    title: str = ""
    summary: str = ""
    """Shown where no passage matched."""
    others: dict[str, str] = field(default_factory=dict)
    """Searchable field name -> text, title aside."""
    auto: str = ""
    """Text of the fields that complete what one types."""
    parts: tuple[Part, ...] = ()


def documents(entry: Entry) -> Iterator[dict[str, Any]]:
    """The Whoosh documents of `entry`: the object's own first, then one per passage in reading order."""
    own: dict[str, Any] = {
        "key": entry.card.key,
        "title": segment(entry.title),
        "auto": spelled(entry.auto),
        "data": {"card": entry.card.to_json(), "title": entry.title, "text": entry.summary},
    }
    own |= {OTHER_PREFIX + name: segment(text) for name, text in entry.others.items() if text}
    if entry.card.kind in COMPARED:
        said = traits(whole(entry))
        own[LIKE] = said
        own["data"]["like"] = [Counter(traits(entry.title)), Counter(said)]
    yield own
    for part in entry.parts:
        label, text = labelled(part.text)
        yield {
            "key": entry.card.key,
            "heading": segment(part.heading) + reference(part.anchor),
            "body": segment(text),
            "data": {"anchor": part.anchor, "label": label, "heading": part.heading, "text": text},
        }


def whole(entry: Entry) -> str:
    """All that an object says, as one text."""
    return "\n".join([entry.title, entry.summary, *(part.text for part in entry.parts)])


def labelled(text: str) -> tuple[str, str]:
    """An article's number as written at its beginning ("第十二条", "Article 12"), and the text after it."""
    match = _LABEL.match(text)
    return (match["label"], text[match.end() :]) if match else ("", text)


def reference(anchor: str) -> list[Token]:
    """The word under which an article is found by its number: `article-12_1` -> article#12.1."""
    match = _ANCHOR.fullmatch(anchor)
    if match is None:
        return []
    extra = f".{match['extra']}" if match["extra"] else ""
    return [Token(f"article#{match['number']}{extra}", 0, 0, 0)]


def spelled(text: str) -> list[Token]:
    """`text` for completion: Han by character, Latin as written (folded, not stemmed).

    Whatever part of a Chinese title one has typed is then a run of characters side by side in it.
    """
    tokens: list[Token] = []
    word = ""
    for at, char in enumerate(f"{fold(text)} "):
        if char.isalnum() and ord(char) < 0x2E80:
            word += char
            continue
        if word:
            tokens.append(Token(word, len(tokens), at - len(word), at))
            word = ""
        if char.isalnum():
            tokens.append(Token(char, len(tokens), at, at + 1))
    return tokens
