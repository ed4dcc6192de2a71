"""Day lists of other systems: each row is booked as a desk books it, a batch under one set of locks."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLES = """
-- Which row of another system's day lists has become which visit: moved or cancelled here, it is not booked again.
CREATE TABLE visits_listed (
  clinic_id uuid NOT NULL REFERENCES clinics,
  system text NOT NULL,
  external_id text NOT NULL,
  appointment_id uuid NOT NULL,
  import_id uuid NOT NULL,
  PRIMARY KEY (clinic_id, system, external_id)
);
"""

LISTS = """
-- Locks an import for its next batch of a day list, and says whom and what its rows can mean.
CREATE FUNCTION import_look_for_day(p_import uuid, p_after int, p_ids text[], p_folded text[], p_mrns text[],
  p_born date[]) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE job imports;
BEGIN
  SELECT * INTO job FROM imports WHERE id = p_import AND import_allowed(clinic_id) FOR NO KEY UPDATE;
  IF NOT FOUND OR job.state <> 'running' OR job.done <> p_after THEN
    RETURN jsonb_build_object('state', job.state, 'done', job.done);
  END IF;
  RETURN jsonb_build_object('state', job.state, 'done', job.done, 'listed', (
    SELECT jsonb_agg(l.external_id) FROM visits_listed l
    WHERE l.clinic_id = job.clinic_id AND l.system = job.mapping ->> 'system' AND l.external_id = ANY (p_ids)
  ), 'patients', (
    SELECT jsonb_object_agg(i.folded, jsonb_build_array(i.patient_id, i.value)) FROM patient_identifiers i
    WHERE i.kind = 'external' AND i.system = job.mapping ->> 'system' AND i.folded = ANY (p_folded)
      AND EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = i.patient_id AND c.clinic_id = job.clinic_id)
  ), 'mrn', (
    SELECT jsonb_object_agg(p.mrn, jsonb_build_array(p.id, p.mrn)) FROM patients p
    WHERE p.mrn = ANY (p_mrns)
      AND EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id)
  ), 'names', (
    SELECT jsonb_agg(jsonb_build_array(p.born, p.id, p.name, p.name_latin, p.name_kana)) FROM patients p
    WHERE p.born = ANY (p_born) AND p.restriction IS NULL
      AND EXISTS (SELECT FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = job.clinic_id)
  ), 'doctors', (
    SELECT jsonb_agg(jsonb_build_array(r.id, r.title, r.name)) FROM practitioner_clinics c
    JOIN resources r ON r.id = c.resource_id WHERE c.clinic_id = job.clinic_id AND r.active
  ), 'types', (SELECT jsonb_agg(jsonb_build_array(t.id, t.name)) FROM visit_types t WHERE t.active));
END $$;
-- What the rows of a batch will have in hand: all of it is taken before the first is booked, in the order in which
-- everybody takes these locks (ADR 0070), with whoever could meet a need: none of the rows waits behind another.
CREATE FUNCTION import_grip(p_clinic uuid, p_patients uuid[], p_resources int[], p_types int[],
  p_begins timestamptz[])
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE times visit_times;
BEGIN
  SELECT array_agg(n.resource), array_agg(n.begins), array_agg(n.ends) INTO times
  FROM (
    SELECT DISTINCT x.resource, x.begins, x.ends
    FROM unnest(p_resources, p_types, p_begins) AS r (resource, type, begins)
    JOIN visit_types t ON t.id = r.type
    CROSS JOIN LATERAL (
      SELECT (o).practitioner AS resource, (o).own_begins AS begins, (o).own_ends AS ends
      FROM (SELECT visit_place_of(t, p_clinic, NULL, r.resource, r.begins) AS o) placed
      UNION ALL
      SELECT c.resource_id, lower(c.during), upper(c.during)
      FROM visit_candidates(r.type, p_clinic, r.resource, r.begins) c) x
    -- What cannot be booked anyway locks nobody, and raises no day that no calendar has.
    WHERE visit_refusal(p_clinic, NULL, r.resource, r.type, r.begins, 0) = ''
  ) n;
  PERFORM schedule_lock(ARRAY[p_clinic], times.resources, false);
  PERFORM pg_advisory_xact_lock(hashtextextended(o.id::text, 18))
  FROM (SELECT DISTINCT id FROM unnest(p_patients) id ORDER BY id) o;
  PERFORM FROM patients p WHERE p.id = ANY (p_patients) ORDER BY p.id FOR SHARE;
  PERFORM pg_advisory_xact_lock(k) FROM visit_queues(times.resources, times.begins, times.ends) k;
  PERFORM raise_days(times.resources, times.begins, times.ends);
END $$;
-- Books the rows of a batch in their order, each alone: what cannot be leaves nothing, and the others stand. For each
-- its line and the outcome of appointment_book ('already': the same patient is with this doctor then), with what is
-- recorded and told of a visit. They must have been settled under the lock of import_look_for_day.
CREATE FUNCTION import_book(p_import uuid, p_rows jsonb, p_release interval, p_named uuid[]) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  job imports;
  r record;
  answer appointment_answer;
  told jsonb := '[]';
BEGIN
  SELECT * INTO job FROM imports WHERE id = p_import AND state = 'running' AND import_allowed(clinic_id);
  IF NOT FOUND OR acting_user() IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM import_grip(job.clinic_id, array_agg(w.patient), array_agg(w.doctor), array_agg(w.type),
    array_agg(w.begins))
  FROM jsonb_to_recordset(p_rows) AS w (patient uuid, doctor int, type int, begins timestamptz) HAVING count(*) > 0;
  FOR r IN SELECT * FROM jsonb_to_recordset(p_rows) AS w (line int, id uuid, key uuid, notice uuid, patient uuid,
    doctor int, type int, begins timestamptz, reason text, external text) ORDER BY w.line
  LOOP
    answer := NULL;
    IF EXISTS (SELECT FROM appointments a WHERE a.patient_id = r.patient AND a.resource_id = r.doctor
      AND a.begins = r.begins AND a.state <> 'cancelled') THEN
      answer.outcome := 'already';
    ELSE
      BEGIN
        answer := appointment_book(r.id, r.key, sha256(CAST(CAST(r.key AS text) AS bytea)), job.clinic_id, r.patient,
          r.doctor, r.type, r.begins, 0, r.reason, NULL, '', '', NULL, r.notice, p_release, p_named, '{}');
        IF answer.outcome <> 'booked' THEN
          RAISE EXCEPTION USING ERRCODE = 'CB003';
        END IF;
        INSERT INTO visits_listed SELECT job.clinic_id, job.mapping ->> 'system', r.external, r.id, job.id
        WHERE r.external <> '';
      EXCEPTION WHEN SQLSTATE 'CB003' THEN
        NULL;                         -- rolled back; the answer says why
      END;
    END IF;
    told := told || jsonb_build_array(jsonb_build_object('line', r.line, 'outcome', answer.outcome, 'id', r.id,
      'patient', r.patient, 'after', coalesce(CAST(answer.after AS jsonb), '{}'),
      'changes', coalesce(CAST(answer.changes AS jsonb), '[]')));
  END LOOP;
  RETURN told;
END $$;
-- As in 0010, but that a line which is named in a second batch keeps what was wrong with it in the first.
CREATE OR REPLACE FUNCTION import_count(p_import uuid, p_after int, p_good int, p_already int, p_bad int,
  p_errors jsonb)
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
    ORDER BY r.line, r.position LIMIT room
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEXT job;
END $$;
-- Counts a batch of a day list as done, once, and ends the import with its last row.
CREATE FUNCTION import_counted(p_import uuid, p_after int, p_good int, p_already int, p_bad int, p_errors jsonb)
RETURNS SETOF imports LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM import_count(p_import, p_after, p_good, p_already, p_bad, p_errors)
$$;
"""

_SEEN = "ANY ((SELECT visible_clinics())::uuid[])"
OFFERED = ("import_look_for_day", "import_book", "import_counted")
INNER = ("import_grip",)


def upgrade() -> None:
    """Make the table, under row level security, and the functions that alone write it."""
    run = op.get_bind().connection.driver_connection.execute
    run(TABLES)
    run(LISTS)
    run("ALTER TABLE visits_listed OWNER TO clinic_owner")
    run("ALTER TABLE visits_listed ENABLE ROW LEVEL SECURITY")
    run("ALTER TABLE visits_listed FORCE ROW LEVEL SECURITY")
    run(f"CREATE POLICY hub_select ON visits_listed FOR SELECT TO clinic_hub USING (clinic_id = {_SEEN})")
    run("GRANT SELECT ON visits_listed TO clinic_hub")
    run("GRANT SELECT, INSERT, UPDATE, DELETE ON visits_listed TO clinic_definer, clinic_admin")
    run("GRANT MAINTAIN ON visits_listed TO clinic_admin")
    for name in (*OFFERED, *INNER):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OFFERED:
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
