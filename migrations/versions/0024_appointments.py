"""Booking, moving, cancelling and taking back, each in one function that does it all (ADR 0070, 0071)."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BOOKING = """
ALTER TABLE appointment_history ADD COLUMN waiting uuid;  -- the waitlist's entry that a booking fulfilled
CREATE TYPE appointment_answer AS (outcome text, clinic uuid, patient uuid, card text, changes text, before text,
  after text, practitioner int, begins timestamptz, ends timestamptz);
-- The fields of a card that changes of a visit change, as its history keeps them.
CREATE FUNCTION appointment_words(p_visit appointments) RETURNS jsonb
LANGUAGE sql STABLE
RETURN jsonb_build_object('begins', ms((p_visit).begins), 'ends', ms((p_visit).ends), 'own_begins',
  ms((p_visit).own_begins), 'own_ends', ms((p_visit).own_ends), 'practitioner', (p_visit).resource_id, 'state',
  (p_visit).state, 'lane', (p_visit).lane, 'overbooked', (p_visit).overbooked, 'beside', (p_visit).beside,
  'cancelled', (p_visit).cancelled);
-- What a request of this key has become, as far as it can be seen: '' (there is none), 'again', or 'key' (another).
CREATE FUNCTION appointment_known(p_key uuid, p_asked bytea, OUT outcome text, OUT id uuid)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  SELECT CASE WHEN r.user_id = acting_user() AND r.asked = p_asked THEN 'again' ELSE 'key' END, r.appointment_id
  INTO outcome, id FROM appointment_requests r WHERE r.key = p_key;
  outcome := coalesce(outcome, '');
END $$;
-- What a request of this key has become before: '' (it is the first), 'again', or 'key' (it was another request).
-- Whoever asks the same at the same moment waits for the first one here, with no other lock in hand.
CREATE FUNCTION appointment_asked(p_key uuid, p_asked bytea, p_id uuid, p_begins timestamptz,
  OUT outcome text, OUT id uuid)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  outcome := '';
  INSERT INTO appointment_requests (key, user_id, asked, appointment_id, begins)
  VALUES (p_key, acting_user(), p_asked, p_id, p_begins) ON CONFLICT (key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT k.outcome, k.id INTO outcome, id FROM appointment_known(p_key, p_asked) k;
  END IF;
END $$;
-- What the patient is to be told of a visit as it is now, once it cannot be taken back any more: nothing of what was
-- not told yet. ``p_same``: it is again as the patient was told last.
CREATE FUNCTION appointment_notice(p_notice uuid, p_visit appointments, p_release timestamptz, p_same boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  told text;
  next text;
BEGIN
  UPDATE notices n SET state = 'withdrawn' WHERE n.appointment_id = p_visit.id AND n.state = 'waiting';
  SELECT n.kind INTO told FROM notices n WHERE n.appointment_id = p_visit.id AND n.state = 'released'
  ORDER BY n.version DESC LIMIT 1;
  next := CASE WHEN p_visit.state = 'cancelled' THEN CASE WHEN told IN ('booked', 'moved') THEN 'cancelled' END
    WHEN told IS NULL OR told = 'cancelled' THEN 'booked' WHEN NOT p_same THEN 'moved' END;
  IF next IS NOT NULL THEN
    INSERT INTO notices (id, appointment_id, patient_id, clinic_id, kind, version, begins, release_at)
    VALUES (p_notice, p_visit.id, p_visit.patient_id, p_visit.clinic_id, next, p_visit.version, p_visit.begins,
      p_release);
  END IF;
END $$;
-- Keeps what was changed, and says how the visit stands now, what the hubs are to tell, and what has become free.
CREATE FUNCTION appointment_done(p_kind text, p_before appointments, p_after appointments, p_reason text,
  p_waiting uuid, p_concerned visit_times, p_named uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  former jsonb := CASE WHEN p_before.id IS NULL THEN '{}' ELSE appointment_words(p_before) END;
  latter jsonb := appointment_words(p_after);
  answer appointment_answer;
BEGIN
  IF p_before.id IS NOT NULL THEN
    SELECT coalesce(jsonb_object_agg(f.key, f.value), '{}') INTO former FROM jsonb_each(former) f
    WHERE latter -> f.key <> f.value;
    SELECT coalesce(jsonb_object_agg(l.key, l.value), '{}') INTO latter FROM jsonb_each(latter) l
    WHERE former ? l.key;
  END IF;
  INSERT INTO appointment_history (appointment_id, version, kind, at, user_id, user_name, before, after, reason,
    waiting)
  SELECT p_after.id, p_after.version, p_kind, clock_timestamp(), u.id, u.name, former, latter, p_reason, p_waiting
  FROM users u WHERE u.id = acting_user();
  -- Not looked up once more: all months would be locked for that.
  SELECT visit_card(p_after, p,
    (SELECT c.value FROM patient_contacts c WHERE c.patient_id = p.id AND c.kind = 'phone'
      ORDER BY c.position LIMIT 1),
    (SELECT json_agg(r.name ORDER BY r.kind, r.name) FROM resources r WHERE r.id = ANY (p_after.others)), p_named)
  INTO answer.card
  FROM (SELECT) one LEFT JOIN patients p ON p.id = p_after.patient_id AND p_after.clinic_id = ANY (p_named)
    AND (p.restriction IS NULL OR patient_open(p.id));
  answer.outcome := p_kind;
  answer.clinic := p_after.clinic_id;
  answer.patient := p_after.patient_id;
  answer.before := former;
  answer.after := latter;
  IF p_before.state NOT IN ('cancelled', 'no_show') AND former ?| ARRAY['own_begins', 'practitioner', 'state'] THEN
    answer.practitioner := p_before.resource_id;
    answer.begins := p_before.own_begins;
    answer.ends := p_before.own_ends;
  END IF;
  SELECT coalesce(json_agg(json_build_array(c.clinic_id, c.day, c.practitioner, c.version)), '[]') INTO answer.changes
  FROM schedule_changes((p_concerned).resources, (p_concerned).begins, (p_concerned).ends) c;
  RETURN answer;
END $$;
-- A visit as it is now, where the acting user may see it; by its begin only one month is looked at.
CREATE FUNCTION appointment_now(p_id uuid, p_begins timestamptz, p_named uuid[]) RETURNS appointment_answer
LANGUAGE plpgsql STABLE AS $$
DECLARE
  answer appointment_answer;
BEGIN
  IF p_begins IS NULL THEN
    SELECT a.begins INTO p_begins FROM appointments a WHERE a.id = p_id;
  END IF;
  SELECT 'again', c.clinic_id, c.patient_id, c.card, '[]'
  INTO answer.outcome, answer.clinic, answer.patient, answer.card, answer.changes
  FROM appointment_cards(p_named) c
  WHERE c.id = p_id AND c.begins = p_begins AND clinic_visible(c.clinic_id);
  RETURN answer;
END $$;
-- Has an entry of a patient's in a clinic's waitlist be in another state; false when there is none in the one before.
CREATE FUNCTION waitlist_turn(p_id uuid, p_clinic uuid, p_patient uuid, p_from text, p_to text) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  UPDATE waitlist w SET state = p_to, version = w.version + 1
  WHERE w.id = p_id AND w.clinic_id = p_clinic AND w.patient_id = p_patient AND w.state = p_from;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE clinics c SET waiting = c.waiting + 1 WHERE c.id = p_clinic;
  RETURN true;
END $$;
-- Books a visit. Outcomes: 'booked', 'again' (the same request once more), or what was wrong and nothing is done:
-- refused, key, patient, glass, deceased, practitioner, inactive, type, wrong_type, duration, past, far, hold,
-- denied, waiting, or a word of visit_put.
CREATE FUNCTION appointment_book(p_id uuid, p_key uuid, p_asked bytea, p_clinic uuid, p_patient uuid, p_resource int,
  p_type int, p_begins timestamptz, p_minutes int, p_reason text, p_hold uuid, p_overbooked text, p_beside text,
  p_waiting uuid, p_notice uuid, p_release interval, p_named uuid[], p_over uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer appointment_answer;
  asked record;
  t visit_types;
  place visit_place;
  taken visit_taken;
  freed visit_times := ROW('{}'::int[], '{}'::timestamptz[], '{}'::timestamptz[]);
  a appointments;
BEGIN
  -- Who is refused has written nothing, and waited for nobody.
  asked := appointment_known(p_key, p_asked);
  IF asked.outcome = '' THEN
    answer.outcome := CASE WHEN (p_overbooked <> '' OR p_beside <> '') AND p_clinic <> ALL (p_over) THEN 'denied'
      ELSE visit_refusal(p_clinic, p_patient, p_resource, p_type, p_begins, p_minutes) END;
    IF answer.outcome = '' THEN
      SELECT * INTO t FROM visit_types v WHERE v.id = p_type;
      place := visit_place_of(t, p_clinic, p_patient, p_resource, p_begins);
      place.overbook := p_overbooked <> '';
      place.beside := p_beside <> '';
      answer.outcome := visit_look(place, array_remove(ARRAY[p_hold], NULL), false);
    END IF;
    -- What is in the way may be this very request, sent before and done meanwhile: that is not refused.
    asked := CASE WHEN answer.outcome = '' THEN appointment_asked(p_key, p_asked, p_id, p_begins)
      ELSE appointment_known(p_key, p_asked) END;
  END IF;
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  answer.outcome := coalesce(nullif(asked.outcome, ''), answer.outcome);
  IF answer.outcome = '' AND p_hold IS NOT NULL THEN
    freed := slot_mine(p_hold);
    answer.outcome := CASE WHEN freed IS NULL THEN 'hold' ELSE '' END;
  END IF;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  -- Before any day, as whoever changes a patient has the patient's place in lists before the days of visits.
  IF NOT EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p_patient AND c.clinic_id = p_clinic) THEN
    INSERT INTO patient_clinic (patient_id, clinic_id, made_by) VALUES (p_patient, p_clinic, 'booking')
    ON CONFLICT DO NOTHING;
  END IF;
  taken := visit_put(p_id, array_remove(ARRAY[p_hold], NULL), freed, place, false);
  IF taken.outcome <> '' THEN
    answer.outcome := taken.outcome;
    RETURN answer;
  END IF;
  INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id, lane,
    reason, overbooked, beside, others, made_by)
  VALUES (p_id, p_begins, place.ends, place.own_begins, place.own_ends, p_clinic, p_patient, p_resource, p_type,
    taken.lane, p_reason, p_overbooked, CASE WHEN taken.patient_lane > 0 THEN p_beside ELSE '' END, taken.others,
    acting_user())
  RETURNING * INTO a;
  IF p_hold IS NOT NULL THEN
    DELETE FROM holds h WHERE h.id = p_hold;
  END IF;
  IF p_waiting IS NOT NULL AND NOT waitlist_turn(p_waiting, p_clinic, p_patient, 'waiting', 'booked') THEN
    answer.outcome := 'waiting';
    RETURN answer;
  END IF;
  INSERT INTO notices (id, appointment_id, patient_id, clinic_id, kind, version, begins, release_at)
  VALUES (p_notice, p_id, p_patient, p_clinic, 'booked', 1, p_begins, clock_timestamp() + p_release);
  RETURN appointment_done('booked', NULL, a, '', p_waiting, taken.concerned, p_named);
END $$;
"""

CHANGING = """
-- A visit as somebody saw it: outcome '' with the visit, 'none' (there is none for the acting user), or 'changed'.
CREATE FUNCTION appointment_seen(p_id uuid, p_at timestamptz, p_version int, OUT outcome text, OUT visit appointments)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  SELECT * INTO visit FROM appointments a WHERE a.id = p_id AND a.begins = p_at AND clinic_visible(a.clinic_id);
  outcome := CASE WHEN visit.version = p_version THEN '' WHEN visit.id IS NOT NULL OR EXISTS (
    SELECT FROM appointments a WHERE a.id = p_id AND clinic_visible(a.clinic_id)) THEN 'changed' ELSE 'none' END;
END $$;
-- Puts a visit that has its locks and its place where it belongs; false when somebody else was there first.
CREATE FUNCTION appointment_write(p_before appointments, INOUT p_after appointments, OUT written boolean)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  p_after.version := p_before.version + 1;
  UPDATE appointments a SET begins = p_after.begins, ends = p_after.ends, own_begins = p_after.own_begins,
    own_ends = p_after.own_ends, resource_id = p_after.resource_id, state = p_after.state, lane = p_after.lane,
    version = p_after.version, overbooked = p_after.overbooked, beside = p_after.beside,
    cancelled = p_after.cancelled, others = p_after.others
  WHERE a.id = p_before.id AND a.begins = p_before.begins AND a.version = p_before.version;
  written := FOUND;
END $$;
-- Takes the place that a changed visit has now (p_after) and lets go of the one before; the outcome of visit_put, or
-- 'changed'. What was overbooked stays so, what was beside another visit, too.
CREATE FUNCTION appointment_put(p_before appointments, INOUT p_after appointments, p_hold uuid, p_held visit_times,
  p_trusted boolean, OUT outcome text, OUT concerned visit_times)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  place visit_place := ROW(p_after.clinic_id, p_after.patient_id, p_after.resource_id, p_after.type_id,
    p_after.begins, p_after.ends, p_after.own_begins, p_after.own_ends, p_after.overbooked <> '',
    p_after.beside <> '', NULL);
  own uuid[] := array_remove(ARRAY[p_before.id, p_hold], NULL);
  taken visit_taken;
  wrote record;
BEGIN
  outcome := visit_look(place, own, p_trusted);
  IF outcome = '' THEN
    taken := visit_put(p_before.id, own, visit_joined(visit_times_of(p_before), p_held), place, p_trusted);
    outcome := taken.outcome;
  END IF;
  IF outcome <> '' THEN
    RETURN;
  END IF;
  p_after.lane := taken.lane;
  p_after.others := taken.others;
  p_after.beside := CASE WHEN taken.patient_lane > 0 THEN p_after.beside ELSE '' END;
  wrote := appointment_write(p_before, p_after);
  p_after := wrote.p_after;
  outcome := CASE WHEN wrote.written THEN '' ELSE 'changed' END;
  concerned := taken.concerned;
END $$;
-- Moves a visit to another time or practitioner (0: the same) of its clinic. Outcomes: 'moved', 'again' (also when
-- nothing changes), or: key, none, changed, denied, state, hold, and the words of visit_refusal and visit_put.
CREATE FUNCTION appointment_move(p_id uuid, p_key uuid, p_asked bytea, p_at timestamptz, p_version int,
  p_resource int, p_begins timestamptz, p_hold uuid, p_overbooked text, p_beside text, p_notice uuid,
  p_release interval, p_from text[], p_named uuid[], p_over uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer appointment_answer;
  asked record;
  seen record;
  a appointments;
  b appointments;
  put record;
  held visit_times := ROW('{}'::int[], '{}'::timestamptz[], '{}'::timestamptz[]);
BEGIN
  asked := appointment_asked(p_key, p_asked, p_id, p_begins);
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  seen := appointment_seen(p_id, p_at, p_version);
  a := seen.visit;
  b := a;
  b.resource_id := CASE p_resource WHEN 0 THEN a.resource_id ELSE p_resource END;
  b.begins := p_begins;
  b.ends := p_begins + (a.ends - a.begins);
  b.own_begins := p_begins + (a.own_begins - a.begins);
  b.own_ends := p_begins + (a.own_ends - a.begins);
  b.overbooked := p_overbooked;
  b.beside := p_beside;
  IF asked.outcome = '' AND seen.outcome = '' AND (b.begins, b.resource_id) = (a.begins, a.resource_id)
    AND p_overbooked = '' AND p_beside = '' THEN
    RETURN appointment_now(p_id, a.begins, p_named);
  END IF;
  answer.clinic := a.clinic_id;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome WHEN seen.outcome <> '' THEN seen.outcome
    WHEN a.state <> ALL (p_from) THEN 'state'
    WHEN (p_overbooked <> '' OR p_beside <> '') AND a.clinic_id <> ALL (p_over) THEN 'denied'
    ELSE visit_refusal(a.clinic_id, NULL, b.resource_id, a.type_id, p_begins, 0) END;
  IF answer.outcome = '' AND p_hold IS NOT NULL THEN
    held := slot_mine(p_hold);
    answer.outcome := CASE WHEN held IS NULL THEN 'hold' ELSE '' END;
  END IF;
  IF answer.outcome = '' THEN
    put := appointment_put(a, b, p_hold, held, false);
    answer.outcome := put.outcome;
  END IF;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  b := put.p_after;
  IF p_hold IS NOT NULL THEN
    DELETE FROM holds h WHERE h.id = p_hold;
  END IF;
  PERFORM appointment_notice(p_notice, b, clock_timestamp() + p_release, false);
  RETURN appointment_done('moved', a, b, '', NULL, put.concerned, p_named);
END $$;
-- Gives a visit's time back under its locks: the outcome '' or 'changed'.
CREATE FUNCTION appointment_free(p_before appointments, INOUT p_after appointments, OUT outcome text,
  OUT concerned visit_times)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  wrote record;
BEGIN
  concerned := visit_times_of(p_before);
  PERFORM visit_grip(p_before.clinic_id, p_before.patient_id, concerned);
  DELETE FROM occupancy o WHERE o.taken_by = p_before.id;
  DELETE FROM patient_occupancy o WHERE o.taken_by = p_before.id;
  wrote := appointment_write(p_before, p_after);
  p_after := wrote.p_after;
  outcome := CASE WHEN wrote.written THEN '' ELSE 'changed' END;
END $$;
-- Cancels a visit (p_kind 'cancelled', with words) or says that nobody came ('no_show', not before its begin).
-- Outcomes: the kind, 'again', or: key, none, changed, state, early.
CREATE FUNCTION appointment_give_up(p_id uuid, p_key uuid, p_asked bytea, p_at timestamptz, p_version int,
  p_kind text, p_from text[], p_words text, p_notice uuid, p_release interval, p_named uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer appointment_answer;
  asked record;
  seen record;
  a appointments;
  b appointments;
  freed record;
BEGIN
  asked := appointment_asked(p_key, p_asked, p_id, p_at);
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  seen := appointment_seen(p_id, p_at, p_version);
  a := seen.visit;
  answer.clinic := a.clinic_id;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome WHEN seen.outcome <> '' THEN seen.outcome
    WHEN a.state <> ALL (p_from) THEN 'state'
    WHEN p_kind = 'no_show' AND a.begins > clock_timestamp() THEN 'early' ELSE '' END;
  IF answer.outcome = '' THEN
    b := a;
    b.state := p_kind;
    b.cancelled := p_words;
    freed := appointment_free(a, b);
    answer.outcome := freed.outcome;
  END IF;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  IF p_kind = 'cancelled' THEN
    PERFORM appointment_notice(p_notice, freed.p_after, clock_timestamp() + p_release, false);
  END IF;
  RETURN appointment_done(p_kind, a, freed.p_after, p_words, NULL, freed.concerned, p_named);
END $$;
"""

OFFERED = (
    "appointment_book",
    "appointment_move",
    "appointment_give_up",
)
INNER = (
    "appointment_words",
    "appointment_known",
    "appointment_asked",
    "appointment_notice",
    "appointment_done",
    "appointment_now",
    "waitlist_turn",
    "appointment_seen",
    "appointment_write",
    "appointment_put",
    "appointment_free",
)


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by a program."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (BOOKING, CHANGING):
        run(part)
    for name in (*OFFERED, *INNER):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
