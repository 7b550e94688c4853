"""Add, describe and take away one's photos; take one from view."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.content import plain_line
from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.actions.cases import reopen
from policywiki.suggestions.actions.moving import locked
from policywiki.suggestions.models import State, Suggestion
from policywiki.trust.hiding import keep_hidden

from .models import MOST_PHOTOS, Photo
from .permissions import may_add, may_hide, may_tend
from .pictures import Picture

DESCRIPTION_LENGTH = 300


@transaction.atomic
def add_photo(
    *, suggestion: Suggestion, author: Any, picture: Picture, now: datetime, description: str = ""
) -> Photo:
    """Put one more photo beside it. Raises NotAllowed, WrongStage. A look that a moderator took before counts no more."""
    suggestion = locked(suggestion)
    require(may_add(author, suggestion))
    photo: Photo = Photo.objects.create(
        suggestion=suggestion,
        large=ContentFile(picture.large, "large.jpg"),
        small=ContentFile(picture.small, "small.jpg"),
        width=picture.width,
        height=picture.height,
        description=described(suggestion, description),
        added_at=now,
    )
    to_be_looked_at_anew(suggestion, author, now)
    return photo


@transaction.atomic
def describe_photo(*, photo: Photo, author: Any, description: str, now: datetime) -> Photo:
    """Say what can be seen on it. Raises NotAllowed, WrongStage, NotFound."""
    suggestion = locked(photo.suggestion)
    require(may_tend(author, suggestion))
    written = described(suggestion, description)
    if written != photo.description:
        photo.description = written
        photo.save(update_fields=["description"])
        to_be_looked_at_anew(suggestion, author, now)
    return photo


@transaction.atomic
def remove_photo(*, photo: Photo, author: Any, now: datetime) -> None:
    """Take one's photo away for good, file and all. Raises NotAllowed, WrongStage, NotFound."""
    suggestion = locked(photo.suggestion)
    require(may_tend(author, suggestion))
    Photo.objects.filter(pk=photo.pk).discard()
    to_be_looked_at_anew(suggestion, author, now)


@transaction.atomic
def hide_photo(*, photo: Photo, moderator: Any, hidden: bool, now: datetime) -> Photo:
    """Take it from view, or show it again, also where a published change took it out.

    Text and other photos are not touched. Raises NotAllowed, NotFound, WrongStage where there are five.
    """
    require(may_hide(moderator, photo))
    photo.hidden_at, photo.hidden_by = (now, moderator) if hidden else (None, None)
    if not hidden:
        photo.taken_out_by = None
    photo.save(update_fields=["hidden_at", "hidden_by", "taken_out_by"])
    shown = Photo.objects.of_page(photo.suggestion.page_id or 0)
    if not hidden and shown.filter(pk=photo.pk).exists() and shown.count() > MOST_PHOTOS:
        raise WrongStage(_("There are five photos; take one from view first."))
    return photo


def described(suggestion: Suggestion, words: str) -> str:
    """What a photo is described with, in one line and without what is hidden on the page."""
    said: str = keep_hidden(plain_line(words), page_id=suggestion.page_id)
    return said[:DESCRIPTION_LENGTH]


def to_be_looked_at_anew(suggestion: Suggestion, author: Any, now: datetime) -> None:
    """What a moderator is looking at has changed: their decision would be about something else."""
    if suggestion.state == State.SENT and suggestion.case is not None:
        reopen(case=suggestion.case, author=author, title=suggestion.title, now=now)
