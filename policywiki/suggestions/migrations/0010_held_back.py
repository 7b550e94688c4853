"""A version that was due but overlaps with what was published meanwhile is held back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0009_photos"),
        ("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftoverlap",
            name="held",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="draftoverlap",
            name="held_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="draftoverlap",
            name="due_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When it was to go live; empty where a workflow ended.",
                null=True,
            ),
        ),
    ]
