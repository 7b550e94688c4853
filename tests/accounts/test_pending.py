"""What a guest was about to send survives signing in, and is then sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from policywiki.accounts import pending
from tests.accounts.test_sign_up import CONFIRM, CONFIRM_SIGN_IN, SIGN_IN, SIGN_UP, code_in_mail, sign_up
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

RESUME = "/en/me/resume/"
TEXT = "Racks at the station, 请多放一些。\r\n\r\n<b>& soon</b>"
received: list[Any] = []


@pending.sign_in_to_send
def propose(request: HttpRequest) -> HttpResponse:
    received.append((request.user.pk, request.method, dict(request.POST.lists())))
    return HttpResponse("done")


class Addresses:
    def __init__(self) -> None:
        from policywiki import urls

        self.urlpatterns = [path("write/", propose), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.ROOT_URLCONF = Addresses()
    received.clear()


def begin(client: Client) -> str:
    answer = client.post("/write/?section=2", {"text": TEXT, "tags": ["a", "b"]}, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 302 and received == []
    return str(answer["Location"])


def test_a_guest_signs_in_by_code_and_it_is_sent(client: Client) -> None:
    person = UserFactory()
    assert begin(client) == f"{SIGN_IN}?next={RESUME.replace('/', '%2F')}"
    client.post(SIGN_IN, {"login": person.email, "next": RESUME})
    answer = client.post(CONFIRM_SIGN_IN, {"code": code_in_mail(), "next": RESUME})
    assert answer["Location"] == RESUME
    send_on(client, person.pk)


def test_a_guest_signs_up_and_it_is_sent(client: Client) -> None:
    begin(client)
    client.post(SIGN_UP, {"email": "new@example.org", "display_name": "New", "next": RESUME})
    answer = client.post(CONFIRM, {"code": code_in_mail()})
    assert answer["Location"] == RESUME
    send_on(client, None)


def send_on(client: Client, pk: int | None) -> None:
    page = client.get(RESUME)
    assert received == [], "a GET changes nothing"
    assert "Racks at the station, 请多放一些。" in page.content.decode()
    assert "<b>& soon" not in page.content.decode()
    fields: dict[str, list[str]] = {}
    for name, value in page.context["fields"]:
        fields.setdefault(name, []).append(value)
    client.post(RESUME, fields, follow=True)
    ((user, method, data),) = received
    assert method == "POST" and data == {"text": [TEXT], "tags": ["a", "b"]}
    assert user == pk if pk else user
    assert client.get(RESUME)["Location"] == "/en/me/"


def test_a_guest_who_only_looks_comes_back(client: Client) -> None:
    answer = client.get("/write/?section=2", HTTP_ACCEPT_LANGUAGE="en")
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fwrite%2F%3Fsection%3D2"
    assert pending.SESSION_KEY not in client.session


def test_whoever_is_signed_in_sends_at_once(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    assert client.post("/write/", {"text": TEXT}).content == b"done"
    assert received == [(person.pk, "POST", {"text": [TEXT]})]


def test_nothing_kept_for_one_person_reaches_the_next(client: Client) -> None:
    begin(client)
    client.force_login(UserFactory())
    client.post("/en/accounts/logout/")
    client.force_login(UserFactory())
    assert client.get(RESUME)["Location"] == "/en/me/"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "write/"])
def test_only_our_own_addresses_are_kept(client: Client, rf: Any, url: str) -> None:
    request = rf.post("/write/", {"text": TEXT})
    request.session = client.session
    with pytest.raises(ValueError, match="not an address of this site"):
        pending.keep(request, url)


def test_the_kept_form_holds_no_token_of_the_old_session(client: Client, rf: Any) -> None:
    request = rf.post("/write/", {"text": TEXT, "csrfmiddlewaretoken": "old"})
    request.session = client.session
    pending.keep(request)
    kept = pending.kept(request)
    assert kept is not None and dict(kept[1].lists()) == {"text": [TEXT]}


def test_signing_up_without_a_kept_text_goes_to_my_things(client: Client) -> None:
    sign_up(client)
    assert client.post(CONFIRM, {"code": code_in_mail()})["Location"] == "/en/me/"
    assert len(mail.outbox) >= 1
