"""From the database to a Digest."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from policywiki.core.rawblocks import normalise
from policywiki.discussion.models import Comment, CommentState, Stance
from policywiki.places.models import District
from proposals.digests import collect as collecting
from proposals.digests.choosing import sums
from proposals.digests.collect import collect, entries, main_arguments
from proposals.digests.criteria import WHOLE_CITY, Criteria
from proposals.digests.describing import described
from proposals.digests.digest import Answer, Measure, Part, Stated, Votes
from proposals.models import ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def wish(**changed: Any) -> Criteria:
    return Criteria(**({"language": "en", "on": date(2026, 5, 30), "title": "Digest"} | changed))


def titles(**changed: Any) -> list[str]:
    return [entry.title for entry in entries(wish(**changed), user=ANYBODY)]


def proposal(title: str, **fields: Any) -> ProposalRecord:
    content = {"title": title} | fields.pop("content", {})
    return ProposalFactory(content=content, **fields)


def comment(record: ProposalRecord, text: str, stance: str = Stance.FOR, **fields: Any) -> Comment:
    fields = {"author": UserFactory(), "created_at": NOW} | fields
    return Comment.objects.create(page=record.page, text=text, stance=stance, **fields)


def test_an_entry_holds_what_people_wrote_and_what_became_of_it() -> None:
    district = District.objects.create(code="haidian", name_zh="海淀区", name_en="Haidian")
    section = {
        "type": "section",
        "value": {"heading": "At the gate", "text": "<p>One.</p><p>Two &amp; 三。</p>"},
    }
    cited = {
        "type": "citation",
        "value": {"quote": "第十二条", "label": "Rules", "url": "https://law.example"},
    }
    record = proposal(
        "Racks",
        city=True,
        proposer=UserFactory(display_name="欧阳𬭎"),
        content={
            "problem": normalise([section]),
            "evidence": normalise([cited]),
            "district": district.pk,
            "tags": ["streets", "bicycles"],
        },
        support_count=512,
        comment_count=4,
        stated_count=1604,
        stated_source="Another register",
        stated_at=date(2021, 8, 4),
        votes_for=3,
        due_at=datetime(2026, 6, 1, 17, 0, tzinfo=UTC),
    )
    with override("en"):
        (entry,) = entries(wish(), user=ANYBODY)
    assert entry.number == record.code
    assert entry.address.endswith(f"/p/{record.number}")
    assert entry.address.startswith("http://")
    assert (entry.title, entry.language, entry.proposer) == ("Racks", "en", "欧阳𬭎")
    assert (entry.stage, entry.district, entry.tags) == ("With the city", "Haidian", ("bicycles", "streets"))
    assert entry.published == date(2026, 5, 4)
    assert (entry.support, entry.threshold, entry.comments) == (512, record.support_threshold, 4)
    assert entry.stated == Stated(1604, "Another register", date(2021, 8, 4))
    assert entry.votes == Votes(3, 0, 0)
    assert entry.parts == (
        Part("At the gate", ("One.", "Two & 三。")),
        Part("What it should bring", ("Free pavements.",)),
        Part("Who is affected", ("People on foot.",)),
        Part("Evidence", ("第十二条\nRules\nhttps://law.example",)),
    )
    assert entry.measures == (Measure("Build racks", "Roads", "2027", "1,200 万元"),)
    # the deadline is 1 June in London and 2 June where the city is
    assert entry.answer == Answer(department=record.department, due=date(2026, 6, 2))


def test_an_answer_is_the_latest_and_in_words() -> None:
    proposal("Racks", answered=True)
    with override("en"):
        (entry,) = entries(wish(), user=ANYBODY)
    assert entry.answer is not None
    assert (entry.answer.state, entry.answer.text) == ("Adopted", "We build them.")
    assert (entry.answer.department, entry.answer.on) == ("Roads Department", date(2026, 5, 4))


def test_a_proposal_that_lacks_nearly_everything_is_an_entry_too() -> None:
    nothing = {
        "summary": "",
        "problem": [],
        "measures": [],
        "expected_effect": "",
        "affected": "",
        "tags": [],
    }
    proposal("Only a title", content=nothing)
    (entry,) = entries(wish(), user=ANYBODY)
    assert (entry.title, entry.parts, entry.measures, entry.answer, entry.votes) == (
        "Only a title",
        (),
        (),
        None,
        None,
    )


def test_main_arguments_are_those_with_most_replies_three_a_side() -> None:
    record = proposal("Racks")
    said = [comment(record, f"for {at}", created_at=NOW + timedelta(minutes=at)) for at in range(5)]
    comment(record, "against", Stance.AGAINST)
    comment(record, "neither", Stance.NEUTRAL)
    comment(record, "hidden", state=CommentState.HIDDEN)
    for _ in range(2):
        comment(record, "reply", parent=said[4])
    comment(record, "reply", parent=said[3])
    comment(record, "hidden reply", parent=said[0], state=CommentState.HIDDEN)
    found = main_arguments([record.page_id])
    assert [(a.text, a.replies) for a in found[record.page_id, Stance.FOR]] == [
        ("for 4", 2),
        ("for 3", 1),
        ("for 0", 0),
    ]
    assert [a.text for a in found[record.page_id, Stance.AGAINST]] == ["against"]
    assert set(found) == {(record.page_id, Stance.FOR), (record.page_id, Stance.AGAINST)}


@pytest.fixture
def six() -> None:
    """Six proposals that differ in all one can choose by."""
    district = District.objects.create(code="haidian", name_zh="海淀区", name_en="Haidian")
    for at in range(3):
        proposal(f"gathering {at}", now=NOW + timedelta(days=at), support_count=at, comment_count=9 - at)
    proposal("with the city", city=True, now=NOW + timedelta(days=3), content={"tags": ["water", "streets"]})
    proposal("answered", answered=True, now=NOW + timedelta(days=4), content={"tags": ["water"]})
    proposal("in Haidian", now=NOW + timedelta(days=5), content={"district": district.pk}, support_count=99)


@pytest.mark.parametrize(
    "changed, expected",
    [
        ({}, ["in Haidian", "answered", "with the city", "gathering 2", "gathering 1", "gathering 0"]),
        (
            {"order": "supported"},
            ["in Haidian", "gathering 2", "gathering 1", "answered", "with the city", "gathering 0"],
        ),
        (
            {"order": "discussed", "stages": ("support",)},
            ["gathering 0", "gathering 1", "gathering 2", "in Haidian"],
        ),
        ({"order": "oldest", "stages": ("city", "answered")}, ["with the city", "answered"]),
        ({"tags": ("water",)}, ["answered", "with the city"]),
        ({"tags": ("water", "streets")}, ["answered", "with the city"]),
        ({"district": "haidian"}, ["in Haidian"]),
        ({"district": WHOLE_CITY, "stages": ("city",)}, ["with the city"]),
        ({"since": date(2026, 5, 8)}, ["in Haidian", "answered"]),
        ({"until": date(2026, 5, 5)}, ["gathering 1", "gathering 0"]),
        ({"since": date(2026, 5, 5), "until": date(2026, 5, 5)}, ["gathering 1"]),
        ({"start": "none"}, []),
    ],
)
def test_criteria_find_what_they_say_in_their_order(
    six: None, changed: dict[str, Any], expected: list[str]
) -> None:
    assert titles(**changed) == expected


def test_ticks_take_out_or_pick(six: None) -> None:
    numbers = {record.page.title: record.number for record in ProposalRecord.objects.select_related("page")}
    some = (numbers["answered"], numbers["in Haidian"])
    assert titles(start="none", exceptions=some) == ["in Haidian", "answered"]
    assert titles(exceptions=some) == ["with the city", "gathering 2", "gathering 1", "gathering 0"]
    assert titles(start="none", exceptions=some, stages=("answered",)) == ["answered"]


def test_a_day_begins_at_midnight_where_the_city_is() -> None:
    # 16:30 UTC on the 4th is half past midnight on the 5th in Shanghai
    proposal("late", now=datetime(2026, 5, 4, 16, 30, tzinfo=UTC))
    assert titles(since=date(2026, 5, 5)) == ["late"]
    assert titles(until=date(2026, 5, 4)) == []
    (entry,) = entries(wish(), user=ANYBODY)
    assert entry.published == date(2026, 5, 5)


def test_what_was_taken_off_the_site_is_in_no_digest(six: None) -> None:
    record = ProposalRecord.objects.get(page__title="answered")
    record.page.unpublish()
    assert "answered" not in titles()


def test_the_preview_counts_what_the_paper_counts(six: None) -> None:
    asked = wish(order="supported", stages=("support",))
    totals = collect(asked, user=ANYBODY).totals
    assert sums(asked, user=ANYBODY) == {
        "proposals": totals.proposals,
        "support": totals.support,
        "comments": totals.comments,
    }
    assert totals.proposals == 4
    assert sums(wish(start="none"), user=ANYBODY) == {"proposals": 0, "support": 0, "comments": 0}


def test_the_paper_speaks_its_own_language_whoever_takes_it(six: None) -> None:
    with override("zh-hans"):
        digest = collect(wish(), user=ANYBODY)
    assert digest.labels.comments == "Comments"
    assert [(count.label, count.value) for count in digest.totals.by_stage] == [
        ("Gathering support", 4),
        ("With the city", 1),
        ("Answered", 1),
    ]
    assert [count.label for count in digest.totals.by_district] == ["Whole city", "Haidian"]


def test_criteria_are_said_in_words() -> None:
    District.objects.create(code="haidian", name_zh="海淀区", name_en="Haidian")
    with override("en"):
        said = dict(
            described(
                wish(since=date(2026, 3, 1), until=date(2026, 5, 30), stages=("city",), exceptions=(1, 2))
            )
        )
        assert said == {
            "Published": "1 March 2026 to 30 May 2026",
            "Stages": "With the city",
            "Topics": "All",
            "District": "All",
            "Order": "Newest",
            "By hand": "2 proposals left out",
        }
        other = dict(
            described(wish(district="haidian", tags=("a", "b"), start="none", since=date(2026, 3, 1)))
        )
        assert (other["District"], other["Topics"], other["Published"]) == (
            "Haidian",
            "a, b",
            "since 1 March 2026",
        )
        assert other["By hand"] == "0 proposals picked"
        assert dict(described(wish(district=WHOLE_CITY, until=date(2026, 3, 1))))["District"] == "Whole city"


def test_a_batch_costs_the_same_queries_however_many_are_in_it(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for at in range(2):
        comment(proposal(f"{at}", answered=True), "for")
    with django_assert_num_queries(7):  # restrictions, proposals, tags (2), answers, arguments, comments
        assert len(list(entries(wish(), user=ANYBODY))) == 2
    for at in range(7):
        comment(proposal(f"more {at}", city=True), "against", Stance.AGAINST)
    with django_assert_num_queries(7):
        assert len(list(entries(wish(), user=ANYBODY))) == 9


def test_batches_lose_and_double_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "BATCH", 2)
    for at in range(5):
        comment(proposal(f"{at}", now=NOW + timedelta(days=at)), f"for {at}")
    found = list(entries(wish(order="oldest"), user=ANYBODY))
    assert [entry.title for entry in found] == ["0", "1", "2", "3", "4"]
    assert [entry.arguments_for[0].text for entry in found] == [f"for {at}" for at in range(5)]
