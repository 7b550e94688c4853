"""manage.py attribute_pages: authors and links of every page where they are missing, as after an upgrade."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm
from wagtail.models import Page

from policywiki.editions.models import Edition
from policywiki.wiki.actions.attribute import work_out_authors
from policywiki.wiki.actions.keep_links import keep_links


class Command(BaseCommand):
    help = "Work out who wrote what, for every edition that has not been looked at. Safe to run again and to be killed."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = Edition.objects.filter(authorship=None).values("page_id")
        pages = Page.objects.filter(pk__in=missing)
        editions = 0
        for page in tqdm(pages.iterator(), total=pages.count(), unit="page", file=self.stderr, disable=None):
            editions += work_out_authors(page=page)
            keep_links(page=page)
        self.stdout.write(f"{editions} editions worked out.")
