"""A page of a discussion: threads with their first answers, in a constant number of queries and of bytes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, F, IntegerField, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from .models import Comment, CommentState, Quotation, QuotationState
from .shown import Looking, Shown, nested, shown

THREADS = 10
ANSWERS = 2
"""Answers shown below each thread of a list; the rest on the thread's own page."""
OF_A_THREAD = 30
ORDERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "newest": (_("Newest first"), ("-created_at", "-pk")),
    "oldest": (_("Oldest first"), ("created_at", "pk")),
    "supported": (_("Most support"), ("-support_count", "-created_at", "-pk")),
    "answered": (_("Most answers"), ("-answer_count", "-created_at", "-pk")),
}
DEFAULT_ORDER = "newest"
WITH = ("author", "quotation", "imported", "parent__author", "parent__imported")


@dataclass(frozen=True)
class Wish:
    """Which threads one asks for. `part`: about words of these parts; `words="gone"`: whose words are gone;
    `words="41"`: on the words that comment 41 speaks about.
    """

    number: str = "1"
    order: str = DEFAULT_ORDER
    part: str = ""
    words: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Wish:
        order = given.get("comments", DEFAULT_ORDER)
        return cls(
            given.get("talk", "1"),
            order if order in ORDERS else DEFAULT_ORDER,
            given.get("part", "")[:400],
            given.get("words", "")[:18],
        )


def page_of_threads(
    page_id: int,
    *,
    looking: Looking,
    wish: Wish,
    subject: str = "",
    passages: Mapping[str, str] | None = None,
    place: str = "",
) -> PageOfList[Any]:
    """The asked page of top-level comments, each with its first answers.

    `passages`: id of a part -> its name, for what a comment is about. `place`: the address of the text.
    """
    found = Comment.objects.about(page_id, subject).placed_for(looking.viewer).top_level()
    if wish.part:
        parts = wish.part.split(",")
        found = found.filter(quotation__anchor__in=parts, quotation__of_comment=False)
    if wish.words == QuotationState.GONE:
        found = found.filter(quotation__state=QuotationState.GONE)
    if wish.words.isdecimal():
        same = Quotation.objects.of_text(page_id, subject).on_the_words_of(int(wish.words))
        found = found.filter(quotation__in=same)
    roots = found.select_related(*WITH).order_by(*ORDERS[wish.order][1])
    asked: PageOfList[Any] = Paginator(roots, THREADS).get_page(wish.number)
    comments = list(asked.object_list)
    asked.object_list = _with_first_answers(comments, looking, place)
    for comment, one in zip(comments, asked.object_list, strict=True):
        one.about = (passages or {}).get(comment.passage, "")
    return asked


def page_of_thread(
    root: Comment, *, looking: Looking, found: Comment, number: str = "", place: str = ""
) -> PageOfList[Any]:
    """One thread in reading order, a page at a time: the page asked for, else the one that `found` is on."""
    answers = Comment.objects.filter(root=root)
    rows = answers.order_by("created_at", "pk").values_list("pk", "parent_id")
    # Put in order before what waits is left out, or the answers to it would have no place.
    seen = {root.pk, *answers.visible_to(looking.viewer).values_list("pk", flat=True)}
    order = [pk for pk in (root.pk, *in_reading_order(rows, root.pk)) if pk in seen]
    here = order.index(found.pk) // OF_A_THREAD + 1 if found.pk in order else 1
    asked: PageOfList[Any] = Paginator(order, OF_A_THREAD).get_page(number or here)
    numbers = list(asked.object_list)
    by_number = Comment.objects.select_related(*WITH).in_bulk(numbers)
    comments = [by_number[pk] for pk in numbers if pk in by_number]
    asked.object_list = nested(comments, shown(comments, looking, place=place, whole=found.pk))
    return asked


def in_reading_order(rows: Iterable[tuple[int, int | None]], root: int) -> list[int]:
    """(number, what it answers), oldest first -> numbers, each followed by its answers. Pure."""
    answers: dict[int | None, list[int]] = defaultdict(list)
    for number, parent in rows:
        answers[parent].append(number)
    order, waiting = list[int](), answers[root][::-1]
    while waiting:
        number = waiting.pop()
        order.append(number)
        waiting.extend(reversed(answers.get(number, [])))
    return order


def _with_first_answers(roots: list[Comment], looking: Looking, place: str) -> list[Shown]:
    """These comments with the oldest answers of each nested, and how many more there are."""
    below = Comment.objects.filter(root__in=roots).visible_to(looking.viewer)
    turn = Window(
        RowNumber(),
        partition_by=[F("root_id")],
        order_by=[F("created_at").asc(), F("pk").asc()],
        output_field=IntegerField(),
    )
    first = below.annotate(turn=turn).filter(turn__lte=ANSWERS).select_related(*WITH)
    answers = list(first.order_by("created_at", "pk"))
    totals = dict(below.order_by().values_list("root").annotate(total=Count("pk")))
    made = shown([*roots, *answers], looking, place=place)
    here = Counter(answer.root_id for answer in answers)
    pages = {answer.root_id: made[answer.pk].thread_url for answer in reversed(answers)}
    for root in roots:
        if root.state == CommentState.HELD:  # it has no page of its own, its answers have
            made[root.pk].thread_url = pages.get(root.pk, made[root.pk].thread_url)
        made[root.pk].more = totals.get(root.pk, 0) - here[root.pk]
    return nested([*roots, *answers], made)
