"""manage.py compile_translations: .mo files from .po files, without gettext's tools."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from policywiki.operations.translations import compile_translations


class Command(BaseCommand):
    help = "Compile every translation that is newer than its compiled file."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{compile_translations()} compiled")
