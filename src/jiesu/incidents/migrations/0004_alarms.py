import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0003_whole_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutageAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('level', models.CharField(blank=True, max_length=4)),
                ('about', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('facts', models.JSONField(default=dict)),
                ('outage', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='incidents.outage')),
            ],
            options={
                'ordering': ('outage_id', 'id'),
                'constraints': [models.UniqueConstraint(fields=('outage', 'kind', 'level', 'about'), name='outage_alarm_once', nulls_distinct=False)],
            },
        ),
    ]
