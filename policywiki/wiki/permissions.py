"""What Wagtail's own verbs may do to pages that others hang on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.editions.models import Edition
from policywiki.suggestions.models import Suggestion

from .models import KnowledgeIndexPage

FIXED = (KnowledgeIndexPage,)


def may_delete(page: Page) -> Verdict:
    """A page with a public history is unpublished, never deleted: nothing that was public is lost."""
    below = Page.objects.descendant_of(page, inclusive=True)
    if Edition.objects.filter(page__in=below).exists():
        return no(_("This page has a public history, so it can be unpublished but not deleted."))
    if Suggestion.objects.filter(page__in=below).exists():
        return no(_("Somebody has suggested a change to this page, so it cannot be deleted."))
    return YES


def may_move(page: Page) -> Verdict:
    if isinstance(page.specific, FIXED):
        return no(_("Every address of the site hangs on this page; it cannot be moved or copied."))
    return YES
