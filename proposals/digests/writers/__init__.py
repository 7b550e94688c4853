"""One writer a format, each `write(digest, stream)`: pure, deterministic, independent of Django."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal

from proposals.digests.digest import Digest
from proposals.digests.writers import csv, docx, json, markdown, pdf, xlsx

FormatName = Literal["pdf", "docx", "xlsx", "csv", "markdown", "json"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format one can take the digest in. `is_read` formats hold at most the digest's limit of proposals."""

    name: FormatName
    extension: str
    content_type: str
    write: Callable[[Digest, BinaryIO], None]
    is_read: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format("pdf", "pdf", "application/pdf", pdf.write, is_read=True),
        Format("docx", "docx", f"{_OFFICE}.wordprocessingml.document", docx.write, is_read=True),
        Format("xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", xlsx.write),
        Format("csv", "csv", "text/csv; charset=utf-8", csv.write),
        Format("markdown", "md", "text/markdown; charset=utf-8", markdown.write),
        Format("json", "json", "application/json", json.write),
    )
}
