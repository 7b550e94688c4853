"""What a vote needs and what came of it, and both in words. Pure: a record in, words out.

The rule is the one that stood when the vote began. An abstention counts towards the quorum and for neither side.
"""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policywiki.core.wording import number_text


class VoteMode(TextChoices):
    EACH = "each", gettext_lazy("Each proposal by itself: for, against, abstain")
    SCORE = "score", gettext_lazy("All together: points from 0 to 5")
    RANKED = "ranked", gettext_lazy("All together: in order of preference")
    BUDGET = "budget", gettext_lazy("All together: what the budget should pay for")


class VoteRule(TextChoices):
    MORE_FOR = "more_for", gettext_lazy("More for than against")
    TWO_THIRDS = "two_thirds", gettext_lazy("At least twice as many for as against")


class Outcome(TextChoices):
    CARRIED = "carried", gettext_lazy("carried")
    NOT_CARRIED = "not_carried", gettext_lazy("not carried")
    TOO_FEW = "too_few", gettext_lazy("too few votes")


def outcome_of(record: Any) -> Outcome:
    """What the votes counted so far come to. Nobody for and nobody against carries nothing."""
    if record.votes_total < record.vote_quorum:
        return Outcome.TOO_FEW
    in_favour, against = record.votes_for, record.votes_against
    enough = in_favour > against
    if record.vote_rule == VoteRule.TWO_THIRDS:
        enough = in_favour >= 2 * against and in_favour > 0
    return Outcome.CARRIED if enough else Outcome.NOT_CARRIED


def rule_sentence(*, rule: str, quorum: int) -> str:
    """ "Carried if at least 200 people vote and more are for than against." """
    if not quorum:
        return _RULES[rule]()
    return _WITH_QUORUM[rule](quorum) % {"quorum": number_text(quorum)}


def outcome_sentence(record: Any) -> str:
    """ "Carried: 312 for, 120 against, 14 abstained." """
    numbers = {
        "for": number_text(record.votes_for),
        "against": number_text(record.votes_against),
        "abstain": number_text(record.votes_abstain),
        "total": number_text(record.votes_total),
        "quorum": number_text(record.vote_quorum),
    }
    return _OUTCOMES[outcome_of(record)]() % numbers


_RULES = {
    VoteRule.MORE_FOR.value: lambda: _("Carried if more are for than against."),
    VoteRule.TWO_THIRDS.value: lambda: _("Carried if at least twice as many are for as against."),
}
_WITH_QUORUM = {
    VoteRule.MORE_FOR.value: lambda quorum: ngettext(
        "Carried if at least %(quorum)s person votes and more are for than against.",
        "Carried if at least %(quorum)s people vote and more are for than against.",
        quorum,
    ),
    VoteRule.TWO_THIRDS.value: lambda quorum: ngettext(
        "Carried if at least %(quorum)s person votes and at least twice as many are for as against.",
        "Carried if at least %(quorum)s people vote and at least twice as many are for as against.",
        quorum,
    ),
}
_OUTCOMES = {
    Outcome.CARRIED: lambda: _("Carried: %(for)s for, %(against)s against, %(abstain)s abstained."),
    Outcome.NOT_CARRIED: lambda: _("Not carried: %(for)s for, %(against)s against, %(abstain)s abstained."),
    Outcome.TOO_FEW: lambda: _("No result: %(total)s voted, %(quorum)s were needed."),
}
