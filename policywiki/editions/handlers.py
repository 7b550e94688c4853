"""Write an Edition for every publication, and tell the rest of the house what happened to a page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from policywiki.core.events import PageDeleted, PageMoved, PagePublished, PageUnpublished, publish
from policywiki.core.publication import Publication, current_publication

from .models import Edition


@receiver(page_published)
def write_edition(*, instance: Page, revision: Revision, **kwargs: Any) -> None:
    """One row per revision that went live; publishing the same revision again adds nothing."""
    if not hasattr(instance, "content_fields"):
        return
    with transaction.atomic():
        # The page row is the narrowest thing that makes "one number after the other" true.
        Page.objects.select_for_update(no_key=True).only("pk").get(pk=instance.pk)
        edition = Edition.objects.filter(revision=revision).first() or _create(instance, revision)
        publish(PagePublished(page_id=instance.pk, edition_id=edition.pk))


def _create(page: Page, revision: Revision) -> Edition:
    told = current_publication() or Publication(author=revision.user)
    now = told.published_at or timezone.now()
    last = Edition.objects.filter(page_id=page.pk).aggregate(Max("number"))["number__max"] or 0
    in_force = told.effective_at or (None if told.undated else timezone.localdate(now))
    return Edition.objects.create(
        page_id=page.pk,
        number=last + 1,
        revision=revision,
        author=told.author,
        reviewer=told.reviewer,
        summary=told.summary[:300],
        published_at=now,
        effective_at=told.effective_at,
        in_force_on=in_force,
        undated=told.undated,
        provenance=told.provenance,
    )


@receiver(page_unpublished)
def tell_unpublished(*, instance: Page, **kwargs: Any) -> None:
    publish(PageUnpublished(page_id=instance.pk))


@receiver(post_page_move)
def tell_moved(*, instance: Page, **kwargs: Any) -> None:
    publish(PageMoved(page_id=instance.pk))


@receiver(post_delete)
def tell_deleted(*, sender: type, instance: Any, **kwargs: Any) -> None:
    if sender is Page:
        publish(PageDeleted(page_id=instance.pk))
