"""manage.py setup_site: the fixed pages of a new site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policywiki.home.actions.setup_site import setup_site


class Command(BaseCommand):
    help = "Make front page, index of pages, call for proposals and reasons where they are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="PolicyWiki", help="The site's name.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        pages = setup_site(name=name)
        self.stdout.write(f"Ready: {pages.home}, {pages.index}, {pages.call}")
