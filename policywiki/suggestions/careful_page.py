"""The one door by which a version of a page goes live, whoever asks: an editor, a workflow, a schedule, a command."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from policywiki.core.publication import current_publication

from .actions.due import published, ready_to_publish


class CarefulPage(Page):
    """A page on which nothing that was published is written over by a text that was approved before it."""

    class Meta:
        abstract = True

    def publish(self, revision: Revision, user: Any = None, **how: Any) -> None:
        """As Wagtail does, but a version that is due is merged first, or held back (actions.due).

        Our own verbs say whose publication it is (core.publication); they have merged already.
        """
        if current_publication() is not None:
            super().publish(revision, user=user, **how)
            return
        with transaction.atomic():
            ready = ready_to_publish(page_id=self.pk, revision=revision, now=timezone.now())
            if ready is not None:
                super().publish(ready.revision, user=user, **how)
                published(page_id=self.pk, ready=ready)
