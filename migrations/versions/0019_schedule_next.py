"""The finder: the earliest free times over many practitioners, clinics and days.

``free_times`` is domain/availability.slots in sets (tests/hub/store/test_schedule_next.py compares them); ADR 0073.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INDEXES = """
-- The finder reads what is taken of some hundred people from some time on; by the GiST index each takes five times
-- as long. What is read of it stands in it.
CREATE INDEX occupancy_begins ON occupancy (resource_id, lower(during)) INCLUDE (during, lane, type_id, until);
-- Their leave, blocks and extra hours from some time on.
CREATE INDEX schedule_exceptions_ends ON schedule_exceptions (resource_id, upper(during))
  INCLUDE (during, kind, clinic_id, step) WHERE resource_id IS NOT NULL;
"""

TIMES = """
-- Where visits of a type may begin from one time to another, as far as times say it: of some people at some clinics
-- in their zones (lists side by side). As domain/availability.slots does, but for lanes of groups and for needs. One
-- row has no resource: when this changes by the clock alone.
CREATE FUNCTION free_times(p_type int, p_resources int[], p_clinics uuid[], p_zones text[], p_from timestamptz,
  p_to timestamptz)
RETURNS TABLE (begins timestamptz, resource_id int, clinic_id uuid, zone text, wall timestamp)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  v_visit visit_types;
  v_shift interval;      -- from a visit's begin to its practitioner's part
  v_part interval;
  v_before interval;
  v_after interval;
  v_first timestamptz;   -- between these two the practitioner's parts begin
  v_last timestamptz;
  v_longest interval;    -- nothing is taken for longer at a time
  v_widest interval;     -- no type keeps more free around it
  v_befores interval[];  -- of each type, by its id
  v_afters interval[];
  v_lanes int[];
  v_weekdays smallint[];
  v_group int;           -- the type, if it is one of groups
BEGIN
  SELECT * INTO v_visit FROM visit_types t WHERE t.id = p_type;
  v_shift := make_interval(mins => v_visit."offset");
  v_part := make_interval(mins => coalesce(nullif(v_visit.own, 0), v_visit.minutes - v_visit."offset"));
  v_before := make_interval(mins => v_visit.before);
  v_after := make_interval(mins => v_visit.after);
  v_first := p_from + v_shift;
  v_last := p_to + v_shift;
  v_group := CASE WHEN v_visit.capacity > 1 THEN p_type ELSE 0 END;
  -- Without gaps: what is behind a NULL in an array is found only by counting.
  SELECT array_agg(greatest(v_after, make_interval(mins => coalesce(t.before, 0))) ORDER BY n),
    array_agg(greatest(v_before, make_interval(mins => coalesce(t.after, 0))) ORDER BY n),
    array_agg(coalesce(t.capacity, 0) ORDER BY n), make_interval(mins => max(greatest(t.before, t.after)))
  INTO v_befores, v_afters, v_lanes, v_widest
  FROM generate_series(1, (SELECT max(t.id) FROM visit_types t)) n LEFT JOIN visit_types t ON t.id = n;
  v_longest := (SELECT make_interval(mins => greatest(720, max(n.minutes))) FROM visit_needs n);
  v_weekdays := ARRAY(
    SELECT DISTINCT CAST(EXTRACT(isodow FROM d) AS smallint)
    FROM (SELECT DISTINCT z FROM unnest(p_zones) z) z
    CROSS JOIN LATERAL generate_series(date_trunc('day', v_first AT TIME ZONE z), (v_last + v_part) AT TIME ZONE z,
      interval '1 day') d);
  RETURN QUERY
  WITH who AS MATERIALIZED (
    SELECT * FROM unnest(p_resources, p_clinics, p_zones) w (resource_id, clinic_id, zone)
  ), days AS MATERIALIZED (
    SELECT z.zone, d AS day, CAST(EXTRACT(isodow FROM d) AS smallint) AS weekday,
      1 << (CAST(EXTRACT(day FROM d) AS int) - 1) / 7
      | CASE WHEN EXTRACT(month FROM d + interval '7 days') <> EXTRACT(month FROM d) THEN 32 ELSE 0 END AS week,
      d < date_trunc('day', v_first AT TIME ZONE z.zone) AS eve
    FROM (SELECT DISTINCT w.zone FROM who w) z
    CROSS JOIN LATERAL generate_series(date_trunc('day', v_first AT TIME ZONE z.zone) - interval '1 day',
      (v_last + v_part) AT TIME ZONE z.zone, interval '1 day') d
  ), planned AS MATERIALIZED (
    SELECT w.resource_id, w.clinic_id, w.zone, t.*
    FROM who w CROSS JOIN LATERAL (
      SELECT t.kind, t.step, t.types, t.release, t.weekday, t.weeks, t.valid, t.begins, t.ends FROM template_lines t
      WHERE t.resource_id = w.resource_id AND t.clinic_id = w.clinic_id
        AND (t.weekday = ANY (v_weekdays) OR t.ends > 1440)) t
  ), lines AS MATERIALIZED (
    SELECT t.resource_id, t.clinic_id, t.zone, t.kind, t.step, t.types, a.begins, a.ends,
      a.begins - make_interval(mins => t.release) AS release
    FROM planned t
    JOIN days d ON d.zone = t.zone AND d.weekday = t.weekday AND (t.ends > 1440 OR NOT d.eve)
      AND (t.weeks = 0 OR t.weeks & d.week <> 0) AND t.valid @> CAST(d.day AS date)
    CROSS JOIN LATERAL (SELECT (d.day + make_interval(mins => t.begins)) AT TIME ZONE t.zone AS begins,
      (d.day + make_interval(mins => t.ends)) AT TIME ZONE t.zone AS ends OFFSET 0) a
    WHERE a.begins < a.ends AND a.begins < v_last + v_part AND a.ends > v_first
  ), excepted AS MATERIALIZED (
    SELECT w.resource_id, w.clinic_id, w.zone, e.kind, e.step, e.clinic_id = w.clinic_id AS here,
      lower(e.during) AS begins, upper(e.during) AS ends
    FROM who w CROSS JOIN LATERAL (
      SELECT * FROM schedule_exceptions e WHERE e.resource_id = w.resource_id AND upper(e.during) > v_first
        AND lower(e.during) < v_last + v_part OFFSET 0) e
  ), work AS MATERIALIZED (
    SELECT l.resource_id, l.clinic_id, l.zone, l.begins, l.ends, make_interval(mins => l.step) AS step FROM lines l
    WHERE l.kind = 'work' AND (l.types = '{}' OR p_type = ANY (l.types))
    UNION ALL
    SELECT e.resource_id, e.clinic_id, e.zone, e.begins, e.ends, make_interval(mins => e.step) FROM excepted e
    WHERE e.kind = 'extra' AND e.here
  ), working AS MATERIALIZED (
    SELECT w.resource_id, w.clinic_id, w.zone, range_agg(tstzrange(w.begins, w.ends)) AS covered
    FROM work w GROUP BY 1, 2, 3
  ), away AS (
    -- Between which times (neither included) no practitioner's part can begin.
    SELECT k.resource_id, k.clinic_id, range_agg(tstzrange(k.begins - v_part, k.ends, '()')) AS shut
    FROM (
      SELECT l.resource_id, l.clinic_id, l.begins, l.ends FROM lines l
      WHERE l.kind = 'block' OR l.kind = 'reserved' AND p_type <> ALL (l.types)
        AND (l.release IS NULL OR l.release > now())
      UNION ALL
      SELECT e.resource_id, e.clinic_id, e.begins, e.ends FROM excepted e WHERE e.kind IN ('leave', 'block')
      UNION ALL
      SELECT w.resource_id, w.clinic_id, lower(e.during), upper(e.during)
      FROM schedule_exceptions e JOIN working w ON w.clinic_id = e.clinic_id
      WHERE e.resource_id IS NULL AND e.clinic_id = ANY (p_clinics)
        AND e.during && tstzrange(v_first, v_last + v_part)) k
    GROUP BY 1, 2
  ), taken AS MATERIALIZED (
    SELECT w.resource_id, w.clinic_id, w.zone, w.covered, o.held,
      coalesce(o.shut, '{}') + coalesce(a.shut, '{}') AS shut
    FROM working w
    CROSS JOIN LATERAL (
      -- Others of a group begin with it.
      SELECT min(o.until) AS held, range_agg(tstzrange(lower(o.during) - v_part - v_befores[o.type_id],
          CASE o.type_id WHEN v_group THEN lower(o.during) ELSE upper(o.during) + v_afters[o.type_id] END, '()'))
        + coalesce(range_agg(tstzrange(lower(o.during), upper(o.during) + v_afters[o.type_id], '()'))
          FILTER (WHERE o.type_id = v_group), '{}') AS shut
      FROM occupancy o
      WHERE o.resource_id = w.resource_id AND lower(o.during) > v_first - v_widest - v_longest
        AND lower(o.during) < v_last + v_part + v_widest AND (o.until IS NULL OR o.until > now())
        AND o.lane < v_lanes[o.type_id]) o
    LEFT JOIN away a ON a.resource_id = w.resource_id AND a.clinic_id = w.clinic_id
  ), free AS (
    SELECT DISTINCT g.at, t.resource_id, t.clinic_id, t.zone
    FROM work w
    JOIN taken t ON t.resource_id = w.resource_id AND t.clinic_id = w.clinic_id
    CROSS JOIN LATERAL generate_series(
      greatest(w.begins, date_bin(w.step, v_first - interval '1 microsecond', w.begins) + w.step),
      least(w.ends, v_last) - interval '1 microsecond', w.step) g (at)
    WHERE NOT t.shut @> g.at AND t.covered @> tstzrange(g.at, g.at + v_part)
      -- Over midnight only work counts that begins on the same day, or with the next one.
      AND (CAST((g.at + v_part) AT TIME ZONE t.zone AS date) = CAST((g.at - v_shift) AT TIME ZONE t.zone AS date) OR (
        SELECT range_agg(tstzrange(x.begins, x.ends)) @> tstzrange(g.at, g.at + v_part) FROM work x
        WHERE x.resource_id = t.resource_id AND x.clinic_id = t.clinic_id
          AND x.begins <= day_begins(t.zone, CAST((g.at - v_shift) AT TIME ZONE t.zone AS date) + 1)))
  )
  -- First what changes by the clock alone: a hold ends, what was reserved is released.
  SELECT t.at, NULL, NULL, NULL, NULL
  FROM (SELECT least((SELECT min(t.held) FROM taken t), (SELECT min(l.release) FROM lines l
    WHERE l.kind = 'reserved' AND l.release > now())) AS at) t WHERE t.at IS NOT NULL
  UNION ALL
  SELECT f.at - v_shift, f.resource_id, f.clinic_id, f.zone, (f.at - v_shift) AT TIME ZONE f.zone FROM free f;
END $$;
"""

FINDER = """
-- Who of some clinics (and of some practitioners; none: all) is trained in two specialties (0: any), and where, as
-- lists side by side; and the versions of all that their times go by but for what is taken.
CREATE FUNCTION next_people(p_clinics uuid[], p_practitioners int[], p_specialty int, p_other int,
  OUT people int[], OUT clinics uuid[], OUT zones text[], OUT mark text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  -- What is fenced (OFFSET 0) is looked up by its key, one after the other: a hash of all takes ten times as long.
  SELECT array_agg(r.id), array_agg(c.id), array_agg(c.zone),
    concat_ws(':', count(*), sum(uuid_hash_extended(c.id, r.id)), sum(r.version))
  INTO people, clinics, zones, mark
  FROM (
    SELECT s.resource_id FROM practitioner_specialties s
    WHERE p_practitioners = '{}' AND s.specialty_id = greatest(p_specialty, p_other)
    UNION ALL
    SELECT DISTINCT w.resource_id FROM practitioner_clinics w
    WHERE p_practitioners = '{}' AND greatest(p_specialty, p_other) = 0 AND w.clinic_id = ANY (p_clinics)
    UNION ALL
    SELECT unnest(p_practitioners)) n
  CROSS JOIN LATERAL (
    SELECT r.id, r.hours + r.version AS version FROM resources r WHERE r.id = n.resource_id AND r.active OFFSET 0) r
  CROSS JOIN LATERAL (
    SELECT w.clinic_id FROM practitioner_clinics w WHERE w.resource_id = n.resource_id OFFSET 0) w
  JOIN (SELECT c.id, c.zone FROM clinics c WHERE c.id = ANY (p_clinics) OFFSET 0) c ON c.id = w.clinic_id
  WHERE (p_specialty = 0 OR p_practitioners = '{}' AND p_specialty >= p_other OR EXISTS (
      SELECT FROM practitioner_specialties s WHERE s.resource_id = n.resource_id AND s.specialty_id = p_specialty))
    AND (p_other = 0 OR p_practitioners = '{}' AND p_other >= p_specialty OR EXISTS (
      SELECT FROM practitioner_specialties s WHERE s.resource_id = n.resource_id AND s.specialty_id = p_other));
  people := coalesce(people, '{}');
  clinics := coalesce(clinics, '{}');
  zones := coalesce(zones, '{}');
END $$;
-- The versions of what is taken of some people on some days (UTC), of the calendars of some clinics, and of whom a
-- type needs there, in one text: another one, if any of it has changed.
CREATE FUNCTION next_mark(p_type int, p_people int[], p_clinics uuid[], p_first date, p_last date) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_needs text := '';
BEGIN
  IF EXISTS (SELECT FROM visit_needs n WHERE n.type_id = p_type) THEN
    v_needs := (
      SELECT concat_ws(':', count(*), sum(uuid_hash_extended(c, m.member * 100::bigint + m.position)),
        sum(r.hours + r.version), sum((SELECT sum(d.version) FROM resource_days d
          WHERE d.resource_id = m.id AND d.day BETWEEN p_first AND p_last)))
      FROM (SELECT DISTINCT c FROM unnest(p_clinics) c) c
      CROSS JOIN LATERAL pool_members(c, p_type, 0) m JOIN resources r ON r.id = m.id);
  END IF;
  RETURN concat_ws(':', v_needs, (SELECT sum(c.calendar) FROM clinics c WHERE c.id = ANY (p_clinics)),
    (SELECT t.version FROM visit_types t WHERE t.id = p_type),
    (SELECT sum(d.version) FROM unnest(p_people) p
     JOIN resource_days d ON d.resource_id = p AND d.day BETWEEN p_first AND p_last));
END $$;
-- The earliest free times for a type within bounds, by time and practitioner, at most two in a row of one's day; of
-- the clinics that are seen. What is known already (p_mark, of p_first to p_last, good until p_until) is not said
-- again (offers NULL) while it is still so. ``problem``: type, specialty or practitioners, which there are not.
CREATE FUNCTION next_slots(p_type int, p_clinics uuid[], p_practitioners int[], p_specialty int, p_weekdays int[],
  p_time_from int, p_time_to int, p_begins timestamptz, p_days int, p_limit int, p_mark text, p_first date,
  p_last date, p_until bigint)
RETURNS TABLE (problem text, mark text, first date, last date, until bigint, more boolean, offers text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_seen uuid[] := ARRAY(SELECT v FROM unnest(visible_clinics()) v WHERE p_clinics = '{}' OR v = ANY (p_clinics));
  v_visit visit_types;
  v_people text;           -- the versions of who is looked at
  v_resources int[];
  v_clinics uuid[];
  v_zones text[];
  v_alike text[];          -- each once
  v_finish timestamptz[];  -- of the search, by zone
  v_since timestamptz := greatest(now(), p_begins);
  v_ends timestamptz;      -- of it all
  v_next timestamptz;      -- of what is looked at now
  v_hours int;
  v_strict boolean;        -- times alone do not say it
  v_turning timestamptz;  -- it changes by then, if only by the clock
  v_free record;
  v_who int[] := '{}';
  v_where uuid[] := '{}';
  v_times timestamptz[] := '{}';
  v_days date[] := '{}';
  v_many int := 0;
BEGIN
  SELECT * INTO v_visit FROM visit_types t WHERE t.id = p_type AND t.active;
  problem := CASE
    WHEN v_visit.id IS NULL THEN 'type'
    WHEN p_specialty <> 0 AND NOT EXISTS (SELECT FROM specialties s WHERE s.id = p_specialty) THEN 'specialty'
    WHEN EXISTS (SELECT FROM unnest(p_practitioners) p WHERE NOT EXISTS (SELECT FROM practitioner_clinics c
      WHERE c.resource_id = p AND c.clinic_id = ANY (v_seen))) THEN 'practitioners' END;
  IF problem IS NOT NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT w.people, w.clinics, w.zones, w.mark || ':' INTO v_resources, v_clinics, v_zones, v_people
  FROM next_people(v_seen, p_practitioners, p_specialty, coalesce(v_visit.specialty_id, 0)) w;
  first := CAST(v_since AT TIME ZONE 'UTC' AS date) - 1;
  IF p_first = first AND ms(now()) < p_until
    AND p_mark = v_people || next_mark(p_type, v_resources, v_clinics, p_first, p_last) THEN
    mark := p_mark;
    RETURN NEXT;
    RETURN;
  END IF;
  v_alike := ARRAY(SELECT DISTINCT z FROM unnest(v_zones) z);
  v_finish := ARRAY(SELECT day_begins(z, CAST(v_since AT TIME ZONE z AS date) + p_days) FROM unnest(v_alike) z);
  v_ends := (SELECT max(f) FROM unnest(v_finish) f);
  v_turning := coalesce((SELECT min(day_begins(z, CAST(v_since AT TIME ZONE z AS date) + 1)) FROM unnest(v_alike) z),
    now() + interval '1 day');
  v_strict := v_visit.capacity > 1 OR EXISTS (
    SELECT FROM visit_needs n WHERE n.type_id = p_type HAVING count(*) > 1 OR bool_or(n.kind = 'practitioner'));
  v_next := v_since;
  v_hours := 24 * greatest(1, least(42, 1000 / greatest(cardinality(v_resources), 1)));
  WHILE v_next < v_ends AND v_many <= p_limit LOOP
    FOR v_free IN
      SELECT f.*, s.shut, s.held
      FROM free_times(p_type, v_resources, v_clinics, v_zones, v_next,
        least(v_ends, v_next + make_interval(hours => v_hours))) f
      LEFT JOIN pools_shut(p_type, v_clinics, v_next, least(v_ends, v_next + make_interval(hours => v_hours))) s
        ON s.clinic_id = f.clinic_id
      LEFT JOIN unnest(v_alike, v_finish) e (zone, ends) ON e.zone = f.zone
      WHERE f.resource_id IS NULL OR f.begins < e.ends
      ORDER BY f.resource_id IS NOT NULL, f.begins, f.resource_id, f.clinic_id
    LOOP
      v_turning := least(v_turning, v_free.held);
      IF v_free.resource_id IS NULL THEN
        v_turning := least(v_turning, v_free.begins);
        CONTINUE;
      END IF;
      CONTINUE WHEN v_free.shut @> v_free.begins
        OR CAST(EXTRACT(isodow FROM v_free.wall) AS int) <> ALL (p_weekdays)
        OR EXTRACT(hour FROM v_free.wall) * 60 + EXTRACT(minute FROM v_free.wall) NOT BETWEEN p_time_from
          AND p_time_to - 1
        OR v_many > 1 AND v_who[v_many] = v_free.resource_id AND v_who[v_many - 1] = v_free.resource_id
          AND v_days[v_many] = CAST(v_free.wall AS date) AND v_days[v_many - 1] = CAST(v_free.wall AS date);
      CONTINUE WHEN v_strict AND NOT slot_complete(p_type, v_free.resource_id, v_free.clinic_id, v_free.begins);
      v_many := v_many + 1;
      v_who[v_many] := v_free.resource_id;
      v_where[v_many] := v_free.clinic_id;
      v_times[v_many] := v_free.begins;
      v_days[v_many] := CAST(v_free.wall AS date);
      EXIT WHEN v_many > p_limit;
    END LOOP;
    v_next := v_next + make_interval(hours => v_hours);
    v_hours := v_hours * 2;
  END LOOP;
  last := CAST(v_next AT TIME ZONE 'UTC' AS date) + 1;
  mark := coalesce(v_people, '') || next_mark(p_type, v_resources, v_clinics, first, last);
  until := ms(least(v_turning, v_times[1])) - 1;
  more := v_many > p_limit;
  SELECT coalesce(json_agg(json_build_object('practitioner', r.id, 'clinic_id', c.id, 'begins', o.begins,
      'ends', o.begins + v_visit.minutes * 60000, 'name', r.name, 'zone', c.zone) ORDER BY o.n), '[]')
  INTO offers
  FROM (SELECT n, v_who[n] AS who, v_where[n] AS place, ms(v_times[n]) AS begins
        FROM generate_series(1, least(v_many, p_limit)) n) o
  JOIN resources r ON r.id = o.who JOIN clinics c ON c.id = o.place;
  RETURN NEXT;
END $$;
"""

INNER = ("free_times", "next_people", "next_mark")


def upgrade() -> None:
    """Make the functions; the hub may call the one that goes by the clinics it sees. Two more follow in 0026."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (INDEXES, TIMES, FINDER):
        run(part)
    for name in (*INNER, "next_slots"):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run("GRANT EXECUTE ON FUNCTION next_slots TO clinic_hub")
