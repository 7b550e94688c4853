"""Who may support and vote under a call: everybody signed in, those with a confirmed address, residents."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.residence.models import Residence
from policywiki.core.verdicts import YES, Verdict, no


class Eligibility(TextChoices):
    SIGNED_IN = "signed_in", _("Everybody who has signed in")
    CONFIRMED = "confirmed", _("Everybody with a confirmed e-mail address")
    RESIDENT = "resident", _("Residents who have proved it")


def may_take_part(user: Any, call: Any) -> Verdict:
    """Asked once somebody is signed in. `call` is a CallPage: its `eligibility` and `eligible_district_id`."""
    if call.eligibility == Eligibility.CONFIRMED:
        confirmed = user.emailaddress_set.filter(verified=True).exists()
        return YES if confirmed else no(_("Please confirm your e-mail address first: see Settings."))
    if call.eligibility != Eligibility.RESIDENT:
        return YES
    lives_in = Residence.objects.filter(person=user).values_list("district_id", flat=True).first()
    if lives_in is None:
        return no(_("This is for residents. Please prove first where you live: see Settings."))
    if call.eligible_district_id not in (None, lives_in):
        return no(
            _("This is for the people of another district: %(name)s.") % {"name": call.eligible_district}
        )
    return YES


def who_may(call: Any) -> str:
    """In words, for the box of the vote: "residents of Eastgate". "" where everybody may who signs in."""
    if call.eligibility == Eligibility.SIGNED_IN:
        return ""
    if call.eligibility == Eligibility.RESIDENT and call.eligible_district is not None:
        return gettext("residents of %(name)s") % {"name": call.eligible_district}
    return str(Eligibility(call.eligibility).label)
