"""Where django-allauth asks what PolicyWiki wants: new members, the language of mails, where to go."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import get_language, override

from policywiki.core.context import site_name

from .actions.join import join
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new person: the public name they chose, the language they read, a member."""
        user.display_name = form.cleaned_data.get("display_name", "")
        user.language = get_language() or ""
        super().save_user(request, user, form, commit)
        if commit:
            join(person=user)
        return user

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """In the language of the person the address belongs to, else in that of the page."""
        address = email if isinstance(email, str) else email[0]
        with override(_language_of(address)):
            return super().render_mail(template_prefix, email, {**context, **_site()}, headers)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Whoever has not chosen a language gets mails in the one they sign in with."""
        if not user.language:
            user.language = get_language() or ""
            user.save(update_fields=["language"])
        return super().post_login(request, user, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.is_authenticated and request.user.needs_second_factor:
            return resolve_url("accounts:second_factor")
        return super().get_login_redirect_url(request)


def _site() -> dict[str, str]:
    """Names and addresses in the language that is active, for every mail."""
    home = settings.SITE_BASE_URL.rstrip("/")
    return {
        "site_name": site_name(),
        "site_url": home,
        "sign_in_url": f"{home}{reverse('account_login')}",
        "sign_up_url": f"{home}{reverse('account_signup')}",
    }


def _language_of(address: str) -> str | None:
    found = (
        User.objects.filter(emailaddress__email__iexact=address).values_list("language", flat=True).first()
    )
    if found is None:
        found = User.objects.filter(email__iexact=address).values_list("language", flat=True).first()
    return found or get_language()
