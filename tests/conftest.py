"""What every test may use: a site with its fixed pages, the real data folder, a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"
DATA = Path(os.environ.get("POLICYWIKI_DATA", ROOT.parent / "shared" / "data"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without the folder the tests on real data are skipped in one line; with POLICYWIKI_DATA set they fail."""
    missing = not DATA.is_dir() and "POLICYWIKI_DATA" not in os.environ
    for item in items:
        if missing and item.get_closest_marker("data"):
            item.add_marker(pytest.mark.skip(reason=f"no real data at {DATA}"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real input; fails where POLICYWIKI_DATA points to nothing."""
    if not DATA.is_dir():
        pytest.fail(f"POLICYWIKI_DATA is set, but {DATA} is not there")
    return DATA


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(db: Any) -> Any:
    """Front page, index of pages, call for proposals and reasons (home.actions.setup_site)."""
    from policywiki.home.actions.setup_site import setup_site

    return setup_site(name="Test city")
