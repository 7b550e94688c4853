"""Canonical rich text: what comes in is cleaned and keyed, what is stored can be read by paragraph."""

from dataclasses import dataclass

from policywiki.core import html as door
from policywiki.core import keys, prose


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or item of a list.

    tag is "p", "h3", "h4", "ul" or "ol" (an item of such a list); html is what stands inside, without nested
    items; depth counts from 0.
    """

    key: str
    tag: str
    html: str
    depth: int = 0


def canonical(html: str, *, base: str = "") -> str:
    """`html` through the door, with a data-block-key on every paragraph, heading and item. Idempotent.

    Keys that are there stay, duplicates are renewed. A paragraph without one takes the key of its
    counterpart in `base` (canonical HTML), where it has one.
    """
    return with_keys(door.read(html), base=base)


def with_keys(blocks: list[prose.Block], *, base: str = "") -> str:
    """The HTML of canonical blocks, keys added as `canonical` does."""
    if not keys.complete(blocks):
        blocks = keys.assign(blocks, prose.parse(base))
    return prose.serialise(blocks)


def paragraphs(html: str) -> list[Paragraph]:
    """The paragraphs of canonical HTML, in order."""
    return [Paragraph(block.key, block.tag, prose.inline(block), block.depth) for block in prose.parse(html)]


def to_text(html: str) -> str:
    """The words of canonical HTML without any markup: one line for each paragraph and each line break."""
    return "\n".join(block.text for block in prose.parse(html))
