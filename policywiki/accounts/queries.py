"""Questions about people that other apps ask."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import STAFF_ROLES, User


def staff_without_second_factor() -> QuerySet[User]:
    """Active staff (by group or superuser) who have set up neither a passkey nor an authenticator app."""
    staff = Q(is_superuser=True) | Q(groups__name__in=STAFF_ROLES)
    return User.objects.filter(staff, is_active=True, authenticator__isnull=True).distinct().order_by("email")
