"""Page contents for the tests of merge and diff: short spellings, and random edits for hypothesis."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from policywiki.core import keys, prose

FIELDS = {"title": "text", "checked": "date", "body": "blocks", "tags": "set", "language": "choice"}

Content = dict[str, Any]
Draw = Any


def rich(*paragraphs: str) -> str:
    """Canonical rich text: "key text" each, with inline HTML.

    "key - text" is a point, "key -- text" a point below it, "key # text" a heading.
    """
    blocks = []
    for line in paragraphs:
        key, _space, rest = line.partition(" ")
        mark, _space, text = rest.partition(" ")
        tag, depth = {"-": ("ul", 0), "--": ("ul", 1), "#": ("h3", 0)}.get(mark, ("p", 0))
        html = rest if tag == "p" else text
        blocks.append(prose.Block(tag, prose.parse(f"<p>{html}</p>")[0].runs, key, depth))
    return prose.serialise(blocks)


def section(block_id: str, heading: str, *paragraphs: str, level: str = "2") -> dict[str, Any]:
    value = {"heading": heading, "level": level, "text": rich(*paragraphs)}
    return {"type": "section", "id": block_id, "value": value}


def table(block_id: str, *rows: list[str], **more: Any) -> dict[str, Any]:
    value = {
        "data": [list(row) for row in rows],
        "first_row_is_table_header": True,
        "table_caption": "",
        **more,
    }
    return {"type": "table", "id": block_id, "value": value}


def page(*blocks: dict[str, Any], title: str = "Bicycles", **more: Any) -> Content:
    plain = {"title": title, "checked": None, "tags": [], "language": "en"}
    return {**plain, "body": [deepcopy(block) for block in blocks], **more}


def ids(content: Content) -> list[str]:
    return [block["id"] for block in content["body"]]


def texts(content: Content) -> list[str]:
    """Every paragraph of every section, as text."""
    return [one.text for block in content["body"] for one in prose.parse(block["value"].get("text", ""))]


# --- random contents and edits

WORDS = [
    "停放",
    "共享单车",
    "，",
    "不得占用",
    "盲道",
    "the ",
    "city ",
    "bicycles ",
    "1,200 ",
    "may ",
    "not ",
    "<&>",
]


@st.composite
def runs(draw: Draw) -> tuple[prose.Run, ...]:
    found = [
        prose.Run(
            "".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))),
            draw(st.booleans()),
            False,
            draw(st.sampled_from(["", "", "", "https://a.cn/", "page:12"])),
        )
        for _index in range(draw(st.integers(1, 3)))
    ]
    tidy = prose.tidy([prose.Block("p", tuple(found))])
    return tidy[0].runs if tidy else (prose.Run("x"),)


@st.composite
def paragraph(draw: Draw, key: str) -> prose.Block:
    tag = draw(st.sampled_from(["p", "p", "p", "h3", "ul", "ol"]))
    depth = draw(st.integers(0, 2)) if tag in prose.LISTS else 0
    return prose.Block(tag, draw(runs()), key, depth)


def _html(blocks: list[prose.Block]) -> str:
    """As if it had come through the door: tidied and with unique keys."""
    return prose.serialise(keys.assign(prose.tidy(blocks), []))


@st.composite
def contents(draw: Draw) -> Content:
    blocks = []
    for number in range(draw(st.integers(0, 4))):
        size = draw(st.integers(0, 5))
        paragraphs = [draw(paragraph(f"b{number}{index:03}")) for index in range(size)]
        value = {"heading": draw(st.sampled_from("AB")), "level": "2", "text": _html(paragraphs)}
        blocks.append({"type": "section", "id": f"b{number}", "value": value})
    tags = sorted(draw(st.sets(st.sampled_from("xyz"))))
    return page(*blocks, title=draw(st.sampled_from("TU")), tags=tags)


@st.composite
def edited(draw: Draw, base: Content, side: str) -> Content:
    """`base` as somebody left it: new things have ids and keys that begin with the letter `side`."""
    content = deepcopy(base)
    for number in range(draw(st.integers(0, 4))):
        _edit(draw, content, f"{side}{number}")
    return content


def _edit(draw: Draw, content: Content, name: str) -> None:
    what = draw(
        st.sampled_from(["text", "text", "text", "heading", "add", "delete", "move", "title", "tags"])
    )
    body = content["body"]
    if what == "title":
        content["title"] = draw(st.sampled_from("TUV"))
    elif what == "tags":
        content["tags"] = sorted(draw(st.sets(st.sampled_from("xyzw"))))
    elif what == "add":
        block = {"type": "section", "id": name, "value": {"heading": name, "level": "2", "text": ""}}
        block["value"]["text"] = _html([draw(paragraph(f"{name}b00"))])
        body.insert(draw(st.integers(0, len(body))), block)
    elif body:
        _edit_block(draw, body, draw(st.integers(0, len(body) - 1)), what, name)


def _edit_block(draw: Draw, body: list[Any], index: int, what: str, name: str) -> None:
    if what == "delete":
        del body[index]
    elif what == "move":
        body.insert(draw(st.integers(0, len(body) - 1)), body.pop(index))
    elif what == "heading":
        body[index]["value"]["heading"] = draw(st.sampled_from("ABC"))
    else:
        value = body[index]["value"]
        value["text"] = _html(_edit_text(draw, prose.parse(value["text"]), name))


def _edit_text(draw: Draw, blocks: list[prose.Block], name: str) -> list[prose.Block]:
    what = draw(st.sampled_from(["reword", "reword", "add", "delete", "move"]))
    if what == "add" or not blocks:
        blocks.insert(
            draw(st.integers(0, len(blocks))), draw(paragraph(f"{name}p{draw(st.integers(10, 99))}"))
        )
        return blocks
    index = draw(st.integers(0, len(blocks) - 1))
    if what == "reword":
        old = blocks[index]
        blocks[index] = prose.Block(old.tag, draw(runs()), old.key, old.depth)
    elif what == "delete":
        del blocks[index]
    else:
        blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(index))
    return blocks


@st.composite
def three(draw: Draw) -> tuple[Content, Content, Content]:
    """A base and two independent edits of it."""
    base = draw(contents())
    return base, draw(edited(base, "o")), draw(edited(base, "t"))
