"""Changes to photos that are shown already: asked for with a suggested change, done when it is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext

from policywiki.core.verdicts import NotFound, WrongStage, require
from policywiki.suggestions.actions.moving import locked
from policywiki.suggestions.models import Suggestion

from .actions import described, to_be_looked_at_anew
from .models import MOST_PHOTOS, Photo, PhotoChange
from .permissions import may_tend


def shown_beside(suggestion: Suggestion) -> list[Photo]:
    """The photos of the page that a suggested change is about, each with the `change` asked for, or None."""
    if suggestion.kind != "change" or suggestion.page_id is None:
        return []
    asked = {one.photo_id: one for one in suggestion.photo_changes.all()}
    photos = list(Photo.objects.of_page(suggestion.page_id).exclude(suggestion=suggestion))
    for photo in photos:
        photo.change = asked.get(photo.pk)
    return photos


@transaction.atomic
def ask_for_change(
    *, suggestion: Suggestion, photo: Photo, author: Any, description: str, now: datetime
) -> PhotoChange | None:
    """Have a shown photo described in other words, or taken out (an empty description).

    The words it has now: nothing is asked any more. Raises NotAllowed, WrongStage, NotFound.
    """
    suggestion = locked(suggestion)
    require(may_tend(author, suggestion))
    if photo.pk not in {one.pk for one in shown_beside(suggestion)}:
        raise NotFound
    written = described(suggestion, description)
    before = suggestion.photo_changes.filter(photo=photo).first()
    said, read = (before or photo).description, before.was if before else photo.description
    if written == said and read == photo.description:  # else another changed it meanwhile
        return before
    if written == photo.description:
        suggestion.photo_changes.filter(photo=photo).delete()
        change = None
    else:
        change, _new = PhotoChange.objects.update_or_create(
            suggestion=suggestion, photo=photo, defaults={"description": written, "was": photo.description}
        )
    to_be_looked_at_anew(suggestion, author, now)
    return change


def do_changes(suggestion: Suggestion) -> None:
    """Now that it is published. Called under the page's lock.

    Raises WrongStage where a photo says something else than its author read, or the page would have too many.
    """
    for change in suggestion.photo_changes.select_related("photo").filter(photo__taken_out_by=None):
        photo = change.photo
        if photo.description != change.was:
            raise WrongStage(
                gettext_lazy(
                    "A photo that this changes is described in other words by now. "
                    "Its author has to read them first: nothing was changed."
                )
            )
        if change.description:
            photo.description = change.description
        else:
            photo.taken_out_by = suggestion
        photo.save(update_fields=["description", "taken_out_by"])
    if suggestion.photos.exists() and Photo.objects.of_page(suggestion.page_id or 0).count() > MOST_PHOTOS:
        raise WrongStage(
            gettext_lazy(
                "The page would have more than five photos. Take some of the new ones from view first."
            )
        )


def in_words(suggestion: Suggestion) -> str:
    """ "Photos: 2 new, 1 taken out": the summary of a change of photos alone, in the language of its page."""
    changes = [bool(one.description) for one in suggestion.photo_changes.all()]
    new, described = suggestion.photos.count(), sum(changes)
    out = len(changes) - described
    with override(suggestion.language):
        parts = [
            (new, ngettext("%(n)d new", "%(n)d new", new)),
            (out, ngettext("%(n)d taken out", "%(n)d taken out", out)),
            (described, ngettext("%(n)d described anew", "%(n)d described anew", described)),
        ]
        said = pgettext("between the parts of an enumeration", ", ").join(
            words % {"n": number} for number, words in parts if number
        )
        return _("Photos: %(changes)s") % {"changes": said}
