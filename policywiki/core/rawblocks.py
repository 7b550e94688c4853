"""The blocks of a page as raw JSON, `{"type", "id", "value"}`: one canonical form for every way in. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID, uuid5

from policywiki.core import links, richtext
from policywiki.core.content import plain_line, plain_text

LEVELS: Final = ("2", "3", "4")
TONES: Final = ("note", "warning", "deadline")
HEADERS: Final = ("row", "column", "both", "neither")

RawBlock = dict[str, Any]
_Clean = Callable[[Any, Any], Any]  # (value, value of the same block before) -> canonical value

_OURS: Final = UUID("5d0c3a52-6a1e-4f0e-9a8e-3b1f3f2f7c11")
_ID: Final = re.compile(r"[A-Za-z0-9-]{1,36}")


def normalise(
    blocks: Iterable[Mapping[str, Any]], *, base: Iterable[Mapping[str, Any]] = ()
) -> list[RawBlock]:
    """Blocks in canonical form; `normalise(normalise(x)) == normalise(x)`.

    Missing ids are added and duplicates renewed (the same for the same content, so that two imports agree),
    rich text is cleaned and keyed, plain text loses control and zero-width characters, missing parts get
    their empty value. With `base` (canonical blocks) paragraphs without a key take that of their counterpart
    in the block of the same id. Raises ValueError, in a sentence, for what is not such a block.
    """
    before = {block["id"]: block for block in base}
    taken: set[str] = set()
    result = []
    for place, block in enumerate(blocks, start=1):
        kind, value, given = _parts(block, place)
        earlier = before.get(given)
        old = earlier["value"] if earlier and earlier["type"] == kind else None
        try:
            value = _KINDS[kind](value, old)
        except ValueError as error:
            raise ValueError(f"Part {place} ({kind}): {error}") from None
        identifier = given if _ID.fullmatch(given) and given not in taken else _fresh_id(kind, value, taken)
        taken.add(identifier)
        result.append({"type": kind, "id": identifier, "value": value})
    return result


def _parts(block: Any, place: int) -> tuple[str, Any, str]:
    if not isinstance(block, Mapping) or not {"type", "value"} <= set(block) <= {"type", "value", "id"}:
        raise ValueError(f"Part {place} needs a type and a value.")
    kind = block["type"]
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError(f"Part {place} has an unknown type: {kind!r}.")
    given = block.get("id")
    return kind, block["value"], given if isinstance(given, str) else ""


def _fresh_id(kind: str, value: Any, taken: set[str]) -> str:
    name = f"{kind} {json.dumps(value, ensure_ascii=False, sort_keys=True)}"
    attempt = 0
    while (identifier := str(uuid5(_OURS, f"{attempt} {name}"))) in taken:
        attempt += 1
    return identifier


def _struct(**fields: _Clean) -> _Clean:
    """A value with exactly these parts; missing ones are empty, others are refused."""

    def clean(value: Any, old: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError("its value is not a set of named parts.")
        if unknown := set(value) - set(fields):
            raise ValueError(f"no such part: {', '.join(sorted(map(str, unknown)))}.")
        earlier = old or {}
        result = {}
        for name, field in fields.items():
            try:
                result[name] = field(value.get(name), earlier.get(name))
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        return result

    return clean


def _string(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("is not text.")
    return value


def _line(value: Any, _old: Any) -> str:
    return plain_line(_string(value))


def _lines(value: Any, _old: Any) -> str:
    return plain_text(_string(value))


def _rich(value: Any, old: Any) -> str:
    return richtext.canonical(_string(value), base=_string(old))


def _address(value: Any, _old: Any) -> str:
    written = plain_line(_string(value))
    address = links.address(written)
    if written and not address:
        raise ValueError("is not a web address (https://…).")
    return address


def _one_of(choices: tuple[str, ...]) -> _Clean:
    def clean(value: Any, _old: Any) -> str:
        chosen = choices[0] if value in (None, "") else str(value)
        if chosen not in choices:
            raise ValueError(f"is none of {', '.join(choices)}.")
        return chosen

    return clean


def _number(value: Any, _old: Any) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,18}", str(value)):
        raise ValueError("is not a number.")
    return int(value)


def _table(value: Any, _old: Any) -> dict[str, Any]:
    """What Wagtail's table_block stores: every cell a string, every row as long as the longest.

    Aligned and merged cells are not offered anywhere, so their settings are left out.
    """
    if value is not None and not isinstance(value, Mapping):
        raise ValueError("its value is not a table.")
    given = dict(value or {})
    rows = given.get("data") or []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ValueError("a table is a list of rows.")
    width = max(map(len, rows), default=0)
    header = _header(given)
    return {
        "data": [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows],
        "table_caption": _line(given.get("table_caption"), None),
        "table_header_choice": header,
        "first_row_is_table_header": header in ("row", "both"),
        "first_col_is_header": header in ("column", "both"),
    }


def _header(table: Mapping[str, Any]) -> str:
    chosen = table.get("table_header_choice")
    chosen = "column" if chosen == "col" else chosen  # as Wagtail writes it for old tables
    if chosen in HEADERS:
        return str(chosen)
    if chosen:
        raise ValueError(f"table_header_choice is none of {', '.join(HEADERS)}.")
    row, column = bool(table.get("first_row_is_table_header")), bool(table.get("first_col_is_header"))
    return HEADERS[(3, 1, 0, 2)[2 * row + column]]


def _cell(cell: Any) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = str(cell)
    return plain_text(_string(cell))


_KINDS: Final[dict[str, _Clean]] = {
    "section": _struct(heading=_line, level=_one_of(LEVELS), text=_rich),
    "table": _table,
    "figure": _struct(image=_number, alt=_line, caption=_line),
    "citation": _struct(quote=_lines, label=_line, url=_address, page=_number, anchor=_line, edition=_number),
    "callout": _struct(tone=_one_of(TONES), text=_rich),
    "source": _struct(label=_line, url=_address),
    "measure": _struct(what=_lines, who=_lines, when=_lines, cost=_lines),
    "detail": _struct(label=_line, text=_lines),
}
