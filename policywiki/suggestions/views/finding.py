"""The suggestion of an address, for those who may read it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from policywiki.core.verdicts import require
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.permissions import may_read


def suggestion_or_404(user: Any, pk: int) -> Suggestion:
    """404 for what is not there and for what this person may not know of."""
    found = Suggestion.objects.select_related("page", "case__reason", "author", "base_revision", "same_as")
    suggestion: Suggestion = get_object_or_404(found, pk=pk)
    require(may_read(user, suggestion))
    return suggestion
