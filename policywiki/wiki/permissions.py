"""What Wagtail's own verbs may do to pages that others hang on, and who brings back an earlier text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.editions.models import Edition
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.protection.models import Level
from policywiki.suggestions.protection.rulings import level_of_change
from policywiki.suggestions.registry import asks_owners

from .models import KnowledgeIndexPage
from .restoring import Return

FIXED = (KnowledgeIndexPage,)


def can_talk(user: Any, page: Page) -> Verdict:
    """The discussion of a page of knowledge is always open."""
    return YES


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


def may_return_at_once(user: Any, page: Page, back: Return, *, now: datetime) -> Verdict:
    """Moderators bring back what was checked once before; others, and for their own text they too, suggest it."""
    if not user.is_authenticated or not user.is_moderator:
        return no(_("A moderator looks at it before it goes public."))
    if back.source.author_id == user.pk:
        return no(_("You wrote this version yourself, so another moderator looks at it."))
    if asks_owners(user, page):
        return no(_("This text belongs to its authors: they decide what lands in it."))
    if level_of_change(page, back.live, back.content, now) is Level.TWO:
        return no(_("Two moderators must agree before this goes public."), when=True)
    return YES
