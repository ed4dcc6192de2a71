"""Hours as instants, the versions that rise with every change of a schedule, and partitions of appointments by month.

The rules of a template's wall times (DST gap, the hour that comes twice) are those of domain/zones.planned.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PARTITIONS = """
CREATE FUNCTION ensure_appointment_partitions(p_first date, p_last date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m date;
  made int := 0;
  partition text;
BEGIN
  IF p_first < current_date - 1500 OR p_last > current_date + 1100 THEN
    RAISE EXCEPTION 'partitions are made for four years back and three ahead at most';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_appointment_partitions'));
  FOR m IN SELECT generate_series(date_trunc('month', p_first::timestamp), p_last, interval '1 month')::date LOOP
    partition := 'appointments_' || to_char(m, 'YYYYMM');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF appointments FOR VALUES FROM (%L) TO (%L)', partition,
        m::timestamp AT TIME ZONE 'UTC', (m + interval '1 month')::timestamp AT TIME ZONE 'UTC');
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
ALTER FUNCTION ensure_appointment_partitions OWNER TO clinic_owner;
REVOKE ALL ON FUNCTION ensure_appointment_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_appointment_partitions TO clinic_worker, clinic_admin;
"""

TIMES = """
-- What the templates plan for some people on some days (of each clinic's own calendar), and hours that are added.
-- ``day`` is the day on which it begins. ``kind``: work, block or reserved (both within work).
CREATE FUNCTION work_times(p_resources int[], p_clinics uuid[], p_first date, p_last date)
RETURNS TABLE (resource_id int, clinic_id uuid, day date, kind text, during tstzrange, step smallint, cap smallint,
  types int[], label text, release timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT t.resource_id, t.clinic_id, d.day, t.kind, tstzrange(at.begins, at.ends), t.step, t.cap, t.types, t.label,
    at.begins - make_interval(mins => t.release)
  FROM (SELECT CAST(g AS date) AS day, CAST(EXTRACT(isodow FROM g) AS smallint) AS weekday,
          1 << (CAST(EXTRACT(day FROM g) AS int) - 1) / 7
          | CASE WHEN EXTRACT(month FROM g + interval '7 days') <> EXTRACT(month FROM g) THEN 32 ELSE 0 END AS week
        FROM generate_series(CAST(p_first AS timestamp), CAST(p_last AS timestamp), interval '1 day') g) d
  JOIN template_lines t ON t.resource_id = ANY (p_resources) AND t.weekday = d.weekday
    AND t.clinic_id = ANY (p_clinics) AND (t.weeks = 0 OR t.weeks & d.week <> 0) AND t.valid @> d.day
  JOIN clinics c ON c.id = t.clinic_id
  CROSS JOIN LATERAL (SELECT (d.day + make_interval(mins => t.begins)) AT TIME ZONE c.zone AS begins,
                             (d.day + make_interval(mins => t.ends)) AT TIME ZONE c.zone AS ends) at
  WHERE at.begins < at.ends             -- nothing is left of what lies within a gap
  UNION ALL
  SELECT e.resource_id, e.clinic_id, at.day, 'work', e.during, e.step, e.cap, '{}', e.label, NULL
  FROM schedule_exceptions e
  JOIN clinics c ON c.id = e.clinic_id
  CROSS JOIN LATERAL (SELECT CAST(lower(e.during) AT TIME ZONE c.zone AS date) AS day) at
  WHERE e.kind = 'extra' AND e.resource_id = ANY (p_resources) AND e.clinic_id = ANY (p_clinics)
    AND e.during && tstzrange(p_first - interval '1 day', p_last + interval '2 days')
    AND at.day BETWEEN p_first AND p_last
$$;
-- What takes hours away from some people at some clinics in a time: leave, blocks, and the clinic being closed.
CREATE FUNCTION away_times(p_resources int[], p_clinics uuid[], p_during tstzrange)
RETURNS TABLE (resource_id int, clinic_id uuid, kind text, during tstzrange, label text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT e.resource_id, NULL, e.kind, e.during, e.label
  FROM schedule_exceptions e
  WHERE e.resource_id = ANY (p_resources) AND e.kind IN ('leave', 'block') AND e.during && p_during
  UNION ALL
  SELECT r, e.clinic_id, e.kind, e.during, e.label
  FROM schedule_exceptions e CROSS JOIN unnest(p_resources) r
  WHERE e.clinic_id = ANY (p_clinics) AND e.resource_id IS NULL AND e.during && p_during
$$;
"""

VERSIONS = """
-- In the order of resource and day: two who change the same days wait for each other, and not in a circle. Whoever
-- takes or gives back a time calls this before anything else: what follows is theirs until they commit (ADR 0070).
CREATE FUNCTION raise_days(p_resources int[], p_begins timestamptz[], p_ends timestamptz[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO resource_days AS held (resource_id, day)
  SELECT DISTINCT t.resource, CAST(d AS date)
  FROM unnest(p_resources, p_begins, p_ends) AS t (resource, begins, ends)
  CROSS JOIN LATERAL generate_series(date_trunc('day', t.begins AT TIME ZONE 'UTC'),
                                     (t.ends AT TIME ZONE 'UTC') - interval '1 microsecond', interval '1 day') d
  ORDER BY 1, 2
  ON CONFLICT (resource_id, day) DO UPDATE SET version = held.version + 1
$$;
-- The version of a practitioner's day at a clinic: it rises with each change of what is taken (of the days, by UTC,
-- that any zone's day and what begins in it can touch), of the hours, and of the clinic's closings.
CREATE FUNCTION day_version(p_resource int, p_clinic uuid, p_day date) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT r.hours + c.calendar + CAST(coalesce((SELECT sum(d.version) FROM resource_days d
      WHERE d.resource_id = p_resource AND d.day BETWEEN p_day - 1 AND p_day + 2), 0) AS bigint)
  FROM resources r CROSS JOIN clinics c WHERE r.id = p_resource AND c.id = p_clinic
$$;
CREATE FUNCTION raise_hours(p_resources int[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  UPDATE resources r SET hours = r.hours + 1
  FROM (SELECT id FROM resources WHERE id = ANY (p_resources) ORDER BY id FOR NO KEY UPDATE) held WHERE r.id = held.id
$$;
CREATE FUNCTION raise_by_line() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM raise_hours(ARRAY(SELECT DISTINCT resource_id FROM changed));
  RETURN NULL;
END $$;
CREATE FUNCTION raise_by_exception() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM raise_hours(ARRAY(SELECT DISTINCT resource_id FROM changed WHERE resource_id IS NOT NULL));
  UPDATE clinics c SET calendar = c.calendar + 1
  FROM (SELECT id FROM clinics WHERE id IN (SELECT clinic_id FROM changed WHERE resource_id IS NULL)
        ORDER BY id FOR NO KEY UPDATE) held WHERE c.id = held.id;
  RETURN NULL;
END $$;
-- Its hours are by another wall from then on.
CREATE FUNCTION raise_by_zone() RETURNS trigger
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  NEW.calendar := OLD.calendar + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER raise_by_zone BEFORE UPDATE OF zone ON clinics FOR EACH ROW WHEN (NEW.zone IS DISTINCT FROM OLD.zone)
  EXECUTE FUNCTION raise_by_zone();
"""

LEFT = """
CREATE FUNCTION note_left() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO practitioner_left (clinic_id, resource_id) SELECT clinic_id, resource_id FROM changed
    ON CONFLICT DO NOTHING;
    PERFORM raise_hours(ARRAY(SELECT resource_id FROM changed));
  ELSE
    DELETE FROM practitioner_left l USING changed c WHERE l.clinic_id = c.clinic_id AND l.resource_id = c.resource_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_left AFTER DELETE ON practitioner_clinics
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_left();
CREATE TRIGGER note_back AFTER INSERT ON practitioner_clinics
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_left();
-- Whose visits a clinic has: who works there, and who has left.
CREATE FUNCTION clinic_people(p_clinic uuid) RETURNS TABLE (resource_id int, here boolean)
LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
  SELECT c.resource_id, true FROM practitioner_clinics c WHERE c.clinic_id = p_clinic
  UNION ALL SELECT l.resource_id, false FROM practitioner_left l WHERE l.clinic_id = p_clinic;
END;
"""

_ROWS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
TRIGGERS = {"template_lines": "raise_by_line", "schedule_exceptions": "raise_by_exception"}
FUNCTIONS = (
    "work_times", "away_times", "raise_days", "day_version", "raise_hours", "raise_by_line", "raise_by_exception",
    "note_left", "clinic_people", "raise_by_zone",
)  # fmt: skip


def upgrade() -> None:
    """Make what other migrations' functions go by; nobody but they may call it."""
    run = op.get_bind().connection.driver_connection.execute
    run(PARTITIONS)
    run(TIMES)
    run(VERSIONS)
    run(LEFT)
    for table, function in TRIGGERS.items():
        for event, rows in _ROWS.items():
            run(
                f"CREATE TRIGGER raise_{event.lower()} AFTER {event} ON {table} "
                f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )
    for function in FUNCTIONS:
        run(f"ALTER FUNCTION {function} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    run("SELECT ensure_appointment_partitions(current_date - 62, current_date + 430)")
