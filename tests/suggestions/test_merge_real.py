"""Real edits of real people, cut from the history of three wikis (SOURCE.txt there), merged as files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from policywiki.suggestions.markdown import cut
from policywiki.suggestions.merge_files import MergedFile, merge_files
from policywiki.suggestions.passages import put_together

from .accounting import in_file, words, wrong

pytestmark = pytest.mark.data

KINDS = ("clean_same", "clean_diff", "conflict")


@lru_cache
def cases(folder: Path, kind: str) -> list[dict[str, Any]]:
    files = sorted(folder.glob(f"*.{kind}.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


@lru_cache
def merged(folder: Path, kind: str) -> list[MergedFile]:
    return [merge_files(case["base"], case["ours"], case["theirs"]) for case in cases(folder, kind)]


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def folder(data_folder: Path) -> Path:
    return data_folder / "merge-cases"


def test_what_git_merges_is_what_people_committed_byte_by_byte(folder: Path) -> None:
    found = list(zip(cases(folder, "clean_same"), merged(folder, "clean_same"), strict=True))
    assert [case["id"] for case, result in found if result != MergedFile(case["merged"], 0)] == []
    assert len(found) >= 112


def test_of_77_conflicts_51_are_settled_and_28_of_them_as_people_did(folder: Path) -> None:
    found = list(zip(cases(folder, "conflict"), merged(folder, "conflict"), strict=True))
    settled = [(case, result) for case, result in found if not result.overlaps]
    alike = [c["id"] for c, result in settled if without_space(result.text) == without_space(c["merged"])]
    assert (len(found), len(settled), len(alike)) == (77, 51, 28)


@pytest.mark.parametrize("kind", KINDS)
def test_no_real_word_is_lost_or_doubled(folder: Path, kind: str) -> None:
    for case, result in zip(cases(folder, kind), merged(folder, kind), strict=True):
        settled, disputed = (words(part) for part in in_file(result.text))
        three = (words(case[name]) for name in ("base", "ours", "theirs"))
        assert wrong(*three, settled, disputed) == [], case["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_and_put_together_is_the_same_file(folder: Path, kind: str) -> None:
    for case in cases(folder, kind):
        for name in ("base", "ours", "theirs", "merged"):
            passages, end = cut(case[name])
            assert put_together(passages, end, first=(passages[0].sep,)) == case[name], (case["id"], name)


def test_the_command_prints_the_result_and_tells_whether_there_are_overlaps(
    folder: Path, tmp_path: Path
) -> None:
    clean = cases(folder, "clean_same")[0]
    overlapping = next(
        c for c, r in zip(cases(folder, "conflict"), merged(folder, "conflict"), strict=True) if r.overlaps
    )
    for case, code in ((clean, 0), (overlapping, 1)):
        ran = command(case, tmp_path)
        expected = merge_files(case["base"], case["ours"], case["theirs"])
        assert (ran.returncode, ran.stdout.decode()) == (code, expected.text)


def command(case: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[bytes]:
    names = ("base", "ours", "theirs")
    for name in names:
        (folder / name).write_bytes(case[name].encode())
    return subprocess.run(
        [sys.executable, "-m", "policywiki.suggestions.merge", *(str(folder / name) for name in names)],
        capture_output=True,
        check=False,
    )
