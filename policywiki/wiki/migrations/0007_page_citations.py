import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0003_newest_first"),
        ("wiki", "0006_usefulness"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("block", models.CharField(max_length=36)),
                ("source", models.BigIntegerField(db_index=True)),
                ("anchor", models.CharField(blank=True, max_length=100)),
                ("place", models.CharField(blank=True, max_length=255)),
                ("anchor_now", models.CharField(blank=True, max_length=100)),
                ("place_now", models.CharField(blank=True, max_length=255)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("as_cited", "As it was cited"),
                            ("changed", "Changed since it was cited"),
                            ("gone", "No longer there"),
                        ],
                        default="as_cited",
                        max_length=12,
                    ),
                ),
                ("quote_stands", models.BooleanField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations_kept",
                        to="wiki.knowledgepage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("page", "block"), name="one_row_per_citation")
                ],
            },
        ),
    ]
