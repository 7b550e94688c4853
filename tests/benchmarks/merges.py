"""Merging: real histories beside git's line merge and a paragraph merge, and how time grows with length."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from policywiki.suggestions.merge import merge
from policywiki.suggestions.merge_files import merge_files
from tests.suggestions.accounting import in_file, words, wrong
from tests.suggestions.test_merge import FIELDS, law, one_paragraph

from .figures import Figure
from .place import DATA

CASES = DATA / "merge-cases"
KINDS = {
    "clean_same": "git merges, and people committed just that",
    "clean_diff": "git merges, and people committed something else",
    "conflict": "git reports conflicts",
}
LINE_BREAK = "\u2028"  # stands for a line break inside a paragraph, so that git takes a paragraph for a line


class Merged(NamedTuple):
    text: str
    clean: bool


Case = dict[str, Any]


def measure() -> tuple[list[Figure], list[str]]:
    """The figures, and a note for every case that is left to people."""
    if not CASES.is_dir():
        return [], [f"No real merges at {CASES}: skipped (POLICYWIKI_DATA)."]
    figures, left = list[Figure](), list[str]()
    for kind, label in KINDS.items():
        cases = list(_cases(kind))
        for name, tool in TOOLS.items():
            figures.append(Figure("Merging", f"{label}: {name}", _counted(cases, tool)))
        left += [line for case in cases if (line := _left(case))]
    return [*figures, *_curves()], ["Left to people:", *left]


def _cases(kind: str) -> Iterator[Case]:
    for file in sorted(CASES.glob(f"*.{kind}.jsonl")):
        yield from map(json.loads, file.read_text("utf-8").splitlines())


def _counted(cases: list[Case], tool: Callable[[Case], Merged]) -> str:
    settled = alike = bad = 0
    for case in cases:
        merged = tool(case)
        settled += merged.clean
        alike += merged.clean and _without_space(merged.text) == _without_space(case["merged"])
        result, disputed = (words(part) for part in in_file(merged.text))
        bad += bool(wrong(*(words(case[name]) for name in ("base", "ours", "theirs")), result, disputed))
    return f"{settled} of {len(cases)} settled, {alike} as committed, {bad} with a word lost or doubled"


def _left(case: Case) -> str:
    result = merge_files(case["base"], case["ours"], case["theirs"])
    return f"  {case['id']} {case['path']}: {result.overlaps}" if result.overlaps else ""


def _ours(case: Case) -> Merged:
    result = merge_files(case["base"], case["ours"], case["theirs"])
    return Merged(result.text, not result.overlaps)


def _git(case: Case, *, by_paragraph: bool = False) -> Merged:
    with TemporaryDirectory() as folder:
        for name in ("base", "ours", "theirs"):
            text = _paragraphs_as_lines(case[name]) if by_paragraph else case[name]
            (Path(folder) / name).write_bytes(text.encode())
        ran = subprocess.run(
            ["git", "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs", "ours", "base", "theirs"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    text = ran.stdout.decode()
    return Merged(text.replace(LINE_BREAK, "\n") if by_paragraph else text, ran.returncode == 0)


def _paragraphs_as_lines(text: str) -> str:
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", LINE_BREAK, text)


TOOLS: dict[str, Callable[[Case], Merged]] = {
    "PolicyWiki": _ours,
    "git merge-file": _git,
    "git merge-file by paragraph": partial(_git, by_paragraph=True),
}


def _without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _curves() -> Iterator[Figure]:
    for count in (2_500, 5_000, 10_000, 20_000, 40_000):
        versions = one_paragraph(count, count // 50)
        seconds = _best(lambda three=versions: merge(*three, {"summary": "text"}))  # type: ignore[misc]
        yield Figure(
            "Merging", f"{count:,} words a side, {count // 50} changes each", f"{seconds * 1000:.0f} ms"
        )
    for count in (250, 1_000):
        base = law(count, 1, 10)
        turned = {**base, "body": base["body"][count // 2 :] + base["body"][: count // 2]}
        renamed = law(count, 1, 10)
        for block in renamed["body"][::2]:
            block["value"]["heading"] += " new"
        seconds = _best(lambda three=(base, turned, renamed): merge(*three, FIELDS))  # type: ignore[misc]
        yield Figure("Merging", f"{count:,} sections, half moved, half renamed", f"{seconds * 1000:.0f} ms")


def _best(act: Callable[[], Any]) -> float:
    best = float("inf")
    for _attempt in range(3):
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
    return best
