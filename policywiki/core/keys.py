"""Which paragraph of a new text is which paragraph of the old one: the keys that diff and merge go by."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from policywiki.core.prose import Block

ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
LENGTH: Final = 5
ALIKE: Final = 0.35  # of 1; below, two paragraphs have no more in common than any two of one subject
MOVED: Final = 0.6  # far from its place a paragraph has to be more alike
NEAR: Final = 8  # how many neighbours on either side are compared in a long rewritten stretch
FEW: Final = 2500  # pairs that may be compared each with each


def assign(blocks: Sequence[Block], base: Sequence[Block]) -> list[Block]:
    """`blocks` with a key each, no key twice.

    A key that is there stays (the first time). A block without one takes that of the same block of `base`,
    else that of its likeliest counterpart, else a fresh one, which depends on the texts only.
    """
    seen: set[str] = set()
    keys: list[str] = []
    for block in blocks:
        keys.append(block.key if block.key not in seen else "")
        seen.add(block.key)
    seen.discard("")
    _from_base(blocks, base, keys, seen)
    taken = seen | {block.key for block in base}
    repeated: Counter[str] = Counter()
    for index, block in enumerate(blocks):
        if not keys[index]:
            keys[index] = fresh(block.text, taken, repeated[block.text])
            repeated[block.text] += 1
            taken.add(keys[index])
    return [replace(block, key=key) for block, key in zip(blocks, keys, strict=True)]


def complete(blocks: Sequence[Block]) -> bool:
    """Whether every block has a key of its own, so that `assign` would change nothing."""
    found = {block.key for block in blocks}
    return "" not in found and len(found) == len(blocks)


def fresh(text: str, taken: Container[str], attempt: int = 0) -> str:
    """A key of five characters that is not in `taken`, the same for the same text: two imports agree.

    `attempt` is how often the text stood there before.
    """
    while True:
        number = int.from_bytes(blake2b(f"{attempt}\n{text}".encode(), digest_size=8).digest(), "big")
        key = ""
        for _position in range(LENGTH):
            number, letter = divmod(number, len(ALPHABET))
            key += ALPHABET[letter]
        if key not in taken:
            return key
        attempt += 1


@dataclass(frozen=True, slots=True)
class _Open:
    """A block without a partner: where it stands, and its pairs of neighbouring characters."""

    index: int
    pairs: frozenset[str]


def _from_base(blocks: Sequence[Block], base: Sequence[Block], keys: list[str], seen: set[str]) -> None:
    where = {block.key: index for index, block in enumerate(base)}
    partners = {index: where[key] for index, key in enumerate(keys) if key in where}
    new = [index for index, key in enumerate(keys) if not key]
    old = [index for index, block in enumerate(base) if block.key and block.key not in seen]
    if not new or not old:
        return
    partners |= _same_content(blocks, base, new, old)
    used = set(partners.values())
    lost = [_Open(index, _pairs(base[index].text)) for index in old if index not in used]
    _likeliest(blocks, partners, lost, len(base))
    for index in new:
        if index in partners:
            keys[index] = base[partners[index]].key
            seen.add(keys[index])


def _same_content(
    blocks: Sequence[Block], base: Sequence[Block], new: list[int], old: list[int]
) -> dict[int, int]:
    """New index -> base index of the same content: first those in one order from the start, then from the end
    (so that repeated paragraphs stay in place), then wherever they have gone."""
    start = 0
    while start < min(len(new), len(old)) and blocks[new[start]].content == base[old[start]].content:
        start += 1
    end = 0
    while (
        end < min(len(new), len(old)) - start and blocks[new[-1 - end]].content == base[old[-1 - end]].content
    ):
        end += 1
    partners = dict(zip(new[:start], old[:start], strict=True))
    partners |= dict(zip(new[len(new) - end :], old[len(old) - end :], strict=True))
    where: dict[object, deque[int]] = defaultdict(deque)
    for index in old[start : len(old) - end]:
        where[base[index].content].append(index)
    for index in new[start : len(new) - end]:
        if waiting := where.get(blocks[index].content):
            partners[index] = waiting.popleft()
    return partners


def _likeliest(blocks: Sequence[Block], partners: dict[int, int], lost: list[_Open], end: int) -> None:
    """Add partners to changed blocks: within the gaps between those already found, then anywhere."""
    places = [one.index for one in lost]
    gap: list[_Open] = []
    rest: list[_Open] = []
    before = -1
    for index in range(len(blocks) + 1):
        if index < len(blocks) and index not in partners:
            gap.append(_Open(index, _pairs(blocks[index].text)))
            continue
        after = partners.get(index, end)
        _match(gap, lost[bisect_right(places, before) : bisect_left(places, after)], ALIKE, partners)
        rest += [one for one in gap if one.index not in partners]
        gap, before = [], after
    used = set(partners.values())
    left = [one for one in lost if one.index not in used]
    if len(rest) * len(left) <= FEW:
        _match(rest, left, MOVED, partners)


def _match(new: list[_Open], old: list[_Open], threshold: float, partners: dict[int, int]) -> None:
    """Pair the most alike first; of equals, the nearest in order."""
    everything = len(new) * len(old) <= FEW
    found: list[tuple[float, int, int, int]] = []
    for place, one in enumerate(new):
        centre = place * len(old) // len(new)
        nearby = old if everything else old[max(centre - NEAR, 0) : centre + NEAR + 1]
        for other in nearby:
            likeness = _likeness(one.pairs, other.pairs)
            if likeness >= threshold:
                found.append((-likeness, abs(one.index - other.index), one.index, other.index))
    used: set[int] = set()
    for _unlike, _distance, index, counterpart in sorted(found):
        if index not in partners and counterpart not in used:
            partners[index] = counterpart
            used.add(counterpart)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text))) or frozenset({text})


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient over pairs of characters (Dice 1945): 1 for equal sets, 0 for nothing in common."""
    return 2 * len(one & other) / (len(one) + len(other))
