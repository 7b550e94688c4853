"""Texts about a page of knowledge, beside page and suggestion, in which words may have to be hidden."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from policywiki.trust.hiding import field_store, register

from .models import PageCitation
from .usefulness.models import Usefulness

register(
    field_store(
        "usefulness",
        _("why the page was not useful"),
        Usefulness,
        ("why",),
        lambda scope: Usefulness.objects.filter(page=scope.page_id or 0),
    )
)
register(
    field_store(
        "cited_place_here",
        _("pages that cite it"),
        PageCitation,
        ("place", "place_now"),
        lambda scope: PageCitation.objects.filter(source=scope.page_id or 0),
    )
)
