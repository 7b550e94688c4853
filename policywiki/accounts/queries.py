"""Questions about people that other apps ask."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import SECOND_FACTORS, STAFF_ROLES, User


def staff_without_second_factor() -> QuerySet[User]:
    """Active staff (by group or superuser) who have set up neither a passkey nor an authenticator app."""
    staff = Q(is_superuser=True) | Q(groups__name__in=STAFF_ROLES)
    people = User.objects.filter(staff, is_active=True).exclude(authenticator__type__in=SECOND_FACTORS)
    return people.distinct().order_by("email")
