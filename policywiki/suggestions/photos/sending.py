"""Sending a change of photos and nothing else, from the page of the photos itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from policywiki.core.limits import spend
from policywiki.core.verdicts import Refused
from policywiki.suggestions.actions.write import send
from policywiki.suggestions.forms import as_messages
from policywiki.suggestions.models import State, Suggestion
from policywiki.trust.warning import must_ask, warnings

from .changing import in_words

UNSENT = frozenset({State.DRAFT, State.NEEDS_MORE})


def sent_from_here(suggestion: Suggestion) -> bool:
    """Nothing but photos changes, so there is no other form to send it from."""
    if suggestion.kind != "change" or suggestion.draft or suggestion.state not in UNSENT:
        return False
    version = suggestion.latest
    return version is None or version.content == version.base


def send_photos(request: HttpRequest, suggestion: Suggestion) -> dict[str, Any]:
    """Send it to be checked. What stands in the way, for the page to show (errors, personal, asks); empty when sent."""
    if must_ask(warned := warnings(suggestion.photo_texts), request.POST):
        return {"personal": warned, "asks": True}
    spend(request, "suggestion")
    try:
        send(
            suggestion=suggestion,
            author=request.user,
            content=suggestion.base,
            summary=in_words(suggestion),
            district=suggestion.district,
            now=timezone.now(),
        )
    except ValidationError as error:
        return {"errors": as_messages(error)}
    except Refused as refusal:
        return {"errors": [str(refusal.message)]}
    return {}
