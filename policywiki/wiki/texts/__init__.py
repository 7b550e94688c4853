"""Reading official texts in Markdown (the format of LawRefBook/Laws). Pure: no Django, no database.

`gather(folder)` walks a folder and groups its texts into pages; `parse(name, raw)` reads one file;
`to_blocks(text)` makes the StreamField body of a page from it.
"""

from policywiki.wiki.texts.blocks import to_blocks
from policywiki.wiki.texts.gathering import Gathering, Version, gather
from policywiki.wiki.texts.parsing import NotAText, ParsedText, Section, TextError, letters, parse

__all__ = [
    "Gathering",
    "NotAText",
    "ParsedText",
    "Section",
    "TextError",
    "Version",
    "gather",
    "letters",
    "parse",
    "to_blocks",
]
