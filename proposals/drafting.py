"""Between what the four-step form holds (plain text, rows) and a proposal's content as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from policywiki.core.markup import from_plain, to_plain
from policywiki.core.rawblocks import normalise
from policywiki.places.models import District

from .calls import words
from .models import CallQuestion

State = dict[str, Any]
"""title, language, problem, summary, affected, expected_effect, tags (words with commas), district (code),
what (summary of a change), call (its key), question-N (what answers it): str; measures, evidence: lists of
rows {"id", ...: str}."""

MEASURE_FIELDS = ("what", "who", "when", "cost")
LINKED_FIELDS = ("quote", "label", "url")
EVIDENCE_FIELDS = (*LINKED_FIELDS, "page", "anchor", "edition")
TEXT_FIELDS = ("title", "language", "summary", "affected", "expected_effect")
QUESTION = "question-"
ROWS = {"measures": MEASURE_FIELDS, "evidence": EVIDENCE_FIELDS}
TYPES = {"measures": "measure", "evidence": "citation"}


def empty_state(language: str) -> State:
    state: State = dict.fromkeys([*TEXT_FIELDS, "problem", "tags", "district", "what"], "")
    return state | {"language": language, "measures": [empty_row("measures")], "evidence": []}


def empty_row(name: str) -> dict[str, str]:
    return dict.fromkeys(["id", *ROWS[name]], "")


def state_of(content: Mapping[str, Any], *, language: str) -> State:
    """What the form shows for this content; an empty one for none."""
    state = empty_state(language)
    state |= {name: str(content.get(name) or "") for name in TEXT_FIELDS if content.get(name)}
    problem = content.get("problem") or []
    if problem:
        state["problem"] = to_plain(problem[0]["value"]["text"])
    for name, fields in ROWS.items():
        rows = [_row(block, fields) for block in content.get(name) or []]
        state[name] = rows or state[name]
    state |= {block["id"]: block["value"]["text"] for block in content.get("details") or []}
    state["tags"] = ", ".join(content.get("tags") or [])
    district = District.objects.filter(pk=content.get("district") or 0).first()
    state["district"] = district.code if district else ""
    return state


def content_of(state: Mapping[str, Any], *, base: Mapping[str, Any]) -> dict[str, Any]:
    """The content this form means. Raises ValueError for an address that is none.

    Ids and paragraph keys come from `base`, whatever the form said; sections of the problem beyond the first,
    which the form does not show, are kept as they are.
    """
    content: dict[str, Any] = {name: str(state.get(name) or "").strip() for name in TEXT_FIELDS}
    content["problem"] = _problem(str(state.get("problem") or ""), list(base.get("problem") or []))
    for name, fields in ROWS.items():
        content[name] = _blocks(name, fields, state.get(name) or [], list(base.get(name) or []))
    content["details"] = _details(state, list(base.get("details") or []), language=content["language"])
    content["district"] = district_id(str(state.get("district") or ""))
    content["tags"] = tags_of(str(state.get("tags") or ""))
    return content


def tags_of(text: str) -> list[str]:
    """Topics as typed, with commas of either width between them; at most ten."""
    return sorted({part[:50] for part in words(text)})[:10]


def district_id(code: str) -> int | None:
    return District.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def _row(block: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    return {"id": block["id"], **{name: str(block["value"].get(name) or "") for name in fields}}


def _problem(plain: str, base: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = base[0] if base else None
    value = dict(first["value"]) if first else {"heading": "", "level": "2"}
    value["text"] = from_plain(plain, base=first["value"]["text"] if first else "")
    if not value["text"] and not first:
        return []
    block = {"type": "section", "value": value} | ({"id": first["id"]} if first else {})
    return normalise([block, *base[1:]], base=base)


def _details(state: Mapping[str, Any], base: list[dict[str, Any]], *, language: str) -> list[dict[str, Any]]:
    """What answers the questions of the call, in their order; answers to questions taken back are kept."""
    known = {block["id"]: block for block in base}
    asked = {name for name in state if name.startswith(QUESTION)}
    numbers = [name.removeprefix(QUESTION) for name in asked]
    questions = CallQuestion.objects.filter(pk__in=[int(one) for one in numbers if one.isdecimal()])
    if str(call := state.get("call") or "").isdecimal():
        questions = questions.filter(call=int(call))  # what was answered under another call is not asked here
    still_asked = {question.code for question in questions}
    blocks = [block for block in base if block["id"] not in still_asked]
    with override(language or None):
        for question in questions:
            text = str(state[question.code] or "").strip()
            label = known[question.code]["value"]["label"] if question.code in known else question.label
            if text:
                blocks.append(
                    {"type": "detail", "id": question.code, "value": {"label": label, "text": text}}
                )
    return normalise(blocks, base=base)


def _blocks(
    name: str, fields: tuple[str, ...], rows: list[Mapping[str, Any]], base: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    known = {block["id"]: block for block in base}
    blocks = []
    for row in rows:
        written = {field: str(row.get(field) or "") for field in fields}
        if not any(value.strip() for value in written.values()):
            continue
        earlier = known.get(str(row.get("id") or ""))
        kept = earlier["value"] if earlier else {}
        block = {"type": TYPES[name], "value": {**kept, **written}}
        blocks.append(block | ({"id": earlier["id"]} if earlier else {}))
    return normalise(blocks, base=base)
