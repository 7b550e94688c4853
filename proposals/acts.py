"""The words of the ledger: what one can do to a proposal, and how one can vote. Pure."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Choice(TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstain")


class Act(TextChoices):
    SUPPORT_GIVEN = "support_given", _("supported")
    SUPPORT_TAKEN_BACK = "support_taken_back", _("support taken back")
    VOTE_CAST = "vote_cast", _("vote cast")
    VOTE_SET_ASIDE = "vote_set_aside", _("vote set aside")
    VOTE_COUNTED_AGAIN = "vote_counted_again", _("vote counted again")


SUPPORT_ACTS = frozenset({Act.SUPPORT_GIVEN, Act.SUPPORT_TAKEN_BACK})
# What the city does to a vote, not the voter.
REVIEW_ACTS = frozenset({Act.VOTE_SET_ASIDE, Act.VOTE_COUNTED_AGAIN})
