"""Why a case was looked at in an emergency and what an inspection is for: sealed (§18).

What is sealed already is passed over, so it may be broken off and begun again.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jiesu.kit.sealed import seal_json, unseal_json

COLUMNS = {"BrokenGlass": "reason", "Inspection": "purpose"}


def seal(apps: Apps, editor: BaseDatabaseSchemaEditor | None = None) -> None:
    """Seal what stands in clear."""
    for model, name in COLUMNS.items():
        for row in apps.get_model("people", model).objects.filter(secret=None):
            row.secret = seal_json({name: getattr(row, name)})
            row.save(update_fields=["secret"])
    _settle(editor)


def unseal(apps: Apps, editor: BaseDatabaseSchemaEditor | None = None) -> None:
    """Write it back as it was, for the release before."""
    for model, name in COLUMNS.items():
        for row in apps.get_model("people", model).objects.exclude(secret=None):
            setattr(row, name, unseal_json(bytes(row.secret))[name])
            row.save(update_fields=[name])
    _settle(editor)


def _settle(editor: BaseDatabaseSchemaEditor | None) -> None:
    """Check now what is checked at the end: no table is altered before."""
    if editor is not None:
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [("people", "0008_absence_answer_seen_at")]
    operations = [
        *(
            migrations.AlterField(model, name, models.CharField(max_length=200, default=""))
            for model, name in COLUMNS.items()
        ),
        *(migrations.AddField(m, "secret", models.BinaryField(null=True)) for m in COLUMNS),
        migrations.RunPython(seal, unseal),
        migrations.AlterField("Inspection", "secret", models.BinaryField()),
        *(migrations.RemoveField(model, name) for model, name in COLUMNS.items()),
    ]
