"""Take a digest to the table."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from policywiki.core.verdicts import require
from proposals.digests.collect import collect
from proposals.digests.criteria import Criteria
from proposals.digests.writers import Format
from proposals.models import DigestTaken
from proposals.permissions import can_take_digests

CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Taken:
    """The finished paper, at its first byte, and its row in the log."""

    file: IO[bytes]
    filename: str
    log: DigestTaken


def take_digest(*, criteria: Criteria, form: Format, official: Any, now: datetime) -> Taken:
    """Write the whole paper, note who took what with its hash, hand it over.

    Raises NotFound for all but officials, TooManyProposals for a paper that nobody could read. Nothing is
    noted and nothing handed over unless the paper is whole. No transaction: writing takes seconds.
    """
    require(can_take_digests(official))
    digest = collect(criteria, user=official)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    form.write(digest, file)
    size = file.tell()
    log = DigestTaken.objects.create(
        taken_by=official,
        taken_at=now,
        criteria=criteria.as_data(),
        format=form.name,
        proposals=digest.totals.proposals,
        size=size,
        sha256=_sha256(file),
    )
    file.seek(0)
    return Taken(file=file, filename=f"digest-{criteria.on.isoformat()}.{form.extension}", log=log)


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    running = hashlib.sha256()
    while piece := file.read(CHUNK):
        running.update(piece)
    return running.hexdigest()
