"""The number sequence, and the database's own guard that a ledger is only added to."""

from django.db import migrations

SEQUENCE = "CREATE SEQUENCE cases_number INCREMENT 100 START 100"

GUARD = """
CREATE FUNCTION cases_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'ledger entry % of case % is kept for good', OLD.seq, OLD.case_id;
  END IF;
  IF (NEW.case_id, NEW.seq, NEW.verb, NEW.at, NEW.by_kind, NEW.by_staff_id, NEW.machine,
      NEW.proceeding, NEW.to_state, NEW.facts, NEW.commitment, NEW.hash)
     IS DISTINCT FROM
     (OLD.case_id, OLD.seq, OLD.verb, OLD.at, OLD.by_kind, OLD.by_staff_id, OLD.machine,
      OLD.proceeding, OLD.to_state, OLD.facts, OLD.commitment, OLD.hash)
  THEN
    RAISE EXCEPTION 'ledger entry % of case % cannot be edited', OLD.seq, OLD.case_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_entry_is_kept BEFORE UPDATE OR DELETE ON cases_entry
  FOR EACH ROW EXECUTE FUNCTION cases_entry_is_kept();
"""

UNGUARD = """
DROP TRIGGER cases_entry_is_kept ON cases_entry;
DROP FUNCTION cases_entry_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(SEQUENCE, "DROP SEQUENCE cases_number"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
