"""Rules and what they found, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .earning import Condition
from .models import HoldingKind, HoldingRule, Rule


def asks(rule: Rule) -> str:
    """What the rule looks for, in one sentence."""
    numbers = rule.numbers
    if not isinstance(rule, HoldingRule):
        text = _(
            "At least %(min_published)d published changes, the first %(min_days)d days ago or more; "
            "at most %(max_reversed)d of them taken back; no refusal for %(quiet_days)d days. "
            "%(sample_percent)d%% are drawn for a look afterwards."
        )
        return text % numbers
    said = {
        HoldingKind.NEW_ACCOUNT: ngettext(
            "The account is younger than %(limit)d day.",
            "The account is younger than %(limit)d days.",
            rule.limit,
        ),
        HoldingKind.LINKS: ngettext(
            "There is %(limit)d link in it, or more.",
            "There are %(limit)d links in it, or more.",
            rule.limit,
        ),
        HoldingKind.SPEED: ngettext(
            "The author has sent %(limit)d text within %(minutes)d minutes, this one counted.",
            "The author has sent %(limit)d texts or more within %(minutes)d minutes, this one counted.",
            rule.limit,
        ),
        HoldingKind.REPEATED: ngettext(
            "The same text was sent %(limit)d time before within %(minutes)d minutes, by anybody.",
            "The same text was sent %(limit)d times before within %(minutes)d minutes, by anybody.",
            rule.limit,
        ),
    }
    return said[HoldingKind(rule.kind)] % numbers


def found_by(rule: Rule) -> str:
    """What the last dry run found; "" where there was none."""
    if rule.tried_at is None:
        return ""
    found: dict[str, Any] = rule.trial
    if isinstance(rule, HoldingRule):
        return (
            _(
                "Of %(total)d sent it would have held %(held)d, by %(people)d people: %(held_refused)d of these were later "
                "removed or refused, %(held_fine)d were good. It would have missed %(missed)d that were removed or refused."
            )
            % found
        )
    return (
        _(
            "Of %(total)d changes it would have published %(at_once)d at once, by %(people)d people; %(reversed)d of these "
            "were later taken back, and %(refused)d a moderator did not publish."
        )
        % found
    )


def said_of(condition: Condition) -> str:
    """A condition for the person whose record it is."""
    told = {"have": condition.have, "need": condition.need}
    if condition.code == "published":
        return _("Published changes: %(have)d of %(need)d") % told
    if condition.code == "days":
        return _("Days since the first of them: %(have)d of %(need)d") % told
    if condition.code == "reversed":
        return _("Taken back later: %(have)d, at most %(need)d") % told
    return _("Days without a refusal: %(have)d of %(need)d") % told


def wait_text(seconds: int | None) -> str:
    """How long something waited, rounded up: "5 hours", "2 days"; "" for None."""
    if seconds is None:
        return ""
    hours = max(1, -(-seconds // 3600))
    if hours <= 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = -(-hours // 24)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def usual_text(seconds: int | None) -> str:
    """ "Usually looked at within 2 days."; "" where nobody can say."""
    if seconds is None:
        return ""
    days = max(1, -(-seconds // 86400))
    text = ngettext("Usually looked at within a day.", "Usually looked at within %(count)d days.", days)
    return text % {"count": days}
