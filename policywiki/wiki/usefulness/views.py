"""The question on the page, and the report in the admin."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Page

from policywiki.core.limits import spend
from policywiki.core.spreadsheets import safe_cell
from policywiki.core.verdicts import require
from policywiki.wiki.models import KnowledgePage

from .actions import reader_of, say_useful
from .forms import DaysForm, UsefulForm
from .models import Usefulness
from .permissions import may_see_usefulness

PER_PAGE = 50

View = Callable[..., HttpResponse]


@require_http_methods(["GET", "POST"])
def useful(request: HttpRequest, page_id: int) -> HttpResponse:
    """?answer=yes chooses beforehand; only sending counts."""
    page = get_object_or_404(KnowledgePage.objects.live().public(), pk=page_id)
    form = UsefulForm(request.POST or None, initial={"answer": request.GET.get("answer", "")})
    if request.method == "GET" or not form.is_valid():
        context = {"page": page, "form": form}
        return render(request, "wiki/useful.html", context, status=200 if request.method == "GET" else 422)
    spend(request, "useful")
    say_useful(
        page=page,
        reader=reader_of(request.user, request.device),  # type: ignore[attr-defined]  # core.middleware gives it
        useful=form.cleaned_data["answer"] == "yes",
        why=form.cleaned_data["why"],
        now=timezone.now(),
    )
    messages.success(request, _("Thank you. It helps those who look after the page."))
    return redirect(page.url)


def for_staff(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_see_usefulness(request.user))
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_staff
def report(request: HttpRequest) -> HttpResponse:
    """Counts by page, the most noes first; ?as=csv downloads them."""
    form = DaysForm(request.GET)
    days = form.cleaned_data if form.is_valid() else {"first": None, "last": None}
    rows = Usefulness.objects.between(days["first"], days["last"]).by_page()
    if request.GET.get("as") == "csv":
        return _csv(rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {"form": form, "page_obj": page, "query": query.urlencode()}
    return render(request, "wiki/usefulness.html", context)


@require_GET
@for_staff
def words(request: HttpRequest, page_id: int) -> HttpResponse:
    """What readers of one page said, newest first."""
    page = get_object_or_404(Page, pk=page_id)
    said = Usefulness.objects.filter(page=page).exclude(why="").order_by("-answered_at", "-pk")
    counts = Usefulness.objects.filter(page=page).by_page().first()
    shown = Paginator(said, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "wiki/usefulness_words.html", {"page": page, "page_obj": shown, "counts": counts})


def _csv(rows: Any) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="usefulness-{timezone.localdate()}.csv"'
    response.write("\ufeff")  # spreadsheets know by it that this is UTF-8
    writer = csv.writer(response)
    writer.writerow(["page", "title", "yes", "no", "with_words", "latest"])
    for row in rows.iterator():
        latest = timezone.localtime(row["latest"]).isoformat(timespec="seconds")
        writer.writerow(
            [row["page"], safe_cell(row["page__title"]), row["yes"], row["no"], row["with_words"], latest]
        )
    return response
