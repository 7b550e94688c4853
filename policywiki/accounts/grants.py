"""Giving a role its rights in the admin, for data migrations of any app: names only, no models imported."""

from __future__ import annotations

from typing import Any


def grant(apps: Any, role: str, model: str, *verbs: str) -> None:
    """Give the group `role` the permissions `<verb>_<model>` of "app_label.model"; safe to repeat.

    Makes the permission where Django has not yet done so (it does at the end of all migrations).
    """
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    for verb in verbs:
        group.permissions.add(permission(apps, model, verb))


def grant_pages(apps: Any, role: str, *verbs: str) -> None:
    """Rights over the whole page tree."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    for root in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        for verb in verbs:
            apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
                group=group, page=root, permission=permission(apps, "wagtailcore.page", verb)
            )


def grant_files(apps: Any, role: str, *verbs: str) -> None:
    """Rights over all images and documents."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    for root in apps.get_model("wagtailcore", "Collection").objects.filter(depth=1):
        for model in ("wagtailimages.image", "wagtaildocs.document"):
            for verb in verbs:
                apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                    group=group, collection=root, permission=permission(apps, model, verb)
                )


def permission(apps: Any, model: str, verb: str) -> Any:
    app_label, name = model.split(".")
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name
    )
    codename = verb if "_" in verb else f"{verb}_{name}"
    found, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": f"Can {verb} {name}"}
    )
    return found
