"""manage.py import_register FILE: who lives where, from a CSV file with the columns number, born, district."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policywiki.accounts.actions.residence import take_in_register
from policywiki.places.models import District

COLUMNS = {"number", "born", "district"}


class Command(BaseCommand):
    help = "Take in a register (CSV: number, born as 1980-05-31, district by its code). Only salted hashes are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--batch", default="", help="A name for this register.")

    def handle(self, *args: Any, file: Path, batch: str, **options: Any) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                people = _by_district(csv.DictReader(stream))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        for district, found in people.items():
            new = take_in_register(district=district, people=found, batch=batch)
            self.stdout.write(f"{district.code}: {new} new of {len(found)}")


def _by_district(rows: csv.DictReader[str]) -> dict[District, list[tuple[str, date]]]:
    """Nothing is taken in where a line is wrong: the error names it, and no number."""
    districts = {district.code: district for district in District.objects.all()}
    if missing := COLUMNS - set(rows.fieldnames or ()):
        raise CommandError(f"The first line must name these columns too: {', '.join(sorted(missing))}.")
    people: dict[District, list[tuple[str, date]]] = defaultdict(list)
    for line, row in enumerate(rows, start=2):
        number, born, code = (row[name] or "" for name in ("number", "born", "district"))
        if not number.strip():
            raise CommandError(f"Line {line}: the number is missing.")
        if code not in districts:
            raise CommandError(f"Line {line}: there is no district with the code {code!r}.")
        try:
            people[districts[code]].append((number, date.fromisoformat(born)))
        except ValueError as error:
            raise CommandError(f"Line {line}: born must look like 1980-05-31.") from error
    return people
