"""What consoles are told of schedules: the versions of what they watch, and whatever else changes their cards.

Bookings say themselves what they have changed (``schedule_changes``). Of hours and of patients the database tells the
hubs (channel ``clinic_desk``), whoever changed them; a booking never does, for commits that tell wait for each other.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

READING = """
-- The columns that show some times of some people, in each clinic where they work, with the versions that these have
-- by now: to be asked for after ``raise_days``, in its transaction. Volatile: it must see what that has just raised.
-- A row of practitioner 0 is a clinic's waitlist, when that has changed in this transaction, or when slots of these
-- times stand proposed there (the list is raised for that; whose list another has in hand, raises it himself: nobody
-- waits for that). Its day means nothing.
CREATE FUNCTION schedule_changes(p_resources int[], p_begins timestamptz[], p_ends timestamptz[])
RETURNS TABLE (clinic_id uuid, day date, practitioner int, version bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH times AS MATERIALIZED (
    SELECT t.resource, t.begins, t.ends FROM unnest(p_resources, p_begins, p_ends) AS t (resource, begins, ends)
  ), days AS (
    SELECT DISTINCT pc.clinic_id, CAST(g AS date) AS day, pc.resource_id
    FROM times t
    JOIN (SELECT w.resource_id, w.clinic_id FROM practitioner_clinics w
      UNION ALL SELECT l.resource_id, l.clinic_id FROM practitioner_left l) pc ON pc.resource_id = t.resource
    JOIN clinics c ON c.id = pc.clinic_id
    CROSS JOIN LATERAL (SELECT CAST(t.begins AT TIME ZONE c.zone AS date) AS first,
      CAST((t.ends - interval '1 microsecond') AT TIME ZONE c.zone AS date) AS last) at
    -- Hours that began the day before and cross midnight are in that day's column.
    CROSS JOIN LATERAL (SELECT CAST(
      EXISTS (SELECT FROM template_lines l WHERE l.resource_id = t.resource AND l.clinic_id = c.id AND l.ends > 1440)
      OR EXISTS (SELECT FROM schedule_exceptions e WHERE e.resource_id = t.resource AND e.kind = 'extra'
        AND e.clinic_id = c.id AND e.during && tstzrange(t.begins, t.ends)
        AND CAST(lower(e.during) AT TIME ZONE c.zone AS date) < at.first) AS int) AS days) before
    CROSS JOIN LATERAL generate_series(CAST(at.first - before.days AS timestamp), CAST(at.last AS timestamp),
      interval '1 day') g
    ORDER BY 2, 1, 3
    LIMIT 1000                          -- a leave of years: the hubs find the rest by comparing
  ), raised AS (
    UPDATE clinics c SET waiting = c.waiting + 1
    FROM (SELECT x.id FROM clinics x WHERE x.id IN (
        SELECT w.clinic_id FROM times t
        JOIN waitlist_offers f ON f.resource_id = t.resource AND NOT f.passed AND f.begins < t.ends
          AND f.begins > t.begins - interval '12 hours' AND f.ends > t.begins
        JOIN waitlist w ON w.id = f.waiting_id AND w.state = 'waiting')
      FOR NO KEY UPDATE SKIP LOCKED) held
    WHERE c.id = held.id RETURNING c.id, c.waiting
  )
  SELECT d.clinic_id, d.day, d.resource_id, day_version(d.resource_id, d.clinic_id, d.day) FROM days d
  UNION ALL
  SELECT r.id, current_date, 0, r.waiting FROM raised r
  UNION ALL
  SELECT c.id, current_date, 0, c.waiting FROM clinics c
  WHERE c.id IN (SELECT d.clinic_id FROM days d) AND c.xmin = CAST(pg_current_xact_id() AS xid)
$$;
-- For a hub: of the days (and, where the day is empty, waitlists) that are watched there, all versions of those whose
-- print is another than it was; in one statement for all. A version is that of day_version. Nobody in a clinic: a row
-- without a practitioner.
CREATE FUNCTION schedule_watched(p_clinics uuid[], p_days date[], p_prints bigint[])
RETURNS TABLE (place int, practitioner int, version bigint, print bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH watched AS (
    SELECT CAST(t.place AS int) AS place, t.clinic, t.day, t.print
    FROM unnest(p_clinics, p_days, p_prints) WITH ORDINALITY AS t (clinic, day, print, place)
  ), versions AS MATERIALIZED (
    SELECT w.place, r.id AS practitioner, r.hours + c.calendar + d.taken AS version
    FROM watched w
    JOIN clinics c ON c.id = w.clinic
    CROSS JOIN LATERAL clinic_people(w.clinic) pc
    JOIN resources r ON r.id = pc.resource_id
    CROSS JOIN LATERAL (SELECT CAST(coalesce(sum(d.version), 0) AS bigint) AS taken FROM resource_days d
      WHERE d.resource_id = r.id AND d.day BETWEEN w.day - 1 AND w.day + 2) d
    WHERE w.day IS NOT NULL
    UNION ALL
    SELECT w.place, 0, c.waiting FROM watched w JOIN clinics c ON c.id = w.clinic WHERE w.day IS NULL
  ), prints AS (
    SELECT v.place, bit_xor(hashint8extended(v.version, v.practitioner)) AS print FROM versions v GROUP BY v.place
  )
  SELECT w.place, v.practitioner, v.version, coalesce(p.print, 0)
  FROM watched w
  LEFT JOIN prints p ON p.place = w.place
  LEFT JOIN versions v ON v.place = w.place
  WHERE coalesce(p.print, 0) IS DISTINCT FROM w.print
  ORDER BY w.place
$$;
"""

TELLING = """
CREATE FUNCTION tell_desk() RETURNS trigger
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('clinic_desk', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tell_hours AFTER UPDATE OF hours, active ON resources FOR EACH STATEMENT EXECUTE FUNCTION tell_desk();
CREATE TRIGGER tell_calendar AFTER UPDATE OF calendar ON clinics FOR EACH STATEMENT EXECUTE FUNCTION tell_desk();
CREATE TRIGGER tell_people AFTER INSERT OR DELETE ON practitioner_clinics
  FOR EACH STATEMENT EXECUTE FUNCTION tell_desk();
"""

PATIENTS = """
-- Whom a transaction under way has changed; nobody else ever sees these rows. What that raises is found when it
-- commits, not before: by then a visit may have been booked or moved, and an import changes many patients one after
-- the other. Whoever raises days twice in a transaction can wait in a circle with a booking (ADR 0075).
CREATE UNLOGGED TABLE schedule_touched (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  patients uuid[] NOT NULL
);
CREATE INDEX schedule_touched_xid ON schedule_touched (xid);       -- a transaction's own, at its end
CREATE FUNCTION touch_by_patient() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO schedule_touched (patients)
  SELECT found.patients FROM (
    SELECT array_agg(n.id) AS patients FROM changed n JOIN replaced o ON o.id = n.id
    WHERE (n.version, n.mrn, n.name, n.name_latin, n.name_kana, n.born, n.sex, n.alert_kinds, n.deceased,
           n.interpreter, n.restriction)
      IS DISTINCT FROM (o.version, o.mrn, o.name, o.name_latin, o.name_kana, o.born, o.sex, o.alert_kinds, o.deceased,
           o.interpreter, o.restriction)) found
  WHERE found.patients IS NOT NULL;
  RETURN NULL;
END $$;
-- In the order of every booking: patients, days, clinics.
CREATE FUNCTION raise_touched() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  touched uuid[];
  raised int;
  listed int;
BEGIN
  WITH gone AS (DELETE FROM schedule_touched WHERE xid = pg_current_xact_id() RETURNING patients)
  SELECT array_agg(DISTINCT p ORDER BY p) INTO touched FROM gone g, unnest(g.patients) p;
  IF touched IS NULL THEN
    RETURN NULL;                        -- the first of them has done it for all
  END IF;
  INSERT INTO resource_days AS held (resource_id, day)
  SELECT DISTINCT r.id, CAST(a.begins AT TIME ZONE 'UTC' AS date)
  FROM unnest(touched) t (patient_id)
  JOIN appointments a ON a.patient_id = t.patient_id AND a.begins >= now() - interval '1 day'
  JOIN resources r ON r.id = ANY (a.resource_id || a.others) AND r.kind = 'practitioner'
  ORDER BY 1, 2
  ON CONFLICT (resource_id, day) DO UPDATE SET version = held.version + 1;
  GET DIAGNOSTICS raised = ROW_COUNT;
  UPDATE clinics c SET waiting = c.waiting + 1
  FROM (SELECT id FROM clinics WHERE id IN (SELECT w.clinic_id FROM unnest(touched) t (patient_id)
          JOIN waitlist w ON w.patient_id = t.patient_id AND w.state = 'waiting')
        ORDER BY id FOR NO KEY UPDATE) held
  WHERE c.id = held.id;
  GET DIAGNOSTICS listed = ROW_COUNT;
  IF raised + listed > 0 THEN
    PERFORM pg_notify('clinic_desk', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER touch_schedule AFTER UPDATE ON patients REFERENCING NEW TABLE AS changed OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION touch_by_patient();
CREATE CONSTRAINT TRIGGER raise_touched AFTER INSERT ON schedule_touched DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION raise_touched();
ALTER TABLE schedule_touched OWNER TO clinic_owner;
ALTER TABLE schedule_touched ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule_touched FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON schedule_touched TO clinic_definer;
"""

RIGHTS = """
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['schedule_changes', 'schedule_watched', 'tell_desk', 'touch_by_patient', 'raise_touched']
  LOOP
    EXECUTE format('ALTER FUNCTION %I OWNER TO clinic_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', f);
  END LOOP;
END $$;
-- The hub itself asks, for what each watcher was let into.
GRANT EXECUTE ON FUNCTION schedule_watched TO clinic_live;
"""


def upgrade() -> None:
    """Make the functions and triggers."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (READING, TELLING, PATIENTS, RIGHTS):
        run(part)
