"""Proving where one lives: by a code from a letter, by the city's register; kept is the district alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from policywiki.accounts.actions.erase import erase
from policywiki.accounts.actions.export import export_mine
from policywiki.accounts.actions.residence import make_codes, take_in_register
from policywiki.accounts.models import InvitationCode, RegisterEntry, Residence
from policywiki.places.models import District
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

URL = "/en/me/residence/"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def east() -> District:
    return District.objects.create(code="east", name_zh="东城", name_en="Eastgate")


def send(client: Client, way: str, **typed: str) -> str:
    fields = {f"{way}-{name}": value for name, value in typed.items()}
    return client.post(URL, {"way": way, **fields}, follow=True).content.decode()


def signed_in(client: Client) -> object:
    person = UserFactory()
    client.force_login(person)
    return person


def test_a_code_proves_the_district_once_for_one_person_however_it_is_typed(
    client: Client, east: District
) -> None:
    (code,) = make_codes(district=east, number=1, batch="letters", expires_at=None)
    person = signed_in(client)
    assert "you live in Eastgate" in send(client, "invitation", code=code.lower().replace("-", " "))
    assert Residence.objects.get().person == person
    assert "you live in Eastgate" in send(client, "invitation", code=code)
    signed_in(client)
    text = send(client, "invitation", code=code)
    assert "has been used already" in text and code in text
    assert Residence.objects.count() == 1


def test_codes_are_not_kept_and_an_old_one_proves_nothing(client: Client, east: District) -> None:
    (code,) = make_codes(district=east, number=1, batch="", expires_at=NOW - timedelta(days=400))
    assert code not in str(list(InvitationCode.objects.values()))
    signed_in(client)
    assert "is not valid" in send(client, "invitation", code=code)


def test_the_register_knows_number_and_birth_together_and_keeps_neither(
    client: Client, east: District, tmp_path: Path
) -> None:
    file = tmp_path / "register.csv"
    file.write_text("number,born,district\n110101198005310017,1980-05-31,east\n", encoding="utf-8")
    call_command("import_register", str(file))
    call_command("import_register", str(file))
    assert RegisterEntry.objects.count() == 1
    assert "110101" not in str(list(RegisterEntry.objects.values()))
    signed_in(client)
    assert "no such entry" in send(client, "register", number="110101198005310017", born="1980-05-30")
    # Full-width digits, as a Chinese keyboard may give them.
    wide = "１１０１０１１９８００５３１００１７"
    assert "you live in Eastgate" in send(client, "register", number=wide, born="1980-05-31")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("number,born\n1,1980-05-31\n", "columns too: district"),
        ("number,born,district\n1,1980-05-31,west\n", "Line 2: there is no district with the code 'west'."),
        ("number,born,district\n1,1980-05-31,east\n11,31.5.80,east\n", "Line 3: born must look like"),
        ("number,born,district\n,1980-05-31,east\n", "Line 2: the number is missing."),
        ("", "columns too: born, district, number"),
    ],
)
def test_a_register_with_a_mistake_is_not_taken_in_and_the_line_is_named(
    east: District, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "register.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("import_register", str(file))
    assert not RegisterEntry.objects.exists()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_register", str(tmp_path / "none.csv"))


def test_the_same_people_have_other_hashes_under_another_key(east: District, settings: object) -> None:
    people = [("1", date(1980, 5, 31))]
    assert take_in_register(district=east, people=people, batch="") == 1
    settings.RESIDENCE_KEY = "another"  # type: ignore[attr-defined]
    assert take_in_register(district=east, people=people, batch="") == 1


def test_only_ways_that_the_city_has_filled_are_offered(client: Client, east: District) -> None:
    signed_in(client)
    assert "has not opened a way" in client.get(URL).content.decode()
    make_codes(district=east, number=1, batch="", expires_at=None)
    page = client.get(URL).content.decode()
    assert "With a code from a letter" in page and "identity card" not in page


def test_guests_sign_in_first_and_come_back(client: Client) -> None:
    assert client.get(URL)["Location"].endswith(f"?next={URL}")


def test_what_is_known_is_in_my_data_and_leaving_forgets_it(client: Client, east: District) -> None:
    (code,) = make_codes(district=east, number=1, batch="", expires_at=None)
    person = signed_in(client)
    send(client, "invitation", code=code)
    assert "'district': 'east'" in str(export_mine(person=person, actor=person, now=NOW))  # type: ignore[arg-type]
    erase(person=person, actor=person, now=NOW)  # type: ignore[arg-type]
    assert not Residence.objects.exists()
    signed_in(client)
    assert "has been used already" in send(client, "invitation", code=code)


def test_guessing_is_limited(client: Client, east: District, settings: object) -> None:
    make_codes(district=east, number=1, batch="", expires_at=None)
    settings.LIMITS = {**settings.LIMITS, "residence": {"account": "2/1h"}}  # type: ignore[attr-defined]
    signed_in(client)
    answers = [
        client.post(URL, {"way": "invitation", "invitation-code": "2222-2222-2222"}).status_code
        for _ in range(3)
    ]
    assert answers == [422, 422, 429]
