"""A discussion on a page of its own, one thread, and what a comment said before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from policywiki.core.verdicts import NotFound, require
from policywiki.discussion.models import Comment, CommentVersion
from policywiki.discussion.permissions import is_open, may_comment, may_read_versions
from policywiki.discussion.registry import is_argued
from policywiki.discussion.shown import Looking
from policywiki.discussion.threads import page_of_thread
from policywiki.moderation.letters import letter_about
from policywiki.moderation.models import Decision
from policywiki.moderation.permissions import may_ask_second_look

from .finding import comment_for, home, public_page, text_place


@require_GET
def talk(request: HttpRequest, page_id: int) -> HttpResponse:
    """The discussion of a page that does not carry it below its own text."""
    page = public_page(page_id)
    if is_open(request.user, page).hidden:
        raise NotFound
    if home(page) == page.url:
        return redirect(f"{page.url}#comments")
    return render(request, "discussion/talk.html", {"page": page})


@require_GET
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread on a page of its own, at this comment; ?answers=2 is its second page."""
    found = comment_for(request.user, pk)
    root = found.root or found
    page = root.page.specific
    may = may_comment(request.user, page, root.subject)
    if not may and may.hidden:
        raise NotFound
    may_write = bool(may) or not (may.when or request.user.is_authenticated)
    looking = Looking(request.user, may_write, argued=is_argued(page) and not root.subject)
    asked = page_of_thread(
        root,
        looking=looking,
        found=found,
        number=request.GET.get("answers", ""),
        place=text_place(page, root.subject),
    )
    context = {
        "page": page,
        "found": found,
        "page_obj": asked,
        "threads": asked.object_list,
        "home_url": home(page, root.subject),
        **_decided(request, found),
    }
    return render(request, "discussion/thread.html", context)


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment said before its author changed it, newest first."""
    found = comment_for(request.user, pk)
    page = found.page.specific
    if is_open(request.user, page, found.subject).hidden:
        raise NotFound
    require(may_read_versions(request.user, found))
    earlier = CommentVersion.objects.filter(comment=found).order_by("-until", "-pk")
    context = {
        "page": page,
        "comment": found,
        "earlier": earlier,
        "home_url": home(page, found.subject),
    }
    return render(request, "discussion/versions.html", context)


def _decided(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """For its author: what a moderator has said about it, and whether a second look can be asked for."""
    case = comment.case
    if case is None or not request.user.is_authenticated or comment.author_id != request.user.pk:
        return {}
    lines = letter_about(case, get_language() or "") if case.decision == Decision.NOT_PUBLISHED else []
    return {"letter": lines, "case": case, "may_ask_second_look": may_ask_second_look(request.user, case)}
