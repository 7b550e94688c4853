"""What goes into a digest, as plain data. No Django: a writer turns a Digest into bytes and nothing else.

Everything a writer may print is in the Digest, the words of its labels included, so the same Digest always
gives the same bytes: no clock, no settings, no translation is asked while writing.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar, cast

Language = Literal["zh-hans", "en"]
T = TypeVar("T")

DOCUMENT_LIMIT = 200
"""Most proposals a paper to be read (DOCX, PDF) holds unless the city says otherwise: 200 long ones are some
300 pages, made in a few seconds and 250 MB; who needs more rows takes a table."""


class TooManyProposals(ValueError):
    """More proposals than a paper to be read may hold; `limit` and `found` say how many."""

    def __init__(self, *, limit: int, found: int) -> None:
        super().__init__(f"A document holds at most {limit} proposals, {found} were chosen.")
        self.limit = limit
        self.found = found


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the data, already in the digest's language. `page_of` holds {page} and {pages}."""

    abstain: str
    address: str
    against: str
    answer: str
    answer_due: str
    answer_state: str
    answered: str
    answered_on: str
    arguments_against: str
    arguments_for: str
    as_of: str
    by_district: str
    by_stage: str
    comments: str
    cost: str
    count: str
    criteria: str
    definitions: str
    department: str
    district: str
    figure: str
    figures: str
    for_: str
    language: str
    meaning: str
    measures: str
    more_at_address: str
    no_answer: str
    no_proposals: str
    note: str
    number: str
    on_page: str
    overview: str
    page_of: str
    proposals: str
    proposed_by: str
    published: str
    replies: str
    stage: str
    stated: str
    stated_on: str
    stated_source: str
    summary: str
    support: str
    tags: str
    term: str
    text: str
    threshold: str
    title: str
    votes: str
    waiting: str
    what: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many proposals share a stage or a district."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over exactly this digest's proposals. `stated` sums imported figures, never our own support."""

    proposals: int = 0
    support: int = 0
    stated: int = 0
    comments: int = 0
    votes_for: int = 0
    votes_against: int = 0
    votes_abstain: int = 0
    answered: int = 0
    waiting: int = 0
    by_stage: tuple[Count, ...] = ()
    by_district: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """One term of the paper and what it means here."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that another register stated, with where and when; shown beside our own support."""

    number: int
    source: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes counted by the tally."""

    in_favour: int
    against: int
    abstain: int


@dataclass(frozen=True, slots=True)
class Part:
    """One headed part of a proposal's text, as plain paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that the proposal asks for."""

    what: str
    who: str = ""
    when: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """Words for or against, with the public name of who wrote them.

    An argument that was raised has its `support`; a comment that stands in for one its `replies`.
    """

    text: str
    author: str = ""
    replies: int = 0
    support: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The city's answer; without `state` and `text` it is only awaited, by `due`."""

    state: str = ""
    text: str = ""
    department: str = ""
    on: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposal as the digest shows it. `language` is BCP 47; `address` is an absolute http(s) URL."""

    number: str
    address: str
    title: str
    language: str = ""
    summary: str = ""
    proposer: str = ""
    stage: str = ""
    district: str = ""
    tags: tuple[str, ...] = ()
    published: date | None = None
    support: int = 0
    threshold: int | None = None
    stated: Stated | None = None
    votes: Votes | None = None
    comments: int = 0
    parts: tuple[Part, ...] = ()
    measures: tuple[Measure, ...] = ()
    arguments_for: tuple[Argument, ...] = ()
    arguments_against: tuple[Argument, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A paper: what was asked for, what was found. `entries` can be gone through more than once, lazily."""

    title: str
    language: Language
    city: str
    as_of: date
    labels: Labels
    criteria: tuple[tuple[str, str], ...]
    totals: Totals
    definitions: tuple[Definition, ...]
    entries: Iterable[Entry]
    note: str = ""
    document_limit: int = DOCUMENT_LIMIT


# What no paper can show and XML refuses (C0 and C1 controls but tab and newline, half surrogate pairs,
# non-characters), and the marks that turn the direction of the text that follows them on the page.
_UNPRINTABLE: dict[int, None] = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFEFF,
        0xFFFE,
        0xFFFF,
    ]
)


class _Tidied:
    """Entries tidied one at a time, as often as one goes through them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = entries

    def __iter__(self) -> Iterator[Entry]:
        return (tidied(entry) for entry in self.entries)


def tidied(value: T) -> T:
    """The same value with every string in it printable: line ends as newlines, no control characters.

    Goes through dataclasses and tuples; a Digest's entries are tidied lazily, one at a time.
    """
    if isinstance(value, str):
        return cast("T", value.replace("\r\n", "\n").replace("\r", "\n").translate(_UNPRINTABLE))
    if isinstance(value, tuple):
        return cast("T", tuple(tidied(item) for item in value))
    if isinstance(value, Digest):
        head = {name: tidied(inner) for name, inner in _members(value) if name != "entries"}
        return cast("T", Digest(**head, entries=_Tidied(value.entries)))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return cast("T", type(value)(**{name: tidied(inner) for name, inner in _members(value)}))
    return value


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))


def readable(digest: Digest) -> tuple[Entry, ...]:
    """All entries of a paper to be read, tidied. Raises TooManyProposals past the digest's limit."""
    if digest.totals.proposals > digest.document_limit:
        raise TooManyProposals(limit=digest.document_limit, found=digest.totals.proposals)
    entries: list[Entry] = []
    for entry in digest.entries:
        if len(entries) == digest.document_limit:
            raise TooManyProposals(limit=digest.document_limit, found=digest.document_limit + 1)
        entries.append(tidied(entry))
    return tuple(entries)
