"""The pieces of bulk work at the front desk: judging, locking and writing many visits (ADR 0079; used in 0035)."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ASKED = """
-- What became of the rows of bulk work, as JSON. Not compressed: it is kept for a day, and that takes as long as to
-- change 100 visits.
ALTER TABLE appointment_requests ADD COLUMN bulk text, ALTER COLUMN bulk SET STORAGE EXTERNAL;
-- As in 0028: each reference would be looked up with each row of history, and its user be locked.
ALTER TABLE appointment_history DROP CONSTRAINT appointment_history_user_id_fkey;
-- ``rows``: [id, verdict, state, version, begins] of each, as asked for; ``recorded``: [id, patient, before, after]
-- of each one changed; ``changes``: rows of ``schedule_changes``; ``at``: when it was done.
CREATE TYPE bulk_answer AS (outcome text, clinic uuid, operation text, rows text, recorded text, changes text,
  at timestamptz);
-- ``kind``: as the history has it; ``becomes``: the state that it leads to, from one of ``among``, and what is in one
-- of ``beyond`` stands so already.
CREATE TYPE bulk_order AS (operation text, kind text, clinic uuid, becomes text, among text[], beyond text[],
  room int, resource int, words text, moment timestamptz, first timestamptz, last timestamptz, release interval);
"""

BACK = """
-- Whether a visit in this state takes its time.
CREATE FUNCTION visit_holds(p_state text) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN p_state NOT IN ('cancelled', 'no_show');
-- Since when a visit stood as it did before its last change: since the change before that which led to it.
CREATE FUNCTION appointment_since(p_visit appointments) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN coalesce((SELECT max(h.at) FROM appointment_history h WHERE h.appointment_id = (p_visit).id
  AND h.version < (p_visit).version AND h.after ? 'state'), (p_visit).made_at);
-- A visit as it was before its last change. What was found out at the desk stays: it is as true as before.
CREATE FUNCTION appointment_back(a appointments, p_words text) RETURNS appointments
LANGUAGE plpgsql STABLE AS $$
DECLARE
  h appointment_history;
BEGIN
  SELECT * INTO h FROM appointment_history y WHERE y.appointment_id = a.id AND y.version = a.version;
  IF h.kind IN ('booked', 'walk_in') THEN
    a.state := 'cancelled';
    a.cancelled := p_words;
    RETURN a;
  END IF;
  a.since := CASE WHEN h.before ? 'state' THEN appointment_since(a) ELSE a.since END;
  a.begins := coalesce(at_ms(CAST(h.before ->> 'begins' AS bigint)), a.begins);
  a.ends := coalesce(at_ms(CAST(h.before ->> 'ends' AS bigint)), a.ends);
  a.own_begins := coalesce(at_ms(CAST(h.before ->> 'own_begins' AS bigint)), a.own_begins);
  a.own_ends := coalesce(at_ms(CAST(h.before ->> 'own_ends' AS bigint)), a.own_ends);
  a.resource_id := coalesce(CAST(h.before ->> 'practitioner' AS int), a.resource_id);
  a.state := coalesce(h.before ->> 'state', a.state);
  a.overbooked := coalesce(h.before ->> 'overbooked', a.overbooked);
  a.beside := coalesce(h.before ->> 'beside', a.beside);
  a.cancelled := coalesce(h.before ->> 'cancelled', a.cancelled);
  a.to_confirm := coalesce(CAST(CAST(h.before ->> 'to_confirm' AS int) AS boolean), a.to_confirm);
  IF h.before ? 'arrived' THEN
    a.arrived_at := at_ms(nullif(CAST(h.before ->> 'arrived' AS bigint), 0));
  END IF;
  IF h.before ? 'room' THEN
    a.room_id := nullif(CAST(h.before ->> 'room' AS int), 0);
  END IF;
  RETURN a;
END $$;
-- What it takes to go back: 'place' (one is to be taken), or 'done' (none is; one may be given up).
CREATE FUNCTION appointment_way(a appointments) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  b appointments := appointment_back(a, '');
BEGIN
  RETURN CASE WHEN visit_holds(b.state) AND NOT b.walk_in AND (NOT visit_holds(a.state) OR EXISTS (
      SELECT FROM appointment_history h WHERE h.appointment_id = a.id AND h.version = a.version AND h.before ?| ARRAY[
        'begins', 'ends', 'own_begins', 'own_ends', 'practitioner', 'lane', 'overbooked', 'beside']))
    THEN 'place' ELSE 'done' END;
END $$;
-- The kinds of changes that can be taken back.
CREATE FUNCTION appointment_undoable(p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN p_kind IN ('booked', 'walk_in', 'moved', 'cancelled', 'no_show', 'arrived', 'checked_in', 'roomed',
  'with_doctor', 'done', 'left', 'expected');
"""

JUDGING = """
-- What becomes of a visit: done, place (done, once it has its place), already, none, or a word of what is wrong.
CREATE FUNCTION bulk_verdict(o bulk_order, a appointments, p_version int, p_to timestamptz, p_grace smallint)
RETURNS text
LANGUAGE sql STABLE
RETURN CASE
  WHEN (a).id IS NULL THEN 'none'
  WHEN (o).operation = 'undo' THEN CASE WHEN (a).version <> p_version THEN 'changed' ELSE appointment_way(a) END
  WHEN CASE (o).operation
    WHEN 'move' THEN (a).state = ANY ((o).among) AND (a).begins = p_to AND (o).resource IN (0, (a).resource_id)
    ELSE (a).state = ANY ((o).beyond)
      AND ((o).operation <> 'roomed' OR (a).state <> 'roomed' OR coalesce((a).room_id, 0) = (o).room) END
    THEN 'already'
  WHEN (a).version <> p_version THEN 'changed'
  WHEN (o).operation = 'no_show' AND (a).state IN ('arrived', 'checked_in', 'roomed', 'with_doctor') THEN 'arrived'
  WHEN (a).state <> ALL ((o).among) OR (a).walk_in AND (o).becomes IN ('booked', 'no_show') THEN 'state'
  WHEN (o).operation = 'checked_in' AND (a).identity = '' THEN 'identity'
  WHEN (o).operation = 'no_show' AND (a).begins + make_interval(mins => p_grace) > (o).moment THEN 'grace'
  WHEN (o).operation = 'move' AND (o).resource < 0 THEN 'practitioner'
  WHEN (o).operation = 'move' AND p_to IS NULL THEN 'time'
  WHEN (o).operation = 'move' OR NOT visit_holds((a).state) AND NOT (a).walk_in THEN 'place'
  ELSE 'done' END;
-- What each visit looks like before anything is locked, and what those that can be done take of their practitioners,
-- each day's (UTC) in one: that is what queues and versions are of. Here and below visits are found in one look
-- through an index for all of them, and joined by hashing: a look for each costs much more in a table by months.
CREATE FUNCTION bulk_look(o bulk_order, p_ids uuid[], p_ats timestamptz[], p_versions int[], p_to timestamptz[],
  OUT verdicts text[], OUT own visit_times)
LANGUAGE sql STABLE SET enable_nestloop = off AS $$
  WITH judged AS MATERIALIZED (
    SELECT k.n, a.resource_id, a.own_begins, a.own_ends, bulk_verdict(o, a, k.version, k.target, t.grace) AS verdict
    FROM unnest(p_ids, p_ats, p_versions, p_to) WITH ORDINALITY AS k (id, at, version, target, n)
    LEFT JOIN appointments a ON a.id = k.id AND a.begins = k.at AND a.id = ANY (p_ids) AND a.begins >= o.first
      AND a.begins <= o.last AND a.clinic_id = o.clinic
    LEFT JOIN visit_types t ON t.id = a.type_id
  ), days AS (
    SELECT j.resource_id, min(j.own_begins) AS begins, max(j.own_ends) AS ends FROM judged j
    WHERE j.verdict IN ('done', 'place') GROUP BY j.resource_id, CAST(j.own_begins AT TIME ZONE 'UTC' AS date)
  )
  SELECT (SELECT array_agg(j.verdict ORDER BY j.n) FROM judged j), ROW(coalesce(array_agg(d.resource_id), '{}'),
    coalesce(array_agg(d.begins), '{}'), coalesce(array_agg(d.ends), '{}'))::visit_times
  FROM days d
$$;
-- Where visits are that are not where they were seen, and what that means. Looked for in all months: only these are.
CREATE FUNCTION bulk_elsewhere(o bulk_order, p_ids uuid[], p_to timestamptz[], INOUT verdicts text[],
  INOUT places timestamptz[])
LANGUAGE sql STABLE AS $$
  WITH found AS MATERIALIZED (
    SELECT a.id, a.begins, a.resource_id, a.state FROM appointments a
    WHERE a.clinic_id = o.clinic AND a.id = ANY (ARRAY(
      SELECT k.id FROM unnest(p_ids, verdicts) AS k (id, verdict) WHERE k.verdict = 'none'))
  )
  SELECT array_agg(CASE WHEN f.id IS NULL THEN k.verdict
      WHEN o.operation = 'move' AND f.begins = k.target AND o.resource IN (0, f.resource_id)
        AND f.state = ANY (o.among) THEN 'already' ELSE 'changed' END ORDER BY k.n),
    array_agg(coalesce(f.begins, k.place) ORDER BY k.n)
  FROM unnest(p_ids, p_to, verdicts, places) WITH ORDINALITY AS k (id, target, verdict, place, n)
  LEFT JOIN found f ON f.id = k.id
$$;
-- How many people still fit into a room, by its lock. Who is there is looked for among the day's visits: nobody stays
-- longer.
CREATE FUNCTION room_left(p_clinic uuid, p_room int, p_now timestamptz) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT r.capacity - (SELECT count(*) FROM clinic_people(p_clinic) c
    JOIN appointments a ON a.resource_id = c.resource_id AND a.clinic_id = p_clinic
      AND a.begins > p_now - interval '24 hours' AND a.begins < p_now + interval '24 hours'
    WHERE a.room_id = p_room AND a.state IN ('roomed', 'with_doctor'))
  FROM resources r WHERE r.id = p_room
$$;
"""

WRITING = """
-- Of what many visits had and have the fields that differ, as their history keeps them (as appointment_words names
-- them; made of few fields, for there are many visits).
CREATE FUNCTION bulk_words(p_one appointments, p_other appointments) RETURNS jsonb
LANGUAGE sql STABLE
RETURN jsonb_strip_nulls(jsonb_build_object(
  'state', CASE WHEN (p_one).state <> (p_other).state THEN (p_one).state END,
  'arrived', CASE WHEN (p_one).arrived_at IS DISTINCT FROM (p_other).arrived_at
    THEN coalesce(ms((p_one).arrived_at), 0) END,
  'room', CASE WHEN (p_one).room_id IS DISTINCT FROM (p_other).room_id THEN coalesce((p_one).room_id, 0) END,
  'cancelled', CASE WHEN (p_one).cancelled <> (p_other).cancelled THEN (p_one).cancelled END));
-- A visit after an operation, as far as that is known before it has its place; ``p_to``: where it is to be moved.
CREATE FUNCTION bulk_after(o bulk_order, a appointments, p_to timestamptz) RETURNS appointments
LANGUAGE plpgsql STABLE AS $$
DECLARE
  further interval;
BEGIN
  IF o.operation = 'undo' THEN
    RETURN appointment_back(a, o.words);
  ELSIF o.operation = 'move' THEN
    further := p_to - a.begins;
    a.begins := p_to;
    a.ends := a.ends + further;
    a.own_begins := a.own_begins + further;
    a.own_ends := a.own_ends + further;
    a.resource_id := coalesce(nullif(o.resource, 0), a.resource_id);
    a.overbooked := '';
    a.beside := '';
    RETURN a;
  END IF;
  a.since := CASE WHEN a.state = o.becomes THEN a.since ELSE o.moment END;
  a.arrived_at := CASE
    WHEN o.becomes = 'booked' THEN NULL
    -- Whoever had left and is back waits from now on.
    WHEN o.becomes IN ('arrived', 'checked_in') AND a.state = 'left' THEN o.moment
    WHEN visit_holds(o.becomes) THEN coalesce(a.arrived_at, o.moment) ELSE a.arrived_at END;
  a.room_id := CASE WHEN o.becomes = 'roomed' THEN o.room
    WHEN o.becomes IN ('arrived', 'checked_in', 'booked') THEN NULL ELSE a.room_id END;
  a.cancelled := CASE WHEN o.becomes = 'cancelled' THEN o.words ELSE a.cancelled END;
  a.state := o.becomes;
  RETURN a;
END $$;
-- Changes all visits that are judged 'done' and are so still behind their own locks; ``freed``: those that have given
-- their time up with it. ``p_left``: so many more fit into the room.
CREATE FUNCTION bulk_set(o bulk_order, p_ids uuid[], p_ats timestamptz[], p_versions int[], p_left bigint,
  INOUT verdicts text[], OUT freed uuid[])
LANGUAGE plpgsql VOLATILE SET enable_nestloop = off AS $$
DECLARE
  done int[];
  wrong int[];
  why text[];
BEGIN
  WITH held AS MATERIALIZED (
    SELECT k.n, k.version AS seen, a AS visit, t.grace
    FROM unnest(p_ids, p_ats, p_versions, verdicts) WITH ORDINALITY AS k (id, at, version, verdict, n)
    JOIN appointments a ON a.id = k.id AND a.begins = k.at AND a.id = ANY (p_ids) AND a.begins >= o.first
      AND a.begins <= o.last AND a.clinic_id = o.clinic
    JOIN visit_types t ON t.id = a.type_id
    WHERE k.verdict = 'done'
    ORDER BY a.id FOR NO KEY UPDATE OF a
  ), judged AS MATERIALIZED (
    SELECT h.n, h.visit, bulk_verdict(o, h.visit, h.seen, NULL, h.grace) AS verdict FROM held h
  ), ranked AS MATERIALIZED (
    SELECT j.n, j.visit, CASE WHEN j.verdict = 'done'
      AND row_number() OVER (PARTITION BY j.verdict ORDER BY j.n) > p_left THEN 'room_full' ELSE j.verdict END verdict
    FROM judged j
  ), after AS MATERIALIZED (
    SELECT r.n, r.visit AS one, bulk_after(o, r.visit, NULL) AS other FROM ranked r WHERE r.verdict = 'done'
  ), written AS (
    UPDATE appointments a SET state = (f.other).state, since = (f.other).since, arrived_at = (f.other).arrived_at,
      room_id = (f.other).room_id, cancelled = (f.other).cancelled, version = a.version + 1
    FROM after f
    WHERE a.id = (f.one).id AND a.begins = (f.one).begins AND a.id = ANY (p_ids) AND a.begins >= o.first
      AND a.begins <= o.last
    RETURNING f.n, f.one, f.other, a.version
  ), kept AS (
    INSERT INTO appointment_history (appointment_id, version, kind, at, user_id, user_name, before, after, reason)
    SELECT (w.one).id, w.version, o.kind, o.moment, (SELECT acting_user()),
      (SELECT u.name FROM users u WHERE u.id = acting_user()), bulk_words(w.one, w.other), bulk_words(w.other, w.one),
      o.words
    FROM written w
  )
  SELECT coalesce((SELECT array_agg(w.n) FROM written w), '{}'), coalesce(array_agg(r.n), '{}'),
    coalesce(array_agg(r.verdict), '{}'), coalesce((SELECT array_agg((w.one).id) FROM written w
      WHERE visit_holds((w.one).state) AND NOT visit_holds((w.other).state)), '{}')
  INTO done, wrong, why, freed
  FROM ranked r WHERE r.verdict <> 'done';
  verdicts := array_replace(verdicts, 'done', 'changed');
  FOR place IN 1..cardinality(done) LOOP
    verdicts[done[place]] := 'done';
  END LOOP;
  FOR place IN 1..cardinality(wrong) LOOP
    -- What takes a place by now did not when it was looked at: it has been changed since.
    verdicts[wrong[place]] := CASE why[place] WHEN 'place' THEN 'changed' ELSE why[place] END;
  END LOOP;
END $$;
-- Puts one visit where it belongs, with its history and notice, behind the locks of all; '' or what is wrong.
CREATE FUNCTION bulk_put(o bulk_order, p_before appointments, INOUT p_after appointments, OUT outcome text,
  OUT concerned visit_times)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  stood timestamptz := p_after.since;
  put record;
  former jsonb;
  latter jsonb;
BEGIN
  IF o.operation = 'move' THEN
    outcome := visit_refusal(p_after.clinic_id, NULL, p_after.resource_id, p_after.type_id, p_after.begins, 0);
  END IF;
  IF coalesce(outcome, '') = '' THEN
    put := appointment_put(p_before, p_after, NULL, ROW('{}', '{}', '{}')::visit_times,
      o.operation <> 'move');
    outcome := put.outcome;
  END IF;
  IF outcome <> '' THEN
    RETURN;
  END IF;
  p_after := put.p_after;
  concerned := put.concerned;
  IF o.operation = 'undo' THEN
    UPDATE appointments a SET since = stood WHERE a.id = p_after.id AND a.begins = p_after.begins;
  END IF;
  SELECT jsonb_object_agg(f.key, f.value), jsonb_object_agg(f.key, l.value) INTO former, latter
  FROM jsonb_each(appointment_words(p_before)) f JOIN jsonb_each(appointment_words(p_after)) l ON l.key = f.key
  WHERE f.value <> l.value;
  INSERT INTO appointment_history (appointment_id, version, kind, at, user_id, user_name, before, after, reason)
  SELECT p_after.id, p_after.version, o.kind, clock_timestamp(), u.id, u.name, coalesce(former, '{}'),
    coalesce(latter, '{}'), o.words
  FROM users u WHERE u.id = acting_user();
  -- Nobody was told of a visit that has no notice: it was brought in.
  IF o.operation = 'move' OR EXISTS (SELECT FROM notices n WHERE n.appointment_id = p_after.id) THEN
    PERFORM appointment_notice(uuidv7(), p_after, clock_timestamp() + o.release, o.operation <> 'move' AND EXISTS (
      SELECT FROM notices n WHERE n.appointment_id = p_after.id AND n.state = 'released' AND n.kind <> 'cancelled'
        AND n.version < p_before.version));
  END IF;
END $$;
"""

LOCKING = """
-- What some visits take beside their practitioner, where they are to go, and the patients of those that need a place.
CREATE FUNCTION bulk_times(o bulk_order, p_ids uuid[], p_ats timestamptz[], p_to timestamptz[], p_verdicts text[],
  OUT times visit_times, OUT patients uuid[])
LANGUAGE sql STABLE SET enable_nestloop = off AS $$
  WITH there AS MATERIALIZED (
    SELECT a AS one, bulk_after(o, a, k.target) AS other, k.verdict
    FROM unnest(p_ids, p_ats, p_to, p_verdicts) AS k (id, at, target, verdict)
    JOIN appointments a ON a.id = k.id AND a.begins = k.at AND a.id = ANY (p_ids) AND a.begins >= o.first
      AND a.begins <= o.last
    WHERE k.verdict IN ('done', 'place')
  ), taken AS (
    SELECT r AS resource, (t.one).begins, (t.one).ends FROM there t, unnest((t.one).others) r
    UNION ALL
    SELECT (t.other).resource_id, (t.other).own_begins, (t.other).own_ends FROM there t
  )
  SELECT ROW(coalesce(array_agg(t.resource), '{}'), coalesce(array_agg(t.begins), '{}'),
      coalesce(array_agg(t.ends), '{}'))::visit_times,
    ARRAY(SELECT DISTINCT (v.one).patient_id FROM there v WHERE v.verdict = 'place' ORDER BY 1)
  FROM taken t
$$;
-- The locks of many visits at once, in everybody's order (ADR 0070). Whoever changes nothing that is taken needs no
-- more than the queues and the days. ``p_patients``: of those that get a place; ``p_freed``: rooms and colleagues.
CREATE FUNCTION bulk_lock(p_clinic uuid, p_room int, p_patients uuid[], p_own visit_times, p_freed visit_times)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  joined visit_times := visit_joined(p_own, p_freed);
  queued visit_times := CASE WHEN p_patients = '{}' THEN p_own ELSE joined END;
BEGIN
  IF p_patients <> '{}' THEN
    PERFORM schedule_lock(ARRAY[p_clinic], joined.resources, false);
    PERFORM pg_advisory_xact_lock(hashtextextended(p::text, 18)) FROM unnest(p_patients) p;
    BEGIN
      -- An import has many patients in hand, in no order: nobody waits for it long with some of them locked.
      SET LOCAL lock_timeout = '200ms';
      PERFORM FROM patients p WHERE p.id = ANY (p_patients) ORDER BY p.id FOR SHARE;
    EXCEPTION WHEN lock_not_available THEN NULL;
    END;
    SET LOCAL lock_timeout = 0;
  END IF;
  IF p_room > 0 THEN
    PERFORM pg_advisory_xact_lock(1030, p_room);
  END IF;
  PERFORM pg_advisory_xact_lock(q) FROM visit_queues(queued.resources, queued.begins, queued.ends) q;
  PERFORM raise_days(joined.resources, joined.begins, joined.ends);
END $$;
"""

INNER = (
    "visit_holds",
    "appointment_since",
    "appointment_back",
    "appointment_way",
    "appointment_undoable",
    "bulk_verdict",
    "bulk_look",
    "bulk_elsewhere",
    "room_left",
    "bulk_words",
    "bulk_after",
    "bulk_set",
    "bulk_put",
    "bulk_times",
    "bulk_lock",
)


def upgrade() -> None:
    """Make the functions; no program can call them."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (ASKED, BACK, JUDGING, WRITING, LOCKING):
        run(part)
    for name in INNER:
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
