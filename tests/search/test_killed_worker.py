"""A worker killed at any point loses nothing: real processes on a real database file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.whole]

ROOT = Path(__file__).resolve().parents[2]

SET_UP = """
from policywiki.home.actions.setup_site import setup_site
from tests.factories.wiki import knowledge_page
from search.draining import drain
from search.models import PendingUpdate
setup_site(name="Test")
drain()
for number in range(12):
    knowledge_page(title=f"Bench {number}")
assert PendingUpdate.objects.count() >= 12
"""

KILLED_BEFORE_COMMIT = """
import os, signal
from search import draining
take, draining.BATCH = draining._take, 5
draining._take = lambda *args: (take(*args), os.kill(os.getpid(), signal.SIGKILL))
draining.drain()
"""

KILLED_AFTER_COMMIT = """
import os, signal
from search import draining
draining.BATCH = 5
draining._done = lambda rows: os.kill(os.getpid(), signal.SIGKILL) if rows else None
draining.drain()
"""

DRAINED = """
from search.draining import drain
from search.models import PendingUpdate
from wagtail.models import Page
drain()
assert not PendingUpdate.objects.exists()
assert Page.objects.search("bench").count() == 12
from modelsearch.backends import get_search_backend
view = get_search_backend().view
keys = [shard.segment.cards[group].key for shard in view.shards for group in shard.groups]
assert len(keys) == len(set(keys)), "an object is in the index once"
"""


def run(code: str, folder: Path) -> int:
    """Run code in a process of its own, with Django set up; its exit code (negative: killed by a signal)."""
    environment = os.environ | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "policywiki.settings.test"}
    source = f"import django; django.setup()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, env=environment, timeout=300, check=False
    ).returncode


def test_a_worker_killed_before_or_after_its_commit_loses_nothing(tmp_path: Path) -> None:
    assert (
        run("from django.core.management import call_command; call_command('migrate', verbosity=0)", tmp_path)
        == 0
    )
    assert run(SET_UP, tmp_path) == 0
    for code in (KILLED_BEFORE_COMMIT, KILLED_AFTER_COMMIT, KILLED_BEFORE_COMMIT, KILLED_AFTER_COMMIT):
        assert run(code, tmp_path) == -signal.SIGKILL
    assert run(DRAINED, tmp_path) == 0
