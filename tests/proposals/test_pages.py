"""The public pages of proposals: what they show, to whom, and at what price."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policywiki.places.models import District
from proposals.actions.seal import seal_all
from proposals.acts import Choice
from proposals.models import Answer, Ballot, ProposalRecord, Support
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of, publish_page
from tests.proposals.signing_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "/en/proposals/"


def html(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200, (url, response.status_code)
    return str(response.content.decode())


def titles(client: Client, **query: str) -> list[str]:
    return [record.page.title for record in client.get(LIST, query).context["rows"]]


def url_of(record: ProposalRecord) -> str:
    return f"/en/proposals/{record.code}/"


def new(**fields: Any) -> ProposalRecord:
    record: ProposalRecord = ProposalFactory(**({"now": timezone.now()} | fields))
    return record


def test_a_proposal_says_at_a_glance_what_it_wants_and_whose_turn_it_is(client: Client) -> None:
    record = new(support_count=312, stated_count=901_913, stated_source="Another register")
    page = html(client, url_of(record))
    for words in [
        "Bicycle racks at the north gate",
        "Two-level racks for 120 bicycles.",
        "The pavement is blocked.",
        "Build racks",
        "1,200 万元",
        "Free pavements.",
        "312 of 500.",
        "The public, until 500 support it.",
        "901,913 signatures on Another register",
        "They are not counted here.",
        f"/p/{record.number}",
    ]:
        assert words in page, words


@pytest.mark.parametrize("stage", Stage.values)
def test_every_stage_has_its_page_in_both_languages(client: Client, stage: str) -> None:
    record = new(stage=stage)
    for language in ("en", "zh-hans"):
        assert client.get(f"/{language}/proposals/{record.code}/").status_code == 200
    assert (f'action="/en/p/{record.number}/support/"' in html(client, url_of(record))) is (
        stage in {"support", "deliberation", "city"}
    )


def test_the_text_of_an_overdue_answer_says_so(client: Client) -> None:
    record = new(city=True, due_at=timezone.now() - timedelta(days=3))
    assert "overdue" in html(client, url_of(record))


def test_what_is_not_public_is_not_there(client: Client) -> None:
    record = new()
    record.page.unpublish()
    client.force_login(UserFactory(official=True))
    for url in [url_of(record), f"/p/{record.number}", f"/en/p/{record.number}/answer/"]:
        assert client.get(url, follow=True).status_code == 404, url
    assert (
        client.post(f"/en/p/{record.number}/support/", {"edition": edition_of(record).pk}).status_code == 404
    )
    assert titles(client) == []


def test_the_short_address_never_changes_and_goes_to_the_readers_language(client: Client) -> None:
    record = new()
    for accepts, language in [("en-GB,en;q=0.8", "en"), ("zh-CN", "zh-hans"), ("fr", "zh-hans")]:
        response = client.get(f"/p/{record.number}", headers={"accept-language": accepts})
        assert response["Location"].endswith(f"/{language}/proposals/{record.code}/")
    client.cookies["django_language"] = "en"
    response = client.get(f"/p/{record.number}/", headers={"accept-language": "zh-CN"})
    assert response["Location"].endswith(f"/en/proposals/{record.code}/")


def test_support_and_take_back_are_two_posts(client: Client) -> None:
    record, person = new(), UserFactory()
    client.force_login(person)
    edition = edition_of(record).pk
    for url in ("support", "take-back"):
        assert client.get(f"/en/p/{record.number}/{url}/").status_code == 405
    response = client.post(f"/en/p/{record.number}/support/", {"edition": edition}, follow=True)
    assert Support.objects.get().person == person
    assert '<span class="big">1</span>' in response.content.decode()
    seal_all()
    assert '<span class="big">1</span>' in html(client, url_of(record))
    response = client.post(f"/en/p/{record.number}/take-back/", follow=True)
    assert not Support.objects.exists()
    assert '<span class="big">0</span>' in response.content.decode()
    assert '<span class="big">1</span>' in html(Client(), url_of(record))
    seal_all()
    assert '<span class="big">0</span>' in html(Client(), url_of(record))


def test_box_and_sentence_say_the_same_number_before_the_worker_has_counted(client: Client) -> None:
    record = new(support_count=17)
    client.force_login(UserFactory())
    given = {"edition": edition_of(record).pk}
    box = client.post(
        f"/en/p/{record.number}/support/", given, headers={"hx-request": "true"}
    ).content.decode()
    page = html(client, url_of(record))
    for shown in (box, page):
        assert '<span class="big">18</span>' in shown
        assert "18 of 500." in shown
    assert "17 of 500." in html(Client(), url_of(record))


def test_htmx_gets_the_box_alone(client: Client) -> None:
    record = new()
    client.force_login(UserFactory())
    response = client.post(
        f"/en/p/{record.number}/support/",
        {"edition": edition_of(record).pk},
        headers={"hx-request": "true"},
    )
    text = response.content.decode()
    assert text.lstrip().startswith("<section")
    assert "take-back" in text
    assert "<html" not in text


def test_a_guest_signs_in_and_the_support_completes_by_itself(client: Client) -> None:
    record, person = new(), UserFactory()
    response = client.post(f"/en/p/{record.number}/support/", {"edition": edition_of(record).pk})
    assert response.status_code == 302
    assert "login" in response["Location"]
    assert not Support.objects.exists()
    sign_in(client, person)
    assert Support.objects.get().person == person


def test_support_names_the_text_that_was_read(client: Client) -> None:
    record, person = new(), UserFactory()
    read = edition_of(record)
    record.page.summary = "Something else."
    publish_page(record.page, author=record.proposer, summary="Changed meanwhile")
    client.force_login(person)
    client.post(f"/en/p/{record.number}/support/", {"edition": read.pk})
    assert Support.objects.get().edition == read
    assert f"/p/{record.number}/changed/" in html(client, url_of(record))
    for wrong in ["", "x", "999999", edition_of(new()).pk]:
        assert client.post(f"/en/p/{record.number}/support/", {"edition": wrong}).status_code == 404


def test_voting(client: Client) -> None:
    record, voter = new(vote=True), UserFactory()
    client.force_login(voter)
    given = {"edition": edition_of(record).pk, "choice": "against", "reason": "Too dear."}
    client.post(f"/en/p/{record.number}/vote/", given)
    ballot = Ballot.objects.get()
    assert (ballot.person, ballot.choice, ballot.reason) == (voter, Choice.AGAINST, "Too dear.")
    page = html(client, url_of(record))
    assert "Change my vote" in page
    assert "Too dear." in page
    assert "Too dear." not in html(Client(), url_of(record))
    assert client.post(f"/en/p/{record.number}/vote/", given | {"choice": "maybe"}).status_code == 409


def test_a_vote_sent_after_the_session_ended_is_kept_and_leads_back_to_the_proposal(client: Client) -> None:
    record, voter = new(vote=True), UserFactory()
    url = f"/en/p/{record.number}/vote/"
    given = {"edition": edition_of(record).pk, "choice": "against", "reason": "Too dear.\r\nToo late."}
    assert "login" in client.post(url, given)["Location"]
    assert not Ballot.objects.exists()
    client.force_login(voter)
    assert "Too late." in html(client, "/en/me/resume/")
    answer = client.post(url, given, headers={"referer": "http://testserver/en/me/resume/"})
    assert answer["Location"] == f"{url_of(record)}#vote"
    assert Ballot.objects.get().reason == "Too dear.\nToo late."


def test_past_support_the_box_names_no_last_day(client: Client) -> None:
    record = new(vote=True)
    assert client.get(url_of(record)).context["support"]["closes_at"] is None


def test_a_wrong_moment_is_409_and_nothing_is_written(client: Client) -> None:
    record = new(withdrawn=True)
    client.force_login(UserFactory())
    response = client.post(f"/en/p/{record.number}/support/", {"edition": edition_of(record).pk})
    assert response.status_code == 409
    assert not Support.objects.exists()


def test_officials_answer_on_the_public_site_and_for_others_the_form_is_not_there(client: Client) -> None:
    record = new(city=True)
    url = f"/en/p/{record.number}/answer/"
    for role in [{}, {"moderator": True}]:
        client.force_login(UserFactory(**role))
        assert client.get(url).status_code == client.post(url).status_code == 404
    assert Client().get(url).status_code == 404
    client.force_login(UserFactory(official=True))
    half = client.post(url, {"state": "adopted", "department": "Roads", "text": ""})
    assert half.status_code == 422
    assert not Answer.objects.exists()
    text = "We build them.\n\n- first\n- second"
    client.post(url, {"state": "adopted", "department": "Roads", "text": text})
    page = html(Client(), url_of(record))
    assert "Adopted" in page
    assert "We build them." in page
    client.post(f"/en/p/{record.number}/carried-out/", {"note": "Opened in May."})
    assert "Opened in May." in html(Client(), url_of(record))


def test_the_proposer_withdraws_and_others_cannot(client: Client) -> None:
    record = new()
    url = f"/en/p/{record.number}/withdraw/"
    client.force_login(UserFactory())
    assert client.post(url).status_code == 404
    client.force_login(record.proposer)
    assert "Withdraw your proposal" in html(client, url_of(record))
    client.post(url, {"note": "I joined another."})
    assert "I joined another." in html(Client(), url_of(record))


def test_a_note_that_is_too_long_is_refused_whole_and_kept_not_left_out(client: Client) -> None:
    adopted = new(answered=True)
    Answer.objects.filter(proposal=adopted).update(state="adopted")
    withdrawn = new()
    client.force_login(withdrawn.proposer)
    note = "Why. " * 201
    refused = client.post(f"/en/p/{withdrawn.number}/withdraw/", {"note": note})
    assert refused.status_code == 409
    assert note.strip() in refused.content.decode()
    lines = "Because.\r\n" * 100  # the browser counts 900 characters and sends 1,000
    client.post(f"/en/p/{withdrawn.number}/withdraw/", {"note": lines + "x" * 99})
    withdrawn.refresh_from_db()
    assert withdrawn.stage == Stage.WITHDRAWN
    client.force_login(UserFactory(official=True))
    assert client.post(f"/en/p/{adopted.number}/carried-out/", {"note": note}).status_code == 409
    adopted.refresh_from_db()
    assert adopted.stage == Stage.ANSWERED


def test_what_an_official_wrote_survives_the_end_of_the_session(client: Client) -> None:
    record = new(city=True)
    url, official = f"/en/p/{record.number}/answer/", UserFactory(official=True)
    written = {"state": "adopted", "department": "Roads", "text": "An answer of an hour."}
    assert "login" in client.post(url, written)["Location"]
    client.force_login(official)
    assert "An answer of an hour." in html(client, "/en/me/resume/")
    assert client.post("/en/me/resume/")["Location"] == url


def test_the_list_narrows_by_stage_topic_district_and_period(client: Client) -> None:
    district = District.objects.create(code="dongmen", name_zh="东门", name_en="Dongmen")
    long_ago = timezone.now() - timedelta(days=60)
    new(content={"title": "Here", "district": district.pk, "tags": ["racks"]})
    new(content={"title": "With the city"}, city=True)
    new(content={"title": "Old"}, now=long_ago)
    assert titles(client) == ["With the city", "Here", "Old"]
    assert titles(client, stage="city") == ["With the city"]
    assert titles(client, tag="racks") == ["Here"]
    assert titles(client, district="dongmen") == ["Here"]
    assert titles(client, period="30") == ["With the city", "Here"]
    assert titles(client, stage="city", tag="racks") == []
    assert titles(client, stage="nonsense", period="x", order="y", page="z") == titles(client)


def test_the_list_in_four_orders(client: Client) -> None:
    now = timezone.now()
    new(content={"title": "a"}, support_count=5, comment_count=1, now=now - timedelta(days=9))
    new(content={"title": "b"}, support_count=9, comment_count=0, now=now - timedelta(days=5))
    new(content={"title": "c"}, support_count=1, comment_count=7, now=now - timedelta(days=7), city=True)
    assert titles(client) == ["b", "c", "a"]
    assert titles(client, order="supported") == ["b", "a", "c"]
    assert titles(client, order="discussed") == ["c", "a", "b"]
    assert titles(client, order="due") == ["c", "a", "b"]


def queries(client: Client, url: str) -> int:
    client.get(url)  # warms what the process keeps
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_with_3_and_with_30_proposals(client: Client, settings: Any) -> None:
    from proposals import lists

    page_size, lists.PAGE_SIZE = lists.PAGE_SIZE, 50
    try:
        for _number in range(3):
            new(answered=True)
        few = queries(client, LIST)
        for _number in range(27):
            new(answered=True)
        assert len(client.get(LIST).context["rows"]) == 30
        assert queries(client, LIST) == few <= 20
    finally:
        lists.PAGE_SIZE = page_size


def test_a_proposal_costs_the_same_with_1_and_with_20_versions_and_answers(client: Client) -> None:
    record = new(answered=True)
    few = queries(client, url_of(record))
    official = UserFactory(official=True)
    for number in range(20):
        publish_page(record.page, author=record.proposer, summary=f"Change {number}")
        Answer.objects.create(
            proposal=record, state="trial", text="<p>Again.</p>", answered_at=timezone.now(), by=official
        )
    assert queries(client, url_of(record)) == few


def test_the_empty_list_says_what_to_do_next(client: Client) -> None:
    CallFactory()
    assert "Yours can be the first." in html(client, LIST)
    assert "Take one of the conditions away" in html(client, LIST, stage="city")
