"""Whoosh's own codec, set up for bulk: larger blocks, light compression, no length lookups."""

from __future__ import annotations

import bisect
from array import array
from typing import Any, Final

import whoosh.codec.whoosh3
import whoosh.matching
import whoosh.reading

BLOCK: Final = 512


class BulkCodec(whoosh.codec.whoosh3.W3Codec):
    """Our weights are finished when they are written, so no posting needs its document's length."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=1)


def read_postings(matcher: Any) -> tuple[array[int], array[float]]:
    """All document numbers and weights of one word, a block at a time where the codec allows."""
    ids, weights = array("I"), array("f")
    if not isinstance(matcher, whoosh.codec.whoosh3.W3LeafMatcher):
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return ids, weights
    while matcher.is_active():
        matcher.id(), matcher.weight()  # decodes the block
        ids.extend(matcher._ids)  # noqa: SLF001 - fifteen times faster than asking for one at a time
        weights.extend(matcher._weights)  # noqa: SLF001
        matcher._next_block()  # noqa: SLF001
    return ids, weights


def read_values(matcher: Any, wanted: list[int]) -> dict[int, bytes]:
    """The stored value (packed positions) of one word in those of the `wanted` documents that have it.

    `wanted` is sorted and not empty.
    """
    found: dict[int, bytes] = {}
    keep, at = set(wanted), 0
    while matcher.is_active() and at < len(wanted):
        if isinstance(matcher, whoosh.codec.whoosh3.W3LeafMatcher):
            matcher.skip_to(wanted[at])
            if not matcher.is_active():
                break
            matcher.id(), matcher.value()  # decodes the block
            pairs = zip(matcher._ids, matcher._values, strict=True)  # noqa: SLF001 - a block at a time
            found.update((doc, value) for doc, value in pairs if doc in keep)
            at = bisect.bisect_right(wanted, matcher.block_max_id())
            matcher._next_block()  # noqa: SLF001
        else:
            if matcher.id() in keep:
                found[matcher.id()] = matcher.value()
            matcher.next()
    return found
