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


class Command(BaseCommand):
    help = "Take in a register (CSV: number, born as 1980-05-31, district by its code). Only salted hashes are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--batch", default="", help="A name for this register.")

    def handle(self, *args: Any, file: Path, batch: str, **options: Any) -> None:
        districts = {district.code: district for district in District.objects.all()}
        people: dict[str, list[tuple[str, date]]] = defaultdict(list)
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for line, row in enumerate(csv.DictReader(stream), start=2):
                try:
                    born, code = date.fromisoformat(row["born"]), districts[row["district"]].code
                    people[code].append((row["number"], born))
                except (KeyError, ValueError) as error:
                    raise CommandError(f"Line {line}: {error}") from error
        for code, found in people.items():
            new = take_in_register(district=districts[code], people=found, batch=batch)
            self.stdout.write(f"{code}: {new} new of {len(found)}")
