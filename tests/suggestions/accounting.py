"""Which words a merge lost or doubled: counted, not aligned, so that nothing of the merge itself is trusted."""

from __future__ import annotations

import re
from collections import Counter

from policywiki.core import prose

from .making import Content

WORD = re.compile(r"[^\W\d_一-鿿]+|\d+|[^\s]")
OURS, CUT, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


def words(text: str) -> Counter[str]:
    """Latin by word, everything else by character, no space."""
    return Counter(WORD.findall(text))


def words_of(content: Content) -> Counter[str]:
    """The words of every section."""
    found: Counter[str] = Counter()
    for block in content["body"]:
        found += words(str(block["value"].get("heading", "")))
        for one in prose.parse(block["value"].get("text", "")):
            found += words(one.text)
    return found


def targets_of(content: Content) -> Counter[str]:
    """Where its links lead (an address, or the number of a page), and from how many paragraphs."""
    paragraphs = [one for block in content["body"] for one in prose.parse(block["value"].get("text", ""))]
    targets = [{run.target.removeprefix("page:") for run in one.runs if run.target} for one in paragraphs]
    return Counter(target for found in targets for target in found)


def touched_by_both(base: Content, ours: Content, theirs: Content) -> Counter[str]:
    """The words of paragraphs that both sides changed or took out, as they were and as they are."""
    found: Counter[str] = Counter()
    versions = [_by_key(version) for version in (base, ours, theirs)]
    for key, text in versions[0].items():
        if all(version.get(key) != text for version in versions[1:]):
            found += sum((words(version.get(key, "")) for version in versions), Counter())
    return found


def _by_key(content: Content) -> dict[str, str]:
    blocks = content["body"]
    heads = {str(block["id"]): str(block["value"].get("heading", "")) for block in blocks}
    return heads | {
        one.key: one.text for block in blocks for one in prose.parse(block["value"].get("text", ""))
    }


def wrong(
    base: Counter[str], ours: Counter[str], theirs: Counter[str], result: Counter[str], disputed: Counter[str]
) -> list[str]:
    """Words of which there are too few or too many.

    If both sides changed different things there are ours + theirs - base of a word; what both changed alike makes
    it anything between that and either side. What is disputed may be counted on top.
    """
    found = []
    for word in base | ours | theirs | result:
        both = ours[word] + theirs[word] - base[word]
        low, high = min(ours[word], theirs[word], both), max(ours[word], theirs[word], both)
        if not low - disputed[word] <= result[word] <= high + disputed[word]:
            found.append(f"{word}: {base[word]} {ours[word]} {theirs[word]} -> {result[word]}")
    return found


def in_file(text: str) -> tuple[str, str]:
    """A file with overlaps marked: what is settled, and all that is between marks."""
    settled: list[str] = []
    disputed: list[str] = []
    inside = False
    for line in text.split("\n"):
        if line.startswith((OURS, THEIRS)):
            inside = line.startswith(OURS)
        elif not (inside and line == CUT):
            (disputed if inside else settled).append(line)
    return "\n".join(settled), "\n".join(disputed)
