"""Numbers in the places that are looked for stand in brackets, as ``places.py`` writes them now."""

from django.db import migrations

_REWRITE = """
UPDATE incidents_outage SET sought = (
    SELECT jsonb_agg(regexp_replace(place, '{}', '{}', 'g') ORDER BY nth)
      FROM jsonb_array_elements_text(sought) WITH ORDINALITY AS placed(place, nth))
 WHERE sought <> '[]';
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_guards")]
    operations = [
        migrations.RunSQL(
            _REWRITE.format("[0-9]+", r"[\&]"), _REWRITE.format(r"\[([0-9]+)\]", r"\1")
        )
    ]
