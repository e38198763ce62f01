"""The tally of open cases, and the triggers that keep it in the transaction of every change."""

from django.db import migrations, models

COLUMNS = "organisation, owner, external, repeated, pressed, n"
KIND = """{row}.organisation_id, coalesce({row}.owner_id, 0), {row}.external_source <> '',
         {row}.repeat_no > 1, {row}.record ? 'expedites'"""
OLD, NEW, EACH = (KIND.format(row=row) for row in ("OLD", "NEW", "c"))

KEEP = f"""
CREATE FUNCTION cases_tally_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cases_tally ({COLUMNS}) VALUES ({NEW}, 1);
  RETURN NULL;
END $$;
CREATE FUNCTION cases_tally_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cases_tally ({COLUMNS}) VALUES ({OLD}, -1);
  RETURN NULL;
END $$;
CREATE FUNCTION cases_tally_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cases_tally ({COLUMNS}) VALUES ({OLD}, -1), ({NEW}, 1);
  RETURN NULL;
END $$;
CREATE TRIGGER cases_tally_received AFTER INSERT ON cases_case FOR EACH ROW
  WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION cases_tally_in();
CREATE TRIGGER cases_tally_deleted AFTER DELETE ON cases_case FOR EACH ROW
  WHEN (OLD.closed_at IS NULL) EXECUTE FUNCTION cases_tally_out();
CREATE TRIGGER cases_tally_ended AFTER UPDATE ON cases_case FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION cases_tally_out();
CREATE TRIGGER cases_tally_reopened AFTER UPDATE ON cases_case FOR EACH ROW
  WHEN (OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL) EXECUTE FUNCTION cases_tally_in();
CREATE TRIGGER cases_tally_moved AFTER UPDATE ON cases_case FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NULL AND ({OLD}) IS DISTINCT FROM ({NEW}))
  EXECUTE FUNCTION cases_tally_over();
"""
FILL = f"""
INSERT INTO cases_tally ({COLUMNS})
SELECT {EACH}, count(*) FROM cases_case c WHERE c.closed_at IS NULL GROUP BY 1, 2, 3, 4, 5
"""
LEAVE = """
DROP TRIGGER cases_tally_received ON cases_case;
DROP TRIGGER cases_tally_deleted ON cases_case;
DROP TRIGGER cases_tally_ended ON cases_case;
DROP TRIGGER cases_tally_reopened ON cases_case;
DROP TRIGGER cases_tally_moved ON cases_case;
DROP FUNCTION cases_tally_in(), cases_tally_out(), cases_tally_over();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_evidence")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.BigIntegerField()),
                ("owner", models.BigIntegerField()),
                ("external", models.BooleanField()),
                ("repeated", models.BooleanField()),
                ("pressed", models.BooleanField()),
                ("n", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation"], name="tally_unit"),
                    models.Index(fields=["owner"], name="tally_owner"),
                ],
            },
        ),
        migrations.RunSQL(KEEP, LEAVE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
