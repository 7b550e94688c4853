"""The city's own sign-in (OpenID Connect): new people become members; its word on the district is noted."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from policywiki.places.models import District

from .actions.join import join
from .actions.residence import note_residence
from .models import User

WAY = "openid"


class SocialAdapter(DefaultSocialAccountAdapter):
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """A new person: a member; no public name is taken over, they choose one."""
        sociallogin.user.language = get_language() or ""
        user: User = super().save_user(request, sociallogin, form)
        join(person=user)
        return user

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Of what the city tells us only the address: names of the register are not for the public."""
        user: User = super().populate_user(request, sociallogin, {"email": data.get("email")})
        return user


@receiver(user_logged_in)
def note_district_at_sign_in(
    request: HttpRequest, user: User, sociallogin: Any = None, **kwargs: Any
) -> None:
    if sociallogin is not None:
        _note_district(user, sociallogin.account)


@receiver(social_account_added)
def note_district_when_connected(request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:
    _note_district(sociallogin.user, sociallogin.account)


def _note_district(user: User, account: SocialAccount) -> None:
    """Each time, so that who has moved votes where they live now."""
    said = _claim(account.extra_data, settings.OIDC_DISTRICT_CLAIM)
    code = settings.OIDC_DISTRICTS.get(said, said)
    district = District.objects.filter(code=code).first() if code else None
    if district is not None:
        note_residence(person=user, district=district, way=WAY, now=timezone.now())


def _claim(extra_data: dict[str, Any], name: str) -> str:
    """A claim of the userinfo, else of the ID token."""
    for part in (extra_data.get("userinfo"), extra_data.get("id_token"), extra_data):
        if name and isinstance(part, dict) and part.get(name):
            return str(part[name])
    return ""
