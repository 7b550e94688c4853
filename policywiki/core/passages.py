"""A passage: the piece of a page that search finds and leads to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """One article or section: `anchor` on its page ("" is the top), `heading` path, and plain `text`."""

    anchor: str
    heading: str
    text: str
