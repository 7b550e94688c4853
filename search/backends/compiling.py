"""From a query of the contract to scores of objects: words by the index, And, Or and Not by object.

A page lies in the index as several documents; so a query is judged by object, not by document: "a and b"
is true of a page that has a in one article and b in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search.asking import run_of, units_of
from search.index.documents import spelled
from search.index.matching import Beginning, Fields, Leaf, Word, find, rarity
from search.index.schema import OTHER_PREFIX
from search.index.view import View
from search.tokens import Token, finest, segment

TITLE_BOOST: Final = 2.0

Place = tuple[int, int]
"""Shard and group: one object in a view."""

Scores = dict[Place, float]


class QueryCompiler(BaseSearchQueryCompiler):
    """Compiles whole-word queries. Filters and order of the queryset stay with the database."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def scores(self, view: View) -> dict[str, float]:
        """Primary key (as text) -> score, of every indexed object of the queryset's model that matches."""
        universe = self._universe(view)
        found = self._evaluate(view, self.query, universe)
        return {view.shards[shard].segment.cards[group].pk: score for (shard, group), score in found.items()}

    def _universe(self, view: View) -> Scores:
        label = self.queryset.model._meta.label_lower
        key = ("universe", label)
        if key not in view.cache:
            view.cache[key] = {
                (number, group): 0.0
                for number, shard in enumerate(view.shards)
                for group in shard.groups
                if label in shard.segment.cards[group].labels
            }
        universe: Scores = view.cache[key]
        return universe

    def _evaluate(self, view: View, query: SearchQuery, universe: Scores) -> Scores:
        match query:
            case PlainText():
                leaves = self._leaves(query.query_string)
                parts = [self._leaf(view, leaf, universe) for leaf in leaves]
                found = _all(parts) if query.operator == "and" else _any(parts)
                return _times(found, query.boost)
            case Phrase():
                return self._phrase(view, query.query_string, universe)
            case Boost():
                return _times(self._evaluate(view, query.subquery, universe), query.boost)
            case And():
                return _all([self._evaluate(view, part, universe) for part in query.subqueries])
            case Or():
                return _any([self._evaluate(view, part, universe) for part in query.subqueries])
            case Not():
                without = self._evaluate(view, query.subquery, universe)
                return {place: 0.0 for place in universe if place not in without}
            case MatchAll():
                return dict(universe)
        raise NotImplementedError(f"{type(query).__name__} queries are not supported by this search engine.")

    def _leaves(self, text: str) -> list[Leaf]:
        return [unit.leaf for unit in units_of(segment(text))]

    def _phrase(self, view: View, text: str, universe: Scores) -> Scores:
        words = finest(segment(text))
        return self._leaf(view, run_of(words), universe) if words else {}

    def _leaf(self, view: View, leaf: Leaf, universe: Scores) -> Scores:
        found = find(view, leaf, self._index_fields(view))
        idf = rarity(view, found)
        best: Scores = {}
        for number, (shard, weights) in enumerate(zip(view.shards, found, strict=True)):
            group_of = shard.segment.group_of
            for doc, weight in weights.items():
                place = (number, group_of[doc])
                if place in universe and weight * idf > best.get(place, 0.0):
                    best[place] = weight * idf
        return best

    def _index_fields(self, view: View) -> Fields:
        if not self.fields:
            others = (f for shard in view.shards for f in shard.segment.fields if f.startswith(OTHER_PREFIX))
            return {"title": TITLE_BOOST, "heading": 1.0, "body": 1.0, **dict.fromkeys(sorted(others), 1.0)}
        boosts = {f.field_name: f.boost or 1.0 for f in self.queryset.model.get_searchable_search_fields()}
        return {place: boosts[name] for name in self.fields for place in self._places(name)}

    def _places(self, name: str) -> Iterable[str]:
        """Where the text of one of the model's fields lies in the index."""
        if name == "title":
            return ("title",)
        if hasattr(self.queryset.model, "search_passages"):
            return (
                (OTHER_PREFIX + name, "heading", "body")
                if name not in ("summary",)
                else (OTHER_PREFIX + name,)
            )
        return (OTHER_PREFIX + name,)


class AutocompleteCompiler(QueryCompiler):
    """Compiles what somebody is still typing: beginnings of Latin words, any piece of a Chinese title."""

    def _leaves(self, text: str) -> list[Leaf]:
        leaves: list[Leaf] = []
        han: list[Token] = []
        for token in spelled(text):
            if len(token.text) == 1 and ord(token.text) >= 0x2E80:
                if han and han[-1].end != token.start:
                    leaves.append(_han(han))
                    han = []
                han.append(token)
            else:
                leaves.append(Beginning(token.text))
        return [*leaves, _han(han)] if han else leaves

    def _phrase(self, view: View, text: str, universe: Scores) -> Scores:
        tokens = spelled(text)
        return self._leaf(view, run_of(tokens), universe) if tokens else {}

    def _index_fields(self, view: View) -> Fields:
        return {"auto": 1.0}


def _han(tokens: list[Token]) -> Leaf:
    return run_of(tokens) if len(tokens) > 1 else Word(tokens[0].text)


def _all(parts: list[Scores]) -> Scores:
    if not parts:
        return {}
    first, *others = sorted(parts, key=len)
    return {
        place: score + sum(other[place] for other in others)
        for place, score in first.items()
        if all(place in other for other in others)
    }


def _any(parts: list[Scores]) -> Scores:
    total: Scores = {}
    for part in parts:
        for place, score in part.items():
            total[place] = total.get(place, 0.0) + score
    return total


def _times(scores: Mapping[Place, float], boost: float) -> Scores:
    return dict(scores) if boost == 1 else {place: score * boost for place, score in scores.items()}
