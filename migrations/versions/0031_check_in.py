"""The check-in card, what is to be signed, walk-ins, and a user's saved views of the front desk (ADR 0080)."""

from typing import Final

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = """
-- What the front desk has noted of one visit; it belongs to the visit's version, which rises with it.
CREATE TABLE check_ins (
  appointment_id uuid PRIMARY KEY,                       -- wherever the visit is moved to
  compared text[] NOT NULL DEFAULT '{}',
  not_confirmed text NOT NULL DEFAULT '',
  compared_by uuid REFERENCES users,
  compared_name text NOT NULL DEFAULT '',
  compared_at timestamptz,
  contacts_at timestamptz,                               -- when somebody has asked whether they still hold
  interpreter text NOT NULL DEFAULT '',
  forms jsonb NOT NULL DEFAULT '[]',                     -- wire.check_in.Form
  companions jsonb NOT NULL DEFAULT '[]'                 -- wire.check_in.Companion
);
CREATE TABLE desk_views (
  user_id uuid PRIMARY KEY REFERENCES users,
  items jsonb NOT NULL                                   -- wire.desk_views.View
);
ALTER TABLE check_ins OWNER TO clinic_owner;
ALTER TABLE check_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_ins FORCE ROW LEVEL SECURITY;
ALTER TABLE desk_views OWNER TO clinic_owner;
ALTER TABLE desk_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE desk_views FORCE ROW LEVEL SECURITY;
CREATE POLICY hub_own ON desk_views TO clinic_hub USING (user_id = (SELECT acting_user()))
  WITH CHECK (user_id = (SELECT acting_user()));
GRANT SELECT, INSERT, UPDATE ON desk_views TO clinic_hub;
GRANT SELECT, INSERT, UPDATE, DELETE ON check_ins, desk_views TO clinic_definer, clinic_admin;
GRANT MAINTAIN ON check_ins, desk_views TO clinic_admin;
"""

READING = """
-- What is noted of a visit, as its card and the audit log tell it; before anything is noted, what its type asks for.
CREATE FUNCTION check_in_noted(p_id uuid, p_type int) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('compared', coalesce(k.compared, '{}'), 'compared_by', coalesce(k.compared_name, ''),
    'compared_at', coalesce(ms(k.compared_at), 0), 'not_confirmed', coalesce(k.not_confirmed, ''),
    'contacts_at', coalesce(ms(k.contacts_at), 0), 'interpreter', coalesce(k.interpreter, ''),
    'companions', coalesce(k.companions, '[]'), 'forms', coalesce(k.forms, (
      SELECT jsonb_agg(jsonb_build_object('name', f.name, 'state', 'to_sign') ORDER BY f.place)
      FROM visit_types t, unnest(t.forms) WITH ORDINALITY AS f (name, place) WHERE t.id = p_type), '[]'))
  FROM (SELECT) one LEFT JOIN check_ins k ON k.appointment_id = p_id
$$;
-- The check-in card of a visit as wire.check_in.CheckIn, all of it in one snapshot. Outcome '', or: none, glass.
CREATE FUNCTION check_in_read(p_id uuid, p_at timestamptz, p_named uuid[], OUT outcome text, OUT clinic uuid,
  OUT patient uuid, OUT answer text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  a appointments;
  first timestamptz;
  last timestamptz;
BEGIN
  -- By its begin only one month is looked at; it may have been moved since.
  SELECT * INTO a FROM appointments v WHERE v.id = p_id AND v.begins = p_at AND clinic_visible(v.clinic_id);
  IF NOT FOUND THEN
    SELECT * INTO a FROM appointments v WHERE v.id = p_id AND clinic_visible(v.clinic_id);
  END IF;
  outcome := CASE WHEN a.id IS NULL OR a.clinic_id <> ALL (p_named) THEN 'none'
    WHEN patient_open(a.patient_id) THEN ''
    WHEN patient_restriction(a.patient_id) IS NULL THEN 'none' ELSE 'glass' END;
  IF outcome <> '' THEN
    RETURN;
  END IF;
  clinic := a.clinic_id;
  patient := a.patient_id;
  SELECT day_begins(c.zone, d.day), day_begins(c.zone, d.day + 1) INTO first, last
  FROM clinics c CROSS JOIN LATERAL (SELECT CAST(a.begins AT TIME ZONE c.zone AS date) AS day) d
  WHERE c.id = a.clinic_id;
  SELECT CAST(check_in_noted(a.id, a.type_id) || jsonb_build_object(
    'card', (SELECT CAST(v.card AS jsonb) FROM appointment_cards(p_named) v
      WHERE v.id = a.id AND v.begins = a.begins),
    'numbers', (SELECT coalesce(jsonb_agg(jsonb_build_array(i.kind, i.value) ORDER BY i.kind, i.system, i.folded),
      '[]') FROM patient_identifiers i WHERE i.patient_id = p.id),
    'contacts', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'value', c.value) ORDER BY c.position),
      '[]') FROM patient_contacts c WHERE c.patient_id = p.id AND c.whose = ''),
    'alerts', (SELECT coalesce(jsonb_agg(coalesce(nullif(l.text, ''), l.kind) ORDER BY l.position), '[]')
      FROM patient_alerts l WHERE l.patient_id = p.id),
    'language', p.language,
    'today', (SELECT coalesce(jsonb_agg(t.card ORDER BY t.begins, t.id), '[]') FROM (
      SELECT v.id, v.begins, v.card FROM appointment_cards(p_named) v
      WHERE v.patient_id = p.id AND v.clinic_id = a.clinic_id AND v.id <> a.id
        AND v.begins >= first AND v.begins < last
      ORDER BY v.begins, v.id LIMIT 20) t),
    'earlier', (SELECT coalesce(jsonb_agg(t.card ORDER BY t.begins DESC, t.id DESC), '[]') FROM (
      SELECT v.id, v.begins, v.card FROM appointment_cards(p_named) v
      WHERE v.patient_id = p.id AND v.clinic_id = ANY ((SELECT visible_clinics())::uuid[]) AND v.begins < first
      ORDER BY v.begins DESC, v.id DESC LIMIT 3) t)) AS text)
  INTO answer FROM patients p WHERE p.id = a.patient_id;
END $$;
"""

WRITING = """
-- Notes what was found out at the desk, and (p_check_in) that the administration of the visit is done. ``p_from``:
-- the states from which a visit is checked in; ``p_open``: those in which its card can be written; whoever is
-- further on stays there. Outcomes: 'checked_in', 'check_in' (its state is as it was), 'again', or: key, none,
-- changed, glass, state, identity (nobody has said who this is).
CREATE FUNCTION check_in_save(p_id uuid, p_key uuid, p_asked bytea, p_at timestamptz, p_version int, p_noted jsonb,
  p_identity text, p_check_in boolean, p_from text[], p_open text[], p_named uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer appointment_answer;
  asked record;
  seen record;
  wrote record;
  a appointments;
  b appointments;
  mine visit_times;
  former jsonb;
  latter jsonb;
BEGIN
  asked := appointment_asked(p_key, p_asked, p_id, p_at);
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  seen := appointment_seen(p_id, p_at, p_version);
  a := seen.visit;
  b := a;
  b.identity := p_identity;
  IF p_check_in AND a.state = ANY (p_from) THEN
    b.state := 'checked_in';
    -- Whoever had left and is back waits from now on.
    b.arrived_at := CASE WHEN a.state = 'left' THEN clock_timestamp() ELSE coalesce(a.arrived_at, clock_timestamp())
      END;
  END IF;
  answer.clinic := a.clinic_id;
  answer.outcome := CASE WHEN asked.outcome <> '' THEN asked.outcome WHEN seen.outcome <> '' THEN seen.outcome
    WHEN a.clinic_id <> ALL (p_named) THEN 'none'
    WHEN NOT patient_open(a.patient_id)
      THEN CASE WHEN patient_restriction(a.patient_id) IS NULL THEN 'none' ELSE 'glass' END
    WHEN b.state <> ALL (p_open) THEN 'state'
    WHEN p_identity = '' AND (p_check_in OR b.state = 'checked_in' OR a.identity <> '' AND a.state <> 'booked'
      AND a.state <> 'arrived') THEN 'identity' ELSE '' END;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  mine := ROW(ARRAY[a.resource_id], ARRAY[a.own_begins], ARRAY[a.own_ends])::visit_times;
  PERFORM visit_grip(a.clinic_id, a.patient_id, mine);
  wrote := appointment_write(a, b);
  IF NOT wrote.written THEN
    answer.outcome := 'changed';
    RETURN answer;
  END IF;
  former := check_in_noted(a.id, a.type_id);
  INSERT INTO check_ins AS k (appointment_id, compared, not_confirmed, compared_by, compared_name, compared_at,
    contacts_at, interpreter, forms, companions)
  SELECT a.id, n.compared, n.not_confirmed, by.id, coalesce(by.name, ''), by.at,
    CASE WHEN n.contacts THEN clock_timestamp() END, n.interpreter, n.forms, n.companions
  FROM jsonb_to_record(p_noted) AS n (compared text[], not_confirmed text, contacts boolean, interpreter text,
    forms jsonb, companions jsonb)
  LEFT JOIN (SELECT u.id, u.name, clock_timestamp() AS at FROM users u WHERE u.id = acting_user()) by
    ON n.compared <> '{}' OR n.not_confirmed <> ''
  ON CONFLICT (appointment_id) DO UPDATE SET compared = excluded.compared, not_confirmed = excluded.not_confirmed,
    -- Whoever has compared stays the one who did while nothing else was found.
    (compared_by, compared_name, compared_at) = (SELECT
        CASE WHEN same THEN k.compared_by ELSE excluded.compared_by END,
        CASE WHEN same THEN k.compared_name ELSE excluded.compared_name END,
        CASE WHEN same THEN k.compared_at ELSE excluded.compared_at END
      FROM (SELECT (k.compared, k.not_confirmed) = (excluded.compared, excluded.not_confirmed) AS same) s),
    contacts_at = coalesce(k.contacts_at, excluded.contacts_at),
    interpreter = excluded.interpreter, forms = excluded.forms, companions = excluded.companions;
  latter := check_in_noted(a.id, a.type_id);
  answer := appointment_done(CASE WHEN a.state = b.state THEN 'check_in' ELSE 'checked_in' END, a, wrote.p_after,
    p_noted ->> 'not_confirmed', NULL, mine, p_named);
  answer.before := CAST(answer.before AS jsonb) || (SELECT coalesce(jsonb_object_agg(f.key, f.value), '{}')
    FROM jsonb_each(former) f WHERE latter -> f.key <> f.value);
  answer.after := CAST(answer.after AS jsonb) || (SELECT coalesce(jsonb_object_agg(l.key, l.value), '{}')
    FROM jsonb_each(latter) l WHERE former -> l.key <> l.value);
  RETURN answer;
END $$;
"""

WALKING_IN = """
-- Who sees somebody that has just come to a clinic: of those who work there now and do such visits the one with the
-- fewest patients waiting; NULL for nobody.
CREATE FUNCTION walk_in_practitioner(p_clinic uuid, p_type int, p_now timestamptz) RETURNS int
LANGUAGE sql STABLE AS $$
  WITH today AS MATERIALIZED (
    SELECT d.day, day_begins(c.zone, d.day) AS begins, day_begins(c.zone, d.day + 1) AS ends
    FROM clinics c CROSS JOIN LATERAL (SELECT CAST(p_now AT TIME ZONE c.zone AS date) AS day) d WHERE c.id = p_clinic
  ), able AS MATERIALIZED (
    SELECT r.id, r.sort_name
    FROM practitioner_clinics w JOIN resources r ON r.id = w.resource_id AND r.active
    JOIN visit_types t ON t.id = p_type AND t.active
    WHERE w.clinic_id = p_clinic AND (t.specialty_id IS NULL OR EXISTS (SELECT FROM practitioner_specialties s
      WHERE s.resource_id = r.id AND s.specialty_id = t.specialty_id))
  ), planned AS MATERIALIZED (
    SELECT w.resource_id, w.kind, w.types FROM work_times(ARRAY(SELECT id FROM able), ARRAY[p_clinic],
      (SELECT day - 1 FROM today), (SELECT day FROM today)) w WHERE w.during @> p_now
  ), away AS MATERIALIZED (
    SELECT x.resource_id FROM away_times(ARRAY(SELECT id FROM able), ARRAY[p_clinic],
      tstzrange(p_now, p_now, '[]')) x
  )
  SELECT a.id FROM able a
  WHERE EXISTS (SELECT FROM planned p WHERE p.resource_id = a.id AND p.kind = 'work'
      AND (p.types = '{}' OR p_type = ANY (p.types)))
    AND NOT EXISTS (SELECT FROM planned p WHERE p.resource_id = a.id AND p.kind = 'block')
    AND a.id NOT IN (SELECT x.resource_id FROM away x)
  ORDER BY (SELECT count(*) FROM appointments v CROSS JOIN today WHERE v.resource_id = a.id AND v.clinic_id = p_clinic
      AND v.begins >= today.begins AND v.begins < today.ends AND v.state IN ('arrived', 'checked_in', 'roomed')),
    a.sort_name, a.id LIMIT 1
$$;
-- Adds a visit of somebody who has come without a slot: it begins in this minute, and takes nobody's time.
-- Outcomes: 'walk_in', 'again', 'key', 'nobody' (who does such visits works now), or those of visit_refusal.
CREATE FUNCTION walk_in_add(p_id uuid, p_key uuid, p_asked bytea, p_clinic uuid, p_patient uuid, p_resource int,
  p_type int, p_reason text, p_named uuid[])
RETURNS appointment_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  answer appointment_answer;
  asked record;
  moment timestamptz := clock_timestamp();
  chosen int := p_resource;
  place visit_place;
  mine visit_times;
  a appointments;
BEGIN
  asked := appointment_asked(p_key, p_asked, p_id, date_trunc('minute', moment));
  IF asked.outcome = 'again' THEN
    RETURN appointment_now(asked.id, NULL, p_named);
  END IF;
  IF p_resource = 0 AND clinic_visible(p_clinic) THEN
    chosen := coalesce(walk_in_practitioner(p_clinic, p_type, moment), 0);
  END IF;
  -- Of a minute later, for that has not passed yet.
  answer.outcome := coalesce(nullif(asked.outcome, ''),
    visit_refusal(p_clinic, p_patient, chosen, p_type, moment + interval '1 minute', 0));
  IF answer.outcome = 'practitioner' AND p_resource = 0 THEN
    answer.outcome := CASE WHEN EXISTS (SELECT FROM visit_types t WHERE t.id = p_type AND t.active) THEN 'nobody'
      ELSE 'type' END;
  END IF;
  IF answer.outcome <> '' THEN
    RETURN answer;
  END IF;
  -- Before any day, as a booking has it.
  IF NOT EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p_patient AND c.clinic_id = p_clinic) THEN
    INSERT INTO patient_clinic (patient_id, clinic_id, made_by) VALUES (p_patient, p_clinic, 'booking')
    ON CONFLICT DO NOTHING;
  END IF;
  place := visit_place_of((SELECT t FROM visit_types t WHERE t.id = p_type), p_clinic, p_patient, chosen,
    date_trunc('minute', moment));
  mine := ROW(ARRAY[chosen], ARRAY[place.own_begins], ARRAY[place.own_ends])::visit_times;
  PERFORM visit_grip(p_clinic, p_patient, mine);
  INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id,
    state, reason, walk_in, arrived_at, made_by)
  VALUES (p_id, place.begins, place.ends, place.own_begins, place.own_ends, p_clinic, p_patient, chosen, p_type,
    'arrived', p_reason, true, clock_timestamp(), acting_user())
  RETURNING * INTO a;
  RETURN appointment_done('walk_in', NULL, a, '', NULL, mine, p_named);
END $$;
"""

TYPES = """
-- As in 0023, with what the front desk goes by.
CREATE OR REPLACE FUNCTION visit_type_save(p_id int, p_version int, p_data jsonb, OUT outcome text, OUT id int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  id := p_id;
  IF cardinality(visible_clinics()) = 0 THEN
    outcome := 'none';
    RETURN;
  END IF;
  -- One after the other: names are compared, and types counted.
  PERFORM pg_advisory_xact_lock(hashtext('visit_type_save'));
  outcome := CASE
    WHEN p_id IS NOT NULL AND NOT EXISTS (SELECT FROM visit_types t WHERE t.id = p_id) THEN 'none'
    WHEN p_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM visit_types t WHERE t.id = p_id AND t.version = p_version) THEN 'changed'
    WHEN EXISTS (SELECT FROM visit_types t
      WHERE t.name = p_data ->> 'name' AND t.id IS DISTINCT FROM p_id) THEN 'name'
    WHEN EXISTS (SELECT FROM jsonb_array_elements(jsonb_build_array(p_data) || (p_data -> 'needs')) n
      WHERE n ->> 'specialty' IS NOT NULL
        AND (n ->> 'specialty')::int NOT IN (SELECT s.id FROM specialties s)) THEN 'specialty'
    WHEN p_id IS NULL AND (SELECT count(*) FROM visit_types) >= 500 THEN 'many' END;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  IF p_id IS NULL THEN
    INSERT INTO visit_types (name, minutes) VALUES (p_data ->> 'name', (p_data ->> 'minutes')::int)
    RETURNING visit_types.id INTO id;
  END IF;
  UPDATE visit_types t SET name = d.name, minutes = d.minutes, before = d.before, after = d.after,
    capacity = d.capacity, "offset" = d."offset", own = d.own, specialty_id = d.specialty, active = d.active,
    grace = d.grace, patience = d.patience, priority = d.priority, forms = d.forms,
    version = CASE WHEN p_id IS NULL THEN 1 ELSE t.version + 1 END
  FROM jsonb_to_record(p_data) AS d (name text, minutes smallint, before smallint, after smallint, capacity smallint,
    "offset" smallint, own smallint, specialty int, active boolean, grace smallint, patience smallint,
    priority smallint, forms text[])
  WHERE t.id = visit_type_save.id;
  DELETE FROM visit_needs WHERE type_id = visit_type_save.id;
  INSERT INTO visit_needs (type_id, position, kind, "group", specialty_id, "offset", minutes)
  SELECT visit_type_save.id, n.place, n.one ->> 'kind', n.one ->> 'group', (n.one ->> 'specialty')::int,
    (n.one ->> 'offset')::int, (n.one ->> 'minutes')::int
  FROM jsonb_array_elements(p_data -> 'needs') WITH ORDINALITY AS n (one, place);
  outcome := 'done';
END $$;
"""

OFFERED: Final = ("check_in_read", "check_in_save", "walk_in_add")
INNER: Final = ("check_in_noted", "walk_in_practitioner")


def upgrade() -> None:
    """Make the tables and functions; only those that are offered can be called by a program."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (TABLES, READING, WRITING, WALKING_IN, TYPES):
        run(part)
    for name in (*OFFERED, *INNER):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
