"""Officials and administrators edit the instruction and the rules."""

from typing import Any

from django.db import migrations

from policywiki.accounts.grants import grant


def give(apps: Any, schema_editor: Any) -> None:
    for role in ("official", "administrator"):
        grant(apps, role, "trust.cityinstruction", "change", "view")
        grant(apps, role, "trust.trustrule", "add", "change", "view")
        grant(apps, role, "trust.holdingrule", "add", "change", "view")


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_trust_and_safety"), ("accounts", "0002_roles")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
