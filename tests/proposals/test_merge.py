"""Duplicates become one: both proposers agree, supporters are asked, each counts once, both histories stay."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.moderation.models import Reason
from policywiki.trust.actions.block import block_person
from proposals.actions.merge import agree_to_merge, ask_to_merge, decline_merge, take_back_merge
from proposals.actions.reply import reply
from proposals.actions.seal import seal_all
from proposals.actions.support import give_support, take_back
from proposals.actions.withdraw import withdraw_proposal
from proposals.merge_permissions import can_ask_merge, can_begin_merge, can_divide
from proposals.merging import heir, joined_view, named, questions
from proposals.models import Merge, MergeState, ProposalRecord, Succession, Support
from proposals.stages import MAY_END_IN_OTHERS, OPEN_TO_SUPPORT, Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, edition_of

pytestmark = pytest.mark.django_db


def new(title: str, supporters: list[Any] | None = None, **fields: Any) -> ProposalRecord:
    record: ProposalRecord = ProposalFactory(now=timezone.now(), content={"title": title}, **fields)
    for person in supporters or []:
        support(record, person)
    seal_all()
    return fresh(record)


def fresh(record: ProposalRecord) -> ProposalRecord:
    found: ProposalRecord = ProposalRecord.objects.select_related("page", "call", "proposer").get(
        pk=record.pk
    )
    return found


def support(record: ProposalRecord, person: Any) -> None:
    give_support(record=record, person=person, edition=edition_of(record), now=timezone.now())


def ask(
    ends: ProposalRecord, stays: ProposalRecord, asker: Any = None, why: str = "The same racks."
) -> Merge:
    return ask_to_merge(ends=ends, stays=stays, asker=asker or ends.proposer, why=why, now=timezone.now())


def agree(merge: Merge, person: Any = None) -> Merge:
    return agree_to_merge(merge=merge, person=person or merge.stays.proposer, now=timezone.now())


def answer(after: ProposalRecord, person: Any, *, yes: bool) -> None:
    reply(after=after, person=person, supports=yes, edition=edition_of(after), now=timezone.now())
    seal_all()


def one_of(ends: ProposalRecord, stays: ProposalRecord) -> None:
    agree(ask(ends, stays))


def test_nothing_happens_until_both_proposers_have_agreed() -> None:
    small, large = new("Racks"), new("Bicycle racks")
    merge = ask(small, large)
    assert (fresh(small).stage, merge.state, merge.waits_for) == (Stage.SUPPORT, MergeState.ASKED, [large])
    assert [message.to for message in mail.outbox] == [[large.proposer.email]]
    assert f"/p/{large.number}/merge/" in mail.outbox[0].body
    agree(merge)
    assert fresh(small).stage == Stage.MERGED
    assert fresh(large).stage == Stage.SUPPORT
    assert (Succession.objects.get().before, Succession.objects.get().after) == (small, large)


def test_who_proposed_both_is_not_asked_again_and_a_moderator_asks_both() -> None:
    person = UserFactory()
    own = ask(new("A", proposer=person), new("B", proposer=person), asker=person)
    assert own.state == MergeState.DONE
    merge = ask(new("C"), new("D"), asker=UserFactory(moderator=True))
    assert len(merge.waits_for) == 2
    agree(merge, merge.ends.proposer)
    assert Merge.objects.get(pk=merge.pk).state == MergeState.ASKED
    agree(merge, merge.stays.proposer)
    assert Merge.objects.get(pk=merge.pk).state == MergeState.DONE


def test_for_a_proposer_who_has_left_a_moderator_answers() -> None:
    merge = ask(new("A"), new("B"))
    moderator = UserFactory(moderator=True)
    with pytest.raises(NotFound):
        agree(merge, moderator)
    merge.stays.proposer.erased_at = timezone.now()
    merge.stays.proposer.save()
    assert agree(merge, moderator).state == MergeState.DONE


def test_declined_with_a_reason_both_stay() -> None:
    merge = ask(new("A"), new("B"))
    with pytest.raises(ValidationError):
        decline_merge(merge=merge, person=merge.stays.proposer, reason=" ", now=timezone.now())
    mail.outbox.clear()
    decline_merge(merge=merge, person=merge.stays.proposer, reason="Mine is about trams.", now=timezone.now())
    assert fresh(merge.ends).stage == fresh(merge.stays).stage == Stage.SUPPORT
    assert "Mine is about trams." in mail.outbox[0].body
    with pytest.raises(WrongStage):
        agree(merge)
    assert ask(merge.ends, merge.stays).state == MergeState.ASKED


def test_asked_once_at_a_time_and_taken_back() -> None:
    merge = ask(new("A"), new("B"))
    with pytest.raises(WrongStage):
        ask(merge.ends, merge.stays)
    with pytest.raises(WrongStage):
        ask(merge.stays, merge.ends)
    with pytest.raises(NotFound):
        take_back_merge(merge=merge, asker=merge.stays.proposer, now=timezone.now())
    take_back_merge(merge=merge, asker=merge.asked_by, now=timezone.now())
    with pytest.raises(WrongStage):
        agree(merge)


def test_supporters_hear_it_once_and_count_only_when_they_say_yes() -> None:
    people = UserFactory.create_batch(4)
    small, large = new("Racks", people[:3]), new("Bicycle racks", people[2:])
    mail.outbox.clear()
    one_of(small, large)
    told = [message for message in mail.outbox if "goes on in another proposal" in message.subject]
    assert sorted(message.to[0] for message in told) == sorted(person.email for person in people[:3])
    assert "The same racks." in told[0].body
    assert fresh(large).support_count == 2
    answer(large, people[0], yes=True)
    answer(large, people[1], yes=False)
    assert fresh(large).support_count == 3
    view = joined_view(fresh(large), AnonymousUser())
    [joined] = view["joined"]
    assert (joined.supporters, joined.here_too, view["people"]) == (3, 2, 4)
    assert fresh(small).support_count == 3


def test_nobody_is_asked_twice_or_counted_twice() -> None:
    people = UserFactory.create_batch(2)
    small, large = new("Racks", people), new("Bicycle racks", people[1:])
    one_of(small, large)
    assert questions(people[0]) == [large]
    assert questions(people[1]) == []
    answer(large, people[0], yes=True)
    with pytest.raises(NotFound):
        answer(large, people[0], yes=True)
    assert Support.objects.filter(proposal=large).count() == 2
    take_back(record=fresh(large), person=people[0], now=timezone.now())
    assert questions(people[0]) == []


def test_who_never_supported_is_not_asked() -> None:
    small, large = new("Racks", [UserFactory()]), new("Bicycle racks")
    one_of(small, large)
    with pytest.raises(NotFound):
        answer(large, UserFactory(), yes=True)


def test_merged_again_the_first_supporters_are_asked_for_the_last() -> None:
    person = UserFactory()
    first, second, third = new("A", [person]), new("B"), new("C")
    one_of(first, second)
    one_of(fresh(second), third)
    assert questions(person) == [third]
    assert heir(fresh(first)) == third
    answer(third, person, yes=True)
    assert fresh(third).support_count == 1


def test_the_ledger_stays_true() -> None:
    people = UserFactory.create_batch(5)
    small, large = new("Racks", people[:3]), new("Bicycle racks", people[2:])
    one_of(small, large)
    answer(large, people[0], yes=True)
    take_back(record=fresh(large), person=people[4], now=timezone.now())
    seal_all()
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert fresh(large).support_count == Support.objects.filter(proposal=large).count() == 3


def test_old_addresses_lead_on_and_both_histories_are_read(client: Client) -> None:
    small, large = new("Racks"), new("Bicycle racks")
    one_of(small, large)
    for address in (f"/en/proposals/{small.code}/", f"/p/{small.number}"):
        response = client.get(address, follow=True, headers={"accept-language": "en"})
        assert response.redirect_chain[-1][0] == f"/en/proposals/{large.code}/?from={small.code}"
        html = response.content.decode()
        assert "was merged into this proposal" in html
    earlier = client.get(f"/p/{small.number}?read=1", follow=True, headers={"accept-language": "en"})
    assert earlier.redirect_chain[-1][0] == f"/en/proposals/{small.code}/?read=1"
    html = earlier.content.decode()
    for words in ["was merged into another", "The same racks.", "Merged into another proposal"]:
        assert words in html, words
    assert f"/p/{small.number}/support/" not in html
    html = client.get(f"/en/proposals/{large.code}/").content.decode()
    assert f"{small.code} “Racks” was merged into this" in html
    Page.objects.filter(pk=large.page_id).update(
        live=False
    )  # taken off the site: it does not take the other along
    assert "The same racks." in client.get(f"/en/proposals/{small.code}/").content.decode()
    assert (
        client.get(f"/en/proposals/{small.code}/", {"at": timezone.localdate().isoformat()}).status_code
        == 200
    )


def test_the_question_stands_on_the_page_and_under_my_things(client: Client) -> None:
    person = UserFactory()
    small, large = new("Racks", [person]), new("Bicycle racks")
    one_of(small, large)
    client.force_login(person)
    assert large.page.title in client.get("/en/me/supported/").content.decode()
    address = f"/en/proposals/{large.code}/"
    assert "Do you support this one too?" in client.get(address).content.decode()
    client.post(f"/en/p/{large.number}/reply/", {"answer": "yes", "edition": edition_of(large).pk})
    assert Support.objects.filter(proposal=large, person=person).exists()
    assert "Do you support this one too?" not in client.get(address).content.decode()


def test_asked_and_agreed_on_the_pages(client: Client) -> None:
    small, large = new("Racks"), new("Bicycle racks")
    client.force_login(small.proposer)
    asking = f"/en/p/{small.number}/merge/"
    nobody = client.post(asking, {"other": "999", "stays": "other", "why": "The same."})
    assert nobody.status_code == 422
    assert "The same." in nobody.content.decode()
    assert client.post(asking, {"other": large.code, "stays": "other", "why": "The same."}).status_code == 302
    client.force_login(large.proposer)
    assert "You are asked to agree" in client.get(f"/en/proposals/{large.code}/").content.decode()
    answering = f"/en/p/{large.number}/merge/"
    assert "This cannot be undone." in client.get(answering).content.decode()
    client.post(f"{answering}{Merge.objects.get().pk}/", {"do": "agree"})
    assert fresh(small).stage == Stage.MERGED
    client.force_login(UserFactory())
    assert client.get(answering).status_code == 404
    assert client.post(f"{answering}{Merge.objects.get().pk}/", {"do": "agree"}).status_code == 404


@pytest.mark.parametrize("stage", Stage.values)
def test_role_by_stage(stage: str) -> None:
    ends, other = ProposalFactory(stage=stage), ProposalFactory()
    people = {
        "guest": AnonymousUser(), "member": UserFactory(), "official": UserFactory(official=True),
        "one": ends.proposer, "two": other.proposer, "moderator": UserFactory(moderator=True),
    }  # fmt: skip
    may_end = {role for role, user in people.items() if can_ask_merge(user, ends, other)}
    assert may_end == ({"one", "two", "moderator"} if stage in MAY_END_IN_OTHERS else set())
    may_stay = {role for role, user in people.items() if can_ask_merge(user, other, ends)}
    assert may_stay == ({"one", "two", "moderator"} if stage in OPEN_TO_SUPPORT else set())
    assert not can_ask_merge(ends.proposer, ends, ends)
    may_begin = {role for role, user in people.items() if can_begin_merge(user, ends)}
    assert may_begin == ({"one", "moderator"} if stage in OPEN_TO_SUPPORT else set())
    may_divide = {role for role, user in people.items() if can_divide(user, ends)}
    assert may_divide == ({"one"} if stage in MAY_END_IN_OTHERS else set())


def test_what_went_to_the_city_meanwhile_goes_its_own_way() -> None:
    merge = ask(new("A"), new("B"))
    ProposalRecord.objects.filter(pk=merge.ends_id).update(stage=Stage.CITY)
    with pytest.raises(WrongStage):
        agree(merge)
    assert not Succession.objects.exists()


@pytest.mark.parametrize(
    "written",
    ["7", "2026-0007", "#7", "/p/7", "https://city.example/p/7/", "/en/proposals/2026-0007/?from=2026-0001"],
)
def test_a_proposal_is_named_as_people_name_it(written: str) -> None:
    record = ProposalFactory()
    ProposalRecord.objects.filter(pk=record.pk).update(number=7)
    assert named(written) == record
    assert named("seven") is None


def test_withdrawing_needs_a_reason_where_there_are_supporters_and_tells_them() -> None:
    person = UserFactory()
    record = new("Racks", [person])
    with pytest.raises(ValidationError):
        withdraw_proposal(record=record, proposer=record.proposer, reason=" ", now=timezone.now())
    mail.outbox.clear()
    withdraw_proposal(record=record, proposer=record.proposer, reason="They are built.", now=timezone.now())
    [message] = mail.outbox
    assert message.to == [person.email]
    assert "They are built." in message.body
    alone = new("Nobody's")
    withdraw_proposal(record=alone, proposer=alone.proposer, reason="", now=timezone.now())
    assert fresh(alone).stage == Stage.WITHDRAWN


def test_many_supporters_are_told_in_turns(monkeypatch: Any) -> None:
    from policywiki.notifications import supporters

    monkeypatch.setattr(supporters, "AT_A_TIME", 2)
    people = UserFactory.create_batch(5)
    record = new("Racks", people)
    mail.outbox.clear()
    withdraw_proposal(record=record, proposer=record.proposer, reason="Built.", now=timezone.now())
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)


def test_who_may_not_write_for_now_does_not_ask_nor_say_why_not() -> None:
    first, second = new("A"), new("B")
    merge = ask(first, second)
    reason = Reason.objects.create(code="rude", label_en="Rude", label_zh="伤人")
    for person in (first.proposer, second.proposer):
        block_person(
            person=person,
            moderator=UserFactory(moderator=True),
            reason=reason,
            until=None,
            now=timezone.now(),
        )
    assert not can_begin_merge(first.proposer, first)
    assert not can_ask_merge(first.proposer, first, second)
    with pytest.raises(NotAllowed):
        decline_merge(merge=merge, person=second.proposer, reason="Rude words.", now=timezone.now())
    take_back_merge(merge=merge, asker=first.proposer, now=timezone.now())
