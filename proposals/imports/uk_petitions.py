"""Petitions of the UK Parliament, as its public JSON gives them (petition.parliament.uk, OGL v3).

A petition has an action (title), a background (what is asked, up to 300 characters) and details. Stages follow
from its dates: answered where there is a response; with the city from the response threshold on; closed for
lack of support where it closed below it; else still gathering support, without a close.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policywiki.core.html import clean_comment
from policywiki.core.rawblocks import normalise
from policywiki.core.richtext import canonical
from proposals.stages import Stage

from .arrivals import Arrival, ArrivedAnswer, NotAProposal, Refusal, Stated
from .reading import day, moment, needed, number

SOURCE = "UK Government and Parliament Petitions"
LICENCE = "Open Government Licence v3.0"
ADDRESS = "https://petition.parliament.uk/petitions/"
STATES = frozenset({"open", "closed", "rejected"})


def read(row: dict[str, Any], line: int, language: str) -> Arrival:
    """One petition. Raises NotAProposal."""
    identifier = needed(row, "id")
    created = moment(row.get("created_at"), "created_at")
    if created is None:
        raise NotAProposal("no created_at")
    common: dict[str, Any] = {
        "line": line,
        "key": f"uk-petitions:{identifier}",
        "content": content(row, language),
        "created_at": created,
        "provenance": {"source": SOURCE, "url": ADDRESS + identifier, "licence": LICENCE},
    }
    state = needed(row, "state")
    if state not in STATES:
        raise NotAProposal(f"unknown state: {state!r}")
    if state == "rejected":
        return Arrival(**common, refusal=_refusal(row, created))
    return Arrival(**common, **_public(row, identifier, state))


def content(row: dict[str, Any], language: str) -> dict[str, Any]:
    """The petition as a proposal's content: its fields that are not there stay empty."""
    details = (row.get("additional_details") or "").strip()
    # normalise() makes it canonical: cleaning twice would be most of an import's time.
    problem = {"type": "section", "value": {"heading": "", "level": "2", "text": clean_comment(details)}}
    return {
        "title": needed(row, "action")[:255],
        "language": language,
        "summary": " ".join((row.get("background") or "").split())[:600],
        "problem": normalise([problem]) if details else [],
        "measures": [],
        "expected_effect": "",
        "affected": "",
        "evidence": [],
        "district": "",
        "tags": sorted({str(topic) for topic in row.get("topics") or []}),
    }


def plain_html(text: str) -> str:
    """Plain text with line breaks as canonical rich text; its addresses become links."""
    return canonical(clean_comment(text.strip()))


def _public(row: dict[str, Any], identifier: str, state: str) -> dict[str, Any]:
    opened = moment(row.get("opened_at"), "opened_at")
    if opened is None:
        raise NotAProposal("published without opened_at")
    closed = moment(row.get("closed_at"), "closed_at")
    count = number(row.get("signature_count"), "signature_count")
    department = "; ".join(str(one.get("name") or "") for one in row.get("departments") or [])
    answer = _answer(row, department)
    return {
        "published_at": opened,
        "closes_at": closed,
        "moves": _moves(row, state, closed, answer),
        "department": department,
        "stated": Stated(count, SOURCE, ADDRESS + identifier, day(row.get("updated_at"), "updated_at"))
        if count is not None
        else None,
        "answer": answer,
    }


def _moves(
    row: dict[str, Any], state: str, closed: datetime | None, answer: ArrivedAnswer | None
) -> tuple[tuple[str, datetime], ...]:
    reached = moment(row.get("response_threshold_reached_at"), "response_threshold_reached_at")
    if answer is not None:
        return (Stage.CITY, min(reached or answer.at, answer.at)), (Stage.ANSWERED, answer.at)
    if reached is not None:
        return ((Stage.CITY, reached),)
    if state == "closed":
        if closed is None:
            raise NotAProposal("closed without closed_at")
        return ((Stage.UNSUPPORTED, closed),)
    return ()


def _answer(row: dict[str, Any], department: str) -> ArrivedAnswer | None:
    response = row.get("government_response")
    if not response:
        return None
    at = moment(row.get("government_response_at") or response.get("created_at"), "government_response_at")
    if at is None:
        raise NotAProposal("a response without its time")
    parts = [(response.get("summary") or "").strip(), (response.get("details") or "").strip()]
    text = plain_html("\n\n".join(part for part in parts if part))
    return ArrivedAnswer(text=text, at=at, state="unstated", department=department)


def _refusal(row: dict[str, Any], created: datetime) -> Refusal:
    rejection = row.get("rejection") or {}
    code = needed(rejection, "code")
    at = moment(row.get("rejected_at"), "rejected_at") or created
    return Refusal(code=code, note=(rejection.get("details") or "").strip(), at=at)
