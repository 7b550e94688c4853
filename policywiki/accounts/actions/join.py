"""Becoming a member."""

from __future__ import annotations

from django.contrib.auth.models import Group

from policywiki.accounts.models import Role, User


def join(*, person: User) -> User:
    """Put a person with a new account among the members; safe to repeat."""
    group, _created = Group.objects.get_or_create(name=Role.MEMBER.value)
    person.groups.add(group)
    person.__dict__.pop("roles", None)
    return person
