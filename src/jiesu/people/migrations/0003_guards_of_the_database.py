"""The audit is only added to; the cache that login limits count in is shared by all processes."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION people_audit_is_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('jiesu.retention', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'people_audit is only added to; nothing was changed';
END $$;
CREATE TRIGGER people_audit_append_only BEFORE UPDATE OR DELETE ON people_audit
  FOR EACH ROW EXECUTE FUNCTION people_audit_is_added_to();
"""
ANYTHING_GOES = """
DROP TRIGGER people_audit_append_only ON people_audit;
DROP FUNCTION people_audit_is_added_to();
"""
CACHE = """
CREATE TABLE people_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX people_cache_expires ON people_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_login_audit_customers")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, ANYTHING_GOES),
        migrations.RunSQL(CACHE, "DROP TABLE people_cache"),
    ]
