from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_proved_residence"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="vote_mails",
            field=models.BooleanField(
                default=True,
                help_text="When proposals you support are put to the vote together, and when a vote you took part in is counted.",
                verbose_name="mails about common votes",
            ),
        ),
    ]
