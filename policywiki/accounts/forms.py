"""What people type about themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import User
from .names import check_public_name


class SignInForm(LoginForm):
    """Address and, if one was chosen, a password; without it a code is sent."""

    def _setup_password_field(self) -> None:
        password = self.fields["password"]
        password.required = False
        password.label = _("Password (if you chose one)")
        password.help_text = _("Leave it empty and we send you a code of six digits instead.")
        password.widget.is_required = False
        password.widget.attrs.pop("placeholder", None)


class SignUpForm(SignupForm):
    """Address and public name; the code that confirms the address is typed in the next step."""

    display_name = forms.CharField(
        label=_("Public name"),
        max_length=60,
        help_text=_("Shown with everything you publish. It need not be your legal name; you can change it."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ("email", "display_name")

    def clean_display_name(self) -> str:
        return check_public_name(self.cleaned_data["display_name"])


class SettingsForm(forms.ModelForm):
    """What others see of a person, and the language of their mails."""

    language = forms.ChoiceField(label=_("Language of our mails to you"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("display_name", "about", "district", "language", "vote_mails", "daily_summary")
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        if not self.instance.is_moderator:
            del self.fields["daily_summary"]
        self.fields["display_name"].widget.attrs["autocomplete"] = "nickname"

    def clean_display_name(self) -> str:
        return check_public_name(self.cleaned_data["display_name"], person=self.instance)


class LeaveForm(forms.Form):
    """The second of the two steps of leaving: the word that says one means it."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Please tick the box if you really want to leave.")},
    )
