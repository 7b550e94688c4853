"""Reading goes through our views; the admin's own verbs ask our rules first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.models import Page

from policywiki.core.verdicts import Verdict

from .admin_views import ProposalViewSet
from .models import CallPage, ProposalPage
from .permissions import may_copy, may_delete, may_move, may_unpublish
from .views.calls import show_call
from .views.doubting import single_out_votes
from .views.reading import show_proposal

RULES = {"delete": may_delete, "move": may_move, "unpublish": may_unpublish}


@hooks.register("before_serve_page", order=100)
def read(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Wagtail's own access checks (order 0) come first."""
    if isinstance(page, ProposalPage):
        return show_proposal(request, page)
    if isinstance(page, CallPage):
        return show_call(request, page)
    return None


@hooks.register("before_delete_page")
def ask_before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _stop(request, page, may_delete(page))


@hooks.register("before_move_page")
def ask_before_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _stop(request, page, may_move(page))


@hooks.register("before_copy_page")
def ask_before_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _stop(request, page, may_copy(page))


@hooks.register("before_unpublish_page")
def ask_before_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _stop(request, page, may_unpublish(page))


@hooks.register("before_bulk_action")
def ask_before_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    rule = RULES.get(action_type)
    if rule is None:
        return None
    for item in objects:
        if isinstance(item, Page) and (stopped := _stop(request, item, rule(item))):
            return stopped
    return None


def _stop(request: HttpRequest, page: Page, verdict: Verdict) -> HttpResponse | None:
    if verdict:
        return None
    messages.error(request, str(verdict.reason))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_admin_viewset")
def proposals_in_the_admin() -> ProposalViewSet:
    return ProposalViewSet()


@hooks.register("register_admin_urls")
def looking_at_votes() -> list[URLPattern]:
    return [path("votes/<int:pk>/single-out/", single_out_votes, name="single_out_votes")]
