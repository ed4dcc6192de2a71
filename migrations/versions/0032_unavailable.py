"""A doctor who is not there: whose visits that are, and all that a plan for them is made of (ADR 0081).

What is done by such a plan, and who is called, is in 0036 and 0037.
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE unavailable (
  id uuid PRIMARY KEY,
  clinic_id uuid NOT NULL REFERENCES clinics,
  resource_id int REFERENCES resources,                  -- nobody: the whole clinic is closed
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
  label text NOT NULL DEFAULT '',
  days smallint NOT NULL,
  exception_id uuid NOT NULL,                            -- what takes the hours away, while it was not taken back
  key uuid NOT NULL UNIQUE,                              -- asked again, it is answered again
  asked bytea NOT NULL,
  made_by uuid REFERENCES users,
  user_name text NOT NULL DEFAULT '',
  made_at timestamptz NOT NULL DEFAULT now(),
  undone_at timestamptz
);
CREATE INDEX unavailable_page ON unavailable (clinic_id, made_at DESC, id DESC);      -- the keyset page of a clinic
-- What became of each visit, and what came of calling its patient.
CREATE TABLE unavailable_calls (
  unavailable_id uuid NOT NULL REFERENCES unavailable,
  appointment_id uuid NOT NULL,
  place smallint NOT NULL,                               -- in order of their begin
  action text NOT NULL CHECK (action IN ('move', 'waitlist', 'leave', 'cancel')),
  outcome text NOT NULL DEFAULT '',                      -- '' done; else why not, in the words of visit_put
  was_begins timestamptz NOT NULL,
  was_resource int NOT NULL,
  begins timestamptz NOT NULL,                           -- where it was left
  left_version int NOT NULL DEFAULT 0,                   -- the version that it was left with; 0: as it was
  waiting_id uuid,                                       -- the entry of the waitlist
  contact text NOT NULL DEFAULT ''
    CHECK (contact IN ('', 'agreed', 'declined', 'message', 'no_answer', 'wrong_number')),
  contact_by uuid REFERENCES users,
  contact_name text NOT NULL DEFAULT '',
  contact_at timestamptz,
  tries smallint NOT NULL DEFAULT 0,
  note text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (unavailable_id, appointment_id)
);
"""

AFFECTED = """
-- Whether a visit as it stands needs somebody who is away then (nobody named: its clinic is closed). What is
-- begun and
-- not over counts, what is over does not.
CREATE FUNCTION away_hits(p_visit appointments, p_clinic uuid, p_resource int, p_during tstzrange) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT (p_visit).clinic_id = p_clinic AND (p_visit).state IN ('booked', 'arrived', 'checked_in', 'roomed',
    'with_doctor')
    AND ((p_visit).ends > now() OR (p_visit).state <> 'booked')
    AND CASE WHEN p_resource IS NULL THEN tstzrange((p_visit).begins, (p_visit).ends) && p_during
      WHEN p_resource = (p_visit).resource_id THEN tstzrange((p_visit).own_begins, (p_visit).own_ends) && p_during
      ELSE EXISTS (SELECT FROM occupancy o WHERE o.taken_by = (p_visit).id AND o.resource_id = p_resource
        AND o.during && p_during) END
$$;
-- All of them, by their begin.
CREATE FUNCTION away_visits(p_clinic uuid, p_resource int, p_during tstzrange,
  p_most int) RETURNS SETOF appointments
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT v.* FROM (
    SELECT a.* FROM appointments a
    WHERE a.resource_id = ANY (CASE WHEN p_resource IS NULL
        THEN ARRAY(SELECT c.resource_id FROM clinic_people(p_clinic) c) ELSE ARRAY[p_resource] END)
      AND a.clinic_id = p_clinic AND a.begins > lower(p_during) - interval '12 hours' AND a.begins < upper(p_during)
    UNION
    SELECT a.* FROM occupancy o
    -- Of each by itself: a visit's partition follows from its time.
    CROSS JOIN LATERAL (SELECT * FROM appointments x WHERE x.id = o.taken_by
      AND x.begins BETWEEN lower(o.during) - interval '12 hours' AND lower(o.during) OFFSET 0) a
    WHERE o.resource_id = p_resource AND o.during && p_during AND o.until IS NULL AND a.resource_id <> p_resource) v
  WHERE away_hits(CAST(ROW(v.*) AS appointments), p_clinic, p_resource, p_during)
  ORDER BY v.begins, v.id LIMIT p_most
$$;
"""

POOLS = """
-- Whom and what some types need, each once, as JSON: who is who, and when each cannot be had (without what
-- ``p_own``
-- take, and with what is planned: ``p_resource`` is away then).
CREATE FUNCTION away_pools(p_clinic uuid, p_types int[], p_own uuid[], p_resource int, p_during tstzrange,
  p_from timestamptz, p_to timestamptz)
RETURNS json LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH pools AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY k.kind, k."group", k.specialty_id) - 1 AS pool, k.*
    FROM (SELECT n.kind, n."group", n.specialty_id, min(n.type_id) AS type_id,
      array_agg(DISTINCT n.type_id) AS types
          FROM visit_needs n WHERE n.type_id = ANY (p_types) GROUP BY 1, 2, 3) k
  ), members AS MATERIALIZED (
    SELECT DISTINCT p.pool, m.id, m.lane, m.member, m.kind
    FROM pools p
    JOIN visit_needs n ON n.type_id = p.type_id AND n.kind = p.kind AND n."group" = p."group"
      AND n.specialty_id IS NOT DISTINCT FROM p.specialty_id
    JOIN pool_members(p_clinic, p.type_id, 0) m ON m.position = n.position
  ), gone AS (
    SELECT m.member, o.during
    FROM (SELECT DISTINCT id, lane, member, kind FROM members) m
    JOIN occupancy o ON o.resource_id = m.id AND o.during && tstzrange(p_from, p_to)
    JOIN visit_types v ON v.id = o.type_id
    WHERE (o.until IS NULL OR o.until > now()) AND o.taken_by <> ALL (p_own)
      AND CASE m.kind WHEN 'practitioner' THEN o.lane < v.capacity ELSE o.lane = m.lane END
    UNION ALL
    SELECT a.resource_id * 20, a.during FROM colleagues_away(p_clinic, 0,
      ARRAY(SELECT DISTINCT m.id FROM members m WHERE m.kind = 'practitioner'), p_from, p_to) a
    UNION ALL
    SELECT m.member, a.during
    FROM away_times(ARRAY(SELECT DISTINCT m.id FROM members m WHERE m.kind <> 'practitioner'), ARRAY[p_clinic],
      tstzrange(p_from, p_to)) a
    JOIN (SELECT DISTINCT id, member FROM members) m ON m.id = a.resource_id
    UNION ALL
    SELECT m.member, p_during FROM members m WHERE m.id = p_resource OR p_resource IS NULL
  ), taken AS MATERIALIZED (
    SELECT g.member, json_agg(json_build_array(ms(lower(r)), ms(upper(r))) ORDER BY r) AS busy
    FROM (SELECT member, range_agg(during) AS all_of_it FROM gone GROUP BY member) g,
      unnest(g.all_of_it) r GROUP BY 1
  )
  SELECT json_build_object(
    'pools', (SELECT coalesce(json_agg(json_build_object('people', p.kind = 'practitioner', 'members', (
        SELECT coalesce(json_agg(json_build_object('id', m.id, 'busy', coalesce(t.busy, '[]'))
          ORDER BY m.member), '[]')
        FROM members m LEFT JOIN taken t ON t.member = m.member WHERE m.pool = p.pool)) ORDER BY p.pool), '[]')
      FROM pools p),
    'needs', (SELECT coalesce(json_agg(json_build_array(n.type_id, p.pool, n."offset", n.minutes)
        ORDER BY n.type_id, n.position), '[]')
      FROM visit_needs n JOIN pools p ON n.kind = p.kind AND n."group" = p."group"
        AND n.specialty_id IS NOT DISTINCT FROM p.specialty_id
      WHERE n.type_id = ANY (p_types)))
$$;
"""

PREVIEW = """
-- Where visits of a type could begin with some people of a clinic, the earliest ``p_many``: slots, but not while
-- somebody is away as it is planned. ``seats``: for how many together. What a type needs is looked at by the
-- planner.
CREATE FUNCTION away_free(p_type int, p_clinic uuid, p_zone text, p_people int[], p_resource int,
  p_during tstzrange,
  p_from timestamptz, p_to timestamptz, p_many int)
RETURNS TABLE (resource_id int, begins bigint, day int, seats int)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  t visit_types;
  v_people int[];
BEGIN
  SELECT * INTO t FROM visit_types x WHERE x.id = p_type;
  v_people := ARRAY(SELECT p FROM unnest(p_people) p WHERE t.specialty_id IS NULL OR EXISTS (
    SELECT FROM practitioner_specialties s WHERE s.resource_id = p AND s.specialty_id = t.specialty_id));
  RETURN QUERY
  SELECT f.resource_id, ms(f.begins), CAST(f.wall AS date) - date '1970-01-01', CASE t.capacity WHEN 1 THEN 1
    ELSE t.capacity - (SELECT CAST(count(DISTINCT o.lane) AS int) FROM occupancy o
      WHERE o.resource_id = f.resource_id AND o.lane < t.capacity AND (o.until IS NULL OR o.until > now())
        AND o.during && visit_part(t, f.begins)) END
  FROM free_times(p_type, v_people, array_fill(p_clinic, ARRAY[cardinality(v_people)]),
    array_fill(p_zone, ARRAY[cardinality(v_people)]), p_from, p_to) f
  WHERE f.resource_id IS NOT NULL AND NOT coalesce(p_during && CASE
    WHEN p_resource IS NULL THEN tstzrange(f.begins, f.begins + make_interval(mins => t.minutes))
    WHEN f.resource_id = p_resource THEN visit_part(t, f.begins) END, false)
  ORDER BY f.begins, f.resource_id LIMIT p_many;
END $$;
CREATE TYPE away_known AS (now bigint, until bigint, more boolean, elsewhere int, visits text, types text,
  people text, names text, zone text, places text, pools text);
-- All that a plan is made of, in one snapshot, for who may see the clinic: the visits (at most ``p_most``) with
-- their
-- cards, and, for those that can be moved, what their types take, who could see them (same specialty), and where.
-- ``p_many``: so many places of a type at most, the earliest.
CREATE FUNCTION away_preview(p_clinic uuid, p_resource int, p_begins timestamptz, p_ends timestamptz, p_days int,
  p_most int, p_many int, p_named uuid[]) RETURNS away_known
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public,
  pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_variable
DECLARE
  known away_known;
  during tstzrange := tstzrange(p_begins, p_ends);
  here text := (SELECT c.zone FROM clinics c WHERE c.id = p_clinic AND clinic_visible(c.id));
  since timestamptz := greatest(now(), p_begins);
  wall date := CAST(greatest(now(), p_begins) AT TIME ZONE here AS date);
  last timestamptz := day_begins(here, wall + p_days);
  found appointments[];
  moving appointments[];
  own uuid[];
  kinds int[];
  kind int;
  many int;
  latest bigint;
  listed json[] := '{}';
  part json;
BEGIN
  IF here IS NULL THEN
    RETURN NULL;
  END IF;
  found := ARRAY(SELECT v FROM away_visits(p_clinic, p_resource, during, p_most + 1) v);
  known.more := cardinality(found) > p_most;
  found := found[1:p_most];
  known.now := ms(now());
  known.until := 0;
  known.zone := here;
  moving := ARRAY(SELECT v FROM unnest(found) v JOIN patients p ON p.id = v.patient_id
    WHERE v.state = 'booked' AND chart_open(p));
  own := ARRAY(SELECT v.id FROM unnest(moving) v);
  kinds := ARRAY(SELECT DISTINCT v.type_id FROM unnest(moving) v JOIN visit_types t ON t.id = v.type_id
    WHERE t.active);
  known.elsewhere := (SELECT count(*) FROM appointments a WHERE a.resource_id = p_resource
    AND a.clinic_id <> p_clinic AND a.begins > greatest(p_begins, now()) - interval '12 hours' AND a.begins < p_ends
    AND tstzrange(a.own_begins, a.own_ends) && during AND a.ends > now() AND a.state = 'booked');
  SELECT CAST(coalesce(json_agg(json_build_object('card', visit_card(v, CAST(ROW(p.*) AS patients),
      (SELECT c.value FROM patient_contacts c WHERE c.patient_id = p.id AND c.kind = 'phone'
        ORDER BY c.position LIMIT 1),
      (SELECT json_agg(r.name ORDER BY r.kind, r.name) FROM resources r WHERE r.id = ANY (v.others)), p_named),
      'patient', v.patient_id, 'open', p.id IS NOT NULL, 'day',
        CAST(v.begins AT TIME ZONE here AS date) - date '1970-01-01',
      'busy', (SELECT coalesce(json_agg(json_build_array(ms(lower(o.during)), ms(upper(o.during)))
          ORDER BY o.during), '[]')
        FROM patient_occupancy o WHERE o.patient_id = v.patient_id AND o.taken_by <> ALL (own)
          AND o.during && tstzrange(since - interval '1 day', last + interval '1 day')))
            ORDER BY v.begins, v.id), '[]')
    AS text)
  INTO known.visits
  FROM unnest(found) v
  -- Looked up one by one: a hash of all patients takes a hundred times as long.
  LEFT JOIN LATERAL (SELECT x.* FROM patients x WHERE x.id = v.patient_id
    AND v.clinic_id = ANY (p_named) OFFSET 0) y
    ON true
  LEFT JOIN LATERAL (SELECT y.* WHERE chart_open(ROW(y.*)::patients)) p ON true;
  known.types := (SELECT coalesce(json_agg(json_build_object('id', t.id, 'minutes', t.minutes, 'before', t.before,
      'after', t.after, 'capacity', t.capacity, 'offset', t."offset", 'own', t.own, 'priority', t.priority)), '[]')
    FROM visit_types t WHERE t.id = ANY (kinds));
  -- Who shares a specialty with whom is away or would have seen them; of whom has none, everybody.
  known.people := (SELECT coalesce(json_object_agg(w.who, ARRAY(
      SELECT r.id FROM practitioner_clinics c JOIN resources r ON r.id = c.resource_id
      WHERE c.clinic_id = p_clinic AND r.active AND (r.id = w.who
        OR NOT EXISTS (SELECT FROM practitioner_specialties s WHERE s.resource_id = w.who)
        OR EXISTS (SELECT FROM practitioner_specialties s JOIN practitioner_specialties o USING (specialty_id)
          WHERE s.resource_id = w.who AND o.resource_id = r.id)))), '{}')
    FROM (SELECT DISTINCT v.resource_id AS who FROM unnest(moving) v) w);
  known.names := (SELECT coalesce(json_object_agg(r.id, r.name), '{}')
    FROM practitioner_clinics c JOIN resources r ON r.id = c.resource_id WHERE c.clinic_id = p_clinic);
  -- Each visit can keep the others from few places only.
  p_many := least(p_many, greatest(600, 30 * cardinality(moving)));
  FOREACH kind IN ARRAY kinds LOOP
    SELECT coalesce(json_agg(json_build_array(kind, f.resource_id, f.begins, f.day, f.seats)
        ORDER BY f.begins, f.resource_id), '[]'), count(*), max(f.begins)
    INTO part, many, latest
    FROM away_free(kind, p_clinic, here, ARRAY(
      SELECT DISTINCT CAST(j.value AS int) FROM (SELECT DISTINCT v.resource_id AS who FROM unnest(moving) v
        WHERE v.type_id = kind) w
      CROSS JOIN LATERAL json_array_elements_text(CAST(known.people AS json) -> CAST(w.who AS text)) j),
      p_resource, during, since, last, p_many) f;
    listed := listed || part;
    IF many = p_many THEN
      known.until := CASE known.until WHEN 0 THEN latest ELSE least(known.until, latest) END;
    END IF;
  END LOOP;
  -- Whose colleague is away can stay where it is, with another one.
  SELECT coalesce(json_agg(json_build_array(v.type_id, v.resource_id, ms(v.begins),
    CAST(v.begins AT TIME ZONE here AS date) - date '1970-01-01', 1)), '[]') INTO part
  FROM unnest(moving) v JOIN visit_types t ON t.id = v.type_id
  WHERE v.type_id = ANY (kinds) AND v.resource_id <> p_resource AND v.lane = 0 AND t.capacity = 1
    AND v.begins > now() AND v.ends - v.begins = make_interval(mins => t.minutes);
  known.places := CAST(array_to_json(listed || part) AS text);
  known.pools := CAST(away_pools(p_clinic, kinds, own, p_resource, during, since,
    last + interval '24 hours') AS text);
  RETURN known;
END $$;
"""

POLICIES = {
    "unavailable": "clinic_id = ANY ((SELECT visible_clinics())::uuid[])",
    "unavailable_calls": "EXISTS (SELECT FROM unavailable u WHERE u.id = unavailable_id)",
}
INNER = (
    "away_hits",
    "away_visits",
    "away_pools",
    "away_free",
)
OFFERED = ("away_preview",)


def upgrade() -> None:
    """Make the tables, each under row level security, and the functions."""
    run = op.get_bind().connection.driver_connection.execute
    run(TABLES)
    for table, policy in POLICIES.items():
        run(f"ALTER TABLE {table} OWNER TO clinic_owner")
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"CREATE POLICY hub_select ON {table} FOR SELECT TO clinic_hub USING ({policy})")
        run(f"GRANT SELECT ON {table} TO clinic_hub")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO clinic_definer, clinic_admin")
        run(f"GRANT MAINTAIN ON {table} TO clinic_admin")
    for part in (AFFECTED, POOLS, PREVIEW):
        run(part)
    for name in (*INNER, *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {', '.join(OFFERED)} TO clinic_hub")
