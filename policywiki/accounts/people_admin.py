"""The forms by which administrators invite people and give them roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from .models import Role, User

FIELDS = ("email", "display_name", "groups", "is_superuser")


class RolesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group: Any) -> str:
        return str(Role(group.name).label) if group.name in Role.values else str(group.name)


class PeopleFormMixin:
    """No first and last name, no password: people sign in by a code, and choose a password themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Superusers are made at the command line only; nobody makes one here by ticking a box.
        for name in ("first_name", "last_name", "is_superuser"):
            self.fields.pop(name, None)  # type: ignore[attr-defined]
        groups = self.fields["groups"]  # type: ignore[attr-defined]
        self.fields["groups"] = RolesField(  # type: ignore[attr-defined]
            queryset=groups.queryset.order_by("pk"),
            label=_("Roles"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Moderators check what people send; officials answer; administrators run the site."),
        )


class PersonCreationForm(PeopleFormMixin, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields: ClassVar[Any] = FIELDS
        widgets: ClassVar[Any] = {"groups": forms.CheckboxSelectMultiple}

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(PeopleFormMixin, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields: ClassVar[Any] = (*FIELDS, "is_active")
        widgets: ClassVar[Any] = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who can change an address can sign in as that person, and vote: only they do it themselves.
        self.fields["email"].disabled = True


class PeopleViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        return PersonEditForm if for_update else PersonCreationForm
