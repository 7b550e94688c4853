"""The same rules as system checks, so that every management command says them too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from .unsafe import unsafe_people, unsafe_settings


@register(Tags.security)
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not getattr(settings, "REFUSE_UNSAFE_START", False):
        return []
    return [Error(line, id="policywiki.E001") for line in unsafe_settings()]


@register(Tags.security, deploy=True)
def check_people(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not getattr(settings, "REFUSE_UNSAFE_START", False):
        return []
    return [Error(line, id="policywiki.E002") for line in unsafe_people()]
