"""How often one may do what: the rule, whom it counts, and what a person sees who is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from policywiki.core import limits
from policywiki.core.limits import Rate, TooOften, address_of, spend, step
from tests.forking import Mother
from tests.processes import finished

MINUTE = 60


class Person:
    is_authenticated = True

    def __init__(self, pk: int) -> None:
        self.pk = pk


def post(
    *, user: int | None = None, device: str = "", address: str = "10.0.0.1", **headers: str
) -> HttpRequest:
    request = RequestFactory().post("/", REMOTE_ADDR=address, **headers)
    request.user = Person(user) if user else AnonymousUser()  # type: ignore[assignment]
    request.device = device  # type: ignore[attr-defined]
    return request


@pytest.fixture
def table(settings: Any) -> dict[str, dict[str, str]]:
    settings.LIMITS = {"comment": {"account": "3/10m", "device": "5/10m", "address": "8/10m"}}
    return settings.LIMITS["comment"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    return now


def allowed(request: HttpRequest, tries: int) -> int:
    """How many of so many comments in a row are taken."""
    taken = 0
    for _ in range(tries):
        try:
            spend(request, "comment")
            taken += 1
        except TooOften:
            pass
    return taken


@pytest.mark.parametrize(
    "text, rate",
    [
        ("20/10m", Rate(20, 600)),
        ("1/30s", Rate(1, 30)),
        ("5/1h", Rate(5, 3600)),
        ("100/1d", Rate(100, 86400)),
    ],
)
def test_a_rate_is_read_from_its_text(text: str, rate: Rate) -> None:
    assert Rate.parse(text) == rate


@pytest.mark.parametrize("text", ["", "20", "20/10", "0/10m", "20/0m", "20/10w", "-1/10m", "20/10m/ip"])
def test_what_is_not_a_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a rate"):
        Rate.parse(text)


def test_every_rate_in_the_settings_can_be_read_and_addresses_have_the_highest_ceiling() -> None:
    for act, scopes in django_settings.LIMITS.items():
        rates = {scope: Rate.parse(text) for scope, text in scopes.items()}
        assert set(rates) <= set(limits.SCOPES), act
        per_second = {scope: rate.times / rate.seconds for scope, rate in rates.items()}
        assert max(per_second, key=lambda scope: per_second[scope]) == "address", act


def test_every_act_of_the_promise_has_its_limit() -> None:
    promised = {"sign_in", "sign_up", "suggestion", "comment", "flag", "support", "vote", "message"}
    assert promised <= set(django_settings.LIMITS)


def test_all_at_once_and_then_one_each_interval() -> None:
    rate, due = Rate(3, 600), 0.0
    for _ in range(3):
        due, wait = step(due, rate, now=1000.0)
        assert wait == 0.0
    due, wait = step(due, rate, now=1000.0)
    assert wait == pytest.approx(200.0)
    same, wait = step(due, rate, now=1199.0)
    assert (same, wait) == (due, pytest.approx(1.0))
    due, wait = step(due, rate, now=1200.0)
    assert wait == 0.0
    due, wait = step(due, rate, now=1201.0)
    assert wait == pytest.approx(199.0)


def test_an_account_is_counted_whatever_device_and_address(table: Any, clock: list[float]) -> None:
    taken = sum(allowed(post(user=1, device=f"d{n}", address=f"10.0.0.{n}"), 1) for n in range(1, 7))
    assert taken == 3
    assert allowed(post(user=2, device="d1", address="10.0.0.1"), 1) == 1


def test_a_device_is_counted_whatever_account(table: Any, clock: list[float]) -> None:
    taken = sum(allowed(post(user=n, device="shared", address=f"10.0.0.{n}"), 2) for n in range(1, 6))
    assert taken == 5


def test_an_address_has_a_high_ceiling_over_all_its_people(table: Any, clock: list[float]) -> None:
    taken = sum(allowed(post(user=n, device=f"d{n}"), 2) for n in range(1, 10))
    assert taken == 8


def test_one_busy_person_does_not_use_up_their_schools_allowance(table: Any, clock: list[float]) -> None:
    assert allowed(post(user=1, device="d1"), 100) == 3
    assert sum(allowed(post(user=n, device=f"d{n}"), 1) for n in range(2, 7)) == 5


def test_a_typed_address_stands_for_the_account_whatever_its_spelling(table: Any, clock: list[float]) -> None:
    for text in ("Lin@example.org", " lin@example.org", "LIN@EXAMPLE.ORG"):
        spend(post(), "comment", account=text)
    with pytest.raises(TooOften):
        spend(post(), "comment", account="lin@example.org")


def test_the_refusal_says_when_and_then_it_works(table: Any, clock: list[float]) -> None:
    request = post(user=1)
    assert allowed(request, 3) == 3
    with pytest.raises(TooOften) as refused:
        spend(request, "comment")
    assert refused.value.retry_after == 200
    clock[0] += 199
    assert allowed(request, 1) == 0
    clock[0] += 1
    assert allowed(request, 1) == 1


def test_an_act_without_a_limit_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        spend(post(), "dancing")


def test_nothing_in_the_cache_names_a_person(table: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    monkeypatch.setattr(limits, "_count", lambda key, rate, now: keys.append(key) or 0.0)
    spend(post(device="my-device"), "comment", account="lin@example.org")
    assert len(keys) == 3
    assert not any(word in key for key in keys for word in ("lin", "example", "10.0.0.1", "my-device"))


@pytest.mark.parametrize(
    "behind, remote, forwarded, expected",
    [
        (False, "203.0.113.5", "198.51.100.9", "203.0.113.5"),
        (True, "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (True, "10.0.0.1", "1.1.1.1, 198.51.100.9", "198.51.100.9"),
        (True, "10.0.0.1", "", "10.0.0.1"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (False, "", "198.51.100.9", ""),
        (True, "10.0.0.1", "<script>", ""),
    ],
)
def test_the_address_is_believed_only_from_our_own_proxy(
    settings: Any, behind: bool, remote: str, forwarded: str, expected: str
) -> None:
    settings.BEHIND_PROXY = behind
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(post(address=remote, **headers)) == expected


def busy(request: HttpRequest) -> HttpResponse:
    spend(request, "comment")
    return HttpResponse("taken")


def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


class Addresses:
    """A URL configuration of two pages, with the real ones behind it for the page frame."""

    def __init__(self) -> None:
        from policywiki import urls

        self.urlpatterns = [path("busy/", busy), path("reading/", reading), *urls.urlpatterns]


@pytest.fixture
def small_site(settings: Any, table: Any) -> None:
    settings.ROOT_URLCONF = Addresses()


@pytest.mark.django_db
def test_the_page_of_a_refusal_says_when_and_keeps_the_text(small_site: None, client: Any) -> None:
    text = "A text of more than twenty letters & signs"
    for _ in range(5):
        assert client.post("/busy/", {"text": text}).status_code == 200
    answer = client.post("/busy/", {"text": text, "password": "a secret of more than twenty letters"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "120"
    assert answer.context["kept_text"] == [text]
    assert answer.context["retry_after"] == 120
    page = answer.content.decode()
    assert "A text of more than twenty letters &amp; signs" in page
    assert "a secret" not in page


@pytest.mark.django_db
def test_a_device_is_named_at_its_first_form_and_not_before(small_site: None, client: Any) -> None:
    assert limits.DEVICE_COOKIE not in client.get("/reading/").cookies
    cookie = client.post("/busy/").cookies[limits.DEVICE_COOKIE]
    assert (
        cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == limits.DEVICE_COOKIE_AGE
    )
    assert limits.DEVICE_COOKIE not in client.post("/busy/").cookies


@pytest.mark.django_db
def test_a_forged_device_is_a_new_device(small_site: None, client: Any) -> None:
    client.cookies[limits.DEVICE_COOKIE] = "chosen-by-me:1tabcd:forged"
    assert limits.DEVICE_COOKIE in client.post("/busy/").cookies


def test_the_cache_has_room_for_the_counters_of_a_city() -> None:
    """DatabaseCache throws a third away when it is full, and Django thinks 300 entries full."""
    from policywiki.settings import base

    cache = base.CACHES["default"]
    assert "redis" in cache["BACKEND"] or cache["OPTIONS"]["MAX_ENTRIES"] >= 10_000


SPENDER = """
import django; django.setup()
from types import SimpleNamespace
from policywiki.core.limits import TooOften, spend
request = SimpleNamespace(user=SimpleNamespace(pk=7, is_authenticated=True), device="d", META={}, headers={})
taken = 0
for _ in range(50):
    try:
        spend(request, "comment")
        taken += 1
    except TooOften:
        pass
print(taken)
"""


@pytest.mark.processes
def test_four_processes_together_are_given_exactly_the_limit(tmp_path: Path) -> None:
    """The default cache is a table in SQLite: its own incr() would lose counts here."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "policywiki.settings.dev",
        "DATA_DIR": str(tmp_path),
    }
    mother = Mother(environment, tmp_path, Path(__file__).parents[2])
    try:
        finished(mother.child(("manage.py", "createcachetable", "--database", "cache")))
        running = [mother.child(("-c", SPENDER)) for _ in range(4)]
        taken = [int(finished(process)) for process in running]
    finally:
        mother.end()
    assert sum(taken) == Rate.parse(django_settings.LIMITS["comment"]["account"]).times
