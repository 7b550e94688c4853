"""Report a mistake; make a change of it; say why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from policywiki.core.events import MistakeRefused, publish
from policywiki.core.verdicts import require
from policywiki.moderation.actions.cases import close, open_case
from policywiki.moderation.models import Case
from policywiki.suggestions.actions.write import add_version, begin
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.read_text import ReadText

from .models import MistakeReport, MistakeState
from .permissions import may_report, may_turn

KIND = "mistake"


@transaction.atomic
def report_mistake(
    *, page: Page, reporter: Any, text: str, now: datetime, block_id: str = "", heading: str = ""
) -> MistakeReport:
    """Tell the moderators what is wrong in this section. Raises NotAllowed, NotFound."""
    require(may_report(reporter, page, now=now))
    case = open_case(
        kind=KIND,
        title=f"{page.title} · {heading}" if heading else page.title,
        author=reporter,
        now=now,
        page=page.page_ptr if hasattr(page, "page_ptr") else page,
        language=getattr(page.specific, "language", ""),
    )
    return MistakeReport.objects.create(
        page_id=page.pk,
        block_id=block_id[:36],
        heading=heading[:255],
        text=text.strip(),
        reporter=reporter,
        reported_at=now,
        case=case,
    )


@transaction.atomic
def turn_into_suggestion(
    *,
    report: MistakeReport,
    editor: Any,
    content: dict[str, Any],
    summary: str,
    onto: ReadText,
    now: datetime,
) -> Suggestion:
    """Send the change that a moderator made of it, in its reporter's name, the moderator named beside.

    It is checked like every other. Raises NotAllowed, WrongStage, and ValidationError where nothing changes.
    """
    report = locked(report)
    require(may_turn(editor, report, now=now))
    suggestion = begin(
        author=report.reporter,
        kind="change",
        page=report.page,
        language=report.case.language,
        base=onto.content,
        base_revision_id=onto.revision_id,
        now=now,
    )
    # Said before it is sent: who hears of the sending should know what it comes from.
    report.suggestion, report.state = suggestion, MistakeState.USED
    report.save(update_fields=["suggestion", "state"])
    add_version(suggestion, by=editor, content=content, summary=summary, now=now, verb="edited")
    close(case=report.case, actor=editor, verb="turned", now=now)
    return suggestion


def decide_mistake(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """Nothing is made of it; its reporter hears why (moderation.registry)."""
    report = locked(case.mistake)
    report.state = MistakeState.REFUSED
    report.save(update_fields=["state"])
    publish(MistakeRefused(report_id=report.pk))


def locked(report: MistakeReport) -> MistakeReport:
    return (
        MistakeReport.objects.select_for_update(no_key=True, of=("self",))
        .select_related("case")
        .get(pk=report.pk)
    )
