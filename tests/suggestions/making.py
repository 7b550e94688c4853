"""Page contents for the tests of merge and diff: short spellings, and random edits for hypothesis."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import strategies as st

from policywiki.core import keys, prose
from policywiki.core.runs import LISTS, Block, Run, tidy

FIELDS = {"title": "text", "checked": "date", "body": "blocks", "tags": "set", "language": "choice"}

Content = dict[str, Any]


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
        blocks.append(Block(tag, prose.parse(f"<p>{html}</p>")[0].runs, key, depth))
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
#
# Drawn from one seed: a hypothesis strategy for every word is a hundred times slower, and a merge has so many
# shapes that the number of cases counts for more than the beauty of the smallest one.

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
TARGETS = ["", "", "", "https://a.cn/", "page:12"]


def _runs(r: Random) -> tuple[Run, ...]:
    found = [
        Run("".join(r.choices(WORDS, k=r.randint(1, 6))), r.random() < 0.3, False, r.choice(TARGETS))
        for _index in range(r.randint(1, 3))
    ]
    tidied = tidy([Block("p", tuple(found))])
    return tidied[0].runs if tidied else (Run("x"),)


def _paragraph(r: Random, key: str) -> Block:
    tag = r.choice(["p", "p", "p", "h3", "ul", "ol"])
    return Block(tag, _runs(r), key, r.randint(0, 2) if tag in LISTS else 0)


def _html(blocks: list[Block]) -> str:
    """As if it had come through the door: tidied and with unique keys."""
    return prose.serialise(keys.assign(tidy(blocks), []))


def _content(r: Random) -> Content:
    blocks = []
    for number in range(r.randint(0, 4)):
        paragraphs = [_paragraph(r, f"b{number}{index:03}") for index in range(r.randint(0, 5))]
        value = {"heading": r.choice("AB"), "level": "2", "text": _html(paragraphs)}
        blocks.append({"type": "section", "id": f"b{number}", "value": value})
    return page(*blocks, title=r.choice("TU"), tags=_tags(r))


def _tags(r: Random) -> list[str]:
    return sorted(r.sample("wxyz", r.randint(0, 4)))


def _edited(r: Random, base: Content, side: str) -> Content:
    """`base` as somebody left it: new things have ids and keys that begin with the letter `side`."""
    content = deepcopy(base)
    for number in range(r.randint(0, 4)):
        _edit(r, content, f"{side}{number}")
    return content


def _edit(r: Random, content: Content, name: str) -> None:
    what = r.choice(["text", "text", "text", "heading", "add", "delete", "move", "title", "tags"])
    body = content["body"]
    if what == "title":
        content["title"] = r.choice("TUV")
    elif what == "tags":
        content["tags"] = _tags(r)
    elif what == "add":
        text = _html([_paragraph(r, f"{name}b00")])
        block = {"type": "section", "id": name, "value": {"heading": name, "level": "2", "text": text}}
        body.insert(r.randint(0, len(body)), block)
    elif body:
        _edit_block(r, body, r.randrange(len(body)), what, name)


def _edit_block(r: Random, body: list[Any], index: int, what: str, name: str) -> None:
    if what == "delete":
        del body[index]
    elif what == "move":
        body.insert(r.randrange(len(body)), body.pop(index))
    elif what == "heading":
        body[index]["value"]["heading"] = r.choice("ABC")
    else:
        value = body[index]["value"]
        value["text"] = _html(_edit_text(r, prose.parse(value["text"]), name))


def _edit_text(r: Random, blocks: list[Block], name: str) -> list[Block]:
    what = r.choice(["reword", "reword", "add", "delete", "move"])
    if what == "add" or not blocks:
        blocks.insert(r.randint(0, len(blocks)), _paragraph(r, f"{name}p{r.randint(10, 99)}"))
        return blocks
    index = r.randrange(len(blocks))
    if what == "reword":
        old = blocks[index]
        blocks[index] = Block(old.tag, _runs(r), old.key, old.depth)
    elif what == "delete":
        del blocks[index]
    else:
        blocks.insert(r.randrange(len(blocks)), blocks.pop(index))
    return blocks


_randoms = st.integers(0, 2**40).map(Random)


def _three(r: Random) -> tuple[Content, Content, Content]:
    base = _content(r)
    return base, _edited(r, base, "o"), _edited(r, base, "t")


def contents() -> st.SearchStrategy[Content]:
    return _randoms.map(_content)


def three() -> st.SearchStrategy[tuple[Content, Content, Content]]:
    """A base and two independent edits of it."""
    return _randoms.map(_three)


def two() -> st.SearchStrategy[tuple[Content, Content]]:
    """A base and an edit of it."""
    return three().map(lambda versions: versions[:2])
