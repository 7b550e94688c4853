"""Messages of trust and safety, about comments, and the moderators' daily summary."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from policywiki.accounts.models import Role, User
from policywiki.core.events import AlarmRaised, CaseDecided, PartHidden, PersonBlocked, listen
from policywiki.core.schedule import every
from policywiki.moderation.letters import letter_about
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.permissions import decidable_by
from policywiki.trust.models import Alarm, Block, HiddenPart

from .actions import tell
from .models import Notification

SUMMARY_HOUR = 8


@listen(PartHidden)
def tell_hidden(event: PartHidden) -> None:
    part = HiddenPart.objects.select_related("author", "case").get(pk=event.part_id)
    what = "shown_again" if part.shown_again_at else "part_hidden"
    tell(
        person=part.author,
        kind=what,
        key=f"{what}:{part.pk}",
        path=f"me/hidden/{part.pk}/",
        context={"part": part},
    )


@listen(AlarmRaised)
def call_everybody(event: AlarmRaised) -> None:
    """A threat to life does not wait for the daily summary: every moderator and administrator is written to."""
    alarm = Alarm.objects.get(pk=event.alarm_id)
    for person in moderators():
        tell(
            person=person,
            kind="alarm",
            key=f"alarm:{alarm.pk}",
            path=f"admin/trust/alarms/{alarm.pk}/",
            prefixed=False,
            context={"alarm": alarm},
        )


@listen(PersonBlocked)
def tell_paused(event: PersonBlocked) -> None:
    block = Block.objects.select_related("person", "reason").get(pk=event.block_id)
    what = "pause_over" if block.lifted_at else "paused"
    label, message = block.reason.in_language(block.person.language or "")
    tell(
        person=block.person,
        kind=what,
        key=f"{what}:{block.pk}",
        path=f"me/pause/{block.pk}/",
        context={"block": block, "reason": label, "reason_message": message},
    )


@listen(CaseDecided)
def tell_of_decision(event: CaseDecided) -> None:
    """What suggestions do not tell themselves: comments that were held or flagged, and second looks that changed nothing."""
    case = Case.objects.select_related("author", "reason", "page").get(pk=event.case_id)
    path = _place(case, event.decision)
    if path is None or told_with_the_pause(case):
        return
    again = ":again" if case.second_look_at is not None else ""
    language = case.author.language or settings.LANGUAGE_CODE
    tell(
        person=case.author,
        kind="looked_at",
        key=f"case:{case.pk}:{event.decision}{again}",
        path=path,
        context={
            "case": case,
            "lines": letter_about(case, language),
            "public": event.decision == Decision.PUBLISH,
        },
    )


def _place(case: Case, decision: str) -> str | None:
    """Where the author reads more; None where nothing is to be told, or somebody else tells it."""
    if case.kind in ("held_comment", "comment_flag"):
        kept = case.kind == "comment_flag" and decision == Decision.PUBLISH and case.second_look_at is None
        return None if kept else f"comments/{case.comment.pk}/"
    if decision == Decision.NOT_PUBLISHED and case.kind == "hidden_part":
        return f"me/hidden/{case.hidden_part.pk}/"
    if decision == Decision.NOT_PUBLISHED and case.kind == "block":
        return f"me/pause/{case.block.pk}/"
    return None


def told_with_the_pause(case: Case) -> bool:
    """Decided in the same act as a pause: the person gets one mail, about the pause."""
    decided = {"since": case.decided_at, "by": case.decided_by_id}
    return Block.objects.filter(person=case.author_id, **decided).exists()


@every(600)
def daily_summary() -> None:
    """Each moderator hears once a day, from eight in the morning, what waits; nothing where nothing does."""
    summarise(now=timezone.now())


def summarise(*, now: datetime) -> None:
    here = timezone.localtime(now)
    if here.hour < SUMMARY_HOUR:
        return
    for moderator in moderators():
        if not moderator.daily_summary:
            continue
        key = f"summary:{here:%Y-%m-%d}"
        if Notification.objects.filter(recipient=moderator, key=key, mailed_at__isnull=False).exists():
            continue
        # What they themselves can decide now, as on the admin's first page: their fields, not their own, not put off.
        waiting = decidable_by(moderator).to_check().awake(now).order_by()
        told = waiting.aggregate(
            waiting=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            new=Count("pk", filter=Q(opened_at__gte=now - timedelta(days=1))),
            oldest=Min("opened_at"),
        )
        if told["waiting"]:
            tell(
                person=moderator,
                kind="summary",
                key=key,
                path="admin/to-check/",
                prefixed=False,
                context=told,
            )


def moderators() -> list[User]:
    """Everybody who decides on what people send."""
    roles = Q(groups__name__in=[Role.MODERATOR, Role.ADMINISTRATOR]) | Q(is_superuser=True)
    return list(User.objects.filter(roles, is_active=True, erased_at__isnull=True).distinct().order_by("pk"))
