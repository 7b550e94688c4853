"""What the index has yet to take in."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

TREE: Final = "tree:"
"""Before the path of a page whose whole tree is to be indexed anew."""


class PendingUpdate(models.Model):
    """An object, or everything under a page, that changed since it was last indexed.

    Written in the transaction of the change and deleted after the index was committed, so nothing is
    lost whatever is killed when. `token` is new with each change: a change made while its object is being
    indexed keeps its row.
    """

    key = models.CharField(max_length=255, unique=True)
    """`<label of the root model>:<pk>`, or `tree:<path>` for a page and everything under it."""
    token = models.UUIDField(default=uuid.uuid4)
    withdrawn = models.BooleanField(default=False)
    """No longer for everybody to read: left out of every result from this moment, indexed or not."""
    failures = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key
