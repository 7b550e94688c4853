"""The pictures of the README, from the demo city: python -m tests.screenshots."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policywiki.settings.test")

import django

django.setup()

from PIL import Image
from playwright.sync_api import Browser

from tests.browser import Site, Visitor, built_city, chromium, running_site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
PUBLIC = [
    ("home-en-1280", "en", 1280, ""),
    ("page-zh-1280", "zh-hans", 1280, "pages/共享单车停放/"),
    ("page-zh-360", "zh-hans", 360, "pages/共享单车停放/"),
    ("proposal-en-360", "en", 360, "proposals/2026-0005/"),
    ("search-zh-360", "zh-hans", 360, "search/?q=停放"),
]
COLOURS = 96  # a page has few; a picture of one stays far below 200 KB


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        with running_site(folder / "site", city=built_city(folder / "city")) as site:
            take_all(browser, site)


def take_all(browser: Browser, site: Site) -> None:
    for name, language, width, path in PUBLIC:
        window = Visitor(browser, site, language=language, width=width).go(path)
        take(window, name)
    moderator = Visitor(browser, site, language="zh-hans", width=1280).sign_in("moderator")
    moderator.page.goto(f"{site.address}/admin/to-check/")
    moderator.page.locator("td.title a").first.click()
    moderator.page.wait_for_load_state("networkidle")
    take(moderator, "review-zh-1280")
    official = Visitor(browser, site, language="en", width=1280).sign_in("official").go("digest/")
    official.press("Show what is found")
    official.page.wait_for_load_state("networkidle")
    take(official, "digest-en-1280")


def take(window: Visitor, name: str) -> None:
    """What the window shows, with few colours; never a page that went wrong."""
    assert "DEBUG = True" not in window.text(), f"{name}: {window.page.url}"
    file = FOLDER / f"{name}.png"
    window.page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
