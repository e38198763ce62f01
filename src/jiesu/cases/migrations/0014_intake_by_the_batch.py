"""What intake writes for each case costs the database less (docs/decisions/0155).

New cases are counted once a statement, and promises are no longer looked up in the cases which the
same statement writes.
"""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "organisation, owner, external, repeated, pressed, n"
EACH = """{row}.organisation_id, coalesce({row}.owner_id, 0), {row}.external_source <> '',
         {row}.repeat_no > 1, {row}.record ? 'expedites'"""
TOGETHER = f"""
DROP TRIGGER cases_tally_received ON cases_case;
CREATE FUNCTION cases_tally_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cases_tally ({COLUMNS})
  SELECT {EACH.format(row="c")}, count(*) FROM fresh c WHERE c.closed_at IS NULL GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_tally_received AFTER INSERT ON cases_case REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION cases_tally_new();
"""
ONE_BY_ONE = """
DROP TRIGGER cases_tally_received ON cases_case;
DROP FUNCTION cases_tally_new();
CREATE TRIGGER cases_tally_received AFTER INSERT ON cases_case FOR EACH ROW
  WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION cases_tally_in();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_seal_what_for")]

    operations = [
        migrations.RunSQL(TOGETHER, ONE_BY_ONE),
        migrations.AlterField(
            model_name="promiserow",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="promises",
                to="cases.case",
            ),
        ),
    ]
