"""manage.py import_proposals FILE: bring the proposals of another register in."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from tqdm import tqdm

from policywiki.accounts.models import User
from policywiki.core.verdicts import Refused
from proposals.actions.import_proposals import Import, import_published, import_refused, known_keys
from proposals.imports import decide_madrid, jsonl, uk_petitions
from proposals.imports.arrivals import Arrival, Reading, batches
from proposals.imports.reading import Reader, read_lines
from proposals.models import CallPage

FORMATS: dict[str, Reader] = {"uk-petitions": uk_petitions.read, "jsonl": jsonl.read}
FOLDERS: dict[str, Callable[[Path, str], Reading]] = {"decide-madrid": decide_madrid.read_folder}
REFUSED_AT_ONCE = 200


class Command(BaseCommand):
    help = (
        "Import proposals: published ones with their stages and answers, refused ones as closed items with "
        "their reason. Safe to run again and to be killed; what is there already stays as it is."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(prog_name, subcommand, epilog=jsonl.HELP, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="One JSON object a line; for decide-madrid the folder of its two tables."
        )
        parser.add_argument("--format", choices=[*FORMATS, *FOLDERS], required=True)
        parser.add_argument("--language", help="Of the texts (default: en; decide-madrid: es).")
        parser.add_argument("--call", metavar="SLUG", help="The call they go to (default: the first).")
        parser.add_argument("--dry-run", action="store_true", help="Count and list; write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        call = _call(options["call"])
        reading = self.read(options["file"], options["format"], options["language"] or "")
        known = known_keys()
        fresh = [arrival for arrival in reading.arrivals if arrival.key not in known]
        counts = Counter(already=len(reading.arrivals) - len(fresh))
        if options["dry_run"]:
            counts.update("refused" if arrival.refusal else "published" for arrival in fresh)
            counts["comments"] = sum(len(arrival.comments) for arrival in fresh)
        else:
            into = Import(call, User.objects.system(), timezone.now())
            self.bring(into, fresh, reading, counts)
        self.report(reading, counts, dry_run=options["dry_run"])

    def read(self, file: Path, form: str, language: str) -> Reading:
        try:
            if form in FOLDERS:
                return FOLDERS[form](file, language)
            with file.open(encoding="utf-8-sig") as lines:
                return read_lines(self.bar(lines, "Reading"), FORMATS[form], language=language or "en")
        except OSError as error:
            raise CommandError(f"{error.filename or file} cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8: {error}") from error

    def bring(self, into: Import, fresh: list[Arrival], reading: Reading, counts: Counter[str]) -> None:
        for arrival in self.bar([one for one in fresh if not one.refusal], "Proposals"):
            try:
                import_published(into=into, arrival=arrival)
            except (ValidationError, Refused, DatabaseError, ValueError) as error:
                reading.errors.append((arrival.line, _words(error)))
                continue
            counts["published"] += 1
            counts["comments"] += len(arrival.comments)
        refused = [one for one in fresh if one.refusal]
        for batch in self.bar(list(batches(refused, REFUSED_AT_ONCE)), "Not published there"):
            counts["refused"] += self.refuse(into, batch, reading)

    def refuse(self, into: Import, batch: list[Arrival], reading: Reading) -> int:
        """The batch at once; where that fails, one by one, so that one bad line costs only itself."""
        try:
            return import_refused(into=into, arrivals=batch)
        except DatabaseError as error:
            if len(batch) == 1:
                reading.errors.append((batch[0].line, _words(error)))
                return 0
        return sum(self.refuse(into, [arrival], reading) for arrival in batch)

    def bar(self, items: Iterable[Any], label: str) -> Iterable[Any]:
        """A progress bar on the error stream, so that the summary can be piped; silent outside a terminal."""
        return tqdm(items, desc=label, file=self.stderr, disable=None)

    def report(self, reading: Reading, counts: Counter[str], *, dry_run: bool) -> None:
        for line, key in reading.duplicates:
            self.stdout.write(f"line {line}: {key} again, skipped")
        for line, reason in reading.errors:
            self.stderr.write(f"error: line {line}: {reason}")
        answers = sum(1 for arrival in reading.arrivals if arrival.answer)
        rows = [
            ("proposals", len(reading.arrivals)),
            ("published now", counts["published"]),
            ("not published there", counts["refused"]),
            ("already here", counts["already"]),
            ("with an answer", answers),
            ("same id again", len(reading.duplicates)),
            *self.discussed(reading, counts),
            ("errors", len(reading.errors)),
        ]
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        for label, count in rows:
            self.stdout.write(f"{label:<20}{count:>8,}")
        if reading.errors:
            raise CommandError(f"{len(reading.errors)} lines could not be imported.", returncode=1)

    def discussed(self, reading: Reading, counts: Counter[str]) -> list[tuple[str, int]]:
        """What became of the comments, where the format has any."""
        comments = [one for arrival in reading.arrivals for one in arrival.comments]
        if not comments:
            return []
        return [
            ("comments", len(comments)),
            ("comments now", counts["comments"]),
            ("parent not in file", sum(1 for one in comments if one.lost_parent)),
            ("kept without text", sum(1 for one in comments if not one.text)),
            ("left out, empty", sum(reading.left_out.values())),
        ]


def _call(slug: str | None) -> CallPage:
    found = CallPage.objects.filter(slug=slug) if slug else CallPage.objects.order_by("path")
    call = found.first()
    if call is None:
        raise CommandError("There is no call for proposals" + (f" called {slug}." if slug else "."))
    return call


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(error.messages)
    return str(error) or type(error).__name__
