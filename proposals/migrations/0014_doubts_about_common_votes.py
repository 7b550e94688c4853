"""Signs of fraud look at common votes as they do at votes on one proposal."""

import hashlib
import hmac
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

LENGTH = 32


def name_voters(apps: Any, schema_editor: Any) -> None:
    """Papers get the pseudonym that their rows have had from the beginning (models.votes)."""
    paper_model = apps.get_model("proposals", "Paper")
    for paper in paper_model.objects.select_related("poll").iterator():
        key, message = paper.poll.voting_key.encode(), str(paper.person_id).encode()
        receipt = hmac.new(key, message, hashlib.sha256).hexdigest()[:LENGTH]
        paper.voter = hashlib.sha256(receipt.encode()).hexdigest()[:LENGTH]
        paper.save(update_fields=["voter"])


def of_one_vote() -> models.Q:
    return models.Q(ballot__isnull=False, paper__isnull=True) | models.Q(
        ballot__isnull=True, paper__isnull=False
    )


def about(model: str, field: str, target: str) -> migrations.AlterField:
    kind = migrations.AlterField if field == "ballot" else migrations.AddField
    return kind(
        model_name=model,
        name=field,
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="%(class)ss",
            to=target,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_line_counted_from_its_index"),
        ("proposals", "0013_a_common_vote_is_bound_to_texts"),
    ]

    operations = [
        migrations.AddField(
            "paper", "voter", models.CharField(default="", max_length=32), preserve_default=False
        ),
        migrations.AddField(
            "paper",
            "came_from",
            models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField("paper", "seconds_to_fill", models.FloatField(null=True)),
        migrations.AddField(
            "paper",
            "set_aside_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers_set_aside",
                to="moderation.case",
            ),
        ),
        migrations.AddField("poll", "recounted_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex("paper", models.Index(fields=["poll", "voter"], name="paper_of_voter")),
        migrations.AddIndex("paper", models.Index(fields=["poll", "cast_at"], name="paper_by_time")),
        migrations.AddIndex("paperrow", models.Index(fields=["poll", "voter"], name="rows_of_voter")),
        about("doubt", "ballot", "proposals.ballot"),
        about("doubt", "paper", "proposals.paper"),
        about("objection", "ballot", "proposals.ballot"),
        about("objection", "paper", "proposals.paper"),
        migrations.AddConstraint(
            "doubt", models.CheckConstraint(condition=of_one_vote(), name="a_doubt_is_about_one_vote")
        ),
        migrations.AddConstraint(
            "doubt",
            models.UniqueConstraint(fields=["paper", "sign"], name="a_sign_is_seen_once_on_a_paper"),
        ),
        migrations.AddConstraint(
            "objection",
            models.CheckConstraint(condition=of_one_vote(), name="an_objection_is_about_one_vote"),
        ),
        migrations.AddConstraint(
            "objection",
            models.UniqueConstraint(fields=["paper", "against"], name="one_objection_about_a_paper"),
        ),
        migrations.RunPython(name_voters, migrations.RunPython.noop, elidable=True),
    ]
