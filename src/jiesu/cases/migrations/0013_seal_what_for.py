"""What a piece of evidence was taken out for: sealed, and no longer beside the codes (§18).

What is sealed already is passed over, so it may be broken off and begun again.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jiesu.kit.sealed import seal_json, unseal_json

_NO_CODE = r"[^A-Za-z0-9_-]|.{25}"
"""What was told as the reason of a look and is none of the list."""


def seal(apps: Apps, editor: BaseDatabaseSchemaEditor | None = None) -> None:
    """Seal what stands in clear."""
    taken = apps.get_model("cases", "EvidenceView").objects.filter(act="export")
    for row in taken.filter(purpose=None).exclude(reason=""):
        row.purpose, row.reason = seal_json(row.reason), ""
        row.save(update_fields=["purpose", "reason"])
    taken.model.objects.filter(act="view", reason__regex=_NO_CODE).update(reason="")
    _settle(editor)


def unseal(apps: Apps, editor: BaseDatabaseSchemaEditor | None = None) -> None:
    """Write it back as it was, for the release before."""
    for row in apps.get_model("cases", "EvidenceView").objects.exclude(purpose=None):
        row.reason = unseal_json(bytes(row.purpose))
        row.save(update_fields=["reason"])
    _settle(editor)


def _settle(editor: BaseDatabaseSchemaEditor | None) -> None:
    """Check now what is checked at the end: no table is altered before."""
    if editor is not None:
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [("cases", "0012_day_notice")]
    operations = [
        migrations.AddField("EvidenceView", "purpose", models.BinaryField(null=True)),
        migrations.RunPython(seal, unseal),
        migrations.AlterField(
            "EvidenceView", "reason", models.CharField(blank=True, max_length=24)
        ),
    ]
