"""Rich text as Draft.js keeps it while somebody writes, and back: the content state (its RawDraftContentState).

Wagtail's own converter is not used: what it does not know it leaves out with a line in the log. Here whatever
cannot be kept is named, so that the save can be refused. Keys of paragraphs are those of the canonical HTML;
offsets count characters, as Draft.js writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from policywiki.core import keys, links, prose
from policywiki.core.runs import BREAK, DEEPEST, LISTS, Block, Run, tidy

_TYPE_OF: Final = {
    "p": "unstyled",
    "h3": "header-three",
    "h4": "header-four",
    "ul": "unordered-list-item",
    "ol": "ordered-list-item",
}
_TAG_OF: Final = {kind: tag for tag, kind in _TYPE_OF.items()}
_STYLES: Final = ("BOLD", "ITALIC")
LINK: Final = "LINK"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an editor sent: its canonical HTML, and in `lost` what that HTML cannot say (names, each once)."""

    html: str
    lost: tuple[str, ...] = ()


def targets(html: str) -> set[int]:
    """The ids of the pages that this canonical HTML links to."""
    found = (links.page_id(run.target) for block in prose.parse(html) for run in block.runs)
    return {page_id for page_id in found if page_id is not None}


def to_state(html: str, *, addresses: Mapping[int, str]) -> dict[str, Any]:
    """The content state of canonical HTML. `addresses` of linked pages are only shown; one that is missing looks broken."""
    entities: dict[str, Any] = {}
    blocks = [_raw_block(block, entities, addresses) for block in prose.parse(html)]
    return {"blocks": blocks, "entityMap": entities}


def from_state(text: str) -> Reading:
    """The canonical HTML of a content state as JSON. Raises ValueError for what is not one.

    A link that may not be stays as words with its address behind them, and is named in `lost`, as is every
    format, block and entity that pages do not have; their words stay too.
    """
    state = json.loads(text)
    if state is None:
        return Reading("")
    if not isinstance(state, dict) or not isinstance(state.get("blocks"), list):
        raise ValueError("not a content state")
    lost: dict[str, None] = {}
    entities = state.get("entityMap") or {}
    try:
        blocks = tidy([_block(raw, entities, lost) for raw in state["blocks"]])
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not a content state") from error
    if not keys.complete(blocks):
        blocks = keys.assign(blocks, [])
    return Reading(prose.serialise(blocks), tuple(lost))


def _raw_block(block: Block, entities: dict[str, Any], addresses: Mapping[int, str]) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "key": block.key,
        "type": _TYPE_OF[block.tag],
        "depth": block.depth,
        "text": block.text,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    offset, linked = 0, ""
    for run in block.runs:
        span = {"offset": offset, "length": len(run.text)}
        raw["inlineStyleRanges"] += [
            span | {"style": style} for style, on in zip(_STYLES, (run.bold, run.italic), strict=True) if on
        ]
        if run.target and run.target == linked:
            raw["entityRanges"][-1]["length"] += len(run.text)
        elif run.target:
            entities[str(len(entities))] = _link(run.target, addresses)
            raw["entityRanges"].append(span | {"key": len(entities) - 1})
        offset, linked = offset + len(run.text), run.target
    return raw


def _link(target: str, addresses: Mapping[int, str]) -> dict[str, Any]:
    page_id = links.page_id(target)
    data = (
        {"url": target}
        if page_id is None
        else {"id": page_id, "url": addresses.get(page_id, ""), "parentId": None}
    )
    return {"type": LINK, "mutability": "MUTABLE", "data": data}


def _block(raw: Mapping[str, Any], entities: Mapping[str, Any], lost: dict[str, None]) -> Block:
    kind, text, depth = raw["type"], str(raw["text"]), int(raw.get("depth") or 0)
    if kind not in _TAG_OF:
        lost[str(kind)] = None
    if depth > DEEPEST:
        lost["depth"] = None
    tag = _TAG_OF.get(kind, "p")
    marks = [[False, False, ""] for _sign in text]
    for span in raw.get("inlineStyleRanges") or []:
        if span["style"] not in _STYLES:
            lost[str(span["style"])] = None
            continue
        for place in _places(span, len(text)):
            marks[place][_STYLES.index(span["style"])] = True
    behind: dict[int, str] = {}
    for span in raw.get("entityRanges") or []:
        _mark_link(span, entities, marks, behind, lost)
    return Block(
        tag, tuple(_runs(text, marks, behind)), str(raw.get("key") or ""), depth if tag in LISTS else 0
    )


def _mark_link(
    span: Mapping[str, Any],
    entities: Mapping[str, Any],
    marks: list[list[Any]],
    behind: dict[int, str],
    lost: dict[str, None],
) -> None:
    """Write the link's target on its characters, or put its address behind them where it may not be one."""
    entity = entities[str(span["key"])]
    places = _places(span, len(marks))
    if entity["type"] != LINK:
        lost[str(entity["type"])] = None
        return
    data = entity.get("data") or {}
    written = str(data.get("url") or "")
    target = links.page(str(data["id"])) if data.get("id") is not None else links.address(written)
    if not target and places:
        lost[written] = None
        behind[places[-1]] = f" ({written})" if written else ""
    for place in places:
        marks[place][2] = target


def _places(span: Mapping[str, Any], length: int) -> range:
    start = max(int(span["offset"]), 0)
    return range(min(start, length), min(max(start + int(span["length"]), start), length))


def _runs(text: str, marks: list[list[Any]], behind: Mapping[int, str]) -> Iterable[Run]:
    for place, sign in enumerate(text):
        bold, italic, target = marks[place]
        yield BREAK if sign == "\n" else Run(sign, bold, italic, target)
        if behind.get(place):
            yield Run(behind[place])
