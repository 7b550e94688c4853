"""Leaving: the row stays, the person goes."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from policywiki.accounts.models import User
from policywiki.accounts.permissions import may_erase
from policywiki.accounts.registry import run_erasers
from policywiki.core.verdicts import require

NOWHERE = "former-{number}@policywiki.invalid"


@transaction.atomic
def erase(*, person: User, actor: User, now: datetime) -> User:
    """Blank a person to "former member"; what they published stays, without their name. Cannot be undone.

    Raises NotFound (not one's own account) and WrongStage (the last administrator, or gone already).
    """
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    require(may_erase(actor, person))
    run_erasers(person=person, now=now)
    _forget_ways_in(person)
    _forget_traces(person)
    person.email = NOWHERE.format(number=person.pk)
    person.display_name = person.first_name = person.last_name = person.about = person.language = ""
    person.district = None
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.erased_at = now
    person.set_unusable_password()
    person.save()
    return person


def _forget_ways_in(person: User) -> None:
    """Sessions, addresses, passkeys and rights."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in UserSession.objects.filter(user=person).values_list("session_key", flat=True):
        store(session_key=key).delete()
    for model in (UserSession, EmailAddress, Authenticator, UserProfile):
        model.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()


def _forget_traces(person: User) -> None:
    """The admin's log keeps the name that a row had when staff changed it."""
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).update(label="", data={})
