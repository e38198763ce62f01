from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0007_stand_ins_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name="absence",
            name="answer_seen_at",
            field=models.DateTimeField(null=True),
        ),
    ]
