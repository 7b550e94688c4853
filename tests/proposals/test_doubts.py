"""Signs of fraud put votes on a list; a person decides; the voter reads why and may object; the public reads how many."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, WrongStage
from policywiki.home.reasons import REASONS
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.forms import DecisionForm
from policywiki.moderation.models import Case, CaseState, Decision, Reason
from policywiki.moderation.naming import in_readers_language
from proposals.actions.doubt import DOUBT_KIND, forget_traces, look_for_signs
from proposals.actions.enter import enter_all
from proposals.actions.seal import recount, seal_all
from proposals.actions.set_aside import OBJECTION_KIND, object_to, single_out
from proposals.actions.vote import Trace, cast_vote
from proposals.acts import Choice
from proposals.doubts.signs import Rules, Sighting, Sign, groups, throwaway_domains
from proposals.models import Ballot, Doubt, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db

RULES = Rules(burst=4, within=timedelta(minutes=10), seconds=2.0)


def sighting(number: int, *, minute: float = 0, **seen: Any) -> Sighting:
    values = {"came_from": "", "seconds": None, "mail_domain": "example.org", **seen}
    return Sighting(number, NOW + timedelta(minutes=minute), **values)


def found(sightings: list[Sighting]) -> dict[str, tuple[int, ...]]:
    return {
        group.sign.value: group.ballots for group in groups(sightings, rules=RULES, throwaway={"yopmail.com"})
    }


@pytest.mark.parametrize(
    "minutes, expected",
    [
        ([0, 1, 2], ()),
        ([0, 1, 2, 3], (0, 1, 2, 3)),
        ([0, 4, 8, 12], ()),
        ([0, 60, 61, 62, 63, 120], (1, 2, 3, 4)),
        ([0, 3, 6, 9, 12, 15], (0, 1, 2, 3, 4, 5)),
    ],
)
def test_a_burst_is_many_from_one_address_in_a_short_time(
    minutes: list[float], expected: tuple[int, ...]
) -> None:
    votes = [sighting(number, minute=minute, came_from="a") for number, minute in enumerate(minutes)]
    others = [sighting(100 + number, minute=number, came_from=f"other {number}") for number in range(9)]
    assert found([*votes, *others]).get(Sign.BURST, ()) == expected


def test_unknown_addresses_are_not_one_address_and_unknown_times_not_too_short() -> None:
    assert found([sighting(number) for number in range(9)]) == {}


@pytest.mark.parametrize(
    "domain, listed",
    [("yopmail.com", True), ("x.Yopmail.com", True), ("notyopmail.com", False), ("com", False)],
)
def test_throwaway_mail_by_domain_and_what_lies_under_it(domain: str, listed: bool) -> None:
    assert (Sign.THROWAWAY in found([sighting(1, mail_domain=domain)])) is listed


def test_our_list_holds_domains_and_no_ordinary_ones() -> None:
    names = throwaway_domains()
    assert len(names) > 50
    assert not {"gmail.com", "qq.com", "163.com", "outlook.com", "example.org"} & names


def doubted(voters: int = 6) -> tuple[ProposalRecord, list[Any]]:
    """A proposal whose first `voters` votes came in no time, and five that did not."""
    now = timezone.now() - timedelta(hours=1)
    record = ProposalFactory(vote=True, now=now)
    people = UserFactory.create_batch(voters + 5)
    for number, person in enumerate(people):
        cast_vote(
            record=record,
            voter=person,
            choice=Choice.FOR,
            edition=edition_of(record),
            now=now + timedelta(seconds=number),
            trace=Trace("a", 0.4 if number < voters else 30.0),
        )
    seal_all()
    return record, people


def numbers(record: ProposalRecord) -> tuple[int, int]:
    seal_all()
    fresh = ProposalRecord.objects.get(pk=record.pk)
    tally = recount(record=record)
    assert (fresh.votes_for, fresh.votes_set_aside) == (tally.votes_for, tally.votes_set_aside)
    return fresh.votes_for, fresh.votes_set_aside


def decided(case: Case, decision: str, moderator: Any = None) -> Case:
    case.refresh_from_db()
    reason = Reason.objects.get_or_create(code="many", label_zh="多人", label_en="One person, many accounts")[
        0
    ]
    return decide(
        case=case,
        decision=decision,
        moderator=moderator or UserFactory(moderator=True),
        version=case.version,
        now=timezone.now(),
        reason=reason if decision == Decision.NOT_PUBLISHED else None,
    )


def test_doubted_votes_wait_for_a_person_once_and_count_until_then() -> None:
    record, _people = doubted()
    assert look_for_signs(now=timezone.now()) == 6
    assert look_for_signs(now=timezone.now()) == 0
    case = Case.objects.get(kind=DOUBT_KIND)
    assert (case.state, case.doubts.count()) == (CaseState.OPEN, 6)
    assert numbers(record) == (11, 0)


def test_they_count_when_a_person_says_so() -> None:
    record, _people = doubted()
    look_for_signs(now=timezone.now())
    decided(Case.objects.get(), Decision.PUBLISH)
    assert numbers(record) == (11, 0)
    assert look_for_signs(now=timezone.now()) == 0


def test_set_aside_they_are_in_no_choice_and_the_public_reads_how_many() -> None:
    record, people = doubted()
    look_for_signs(now=timezone.now())
    decided(Case.objects.get(), Decision.NOT_PUBLISHED)
    assert numbers(record) == (5, 6)
    page = Client().get(f"/en/proposals/{record.page.slug}/").content.decode()
    assert "6 votes were set aside" in page
    # Voting again does not undo the finding.
    cast_vote(
        record=record, voter=people[0], choice=Choice.FOR, edition=edition_of(record), now=timezone.now()
    )
    assert numbers(record) == (5, 6)
    enter_all(now=timezone.now() + timedelta(days=2))
    call_command("verify_ledger")


def test_the_receipt_says_so_with_the_reason_and_takes_one_objection(client: Client) -> None:
    record, people = doubted()
    look_for_signs(now=timezone.now())
    decided(Case.objects.get(), Decision.NOT_PUBLISHED)
    seal_all()
    client.force_login(people[0])
    url = f"/en/p/{record.number}/receipt/"
    page = client.get(url).content.decode()
    assert "has been set aside" in page and "One person, many accounts" in page
    assert "Counted" not in page and "In the public record" in page
    sent = {"text": "I live alone and voted once."}
    page = client.post(f"/en/p/{record.number}/objection/", sent, follow=True).content.decode()
    assert "Somebody is looking at it." in page and 'name="text"' not in page
    assert client.post(f"/en/p/{record.number}/objection/", sent).status_code == 409
    case = Case.objects.get(kind=OBJECTION_KIND)
    assert case.objection.text == sent["text"]
    decided(case, Decision.PUBLISH)
    assert numbers(record) == (6, 5)
    page = client.get(url).content.decode()
    assert "has been set aside" not in page and "After your objection it counts again." in page
    client.force_login(UserFactory())
    assert client.post(f"/en/p/{record.number}/objection/", sent).status_code == 404


def test_somebody_else_decides_on_the_objection() -> None:
    record, people = doubted()
    look_for_signs(now=timezone.now())
    first = UserFactory(moderator=True)
    decided(Case.objects.get(), Decision.NOT_PUBLISHED, first)
    ballot = Ballot.objects.get(person=people[0])
    object_to(vote=ballot, voter=people[0], text="It was me.", now=timezone.now())
    case = Case.objects.get(kind=OBJECTION_KIND)
    with pytest.raises(NotAllowed):
        decided(case, Decision.PUBLISH, first)
    decided(case, Decision.NOT_PUBLISHED)
    assert numbers(record) == (5, 6)


def test_who_was_not_set_aside_has_nothing_to_object_to() -> None:
    record, people = doubted()
    with pytest.raises(WrongStage):
        object_to(vote=Ballot.objects.first(), voter=people[0], text="Why?", now=timezone.now())
    assert record.ballots.count() == 11


def test_the_review_shows_no_name_and_no_choice(client: Client, site: object) -> None:
    _record, people = doubted()
    look_for_signs(now=timezone.now())
    client.force_login(UserFactory(moderator=True, display_name="Moderator"))
    page = client.get(
        f"/admin/to-check/{Case.objects.get().pk}/", headers={"Accept-Language": "en"}
    ).content.decode()
    assert "6 votes to look at" in page and "They count" in page
    assert str(people[0]) not in page and people[0].email not in page
    assert "votes_for" not in page


@pytest.mark.parametrize(
    ("language", "title", "objection"),
    [("en", "6 votes on 2026-0001: form sent", "A voter objects: 2026-0001"),
     ("zh-hans", "2026-0001有6票：提交太快", "投票人提出异议：2026-0001")],
)  # fmt: skip
def test_moderators_read_what_an_item_is_called_in_their_language(
    client: Client,
    site: object,
    language: str,
    title: str,
    objection: str,
    django_assert_max_num_queries: Any,
) -> None:
    _record, people = doubted()
    look_for_signs(now=timezone.now())
    doubts = Case.objects.get()
    decided(doubts, Decision.NOT_PUBLISHED)
    for person in people[:3]:
        vote = Ballot.objects.get(person=person)
        object_to(vote=vote, voter=person, text="I.", now=timezone.now())
    client.force_login(UserFactory(moderator=True, language=language))
    spoken = {"Accept-Language": language}
    review = client.get(f"/admin/to-check/{doubts.pk}/", headers=spoken).content.decode()
    assert f'lang="{"en" if language == "en" else "zh-Hans"}">{title}' in review
    assert "Until you decide" not in review and "在您决定之前" not in review  # it is decided
    page = client.get("/admin/to-check/", headers=spoken).content.decode()
    assert page.count(f">{objection}</a>") == 3
    three = list(Case.objects.filter(kind=OBJECTION_KIND))
    with django_assert_max_num_queries(1):
        in_readers_language(three)
    of_one = Case.objects.get(objection__ballot__person=people[0])
    assert title in client.get(f"/admin/to-check/{of_one.pk}/", headers=spoken).content.decode()


def test_addresses_are_kept_as_keyed_hashes_of_a_day_and_a_proposal_and_blanked(client: Client) -> None:
    records = [ProposalFactory(vote=True, now=timezone.now()) for _ in range(2)]
    voter = UserFactory()
    client.force_login(voter)
    for record in records:
        sent = {"choice": "for", "edition": edition_of(record).pk}
        page = client.get(f"/en/proposals/{record.page.slug}/").content.decode()
        sent["shown"] = page.split('name="shown" value="')[1].split('"')[0]
        client.post(f"/en/p/{record.number}/vote/", sent)
    one, other = Ballot.objects.order_by("pk")
    assert len(one.came_from) == 32 and one.came_from != other.came_from
    assert "127.0.0.1" not in str(list(Ballot.objects.values()))
    assert one.seconds_to_fill is not None and one.seconds_to_fill < 60
    forget_traces()
    assert Ballot.objects.exclude(came_from="").count() == 2
    Ballot.objects.update(cast_at=timezone.now() - timedelta(days=8))
    forget_traces()
    assert not Ballot.objects.exclude(came_from="", seconds_to_fill=None).exists()


def test_a_time_that_we_did_not_sign_is_no_time(client: Client) -> None:
    record = ProposalFactory(vote=True, now=timezone.now())
    client.force_login(UserFactory())
    sent = {"choice": "for", "edition": edition_of(record).pk, "shown": "1:forged"}
    client.post(f"/en/p/{record.number}/vote/", sent)
    assert Ballot.objects.get().seconds_to_fill is None
    assert not Doubt.objects.exists()


def test_nobody_decides_on_signs_about_their_own_vote() -> None:
    _record, people = doubted()
    look_for_signs(now=timezone.now())
    case = Case.objects.get(kind=DOUBT_KIND)
    own = UserFactory(moderator=True)
    Ballot.objects.filter(person=people[0]).update(person=own)
    with pytest.raises(NotAllowed):
        decided(case, Decision.PUBLISH, own)
    decided(case, Decision.PUBLISH, UserFactory(moderator=True))


def test_single_votes_of_a_group_are_decided_differently() -> None:
    record, _people = doubted()
    look_for_signs(now=timezone.now())
    group, moderator = Case.objects.get(), UserFactory(moderator=True)
    first, second, *_rest = group.doubts.order_by("pk")
    seen = {"moderator": moderator, "version": group.version, "now": timezone.now()}
    (alone,) = single_out(case=group, doubts=[first.pk, second.pk], **seen)
    group.refresh_from_db()
    assert (group.doubts.count(), alone.doubts.count()) == (4, 2)
    assert "有4票" in group.title and "有2票" in alone.title
    with pytest.raises(WrongStage):  # the group is another one now
        single_out(case=group, doubts=[], **seen)
    decided(alone, Decision.NOT_PUBLISHED)
    decided(group, Decision.PUBLISH)
    assert numbers(record) == (9, 2)
    assert {vote.set_aside_by for vote in Ballot.objects.exclude(set_aside_by=None)} == {alone}


def test_a_group_is_taken_apart_one_by_one_on_the_page_and_one_stays(client: Client, site: object) -> None:
    _record, people = doubted(3)
    look_for_signs(now=timezone.now())
    case, moderator = Case.objects.get(), UserFactory(moderator=True)
    client.force_login(moderator)
    url = f"/admin/votes/{case.pk}/single-out/"
    ticked = [str(doubt.pk) for doubt in case.doubts.all()]
    page = client.get(f"/admin/to-check/{case.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert all(f'name="doubt" value="{pk}"' in page for pk in ticked)
    for wrong in ({}, {"doubt": ticked}, {"doubt": ["x"]}):  # none, all together, nonsense
        client.post(url, {"version": case.version, **wrong})
    assert Case.objects.count() == 1
    client.post(url, {"version": case.version, "doubt": ticked, "each": "1"})
    assert sorted(one.doubts.count() for one in Case.objects.all()) == [1, 1, 1]
    assert look_for_signs(now=timezone.now()) == 0
    page = client.get(f"/admin/to-check/{case.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert 'name="doubt"' not in page and "some put on the list by themselves" in page
    for person, status in (
        (people[0], 302),
        (UserFactory(official=True), 404),
    ):  # to sign in as staff; not there
        client.force_login(person)
        assert client.post(url, {"version": 1, "doubt": ticked}).status_code == status
    assert Case.objects.count() == 3


def test_votes_of_the_last_minute_are_looked_at_after_the_close() -> None:
    record, _people = doubted()
    ProposalRecord.objects.filter(pk=record.pk).update(stage="city", stage_since=timezone.now())
    assert look_for_signs(now=timezone.now() + timedelta(hours=2)) == 0
    assert look_for_signs(now=timezone.now() + timedelta(minutes=1)) == 6


def test_whoever_decides_reads_what_happened_in_words_for_votes(client: Client, site: object) -> None:
    doubted()
    look_for_signs(now=timezone.now())
    case = Case.objects.get()
    client.force_login(UserFactory(moderator=True))
    offered = client.get(f"/admin/to-check/{case.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "look like one person&#x27;s" in offered and "No source" not in offered
    sent = {"decision": "publish", "version": case.version}
    page = client.post(
        f"/admin/to-check/{case.pk}/decide/", sent, follow=True, headers={"Accept-Language": "en"}
    ).content.decode()
    assert "These votes count." in page and "Published. The author" not in page
    history = client.get(f"/admin/to-check/{case.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "They count" in history.split("What happened so far")[1].split("</ul>")[0]


def test_where_no_reason_is_for_votes_any_is_offered_until_an_upgrade_has_made_them(site: object) -> None:
    def offered() -> set[str]:
        form = DecisionForm()
        form.offer_reasons(about_votes=True)
        return {reason.code for reason in form.fields["reason"].queryset}

    for_votes = {code for code, texts in REASONS.items() if texts.get("for_votes")}
    Reason.objects.filter(code__in=for_votes).delete()  # a site from before votes had reasons of their own
    assert offered() == set(REASONS) - for_votes
    call_command("setup_site", stdout=StringIO())  # docs/operations.md, "Upgrade"
    assert offered() == for_votes
