"""Recent changes as a page and as an Atom feed, of the whole site and of one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET
from wagtail.models import Page

from policywiki.accounts.paging import page_of
from policywiki.core.context import site_name
from policywiki.editions.models import Edition
from policywiki.wiki.changes import PERIODS, Change, described, kinds, recent, with_pages

from .public import public_page

PER_PAGE = 50
IN_FEED = 50


class ChangesFilter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of page"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    topic = forms.CharField(label=gettext_lazy("Topic"), required=False, max_length=100)
    author = forms.CharField(label=gettext_lazy("Author"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "kind": [
                ("", _("Every kind")),
                *((name, capfirst(model._meta.verbose_name)) for name, model in kinds().items()),
            ],
            "language": [("", _("Every language")), *settings.LANGUAGES],
            "period": [("", _("Any time")), *((name, label) for name, (label, _span) in PERIODS.items())],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """A constant number of queries, whatever the number of pages and of changes."""
    chosen = described(request.GET)
    page = page_of(request, recent(chosen, timezone.now()), per_page=PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": ChangesFilter(chosen),
        "narrowed": any(chosen.values()),
        "page_obj": page,
        "changes": with_pages(list(page)),
        "query": query.urlencode(),
    }
    return render(request, "wiki/changes.html", context)


class ChangesFeed(Feed):
    """The newest changes of the site, narrowed like the list; or, with a page, of that page."""

    feed_type = Atom1Feed

    def get_object(
        self, request: HttpRequest, page_id: int | None = None
    ) -> tuple[Page | None, dict[str, str]]:
        return (public_page(page_id) if page_id is not None else None), described(request.GET)

    def title(self, obj: tuple[Page | None, Any]) -> str:
        if obj[0] is not None:
            return _("Changes of “%(title)s” · %(site)s") % {"title": obj[0].title, "site": site_name()}
        return _("Recent changes · %(site)s") % {"site": site_name()}

    def link(self, obj: tuple[Page | None, Any]) -> str:
        return reverse("wiki:history", args=[obj[0].pk]) if obj[0] is not None else reverse("wiki:changes")

    def items(self, obj: tuple[Page | None, dict[str, str]]) -> list[Change]:
        page, chosen = obj
        editions = recent(chosen, timezone.now())
        if page is not None:
            editions = editions.filter(page_id=page.pk)
        return with_pages(list(editions[:IN_FEED]))

    def item_title(self, item: Change) -> str:
        number = pgettext("of a page", "version %(number)s") % {"number": item.edition.number}
        return f"{item.page.title} · {number}"

    def item_description(self, item: Change) -> str:
        return item.edition.summary

    def item_link(self, item: Change) -> str:
        return link_of(item.edition)

    def item_author_name(self, item: Change) -> str:
        return str(item.edition.author) if item.edition.author else _("former member")

    def item_updateddate(self, item: Change) -> Any:
        return item.edition.published_at

    item_pubdate = item_updateddate


def link_of(edition: Edition) -> str:
    """What that version changed; of the first one, the version itself."""
    if edition.number == 1:
        return reverse("wiki:edition", args=[edition.page_id, 1])
    return f"{reverse('wiki:compare', args=[edition.page_id])}?b={edition.number}"
