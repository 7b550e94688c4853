"""How it looks and behaves in a browser, on sample pages of every kind: axe, narrow screens, no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import loader
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page

from policywiki.home.styleguide import PAGES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.home.looks_urls"),
]
WIDTHS = (360, 1280)
SEEN = ["", *PAGES]
KB = 1024
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TOO_SMALL = """() => [...document.querySelectorAll(
    'button:not(.link), .btn, .nav a, .tabs a, .do a, select, textarea, summary, .site-foot a,'
    + 'input:not([type=hidden], [type=radio], [type=checkbox])')]
  .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 90))"""


@pytest.fixture
def open_page(browser_: Browser) -> Iterator[Any]:
    """open_page(width=…, **options of a context) -> Page; its console errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_one(*, width: int = 1280, **options: Any) -> Page:
        contexts.append(browser_.new_context(viewport={"width": width, "height": 800}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


def address(live_server: Any, name: str, language: str = "zh-hans") -> str:
    return f"{live_server.url}/{language}/styleguide/{name + '/' if name else ''}"


@pytest.mark.parametrize(("language", "scheme", "width"), [("zh-hans", "light", 1280), ("en", "dark", 360)])
def test_axe_finds_nothing(live_server: Any, open_page: Any, language: str, scheme: str, width: int) -> None:
    faults: list[str] = []
    page = open_page(width=width, color_scheme=scheme)
    for name in SEEN:
        page.goto(address(live_server, name, language))
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"]]
            faults.append(f"{name}: {violation['id']} {nodes}")
    assert faults == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_sticks_out(live_server: Any, open_page: Any, language: str) -> None:
    wide: list[str] = []
    for width in WIDTHS:
        page = open_page(width=width)
        for name in SEEN:
            page.goto(address(live_server, name, language))
            if page.evaluate(WIDER):
                wide.append(f"{name} {width}")
    assert wide == []


def test_large_text_still_fits_a_narrow_phone(live_server: Any, open_page: Any) -> None:
    page = open_page(width=320)
    page.context.add_cookies([{"name": "text_size", "value": "large", "url": live_server.url}])
    wide = []
    for name in SEEN:
        page.goto(address(live_server, name, "en"))
        assert page.get_attribute("html", "data-text") == "large"
        if page.evaluate(WIDER):
            wide.append(name)
    assert wide == []


def test_what_one_taps_is_large_enough_on_a_phone(live_server: Any, open_page: Any) -> None:
    """Buttons, fields, menu and tabs: 44 px high (links inside a sentence are exempt)."""
    page = open_page(width=360)
    small = []
    for name in SEEN:
        page.goto(address(live_server, name))
        small += page.evaluate(TOO_SMALL)
    assert small == []


def test_the_menu_of_a_phone_is_one_line(live_server: Any, open_page: Any) -> None:
    for language in ("zh-hans", "en"):
        page = open_page(width=360)
        page.goto(address(live_server, "knowledge", language))
        assert (
            page.evaluate("new Set([...document.querySelectorAll('.nav li')].map((e) => e.offsetTop)).size")
            == 1
        )
        assert page.evaluate("document.querySelector('.site-head').offsetHeight") < 120


def test_a_reading_page_weighs_less_than_100_kb_before_images(live_server: Any, open_page: Any) -> None:
    page = open_page(width=360)
    weights: dict[str, int] = {}
    page.on("response", lambda got: weights.update({got.url: len(got.body())}))
    page.goto(address(live_server, "knowledge"))
    page.wait_for_load_state("networkidle")
    assert sum(weights.values()) < 100 * KB, weights
    assert sum(size for url, size in weights.items() if url.endswith(".css")) < 30 * KB
    assert all(url.startswith(live_server.url) for url in weights)


def test_light_and_dark_by_script_and_without(live_server: Any, open_page: Any) -> None:
    page = open_page()
    page.goto(address(live_server, "knowledge"))
    page.click("[data-set^=theme]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
    plain = open_page(java_script_enabled=False)
    plain.goto(address(live_server, "knowledge"))
    plain.click("[data-set^=theme]")
    plain.check("input[name=theme][value=dark]")
    plain.check("input[name=text_size][value=large]")
    plain.click("main button[type=submit]")
    assert plain.url == address(live_server, "knowledge")
    assert plain.get_attribute("html", "data-theme") == "dark"
    assert plain.get_attribute("html", "data-text") == "large"


def test_the_other_language_keeps_the_page(live_server: Any, open_page: Any) -> None:
    page = open_page()
    page.goto(address(live_server, "list") + "?stage=x")
    page.click(".nav a[hreflang=en]")
    assert page.url == address(live_server, "list", "en") + "?stage=x"


def test_one_can_skip_to_the_content_by_keyboard(live_server: Any, open_page: Any) -> None:
    page = open_page()
    page.goto(address(live_server, "knowledge"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_nothing_is_kept_while_an_input_method_composes(live_server: Any, open_page: Any) -> None:
    """Autosave waits for the end of the composition, then sends once."""
    page = open_page()
    sent: list[str] = []
    page.route(
        "**/keep/", lambda route: (sent.append(route.request.post_data or ""), route.fulfill(status=204))
    )
    page.goto(address(live_server, "suggest"))
    field = page.locator("textarea").first
    field.dispatch_event("compositionstart")
    field.fill("che")
    page.wait_for_timeout(2500)
    assert sent == []
    field.fill("车")
    field.dispatch_event("compositionend")
    page.wait_for_timeout(2500)
    assert len(sent) == 1
    assert "车" in sent[0]
    assert page.get_attribute("[data-autosave]", "data-state") == "saved"


def test_an_error_page_needs_no_context() -> None:
    """500.html is rendered without request, user or database."""
    with translation.override("en"):
        assert "Something broke on our side" in loader.render_to_string("500.html")
