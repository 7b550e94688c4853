"""A moderator puts the last touch to a suggestion and publishes it; its author stays its author."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotAllowed, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import ask_for_reviewers
from policywiki.moderation.models import Case, CaseState
from policywiki.suggestions.actions.edit import edit_and_publish
from policywiki.suggestions.read_text import ReadText
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return UserFactory(moderator=True, display_name="Edith")


def form_of(client: Client, suggestion: Any, old: str, new: str) -> dict[str, Any]:
    """What the page's form holds, with these words replaced."""
    page = client.get(reverse("suggestions:edit_for_author", args=[suggestion.pk]))
    editing = page.context["editing"]
    data: dict[str, Any] = {"version": page.context["case_version"], "what": editing.summary, "do": "publish",
                            "base": page.context["base_revision"]}  # fmt: skip
    data |= {name: editing.page[name].value() or "" for name in editing.page.fields}
    for formset in (editing.body, editing.sources):
        for form in [formset.management_form, *formset]:
            values = {form[name].html_name: form[name].value() for name in form.fields}
            data |= {name: "" if value is None else value for name, value in values.items()}
    return {key: value.replace(old, new) if isinstance(value, str) else value for key, value in data.items()
            if value is not False and not key.endswith("-remove")}  # fmt: skip


def test_the_edited_text_is_live_with_author_and_editor_named(site: Any, client: Client, editor: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    suggestion = suggest(page, author, "marked bays", "bleu bays")
    client.force_login(editor)
    answer = client.post(
        reverse("suggestions:edit_for_author", args=[suggestion.pk]),
        form_of(client, suggestion, "bleu bays", "blue bays"),
    )
    assert answer.url == reverse("moderation:queue")
    assert "blue bays" in text_of(page)
    edition: Any = Edition.objects.current(page)
    assert (edition.author, edition.reviewer, edition.provenance["edited_by"]) == (author, editor, editor.pk)
    assert "Edith" in client.get(suggestion.get_absolute_url()).content.decode()


def test_what_was_published_while_the_editor_wrote_stays(site: Any, client: Client, editor: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "bleu bays")
    client.force_login(editor)
    data = form_of(client, suggestion, "bleu bays", "blue bays")
    publish(suggest(page, UserFactory(), "street office", "district office"), UserFactory(moderator=True))
    client.post(reverse("suggestions:edit_for_author", args=[suggestion.pk]), data)
    assert "blue bays" in text_of(page)
    assert "district office" in text_of(page)


def test_an_overlap_meanwhile_keeps_the_editors_words(site: Any, client: Client, editor: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "bleu bays")
    client.force_login(editor)
    data = form_of(client, suggestion, "bleu bays", "blue bays")
    publish(suggest(page, UserFactory(), "marked bays", "green bays"), UserFactory(moderator=True))
    answer = client.post(reverse("suggestions:edit_for_author", args=[suggestion.pk]), data)
    assert answer.status_code == 409
    assert "blue bays" in answer.content.decode()
    assert "green bays" in text_of(page)
    assert suggestion.versions.count() == 1


def test_where_two_are_asked_the_editor_is_the_first(site: Any, client: Client, editor: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "bleu bays")
    ask_for_reviewers(case=suggestion.case, number=2)
    client.force_login(editor)
    client.post(
        reverse("suggestions:edit_for_author", args=[suggestion.pk]),
        form_of(client, suggestion, "bleu bays", "blue bays"),
    )
    assert Case.objects.get(pk=suggestion.case_id).state == CaseState.OPEN
    with pytest.raises(WrongStage):
        publish(suggestion, editor)
    publish(suggestion, UserFactory(moderator=True))
    assert "blue bays" in text_of(page)


def test_nobody_edits_and_publishes_their_own(site: Any, editor: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, editor, "marked bays", "blue bays")
    onto = ReadText(content_of(page), page.live_revision_id)
    with pytest.raises(NotAllowed):
        edit_and_publish(suggestion=suggestion, editor=editor, content=suggestion.latest.content, summary="x",
                         onto=onto, version=suggestion.case.version, now=timezone.now())  # fmt: skip


def test_a_member_does_not_find_the_page(site: Any, client: Client) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    client.force_login(UserFactory())
    assert client.get(reverse("suggestions:edit_for_author", args=[suggestion.pk])).status_code == 404
