"""manage.py import_pages FOLDER: bring a folder of official texts in Markdown into the wiki."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from tqdm import tqdm

from policywiki.accounts.models import User
from policywiki.core.verdicts import Refused
from policywiki.wiki.actions.import_texts import Import, Step, foresee, import_text
from policywiki.wiki.models import KnowledgeIndexPage
from policywiki.wiki.texts import Gathering, Version, gather


class Command(BaseCommand):
    help = (
        "Import official texts (Markdown, as in LawRefBook/Laws): one page per title, one version per date, "
        "oldest first. Safe to run again and to be killed; what is there already stays as it is."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="All *.md files below it are read.")
        parser.add_argument("--dry-run", action="store_true", help="Count and list; write nothing.")
        parser.add_argument("--under", metavar="SLUG", help="The index that new pages go under.")
        parser.add_argument("--limit", type=int, metavar="N", help="Import the first N pages only.")
        parser.add_argument("--language", default="zh-hans", help="Of the texts (default: zh-hans).")

    def handle(self, *args: Any, **options: Any) -> None:
        index = _index(options["under"])
        gathering = self.read(options["folder"], options["limit"])
        into = None
        if not options["dry_run"]:
            into = Import(index, User.objects.system(), options["language"], timezone.now())
        steps, kept = Counter[Step](), list[str]()
        for version, second in self.bar(list(_arrivals(gathering)), "Importing"):
            try:
                step = _step(index, into, version, second=second)
            except (ValidationError, Refused, DatabaseError) as error:
                gathering.errors.append((version.text.path, _words(error)))
                continue
            steps[step] += 1
            if step is Step.KEEP:
                kept += version.paths
        self.report(gathering, steps, kept, dry_run=options["dry_run"])

    def read(self, folder: Path, limit: int | None) -> Gathering:
        try:
            gathering = gather(folder, watch=lambda paths: self.bar(paths, "Reading"))
        except NotADirectoryError as error:
            raise CommandError(f"There is no folder {folder}.") from error
        if limit is not None:
            gathering.pages = dict(list(gathering.pages.items())[:limit])
        return gathering

    def bar(self, items: Iterable[Any], label: str) -> Iterable[Any]:
        """A progress bar on the error stream, so that the summary can be piped; silent outside a terminal."""
        return tqdm(items, desc=label, unit="text", file=self.stderr, disable=None)

    def report(self, gathering: Gathering, steps: Counter[Step], kept: list[str], *, dry_run: bool) -> None:
        for path, reason in gathering.not_texts:
            self.stdout.write(f"not a text: {path} ({reason})")
        for path in kept:
            self.stdout.write(f"kept as a suggested change: {path}")
        for path, reason in gathering.errors:
            self.stderr.write(f"error: {path}: {reason}")
        rows = [
            ("texts", gathering.texts),
            ("pages", len(gathering.pages)),
            ("versions", len(gathering.versions)),
            ("published now", steps[Step.PUBLISH]),
            ("already here", steps[Step.KNOWN]),
            ("identical", gathering.identical),
            ("kept as suggestion", steps[Step.KEEP]),
            ("not a text", len(gathering.not_texts)),
            ("errors", len(gathering.errors)),
        ]
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        for label, count in rows:
            self.stdout.write(f"{label:<20}{count:>8,}")
        if gathering.errors:
            raise CommandError(f"{len(gathering.errors)} files could not be imported.", returncode=1)


def _index(slug: str | None) -> KnowledgeIndexPage:
    found = KnowledgeIndexPage.objects.filter(slug=slug) if slug else KnowledgeIndexPage.objects.all()
    index = found.first()
    if index is None:
        raise CommandError(
            "There is no index of pages to import under" + (f" called {slug}." if slug else ".")
        )
    return index


def _arrivals(gathering: Gathering) -> Iterator[tuple[Version, bool]]:
    """Every text to import, in order, and whether another of its title and date comes before it."""
    for version in gathering.versions:
        yield version, False
        for other in version.others:
            yield other, True


def _step(index: KnowledgeIndexPage, into: Import | None, version: Version, *, second: bool) -> Step:
    """Import the text, or, without `into`, tell what that would come to."""
    if into is not None:
        return import_text(into=into, text=version.text, paths=version.paths)
    step = foresee(index=index, text=version.text)
    return Step.KEEP if second and step is Step.PUBLISH else step


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(error.messages)
    return str(error) or type(error).__name__
