"""Real edits of real people, cut from the history of two wikis (SOURCE.txt there): paragraphs of Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

import pytest

from policywiki.core.runs import Block, Run
from policywiki.suggestions.conflicts import Where
from policywiki.suggestions.merge_text import merge_rich

pytestmark = pytest.mark.data

CUT = re.compile(r"\n(?:[ \t]*\n)+")
KEY = re.compile(r' data-block-key="[^"]*"')
FENCE = re.compile(r"^[ \t]*(```|~~~|\$\$)")


def cut(text: str) -> list[str]:
    """Markdown as paragraphs: between empty lines, with fences and formulas whole."""
    parts: list[str] = []
    fence = ""
    for part in CUT.split(text.strip("\n")):
        if fence:
            parts[-1] += "\n\n" + part
        elif part.strip():
            parts.append(part)
        for line in part.split("\n"):
            found = FENCE.match(line)
            if found and fence in ("", found[1]) and line.count("$$") != 2:
                fence = "" if fence else found[1]
    return parts


def paragraphs(text: str, side: str) -> list[Block]:
    """With other keys in each version, so that only likeness tells which paragraph is which."""
    return [Block("p", (Run(part),), f"{side}{number:04}") for number, part in enumerate(cut(text))]


def merged(case: dict[str, Any]) -> tuple[list[str], Where]:
    where = Where("body", [])
    sides = [paragraphs(case[name], name[0]) for name in ("base", "ours", "theirs")]
    return [one.text for one in merge_rich(where, *sides)], where


def cases(folder: Path, kind: str) -> list[dict[str, Any]]:
    files = sorted(folder.glob(f"*.{kind}.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def lost(case: dict[str, Any], result: list[str], where: Where) -> list[str]:
    """Paragraphs of a side that are not in the result, in no conflict, and that nobody took away."""
    b, o, t = (Counter(cut(case[name])) for name in ("base", "ours", "theirs"))
    disputed = {KEY.sub("", side or "") for c in where.found for side in (c.base, c.ours, c.theirs)}
    return [
        text
        for text in o | t
        if text not in result
        and f"<p>{escape(text, quote=False)}</p>".replace("\n", "<br/>") not in disputed
        and b[text] <= min(o[text], t[text])
    ]


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder / "merge-cases"


def test_what_merges_cleanly_by_paragraph_is_what_people_committed(folder: Path) -> None:
    wrong, clean, total = [], 0, 0
    for case in cases(folder, "clean_same"):
        total += 1
        result, where = merged(case)
        if where.found:
            continue
        clean += 1
        if result != cut(case["merged"]):
            wrong.append(case["id"])
    assert wrong == []
    assert total >= 100
    assert clean >= 0.8 * total


@pytest.mark.parametrize("kind", ["clean_same", "clean_diff", "conflict"])
def test_no_real_paragraph_is_lost_or_doubled(folder: Path, kind: str) -> None:
    for case in cases(folder, kind):
        result, where = merged(case)
        assert lost(case, result, where) == [], case["id"]
        most = Counter(cut(case["ours"])) | Counter(cut(case["theirs"]))
        if not where.found:
            assert not {text for text, n in Counter(result).items() if n > most[text]}, case["id"]
