"""A member's consent to belong to a group."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="groupmember",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
