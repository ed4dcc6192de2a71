"""Taking and giving back times: what a visit takes, under which locks, and that the constraint decides (ADR 0070)."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CARDS = """
-- Stable as what they are made of: else they would be called for each value instead of standing in the statement.
CREATE FUNCTION ms(p_at timestamptz) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN CAST(EXTRACT(epoch FROM p_at) * 1000 AS bigint);
CREATE FUNCTION at_ms(p_ms bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN timestamptz '1970-01-01 00:00:00+00' + p_ms * interval '1 millisecond';
-- A visit as wire.schedule.Card; ``p``: its patient, if this one may be named, else there are no words that
-- somebody wrote. Stands in the statement that asks it.
CREATE FUNCTION visit_card(a appointments, p patients, p_phone text, p_others json, p_named uuid[]) RETURNS json
LANGUAGE sql STABLE
RETURN json_build_object(
  'id', (a).id, 'begins', ms((a).begins), 'ends', ms((a).ends), 'clinic_id', (a).clinic_id,
  'practitioner', (a).resource_id, 'type', (a).type_id, 'state', (a).state, 'version', (a).version, 'lane', (a).lane,
  'own_begins', ms((a).own_begins), 'own_ends', ms((a).own_ends),
  'patient', CASE WHEN (p).id IS NULL THEN '{}' ELSE json_build_object('id', (p).id, 'mrn', (p).mrn,
    'name', (p).name, 'name_latin', (p).name_latin, 'name_kana', (p).name_kana, 'born', (p).born, 'sex', (p).sex,
    'alerts', (p).alert_kinds, 'deceased', (p).deceased, 'interpreter', (p).interpreter,
    'phone', coalesce(p_phone, '')) END,
  'restricted', (p).id IS NULL AND (a).clinic_id = ANY (p_named),
  'reason', CASE WHEN (p).id IS NULL THEN '' ELSE (a).reason END,
  'overbooked', CASE WHEN (p).id IS NULL THEN '' ELSE (a).overbooked END,
  'beside', CASE WHEN (p).id IS NULL THEN '' ELSE (a).beside END,
  'cancelled', CASE WHEN (p).id IS NULL THEN split_part((a).cancelled, ':', 1) ELSE (a).cancelled END,
  'others', CASE WHEN (a).others = '{}' THEN '[]' ELSE p_others END);
-- Visits as cards: a view with a parameter, planned as part of the statement that asks it (which says
-- which rows, and of which clinics). Names only of ``p_named`` clinics, and of charts that are open: a visit
-- in a clinic has linked the patient with it.
CREATE FUNCTION appointment_cards(p_named uuid[])
RETURNS TABLE (id uuid, begins timestamptz, resource_id int, clinic_id uuid, patient_id uuid, state text, card json,
  ends timestamptz)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT a.id, a.begins, a.resource_id, a.clinic_id, a.patient_id, a.state, visit_card(a, p,
    (SELECT c.value FROM patient_contacts c WHERE c.patient_id = p.id AND c.kind = 'phone'
      ORDER BY c.position LIMIT 1),
    (SELECT json_agg(r.name ORDER BY r.kind, r.name) FROM resources r WHERE r.id = ANY (a.others)), p_named), a.ends
  FROM appointments a
  LEFT JOIN patients p ON p.id = a.patient_id AND a.clinic_id = ANY (p_named) AND (p.restriction IS NULL OR EXISTS (
    SELECT FROM break_glass g WHERE g.user_id = (SELECT acting_user()) AND g.patient_id = p.id
      AND g.clinic_id = ANY ((SELECT visible_clinics())::uuid[]) AND g.expires_at > now() AND g.ended_at IS NULL));
END;
"""

LOCKS = """
-- Hours stand still for whoever books: shared for them, alone for who changes templates and exceptions of some people
-- or rooms (p_alone), or closes a clinic. Always the clinics first, then the resources, each in order (ADR 0070).
CREATE FUNCTION schedule_lock(p_clinics uuid[], p_resources int[], p_alone boolean) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  clinic uuid;
  resource int;
BEGIN
  FOR clinic IN SELECT DISTINCT c FROM unnest(p_clinics) c ORDER BY c LOOP
    IF p_alone THEN
      PERFORM pg_advisory_xact_lock(hashtextextended(clinic::text, 17));
    ELSE
      PERFORM pg_advisory_xact_lock_shared(hashtextextended(clinic::text, 17));
    END IF;
  END LOOP;
  FOR resource IN SELECT DISTINCT r FROM unnest(p_resources) r ORDER BY r LOOP
    IF p_alone THEN
      PERFORM pg_advisory_xact_lock(1017, resource);
    ELSE
      PERFORM pg_advisory_xact_lock_shared(1017, resource);
    END IF;
  END LOOP;
END $$;
-- The queues of some times, in the order in which everybody stands in them: one for each practitioner and day (UTC),
-- and for rooms and devices one for each half hour, for visits of many practitioners go through one room.
CREATE FUNCTION visit_queues(p_resources int[], p_begins timestamptz[], p_ends timestamptz[]) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT (CAST(t.resource AS bigint) << 32) + g
  FROM unnest(p_resources, p_begins, p_ends) AS t (resource, begins, ends)
  JOIN resources r ON r.id = t.resource
  CROSS JOIN LATERAL (SELECT CASE r.kind WHEN 'practitioner' THEN 86400 ELSE 1800 END AS seconds) of
  CROSS JOIN LATERAL generate_series(CAST(EXTRACT(epoch FROM t.begins) AS bigint) / of.seconds,
    (CAST(EXTRACT(epoch FROM t.ends) AS bigint) - 1) / of.seconds) g
  ORDER BY 1
$$;
"""

HOURS = """
-- Why a practitioner's part of a visit cannot be then ('' if it can), and how many lanes may be overbooked. The words
-- and their order are those of domain/availability.refusal.
CREATE FUNCTION visit_hours(p_resource int, p_clinic uuid, p_type int, p_own tstzrange, p_now timestamptz,
  OUT refusal text, OUT cap int)
LANGUAGE sql STABLE AS $$
  WITH t AS MATERIALIZED (
    SELECT w.kind, w.during, w.cap, w.release, w.types, w.types = '{}' OR p_type = ANY (w.types) AS does
    FROM clinics c CROSS JOIN LATERAL work_times(ARRAY[p_resource], ARRAY[p_clinic],
      CAST(lower(p_own) AT TIME ZONE c.zone AS date) - 1, CAST(upper(p_own) AT TIME ZONE c.zone AS date)) w
    WHERE c.id = p_clinic AND w.during && p_own
  ), away AS MATERIALIZED (SELECT a.kind FROM away_times(ARRAY[p_resource], ARRAY[p_clinic], p_own) a)
  SELECT CASE
    WHEN EXISTS (SELECT FROM away WHERE kind = 'closed') THEN 'closed'
    WHEN (p_own <@ (SELECT range_agg(t.during) FROM t WHERE t.kind = 'work')) IS NOT TRUE THEN 'outside_hours'
    WHEN EXISTS (SELECT FROM away) OR EXISTS (SELECT FROM t WHERE t.kind = 'block') THEN 'away'
    WHEN (p_own <@ (SELECT range_agg(t.during) FROM t WHERE t.kind = 'work' AND t.does)) IS NOT TRUE THEN 'wrong_type'
    WHEN EXISTS (SELECT FROM t WHERE t.kind = 'reserved' AND p_type <> ALL (t.types)
      AND (t.release IS NULL OR t.release > p_now)) THEN 'reserved'
    ELSE '' END, (SELECT coalesce(min(t.cap), 0) FROM t WHERE t.kind = 'work' AND t.does)
$$;
-- ``missing``: for some need there is nobody and nothing free; ``busy``: what is free is in somebody else's hands.
CREATE TYPE visit_picked AS (resources int[], lanes int[], durings tstzrange[], missing boolean, busy int,
  busy_during tstzrange);
"""

PLACES = """
CREATE TYPE visit_place AS (clinic uuid, patient uuid, practitioner int, type int, begins timestamptz,
  ends timestamptz, own_begins timestamptz, own_ends timestamptz, overbook boolean, beside boolean,
  until timestamptz);
CREATE TYPE visit_times AS (resources int[], begins timestamptz[], ends timestamptz[]);
CREATE TYPE visit_taken AS (outcome text, lane int, patient_lane int, others int[], concerned visit_times);
-- From here on this transaction alone changes what is taken of these people and rooms then, and of the patient: the
-- order in which everybody takes these locks (ADR 0070).
CREATE FUNCTION visit_queue(p_clinic uuid, p_patient uuid, p_times visit_times) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM schedule_lock(ARRAY[p_clinic], p_times.resources, false);
  IF p_patient IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_patient::text, 18));
    -- Before the days: whoever changes the patient has this row, and raises days when it commits (ADR 0075).
    PERFORM FROM patients p WHERE p.id = p_patient FOR SHARE;
  END IF;
  -- In a queue: who waits for a row alone is woken with all others and may lose each time.
  PERFORM pg_advisory_xact_lock(k) FROM visit_queues(p_times.resources, p_times.begins, p_times.ends) k;
END $$;
-- The same, and raises the days, as whoever changes something does.
CREATE FUNCTION visit_grip(p_clinic uuid, p_patient uuid, p_times visit_times) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM visit_queue(p_clinic, p_patient, p_times);
  PERFORM raise_days(p_times.resources, p_times.begins, p_times.ends);
END $$;
CREATE FUNCTION visit_joined(p_one visit_times, p_other visit_times) RETURNS visit_times
LANGUAGE sql IMMUTABLE
RETURN ROW((p_one).resources || (p_other).resources, (p_one).begins || (p_other).begins,
  (p_one).ends || (p_other).ends)::visit_times;
-- What is taken of whom and when by a visit as it stands.
CREATE FUNCTION visit_times_of(p_visit appointments) RETURNS visit_times
LANGUAGE sql IMMUTABLE
RETURN ROW((p_visit).resource_id || (p_visit).others,
  (p_visit).own_begins || array_fill((p_visit).begins, ARRAY[cardinality((p_visit).others)]),
  (p_visit).own_ends || array_fill((p_visit).ends, ARRAY[cardinality((p_visit).others)]))::visit_times;
-- Whether something keeps a plain visit out: in a plain lane, and not a group of its type that begins with it.
CREATE FUNCTION visit_clash(p visit_place, p_own uuid[], p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM occupancy o JOIN visit_types t ON t.id = o.type_id
    WHERE o.resource_id = p.practitioner AND o.during && tstzrange(p.own_begins, p.own_ends) AND o.lane < t.capacity
      AND o.taken_by <> ALL (p_own) AND (o.until IS NULL OR o.until > p_now)
      AND NOT (t.capacity > 1 AND t.id = p.type AND lower(o.during) = p.own_begins))
$$;
-- The lane that a visit gets at its practitioner, once nobody else can change it; NULL for none.
CREATE FUNCTION visit_lane(p visit_place, p_cap int) RETURNS int
LANGUAGE sql STABLE AS $$
  WITH there AS MATERIALIZED (
    SELECT o.lane, o.lane < t.capacity AS plain, o.type_id = p.type AND lower(o.during) = p.own_begins AS same
    FROM occupancy o JOIN visit_types t ON t.id = o.type_id
    WHERE o.resource_id = p.practitioner AND o.during && tstzrange(p.own_begins, p.own_ends))
  SELECT min(lane) FROM visit_types t CROSS JOIN LATERAL generate_series(
    CASE WHEN p.overbook THEN t.capacity ELSE 0 END,
    CASE WHEN p.overbook THEN t.capacity - 1 + p_cap
      WHEN EXISTS (SELECT FROM there WHERE NOT same) THEN 0 ELSE t.capacity - 1 END) lane
  WHERE t.id = p.type AND lane NOT IN (SELECT there.lane FROM there)
    AND (p.overbook OR NOT EXISTS (SELECT FROM there WHERE there.plain AND NOT (t.capacity > 1 AND there.same)))
$$;
-- Locks what a visit takes and what is let go for it. What it needs is picked behind these locks, from what nobody
-- else has in hand; only where all that is free is in others' hands, the first of these is waited for: then all locks
-- are let go, and it is taken with the others in their order. At last those of all that could do are taken, and that
-- is final. Nobody ever waits for a lock behind a later one.
CREATE FUNCTION visit_lock(p visit_place, p_own uuid[], p_freed visit_times, p_needs boolean,
  OUT outcome text, OUT picked visit_picked, OUT concerned visit_times)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  plain visit_times := visit_joined(
    ROW(ARRAY[p.practitioner], ARRAY[p.own_begins], ARRAY[p.own_ends])::visit_times, p_freed);
  awaited visit_times := ROW('{}'::int[], '{}'::timestamptz[], '{}'::timestamptz[]);
BEGIN
  outcome := '';
  concerned := plain;
  IF NOT p_needs THEN
    picked := ROW('{}'::int[], '{}'::int[], '{}'::tstzrange[], false, NULL, NULL);
    PERFORM visit_queue(p.clinic, p.patient, plain);
    RETURN;
  END IF;
  FOR round IN 1..6 LOOP
    BEGIN
      PERFORM visit_queue(p.clinic, p.patient, visit_joined(plain, awaited));
      -- Whoever waited finds most often that there is nothing left: nobody else need wait for that.
      IF NOT p.overbook AND visit_clash(p, p_own, clock_timestamp()) THEN
        outcome := 'taken';
        RETURN;
      END IF;
      picked := visit_pick(p.type, p.clinic, p.practitioner, p.begins, p_own, clock_timestamp(), true);
      IF picked.busy IS NULL THEN
        concerned := visit_joined(plain, (SELECT ROW(picked.resources, coalesce(array_agg(lower(d)), '{}'),
          coalesce(array_agg(upper(d)), '{}'))::visit_times FROM unnest(picked.durings) d));
        RETURN;
      END IF;
      RAISE EXCEPTION USING ERRCODE = 'CB001';
    EXCEPTION WHEN SQLSTATE 'CB001' THEN
      awaited := CASE WHEN round < 5 THEN
          ROW(ARRAY[picked.busy], ARRAY[lower(picked.busy_during)], ARRAY[upper(picked.busy_during)])::visit_times
        ELSE (
          SELECT ROW(array_agg(c.resource_id), array_agg(lower(c.during)), array_agg(upper(c.during)))::visit_times
          FROM visit_candidates(p.type, p.clinic, p.practitioner, p.begins) c) END;
    END;
  END LOOP;
  -- Somebody has just added one to those that could do: it is in others' hands.
  outcome := 'needs_taken';
END $$;
"""

TAKING = """
-- Takes a place for a visit or a hold, letting go of what ``p_own`` take; outcome '' or why not (then the caller
-- rolls back). ``p_trusted``: it was so a moment ago, hours are not asked again.
CREATE FUNCTION visit_put_now(p_taker uuid, p_own uuid[], p_freed visit_times, p visit_place, p_trusted boolean)
RETURNS visit_taken
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  own tstzrange := tstzrange(p.own_begins, p.own_ends);
  moment timestamptz;
  needs boolean := EXISTS (SELECT FROM visit_needs n WHERE n.type_id = p.type);
  hours record;
  held record;
  taken visit_taken;
  taking int;
  written int;
BEGIN
  held := visit_lock(p, p_own, p_freed, needs);
  moment := clock_timestamp();
  hours := visit_hours(p.practitioner, p.clinic, p.type, own, moment);
  taken.outcome := CASE WHEN p_trusted OR hours.refusal = '' THEN held.outcome ELSE hours.refusal END;
  IF taken.outcome <> '' THEN
    RETURN taken;
  END IF;
  PERFORM raise_days((held.concerned).resources, (held.concerned).begins, (held.concerned).ends);
  IF p_own <> '{}' THEN
    DELETE FROM occupancy o WHERE o.taken_by = ANY (p_own);
    DELETE FROM patient_occupancy o WHERE o.taken_by = ANY (p_own);
  END IF;
  DELETE FROM occupancy o
  USING unnest((held.concerned).resources, (held.concerned).begins, (held.concerned).ends)
    AS c (resource, begins, ends)
  WHERE o.resource_id = c.resource AND o.during && tstzrange(c.begins, c.ends) AND o.until <= moment;
  taken.lane := visit_lane(p, CASE WHEN p_trusted THEN 9 ELSE hours.cap END);
  taken.outcome := CASE
    WHEN p.overbook AND taken.lane IS NULL THEN 'over_cap'
    WHEN taken.lane IS NULL THEN 'taken'
    WHEN (held.picked).missing THEN 'needs_taken' ELSE '' END;
  IF taken.outcome = '' AND p.patient IS NOT NULL THEN
    SELECT min(l) INTO taken.patient_lane FROM generate_series(0, CASE WHEN p.beside THEN 9 ELSE 0 END) l
    WHERE NOT EXISTS (SELECT FROM patient_occupancy o WHERE o.patient_id = p.patient
      AND o.during && tstzrange(p.begins, p.ends) AND (o.lane = l OR NOT p.beside));
    INSERT INTO patient_occupancy (patient_id, lane, during, taken_by)
    SELECT p.patient, taken.patient_lane, tstzrange(p.begins, p.ends), p_taker WHERE taken.patient_lane IS NOT NULL
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      taken.outcome := 'patient_busy';
    END IF;
  END IF;
  IF taken.outcome = '' THEN
    taking := 1 + cardinality((held.picked).resources);
    INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id, until)
    SELECT t.resource, t.lane, t.during, p_taker, p.type, p.until
    FROM unnest(p.practitioner || (held.picked).resources, taken.lane || (held.picked).lanes,
      own || (held.picked).durings) AS t (resource, lane, during)
    ORDER BY t.resource, t.during
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    taken.outcome := CASE written WHEN taking THEN '' ELSE 'taken' END;
  END IF;
  taken.others := ARRAY(SELECT DISTINCT r FROM unnest((held.picked).resources) r ORDER BY r);
  taken.concerned := held.concerned;
  RETURN taken;
END $$;
-- The same; whoever is refused behind locks lets them go at once, not only with the transaction.
CREATE FUNCTION visit_put(p_taker uuid, p_own uuid[], p_freed visit_times, p visit_place, p_trusted boolean)
RETURNS visit_taken
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  taken visit_taken;
BEGIN
  taken := visit_put_now(p_taker, p_own, p_freed, p, p_trusted);
  IF taken.outcome <> '' THEN
    RAISE EXCEPTION USING ERRCODE = 'CB002';
  END IF;
  RETURN taken;
EXCEPTION WHEN SQLSTATE 'CB002' THEN
  RETURN taken;
END $$;
"""

INNER = (
    "ms",
    "at_ms",
    "visit_card",
    "appointment_cards",
    "schedule_lock",
    "visit_hours",
    "visit_queues",
    "visit_queue",
    "visit_grip",
    "visit_joined",
    "visit_times_of",
    "visit_clash",
    "visit_lane",
    "visit_lock",
    "visit_put_now",
    "visit_put",
)


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by a program."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (CARDS, LOCKS, HOURS, PLACES, TAKING):
        run(part)
    for name in INNER:
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
