"""A person's own comments in "My data"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.accounts.registry import Exporter, register

from .models import Comment, Flag


def comments(person: Any) -> Iterator[dict[str, Any]]:
    for comment in Comment.objects.filter(author=person).select_related("page").order_by("pk"):
        yield {
            "number": comment.pk,
            "page": comment.page.title,
            "answer_to": comment.parent_id,
            "stance": comment.stance,
            "text": comment.text,
            "state": comment.state,
            "written_at": comment.created_at.isoformat(timespec="seconds"),
        }


def flags(person: Any) -> Iterator[dict[str, Any]]:
    for flag in Flag.objects.filter(by=person).order_by("pk"):
        yield {
            "comment": flag.comment_id,
            "why": flag.why,
            "sent_at": flag.created_at.isoformat(timespec="seconds"),
        }


def register_parts() -> None:
    register(Exporter("comments", _("Comments"), comments, order=40))
    register(Exporter("flags", _("Comments you flagged"), flags, order=50))
