"""Others suggest changes to a proposal: a moderator lets them through, its authors decide, several all land."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policywiki.accounts.actions.erase import erase
from policywiki.core.page_content import content_of
from policywiki.core.rawblocks import normalise
from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision, Reason
from policywiki.suggestions.actions import at_once
from policywiki.suggestions.actions.accept import Overlaps
from policywiki.suggestions.actions.hide import hide_text, show_text
from policywiki.suggestions.actions.write import begin, send, withdraw
from policywiki.suggestions.models import State, Suggestion
from policywiki.suggestions.permissions import may_read
from policywiki.suggestions.protection.actions import protect
from policywiki.suggestions.protection.models import Level
from policywiki.trust.actions.block import block_person
from policywiki.trust.actions.hide import hide_part
from policywiki.trust.hiding import item_of
from policywiki.wiki.actions.bring_back import bring_back
from policywiki.wiki.restoring import RESTORE
from proposals import permissions as may
from proposals.actions.amend import accept_amendment, decline_amendment, let_stand
from proposals.actions.carry import carry_alternatives
from proposals.actions.share import agree, ask_no_longer, invite, leave
from proposals.actions.stage import enter, locked
from proposals.actions.vote import cast_vote
from proposals.actions.withdraw import withdraw_proposal
from proposals.handlers import carry_to_the_vote
from proposals.models import Amendment, CoAuthor, ProposalPage, ProposalRecord
from proposals.stages import Stage
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
THREE = normalise(
    [
        {"type": "measure", "value": {"what": f"Build {what} racks", "who": "", "when": "", "cost": ""}}
        for what in ("low", "high", "wide")
    ]
)


def content(record: ProposalRecord) -> dict[str, Any]:
    return content_of(ProposalPage.objects.get(pk=record.page_id))


def suggest(record: ProposalRecord, author: Any = None, **fields: Any) -> Suggestion:
    """A change sent by this person; nobody has looked at it yet."""
    author = author or UserFactory()
    page = ProposalPage.objects.get(pk=record.page_id)
    suggestion = begin(author=author, kind="change", page=page, language="en", now=NOW)
    send(
        suggestion=suggestion, author=author, content=content_of(page) | fields, summary="Better so", now=NOW
    )
    suggestion.refresh_from_db()
    return suggestion


def check(suggestion: Suggestion, moderator: Any = None, *, at: Any = NOW) -> Suggestion:
    """A moderator says that it may be public."""
    case = Case.objects.get(suggestion=suggestion)
    decide(
        case=case,
        decision=Decision.PUBLISH,
        moderator=moderator or UserFactory(moderator=True),
        version=case.version,
        now=at,
    )
    return Suggestion.objects.get(pk=suggestion.pk)


def amendment(record: ProposalRecord, author: Any = None, *, at: Any = NOW, **fields: Any) -> Amendment:
    return Amendment.objects.get(suggestion=check(suggest(record, author, **fields), at=at))


def coauthor(record: ProposalRecord, person: Any = None) -> Any:
    person = person or UserFactory()
    agree(
        coauthor=invite(record=record, proposer=record.proposer, person=person, now=NOW),
        person=person,
        now=NOW,
    )
    return person


def measures(record: ProposalRecord) -> list[str]:
    return [block["value"]["what"] for block in content(record)["measures"]]


def with_measure(record: ProposalRecord, at: int, what: str) -> list[dict[str, Any]]:
    blocks = [dict(block) for block in content(record)["measures"]]
    blocks[at] = blocks[at] | {"value": blocks[at]["value"] | {"what": what}}
    return blocks


# ------------------------------------------------------------------------- checked, then before the authors


def test_a_moderators_yes_makes_it_public_and_the_text_stays_as_it_is() -> None:
    record = ProposalFactory(now=NOW)
    suggestion = check(suggest(record, summary="Racks for 500 bicycles."))
    assert suggestion.state == State.WITH_AUTHORS
    assert content(record)["summary"] == "Two-level racks for 120 bicycles."
    assert may_read(UserFactory(), suggestion)
    found = suggestion.amendment
    assert (found.proposer_until.date() - NOW.date()).days in (14, 15)
    assert (found.open_until.date() - NOW.date()).days in (28, 29)


def test_accepted_it_lands_with_its_authors_name_and_says_who_checked_and_who_agreed() -> None:
    record, author, moderator = ProposalFactory(now=NOW), UserFactory(), UserFactory(moderator=True)
    suggestion = check(suggest(record, author, summary="Racks for 500 bicycles."), moderator)
    accept_amendment(amendment=suggestion.amendment, author=record.proposer, reason="Thank you", now=NOW)
    edition = edition_of(record)
    assert content(record)["summary"] == "Racks for 500 bicycles."
    assert (edition.number, edition.author, edition.reviewer) == (2, author, moderator)
    assert edition.provenance == {"suggestion": suggestion.pk, "accepted_by": record.proposer.pk}
    suggestion.refresh_from_db()
    assert suggestion.state == State.PUBLISHED


def test_several_accepted_ones_all_land_even_in_one_measure() -> None:
    record = ProposalFactory(now=NOW, content={"measures": THREE})
    found = [
        amendment(record, measures=with_measure(record, 0, "Build low racks of steel")),
        amendment(record, measures=with_measure(record, 0, "Build two low racks")),
        amendment(record, measures=with_measure(record, 2, "Build wide green racks")),
        amendment(record, summary="Racks for 500 bicycles."),
    ]
    for one in found:
        accept_amendment(amendment=one, author=record.proposer, now=NOW)
    assert measures(record) == ["Build two low racks of steel", "Build high racks", "Build wide green racks"]
    assert content(record)["summary"] == "Racks for 500 bicycles."
    assert Edition.objects.of(record.page).count() == 5


def test_declining_needs_a_reason_that_everybody_reads() -> None:
    record = ProposalFactory(now=NOW)
    one = amendment(record, summary="Racks for 500 bicycles.")
    with pytest.raises(ValidationError):
        decline_amendment(amendment=one, author=record.proposer, reason=" ", now=NOW)
    decline_amendment(amendment=one, author=record.proposer, reason="No room for so many.", now=NOW)
    one.suggestion.refresh_from_db()
    assert one.suggestion.state == State.DECLINED
    page = Client().get(f"/en/p/{record.number}/changes/").content.decode()
    assert "No room for so many." in page
    with pytest.raises(WrongStage):
        accept_amendment(amendment=one, author=record.proposer, now=NOW)


def test_what_overlaps_with_one_that_landed_waits_for_whoever_wrote_it_and_nothing_is_lost() -> None:
    record = ProposalFactory(now=NOW)
    first = amendment(record, summary="Two-level racks for 200 bicycles.")
    second = amendment(record, summary="Two-level racks for 300 bicycles.")
    accept_amendment(amendment=first, author=record.proposer, now=NOW)
    with pytest.raises(Overlaps):
        accept_amendment(amendment=second, author=record.proposer, now=NOW)
    second.refresh_from_db()
    assert (second.suggestion.state, second.decided_by) == (State.WITH_AUTHORS, None)
    # Sent again it is checked again: nobody puts words before the public that no moderator has seen.
    writer = second.suggestion.author
    send(
        suggestion=second.suggestion,
        author=writer,
        content=content(record) | {"summary": "Two-level racks for 250 bicycles."},
        summary="In between",
        now=NOW,
    )
    again = Suggestion.objects.get(pk=second.suggestion_id)
    assert again.state == State.SENT
    assert check(again).state == State.WITH_AUTHORS


def test_its_author_may_take_it_back_until_it_is_decided() -> None:
    record = ProposalFactory(now=NOW)
    one = amendment(record, summary="Racks for 500 bicycles.")
    withdraw(suggestion=one.suggestion, author=one.suggestion.author, now=NOW)
    with pytest.raises(WrongStage):
        accept_amendment(amendment=one, author=record.proposer, now=NOW)


def test_where_nobody_is_left_to_ask_the_moderators_yes_is_enough() -> None:
    record = ProposalFactory(now=NOW)
    erase(person=record.proposer, actor=record.proposer, now=NOW)
    suggestion = check(suggest(record, summary="Racks for 500 bicycles."))
    assert suggestion.state == State.PUBLISHED
    assert content(record)["summary"] == "Racks for 500 bicycles."


# ------------------------------------------------------------------------- who, and when


def test_authors_change_their_text_until_enough_people_support_it_and_then_another_author_agrees() -> None:
    record = ProposalFactory(now=NOW)
    friend = coauthor(record)
    assert check(suggest(record, record.proposer, summary="By the proposer.")).state == State.PUBLISHED
    assert check(suggest(record, friend, summary="By the co-author.")).state == State.PUBLISHED
    enter(locked(record), Stage.CITY, actor=record.proposer, now=NOW)
    one = amendment(record, record.proposer, summary="By the proposer, later.")
    with pytest.raises(NotAllowed):
        accept_amendment(amendment=one, author=record.proposer, now=NOW)
    accept_amendment(amendment=one, author=friend, now=NOW)
    assert content(record)["summary"] == "By the proposer, later."


def test_who_decides_in_which_stage() -> None:
    record = ProposalFactory(now=NOW)
    friend, writer = coauthor(record), UserFactory()
    one = amendment(record, writer, summary="Racks for 500 bicycles.")
    people = {"proposer": record.proposer, "friend": friend, "writer": writer, "stranger": UserFactory()}
    table = {NOW: {"proposer"}, one.proposer_until + timedelta(seconds=1): {"proposer", "friend"}}
    for stage in Stage.values:
        ProposalRecord.objects.filter(pk=record.pk).update(stage=stage)
        one = Amendment.objects.get(pk=one.pk)
        for moment, expected in table.items():
            allowed = {
                name for name, user in people.items() if may.can_decide_amendment(user, one, now=moment)
            }
            assert allowed == (expected if stage in {"support", "deliberation", "city"} else set()), stage
    assert may.can_decide_amendment(people["stranger"], one, now=NOW).hidden
    assert may.can_decide_amendment(people["writer"], one, now=NOW).hidden


def test_after_the_days_of_the_call_it_stands_as_an_alternative_and_may_still_be_taken_over() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(proposer_days=2, amendment_days=5))
    one = amendment(record, summary="Racks for 500 bicycles.")
    assert let_stand(now=one.open_until - timedelta(seconds=1)) == 0
    assert let_stand(now=one.open_until) == 1
    assert let_stand(now=one.open_until) == 0
    one = Amendment.objects.get(pk=one.pk)
    assert one.suggestion.state == State.ALTERNATIVE
    with pytest.raises(WrongStage):
        decline_amendment(amendment=one, author=record.proposer, reason="Too late", now=one.open_until)
    accept_amendment(amendment=one, author=record.proposer, now=one.open_until)
    assert content(record)["summary"] == "Racks for 500 bicycles."


def test_the_authors_hear_of_it_first_the_proposer_then_the_others() -> None:
    record = ProposalFactory(now=NOW)
    friend = coauthor(record)
    mail.outbox.clear()
    one = amendment(record, summary="Racks for 500 bicycles.")
    to = [message.to[0] for message in mail.outbox if "suggests a change" in message.subject]
    assert to == [record.proposer.email]
    let_stand(now=one.proposer_until)
    to = [message.to[0] for message in mail.outbox if "suggests a change" in message.subject]
    assert to == [record.proposer.email, friend.email]


# ------------------------------------------------------------------------- sharing the text


def test_nobody_is_an_author_before_they_agree_and_only_they_can() -> None:
    record, person = ProposalFactory(now=NOW), UserFactory()
    row = invite(record=record, proposer=record.proposer, person=person, now=NOW)
    assert record.author_ids() == {record.proposer_id}
    with pytest.raises(NotFound):
        agree(coauthor=row, person=record.proposer, now=NOW)
    agree(coauthor=row, person=person, now=NOW)
    assert record.author_ids() == {record.proposer_id, person.pk}
    leave(coauthor=row, person=person, now=NOW)
    assert record.author_ids() == {record.proposer_id}
    with pytest.raises(NotFound):
        agree(coauthor=row, person=person, now=NOW)
    again = invite(record=record, proposer=record.proposer, person=person, now=NOW)
    assert again.agreed_at is None


def test_only_the_proposer_asks_and_takes_the_asking_back() -> None:
    record, person = ProposalFactory(now=NOW), UserFactory()
    with pytest.raises(NotFound):
        invite(record=record, proposer=person, person=UserFactory(), now=NOW)
    with pytest.raises(ValidationError):
        invite(record=record, proposer=record.proposer, person=record.proposer, now=NOW)
    row = invite(record=record, proposer=record.proposer, person=person, now=NOW)
    ask_no_longer(coauthor=row, proposer=record.proposer, now=NOW)
    assert not CoAuthor.objects.invited().exists()


def test_who_leaves_the_site_shares_nothing_any_more() -> None:
    record = ProposalFactory(now=NOW)
    friend = coauthor(record)
    erase(person=friend, actor=friend, now=NOW)
    assert record.author_ids() == {record.proposer_id}


# ------------------------------------------------------------------------- alternatives go to the vote


def standing(record: ProposalRecord, **fields: Any) -> Amendment:
    one = amendment(record, **fields or {"summary": "Racks for 500 bicycles."})
    let_stand(now=one.open_until)
    return Amendment.objects.get(pk=one.pk)


def test_an_alternative_is_voted_on_beside_the_first_text_until_the_same_close() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(uses_vote=True))
    standing(record)
    moved = enter(locked(record), Stage.VOTE, actor=record.proposer, now=NOW)
    event = type("Event", (), {"to_stage": "vote", "record_id": record.pk})
    carry_to_the_vote(event)  # type: ignore[arg-type]
    carry_to_the_vote(event)  # type: ignore[arg-type]  # delivered twice
    other = ProposalRecord.objects.get(alternative_to=record)
    assert (other.stage, other.closes_at) == (Stage.VOTE, moved.closes_at)
    assert content(other)["summary"] == "Racks for 500 bicycles."
    assert content(other)["title"] == content(record)["title"]
    voter = UserFactory()
    record.refresh_from_db()
    for one in (record, other):
        cast_vote(record=one, voter=voter, choice="for", edition=edition_of(one), now=NOW)
    page = Client().get(f"/p/{record.number}/", follow=True).content.decode()
    assert other.code in page
    assert "<ins>" in Client().get(f"/en/p/{other.number}/beside/").content.decode()


def test_a_call_may_keep_alternatives_from_the_vote() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(uses_vote=True, alternatives_to_vote=False))
    standing(record)
    enter(locked(record), Stage.VOTE, actor=record.proposer, now=NOW)
    assert carry_alternatives(record=record) == 0


# ------------------------------------------------------------------------- the screens


def browse(person: Any) -> Client:
    client = Client()
    assert client.login(username=person.email, password=PASSWORD)
    return client


def test_an_author_decides_on_one_screen_and_a_refusal_keeps_the_words() -> None:
    record = ProposalFactory(now=NOW)
    one = amendment(record, summary="Racks for 500 bicycles.")
    address = f"/en/p/{record.number}/changes/{one.suggestion_id}/"
    assert browse(UserFactory()).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    client = browse(record.proposer)
    for listed in (record.page.url.replace("zh-hans", "en"), f"/en/p/{record.number}/changes/"):
        assert f'href="{address}"' in client.get(listed).content.decode()
        assert f'href="{address}"' not in browse(UserFactory()).get(listed).content.decode()
    assert "waits for your answer" in client.get(record.page.url.replace("zh-hans", "en")).content.decode()
    assert "500" in client.get(address).content.decode()
    refused = client.post(address, {"do": "decline", "reason": ""})
    assert refused.status_code == 422
    assert "everybody can read it" in refused.content.decode()
    client.post(address, {"do": "accept", "reason": "Gladly"})
    assert content(record)["summary"] == "Racks for 500 bicycles."
    shown = Client().get(one.suggestion.get_absolute_url()).content.decode()
    assert "Gladly" in shown


def test_sharing_works_by_form_and_the_invitation_is_seen_by_two_people_only() -> None:
    record, person = ProposalFactory(now=NOW), UserFactory(display_name="Lin Guest")
    owner, guest = browse(record.proposer), browse(person)
    address = record.page.url.replace("zh-hans", "en")
    owner.post(f"/en/p/{record.number}/authors/", {"link": f"http://testserver/en/people/{person.pk}/"})
    row = CoAuthor.objects.get()
    assert "Lin Guest" not in Client().get(address).content.decode()
    assert "You are asked to be a co-author" in guest.get(address).content.decode()
    assert "You are asked to be a co-author" in guest.get("/en/me/shared/").content.decode()
    guest.post(f"/en/p/{record.number}/authors/{row.pk}/", {"do": "agree"})
    assert "Lin Guest" in Client().get(address).content.decode()
    assert browse(UserFactory()).post(f"/en/p/{record.number}/authors/", {"who": "1"}).status_code == 404


def test_the_list_costs_the_same_however_many_there_are() -> None:
    record = ProposalFactory(now=NOW, content={"measures": THREE})
    amendment(record, summary="One.")
    address = f"/en/p/{record.number}/changes/"
    Client().get(address)
    with CaptureQueriesContext(connection) as few:
        Client().get(address)
    for number in range(4):
        amendment(record, summary=f"Number {number}.")
    with CaptureQueriesContext(connection) as many:
        Client().get(address)
    assert len(few) == len(many)


def test_a_change_begins_at_the_part_it_is_about() -> None:
    record = ProposalFactory(now=NOW, content={"measures": THREE})
    client = browse(UserFactory())
    for part, place in [
        ("measure-2", "/2/#id_measures-1-what"),
        ("effect", "/3/#id_expected_effect"),
        ("", "/1/"),
    ]:
        answer = client.post(f"/en/p/{record.number}/change/", {"part": part})
        assert answer["Location"].endswith(place)


def test_the_list_of_what_waits_for_an_author_says_what_the_rule_says() -> None:
    record = ProposalFactory(now=NOW)
    friend, writer = coauthor(record), UserFactory()
    found = [amendment(record, writer, summary="One."), amendment(record, writer, affected="All.")]
    late = found[0].proposer_until
    for person in (record.proposer, friend):
        for moment in (NOW, late):
            may_answer = {one.pk for one in found if may.can_decline_amendment(person, one, now=moment)}
            asked = Amendment.objects.for_answer_by(person, record, moment)
            assert set(asked.values_list("pk", flat=True)) == may_answer


def test_trust_does_not_publish_past_the_authors_nor_does_a_moderator_restore(monkeypatch: Any) -> None:
    monkeypatch.setattr(at_once, "trusted_by", lambda author, now: object())
    record, moderator = ProposalFactory(now=NOW), UserFactory(moderator=True)
    official = UserFactory(official=True)
    protect(page=record.page, level=Level.OPEN, reason="Anybody", actor=official, now=NOW)
    assert suggest(record, summary="Racks for 500 bicycles.").state == State.SENT
    monkeypatch.undo()
    check(suggest(record, record.proposer, summary="By the proposer."))
    back = bring_back(
        page=record.page,
        edition=Edition.objects.of(record.page).first(),
        what=RESTORE,
        seen=2,
        why="Better before",
        actor=moderator,
        now=NOW,
    )
    assert isinstance(back, Suggestion)
    assert content(record)["summary"] == "By the proposer."


def test_words_hidden_on_the_page_are_hidden_in_the_answers_too() -> None:
    record, moderator = ProposalFactory(now=NOW), UserFactory(moderator=True)
    one = amendment(record, summary="Racks for 500 bicycles.")
    decline_amendment(amendment=one, author=record.proposer, reason="Ask Mr Nobody first.", now=NOW)
    item = item_of("page", record.page_id)
    assert item is not None
    hide_part(item=item, words=["Mr Nobody"], moderator=moderator, note="a name", now=NOW)
    one.refresh_from_db()
    assert "Nobody" not in one.reason


# ------------------------------------------------------------------------- what a moderator took from view


def test_what_was_taken_from_view_neither_lands_nor_is_read_nor_goes_to_the_vote() -> None:
    record, moderator = (
        ProposalFactory(now=NOW, call=CallFactory(uses_vote=True)),
        UserFactory(moderator=True),
    )
    other, one = standing(record, affected="Slander."), amendment(record, summary="Racks for 500 bicycles.")
    for suggestion in (one.suggestion, other.suggestion):
        hide_text(suggestion=suggestion, moderator=moderator, why="Names a person", now=NOW)
    for hidden in (one, other):
        with pytest.raises(WrongStage):
            accept_amendment(amendment=hidden, author=record.proposer, now=NOW)
    client = browse(record.proposer)
    page = client.get(f"/en/p/{record.number}/changes/{one.suggestion_id}/").content.decode()
    assert "took this text from view" in page
    assert "<ins>" not in page
    assert "Better so" not in page
    assert let_stand(now=one.open_until) == 0
    enter(locked(record), Stage.VOTE, actor=record.proposer, now=NOW)
    assert carry_alternatives(record=record) == 0
    show_text(suggestion=other.suggestion, moderator=moderator)
    assert carry_alternatives(record=record) == 1


# ------------------------------------------------------------------------- the vote has the text


def through_the_vote(record: ProposalRecord) -> ProposalRecord:
    """Voted on as it stands, alternatives beside it, and now with the city."""
    enter(locked(record), Stage.VOTE, actor=record.proposer, now=NOW)
    carry_alternatives(record=record)
    enter(locked(record), Stage.CITY, actor=record.proposer, now=NOW)
    return ProposalRecord.objects.get(pk=record.pk)


def test_what_was_voted_on_stays_as_it_is_with_the_city_too() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(uses_vote=True))
    carried, waiting = standing(record), amendment(record, affected="All.")
    record = through_the_vote(record)
    for one in (carried, waiting):
        with pytest.raises(WrongStage):
            accept_amendment(amendment=one, author=record.proposer, now=NOW)
    assert may.can_change_text(UserFactory(), record).when
    assert content(record)["summary"] == "Two-level racks for 120 bicycles."
    assert not Amendment.objects.get(pk=carried.pk).is_open
    page = Client().get(waiting.suggestion.get_absolute_url().replace("zh-hans", "en")).content.decode()
    assert "can no longer be changed" in page
    assert "alternative text from" not in page


@pytest.mark.parametrize("stage", ["vote", "withdrawn", "answered", "city after the vote"])
def test_nothing_lapses_while_nobody_may_answer(stage: str) -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(uses_vote=True))
    friend, one = coauthor(record), amendment(record, summary="Racks for 500 bicycles.")
    if stage == "city after the vote":
        through_the_vote(record)
    else:
        ProposalRecord.objects.filter(pk=record.pk).update(stage=stage)
    mail.outbox.clear()
    assert let_stand(now=one.open_until) == 0
    assert Suggestion.objects.get(pk=one.suggestion_id).state == State.WITH_AUTHORS
    assert not [message for message in mail.outbox if message.to == [friend.email]]


def locks_asked_for(monkeypatch: Any, meanwhile: Any = None) -> list[str]:
    """The models whose rows are locked from now on, in order; `meanwhile` happens before the first of a record."""
    asked: list[str] = []
    lock = QuerySet.select_for_update

    def noting(self: Any, *args: Any, **kwargs: Any) -> Any:
        name = self.model.__name__
        if name == "ProposalRecord" and name not in asked and meanwhile is not None:
            meanwhile()
        asked.append(name)
        return lock(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noting)
    return asked


def test_an_answer_waits_for_the_clock_and_then_it_is_too_late(monkeypatch: Any) -> None:
    record = ProposalFactory(now=NOW)
    one = amendment(record, summary="Racks for 500 bicycles.")
    proposals = ProposalRecord.objects.filter(pk=record.pk)
    asked = locks_asked_for(monkeypatch, lambda: proposals.update(stage=Stage.VOTE))
    with pytest.raises(WrongStage):
        accept_amendment(amendment=one, author=record.proposer, now=NOW)
    assert asked == ["Case", "Suggestion", "Page", "ProposalRecord"]
    assert content(record)["summary"] == "Two-level racks for 120 bicycles."


def test_what_was_taken_back_while_the_vote_began_is_not_carried(monkeypatch: Any) -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(uses_vote=True))
    one = standing(record)
    ProposalRecord.objects.filter(pk=record.pk).update(stage=Stage.VOTE)
    same = Suggestion.objects.filter(pk=one.suggestion_id)
    asked = locks_asked_for(monkeypatch, lambda: same.update(state=State.WITHDRAWN))
    assert carry_alternatives(record=record) == 0
    assert asked == ["Case", "Suggestion", "ProposalRecord"]


# ------------------------------------------------------------------------- who may not write for a while


def test_who_may_not_write_answers_nothing_in_public_and_asks_nobody() -> None:
    record = ProposalFactory(now=NOW)
    friend, one = coauthor(record), amendment(record, summary="Racks for 500 bicycles.")
    block_person(
        person=record.proposer,
        moderator=UserFactory(moderator=True),
        reason=Reason.objects.create(code="rude", label_en="Rude", label_zh="伤人"),
        until=None,
        now=NOW,
    )
    with pytest.raises(NotAllowed):
        decline_amendment(amendment=one, author=record.proposer, reason="Rude words.", now=NOW)
    with pytest.raises(NotAllowed):
        invite(record=record, proposer=record.proposer, person=UserFactory(), now=NOW)
    with pytest.raises(NotAllowed):
        withdraw_proposal(record=record, proposer=record.proposer, reason="Rude words.", now=NOW)
    # What is no text stays open to them.
    ask_no_longer(coauthor=record.coauthors.get(person=friend), proposer=record.proposer, now=NOW)
    withdraw_proposal(record=record, proposer=record.proposer, reason="", now=NOW)
