"""Our own exchange format: one JSON object a line. HELP is what the command prints of it."""

from __future__ import annotations

from typing import Any

from policywiki.core.markup import from_plain
from policywiki.core.rawblocks import normalise
from proposals.drafting import LINKED_FIELDS, MEASURE_FIELDS
from proposals.models.answers import AnswerState
from proposals.stages import Stage

from .arrivals import Arrival, ArrivedAnswer, NotAProposal, Refusal, Stated
from .reading import day, moment, needed, number

HELP = """
jsonl: one JSON object a line. Needed: id (kept, so that a second import changes nothing), title, and either
published_at or rejected. Optional: language, summary, problem (text in the small line markup), measures
([{"what", "who", "when", "cost"}]), evidence ([{"quote", "label", "url"}]), expected_effect, affected,
district (its code), tags ([words]), created_at, department, stage (support, deliberation, vote, city,
answered, carried_out, withdrawn, unsupported; default support), stage_since, closes_at, due_at,
stated ({"count", "source", "url", "on"}: supporters that another register states; shown beside our own, never
counted), answer ({"state": adopted, in_part, not_adopted, already_so, not_ours, trial or unstated, "text",
"department", "at"}), rejected ({"code", "note", "at"}). Times are ISO 8601; without a zone, UTC.
"""

# The steps to each stage; a vote is reached without a discussion where the line does not say more.
STEPS: dict[str, tuple[str, ...]] = {
    Stage.SUPPORT: (),
    Stage.DELIBERATION: (Stage.DELIBERATION,),
    Stage.VOTE: (Stage.VOTE,),
    Stage.CITY: (Stage.CITY,),
    Stage.ANSWERED: (Stage.CITY, Stage.ANSWERED),
    Stage.CARRIED_OUT: (Stage.CITY, Stage.ANSWERED, Stage.CARRIED_OUT),
    Stage.WITHDRAWN: (Stage.WITHDRAWN,),
    Stage.UNSUPPORTED: (Stage.UNSUPPORTED,),
}


def read(row: dict[str, Any], line: int, language: str) -> Arrival:
    """One proposal of our own format. Raises NotAProposal."""
    published = moment(row.get("published_at"), "published_at")
    refusal = _refusal(row)
    if (published is None) == (refusal is None):
        raise NotAProposal("needs either published_at or rejected")
    created = moment(row.get("created_at"), "created_at") or published or (refusal and refusal.at)
    assert created is not None  # noqa: S101 - one of them is there
    common: dict[str, Any] = {
        "line": line,
        "key": f"jsonl:{needed(row, 'id')}",
        "content": _content(row, language),
        "created_at": created,
        "refusal": refusal,
        "provenance": {"source": str((row.get("stated") or {}).get("source") or "jsonl")},
    }
    if published is None:
        return Arrival(**common)
    stage = str(row.get("stage") or Stage.SUPPORT)
    if stage not in STEPS:
        raise NotAProposal(f"unknown stage: {stage!r}")
    since = moment(row.get("stage_since"), "stage_since") or published
    return Arrival(
        **common,
        published_at=published,
        closes_at=moment(row.get("closes_at"), "closes_at"),
        due_at=moment(row.get("due_at"), "due_at"),
        moves=tuple((step, since) for step in STEPS[stage]),
        department=str(row.get("department") or ""),
        stated=_stated(row.get("stated")),
        answer=_answer(row.get("answer")),
    )


def _content(row: dict[str, Any], language: str) -> dict[str, Any]:
    plain = str(row.get("problem") or "")
    section = {"type": "section", "value": {"heading": "", "level": "2", "text": from_plain(plain)}}
    try:
        return {
            "title": needed(row, "title")[:255],
            "language": str(row.get("language") or language),
            "summary": str(row.get("summary") or "")[:600],
            "problem": normalise([section]) if plain.strip() else [],
            "measures": _blocks("measure", row.get("measures"), MEASURE_FIELDS),
            "expected_effect": str(row.get("expected_effect") or ""),
            "affected": str(row.get("affected") or ""),
            "evidence": _blocks("citation", row.get("evidence"), LINKED_FIELDS),
            "district": str(row.get("district") or ""),
            "tags": sorted({str(tag) for tag in row.get("tags") or []}),
        }
    except NotAProposal:
        raise
    except (ValueError, AttributeError, TypeError) as error:
        raise NotAProposal(str(error)) from error


def _blocks(kind: str, rows: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    values = [{name: str(row.get(name) or "") for name in fields} for row in rows or []]
    return normalise([{"type": kind, "value": value} for value in values])


def _stated(given: Any) -> Stated | None:
    if not given:
        return None
    count = number(given.get("count"), "stated.count")
    if count is None:
        raise NotAProposal("no stated.count")
    return Stated(
        count, needed(given, "source"), str(given.get("url") or ""), day(given.get("on"), "stated.on")
    )


def _answer(given: Any) -> ArrivedAnswer | None:
    if not given:
        return None
    at, state = moment(given.get("at"), "answer.at"), str(given.get("state") or AnswerState.UNSTATED)
    if at is None:
        raise NotAProposal("an answer without its time")
    if state not in AnswerState.values:
        raise NotAProposal(f"unknown answer: {state!r}")
    text = from_plain(needed(given, "text"))
    return ArrivedAnswer(text=text, at=at, state=state, department=str(given.get("department") or ""))


def _refusal(row: dict[str, Any]) -> Refusal | None:
    given = row.get("rejected")
    if not given:
        return None
    at = moment(given.get("at"), "rejected.at")
    if at is None:
        raise NotAProposal("rejected without its time")
    return Refusal(code=needed(given, "code"), note=str(given.get("note") or ""), at=at)
