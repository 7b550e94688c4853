from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_line_counted_from_its_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="reason",
            name="for_votes",
            field=models.BooleanField(
                default=False,
                help_text="Offered where somebody decides about votes, instead of about a text.",
                verbose_name="for votes",
            ),
        ),
    ]
