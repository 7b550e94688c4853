"""Who may protect a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no


def may_see_protection(user: Any) -> Verdict:
    """The desk in the admin; what is protected and why is public on each page."""
    if not user.is_authenticated or not user.is_official:
        return no(_("Only officials and administrators protect pages."), hidden=True)
    return YES


def may_protect(user: Any, page: Page) -> Verdict:
    if not (verdict := may_see_protection(user)):
        return verdict
    if not hasattr(page.specific_class, "content_fields"):
        return no(_("Nobody suggests changes to this page, so there is nothing to protect."), when=True)
    return YES
