"""Who may see, take and erase what belongs to a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no

from .models import Role, User


def may_see_profile(person: User) -> Verdict:
    """Everybody may, as long as the person is here; who has left has no page."""
    return YES if person.is_active and person.erased_at is None else no(hidden=True)


def may_export(actor: Any, person: User) -> Verdict:
    """One's own data; the site's own user on a person's written request."""
    if actor is None:
        return no(hidden=True)
    return YES if actor == person or actor == User.objects.system() else no(hidden=True)


def may_change(actor: Any, person: User) -> Verdict:
    """What a person says about themselves, only they say."""
    return YES if actor is not None and actor == person else no(hidden=True)


def may_open_account(actor: Any) -> Verdict:
    """Administrators, and the site's own user at set-up."""
    if actor is None:
        return no(hidden=True)
    return YES if actor.is_administrator or actor == User.objects.system() else no(hidden=True)


def may_erase(actor: Any, person: User) -> Verdict:
    """One leaves oneself; the site's own user on a written request. The last administrator must stay."""
    if not may_export(actor, person):
        return no(hidden=True)
    if person.erased_at is not None:
        return no(_("This person has left already."), when=True)
    if person == User.objects.system():
        return no(_("The site cannot leave itself."))
    if _is_last_administrator(person):
        return no(
            _("You are the only administrator. Make somebody else one first, then you can leave."), when=True
        )
    return YES


def _is_last_administrator(person: User) -> bool:
    runs_it = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR)
    administrators = set(User.objects.filter(runs_it, is_active=True).values_list("pk", flat=True))
    return administrators == {person.pk}
