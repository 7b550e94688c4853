"""The four roles and what each may do in the admin. Wagtail's own two groups go: they would only confuse."""

from typing import Any

from django.db import migrations

from policywiki.accounts.grants import grant, grant_files, grant_pages

STAFF = ("moderator", "official", "administrator")


def make_roles(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("auth", "Group").objects
    groups.get_or_create(name="member")
    for role in STAFF:
        grant(apps, role, "wagtailadmin.admin", "access_admin")
    for role in ("official", "administrator"):
        grant(apps, role, "moderation.reason", "add", "change", "delete", "view")
        grant_files(apps, role, "add", "change", "choose")
    grant_pages(apps, "administrator", "add", "change", "publish", "bulk_delete", "lock", "unlock")
    # People are never deleted, they are erased; groups are these four.
    grant(apps, "administrator", "accounts.user", "add", "change", "view")
    grant(apps, "administrator", "places.district", "add", "change", "delete", "view")
    grant(apps, "administrator", "wagtailcore.site", "change", "view")
    grant(apps, "administrator", "wagtailcore.collection", "add", "change", "delete")
    grant(apps, "administrator", "wagtailredirects.redirect", "add", "change", "delete", "view")
    groups.filter(name__in=["Moderators", "Editors"], user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
