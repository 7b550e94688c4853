"""Taking one's data along, and leaving for good."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from policywiki.accounts.actions.erase import erase
from policywiki.accounts.actions.export import export_mine
from policywiki.accounts.models import User, public_name
from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.moderation.models import Case, CaseState
from policywiki.suggestions.models import State, Suggestion
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
EMAIL, NAME = "lin.mei@example.org", "Lin Mei of Qingshi"


@pytest.fixture
def person() -> User:
    person: User = UserFactory(email=EMAIL, display_name=NAME, about="Cyclist since 1998")
    person.authenticator_set.create(type="webauthn", data={"credential": "secret-key"})  # type: ignore[attr-defined]
    return person


def written(author: User, state: str, *, sent: bool = True) -> Suggestion:
    case = Case.objects.create(kind="change", title="T", author=author, opened_at=NOW) if sent else None
    made: Suggestion = Suggestion.objects.create(
        kind="new_page",
        author=author,
        state=state,
        title=f"About {state}",
        language="en",
        created_at=NOW,
        case=case,
        draft={"title": "half a sentence"},
    )
    if sent:
        made.versions.create(
            number=1, content={"title": "Racks"}, summary="Racks first", base={}, sent_at=NOW
        )  # type: ignore[attr-defined]
    return made


def part(everything: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return next(one["rows"] for one in everything["parts"] if one["name"] == name)


def test_the_export_holds_everything_and_is_json(person: User) -> None:
    written(person, State.SENT), written(person, State.DRAFT, sent=False)
    written(UserFactory(), State.SENT)
    everything = json.loads(json.dumps(export_mine(person=person, actor=person, now=NOW)))
    account = part(everything, "account")[0]
    assert (account["email"], account["public_name"], account["about"]) == (EMAIL, NAME, "Cyclist since 1998")
    assert part(everything, "addresses") == [{"email": EMAIL, "confirmed": True, "main": True}]
    sent, draft = part(everything, "suggestions")
    assert (
        sent["versions"][0]["content"] == {"title": "Racks"}
        and sent["versions"][0]["summary"] == "Racks first"
    )
    assert draft["draft"] == {"title": "half a sentence"}


def test_the_export_holds_no_secret(person: User) -> None:
    text = json.dumps(export_mine(person=person, actor=person, now=NOW))
    assert "secret-key" not in text and person.password not in text


def test_only_the_person_takes_their_data(person: User) -> None:
    for other in (UserFactory(), UserFactory(administrator=True), UserFactory(is_superuser=True), None):
        with pytest.raises(NotFound):
            export_mine(person=person, actor=other, now=NOW)
        with pytest.raises(NotFound):
            erase(person=person, actor=other, now=NOW)


def test_my_data_to_read_and_to_keep(client: Client, person: User) -> None:
    client.force_login(person)
    written(person, State.SENT)
    page = client.get("/en/me/data/all/").content.decode()
    assert EMAIL in page and "Racks" in page
    answer = client.get("/en/me/data.json")
    assert "attachment" in answer["Content-Disposition"]
    assert part(answer.json(), "account")[0]["email"] == EMAIL


def test_leaving_takes_two_steps(client: Client, person: User) -> None:
    person.set_unusable_password()
    person.save()
    person.authenticator_set.all().delete()  # type: ignore[attr-defined]
    client.force_login(person)
    assert client.get("/en/me/leave/").status_code == 200
    assert client.get("/en/me/leave/now/").status_code == 200
    assert client.post("/en/me/leave/now/", {}).status_code == 200
    person.refresh_from_db()
    assert person.erased_at is None
    answer = client.post("/en/me/leave/now/", {"sure": "on"})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.erased_at is not None
    assert client.get("/en/me/").status_code == 302


def test_whoever_has_a_password_is_asked_for_it_before_leaving(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.post("/en/me/leave/now/", {"sure": "on"})
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    person.refresh_from_db()
    assert person.erased_at is None


def everywhere(text: str) -> list[str]:
    """Every column of every table that holds this text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cursor.execute(
                    f'SELECT 1 FROM "{table}" WHERE CAST("{column.name}" AS TEXT) LIKE %s LIMIT 1',
                    [f"%{text}%"],
                )
                if cursor.fetchone():
                    found.append(f"{table}.{column.name}")
    return found


def test_nothing_of_the_person_is_left_in_the_database(client: Client, person: User) -> None:
    client.post("/en/accounts/login/", {"login": EMAIL, "password": "wrong"})
    client.force_login(person)
    client.get("/en/me/")
    written(person, State.SENT), written(person, State.DRAFT, sent=False)
    ModelLogEntry.objects.log_action(person, "wagtail.edit", user=UserFactory(administrator=True))
    assert everywhere(EMAIL) and everywhere(NAME)
    erase(person=person, actor=person, now=NOW)
    for text in (EMAIL, NAME, "Cyclist since 1998", "secret-key", "half a sentence"):
        assert everywhere(text) == [], text


def test_the_row_stays_and_texts_are_credited_to_a_former_member(person: User) -> None:
    sent = written(person, State.PUBLISHED)
    erase(person=person, actor=person, now=NOW)
    sent.refresh_from_db()
    assert sent.author_id == person.pk
    with override("en"):
        assert public_name(sent.author) == "Former member"
    assert sent.versions.get().content == {"title": "Racks"}


def test_every_way_in_is_closed(client: Client, person: User) -> None:
    person.authenticator_set.all().delete()  # type: ignore[attr-defined]
    client.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert client.get("/en/me/").status_code == 200
    key = client.session.session_key
    erase(person=person, actor=person, now=NOW)
    assert client.get("/en/me/").status_code == 302
    assert not client.session.__class__(session_key=key).exists(key)
    client.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert client.get("/en/me/").status_code == 302
    person.refresh_from_db()
    assert person.roles == frozenset() and not person.has_usable_password() and not person.is_active


def test_the_address_is_free_for_a_new_beginning(client: Client, person: User) -> None:
    erase(person=person, actor=person, now=NOW)
    client.post("/en/accounts/signup/", {"email": EMAIL, "display_name": "Lin"})
    assert User.objects.get(email=EMAIL).pk != person.pk


def test_what_waits_is_settled(person: User) -> None:
    sent, asked = written(person, State.SENT), written(person, State.NEEDS_MORE)
    draft = written(person, State.DRAFT, sent=False)
    erase(person=person, actor=person, now=NOW)
    sent.refresh_from_db(), asked.refresh_from_db()
    assert (sent.state, asked.state) == (State.SENT, State.WITHDRAWN)
    assert asked.case is not None and Case.objects.get(pk=asked.case.pk).state == CaseState.CLOSED
    assert not Suggestion.objects.filter(pk=draft.pk).exists()


def test_one_leaves_once(person: User) -> None:
    erase(person=person, actor=person, now=NOW)
    with pytest.raises(WrongStage):
        erase(person=person, actor=User.objects.system(), now=NOW)


def test_the_last_administrator_stays() -> None:
    only = UserFactory(administrator=True)
    with pytest.raises(WrongStage):
        erase(person=only, actor=only, now=NOW)
    UserFactory(administrator=True)
    erase(person=only, actor=only, now=NOW)


def test_at_the_command_line(person: User) -> None:
    out = io.StringIO()
    call_command("export_user", EMAIL.upper(), stdout=out)
    assert part(json.loads(out.getvalue()), "account")[0]["public_name"] == NAME
    call_command("erase_user", EMAIL, "--yes", stdout=io.StringIO())
    person.refresh_from_db()
    assert person.erased_at is not None
    with pytest.raises(CommandError, match="Nobody"):
        call_command("erase_user", EMAIL, "--yes")


def test_the_command_asks_first(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("erase_user", EMAIL)
    person.refresh_from_db()
    assert person.erased_at is None
