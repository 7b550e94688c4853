"""People. A row is never deleted: `erase` blanks it to "former member"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SYSTEM_EMAIL = "system@policywiki.invalid"


class Role(models.TextChoices):
    """The groups of auth.Group, by name. Everybody with an account is a member."""

    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")
    OFFICIAL = "official", _("Official")
    ADMINISTRATOR = "administrator", _("Administrator")


STAFF_ROLES = frozenset({Role.MODERATOR, Role.OFFICIAL, Role.ADMINISTRATOR})
# allauth's kinds of authenticator that count; recovery codes only stand in for one of these.
SECOND_FACTORS = ("totp", "webauthn")


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with this address; without a password they sign in by code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def system(self) -> User:
        """The named user in whose name imports and clocks act."""
        user, _created = self.get_or_create(
            email=SYSTEM_EMAIL, defaults={"display_name": "PolicyWiki", "password": "!", "is_active": False}
        )
        return user


class User(AbstractUser):  # type: ignore[django-manager-missing]  # swapped image and document models
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("public name"), max_length=60, blank=True, help_text=_("Shown with everything you publish.")
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    district = models.ForeignKey(
        "places.District", verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL
    )
    about = models.TextField(_("about me"), blank=True, max_length=600)
    vote_mails = models.BooleanField(
        _("mails about common votes"),
        default=True,
        help_text=_(
            "When proposals you support are put to the vote together, and when a vote you took part in is counted."
        ),
    )
    daily_summary = models.BooleanField(_("a mail each morning about what waits to be checked"), default=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return public_name(self)

    def get_full_name(self) -> str:
        return public_name(self)

    def get_absolute_url(self) -> str:
        return reverse("accounts:profile", args=[self.pk])

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the groups this person is in; one query, kept for the request."""
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def is_moderator(self) -> bool:
        return self.acts_as(Role.MODERATOR, Role.ADMINISTRATOR)

    @property
    def is_official(self) -> bool:
        return self.acts_as(Role.OFFICIAL, Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.acts_as(Role.ADMINISTRATOR)

    def acts_as(self, *roles: str) -> bool:
        """In one of these roles, and able to use it: active, with a second factor where one is asked."""
        has_role = self.is_superuser or bool(self.roles & set(roles))
        return self.is_active and has_role and not self.needs_second_factor

    @property
    def works_here(self) -> bool:
        """Moderator, official or administrator: must have a second factor."""
        return self.is_active and (self.is_superuser or bool(self.roles & STAFF_ROLES))

    @cached_property
    def has_second_factor(self) -> bool:
        """A passkey or an authenticator app; one query, kept for the request."""
        return self.authenticator_set.filter(type__in=SECOND_FACTORS).exists()  # type: ignore[attr-defined]

    @property
    def needs_second_factor(self) -> bool:
        """Works here and has not set up the second factor yet: until then a member like any other."""
        return settings.STAFF_SECOND_FACTOR and self.works_here and not self.has_second_factor


def public_name(user: User) -> str:
    """What others see: the chosen name, "former member" after erasing, never the address."""
    if user.erased_at:
        return gettext("Former member")
    return user.display_name or gettext("Member %(number)d") % {"number": user.pk or 0}


# Django looks for models here.
from .residence.models import InvitationCode, RegisterEntry, Residence  # noqa: E402, F401
