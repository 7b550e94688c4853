"""Texts of proposals, beside page and suggestion, in which words may have to be hidden."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from policywiki.trust.hiding import field_store, register

from .models import Amendment

register(
    field_store(
        "amendment",
        _("answers of a proposal's authors"),
        Amendment,
        ("reason",),
        lambda scope: Amendment.objects.filter(suggestion__page_id=scope.page_id or 0),
    )
)
