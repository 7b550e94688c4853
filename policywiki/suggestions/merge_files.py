"""python -m policywiki.suggestions.merge BASE OURS THEIRS: merge three text files by paragraph and word.

Prints the result, or writes it to OURS with --write. Ends with 0 where all is settled, 1 where overlaps are
marked, 129 where a file cannot be read. As a merge driver of git, for prose:

    git config merge.prose.driver "python -m policywiki.suggestions.merge --write %O %A %B"
    echo "*.md merge=prose" >> .gitattributes
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .conflicts import BOTH_MOVED
from .markdown import cut
from .merge_text import Dispute, Text, merge_passages
from .passages import TextPassage, passages_of, put_together

CANNOT_READ = 129  # what git takes for an error and not for a conflict
_OURS, _BASE, _CUT, _THEIRS = ("<" * 7, "|" * 7, "=" * 7, ">" * 7)


@dataclass(frozen=True)
class MergedFile:
    text: str
    overlaps: int


def merge_files(base: str, ours: str, theirs: str, *, show_base: bool = False) -> MergedFile:
    """Merge three versions of a Markdown or plain text; overlaps are marked as git marks them."""
    (b, b_end), (o, o_end), (t, t_end) = cut(base), cut(ours), cut(theirs)
    merged = merge_passages(b, o, t, passages_of)
    first = frozenset(side[0].sep for side in (b, o, t) if side)
    end = t_end if o_end == b_end else o_end
    passages = list(_marked(merged, show_base=show_base))
    if merged.disputes and "\n" not in end and passages[-1].text.startswith(_THEIRS):
        end = "\n"
    return MergedFile(put_together(passages, end, first=first), len(merged.disputes))


def _marked(merged: Text[TextPassage], *, show_base: bool) -> Iterator[TextPassage]:
    """The passages, each dispute between lines of marks."""
    after_marks = False
    for part in merged.parts:
        if not isinstance(part, Dispute):
            yield TextPassage(_new_line(part.sep), part.text, part.tail) if after_marks else part
            after_marks = False
            continue
        yield from _marks(part, show_base=show_base)
        after_marks = True


def _marks(dispute: Dispute[TextPassage], *, show_base: bool) -> Iterator[TextPassage]:
    first = (dispute.ours or dispute.theirs)[0]
    blank = first.sep.rpartition("\n")[0] + "\n" if "\n" in first.sep else ""
    yield TextPassage(blank, f"{_OURS} ours")
    yield from _on_lines(dispute.ours)
    if show_base:
        yield TextPassage("\n", f"{_BASE} base")
        yield from _on_lines(dispute.base)
    yield TextPassage("\n", _CUT)
    moved = dispute.reason == BOTH_MOVED
    yield from _on_lines([] if moved else dispute.theirs)
    yield TextPassage("\n", f"{_THEIRS} theirs" + (" (moved it elsewhere)" if moved else ""))


def _on_lines(passages: Sequence[TextPassage]) -> Iterator[TextPassage]:
    """A side of a dispute: its first passage right under the mark, the others as they stand."""
    for number, one in enumerate(passages):
        indent = one.sep.rpartition("\n")[2]
        yield one if number else TextPassage("\n" + indent, one.text, one.tail)


def _new_line(sep: str) -> str:
    return sep if "\n" in sep else "\n" + sep


def main(arguments: Sequence[str]) -> int:
    """The command. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m policywiki.suggestions.merge",
        description="Merge what THEIRS changed since BASE into OURS, by paragraph and by word.",
    )
    parser.add_argument("base", type=Path)
    parser.add_argument("ours", type=Path)
    parser.add_argument("theirs", type=Path)
    parser.add_argument(
        "--write", action="store_true", help="write the result to OURS instead of printing it"
    )
    parser.add_argument("--diff3", action="store_true", help="show in an overlap what BASE says, too")
    options = parser.parse_args(arguments)
    try:
        texts = [_read(path) for path in (options.base, options.ours, options.theirs)]
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return CANNOT_READ
    result = merge_files(*texts, show_base=options.diff3)
    if options.write:
        options.ours.write_bytes(result.text.encode())
    else:
        sys.stdout.buffer.write(result.text.encode())
    return 1 if result.overlaps else 0


def _read(path: Path) -> str:
    return path.read_bytes().decode()
