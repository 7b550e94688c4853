"""Where an imported comment comes from, and what was said of it there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext

from .comments import Comment


class ImportedComment(models.Model):
    """A comment of another platform. Its author there is a pseudonym, never an account here.

    `stated_for` and `stated_against` are that platform's figures, shown beside our support, never added.
    """

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="imported")
    key = models.CharField(max_length=120, unique=True)
    source = models.CharField(max_length=200)
    author = models.CharField(max_length=60, blank=True)
    stated_for = models.PositiveIntegerField(default=0)
    stated_against = models.PositiveIntegerField(default=0)
    # It answered a comment that is not in the file: kept at top level, and said so.
    lost_parent = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """What its author is called here: a number there is nobody's name."""
        return gettext("Participant %(number)s") % {"number": self.author or "?"}
