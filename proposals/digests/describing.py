"""Criteria in words, for the head of the paper and for the log."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policywiki.places.models import District
from proposals.digests.choosing import OLDEST
from proposals.digests.criteria import WHOLE_CITY, Criteria
from proposals.digests.wording import written
from proposals.lists import ORDERS
from proposals.stages import Stage

DIGEST_ORDERS = [
    *((name, label) for name, label in ORDERS if name != "due"),
    (OLDEST, gettext_lazy("Oldest first")),
]


def described(criteria: Criteria) -> tuple[tuple[str, str], ...]:
    """Label and value of everything that was chosen, in the language that is active."""
    comma = "、" if criteria.language == "zh-hans" else ", "
    stages = comma.join(str(Stage(stage).label) for stage in criteria.stages)
    pairs = [
        (_("Published"), _period(criteria)),
        (_("Stages"), stages or _("All")),
        (_("Topics"), comma.join(criteria.tags) or _("All")),
        (_("District"), _district(criteria.district)),
        (_("Order"), str(dict(DIGEST_ORDERS)[criteria.order])),
    ]
    if ticks := _ticks(criteria):
        pairs.append((_("By hand"), ticks))
    return tuple(pairs)


def _period(criteria: Criteria) -> str:
    since, until = written(criteria.since, criteria.language), written(criteria.until, criteria.language)
    if since and until:
        return _("%(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("since %(since)s") % {"since": since}
    if until:
        return _("until %(until)s") % {"until": until}
    return _("At any time")


def _district(code: str) -> str:
    if not code:
        return _("All")
    if code == WHOLE_CITY:
        return _("Whole city")
    district = District.objects.filter(code=code).first()
    return district.name if district else code


def _ticks(criteria: Criteria) -> str:
    number = len(criteria.exceptions)
    if criteria.start == "none":
        return ngettext("%(n)d proposal picked", "%(n)d proposals picked", number) % {"n": number}
    if number:
        return ngettext("%(n)d proposal left out", "%(n)d proposals left out", number) % {"n": number}
    return ""
