"""Support is counted by text. What stands today is counted from the ledger; past changes asked nobody."""

from __future__ import annotations

from collections import Counter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def count_texts(apps: Any, schema_editor: Any) -> None:
    row_of, text_support = (
        apps.get_model("proposals", "LedgerRow"),
        apps.get_model("proposals", "TextSupport"),
    )
    acts = row_of.objects.filter(counted=True, act__in=["support_given", "support_taken_back"])
    said: dict[tuple[int, str], int] = {}
    for row in acts.order_by("position").iterator(chunk_size=2000):
        said[row.proposal_id, row.voter] = row.edition_id if row.act == "support_given" else 0
    people = Counter((proposal, edition) for (proposal, _voter), edition in said.items() if edition)
    text_support.objects.bulk_create(
        (
            text_support(proposal_id=proposal, edition_id=edition, people=number)
            for (proposal, edition), number in people.items()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0003_newest_first"),
        ("proposals", "0007_doubted_votes"),
    ]

    operations = [
        migrations.AddField(
            model_name="callpage",
            name="reconfirm_days",
            field=models.PositiveIntegerField(
                default=14,
                help_text="When the text changes its supporters are asked; who has not answered by then no longer counts.",
                verbose_name="days in which supporters of an earlier text still count",
            ),
        ),
        migrations.AddField(
            model_name="proposalrecord",
            name="earlier_count",
            field=models.PositiveIntegerField(default=0, verbose_name="supporters of an earlier text"),
        ),
        migrations.AddField(
            model_name="proposalrecord",
            name="lapsed_count",
            field=models.PositiveIntegerField(
                default=0, verbose_name="supporters who were asked too long ago"
            ),
        ),
        migrations.CreateModel(
            name="TextChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asks", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("answer_until", models.DateTimeField()),
                ("over", models.BooleanField(default=False)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_change",
                        to="editions.edition",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_changes",
                        to="proposals.proposalrecord",
                    ),
                ),
            ],
            options={
                "ordering": ["proposal", "edition__number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("asks", True), ("over", False)),
                        fields=["answer_until"],
                        name="questions_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextSupport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveIntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editions.edition"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_supports",
                        to="proposals.proposalrecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "edition"), name="one_count_per_text")
                ],
            },
        ),
        migrations.RunPython(count_texts, migrations.RunPython.noop, elidable=True),
    ]
