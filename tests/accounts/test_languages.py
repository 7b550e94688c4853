"""The language of the pages: in the address, and remembered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

COOKIE = "django_language"


@pytest.mark.parametrize(
    "asked, expected",
    [
        ("zh-CN,zh;q=0.9", "/zh-hans/"),
        ("en-GB,en;q=0.8", "/en/"),
        ("zh-TW", "/zh-hans/"),
        ("fr", "/zh-hans/"),
        ("", "/zh-hans/"),
    ],
)
def test_the_front_door_opens_in_the_browsers_language(client: Client, asked: str, expected: str) -> None:
    assert client.get("/", HTTP_ACCEPT_LANGUAGE=asked)["Location"] == expected


def test_a_visit_is_remembered_for_the_front_door(client: Client) -> None:
    client.get("/en/accounts/login/", HTTP_ACCEPT_LANGUAGE="zh-CN")
    assert client.cookies[COOKIE].value == "en"
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="zh-CN")["Location"] == "/en/"
    client.get("/zh-hans/accounts/login/")
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="en")["Location"] == "/zh-hans/"


def test_it_is_set_once_and_not_by_what_is_no_page(client: Client) -> None:
    client.get("/en/no-such-page/")
    assert COOKIE not in client.cookies
    assert COOKIE in client.get("/en/accounts/login/").cookies
    assert COOKIE not in client.get("/en/accounts/signup/").cookies


def test_reading_a_page_writes_nothing(client: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get("/en/accounts/login/")
    assert not [query for query in captured if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


@pytest.mark.parametrize("language, tag", [("en", "en"), ("zh-hans", "zh-Hans")])
def test_the_page_says_its_language(client: Client, language: str, tag: str) -> None:
    assert f'<html lang="{tag}"' in client.get(f"/{language}/accounts/login/").content.decode()
