"""manage.py attribute_pages: authors, links and citations of every page where they are missing, as after an upgrade."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from tqdm import tqdm
from wagtail.models import Page

from policywiki.editions.models import Edition
from policywiki.wiki.actions.attribute import work_out_authors
from policywiki.wiki.actions.keep_citations import keep_citations
from policywiki.wiki.actions.keep_links import keep_links
from policywiki.wiki.models import KnowledgePage, PageCitation, PageLink


class Command(BaseCommand):
    help = "Work out who wrote what, for every edition that has not been looked at. Safe to run again and to be killed."

    def handle(self, *args: Any, **options: Any) -> None:
        unread = Q(pk__in=Edition.objects.filter(authorship=None).values("page_id"))
        pages = Page.objects.filter(unread | Q(pk__in=_citing_unwatched()))
        editions = 0
        for page in tqdm(pages.iterator(), total=pages.count(), unit="page", file=self.stderr, disable=None):
            editions += work_out_authors(page=page)
            keep_links(page=page)
            if page.specific_class is KnowledgePage:
                keep_citations(page=page.specific)
        self.stdout.write(f"{editions} editions worked out.")


def _citing_unwatched() -> Any:
    """Pages that lead to others by number, as citations do, and none of whose citations is watched."""
    leading = PageLink.objects.exclude(target_page=None).exclude(
        source__in=PageCitation.objects.values("page")
    )
    return leading.values("source")
