"""Imports of patients and past visits: how far each is, what was refused, which column held what.

Every index has its reason in a line beside it.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IMPORTS = """
CREATE TABLE imports (
  id uuid PRIMARY KEY,                -- made by whoever begins it
  clinic_id uuid NOT NULL REFERENCES clinics,
  kind text NOT NULL CHECK (kind IN ('patients', 'encounters')),
  file text NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),          -- SHA-256 of the file
  mapping jsonb NOT NULL,             -- domain.imports.Layout
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'cancelled')),
  lines int NOT NULL CHECK (lines > 0),
  done int NOT NULL DEFAULT 0,
  good int NOT NULL DEFAULT 0,
  already int NOT NULL DEFAULT 0,
  bad int NOT NULL DEFAULT 0,
  kept int NOT NULL DEFAULT 0,        -- rows of import_errors
  user_id uuid REFERENCES users,      -- none: the command line
  user_name text NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CHECK (done = good + already + bad AND done <= lines),
  CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX imports_running ON imports (clinic_id, kind, digest) WHERE state = 'running';  -- a file once
CREATE INDEX imports_page ON imports (clinic_id, began_at, id);    -- the keyset page of a clinic's imports
CREATE TABLE import_errors (
  import_id uuid NOT NULL REFERENCES imports,
  line int NOT NULL,
  position smallint NOT NULL,         -- a row can have several
  field text NOT NULL,
  code text NOT NULL,
  PRIMARY KEY (import_id, line, position)                          -- also the keyset page
);
CREATE TABLE import_mappings (
  clinic_id uuid NOT NULL REFERENCES clinics,
  kind text NOT NULL,
  columns smallint NOT NULL,
  mapping jsonb NOT NULL,
  PRIMARY KEY (clinic_id, kind, columns)
);
-- Where a patient's link comes from. No reference: imports are never deleted, and a check for each row costs.
ALTER TABLE patient_clinic
  ADD COLUMN import_id uuid,
  DROP CONSTRAINT patient_clinic_made_by_check,
  ADD CONSTRAINT patient_clinic_made_by_check CHECK (made_by IN ('registration', 'booking', 'import'));
"""

BEGINNING = """
-- Whoever may import into a clinic: its people, or the command line, which stands above row level security anyhow.
CREATE FUNCTION import_allowed(p_clinic uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(clinic_visible(p_clinic), false) OR current_setting('role') = 'clinic_admin'
$$;

-- Begins an import ('new'), or goes on with the one of the same file that is under way ('goes_on'; 'otherwise': that
-- one has another mapping). The same id again is the same import ('again'), or none of this file's ('taken').
CREATE FUNCTION import_begin(p_id uuid, p_clinic uuid, p_kind text, p_file text, p_digest text, p_lines int,
  p_mapping jsonb, p_columns int) RETURNS TABLE (outcome text, import_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE job imports;
BEGIN
  IF NOT import_allowed(p_clinic) THEN
    RETURN QUERY SELECT 'refused', NULL::uuid;
    RETURN;
  END IF;
  LOOP
    SELECT * INTO job FROM imports i WHERE i.id = p_id;
    IF FOUND THEN
      RETURN QUERY SELECT CASE WHEN (job.clinic_id, job.kind, job.digest) = (p_clinic, p_kind, p_digest)
                          THEN 'again' ELSE 'taken' END, p_id;
      RETURN;
    END IF;
    INSERT INTO imports (id, clinic_id, kind, file, digest, lines, mapping, user_id, user_name)
    VALUES (p_id, p_clinic, p_kind, p_file, p_digest, p_lines, p_mapping, acting_user(),
            coalesce((SELECT name FROM users WHERE id = acting_user()), ''))
    ON CONFLICT DO NOTHING;
    EXIT WHEN FOUND;
    SELECT * INTO job FROM imports i
    WHERE i.clinic_id = p_clinic AND i.kind = p_kind AND i.digest = p_digest AND i.state = 'running';
    IF FOUND THEN
      RETURN QUERY SELECT CASE WHEN (job.mapping, job.lines) = (p_mapping, p_lines)
                          THEN 'goes_on' ELSE 'otherwise' END, job.id;
      RETURN;
    END IF;  -- it has ended at this moment
  END LOOP;
  INSERT INTO import_mappings VALUES (p_clinic, p_kind, p_columns, p_mapping)
  ON CONFLICT (clinic_id, kind, columns) DO UPDATE SET mapping = excluded.mapping;
  -- What was wrong with a file of long ago helps nobody.
  DELETE FROM import_errors e USING imports i
  WHERE i.id = e.import_id AND i.clinic_id = p_clinic AND i.ended_at < now() - interval '90 days';
  RETURN QUERY SELECT 'new', p_id;
END $$;

-- Ends an import whose rows so far stay in; false when it has ended already, nothing when there is none.
CREATE FUNCTION import_cancel(p_import uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE imports SET state = 'cancelled', ended_at = now()
  WHERE id = p_import AND state = 'running' AND import_allowed(clinic_id);
  IF FOUND THEN
    RETURN true;
  END IF;
  RETURN (SELECT false FROM imports WHERE id = p_import AND import_allowed(clinic_id));
END $$;
"""

PATIENTS = """
-- Locks an import for its next batch, and says who of these is known: nothing of whoever is known elsewhere.
CREATE FUNCTION import_look_for_patients(p_import uuid, p_after int, p_folded text[], p_mrns text[], p_sorts text[],
  p_born date[]) RETURNS jsonb
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
  SELECT jsonb_object_agg(k.folded, CASE WHEN k.here THEN jsonb_build_array(k.born, k.value) ELSE '[]' END)
  INTO externals FROM (
    SELECT i.folded, p.born, i.value,
           EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id) AS here
    FROM patient_identifiers i JOIN patients p ON p.id = i.patient_id
    WHERE i.kind = 'external' AND i.system = job.mapping ->> 'system' AND i.folded = ANY (p_folded)) k;
  SELECT jsonb_object_agg(k.mrn, CASE WHEN k.here THEN jsonb_build_array(k.born) ELSE '[]' END)
  INTO mrns FROM (
    SELECT p.mrn, p.born,
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

-- Counts a batch as done, once; ends the import with its last row. Nothing when it is not the next one.
CREATE FUNCTION import_count(p_import uuid, p_after int, p_good int, p_already int, p_bad int, p_errors jsonb)
RETURNS SETOF imports LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  job imports;
  most constant int := 10000;         -- domain.imports.MOST_ERRORS
  wrong int := jsonb_array_length(p_errors);
  room int := most - (SELECT kept FROM imports WHERE id = p_import);
BEGIN
  UPDATE imports SET done = done + p_good + p_already + p_bad, good = good + p_good, already = already + p_already,
    bad = bad + p_bad, kept = kept + least(wrong, room),
    state = CASE WHEN done + p_good + p_already + p_bad = lines THEN 'finished' ELSE state END,
    ended_at = CASE WHEN done + p_good + p_already + p_bad = lines THEN now() END
  WHERE id = p_import AND state = 'running' AND done = p_after AND import_allowed(clinic_id)
  RETURNING * INTO job;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF wrong > 0 THEN
    INSERT INTO import_errors
    SELECT p_import, r.line, r.position, r.field, r.code
    FROM jsonb_to_recordset(p_errors) AS r (line int, position smallint, field text, code text)
    ORDER BY r.line, r.position LIMIT room;
  END IF;
  RETURN NEXT job;
END $$;

-- Takes in the new patients of a batch. They must have been settled under the lock of import_look_for_patients.
CREATE FUNCTION import_patients(p_import uuid, p_after int, p_already int, p_bad int, p_errors jsonb,
  p_patients jsonb, p_numbers jsonb, p_contacts jsonb) RETURNS SETOF imports
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  job imports;
  without int;
  free text[];
BEGIN
  SELECT * INTO job FROM import_count(p_import, p_after, jsonb_array_length(p_patients), p_already, p_bad, p_errors);
  IF job.id IS NULL THEN
    RETURN;
  END IF;
  SELECT count(*) INTO without FROM jsonb_array_elements(p_patients) r WHERE r ->> 'mrn' = '';
  -- In the order of their numbers: two imports at once wait for each other, and never in a circle.
  IF without < jsonb_array_length(p_patients) THEN
    INSERT INTO patients (id, mrn, name, name_latin, name_kana, family, former_name, sort_name, words, born, sex,
                          deceased, died, language)
    SELECT r.id, r.mrn, r.name, r.name_latin, r.name_kana, r.family, r.former_name, r.sort_name, r.words, r.born,
           r.sex, r.died IS NOT NULL, r.died, r.language
    FROM jsonb_to_recordset(p_patients) AS r (id uuid, mrn text, name text, name_latin text, name_kana text,
      family text, former_name text, sort_name text, words text, born date, sex text, died date, language text)
    WHERE r.mrn <> '' ORDER BY r.mrn;
  END IF;
  IF without > 0 THEN
    -- Numbers that nobody has: what the sequence gives may have come in by a file.
    SELECT array_agg(mrn) INTO free FROM (
      -- Row by row, as many as it takes: in FROM itself, the series would be written down before.
      SELECT n.mrn
      FROM (SELECT nextval('patient_mrn')::text AS mrn FROM (SELECT generate_series(1, 100000000)) g) n
      WHERE (SELECT count(*) FROM patients p WHERE p.mrn = n.mrn) = 0
      LIMIT without) found;
    INSERT INTO patients (id, mrn, name, name_latin, name_kana, family, former_name, sort_name, words, born, sex,
                          deceased, died, language)
    SELECT r.id, free[row_number() OVER ()], r.name, r.name_latin, r.name_kana, r.family, r.former_name, r.sort_name,
           r.words, r.born, r.sex, r.died IS NOT NULL, r.died, r.language
    FROM jsonb_to_recordset(p_patients) AS r (id uuid, mrn text, name text, name_latin text, name_kana text,
      family text, former_name text, sort_name text, words text, born date, sex text, died date, language text)
    WHERE r.mrn = '';
  END IF;
  INSERT INTO patient_clinic (patient_id, clinic_id, made_by, import_id)
  SELECT (r ->> 'id')::uuid, job.clinic_id, 'import', p_import FROM jsonb_array_elements(p_patients) r;
  INSERT INTO patient_identifiers (patient_id, kind, system, value, folded)
  SELECT r.id, r.kind, r.system, r.value, r.folded
  FROM jsonb_to_recordset(p_numbers) AS r (id uuid, kind text, system text, value text, folded text)
  ORDER BY r.kind, r.system, r.folded;
  INSERT INTO patient_contacts (patient_id, position, kind, value, digits)
  SELECT r.id, r.position, r.kind, r.value, r.digits
  FROM jsonb_to_recordset(p_contacts) AS r (id uuid, position smallint, kind text, value text, digits text);
  RETURN NEXT job;
END $$;
"""

ENCOUNTERS = """
-- Locks an import for its next batch, and says which of these visits are there, and who the clinic's patients are.
CREATE FUNCTION import_look_for_encounters(p_import uuid, p_after int, p_ids text[], p_folded text[], p_mrns text[])
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
  SELECT jsonb_object_agg(e.external_id, e.clinic_id = job.clinic_id) INTO externals
  FROM encounters e WHERE e.system = job.mapping ->> 'system' AND e.external_id = ANY (p_ids);
  SELECT jsonb_object_agg(i.folded, i.patient_id) INTO patients_found
  FROM patient_identifiers i
  WHERE i.kind = 'external' AND i.system = job.mapping ->> 'system' AND i.folded = ANY (p_folded)
    AND EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = i.patient_id AND c.clinic_id = job.clinic_id);
  SELECT jsonb_object_agg(p.mrn, p.id) INTO mrns
  FROM patients p
  WHERE p.mrn = ANY (p_mrns)
    AND EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id);
  RETURN jsonb_build_object('state', job.state, 'done', job.done, 'external', externals, 'patients', patients_found,
                            'mrn', mrns);
END $$;

-- Takes in the new visits of a batch. They must have been settled under the lock of import_look_for_encounters.
CREATE FUNCTION import_encounters(p_import uuid, p_after int, p_already int, p_bad int, p_errors jsonb,
  p_encounters jsonb) RETURNS SETOF imports
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE job imports;
BEGIN
  SELECT * INTO job
  FROM import_count(p_import, p_after, jsonb_array_length(p_encounters), p_already, p_bad, p_errors);
  IF job.id IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO encounters (id, patient_id, clinic_id, system, external_id, kind, began, ended, code, text, reason,
                          practitioner)
  SELECT r.id, r.patient, job.clinic_id, job.mapping ->> 'system', r.external, r.kind, r.began, r.ended, r.code,
         r.text, r.reason, r.practitioner
  FROM jsonb_to_recordset(p_encounters) AS r (id uuid, patient uuid, external text, kind text, began timestamptz,
    ended timestamptz, code text, text text, reason text, practitioner text)
  -- Not the word of whoever asks: a patient of the clinic.
  JOIN patient_clinic c ON c.patient_id = r.patient AND c.clinic_id = job.clinic_id
  ORDER BY r.external;
  RETURN NEXT job;
END $$;
"""

RIGHTS = """
ALTER FUNCTION import_begin OWNER TO clinic_definer;
ALTER FUNCTION import_cancel OWNER TO clinic_definer;
ALTER FUNCTION import_look_for_patients OWNER TO clinic_definer;
ALTER FUNCTION import_look_for_encounters OWNER TO clinic_definer;
ALTER FUNCTION import_patients OWNER TO clinic_definer;
ALTER FUNCTION import_encounters OWNER TO clinic_definer;
ALTER FUNCTION import_allowed OWNER TO clinic_owner;
ALTER FUNCTION import_count OWNER TO clinic_owner;
REVOKE ALL ON FUNCTION import_allowed, import_begin, import_cancel, import_look_for_patients,
  import_look_for_encounters, import_count, import_patients, import_encounters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION import_allowed, import_count TO clinic_definer;
GRANT EXECUTE ON FUNCTION import_begin, import_cancel, import_look_for_patients, import_look_for_encounters,
  import_patients, import_encounters TO clinic_hub, clinic_admin;
GRANT SELECT, INSERT, UPDATE ON imports, import_mappings TO clinic_definer;
GRANT SELECT, INSERT, DELETE ON import_errors TO clinic_definer;
"""

_SEEN = "ANY ((SELECT visible_clinics())::uuid[])"
POLICIES = {
    "imports": f"clinic_id = {_SEEN}",
    "import_errors": "EXISTS (SELECT FROM imports i WHERE i.id = import_id)",
    "import_mappings": f"clinic_id = {_SEEN}",
}


def upgrade() -> None:
    """Make the tables, under row level security, and the functions that alone write them."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (IMPORTS, BEGINNING, PATIENTS, ENCOUNTERS, RIGHTS):
        run(text)
    for table, rule in POLICIES.items():
        run(f"ALTER TABLE {table} OWNER TO clinic_owner")
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"CREATE POLICY hub_select ON {table} FOR SELECT TO clinic_hub USING ({rule})")
        run(f"GRANT SELECT ON {table} TO clinic_hub")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO clinic_admin")
        run(f"GRANT MAINTAIN ON {table} TO clinic_admin")
