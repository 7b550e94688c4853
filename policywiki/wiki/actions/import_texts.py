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


def foresee(*, index: KnowledgeIndexPage, text: ParsedText) -> Step:
    """What importing this text would come to now; writes nothing. Raises ValidationError, WrongStage.

    A text is kept as a suggested change where another of its title and date was imported before it, and
    where people have changed the page since, or are about to: their work is never overwritten.
    """
    if len(text.identity) > LONGEST_TITLE:
        raise ValidationError(_("The title has more than 255 characters."))
    same_date = ImportedText.objects.of(text.identity).dated(text.version_date)
    if same_date.filter(sha256=text.sha256).exists():
        return Step.KNOWN
    page = _page_of(index, text.identity)
    if page is None:
        return Step.PUBLISH
    if not page.live:
        raise WrongStage(_("The page of this title is not public at the moment."))
    return Step.KEEP if same_date.exists() or _touched(page) else Step.PUBLISH


@transaction.atomic
def import_text(*, into: Import, text: ParsedText, paths: Iterable[str]) -> Step:
    """Publish a text as a version of its page, or keep it as a suggested change; a second time do nothing.

    Raises ValidationError, NotAllowed, WrongStage; then nothing was written.
    """
    # The index row: no two imports make the same page, and the tree below it has one writer.
    index = KnowledgeIndexPage.objects.select_for_update(of=("self",)).get(pk=into.index.pk)
    _lock(_page_of(index, text.identity))
    step = foresee(index=index, text=text)
    if step is Step.KNOWN:
        _add_paths(text, paths)
        return step
    with override(into.language), disable_reference_index_auto_update():
        # No references are indexed: an official text links to no page, picture or document of ours.
        page = _page_of(index, text.identity)
        if step is Step.KEEP and page is not None:
            row = _record(into, text, paths, page, Outcome.KEPT)
            row.suggestion = keep_as_suggestion(into=into, page=page, text=text)
            row.save(update_fields=["suggestion"])
        else:
            page = page or _new_page(index, into, text.identity)
            _publish_version(into, text, list(paths), page)
    return step


def keep_as_suggestion(*, into: Import, page: KnowledgePage, text: ParsedText) -> Suggestion | None:
    """Keep a text beside its page for a moderator. None where it says nothing new.

    It is compared with the imported text of its date, else with the one imported last, so that merging it
    brings in what differs from that and leaves what people have written since.
    """
    edition = _base_edition(page, text)
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


def _page_of(index: KnowledgeIndexPage, identity: str) -> KnowledgePage | None:
    """The page imported under this title, whatever it is called now, or one that people gave this title."""
    row = ImportedText.objects.of(identity).select_related("page").first()
    if row is not None:
        return row.page
    return KnowledgePage.objects.child_of(index).filter(title=identity).first()


def _lock(page: KnowledgePage | None) -> None:
    """Hold the page's row, so that nobody publishes on it between the check and the import."""
    if page is not None:
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)


def _touched(page: KnowledgePage) -> bool:
    """Whether people have published, drafted or scheduled anything on the page since the last import."""
    current = Edition.objects.current(page)
    if current is None or not ImportedText.objects.filter(edition=current).exists():
        return True
    if page.has_unpublished_changes or page.live_revision_id != current.revision_id:
        return True
    return page.revisions.filter(approved_go_live_at__isnull=False).exists()


def _base_edition(page: KnowledgePage, text: ParsedText) -> Edition | None:
    published = ImportedText.objects.of(text.identity).filter(page=page, edition__isnull=False)
    row = published.dated(text.version_date).last() or published.last()
    return row.edition if row else None


def _new_page(index: KnowledgeIndexPage, into: Import, title: str) -> KnowledgePage:
    """A page in the tree that is not public yet; publishing its first version makes it so."""
    page = KnowledgePage(
        title=title, slug=_free_slug(index, title), language=into.language, live=False, owner=into.importer
    )
    return index.add_child(instance=page)


def _free_slug(index: KnowledgeIndexPage, title: str) -> str:
    base = slugify(title, allow_unicode=True)[:LONGEST_SLUG].strip("-") or "text"
    slug, count = base, 1
    while index.get_children().filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


def _publish_version(into: Import, text: ParsedText, paths: list[str], page: KnowledgePage) -> None:
    """Publish; where a later version is live already, publish that again so that it stays the live one."""
    newest = ImportedText.objects.of(text.identity).filter(edition__isnull=False).last()
    body = to_blocks(text, base=page.body.raw_data)
    row = _record(into, text, paths, page, Outcome.PUBLISHED)
    summary = gettext("Imported version of %(date)s") % {"date": _shown(text.version_date)}
    row.edition = _publish(into, row, {"title": text.identity, "body": body}, summary)
    row.save(update_fields=["edition"])
    if newest is not None and _age(newest.version_date) > _age(text.version_date):
        content = content_of(newest.edition.revision.as_object())
        summary = gettext("Version of %(date)s again, after an older one came in")
        newest.edition = _publish(into, newest, content, summary % {"date": _shown(newest.version_date)})
        newest.save(update_fields=["edition"])


def _publish(into: Import, row: ImportedText, content: dict[str, Any], summary: str) -> Edition:
    page = row.page
    apply_content(page, content)
    provenance = {"import": row.sha256, "files": row.paths}
    with publishing(
        author=into.importer,
        summary=summary,
        effective_at=row.version_date,
        undated=row.version_date is None,
        provenance=provenance,
    ):
        revision = page.save_revision(user=into.importer, clean=False)
        revision.publish(user=into.importer, skip_permission_checks=True)
    page.refresh_from_db()
    return Edition.objects.get(revision=revision)


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


def _add_paths(text: ParsedText, paths: Iterable[str]) -> None:
    """Note where else the same text was found."""
    row = ImportedText.objects.of(text.identity).dated(text.version_date).get(sha256=text.sha256)
    added = [path for path in paths if path not in row.paths]
    if added:
        row.paths = [*row.paths, *added]
        row.save(update_fields=["paths"])


def _shown(version_date: date | None) -> str:
    return date_format(version_date, "DATE_FORMAT") if version_date else gettext("no date")


def _age(version_date: date | None) -> date:
    return version_date or date.min
