"""The page of one suggestion, and the open suggestions to a page or a section of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from wagtail.models import Page

from policywiki.accounts.paging import page_of
from policywiki.core.verdicts import NotFound
from policywiki.moderation.letters import letter_about
from policywiki.moderation.permissions import may_ask_second_look
from policywiki.suggestions.actions.accept import trial
from policywiki.suggestions.diff import diff
from policywiki.suggestions.listing import open_to_page, places_of, with_places
from policywiki.suggestions.mine import LOOKS
from policywiki.suggestions.models import OPEN, State, Suggestion, SuggestionVersion
from policywiki.suggestions.opinion_forms import HideForm, OpinionForm
from policywiki.suggestions.permissions import (
    may_give_opinion,
    may_hide_text,
    may_read_text,
    may_settle,
    may_withdraw,
    may_write,
    moderators_settle_from,
)
from policywiki.suggestions.photos.permissions import may_tend, photo_changes_for, photos_for
from policywiki.suggestions.presenting import changed_by, overlaps
from policywiki.suggestions.registry import target_of
from policywiki.suggestions.showing import AsPage
from policywiki.suggestions.talk import passages
from policywiki.suggestions.timeline import timeline

from .finding import suggestion_or_404

REASONS_SHOWN = 20


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """State, text, what changes, what others think, what was decided and when."""
    try:
        return shown(request, suggestion_or_404(request.user, pk))
    except (NotFound, Http404):
        # A guest learns nothing from the difference between "not there" and "not for you".
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())


def shown(
    request: HttpRequest, suggestion: Suggestion, *, opinion_form: Any = None, status: int = 200
) -> HttpResponse:
    """The page of a suggestion that this person may read; `opinion_form` with what they wrote, if it failed."""
    user = request.user
    version = shown_version(suggestion)
    may_see = may_read_text(user, suggestion)
    context = {
        "suggestion": suggestion,
        # A suggested title is a part of the text.
        "title": suggestion.title if may_see or suggestion.page is None else suggestion.page.title,
        "version": version,
        "case": suggestion.case,
        "look": LOOKS[State(suggestion.state)],
        "own": user.is_authenticated and suggestion.author_id == user.pk,
        "letter": letter_about(suggestion.case, get_language() or "") if suggestion.case is not None else [],
        "may_ask_second_look": suggestion.case is not None and may_ask_second_look(user, suggestion.case),
        "moderates": user.is_authenticated and user.is_moderator,
        "may_see_text": may_see,
        "timeline": timeline(suggestion),
        "also_suggested": list(suggestion.also_suggested.select_related("author")),
        "hide_form": HideForm(),
        "photos": photos_for(user, suggestion),
        "photo_changes": photo_changes_for(user, suggestion),
        "may_tend_photos": may_tend(user, suggestion),
        "talk": f"suggestion:{suggestion.pk}" if may_see and is_talked_about(suggestion) else "",
        "passages": passages(suggestion),
        "panel": panel(user, suggestion),
        **acts(user, suggestion),
        **(what_changes(suggestion, version) if version is not None and may_see else {}),
        **opinions(user, suggestion),
    }
    if opinion_form is not None:
        context["opinion_form"] = opinion_form
    return render(request, "suggestions/detail.html", context, status=status)


@require_GET
def open_suggestions(request: HttpRequest, page_id: int) -> HttpResponse:
    """The suggestions to this page that are being checked; ?section=ID: those that touch this section."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if not hasattr(page, "content_fields"):
        raise NotFound
    section = request.GET.get("section", "")
    found = open_to_page(page.pk, section=section)
    listed = page_of(request, found)
    listed.object_list = with_places(list(listed.object_list), page)
    heading = places_of(page).get(section, "")
    context = {"page": page, "page_obj": listed, "section": section, "heading": heading}
    return render(request, "suggestions/open.html", context)


def is_talked_about(suggestion: Suggestion) -> bool:
    """A change to a page that was sent; of what is not public nobody else could speak."""
    return bool(suggestion.kind == "change" and suggestion.case_id is not None and suggestion.page_id)


def shown_version(suggestion: Suggestion) -> SuggestionVersion | None:
    """What was published, else what was sent last."""
    if suggestion.published_number is not None:
        return suggestion.versions.select_related("settled_by", "edited_by").get(
            number=suggestion.published_number
        )
    return suggestion.versions.select_related("settled_by", "edited_by").order_by("-number").first()


def what_changes(suggestion: Suggestion, version: SuggestionVersion) -> dict[str, Any]:
    """While it is open: what publishing would change now, with its overlaps. Afterwards: what was suggested."""
    target = target_of(suggestion)
    fields = dict(target.content_fields)
    if suggestion.page is None or suggestion.state not in OPEN:
        return {
            "diff": diff(version.base, version.content, fields),
            "as_page": AsPage(target, version.content) if target.preview else None,
        }
    tried = trial(suggestion, version)
    before, after = tried.shown(version)
    return {
        "as_page": AsPage(target, after) if target.preview else None,
        "diff": diff(before, after, fields),
        "overlaps": overlaps(tried.result.conflicts),
        "overlap_editions": list(changed_by(suggestion.overlaps).values()),
    }


def acts(user: Any, suggestion: Suggestion) -> dict[str, Any]:
    return {
        "may_write": may_write(user, suggestion),
        "may_withdraw": may_withdraw(user, suggestion),
        "may_settle": bool(suggestion.overlaps) and may_settle(user, suggestion, now=timezone.now()),
        "settle_from": moderators_settle_from(suggestion) if suggestion.overlaps else None,
        "may_hide": may_hide_text(user, suggestion),
    }


def panel(user: Any, suggestion: Suggestion) -> dict[str, Any] | None:
    """What those whose text it is have to say on this page: `template` and its context."""
    target = target_of(suggestion)
    found = target.panel(suggestion, user) if target.panel is not None else None
    return found[1] | {"template": found[0]} if found is not None else None


def opinions(user: Any, suggestion: Suggestion) -> dict[str, Any]:
    """Counts, the reasons of those who object, one's own word, and the form."""
    if suggestion.state == State.DRAFT or suggestion.page_id is None:
        return {}
    against = suggestion.opinions.filter(supports=False).select_related("person").order_by("-given_at", "-pk")
    mine = suggestion.opinions.filter(person=user).first() if user.is_authenticated else None
    return {
        "objections": list(against[:REASONS_SHOWN]),
        "my_opinion": mine,
        "may_give_opinion": may_give_opinion(user, suggestion),
        "opinion_form": OpinionForm(initial={"reason": mine.reason if mine else ""}),
    }
