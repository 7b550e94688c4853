"""What two texts are compared by, and the sentences that they share. Pure; knows no engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.tokens import Token, finest, segment

ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+")
SENTENCE_END: Final = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s|\n")
HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇]")
SHORTEST: Final = 2
"""Words that a sentence has at least to be worth comparing."""

ALIKE: Final = 0.38
"""Of what two sentences say together (Dice, words weighted by their rarity), so much must be in both."""

_ENGLISH: Final = (
    "about above after again all also am any because been before being between both can could did do does "
    "doing done down during each even every few further get give given go had has have having he her here him "
    "his how i its just let like make many may me more most much must my need no nor now off once one only "
    "other our out over own per please put same she should so some take than thing those through too under "
    "until up us use very want way we well were what when where which while who whom whose why would you your "
    "year new think know believ ask call urg petit propos govern peopl"
)
_CHINESE: Final = (
    "在 是 有 不 对 对于 为 为了 我 我们 你 您 他 他们 它 这 这个 那 那个 这样 这些 一个 "
    "一些 应 应该 应当 要 可 可以 能 能够 会 都 也 就 还 又 再 很 更 最 从 到 向 "
    "由 被 把 让 使 给 用 但 但是 而 而且 如果 因为 所以 因此 以 以及 其 其他 之 所 着 "
    "过 来 去 上 下 中 里 内 外 时 时候 没有 没 已 已经 等等 建议 希望 建言 请 请求 问题 "
    "进行 目前 现在 情况 方面"
)
EVERYWHERE: Final = frozenset(_ENGLISH.split()) | frozenset(_CHINESE.split())
"""Words (English ones as stems) that proposals of any kind have; what they share is no likeness."""


def words(text: str) -> list[Token]:
    """The words of `text` by which it is compared, in order."""
    return [token for token in finest(segment(text)) if token.text not in EVERYWHERE]


def traits(text: str) -> list[str]:
    """What `text` is compared by, as often as it is there: its words, and the characters of Chinese ones.

    Two people seldom choose the same Chinese word, but often one with a character of it (车位, 停车, 车辆).
    """
    said = [token.text for token in words(without_addresses(text))]
    return said + [f"~{char}" for word in said for char in HAN.findall(word)]


def without_addresses(text: str) -> str:
    return ADDRESS.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its words; offsets count from its own beginning."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def words(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence of theirs that says much of what one of ours says."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    """Where it has words in common with ours: start, end, word."""
    likeness: float


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` that say something."""
    for piece in SENTENCE_END.split(without_addresses(text)):
        plain = " ".join(piece.split())
        tokens = tuple(words(plain))
        if len(frozenset(token.text for token in tokens)) >= SHORTEST:
            yield Sentence(plain, tokens)


def shared(
    ours: Sequence[Sentence], theirs: Iterable[Sentence], rarity: Callable[[str], float], *, most: int
) -> list[Shared]:
    """Their sentences most like any of ours, at most `most`, in their own order."""
    found = []
    for place, sentence in enumerate(theirs):
        likeness, common = max(
            ((_likeness(one, sentence, rarity), one.words & sentence.words) for one in ours),
            key=lambda pair: pair[0],
            default=(0.0, frozenset[str]()),
        )
        if likeness >= ALIKE and len(common) >= SHORTEST:
            spans = tuple((t.start, t.end, t.text) for t in sentence.tokens if t.text in common)
            found.append((place, Shared(sentence.text, spans, likeness)))
    best = sorted(found, key=lambda pair: (-pair[1].likeness, pair[0]))[:most]
    return [one for _place, one in sorted(best, key=lambda pair: pair[0])]


def _likeness(one: Sentence, other: Sentence, rarity: Callable[[str], float]) -> float:
    """Dice's coefficient of their words, each counting by its rarity; 0 to 1."""
    common = sum(map(rarity, one.words & other.words))
    return 2 * common / (sum(map(rarity, one.words)) + sum(map(rarity, other.words))) if common else 0.0
