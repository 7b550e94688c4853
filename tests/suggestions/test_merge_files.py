"""Three text files become one; the marks are git's, and git can call it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policywiki.suggestions.merge import main
from policywiki.suggestions.merge_files import CANNOT_READ, MergedFile, merge_files


@pytest.mark.parametrize(
    "base, ours, theirs, merged",
    [
        ("停放收费 5 元。\n", "停放收费 6 元。\n", "停放每天收费 5 元。\n", "停放每天收费 6 元。\n"),
        ("- one\n- two\n", "- one\n- two\n- three\n", "- ONE\n- two\n", "- ONE\n- two\n- three\n"),
        ("- one\n- two\n", "- two\n- one\n", "- one\n- two or more\n", "- two or more\n- one\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b |\n|---|---|\n| 1 | 3 |\n",
         "| a | b |\n|---|---|\n| 0 | 2 |\n| 7 | 8 |\n", "| a | b |\n|---|---|\n| 0 | 3 |\n| 7 | 8 |\n"),
        ("[rules](http://a/) here\n", "[rules](http://b/) here\n", "[The rules](http://a/) here\n",
         "[The rules](http://b/) here\n"),
        ("One. Two.\n", "One.\n\nTwo.\n", "One. Two, too.\n", "One.\n\nTwo, too.\n"),  # split here, reworded there
        ("用Dijkstra算法。\n", "用 Dijkstra 算法。\n", "用Dijkstra算法吧。\n", "用 Dijkstra 算法吧。\n"),
        ("```\nx = 1\n\ny = 2\n```\n", "```\nx = 3\n\ny = 2\n```\n", "```\nx = 1\n\ny = 4\n```\n",
         "```\nx = 3\n\ny = 4\n```\n"),
        ("a\r\n\r\nb\r\n", "a\r\n\r\nb c\r\n", "d a\r\n\r\nb\r\n", "d a\r\n\r\nb c\r\n"),
        ("", "New.\n", "", "New.\n"),
        ("a\n", "", "a\n", ""),
    ],
)  # fmt: skip
def test_settled(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merge_files(base, ours, theirs) == MergedFile(merged, 0)


BASE = "Intro.\n\nThe fee is 5 yuan a day.\n\nEnd.\n"
OURS = "Intro.\n\nThe fee is 6 yuan a day.\n\nEnd of it.\n"
THEIRS = "INTRO.\n\nThe fee for bicycles is 7 yuan a day.\n\nEnd.\n"


def test_an_overlap_is_marked_and_all_else_is_settled_on_both_sides_of_it() -> None:
    assert merge_files(BASE, OURS, THEIRS) == MergedFile(
        "INTRO.\n\n<<<<<<< ours\nThe fee for bicycles is 6 yuan a day.\n=======\n"
        "The fee for bicycles is 7 yuan a day.\n>>>>>>> theirs\n\nEnd of it.\n",
        1,
    )


def test_what_was_there_before_can_be_shown() -> None:
    text = merge_files(BASE, OURS, THEIRS, show_base=True).text
    assert "\n||||||| base\nThe fee for bicycles is 5 yuan a day.\n=======\n" in text


def test_both_rewrote_one_line_in_quite_other_words() -> None:
    text = merge_files("Nothing here yet...\n", "# Heaps\n\nA heap is a tree.\n", "See the glossary.\n").text
    assert text == (
        "<<<<<<< ours\n# Heaps\n\nA heap is a tree.\n=======\nSee the glossary.\n>>>>>>> theirs\n"
    )


def test_taken_out_here_and_reworded_there() -> None:
    text = merge_files("a\n\nb c d\n\ne\n", "a\n\ne\n", "a\n\nb C d\n\ne\n").text
    assert text == "a\n\n<<<<<<< ours\n=======\nb C d\n>>>>>>> theirs\n\ne\n"


def test_two_wordings_of_one_new_line_are_not_both_taken() -> None:
    result = merge_files("x\n", "author: Li, Wang, Zhao\n\nx\n", "author: Li, Wang\n\nx\n")
    assert result == MergedFile("author: Li, Wang, Zhao\n\nx\n", 0)


def write(folder: Path, *texts: str) -> list[str]:
    paths = [folder / name for name in ("base", "ours", "theirs")]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    return [str(path) for path in paths]


def test_the_result_can_be_written_over_ours(tmp_path: Path) -> None:
    paths = write(tmp_path, "a\n", "a b\n", "c a\n")
    assert main(["--write", *paths]) == 0
    assert (tmp_path / "ours").read_text() == "c a b\n"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_no_overlap(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = write(tmp_path, "a\n", "a b\n", "c a\n")
    if content is None:
        (tmp_path / "theirs").unlink()
    else:
        (tmp_path / "theirs").write_bytes(content)
    assert main(paths) == CANNOT_READ
    assert capsys.readouterr().err


def test_git_merges_prose_with_it(tmp_path: Path) -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        person = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
        environment = {**os.environ, "PYTHONPATH": os.getcwd()}
        return subprocess.run(
            ["git", *person, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def commit(text: str) -> None:
        (tmp_path / "a.md").write_text(text)
        git("add", "-A")
        git("commit", "-qm", "x")

    git("init", "-q")
    driver = f"{sys.executable} -m policywiki.suggestions.merge --write %O %A %B"
    git("config", "merge.prose.driver", driver)
    (tmp_path / ".gitattributes").write_text("*.md merge=prose\n")
    commit("停放收费 5 元。\n")
    git("switch", "-qc", "side")
    commit("停放每天收费 5 元。\n")
    git("switch", "-q", "main")
    commit("停放收费 6 元。\n")
    merged = git("merge", "side")
    assert merged.returncode == 0, merged.stderr
    assert (tmp_path / "a.md").read_text() == "停放每天收费 6 元。\n"


def test_merge_and_diff_need_no_django() -> None:
    code = "import sys, policywiki.suggestions.merge, policywiki.suggestions.diff; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
