"""Hide words, show them again, ask for a second look, forget them for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core import redaction
from policywiki.core.events import PartHidden, publish
from policywiki.core.verdicts import NotAllowed, require
from policywiki.moderation.actions.cases import open_case
from policywiki.moderation.models import Case, Decision
from policywiki.trust.hiding import Item, Store, store_named, stores
from policywiki.trust.models import HiddenPart, HiddenText
from policywiki.trust.permissions import may_ask_second_look, may_hide, may_show_again

CASE_KIND = "hidden_part"


@transaction.atomic
def hide_part(*, item: Item, words: list[str], moderator: Any, now: datetime, note: str = "") -> HiddenPart:
    """Hide these words in the item and in all that belongs to its page. Raises NotAllowed, ValidationError."""
    require(may_hide(moderator))
    words = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if redaction.pattern_of(words) is None:
        raise ValidationError(_("Choose or write the words to hide, at least three characters."))
    part = HiddenPart.objects.create(
        kind=item.kind,
        object_id=item.pk,
        page_id=item.scope.page_id,
        author=item.author,
        language=item.language,
        words=words,
        note=note.strip()[:300],
        hidden_by=moderator,
        hidden_at=now,
    )
    for store in stores():
        for row in store.of(item.scope):
            _hide_in(store, row, part)
    if not part.texts.exists():
        raise ValidationError(_("These words do not stand in this text."))
    part.title = redaction.hide(item.title, words, part.placeholder)[:255]
    part.save(update_fields=["title"])
    publish(PartHidden(part_id=part.pk, page_id=part.page_id or 0))
    return part


@transaction.atomic
def show_again(*, part: HiddenPart, moderator: Any, now: datetime) -> int:
    """Put the words back where the text has not been changed since. Returns in how many texts they stay hidden.

    Raises NotAllowed, WrongStage.
    """
    part = _locked(part)
    require(may_show_again(moderator, part))
    return _put_back(part, moderator, now)


@transaction.atomic
def ask_second_look(*, part: HiddenPart, author: Any, note: str, now: datetime) -> Case:
    """The author asks another moderator, once. Raises NotFound, WrongStage, ValidationError."""
    part = _locked(part)
    require(may_ask_second_look(author, part))
    if not note.strip():
        raise ValidationError(_("Say in a few words why it may stay: the moderator reads this."))
    part.case = open_case(
        kind=CASE_KIND,
        title=part.title,
        author=author,
        now=now,
        page=part.page,
        language=part.language,
    )
    part.case.entries.filter(verb="opened").update(note=note.strip()[:2000])
    part.save(update_fields=["case"])
    return part.case


def decide_second_look(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """What a decision on the second look does (moderation.registry). Never by whoever hid it."""
    part = _locked(case.hidden_part)
    if part.hidden_by_id == actor.pk:
        raise NotAllowed(_("You hid this yourself; another moderator looks at it."))
    if decision == Decision.PUBLISH:
        _put_back(part, actor, now)


@transaction.atomic
def forget_hidden(*, now: datetime) -> int:
    """Delete the words of parts hidden longer than HIDDEN_WORDS_DAYS, and the texts that held them, for good."""
    old = HiddenPart.objects.in_force().filter(
        forgotten_at__isnull=True, hidden_at__lt=now - timedelta(days=settings.HIDDEN_WORDS_DAYS)
    )
    parts = [part for part in old.select_related("case") if part.case is None or part.case.decision]
    for part in parts:
        for text in part.texts.all():
            if not text.parts.in_force().exclude(pk=part.pk).filter(forgotten_at__isnull=True).exists():
                text.delete()
            else:
                text.original = redaction.hide(text.original, part.words, part.placeholder)
                text.save(update_fields=["original"])
        part.words, part.forgotten_at = [], now
        part.save(update_fields=["words", "forgotten_at"])
    return len(parts)


def _locked(part: HiddenPart) -> HiddenPart:
    return HiddenPart.objects.select_for_update(no_key=True, of=("self",)).get(pk=part.pk)


def _hide_in(store: Store, row: Any, part: HiddenPart) -> None:
    value = store.read(row)
    if not redaction.count(value, part.words):
        return
    text, made = HiddenText.objects.get_or_create(
        store=store.name, object_id=row.pk, defaults={"original": value}
    )
    if not made and value != _shown(text):
        # Somebody has written on since; what they wrote is the original now.
        text.original = value
        text.save(update_fields=["original"])
    text.parts.add(part)
    store.write(row, redaction.hide(value, part.words, part.placeholder))


def _shown(text: HiddenText) -> Any:
    """What readers should see of this text now."""
    value = text.original
    for part in text.parts.in_force().order_by("pk"):
        value = redaction.hide(value, part.words, part.placeholder)
    return value


def _put_back(part: HiddenPart, moderator: Any, now: datetime) -> int:
    unchanged, left = [], 0
    for text in part.texts.all():
        store = store_named(text.store)
        row = store.get(text.object_id)
        if row is None:
            continue  # there is no such text any more: nothing stays hidden in it
        if store.read(row) == _shown(text):
            unchanged.append((store, row, text))
        else:
            left += 1
    part.shown_again_by, part.shown_again_at = moderator, now
    part.save(update_fields=["shown_again_by", "shown_again_at"])
    for store, row, text in unchanged:
        store.write(row, _shown(text))
    publish(PartHidden(part_id=part.pk, page_id=part.page_id or 0))
    return left
