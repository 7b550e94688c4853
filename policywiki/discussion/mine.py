"""A person's own comments in "My data"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.accounts.registry import Exporter, register

from .models import Argument, ArgumentSupport, Comment, CommentSupport, Flag


def comments(person: Any) -> Iterator[dict[str, Any]]:
    found = Comment.objects.filter(author=person).select_related("page", "quotation")
    for comment in found.prefetch_related("versions").order_by("pk"):
        yield {
            "number": comment.pk,
            "page": comment.page.title,
            "answer_to": comment.parent_id,
            "stance": comment.stance,
            "text": comment.text,
            "state": comment.state,
            "written_at": comment.created_at.isoformat(timespec="seconds"),
            "quoted": quotation.exact if (quotation := getattr(comment, "quotation", None)) else "",
            "said_before": [version.text for version in comment.versions.all()],
        }


def flags(person: Any) -> Iterator[dict[str, Any]]:
    for flag in Flag.objects.filter(by=person).order_by("pk"):
        yield {
            "comment": flag.comment_id,
            "why": flag.why,
            "sent_at": flag.created_at.isoformat(timespec="seconds"),
        }


def supported(person: Any) -> Iterator[dict[str, Any]]:
    for row in CommentSupport.objects.standing().filter(person=person).order_by("pk"):
        yield {"comment": row.comment_id, "given_at": row.at.isoformat(timespec="seconds")}
    for held in ArgumentSupport.objects.standing().filter(person=person).order_by("pk"):
        yield {"argument": held.argument_id, "given_at": held.at.isoformat(timespec="seconds")}


def raised(person: Any) -> Iterator[dict[str, Any]]:
    for argument in Argument.objects.filter(raised_by=person).order_by("pk"):
        yield {
            "comment": argument.comment_id,
            "text": argument.text,
            "sent_at": argument.raised_at.isoformat(timespec="seconds"),
        }


def register_parts() -> None:
    register(Exporter("comments", _("Comments"), comments, order=40))
    register(Exporter("flags", _("Comments you flagged"), flags, order=50))
    register(Exporter("comment_support", _("Comments and arguments you support"), supported, order=42))
    register(Exporter("arguments", _("Arguments you raised"), raised, order=44))
