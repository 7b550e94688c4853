"""An index of its own for each test, and the one of all real texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from search.index.store import Store
from search.index.view import View, window
from tests.search.corpus import store_of_real_texts


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A folder for an index, not yet built."""
    return Store(tmp_path / "index")


@pytest.fixture
def engine(settings: Any, store: Store) -> Store:
    """The site searches this test's own index; what changes is indexed at once."""
    backend = {"BACKEND": "search.backends.whoosh", "PATH": store.root, "AUTO_UPDATE": False}
    settings.WAGTAILSEARCH_BACKENDS = {"default": backend}
    settings.SEARCH_INDEXING = "outbox"
    settings.SITE_CITY_NAMES = ["北京市", "北京"]
    return store


@pytest.fixture(scope="session")
def real_texts(data_folder: Path) -> View:
    """All laws and petitions, by article; built by the first run of the same code (a minute or two)."""
    return window(store_of_real_texts(data_folder, Path(django_settings.DATA_DIR))).view()
