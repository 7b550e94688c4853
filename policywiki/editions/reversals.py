"""Which editions were taken back later, found in the texts themselves.

An identity revert, as research on wikis counts them (Suh et al. 2009, "The singularity is not near"; radius 15 as in
Wikimedia's mwreverts): an edition whose content equals an earlier one takes back all between them. What an act undoes
without making an earlier text again, it says in its provenance (core.publication: UNDOES or RESTORES). Nobody takes back
themselves.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

from policywiki.core.events import PagePublished, PartHidden, listen
from policywiki.core.page_content import content_of
from policywiki.core.publication import RESTORES, UNDOES

from .models import Edition, EditionDigest, Reversal

RADIUS = 15


@listen(PagePublished)
def find_reversals(event: PagePublished) -> None:
    edition = Edition.objects.filter(pk=event.edition_id).first()
    if edition is not None:
        note_reversals(edition)


@listen(PartHidden)
def count_anew(event: PartHidden) -> None:
    """Hidden words change the content of every edition of the page alike."""
    EditionDigest.objects.filter(edition__page_id=event.page_id).delete()


def note_reversals(edition: Edition) -> int:
    """Note which editions this one takes back. Safe to repeat. Returns how many."""
    back = [*_between(edition), *_named(edition)]
    for one in back:
        if one.author_id != edition.author_id:
            Reversal.objects.get_or_create(edition=one, defaults={"by": edition, "at": edition.published_at})
    return len(back)


def digest_of(edition: Edition) -> str:
    """Of its content; kept, because it never changes but for hidden words."""
    known = EditionDigest.objects.filter(edition=edition).first()
    if known is None:
        content = json.dumps(content_of(edition.revision.as_object()), sort_keys=True, default=str)
        digest = blake2b(content.encode(), digest_size=16).hexdigest()
        known, _made = EditionDigest.objects.get_or_create(edition=edition, defaults={"digest": digest})
    return known.digest


def _between(edition: Edition) -> list[Edition]:
    earlier = Edition.objects.filter(page_id=edition.page_id, number__lt=edition.number)
    near = list(earlier.select_related("revision").order_by("-number")[:RADIUS])
    digest = digest_of(edition)
    for place, one in enumerate(near):
        if place and digest_of(one) == digest:
            return near[:place]
    return []


def _named(edition: Edition) -> list[Any]:
    """What the act itself says: it undoes one edition, or restores one and so takes back all since."""
    told = edition.provenance if isinstance(edition.provenance, dict) else {}
    others = Edition.objects.filter(page_id=edition.page_id, number__lt=edition.number)
    if isinstance(undone := told.get(UNDOES), int):
        return list(others.filter(number=undone))
    if isinstance(restored := told.get(RESTORES), int):
        return list(others.filter(number__gt=restored).order_by("-number")[:RADIUS])
    return []
