"""Changing hours and exceptions, and what that would affect (ADR 0074; people, rooms and types: 0023).

What writes takes the advisory locks of ADR 0070 exclusively: nobody books by hours that are being changed. What a
change would affect is computed of the lines and exceptions as they would be; nothing is written for it.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE resources ADD COLUMN template int NOT NULL DEFAULT 1;  -- raised when people change its weekly hours
CREATE TYPE hours_hit AS (id uuid, begins timestamptz, why text);
-- One of the ``total`` visits that a change would affect.
CREATE TYPE affected_visit AS (total int, id uuid, begins timestamptz, ends timestamptz, practitioner int, type int,
  why text, restricted boolean, patient_id uuid, mrn text, name text, name_latin text, name_kana text, born date,
  sex text, alerts text[], deceased boolean, interpreter boolean, phone text);
"""

WHOSE = """
CREATE FUNCTION practitioner_mine(p_resource int) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(c.clinic_id ORDER BY c.clinic_id), '{}') FROM practitioner_clinics c
  WHERE c.resource_id = p_resource AND c.clinic_id = ANY (visible_clinics())
$$;
-- The lines of some people, and what takes away or adds hours of theirs in a time.
CREATE FUNCTION hours_now(p_resources int[], p_clinics uuid[], p_during tstzrange, OUT lines template_lines[],
  OUT exceptions schedule_exceptions[])
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT t FROM template_lines t
      WHERE t.resource_id = ANY (p_resources) AND t.clinic_id = ANY (p_clinics)),
    ARRAY(SELECT e FROM schedule_exceptions e WHERE e.resource_id = ANY (p_resources) AND e.during && p_during
      UNION ALL SELECT e FROM schedule_exceptions e
      WHERE e.clinic_id = ANY (p_clinics) AND e.resource_id IS NULL AND e.during && p_during)
$$;
"""

REFUSED = """
-- Which future visits these lines and exceptions leave no room for, and why: domain/availability.refusal for many at
-- once, but for what is taken; also those that take these people as colleagues. ``p_clinics``: of visits there;
-- ``p_during``: of visits within.
CREATE FUNCTION hours_refused(p_resources int[], p_clinics uuid[], p_during tstzrange, p_lines template_lines[],
  p_exceptions schedule_exceptions[]) RETURNS SETOF hours_hit
LANGUAGE sql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
  WITH own AS MATERIALIZED (
    SELECT a.id, a.begins, a.resource_id, a.clinic_id, a.type_id, tstzrange(a.own_begins, a.own_ends) AS own
    FROM appointments a
    WHERE a.resource_id = ANY (p_resources) AND a.clinic_id = ANY (p_clinics) AND a.begins > now()
      AND a.begins > coalesce(lower(p_during), '-infinity') - interval '12 hours'
      AND a.begins < coalesce(upper(p_during), 'infinity') AND tstzrange(a.own_begins, a.own_ends) && p_during
      AND a.state IN ('booked', 'arrived', 'checked_in', 'roomed')),
  parts AS (
    SELECT * FROM own
    UNION ALL
    SELECT a.id, a.begins, o.resource_id, a.clinic_id, a.type_id, o.during
    FROM occupancy o
    -- Of each by itself: a visit's partition follows from its time.
    CROSS JOIN LATERAL (SELECT * FROM appointments v WHERE v.id = o.taken_by
      AND v.begins BETWEEN lower(o.during) - interval '12 hours' AND lower(o.during) OFFSET 0) a
    WHERE o.resource_id = ANY (p_resources) AND o.during && p_during AND o.until IS NULL
      AND NOT EXISTS (SELECT FROM own WHERE own.id = o.taken_by AND own.resource_id = o.resource_id)
      AND a.resource_id <> o.resource_id AND a.clinic_id = ANY (p_clinics) AND a.begins > now()
      AND a.state IN ('booked', 'arrived', 'checked_in', 'roomed')),
  visits AS MATERIALIZED (
    SELECT p.*, CAST(lower(p.own) AT TIME ZONE c.zone AS date) AS day
    FROM parts p JOIN clinics c ON c.id = p.clinic_id),
  -- Each with the days whose hours may reach it: joined by the day, or it would be all visits with all hours.
  near AS MATERIALIZED (
    SELECT v.id, v.resource_id, v.clinic_id, v.type_id, v.own, v.day + n AS day
    FROM visits v CROSS JOIN generate_series(-1, 1) n),
  places AS (SELECT DISTINCT n.resource_id, n.clinic_id, n.day FROM near n),
  hours AS MATERIALIZED (
    SELECT d.resource_id, d.clinic_id, d.day, t.kind, tstzrange(at.begins, at.ends) AS during, t.types,
      at.begins - make_interval(mins => t.release) AS release
    FROM places d
    JOIN clinics c ON c.id = d.clinic_id
    JOIN unnest(p_lines) t ON t.resource_id = d.resource_id AND t.clinic_id = d.clinic_id
      AND t.weekday = CAST(EXTRACT(isodow FROM d.day) AS int) AND t.valid @> d.day
      AND (t.weeks = 0 OR t.weeks & (1 << (CAST(EXTRACT(day FROM d.day) AS int) - 1) / 7
        | CASE WHEN EXTRACT(month FROM d.day + 7) <> EXTRACT(month FROM d.day) THEN 32 ELSE 0 END) <> 0)
    CROSS JOIN LATERAL (SELECT (d.day + make_interval(mins => t.begins)) AT TIME ZONE c.zone AS begins,
                               (d.day + make_interval(mins => t.ends)) AT TIME ZONE c.zone AS ends) at
    WHERE at.begins < at.ends),
  pieces AS (
    SELECT v.id, v.resource_id, v.type_id, h.kind, h.during, h.types, h.release
    FROM near v
    JOIN hours h ON h.day = v.day AND h.resource_id = v.resource_id AND h.clinic_id = v.clinic_id
    WHERE h.during && v.own
    UNION ALL
    SELECT v.id, v.resource_id, v.type_id, CASE e.kind WHEN 'extra' THEN 'work' ELSE e.kind END, e.during, '{}', NULL
    FROM visits v JOIN unnest(p_exceptions) e ON e.resource_id = v.resource_id
    WHERE e.during && v.own AND (e.kind <> 'extra' OR e.clinic_id = v.clinic_id)
    UNION ALL
    SELECT v.id, v.resource_id, v.type_id, e.kind, e.during, '{}', NULL
    FROM visits v JOIN unnest(p_exceptions) e ON e.clinic_id = v.clinic_id AND e.resource_id IS NULL
    WHERE e.during && v.own),
  found AS (
    SELECT id, resource_id, range_agg(during) FILTER (WHERE kind = 'work') AS work,
      range_agg(during) FILTER (WHERE kind = 'work' AND (types = '{}' OR type_id = ANY (types))) AS does,
      bool_or(kind = 'closed') AS closed, bool_or(kind = 'leave') AS leave, bool_or(kind = 'block') AS block,
      bool_or(kind = 'reserved' AND type_id <> ALL (types) AND (release IS NULL OR now() < release)) AS kept
    FROM pieces GROUP BY id, resource_id)
  SELECT DISTINCT ON (r.id) r.id, r.begins, r.why FROM (
    SELECT v.id, v.begins, CASE
      WHEN f.closed THEN 'closed'
      WHEN NOT coalesce(f.work @> v.own, false) THEN 'outside_hours'
      WHEN f.leave THEN 'leave'
      WHEN f.block THEN 'block'
      WHEN NOT coalesce(f.does @> v.own, false) THEN 'wrong_type'
      WHEN f.kept THEN 'reserved' END AS why
    FROM visits v LEFT JOIN found f ON f.id = v.id AND f.resource_id = v.resource_id) r
  WHERE r.why IS NOT NULL
  ORDER BY r.id, r.why
$$;
-- Those refused by what would be that what is does not refuse, in order of time.
CREATE FUNCTION hours_newly_refused(p_resources int[], p_clinics uuid[], p_during tstzrange,
  p_lines_before template_lines[], p_lines_after template_lines[],
  p_exceptions_before schedule_exceptions[], p_exceptions_after schedule_exceptions[]) RETURNS hours_hit[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(CAST((a.id, a.begins, a.why) AS hours_hit) ORDER BY a.begins, a.id), '{}')
  FROM hours_refused(p_resources, p_clinics, p_during, p_lines_after, p_exceptions_after) a
  LEFT JOIN hours_refused(p_resources, p_clinics, p_during, p_lines_before, p_exceptions_before) b ON b.id = a.id
  WHERE b.id IS NULL
$$;
-- The first of these visits as the acting user may see them: of other clinics the times alone, names only at
-- ``p_named`` and of open charts.
CREATE FUNCTION hours_told(p_hits hours_hit[], p_named uuid[], p_most int)
RETURNS SETOF affected_visit LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT cardinality(p_hits), CASE WHEN v.mine THEN a.id END, a.begins, a.ends, a.resource_id,
    CASE WHEN v.mine THEN a.type_id ELSE 0 END, h.why, NOT v.mine OR v.named AND NOT coalesce(o.open, false),
    p.id, p.mrn, p.name, p.name_latin, p.name_kana, p.born, p.sex, p.alert_kinds, p.deceased, p.interpreter, t.value
  FROM (SELECT h.id, h.begins, h.why FROM unnest(p_hits) h ORDER BY h.begins, h.id LIMIT p_most) h
  CROSS JOIN LATERAL (SELECT * FROM appointments x WHERE x.id = h.id AND x.begins = h.begins OFFSET 0) a
  CROSS JOIN LATERAL (SELECT a.clinic_id = ANY (visible_clinics()) AS mine,
    a.clinic_id = ANY (visible_clinics()) AND a.clinic_id = ANY (p_named) AS named) v
  -- Looked up one by one (OFFSET 0): a hash of all patients takes a hundred times as long.
  LEFT JOIN LATERAL (SELECT x.*, x.restriction IS NULL OR EXISTS (SELECT FROM break_glass g
      WHERE g.user_id = acting_user() AND g.patient_id = x.id AND g.clinic_id = ANY (visible_clinics())
        AND g.expires_at > now() AND g.ended_at IS NULL) AS open
    FROM patients x WHERE x.id = a.patient_id OFFSET 0) o ON true
  LEFT JOIN LATERAL (SELECT o.* WHERE v.named AND o.open) p ON true
  LEFT JOIN LATERAL (SELECT c.value FROM patient_contacts c WHERE c.patient_id = p.id AND c.kind = 'phone'
    ORDER BY c.whose <> '', c.position LIMIT 1) t ON true
  ORDER BY a.begins, a.id
$$;
"""

TEMPLATES = """
CREATE FUNCTION hours_lines(p_resource int, p_lines jsonb) RETURNS template_lines[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(CAST((l.id, p_resource, l.clinic_id, l.weekday, l.weeks, l.begins, l.ends,
    daterange(l.since, l.until, '[]'), l.kind, l.step, l.cap, l.types, l.label, l.release)
    AS template_lines)), '{}')
  FROM jsonb_to_recordset(p_lines) AS l (id uuid, clinic_id uuid, weekday smallint, weeks smallint, begins smallint,
    ends smallint, since date, until date, kind text, step smallint, cap smallint, types int[], label text,
    release int)
$$;
-- A practitioner's lines as whoever changes them must know them: one's own clinics' whole, of the others the times
-- alone (nobody works in two places at once). ``version`` is empty where there is no such practitioner. With p_alone
-- nobody else changes them, and nobody books by them, until the end of the transaction.
CREATE FUNCTION template_open(p_resource int, p_alone boolean, OUT version int, OUT zones jsonb, OUT lines jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mine uuid[] := practitioner_mine(p_resource);
BEGIN
  IF mine = '{}' THEN
    RETURN;
  END IF;
  IF p_alone THEN
    PERFORM schedule_lock('{}', ARRAY[p_resource], true);
  END IF;
  SELECT r.template, (SELECT jsonb_object_agg(c.id, c.zone) FROM clinics c WHERE c.id = ANY (mine))
  INTO version, zones FROM resources r WHERE r.id = p_resource;
  SELECT coalesce(jsonb_agg(CASE WHEN t.clinic_id = ANY (mine) THEN to_jsonb(t) - '{id,resource_id,valid}'::text[]
      ELSE jsonb_build_object('weekday', t.weekday, 'weeks', t.weeks, 'begins', t.begins, 'ends', t.ends,
        'kind', t.kind) END
    || jsonb_build_object('zone', c.zone, 'since', lower(t.valid), 'until', upper(t.valid) - 1)
    ORDER BY t.weekday, t.begins, t.clinic_id, t.id), '[]')
  INTO lines FROM template_lines t JOIN clinics c ON c.id = t.clinic_id WHERE t.resource_id = p_resource;
END $$;
-- Writes a practitioner's lines in the acting user's clinics, after template_open. Returns the next version; nothing
-- when it has another one, or a line is of a clinic that is not both the practitioner's and one's own.
CREATE FUNCTION template_write(p_resource int, p_version int, p_lines jsonb) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  mine uuid[] := practitioner_mine(p_resource);
  written template_lines[] := hours_lines(p_resource, p_lines);
  raised int;
BEGIN
  IF mine = '{}' OR EXISTS (SELECT FROM unnest(written) l WHERE l.clinic_id <> ALL (mine)) THEN
    RETURN NULL;
  END IF;
  UPDATE resources SET template = template + 1 WHERE id = p_resource AND template = p_version
    RETURNING template INTO raised;
  IF raised IS NOT NULL THEN
    DELETE FROM template_lines WHERE resource_id = p_resource AND clinic_id = ANY (mine);
    INSERT INTO template_lines SELECT l.* FROM unnest(written) l;
  END IF;
  RETURN raised;
END $$;
CREATE FUNCTION template_affected(p_resource int, p_lines jsonb, p_named uuid[], p_most int)
RETURNS SETOF affected_visit LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  mine uuid[] := practitioner_mine(p_resource);
  ever tstzrange := tstzrange(now(), NULL);
  known record;
BEGIN
  SELECT * INTO known FROM hours_now(ARRAY[p_resource], mine, ever);
  RETURN QUERY SELECT * FROM hours_told(hours_newly_refused(ARRAY[p_resource], mine, ever, known.lines,
    hours_lines(p_resource, p_lines), known.exceptions, known.exceptions), p_named, p_most);
END $$;
"""

EXCEPTIONS = """
-- What an exception with and without one changes for the visits in its time.
CREATE FUNCTION exception_hits(p_one schedule_exceptions, p_added boolean) RETURNS hours_hit[]
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  people int[] := CASE WHEN p_one.resource_id IS NULL THEN ARRAY(
    SELECT c.resource_id FROM practitioner_clinics c WHERE c.clinic_id = p_one.clinic_id)
    ELSE ARRAY[p_one.resource_id] END;
  places uuid[] := CASE WHEN p_one.kind IN ('leave', 'block') THEN ARRAY(
    SELECT c.clinic_id FROM practitioner_clinics c WHERE c.resource_id = p_one.resource_id)
    ELSE ARRAY[p_one.clinic_id] END;
  around tstzrange := tstzrange(lower(p_one.during) - interval '1 day', upper(p_one.during) + interval '1 day');
  known record;
  without schedule_exceptions[];
BEGIN
  SELECT * INTO known FROM hours_now(people, places, around);
  without := ARRAY(SELECT e FROM unnest(known.exceptions) e WHERE e.id <> p_one.id);
  RETURN hours_newly_refused(people, places, p_one.during, known.lines, known.lines,
    CASE WHEN p_added THEN without ELSE without || p_one END,
    CASE WHEN p_added THEN without || p_one ELSE without END);
END $$;
-- Whether the acting user may write this: 'none' (not one's clinic), 'practitioner' (nobody of that clinic), or ''.
CREATE FUNCTION exception_allowed(p_clinic uuid, p_resource int) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN NOT coalesce(clinic_visible(p_clinic), false) THEN 'none'
    WHEN p_resource IS NOT NULL AND NOT EXISTS (SELECT FROM practitioner_clinics c
      WHERE c.resource_id = p_resource AND c.clinic_id = p_clinic) THEN 'practitioner' ELSE '' END
$$;
CREATE FUNCTION exception_add(p_id uuid, p_clinic uuid, p_kind text, p_resource int, p_begins timestamptz,
  p_ends timestamptz, p_label text, p_step int, p_cap int) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE outcome text;
BEGIN
  PERFORM schedule_lock(CASE WHEN p_resource IS NULL AND clinic_visible(p_clinic) THEN ARRAY[p_clinic] END,
    CASE WHEN p_resource = ANY (SELECT c.resource_id FROM practitioner_clinics c
      WHERE c.clinic_id = ANY (visible_clinics())) THEN ARRAY[p_resource] END, true);
  outcome := exception_allowed(p_clinic, p_resource);
  IF outcome = '' THEN
    INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during, label, step, cap, made_by)
    VALUES (p_id, p_kind, p_resource, p_clinic, tstzrange(p_begins, p_ends), p_label, p_step, p_cap, acting_user());
  END IF;
  RETURN outcome;
END $$;
-- Takes back an exception of one's own clinics; no row where there is none.
CREATE FUNCTION exception_remove(p_id uuid) RETURNS SETOF schedule_exceptions
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one schedule_exceptions;
BEGIN
  SELECT * INTO one FROM schedule_exceptions e WHERE e.id = p_id AND e.clinic_id = ANY (visible_clinics());
  IF FOUND THEN
    PERFORM schedule_lock(CASE WHEN one.resource_id IS NULL THEN ARRAY[one.clinic_id] END,
      CASE WHEN one.resource_id IS NOT NULL THEN ARRAY[one.resource_id] END, true);
    RETURN QUERY DELETE FROM schedule_exceptions e WHERE e.id = p_id RETURNING e.*;
  END IF;
END $$;
CREATE FUNCTION exception_affected(p_clinic uuid, p_kind text, p_resource int, p_begins timestamptz,
  p_ends timestamptz, p_named uuid[], p_most int)
RETURNS SETOF affected_visit LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one schedule_exceptions;
BEGIN
  IF exception_allowed(p_clinic, p_resource) = '' THEN
    one.id := '00000000-0000-0000-0000-000000000000';
    one.kind := p_kind;
    one.resource_id := p_resource;
    one.clinic_id := p_clinic;
    one.during := tstzrange(p_begins, p_ends);
    RETURN QUERY SELECT * FROM hours_told(exception_hits(one, true), p_named, p_most);
  END IF;
END $$;
CREATE FUNCTION exception_removal_affected(p_id uuid, p_named uuid[], p_most int)
RETURNS SETOF affected_visit LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.* FROM schedule_exceptions e CROSS JOIN LATERAL hours_told(exception_hits(e, false), p_named, p_most) t
  WHERE e.id = p_id AND e.clinic_id = ANY (visible_clinics())
$$;
-- Of one clinic, in order of their begin: what is written there, and what takes its people away from elsewhere, too
-- (of clinics that are not the acting user's the times alone).
CREATE FUNCTION exceptions_page(p_clinic uuid, p_resource int, p_from timestamptz, p_to timestamptz,
  p_after timestamptz, p_after_id uuid, p_limit int)
RETURNS TABLE (id uuid, clinic_id uuid, kind text, begins timestamptz, ends timestamptz, practitioner int,
  label text, by text, at timestamptz, step smallint, cap smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT x.id, CASE WHEN x.mine THEN x.clinic_id END, x.kind, lower(x.during), upper(x.during),
    coalesce(x.resource_id, 0), CASE WHEN x.mine THEN x.label ELSE '' END,
    CASE WHEN x.mine THEN coalesce(u.name, '') ELSE '' END, x.made_at, x.step, x.cap
  FROM (
    SELECT w.*, w.clinic_id = ANY (visible_clinics()) AS mine FROM (
      (SELECT e.* FROM schedule_exceptions e
       WHERE e.clinic_id = p_clinic AND (lower(e.during), e.id) > (p_after, p_after_id)
         AND lower(e.during) > p_from - interval '400 days' AND lower(e.during) < p_to AND upper(e.during) > p_from
         AND (p_resource IS NULL OR e.resource_id = p_resource)
       ORDER BY lower(e.during), e.id LIMIT p_limit)
      UNION ALL
      (SELECT e.* FROM practitioner_clinics c JOIN schedule_exceptions e ON e.resource_id = c.resource_id
       WHERE c.clinic_id = p_clinic AND e.clinic_id <> p_clinic AND e.kind IN ('leave', 'block')
         AND e.during && tstzrange(greatest(p_from, p_after), greatest(p_to, p_after))
         AND (lower(e.during), e.id) > (p_after, p_after_id)
         AND (p_resource IS NULL OR e.resource_id = p_resource)
       ORDER BY lower(e.during), e.id LIMIT p_limit)) w
    ORDER BY lower(w.during), w.id LIMIT p_limit) x
  LEFT JOIN users u ON u.id = x.made_by
  WHERE clinic_visible(p_clinic)
  ORDER BY lower(x.during), x.id
$$;
"""

INNER = (
    "practitioner_mine", "hours_now", "hours_refused", "hours_newly_refused", "hours_told", "hours_lines",
    "exception_hits", "exception_allowed",
)  # fmt: skip
OFFERED = (
    "template_open", "template_write", "template_affected", "exception_add", "exception_remove",
    "exception_affected", "exception_removal_affected", "exceptions_page",
)  # fmt: skip


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by the hub."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (TABLES, WHOSE, REFUSED, TEMPLATES, EXCEPTIONS):
        run(part)
    for name in (*INNER, *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
