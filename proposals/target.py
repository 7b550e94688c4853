"""Proposals as something one can suggest: a new one, and changes to one (suggestions.registry)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.richtext import to_text
from policywiki.core.verdicts import YES, Verdict, WrongStage, require
from policywiki.suggestions.registry import Target, register

from . import amending, reviewing
from .actions.amend import put_before_authors
from .actions.begin import begin, call_of, create_page, default_call
from .calls import gaps
from .citing import refuse_unciteable
from .drafting import content_of
from .models import ProposalPage
from .permissions import asks_authors, can_change_text, can_propose
from .showing import preview

NEW_PROPOSAL = "new_proposal"
NEEDED_TEXTS = [
    ("title", _("Give your proposal a title.")),
    ("summary", _("Say in one or two sentences what you propose.")),
]


def check(content: Mapping[str, Any]) -> None:
    """What a proposal needs before it can be checked. Raises ValidationError, one sentence a gap."""
    missing = [
        ValidationError({name: [message]})
        for name, message in NEEDED_TEXTS
        if not str(content.get(name) or "").strip()
    ]
    if not any(to_text(block["value"]["text"]).strip() for block in content.get("problem") or []):
        missing.append(ValidationError({"problem": [_("Describe the problem.")]}))
    if not any(block["value"]["what"].strip() for block in content.get("measures") or []):
        missing.append(ValidationError({"measures": [_("Name at least one thing that should happen.")]}))
    if problems := refuse_unciteable(content.get("evidence")):
        missing.append(ValidationError({"evidence": problems}))
    if missing:
        raise ValidationError(
            {name: messages for gap in missing for name, messages in gap.message_dict.items()}
        )


def create(*, suggestion: Any, content: dict[str, Any], reviewer: Any, now: datetime) -> ProposalPage:
    """The page and record of an accepted proposal, under the call it was written for."""
    return create_page(content=content, proposer=suggestion.author, call=call_of(suggestion), now=now)


def check_call(*, suggestion: Any, content: Mapping[str, Any], now: datetime) -> None:
    """What its call asks. Raises WrongStage where it takes no proposals now, ValidationError for what is missing.

    What was sent in time may be sent again after the close: a moderator has asked for more, say.
    """
    call = call_of(suggestion)
    if suggestion.sent_at is None:
        require(can_propose(call, now=now))
    if missing := gaps(call, content):
        raise ValidationError(missing)


def after(*, page: ProposalPage, suggestion: Any, now: datetime) -> None:
    begin(record=page.record)


def edit_url(suggestion: Any) -> str:
    """Where its author goes on writing."""
    return reverse("proposals:propose_step", args=[suggestion.pk, 1])


def drafted(suggestion: Any) -> dict[str, Any]:
    """The text that its author is writing in the four steps. Raises WrongStage for an address that is none."""
    try:
        return content_of(suggestion.draft["form"], base=suggestion.base)
    except ValueError as error:
        raise WrongStage(str(error)) from error


def photos_back(suggestion: Any) -> str:
    """After adding photos: to checking and sending."""
    return reverse("proposals:propose_step", args=[suggestion.pk, 4])


def may_change(user: Any, page: Page) -> Verdict:
    record = getattr(page, "record", None)
    return can_change_text(user, record) if record is not None else YES


def asks_owners(author: Any, page: Page) -> bool:
    """The text of a proposal belongs to its authors."""
    record = getattr(page, "record", None)
    return record is not None and asks_authors(author, record)


def register_targets() -> None:
    register(
        Target(
            kind=NEW_PROPOSAL,
            label=_("New proposal"),
            model=ProposalPage,
            create=create,
            check=check,
            check_sent=check_call,
            after=after,
            edit_url=edit_url,
            photos_back=photos_back,
            parent=default_call,
            preview=preview,
            beside=reviewing.beside,
            phrase=reviewing.phrase,
        )
    )
    register(
        Target(
            kind="change",
            label=_("Change to a proposal"),
            model=ProposalPage,
            check=check,
            may_change=may_change,
            asks_owners=asks_owners,
            put_before_owners=put_before_authors,
            panel=amending.panel,
            story=amending.story,
            edit_url=edit_url,
            drafted=drafted,
            photos_back=photos_back,
            preview=preview,
        )
    )
