"""Comments that speak about words: of a page, a proposal, a suggested change, of the comment they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.redaction import placeholder
from policywiki.discussion.actions.comments import Quoting, post_comment
from policywiki.discussion.actions.correct import correct_comment
from policywiki.discussion.models import Comment, Quotation, QuotationState
from policywiki.discussion.quotable import NotInTheText, sentences
from policywiki.suggestions.actions.write import send
from policywiki.suggestions.models import Suggestion
from policywiki.trust.actions.hide import hide_part
from policywiki.trust.hiding import item_of
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, publish_page
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db

SECTIONS = {
    "Where to park": "Only inside the marked bays. Whoever parks elsewhere pays fifty yuan to the street office.",
    "Who decides": "The street office decides. Nobody else may draw a bay.",
}
WORDS = "Whoever parks elsewhere pays fifty yuan to the street office."


@pytest.fixture
def page(site: Any) -> KnowledgePage:
    return knowledge_page(sections=SECTIONS)


def note(page: Any, words: str = WORDS, subject: str = "", parent: Comment | None = None) -> Quotation:
    comment = post_comment(
        page=page, author=UserFactory(), text="Why fifty?", stance="neutral", subject=subject, parent=parent,
        quoting=Quoting(words, of_comment=parent is not None), now=timezone.now(),
    )  # fmt: skip
    return comment.quotation


def english(address: str) -> str:
    return address.replace("/zh-hans/", "/en/", 1)


def change(page: KnowledgePage, old: str, new: str) -> None:
    page = KnowledgePage.objects.get(pk=page.pk)
    publish(suggest(page, UserFactory(), old, new), UserFactory(moderator=True))


def test_a_note_follows_its_words_until_they_are_gone_and_finds_them_again(page: KnowledgePage) -> None:
    quotation = note(page)
    assert (quotation.state, quotation.heading) == (QuotationState.HERE, "Where to park")
    change(page, "Only inside the marked bays. ", "Bays are blue. One parks in them and nowhere else. ")
    quotation.refresh_from_db()
    assert (quotation.state, quotation.now_exact) == (QuotationState.HERE, WORDS)
    change(page, "fifty yuan to the street office", "two hundred yuan to the street office")
    quotation.refresh_from_db()
    assert quotation.state == QuotationState.CHANGED
    assert quotation.now_exact == WORDS.replace("fifty", "two hundred")
    assert quotation.exact == WORDS
    change(page, "Whoever parks elsewhere pays two hundred yuan to the street office.", "")
    quotation.refresh_from_db()
    assert quotation.state == QuotationState.GONE
    change(page, "nowhere else.", f"nowhere else. {WORDS}")
    quotation.refresh_from_db()
    assert (quotation.state, quotation.now_exact) == (QuotationState.HERE, WORDS)


def test_words_that_are_not_there_cannot_be_quoted_and_white_space_does_not_matter(
    page: KnowledgePage,
) -> None:
    with pytest.raises(NotInTheText):
        note(page, "Parking is free for everybody.")
    with pytest.raises(NotInTheText):
        note(page, "   ")
    assert note(page, "Only inside\n  the marked\tbays.").exact == "Only inside the marked bays."
    assert Comment.objects.count() == 1


def test_on_a_proposal_and_on_a_suggested_change(page: KnowledgePage) -> None:
    record = ProposalFactory()
    assert note(record.page, "The pavement is blocked.").anchor == "problem"
    suggestion = suggest(page, UserFactory(), "fifty yuan", "eighty yuan")
    about = note(page, WORDS.replace("fifty", "eighty"), subject=f"suggestion:{suggestion.pk}")
    assert about.state == QuotationState.HERE
    content = Suggestion.objects.get(pk=suggestion.pk).latest.content
    for block in content["body"]:
        text = block["value"]["text"]
        block["value"] = block["value"] | {"text": text.replace("eighty yuan to", "ninety yuan, in cash, to")}
    send(
        suggestion=suggestion, author=suggestion.author, content=content, summary="Ninety",
        now=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    about.refresh_from_db()
    assert about.state == QuotationState.CHANGED
    assert "ninety yuan, in cash" in about.now_exact


def test_a_proposal_that_changes_keeps_its_notes(site: Any) -> None:
    record = ProposalFactory()
    quotation = note(record.page, "Free pavements.")
    record.page.expected_effect = "Nothing is blocked any more. Free pavements."
    publish_page(record.page, author=record.proposer, summary="More")
    quotation.refresh_from_db()
    assert (quotation.state, quotation.anchor) == (QuotationState.HERE, "effect")


def test_an_answer_quotes_the_comment_and_hears_when_it_is_changed(page: KnowledgePage) -> None:
    first = post_comment(
        page=page, author=UserFactory(), text="It is too much. I would pay twenty at most, never fifty.",
        stance="against", now=timezone.now(),
    )  # fmt: skip
    quotation = note(page, "I would pay twenty at most, never fifty.", parent=first)
    assert quotation.of_comment
    correct_comment(
        comment=first, author=first.author, text="It is all right.", stance="for", now=timezone.now()
    )
    quotation.refresh_from_db()
    assert quotation.state == QuotationState.GONE


def test_in_the_browser_one_picks_a_sentence_or_copies_words(page: KnowledgePage, client: Client) -> None:
    address = reverse("discussion:note", args=[page.pk])
    assert f'value="{WORDS}"' in client.get(address).content.decode()
    client.force_login(UserFactory())
    for data, status in (
        ({"pick": WORDS}, 302),
        ({"words": "the marked bays", "pick": WORDS}, 302),
        ({"words": "not there at all"}, 422),
        ({}, 422),
    ):
        answer = client.post(address, {"text": "Why fifty?", "stance": "neutral", **data})
        assert answer.status_code == status, data
        assert status == 302 or "Why fifty?" in answer.content.decode()
    assert [one.exact for one in Quotation.objects.order_by("pk")] == [WORDS, "the marked bays"]
    public = client.get(english(page.url)).content.decode()
    assert "2 comments on words of this section" in public


def test_what_is_gone_is_shown_as_gone_and_has_a_list_of_its_own(page: KnowledgePage, client: Client) -> None:
    note(page)
    note(page, "Nobody else may draw a bay.")
    change(page, " " + WORDS, "")
    talk = english(reverse("discussion:talk", args=[page.pk]))
    html = client.get(talk).content.decode()
    assert "No longer in the text" in html
    assert "1 comment speaks about words that are no longer in the text" in html
    gone = client.get(f"{talk}?words=gone").content.decode()
    assert gone.count('<li class="comment"') == 1
    part = Quotation.objects.get(state="here").anchor
    assert client.get(f"{talk}?part={part}").content.decode().count('<li class="comment"') == 1


def test_hidden_words_leave_what_was_quoted(page: KnowledgePage) -> None:
    quotation = note(page)
    moderator = UserFactory(moderator=True)
    item = item_of("page", page.pk)
    assert item is not None
    hide_part(item=item, words=["fifty yuan"], moderator=moderator, now=timezone.now())
    quotation.refresh_from_db()
    stored = " ".join(str(getattr(quotation, name)) for name in ("exact", "now_exact", "prefix", "suffix"))
    assert "fifty yuan" not in stored
    assert placeholder("en") in stored


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一句。两句！三句？", ["一句。", "两句！", "三句？"]),
        ("他说：“够了。”然后走了。", ["他说：“够了。”", "然后走了。"]),
        ("One sentence. It costs 3.5 yuan. Done", ["One sentence.", "It costs 3.5 yuan.", "Done"]),
        ("A line\nAnother line", ["A line", "Another line"]),
        ("", []),
    ],
)
def test_sentences_one_can_pick(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
