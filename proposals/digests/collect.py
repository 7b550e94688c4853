"""From criteria to a Digest: proposals read in batches, each with a fixed number of queries."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from policywiki.core.context import site_name
from policywiki.core.richtext import to_text
from policywiki.discussion.arguments import ON_THE_PAGE as MOST_ARGUMENTS
from policywiki.discussion.models import Argument, Comment, Stance
from policywiki.places.models import District
from proposals.digests.choosing import chosen
from proposals.digests.criteria import Criteria
from proposals.digests.describing import described
from proposals.digests.digest import Answer, Digest, Entry, Measure, Part, Stated, Votes
from proposals.digests.digest import Argument as Said
from proposals.digests.labels import definitions, labels
from proposals.digests.spool import Spool
from proposals.models import ProposalPage, ProposalRecord
from proposals.stages import AWAITING_ANSWER, VOTABLE, Stage

BATCH = 200
Arguments = dict[tuple[int, str], list[Said]]


def collect(criteria: Criteria, *, user: Any) -> Digest:
    """The paper the criteria ask for, in their language. Its entries lie in a temporary file."""
    with override(criteria.language):
        spool = Spool(
            entries(criteria, user=user),
            stages=[str(stage.label) for stage in Stage],
            districts=[_("Whole city"), *(district.name for district in District.objects.all())],
        )
        return Digest(
            title=criteria.title,
            language=criteria.language,
            city=site_name(),
            as_of=criteria.on,
            labels=labels(),
            criteria=described(criteria),
            totals=spool.totals,
            definitions=definitions(),
            entries=spool,
            note=criteria.note,
            document_limit=settings.DIGEST_DOCUMENT_LIMIT,
        )


def entries(criteria: Criteria, *, user: Any) -> Iterator[Entry]:
    """Every chosen proposal in order, a batch at a time. Labels are in the language that is active."""
    records = chosen(criteria, user=user).with_page().prefetch_related("answers")  # type: ignore[attr-defined]
    rows = records.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        arguments = main_arguments([record.page_id for record in batch])
        for record in batch:
            yield _entry(record, arguments)


def main_arguments(pages: list[int]) -> Arguments:
    """By page and side, what was raised as an argument; where nothing was, the comments answered most.

    Two queries. The rule is told on the paper (labels.definitions).
    """
    found = _raised(pages)
    for key, said in _answered_most(pages).items():
        found.setdefault(key, said)
    return found


def _raised(pages: list[int]) -> Arguments:
    """Arguments with the most support, older ones first where equal."""
    arguments = Argument.objects.shown().filter(comment__page_id__in=pages, comment__subject="")
    rows = arguments.first_of_each(MOST_ARGUMENTS).select_related("comment__author", "comment__imported")
    found: Arguments = {}
    for row in rows.order_by("comment__page_id", "side", "place"):
        comment = row.comment
        said = Said(row.text, _speaker(comment), support=row.support_count)
        found.setdefault((comment.page_id, row.side), []).append(said)
    return found


def _answered_most(pages: list[int]) -> Arguments:
    """Comments for and against with the most answers, older ones first where equal."""
    replies = Comment.objects.shown().filter(parent=OuterRef("pk")).order_by().values("parent")
    comments = (
        Comment.objects.shown()
        .top_level()
        .filter(page_id__in=pages, subject="", stance__in=[Stance.FOR, Stance.AGAINST])
        .annotate(answered=Coalesce(Subquery(replies.annotate(n=Count("pk")).values("n")), 0))
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("page_id"), F("stance")],
                order_by=[F("answered").desc(), F("created_at").asc(), F("pk").asc()],
                output_field=IntegerField(),
            )
        )
        .filter(place__lte=MOST_ARGUMENTS)
        .select_related("author", "imported")
        .order_by("page_id", "stance", "place")
    )
    found: Arguments = {}
    for comment in comments:
        said = Said(comment.text, _speaker(comment), comment.answered)
        found.setdefault((comment.page_id, comment.stance), []).append(said)
    return found


def _speaker(comment: Comment) -> str:
    imported = getattr(comment, "imported", None)
    return imported.name if imported is not None else str(comment.author)


def _entry(record: ProposalRecord, arguments: Arguments) -> Entry:
    page = record.page
    return Entry(
        number=record.code,
        address=settings.SITE_BASE_URL.rstrip("/") + reverse("proposal", args=[record.number]),
        title=page.title,
        language=page.language,
        summary=page.summary,
        proposer=str(record.proposer),
        stage=str(Stage(record.stage).label),
        district=page.district.name if page.district else _("Whole city"),
        tags=tuple(sorted(tagged.tag.name for tagged in page.tagged_items.all())),
        published=_day(record.published_at),
        support=record.support_count,
        threshold=record.support_threshold,
        stated=_stated(record),
        votes=_votes(record),
        comments=record.comment_count,
        parts=tuple(_parts(page)),
        measures=tuple(_measure(block["value"]) for block in page.measures.raw_data),
        arguments_for=tuple(arguments.get((page.pk, Stance.FOR), ())),
        arguments_against=tuple(arguments.get((page.pk, Stance.AGAINST), ())),
        answer=_answer(record),
    )


def _parts(page: ProposalPage) -> Iterator[Part]:
    for at, block in enumerate(page.problem.raw_data):
        heading = block["value"].get("heading") or (_("The problem") if at == 0 else "")
        yield Part(heading, tuple(_lines(to_text(block["value"]["text"]))))
    details = [(block["value"]["label"], _lines(block["value"]["text"])) for block in page.details.raw_data]
    evidence = [_citation(block["value"]) for block in page.evidence.raw_data]
    for heading, lines in (
        (_("What it should bring"), _lines(page.expected_effect)),
        (_("Who is affected"), _lines(page.affected)),
        *details,
        (_("Evidence"), evidence),
    ):
        if lines:
            yield Part(heading, tuple(lines))


def _citation(value: dict[str, Any]) -> str:
    return "\n".join(filter(None, (value.get(name) for name in ("quote", "label", "url"))))


def _measure(value: dict[str, Any]) -> Measure:
    return Measure(**{name: value.get(name) or "" for name in ("what", "who", "when", "cost")})


def _stated(record: ProposalRecord) -> Stated | None:
    if record.stated_count is None:
        return None
    return Stated(record.stated_count, record.stated_source, record.stated_at)


def _votes(record: ProposalRecord) -> Votes | None:
    if record.result_is_hidden or (not record.votes_total and record.stage not in VOTABLE):
        return None
    return Votes(record.votes_for, record.votes_against, record.votes_abstain)


def _answer(record: ProposalRecord) -> Answer | None:
    """The latest answer; else, where the city has the proposal, whose turn it is and until when."""
    if answer := record.answer:
        state = str(answer.get_state_display())
        text, on, due = to_text(answer.text), _day(answer.answered_at), _day(answer.due_at)
        return Answer(state, text, answer.department, on, due)
    if record.stage in AWAITING_ANSWER:
        return Answer(department=record.department, due=_day(record.due_at))
    return None


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
