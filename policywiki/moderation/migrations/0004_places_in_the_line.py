"""What waits keeps its place, authors keep their record, and administrators say who looks after what."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import Count, F, Q

from policywiki.accounts.grants import grant


def fill(apps: Any, schema_editor: Any) -> None:
    case = apps.get_model("moderation", "Case").objects
    case.filter(counts_from=None).update(counts_from=F("opened_at"))
    case.filter(claimed_until=None).exclude(claimed_at=None).update(
        claimed_until=F("claimed_at") + timedelta(hours=2)
    )
    written = case.exclude(kind="comment_flag").filter(state="closed").values("author_id")
    apps.get_model("moderation", "TrackRecord").objects.bulk_create(
        apps.get_model("moderation", "TrackRecord")(
            person_id=row["author_id"], published=row["yes"], not_published=row["no"]
        )
        for row in written.annotate(
            yes=Count("pk", filter=Q(decision="publish")), no=Count("pk", filter=Q(decision="not_published"))
        )
    )


def give(apps: Any, schema_editor: Any) -> None:
    grant(apps, "administrator", "moderation.reviewerscope", "add", "change", "delete", "view")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_desk"), ("accounts", "0002_roles")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
