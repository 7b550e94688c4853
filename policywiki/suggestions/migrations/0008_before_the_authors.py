from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0007_spotted_mistakes")]

    operations = [
        migrations.AlterField(
            model_name="suggestion",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("sent", "Being checked"),
                    ("needs_more", "Needs a little more"),
                    ("published", "Published"),
                    ("not_published", "Not published"),
                    ("withdrawn", "Withdrawn"),
                    ("no_longer_needed", "No longer needed"),
                    ("with_authors", "Its authors decide"),
                    ("declined", "Declined"),
                    ("alternative", "Stands as an alternative"),
                ],
                default="draft",
                max_length=16,
                verbose_name="state",
            ),
        ),
    ]
