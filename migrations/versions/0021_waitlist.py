"""The waitlist: who waits, and to whom a freed slot is proposed."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SHARED = """
-- What stands proposed of somebody's time: looked for whenever such a time is taken or given back.
CREATE INDEX waitlist_offers_time ON waitlist_offers (resource_id, begins) WHERE NOT passed;
-- The last lock that a transaction takes (ADR 0075).
CREATE FUNCTION waitlist_raise(p_clinic uuid) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  UPDATE clinics SET waiting = waiting + 1 WHERE id = p_clinic RETURNING waiting
$$;
-- The practitioner's part of a visit of a type that begins then.
CREATE FUNCTION visit_part(p_type visit_types, p_begins timestamptz) RETURNS tstzrange
LANGUAGE sql STABLE
RETURN tstzrange(p_begins + make_interval(mins => (p_type)."offset"),
  p_begins + make_interval(mins => CASE (p_type).own WHEN 0 THEN (p_type).minutes
    ELSE (p_type)."offset" + (p_type).own END));
-- Whether a slot that was proposed can still be had: not past, not taken (a group may have room), nobody away then.
-- Who only holds it does not count: the proposal would come and go.
CREATE FUNCTION offer_stands(p_clinic uuid, p_resource int, p_type visit_types, p_begins timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT p_begins > now()
    AND (SELECT coalesce(count(*) < (p_type).capacity
        AND bool_and(o.type_id = (p_type).id AND o.during = visit_part(p_type, p_begins)), true)
      FROM occupancy o WHERE o.resource_id = p_resource AND o.until IS NULL
        AND o.during && visit_part(p_type, p_begins))
    AND NOT EXISTS (SELECT FROM away_times(ARRAY[p_resource], ARRAY[p_clinic], visit_part(p_type, p_begins)))
$$;
"""

PROPOSING = """
-- Who waits in a clinic for what has become free of somebody between two times: the three most urgent who fit, that
-- is the type into what is free and into the hours, and the time into what they said. Keeps it as offers, once each
-- (what was passed over is not proposed again), and raises the list. ``p_patient`` has just given the time up. Rows
-- with the list's version, none when nobody fits. A room that a visit needs is looked for when it is booked.
CREATE FUNCTION waitlist_propose(p_clinic uuid, p_resource int, p_begins timestamptz, p_ends timestamptz,
  p_patient uuid, p_named uuid[])
RETURNS TABLE (waiting uuid, patient uuid, name text, practitioner int, begins timestamptz, ends timestamptz,
  version bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  span tstzrange := tstzrange(p_begins, p_ends);
  here text;
  wall date;
  entries uuid[];
  times timestamptz[];
  raised bigint;
BEGIN
  -- Most of what is given up is of a clinic where nobody waits.
  IF NOT clinic_visible(p_clinic) OR p_ends <= now()
    OR NOT EXISTS (SELECT FROM waitlist w WHERE w.clinic_id = p_clinic AND w.state = 'waiting') THEN
    RETURN;
  END IF;
  SELECT c.zone INTO here FROM clinics c WHERE c.id = p_clinic;
  wall := CAST(p_begins AT TIME ZONE here AS date);
  WITH planned AS MATERIALIZED (
    SELECT t.during, t.kind, t.types, t.release
    FROM work_times(ARRAY[p_resource], ARRAY[p_clinic], wall - 1, wall + 1) t WHERE t.during && span
  ), taken AS MATERIALIZED (
    SELECT o.during, o.type_id FROM occupancy o
    WHERE o.resource_id = p_resource AND o.during && span AND (o.until IS NULL OR o.until > now())
  ), free AS MATERIALIZED (
    SELECT piece
    FROM (SELECT tstzmultirange(span)
        * coalesce((SELECT range_agg(p.during) FROM planned p WHERE p.kind = 'work'), '{}')
        - coalesce((SELECT range_agg(p.during) FROM planned p WHERE p.kind = 'block'), '{}')
        - coalesce((SELECT range_agg(t.during) FROM taken t), '{}')
        - coalesce((SELECT range_agg(a.during) FROM away_times(ARRAY[p_resource], ARRAY[p_clinic], span) a), '{}')
        AS pieces) left_over, unnest(left_over.pieces) piece
    WHERE EXISTS (SELECT FROM resources r JOIN practitioner_clinics pc ON pc.resource_id = r.id
      WHERE r.id = p_resource AND r.active AND pc.clinic_id = p_clinic)
  ), asking AS MATERIALIZED (
    SELECT w.* FROM waitlist w JOIN visit_types t ON t.id = w.type_id
    WHERE w.clinic_id = p_clinic AND w.state = 'waiting' AND w.patient_id IS DISTINCT FROM p_patient AND t.active
      AND w.days @> wall AND w.weekdays & (1 << (CAST(EXTRACT(isodow FROM wall) AS int) - 1)) <> 0
      AND coalesce(w.resource_id, p_resource) = p_resource
      AND NOT EXISTS (SELECT FROM (VALUES (t.specialty_id), (w.specialty_id)) AS needed (id)
        WHERE needed.id IS NOT NULL AND NOT EXISTS (SELECT FROM practitioner_specialties s
          WHERE s.resource_id = p_resource AND s.specialty_id = needed.id))
    ORDER BY w.priority, w.made_at, w.id LIMIT 500
  ), fits AS (
    SELECT w.id, at.begins, at.begins + make_interval(mins => t.minutes) AS ends, w.priority, w.made_at
    FROM asking w
    JOIN visit_types t ON t.id = w.type_id
    CROSS JOIN LATERAL (
      SELECT s.begins
      FROM (
        SELECT lower(f.piece) - make_interval(mins => t."offset") AS begins, f.piece FROM free f
        UNION ALL
        SELECT lower(g.during) - make_interval(mins => t."offset"), g.during FROM taken g
        WHERE t.capacity > 1 AND g.type_id = t.id AND (SELECT count(*) < t.capacity
          AND bool_and(o.type_id = t.id AND o.during = g.during) FROM taken o WHERE o.during && g.during)) s
      CROSS JOIN LATERAL (SELECT s.begins AT TIME ZONE here AS clock) z
      WHERE s.begins > now() AND visit_part(t, s.begins) <@ s.piece
        AND EXTRACT(hour FROM z.clock) * 60 + EXTRACT(minute FROM z.clock) BETWEEN w.time_from AND w.time_to - 1
        AND EXISTS (SELECT FROM planned p WHERE p.kind = 'work' AND (p.types = '{}' OR t.id = ANY (p.types))
          AND p.during @> visit_part(t, s.begins))
        AND NOT EXISTS (SELECT FROM planned p WHERE p.kind = 'reserved' AND t.id <> ALL (p.types)
          AND p.during && visit_part(t, s.begins) AND (p.release IS NULL OR p.release > now()))
        AND NOT EXISTS (SELECT FROM patient_occupancy o WHERE o.patient_id = w.patient_id
          AND o.taken_by IS DISTINCT FROM w.appointment_id
          AND o.during && tstzrange(s.begins, s.begins + make_interval(mins => t.minutes)))
        -- Who has a visit already waits for an earlier one.
        AND NOT EXISTS (SELECT FROM patient_occupancy o WHERE o.taken_by = w.appointment_id
          AND lower(o.during) <= s.begins)
        AND NOT EXISTS (SELECT FROM waitlist_offers f WHERE f.waiting_id = w.id AND f.resource_id = p_resource
          AND f.begins = s.begins AND f.passed)
      ORDER BY s.begins LIMIT 1) at
    WHERE NOT EXISTS (SELECT FROM patients p WHERE p.id = w.patient_id AND p.deceased)
    ORDER BY w.priority, w.made_at, w.id LIMIT 3
  ), kept AS (
    INSERT INTO waitlist_offers AS known (id, waiting_id, resource_id, begins, ends)
    SELECT uuidv7(), f.id, p_resource, f.begins, f.ends FROM fits f ORDER BY f.id
    ON CONFLICT (waiting_id, resource_id, begins) DO UPDATE SET made_at = now(), ends = excluded.ends
    RETURNING known.waiting_id
  )
  SELECT array_agg(f.id ORDER BY f.priority, f.made_at, f.id),
    array_agg(f.begins ORDER BY f.priority, f.made_at, f.id)
  INTO entries, times FROM fits f JOIN kept k ON k.waiting_id = f.id;
  IF entries IS NULL THEN
    RETURN;
  END IF;
  raised := waitlist_raise(p_clinic);
  RETURN QUERY
  SELECT w.id, p.id, coalesce(p.name, ''), p_resource, e.begins, e.begins + make_interval(mins => t.minutes), raised
  FROM unnest(entries, times) WITH ORDINALITY AS e (id, begins, n)
  JOIN waitlist w ON w.id = e.id
  JOIN visit_types t ON t.id = w.type_id
  LEFT JOIN patients p ON p.id = w.patient_id AND w.clinic_id = ANY (p_named) AND chart_open(p)
  ORDER BY e.n;
END $$;
"""

READING = """
-- Whether the acting user may read a patient's name where a visit or an entry has linked it with the clinic.
CREATE FUNCTION chart_open(p_patient patients) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT (p_patient).restriction IS NULL OR EXISTS (SELECT FROM break_glass g WHERE g.user_id = acting_user()
    AND g.patient_id = (p_patient).id AND g.clinic_id = ANY (visible_clinics()) AND g.expires_at > now()
    AND g.ended_at IS NULL)
$$;
-- Who waits in a clinic as wire.waitlist.Waiting, most urgent first, behind a place in that order; or one entry.
-- Names (and what was noted of somebody) of clinics ``p_named`` only, of charts that are open. With each: how many
-- wait, and the list's version; a single row without an entry where nobody does, none where the clinic is not one's.
CREATE FUNCTION waitlist_page(p_clinic uuid, p_one uuid, p_priority smallint, p_made_at timestamptz, p_id uuid,
  p_limit int, p_named uuid[])
RETURNS TABLE (total int, version bigint, item text, priority smallint, made_at timestamptz, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.total, c.waiting,
    CASE WHEN w.id IS NOT NULL THEN CAST(json_build_object('id', w.id, 'clinic_id', w.clinic_id,
      'patient', CASE WHEN p.id IS NULL THEN '{}' ELSE json_build_object('id', p.id, 'mrn', p.mrn, 'name', p.name,
        'name_latin', p.name_latin, 'name_kana', p.name_kana, 'born', p.born, 'sex', p.sex, 'alerts', p.alert_kinds,
        'deceased', p.deceased, 'interpreter', p.interpreter, 'phone', coalesce((
          SELECT k.value FROM patient_contacts k WHERE k.patient_id = p.id AND k.kind = 'phone'
          ORDER BY k.position LIMIT 1), '')) END,
      'restricted', p.id IS NULL AND w.clinic_id = ANY (p_named),
      'type', w.type_id, 'practitioner', coalesce(w.resource_id, 0), 'specialty', coalesce(w.specialty_id, 0),
      'priority', w.priority, 'since', lower(w.days), 'until', upper(w.days) - 1,
      'weekdays', CASE w.weekdays WHEN 127 THEN '[]' ELSE (
        SELECT json_agg(d ORDER BY d) FROM generate_series(1, 7) d WHERE w.weekdays & (1 << (d - 1)) <> 0) END,
      'time_from', w.time_from, 'time_to', w.time_to, 'note', CASE WHEN p.id IS NULL THEN '' ELSE w.note END,
      'appointment', coalesce(CAST(w.appointment_id AS text), ''), 'made_at', ms(w.made_at), 'by', w.user_name,
      'version', w.version,
      'offers', (SELECT coalesce(json_agg(json_build_object('id', f.id, 'practitioner', f.resource_id,
          'begins', ms(f.begins), 'ends', ms(f.ends)) ORDER BY f.begins, f.resource_id), '[]')
        FROM waitlist_offers f WHERE f.waiting_id = w.id AND NOT f.passed AND f.begins > now()
          AND offer_stands(w.clinic_id, f.resource_id, t, f.begins))) AS text) END,
    w.priority, w.made_at, w.id
  -- Counted once, not with each entry (OFFSET 0).
  FROM (SELECT x.id, x.waiting, CAST((
      SELECT count(*) FROM waitlist a WHERE a.clinic_id = x.id AND a.state = 'waiting') AS int) AS total
    FROM clinics x WHERE x.id = p_clinic AND clinic_visible(x.id) OFFSET 0) c
  LEFT JOIN LATERAL (
    (SELECT * FROM waitlist a WHERE a.clinic_id = c.id AND a.state = 'waiting' AND p_one IS NULL
      AND (p_priority IS NULL OR (a.priority, a.made_at, a.id) > (p_priority, p_made_at, p_id))
    ORDER BY a.priority, a.made_at, a.id LIMIT p_limit)
    UNION ALL
    SELECT * FROM waitlist a WHERE a.id = p_one AND a.clinic_id = c.id) w ON true
  LEFT JOIN visit_types t ON t.id = w.type_id
  -- By themselves (OFFSET 0): else all patients there are would be asked whether they are open, and joined then.
  LEFT JOIN LATERAL (SELECT * FROM patients x WHERE x.id = w.patient_id AND w.clinic_id = ANY (p_named) OFFSET 0) y
    ON true
  LEFT JOIN LATERAL (SELECT y.* WHERE chart_open(ROW(y.*)::patients)) p ON true
  ORDER BY w.priority, w.made_at, w.id
$$;
"""

WRITING = """
ALTER TABLE waitlist ADD COLUMN withdrawn_by uuid REFERENCES users;
CREATE TYPE waiting_wish AS (type int, practitioner int, specialty int, priority smallint, days daterange,
  weekdays smallint, time_from smallint, time_to smallint, note text, appointment uuid);
-- What is wrong with a wish of a patient's in a clinic: '', patient, glass, deceased, type, practitioner, inactive,
-- wrong_type, specialty, appointment.
CREATE FUNCTION waiting_refusal(p_clinic uuid, p_patient uuid, p waiting_wish) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN NOT patient_open(p_patient) THEN CASE WHEN EXISTS (SELECT FROM patients x JOIN patient_clinic l
        ON l.patient_id = x.id WHERE x.id = p_patient AND x.restriction IS NOT NULL
          AND l.clinic_id = ANY (visible_clinics())) THEN 'glass' ELSE 'patient' END
    WHEN EXISTS (SELECT FROM patients x WHERE x.id = p_patient AND x.deceased) THEN 'deceased'
    WHEN NOT EXISTS (SELECT FROM visit_types t WHERE t.id = (p).type AND t.active) THEN 'type'
    WHEN (p).practitioner IS NOT NULL AND NOT EXISTS (SELECT FROM practitioner_clinics c
      WHERE c.resource_id = (p).practitioner AND c.clinic_id = p_clinic) THEN 'practitioner'
    WHEN (p).practitioner IS NOT NULL AND NOT EXISTS (SELECT FROM resources r
      WHERE r.id = (p).practitioner AND r.active) THEN 'inactive'
    WHEN (p).specialty IS NOT NULL AND NOT EXISTS (SELECT FROM specialties s WHERE s.id = (p).specialty)
      THEN 'specialty'
    WHEN (p).practitioner IS NOT NULL AND EXISTS (SELECT FROM visit_types t
      WHERE t.specialty_id IS NOT NULL AND t.id = (p).type AND NOT EXISTS (SELECT FROM practitioner_specialties s
        WHERE s.resource_id = (p).practitioner AND s.specialty_id = t.specialty_id)) THEN 'wrong_type'
    WHEN (p).appointment IS NOT NULL AND NOT EXISTS (SELECT FROM patient_occupancy o
      WHERE o.taken_by = (p).appointment AND o.patient_id = p_patient AND lower(o.during) > now()) THEN 'appointment'
    ELSE '' END
$$;
-- Puts somebody on a list; whom this user has taken off waits again since when they waited. Outcomes: 'added',
-- 'again' (the same id by the same user), 'taken', 'refused' (clinic), 'many' (one patient waits for so much there
-- already), or a word of waiting_refusal.
CREATE FUNCTION waitlist_add(p_id uuid, p_clinic uuid, p_patient uuid, p waiting_wish, p_most int,
  OUT outcome text, OUT version bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  outcome := CASE WHEN clinic_visible(p_clinic) THEN waiting_refusal(p_clinic, p_patient, p) ELSE 'refused' END;
  IF outcome = '' AND (SELECT count(*) >= p_most FROM waitlist w
      WHERE w.patient_id = p_patient AND w.clinic_id = p_clinic AND w.state = 'waiting' AND w.id <> p_id) THEN
    outcome := 'many';
  END IF;
  IF outcome <> '' THEN
    RETURN;
  END IF;
  INSERT INTO waitlist AS w (id, clinic_id, patient_id, type_id, resource_id, specialty_id, priority, days, weekdays,
    time_from, time_to, note, appointment_id, made_at, user_id, user_name)
  SELECT p_id, p_clinic, p_patient, (p).type, (p).practitioner, (p).specialty, (p).priority, (p).days, (p).weekdays,
    (p).time_from, (p).time_to, (p).note, (p).appointment, clock_timestamp(), u.id, u.name
  FROM users u WHERE u.id = acting_user()
  ON CONFLICT (id) DO UPDATE SET state = 'waiting', withdrawn_by = NULL, version = w.version + 1,
    type_id = excluded.type_id, resource_id = excluded.resource_id, specialty_id = excluded.specialty_id,
    priority = excluded.priority, days = excluded.days, weekdays = excluded.weekdays,
    time_from = excluded.time_from, time_to = excluded.time_to, note = excluded.note,
    appointment_id = excluded.appointment_id
  WHERE w.state = 'withdrawn' AND w.withdrawn_by = acting_user() AND w.clinic_id = p_clinic
    AND w.patient_id = p_patient;
  IF NOT FOUND THEN
    outcome := CASE WHEN EXISTS (SELECT FROM waitlist w WHERE w.id = p_id AND w.user_id = acting_user()
      AND w.clinic_id = p_clinic AND w.patient_id = p_patient AND w.state = 'waiting') THEN 'again' ELSE 'taken' END;
    RETURN;
  END IF;
  -- As a booking does: who waits in a clinic is known there.
  IF NOT EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p_patient AND c.clinic_id = p_clinic) THEN
    INSERT INTO patient_clinic (patient_id, clinic_id, made_by) VALUES (p_patient, p_clinic, 'booking')
    ON CONFLICT DO NOTHING;
  END IF;
  outcome := 'added';
  version := waitlist_raise(p_clinic);
END $$;
-- Changes what somebody takes. Outcomes: 'done', 'none' (nobody of that id waits, or not that patient there),
-- 'changed' (a newer version is there), or a word of waiting_refusal. Offers go when they fit no more: all of them.
CREATE FUNCTION waitlist_change(p_id uuid, p_version int, p_clinic uuid, p_patient uuid, p waiting_wish,
  OUT outcome text, OUT version bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  present waitlist;
BEGIN
  SELECT * INTO present FROM waitlist w WHERE w.id = p_id AND w.state = 'waiting' AND clinic_visible(w.clinic_id)
    AND w.clinic_id = p_clinic AND w.patient_id = p_patient FOR NO KEY UPDATE;
  outcome := CASE WHEN present.id IS NULL THEN 'none' ELSE waiting_refusal(p_clinic, p_patient, p) END;
  IF outcome = '' AND present.version <> p_version THEN
    outcome := 'changed';
  END IF;
  IF outcome <> '' THEN
    RETURN;
  END IF;
  UPDATE waitlist w SET type_id = (p).type, resource_id = (p).practitioner, specialty_id = (p).specialty,
    priority = (p).priority, days = (p).days, weekdays = (p).weekdays, time_from = (p).time_from,
    time_to = (p).time_to, note = (p).note, appointment_id = (p).appointment, version = present.version + 1
  WHERE w.id = p_id;
  IF (present.type_id, present.resource_id, present.specialty_id, present.days, present.weekdays, present.time_from,
      present.time_to) IS DISTINCT FROM ((p).type, (p).practitioner, (p).specialty, (p).days, (p).weekdays,
      (p).time_from, (p).time_to) THEN
    DELETE FROM waitlist_offers f WHERE f.waiting_id = p_id AND NOT f.passed;
  END IF;
  outcome := 'done';
  version := waitlist_raise(p_clinic);
END $$;
-- Takes somebody off: whose entry it was, nothing where nobody of that id waits. Not asked whether the chart is open:
-- who waits can be taken off unseen.
CREATE FUNCTION waitlist_withdraw(p_id uuid, OUT clinic uuid, OUT patient uuid, OUT version bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE waitlist w SET state = 'withdrawn', withdrawn_by = acting_user(), version = w.version + 1
  WHERE w.id = p_id AND w.state = 'waiting' AND clinic_visible(w.clinic_id)
  RETURNING w.clinic_id, w.patient_id INTO clinic, patient;
  version := waitlist_raise(clinic);
END $$;
-- Passes an offer over: as above.
CREATE FUNCTION waitlist_pass(p_offer uuid, OUT clinic uuid, OUT patient uuid, OUT entry uuid, OUT version bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE waitlist_offers f SET passed = true FROM waitlist w
  WHERE f.id = p_offer AND NOT f.passed AND w.id = f.waiting_id AND w.state = 'waiting'
    AND clinic_visible(w.clinic_id)
  RETURNING w.clinic_id, w.patient_id, w.id INTO clinic, patient, entry;
  version := waitlist_raise(clinic);
END $$;
"""

INNER = ("waitlist_raise", "visit_part", "offer_stands", "chart_open", "waiting_refusal")
OFFERED = (
    "waitlist_propose", "waitlist_page", "waitlist_add", "waitlist_change", "waitlist_withdraw", "waitlist_pass",
)  # fmt: skip


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by the hub."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (SHARED, READING, PROPOSING, WRITING):
        run(part)
    for name in (*INNER, *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {', '.join(OFFERED)} TO clinic_hub")
