"""Calls for proposals: open, closed, archived; what each asks; and that a text is never lost between them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.places.models import District
from policywiki.suggestions.models import State, Suggestion
from proposals.actions.begin import call_of
from proposals.actions.choose_call import choose_call
from proposals.calls import CallState, gaps, state_of, words
from proposals.drafting import content_of
from proposals.drafting import state_of as form_of
from proposals.models import CallPage, CallQuestion
from tests.factories.people import UserFactory
from tests.factories.proposals import (
    NOW,
    CallFactory,
    ProposalFactory,
    front_page,
    further_call,
    proposal_content,
)
from tests.proposals.test_propose import STEPS, fill

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def first_call() -> CallPage:
    call: CallPage = CallFactory()
    return call


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def begin_under(client: Client, call: CallPage) -> str:
    """The address of step 1 of a new draft under this call, without the step."""
    response = client.post("/en/propose/", {"call": call.pk})
    assert response.status_code == 302
    return str(response["Location"]).removesuffix("1/")


@pytest.mark.parametrize(
    ("opens", "closes", "archived", "state"),
    [
        (None, None, False, CallState.OPEN),
        (NOW, None, False, CallState.OPEN),
        (NOW + DAY, None, False, CallState.UPCOMING),
        (None, NOW, False, CallState.CLOSED),
        (None, NOW + DAY, False, CallState.OPEN),
        (NOW - DAY, NOW + DAY, True, CallState.ARCHIVED),
        (None, None, True, CallState.ARCHIVED),
    ],
)
def test_a_call_is_open_from_its_first_moment_until_before_its_last(
    opens: datetime | None, closes: datetime | None, archived: bool, state: CallState
) -> None:
    call = further_call("one", opens_at=opens, closes_at=closes, archived=archived)
    assert state_of(call, NOW) == state
    assert CallPage.objects.open(NOW).filter(pk=call.pk).exists() is (state == CallState.OPEN)


def test_a_call_cannot_end_before_it_begins_nor_be_archived_while_somebody_waits() -> None:
    call = CallPage(title="One", slug="one", opens_at=NOW, closes_at=NOW - DAY)
    with pytest.raises(ValidationError) as refused:
        call.clean()
    assert set(refused.value.message_dict) == {"closes_at"}
    record = ProposalFactory(city=True)
    record.call.archived = True
    with pytest.raises(ValidationError) as refused:
        record.call.clean()
    assert set(refused.value.message_dict) == {"archived"}
    ProposalFactory._meta.model.objects.update(stage="carried_out")
    record.call.clean()


@pytest.mark.parametrize(
    ("archived", "said"),
    [
        (False, "Closed to new proposals since "),
        (True, "Archived: everything proposed here has been dealt with."),
    ],
)
def test_the_page_of_a_call_that_is_over_says_so_once_and_shows_its_own_proposals_first(
    client: Client, first_call: CallPage, archived: bool, said: str
) -> None:
    call = further_call("shelters", closes_at=timezone.now() - DAY, archived=archived)
    empty = client.get("/en/shelters/").content.decode()
    assert "No proposals here" in empty and "Narrow the list" not in empty
    ProposalFactory(call=call, carried_out=True, content={"title": "A shelter at the hospital"})
    page = client.get("/en/shelters/").content.decode()
    assert page.count(said) == 1 and "Propose something" not in page
    assert page.index("A shelter at the hospital") < page.index("Other calls that are open")


def test_with_one_open_call_nothing_is_asked_with_two_the_form_asks_which(
    client: Client, member: Any
) -> None:
    assert "Which call" not in client.get("/en/propose/").content.decode()
    parks = further_call("parks", name_en="Parks 2027", intro_en="Where do trees belong?")
    page = client.get("/en/propose/").content.decode()
    assert "Which call is it for?" in page
    assert "Where do trees belong?" in page
    refused = client.post("/en/propose/")
    assert refused.status_code == 422
    assert "Please choose a call." in refused.content.decode()
    assert not Suggestion.objects.exists()
    base = begin_under(client, parks)
    assert call_of(Suggestion.objects.get()) == parks
    assert "Parks 2027" in client.get(f"{base}1/").content.decode()
    # From the page of a call it is chosen already.
    assert client.get("/en/propose/").context["chosen"] == CallFactory()
    assert client.get("/en/propose/", {"call": "parks"}).context["chosen"] == parks


def test_what_closes_meanwhile_takes_nothing_and_the_text_goes_to_another_call(
    client: Client, member: Any, first_call: CallPage
) -> None:
    parks = further_call("parks", closes_at=timezone.now() + DAY)
    base = begin_under(client, parks)
    fill(client, base)
    CallPage.objects.filter(pk=parks.pk).update(closes_at=timezone.now())
    refused = client.post(f"{base}4/", {"do": "send"})
    assert refused.status_code == 422
    assert f'href="{base}call/"' in refused.content.decode()
    assert Suggestion.objects.get().state == State.DRAFT
    # Only open calls are offered there, whatever the form says.
    client.post(f"{base}call/", {"call": parks.pk})
    assert client.post(f"{base}call/", {"call": first_call.pk})["Location"] == f"{base}1/"
    client.post(f"{base}4/", {"do": "send"})
    sent = Suggestion.objects.get()
    assert (sent.state, sent.title, call_of(sent)) == (State.SENT, "Racks at the gate", first_call)
    # Once sent it stays there, and what was sent in time may be sent again after the close.
    assert client.get(f"{base}call/").status_code == 409
    CallPage.objects.filter(pk=first_call.pk).update(closes_at=timezone.now())
    client.post(f"{base}1/", STEPS[1] | {"title": "Racks, again"})
    client.post(f"{base}4/", {"do": "send"})
    assert Suggestion.objects.get().latest.content["title"] == "Racks, again"


def test_only_its_author_moves_a_draft_and_only_before_it_is_sent(client: Client, member: Any) -> None:
    parks = further_call("parks")
    begin_under(client, parks)
    suggestion = Suggestion.objects.get()
    with pytest.raises((NotAllowed, NotFound)):
        choose_call(suggestion=suggestion, author=UserFactory(), call=parks, now=timezone.now())
    closed = further_call("closed", closes_at=timezone.now() - DAY)
    with pytest.raises(WrongStage):
        choose_call(suggestion=suggestion, author=member, call=closed, now=timezone.now())
    Suggestion.objects.update(sent_at=timezone.now())
    with pytest.raises(WrongStage):
        choose_call(suggestion=suggestion, author=member, call=parks, now=timezone.now())


def test_a_call_asks_its_own_questions_and_the_answers_are_part_of_the_text(
    client: Client, member: Any
) -> None:
    east = District.objects.create(code="east", name_en="East", name_zh="东区")
    District.objects.create(code="west", name_en="West", name_zh="西区")
    parks = further_call("parks", topics="trees，ponds", terms_en="No **cars**.")
    parks.districts.add(east)
    parks.save()
    needed = CallQuestion.objects.create(
        call=parks, label_en="Who looks after it?", label_zh="谁来养护？", needed=True, sort_order=1
    )
    further = CallQuestion.objects.create(
        call=parks, label_en="Since when?", label_zh="何时开始？", long=True, sort_order=2
    )
    base = begin_under(client, parks)
    fill(client, base)  # without district and answers: nothing is demanded before the end
    form = client.get(f"{base}3/").content.decode()
    for words_shown in ["Who looks after it?", "Since when?", ">East<", 'value="ponds"', 'value="bicycles"']:
        assert words_shown in form, words_shown
    assert ">West<" not in form
    refused = client.post(f"{base}4/", {"do": "send"}).content.decode()
    for gap in [
        "Please answer: Who looks after it?",
        "This call is for: East.",
        "at least one of the topics",
    ]:
        assert gap in refused, gap
    assert "No <b>cars</b>." in refused
    answers = {
        needed.code: "The neighbours.",
        further.code: "",
        "district": "east",
        "tags": ["ponds", "trees"],
    }
    client.post(f"{base}3/", STEPS[3] | answers)
    client.post(f"{base}4/", {"do": "send"})
    content = Suggestion.objects.get().latest.content
    assert content["details"] == [
        {
            "type": "detail",
            "id": needed.code,
            "value": {"label": "Who looks after it?", "text": "The neighbours."},
        }
    ]
    assert content["tags"] == ["ponds", "trees"]
    assert content["district"] == east.pk


def test_an_answer_keeps_the_question_as_it_was_asked_and_survives_its_deletion() -> None:
    call = CallFactory()
    question = CallQuestion.objects.create(call=call, label_en="Since when?", label_zh="何时？", sort_order=1)
    block = {"type": "detail", "id": question.code, "value": {"label": "Since when?", "text": "2019."}}
    record = ProposalFactory(call=call, content={"details": [block]})
    question.delete()
    base = proposal_content(details=[block])
    again = content_of(form_of(base, language="en"), base=base)
    assert again["details"] == [block]
    assert record.page.details.raw_data[0]["value"]["text"] == "2019."


def test_topics_are_read_with_commas_of_either_width() -> None:
    assert words("trees，ponds、 paths, trees") == ["trees", "ponds", "paths"]


def test_what_a_call_does_not_ask_no_text_lacks() -> None:
    assert gaps(CallFactory(), proposal_content()) == {}


def test_the_list_asks_as_much_for_many_calls_as_for_few(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/calls/")
        return len(asked)

    further_call("parks").districts.add(District.objects.create(code="east", name_en="East", name_zh="东"))
    client.get("/en/calls/")
    few = queries()
    for number in range(5):
        further_call(f"call-{number}", archived=bool(number % 2))
    assert queries() == few


def test_each_call_has_its_page_and_all_stand_in_one_list(client: Client) -> None:
    now = timezone.now()
    further_call(
        "parks", name_en="Parks 2027", budget=12_000_000, text_en="What *we* ask.", department="Parks"
    )
    further_call("later", name_en="Later", opens_at=now + DAY)
    further_call("over", name_en="Over", closes_at=now - DAY)
    further_call("done", name_en="Done", archived=True)
    listed = client.get("/en/calls/").content.decode()
    places = [listed.index(name) for name in ["Parks 2027", "Later", "Over", "Done"]]
    assert places == sorted(places)
    page = client.get("/en/parks/").content.decode()
    for shown in [
        "Parks 2027",
        "12 million yuan",
        "What <i>we</i> ask.",
        "?call=parks",
        "Open, without a last day",
    ]:
        assert shown in page, shown
    closed = client.get("/en/over/").content.decode()
    assert "Closed to new proposals since" in closed
    assert "?call=over" not in closed
    assert "Parks 2027" in client.get("/en/proposals/").content.decode()  # from the first call to the others
    for language in ("en", "zh-hans"):
        assert client.get(f"/{language}/calls/").status_code == 200


def test_a_call_that_is_not_on_the_site_is_nowhere(client: Client, member: Any) -> None:
    hidden = further_call("hidden", name_en="Hidden", live=False)
    assert "Hidden" not in client.get("/en/calls/").content.decode()
    assert client.get("/en/hidden/").status_code == 404
    assert client.post("/en/propose/", {"call": hidden.pk}).status_code == 302  # the only open one is taken
    assert call_of(Suggestion.objects.get()) == CallFactory()


def test_when_no_call_is_open_the_way_to_the_others_is_shown(client: Client, member: Any) -> None:
    CallPage.objects.update(closes_at=timezone.now() - DAY)
    page = client.get("/en/propose/").content.decode()
    assert "No call is open at the moment" in page
    assert client.post("/en/propose/").status_code == 422


def test_a_guests_text_goes_under_the_call_they_chose(client: Client) -> None:
    parks = further_call("parks")
    base = begin_under(client, parks)
    fill(client, base)
    assert client.session["proposals.draft"]["call"] == str(parks.pk)


def test_an_administrator_makes_a_call_in_the_admin_with_its_questions(client: Client) -> None:
    client.force_login(UserFactory(administrator=True, is_staff=True, is_superuser=True))
    east = District.objects.create(code="east", name_en="East", name_zh="东区")
    address = reverse("wagtailadmin_pages:add", args=["proposals", "callpage", front_page().pk])
    form = client.get(address).context["form"]
    asked = {"label_en": "Since when?", "label_zh": "何时？", "ORDER": "1"}
    shown = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in shown.items()} | {
        "title": "Trees 2027",
        "closes_at": "2027-03-01 18:00",
        "questions": inline_formset([asked]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    fields = {name: value for name, value in nested_form_data(data).items() if value is not False}
    fields["districts"] = [str(east.pk)]
    response = client.post(address, fields)
    assert response.status_code == 302, response.context["form"].errors
    call = CallPage.objects.get(title="Trees 2027")
    assert (call.slug, call.live) == ("trees-2027", True)
    assert list(call.districts.all()) == [east]
    assert [question.label_en for question in call.questions.all()] == ["Since when?"]
    assert client.get("/en/trees-2027/").status_code == 200
