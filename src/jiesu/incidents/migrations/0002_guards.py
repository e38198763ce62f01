"""The database's own guard that the turns of an outage are only added to."""

from django.db import migrations

GUARD = """
CREATE FUNCTION incidents_turn_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'turn % of outage % is kept as it is', OLD.seq, OLD.outage_id;
END $$;
CREATE TRIGGER incidents_turn_is_kept BEFORE UPDATE OR DELETE ON incidents_outageturn
  FOR EACH ROW EXECUTE FUNCTION incidents_turn_is_kept();
"""
UNGUARD = """
DROP TRIGGER incidents_turn_is_kept ON incidents_outageturn;
DROP FUNCTION incidents_turn_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
