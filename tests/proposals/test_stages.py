"""The lifecycle is a table, and this repeats it."""

from itertools import pairwise, product

import pytest
from django.utils.translation import override

from proposals import stages
from proposals.stages import Stage, allowed, next_stage, route, steps

TABLE = {
    "support": {"deliberation", "vote", "city", "withdrawn", "unsupported", "merged", "divided"},
    "deliberation": {"vote", "city", "withdrawn", "merged", "divided"},
    "vote": {"city"},
    "city": {"answered"},
    "answered": {"carried_out"},
    "carried_out": set(),
    "withdrawn": set(),
    "unsupported": set(),
    "merged": set(),
    "divided": set(),
}
SETS = {
    "OPEN_TO_SUPPORT": {"support", "deliberation", "city"},
    "VOTABLE": {"vote"},
    "TEXT_MAY_CHANGE": {"support"},
    "AMENDABLE": {"support", "deliberation", "city"},
    "REACHED": {"deliberation", "vote", "city", "answered", "carried_out"},
    "WITHDRAWABLE": {"support", "deliberation"},
    "MAY_END_IN_OTHERS": {"support", "deliberation"},
    "AWAITING_ANSWER": {"city"},
    "ANSWERABLE": {"city", "answered"},
    "OPEN": {"support", "deliberation", "vote", "city"},
    "DECIDED": {"answered", "carried_out"},
    "ENDED": {"carried_out", "withdrawn", "unsupported", "merged", "divided"},
    "ENDED_EARLY": {"withdrawn", "unsupported", "merged", "divided"},
}


def test_the_table_names_every_stage() -> None:
    assert set(TABLE) == set(Stage.values) == set(stages.MOVES)


@pytest.mark.parametrize(("before", "after"), list(product(TABLE, TABLE)))
def test_exactly_the_moves_of_the_table_are_allowed(before: str, after: str) -> None:
    assert allowed(before, after) is (after in TABLE[before])


@pytest.mark.parametrize("name", SETS)
def test_the_named_sets(name: str) -> None:
    assert set(getattr(stages, name)) == SETS[name]


@pytest.mark.parametrize(
    ("deliberation", "vote", "way"),
    [
        (False, False, ["support", "city", "answered", "carried_out"]),
        (True, False, ["support", "deliberation", "city", "answered", "carried_out"]),
        (False, True, ["support", "vote", "city", "answered", "carried_out"]),
        (True, True, ["support", "deliberation", "vote", "city", "answered", "carried_out"]),
    ],
)
def test_a_call_chooses_its_stages(deliberation: bool, vote: bool, way: list[str]) -> None:
    chosen = route(uses_deliberation=deliberation, uses_vote=vote)
    assert list(chosen) == way
    for before, after in zip(way, [*way[1:], None], strict=True):
        assert next_stage(before, chosen) == after
        assert after is None or allowed(before, after)


def test_every_way_through_a_call_is_made_of_allowed_moves_only() -> None:
    for deliberation, vote in product([False, True], repeat=2):
        way = route(uses_deliberation=deliberation, uses_vote=vote)
        assert all(allowed(a, b) for a, b in pairwise(way))


def test_readers_see_five_steps_and_where_the_proposal_is() -> None:
    line = steps(Stage.CITY, route(uses_deliberation=False, uses_vote=False))
    with override("en"):
        seen = [(str(step.label), step.state) for step in line]
    assert seen == [
        ("Checked", "done"),
        ("Gathering support", "done"),
        ("With the city", "now"),
        ("Answered", "next"),
        ("Carried out", "next"),
    ]


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.UNSUPPORTED])
def test_a_proposal_that_ended_early_stops_there(stage: Stage) -> None:
    line = steps(stage, route(uses_deliberation=True, uses_vote=True))
    assert [step.state for step in line] == ["done", "done", "now"]
    assert line[-1].label == stage.label


def test_a_stage_that_the_call_no_longer_uses_is_still_shown() -> None:
    line = steps(Stage.VOTE, route(uses_deliberation=False, uses_vote=False))
    assert [step.label for step in line if step.state == "now"] == [Stage.VOTE.label]
