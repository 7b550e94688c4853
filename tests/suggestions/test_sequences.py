"""The order of things with identities, three ways. A letter is a thing."""

from __future__ import annotations

import pytest

from policywiki.suggestions.sequences import merge_order, unmoved


@pytest.mark.parametrize(
    "what, base, ours, theirs, merged",
    [
        ("nothing changed", "abc", "abc", "abc", "abc"),
        ("one side inserts", "abc", "abc", "axbc", "axbc"),
        ("both insert at different places", "abc", "axbc", "abcy", "axbcy"),
        ("both insert at one place: ours first", "ab", "axb", "ayb", "axyb"),
        ("both insert the same", "ab", "axb", "axb", "axb"),
        ("both insert, one thing in common", "ab", "apxb", "axqb", "apxqb"),
        ("one deletes", "abc", "ac", "abc", "ac"),
        ("each deletes another", "abcd", "acd", "abc", "ac"),
        ("insertion after what the other deleted", "abc", "abxc", "ac", "axc"),
        ("one moves", "abcd", "abcd", "bcda", "bcda"),
        ("each moves another", "abcdef", "bcadef", "abcfde", "bcafde"),
        ("one moves, the other inserts elsewhere", "abcd", "dabc", "abxcd", "dabxc"),
        ("one moves what the other deletes", "abc", "cab", "ab", "ab"),
        ("both make the same move", "abcd", "bcda", "bcda", "bcda"),
        ("both empty it", "abc", "", "", ""),
        ("everything new", "", "ab", "cd", "abcd"),
        ("an insertion goes with the place, not with what was moved away", "abc", "axbc", "bca", "xbca"),
    ],
)
def test_merge_order(what: str, base: str, ours: str, theirs: str, merged: str) -> None:
    order = merge_order(base, ours, theirs)
    assert "".join(order.keys) == merged, what
    assert not order.apart


def test_what_both_moved_to_different_places_is_named_and_stays_where_ours_has_it() -> None:
    order = merge_order("abcdefg", "bcdaefg", "bcdefga")
    assert "".join(order.keys) == "bcdaefg"
    assert order.apart == {"a"}


def test_what_is_kept_stays_although_one_side_deleted_it() -> None:
    assert merge_order("abc", "ac", "abc", keep={"b"}).keys == list("abc")
    assert merge_order("abc", "abc", "ac", keep={"b"}).keys == list("abc")


@pytest.mark.parametrize(
    "old, new, still", [("abc", "bca", "bc"), ("abcde", "eabcd", "abcd"), ("ab", "", "")]
)
def test_unmoved_is_the_largest_set_in_one_order(old: str, new: str, still: str) -> None:
    assert unmoved(old, new) == set(still)
