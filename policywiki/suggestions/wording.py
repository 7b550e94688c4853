"""The words around a comparison: what changed, in one sentence and row by row (codes: differences.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, ngettext, pgettext

from .differences import COUNTS, Note, Row

COUNT_WORDS: dict[str, Callable[[int], str]] = {
    "reworded": lambda n: ngettext("%(n)d sentence reworded", "%(n)d sentences reworded", n),
    "added": lambda n: ngettext("%(n)d paragraph added", "%(n)d paragraphs added", n),
    "removed": lambda n: ngettext("%(n)d paragraph removed", "%(n)d paragraphs removed", n),
    "moved": lambda n: ngettext("%(n)d paragraph moved", "%(n)d paragraphs moved", n),
    "part_added": lambda n: ngettext("%(n)d section added", "%(n)d sections added", n),
    "part_removed": lambda n: ngettext("%(n)d section removed", "%(n)d sections removed", n),
    "part_moved": lambda n: ngettext("%(n)d section moved", "%(n)d sections moved", n),
    "row_added": lambda n: ngettext("%(n)d row added", "%(n)d rows added", n),
    "row_removed": lambda n: ngettext("%(n)d row removed", "%(n)d rows removed", n),
    "row_moved": lambda n: ngettext("%(n)d row moved", "%(n)d rows moved", n),
    "cell_changed": lambda n: ngettext("%(n)d table cell changed", "%(n)d table cells changed", n),
    "link_changed": lambda n: ngettext("%(n)d link target changed", "%(n)d link targets changed", n),
    "link_added": lambda n: ngettext("%(n)d link added", "%(n)d links added", n),
    "link_removed": lambda n: ngettext("%(n)d link removed", "%(n)d links removed", n),
    "image_changed": lambda n: ngettext("%(n)d picture changed", "%(n)d pictures changed", n),
    "format_changed": lambda n: ngettext("%(n)d format changed", "%(n)d formats changed", n),
    "level_changed": lambda n: ngettext(
        "%(n)d heading changed its level", "%(n)d headings changed their level", n
    ),
    "value_changed": lambda n: ngettext("%(n)d entry changed", "%(n)d entries changed", n),
    "item_added": lambda n: ngettext("%(n)d keyword added", "%(n)d keywords added", n),
    "item_removed": lambda n: ngettext("%(n)d keyword removed", "%(n)d keywords removed", n),
}


def change_sentence(counts: Mapping[str, int]) -> str:
    """ "1 sentence reworded, 1 link target changed, 1 row added."; nothing changed says so."""
    parts = [COUNT_WORDS[code](counts[code]) % {"n": counts[code]} for code in COUNTS if counts.get(code)]
    if not parts:
        return gettext("Nothing changed.")
    joined = pgettext("between the parts of an enumeration", ", ").join(parts)
    return pgettext("a sentence from its parts", "%s.") % joined


def row_word(row: Row) -> str:
    """What happened to this row: "Paragraph added"; a folded run: "3 unchanged passages"."""
    if row.kind == "folded":
        return ngettext("%(n)d unchanged passage", "%(n)d unchanged passages", row.count) % {"n": row.count}
    unit = _unit_word(row.unit)
    if row.field == "related":
        unit = field_label(row.field)
    elif row.field == "measures" and row.unit == "heading":
        unit = pgettext("part of a text", "Measure")
    words = {"unit": unit, "kind": _kind_word(row)}
    return pgettext("what happened to what", "%(unit)s %(kind)s") % words


def note_sentence(note: Note) -> str:
    """A change that words do not show, spelled out: where a link leads, what became bold, what moved."""
    values = {"text": note.text, "old": _shown(note.old), "new": _shown(note.new)}
    if note.code == "moved":
        if note.new:
            return gettext("Now stands after “%(new)s”.") % values
        return gettext("Now stands at the beginning.")
    return _NOTE_WORDS[note.code]() % values if note.code in _NOTE_WORDS else f"{note.old} → {note.new}"


def field_label(name: str) -> str:
    """A field of a page or a proposal, as the form calls it; the bare name for one that is not known here."""
    return _FIELD_WORDS[name]() if name in _FIELD_WORDS else name


def _unit_word(unit: str) -> str:
    words = {
        "p": pgettext("part of a text", "Paragraph"),
        "h3": pgettext("part of a text", "Heading"),
        "h4": pgettext("part of a text", "Heading"),
        "heading": pgettext("part of a text", "Heading"),
        "li": pgettext("part of a text", "Point"),
        "part": pgettext("part of a text", "Section"),
        "row": pgettext("part of a text", "Row"),
        "value": pgettext("part of a text", "Entry"),
        "item": pgettext("part of a text", "Keyword"),
    }
    return words.get(unit) or pgettext("part of a text", "Text")


def _kind_word(row: Row) -> str:
    if row.moved and row.kind == "changed":
        return pgettext("change", "moved and changed")
    words = {
        "added": pgettext("change", "added"),
        "removed": pgettext("change", "removed"),
        "moved": pgettext("change", "moved"),
    }
    return words.get(row.kind) or pgettext("change", "changed")


def _shown(value: str) -> str:
    words = {
        "": pgettext("format", "plain"),
        "bold": pgettext("format", "bold"),
        "italic": pgettext("format", "italic"),
        "bold italic": pgettext("format", "bold and italic"),
        "p": pgettext("format", "paragraph"),
        "h3": pgettext("format", "heading"),
        "h4": pgettext("format", "small heading"),
        "ul": pgettext("format", "list with dots"),
        "ol": pgettext("format", "numbered list"),
    }
    return words.get(value, value)


_NOTE_WORDS: dict[str, Callable[[], str]] = {
    "link_changed": lambda: gettext("The link “%(text)s” leads to %(new)s, before: %(old)s."),
    "link_added": lambda: gettext("“%(text)s” is now a link to %(new)s."),
    "link_removed": lambda: gettext("“%(text)s” is no longer a link (it led to %(old)s)."),
    "image_changed": lambda: gettext("Another picture."),
    "format_changed": lambda: gettext("“%(text)s”: %(new)s, before: %(old)s."),
    "level_changed": lambda: gettext("Heading of level %(new)s, before: %(old)s."),
}

_FIELD_WORDS: dict[str, Callable[[], str]] = {
    "title": lambda: gettext("Title"),
    "summary": lambda: gettext("Summary"),
    "body": lambda: gettext("Text"),
    "sources": lambda: gettext("Sources"),
    "tags": lambda: gettext("Keywords"),
    "related": lambda: gettext("Related pages"),
    "last_checked": lambda: gettext("Last checked"),
    "language": lambda: gettext("Language"),
    "problem": lambda: gettext("The problem"),
    "evidence": lambda: gettext("Evidence"),
    "measures": lambda: gettext("Measures"),
    "details": lambda: gettext("Further details"),
    "expected_effect": lambda: gettext("Expected effect"),
    "affected": lambda: gettext("Who is affected"),
    "district": lambda: gettext("District"),
}
