"""The digest: an official chooses, ticks, looks, and takes it in one of six formats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from proposals.actions.take_digest import take_digest
from proposals.digest_forms import DigestForm
from proposals.digests.choosing import found, sums
from proposals.digests.criteria import Criteria, packed
from proposals.digests.digest import TooManyProposals
from proposals.digests.writers import FORMATS
from proposals.models import DigestTaken
from proposals.permissions import can_take_digests

PAGE_SIZE = 50
LATEST = 5


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The form, what it finds with a tick each, and what the paper will say. 404 for all but officials."""
    _for_officials(request)
    form = DigestForm(request.GET if "title" in request.GET else _beginning())
    context: dict[str, Any] = {
        "form": form,
        "latest": DigestTaken.objects.select_related("taken_by")[:LATEST],
    }
    if form.is_valid():
        context |= _found(request, form)
    return render(request, "proposals/digest.html", context, status=422 if form.errors else 200)


@require_POST
def tick(request: HttpRequest) -> HttpResponse:
    """Keep the ticks of this page of the list, and look at this or another page."""
    _for_officials(request)
    form = DigestForm(request.POST)
    if not form.is_valid():
        return redirect(_address(form, packed(())))
    page = request.POST.get("page", "1")
    return redirect(_address(form, packed(_ticked(request, form).exceptions), page=page))


@require_POST
def take(request: HttpRequest) -> HttpResponse | FileResponse:
    """Hand over the paper in the format of the button. Refused papers lead back, with the ticks kept."""
    _for_officials(request)
    form, chosen = DigestForm(request.POST), FORMATS.get(request.POST.get("format", ""))
    if chosen is None:
        raise Http404
    if not form.is_valid():
        return redirect(_address(form, packed(())))
    criteria = _ticked(request, form)
    try:
        taken = take_digest(criteria=criteria, form=chosen, official=request.user, now=timezone.now())
    except TooManyProposals as refusal:
        messages.error(request, _too_many(refusal))
        return redirect(_address(form, packed(criteria.exceptions)))
    return FileResponse(
        taken.file, as_attachment=True, filename=taken.filename, content_type=chosen.content_type
    )


def _for_officials(request: HttpRequest) -> None:
    if not can_take_digests(request.user):
        raise Http404


def _beginning() -> QueryDict:
    """The form as one finds it: everything, newest first, dated today."""
    start = QueryDict(mutable=True)
    start.update(
        {
            "title": _("Digest of proposals"),
            "on": timezone.localdate().isoformat(),
            "language": get_language() or "",
            "order": "newest",
            "start": "all",
        }
    )
    return start


def _found(request: HttpRequest, form: DigestForm) -> dict[str, Any]:
    criteria = form.criteria()
    records = found(criteria, user=request.user)
    rows = Paginator(records.with_page(), PAGE_SIZE).get_page(request.GET.get("page", "1"))  # type: ignore[attr-defined]
    for record in rows:
        record.ticked = criteria.ticks(record.number)
    return {
        "rows": rows,
        "sums": sums(criteria, user=request.user),
        "ticks": packed(criteria.exceptions),
        "carried": list(_carried(form, packed(criteria.exceptions))),
        "formats": list(FORMATS.values()),
    }


def _ticked(request: HttpRequest, form: DigestForm) -> Criteria:
    """The form's criteria with the ticks of the list that came with it."""
    criteria = form.criteria()
    shown, chosen = _numbers(request, "shown"), _numbers(request, "in")
    return criteria.ticked(shown=shown, chosen=chosen)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [
        int(value)
        for value in request.POST.getlist(name)[:PAGE_SIZE]
        if value.isdecimal() and len(value) < 10
    ]


def _carried(form: DigestForm, ticks: str) -> list[tuple[str, str]]:
    """What the form said, as pairs for hidden fields and addresses; `ticks` in place of its own."""
    pairs = [
        (name, value)
        for name in form.fields
        if name != "x"
        for value in form.data.getlist(name)  # type: ignore[attr-defined]
        if value
    ]
    return [*pairs, ("x", ticks)] if ticks else pairs


def _address(form: DigestForm, ticks: str, *, page: str = "1") -> str:
    query = QueryDict(mutable=True)
    for name, value in _carried(form, ticks):
        query.appendlist(name, value)
    if page.isdecimal() and page != "1":
        query["page"] = page
    return f"{reverse('proposals:digest')}?{query.urlencode()}"


def _too_many(refusal: TooManyProposals) -> str:
    return ngettext(
        "A paper to be read holds %(limit)d proposal; you chose more. Choose fewer, or take a table.",
        "A paper to be read holds %(limit)d proposals; you chose more. Choose fewer, or take a table.",
        refusal.limit,
    ) % {"limit": refusal.limit}
