"""The database's own guard that what came up with an outage is only added to."""

from django.db import migrations

GUARD = """
CREATE FUNCTION incidents_alarm_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'alarm % of outage % is kept as it is', OLD.id, OLD.outage_id;
END $$;
CREATE TRIGGER incidents_alarm_is_kept BEFORE UPDATE OR DELETE ON incidents_outagealarm
  FOR EACH ROW EXECUTE FUNCTION incidents_alarm_is_kept();
"""
UNGUARD = """
DROP TRIGGER incidents_alarm_is_kept ON incidents_outagealarm;
DROP FUNCTION incidents_alarm_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_alarms")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
