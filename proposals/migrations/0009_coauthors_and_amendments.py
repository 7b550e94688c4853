import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("suggestions", "0008_before_the_authors"),
        ("proposals", "0008_support_bound_to_the_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="callpage",
            name="proposer_days",
            field=models.PositiveIntegerField(
                default=14,
                help_text="After that the co-authors may answer too. 0: they may from the beginning.",
                verbose_name="days in which the proposer alone answers a suggested change",
            ),
        ),
        migrations.AddField(
            model_name="callpage",
            name="amendment_days",
            field=models.PositiveIntegerField(
                default=28, verbose_name="days after which an unanswered change stands as an alternative text"
            ),
        ),
        migrations.AddField(
            model_name="callpage",
            name="alternatives_to_vote",
            field=models.BooleanField(
                default=True,
                help_text="Where this call has a vote, people then vote on each of them too.",
                verbose_name="alternative texts go to the vote",
            ),
        ),
        migrations.AddField(
            model_name="proposalrecord",
            name="alternative_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="alternatives",
                to="proposals.proposalrecord",
                verbose_name="alternative text to",
            ),
        ),
        migrations.CreateModel(
            name="CoAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coauthored",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coauthors",
                        to="proposals.proposalrecord",
                    ),
                ),
            ],
            options={
                "ordering": ["invited_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "person"), name="one_coauthorship")
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("put_at", models.DateTimeField()),
                ("proposer_until", models.DateTimeField()),
                ("open_until", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                ("coauthors_told", models.BooleanField(default=False)),
                (
                    "carried",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_from",
                        to="proposals.proposalrecord",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="proposals.proposalrecord",
                    ),
                ),
                (
                    "suggestion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendment",
                        to="suggestions.suggestion",
                    ),
                ),
            ],
            options={"ordering": ["-put_at", "-pk"]},
        ),
    ]
