"""Make the body of a page from a ParsedText: raw StreamField blocks with canonical rich text.

Block ids and paragraph keys are computed, not drawn: two versions of one law share the id of a section
whose heading is the same (its number aside, so 第三章 法律责任 is also 第七章 法律责任), the key of a
paragraph whose words are the same and, given the version before, that of its likeliest counterpart there;
and a second import of one file gives the same bytes. Merge and diff align by them.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from policywiki.core import keys, links, prose
from policywiki.wiki.texts.parsing import ParsedText, Section

NAMESPACE = uuid.UUID("6f1c1d9e-6a35-5b5c-9d0a-0f2f6a1d7c11")
INFO = "info"

_NUMBERING = re.compile(
    r"第[一二三四五六七八九十百千零〇两0-9０-９]+[编章节分]+\s*|[一二三四五六七八九十]+、"
)
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")


def to_blocks(text: ParsedText, *, base: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """The page's `body`: the information lines as a section without a heading, then the text's sections.

    `base` is the body of the version before, where there is one.
    """
    before = {block["id"]: block["value"]["text"] for block in base if block["type"] == "section"}
    names: dict[str, int] = {}
    blocks = []
    if text.info:
        blocks.append(_section(Section("", "2", text.info), _id(text.identity, [INFO], names), before))
    path: list[tuple[str, str]] = []
    for section in text.sections:
        path = [entry for entry in path if entry[0] < section.level] + [
            (section.level, _bare(section.heading))
        ]
        block_id = _id(text.identity, [name for _level, name in path], names)
        blocks.append(_section(section, block_id, before))
    return blocks


def rich_text(paragraphs: Iterable[str], *, base: str = "") -> str:
    """Canonical rich text of plain paragraphs; http links in Markdown become links, all else is plain."""
    blocks = prose.tidy(prose.Block("p", tuple(_runs(text))) for text in paragraphs)
    return prose.serialise(keys.assign(blocks, prose.parse(base)))


def _section(section: Section, block_id: str, before: dict[str, str]) -> dict[str, Any]:
    text = rich_text(section.paragraphs, base=before.get(block_id, ""))
    return {
        "type": "section",
        "id": block_id,
        "value": {"heading": section.heading, "level": section.level, "text": text},
    }


def _bare(heading: str) -> str:
    """The heading without its number and white space; headings that are only a number keep it."""
    return "".join(_NUMBERING.sub("", heading, count=1).split()) or "".join(heading.split())


def _id(identity: str, path: list[str], names: dict[str, int]) -> str:
    """A UUID from the page's identity and the headings down to this section; the n-th of one name counts."""
    name = "\n".join([identity, *path])
    names[name] = names.get(name, 0) + 1
    return str(uuid.uuid5(NAMESPACE, f"{name}\n{names[name]}"))


def _runs(text: str) -> Iterable[prose.Run]:
    end = 0
    for match in _LINK.finditer(text):
        yield prose.Run(text[end : match.start()])
        yield prose.Run(match[1], target=links.address(match[2]))
        end = match.end()
    yield prose.Run(text[end:])
