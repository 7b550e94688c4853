"""A photo beside a suggestion. The files are ours: nothing of what was sent is kept."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .pictures import SMALL

MOST_PHOTOS = 5


def random_name(photo: Any, filename: str) -> str:
    """A name that nobody can guess, and that says nothing: where a web server hands out the folder too."""
    return f"photos/{secrets.token_hex(16)}.jpg"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def shown(self) -> Self:
        """What everybody may see: with the published suggestion, described, not taken from view."""
        published = self.filter(suggestion__published_revision__isnull=False)
        there = published.filter(suggestion__hidden_at=None, hidden_at=None, taken_out_by=None)
        return there.exclude(description="")

    def of_page(self, page_id: int) -> Self:
        """The photos that came to this page with what was published of it."""
        return self.shown().filter(suggestion__page_id=page_id)

    def taken_out_of(self, page_id: int) -> Self:
        """Those that a published change took out of this page: a moderator may bring them back."""
        return self.filter(suggestion__page_id=page_id, taken_out_by__isnull=False)

    def discard(self) -> None:
        """Rows and files. The files go once it is certain that the rows have gone."""
        for photo in self:
            transaction.on_commit(photo.delete_files)
        self.delete()


class Photo(models.Model):
    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.CASCADE, related_name="photos")
    large = models.FileField(upload_to=random_name)
    small = models.FileField(upload_to=random_name)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    description = models.CharField(_("what can be seen"), max_length=300, blank=True)
    added_at = models.DateTimeField()
    # A moderator took it from view, before or after it was published.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # The published change that took it out.
    taken_out_by = models.ForeignKey(
        "suggestions.Suggestion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = PhotoQuerySet.as_manager()

    # What a suggested change asks of it, where its photos are listed (changing.shown_beside).
    change: PhotoChange | None = None

    class Meta:
        ordering = ["pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.description or f"{self.suggestion_id}/{self.pk}"

    @property
    def large_url(self) -> str:
        return reverse("suggestions:photo", args=[self.pk, "large"])

    @property
    def small_url(self) -> str:
        return reverse("suggestions:photo", args=[self.pk, "small"])

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the small file, so that the page does not jump when it arrives."""
        scale = min(1.0, SMALL / max(self.width, self.height))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    def delete_files(self) -> None:
        for file in (self.large, self.small):
            file.storage.delete(str(file.name))


class PhotoChange(models.Model):
    """What a suggested change does to a photo that is shown already."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.CASCADE, related_name="photo_changes"
    )
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="changes")
    description = models.CharField(
        _("what can be seen"), max_length=300, blank=True, help_text="Empty: the photo is taken out."
    )
    was = models.CharField(max_length=300, help_text="What it said before.")

    class Meta:
        ordering = ["photo"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "photo"], name="one_change_of_a_photo_each")
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}/{self.photo_id}"
