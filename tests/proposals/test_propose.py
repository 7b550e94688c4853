"""Writing a proposal in four steps, with and without an account, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision, Reason
from policywiki.suggestions.models import State, Suggestion
from policywiki.trust.models import Block
from proposals.drafting import content_of, empty_state, state_of
from proposals.models import ProposalRecord
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, proposal_content, publish_page
from tests.proposals.signing_in import sign_in

pytestmark = pytest.mark.django_db

START = "/en/propose/"
STEPS: dict[int, dict[str, str]] = {
    1: {"title": "Racks at the gate", "problem": "The pavement is **blocked**.\n\nEvery day."},
    2: {
        "summary": "Build racks.",
        "measures-TOTAL_FORMS": "1",
        "measures-INITIAL_FORMS": "0",
        "measures-0-what": "Build two racks",
        "measures-0-who": "Roads Department",
        "measures-0-when": "2027",
        "measures-0-cost": "1,200 万元",
    },
    3: {
        "affected": "People on foot",
        "expected_effect": "Free pavements",
        "district": "",
        "tags": "bicycles，parking",
        "language": "en",
        "evidence-TOTAL_FORMS": "1",
        "evidence-INITIAL_FORMS": "0",
        "evidence-0-quote": "The city provides room.",
        "evidence-0-label": "Regulation",
        "evidence-0-url": "https://example.org/law",
    },
}


@pytest.fixture(autouse=True)
def call() -> Any:
    return CallFactory()


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def begin(client: Client) -> str:
    """The address of step 1 of a new draft, without the step."""
    response = client.post(START)
    assert response.status_code == 302
    return str(response["Location"]).removesuffix("1/")


def fill(client: Client, base: str, **changed: dict[str, str]) -> None:
    for step, fields in STEPS.items():
        response = client.post(f"{base}{step}/", fields | changed.get(f"step{step}", {}))
        assert response["Location"] == f"{base}{step + 1}/"


def test_four_steps_lead_to_an_item_to_check(client: Client, member: Any) -> None:
    base = begin(client)
    fill(client, base)
    preview = client.get(f"{base}4/").content.decode()
    for words in ["<b", "Every day.", "Build two racks", "1,200 万元", "The city provides room.", "parking"]:
        assert words in preview, words
    assert not Case.objects.exists()
    client.post(f"{base}4/", {"do": "send"})
    suggestion = Suggestion.objects.get()
    assert (suggestion.author, suggestion.state, suggestion.title) == (
        member,
        State.SENT,
        "Racks at the gate",
    )
    content = suggestion.latest.content
    assert content["tags"] == ["bicycles", "parking"]
    assert content["measures"][0]["value"]["cost"] == "1,200 万元"
    assert content["evidence"][0]["value"]["url"] == "https://example.org/law"
    assert Case.objects.get().kind == "new_proposal"
    assert not ProposalRecord.objects.exists()


def test_published_it_begins_its_public_life_with_a_number(client: Client, member: Any) -> None:
    base = begin(client)
    fill(client, base)
    client.post(f"{base}4/", {"do": "send"})
    case = Case.objects.get()
    decide(
        case=case,
        decision=Decision.PUBLISH,
        moderator=UserFactory(moderator=True),
        version=case.version,
        now=timezone.now(),
    )
    record = ProposalRecord.objects.get()
    assert (record.number, record.proposer, record.stage) == (1, member, Stage.SUPPORT)
    assert record.page.slug == record.code
    assert record.page.live
    assert [change.to_stage for change in record.stage_changes.all()] == ["support"]
    edition = record.page.editions.get()
    assert (edition.author, edition.number) == (member, 1)
    assert client.get(f"/en/proposals/{record.code}/").status_code == 200


def test_each_step_is_kept_as_it_was_typed_and_found_again(client: Client, member: Any) -> None:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    form = client.get(f"{base}1/").content.decode()
    assert "Racks at the gate" in form
    assert "The pavement is **blocked**." in form
    assert "Racks at the gate" in client.get(START).content.decode()


def test_autosave_answers_nothing_and_keeps_everything(client: Client, member: Any) -> None:
    base = begin(client)
    response = client.post(f"{base}1/", {"title": "Half a ti"}, headers={"x-autosave": "1"})
    assert response.status_code == 204
    assert Suggestion.objects.get().draft["form"]["title"] == "Half a ti"
    assert Suggestion.objects.get().state == State.DRAFT


def test_rows_come_and_go_and_the_rest_stays(client: Client, member: Any) -> None:
    base = begin(client)
    response = client.post(f"{base}2/", STEPS[2] | {"do": "add:measures"})
    assert response["Location"] == f"{base}2/#measures"
    rows = Suggestion.objects.get().draft["form"]["measures"]
    assert [row["what"] for row in rows] == ["Build two racks", ""]
    two = STEPS[2] | {"measures-TOTAL_FORMS": "2", "measures-1-what": "Mark the pavement"}
    client.post(f"{base}2/", two | {"do": "remove:measures:0"})
    rows = Suggestion.objects.get().draft["form"]["measures"]
    assert [row["what"] for row in rows] == ["Mark the pavement"]
    for nonsense in ["add:body", "remove:measures:x", "remove:measures:99", "add", "fly"]:
        assert client.post(f"{base}2/", STEPS[2] | {"do": nonsense}).status_code == 302


def test_what_is_missing_is_said_with_the_way_there(client: Client, member: Any) -> None:
    base = begin(client)
    response = client.post(f"{base}4/", {"do": "send"})
    assert response.status_code == 422
    links = [(gap["text"], gap["url"]) for gap in response.context["gaps"]]
    assert [url for _text, url in links] == [f"{base}1/", f"{base}2/", f"{base}1/", f"{base}2/"]
    assert Suggestion.objects.get().state == State.DRAFT


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "not an address"])
def test_an_address_that_is_none_is_refused_beside_its_field_with_the_text_kept(
    client: Client, member: Any, url: str
) -> None:
    base = begin(client)
    response = client.post(f"{base}3/", STEPS[3] | {"evidence-0-url": url})
    assert response.status_code == 422
    assert "The city provides room." in response.content.decode()
    assert Suggestion.objects.get().draft["form"]["evidence"][0]["quote"] == "The city provides room."


def test_a_guest_writes_first_and_signs_in_at_sending(client: Client) -> None:
    base = begin(client)
    assert base == "/en/propose/new/"
    fill(client, base)
    assert not Suggestion.objects.exists()
    response = client.post(f"{base}4/", {"do": "send"})
    assert "login" in response["Location"]
    person = UserFactory()
    sign_in(client, person)
    suggestion = Suggestion.objects.get()
    assert (suggestion.author, suggestion.state) == (person, State.SENT)
    assert suggestion.latest.content["title"] == "Racks at the gate"
    assert client.get("/en/propose/sent/")["Location"].endswith(suggestion.get_absolute_url())


def test_a_guest_who_signs_in_halfway_finds_a_draft(client: Client) -> None:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    person = UserFactory()
    sign_in(client, person)
    suggestion = Suggestion.objects.get()
    assert (suggestion.author, suggestion.state, suggestion.title) == (
        person,
        State.DRAFT,
        "Racks at the gate",
    )
    assert "The pavement" in client.get(f"/en/propose/{suggestion.pk}/1/").content.decode()


def test_a_guest_is_not_asked_to_sign_in_for_something_unfinished(client: Client) -> None:
    base = begin(client)
    assert client.post(f"{base}4/", {"do": "send"}).status_code == 422


def test_nobody_opens_the_draft_of_another(client: Client, member: Any) -> None:
    base = begin(client)
    for other in (Client(), Client()):
        assert other.get(f"{base}1/").status_code == 404
        assert "login" in other.post(f"{base}1/", STEPS[1])["Location"]
        other.force_login(UserFactory(moderator=True))
        assert other.get(f"{base}1/").status_code == 404
        assert other.post(f"{base}1/", STEPS[1]).status_code == 404
    for nowhere in ["0/", "5/"]:
        assert client.get(base + nowhere).status_code == 404
    assert client.get("/en/propose/abc/1/").status_code == 404


def test_a_change_to_a_proposal_goes_the_same_four_steps_and_keeps_what_the_form_does_not_show(
    client: Client, member: Any
) -> None:
    record = ProposalFactory(now=timezone.now(), proposer=member)
    second = {"type": "section", "id": "second", "value": {"heading": "More", "level": "3", "text": ""}}
    page = record.page
    page.problem = page._meta.get_field("problem").to_python([*page.problem.raw_data, second])
    publish_page(page, author=record.proposer)
    response = client.post(f"/en/p/{record.number}/change/")
    base = response["Location"].removesuffix("1/")
    client.post(f"{base}1/", {"title": page.title, "problem": "The pavement is blocked.\n\nAt night too."})
    client.post(f"{base}4/", {"do": "send", "what": "Adds the nights"})
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.page_id, suggestion.state) == ("change", page.pk, State.SENT)
    content, was = suggestion.latest.content, suggestion.base
    assert content["problem"][0]["id"] == was["problem"][0]["id"]
    assert content["problem"][1] == was["problem"][1]
    assert content["measures"] == was["measures"]
    case = Case.objects.get()
    decide(
        case=case,
        decision=Decision.PUBLISH,
        moderator=UserFactory(moderator=True),
        version=case.version,
        now=timezone.now(),
    )
    text = client.get(f"/en/proposals/{record.code}/").content.decode()
    assert "At night too." in text
    assert "Adds the nights" in text


def test_pressing_suggest_a_change_again_goes_on_with_the_draft_that_is_there(
    client: Client, member: Any
) -> None:
    record = ProposalFactory(now=timezone.now())
    base = client.post(f"/en/p/{record.number}/change/")["Location"].removesuffix("1/")
    client.post(f"{base}1/", {"title": record.page.title, "problem": "At night too."})
    again = client.post(f"/en/p/{record.number}/change/", {"part": "affected"})
    assert again["Location"] == f"{base}3/#id_affected"
    Suggestion.objects.update(state=State.SENT)
    assert not client.post(f"/en/p/{record.number}/change/")["Location"].startswith(base)


def test_what_is_answered_cannot_be_changed(client: Client, member: Any) -> None:
    record = ProposalFactory(answered=True, now=timezone.now())
    assert client.post(f"/en/p/{record.number}/change/").status_code == 409
    assert not Suggestion.objects.exists()


def test_a_complete_content_comes_back_from_the_form_unchanged() -> None:
    content = proposal_content()
    again = content_of(state_of(content, language="en"), base=content)
    assert again == content


def test_an_empty_form_means_an_empty_proposal() -> None:
    content = content_of(empty_state("zh-hans"), base={})
    assert content["problem"] == content["measures"] == content["evidence"] == []
    assert content["district"] is None


def test_a_form_sent_after_the_session_ended_is_kept_and_goes_on_after_signing_in(
    client: Client, member: Any
) -> None:
    base = begin(client)
    client.logout()
    assert client.post(f"{base}1/", STEPS[1], headers={"x-autosave": "1"}).status_code == 404
    answer = client.post(f"{base}1/", STEPS[1])
    assert "login" in answer["Location"]
    client.force_login(member)
    page = client.get("/en/me/resume/").content.decode()
    assert "The pavement is **blocked**." in page
    assert client.post("/en/me/resume/")["Location"] == f"{base}1/"


def test_a_window_still_open_after_signing_in_elsewhere_goes_on_with_the_same_draft(client: Client) -> None:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    sign_in(client, UserFactory())
    typed = STEPS[1] | {"problem": "Typed in the old window."}
    assert client.post(f"{base}1/", typed, headers={"x-autosave": "1"}).status_code == 204
    draft = Suggestion.objects.get()
    assert draft.draft["form"]["problem"] == "Typed in the old window."
    assert client.post(f"{base}1/", typed)["Location"] == f"/en/propose/{draft.pk}/2/"
    assert client.get(f"{base}1/")["Location"] == f"/en/propose/{draft.pk}/1/"
    Suggestion.objects.update(state=State.WITHDRAWN)
    refused = client.post(f"{base}1/", typed | {"problem": "More than twenty letters."})
    assert refused.status_code == 409
    assert "More than twenty letters." in refused.content.decode()


def test_beginning_again_does_not_wipe_what_a_guest_has_written(client: Client) -> None:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    assert client.post(START)["Location"] == f"{base}1/"
    assert "The pavement is **blocked**." in client.get(f"{base}1/").content.decode()
    client.post(START, {"anew": "1"})
    assert "The pavement is **blocked**." not in client.get(f"{base}1/").content.decode()


def test_a_blocked_member_can_sign_in_and_keeps_what_they_began(client: Client) -> None:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    person = UserFactory()
    reason = Reason.objects.create(code="hurtful")
    Block.objects.create(person=person, by=UserFactory(moderator=True), reason=reason, since=timezone.now())
    sign_in(client, person)
    assert not Suggestion.objects.exists()
    assert client.session["proposals.draft"]["title"] == "Racks at the gate"
