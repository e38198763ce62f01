"""Whoever has or had a part in a case stands among the words that it is found by; weeks do not."""

from django.db import migrations

WEEK = "to_char(c.received_at AT TIME ZONE 'Asia/Shanghai', '\"@\"IYYY\"w\"IW')"
PEOPLE = "ARRAY(SELECT DISTINCT '!' || p.staff_id FROM cases_part p WHERE p.case_id = c.id)"
THERE = f"""
    UPDATE cases_searchtext s
       SET words = ts_delete(s.words, {WEEK}) || array_to_tsvector({PEOPLE})
      FROM cases_case c WHERE c.id = s.case_id
"""  # noqa: S608 - built from constants of this file
BACK = f"""
    UPDATE cases_searchtext s
       SET words = ts_delete(s.words, {PEOPLE}) || array_to_tsvector(ARRAY[{WEEK}])
      FROM cases_case c WHERE c.id = s.case_id
"""  # noqa: S608 - the same


class Migration(migrations.Migration):
    """A million cases take some minutes; searches go on meanwhile."""

    dependencies = (("cases", "0008_kept_pack"),)
    operations = (migrations.RunSQL(THERE, BACK),)
