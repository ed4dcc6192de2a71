"""Restricted charts, and breaking the glass."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PATIENTS = """
ALTER TABLE patients
  ADD COLUMN restriction text CHECK (restriction IN ('staff', 'vip', 'own', 'family')),
  ADD COLUMN lifted_by uuid REFERENCES users,                      -- who took the mark away last
  ADD COLUMN lifted_at timestamptz;
ALTER TABLE patient_clinic
  ADD COLUMN made_by text NOT NULL DEFAULT 'registration' CHECK (made_by IN ('registration', 'booking')),
  ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX patients_born ON patients (born);                     -- looking somebody up by name and date of birth
CREATE TABLE break_glass (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  patient_id uuid NOT NULL REFERENCES patients,
  clinic_id uuid NOT NULL REFERENCES clinics,                      -- where the user worked who broke it
  reason text NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX break_glass_user ON break_glass (user_id, patient_id, expires_at);  -- is it open to this user now
CREATE TABLE break_glass_looks (
  user_id uuid NOT NULL REFERENCES users,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  patient_id uuid REFERENCES patients,                             -- whom it found: only that chart may be opened
  PRIMARY KEY (user_id, at)           -- how many within the last minutes; also the purge
);
"""

GLASS = """
-- Breaking the glass looks beyond every clinic, so it gives away one bit, asks for two exact identifiers, and counts.
CREATE FUNCTION break_glass_find(p_mrn text, p_name text, p_born date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  -- A name's width and case are the keyboard's. Two halves with an index each: in one, no plan for all values could
  -- use either.
  SELECT p.id FROM patients p
  WHERE p_mrn <> '' AND num_nonnulls(nullif(p_name, ''), p_born) = 1 AND p.mrn = p_mrn
    AND (p_born IS NULL OR p.born = p_born)
    AND (coalesce(p_name, '') = '' OR lower(normalize(p_name, NFKC)) IN
         (lower(normalize(p.name, NFKC)), lower(normalize(p.name_latin, NFKC))))
  UNION ALL
  SELECT p.id FROM patients p
  WHERE coalesce(p_mrn, '') = '' AND p_name <> '' AND p.born = p_born
    AND lower(normalize(p_name, NFKC)) IN (lower(normalize(p.name, NFKC)), lower(normalize(p.name_latin, NFKC)))
  LIMIT 2
$$;
-- In how many seconds the acting user may look again, 0 for now: at most p_most looks within p_within.
CREATE FUNCTION break_glass_wait(p_within interval, p_most int) RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((
    SELECT greatest(1, ceil(extract(epoch FROM at + p_within - clock_timestamp())))::int FROM break_glass_looks
    WHERE user_id = acting_user() AND at > clock_timestamp() - p_within
    ORDER BY at DESC OFFSET p_most - 1 LIMIT 1), 0)
$$;
-- Counts a look and says whether it is one too many ('slowed'), and else whether there is exactly one such patient.
CREATE FUNCTION break_glass_look(p_clinic uuid, p_mrn text, p_name text, p_born date, p_within interval, p_most int)
RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_ids uuid[];
BEGIN
  IF acting_user() IS NULL OR NOT coalesce(clinic_visible(p_clinic), false) THEN
    RETURN 'refused';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(acting_user()::text, 7));  -- parallel looks count, too
  IF break_glass_wait(p_within, p_most) > 0 THEN
    RETURN 'slowed';
  END IF;
  found_ids := ARRAY(SELECT break_glass_find(p_mrn, p_name, p_born));
  INSERT INTO break_glass_looks (user_id, patient_id)
  VALUES (acting_user(), CASE cardinality(found_ids) WHEN 1 THEN found_ids[1] END);
  RETURN CASE cardinality(found_ids) WHEN 1 THEN 'match' ELSE 'none' END;
END $$;
-- Opens a chart to the acting user, who must have looked up this very patient a moment ago (or guessing could go on
-- here, where nothing counts); nothing when there is no single match.
CREATE FUNCTION break_glass_open(p_id uuid, p_clinic uuid, p_mrn text, p_name text, p_born date, p_reason text,
  p_expires timestamptz) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_ids uuid[];
BEGIN
  IF acting_user() IS NULL OR NOT coalesce(clinic_visible(p_clinic), false) OR btrim(coalesce(p_reason, '')) = '' THEN
    RETURN NULL;
  END IF;
  found_ids := ARRAY(SELECT break_glass_find(p_mrn, p_name, p_born));
  IF cardinality(found_ids) <> 1 OR NOT EXISTS (
      SELECT FROM break_glass_looks WHERE user_id = acting_user() AND patient_id = found_ids[1]
        AND at > clock_timestamp() - interval '15 minutes') THEN
    RETURN NULL;
  END IF;
  INSERT INTO break_glass (id, user_id, patient_id, clinic_id, reason, expires_at)
  VALUES (p_id, acting_user(), found_ids[1], p_clinic, p_reason, least(p_expires, now() + interval '12 hours'));
  RETURN found_ids[1];
END $$;

-- Whether a chart of the acting user's clinics is restricted: '' when it is not, nothing when there is none.
CREATE FUNCTION patient_restriction(p_patient uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(p.restriction, '') FROM patients p WHERE p.id = p_patient AND EXISTS (
    SELECT FROM patient_clinic pc WHERE pc.patient_id = p.id AND pc.clinic_id = ANY (visible_clinics()))
$$;
-- Marks a chart of the acting user's clinics as restricted, or ('') no more, and returns what it was before: whoever
-- may lift a mark need not be let into the chart.
CREATE FUNCTION patient_restrict(p_patient uuid, p_restriction text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE before text;
BEGIN
  PERFORM FROM patients p WHERE p.id = p_patient AND EXISTS (
    SELECT FROM patient_clinic pc WHERE pc.patient_id = p.id AND pc.clinic_id = ANY (visible_clinics())) FOR UPDATE;
  before := patient_restriction(p_patient);
  IF before IS NOT NULL THEN
    UPDATE patients SET restriction = nullif(p_restriction, '') WHERE id = p_patient;
    IF before <> '' AND p_restriction = '' THEN
      UPDATE patients SET lifted_by = acting_user(), lifted_at = now() WHERE id = p_patient;
    END IF;
  END IF;
  RETURN before;
END $$;
"""


def upgrade() -> None:
    """Make what protects patients."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (
        PATIENTS,
        GLASS,
    ):
        run(text)
