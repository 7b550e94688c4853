"""Read one Markdown file of an official text into a ParsedText.

The format: leading `# ` lines (the title, for a book of a code two of them), then information lines, most
of them "YYYY年M月D日 event", then `<!-- INFO END -->`, then the body: `## `, `### ` ... headings and
one paragraph a line.

Decisions where the format is silent:

* HTML comments are notes to the software that reads the file (`<!-- FORCE BREAK -->`), not words of the
  text: dropped.
* Zero-width and other invisible control characters are dropped; every other character is kept.
* `* _ < > & |`, "- " and "1." at the start of a line are the text's own characters here, never markup:
  kept as they are.
* Every line is a paragraph of its own, also where no blank line stands between two.
* The information lines are civic facts (who passed it and when): they are shown, as the page's first
  section, which has no heading.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from policywiki.core.prose import visible

INFO_END = "<!-- INFO END -->"
SEPARATOR = " · "

_SPACES = re.compile(r"[ \t]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_HIDDEN = re.compile(r"^(draft|bookHidden)\s*:\s*true\s*$", re.MULTILINE)
_HEADING = re.compile(r"(#{2,})\s*(.*)|#(?:\s+(.*))?$")
_NAME_DATE = re.compile(r"[(（](\d{4})-(\d{1,2})-(\d{1,2})[)）]")
_INFO_DATE = re.compile(r"[(（]?\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(.*)")
_IN_FORCE = re.compile(r"[自起正式]*施行[。）)]*")
_NOT_TEXTS = {"README.md", "法律法规模版.md"}


class NotAText(Exception):
    """The file is not one of the texts (a README, a template); the message says why."""


class TextError(ValueError):
    """The file should be a text but cannot be read; the message says why."""


@dataclass(frozen=True)
class Section:
    """A run of paragraphs under one heading ("" before the first one); `level` is "2", "3" or "4"."""

    heading: str
    level: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedText:
    """One file: `identity` names the page, `version_date` the version (None: undated)."""

    path: str
    titles: tuple[str, ...]
    version_date: date | None
    info: tuple[str, ...]
    sections: tuple[Section, ...]
    letters: str = field(repr=False)

    @property
    def identity(self) -> str:
        """All leading H1 lines as one line; the folder has no part in it."""
        return SEPARATOR.join(self.titles)

    @property
    def sha256(self) -> str:
        """The hash of the body's letters: white space and invisible marks make no difference."""
        return hashlib.sha256(self.letters.encode()).hexdigest()


def parse(path: str, raw: bytes) -> ParsedText:
    """Read one file; `path` is relative to the folder, with slashes. Raises NotAText, TextError."""
    name = PurePosixPath(path).name
    if name in _NOT_TEXTS:
        raise NotAText("a file about the collection, not a text of it")
    source = _decoded(raw)
    if match := _FRONT_MATTER.match(source):
        if _HIDDEN.search(match[1]):
            raise NotAText("its front matter hides it")
        source = source[match.end() :]
    head, body = _split(source)
    titles, info = _titles_and_info(head)
    if not titles:
        raise NotAText("no title line (# …) at its beginning")
    return ParsedText(
        path=path,
        titles=titles,
        version_date=version_date(name, info),
        info=info,
        sections=tuple(_sections(_COMMENT.sub("", body))),
        letters=letters(body),
    )


def letters(text: str) -> str:
    """`text` without comments, invisible characters and white space: what two texts are compared by."""
    return "".join(visible(_COMMENT.sub("", text)).split())


def version_date(name: str, info: tuple[str, ...]) -> date | None:
    """The file name's date, else the latest dated information line's, entry into force aside, or None."""
    if named := _NAME_DATE.findall(name):
        return _date(named[-1], name)
    dates = []
    for line in info:
        match = _INFO_DATE.match(line)
        if match and not _IN_FORCE.fullmatch(match[4].strip()):
            dates.append(_date(match.groups()[:3], line))
    return max(dates, default=None)


def _date(parts: tuple[str, ...], where: str) -> date:
    try:
        return date(*(int(part) for part in parts))
    except ValueError as error:
        raise TextError(f"no such date: {where[:40]}") from error


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(f"not UTF-8 (byte {error.start})") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(source: str) -> tuple[str, str]:
    """The head (titles, information lines) and the body; without the mark the head is the leading titles."""
    head, mark, body = source.partition(INFO_END)
    if mark:
        return head, body
    lines = source.split("\n")
    count = 0
    while count < len(lines) and (not lines[count].strip() or lines[count].startswith("# ")):
        count += 1
    return "\n".join(lines[:count]), "\n".join(lines[count:])


def _lines(text: str) -> list[str]:
    stripped = (visible(line).strip() for line in text.split("\n"))
    return [line for line in stripped if line]


def _titles_and_info(head: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lines = _lines(_COMMENT.sub("", head))
    count = 0
    while count < len(lines) and lines[count].startswith("# "):
        count += 1
    titles = (" ".join(line[2:].split()) for line in lines[:count])
    return tuple(title for title in titles if title), tuple(lines[count:])


def _sections(body: str) -> list[Section]:
    """The body's sections in order; the first has no heading where text stands before the first heading."""
    found: list[tuple[str, str, list[str]]] = [("", "2", [])]
    for line in _lines(body):
        if match := _HEADING.fullmatch(line):
            level = str(min(max(len(match[1] or ""), 2), 4))
            found.append((_SPACES.sub(" ", match[2] or match[3] or ""), level, []))
        else:
            found[-1][2].append(line)
    return [Section(heading, level, tuple(lines)) for heading, level, lines in found if heading or lines]
