"""Staff publish in Wagtail's editor while a moderator publishes citizens' changes, each in a process of their own."""

from __future__ import annotations

import json

import pytest

from tests.processes import Project, finished

pytestmark = [pytest.mark.processes, pytest.mark.whole]
SAVING = ("-m", "tests.suggestions.saving")
ROUNDS = 6  # as in saving.py, which only a process with its own database may import


def test_no_word_of_either_is_lost_and_history_is_one_line(project: Project) -> None:
    project.run(*SAVING, "prepare")
    moderator, staff = project.start(*SAVING, "publish"), project.start(*SAVING, "save")
    finished(moderator)
    assert json.loads(finished(staff).splitlines()[-1]) == [302] * ROUNDS
    found = json.loads(project.run(*SAVING, "report").splitlines()[-1])
    assert found["new"] == 2 * ROUNDS
    assert found["numbers"] == list(range(1, 2 * ROUNDS + 2))
