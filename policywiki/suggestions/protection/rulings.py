"""What the protection of a page says about a change to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.accounts.models import STAFF_ROLES
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import YES, Verdict, no
from policywiki.core.wording import date_text

from .models import DEFAULT, PAGE, Level, Protection, strictest
from .places import Place, places_in, places_touched


def level_for(page: Page, block_ids: Iterable[str], now: datetime) -> Level:
    """The level that a change of these blocks must meet now; of none: that of the page itself."""
    where = places_in(content_of(page), page.content_fields)
    return strictest(in_force(page, now), [where.get(one, (one,)) for one in block_ids] or [PAGE])[0]


def level_of_change(
    page: Page | None, before: Mapping[str, Any], after: Mapping[str, Any], now: datetime
) -> Level:
    """The level that turning `before` into `after` must meet; of a page that is not there yet: checked."""
    if page is None:
        return DEFAULT
    fields = page.specific_class.content_fields
    return strictest(in_force(page, now), places_touched(before, after, fields) or [PAGE])[0]


def may_touch(user: Any, page: Page, where: Iterable[Place], now: datetime) -> Verdict:
    """No, with the public reason, where only staff may and this person is not."""
    level, row = strictest(in_force(page, now), where)
    if level is not Level.STAFF or row is None or is_staff(user):
        return YES
    return no(refusal(row, now), when=True)


def in_force(page: Page, now: datetime) -> list[Protection]:
    """One query; few rows."""
    return list(Protection.objects.of(page).in_force(now))


def is_staff(user: Any) -> bool:
    return user.is_authenticated and user.acts_as(*STAFF_ROLES)


def refusal(row: Protection, now: datetime) -> str:
    """Why only staff may, and until when, in the reader's language."""
    told = {"reason": row.reason, "section": row.heading}
    if row.ends_on is not None:
        told["day"] = date_text(row.ends_on, now=now)
        if row.block:
            return _("Until %(day)s only staff can change the section “%(section)s”: %(reason)s") % told
        return _("Until %(day)s only staff can change this page: %(reason)s") % told
    if row.block:
        return _("Only staff can change the section “%(section)s”: %(reason)s") % told
    return _("Only staff can change this page: %(reason)s") % told


@dataclass(frozen=True)
class Guards:
    """What a page shows of its protection: the row of the page, those of sections by id, and what is closed.

    `closed` holds the ids of the blocks that this person may not change, `page_closed` whether that is all.
    """

    page: Protection | None = None
    sections: Mapping[str, Protection] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    page_closed: bool = False


def guards_of(page: Page, user: Any, now: datetime) -> Guards:
    """One query, and for staff's own levels one more about the person."""
    rows = in_force(page, now)
    if not rows:
        return Guards()
    by_block = {row.block: row for row in rows}
    whole = by_block.pop("", None)
    kept = [row for row in rows if row.level == Level.STAFF]
    if not kept or is_staff(user):
        return Guards(whole, by_block)
    closed = frozenset(
        one
        for one, place in places_in(content_of(page), page.content_fields).items()
        if any(row.covers(place) for row in kept)
    )
    return Guards(whole, by_block, closed, page_closed=any(not row.block for row in kept))
