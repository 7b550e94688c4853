"""A person's own rooms, and the page that others see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from policywiki.accounts import registry
from policywiki.accounts.models import User
from policywiki.accounts.registry import MySection, ProfileSection
from policywiki.moderation.models import Case, Reason
from policywiki.suggestions.models import State, Suggestion
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def person(client: Client) -> User:
    person: User = UserFactory(display_name="Lin")
    client.force_login(person)
    return person


def suggestion(author: User, state: str = State.DRAFT, *, title: str = "Parking", **more: Any) -> Suggestion:
    case = None
    if state not in (State.DRAFT, State.WITHDRAWN):
        case = Case.objects.create(
            kind="change",
            title=title,
            author=author,
            opened_at=NOW,
            note=more.pop("note", ""),
            reason=more.pop("reason", None),
        )
    made: Suggestion = Suggestion.objects.create(
        kind="new_page",
        author=author,
        state=state,
        title=title,
        language="en",
        created_at=NOW,
        case=case,
        **more,
    )
    return made


def mine(client: Client, name: str = "", **query: Any) -> Any:
    return client.get(f"/en/me/{name + '/' if name else ''}", query)


def test_a_guest_is_asked_to_sign_in_and_comes_back(client: Client) -> None:
    for where in ("/en/me/", "/en/me/data/all/", "/en/me/data.json", "/en/me/leave/now/", "/en/me/settings/"):
        answer = client.get(where)
        assert answer.status_code == 302 and answer["Location"] == f"/en/accounts/login/?next={where}"


def test_the_first_tab_opens_and_every_tab_is_there(client: Client, person: User) -> None:
    page = mine(client)
    assert page.status_code == 200
    assert page.context["section"].name == registry.my_sections()[0].name
    for section in registry.my_sections():
        assert mine(client, section.name).status_code == 200
    assert mine(client, "no-such-tab").status_code == 404


def test_each_state_says_what_to_do(client: Client, person: User) -> None:
    rude = Reason.objects.create(
        code="not-a-source",
        label_en="No source",
        label_zh="没有来源",
        message_en="Please add where it says so.",
        message_zh="请补充出处。",
    )
    suggestion(person, State.DRAFT, title="A draft")
    suggestion(person, State.SENT, title="Sent one", sent_at=NOW)
    suggestion(person, State.NEEDS_MORE, title="Asked one", sent_at=NOW, note="Which street do you mean?")
    suggestion(person, State.NOT_PUBLISHED, title="Refused one", sent_at=NOW, reason=rude)
    suggestion(person, State.PUBLISHED, title="Public one", sent_at=NOW)
    page = mine(client, "suggestions").content.decode()
    for words in (
        "Go on writing",
        "Add what is missing",
        "Which street do you mean?",
        "No source",
        "Please add where",
    ):
        assert words in page
    for label in ("Draft", "Being checked", "Needs a little more", "Not published", "Published"):
        assert f">{label}<" in page
    titles = ["Asked one", "A draft", "Sent one"]
    assert [page.index(title) for title in titles] == sorted(page.index(title) for title in titles)


def test_others_see_nothing_of_it(client: Client, person: User) -> None:
    suggestion(UserFactory(), title="Somebody else's")
    assert "Somebody else" not in mine(client, "suggestions").content.decode()


def test_the_list_is_paged_at_constant_queries(
    client: Client, person: User, django_assert_num_queries: Any
) -> None:
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert mine(client, "suggestions").status_code == 200
        return len(captured)

    suggestion(person, State.NEEDS_MORE, note="x", sent_at=NOW)
    mine(client, "suggestions")
    few = queries()
    for number in range(45):
        suggestion(
            person,
            State.NEEDS_MORE,
            title=f"Number {number}",
            note="x",
            sent_at=NOW + timedelta(hours=number),
        )
    assert queries() == few <= 12
    first, last = mine(client, "suggestions"), mine(client, "suggestions", page=3)
    assert len(first.context["page_obj"]) == 20 and len(last.context["page_obj"]) == 6
    assert "Number 44" in first.content.decode() and "Number 0" in last.content.decode()
    assert len(mine(client, "suggestions", page="nonsense").context["page_obj"]) == 20


def test_an_upper_app_adds_a_tab(client: Client, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_mine", dict(registry._mine))
    registry.register(
        MySection(
            "bikes",
            "My bicycles",
            "components/empty.html",
            lambda user, request: {"title": f"{user} rides"},
            order=1,
        )
    )
    page = mine(client).content.decode()
    assert "My bicycles" in page and "Lin rides" in page


def test_settings_are_changed_and_shown(client: Client, person: User) -> None:
    data = {"display_name": "Lin Mei", "about": "Cyclist", "language": "zh-hans", "district": ""}
    assert client.post("/en/me/settings/", data).status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.about, person.language) == ("Lin Mei", "Cyclist", "zh-hans")
    assert "Cyclist" in client.get(f"/en/people/{person.pk}/").content.decode()


@pytest.mark.parametrize("change", [{"display_name": ""}, {"display_name": "管理员"}, {"language": "xx"}])
def test_a_wrong_setting_changes_nothing(client: Client, person: User, change: dict[str, str]) -> None:
    data = {"display_name": "Lin Mei", "about": "", "language": "en", "district": ""} | change
    assert client.post("/en/me/settings/", data).status_code == 200
    person.refresh_from_db()
    assert person.display_name == "Lin"


def test_settings_cannot_give_rights(client: Client, person: User) -> None:
    data = {
        "display_name": "Lin",
        "language": "en",
        "is_superuser": "on",
        "email": "other@example.org",
        "groups": "1",
    }
    client.post("/en/me/settings/", data)
    fresh = User.objects.get(pk=person.pk)
    assert not fresh.is_superuser and fresh.email == person.email and fresh.roles == {"member"}


def test_everybody_sees_a_profile_without_the_address(client: Client) -> None:
    person = UserFactory(display_name="Lin", about="<b>Cyclist</b>")
    page = client.get(f"/en/people/{person.pk}/").content.decode()
    assert "Lin" in page and "&lt;b&gt;Cyclist" in page
    assert person.email not in page and "example.org" not in page


def test_a_profile_shows_what_upper_apps_know(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = UserFactory()
    monkeypatch.setattr(registry, "_profile", {})
    registry.register(
        ProfileSection("empty", "Nothing of this", "components/empty.html", lambda person, request: None)
    )
    registry.register(
        ProfileSection(
            "rides",
            "Rides",
            "components/empty.html",
            lambda person, request: {"title": f"Rides of {person.pk}"},
        )
    )
    page = client.get(f"/en/people/{person.pk}/").content.decode()
    assert f"Rides of {person.pk}" in page and "Nothing of this" not in page


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"is_active": False, "erased_at": NOW}, {"erased_at": NOW}]
)
def test_whoever_is_not_here_has_no_profile(client: Client, gone: dict[str, Any]) -> None:
    assert client.get(f"/en/people/{UserFactory(**gone).pk}/").status_code == 404


def test_neither_the_site_itself_nor_nobody_has_a_profile(client: Client) -> None:
    assert client.get(f"/en/people/{User.objects.system().pk}/").status_code == 404
    assert client.get("/en/people/999999/").status_code == 404
