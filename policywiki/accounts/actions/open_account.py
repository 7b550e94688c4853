"""Accounts that the city opens: the first administrator, colleagues, the people of the demo."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from policywiki.accounts.models import User
from policywiki.accounts.permissions import may_open_account
from policywiki.core.verdicts import require

from .join import join


@transaction.atomic
def open_account(
    *,
    actor: User,
    email: str,
    display_name: str = "",
    roles: Iterable[str] = (),
    password: str | None = None,
    language: str = "",
) -> User:
    """A member with a confirmed address and these roles besides. Safe to repeat: an account that is there
    gets the roles and stays otherwise as it is. Raises NotFound for anybody but administrators and the site.
    """
    require(may_open_account(actor))
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User.objects.create_user(email, password, display_name=display_name, language=language)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    for role in roles:
        person.groups.add(Group.objects.get_or_create(name=str(role))[0])
    return join(person=person)
