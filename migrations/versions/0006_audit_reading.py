"""Reading the audit log: what an auditor is told that row level security hides, and an index for rare deeds."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

READING = """
CREATE INDEX audit_log_action ON audit_log (action, at, id);       -- every breaking of a glass, whoever did it

-- The numbers of patients that an auditor reads about: of the own clinics' patients, restricted ones too, and of
-- those whom an event of the own clinics is about (a broken glass reaches beyond them). Nothing else of a patient.
CREATE FUNCTION audit_mrn(p_patients uuid[]) RETURNS TABLE (id uuid, mrn text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.mrn FROM patients p
  WHERE p.id = ANY (p_patients) AND (
    EXISTS (SELECT FROM patient_clinic pc WHERE pc.patient_id = p.id AND pc.clinic_id = ANY (visible_clinics()))
    OR EXISTS (SELECT FROM audit_log a WHERE a.patient_id = p.id AND a.clinics && visible_clinics()))
$$;
CREATE FUNCTION audit_patient(p_mrn text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.id FROM patients p, audit_mrn(ARRAY[p.id]) found WHERE p.mrn = p_mrn
$$;
-- How far the whole log is sealed: a number and a hash, which say nothing of anybody.
CREATE FUNCTION audit_chain() RETURNS TABLE (seq bigint, hash bytea, waiting bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.seq, h.hash, w.waiting, w.oldest
  FROM (SELECT count(*) AS waiting, min(u.at) AS oldest
        FROM (SELECT a.at FROM audit_log a WHERE a.seq IS NULL ORDER BY a.at, a.id LIMIT 100000) u) w
  LEFT JOIN (SELECT a.seq, a.hash FROM audit_log a WHERE a.seq IS NOT NULL ORDER BY a.seq DESC LIMIT 1) h ON true
$$;
ALTER FUNCTION audit_mrn OWNER TO clinic_definer;
ALTER FUNCTION audit_patient OWNER TO clinic_definer;
ALTER FUNCTION audit_chain OWNER TO clinic_definer;
REVOKE ALL ON FUNCTION audit_mrn, audit_patient, audit_chain FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_mrn, audit_patient, audit_chain TO clinic_hub;
GRANT SELECT ON audit_log TO clinic_definer;
"""


def upgrade() -> None:
    """Make what the log is read with."""
    op.get_bind().connection.driver_connection.execute(READING)
