"""What a proposal cites, which proposals cite a page, and the pages that an adopted proposal changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policywiki.accounts.paging import page_of
from policywiki.core import limits
from policywiki.core.verdicts import require
from policywiki.editions.models import Edition
from policywiki.wiki.cited import cited
from policywiki.wiki.sources import citable, recognised
from proposals.actions.change_pages import begin_change, name_pages
from proposals.changing import changed_pages, to_offer
from proposals.forms import PageForm
from proposals.models import CitedSource, PageToChange, ProposalRecord
from proposals.permissions import can_name_pages
from proposals.showing import change_url

from .acting import to_sign_in
from .reading import by_number


@require_safe
def source(request: HttpRequest, number: int, block: str) -> HttpResponse:
    """One cited source: as it was cited, as it is now, and the difference. Raises Http404."""
    record = by_number(request, number)
    value = _evidence(record, block)
    edition = Edition.objects.current(record.page)
    since = edition.published_at if edition is not None else record.published_at
    found = cited(value, since=since, kept=record.cited_sources.filter(block=block).first())
    if found is None:
        raise Http404
    context = {
        "record": record,
        "page": record.page,
        "value": value,
        "found": found,
        "source": citable().filter(pk=value["page"]).first(),
        "change_url": change_url(record, request.user),
    }
    return render(request, "proposals/source.html", context)


@require_safe
def citing(request: HttpRequest, page_id: int) -> HttpResponse:
    """Every proposal that cites this page, the newest first. 404 for what is no page for readers."""
    page = get_object_or_404(citable(), pk=page_id)
    rows = CitedSource.objects.visible(AnonymousUser()).of_page(page.pk)
    rows = rows.select_related("proposal__page", "edition")
    shown = page_of(request, rows.order_by("-proposal__published_at", "-proposal__number", "pk"))
    return render(request, "proposals/citing.html", {"cited": page, "page_obj": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def pages(request: HttpRequest, number: int) -> HttpResponse:
    """The pages that the proposal changes, and how far each is; officials name a further one (POST)."""
    record = by_number(request, number)
    if request.method == "POST":
        require(can_name_pages(request.user, record))
    form = PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        page = _page_at(form.cleaned_data["address"])
        if page is not None:
            name_pages(record=record, official=request.user, pages=[page], now=timezone.now())
            messages.success(
                request, _("“%(page)s” is named. A draft of the change waits for you.") % {"page": page}
            )
            return redirect("proposals:pages", number)
        form.add_error("address", _("This is not the address of a page of this site."))
    context = {
        "record": record,
        "page": record.page,
        "pages": changed_pages(record, request.user),
        "may_name": can_name_pages(request.user, record),
        "offered": to_offer(record),
        "form": form,
    }
    return render(request, "proposals/pages_to_change.html", context, status=422 if form.errors else 200)


@require_POST
def write_change(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Begin one's own suggested change of a page that the proposal changes."""
    record = by_number(request, number)
    target = get_object_or_404(PageToChange, pk=pk, proposal=record)
    if not request.user.is_authenticated:
        return to_sign_in(record.page.get_url(request))
    limits.spend(request, "suggestion")
    suggestion = begin_change(target=target, author=request.user, now=timezone.now())
    return redirect("suggestions:edit", suggestion.pk)


def _evidence(record: ProposalRecord, block: str) -> dict[str, Any]:
    for one in record.page.evidence.raw_data:
        if one["id"] == block:
            value: dict[str, Any] = one["value"]
            return value
    raise Http404


def _page_at(address: str) -> Any:
    found = recognised(address.strip())
    return citable().filter(pk=int(found["page"])).first() if found is not None else None
