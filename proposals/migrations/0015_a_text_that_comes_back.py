import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0003_newest_first"),
        ("proposals", "0014_doubts_about_common_votes"),
    ]

    operations = [
        migrations.AddField(
            model_name="textchange",
            name="returns_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="editions.edition",
            ),
        ),
    ]
