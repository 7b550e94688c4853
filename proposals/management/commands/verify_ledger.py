"""manage.py verify_ledger: recount every number and recompute every chain; name what was tampered with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals.ledger.checking import check_positions, check_record
from proposals.models import ProposalRecord


class Command(BaseCommand):
    help = "Recount all support and votes from the ledger and check the chain of every public record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="*", type=int, help="Numbers of proposals; none: all of them.")

    def handle(self, *args: Any, number: list[int], **options: Any) -> None:
        records = ProposalRecord.objects.filter(ledger__isnull=False).distinct().order_by("number")
        if number:
            records = records.filter(number__in=number)
        problems = check_positions()
        for problem in problems:
            self.stdout.write(f"!! {problem}")
        count = rows = 0
        for record in records.iterator(chunk_size=200):
            report = check_record(record)
            count, rows = count + 1, rows + report.rows
            for problem in report.problems:
                self.stdout.write(f"!! {record.code} {problem}")
            problems = problems + report.problems
        if problems:
            raise CommandError(f"{len(problems)} problems in {count} records.")
        self.stdout.write(f"All is well: {count} records, {rows} rows entered; every number recounted.")
