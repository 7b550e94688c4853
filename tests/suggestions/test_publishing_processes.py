"""Several moderators publish to one page at once, and one dies in the middle: nothing lost, nothing twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.processes import Project, finished

pytestmark = [pytest.mark.processes, pytest.mark.whole]

ROOM = ("-m", "tests.suggestions.publishing")
SUGGESTIONS, MODERATORS = 50, 4


def report(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(project.run(*ROOM, "report"))
    return found


def test_50_suggestions_to_one_page_published_by_4_moderators_at_once(project: Project) -> None:
    project.run(*ROOM, "prepare", str(SUGGESTIONS), str(MODERATORS))
    working = [project.start(*ROOM, "moderate", str(number)) for number in range(MODERATORS)]
    done = [json.loads(finished(process, seconds=540)) for process in working]
    found = report(project)
    assert sum(published for published, _refused in done) == SUGGESTIONS
    assert found["missing"] == [] and found["old"] == []
    assert found["numbers"] == list(range(1, SUGGESTIONS + 2))
    assert found["in_order"] and found["live"]
    assert found["states"] == ["published"]
    assert (found["decided"], found["cases"]) == (SUGGESTIONS, SUGGESTIONS)


@pytest.mark.parametrize("where", ["page", "event", "end"])
def test_kill_9_in_the_middle_of_publishing_leaves_nothing_and_a_retry_is_clean(
    project: Project, where: str
) -> None:
    project.run(*ROOM, "prepare", "10", "1")
    before = report(project)
    dying = project.start(*ROOM, "die", where)
    assert dying.wait(timeout=120) == -9
    assert report(project) == before
    project.run(*ROOM, "moderate", "0")
    after = report(project)
    assert after["missing"] == [] and after["old"] == []
    assert after["numbers"] == list(range(1, 12))
    assert after["states"] == ["published"]
