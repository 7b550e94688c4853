"""Three-way merge of rich text and of plain text inside a page; conflicts go to `where`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from . import passages, rich_passages
from .conflicts import Overlap, Where
from .merge_text import Dispute, Passage, merge_passages
from .paragraphs import Paragraph, join, with_unique_keys
from .rich_passages import RichPassage
from .words import Clash, Piece, Word

CONTEXT = 12
"""Words shown on either side of an overlap."""


def merge_rich(
    where: Where, base: list[Paragraph], ours: list[Paragraph], theirs: list[Paragraph]
) -> list[Paragraph]:
    """Merge the paragraphs of rich texts."""
    b, o, t = ([RichPassage(one) for one in version] for version in (base, ours, theirs))
    merged = merge_passages(b, o, t, rich_passages.passages_of)
    for dispute in merged.disputes:
        values = [_html(side) for side in (dispute.base, dispute.ours, dispute.theirs)]
        where.disputed(
            dispute.reason, *values, paragraph_key=_key(dispute), overlaps=overlaps(dispute.pieces)
        )
    return with_unique_keys(one.paragraph for one in merged.passages())


def merge_plain(where: Where, base: str, ours: str, theirs: str) -> str:
    """Merge plain text by line and word; what cannot be told is one conflict about the whole text."""
    (b, b_end), (o, o_end), (t, t_end) = (passages.cut_lines(text) for text in (base, ours, theirs))
    merged = merge_passages(b, o, t, passages.passages_of)
    end = t_end if o_end == b_end else o_end
    if merged.disputes:
        mine, other = (passages.put_together(merged.passages(side), end) for side in ("ours", "theirs"))
        found = tuple(one for dispute in merged.disputes for one in overlaps(dispute.pieces))
        where.disputed(merged.disputes[0].reason, base, mine, other, overlaps=found)
        return mine
    return passages.put_together(merged.passages(), end)


def overlaps(pieces: Sequence[Piece]) -> tuple[Overlap, ...]:
    """The very words that overlap, with what stands before and after them."""
    return tuple(
        Overlap(
            base=_text(piece.base),
            ours=_text(piece.ours),
            theirs=_text(piece.theirs),
            before=_text(_words(pieces[:index])[-CONTEXT:]),
            after=_text(_words(pieces[index + 1 :])[:CONTEXT]),
        )
        for index, piece in enumerate(pieces)
        if isinstance(piece, Clash)
    )


def _words(pieces: Sequence[Piece]) -> list[Word]:
    words: list[Word] = []
    for piece in pieces:
        words += piece.ours if isinstance(piece, Clash) else [piece]
    return words


def _text(words: Sequence[Word]) -> str:
    return "".join(word.space + word.shown for word in words).strip()


def _html(side: Sequence[RichPassage]) -> str | None:
    return join([one.paragraph for one in side]) if side else None


def _key(dispute: Dispute[RichPassage]) -> str | None:
    sides: list[Sequence[Passage]] = [dispute.ours, dispute.theirs, dispute.base]
    return next((one.key for side in sides for one in side), None)
