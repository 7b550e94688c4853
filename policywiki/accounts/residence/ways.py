"""The ways to prove where one lives. A city adds its own: a class with these five names, and `offer()` it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import NotAllowed
from policywiki.places.models import District

from .digests import code_digest, register_digest
from .models import InvitationCode, RegisterEntry, residence_key


class Way(Protocol):
    """`prove` returns the district, or raises NotAllowed with a sentence for the person.

    It is called inside a transaction and uses the proof up for this person.
    """

    name: str
    label: Any
    form: Any

    def is_open(self) -> bool: ...

    def prove(self, *, person: Any, data: dict[str, Any], now: datetime) -> District: ...


class InvitationForm(forms.Form):
    code = forms.CharField(
        label=_("Code from your letter"),
        max_length=40,
        help_text=_("Twelve letters and digits; hyphens and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ByInvitation:
    """A code that came by post to an address in the district."""

    name = "invitation"
    label = _("With a code from a letter")
    form = InvitationForm

    def is_open(self) -> bool:
        return InvitationCode.objects.exists()

    def prove(self, *, person: Any, data: dict[str, Any], now: datetime) -> District:
        digest = code_digest(data["code"], key=residence_key())
        return _use_up(
            InvitationCode, digest, person, now, _("This code is not valid, or has been used already.")
        )


class RegisterForm(forms.Form):
    number = forms.CharField(
        label=_("Number of your identity card"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    born = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}))


class ByRegister:
    """Number and date of birth, as the city's register has them."""

    name = "register"
    label = _("With your identity card")
    form = RegisterForm

    def is_open(self) -> bool:
        return RegisterEntry.objects.exists()

    def prove(self, *, person: Any, data: dict[str, Any], now: datetime) -> District:
        digest = register_digest(
            data["number"], data["born"], salt=settings.REGISTER_SALT, key=residence_key()
        )
        sentence = _("The register has no such entry, or another account has used it already.")
        return _use_up(RegisterEntry, digest, person, now, sentence)


_ways: dict[str, Way] = {}


def offer(way: Way) -> None:
    """Offering a name again replaces it."""
    _ways[way.name] = way


def open_ways() -> list[Way]:
    """Those that this city has filled, in the order they were offered."""
    return [way for way in _ways.values() if way.is_open()]


def way_named(name: str) -> Way | None:
    return next((way for way in open_ways() if way.name == name), None)


def _use_up(model: Any, digest: str, person: Any, now: datetime, sentence: Any) -> District:
    """Whoever proved it before may prove it again; nobody else may."""
    proof = model.objects.select_for_update().filter(digest=digest).first()
    unused = proof is not None and model.objects.unused(now).filter(pk=proof.pk).exists()
    if proof is None or not (unused or proof.used_by_id == person.pk):
        raise NotAllowed(sentence)
    proof.used_by = person
    proof.save(update_fields=["used_by"])
    return proof.district


offer(ByInvitation())
offer(ByRegister())
