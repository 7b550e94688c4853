"""What a production site must not start with, each as one sentence that says which."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError

from policywiki.accounts.queries import staff_without_second_factor

DEMO_DOMAIN = "demo.policywiki.invalid"
SHORTEST_KEY = 40


def unsafe_settings() -> list[str]:
    """Sentences for settings that must not be used in production; empty when all is well."""
    found = []
    if settings.DEBUG:
        found.append("DEBUG is on: unset it.")
    key = settings.SECRET_KEY or ""
    if len(key) < SHORTEST_KEY or "development" in key or key.startswith("django-insecure"):
        found.append("SECRET_KEY is missing, short or a default: set a random one of 50 characters.")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS is empty or open: name the hosts of the site.")
    if not settings.STAFF_SECOND_FACTOR:
        found.append("STAFF_SECOND_FACTOR is off: staff must sign in with a second factor.")
    if getattr(settings, "DEMO_ACCOUNTS", False):
        found.append("DEMO_ACCOUNTS is on: never in production.")
    return found


def unsafe_people() -> list[str]:
    """Demo accounts and staff without a second factor in the database; empty before the first migration."""
    try:
        demo = list(
            get_user_model()
            .objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True)
            .values_list("email", flat=True)
        )
        found = [f"Demo account {email} is active: run `manage.py remove_demo_accounts`." for email in demo]
        staff = staff_without_second_factor().exclude(email__endswith=f"@{DEMO_DOMAIN}")
        found += [f"Staff account {person.email} has no second factor." for person in staff]
    except DatabaseError:
        return []
    return found


def refuse_unsafe_start() -> None:
    """Stop the process, saying each thing that is wrong. Called by wsgi and asgi under production settings."""
    if not getattr(settings, "REFUSE_UNSAFE_START", False):
        return
    if found := unsafe_settings() + unsafe_people():
        raise SystemExit("PolicyWiki does not start:\n- " + "\n- ".join(found))
