"""The tabs of "My things" and the parts of "My data" that every account has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import own_data
from .permissions import may_erase
from .registry import Exporter, MySection, on_erase, register
from .residence.models import Residence


def data_section(user: Any, request: HttpRequest) -> dict[str, Any]:
    return {}


def leave_section(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`may_leave`: a Verdict; the last administrator reads why not."""
    return {"may_leave": may_erase(user, user)}


def forget_residence(*, person: Any, now: datetime) -> None:
    """Who has left lives nowhere here; a code once used stays used."""
    Residence.objects.filter(person=person).delete()


def register_parts() -> None:
    on_erase(forget_residence)
    register(MySection("data", _("My data"), "accounts/my_data.html", data_section, order=900))
    register(MySection("leave", _("Leave"), "accounts/my_leave.html", leave_section, order=910))
    register(Exporter("account", _("Account"), own_data.account, order=1))
    register(Exporter("addresses", _("E-mail addresses"), own_data.addresses, order=2))
    register(Exporter("residence", _("Where you live"), own_data.residence, order=5))
    register(Exporter("second_steps", _("Passkeys and second steps"), own_data.authenticators, order=3))
    register(Exporter("sessions", _("Where you are signed in"), own_data.sessions, order=4))
