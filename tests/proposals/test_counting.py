"""Counting by scores, by order and with a budget: the published examples, and what must hold of any vote."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from time import process_time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from proposals.polls.verify_poll import (
    count,
    equal_shares,
    greedy,
    in_groups,
    preferences,
    read_budget,
    read_ranked,
    read_score,
    schulze,
    score,
    strongest_paths,
)

A, B, C, D, E = 1, 2, 3, 4, 5
LETTERS = {"A": A, "B": B, "C": C, "D": D, "E": E}


def ballots(text: str) -> list[list[list[int]]]:
    """ "5 ACBED, ..." as such examples are written."""
    papers = []
    for part in text.split(","):
        number, order = part.split()
        papers += [[[LETTERS[letter]] for letter in order]] * int(number)
    return papers


# Schulze's own example 1 (Social Choice and Welfare 36, 2011; 45 voters), ranking and strongest paths.
SCHULZE_1 = ballots("5 ACBED, 5 ADECB, 8 BEDAC, 3 CABED, 7 CAEBD, 2 CBADE, 7 DCEBA, 8 EBADC")
PATHS_1 = {
    A: {B: 28, C: 28, D: 30, E: 24},
    B: {A: 25, C: 28, D: 33, E: 24},
    C: {A: 25, B: 29, D: 29, E: 24},
    D: {A: 25, B: 28, C: 28, E: 24},
    E: {A: 25, B: 28, C: 28, D: 31},
}


def test_schulzes_own_example() -> None:
    options = [A, B, C, D, E]
    assert schulze(options, SCHULZE_1) == [[E], [A], [C], [B], [D]]
    before = preferences(options, SCHULZE_1)
    assert (before[A, B], before[B, A], before[E, D]) == (20, 25, 31)
    paths = strongest_paths(options, before)
    assert {a: {b: paths[a, b] for b in options if b != a} for a in options} == PATHS_1


def test_equal_shares_on_the_example_of_lackner_and_skowron() -> None:
    """ "Multi-Winner Voting with Approval Preferences" (2023), example 2.12: three seats, so three at cost 1."""
    papers = [{C, D}] * 3 + [{A, B}] * 2 + [{A, C}] * 2 + [{B, D}]
    costs = dict.fromkeys([A, B, C, D], 1)
    funded = equal_shares([A, B, C, D], papers, costs=costs, budget=3)
    assert sorted(funded) == [A, C, D]


def test_who_has_less_pays_less_and_the_others_share_the_rest() -> None:
    """By hand: 18 for each of four. B costs 14 each of three; then A takes the 4 left of one and 8 of the other."""
    papers = [{A, B}, {A, E}, {B}, {B}]
    funded = equal_shares([A, B, E], papers, costs={A: 12, B: 42, E: 12}, budget=72, complete=False)
    assert funded == [B, A]  # who named E has 10 left, two too few


def test_with_a_budget_a_minority_gets_its_share_and_greedy_gives_it_nothing() -> None:
    """The example with which equal shares are usually explained: 51 of 100 name red projects, 49 blue ones."""
    red, blue = list(range(1, 11)), list(range(11, 21))
    papers = [set(red)] * 51 + [set(blue)] * 49
    costs = dict.fromkeys([*red, *blue], 100)
    funded = equal_shares([*red, *blue], papers, costs=costs, budget=1000, complete=False)
    assert (len(set(funded) & set(red)), len(set(funded) & set(blue))) == (5, 4)
    whole = equal_shares([*red, *blue], papers, costs=costs, budget=1000)
    assert len(whole) == 10
    assert set(greedy([*red, *blue], papers, costs=costs, budget=1000)) == set(red)


def test_points_are_added_and_equal_ones_stand_together() -> None:
    points = score([A, B, C], [{A: 5, B: 5}, {A: 1, C: 5, B: 0}])
    assert points == {A: 6, B: 5, C: 5}
    assert in_groups(points) == [[A], [B, C]]


def test_a_winner_of_every_pair_wins_and_what_is_not_named_comes_last() -> None:
    papers = [read_ranked("1>2"), read_ranked("1"), read_ranked("3>1=2")]
    assert schulze([A, B, C], papers)[0] == [A]
    assert schulze([A, B], []) == [[A, B]]


def test_papers_are_read_as_they_are_written() -> None:
    assert read_score("12:5,30:0") == {12: 5, 30: 0}
    assert read_ranked("30>12=7") == [[30], [12, 7]]
    assert read_budget("7,12") == {7, 12}
    assert (read_score(""), read_ranked(""), read_budget("")) == ({}, [], set())


def test_a_vote_without_papers_funds_nothing_and_breaks_nothing() -> None:
    costs: dict[int, Any] = {A: 3, B: 4}
    for mode in ("score", "ranked", "budget"):
        assert count(mode, [A, B], [], costs=costs, budget=5)["papers"] == 0
    assert count("budget", [A, B], [], costs=costs, budget=5)["funded"] == []


some_papers = some.lists(some.sets(some.integers(1, 6), max_size=6), max_size=12)


@settings(max_examples=60, deadline=None)
@given(some_papers, some.lists(some.integers(1, 50), min_size=6, max_size=6), some.integers(0, 120))
def test_no_more_is_spent_than_there_is_and_nothing_that_nobody_named(
    papers: list[set[int]], prices: list[int], budget: int
) -> None:
    costs = dict(enumerate(prices, start=1))
    for funded in (
        equal_shares(list(costs), papers, costs=costs, budget=budget),
        greedy(list(costs), papers, costs=costs, budget=budget),
    ):
        assert sum(costs[one] for one in funded) <= budget
        assert len(set(funded)) == len(funded)
        assert all(any(one in paper for paper in papers) for one in funded)


@settings(max_examples=60, deadline=None)
@given(some.lists(some.permutations([A, B, C, D]), min_size=1, max_size=9))
def test_who_beats_all_others_comes_first_and_everybody_has_one_place(orders: list[list[int]]) -> None:
    options = [A, B, C, D]
    papers = [[[one] for one in order] for order in orders]
    ranking = schulze(options, papers)
    assert sorted(one for group in ranking for one in group) == options
    before = preferences(options, papers)
    for one in options:
        if all(before[one, other] > before[other, one] for other in options if other != one):
            assert ranking[0] == [one]


def by_the_definition(papers: list[set[int]], costs: dict[int, int], budget: int) -> list[int]:
    """Equal shares as it is written down, person by person and without any haste."""
    purses = {who: Fraction(budget, len(papers)) for who in range(len(papers))}
    funded: list[int] = []
    while True:
        offers = []
        for one in set(costs) - set(funded):
            have = [purses[who] for who, paper in enumerate(papers) if one in paper]
            if have and sum(have) >= costs[one]:
                left, rest = Fraction(costs[one]), sorted(have)
                while rest[0] < left / len(rest):
                    left -= rest.pop(0)
                offers.append((left / len(rest) / costs[one], costs[one], one))
        if not offers:
            return funded
        rate, cost, option = min(offers)
        for who, paper in enumerate(papers):
            if option in paper:
                purses[who] -= min(purses[who], rate * cost)
        funded.append(option)


@settings(max_examples=60, deadline=None)
@given(some_papers, some.lists(some.integers(1, 50), min_size=6, max_size=6), some.integers(0, 120))
def test_counted_fast_it_comes_to_what_the_definition_says(
    papers: list[set[int]], prices: list[int], budget: int
) -> None:
    costs = dict(enumerate(prices, start=1))
    found = equal_shares(list(costs), papers, costs=costs, budget=budget, complete=False)
    assert found == by_the_definition(papers, costs, budget)


def test_four_times_as_many_who_say_the_same_take_no_longer_to_count() -> None:
    """A count holds up everything else that closes then: 3,000 papers on 60 proposals took half a minute."""
    chance, options = Random(7), list(range(1, 41))
    costs = {one: chance.randint(1, 50) for one in options}
    said = [chance.sample(options, 8) for _ in range(80)]
    ticked, ranked = [set(one) for one in said], [[[one] for one in paper] for paper in said]

    def seconds(times: int) -> list[float]:
        begun = process_time()
        equal_shares(options, ticked * times, costs=costs, budget=400, complete=False)
        between = process_time()
        preferences(options, ranked * times)
        return [between - begun, process_time() - between]

    once, often = ([min(each) for each in zip(*(seconds(n) for _ in range(3)), strict=True)] for n in (1, 4))
    assert all(more < 2.5 * less for less, more in zip(once, often, strict=True)), (once, often)
