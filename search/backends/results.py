"""Results of the contract: the index says what matches and how well, the database what one may have of it.

The queryset's filters, order and rows are SQL's. Only the rows of the page asked for are loaded.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError

FEW: Final = 2_000
"""So many keys are looked up by name; for more, all keys of the queryset are read and compared here."""


class SearchResults(BaseSearchResults):
    """A lazy, sliceable list of the objects that match."""

    supports_facet = True

    @cached_property
    def _scores(self) -> dict[Any, float]:
        """Primary key -> score, of all that matches in the index."""
        to_key = self.query_compiler.queryset.model._meta.pk.to_python
        found = self.query_compiler.scores(self.backend.view)
        return {to_key(pk): score for pk, score in found.items()}

    @cached_property
    def _keys(self) -> list[Any]:
        """Primary keys of all results, in order."""
        compiler = self.query_compiler
        if compiler.order_by_relevance:
            there = set(self._matching(compiler.queryset.order_by()).values())
            return sorted(there, key=lambda pk: (-self._scores[pk], pk))
        queryset = compiler.queryset
        return list(
            self._matching(queryset if queryset.query.order_by else queryset.order_by("-pk")).values()
        )

    def _matching(self, queryset: QuerySet[Any], *fields: str) -> dict[int, Any]:
        """Position -> key (or key and fields) of the rows of the queryset that match, in its order."""
        few = len(self._scores) <= FEW
        rows = queryset.filter(pk__in=list(self._scores)) if few else queryset
        keys = (
            dict.fromkeys(rows.values_list("pk", flat=True))
            if not fields
            else rows.values_list("pk", *fields)
        )
        kept: Iterable[Any] = (key for key in keys if (key[0] if fields else key) in self._scores)
        return dict(enumerate(kept))

    def _clone(self) -> SearchResults:
        new: SearchResults = super()._clone()
        for name in ("_scores", "_keys"):
            if name in self.__dict__:
                new.__dict__[name] = self.__dict__[name]
        return new

    def _do_search(self) -> list[Any]:
        keys = self._keys[self.start : self.stop]
        rows = {row.pk: row for row in self.query_compiler.queryset.filter(pk__in=keys).order_by()}
        found = [rows[key] for key in keys if key in rows]
        if self._score_field:
            for row in found:
                setattr(row, self._score_field, self._scores[row.pk])
        return found

    def _do_count(self) -> int:
        return len(self._keys[self.start : self.stop])

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Value of a filterable field -> number of results that have it, the commonest first."""
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:  # noqa: SLF001 - the contract's own check
            model = compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        rows = self._matching(compiler.queryset.order_by(), field_name).values()
        return OrderedDict(Counter(value for _pk, value in dict.fromkeys(rows)).most_common())
