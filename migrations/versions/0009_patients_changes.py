"""Registering and changing patients: what writes them, who they may already be, and who looked at them.

The hub writes nothing of a patient itself: these functions do, each for the acting user's clinics and open charts.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = """
CREATE INDEX patient_contacts_phone ON patient_contacts (digits) WHERE kind = 'phone';  -- who has this very number
-- Where whoever made a change works and the patient was known then: elsewhere nobody is named.
ALTER TABLE patient_history ADD COLUMN clinics uuid[] NOT NULL DEFAULT '{}';
-- Linking somebody asks for exact identifiers as breaking the glass does; each is counted by itself.
ALTER TABLE break_glass_looks ADD COLUMN kind text NOT NULL DEFAULT 'glass' CHECK (kind IN ('glass', 'link'));
CREATE OR REPLACE FUNCTION break_glass_wait(p_within interval, p_most int) RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((
    SELECT greatest(1, ceil(extract(epoch FROM at + p_within - clock_timestamp())))::int FROM break_glass_looks
    WHERE user_id = acting_user() AND kind = 'glass' AND at > clock_timestamp() - p_within
    ORDER BY at DESC OFFSET p_most - 1 LIMIT 1), 0)
$$;
"""

WRITING = """
-- Whether a chart is open to the acting user: the policy of patients, for functions that go past it.
CREATE FUNCTION patient_open(p_patient uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM patients p WHERE p.id = p_patient AND (
    p.restriction IS NULL AND EXISTS (
      SELECT FROM patient_clinic pc WHERE pc.patient_id = p.id AND pc.clinic_id = ANY (visible_clinics()))
    OR EXISTS (SELECT FROM break_glass g WHERE g.user_id = acting_user() AND g.patient_id = p.id
      AND g.clinic_id = ANY (visible_clinics()) AND g.expires_at > now() AND g.ended_at IS NULL)))
$$;
-- Keeps whoever gives or takes away one of these numbers waiting: in one order, or two who swap theirs would wait for
-- each other.
CREATE FUNCTION patient_numbers_lock(p_patient uuid, p_data jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(k.place) FROM (
    SELECT DISTINCT hashtextextended(n.number, 9) AS place FROM (
      SELECT 'mrn ' || p.mrn FROM patients p WHERE p.id = p_patient
      UNION ALL SELECT 'mrn ' || (p_data ->> 'mrn')
      UNION ALL SELECT concat('external ', i.system, ' ', i.folded) FROM patient_identifiers i
        WHERE i.patient_id = p_patient AND i.kind = 'external'
      UNION ALL SELECT concat('external ', i.system, ' ', i.folded)
        FROM jsonb_to_recordset(p_data -> 'identifiers') AS i (kind text, system text, folded text)
        WHERE i.kind = 'external') n (number)
    ORDER BY place) k
$$;
-- Writes those lists of a patient that are given; returns the place of an identifier that somebody else has.
CREATE FUNCTION patient_lists_write(p_patient uuid, p_data jsonb) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE taken int;
BEGIN
  IF p_data ? 'identifiers' THEN
    DELETE FROM patient_identifiers WHERE patient_id = p_patient;
    INSERT INTO patient_identifiers (patient_id, kind, system, value, folded)
    SELECT p_patient, i.kind, i.system, i.value, i.folded
    FROM jsonb_to_recordset(p_data -> 'identifiers') AS i (kind text, system text, value text, folded text)
    ORDER BY i.system, i.folded
    ON CONFLICT DO NOTHING;
    SELECT (g.place - 1)::int INTO taken
    FROM jsonb_array_elements(p_data -> 'identifiers') WITH ORDINALITY AS g (one, place)
    WHERE NOT EXISTS (SELECT FROM patient_identifiers i WHERE i.patient_id = p_patient AND i.kind = g.one ->> 'kind'
      AND i.system = g.one ->> 'system' AND i.folded = g.one ->> 'folded')
    ORDER BY g.place LIMIT 1;
  END IF;
  IF p_data ? 'contacts' THEN
    DELETE FROM patient_contacts WHERE patient_id = p_patient;
    INSERT INTO patient_contacts (patient_id, position, kind, value, whose, relation, digits)
    SELECT p_patient, c.place, c.one ->> 'kind', c.one ->> 'value', c.one ->> 'whose', c.one ->> 'relation',
      c.one ->> 'digits'
    FROM jsonb_array_elements(p_data -> 'contacts') WITH ORDINALITY AS c (one, place);
  END IF;
  IF p_data ? 'alerts' THEN
    DELETE FROM patient_alerts WHERE patient_id = p_patient;
    INSERT INTO patient_alerts (patient_id, position, kind, text, since)
    SELECT p_patient, a.place, a.one ->> 'kind', a.one ->> 'text', (a.one ->> 'since')::date
    FROM jsonb_array_elements(p_data -> 'alerts') WITH ORDINALITY AS a (one, place);
  END IF;
  IF p_data ? 'consents' THEN
    -- What was agreed to before stays so from its own time on.
    DELETE FROM patient_consents c WHERE c.patient_id = p_patient AND NOT EXISTS (
      SELECT FROM jsonb_to_recordset(p_data -> 'consents') AS g (kind text, given boolean)
      WHERE g.kind = c.kind AND g.given = c.given);
    INSERT INTO patient_consents (patient_id, kind, given)
    SELECT p_patient, g.kind, g.given
    FROM jsonb_to_recordset(p_data -> 'consents') AS g (kind text, given boolean)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN taken;
END $$;
CREATE FUNCTION patient_history_add(p_patient uuid, p_version int, p_changes jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO patient_history (patient_id, version, at, user_id, user_name, changes, clinics)
  SELECT p_patient, p_version, clock_timestamp(), u.id, u.name, p_changes, ARRAY(
      SELECT pc.clinic_id FROM patient_clinic pc
      WHERE pc.patient_id = p_patient AND pc.clinic_id = ANY (visible_clinics())
      UNION SELECT g.clinic_id FROM break_glass g WHERE g.user_id = u.id AND g.patient_id = p_patient
        AND g.clinic_id = ANY (visible_clinics()) AND g.expires_at > now() AND g.ended_at IS NULL)
  FROM users u WHERE u.id = acting_user()
$$;
-- What an id is to the acting user who registers somebody: 'mine' (registered by this user before), 'taken', or ''.
CREATE FUNCTION patient_known(p_id uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((
    SELECT CASE WHEN EXISTS (SELECT FROM patient_history h WHERE h.patient_id = p.id AND h.version = 1
      AND h.changes = '{}' AND h.user_id = acting_user()) THEN 'mine' ELSE 'taken' END
    FROM patients p WHERE p.id = p_id), '')
$$;
-- Registers somebody in a clinic of the acting user. Outcomes: 'made', 'mine' (sent again), 'taken' with the field.
CREATE FUNCTION patient_register(p_id uuid, p_clinic uuid, p_data jsonb, OUT outcome text, OUT field text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  given text := p_data ->> 'mrn';
  place int;
BEGIN
  field := '';
  IF acting_user() IS NULL OR NOT coalesce(clinic_visible(p_clinic), false) THEN
    outcome := 'refused';
    RETURN;
  END IF;
  PERFORM patient_numbers_lock(NULL, p_data);
  LOOP
    INSERT INTO patients (id, mrn, name, name_latin, name_kana, family, former_name, sort_name, words, born, sex,
      deceased, died, language, interpreter, alert_kinds)
    SELECT p_id, coalesce(nullif(given, ''), nextval('patient_mrn')::text), d.name, d.name_latin, d.name_kana,
      d.family, d.former_name, d.sort_name, d.words, d.born, d.sex, d.deceased, d.died, d.language, d.interpreter,
      d.alert_kinds
    FROM jsonb_to_record(p_data) AS d (name text, name_latin text, name_kana text, family text, former_name text,
      sort_name text, words text, born date, sex text, deceased boolean, died date, language text,
      interpreter boolean, alert_kinds text[])
    ON CONFLICT DO NOTHING;
    EXIT WHEN FOUND;
    outcome := patient_known(p_id);
    IF outcome <> '' THEN
      field := CASE outcome WHEN 'taken' THEN 'id' ELSE '' END;
      RETURN;
    ELSIF given <> '' THEN
      outcome := 'taken';
      field := 'data.mrn';
      RETURN;
    END IF;  -- somebody was given this number by hand: the next one
  END LOOP;
  INSERT INTO patient_clinic (patient_id, clinic_id, made_by) VALUES (p_id, p_clinic, 'registration');
  place := patient_lists_write(p_id, p_data);
  PERFORM patient_history_add(p_id, 1, '{}');
  outcome := CASE WHEN place IS NULL THEN 'made' ELSE 'taken' END;
  field := CASE WHEN place IS NULL THEN '' ELSE format('data.identifiers[%s].value', place) END;
END $$;
-- Changes an open chart that still has this version, and keeps what was changed. Outcomes: 'done', 'none' (no such
-- chart is open), 'changed' (there is a newer version), 'taken' with the field.
CREATE FUNCTION patient_change(p_patient uuid, p_version int, p_data jsonb, p_changes jsonb,
  OUT outcome text, OUT field text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  present int;
  violated text;
  place int;
BEGIN
  field := '';
  -- As strongly as a changed record number asks for: whoever links the patient meanwhile waits here, not further on.
  SELECT version INTO present FROM patients WHERE id = p_patient AND patient_open(id) FOR UPDATE;
  IF present IS DISTINCT FROM p_version THEN
    outcome := CASE WHEN present IS NULL THEN 'none' ELSE 'changed' END;
    RETURN;
  END IF;
  IF p_changes ?| ARRAY['mrn', 'identifiers'] THEN
    PERFORM patient_numbers_lock(p_patient, p_data);
  END IF;
  BEGIN
    UPDATE patients p SET mrn = d.mrn, name = d.name, name_latin = d.name_latin, name_kana = d.name_kana,
      family = d.family, former_name = d.former_name, sort_name = d.sort_name, words = d.words, born = d.born,
      sex = d.sex, deceased = d.deceased, died = d.died, language = d.language, interpreter = d.interpreter,
      alert_kinds = d.alert_kinds, version = present + 1, changed_at = clock_timestamp()
    FROM jsonb_to_record(p_data) AS d (mrn text, name text, name_latin text, name_kana text, family text,
      former_name text, sort_name text, words text, born date, sex text, deceased boolean, died date, language text,
      interpreter boolean, alert_kinds text[])
    WHERE p.id = p_patient;
  EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
    IF violated <> 'patients_mrn_key' THEN
      RAISE;
    END IF;
    outcome := 'taken';
    field := 'data.mrn';
    RETURN;
  END;
  place := patient_lists_write(p_patient, p_data);
  PERFORM patient_history_add(p_patient, present + 1, p_changes);
  outcome := CASE WHEN place IS NULL THEN 'done' ELSE 'taken' END;
  field := CASE WHEN place IS NULL THEN '' ELSE format('data.identifiers[%s].value', place) END;
END $$;
-- Keeps that two identifiers were compared, in a clinic where the chart is open to the acting user, and only there.
CREATE FUNCTION patient_confirm(p_id uuid, p_patient uuid, p_clinic uuid, p_which text[])
RETURNS TABLE (by text, at timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO patient_confirmations (id, patient_id, clinic_id, which, user_id, user_name)
  SELECT p_id, p_patient, p_clinic, p_which, u.id, u.name FROM users u
  WHERE u.id = acting_user() AND clinic_visible(p_clinic) AND patient_open(p_patient) AND (
    EXISTS (SELECT FROM patient_clinic pc WHERE pc.patient_id = p_patient AND pc.clinic_id = p_clinic)
    OR EXISTS (SELECT FROM break_glass g WHERE g.user_id = u.id AND g.patient_id = p_patient
      AND g.clinic_id = p_clinic AND g.expires_at > now() AND g.ended_at IS NULL))
  RETURNING user_name, patient_confirmations.at
$$;
"""

LINKING = """
-- Brings somebody of another clinic here, who has shown a number: only one exact match, and never a restricted chart,
-- which answers as no match. Counted like looks at a broken glass. Outcomes: 'linked', 'here' (already), 'none',
-- 'refused', 'slowed' with the seconds to wait.
CREATE FUNCTION patient_link(p_clinic uuid, p_name text, p_born date, p_number text, p_folded text, p_within interval,
  p_most int, OUT outcome text, OUT patient uuid, OUT wait int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_ids uuid[];
BEGIN
  wait := 0;
  IF acting_user() IS NULL OR NOT coalesce(clinic_visible(p_clinic), false) THEN
    outcome := 'refused';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(acting_user()::text, 7));  -- parallel looks count, too
  SELECT greatest(1, ceil(extract(epoch FROM at + p_within - clock_timestamp())))::int INTO wait
  FROM break_glass_looks
  WHERE user_id = acting_user() AND kind = 'link' AND at > clock_timestamp() - p_within
  ORDER BY at DESC OFFSET p_most - 1 LIMIT 1;
  IF wait > 0 THEN
    outcome := 'slowed';
    RETURN;
  END IF;
  INSERT INTO break_glass_looks (user_id, kind) VALUES (acting_user(), 'link');
  found_ids := ARRAY(
    SELECT p.id FROM patients p
    WHERE p.id IN (SELECT m.id FROM patients m WHERE m.mrn = p_number
                   UNION ALL SELECT i.patient_id FROM patient_identifiers i WHERE i.folded = p_folded)
      AND p_name <> '' AND p_folded <> '' AND p.born = p_born
      AND lower(normalize(p_name, NFKC)) IN (lower(normalize(p.name, NFKC)), lower(normalize(p.name_latin, NFKC)))
    LIMIT 2);
  outcome := 'none';
  IF cardinality(found_ids) = 1 THEN
    -- Held: whoever marks the chart at this moment comes before, and nobody is found, or after the link is there.
    SELECT p.id INTO patient FROM patients p WHERE p.id = found_ids[1] AND p.restriction IS NULL FOR SHARE;
  END IF;
  IF patient IS NOT NULL THEN
    INSERT INTO patient_clinic (patient_id, clinic_id, made_by) VALUES (patient, p_clinic, 'registration')
    ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN 'linked' ELSE 'here' END;
  END IF;
END $$;
"""

LIKENESS = """
-- The rules of domain/patients_likeness.py, for those of whom nothing may be told but that they are there.
CREATE FUNCTION one_slip(p_one text, p_other text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
DECLARE
  a text := CASE WHEN length(p_one) <= length(p_other) THEN p_one ELSE p_other END;
  b text := CASE WHEN length(p_one) <= length(p_other) THEN p_other ELSE p_one END;
  n int := 0;
BEGIN
  IF length(b) - length(a) > 1 THEN
    RETURN false;
  END IF;
  WHILE n < length(a) AND substr(a, n + 1, 1) = substr(b, n + 1, 1) LOOP
    n := n + 1;
  END LOOP;
  RETURN CASE WHEN length(a) < length(b) THEN substr(a, n + 1) = substr(b, n + 2)
    ELSE substr(a, n + 2) = substr(b, n + 2) OR substr(a, n + 1, 2) = reverse(substr(b, n + 1, 2))
      AND substr(a, n + 3) = substr(b, n + 3) END;
END $$;
CREATE FUNCTION words_met(p_words text[], p_others text[]) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT count(*)::int FROM unnest(p_words) w (word)
  WHERE w.word = ANY (p_others)
    OR EXISTS (SELECT FROM unnest(p_others) o (word)
               WHERE length(o.word) >= 4 AND length(w.word) >= 4 AND one_slip(w.word, o.word))
    OR EXISTS (SELECT FROM unnest(p_others) x (word), unnest(p_others) y (word)
               WHERE x.word <> y.word AND x.word || y.word = w.word)
$$;
-- Whether words of two names are alike: any at all, or (p_half) at least half of the name that has fewer.
CREATE FUNCTION words_alike(p_some text[], p_others text[], p_half boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT met > 0 AND (NOT p_half OR 2 * met >= least(cardinality(p_some), cardinality(p_others)))
  FROM greatest(words_met(p_some, p_others), words_met(p_others, p_some)) met
$$;
-- Who may already be the one that somebody is about to register: of the acting user's clinics at most 50 as JSON, of
-- all others (and of the restricted charts) only whether there is one.
CREATE FUNCTION patient_probable(p_self uuid, p_born date, p_words text[], p_mrn text, p_digits text[],
  p_folded text[], OUT elsewhere boolean, OUT found text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH numbered AS (
    SELECT m.id, true AS number, false AS phone FROM patients m WHERE m.mrn = p_mrn
    UNION ALL
    SELECT i.patient_id, true, false FROM patient_identifiers i WHERE i.folded = ANY (p_folded)
    UNION ALL
    SELECT c.patient_id, false, true FROM unnest(p_digits) g (digits) CROSS JOIN LATERAL (
      SELECT k.patient_id FROM patient_contacts k WHERE k.digits = g.digits AND k.kind = 'phone' LIMIT 500) c
    UNION ALL
    (SELECT b.id, false, false FROM patients b WHERE b.born = p_born
     ORDER BY NOT string_to_array(b.words, ' ') && p_words LIMIT 500)
  ), candidates AS (
    SELECT n.id, bool_or(n.number) AS number, bool_or(n.phone) AS phone FROM numbered n
    WHERE n.id <> p_self GROUP BY n.id
  ), alike AS (
    SELECT p.*, c.number, c.phone, w.apart, coalesce(p.born = p_born, false) AS same_day, CASE
      WHEN p.restriction IS NULL THEN (SELECT pc.clinic_id FROM patient_clinic pc
        WHERE pc.patient_id = p.id AND pc.clinic_id = ANY (visible_clinics())
        ORDER BY pc.clinic_id LIMIT 1) END AS mine
    FROM candidates c JOIN patients p ON p.id = c.id CROSS JOIN LATERAL (
      SELECT ARRAY(SELECT x FROM unnest(string_to_array(p.words, ' ')) x WHERE x !~ '^[a-z]$') AS apart) w
    WHERE c.number OR p.born = p_born AND words_alike(p_words, w.apart, true)
      OR c.phone AND words_alike(p_words, w.apart, false)
  )
  SELECT acting_user() IS NOT NULL AND coalesce(bool_or(a.mine IS NULL), false),
    coalesce((SELECT json_agg(json_build_object('id', m.id, 'mrn', m.mrn, 'name', m.name, 'name_latin', m.name_latin,
        'name_kana', m.name_kana, 'born', m.born, 'sex', m.sex, 'deceased', m.deceased, 'alerts', m.alert_kinds,
        'interpreter', m.interpreter, 'clinic_id', m.mine, 'words', m.apart, 'same_day', m.same_day, 'phone', m.phone,
        'number', m.number))
      FROM (SELECT * FROM alike o WHERE o.mine IS NOT NULL
            ORDER BY o.number DESC, o.phone DESC, words_met(p_words, o.apart) DESC, o.id LIMIT 50) m), '[]')::text
  FROM alike a
$$;
"""

LOOKS = """
-- Who looked at a chart that is open to the acting user, the newest first: colleagues by name, of other clinics only
-- that it was somebody. Which of them knows the patient is an answer in itself.
CREATE FUNCTION patient_looks(p_patient uuid, p_before timestamptz, p_before_id uuid, p_limit int)
RETURNS TABLE (id uuid, at timestamptz, by text, action text, clinic text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.at, CASE WHEN a.clinic_id = ANY (visible_clinics()) THEN a.user_name ELSE '' END, a.action,
    coalesce(c.name, '')
  FROM audit_log a LEFT JOIN clinics c ON c.id = a.clinic_id AND c.id = ANY (visible_clinics())
  WHERE a.patient_id = p_patient AND (SELECT patient_open(p_patient))
    AND (a.action LIKE 'patient.%' OR a.action LIKE 'glass.%' OR a.action = 'readings.opened')
    AND (p_before IS NULL OR (a.at, a.id) < (p_before, p_before_id))
  ORDER BY a.at DESC, a.id DESC LIMIT p_limit
$$;
"""

OFFERED = (
    "patient_known",
    "patient_register",
    "patient_change",
    "patient_confirm",
    "patient_link",
    "patient_probable",
    "patient_looks",
)
INNER = ("patient_open", "patient_numbers_lock", "patient_lists_write", "patient_history_add")
RULES = ("one_slip", "words_met", "words_alike")


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by the hub."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (TABLES, WRITING, LINKING, LIKENESS, LOOKS):
        run(text)
    for name in (*OFFERED, *INNER, *RULES):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
