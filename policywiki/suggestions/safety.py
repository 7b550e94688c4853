"""Suggestions for trust and safety: every text of them in which words may have to be hidden."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.trust.hiding import Item, ItemKind, Scope, field_store, register

from .models import Suggestion, SuggestionVersion


def find(pk: int) -> Item | None:
    suggestion = (
        Suggestion.objects.select_related("author", "case").filter(pk=pk, sent_at__isnull=False).first()
    )
    if suggestion is None:
        return None
    version = suggestion.latest
    return Item(
        kind="suggestion",
        pk=suggestion.pk,
        title=suggestion.title,
        author=suggestion.author,
        language=suggestion.language,
        scope=Scope(page_id=suggestion.page_id, suggestion_id=suggestion.pk),
        texts={"summary": version.summary, "content": version.content} if version else {},
        url=suggestion.get_absolute_url(),
        case=suggestion.case,
    )


def _suggestions(scope: Scope) -> Any:
    if scope.page_id is not None:
        return Suggestion.objects.filter(page_id=scope.page_id)
    return Suggestion.objects.filter(pk=scope.suggestion_id)


def _versions(scope: Scope) -> Any:
    return SuggestionVersion.objects.filter(suggestion__in=_suggestions(scope))


def of_case(case: Any) -> int | None:
    return Suggestion.objects.filter(case=case).values_list("pk", flat=True).first()


register(ItemKind("suggestion", _("Suggested change"), find, of_case))
register(
    field_store(
        "suggestion",
        _("suggested changes"),
        Suggestion,
        ("title", "base", "draft", "draft_summary", "gist", "overlaps"),
        _suggestions,
    )
)
register(
    field_store(
        "suggestion_version", _("sent versions"), SuggestionVersion, ("content", "base", "summary"), _versions
    )
)
