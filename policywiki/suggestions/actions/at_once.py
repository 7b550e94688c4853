"""A trusted author's change to an open page goes live at once, and a sample of such changes is looked at afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.models import User
from policywiki.core import personal, redaction
from policywiki.core.page_content import content_of
from policywiki.core.publication import UNDOES
from policywiki.core.verdicts import Refused, WrongStage
from policywiki.moderation.actions.cases import let_go, open_case
from policywiki.moderation.actions.history import locked as lock_case
from policywiki.moderation.actions.history import log
from policywiki.moderation.models import Case, CaseState, Decision
from policywiki.suggestions.merge import merge
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.registry import asks_owners
from policywiki.trust.earning import drawn
from policywiki.trust.models import AtOnce, TrustRule
from policywiki.trust.trusting import trusted_by

from .accept import accept
from .going_live import locked_page, put_live

SAMPLE_KIND = "sample"


def publish_at_once(*, suggestion: Suggestion, content: dict[str, Any], now: datetime) -> bool:
    """Publish what was just sent to an open page if its author is trusted; else it waits like any other.

    What overlaps, or brings personal data in, waits too. Called in the sending transaction.
    """
    if suggestion.page_id is None or suggestion.case is None or suggestion.case.second_look_at is not None:
        return False
    if asks_owners(suggestion.author, suggestion.page):
        return False
    rule = trusted_by(suggestion.author, now)
    if rule is None or personal.new_in(_text(content), _text(suggestion.base)):
        return False
    try:
        with transaction.atomic():
            _close(suggestion.case, now)
            accept(suggestion=suggestion, reviewer=None, now=now)
            _note(suggestion, rule, now)
    except Refused:
        return False
    return True


def _text(value: Any) -> str:
    return "\n".join(map(redaction.plain, redaction.strings(value)))


def _close(case: Case, now: datetime) -> None:
    """Decided by the rules, in the name of the site's own user."""
    case = lock_case(case.pk)
    case.decision, case.decided_by, case.decided_at = Decision.PUBLISH, User.objects.system(), now
    case.state = CaseState.CLOSED
    let_go(case)
    case.version += 1
    case.save()
    log(case, "at_once", case.decided_by, now)


def _note(suggestion: Suggestion, rule: TrustRule, now: datetime) -> None:
    assert suggestion.case is not None  # noqa: S101 - it was sent
    sample = None
    if drawn(suggestion.pk, rule.sample_percent, settings.SECRET_KEY):
        sample = open_case(
            kind=SAMPLE_KIND,
            title=suggestion.title,
            author=suggestion.author,
            now=now,
            page=suggestion.page,
            language=suggestion.language,
            district=suggestion.district,
        )
    case: Any = suggestion.case
    AtOnce.objects.create(case=case, rule=rule, at=now, sample=sample)


def decide_sample(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """Good as it is, or taken back (moderation.registry)."""
    if decision == Decision.NOT_PUBLISHED:
        take_back(suggestion=case.sample_of.case.suggestion, moderator=actor, now=now)


@transaction.atomic
def take_back(*, suggestion: Suggestion, moderator: Any, now: datetime) -> None:
    """Undo this publication and keep all that came after it. Raises WrongStage where they overlap."""
    edition: Any = suggestion.published_revision.edition  # type: ignore[union-attr]
    before = edition.page.editions.filter(number__lt=edition.number).order_by("-number").first()
    page = locked_page(edition.page_id)
    fields = dict(page.content_fields)
    live = content_of(page)
    written, earlier = (content_of(one.revision.as_object()) for one in (edition, before))
    result = merge(written, live, earlier, fields)
    if result.conflicts:
        raise WrongStage(
            _("Later changes build on this one. Put it right in the page itself; nothing was changed.")
        )
    summary = gettext("Taken back: %(summary)s") % {"summary": edition.summary}
    put_live(
        page,
        live=live,
        content=result.content,
        writer=moderator,
        publisher=moderator,
        reviewer=moderator,
        summary=summary[:300],
        now=now,
        provenance={UNDOES: edition.number},
    )
