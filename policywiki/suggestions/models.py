"""Suggestion: somebody's text that is not public yet. Its versions are only ever added."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policywiki.places.models import Located

from .mistakes.models import MistakeReport
from .photos.models import Photo, PhotoChange
from .protection.models import Protection

__all__ = [
    "MOVES",
    "MistakeReport",
    "Photo",
    "PhotoChange",
    "Protection",
    "State",
    "Suggestion",
    "SuggestionVersion",
]


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Being checked")
    NEEDS_MORE = "needs_more", _("Needs a little more")
    PUBLISHED = "published", _("Published")
    NOT_PUBLISHED = "not_published", _("Not published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
    # Of a text that belongs to somebody: checked, and public; whose text it is decide whether it lands.
    WITH_AUTHORS = "with_authors", _("Its authors decide")
    DECLINED = "declined", _("Declined")
    ALTERNATIVE = "alternative", _("Stands as an alternative")


class Fit(models.TextChoices):
    """How a suggestion stands to the live page, as last tested; empty where it has not been tested."""

    CLEAN = "clean", _("Fits the page as it is now")
    OVERLAPPING = "overlapping", _("Overlaps with another change")
    ALREADY_THERE = "already_there", _("Is on the page already")


# The lifecycle as a table: from -> where it may go. Its test repeats it literally.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset(
        {
            State.SENT,
            State.NEEDS_MORE,
            State.PUBLISHED,
            State.NOT_PUBLISHED,
            State.WITHDRAWN,
            State.NO_LONGER_NEEDED,
            State.WITH_AUTHORS,
        }
    ),
    State.NEEDS_MORE: frozenset({State.SENT, State.WITHDRAWN, State.NO_LONGER_NEEDED}),
    State.PUBLISHED: frozenset(),
    State.NOT_PUBLISHED: frozenset({State.SENT}),  # for a second look, once
    State.WITHDRAWN: frozenset(),
    State.NO_LONGER_NEEDED: frozenset(),
    State.WITH_AUTHORS: frozenset(
        {
            State.SENT,
            State.PUBLISHED,
            State.DECLINED,
            State.ALTERNATIVE,
            State.WITHDRAWN,
            State.NO_LONGER_NEEDED,
        }
    ),
    State.DECLINED: frozenset(),
    State.ALTERNATIVE: frozenset({State.SENT, State.PUBLISHED, State.WITHDRAWN, State.NO_LONGER_NEEDED}),
}
# Checked, and open still: it may land yet.
BEFORE_AUTHORS = frozenset({State.WITH_AUTHORS, State.ALTERNATIVE})
# A moderator has looked: everybody may read it, and what became of it.
CHECKED = BEFORE_AUTHORS | {State.PUBLISHED, State.NOT_PUBLISHED, State.NO_LONGER_NEEDED, State.DECLINED}
BEING_CHECKED = frozenset({State.SENT, State.NEEDS_MORE})
AUTHOR_MAY_WRITE = BEING_CHECKED | BEFORE_AUTHORS | {State.DRAFT}
# Not decided for good: tested again after each publication, talked about and thought about.
OPEN = BEING_CHECKED | BEFORE_AUTHORS


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def by(self, author: Any) -> Self:
        return self.filter(author=author)

    def being_checked(self) -> Self:
        return self.filter(state__in=BEING_CHECKED)

    def not_held(self) -> Self:
        """Without what a holding rule keeps from others until a moderator has looked."""
        return self.filter(case__hold__isnull=True)

    def still_open(self) -> Self:
        return self.filter(state__in=OPEN)

    def to_page(self, page_id: int) -> Self:
        """What is being checked for this page, the oldest first."""
        return self.being_checked().filter(page_id=page_id).order_by("sent_at", "pk")

    def open_to(self, page_id: int) -> Self:
        """What may land on this page yet, before its authors included; the oldest first."""
        return self.still_open().filter(page_id=page_id).order_by("sent_at", "pk")


class Suggestion(Located):
    kind = models.CharField(max_length=32, help_text="A Target registered in suggestions.registry.")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions"
    )
    # Where a new page or proposal goes: the index or the call.
    under = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suggestions")
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=12)
    base_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    base = models.JSONField(default=dict, help_text="The page's content as its author read it.")
    draft = models.JSONField(
        default=dict, help_text="What is being written: content, and what the form held."
    )
    draft_summary = models.CharField(max_length=300, blank=True)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    case = models.OneToOneField(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="suggestion"
    )
    published_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version that was published."
    )
    # The published suggestion that said the same: this one is thanked beside it.
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="also_suggested"
    )
    # What the last test against the live page found, so that lists need no merging (actions.retest).
    touched = models.JSONField(default=list, help_text="Block ids and names of fields that it changes.")
    gist = models.TextField(blank=True, help_text="The words that it changes, to find its like.")
    fit = models.CharField(max_length=16, choices=Fit.choices, blank=True)
    fit_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    overlaps = models.JSONField(default=list, help_text="Place, heading and published revision of each.")
    overlaps_since = models.DateTimeField(null=True, blank=True)
    # Recounted from Opinion rows; they order the queue and never decide.
    support_count = models.PositiveIntegerField(default=0)
    objection_count = models.PositiveIntegerField(default=0)
    # A moderator took the text from its public page; state, dates and reason stay there.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("suggested change")
        verbose_name_plural = _("suggested changes")
        indexes = [models.Index(fields=["page", "state"]), models.Index(fields=["author", "state"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("suggestions:detail", args=[self.pk])

    @property
    def changes_photos(self) -> bool:
        """It brings photos, or does something to those that are shown."""
        return self.photos.exists() or self.photo_changes.exists()

    @property
    def photo_texts(self) -> list[str]:
        """What is said of its own photos, and of those it changes."""
        own = self.photos.values_list("description", flat=True)
        return [*own, *self.photo_changes.values_list("description", flat=True)]

    @property
    def latest(self) -> SuggestionVersion | None:
        """The version that was sent last."""
        return self.versions.order_by("-number").first()


class SuggestionVersion(models.Model):
    """What the author sent, each time they sent. Never changed afterwards."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    summary = models.CharField(max_length=300)
    base_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    base = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    # The moderator who put the last touch to it before publishing.
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who chose between two texts where it overlapped, if it was not the author.
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["suggestion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}/{self.number}"


class Opinion(models.Model):
    """What one person thinks of a suggestion: for it, or against it with a reason."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="opinions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions")
    supports = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "person"], name="one_opinion_per_person"),
            models.CheckConstraint(
                condition=models.Q(supports=True) | ~models.Q(reason=""), name="no_objection_without_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{'+' if self.supports else '-'}{self.suggestion_id}"


class DraftOverlap(models.Model):
    """Staff's waiting text overlaps with what was published under it; its owner is asked at their next save.

    `base` is the live text that it started from: merged against it the overlap shows again. Where its time came, or
    its workflow ended, before anybody was asked, it was held back (actions.due): `held` is that version.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="draft_overlap")
    base = models.JSONField()
    noted_at = models.DateTimeField(auto_now_add=True)
    held = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was to go live; empty where a workflow ended."
    )

    def __str__(self) -> str:
        return str(self.page_id)
