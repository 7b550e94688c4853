"""A no is a page of ours: with its reason, its status, and what one had written."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from policywiki.core.verdicts import no, require

pytestmark = pytest.mark.django_db

TEXT = "A text of more than twenty letters"
REFUSALS = {
    "who": (no("Only for staff of the city."), 403),
    "when": (no("The vote is over.", when=True), 409),
    "hidden": (no("There is nothing.", hidden=True), 404),
}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    require(REFUSALS[kind][0])
    return HttpResponse()


class Addresses:
    handler404 = "policywiki.core.errors.not_found"
    handler403 = "policywiki.core.errors.forbidden"

    def __init__(self) -> None:
        from policywiki import urls

        self.urlpatterns = [path("refuse/<str:kind>/", refuse), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.ROOT_URLCONF = Addresses()


@pytest.mark.parametrize("kind", REFUSALS)
def test_each_no_has_its_status(client: Client, kind: str) -> None:
    assert client.get(f"/refuse/{kind}/", follow=True).status_code == REFUSALS[kind][1]


@pytest.mark.parametrize("kind", ["who", "when"])
def test_a_no_gives_its_reason_and_keeps_the_text(client: Client, kind: str) -> None:
    page = client.post(f"/refuse/{kind}/", {"text": TEXT}).content.decode()
    assert str(REFUSALS[kind][0].reason) in page and TEXT in page


def test_a_sentence_in_han_is_kept_though_it_is_short_and_the_way_back_is_there(client: Client) -> None:
    came = {"referer": "http://testserver/en/proposals/2026-0001/?from=x#vote"}
    page = client.post("/refuse/when/", {"reason": "太贵了，不值得。", "choice": "against"}, headers=came)
    shown = page.content.decode()
    assert "太贵了，不值得。" in shown and '<pre class="kept" tabindex="0">against' not in shown
    assert 'href="/en/proposals/2026-0001/?from=x"' in shown
    elsewhere = client.post("/refuse/when/", headers={"referer": "https://example.org/trap"})
    assert "example.org" not in elsewhere.content.decode()


def test_what_one_may_not_see_gives_no_reason(client: Client) -> None:
    assert "There is nothing." not in client.get("/refuse/hidden/").content.decode()


def test_a_form_that_stood_open_too_long_keeps_its_text() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        "/en/accounts/signup/", {"text": TEXT, "password": "a secret of more than twenty letters"}
    )
    assert answer.status_code == 403
    page = answer.content.decode()
    assert TEXT in page and "a secret" not in page and 'class="site-head"' in page


def test_allauths_own_limits_show_our_page(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/10m/ip"}
    from policywiki import urls

    settings.ROOT_URLCONF = urls.__name__
    client.post("/en/accounts/login/", {"login": "x@example.org", "password": "wrong"})
    answer = client.post("/en/accounts/login/", {"login": "x@example.org", "password": "wrong"})
    assert answer.status_code == 429 and answer["Retry-After"] == "60"
    assert 'class="site-head"' in answer.content.decode()
