"""The whole digest as data, one proposal a line, written as it is read."""

import dataclasses
import json
from datetime import date
from typing import Any, BinaryIO

from proposals.digests.digest import Digest, Entry, tidied
from proposals.digests.wording import figures

FORMAT = "policywiki-digest/1"


def write(digest: Digest, stream: BinaryIO) -> None:
    """Write one JSON object in UTF-8; its last member "proposals" streams."""
    digest = tidied(digest)
    head = json.dumps(_head(digest), ensure_ascii=False, indent=1)
    stream.write(head.removesuffix("\n}").encode())
    stream.write(b',\n "proposals": [')
    before = b"\n"
    for entry in digest.entries:
        line = json.dumps(_entry(entry), ensure_ascii=False, separators=(",", ":"))
        stream.write(before + line.encode())
        before = b",\n"
    stream.write(b"\n ]\n}\n")


def _head(digest: Digest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "title": digest.title,
        "language": digest.language,
        "city": digest.city,
        "as_of": digest.as_of.isoformat(),
        "note": digest.note,
        "criteria": [{"label": label, "value": value} for label, value in digest.criteria],
        "figures": [{"label": count.label, "value": count.value} for count in figures(digest)],
        "totals": dataclasses.asdict(digest.totals),
        "definitions": [dataclasses.asdict(definition) for definition in digest.definitions],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    data = dataclasses.asdict(entry)
    if entry.votes:
        data["votes"] = {
            "for": entry.votes.in_favour,
            "against": entry.votes.against,
            "abstain": entry.votes.abstain,
        }
    return {key: _plain(value) for key, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value
