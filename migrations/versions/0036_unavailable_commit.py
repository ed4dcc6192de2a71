"""A doctor who is not there: what was planned is done, all rows in one transaction,
and each by itself (ADR 0081)."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

LOCKS = """
-- What is taken by these visits, and could be by those that are put elsewhere (lists side by side; the
-- practitioner's
-- part of each, and all who and that could meet its needs).
CREATE FUNCTION away_times_of(p_visits appointments[], p_placed appointments[]) RETURNS visit_times
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT ROW(coalesce(array_agg(t.resource), '{}'), coalesce(array_agg(t.begins), '{}'),
    coalesce(array_agg(t.ends), '{}'))::visit_times
  FROM (
    SELECT u.resource, u.begins, u.ends FROM unnest(p_visits || p_placed) v
    CROSS JOIN LATERAL (SELECT (visit_times_of(v)).*) w
    CROSS JOIN LATERAL unnest(w.resources, w.begins, w.ends) u (resource, begins, ends)
    UNION
    SELECT c.resource_id, lower(c.during), upper(c.during) FROM unnest(p_placed) v
    CROSS JOIN LATERAL visit_candidates(v.type_id, v.clinic_id, v.resource_id, v.begins) c) t
$$;
-- All locks of such work at once, in the order of ADR 0070: the clinic (alone, where it closes), people and
-- rooms (who
-- is away alone), patients, queues, days. Whatever is taken and given back behind it waits for nobody.
CREATE FUNCTION away_lock(p_clinic uuid, p_resource int, p_patients uuid[], p_times visit_times) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  one int;
  patient uuid;
BEGIN
  PERFORM schedule_lock(ARRAY[p_clinic], '{}', p_resource IS NULL);
  FOR one IN SELECT DISTINCT r FROM unnest((p_times).resources || p_resource) r WHERE r IS NOT NULL ORDER BY r LOOP
    PERFORM schedule_lock('{}', ARRAY[one], coalesce(one = p_resource, false));
  END LOOP;
  FOR patient IN SELECT DISTINCT p FROM unnest(p_patients) p ORDER BY p LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended(patient::text, 18));
    PERFORM FROM patients x WHERE x.id = patient FOR SHARE;
  END LOOP;
  PERFORM pg_advisory_xact_lock(k) FROM visit_queues((p_times).resources, (p_times).begins, (p_times).ends) k;
  PERFORM raise_days((p_times).resources, (p_times).begins, (p_times).ends);
END $$;
CREATE FUNCTION away_changes(p_times visit_times) RETURNS text
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  SELECT CAST(coalesce(json_agg(json_build_array(c.clinic_id, c.day, c.practitioner, c.version)), '[]') AS text)
  FROM schedule_changes((p_times).resources, (p_times).begins, (p_times).ends) c
$$;
"""

ROWS = """
-- Keeps what was changed of a visit; returns it as JSON for the log: the fields before and after.
CREATE FUNCTION away_kept(p_kind text, p_before appointments, p_after appointments, p_reason text) RETURNS json
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  former jsonb := appointment_words(p_before);
  latter jsonb := appointment_words(p_after);
BEGIN
  SELECT coalesce(jsonb_object_agg(f.key, f.value), '{}') INTO former FROM jsonb_each(former) f
  WHERE latter -> f.key <> f.value;
  SELECT coalesce(jsonb_object_agg(l.key, l.value), '{}') INTO latter FROM jsonb_each(latter) l
    WHERE former ? l.key;
  INSERT INTO appointment_history (appointment_id, version, kind, at, user_id, user_name, before, after, reason)
  SELECT p_after.id, p_after.version, p_kind, clock_timestamp(), u.id, u.name, former, latter, p_reason
  FROM users u WHERE u.id = acting_user();
  RETURN json_build_object('id', p_after.id, 'kind', p_kind, 'patient', p_after.patient_id, 'before', former,
    'after',
    latter);
END $$;
-- A visit as it would stand elsewhere, not agreed with its patient yet.
CREATE FUNCTION away_placed(p_visit appointments, p_resource int, p_begins timestamptz) RETURNS appointments
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  b appointments := p_visit;
BEGIN
  b.resource_id := p_resource;
  b.begins := p_begins;
  b.ends := p_begins + (p_visit.ends - p_visit.begins);
  b.own_begins := p_begins + (p_visit.own_begins - p_visit.begins);
  b.own_ends := p_begins + (p_visit.own_ends - p_visit.begins);
  b.overbooked := '';
  b.beside := '';
  b.to_confirm := true;
  RETURN b;
END $$;
-- Puts a visit somewhere (or, cancelled, nowhere) behind all locks, alone: what it cannot have leaves it as it was.
-- Outcomes: '', 'changed', or a word of visit_put.
CREATE FUNCTION away_put(p_before appointments, INOUT p_after appointments, p_trusted boolean, OUT outcome text)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  put record;
  none visit_times := ROW('{}'::int[], '{}'::timestamptz[], '{}'::timestamptz[]);
BEGIN
  IF p_after.state = 'cancelled' THEN
    put := appointment_free(p_before, p_after);
  ELSE
    put := appointment_put(p_before, p_after, NULL, none, p_trusted);
  END IF;
  outcome := put.outcome;
  IF outcome <> '' THEN
    RAISE EXCEPTION USING ERRCODE = 'CB003';
  END IF;
  p_after := put.p_after;
EXCEPTION WHEN SQLSTATE 'CB003' THEN
  RETURN;
END $$;
-- What keeps a row of a plan from being done; '' for nothing. ``p_after``: as the visit would stand.
CREATE FUNCTION away_refusal(p_before appointments, p_after appointments, p_action text, p_clinic uuid,
  p_resource int, p_during tstzrange, p_moving text[], p_cancelling text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE
    WHEN p_action = 'leave' THEN ''
    WHEN NOT away_hits(p_before, p_clinic, p_resource, p_during) THEN 'changed'
    WHEN p_before.state <> ALL (CASE p_action WHEN 'move' THEN p_moving ELSE p_cancelling END) THEN 'state'
    WHEN p_action = 'cancel' THEN ''
    WHEN p_action = 'waitlist' THEN CASE
      WHEN NOT patient_open(p_before.patient_id) THEN 'glass'
      WHEN EXISTS (SELECT FROM patients p WHERE p.id = p_before.patient_id AND p.deceased) THEN 'deceased'
      WHEN NOT EXISTS (SELECT FROM visit_types t WHERE t.id = p_before.type_id AND t.active) THEN 'type' ELSE '' END
    WHEN p_resource IS NULL AND tstzrange(p_after.begins, p_after.ends) && p_during THEN 'closed'
    WHEN p_resource = p_after.resource_id AND tstzrange(p_after.own_begins, p_after.own_ends) && p_during
      THEN 'away'
    ELSE visit_refusal(p_clinic, NULL, p_after.resource_id, p_after.type_id, p_after.begins, 0) END;
END $$;
"""

COMMIT = """
CREATE TYPE away_answer AS (outcome text, list uuid, done text, changes text);
-- One row of a plan: what was asked, the visit as it was and as it shall be, and what became of it.
CREATE TYPE away_row AS (place int, action text, asked_at timestamptz, waiting uuid, outcome text,
  before appointments, after appointments);
-- Takes somebody's hours away (nobody's: closes the clinic) and does with each visit what was chosen, each by
-- itself
-- (those that stand in another's way once more, behind it). Outcomes: 'done', 'again', or: key, none, practitioner.
CREATE FUNCTION away_commit(p_id uuid, p_key uuid, p_asked bytea, p_exception uuid, p_clinic uuid, p_resource int,
  p_begins timestamptz, p_ends timestamptz, p_label text, p_days int, p_ids uuid[], p_ats timestamptz[],
  p_versions int[], p_actions text[], p_people int[], p_times timestamptz[],
  p_words text, p_release interval, p_moving text[], p_cancelling text[])
RETURNS away_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public,
  pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer away_answer;
  during tstzrange := tstzrange(p_begins, p_ends);
  one away_row;
  plan away_row[] := '{}';
  todo int[];
  later int[];
  told json[] := '{}';
  times visit_times;
  n int;
  put record;
  seen record;
  first timestamptz[];
BEGIN
  answer.outcome := CASE WHEN acting_user() IS NULL THEN 'none' ELSE exception_allowed(p_clinic, p_resource) END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  INSERT INTO unavailable (id, clinic_id, resource_id, during, label, days, exception_id, key, asked, made_by,
    user_name,
    made_at)
  SELECT p_id, p_clinic, p_resource, during, p_label, p_days, p_exception, p_key, p_asked, u.id, u.name,
    clock_timestamp()
  FROM users u WHERE u.id = acting_user()
  ON CONFLICT (key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT CASE WHEN k.made_by = acting_user() AND k.asked = p_asked AND clinic_visible(k.clinic_id) THEN 'again'
      ELSE 'key' END, k.id INTO answer.outcome, answer.list FROM unavailable k WHERE k.key = p_key;
    RETURN answer;
  END IF;
  -- Who is told of is looked up, then locked, and looked up again behind the locks.
  SELECT array_agg(CAST(ROW(a.n, a.action, a.at, uuidv7(), '', v.visit, CASE WHEN a.action = 'move' THEN
      away_placed(v.visit, CASE a.person WHEN 0 THEN (v.visit).resource_id
        ELSE a.person END, a.begins) END) AS away_row)
    ORDER BY (v.visit).begins, (v.visit).id)
  INTO plan
  FROM unnest(p_ids, p_ats, p_versions, p_actions, p_people, p_times) WITH ORDINALITY
    AS a (id, at, version, action, person, begins, n)
  CROSS JOIN LATERAL (SELECT x AS visit FROM appointments x WHERE x.id = a.id AND x.begins = a.at
    AND x.version = a.version AND x.clinic_id = p_clinic OFFSET 0) v;
  plan := coalesce(plan, '{}');
  times := away_times_of(ARRAY(SELECT r.before FROM unnest(plan) r),
    -- Nobody is locked, nor a day raised, for what cannot be anyway: who is of another clinic, or no such time.
    ARRAY(SELECT r.after FROM unnest(plan) r WHERE (r.after).id IS NOT NULL AND visit_refusal(p_clinic, NULL,
      (r.after).resource_id, (r.after).type_id, (r.after).begins, 0) = ''));
  PERFORM away_lock(p_clinic, p_resource, ARRAY(SELECT (r.before).patient_id FROM unnest(plan) r), times);
  INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during, label, made_by)
  VALUES (p_exception, CASE WHEN p_resource IS NULL THEN 'closed' ELSE 'leave' END, p_resource, p_clinic, during,
    p_label, acting_user());
  first := ARRAY(SELECT coalesce((SELECT least(min(w.made_at), now()) FROM waitlist w
    WHERE w.clinic_id = p_clinic AND w.state = 'waiting' AND w.priority = p), now()) FROM generate_series(1, 3) p);
  -- Who gives a time up goes first.
  todo := ARRAY(SELECT i FROM generate_subscripts(plan, 1) i ORDER BY (plan[i]).action = 'move', i);
  WHILE cardinality(todo) > 0 LOOP
    later := '{}';
    FOREACH n IN ARRAY todo LOOP
      one := plan[n];
      seen := appointment_seen((one.before).id, (one.before).begins, (one.before).version);
      one.outcome := CASE WHEN one.action = 'leave' THEN '' WHEN seen.outcome = ''
        THEN away_refusal(one.before, one.after, one.action, p_clinic,
        p_resource, during, p_moving, p_cancelling) ELSE seen.outcome END;
      IF one.outcome = '' AND one.action <> 'leave' THEN
        IF one.action <> 'move' THEN
          one.after := one.before;
          one.after.state := 'cancelled';
          one.after.cancelled := p_words;
        END IF;
        put := away_put(one.before, one.after, false);
        one.outcome := put.outcome;
        IF one.outcome = '' THEN
          one.after := put.p_after;
          PERFORM appointment_notice(uuidv7(), one.after, clock_timestamp() + p_release, false);
          told := told || away_kept(CASE one.action WHEN 'move' THEN 'moved'
            ELSE 'cancelled' END, one.before, one.after,
            p_label);
        ELSIF one.action = 'move' AND one.outcome IN ('taken', 'needs_taken', 'patient_busy') THEN
          -- What is in the way may be another of these, which has not been moved yet.
          later := later || n;
        END IF;
      END IF;
      plan[n] := one;
    END LOOP;
    EXIT WHEN cardinality(later) = cardinality(todo);
    todo := later;
  END LOOP;
  -- First in line, in the order of their visits.
  INSERT INTO waitlist (id, clinic_id, patient_id, type_id, specialty_id, priority, days, made_at, user_id,
    user_name)
  SELECT r.waiting, p_clinic, (r.before).patient_id, t.id, CASE WHEN t.specialty_id IS NULL THEN (
      SELECT min(s.specialty_id) FROM practitioner_specialties s WHERE s.resource_id = (r.before).resource_id) END,
    t.priority, daterange(CAST(now() AT TIME ZONE c.zone AS date), NULL),
    first[t.priority] - (cardinality(plan) - i.n) * interval '1 millisecond', u.id, u.name
  FROM generate_subscripts(plan, 1) i (n) CROSS JOIN LATERAL (SELECT (plan[i.n]).*) r
  JOIN visit_types t ON t.id = (r.before).type_id
  JOIN clinics c ON c.id = p_clinic
  JOIN users u ON u.id = acting_user()
  WHERE r.action = 'waitlist' AND r.outcome = '';
  IF FOUND THEN
    PERFORM waitlist_raise(p_clinic);
  END IF;
  INSERT INTO unavailable_calls (unavailable_id, appointment_id, place, action, outcome, was_begins, was_resource,
    begins, left_version, waiting_id)
  SELECT p_id, a.id, a.n, a.action, CASE WHEN r.place IS NULL THEN s.outcome ELSE r.outcome END,
    coalesce((r.before).begins, s.begins), coalesce((r.before).resource_id, s.resource_id),
    coalesce(CASE WHEN r.outcome = '' THEN (r.after).begins END, (r.before).begins, s.begins),
    CASE WHEN r.outcome = '' AND a.action <> 'leave' THEN (r.after).version ELSE 0 END,
    CASE WHEN r.outcome = '' AND a.action = 'waitlist' THEN r.waiting END
  FROM unnest(p_ids, p_actions) WITH ORDINALITY AS a (id, action, n)
  LEFT JOIN unnest(plan) r ON r.place = a.n
  -- Not as it was seen: how it is now, where it can be seen at all.
  LEFT JOIN LATERAL (SELECT CASE WHEN a.action = 'leave' THEN ''
    ELSE 'changed' END AS outcome, x.begins, x.resource_id
    FROM appointments x WHERE r.place IS NULL AND x.id = a.id AND x.clinic_id = p_clinic) s ON true
  WHERE r.place IS NOT NULL OR s.outcome IS NOT NULL;
  answer.outcome := 'done';
  answer.list := p_id;
  answer.done := CAST(array_to_json(told) AS text);
  answer.changes := away_changes(times);
  RETURN answer;
END $$;
"""

INNER = (
    "away_times_of",
    "away_lock",
    "away_changes",
    "away_kept",
    "away_placed",
    "away_put",
    "away_refusal",
)
OFFERED = ("away_commit",)


def upgrade() -> None:
    """Make the functions; the hub may call those that are offered."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (LOCKS, ROWS, COMMIT):
        run(part)
    for name in (*INNER, *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {', '.join(OFFERED)} TO clinic_hub")
