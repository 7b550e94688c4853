"""What every test may use: a site with its fixed pages, the real data folder, a browser."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from policywiki.operations.translations import compile_translations
from tests.templates import migrated_database, migrated_file

# Playwright's loop runs in the thread of the tests; without this Django refuses every query beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How long an example took says how busy the machine was, not whether the code is right.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"
MIGRATED = pytest.StashKey[str]()
DATA = Path(os.environ.get("POLICYWIKI_DATA", ROOT.parent / "shared" / "data"))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Translations as they are written; once, before the processes of pytest-xdist begin."""
    if not hasattr(session.config, "workerinput") and compile_translations():
        translation_file_changed(sender=None, file_path=Path("django.mo"))  # forget what was read before


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the database of the tests; put first what takes longest, so that no process ends alone.

    Without the folder the tests on real data are skipped in one line; with POLICYWIKI_DATA set they fail.
    """
    missing = not DATA.is_dir() and "POLICYWIKI_DATA" not in os.environ
    for item in items:
        if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
        if missing and item.get_closest_marker("data"):
            item.add_marker(pytest.mark.skip(reason=f"no real data at {DATA}"))
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    """Stable within each: the real texts, the browser, real processes, all others."""
    if "real_texts" in getattr(item, "fixturenames", ()):
        return 0
    return next((n for n, name in enumerate(("browser", "processes"), 1) if item.get_closest_marker(name)), 3)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """A test that flushed the database leaves it as the migrations made it: root page, groups, locale.

    Not after the last one: by then the connection is back at the database of the settings.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    if nextitem is not None and marker is not None and marker.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
            connection.creation.deserialize_db_from_string(item.config.stash[MIGRATED])
            number_on()
        ContentType.objects.clear_cache()  # Django's own flush gave them other numbers for a moment
    return result


def number_on() -> None:
    """What is put back brings its numbers; the next row gets the one after (PostgreSQL begins at 1 after a flush)."""
    statements = connection.ops.sequence_reset_sql(
        no_style(), list(apps.get_models(include_auto_created=True))
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The database of the tests is a copy of a migrated one (tests.templates), not migrated again."""
    with django_db_blocker.unblock():
        copy_template()
        made = setup_databases(
            verbosity=0, interactive=False, keepdb=True, aliases={"default"}, serialized_aliases=()
        )
        # Not on the connection, where Django would keep it: beside a running Playwright there is another one.
        request.config.stash[MIGRATED] = connection.creation.serialize_db_to_string()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def copy_template() -> None:
    """Put what every test begins with where Django will look for its test database."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        with closing(sqlite3.connect(migrated_file())) as template:
            template.backup(connection.connection)
        return
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        template_name = migrated_database(os.environ["DATABASE_URL"])
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template_name}"')


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real input; fails where POLICYWIKI_DATA points to nothing."""
    if not DATA.is_dir():
        pytest.fail(f"POLICYWIKI_DATA is set, but {DATA} is not there")
    return DATA


@pytest.fixture(autouse=True)
def _as_it_starts(settings: Any) -> Iterator[None]:
    """Nothing cached and the language of the settings, whatever an earlier test left behind."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    cache.clear()


@pytest.fixture
def site(db: Any) -> Any:
    """Front page, index of pages, call for proposals and reasons (home.actions.setup_site)."""
    from policywiki.home.actions.setup_site import setup_site

    return setup_site(name="Test city")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.whole)])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A database for real processes, on each kind of server (tests.processes); PostgreSQL in `make test-all`."""
    from tests.processes import postgres_project, sqlite_project

    yield from {"sqlite": sqlite_project, "postgres": postgres_project}[request.param](tmp_path)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The demo city as `make run` starts it (tests.browser.Site)."""
    from tests.browser import built_city, running_site

    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own  # shared by the processes of this run
    with running_site(tmp_path_factory.mktemp("site"), city=built_city(run / "city")) as site:
        yield site


@pytest.fixture(scope="session")
def browser_() -> Iterator[Any]:
    """Chromium; skipped with one line where it is not installed, a failure with CI=true."""
    from tests.browser import CHROMIUM, chromium

    if CHROMIUM is None:
        (pytest.fail if CI else pytest.skip)("no chromium: browser tests are skipped")
    with chromium() as started:
        yield started


@pytest.fixture
def visitor(running: Any, browser_: Any) -> Iterator[Any]:
    """visitor(language, scripts=True, width=360) opens a browser window of its own."""
    from tests.browser import Visitor

    opened: list[Visitor] = []

    def open_window(language: str = "en", *, scripts: bool = True, width: int = 360) -> Visitor:
        window = Visitor(browser_, running, language=language, scripts=scripts, width=width)
        opened.append(window)
        return window

    yield open_window
    for window in opened:
        window.context.close()
    assert not [problem for window in opened for problem in window.problems]
