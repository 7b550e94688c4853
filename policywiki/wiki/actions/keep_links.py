"""Keep the links of a page's live text."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from policywiki.core.page_content import content_of
from policywiki.wiki.links import links_in
from policywiki.wiki.models import PageLink


@transaction.atomic
def keep_links(*, page: Page) -> int:
    """Replace what is kept by what the live text has; returns how many links that is. Safe to repeat."""
    page = page.specific
    found = links_in(content_of(page), page.content_fields, here=settings.SITE_BASE_URL)
    PageLink.objects.filter(source_id=page.pk).delete()
    PageLink.objects.bulk_create(
        PageLink(source_id=page.pk, target_page=link.page_id, slug=link.slug, words=link.words)
        for link in found
    )
    return len(found)
