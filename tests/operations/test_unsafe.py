"""Production refuses to start unsafe, and says which."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from policywiki.accounts.models import User
from policywiki.operations import unsafe
from tests.factories.people import UserFactory

ROOT = Path(__file__).resolve().parent.parent.parent
SAFE = {
    "DJANGO_SETTINGS_MODULE": "policywiki.settings.production",
    "SECRET_KEY": "k4" * 30,
    "ALLOWED_HOSTS": "wiki.example.org",
}


def start(folder: Path, **changes: str) -> str:
    """What a web process says on standard error when it is started with these variables."""
    environment = os.environ | SAFE | {"DATA_DIR": str(folder)} | changes
    environment.pop("DATABASE_URL", None)
    code = "import policywiki.wsgi; print('started')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"STAFF_SECOND_FACTOR": "0"}, "STAFF_SECOND_FACTOR"),
    ],
)
def test_unsafe_settings_stop_the_start_by_name(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    output = start(tmp_path, **changes)
    assert "does not start" in output
    assert said in output
    assert "started" not in output


def test_safe_settings_start(tmp_path: Path) -> None:
    assert "started" in start(tmp_path)


@pytest.mark.django_db
def test_demo_accounts_and_staff_without_a_second_factor_are_named() -> None:
    UserFactory(email="member@demo.policywiki.invalid")
    UserFactory(moderator=True, email="mo@example.org")
    UserFactory(email="citizen@example.org")
    found = "\n".join(unsafe.unsafe_people())
    assert "member@demo.policywiki.invalid" in found
    assert "mo@example.org" in found
    assert "citizen@example.org" not in found


@pytest.mark.django_db
def test_the_command_it_names_removes_the_demo_accounts_and_nobody_else() -> None:
    gone = UserFactory(email="member@demo.policywiki.invalid")
    UserFactory(email="citizen@example.org")
    call_command("remove_demo_accounts")
    assert unsafe.unsafe_people() == []
    gone.refresh_from_db()
    assert (gone.is_active, gone.display_name, gone.has_usable_password()) == (False, "", False)
    assert User.objects.get(email="citizen@example.org").is_active
    call_command("remove_demo_accounts")


@pytest.mark.django_db
def test_a_demo_administrator_is_removed_as_soon_as_there_is_another() -> None:
    UserFactory(administrator=True, email="administrator@demo.policywiki.invalid")
    with pytest.raises(CommandError, match="administrator@demo"):
        call_command("remove_demo_accounts")
    UserFactory(administrator=True, email="real@example.org")
    call_command("remove_demo_accounts")
    assert not User.objects.filter(email__startswith="administrator@demo").exists()


@pytest.mark.django_db
def test_the_demo_is_never_built_in_production(settings: Any) -> None:
    settings.REFUSE_UNSAFE_START = True
    with pytest.raises(CommandError):
        call_command("build_demo")
