"""What every template may use: the site's name, the other language's address of this page, preferences."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, gettext

OTHER_LANGUAGE = {"zh-hans": ("en", "English"), "en": ("zh-hans", "中文")}


def site(request: HttpRequest) -> dict[str, Any]:
    """site_name, other_language (code, name, url), theme ("", "light", "dark"), text_size ("" or "large")."""
    code, name = OTHER_LANGUAGE.get(get_language() or "", ("en", "English"))
    return {
        "site_name": site_name(),
        "other_language": {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)},
        "theme": _choice(request, "theme", ("light", "dark")),
        "text_size": _choice(request, "text_size", ("large",)),
        "development": settings.DEBUG,
        "city_sign_in": settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else "",
    }


def site_name() -> str:
    """What this city calls its site; also in mails, where no page is."""
    return settings.SITE_NAME or gettext("Qingshi Policy Wiki")


def _choice(request: HttpRequest, cookie: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(cookie, "")
    return value if value in allowed else ""
