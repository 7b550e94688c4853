"""Proposals like one being written: found by the site's own index, shown by the form's endpoint."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policywiki.core.rawblocks import normalise
from search.draining import drain
from search.index.store import Store
from search.index.view import window
from tests.factories.proposals import ProposalFactory
from tests.search.alike_zh import PAIRS

pytestmark = pytest.mark.django_db

RACKS = "Bicycle racks at the north gate"


def proposal(title: str, text: str, **how: Any) -> Any:
    blocks = normalise([{"type": "section", "value": {"heading": "", "text": f"<p>{text}</p>"}}])
    content = {"title": title, "summary": "", "problem": blocks, "measures": [], "tags": []}
    return ProposalFactory(content=content | {"affected": "", "expected_effect": ""}, **how)


@pytest.fixture
def city(site: Any, engine: Store) -> dict[str, Any]:
    """Three proposals of which one is about bicycle racks; one that ended; all in the index."""
    made = {
        "racks": proposal(RACKS, "The pavement at the gate is blocked by bicycles. Wheelchairs cannot pass."),
        "lamps": proposal("Lamps along the river", "It is dark at night and people fall."),
        "old": proposal("Bicycle racks at the south gate", "Bicycles lie about.", unsupported=True),
    }
    drain(engine)
    return made


def ask(client: Client, title: str, problem: str = "", **query: str) -> list[dict[str, Any]]:
    answer = client.post(
        reverse("search:similar", query={"format": "json", **query}), {"title": title, "problem": problem}
    )
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["similar"]
    return found


def test_what_says_the_same_is_found_with_its_sentence(client: Client, city: dict[str, Any]) -> None:
    found = ask(client, "Racks for bikes", "Bicycles block the pavement at the gate.")
    assert found[0]["code"] == city["racks"].code
    assert found[0]["shared_sentences"] == ["The pavement at the gate is blocked by bicycles."]
    assert city["lamps"].code not in [one["code"] for one in found]


def test_one_that_is_open_comes_before_one_that_ended_unheard(client: Client, city: dict[str, Any]) -> None:
    codes = [one["code"] for one in ask(client, "Bicycle racks at a gate")]
    assert codes == [city["racks"].code, city["old"].code]


@pytest.mark.parametrize("title", ["", "the", "我们", "。", "zzzzz", "a\0b", "x" * 20_000, "<script>"])
def test_a_draft_that_says_nothing_yet_finds_nothing(
    client: Client, city: dict[str, Any], title: str
) -> None:
    assert ask(client, title, title) == []


def test_what_is_no_longer_public_is_not_shown(client: Client, city: dict[str, Any]) -> None:
    city["racks"].page.unpublish()
    assert city["racks"].code not in [one["code"] for one in ask(client, RACKS)]


def test_where_another_engine_searches_none_are_shown(
    client: Client, city: dict[str, Any], settings: Any
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    assert ask(client, RACKS) == []


def test_words_of_citizens_are_text(client: Client, site: Any, engine: Store) -> None:
    proposal("Racks <b>now</b>", "Racks &lt;img src=x onerror=alert(1)&gt; are missing at the gate.")
    drain(engine)
    html = client.post(
        reverse("search:similar"), {"title": "Racks now", "problem": "Racks are missing at the gate."}
    ).content.decode()
    assert "Racks &lt;b&gt;now" in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_piece_for_htmx_a_page_for_everybody_else(
    client: Client, city: dict[str, Any], language: str, method: str, htmx: bool
) -> None:
    headers = {"hx-request": "true"} if htmx else {}
    answer = getattr(client, method)(
        f"/{language}/search/similar/", {"title": RACKS, "problem": ""}, headers=headers
    )
    html = answer.content.decode()
    assert RACKS in html
    assert ("<html" in html) is not htmx
    assert "/join/" not in html  # no draft to bring along


def test_asking_like_a_machine_is_no_longer_answered(client: Client, site: Any, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"similar": {"address": "2/10m"}}
    assert [client.get(reverse("search:similar")).status_code for _ in range(3)] == [200, 200, 204]


def test_words_that_no_proposal_has_are_not_kept_in_memory(
    client: Client, city: dict[str, Any], engine: Store
) -> None:
    ask(client, "Bicycle zzzqqq", "qqqzzz")
    known, _proposals = window(engine).view().cache["rarity"]
    assert known
    assert not [word for word in known if "qqq" in word]


def test_the_number_of_queries_does_not_grow(
    client: Client, city: dict[str, Any], engine: Store, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        proposal(f"Bicycle racks at gate {number}", "The pavement is blocked by bicycles.")
    drain(engine)
    with django_assert_max_num_queries(9):
        assert len(ask(client, "Bicycle racks")) > 8


def test_chinese_finds_what_was_said_in_other_words(client: Client, site: Any, engine: Store) -> None:
    for pair in PAIRS[:12]:
        proposal(pair.title, pair.text)
    drain(engine)
    first = [ask(client, pair.later_title, pair.later_text)[:1] for pair in PAIRS[:12]]
    right = [
        bool(found) and found[0]["title"] == pair.title for found, pair in zip(first, PAIRS, strict=False)
    ]
    assert sum(right) >= 11
