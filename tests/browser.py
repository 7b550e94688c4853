"""A running site, as `make run` starts it, and Chromium to look at it: for stories and looks.

One site per test process: real server and worker, in a folder of its own with a copy of the one demo city.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from policywiki.demo.accounts import DEMO_PASSWORD
from tests.templates import migrated_file, one_at_a_time

ROOT = Path(__file__).resolve().parent.parent
# Debian's own packages; the one without windows takes half the time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
PHONE = 480  # pixels
FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Whether pressing this element asks for a page; what htmx or a script of ours takes over does not.
LEADS_ON = """node => node.matches("a[href]:not([href^='#'], [download], [hx-get])")
    || (node.type === "submit" && Boolean(node.form) && !node.matches("[hx-get], [hx-post]")
        && !node.form.matches("[hx-get], [hx-post]"))"""


class Site:
    """Its address, the environment of its processes, and its management commands."""

    def __init__(self, address: str, environment: dict[str, str]) -> None:
        self.address = address
        self.environment = environment
        self._commands: subprocess.Popen[str] | None = None

    def manage(self, *arguments: str) -> str:
        """What the command printed. Raises RuntimeError with its traceback where it failed."""
        if self._commands is None:
            self._commands = subprocess.Popen(
                [sys.executable, "-m", "tests.commands"],
                cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        told, answers = self._commands.stdin, self._commands.stdout
        assert told is not None and answers is not None
        told.write(f"{json.dumps(arguments)}\n")
        told.flush()
        answer = json.loads(answers.readline())
        if answer["error"]:
            raise RuntimeError(answer["error"])
        return str(answer["printed"])

    def close(self) -> None:
        if self._commands is not None:
            self._commands.communicate()
            self._commands = None


def built_city(folder: Path) -> Path:
    """The folder of a demo city, built by the first process that asks, for all to copy."""
    with one_at_a_time("city"):
        if not (folder / "policywiki.sqlite3").exists():
            making = folder.with_suffix(".making")
            making.mkdir()
            shutil.copy(migrated_file(), making / "policywiki.sqlite3")
            city = Site("", _environment(making))
            city.manage("createcachetable", "--database", "cache")
            city.manage("build_demo", "-v0")
            city.close()
            making.rename(folder)
    return folder


@contextmanager
def running_site(folder: Path, *, city: Path | None = None) -> Iterator[Site]:
    """The demo city (a copy of `city`, else built now) on a free port with its worker; both end with the block."""
    if city is not None:
        shutil.copytree(city, folder, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = _environment(folder)
    log = (folder / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    site = Site(f"http://127.0.0.1:{port}", environment)
    try:
        _wait_for(f"{site.address}/healthz", process, folder / "serve.log")
        yield site
    finally:
        site.close()
        process.terminate()
        process.wait(timeout=60)
        log.close()


def _environment(folder: Path) -> dict[str, str]:
    """Of a developer's own site with everything it writes in `folder`."""
    left_out = ("DATABASE_URL", "REDIS_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    return {key: value for key, value in os.environ.items() if key not in left_out} | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "policywiki.settings.dev",
        "LIMITS": "off",
        "MOMENT_SECONDS": "0",
    }


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without a sandbox only where we are root, as in CI."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser, reading in one language: `visitor.press("Support")` presses what says so there.

    A narrow one is a phone, with touch and no mouse.
    """

    def __init__(
        self, browser: Browser, site: Site, *, language: str, scripts: bool = True, width: int = 360
    ) -> None:
        self.site = site
        self.language = language
        self.scripts = scripts
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            locale=language,
            has_touch=width <= PHONE,
        )
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.problems.append(message.text)

    def says(self, msgid: str, **values: Any) -> str:
        """What the site says for this English message in the visitor's language."""
        with override(self.language):
            return gettext(msgid) % values if values else gettext(msgid)

    def go(self, path: str) -> Visitor:
        self.page.goto(f"{self.site.address}/{self.language}/{path}")
        return self

    def sign_in(self, key: str) -> Visitor:
        """As a demo account, with its password."""
        self.go("accounts/login/")
        self.page.fill("input[name=login]", f"{key}@demo.policywiki.invalid")
        self.page.fill("input[name=password]", DEMO_PASSWORD)
        self.page.click("main button[type=submit] >> nth=0")
        self.page.wait_for_url("**/me/**")
        return self

    def press(self, msgid: str, *, within: str = "body") -> Visitor:
        """Press the first visible button or link with these words."""
        name = self.says(msgid)
        place = self.page.locator(within)
        target = place.get_by_role("button", name=name, exact=True).or_(
            place.get_by_role("link", name=name, exact=True)
        )
        leads_on = target.first.evaluate(LEADS_ON)
        with self.settled(patience=10 if leads_on else 0.05):
            target.first.click()
        return self

    @contextmanager
    def settled(self, *, patience: float = 1.0) -> Iterator[None]:
        """What happens inside is over afterwards: if it asks for a page, that page has come (or was a download).

        Playwright's click returns before the answer is there, on a busy machine before the question is asked:
        `patience` seconds are given to that. What is read too early is still the page before.
        """
        asked: list[Any] = []
        ended: list[Any] = []

        def ask(request: Any) -> None:
            if request.is_navigation_request() and request.frame == self.page.main_frame:
                asked.append(request)

        def come(_page: Any) -> None:
            if asked:
                ended.append(True)

        def fail(request: Any) -> None:
            if request in asked:
                ended.append(True)

        self.page.on("request", ask)
        self.page.on("domcontentloaded", come)
        self.page.on("requestfailed", fail)
        try:
            yield
            self._wait_until(lambda: bool(asked), patience)
            if asked:
                self._wait_until(lambda: bool(ended), 60)
        finally:
            self.page.remove_listener("request", ask)
            self.page.remove_listener("domcontentloaded", come)
            self.page.remove_listener("requestfailed", fail)

    def _wait_until(self, happened: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not happened() and time.monotonic() < deadline:
            self.page.wait_for_timeout(10)

    def sees(self, text: str) -> bool:
        """True when these words are on the page, waiting a moment for them."""
        try:
            self.page.get_by_text(text).first.wait_for(state="attached", timeout=30_000)
        except Exception:  # noqa: BLE001 - playwright's time-out; the assertion in the test says what was missing
            return False
        return True

    def text(self) -> str:
        return self.page.locator("body").inner_text()
