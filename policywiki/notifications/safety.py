"""Messages of trust and safety: hidden and shown again, threats to life."""

from __future__ import annotations

from django.db.models import Q

from policywiki.accounts.models import Role, User
from policywiki.core.events import AlarmRaised, PartHidden, listen
from policywiki.trust.models import Alarm, HiddenPart

from .actions import tell


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


def moderators() -> list[User]:
    """Everybody who decides on what people send."""
    roles = Q(groups__name__in=[Role.MODERATOR, Role.ADMINISTRATOR]) | Q(is_superuser=True)
    return list(User.objects.filter(roles, is_active=True, erased_at__isnull=True).distinct().order_by("pk"))
