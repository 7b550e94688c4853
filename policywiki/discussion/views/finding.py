"""Which comment, which page, and where one goes back to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page

from policywiki.core.verdicts import NotFound
from policywiki.discussion.models import Comment
from policywiki.discussion.registry import home_of, subject_of


def comment_for(user: Any, pk: int) -> Comment:
    """A comment on a page that anybody may read, else 404; a held one is there for its author and moderators."""
    found = Comment.objects.select_related("author", "page", "root", "case__reason")
    if not (user.is_authenticated and user.is_moderator):
        found = found.visible_to(user)
    return get_object_or_404(found, pk=pk, page__in=Page.objects.live().public())


def public_page(page_id: int) -> Page:
    """The specific page, if anybody may read it. Raises Http404."""
    return get_object_or_404(Page.objects.live().public(), pk=page_id).specific


def page_of_subject(kind: str, number: int) -> tuple[Page, str]:
    """(the page, the name) of something on a page that one can talk about. Raises NotFound."""
    name = f"{kind}:{number}"
    found = subject_of(name)
    page = found[0].page(number) if found is not None else None
    if page is None:
        raise NotFound
    return page.specific, name


def home(page: Page, subject: str = "") -> str:
    """Where this discussion is read."""
    found = subject_of(subject)
    return found[0].address(found[1]) if found is not None else home_of(page)


def text_place(page: Page, subject: str = "") -> str:
    """Where the text is read that this discussion is about."""
    found = subject_of(subject)
    return found[0].address(found[1]) if found is not None else str(page.url)


def back_to(request: HttpRequest, comment: Comment, anchor: str = "") -> str:
    """The page of this site that the form stood on (its field `next`), at this comment; else the discussion."""
    given = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure()):
        given = home(comment.page.specific, comment.subject)
    return f"{given.partition('#')[0]}#{anchor or f'comment-{comment.pk}'}"
