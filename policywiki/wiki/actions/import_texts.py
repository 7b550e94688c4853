"""Bring official texts into the wiki: each a version of its page, none lost, nobody's work overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from policywiki.accounts.models import User
from policywiki.core.page_content import apply_content, content_of
from policywiki.core.publication import publishing
from policywiki.core.verdicts import WrongStage
from policywiki.editions.models import Edition
from policywiki.suggestions.actions.staff_drafts import keep_staff_work, staff_work
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import Suggestion
from policywiki.wiki.models import ImportedText, KnowledgeIndexPage, KnowledgePage, Outcome
from policywiki.wiki.texts import ParsedText, to_blocks

LONGEST_TITLE = 255
LONGEST_SLUG = 200  # leaves room for a number, and for names that other systems make of it


class Step(StrEnum):
    """What importing a text comes to."""

    PUBLISH = "publish"
    KEEP = "keep"
    KNOWN = "known"


@dataclass(frozen=True)
class Import:
    """Where texts go, in whose name, in which language, and when."""

    index: KnowledgeIndexPage
    importer: User
    language: str
    now: datetime


@dataclass(frozen=True)
class _Known:
    """What the wiki has of a title: the texts imported before, oldest first, and the page."""

    rows: list[ImportedText]
    page: KnowledgePage | None

    @property
    def published(self) -> list[ImportedText]:
        return [row for row in self.rows if row.edition_id is not None]

    def dated(self, version_date: date | None) -> list[ImportedText]:
        """The texts of this date; None is a date of its own: undated."""
        return [row for row in self.rows if row.version_date == version_date]

    def holds(self, text: ParsedText) -> bool:
        return any(row.sha256 == text.sha256 for row in self.dated(text.version_date))


def foresee(*, index: KnowledgeIndexPage, text: ParsedText) -> Step:
    """What importing this text would come to now; writes nothing. Raises ValidationError, WrongStage.

    A text is kept as a suggested change where another of its title and date was imported before it, and
    where people have changed the page since, or are about to: their work is never overwritten.
    """
    return _step(text, _known(index, text.identity))


def import_text(*, into: Import, text: ParsedText, paths: Iterable[str]) -> Step:
    """Publish a text as a version of its page, or keep it as a suggested change; a second time do nothing.

    Raises ValidationError, NotAllowed, WrongStage; then nothing was written.
    """
    # Rows are never taken away, so what is there already needs no lock: a second import is a quick one.
    row = ImportedText.objects.of(text.identity).dated(text.version_date).filter(sha256=text.sha256).first()
    if row is not None and set(paths) <= set(row.paths):
        return Step.KNOWN
    return _import(into, text, paths)


@transaction.atomic
def _import(into: Import, text: ParsedText, paths: Iterable[str]) -> Step:
    # The index row: no two imports make the same page, and the tree below it has one writer.
    index = KnowledgeIndexPage.objects.select_for_update(of=("self",)).get(pk=into.index.pk)
    known = _known(index, text.identity, lock=True)
    step = _step(text, known)
    if step is Step.KNOWN:
        _add_paths(known.dated(text.version_date), text, paths)
        return step
    # No references are indexed: an official text links to no page, picture or document of ours.
    with override(into.language), disable_reference_index_auto_update():
        if step is Step.KEEP and known.page is not None:
            row = _record(into, text, paths, known.page, Outcome.KEPT)
            row.suggestion = keep_as_suggestion(into=into, page=row.page, text=text, among=known.published)
            row.save(update_fields=["suggestion"])
        else:
            page = known.page or _new_page(index, into, text.identity)
            row = _record(into, text, paths, page, Outcome.PUBLISHED)
            _publish_version(into, text, row, known.published)
    return step


def _step(text: ParsedText, known: _Known) -> Step:
    if len(text.identity) > LONGEST_TITLE:
        raise ValidationError(_("The title has more than 255 characters."))
    if known.holds(text):
        return Step.KNOWN
    if known.page is None:
        return Step.PUBLISH
    if not known.page.live:
        raise WrongStage(_("The page of this title is not public at the moment."))
    return (
        Step.KEEP if known.dated(text.version_date) or _touched(known.page, known.published) else Step.PUBLISH
    )


def keep_as_suggestion(
    *, into: Import, page: KnowledgePage, text: ParsedText, among: list[ImportedText]
) -> Suggestion | None:
    """Keep a text beside its page for a moderator. None where it says nothing new.

    It is compared with the imported text (of those in `among`) of its date, else with the last one, so that
    merging it brings in what differs from that and leaves what people have written since.
    """
    edition = _base_edition(text, among)
    base = content_of(edition.revision.as_object() if edition else page)
    content = base | {"title": text.identity, "body": to_blocks(text, base=base["body"])}
    if content == base:
        return None
    suggestion = begin(
        author=into.importer, kind="change", now=into.now, language=page.language, page=page, draft=content
    )
    if edition is not None:
        suggestion.base, suggestion.base_revision = base, edition.revision
        suggestion.save(update_fields=["base", "base_revision"])
    summary = gettext("Another text for %(date)s, from %(file)s")
    if edition is None or edition.effective_at != text.version_date:
        summary = gettext("Version of %(date)s, from %(file)s")
    send(
        suggestion=suggestion,
        author=into.importer,
        content=content,
        summary=summary % {"date": _shown(text.version_date), "file": text.path},
        now=into.now,
    )
    return suggestion


def _known(index: KnowledgeIndexPage, identity: str, *, lock: bool = False) -> _Known:
    """The page is the one imported under this title, whatever it is called now, or one of this title.

    With `lock` its row is held, so that nobody publishes on it between the check and the import.
    """
    rows = list(ImportedText.objects.of(identity).select_related("edition"))
    pages = KnowledgePage.objects.filter(pk=rows[0].page_id) if rows else None
    if pages is None:
        pages = KnowledgePage.objects.child_of(index).filter(title=identity)
    page = pages.first()
    if lock and page is not None:
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        page = pages.all().first()  # as it is now that nobody else can change it
    return _Known(rows, page)


def _touched(page: KnowledgePage, published: list[ImportedText]) -> bool:
    """Whether people have published, drafted or scheduled anything on the page since the last import."""
    current = Edition.objects.current(page)
    if current is None or current.pk not in {row.edition_id for row in published}:
        return True
    # A schedule is an unpublished change too.
    return page.has_unpublished_changes or page.live_revision_id != current.revision_id


def _base_edition(text: ParsedText, among: list[ImportedText]) -> Edition | None:
    same_date = [row for row in among if row.version_date == text.version_date]
    rows = same_date or among
    return rows[-1].edition if rows else None


def _new_page(index: KnowledgeIndexPage, into: Import, title: str) -> KnowledgePage:
    """A page in the tree that is not public yet; publishing its first version makes it so."""
    page = KnowledgePage(
        title=title,
        slug=_free_slug(index, title),
        language=into.language,
        locale_id=index.locale_id,
        live=False,
        owner=into.importer,
    )
    return index.add_child(instance=page)


def _free_slug(index: KnowledgeIndexPage, title: str) -> str:
    base = slugify(title, allow_unicode=True)[:LONGEST_SLUG].strip("-") or "text"
    slug, count = base, 1
    while index.get_children().filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


def _publish_version(
    into: Import, text: ParsedText, row: ImportedText, published: list[ImportedText]
) -> None:
    """Publish; where a later version is live already, publish that again so that it stays the live one."""
    body = to_blocks(text, base=row.page.body.raw_data)
    summary = gettext("Imported version of %(date)s") % {"date": _shown(text.version_date)}
    _publish(into, row, {"title": text.identity, "body": body}, summary)
    newest = published[-1] if published else None
    if (
        newest is not None
        and newest.edition is not None
        and _age(newest.version_date) > _age(text.version_date)
    ):
        content = content_of(newest.edition.revision.as_object())
        summary = gettext("Version of %(date)s again, after an older one came in")
        _publish(into, newest, content, summary % {"date": _shown(newest.version_date)})


def _publish(into: Import, row: ImportedText, content: dict[str, Any], summary: str) -> None:
    """Publish this content on the row's page, and note which edition it became."""
    waiting, live = staff_work(row.page), content_of(row.page)
    apply_content(row.page, content)
    with publishing(
        author=into.importer,
        summary=summary,
        effective_at=row.version_date,
        undated=row.version_date is None,
        provenance={"import": row.sha256, "files": row.paths},
    ):
        revision = row.page.save_revision(user=into.importer, clean=False)
        revision.publish(user=into.importer, skip_permission_checks=True)
    keep_staff_work(page_id=row.page.pk, waiting=waiting, old_live=live, new_live=content_of(row.page))
    row.edition = Edition.objects.get(revision=revision)
    row.save(update_fields=["edition"])


def _record(
    into: Import, text: ParsedText, paths: Iterable[str], page: KnowledgePage, outcome: Outcome
) -> ImportedText:
    return ImportedText.objects.create(
        identity=text.identity,
        version_date=text.version_date,
        paths=list(paths),
        sha256=text.sha256,
        page=page,
        outcome=outcome,
        imported_at=into.now,
    )


def _add_paths(rows: list[ImportedText], text: ParsedText, paths: Iterable[str]) -> None:
    """Note where else the same text was found."""
    for row in rows:
        added = [path for path in paths if path not in row.paths]
        if row.sha256 == text.sha256 and added:
            row.paths = [*row.paths, *added]
            row.save(update_fields=["paths"])


def _shown(version_date: date | None) -> str:
    return date_format(version_date, "DATE_FORMAT") if version_date else gettext("unknown date")


def _age(version_date: date | None) -> date:
    return version_date or date.min
