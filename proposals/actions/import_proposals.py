"""Bring another register's proposals in: its texts, dates, answers and refusals; never its people or counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from policywiki.accounts.models import User
from policywiki.core.publication import publishing
from policywiki.core.verdicts import WrongStage
from policywiki.discussion.actions.bring_in import bring_comments
from policywiki.moderation.models import Case, CaseEntry, CaseState, Decision, Reason
from policywiki.places.models import District
from policywiki.suggestions.models import State, Suggestion, SuggestionVersion
from proposals.imports.arrivals import Arrival
from proposals.imports.reasons import REASONS
from proposals.models import Answer, CallPage, ImportedProposal, ProposalRecord, StageChange
from proposals.stages import FIRST, Stage, allowed

from .begin import new_record

NEW_PROPOSAL = "new_proposal"


@dataclass
class Import:
    """Where proposals go, in whose name and when; what was looked up once."""

    call: CallPage
    importer: User
    now: datetime
    districts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.districts = dict(District.objects.values_list("code", "pk"))

    def reason(self, code: str) -> Reason:
        """The reason of this code, made from the register's own words if there is none."""
        if code not in self.reasons:
            words = REASONS.get(code) or {"label_zh": code, "label_en": code}
            order = Reason.objects.count()
            self.reasons[code] = Reason.objects.get_or_create(code=code, defaults={"order": order, **words})[
                0
            ]
        return self.reasons[code]

    def content(self, arrival: Arrival) -> dict[str, Any]:
        return arrival.content | {"district": self.districts.get(arrival.content["district"])}


def known_keys() -> set[str]:
    """What has been imported before."""
    return set(ImportedProposal.objects.values_list("key", flat=True))


@transaction.atomic
def import_published(*, into: Import, arrival: Arrival) -> ProposalRecord:
    """A proposal that was public there is public here, with its stages, answer and stated figure as they were.

    Raises WrongStage for steps that our table does not have; then nothing was written.
    """
    assert arrival.published_at is not None  # noqa: S101 - the caller sorts
    _check_moves(arrival)
    # No references are indexed: these texts link to no page, picture or document of ours.
    with disable_reference_index_auto_update(), override(arrival.content["language"]):
        record = new_record(
            content=into.content(arrival),
            proposer=into.importer,
            call=into.call,
            now=arrival.published_at,
        )
        changes = _lived(record, arrival, into.importer)
        record.save()
        StageChange.objects.bulk_create(changes)
        _answered(record, arrival, into.importer)
        ImportedProposal.objects.create(key=arrival.key, record=record, imported_at=into.now)
        _publish(record.page, arrival, into)
        _discussed(record, arrival, into.importer)
    return record


@transaction.atomic
def import_refused(*, into: Import, arrivals: Sequence[Arrival]) -> int:
    """Proposals that were not published there are closed items here, each with its reason; all or none."""
    cases = Case.objects.bulk_create([_case(into, arrival) for arrival in arrivals])
    CaseEntry.objects.bulk_create(
        entry
        for case, arrival in zip(cases, arrivals, strict=True)
        for entry in _entries(into, case, arrival)
    )
    suggestions = Suggestion.objects.bulk_create(
        [_suggestion(into, arrival, case) for arrival, case in zip(arrivals, cases, strict=True)]
    )
    SuggestionVersion.objects.bulk_create(
        SuggestionVersion(
            suggestion=suggestion,
            number=1,
            content=into.content(arrival),
            summary=gettext("New proposal"),
            sent_at=arrival.created_at,
        )
        for suggestion, arrival in zip(suggestions, arrivals, strict=True)
    )
    ImportedProposal.objects.bulk_create(
        ImportedProposal(key=arrival.key, suggestion=suggestion, imported_at=into.now)
        for suggestion, arrival in zip(suggestions, arrivals, strict=True)
    )
    return len(suggestions)


def _check_moves(arrival: Arrival) -> None:
    stage: str = FIRST
    for following, _at in arrival.moves:
        if not allowed(stage, following):
            raise WrongStage(f"{stage} -> {following}")
        stage = following


def _lived(record: ProposalRecord, arrival: Arrival, importer: User) -> list[StageChange]:
    """Put the last stage on the record; returns the rows of all, with the dates of the source."""
    steps: Iterable[tuple[str, datetime]] = [(FIRST, record.published_at), *arrival.moves]
    changes, before = [], ""
    for stage, at in steps:
        closes = arrival.closes_at if stage in (Stage.SUPPORT, Stage.DELIBERATION, Stage.VOTE) else None
        due = arrival.due_at if stage == Stage.CITY else None
        changes.append(
            StageChange(
                proposal=record,
                from_stage=before,
                to_stage=stage,
                at=at,
                actor=importer,
                closes_at=closes,
                due_at=due,
            )
        )
        record.stage, record.stage_since = stage, at
        record.closes_at, record.due_at, before = closes, due, stage
    record.department = arrival.department[:200]
    record.import_key = arrival.key
    if arrival.stated is not None:
        stated = arrival.stated
        record.stated_count, record.stated_source = stated.count, stated.source[:200]
        record.stated_url, record.stated_at = stated.url, stated.on
    return changes


def _answered(record: ProposalRecord, arrival: Arrival, importer: User) -> None:
    if arrival.answer is not None:
        Answer.objects.create(
            proposal=record,
            state=arrival.answer.state,
            text=arrival.answer.text,
            department=arrival.answer.department[:200],
            answered_at=arrival.answer.at,
            due_at=arrival.due_at,
            by=importer,
        )


def _discussed(record: ProposalRecord, arrival: Arrival, importer: User) -> None:
    """Its comments as they were said there; all of them or none."""
    if not arrival.comments:
        return
    record.comment_count = bring_comments(
        page=record.page.page_ptr,
        comments=arrival.comments,
        importer=importer,
        source=str(arrival.provenance.get("source") or ""),
        language=arrival.content["language"],
    )
    record.save(update_fields=["comment_count"])


def _publish(page: Page, arrival: Arrival, into: Import) -> None:
    page.first_published_at = arrival.published_at
    source = str(arrival.provenance.get("source") or "")
    with publishing(
        author=into.importer,
        summary=gettext("Imported from %(source)s") % {"source": source},
        effective_at=arrival.published_at.date() if arrival.published_at else None,
        provenance={"import": arrival.key, **arrival.provenance},
    ):
        revision = page.save_revision(user=into.importer, clean=False)
        revision.publish(user=into.importer, skip_permission_checks=True)


def _case(into: Import, arrival: Arrival) -> Case:
    assert arrival.refusal is not None  # noqa: S101 - the caller sorts
    return Case(
        kind=NEW_PROPOSAL,
        title=arrival.content["title"],
        author=into.importer,
        language=arrival.content["language"],
        state=CaseState.CLOSED,
        opened_at=arrival.created_at,
        decision=Decision.NOT_PUBLISHED,
        decided_by=into.importer,
        decided_at=arrival.refusal.at,
        reason=into.reason(arrival.refusal.code),
        note=arrival.refusal.note,
        version=2,
    )


def _entries(into: Import, case: Case, arrival: Arrival) -> list[CaseEntry]:
    assert arrival.refusal is not None  # noqa: S101 - the caller sorts
    return [
        CaseEntry(case=case, at=arrival.created_at, actor=into.importer, verb="opened"),
        CaseEntry(
            case=case,
            at=arrival.refusal.at,
            actor=into.importer,
            verb=Decision.NOT_PUBLISHED,
            reason=case.reason,
            note=case.note,
        ),
    ]


def _suggestion(into: Import, arrival: Arrival, case: Case) -> Suggestion:
    return Suggestion(
        kind=NEW_PROPOSAL,
        under_id=into.call.pk,
        author=into.importer,
        state=State.NOT_PUBLISHED,
        title=arrival.content["title"],
        language=arrival.content["language"],
        created_at=arrival.created_at,
        sent_at=arrival.created_at,
        case=case,
    )
