"""Four processes at once, on SQLite and on PostgreSQL: every total exact, every number given once."""

from __future__ import annotations

import json

import pytest

from tests.processes import Project, finished

pytestmark = pytest.mark.processes

PROCESSES, OWN, SHARED, ACTS = 4, 15, 6, 40
VOTING = ("-m", "tests.proposals.voting")


def test_support_and_votes_of_four_processes_are_counted_exactly(project: Project) -> None:
    project.run(*VOTING, "prepare", str(SHARED + PROCESSES * OWN))
    voters = [
        project.start(*VOTING, "act", str(number), str(OWN), str(SHARED), str(ACTS))
        for number in range(PROCESSES)
    ]
    counters = [project.start(*VOTING, "count", "60") for _number in range(2)]
    for process in [*voters, *counters]:
        finished(process)
    found = json.loads(project.run(*VOTING, "report"))
    assert found["support"] == [found["support"][0]] * 3
    assert found["votes"] == [found["votes"][0]] * 3
    assert found["support"][0] >= PROCESSES * OWN
    assert sum(found["votes"][0]) == PROCESSES * OWN + SHARED
    assert found["positions"] == list(range(1, found["rows"] + 1))
    assert found["refused"] == 0


def test_a_vote_that_closes_while_people_vote_counts_what_came_before_and_nothing_after(
    project: Project,
) -> None:
    project.run(*VOTING, "prepare", str(SHARED + PROCESSES * OWN))
    voters = [
        project.start(*VOTING, "act", str(number), str(OWN), str(SHARED), str(ACTS))
        for number in range(PROCESSES)
    ]
    finished(project.start(*VOTING, "close"))
    for process in voters:
        finished(process)
    found = json.loads(project.run(*VOTING, "report"))
    assert found["votes"] == [found["votes"][0]] * 3
    assert found["refused"] == found["late"]


def test_four_processes_publish_and_no_number_is_missing_or_twice(project: Project) -> None:
    project.run(*VOTING, "prepare", "0")
    for process in [project.start(*VOTING, "propose", "3") for _number in range(PROCESSES)]:
        finished(process)
    found = json.loads(project.run(*VOTING, "report"))
    assert found["numbers"] == list(range(1, 3 + PROCESSES * 3))
