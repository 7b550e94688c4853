"""Writing a change to a proposal: others' are named beside each part; what moved on is put together and shown first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policywiki.core.page_content import content_of
from policywiki.suggestions.models import State, Suggestion
from proposals.actions.amend import accept_amendment
from proposals.models import Amendment, ProposalPage, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.proposals.test_amendments import (
    NOW,
    THREE,
    amendment,
    check,
    content,
    measures,
    suggest,
    with_measure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> ProposalRecord:
    return ProposalFactory(now=NOW, content={"measures": THREE})


@pytest.fixture
def writer(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def begun(client: Client, record: ProposalRecord, writer: Any) -> Suggestion:
    client.post(f"/en/p/{record.number}/change/")
    return Suggestion.objects.get(author=writer, page_id=record.page_id, state=State.DRAFT)


def step(suggestion: Suggestion, number: int) -> str:
    return reverse("proposals:propose_step", args=[suggestion.pk, number])


def lands(found: Amendment) -> None:
    """The proposal's author takes it up."""
    accept_amendment(amendment=found, author=found.proposal.proposer, now=NOW)


def with_plan(record: ProposalRecord, *whats: str) -> dict[str, str]:
    """The second step as it is sent with these measures."""
    sent = {"summary": content(record)["summary"], "measures-TOTAL_FORMS": str(len(whats))}
    for number, (block, what) in enumerate(zip(content(record)["measures"], whats, strict=True)):
        sent |= {f"measures-{number}-id": block["id"], f"measures-{number}-what": what}
    return sent


def test_others_with_open_changes_to_a_part_are_named_there_and_can_be_read(
    client: Client, record: ProposalRecord, writer: Any
) -> None:
    suggest(record, title="Racks everywhere")
    check(suggest(record, measures=with_measure(record, 1, "Build higher racks")))  # before its authors now
    suggest(record, measures=with_measure(record, 1, "Build the highest racks"))
    suggest(record, writer, measures=with_measure(record, 0, "Build no low racks"))
    draft = begun(client, record, writer)
    first = client.get(step(draft, 1)).content.decode()
    assert "Others have open suggestions to:" in first and "1 suggestion (in a new window)" in first
    second = client.get(step(draft, 2)).content.decode()
    assert second.count("2 others have open suggestions to this part.") == 1
    assert "3 others have open suggestions to this proposal." in client.get(step(draft, 4)).content.decode()
    place = content(record)["measures"][1]["id"]
    listed = client.get(
        reverse("suggestions:open", args=[record.page_id]), {"section": place}
    ).content.decode()
    assert listed.count('class="item-title"') == 2
    assert "Build high racks" in listed


def test_a_new_proposal_and_one_that_nobody_else_changes_say_nothing_of_others(
    client: Client, record: ProposalRecord, writer: Any
) -> None:
    draft = begun(client, record, writer)
    pages = [client.get(step(draft, number)).content.decode() for number in (1, 2, 3, 4)]
    assert not any("open suggestion" in page for page in pages)


def test_a_text_that_moved_on_elsewhere_is_put_together_and_shown_before_it_goes(
    client: Client, record: ProposalRecord, writer: Any
) -> None:
    draft = begun(client, record, writer)
    client.post(step(draft, 2), with_plan(record, "Build low racks", "Build quiet racks", "Build wide racks"))
    lands(amendment(record, measures=with_measure(record, 2, "Build wide green racks")))
    shown = client.post(step(draft, 4), {"what": "Quiet ones", "do": "send"})
    html = shown.content.decode()
    assert shown.status_code == 200
    assert "The proposal has changed since you began." in html
    assert "Build quiet racks" in html and "Build wide green racks" in html
    assert "What you change" in html and "1 entry changed" not in html.partition("What you change")[0]
    draft.refresh_from_db()
    assert (draft.state, draft.draft_summary) == (State.DRAFT, "Quiet ones")
    live = ProposalPage.objects.get(pk=record.page_id)
    assert draft.base_revision_id == live.live_revision_id
    assert client.post(step(draft, 4), {"what": "Quiet ones", "do": "send"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.SENT
    assert draft.latest.base == content_of(live)
    assert draft.latest.content == content_of(live) | {
        "measures": with_measure(record, 1, "Build quiet racks")
    }, "nothing but what its author changed"
    check(draft)
    lands(Amendment.objects.get(suggestion=draft))
    assert measures(record) == ["Build low racks", "Build quiet racks", "Build wide green racks"]


def test_what_overlaps_is_kept_and_its_author_chooses_before_it_goes(
    client: Client, record: ProposalRecord, writer: Any
) -> None:
    draft = begun(client, record, writer)
    client.post(step(draft, 2), with_plan(record, "Build low racks", "Build quiet racks", "Build wide racks"))
    lands(
        amendment(
            record, UserFactory(display_name="Ada"), measures=with_measure(record, 1, "Build loud racks")
        )
    )
    answer = client.post(step(draft, 4), {"what": "Quiet ones", "do": "send"})
    assert answer.url == reverse("suggestions:settle", args=[draft.pk])
    html = client.get(answer.url).content.decode()
    assert "Build quiet racks" in html and "Build loud racks" in html and "Ada" in html
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    live = ProposalPage.objects.get(pk=record.page_id).live_revision_id
    client.post(answer.url, {"live": live, "choice-0": "mine", "do": "send"})
    draft.refresh_from_db()
    assert (draft.state, draft.latest.number, draft.latest.summary) == (State.SENT, 1, "Quiet ones")
    assert [block["value"]["what"] for block in draft.latest.content["measures"]][1] == "Build quiet racks"
    assert draft.latest.base_revision_id == live


def test_an_address_that_is_none_is_mended_before_anything_is_put_together(
    client: Client, record: ProposalRecord, writer: Any
) -> None:
    draft = begun(client, record, writer)
    evidence = {"evidence-TOTAL_FORMS": "1", "evidence-0-quote": "So it is", "evidence-0-url": "nowhere"}
    client.post(step(draft, 3), {"language": "en", **evidence}, headers={"X-Autosave": "1"})
    lands(amendment(record, measures=with_measure(record, 2, "Build wide green racks")))
    answer = client.post(step(draft, 4), {"what": "Evidence", "do": "send"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.draft["form"]["evidence"][0]["url"] == "nowhere"
    assert client.get(reverse("suggestions:settle", args=[draft.pk])).status_code < 500
