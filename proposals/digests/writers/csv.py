"""Comma-separated rows, one proposal each, that a spreadsheet opens with Chinese intact (byte-order mark)."""

import csv
import io
from datetime import date
from typing import BinaryIO

from policywiki.core.spreadsheets import safe_cell
from proposals.digests.digest import Digest, tidied
from proposals.digests.writers.cells import Value, columns, text_columns


def write(digest: Digest, stream: BinaryIO) -> None:
    """Write the proposals as RFC 4180 CSV in UTF-8, dates as ISO 8601, one row at a time."""
    digest = tidied(digest)
    shown = columns(digest) + text_columns(digest)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    try:
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(safe_cell(column.label) for column in shown)
        for entry in digest.entries:
            rows.writerow(_cell(column.value(entry)) for column in shown)
        text.flush()
    finally:
        text.detach()


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else safe_cell(value)
