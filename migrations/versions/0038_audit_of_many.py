"""Whose auditors see a deed, found out faster: bulk work writes 500 of them in one statement."""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

RECORDING = """
-- As in 0003, but that where the deed says its clinic, nobody looks where people work: of bulk work there are 500.
CREATE OR REPLACE FUNCTION audit_log_clinics() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  work uuid[];
  about uuid;
  concerned uuid[];
BEGIN
  IF NEW.clinic_id IS NOT NULL THEN
    concerned := ARRAY[NEW.clinic_id];
  ELSE
    work := ARRAY(SELECT clinic_id FROM memberships WHERE user_id = NEW.user_id);
    IF cardinality(NEW.clinics) > 0 THEN
      -- Somebody names no clinic that is not theirs.
      concerned := ARRAY(SELECT unnest(NEW.clinics) INTERSECT SELECT unnest(CASE WHEN NEW.user_id IS NULL
                                                                      THEN NEW.clinics ELSE work END));
    ELSE
      IF NEW.object_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        about := CASE NEW.object_kind WHEN 'user' THEN NEW.object_id::uuid
          WHEN 'session' THEN (SELECT user_id FROM sessions WHERE id = NEW.object_id::uuid) END;
      END IF;
      IF about IS DISTINCT FROM NEW.user_id THEN
        concerned := ARRAY(SELECT clinic_id FROM memberships
                           WHERE user_id = about AND (NEW.user_id IS NULL OR clinic_id = ANY (work)));
      END IF;
      IF coalesce(cardinality(concerned), 0) = 0 THEN
        concerned := work;
      END IF;
    END IF;
  END IF;
  IF NEW.patient_id IS NOT NULL AND NEW.action NOT LIKE 'audit.%' THEN  -- who reads the log opens no chart
    concerned := concerned || ARRAY(SELECT clinic_id FROM patient_clinic WHERE patient_id = NEW.patient_id);
  END IF;
  IF cardinality(concerned) < 2 OR cardinality(concerned) = 2 AND concerned[1] = concerned[2] THEN
    NEW.clinics := concerned[1:1];
  ELSE
    NEW.clinics := ARRAY(SELECT DISTINCT c FROM unnest(concerned) c ORDER BY c);
  END IF;
  RETURN NEW;
END $$;
"""


def upgrade() -> None:
    """Make the function anew."""
    op.get_bind().connection.driver_connection.execute(RECORDING)
