"""A worker killed at any point loses nothing: real processes on both databases."""

from __future__ import annotations

import signal

import pytest

from tests.processes import Project

pytestmark = [pytest.mark.processes, pytest.mark.whole]

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


def test_a_worker_killed_before_or_after_its_commit_loses_nothing(project: Project) -> None:
    assert ended(project, SET_UP) == 0
    for code in (KILLED_BEFORE_COMMIT, KILLED_AFTER_COMMIT, KILLED_BEFORE_COMMIT, KILLED_AFTER_COMMIT):
        assert ended(project, code) == -signal.SIGKILL
    assert ended(project, DRAINED) == 0


def ended(project: Project, code: str) -> int:
    """Run code in a process of its own, with Django set up; its exit code (negative: killed by a signal)."""
    process = project.start("-c", f"import django; django.setup()\n{code}")
    process.communicate(timeout=300)
    return process.returncode
