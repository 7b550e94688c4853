"""One sentence of a proposal is picked and written anew: a suggested change like any other, ready to be sent."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from policywiki.core.page_content import content_of
from policywiki.core.rawblocks import normalise
from policywiki.discussion.quotable import NotInTheText
from policywiki.suggestions.models import State, Suggestion
from proposals.drafting import content_of as meant
from proposals.drafting import state_of
from proposals.models import ProposalPage, ProposalRecord
from proposals.rewording import Part, Spot, copied, parts_of, picked, reworded
from proposals.stages import Stage
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.proposals import ProposalFactory, publish_page

pytestmark = pytest.mark.django_db
TEXT = (
    '<p data-block-key="aaaaa">The pavement is <b>blocked</b>. Nobody gets by.</p>'
    '<ul><li data-block-key="bbbbb">Racks are full.</li><li data-block-key="ccccc">Nobody gets by.</li></ul>'
)


@pytest.fixture
def record(site: Any) -> ProposalRecord:
    made: ProposalRecord = ProposalFactory()
    page = made.page
    problem = [{"type": "section", "value": {"heading": "", "level": "2", "text": TEXT}}]
    what = [
        {"type": "measure", "value": {"what": one, "who": "City", "when": "", "cost": ""}}
        for one in ("Count. Build.", "Count.")
    ]
    page.problem = page._meta.get_field("problem").to_python(normalise(problem))
    page.measures = page._meta.get_field("measures").to_python(normalise(what))
    publish_page(page, author=made.proposer)
    return made


def form(record: ProposalRecord) -> dict[str, Any]:
    page = ProposalPage.objects.get(pk=record.page_id)
    return state_of(content_of(page), language=page.language)


def address(record: ProposalRecord) -> str:
    return f"/en/p/{record.number}/reword/"


def test_its_sentences_are_those_that_one_reads(record: ProposalRecord) -> None:
    problem, first, second, *_rest = parts_of(form(record))
    assert [one.shown for one in problem.sentences] == [
        "The pavement is blocked.",
        "Nobody gets by.",
        "Racks are full.",
        "Nobody gets by.",
    ]
    assert problem.sentences[0].words == "The pavement is **blocked**."
    assert [one.words for one in first.sentences] == ["Count.", "Build."]
    assert second.name == "measure-2"


def test_a_sentence_is_replaced_in_its_own_part_and_everything_else_stays(record: ProposalRecord) -> None:
    state, base = form(record), content_of(ProposalPage.objects.get(pk=record.page_id))
    first, second = parts_of(state)[1:3]
    changed = meant(reworded(state, Spot(second, 0, "Count."), "Count twice."), base=base)
    assert [block["value"]["what"] for block in changed["measures"]] == ["Count. Build.", "Count twice."]
    assert changed["measures"][1]["value"]["who"] == "City"
    for name in ("problem", "affected", "expected_effect", "evidence", "title"):
        assert changed[name] == meant(state, base=base)[name]
    shorter = reworded(state, Spot(first, 7, "Build."), "")
    assert shorter["measures"][0]["what"] == "Count."


def test_a_sentence_is_found_by_its_key_or_by_words_copied_out_of_the_text(record: ProposalRecord) -> None:
    parts = parts_of(form(record))
    key = parts[0].sentences[2].key
    at = parts[0].text.index("Racks are full.")
    assert picked(parts, key) == (parts[0], at, "Racks are full.")
    assert picked(parts, "problem:0000") is None
    assert copied(parts, "Racks \n are full.") == (parts[0], at, "Racks are full.")
    with pytest.raises(NotInTheText):
        copied(parts, "Racks are empty.")


def test_the_place_that_was_picked_changes_and_no_other_that_says_the_same(record: ProposalRecord) -> None:
    client = Client()
    client.force_login(UserFactory())
    twice = [one for one in parts_of(form(record))[0].sentences if one.words == "Nobody gets by."]
    asked = client.post(address(record), {"pick": twice[1].key}).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(part|at|old)" value="([^"]*)"', asked))
    client.post(address(record), hidden | {"new": "Prams turn back."})
    problem = Suggestion.objects.get().draft["form"]["problem"]
    assert "Nobody gets by.\n\n- Racks are full.\n- Prams turn back." in problem


def test_words_inside_another_sentence_are_not_taken_for_the_sentence() -> None:
    """The second sentence stands word for word at the end of the first and of the third."""
    part = Part("affected", "", "请不要在门口停车。在门口停车。\n我们在门口停车。")
    first, second, third = (Spot(part, one.start, one.words) for one in part.sentences)
    assert second.words == "在门口停车。" and second.words in first.words and second.words in third.words
    assert [
        reworded({"affected": part.text}, spot, "新。")["affected"] for spot in (first, second, third)
    ] == [
        "新。在门口停车。\n我们在门口停车。",
        "请不要在门口停车。新。\n我们在门口停车。",
        "请不要在门口停车。在门口停车。\n新。",
    ]
    assert part.place_of(second.words, second.start) == second.start
    assert part.place_of(second.words, None) is None, "not sure which is meant: it is refused"
    with pytest.raises(NotInTheText):
        copied([part], second.words)
    assert copied([part], third.words) == third


def test_from_the_page_to_a_draft_that_shows_the_change(record: ProposalRecord) -> None:
    client, person = Client(), UserFactory()
    assert client.login(username=person.email, password=PASSWORD)
    page = client.get(record.page.url.replace("zh-hans", "en")).content.decode()
    assert f"{address(record)}?part=problem" in page
    screen = client.get(address(record), {"part": "measures"}).content.decode()
    assert "Measure 2" in screen and "Racks are full." not in screen
    key = parts_of(form(record))[0].sentences[2].key
    asked = client.post(address(record), {"pick": key}).content.decode()
    assert ">\nRacks are full.</textarea>" in asked
    assert not Suggestion.objects.exists()
    told = {
        "part": "problem",
        "old": "Racks are full.",
        "new": "Racks are full by nine.",
        "why": "When it happens",
    }
    sent = client.post(address(record), told)
    suggestion = Suggestion.objects.get()
    assert sent["Location"] == f"/en/propose/{suggestion.pk}/4/"
    last = client.get(sent["Location"]).content.decode()
    assert "<ins>" in last and "When it happens" in last
    client.post(sent["Location"], {"do": "send", "what": "When it happens"})
    suggestion.refresh_from_db()
    assert suggestion.state == State.SENT
    assert "Racks are full by nine." in str(suggestion.latest.content["problem"])
    assert "<b>blocked</b>" in str(suggestion.latest.content["problem"])


def test_a_guest_signs_in_and_the_draft_is_there(record: ProposalRecord) -> None:
    guest = Client()
    assert guest.get(address(record)).status_code == 200
    told = {"part": "problem", "old": "Racks are full.", "new": "Racks are full by nine."}
    answer = guest.post(address(record), told)
    assert answer.status_code == 302 and "login" in answer["Location"]
    assert not Suggestion.objects.exists()
    assert guest.session["pending_act"]["url"] == address(record)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"pick": ""}, "Pick a sentence"),
        ({"pick": "problem:0123"}, "Pick a sentence"),
        ({"words": "Not said anywhere"}, "These words do not stand in the text"),
        ({"part": "problem", "old": "Racks are full.", "new": "Racks are full."}, "These are the same words"),
        ({"part": "problem", "old": "Racks were full.", "new": "Mine"}, "The text has changed meanwhile"),
        ({"part": "measure-9", "old": "Count.", "new": "Mine"}, "The text has changed meanwhile"),
        ({"words": "Nobody gets by."}, "These words stand in several places. Copy a few more words."),
        ({"part": "problem", "old": "Nobody gets by.", "new": "Mine"}, "The text has changed meanwhile"),
        ({"part": "nonsense", "old": "Count.", "new": "Mine"}, "The text has changed meanwhile"),
    ],
)
def test_what_cannot_be_is_refused_with_the_words_kept(
    record: ProposalRecord, told: dict[str, str], why: str
) -> None:
    client = Client()
    client.force_login(UserFactory())
    answer = client.post(address(record), told)
    assert answer.status_code == 422
    text = unescape(re.sub(r"\s+", " ", answer.content.decode()))
    assert why in text
    assert told.get("new", told.get("words", "")) in text
    assert not Suggestion.objects.exists()


def test_where_the_text_is_fixed_nobody_rewords_it(site: Any) -> None:
    record = ProposalFactory(vote=True)
    ProposalRecord.objects.filter(pk=record.pk).update(stage=Stage.ANSWERED)
    assert Client().get(address(record)).status_code == 409
    page = Client().get(record.page.url).content.decode()
    assert "/reword/" not in page
