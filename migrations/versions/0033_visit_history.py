"""Past visits from files without a slot, and how many did not come.

Every index has its reason in a line beside it.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE imports
  DROP CONSTRAINT imports_kind_check,
  ADD CONSTRAINT imports_kind_check CHECK (kind IN ('patients', 'encounters', 'appointments', 'day_list'));
-- A visit that another system had: a day of the clinic's calendar, and no time. No zone ever moves it.
CREATE TABLE visits_past (
  id uuid PRIMARY KEY,
  patient_id uuid NOT NULL REFERENCES patients,
  clinic_id uuid NOT NULL REFERENCES clinics,
  import_id uuid NOT NULL,            -- no reference: imports are never deleted, and a check for each row costs
  system text NOT NULL,               -- whose id it is
  external_id text NOT NULL,
  day date NOT NULL,
  booked date,                        -- when it was booked
  state text NOT NULL CHECK (state IN ('done', 'left', 'no_show', 'cancelled')),
  kind text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  doctor text NOT NULL DEFAULT '',
  UNIQUE (system, external_id)        -- what an import has brought
);
CREATE INDEX visits_past_patient ON visits_past (patient_id, day DESC, id DESC);  -- the keyset page of a chart
CREATE INDEX visits_past_day ON visits_past (clinic_id, day, state);   -- how many did not come, from the index alone
"""

PATIENTS = """
-- What somebody is called whose name no file has said yet, by the number that one had.
CREATE FUNCTION import_unnamed(p_number text) RETURNS text
LANGUAGE sql IMMUTABLE RETURN 'No name (' || p_number || ')';
-- Takes in people whom nobody has: their numbers and what they are reached by, and the link to the import's clinic.
CREATE FUNCTION import_people(p_job imports, p_patients jsonb, p_numbers jsonb, p_contacts jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  without int;
  free text[];
BEGIN
  SELECT count(*) INTO without FROM jsonb_array_elements(p_patients) r WHERE r ->> 'mrn' = '';
  IF without > 0 THEN
    -- Numbers that nobody has: what the sequence gives may have come in by a file. Row by row, as many as it takes:
    -- in FROM itself, the series would be written down before.
    SELECT array_agg(mrn) INTO free FROM (
      SELECT n.mrn
      FROM (SELECT nextval('patient_mrn')::text AS mrn FROM (SELECT generate_series(1, 100000000)) g) n
      WHERE (SELECT count(*) FROM patients p WHERE p.mrn = n.mrn) = 0
      LIMIT without) found;
  END IF;
  -- First those with numbers of their own, in the order of these: two imports at once wait for each other, and never
  -- in a circle.
  INSERT INTO patients (id, mrn, name, name_latin, name_kana, family, former_name, sort_name, words, born, sex,
                        deceased, died, language)
  SELECT r.id, coalesce(nullif(r.mrn, ''), free[row_number() OVER (PARTITION BY r.mrn = '')]), r.name, r.name_latin,
         r.name_kana, r.family, r.former_name, r.sort_name, r.words, r.born, r.sex, r.died IS NOT NULL, r.died,
         r.language
  FROM jsonb_to_recordset(p_patients) AS r (id uuid, mrn text, name text, name_latin text, name_kana text,
    family text, former_name text, sort_name text, words text, born date, sex text, died date, language text)
  ORDER BY r.mrn = '', r.mrn;
  INSERT INTO patient_clinic (patient_id, clinic_id, made_by, import_id)
  SELECT (r ->> 'id')::uuid, p_job.clinic_id, 'import', p_job.id FROM jsonb_array_elements(p_patients) r;
  PERFORM import_reaching(p_numbers, p_contacts);
END $$;
CREATE FUNCTION import_reaching(p_numbers jsonb, p_contacts jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO patient_identifiers (patient_id, kind, system, value, folded)
  SELECT r.id, r.kind, r.system, r.value, r.folded
  FROM jsonb_to_recordset(p_numbers) AS r (id uuid, kind text, system text, value text, folded text)
  ORDER BY r.kind, r.system, r.folded;
  INSERT INTO patient_contacts (patient_id, position, kind, value, digits)
  SELECT r.id, r.position, r.kind, r.value, r.digits
  FROM jsonb_to_recordset(p_contacts) AS r (id uuid, position smallint, kind text, value text, digits text);
END $$;
-- Gives those a name who came in by their visits alone, and whatever else the file says of them; who has been named
-- meanwhile stays as they are.
CREATE FUNCTION import_name(p_job imports, p_named jsonb, p_numbers jsonb, p_contacts jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE done uuid[];
BEGIN
  PERFORM FROM patients p JOIN jsonb_array_elements(p_named) r ON p.id = CAST(r ->> 'id' AS uuid)
  ORDER BY p.id FOR NO KEY UPDATE OF p;
  WITH named AS (
    UPDATE patients p SET mrn = coalesce(nullif(r.mrn, ''), p.mrn), name = r.name, name_latin = r.name_latin,
      name_kana = r.name_kana, family = r.family, former_name = r.former_name, sort_name = r.sort_name,
      words = r.words, born = coalesce(r.born, p.born), sex = CASE r.sex WHEN 'U' THEN p.sex ELSE r.sex END,
      deceased = r.died IS NOT NULL, died = r.died, language = r.language, version = p.version + 1,
      changed_at = now()
    FROM jsonb_to_recordset(p_named) AS r (id uuid, was text, mrn text, name text, name_latin text, name_kana text,
      family text, former_name text, sort_name text, words text, born date, sex text, died date, language text)
    WHERE p.id = r.id AND p.name = import_unnamed(r.was) AND p.name <> r.name
    RETURNING p.id, p.version, p.name, r.was
  ), kept AS (
    INSERT INTO patient_history (patient_id, version, user_id, user_name, changes, clinics)
    SELECT n.id, n.version, p_job.user_id, p_job.user_name, jsonb_build_object('name',
      jsonb_build_array(jsonb_build_array(import_unnamed(n.was)), jsonb_build_array(n.name))), ARRAY[p_job.clinic_id]
    FROM named n
  ) SELECT array_agg(n.id) INTO done FROM named n;
  DELETE FROM patient_contacts c WHERE c.patient_id = ANY (done);
  PERFORM import_reaching(
    (SELECT coalesce(jsonb_agg(n), '[]') FROM jsonb_array_elements(p_numbers) n
      WHERE CAST(n ->> 'id' AS uuid) = ANY (done) AND NOT EXISTS (SELECT FROM patient_identifiers i
        WHERE i.patient_id = CAST(n ->> 'id' AS uuid) AND i.kind = n ->> 'kind' AND i.system = n ->> 'system'
          AND i.folded = n ->> 'folded')),
    (SELECT coalesce(jsonb_agg(c), '[]') FROM jsonb_array_elements(p_contacts) c
      WHERE CAST(c ->> 'id' AS uuid) = ANY (done)));
END $$;
-- Locks an import for its next batch, and says who of these is known: nothing of whoever is known elsewhere, and the
-- id of those whom visits alone have brought.
CREATE OR REPLACE FUNCTION import_look_for_patients(p_import uuid, p_after int, p_folded text[], p_mrns text[],
  p_sorts text[], p_born date[]) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  job imports;
  externals jsonb;
  mrns jsonb;
  names jsonb;
BEGIN
  SELECT * INTO job FROM imports WHERE id = p_import AND import_allowed(clinic_id) FOR NO KEY UPDATE;
  IF NOT FOUND OR job.state <> 'running' OR job.done <> p_after THEN
    RETURN jsonb_build_object('state', job.state, 'done', job.done);
  END IF;
  SELECT jsonb_object_agg(k.folded, CASE WHEN k.here THEN jsonb_build_array(k.born, k.value, k.unnamed) ELSE '[]' END)
  INTO externals FROM (
    SELECT i.folded, p.born, i.value, CASE WHEN p.name = import_unnamed(i.value) THEN p.id END AS unnamed,
           EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id) AS here
    FROM patient_identifiers i JOIN patients p ON p.id = i.patient_id
    WHERE i.kind = 'external' AND i.system = job.mapping ->> 'system' AND i.folded = ANY (p_folded)) k;
  SELECT jsonb_object_agg(k.mrn, CASE WHEN k.here THEN jsonb_build_array(k.born, '', k.unnamed) ELSE '[]' END)
  INTO mrns FROM (
    SELECT p.mrn, p.born, CASE WHEN p.name = import_unnamed(p.mrn) THEN p.id END AS unnamed,
           EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id) AS here
    FROM patients p WHERE p.mrn = ANY (p_mrns)) k;
  IF cardinality(p_sorts) > 0 THEN
    SELECT jsonb_agg(jsonb_build_array(p.sort_name, p.born)) INTO names
    FROM patients p JOIN unnest(p_sorts, p_born) AS r (sort_name, born) USING (sort_name, born)
    WHERE p.born = ANY (p_born)
      AND EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id);
  END IF;
  RETURN jsonb_build_object('state', job.state, 'done', job.done, 'external', externals, 'mrn', mrns, 'alike', names);
END $$;
-- Takes in the new patients of a batch, and names those whom visits have brought. They must have been settled under
-- the lock of import_look_for_patients.
DROP FUNCTION import_patients(uuid, int, int, int, jsonb, jsonb, jsonb, jsonb);
CREATE FUNCTION import_patients(p_import uuid, p_after int, p_already int, p_bad int, p_errors jsonb,
  p_patients jsonb, p_named jsonb, p_numbers jsonb, p_contacts jsonb) RETURNS SETOF imports
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  job imports;
  new jsonb;
BEGIN
  SELECT * INTO job FROM import_count(p_import, p_after, jsonb_array_length(p_patients) + jsonb_array_length(p_named),
    p_already, p_bad, p_errors);
  IF job.id IS NULL THEN
    RETURN;
  END IF;
  IF jsonb_array_length(p_named) = 0 THEN
    PERFORM import_people(job, p_patients, p_numbers, p_contacts);
  ELSE
    SELECT jsonb_object_agg(r ->> 'id', true) INTO new FROM jsonb_array_elements(p_patients) r;
    PERFORM import_people(job, p_patients,
      (SELECT coalesce(jsonb_agg(n), '[]') FROM jsonb_array_elements(p_numbers) n WHERE new ? (n ->> 'id')),
      (SELECT coalesce(jsonb_agg(c), '[]') FROM jsonb_array_elements(p_contacts) c WHERE new ? (c ->> 'id')));
    PERFORM import_name(job, p_named, p_numbers, p_contacts);
  END IF;
  RETURN NEXT job;
END $$;
"""

VISITS = """
-- Locks an import for its next batch, and says which of these visits are there ('file': by this very import; 'here',
-- 'elsewhere'), and who the patients are: nothing of whoever is known elsewhere.
CREATE FUNCTION import_look_for_visits(p_import uuid, p_after int, p_ids text[], p_folded text[], p_mrns text[])
RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  job imports;
  externals jsonb;
  patients_found jsonb;
  mrns jsonb;
BEGIN
  SELECT * INTO job FROM imports WHERE id = p_import AND import_allowed(clinic_id) FOR NO KEY UPDATE;
  IF NOT FOUND OR job.state <> 'running' OR job.done <> p_after THEN
    RETURN jsonb_build_object('state', job.state, 'done', job.done);
  END IF;
  SELECT jsonb_object_agg(v.external_id, CASE WHEN v.import_id = job.id THEN 'file'
    WHEN v.clinic_id = job.clinic_id THEN 'here' ELSE 'elsewhere' END) INTO externals
  FROM visits_past v WHERE v.system = job.mapping ->> 'system' AND v.external_id = ANY (p_ids);
  SELECT jsonb_object_agg(i.folded, CASE WHEN c.patient_id IS NULL THEN '[]'
    ELSE jsonb_build_array(i.patient_id, i.value) END) INTO patients_found
  FROM patient_identifiers i
  LEFT JOIN patient_clinic c ON c.patient_id = i.patient_id AND c.clinic_id = job.clinic_id
  WHERE i.kind = 'external' AND i.system = job.mapping ->> 'system' AND i.folded = ANY (p_folded);
  SELECT jsonb_object_agg(p.mrn, CASE WHEN c.patient_id IS NULL THEN '[]' ELSE jsonb_build_array(p.id, p.mrn, EXISTS (
    SELECT FROM patient_identifiers i WHERE i.patient_id = p.id AND i.kind = 'external'
      AND i.system = job.mapping ->> 'system')) END)
  INTO mrns
  FROM patients p LEFT JOIN patient_clinic c ON c.patient_id = p.id AND c.clinic_id = job.clinic_id
  WHERE p.mrn = ANY (p_mrns);
  RETURN jsonb_build_object('state', job.state, 'done', job.done, 'external', externals, 'patients', patients_found,
                            'mrn', mrns);
END $$;
-- Takes in the new visits of a batch, and the patients whom they bring. They must have been settled under the lock of
-- import_look_for_visits.
CREATE FUNCTION import_visits(p_import uuid, p_after int, p_already int, p_bad int, p_errors jsonb, p_visits jsonb,
  p_patients jsonb, p_numbers jsonb) RETURNS SETOF imports
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE job imports;
BEGIN
  SELECT * INTO job FROM import_count(p_import, p_after, jsonb_array_length(p_visits), p_already, p_bad, p_errors);
  IF job.id IS NULL THEN
    RETURN;
  END IF;
  IF jsonb_array_length(p_patients) > 0 THEN
    PERFORM import_people(job, p_patients, p_numbers, '[]');
  END IF;
  INSERT INTO visits_past (id, patient_id, clinic_id, import_id, system, external_id, day, booked, state, kind,
                           reason, note, doctor)
  SELECT r.id, r.patient, job.clinic_id, job.id, job.mapping ->> 'system', r.external, r.day, r.booked, r.state,
         r.kind, r.reason, r.text, r.doctor
  FROM jsonb_to_recordset(p_visits) AS r (id uuid, patient uuid, external text, day date, booked date, state text,
    kind text, reason text, text text, doctor text)
  -- Not the word of whoever asks: a patient of the clinic.
  JOIN patient_clinic c ON c.patient_id = r.patient AND c.clinic_id = job.clinic_id
  ORDER BY r.external;
  RETURN NEXT job;
END $$;
"""

READING = """
-- The visits of an open chart in the acting user's clinics as wire.appointments.ChartVisit, the newest first. Those
-- that came by a file have a day and no time: in the order of all they stand at its beginning (UTC), in no zone.
CREATE OR REPLACE FUNCTION patient_visits(p_patient uuid, p_before timestamptz, p_before_id uuid, p_limit int,
  p_named uuid[])
RETURNS TABLE (id uuid, begins timestamptz, card text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (
    (SELECT c.id, c.begins, CAST(CAST(c.card AS jsonb) || jsonb_build_object(
      'doctor', trim(r.title || ' ' || r.name), 'kind', t.name) AS text)
    FROM appointment_cards(p_named) c
    JOIN resources r ON r.id = c.resource_id
    JOIN visit_types t ON t.id = CAST(c.card ->> 'type' AS int)
    WHERE c.patient_id = p_patient AND c.clinic_id = ANY ((SELECT visible_clinics())::uuid[])
      AND (SELECT patient_open(p_patient)) AND (p_before IS NULL OR (c.begins, c.id) < (p_before, p_before_id))
    ORDER BY c.begins DESC, c.id DESC LIMIT p_limit)
    UNION ALL
    (SELECT v.id, CAST(v.day AS timestamp) AT TIME ZONE 'UTC', CAST(json_build_object('id', v.id,
      'begins', greatest(0, ms(CAST(v.day AS timestamp) AT TIME ZONE 'UTC')),
      'ends', greatest(0, ms(CAST(v.day AS timestamp) AT TIME ZONE 'UTC')), 'clinic_id', v.clinic_id,
      'practitioner', 0, 'type', 0, 'state', v.state, 'version', 1,
      'reason', concat_ws(' · ', nullif(v.reason, ''), nullif(v.note, '')), 'doctor', v.doctor,
      'kind', v.kind, 'day', v.day, 'booked', coalesce(CAST(v.booked AS text), ''), 'source', v.system) AS text)
    FROM visits_past v
    WHERE v.patient_id = p_patient AND v.clinic_id = ANY ((SELECT visible_clinics())::uuid[])
      AND v.clinic_id = ANY (p_named) AND (SELECT patient_open(p_patient))
      AND (p_before IS NULL OR v.day <= CAST(p_before AT TIME ZONE 'UTC' AS date)
        AND (CAST(v.day AS timestamp) AT TIME ZONE 'UTC', v.id) < (p_before, p_before_id))
    ORDER BY v.day DESC, v.id DESC LIMIT p_limit)) AS visits (id, begins, card)
  ORDER BY 2 DESC, 1 DESC LIMIT p_limit
$$;
-- How many of a clinic's visits of some days (by its calendar; NULL: from the first, to the last) were kept, missed
-- and cancelled: those booked here and those from files. Nothing for a clinic of others.
CREATE FUNCTION no_shows(p_clinic uuid, p_from date, p_to date)
RETURNS TABLE (kept bigint, missed bigint, cancelled bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH counted AS (
    SELECT v.state, count(*) AS visits FROM visits_past v
    WHERE v.clinic_id = p_clinic AND v.day BETWEEN coalesce(p_from, '-infinity') AND coalesce(p_to, 'infinity')
    GROUP BY 1
    UNION ALL
    SELECT a.state, count(*) FROM clinics c CROSS JOIN LATERAL clinic_people(c.id) w
    JOIN appointments a ON a.resource_id = w.resource_id AND a.clinic_id = c.id
    WHERE c.id = p_clinic AND a.begins < now() AND a.state <> 'booked'
      AND a.begins >= coalesce(CAST(p_from AS timestamp) AT TIME ZONE c.zone, '-infinity')
      AND a.begins < coalesce(CAST(p_to + 1 AS timestamp) AT TIME ZONE c.zone, 'infinity')
    GROUP BY 1
  )
  SELECT CAST(coalesce(sum(n.visits) FILTER (WHERE n.state NOT IN ('no_show', 'cancelled')), 0) AS bigint),
    CAST(coalesce(sum(n.visits) FILTER (WHERE n.state = 'no_show'), 0) AS bigint),
    CAST(coalesce(sum(n.visits) FILTER (WHERE n.state = 'cancelled'), 0) AS bigint)
  FROM counted n WHERE clinic_visible(p_clinic) HAVING clinic_visible(p_clinic)
$$;
"""

_SEEN = "ANY ((SELECT visible_clinics())::uuid[])"
POLICIES = {
    "visits_past": f"clinic_id = {_SEEN} AND EXISTS (SELECT FROM patients p WHERE p.id = patient_id)",
}
OFFERED = ("import_patients", "import_look_for_visits", "import_visits")
OF_DESKS = ("no_shows",)
INNER = ("import_unnamed", "import_people", "import_reaching", "import_name")


def upgrade() -> None:
    """Make the tables, under row level security, and the functions that alone write them."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (TABLES, PATIENTS, VISITS, READING):
        run(part)
    for table, rule in POLICIES.items():
        run(f"ALTER TABLE {table} OWNER TO clinic_owner")
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"CREATE POLICY hub_select ON {table} FOR SELECT TO clinic_hub USING ({rule})")
        run(f"GRANT SELECT ON {table} TO clinic_hub")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO clinic_definer, clinic_admin")
        run(f"GRANT MAINTAIN ON {table} TO clinic_admin")
    for name in (*OFFERED, *OF_DESKS, *INNER):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub, clinic_admin")
    for name in OF_DESKS:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
