"""Hidden words are gone from everything a reader can reach; moderators see them, and can show them again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from policywiki.core.page_content import content_of
from policywiki.core.redaction import placeholder
from policywiki.core.verdicts import YES, NotAllowed, NotFound, WrongStage
from policywiki.discussion import registry
from policywiki.discussion.actions.comments import post_comment
from policywiki.discussion.models import Comment
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.suggestions.models import Suggestion, SuggestionVersion
from policywiki.trust.actions.hide import ask_second_look, forget_hidden, hide_part, show_again
from policywiki.trust.hiding import item_of
from policywiki.trust.models import HiddenPart, HiddenText
from policywiki.wiki.models import KnowledgePage
from search.draining import drain
from search.queries import Filters, search
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db

NUMBER = "13800138000"
NOTE = placeholder("en")


@pytest.fixture
def page(site: Any, monkeypatch: pytest.MonkeyPatch) -> KnowledgePage:
    """A page whose second edition brought a telephone number in, a third that left it, and a comment with it."""
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    page, moderator = knowledge_page(), UserFactory(moderator=True)
    publish(suggest(page, UserFactory(), "marked bays", f"bays, ask Wang on {NUMBER}"), moderator)
    publish(
        suggest(KnowledgePage.objects.get(pk=page.pk), UserFactory(), "street office", "street's office"),
        moderator,
    )
    page = KnowledgePage.objects.get(pk=page.pk)
    post_comment(
        page=page,
        author=UserFactory(),
        text="Mr Wang: 138 0013 8000!",
        stance="for",
        language="en",
        now=timezone.now(),
    )
    return page


def hide(page: KnowledgePage, words: str = NUMBER, moderator: Any = None) -> HiddenPart:
    item = item_of("page", page.pk)
    assert item is not None
    return hide_part(
        item=item, words=[words], moderator=moderator or UserFactory(moderator=True), now=timezone.now()
    )


def everything(client: Client, page: KnowledgePage) -> str:
    """All that a reader can reach of this page, in one string."""
    address = page.get_url()
    paths = [
        address,
        f"{address}?at={timezone.localdate()}",
        reverse("wiki:history", args=[page.pk]),
        reverse("wiki:page_json", args=[page.pk]),
        *(reverse("wiki:edition", args=[page.pk, number]) for number in (1, 2, 3)),
        *(reverse("wiki:edition_json", args=[page.pk, number]) for number in (1, 2, 3)),
        *(f"{reverse('wiki:compare', args=[page.pk])}?a={a}&b={b}" for a, b in ((1, 2), (2, 3), (1, 3))),
        *(reverse("discussion:comment", args=[comment.pk]) for comment in Comment.objects.all()),
    ]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}, list(zip(paths, answers, strict=True))
    return "\n".join(answer.content.decode() for answer in answers)


def test_nothing_leaks_anywhere(page: KnowledgePage, client: Client) -> None:
    assert NUMBER in everything(client, page)
    hide(page)
    shown = everything(client, page)
    assert NUMBER not in shown.replace(" ", "").replace("<mark>", "")
    assert shown.count(NOTE) >= 8


def test_the_search_forgets_them(page: KnowledgePage, tmp_path: Any, settings: Any) -> None:
    backend = {"BACKEND": "search.backends.whoosh", "PATH": tmp_path / "index", "AUTO_UPDATE": False}
    settings.WAGTAILSEARCH_BACKENDS = {"default": backend}
    page.save()
    drain()
    assert search(NUMBER, Filters()).total == 1
    hide(page)
    drain()
    assert search(NUMBER, Filters()).total == 0
    assert search("Wang", Filters()).total == 1


def test_nothing_leaks_from_the_stored_rows_either(page: KnowledgePage) -> None:
    hide(page)
    for rows in (
        Revision.objects.values_list("content", "object_str"),
        Suggestion.objects.values_list("base", "draft", "title"),
        SuggestionVersion.objects.values_list("content", "base", "summary"),
        Comment.objects.values_list("text"),
        Edition.objects.values_list("summary"),
    ):
        assert NUMBER not in str(list(rows)).replace(" ", "")


def test_hidden_once_nobody_writes_it_back(page: KnowledgePage) -> None:
    author = UserFactory()
    hide(page)
    again = suggest(KnowledgePage.objects.get(pk=page.pk), author, NOTE, f"on {NUMBER}")
    assert NUMBER not in str(again.latest.content)
    said = post_comment(page=page, author=author, text=f"It was {NUMBER}", stance="for", now=timezone.now())
    assert said.text == f"It was {NOTE}"


def test_later_changes_merge_over_hidden_words(page: KnowledgePage) -> None:
    """A suggestion that was open while words were hidden still lands; the words stay hidden."""
    open_one = suggest(page, UserFactory(), "Only inside", "Always inside")
    hide(page)
    open_one.refresh_from_db()
    publish(open_one, UserFactory(moderator=True))
    text = str(content_of(KnowledgePage.objects.get(pk=page.pk)))
    assert "Always inside" in text
    assert NOTE in text
    assert NUMBER not in text


def test_shown_again_every_text_is_as_it_was(page: KnowledgePage) -> None:
    before = snapshot(page)
    part = hide(page)
    assert snapshot(page) != before
    assert show_again(part=part, moderator=UserFactory(moderator=True), now=timezone.now()) == 0
    assert snapshot(page) == before


def test_two_hidden_and_one_shown_again(page: KnowledgePage) -> None:
    first = hide(page)
    hide(page, "Wang")
    show_again(part=first, moderator=UserFactory(moderator=True), now=timezone.now())
    text = snapshot(page)
    assert NUMBER in text
    assert "Wang" not in text


def test_what_was_written_since_stays(page: KnowledgePage) -> None:
    part = hide(page)
    publish(
        suggest(KnowledgePage.objects.get(pk=page.pk), UserFactory(), "ask", "please ask"),
        UserFactory(moderator=True),
    )
    assert show_again(part=part, moderator=UserFactory(moderator=True), now=timezone.now()) == 1
    live = str(content_of(KnowledgePage.objects.get(pk=page.pk)))
    assert "please ask" in live
    assert NOTE in live


@pytest.mark.parametrize("who", [{}, {"official": True}])
def test_only_moderators_hide(page: KnowledgePage, who: dict[str, bool]) -> None:
    with pytest.raises(NotFound):
        hide(page, moderator=UserFactory(**who))


def test_words_that_are_not_there_or_too_short_hide_nothing(page: KnowledgePage) -> None:
    for words in ("nowhere to be found", "an", " "):
        with pytest.raises(ValidationError):
            hide(page, words)
    assert HiddenPart.objects.count() == 0


def test_a_second_look_is_asked_once_and_given_by_another(page: KnowledgePage) -> None:
    moderator, other = UserFactory(moderator=True), UserFactory(moderator=True)
    part = hide(page, moderator=moderator)
    with pytest.raises(NotFound):
        ask_second_look(part=part, author=UserFactory(), note="mine", now=timezone.now())
    case = ask_second_look(part=part, author=part.author, note="It is our office", now=timezone.now())
    with pytest.raises(WrongStage):
        ask_second_look(part=part, author=part.author, note="again", now=timezone.now())
    with pytest.raises(NotAllowed):
        decide(case=case, decision="publish", moderator=moderator, version=1, now=timezone.now())
    decide(case=case, decision="publish", moderator=other, version=1, now=timezone.now())
    assert NUMBER in snapshot(page)


def test_after_their_time_the_words_are_gone_for_good(page: KnowledgePage) -> None:
    part = hide(page)
    assert forget_hidden(now=timezone.now() + timedelta(days=100)) == 0
    assert forget_hidden(now=timezone.now() + timedelta(days=200)) == 1
    part.refresh_from_db()
    assert part.words == []
    assert NUMBER not in str(list(HiddenText.objects.values_list("original")))
    with pytest.raises(WrongStage):
        show_again(part=part, moderator=UserFactory(moderator=True), now=timezone.now())


def test_the_author_is_told_and_reads_why(page: KnowledgePage, client: Client) -> None:
    mail.outbox.clear()
    part = hide(page)
    assert [message.to for message in mail.outbox] == [[part.author.email]]
    assert NUMBER not in mail.outbox[0].body + mail.outbox[0].subject
    client.force_login(part.author)
    shown = client.get(part.get_absolute_url())
    assert shown.status_code == 200
    assert NUMBER not in shown.content.decode()
    asked = client.post(part.get_absolute_url(), {"note": "It is our office"})
    assert asked.status_code == 302
    client.force_login(UserFactory())
    assert client.get(part.get_absolute_url()).status_code == 404


def test_the_moderator_chooses_looks_and_hides(page: KnowledgePage, client: Client) -> None:
    client.force_login(UserFactory(moderator=True))
    address = reverse("trust_desk:hide", args=["page", page.pk])
    assert f"<mark>{NUMBER}</mark>" in client.get(address).content.decode()
    looked = client.post(address, {"found": [NUMBER], "do": "look"}).content.decode()
    assert "× 2" in looked
    assert HiddenPart.objects.count() == 0
    hidden = client.post(address, {"found": [NUMBER], "note": "private", "do": "hide"})
    part = HiddenPart.objects.get()
    assert hidden.url == reverse("trust_desk:hidden_part", args=[part.pk])
    assert f"<mark>{NUMBER}</mark>" in client.get(hidden.url).content.decode()
    assert client.get(reverse("trust_desk:hidden")).status_code == 200
    client.post(reverse("trust_desk:show", args=[part.pk]))
    assert NUMBER in snapshot(page)


def test_words_in_a_suggestion_without_a_page_are_hidden_too(site: Any) -> None:
    from policywiki.suggestions.actions.write import begin, send

    author = UserFactory()
    suggestion = begin(
        author=author, kind="new_page", language="en", under=site.index.page_ptr, now=timezone.now()
    )
    content = content_of(knowledge_page()) | {"title": f"Wang {NUMBER}", "summary": "s"}
    send(suggestion=suggestion, author=author, content=content, summary="New", now=timezone.now())
    item = item_of("suggestion", suggestion.pk)
    assert item is not None
    hide_part(item=item, words=[NUMBER], moderator=UserFactory(moderator=True), now=timezone.now())
    suggestion.refresh_from_db()
    assert suggestion.title == f"Wang {NOTE}"
    assert suggestion.case.title == f"Wang {NOTE}"
    assert NUMBER not in str(suggestion.latest.content)


def in_order(written: str) -> str:
    return json.dumps(json.loads(written), sort_keys=True)


def snapshot(page: KnowledgePage) -> str:
    """Every stored text of this page; the order of keys inside a JSON text is the database's business."""
    revisions = Revision.objects.for_instance(page).order_by("pk").values_list("content", "object_str")
    return str(
        [
            content_of(KnowledgePage.objects.get(pk=page.pk)),
            [(content | {"body": in_order(content["body"])}, title) for content, title in revisions],
            list(Suggestion.objects.order_by("pk").values_list("base", "draft", "title")),
            list(SuggestionVersion.objects.order_by("pk").values_list("content", "base", "summary")),
            list(Comment.objects.order_by("pk").values_list("text", flat=True)),
            list(Edition.objects.order_by("pk").values_list("summary", flat=True)),
        ]
    )
