"""Days of a schedule as they are looked at, and as free slots are made of them; each in one statement.

A day of a clinic owns the visits that begin in it; whatever work reaches into it is whole in it (domain/schedule.py).
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

HOURS = """
-- The first instant that a zone's calendar shows a day: where midnight comes twice, the earlier one.
CREATE FUNCTION day_begins(p_zone text, p_day date) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN CAST((CAST(p_day AS timestamp) AT TIME ZONE p_zone - interval '1 hour') AT TIME ZONE p_zone AS date) = p_day
  THEN CAST(p_day AS timestamp) AT TIME ZONE p_zone - interval '1 hour'
  ELSE CAST(p_day AS timestamp) AT TIME ZONE p_zone END;
-- Hours of some people's days (two lists side by side) as JSON, each whole: a night's are in two days. ``reach``: so
-- far the work goes that a visit of the day can be in. Who is not active, or has left the clinic, has none.
CREATE FUNCTION days_hours(p_clinic uuid, p_resources int[], p_days date[])
RETURNS TABLE (resource_id int, day date, begins timestamptz, ends timestamptz, reach timestamptz, work json,
  reserved json, blocked json)
LANGUAGE sql STABLE ROWS 20 SET search_path = public, pg_temp AS $$
  WITH wanted AS MATERIALIZED (
    SELECT w.resource_id, w.day, day_begins(c.zone, w.day) AS begins, day_begins(c.zone, w.day + 1) AS ends
    FROM clinics c CROSS JOIN unnest(p_resources, p_days) AS w (resource_id, day) WHERE c.id = p_clinic
  ), planned AS MATERIALIZED (
    SELECT t.* FROM work_times(
      ARRAY(SELECT r.id FROM resources r JOIN practitioner_clinics c ON c.resource_id = r.id
        WHERE r.id = ANY (p_resources) AND r.active AND c.clinic_id = p_clinic), ARRAY[p_clinic],
      (SELECT min(w.day) - 1 FROM wanted w), (SELECT max(w.day) + 1 FROM wanted w)) t
  ), away AS MATERIALIZED (
    SELECT t.* FROM away_times(ARRAY(SELECT DISTINCT w.resource_id FROM wanted w), ARRAY[p_clinic],
      (SELECT tstzrange(min(w.begins), max(w.ends) + interval '12 hours') FROM wanted w)) t
  ), reaching AS MATERIALIZED (
    SELECT w.*, least(w.ends + interval '12 hours', greatest(w.ends, (
      SELECT max(upper(t.during)) FROM planned t
      WHERE t.resource_id = w.resource_id AND t.kind = 'work' AND lower(t.during) <= w.ends
        AND upper(t.during) > w.begins))) AS reach
    FROM wanted w
  )
  SELECT w.resource_id, w.day, w.begins, w.ends, w.reach, coalesce(h.work, '[]'), coalesce(h.reserved, '[]'),
    coalesce(b.blocked, '[]')
  FROM reaching w
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('begins', ms(lower(t.during)), 'ends', ms(upper(t.during)), 'step', t.step,
        'cap', t.cap, 'types', t.types) ORDER BY t.during)
        FILTER (WHERE t.kind = 'work' AND lower(t.during) <= w.ends) AS work,
      json_agg(json_build_object('begins', ms(lower(t.during)), 'ends', ms(upper(t.during)), 'label', t.label,
        'release', ms(t.release), 'types', t.types) ORDER BY t.during)
        FILTER (WHERE t.kind = 'reserved' AND lower(t.during) < w.reach) AS reserved
    FROM planned t WHERE t.resource_id = w.resource_id AND upper(t.during) > w.begins) h
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('begins', ms(lower(t.during)), 'ends', ms(upper(t.during)), 'kind', t.kind,
        'label', t.label) ORDER BY t.during, t.kind) AS blocked
    FROM (
      SELECT a.during, a.kind, a.label FROM away a WHERE a.resource_id = w.resource_id
      UNION ALL
      SELECT p.during, p.kind, p.label FROM planned p WHERE p.resource_id = w.resource_id AND p.kind = 'block') t
    WHERE upper(t.during) > w.begins AND lower(t.during) < w.reach) b
$$;
"""

POOLS = """
-- Whom a type of visits takes beside a practitioner: for each need all who can serve it, each lane of a room by
-- itself; ``member`` tells them apart. A visit takes the first that is free, by ``id`` and ``lane``.
CREATE FUNCTION pool_members(p_clinic uuid, p_type int, p_resource int)
RETURNS TABLE ("position" smallint, id int, lane int, member int, kind text, version int)
LANGUAGE sql STABLE ROWS 20 SET search_path = public, pg_temp AS $$
  SELECT n.position, r.id, lane, r.id * 20 + lane, r.kind, r.version
  FROM visit_needs n
  JOIN resources r ON r.clinic_id = p_clinic AND r.kind = n.kind AND r."group" = n."group" AND r.active
  CROSS JOIN generate_series(0, r.capacity - 1) lane
  WHERE n.type_id = p_type AND n.kind <> 'practitioner'
  UNION ALL
  SELECT n.position, r.id, 0, r.id * 20, r.kind, r.version
  FROM visit_needs n
  JOIN practitioner_specialties s ON s.specialty_id = n.specialty_id
  JOIN practitioner_clinics c ON c.resource_id = s.resource_id AND c.clinic_id = p_clinic
  JOIN resources r ON r.id = s.resource_id AND r.active
  WHERE n.type_id = p_type AND n.kind = 'practitioner' AND r.id <> p_resource
$$;
-- When the colleagues among them cannot be had: outside their hours, or away. What their hours are kept for counts
-- for their own visits alone.
CREATE FUNCTION colleagues_away(p_clinic uuid, p_type int, p_colleagues int[], p_begins timestamptz,
  p_ends timestamptz)
RETURNS TABLE (resource_id int, during tstzrange, until timestamptz)
LANGUAGE sql STABLE ROWS 50 SET search_path = public, pg_temp AS $$
  WITH planned AS MATERIALIZED (
    SELECT t.* FROM work_times(p_colleagues, ARRAY[p_clinic], CAST(p_begins AT TIME ZONE 'UTC' AS date) - 2,
      CAST(p_ends AT TIME ZONE 'UTC' AS date) + 1) t
    WHERE t.during && tstzrange(p_begins, p_ends)
  )
  SELECT c, gap, CAST(NULL AS timestamptz)
  FROM unnest(p_colleagues) c
  CROSS JOIN LATERAL unnest(tstzmultirange(tstzrange(p_begins, p_ends)) - coalesce((
    SELECT range_agg(t.during) FROM planned t WHERE t.resource_id = c AND t.kind = 'work'), '{}')) gap
  UNION ALL
  SELECT t.resource_id, t.during, NULL FROM planned t WHERE t.kind = 'block'
  UNION ALL
  SELECT t.resource_id, t.during, NULL FROM away_times(p_colleagues, ARRAY[p_clinic], tstzrange(p_begins, p_ends)) t
$$;
-- The pools of a type from one time to another as JSON, for a visit with a practitioner.
CREATE FUNCTION pools_between(p_clinic uuid, p_type int, p_resource int, p_begins timestamptz, p_ends timestamptz)
RETURNS json LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH members AS MATERIALIZED (SELECT * FROM pool_members(p_clinic, p_type, p_resource)),
  gone AS MATERIALIZED (
    SELECT m.member, o.during, o.until
    FROM (SELECT DISTINCT id, lane, member, kind FROM members) m
    JOIN occupancy o ON o.resource_id = m.id AND o.during && tstzrange(p_begins, p_ends)
    JOIN visit_types v ON v.id = o.type_id
    WHERE (o.until IS NULL OR o.until > now())
      AND CASE m.kind WHEN 'practitioner' THEN o.lane < v.capacity ELSE o.lane = m.lane END
    UNION ALL
    SELECT a.resource_id * 20, a.during, a.until
    FROM colleagues_away(p_clinic, p_type, ARRAY(SELECT DISTINCT m.id FROM members m WHERE m.kind = 'practitioner'),
      p_begins, p_ends) a
    UNION ALL
    SELECT m.member, a.during, NULL
    FROM away_times(ARRAY(SELECT DISTINCT m.id FROM members m WHERE m.kind <> 'practitioner'), ARRAY[p_clinic],
      tstzrange(p_begins, p_ends)) a
    JOIN (SELECT DISTINCT id, member FROM members) m ON m.id = a.resource_id
  ), taken AS MATERIALIZED (
    SELECT g.member, json_agg(json_build_object('begins', ms(lower(g.during)), 'ends', ms(upper(g.during)), 'lane', 0,
      'until', coalesce(ms(g.until), 0)) ORDER BY g.during) AS busy
    FROM gone g GROUP BY g.member
  )
  SELECT coalesce(json_agg(json_build_object('offset', n."offset", 'minutes', n.minutes, 'ids', found.ids,
    'members', found.members) ORDER BY n.position), '[]')
  FROM visit_needs n
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(m.id ORDER BY m.id, m.lane), '[]') AS ids,
      coalesce(json_agg(coalesce(t.busy, '[]') ORDER BY m.id, m.lane), '[]') AS members
    FROM members m LEFT JOIN taken t ON t.member = m.member WHERE m.position = n.position) found
  WHERE n.type_id = p_type
$$;
"""

TIMES = """
-- For some people's days (lists side by side, each with the stamp of what is known of it): the stamp by now, and,
-- where that is another, all of domain.schedule.DayTimes as JSON. The stamp is the day's version; for a type that has
-- needs it is made of its members' versions, too. Everything in one snapshot: that of the statement which asks.
CREATE FUNCTION times_of_days(p_clinic uuid, p_type int, p_resources int[], p_days date[], p_stamps bigint[])
RETURNS TABLE (resource_id int, day date, version bigint, stamp bigint, times text)
LANGUAGE plpgsql STABLE ROWS 7 SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  pooled boolean := EXISTS (SELECT FROM visit_needs n WHERE n.type_id = p_type);
  versions bigint[];
  stamps bigint[];
  changed int[];
BEGIN
  SELECT array_agg(a.version ORDER BY a.n), array_agg(a.stamp ORDER BY a.n),
    array_agg(a.n) FILTER (WHERE a.known IS DISTINCT FROM a.stamp)
  INTO versions, stamps, changed
  FROM (
    SELECT v.n, v.known, v.version, CASE WHEN NOT pooled THEN v.version ELSE hashtextextended(v.version || ':' || (
        SELECT coalesce(string_agg(concat_ws('.', m.position, m.member, m.version,
          day_version(m.id, p_clinic, v.day)), ',' ORDER BY m.position, m.member), '')
        FROM pool_members(p_clinic, p_type, v.resource_id) m), 18) END AS stamp
    FROM (
      SELECT CAST(w.n AS int) AS n, w.resource_id, w.day, w.known, r.hours + c.calendar + CAST(coalesce((
        SELECT sum(d.version) FROM resource_days d
        WHERE d.resource_id = w.resource_id AND d.day BETWEEN w.day - 1 AND w.day + 2), 0) AS bigint) AS version
      FROM unnest(p_resources, p_days, p_stamps) WITH ORDINALITY AS w (resource_id, day, known, n)
      JOIN resources r ON r.id = w.resource_id
      JOIN clinics c ON c.id = p_clinic) v) a;
  IF changed IS NULL THEN
    RETURN QUERY SELECT w.* , NULL FROM unnest(p_resources, p_days, versions, stamps) w;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT w.resource_id, w.day, w.version, w.stamp, CASE WHEN h.day IS NOT NULL THEN CAST(json_build_object(
    'version', w.version, 'begins', ms(h.begins), 'ends', ms(h.ends), 'work', h.work, 'reserved', h.reserved,
    'blocked', h.blocked, 'busy', coalesce(b.busy, '[]'), 'pools', CASE WHEN pooled THEN pools_between(p_clinic,
      p_type, w.resource_id, h.begins, h.ends + interval '24 hours') ELSE '[]' END) AS text) END
  FROM unnest(p_resources, p_days, versions, stamps) AS w (resource_id, day, version, stamp)
  LEFT JOIN days_hours(p_clinic, ARRAY(SELECT p_resources[n] FROM unnest(changed) n),
      ARRAY(SELECT p_days[n] FROM unnest(changed) n)) h
    ON h.resource_id = w.resource_id AND h.day = w.day
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('begins', ms(lower(o.during)), 'ends', ms(upper(o.during)), 'lane', o.lane,
      'type', o.type_id, 'until', coalesce(ms(o.until), 0), 'capacity', t.capacity, 'before', t.before,
      'after', t.after) ORDER BY o.during, o.lane) AS busy
    FROM occupancy o JOIN visit_types t ON t.id = o.type_id
    WHERE o.resource_id = w.resource_id AND (o.until IS NULL OR o.until > now())
      AND o.during && tstzrange(h.begins - interval '4 hours', h.reach + interval '4 hours')) b ON h.day IS NOT NULL;
END $$;
-- The same for who may see the clinic, with all that a question for slots has to be checked by. One row per day, one
-- without a day when there is no such practitioner or type (``active``, ``type_active``: NULL there is none); none at
-- all when there is no such clinic. A type that has needs is told of the first day alone.
CREATE FUNCTION day_times(p_clinic uuid, p_resource int, p_type int, p_days date[], p_stamps bigint[])
RETURNS TABLE (zone text, active boolean, type_active boolean, does boolean, pooled boolean, minutes smallint,
  "before" smallint, "after" smallint, capacity smallint, "offset" smallint, own smallint, day date, stamp bigint,
  times text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
  SELECT c.zone, r.active, t.active, t.specialty_id IS NULL OR EXISTS (
      SELECT FROM practitioner_specialties s WHERE s.resource_id = r.id AND s.specialty_id = t.specialty_id),
    n.pooled, t.minutes, t.before, t.after, t.capacity, t."offset", t.own, found.day, found.stamp, found.times
  FROM clinics c
  LEFT JOIN practitioner_clinics p ON p.clinic_id = c.id AND p.resource_id = p_resource
  LEFT JOIN resources r ON r.id = p.resource_id
  LEFT JOIN visit_types t ON t.id = p_type
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM visit_needs v WHERE v.type_id = p_type) AS pooled) n
  LEFT JOIN LATERAL times_of_days(c.id, t.id,
    array_fill(r.id, ARRAY[CASE WHEN n.pooled THEN 1 ELSE cardinality(p_days) END]),
    CASE WHEN n.pooled THEN p_days[1:1] ELSE p_days END, p_stamps) found ON r.active AND t.active
  WHERE c.id = p_clinic AND clinic_visible(c.id)
$$;
-- For a hub that keeps values fresh, for nobody: a practitioner's days at a clinic, for types without needs.
CREATE FUNCTION fresh_times(p_clinic uuid, p_resource int, p_days date[], p_stamps bigint[])
RETURNS TABLE (day date, stamp bigint, times text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.day, t.stamp, t.times
  FROM times_of_days(p_clinic, 0, array_fill(p_resource, ARRAY[cardinality(p_days)]), p_days, p_stamps) t
$$;
-- What a type takes and needs is in the values of all clinics' days. When one changes (seldom), all are of new
-- versions.
CREATE FUNCTION raise_by_type() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE clinics c SET calendar = c.calendar + 1
  FROM (SELECT id FROM clinics ORDER BY id FOR NO KEY UPDATE) held WHERE c.id = held.id;
  RETURN NULL;
END $$;
CREATE TRIGGER raise_calendars AFTER UPDATE ON visit_types FOR EACH STATEMENT EXECUTE FUNCTION raise_by_type();
CREATE TRIGGER raise_calendars AFTER INSERT OR UPDATE OR DELETE ON visit_needs
  FOR EACH STATEMENT EXECUTE FUNCTION raise_by_type();
"""

COLUMNS = """
-- Columns of a schedule as JSON in the form of wire.schedule.Column, in the order given; ``seen``: so many visits.
-- Names as ``appointment_cards`` says. All are of one clinic, which the caller has checked.
CREATE FUNCTION schedule_columns(p_clinic uuid, p_resources int[], p_days date[], p_named boolean,
  OUT columns text, OUT seen int)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  named uuid[] := CASE WHEN p_named THEN ARRAY[p_clinic] ELSE '{}' END;
  first timestamptz;
  last timestamptz;
BEGIN
  SELECT min(day_begins(c.zone, d)), max(day_begins(c.zone, d + 1)) INTO first, last
  FROM clinics c, unnest(p_days) d WHERE c.id = p_clinic;
  WITH cards AS MATERIALIZED (
    SELECT a.* FROM appointment_cards(named) a
    WHERE a.resource_id = ANY (p_resources) AND a.clinic_id = p_clinic AND a.ends > first AND a.begins < last
      AND a.begins > first - interval '12 hours'  -- no visit lasts longer
  ), shown AS (
    SELECT w.n, h.*, v.cards, v.ids, v.many, r.hours + c.calendar + CAST(coalesce((
      SELECT sum(d.version) FROM resource_days d
      WHERE d.resource_id = h.resource_id AND d.day BETWEEN h.day - 1 AND h.day + 2), 0) AS bigint) AS version
    FROM days_hours(p_clinic, p_resources, p_days) h
    JOIN unnest(p_resources, p_days) WITH ORDINALITY AS w (resource_id, day, n)
      ON w.resource_id = h.resource_id AND w.day = h.day
    JOIN resources r ON r.id = h.resource_id
    JOIN clinics c ON c.id = p_clinic
    CROSS JOIN LATERAL (
      SELECT json_agg(a.card ORDER BY a.begins, a.id) AS cards, array_agg(a.id) AS ids, count(*) AS many FROM cards a
      WHERE a.resource_id = h.resource_id AND a.begins < h.ends AND a.ends > h.begins) v
  )
  SELECT '[' || coalesce(string_agg(CAST(json_build_object('practitioner', s.resource_id, 'day', s.day,
      'version', s.version, 'work', s.work, 'reserved', s.reserved, 'blocked', s.blocked,
      'cards', coalesce(s.cards, '[]'), 'held', coalesce(t.held, '[]'), 'elsewhere', coalesce(t.elsewhere, '[]'))
      AS text), ',' ORDER BY s.n), '') || ']', coalesce(sum(s.many), 0)
  INTO columns, seen
  FROM shown s
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', k.id, 'begins', ms(lower(o.during)), 'ends', ms(upper(o.during)),
        'until', ms(k.until), 'mine', k.user_id = acting_user()) ORDER BY o.during)
        FILTER (WHERE k.id IS NOT NULL) AS held,
      json_agg(json_build_array(ms(lower(o.during)), ms(upper(o.during))) ORDER BY o.during)
        FILTER (WHERE k.id IS NULL) AS elsewhere
    FROM occupancy o
    LEFT JOIN holds k ON o.until IS NOT NULL AND k.id = o.taken_by AND k.clinic_id = p_clinic
      AND k.resource_id = o.resource_id
    WHERE o.resource_id = s.resource_id AND o.during && tstzrange(s.begins, s.ends)
      AND (o.until IS NULL OR o.until > now()) AND o.taken_by <> ALL (coalesce(s.ids, '{}'))) t;
END $$;
-- A page of a clinic's day: who has hours or visits then, by name. No row: there is no such clinic. The last one's
-- place is said when there are more. p_resource: this practitioner alone (NULL in ``active``: there is none), if so.
CREATE FUNCTION schedule_day(p_clinic uuid, p_day date, p_resource int, p_specialty int, p_named boolean,
  p_name text, p_id int, p_limit int)
RETURNS TABLE (zone text, active boolean, columns text, seen int, last_name text, last_id int)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_people int[] := '{}';
  v_batch int[];
  v_names text[];
  v_name text := p_name;
  v_id int := p_id;
  v_begins timestamptz;
  v_ends timestamptz;
  v_size CONSTANT int := p_limit * 2;
BEGIN
  SELECT c.zone, day_begins(c.zone, p_day), day_begins(c.zone, p_day + 1) INTO zone, v_begins, v_ends
  FROM clinics c WHERE c.id = p_clinic AND clinic_visible(c.id);
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF p_resource > 0 THEN
    SELECT r.active AND c.here INTO active FROM clinic_people(p_clinic) c JOIN resources r ON r.id = c.resource_id
    WHERE c.resource_id = p_resource;
  END IF;
  LOOP
    SELECT array_agg(f.id), array_agg(f.sort_name) INTO v_batch, v_names
    FROM (SELECT r.id, r.sort_name FROM clinic_people(p_clinic) c JOIN resources r ON r.id = c.resource_id
          WHERE (r.sort_name, r.id) > (v_name, v_id) AND (p_resource = 0 OR r.id = p_resource)
            AND (p_specialty = 0 OR EXISTS (SELECT FROM practitioner_specialties s
              WHERE s.resource_id = r.id AND s.specialty_id = p_specialty))
          ORDER BY r.sort_name, r.id LIMIT v_size) f;
    EXIT WHEN v_batch IS NULL;
    v_people := v_people || ARRAY(
      SELECT w.id FROM unnest(v_batch) WITH ORDINALITY AS w (id, n)
      JOIN resources r ON r.id = w.id
      LEFT JOIN (
        SELECT DISTINCT t.resource_id FROM work_times(v_batch, ARRAY[p_clinic], p_day - 1, p_day) t
        WHERE t.kind = 'work' AND t.during && tstzrange(v_begins, v_ends)) h ON h.resource_id = w.id
      WHERE h.resource_id IS NOT NULL AND r.active AND EXISTS (
          SELECT FROM practitioner_clinics c WHERE c.resource_id = w.id AND c.clinic_id = p_clinic)
        OR EXISTS (
        SELECT FROM appointments a WHERE a.resource_id = w.id AND a.clinic_id = p_clinic
          AND a.begins >= v_begins - interval '12 hours' AND a.begins < v_ends AND a.ends > v_begins
          AND a.state <> 'cancelled')
      ORDER BY w.n);
    v_name := v_names[cardinality(v_names)];
    v_id := v_batch[cardinality(v_batch)];
    EXIT WHEN cardinality(v_people) > p_limit OR cardinality(v_batch) < v_size;
  END LOOP;
  IF cardinality(v_people) > p_limit THEN
    v_people := v_people[1:p_limit];
    SELECT r.sort_name, r.id INTO last_name, last_id FROM resources r WHERE r.id = v_people[p_limit];
  END IF;
  SELECT c.columns, c.seen INTO columns, seen
  FROM schedule_columns(p_clinic, v_people, array_fill(p_day, ARRAY[cardinality(v_people)]), p_named) c;
  RETURN NEXT;
END $$;
-- Some days of one practitioner in a clinic (NULL in ``active``: there is no such one). No row: no such clinic.
CREATE FUNCTION schedule_week(p_clinic uuid, p_resource int, p_days date[], p_named boolean)
RETURNS TABLE (zone text, active boolean, columns text, seen int)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
  SELECT c.zone, r.active AND p.here, found.columns, found.seen
  FROM clinics c
  LEFT JOIN LATERAL clinic_people(c.id) p ON p.resource_id = p_resource
  LEFT JOIN resources r ON r.id = p.resource_id
  LEFT JOIN LATERAL schedule_columns(c.id, array_fill(r.id, ARRAY[cardinality(p_days)]), p_days, p_named) found
    ON r.id IS NOT NULL
  WHERE c.id = p_clinic AND clinic_visible(c.id)
$$;
"""

INNER = (
    "day_begins", "days_hours", "pool_members", "colleagues_away", "pools_between", "times_of_days", "fresh_times",
    "raise_by_type", "schedule_columns",
)  # fmt: skip
OFFERED = ("day_times", "schedule_day", "schedule_week")


def upgrade() -> None:
    """Make the functions; the hub may call what checks the clinic, and, for nobody, what keeps values fresh."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (HOURS, POOLS, TIMES, COLUMNS):
        run(part)
    for name in (*INNER, *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {', '.join(OFFERED)} TO clinic_hub")
    run("GRANT EXECUTE ON FUNCTION fresh_times TO clinic_live")
