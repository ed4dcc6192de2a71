"""A doctor who is not there: taking it all back, and who has been called."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

UNDO = """
-- Whether somebody has called, or changed a visit or an entry of the waitlist, since it was done, or a visit's time
-- is over by now: it cannot be taken back as a whole.
CREATE FUNCTION away_touched(p_id uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM unavailable_calls c WHERE c.unavailable_id = p_id AND (c.version > 1
      OR c.left_version > 0 AND NOT EXISTS (SELECT FROM appointments a
        WHERE a.id = c.appointment_id AND a.begins = c.begins AND a.version = c.left_version
          AND c.was_begins + (a.ends - a.begins) > now())
      OR c.waiting_id IS NOT NULL AND NOT EXISTS (SELECT FROM waitlist w
        WHERE w.id = c.waiting_id AND w.state = 'waiting' AND w.version = 1)))
    OR NOT EXISTS (SELECT FROM unavailable u JOIN schedule_exceptions e ON e.id = u.exception_id WHERE u.id = p_id)
$$;
-- Takes all of it back while nobody has touched it: hours, visits, the waitlist, and what was to be told. Outcomes:
-- 'undone', 'again' (it was before), or: none, touched (also where a visit's time is taken by now).
CREATE FUNCTION away_undo(p_id uuid, p_release interval) RETURNS away_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public,
  pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer away_answer;
  u unavailable;
  one away_row;
  plan away_row[];
  todo int[];
  later int[];
  told json[] := '{}';
  times visit_times;
  n int;
  put record;
BEGIN
  SELECT * INTO u FROM unavailable x WHERE x.id = p_id AND clinic_visible(x.clinic_id) FOR UPDATE;
  answer.list := p_id;
  answer.outcome := CASE WHEN u.id IS NULL THEN 'none' WHEN u.undone_at IS NOT NULL THEN 'again'
    WHEN away_touched(p_id) THEN 'touched' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  SELECT coalesce(array_agg(CAST(ROW(c.n, c.action, c.was_begins, c.waiting_id, '', a,
    away_former(a, h.before)) AS away_row) ORDER BY c.n), '{}')
  INTO plan
  FROM (SELECT x.*, CAST(row_number() OVER (ORDER BY x.place) AS int) AS n FROM unavailable_calls x
    WHERE x.unavailable_id = p_id AND x.left_version > 0) c
  JOIN appointments a ON a.id = c.appointment_id AND a.begins = c.begins
  JOIN appointment_history h ON h.appointment_id = a.id AND h.version = c.left_version;
  times := away_times_of(ARRAY(SELECT r.before FROM unnest(plan) r), ARRAY(SELECT r.after FROM unnest(plan) r));
  PERFORM away_lock(u.clinic_id, u.resource_id, ARRAY(SELECT (r.before).patient_id FROM unnest(plan) r), times);
  IF away_touched(p_id) THEN
    answer.outcome := 'touched';
    RETURN answer;
  END IF;
  DELETE FROM schedule_exceptions e WHERE e.id = u.exception_id;
  todo := ARRAY(SELECT i FROM generate_subscripts(plan, 1) i);
  WHILE cardinality(todo) > 0 LOOP
    later := '{}';
    FOREACH n IN ARRAY todo LOOP
      one := plan[n];
      put := away_put(one.before, one.after, true);
      IF put.outcome = '' THEN
        one.after := put.p_after;
        PERFORM appointment_notice(uuidv7(), one.after, clock_timestamp() + p_release, NOT EXISTS (
          SELECT FROM notices k WHERE k.appointment_id = (one.after).id AND k.state = 'released'
            AND k.version >= (one.before).version));
        told := told || away_kept('undone', one.before, one.after, '');
      ELSE
        later := later || n;
      END IF;
    END LOOP;
    IF cardinality(later) = cardinality(todo) THEN
      answer.outcome := 'touched';
      RETURN answer;
    END IF;
    todo := later;
  END LOOP;
  UPDATE unavailable x SET undone_at = clock_timestamp() WHERE x.id = p_id;
  UPDATE waitlist w SET state = 'withdrawn', withdrawn_by = acting_user(), version = w.version + 1
  FROM unavailable_calls c WHERE c.unavailable_id = p_id AND w.id = c.waiting_id;
  IF FOUND THEN
    PERFORM waitlist_raise(u.clinic_id);
  END IF;
  answer.outcome := 'undone';
  answer.done := CAST(array_to_json(told) AS text);
  answer.changes := away_changes(times);
  RETURN answer;
END $$;
-- A visit as it stood before a change, by what the history says.
CREATE FUNCTION away_former(p_visit appointments, p_before jsonb) RETURNS appointments
LANGUAGE plpgsql STABLE AS $$
DECLARE
  b appointments := p_visit;
BEGIN
  b.begins := coalesce(at_ms(CAST(p_before ->> 'begins' AS bigint)), b.begins);
  b.ends := coalesce(at_ms(CAST(p_before ->> 'ends' AS bigint)), b.ends);
  b.own_begins := coalesce(at_ms(CAST(p_before ->> 'own_begins' AS bigint)), b.own_begins);
  b.own_ends := coalesce(at_ms(CAST(p_before ->> 'own_ends' AS bigint)), b.own_ends);
  b.resource_id := coalesce(CAST(p_before ->> 'practitioner' AS int), b.resource_id);
  b.state := coalesce(p_before ->> 'state', b.state);
  b.overbooked := coalesce(p_before ->> 'overbooked', b.overbooked);
  b.beside := coalesce(p_before ->> 'beside', b.beside);
  b.cancelled := coalesce(p_before ->> 'cancelled', b.cancelled);
  b.to_confirm := coalesce(CAST(p_before ->> 'to_confirm' AS int) = 1, b.to_confirm);
  RETURN b;
END $$;
"""

CALLS = """
CREATE TYPE away_list AS (clinic uuid, practitioner int, begins bigint, ends bigint, label text, days int, by text,
  made_at bigint, undone boolean, touched boolean, rows text, seen int);
-- A call list as wire.unavailable.CallList says it; one row of it alone, if so. No row: there is none to be seen.
CREATE FUNCTION away_calls(p_id uuid, p_appointment uuid, p_named uuid[]) RETURNS SETOF away_list
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.clinic_id, coalesce(u.resource_id, 0), ms(lower(u.during)), ms(upper(u.during)), u.label, u.days,
    u.user_name,
    ms(u.made_at), u.undone_at IS NOT NULL, u.undone_at IS NULL AND away_touched(u.id), CAST(c.rows AS text), c.seen
  FROM unavailable u
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('card', visit_card(CAST(ROW(a.*) AS appointments),
      CAST(ROW(p.*) AS patients),
        (SELECT k.value FROM patient_contacts k WHERE k.patient_id = p.id AND k.kind = 'phone'
          ORDER BY k.position LIMIT 1),
        (SELECT json_agg(r.name ORDER BY r.kind, r.name) FROM resources r WHERE r.id = ANY (a.others)), p_named),
      'action', x.action, 'was_begins', ms(x.was_begins), 'was_practitioner', x.was_resource, 'outcome', x.outcome,
      'contact', x.contact, 'contact_by', x.contact_name, 'contact_at', coalesce(ms(x.contact_at), 0),
      'tries', x.tries, 'note', CASE WHEN p.id IS NULL THEN '' ELSE x.note END, 'version', x.version)
      ORDER BY x.was_begins, x.place), '[]') AS rows, CAST(count(p.id) AS int) AS seen
    FROM unavailable_calls x
    CROSS JOIN LATERAL (
      SELECT * FROM appointments s WHERE s.id = x.appointment_id AND s.begins = x.begins
      UNION ALL
      -- Moved since: all months are looked at.
      SELECT * FROM appointments s WHERE s.id = x.appointment_id AND s.begins <> x.begins
        AND NOT EXISTS (SELECT FROM appointments y WHERE y.id = x.appointment_id AND y.begins = x.begins)
      LIMIT 1) a
    LEFT JOIN LATERAL (SELECT z.* FROM patients z WHERE z.id = a.patient_id
      AND a.clinic_id = ANY (p_named) OFFSET 0) y
      ON true
    LEFT JOIN LATERAL (SELECT y.* WHERE chart_open(ROW(y.*)::patients)) p ON true
    WHERE x.unavailable_id = u.id AND (p_appointment IS NULL OR x.appointment_id = p_appointment)) c
  WHERE u.id = p_id AND clinic_visible(u.clinic_id)
$$;
-- A clinic's call lists, the newest first, behind a place in that order. ``open``: nobody has been reached.
CREATE FUNCTION away_heads(p_clinic uuid, p_before timestamptz, p_before_id uuid, p_limit int)
RETURNS TABLE (id uuid, practitioner int, begins bigint, ends bigint, label text, days int, by text, at timestamptz,
  rows int, open int, undone boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.id, coalesce(u.resource_id, 0), ms(lower(u.during)), ms(upper(u.during)), u.label, u.days, u.user_name,
    u.made_at, c.rows, CASE WHEN u.undone_at IS NULL THEN c.open ELSE 0 END, u.undone_at IS NOT NULL
  FROM (SELECT * FROM unavailable x WHERE x.clinic_id = p_clinic AND clinic_visible(x.clinic_id)
      AND (p_before IS NULL OR (x.made_at, x.id) < (p_before, p_before_id))
    ORDER BY x.made_at DESC, x.id DESC LIMIT p_limit) u
  CROSS JOIN LATERAL (SELECT CAST(count(*) AS int) AS rows,
    CAST(count(*) FILTER (WHERE x.contact NOT IN ('agreed', 'declined')) AS int) AS open
    FROM unavailable_calls x WHERE x.unavailable_id = u.id) c
  ORDER BY u.made_at DESC, u.id DESC
$$;
-- Notes what came of a call; who agrees to where the visit was moved has it confirmed. Outcomes: 'called',
-- 'again' (the
-- same once more), or: none, taken_back, called_changed.
CREATE FUNCTION away_called(p_id uuid, p_appointment uuid, p_version int, p_contact text, p_note text)
RETURNS away_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public,
  pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer away_answer;
  u unavailable;
  c unavailable_calls;
  a appointments;
  b appointments;
  wrote record;
  times visit_times;
  kept json;
BEGIN
  -- Beside an undo of it all nobody calls; each of these is waited for with nothing else in hand.
  SELECT * INTO u FROM unavailable x WHERE x.id = p_id AND clinic_visible(x.clinic_id) FOR SHARE;
  SELECT * INTO c FROM unavailable_calls x WHERE x.unavailable_id = u.id
    AND x.appointment_id = p_appointment FOR UPDATE;
  answer.list := u.id;
  answer.outcome := CASE WHEN c.appointment_id IS NULL THEN 'none' WHEN u.undone_at IS NOT NULL THEN 'taken_back'
    WHEN c.version = p_version + 1 AND c.contact_by = acting_user() AND c.contact = p_contact AND c.note = p_note
      THEN 'again'
    WHEN c.version <> p_version THEN 'called_changed' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  UPDATE unavailable_calls x SET contact = p_contact, note = p_note, contact_by = acting_user(),
    contact_name = coalesce((SELECT k.name FROM users k WHERE k.id = acting_user()), ''),
      contact_at = clock_timestamp(),
    tries = least(x.tries + CAST(p_contact <> '' AS int), 999), version = x.version + 1
  WHERE x.unavailable_id = p_id AND x.appointment_id = p_appointment;
  answer.outcome := 'called';
  SELECT * INTO a FROM appointments x WHERE x.id = p_appointment AND x.clinic_id = u.clinic_id;
  IF p_contact = 'agreed' AND a.to_confirm AND a.state = 'booked' THEN
    times := visit_times_of(a);
    PERFORM visit_grip(a.clinic_id, a.patient_id, times);
    b := a;
    b.to_confirm := false;
    wrote := appointment_write(a, b);
    IF NOT wrote.written THEN
      answer.outcome := 'changed';
      RETURN answer;
    END IF;
    b := wrote.p_after;
    kept := away_kept('confirmed', a, b, '');
    UPDATE unavailable_calls x SET left_version = b.version
    WHERE x.unavailable_id = p_id AND x.appointment_id = p_appointment AND x.left_version = a.version;
    answer.changes := away_changes(times);
  END IF;
  answer.done := json_build_object('patient', a.patient_id, 'clinic', u.clinic_id, 'contact', c.contact);
  RETURN answer;
END $$;
"""

INNER = (
    "away_touched",
    "away_former",
)
OFFERED = (
    "away_undo",
    "away_calls",
    "away_heads",
    "away_called",
)


def upgrade() -> None:
    """Make the functions; the hub may call those that are offered."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (UNDO, CALLS):
        run(part)
    for name in (*INNER, *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {', '.join(OFFERED)} TO clinic_hub")
