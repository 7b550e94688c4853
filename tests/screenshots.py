"""The pictures of the README, from the demo city: python -m tests.screenshots."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policywiki.settings.test")

import django

django.setup()

from tests.browser import Visitor, chromium, running_site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PUBLIC = [
    ("page-zh-1280", "zh-hans", 1280, "pages/共享单车停放/"),
    ("page-zh-360", "zh-hans", 360, "pages/共享单车停放/"),
    ("proposal-en-360", "en", 360, "proposals/2026-0005/"),
    ("home-en-1280", "en", 1280, ""),
]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site, chromium() as browser:
        for name, language, width, path in PUBLIC:
            window = Visitor(browser, site, language=language, width=width)
            window.go(path).page.screenshot(path=FOLDER / f"{name}.png")
        moderator = Visitor(browser, site, language="zh-hans", width=1280).sign_in("moderator")
        moderator.page.goto(f"{site.address}/admin/to-check/")
        moderator.page.locator("td.title a").first.click()
        moderator.page.screenshot(path=FOLDER / "review-zh-1280.png")


if __name__ == "__main__":
    main()
