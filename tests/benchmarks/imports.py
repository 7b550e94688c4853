"""Importing all laws and all petitions, with and without the index."""

from __future__ import annotations

from tests.benchmarks.figures import Figure
from tests.benchmarks.place import DATA, Place, counted

LAWS = DATA / "laws-zh"
PETITIONS = DATA / "uk-petitions" / "petitions.jsonl"


def measure(place: Place) -> list[Figure]:
    """Import into this place, which is empty."""
    place.set_up()
    laws, laws_seconds = place.run("manage.py", "import_pages", str(LAWS))
    _output, laws_index = place.run("manage.py", "work", "--once")
    arguments = ["import_proposals", str(PETITIONS), "--format", "uk-petitions"]
    petitions, petitions_seconds = place.run("manage.py", *arguments)
    _output, petitions_index = place.run("manage.py", "work", "--once")
    found = counted(laws)
    versions, pages = found["published now"], found["pages"]
    proposals = counted(petitions)["proposals"]
    return [
        Figure(
            "Import", f"{pages:,} pages in {versions:,} versions", _rate(versions, laws_seconds, "versions")
        ),
        Figure("Import", "the same with the index", _rate(versions, laws_seconds + laws_index, "versions")),
        Figure("Import", f"{proposals:,} proposals", _rate(proposals, petitions_seconds, "proposals")),
        Figure(
            "Import",
            "the same with the index",
            _rate(proposals, petitions_seconds + petitions_index, "proposals"),
        ),
    ]


def _rate(count: int, seconds: float, unit: str) -> str:
    return f"{count / seconds:.1f} {unit} a second ({seconds:.0f} s)"
