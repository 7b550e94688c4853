"""Merging and dividing with thousands of supporters: the act stays short, all are told in turns, the record stays true."""

from __future__ import annotations

import json

import pytest

from tests.processes import Project

pytestmark = [pytest.mark.processes, pytest.mark.whole]

SUPPORTERS = 1_000
AT_A_TIME = 200


def test_a_thousand_supporters_are_asked_after_the_act_and_each_is_counted_once(project: Project) -> None:
    found = json.loads(project.run("-m", "tests.proposals.joining_many", str(SUPPORTERS)).splitlines()[-1])
    print(json.dumps(found))  # noqa: T201 - the figures, for whoever runs it with -s
    # The act does nothing for each of them: as many queries and tasks as for three, and no mail.
    for name in ("queries", "mails", "tasks"):
        assert found["merge"][name] == found["few"][name], (name, found)
    assert found["merge"]["mails"] == found["division"]["mails"] == 0
    # Afterwards each is told once, in turns, and nobody counts who has not said yes.
    assert (found["told"]["mails"], found["told"]["people"]) == (SUPPORTERS, SUPPORTERS)
    assert found["told"]["turns"] == SUPPORTERS // AT_A_TIME + 1
    assert found["told"]["failed"] == found["told_again"]["failed"] == 0
    assert found["supporters"] == [found["expected"]] * 2
    assert found["people"][0] == found["people"][1]
    assert found["together"] == [SUPPORTERS, SUPPORTERS // 10 + 50]
    assert found["asked"] == [0, 0, 1, 0]  # said yes, said no, not yet, supported both before
    assert found["told_again"]["people"] == found["expected"]
    assert found["stages"]["merged"] == 2
    assert found["stages"]["divided"] == 1
    assert found["page"]["status"] == found["read"]["status"] == 200
