"""Who may add, see and take away photos."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.suggestions.models import BEFORE_AUTHORS, State, Suggestion
from policywiki.suggestions.permissions import may_read_text, may_write

from .models import MOST_PHOTOS, Photo, PhotoChange

# A moderator has looked at text and photos and found that both may be public.
LET_PASS = BEFORE_AUTHORS | {State.PUBLISHED}


def may_tend(user: Any, suggestion: Suggestion) -> Verdict:
    """Add, describe and take away: its author, until a moderator has checked it."""
    if not (verdict := may_write(user, suggestion)):
        return verdict
    if suggestion.state in BEFORE_AUTHORS:
        return no(_("A moderator has checked it; its photos stay as they are."), when=True)
    return YES


def may_add(user: Any, suggestion: Suggestion) -> Verdict:
    """Its author, as long as they may write on it, and as long as there is room."""
    if not user.is_authenticated:
        return no(_("Sign in to add photos."))
    if not (verdict := may_tend(user, suggestion)):
        return verdict
    if room_beside(suggestion) <= 0:
        return no(_("There are five photos; take one away first."), when=True)
    return YES


def room_beside(suggestion: Suggestion) -> int:
    """So many more may be added: the page will have five at most."""
    there = 0
    if suggestion.kind == "change" and suggestion.page_id is not None:
        shown = Photo.objects.of_page(suggestion.page_id).exclude(suggestion=suggestion)
        there = shown.exclude(changes__in=suggestion.photo_changes.filter(description="")).count()
    return MOST_PHOTOS - there - suggestion.photos.count()


def may_see(user: Any, photo: Photo) -> Verdict:
    """Its author and moderators always; once a moderator has let it pass, all who may read the text."""
    suggestion = photo.suggestion
    if user.is_authenticated and (suggestion.author_id == user.pk or user.is_moderator):
        return YES
    there = photo.hidden_at is None and photo.taken_out_by_id is None
    checked = suggestion.state in LET_PASS and there and photo.description
    if not checked or not may_read_text(user, suggestion):
        return no(hidden=True)
    return YES


def photos_for(user: Any, suggestion: Suggestion) -> list[Photo]:
    """Its photos, as far as this person may see them."""
    return [photo for photo in suggestion.photos.select_related("suggestion__page") if may_see(user, photo)]


def photo_changes_for(user: Any, suggestion: Suggestion) -> list[PhotoChange]:
    """What it asks of photos that are shown: its author and moderators always, others once it was let pass."""
    if not may_read_text(user, suggestion):
        return []
    checks = user.is_authenticated and (suggestion.author_id == user.pk or user.is_moderator)
    if not checks and suggestion.state not in LET_PASS:
        return []
    return list(suggestion.photo_changes.select_related("photo"))


def may_hide(user: Any, photo: Photo) -> Verdict:
    """Any moderator but who took it; nobody sees a draft but its author."""
    suggestion = photo.suggestion
    if not user.is_authenticated or not user.is_moderator or suggestion.state == State.DRAFT:
        return no(hidden=True)
    if suggestion.author_id == user.pk:
        return no(_("This is your own photo; another moderator looks at it."))
    return YES
