"""Taking back, slots that are kept while somebody types, reading visits, and what is cleared away."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

UNDOING = """
-- Takes the last change of a visit back, by whoever made it, ``p_within`` after it. A booking is cancelled; what was
-- moved, cancelled or missed stands again where it stood, if that is still free. Outcomes: 'undone', 'again', or:
-- key, none, changed, state, and the words of visit_put.
CREATE FUNCTION appointment_undo(p_id uuid, p_key uuid, p_asked bytea, p_at timestamptz, p_version int,
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
  none visit_times := ROW('{}'::int[], '{}'::timestamptz[], '{}'::timestamptz[]);
BEGIN
  asked := appointment_asked(p_key, p_asked, p_id, p_at);
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  seen := appointment_seen(p_id, p_at, p_version);
  a := seen.visit;
  SELECT * INTO h FROM appointment_history y WHERE y.appointment_id = p_id AND y.version = p_version
    AND y.user_id = acting_user() AND y.at > clock_timestamp() - p_within AND y.kind <> 'undone';
  answer.clinic := a.clinic_id;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome WHEN seen.outcome <> '' THEN seen.outcome
    WHEN h.kind IS NULL THEN 'state' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  b := a;
  IF h.kind = 'booked' THEN
    b.state := 'cancelled';
    b.cancelled := p_words;
    put := appointment_free(a, b);
    IF h.waiting IS NOT NULL THEN
      PERFORM waitlist_turn(h.waiting, a.clinic_id, a.patient_id, 'booked', 'waiting');
    END IF;
  ELSE
    b.begins := coalesce(at_ms(CAST(h.before ->> 'begins' AS bigint)), a.begins);
    b.ends := coalesce(at_ms(CAST(h.before ->> 'ends' AS bigint)), a.ends);
    b.own_begins := coalesce(at_ms(CAST(h.before ->> 'own_begins' AS bigint)), a.own_begins);
    b.own_ends := coalesce(at_ms(CAST(h.before ->> 'own_ends' AS bigint)), a.own_ends);
    b.resource_id := coalesce(CAST(h.before ->> 'practitioner' AS int), a.resource_id);
    b.state := coalesce(h.before ->> 'state', a.state);
    b.overbooked := coalesce(h.before ->> 'overbooked', a.overbooked);
    b.beside := coalesce(h.before ->> 'beside', a.beside);
    b.cancelled := coalesce(h.before ->> 'cancelled', a.cancelled);
    put := appointment_put(a, b, NULL, none, true);
  END IF;
  answer.outcome := put.outcome;
  IF answer.outcome = '' THEN
    PERFORM appointment_notice(p_notice, put.p_after, clock_timestamp() + p_release, EXISTS (SELECT FROM notices n
      WHERE n.appointment_id = p_id AND n.state = 'released' AND n.kind <> 'cancelled' AND n.version < p_version));
    answer := appointment_done('undone', a, put.p_after, '', NULL, put.concerned, p_named);
  END IF;
  RETURN answer;
END $$;
"""

HOLDS = """
CREATE TYPE slot_answer AS (outcome text, clinic uuid, begins timestamptz, ends timestamptz, until timestamptz,
  changes text);
-- What is taken by a hold of the acting user that has not expired (NULL: there is none). Whoever uses holds of a user
-- has this user's lock, before any other.
CREATE FUNCTION slot_mine(p_hold uuid) RETURNS visit_times
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(acting_user()::text, 19));
  PERFORM FROM holds h WHERE h.id = p_hold AND h.user_id = acting_user() AND h.until > clock_timestamp();
  IF FOUND THEN
    RETURN slot_times(ARRAY[p_hold]);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION slot_times(p_holds uuid[]) RETURNS visit_times
LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(o.resource_id), '{}'), coalesce(array_agg(lower(o.during)), '{}'),
    coalesce(array_agg(upper(o.during)), '{}')
  FROM occupancy o WHERE o.taken_by = ANY (p_holds)
$$;
CREATE FUNCTION slot_changes(p_times visit_times) RETURNS text
LANGUAGE sql VOLATILE AS $$
  SELECT CAST(coalesce(json_agg(json_build_array(c.clinic_id, c.day, c.practitioner, c.version)), '[]') AS text)
  FROM schedule_changes(p_times.resources, p_times.begins, p_times.ends) c
$$;
-- Keeps a slot for the acting user, who has at most ``p_most``: the oldest ones go. Outcomes: 'held', or: id (it is
-- somebody else's), denied, and the words of visit_refusal and visit_put.
CREATE FUNCTION slot_hold(p_id uuid, p_clinic uuid, p_resource int, p_type int, p_begins timestamptz,
  p_overbook boolean, p_lasting interval, p_most int, p_over uuid[])
RETURNS slot_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer slot_answer;
  t visit_types;
  place visit_place;
  taken visit_taken;
  own uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(acting_user()::text, 19));
  answer.clinic := p_clinic;
  answer.outcome := CASE WHEN EXISTS (SELECT FROM holds h WHERE h.id = p_id AND h.user_id <> acting_user()) THEN 'id'
    WHEN p_overbook AND p_clinic <> ALL (p_over) THEN 'denied'
    ELSE visit_refusal(p_clinic, NULL, p_resource, p_type, p_begins, 0) END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  own := p_id || ARRAY(SELECT h.id FROM holds h WHERE h.user_id = acting_user() AND h.id <> p_id
    ORDER BY h.until DESC, h.id OFFSET p_most - 1);
  SELECT * INTO t FROM visit_types v WHERE v.id = p_type;
  place := visit_place_of(t, p_clinic, NULL, p_resource, p_begins);
  place.overbook := p_overbook;
  place.until := clock_timestamp() + p_lasting;
  answer.outcome := visit_look(place, own, false);
  IF answer.outcome = '' THEN
    taken := visit_put(p_id, own, slot_times(own), place, false);
    answer.outcome := taken.outcome;
  END IF;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  DELETE FROM holds h WHERE h.id = ANY (own);
  INSERT INTO holds (id, clinic_id, resource_id, type_id, begins, ends, until, user_id)
  VALUES (p_id, p_clinic, p_resource, p_type, p_begins, place.ends, place.until, acting_user());
  answer := ROW('held', p_clinic, p_begins, place.ends, place.until, slot_changes(taken.concerned));
  RETURN answer;
END $$;
-- Lets a hold of the acting user go. Outcomes: 'released', 'none'.
CREATE FUNCTION slot_release(p_id uuid) RETURNS slot_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  answer slot_answer;
  concerned visit_times;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(acting_user()::text, 19));
  SELECT h.clinic_id, h.begins, h.ends, h.until INTO answer.clinic, answer.begins, answer.ends, answer.until
  FROM holds h WHERE h.id = p_id AND h.user_id = acting_user();
  IF NOT FOUND THEN
    answer.outcome := 'none';
    RETURN answer;
  END IF;
  concerned := slot_times(ARRAY[p_id]);
  PERFORM visit_grip(answer.clinic, NULL, concerned);
  DELETE FROM occupancy o WHERE o.taken_by = p_id;
  DELETE FROM holds h WHERE h.id = p_id;
  answer.outcome := 'released';
  answer.changes := slot_changes(concerned);
  RETURN answer;
END $$;
"""

READING = """
-- One visit, wherever it stands by now.
CREATE FUNCTION appointment_read(p_id uuid, p_named uuid[]) RETURNS appointment_answer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM appointment_now(p_id, NULL, p_named)
$$;
-- The zone of the clinic of a visit, for times of its wall.
CREATE FUNCTION appointment_zone(p_id uuid, p_at timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.zone FROM appointments a JOIN clinics c ON c.id = a.clinic_id
  WHERE a.id = p_id AND a.begins = p_at AND clinic_visible(a.clinic_id)
$$;
-- The changes of a visit, the newest first; why only where the chart is open and may be named.
CREATE FUNCTION appointment_steps(p_id uuid, p_limit int, p_named uuid[])
RETURNS TABLE (version int, at timestamptz, by text, kind text, before text, after text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.version, h.at, h.user_name, h.kind, CAST(h.before - hidden.keys AS text),
    CAST(h.after - hidden.keys AS text), CASE WHEN hidden.keys = '{}' THEN h.reason ELSE '' END
  FROM appointments a
  CROSS JOIN LATERAL (SELECT CASE WHEN a.clinic_id = ANY (p_named) AND patient_open(a.patient_id)
    THEN '{}'::text[] ELSE ARRAY['beside', 'cancelled', 'overbooked'] END AS keys) hidden
  JOIN appointment_history h ON h.appointment_id = a.id
  WHERE a.id = p_id AND clinic_visible(a.clinic_id)
  ORDER BY h.version DESC LIMIT p_limit
$$;
-- The visits of an open chart in the acting user's clinics as wire.appointments.ChartVisit, the newest first.
CREATE FUNCTION patient_visits(p_patient uuid, p_before timestamptz, p_before_id uuid, p_limit int, p_named uuid[])
RETURNS TABLE (id uuid, begins timestamptz, card text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.begins, CAST(CAST(c.card AS jsonb) || jsonb_build_object(
    'doctor', trim(r.title || ' ' || r.name), 'kind', t.name) AS text)
  FROM appointment_cards(p_named) c
  JOIN resources r ON r.id = c.resource_id
  JOIN visit_types t ON t.id = CAST(c.card ->> 'type' AS int)
  WHERE c.patient_id = p_patient AND c.clinic_id = ANY ((SELECT visible_clinics())::uuid[])
    AND (SELECT patient_open(p_patient)) AND (p_before IS NULL OR (c.begins, c.id) < (p_before, p_before_id))
  ORDER BY c.begins DESC, c.id DESC LIMIT p_limit
$$;
"""

KEEPING = """
-- Clears at most ``p_limit`` rows of a kind away from before a time; whoever is at one of them just now keeps it.
CREATE FUNCTION appointment_housekeeping(p_kind text, p_before timestamptz, p_limit int) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cleared int;
  expired uuid[];
BEGIN
  CASE p_kind
  WHEN 'holds' THEN
    expired := ARRAY(SELECT h.id FROM holds h WHERE h.until < p_before
      ORDER BY h.until LIMIT p_limit FOR UPDATE SKIP LOCKED);
    DELETE FROM occupancy o WHERE o.ctid = ANY (ARRAY(
      SELECT x.ctid FROM occupancy x WHERE x.taken_by = ANY (expired) FOR UPDATE SKIP LOCKED));
    DELETE FROM holds h WHERE h.id = ANY (expired);
  WHEN 'requests' THEN
    DELETE FROM appointment_requests r WHERE r.key IN (
      SELECT q.key FROM appointment_requests q WHERE q.at < p_before ORDER BY q.at LIMIT p_limit);
  WHEN 'occupancy' THEN
    DELETE FROM occupancy o WHERE o.ctid = ANY (ARRAY(
      SELECT x.ctid FROM occupancy x WHERE upper(x.during) < p_before LIMIT p_limit FOR UPDATE SKIP LOCKED));
  WHEN 'patient_occupancy' THEN
    DELETE FROM patient_occupancy o WHERE o.ctid = ANY (ARRAY(
      SELECT x.ctid FROM patient_occupancy x WHERE upper(x.during) < p_before LIMIT p_limit FOR UPDATE SKIP LOCKED));
  WHEN 'notices' THEN
    UPDATE notices n SET state = 'released' WHERE n.id IN (
      SELECT w.id FROM notices w WHERE w.state = 'waiting' AND w.release_at <= p_before
      ORDER BY w.release_at LIMIT p_limit FOR UPDATE SKIP LOCKED);
  END CASE;
  GET DIAGNOSTICS cleared = ROW_COUNT;
  RETURN cleared;
END $$;
"""

OFFERED = (
    "appointment_undo",
    "slot_hold",
    "slot_release",
    "appointment_read",
    "appointment_zone",
    "appointment_steps",
    "patient_visits",
)
WORKERS = ("appointment_housekeeping",)
INNER = (
    "slot_mine",
    "slot_times",
    "slot_changes",
)


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by a program."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (UNDOING, HOLDS, READING, KEEPING):
        run(part)
    for name in (*OFFERED, *WORKERS, *INNER):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
    for name in WORKERS:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_worker")
