"""python -m tests.benchmarks [PART …] [--keep FOLDER]: measure, print, write docs/performance.md.

--keep FOLDER leaves the imported database there and uses it again the next time. Only a run of all parts
writes the page.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import imports, merges, rules, votes, votes_http
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.place import DATA, Place

PARTS = ("imports", "pages", "search", "similar", "merges", "queue", "rules", "talk", "votes", "votes-http")
LABELS = {"pages": "Pages", "search": "Search"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure how fast it is.")
    parser.add_argument("parts", choices=[[], *PARTS], nargs="*", help="These parts only.")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=[], help="The same.")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="Use or make the imported database there."
    )
    chosen = parser.parse_args()
    chosen.only = [*chosen.parts, *chosen.only] or list(PARTS)
    figures, notes = list[Figure](), list[str]()
    if set(chosen.only) & {"imports", "pages", "search", "similar"}:
        if imports.LAWS.is_dir() and imports.PETITIONS.is_file():
            with _place(chosen.keep) as place:
                figures += _on_real_texts(place, chosen.only)
        else:
            notes.append(f"No real texts at {DATA}: imports, pages and search are skipped (POLICYWIKI_DATA).")
    if "merges" in chosen.only:
        measured, left = merges.measure()
        figures += measured
        notes += left
    if "queue" in chosen.only:
        figures += _apart("To check", "queue")
    if "rules" in chosen.only:
        figures += rules.measure()
    if "talk" in chosen.only:
        figures += _apart("Talk", "talk")
    if "votes" in chosen.only:
        measured, missing = votes.measure()
        figures += measured
        notes += missing
    if "votes-http" in chosen.only:
        measured, missing = votes_http.measure()
        figures += measured
        notes += missing
    print(f"\n{table(figures)}", *notes, sep="\n")  # noqa: T201
    if {figure.part for figure in figures} >= {
        "Import",
        "Pages",
        "Search",
        "Similar proposals",
        "Votes",
        "Votes over HTTP",
    }:
        write(figures, notes)


@contextmanager
def _place(keep: Path | None) -> Iterator[Place]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield Place(keep.resolve())
        return
    with TemporaryDirectory(prefix="policywiki-bench-") as folder:
        yield Place(Path(folder))


def _apart(label: str, part: str) -> list[Figure]:
    """In a database of its own: the real texts stay without thousands of invented items."""
    with _place(None) as place:
        place.set_up()
        output, _seconds = place.run("-m", f"tests.benchmarks.{part}")
    return [Figure(label, *json.loads(line)) for line in output.splitlines()]


def _on_real_texts(place: Place, only: list[str]) -> list[Figure]:
    figures = []
    if place.is_empty():
        figures = imports.measure(place)
    elif "imports" in only:
        print("Imports are not measured: this folder has them already.")  # noqa: T201
    for part in ("pages", "search"):
        if part in only:
            output, _seconds = place.run("-m", "tests.benchmarks.answering", part)
            figures += [Figure(LABELS[part], *json.loads(line)) for line in output.splitlines()]
    if "similar" in only:
        output, _seconds = place.run("-m", "tests.benchmarks.similar")
        figures += [Figure("Similar proposals", *json.loads(line)) for line in output.splitlines()]
    return figures


if __name__ == "__main__":
    main()
