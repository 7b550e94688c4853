"""A pause in writing: reason, term, what waits in the same act, second look; reading and voting stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import YES, NotAllowed, NotFound, WrongStage
from policywiki.discussion import registry
from policywiki.discussion.actions.comments import flag_comment, post_comment
from policywiki.moderation.actions.cases import decide, open_case
from policywiki.moderation.actions.taking import claim
from policywiki.moderation.models import Case, CaseState, Reason
from policywiki.suggestions.models import State, Suggestion
from policywiki.trust.actions.block import ask_about_block, block_person, lift_block
from policywiki.trust.models import Block
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def page(site: Any, monkeypatch: pytest.MonkeyPatch) -> KnowledgePage:
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    return knowledge_page()


def block(person: Any, *, by: Any = None, settle: bool = False, **fields: Any) -> Block:
    now = timezone.now()
    return block_person(
        person=person, moderator=by or UserFactory(moderator=True), reason=Reason.objects.get(code="hurtful"),
        settle=settle, **({"until": now + WEEK, "now": now} | fields),
    )  # fmt: skip


def test_who_is_blocked_writes_nothing_until_the_term_is_over(page: KnowledgePage) -> None:
    person, other = UserFactory(), UserFactory()
    comment = post_comment(page=page, author=other, text="Well said", stance="for", now=timezone.now())
    found = block(person)
    with pytest.raises(NotAllowed):
        suggest(page, person, "marked bays", "blue bays")
    with pytest.raises(NotAllowed):
        post_comment(page=page, author=person, text="Rude", stance="for", now=timezone.now())
    with pytest.raises(NotAllowed):
        flag_comment(comment=comment, by=person, why="-", now=timezone.now())
    Block.objects.filter(pk=found.pk).update(until=timezone.now())
    assert suggest(page, person, "marked bays", "blue bays").state == State.SENT


def test_what_waits_goes_in_the_same_act_with_one_mail(page: KnowledgePage) -> None:
    person, moderator, colleague = UserFactory(), UserFactory(moderator=True), UserFactory(moderator=True)
    mine = [suggest(knowledge_page(title=f"P{n}"), person, "marked bays", "blue bays") for n in range(3)]
    claim(case=mine[2].case, moderator=colleague, now=timezone.now())
    mail.outbox.clear()
    assert block(person, by=moderator, settle=True).settled == 2
    states = [Suggestion.objects.get(pk=one.pk).state for one in mine]
    assert states == [State.NOT_PUBLISHED, State.NOT_PUBLISHED, State.SENT]
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_without_that_what_waits_can_still_be_published(page: KnowledgePage) -> None:
    person = UserFactory()
    waiting = suggest(page, person, "marked bays", "blue bays")
    block(person)
    publish(waiting, UserFactory(moderator=True))
    assert Suggestion.objects.get(pk=waiting.pk).state == State.PUBLISHED


def test_who_may_block_whom(site: Any) -> None:
    person, moderator = UserFactory(), UserFactory(moderator=True)
    for by in (UserFactory(), UserFactory(official=True)):
        with pytest.raises(NotFound):
            block(person, by=by)
    for staff in (moderator, UserFactory(moderator=True)):
        with pytest.raises(NotAllowed):
            block(staff, by=moderator)
    with pytest.raises(ValidationError):
        block(person, until=timezone.now() - WEEK)
    block(person)
    with pytest.raises(WrongStage):
        block(person)


def test_a_second_look_by_another_moderator_ends_it(site: Any) -> None:
    person, moderator = UserFactory(), UserFactory(moderator=True)
    found = block(person, by=moderator)
    case = ask_about_block(block=found, person=person, note="I was quoting", now=timezone.now())
    with pytest.raises(WrongStage):
        ask_about_block(block=found, person=person, note="again", now=timezone.now())
    with pytest.raises(NotAllowed):
        decide(case=case, decision="publish", moderator=moderator, version=1, now=timezone.now())
    decide(
        case=case, decision="publish", moderator=UserFactory(moderator=True), version=1, now=timezone.now()
    )
    found.refresh_from_db()
    assert found.lifted_at is not None
    assert not Block.objects.in_force(timezone.now()).exists()


def test_lifted_by_hand_once(site: Any) -> None:
    found, moderator = block(UserFactory()), UserFactory(moderator=True)
    lift_block(block=found, moderator=moderator, now=timezone.now())
    with pytest.raises(WrongStage):
        lift_block(block=found, moderator=moderator, now=timezone.now())


def test_in_the_browser(page: KnowledgePage, client: Client) -> None:
    person, moderator = UserFactory(), UserFactory(moderator=True)
    suggest(page, person, "marked bays", "blue bays")
    client.force_login(moderator)
    address = reverse("trust_desk:block", args=[person.pk])
    assert address in client.get(person.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"days": "7"}).status_code == 422
    done = client.post(
        address, {"days": "7", "reason": Reason.objects.get(code="hurtful").pk, "settle": "on"}
    )
    assert done.url == reverse("trust_desk:blocks")
    found = Block.objects.get()
    assert Case.objects.get().state == CaseState.CLOSED
    assert str(person) in client.get(done.url).content.decode()
    client.force_login(person)
    change = client.get(reverse("suggestions:change", args=[page.pk]))
    assert change.status_code == 403
    assert client.get(found.get_absolute_url()).status_code == 200
    assert client.post(found.get_absolute_url(), {"note": "I was quoting"}).status_code == 302
    assert (
        found.get_absolute_url() in client.get(reverse("accounts:mine", args=["standing"])).content.decode()
    )
    client.force_login(UserFactory())
    assert client.get(found.get_absolute_url()).status_code == 404


def test_their_appeals_and_what_is_public_already_are_not_refused_unseen(page: KnowledgePage) -> None:
    person = UserFactory()
    kinds = ("hidden_part", "sample", "vote_objection", "mistake")
    cases = [open_case(kind=kind, title=kind, author=person, now=timezone.now()) for kind in kinds]
    assert block(person, settle=True).settled == 0
    assert {Case.objects.get(pk=case.pk).state for case in cases} == {CaseState.OPEN}
