"""The real texts as the index takes them, without a database: 1,167 laws in their latest version, 1,270 petitions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from policywiki.wiki.articles import passages
from policywiki.wiki.texts import gather, to_blocks
from search.index import writer
from search.index.documents import Card, Entry, Part
from search.index.store import Store

SEARCH = Path(__file__).resolve().parents[2] / "search"
SHAPING = (
    "tokens.py",
    "index/schema.py",
    "index/documents.py",
    "index/codec.py",
    "index/writer.py",
    "traits.py",
)
"""Code that decides what an index holds; an index kept from an earlier run is used while it is the same."""


def laws(folder: Path, *, every_version: bool = False) -> Iterator[Entry]:
    """One entry a law, keyed by its title."""
    for title, versions in gather(folder).pages.items():
        for number, version in enumerate(versions if every_version else versions[-1:]):
            card = Card(
                model="wagtailcore.page",
                pk=f"{title}/{number}" if every_version else title,
                labels=("wagtailcore.page", "wiki.knowledgepage"),
                kind="page",
                public=True,
                language="zh-Hans",
            )
            found = passages(to_blocks(version.text))
            parts = tuple(Part(one.anchor, one.heading, one.text) for one in found)
            yield Entry(card=card, title=title, auto=title, parts=parts)


def petitions(file: Path) -> Iterator[Entry]:
    """One entry a petition that was published, keyed by its number."""
    for line in file.read_text("utf-8").strip().split("\n"):
        row = json.loads(line)
        if row["state"] == "rejected":
            continue
        card = Card(
            model="wagtailcore.page",
            pk=str(row["id"]),
            labels=("wagtailcore.page", "proposals.proposalpage"),
            kind="proposal",
            public=True,
            language="en",
            stage="support" if row["state"] == "open" else "unsupported",
        )
        texts = [
            ("problem", "The problem", row["background"]),
            ("evidence", "Evidence", row["additional_details"]),
        ]
        parts = tuple(Part(*text) for text in texts if text[2])
        yield Entry(card=card, title=row["action"], auto=row["action"], parts=parts)


def store_of_real_texts(data: Path, keep: Path) -> Store:
    """An index of both, built once and kept under `keep` for later runs of the same code."""
    code = b"".join((SEARCH / name).read_bytes() for name in SHAPING)
    store = Store(keep / f"real-texts-{hashlib.sha256(code).hexdigest()[:12]}")
    if store.current() is None:
        both = [laws(data / "laws-zh"), petitions(data / "uk-petitions" / "petitions.jsonl")]
        writer.append_all(store, (entry for entries in both for entry in entries))
    return store
