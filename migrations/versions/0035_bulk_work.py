"""Bulk work at the front desk: one operation on many visits in one statement, and taking it back (ADR 0079)."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

DOING = """
-- Puts all visits that are judged 'place' where they belong, in an order in which none is in the way of the next.
-- Rooms and colleagues are picked for each, no longer in everybody's order: nobody is waited for long.
CREATE FUNCTION bulk_place(o bulk_order, p_ids uuid[], p_ats timestamptz[], p_versions int[], p_to timestamptz[],
  INOUT verdicts text[], INOUT concerned visit_times, INOUT places timestamptz[])
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  one record;
  a appointments;
  put record;
  waiting int := 200;
BEGIN
  FOR one IN
    SELECT k.n, k.id, k.at, k.version, k.target, (b.visit).begins > k.at AS later
    FROM unnest(p_ids, p_ats, p_versions, p_to, verdicts) WITH ORDINALITY AS k (id, at, version, target, verdict, n)
    JOIN appointments v ON v.id = k.id AND v.begins = k.at AND v.begins >= o.first AND v.begins <= o.last
    CROSS JOIN LATERAL (SELECT bulk_after(o, v, k.target) AS visit) b
    WHERE k.verdict = 'place'
    ORDER BY 6, CASE WHEN (b.visit).begins > k.at THEN -1 ELSE 1 END * EXTRACT(epoch FROM k.at), k.id
  LOOP
    BEGIN
      PERFORM set_config('lock_timeout', waiting || 'ms', true);
      SELECT * INTO a FROM appointments v WHERE v.id = one.id AND v.begins = one.at FOR NO KEY UPDATE;
      verdicts[one.n] := bulk_verdict(o, a, one.version, one.target, CAST(0 AS smallint));
      CONTINUE WHEN verdicts[one.n] <> 'place';
      put := bulk_put(o, a, bulk_after(o, a, one.target));
      verdicts[one.n] := coalesce(nullif(put.outcome, ''), 'done');
      IF verdicts[one.n] = 'done' THEN
        places[one.n] := (put.p_after).begins;
        concerned := visit_joined(concerned, put.concerned);
      END IF;
    EXCEPTION WHEN lock_not_available THEN
      verdicts[one.n] := 'busy';
      waiting := 2;                     -- whoever has it may be waiting for what this transaction has
    END;
  END LOOP;
  verdicts := array_replace(verdicts, 'place', 'changed');
  SET LOCAL lock_timeout = 0;
END $$;
-- Gives back what some visits took, and withdraws or writes what their patients are to be told.
CREATE FUNCTION bulk_free(o bulk_order, p_freed uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  DELETE FROM occupancy x WHERE x.taken_by = ANY (p_freed);
  DELETE FROM patient_occupancy x WHERE x.taken_by = ANY (p_freed);
  IF o.operation = 'cancel' THEN
    UPDATE notices n SET state = 'withdrawn' WHERE n.appointment_id = ANY (p_freed) AND n.state = 'waiting';
    INSERT INTO notices (id, appointment_id, patient_id, clinic_id, kind, version, begins, release_at)
    SELECT uuidv7(), a.id, a.patient_id, a.clinic_id, 'cancelled', a.version, a.begins, o.moment + o.release
    FROM appointments a
    CROSS JOIN LATERAL (SELECT n.kind FROM notices n WHERE n.appointment_id = a.id AND n.state = 'released'
      ORDER BY n.version DESC LIMIT 1) told
    WHERE a.id = ANY (p_freed) AND a.begins >= o.first AND a.begins <= o.last AND told.kind IN ('booked', 'moved');
  END IF;
END $$;
-- Proposes what has become free to those who wait. Not all of very much: each is looked at by itself.
CREATE FUNCTION bulk_propose(p_clinic uuid, p_times visit_times) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  one record;
BEGIN
  IF NOT EXISTS (SELECT FROM waitlist w WHERE w.clinic_id = p_clinic AND w.state = 'waiting') THEN
    RETURN;
  END IF;
  FOR one IN
    SELECT t.resource, t.begins, t.ends FROM unnest(p_times.resources, p_times.begins, p_times.ends)
      AS t (resource, begins, ends)
    WHERE t.ends > now() AND EXISTS (SELECT FROM resources r WHERE r.id = t.resource AND r.kind = 'practitioner')
    ORDER BY t.begins, t.resource LIMIT 20
  LOOP
    BEGIN
      SET LOCAL lock_timeout = '50ms';
      PERFORM waitlist_propose(p_clinic, one.resource, one.begins, one.ends, NULL, '{}');
    EXCEPTION WHEN lock_not_available THEN
      EXIT;                             -- who has the list in hand may be waiting for this transaction
    END;
  END LOOP;
  SET LOCAL lock_timeout = 0;
END $$;
-- How visits stand now, and what has just been changed of them, as bulk_answer has it.
CREATE FUNCTION bulk_rows(p_clinic uuid, p_ids uuid[], p_places timestamptz[], p_verdicts text[], p_first timestamptz,
  p_last timestamptz, OUT rows text, OUT recorded text)
LANGUAGE sql STABLE SET enable_nestloop = off AS $$
  -- Of what is not there not even the id is kept that was asked for.
  SELECT coalesce(json_agg(json_build_array(CASE WHEN k.verdict <> 'none' THEN k.id END, k.verdict,
      coalesce(a.state, ''), coalesce(a.version, 0), coalesce(ms(a.begins), 0)) ORDER BY k.n), '[]'),
    coalesce(json_agg(json_build_array(k.id, a.patient_id, h.before, h.after) ORDER BY k.n)
      FILTER (WHERE h.version IS NOT NULL), '[]')
  FROM unnest(p_ids, p_places, p_verdicts) WITH ORDINALITY AS k (id, at, verdict, n)
  LEFT JOIN appointments a ON a.id = k.id AND a.begins = k.at AND a.id = ANY (p_ids) AND a.begins >= p_first
    AND a.begins <= p_last AND a.clinic_id = p_clinic
  LEFT JOIN appointment_history h ON h.appointment_id = a.id AND h.version = a.version AND k.verdict = 'done'
    AND h.appointment_id = ANY (p_ids)
$$;
-- Says what has become of all rows, what is to be recorded and told, and keeps it under the key.
CREATE FUNCTION bulk_done(p_key uuid, p_operation text, p_clinic uuid, p_ids uuid[], p_places timestamptz[],
  p_verdicts text[], p_concerned visit_times)
RETURNS bulk_answer
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  answer bulk_answer;
  told record := bulk_rows(p_clinic, p_ids, p_places, p_verdicts, (SELECT min(p) FROM unnest(p_places) p),
    (SELECT max(p) FROM unnest(p_places) p));
BEGIN
  answer := ROW('done', p_clinic, p_operation, told.rows, told.recorded, '[]', NULL);
  IF 'done' = ANY (p_verdicts) THEN
    SELECT coalesce(json_agg(json_build_array(c.clinic_id, c.day, c.practitioner, c.version)), '[]')
    INTO answer.changes
    FROM (SELECT array_agg(d.resource) AS resources, array_agg(d.begins) AS begins, array_agg(d.ends) AS ends FROM (
      SELECT t.resource, min(t.begins) AS begins, max(t.ends) AS ends
      FROM unnest(p_concerned.resources, p_concerned.begins, p_concerned.ends) AS t (resource, begins, ends)
      GROUP BY t.resource, CAST(t.begins AT TIME ZONE 'UTC' AS date)) d) g
    CROSS JOIN LATERAL schedule_changes(g.resources, g.begins, g.ends) c;
  END IF;
  UPDATE appointment_requests r SET
    bulk = format('[%s,%s,%s]', to_json(p_operation), coalesce(CAST(to_json(p_clinic) AS text), 'null'), answer.rows)
  WHERE r.key = p_key RETURNING r.at INTO answer.at;
  RETURN answer;
END $$;
-- What was answered under a key.
CREATE FUNCTION bulk_again(p_key uuid) RETURNS bulk_answer
LANGUAGE sql STABLE AS $$
  SELECT 'again', CAST(CAST(r.bulk AS json) ->> 1 AS uuid), CAST(r.bulk AS json) ->> 0,
    CAST(CAST(r.bulk AS json) -> 2 AS text), '[]', '[]', r.at
  FROM appointment_requests r WHERE r.key = p_key
$$;
-- Whether a row is neither done nor already so.
CREATE FUNCTION bulk_fails(p_verdicts text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN EXISTS (SELECT FROM unnest(p_verdicts) v WHERE v NOT IN ('done', 'place', 'already'));
"""

RUNNING = """
-- Writes all that can be done, behind the locks of it all; with one that cannot, nothing of a whole.
CREATE FUNCTION bulk_write(o bulk_order, p_ids uuid[], p_ats timestamptz[], p_versions int[], p_to timestamptz[],
  p_whole boolean, INOUT verdicts text[], INOUT places timestamptz[], INOUT concerned visit_times)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  seen text[] := verdicts;
  former timestamptz[] := places;
  wrote record;
BEGIN
  IF 'place' = ANY (seen) THEN
    wrote := bulk_place(o, p_ids, p_ats, p_versions, p_to, verdicts, concerned, places);
    verdicts := wrote.verdicts;
    places := wrote.places;
    concerned := wrote.concerned;
  END IF;
  IF 'done' = ANY (seen) THEN
    -- Those that have got their place just now are not done once more.
    wrote := bulk_set(o, p_ids, p_ats, p_versions,
      CASE WHEN o.operation = 'roomed' THEN room_left(o.clinic, o.room, o.moment) END,
      ARRAY(SELECT CASE WHEN s = 'place' AND v = 'done' THEN 'placed' ELSE v END
        FROM unnest(seen, verdicts) WITH ORDINALITY AS k (s, v, n) ORDER BY n));
    verdicts := array_replace(wrote.verdicts, 'placed', 'done');
    IF wrote.freed <> '{}' THEN
      PERFORM bulk_free(o, wrote.freed);
    END IF;
  END IF;
  IF p_whole AND bulk_fails(verdicts) THEN
    RAISE EXCEPTION USING ERRCODE = 'CB003';
  END IF;
EXCEPTION WHEN SQLSTATE 'CB003' THEN
  places := former;
END $$;
-- Does what is asked to each visit as it was seen, and keeps what became of it.
CREATE FUNCTION bulk_run(o bulk_order, p_key uuid, p_ids uuid[], p_ats timestamptz[], p_versions int[],
  p_to timestamptz[], p_whole boolean)
RETURNS bulk_answer
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  places timestamptz[] := p_ats;
  frees boolean := o.operation IN ('move', 'undo') OR NOT visit_holds(o.becomes);
  seen record;
  more record;
  verdicts text[];
  concerned visit_times;
BEGIN
  o.first := (SELECT min(t) FROM unnest(p_ats) t);
  o.last := (SELECT max(t) FROM unnest(p_ats) t);
  seen := bulk_look(o, p_ids, p_ats, p_versions, p_to);
  verdicts := coalesce(seen.verdicts, '{}');
  concerned := seen.own;
  IF 'none' = ANY (verdicts) THEN
    more := bulk_elsewhere(o, p_ids, p_to, verdicts, places);
    verdicts := more.verdicts;
    places := more.places;
  END IF;
  IF verdicts && ARRAY['done', 'place'] AND NOT (p_whole AND bulk_fails(verdicts)) THEN
    IF frees OR 'place' = ANY (verdicts) THEN
      more := bulk_times(o, p_ids, p_ats, p_to, verdicts);
      concerned := visit_joined(concerned, more.times);
      PERFORM bulk_lock(o.clinic, o.room, more.patients, seen.own, more.times);
    ELSE
      PERFORM bulk_lock(o.clinic, o.room, '{}', seen.own, ROW('{}', '{}', '{}')::visit_times);
    END IF;
    more := bulk_write(o, p_ids, p_ats, p_versions, p_to, p_whole, verdicts, places, concerned);
    verdicts := more.verdicts;
    places := more.places;
    concerned := more.concerned;
  END IF;
  IF p_whole AND bulk_fails(verdicts) THEN
    verdicts := array_replace(array_replace(verdicts, 'done', 'held_back'), 'place', 'held_back');
  END IF;
  IF frees AND 'done' = ANY (verdicts) THEN
    PERFORM bulk_propose(o.clinic, seen.own);
  END IF;
  RETURN bulk_done(p_key, o.operation, o.clinic, p_ids, places, verdicts, concerned);
END $$;
-- Does one operation to many visits of a clinic, each as it was seen. ``p_to``: where each is moved to (NULL: the
-- clocks leave that out). Outcomes: 'done' with one verdict a row, 'again' with those of the same request before, or:
-- key, room (there is no such one).
CREATE FUNCTION appointments_bulk(p_key uuid, p_asked bytea, p_clinic uuid, p_operation text, p_kind text,
  p_becomes text, p_among text[], p_beyond text[], p_ids uuid[], p_ats bigint[], p_versions int[], p_to bigint[],
  p_resource int, p_room int, p_words text, p_whole boolean, p_release interval)
RETURNS bulk_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer bulk_answer;
  asked record := appointment_asked(p_key, p_asked, p_key, clock_timestamp());
  o bulk_order;
BEGIN
  IF asked.outcome = 'again' THEN
    RETURN bulk_again(p_key);
  END IF;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome
    WHEN p_operation = 'roomed' AND NOT EXISTS (SELECT FROM resources r WHERE r.id = p_room AND r.kind = 'room'
      AND r.clinic_id = p_clinic AND r.active AND clinic_visible(p_clinic)) THEN 'room' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  o := ROW(p_operation, p_kind, CASE WHEN clinic_visible(p_clinic) THEN p_clinic END, p_becomes, p_among, p_beyond,
    p_room, CASE WHEN p_resource = 0 OR EXISTS (SELECT FROM practitioner_clinics c
      WHERE c.clinic_id = p_clinic AND c.resource_id = p_resource) THEN p_resource ELSE -1 END, p_words,
    date_trunc('milliseconds', clock_timestamp()), NULL, NULL, p_release)::bulk_order;
  RETURN bulk_run(o, p_key, p_ids, ARRAY(SELECT at_ms(p) FROM unnest(p_ats) WITH ORDINALITY AS k (p, n) ORDER BY n),
    p_versions, ARRAY(SELECT at_ms(p) FROM unnest(p_to) WITH ORDINALITY AS k (p, n) ORDER BY n), p_whole);
END $$;
-- Takes back what was done to many visits, by who did it, ``p_within`` after it: those that nobody has changed since.
-- Outcomes as before, or: bulk (there is no such work of the user's), over.
CREATE FUNCTION appointments_bulk_undo(p_id uuid, p_key uuid, p_asked bytea, p_within interval, p_release interval)
RETURNS bulk_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer bulk_answer;
  asked record := appointment_asked(p_key, p_asked, p_id, clock_timestamp());
  work record;
  mine record;
  o bulk_order;
BEGIN
  IF asked.outcome = 'again' THEN
    RETURN bulk_again(p_key);
  END IF;
  SELECT r.at, CAST(r.bulk AS json) ->> 0 AS operation, CAST(CAST(r.bulk AS json) ->> 1 AS uuid) AS clinic,
    CAST(r.bulk AS json) -> 2 AS rows
  INTO work FROM appointment_requests r WHERE r.key = p_id AND r.user_id = acting_user() AND r.bulk IS NOT NULL;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome
    WHEN work.operation IS NULL OR work.operation = 'undo' OR clinic_visible(work.clinic) IS NOT TRUE THEN 'bulk'
    WHEN work.at < clock_timestamp() - p_within THEN 'over' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  SELECT coalesce(array_agg(CAST(e ->> 0 AS uuid) ORDER BY n), '{}') AS ids,
    coalesce(array_agg(at_ms(CAST(e ->> 4 AS bigint)) ORDER BY n), '{}') AS ats,
    coalesce(array_agg(CAST(e ->> 3 AS int) ORDER BY n), '{}') AS versions
  INTO mine FROM json_array_elements(work.rows) WITH ORDINALITY AS k (e, n) WHERE e ->> 1 = 'done';
  o := ROW('undo', 'undone', work.clinic, NULL, '{}', '{}', 0, 0, '', date_trunc('milliseconds', clock_timestamp()),
    NULL, NULL, p_release)::bulk_order;
  RETURN bulk_run(o, p_key, mine.ids, mine.ats, mine.versions, '{}', false);
END $$;
"""

UNDOING = """
-- As in 0025, also for what is done at the front desk, which takes no place and gives none up.
CREATE OR REPLACE FUNCTION appointment_undo(p_id uuid, p_key uuid, p_asked bytea, p_at timestamptz, p_version int,
  p_within interval, p_words text, p_notice uuid, p_release interval, p_named uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer appointment_answer;
  asked record;
  seen record;
  a appointments;
  b appointments;
  h appointment_history;
  put record;
  way text;
BEGIN
  asked := appointment_asked(p_key, p_asked, p_id, p_at);
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  seen := appointment_seen(p_id, p_at, p_version);
  a := seen.visit;
  SELECT * INTO h FROM appointment_history y WHERE y.appointment_id = p_id AND y.version = p_version
    AND y.user_id = acting_user() AND y.at > clock_timestamp() - p_within AND appointment_undoable(y.kind);
  answer.clinic := a.clinic_id;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome WHEN seen.outcome <> '' THEN seen.outcome
    WHEN h.kind IS NULL THEN 'state' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  b := appointment_back(a, p_words);
  way := appointment_way(a);
  put := appointment_went(a, b);
  IF h.kind = 'booked' AND h.waiting IS NOT NULL THEN
    PERFORM waitlist_turn(h.waiting, a.clinic_id, a.patient_id, 'booked', 'waiting');
  END IF;
  answer.outcome := put.outcome;
  IF answer.outcome = '' THEN
    IF way = 'place' OR h.kind = 'booked' THEN
      PERFORM appointment_notice(p_notice, put.p_after, clock_timestamp() + p_release, EXISTS (SELECT FROM notices n
        WHERE n.appointment_id = p_id AND n.state = 'released' AND n.kind <> 'cancelled' AND n.version < p_version))
      WHERE EXISTS (SELECT FROM notices n WHERE n.appointment_id = p_id);
    END IF;
    answer := appointment_done('undone', a, put.p_after, '', NULL, put.concerned, p_named);
    IF a.walk_in OR way = 'done' AND visit_holds(b.state) THEN
      answer.practitioner := NULL;      -- nothing has become free
    END IF;
  END IF;
  RETURN answer;
END $$;
-- Goes back (to p_after), taking a place, giving one up, or neither: '', 'changed', or a word of visit_put.
CREATE FUNCTION appointment_went(a appointments, INOUT p_after appointments, OUT outcome text,
  OUT concerned visit_times)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  stood timestamptz := p_after.since;
  put record;
BEGIN
  IF appointment_way(a) = 'place' THEN
    put := appointment_put(a, p_after, NULL, ROW('{}', '{}', '{}')::visit_times, true);
    outcome := put.outcome;
    concerned := put.concerned;
  ELSIF visit_holds(a.state) AND NOT visit_holds(p_after.state) THEN
    put := appointment_free(a, p_after);
    outcome := put.outcome;
    concerned := put.concerned;
  ELSE
    concerned := ROW(ARRAY[a.resource_id], ARRAY[a.own_begins], ARRAY[a.own_ends])::visit_times;
    PERFORM visit_grip(a.clinic_id, a.patient_id, concerned);
    put := appointment_write(a, p_after);
    outcome := CASE WHEN put.written THEN '' ELSE 'changed' END;
  END IF;
  p_after := put.p_after;
  IF outcome = '' AND p_after.state <> 'cancelled' THEN
    UPDATE appointments v SET since = stood WHERE v.id = p_after.id AND v.begins = p_after.begins;
    p_after.since := stood;
  END IF;
END $$;
"""

OFFERED = ("appointments_bulk", "appointments_bulk_undo", "appointment_undo")
INNER = (
    "bulk_place",
    "bulk_free",
    "bulk_propose",
    "bulk_rows",
    "bulk_done",
    "bulk_again",
    "bulk_fails",
    "bulk_write",
    "bulk_run",
    "appointment_went",
)


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by a program."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (DOING, RUNNING, UNDOING):
        run(part)
    for name in (*OFFERED, *INNER):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
