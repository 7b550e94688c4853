"""What the queue knows of people: what came of their texts, and what a reviewer looks after."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.models import Role

from .case import Case, Standing

MOSTLY = 0.8


class TrackRecord(models.Model):
    """Counted anew from the cases after each decision, so it can be counted twice without harm."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="track_record"
    )
    published = models.PositiveIntegerField(default=0)
    not_published = models.PositiveIntegerField(default=0)
    flags_upheld = models.PositiveIntegerField(default=0)
    flags_dismissed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.published} + {self.not_published}"

    @property
    def standing(self) -> str:
        decided = self.published + self.not_published
        if not self.published:
            return Standing.NEW
        return Standing.GOOD if self.published >= MOSTLY * decided else Standing.MIXED


class ReviewerScopeQuerySet(models.QuerySet["ReviewerScope"]):
    def of(self, reviewer: Any) -> ReviewerScope | None:
        """What binds this reviewer; None binds them to nothing. Administrators are never bound."""
        return None if reviewer.is_administrator else self.filter(reviewer=reviewer).first()


class ReviewerScope(models.Model):
    """The topics and districts a moderator decides on. No topics: every topic; no districts: every district."""

    reviewer = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("moderator"),
        limit_choices_to={"groups__name": Role.MODERATOR},
    )
    topics: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "taggit.Tag", blank=True, related_name="+", verbose_name=_("topics")
    )
    districts = models.ManyToManyField(
        "places.District", blank=True, related_name="+", verbose_name=_("districts")
    )
    whole_city = models.BooleanField(
        _("also what concerns the whole city"),
        default=True,
        help_text=_("Items without a district, where districts are chosen above."),
    )

    objects: ClassVar[Any] = ReviewerScopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderator's field")
        verbose_name_plural = _("moderators' fields")

    def __str__(self) -> str:
        return str(self.reviewer)

    def within(self, cases: Any) -> Any:
        """Those of these cases that this reviewer looks after."""
        topics = ReviewerScope.topics.through.objects.filter(reviewerscope=self.pk).values("tag_id")
        districts = list(self.districts.values_list("pk", flat=True))
        if self.topics.exists():
            cases = cases.about(topics)
        if districts:
            here = Q(district_id__in=districts)
            cases = cases.filter(here | Q(district=None) if self.whole_city else here)
        return cases

    def covers(self, case: Case) -> bool:
        return bool(self.within(Case.objects.filter(pk=case.pk)).exists())
