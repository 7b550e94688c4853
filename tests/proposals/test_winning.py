"""Several texts were voted on side by side: which of them the city answers, and where that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from proposals.models import ProposalRecord
from proposals.outcome import VoteRule
from proposals.stages import Stage
from proposals.winning import winner_of
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory


@dataclass
class Text:
    """What the rule reads of a record."""

    number: int
    votes_for: int
    votes_against: int = 0
    alternative_to_id: int | None = None
    stage: str = Stage.CITY
    vote_quorum: int = 0
    vote_rule: str = VoteRule.MORE_FOR

    @property
    def votes_total(self) -> int:
        return self.votes_for + self.votes_against


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        ([Text(1, 5), Text(2, 7, alternative_to_id=1)], 2),
        # More for, and not carried: it is out.
        ([Text(1, 5), Text(2, 7, 8, alternative_to_id=1)], 1),
        # Equal: the fewest against, then the first text, then the older alternative.
        ([Text(1, 7, 3), Text(2, 7, 2, alternative_to_id=1)], 2),
        ([Text(9, 7, 2), Text(2, 7, 2, alternative_to_id=9)], 9),
        ([Text(1, 1, 2), Text(3, 7, 2, alternative_to_id=1), Text(2, 7, 2, alternative_to_id=1)], 2),
        ([Text(1, 1, 2), Text(2, 2, 2, alternative_to_id=1)], None),
        ([Text(1, 9, vote_quorum=10), Text(2, 9, vote_quorum=10, alternative_to_id=1)], None),
        ([Text(1, 0), Text(2, 0, alternative_to_id=1)], None),
        # While one of them is still voted on nothing has been chosen.
        ([Text(1, 5), Text(2, 7, alternative_to_id=1, stage=Stage.VOTE)], None),
        ([Text(1, 5, stage=Stage.ANSWERED), Text(2, 7, alternative_to_id=1)], 2),
    ],
)
def test_the_carried_text_with_the_most_votes_for(texts: list[Text], chosen: int | None) -> None:
    found = winner_of(texts)
    assert (found.number if found else None) == chosen


def side_by_side(stage: str) -> tuple[ProposalRecord, ProposalRecord]:
    first, other = ProposalFactory(vote=True), ProposalFactory(vote=True)
    ProposalRecord.objects.filter(pk=first.pk).update(votes_for=5, votes_against=1, stage=stage)
    ProposalRecord.objects.filter(pk=other.pk).update(votes_for=7, alternative_to=first, stage=stage)
    return ProposalRecord.objects.get(pk=first.pk), ProposalRecord.objects.get(pk=other.pk)


def read(client: Client, record: Any) -> str:
    return client.get(f"/en/p/{record.number}/", follow=True).content.decode()


@pytest.mark.django_db
def test_the_rule_stands_there_while_people_vote_and_the_result_after(site: Any, client: Client) -> None:
    first, other = side_by_side(Stage.VOTE)
    rule = "The city answers, of the texts that the vote carries, the one with the most votes for."
    for one in (first, other):
        assert rule in client.get(f"/en/proposals/{one.code}/").content.decode()
    ProposalRecord.objects.update(stage=Stage.CITY)
    chosen = client.get(f"/en/proposals/{other.code}/").content.decode()
    assert "the vote chose this one: the city answers this text." in chosen
    left = client.get(f"/en/proposals/{first.code}/").content.decode()
    assert "the vote chose another one: the city answers that text." in left
    assert "Carried: 7 for, 0 against, 0 abstained." in left


@pytest.mark.django_db
def test_the_official_reads_which_text_was_chosen_and_the_answer_to_the_other_begins_with_it(
    site: Any, client: Client
) -> None:
    first, other = side_by_side(Stage.CITY)
    client.force_login(UserFactory(official=True))
    left = client.get(f"/en/p/{first.number}/answer/").content.decode()
    assert f"[{other.code}](page:{other.page_id})" in left
    chosen = client.get(f"/en/p/{other.number}/answer/").content.decode()
    assert "the vote chose this one" in chosen
    assert "(page:" not in chosen
