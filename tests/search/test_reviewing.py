"""A moderator sees beside a new proposal what asks for nearly the same, and points its author there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.rawblocks import normalise
from policywiki.discussion.models import Comment
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import State, Suggestion
from proposals.models import Succession
from search.draining import drain
from search.index.store import Store
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, proposal_content

pytestmark = pytest.mark.django_db


def text(words: str) -> Any:
    return normalise([{"type": "section", "value": {"heading": "", "text": f"<p>{words}</p>"}}])


SAME = {
    "title": "Racks for bikes",
    "problem": text("Bicycles block the pavement at the gate."),
    "summary": "Racks for bicycles.",
}


@pytest.fixture
def there(site: Any, engine: Store) -> dict[str, Any]:
    pavement = text("The pavement at the gate is blocked by bicycles. Wheelchairs cannot pass.")
    made = {
        "racks": ProposalFactory(content={"title": "Bicycle racks at the north gate", "problem": pavement}),
        "lamps": ProposalFactory(
            content={
                "title": "Lamps along the river",
                "summary": "Light.",
                "problem": text("It is dark at night and people fall."),
                "measures": [],
                "expected_effect": "",
                "affected": "",
            }
        ),
    }
    drain(engine)
    return made


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(moderator=True))
    return client


def new_proposal(**content: Any) -> Case:
    author, now = UserFactory(language="en"), timezone.now()
    call = CallFactory()
    suggestion = begin(author=author, kind="new_proposal", under=call.page_ptr, language="en", now=now)
    send(
        suggestion=suggestion,
        author=author,
        content=proposal_content(**(SAME | content)),
        summary="New",
        now=now,
    )
    return Case.objects.get(suggestion=suggestion)


def address(case: Case, act: str = "review") -> str:
    return reverse(f"moderation:{act}", args=[case.pk])


def point(desk: Client, case: Case, key: Any, note: str = "") -> Any:
    said = {"decision": f"say:{key}", "note": note, "version": case.version}
    return desk.post(address(case, "decide"), said)


def test_the_item_shows_what_is_like_it_with_the_sentences_of_both(desk: Client, there: Any) -> None:
    html = desk.get(address(new_proposal())).content.decode()
    assert "Bicycle racks at the north gate" in html
    assert "<mark>pavement</mark>" in html
    assert f'value="say:{there["racks"].number}"' in html
    assert "Lamps along the river" not in html


def test_one_press_puts_the_way_there_into_the_message_and_decides_nothing(desk: Client, there: Any) -> None:
    case, racks = new_proposal(), there["racks"]
    way = f"/en/propose/{case.suggestion.pk}/join/{racks.number}/"
    answer = point(desk, case, racks.number, note="Thank you for this.")
    note = answer.context["form"]["note"].value()
    assert note.startswith("Thank you for this.\n\n“Bicycle racks at the north gate”")
    assert way in note
    assert way in answer.content.decode().split("data-letters")[1]  # what the author will read
    assert point(desk, case, racks.number, note=note).context["form"]["note"].value() == note  # said once
    case.refresh_from_db()
    assert (case.decision, case.suggestion.state) == ("", State.SENT)


def test_the_author_follows_it_and_joins_with_what_they_wrote(desk: Client, there: Any) -> None:
    case, racks = new_proposal(), there["racks"]
    note = point(desk, case, racks.number).context["form"]["note"].value()
    desk.post(address(case, "decide"), {"decision": "needs_more", "note": note, "version": case.version})
    author = Client()
    author.force_login(case.author)
    way = f"/en/propose/{case.suggestion.pk}/join/{racks.number}/"
    for page in (case.suggestion.get_absolute_url(), f"/en/propose/{case.suggestion.pk}/1/"):
        assert f'{way}"' in author.get(page).content.decode()  # a link, not only its letters
    author.post(way, {"way": "comment", "text": "Racks for bikes", "put_away": "on"})
    assert Comment.objects.get().page_id == racks.page_id
    assert Suggestion.objects.get(pk=case.suggestion.pk).state == State.WITHDRAWN


def test_of_what_the_city_has_dealt_with_the_message_asks_what_is_new(desk: Client, there: Any) -> None:
    answered = ProposalFactory(answered=True, content={"title": "Racks at the south gate"})
    note = point(desk, new_proposal(), answered.number).context["form"]["note"].value()
    assert answered.get_absolute_url() in note
    assert "Please say what is new in yours." in note
    assert "/join/" not in note


def test_what_was_merged_leads_on_to_what_it_became(desk: Client, there: Any) -> None:
    merged = ProposalFactory(merged=True, content={"title": "Racks, long ago"})
    Succession.objects.create(before=merged, after=there["racks"], at=timezone.now())
    note = point(desk, new_proposal(), merged.number).context["form"]["note"].value()
    assert f"/join/{there['racks'].number}/" in note
    assert "Bicycle racks at the north gate" in note


@pytest.mark.parametrize("key", ["", "0", "999999", "x", "1" * 40, "-1"])
def test_a_number_that_is_none_adds_nothing(desk: Client, there: Any, key: str) -> None:
    answer = point(desk, new_proposal(), key, note="Mine")
    assert answer.status_code == 200
    assert answer.context["form"]["note"].value() == "Mine"


def test_a_change_and_what_is_published_show_none_and_members_see_nothing(
    desk: Client, there: Any, engine: Store
) -> None:
    case = new_proposal()
    decide(
        case=case,
        decision=Decision.PUBLISH,
        moderator=UserFactory(moderator=True),
        version=case.version,
        now=timezone.now(),
    )
    drain(engine)
    assert "say:" not in desk.get(address(case)).content.decode()
    member = Client()
    member.force_login(UserFactory())
    assert point(member, case, there["racks"].number).status_code in (302, 403, 404)


def test_the_number_of_queries_does_not_grow(
    desk: Client, there: Any, engine: Store, django_assert_max_num_queries: Any
) -> None:
    case = new_proposal()
    desk.get(address(case))
    counted = []
    for more in (0, 6):
        for number in range(more):
            ProposalFactory(content=SAME | {"title": f"Racks for bikes at gate {number}"})
        drain(engine)
        with django_assert_max_num_queries(200) as captured:
            desk.get(address(case))
        counted.append(len(captured))
    assert counted[0] == counted[1], counted
