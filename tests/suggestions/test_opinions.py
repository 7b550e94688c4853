"""Anyone signed in supports a suggestion or objects with a reason: it orders the queue and decides nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.events import OpinionChanged
from policywiki.core.verdicts import NotAllowed, WrongStage
from policywiki.moderation.models import Reason
from policywiki.suggestions.actions.opinions import give_opinion, take_opinion_back
from policywiki.suggestions.handlers import count_opinions
from policywiki.suggestions.models import Opinion, State, Suggestion
from policywiki.suggestions.permissions import may_give_opinion
from policywiki.trust.actions.hide import hide_part
from policywiki.trust.hiding import item_of
from policywiki.trust.models import Block
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(site: Any) -> Suggestion:
    return suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")


def counts(suggestion: Suggestion) -> tuple[int, int]:
    found = Suggestion.objects.get(pk=suggestion.pk)
    return found.support_count, found.objection_count


def say(suggestion: Suggestion, person: Any, supports: bool, reason: str = "") -> Opinion:
    now = timezone.now()
    return give_opinion(suggestion=suggestion, person=person, supports=supports, reason=reason, now=now)


def test_each_person_counts_once_and_the_later_word_replaces_the_earlier(suggestion: Suggestion) -> None:
    one, other = UserFactory(), UserFactory()
    say(suggestion, one, True)
    say(suggestion, one, True)
    say(suggestion, other, False, "The paint fades.")
    assert counts(suggestion) == (1, 1)
    say(suggestion, one, False, "It does fade.")
    assert counts(suggestion) == (0, 2)
    take_opinion_back(suggestion=suggestion, person=one)
    assert counts(suggestion) == (0, 1)
    count_opinions(OpinionChanged(suggestion_id=suggestion.pk))
    assert counts(suggestion) == (0, 1)


def test_nobody_objects_without_a_reason(suggestion: Suggestion) -> None:
    with pytest.raises(ValidationError):
        say(suggestion, UserFactory(), False, "  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(
            suggestion=suggestion, person=UserFactory(), supports=False, given_at=timezone.now()
        )


def test_not_on_ones_own_not_by_guests_and_not_after_the_decision(suggestion: Suggestion) -> None:
    with pytest.raises(NotAllowed):
        say(suggestion, suggestion.author, True)
    assert may_give_opinion(AnonymousUser(), suggestion).hidden
    publish(suggestion, UserFactory(moderator=True))
    suggestion.refresh_from_db()
    with pytest.raises(WrongStage):
        say(suggestion, UserFactory(), True)


def test_a_thousand_objections_decide_nothing(suggestion: Suggestion) -> None:
    for _number in range(12):
        say(suggestion, UserFactory(), False, "No.")
    assert Suggestion.objects.get(pk=suggestion.pk).state == State.SENT


def test_through_the_page(suggestion: Suggestion, client: Client) -> None:
    person = UserFactory(display_name="Grace")
    client.force_login(person)
    address = reverse("suggestions:opinion", args=[suggestion.pk])
    refused = client.post(address, {"do": "object", "reason": ""})
    assert refused.status_code == 422
    assert "Please say what speaks against it" in refused.content.decode()
    client.post(address, {"do": "object", "reason": "The paint fades."})
    html = client.get(suggestion.get_absolute_url()).content.decode()
    assert "The paint fades." in html and "Grace" in html and "1 person objects." in html
    client.post(address, {"do": "back"})
    client.post(address, {"do": "support"})
    html = client.get(suggestion.get_absolute_url()).content.decode()
    assert "1 person supports it." in html and "You support it." in html
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("state", [State.WITH_AUTHORS, State.ALTERNATIVE])
def test_a_guest_who_may_read_it_is_offered_to_say_so_and_signs_in_then(
    suggestion: Suggestion, client: Client, state: str
) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(state=state)
    address = reverse("suggestions:opinion", args=[suggestion.pk])
    assert f'action="{address}"' in client.get(suggestion.get_absolute_url()).content.decode()
    assert reverse("account_login") in client.post(address, {"do": "support"}).url
    assert counts(suggestion) == (0, 0)
    Suggestion.objects.filter(pk=suggestion.pk).update(state=State.DECLINED)
    assert f'action="{address}"' not in client.get(suggestion.get_absolute_url()).content.decode()


def test_an_objection_is_a_text_too(suggestion: Suggestion) -> None:
    """Who may not write for now supports but gives no reasons; words hidden on the page come back nowhere."""
    paused, now = UserFactory(), timezone.now()
    Block.objects.create(
        person=paused, by=UserFactory(moderator=True), reason=Reason.objects.get(code="hurtful"), since=now
    )
    say(suggestion, paused, True)
    with pytest.raises(NotAllowed):
        say(suggestion, paused, False, "Rude words.")
    item = item_of("suggestion", suggestion.pk)
    assert item is not None
    hide_part(item=item, words=["blue bays"], moderator=UserFactory(moderator=True), now=now)
    assert "blue bays" not in say(suggestion, UserFactory(), False, "No blue bays!").reason


def test_what_stands_in_place_of_hidden_words_fits_the_field(suggestion: Suggestion) -> None:
    opinion = say(suggestion, UserFactory(), False, "Wang " * 100)
    item = item_of("suggestion", suggestion.pk)
    assert item is not None
    hide_part(item=item, words=["Wang"], moderator=UserFactory(moderator=True), now=timezone.now())
    opinion.refresh_from_db()
    assert "Wang" not in opinion.reason
    assert len(opinion.reason) <= 500


def test_a_suggested_title_is_hidden_with_its_text(suggestion: Suggestion, client: Client) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(title="Rude title", hidden_at=timezone.now())
    client.force_login(UserFactory())
    addresses = [
        suggestion.get_absolute_url(),
        reverse("suggestions:open", args=[suggestion.page_id]),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Rude title" not in answer.content.decode()
    client.force_login(suggestion.author)
    assert "Rude title" in client.get(addresses[0]).content.decode()
