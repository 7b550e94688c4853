"""A change that carries out an adopted proposal says so, beside the suggestion and in the page's history."""

from __future__ import annotations

from django.utils.translation import gettext as _

from policywiki.suggestions.origins import Origin, register

from .models import ChangeBegun


def adopted(suggestions: list[int]) -> dict[int, Origin]:
    """Of these suggestions, those that carry an adopted proposal into a page."""
    found = ChangeBegun.objects.filter(suggestion__in=suggestions, target__proposal__page__live=True)
    return {
        row.suggestion_id: Origin(
            _("Carries out proposal %(code)s: %(title)s")
            % {"code": row.target.proposal.code, "title": row.target.proposal.page.title},
            row.target.proposal.get_absolute_url(),
        )
        for row in found.select_related("target__proposal__page")
    }


def register_origins() -> None:
    register(adopted)
