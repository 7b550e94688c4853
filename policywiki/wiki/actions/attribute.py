"""Keep beside each edition what it brought to its page."""

from __future__ import annotations

from wagtail.models import Page

from policywiki.wiki.attribution.stored import in_order, stored, worked_out
from policywiki.wiki.models import Authorship


def work_out_authors(*, page: Page, anew: bool = False) -> int:
    """Bring the authorship of a page up to date; returns for how many editions it was missing. Safe to repeat.

    Editions never change, so whoever works it out comes to the same: no lock, and nothing long in a transaction.
    Where an older text was imported between two that are there, what came after it is worked out again; with
    `anew` everything is, as when words were hidden in every version.
    """
    editions = in_order(page)
    have = {} if anew else stored(editions)
    missing = [edition.pk for edition in editions[len(have) :]]
    Authorship.objects.filter(edition__in=missing).delete()
    for edition, first in worked_out(editions, have):
        Authorship.objects.update_or_create(edition=edition, defaults={"first": first})
    return len(missing)
