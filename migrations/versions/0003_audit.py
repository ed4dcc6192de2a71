"""The audit log: by month, only ever added to, sealed into a chain."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AUDIT = """
-- Who, when, where from, what, before and after, why. Rows are only ever added; the sealer gives each its place in
-- the chain (seq, hash), once. By month: a month can be archived, and the present one's indexes stay small.
CREATE TABLE audit_log (
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  user_id uuid,
  user_name text NOT NULL DEFAULT '',
  session_id uuid,
  station_id uuid,
  address text NOT NULL DEFAULT '',
  program text NOT NULL,
  clinic_id uuid,                     -- none: it concerns a person or the whole network
  action text NOT NULL,
  object_kind text NOT NULL DEFAULT '',
  object_id text NOT NULL DEFAULT '',
  patient_id uuid,
  before text NOT NULL DEFAULT '',    -- JSON, as text: what is sealed is every byte
  after text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  request_id text NOT NULL DEFAULT '',
  seq bigint,
  hash bytea,
  clinics uuid[] NOT NULL DEFAULT '{}',  -- whose auditors see it, decided when it is written
  PRIMARY KEY (at, id),               -- newest first
  CHECK ((seq IS NULL) = (hash IS NULL))
) PARTITION BY RANGE (at);
CREATE INDEX audit_log_unsealed ON audit_log (at, id) WHERE seq IS NULL;  -- what the sealer has to do
CREATE INDEX audit_log_seq ON audit_log (seq);                     -- the chain's end, and walking along it
CREATE INDEX audit_log_patient ON audit_log (patient_id, at, id);  -- who looked at this patient
CREATE INDEX audit_log_user ON audit_log (user_id, at, id);        -- what somebody did
CREATE INDEX audit_log_clinic ON audit_log (clinic_id, at, id);    -- what was done in one clinic
CREATE INDEX audit_log_clinics ON audit_log USING gin (clinics);   -- the page of a clinic's auditor: policies ask it

CREATE FUNCTION ensure_audit_partitions(p_first date, p_last date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m date;
  made int := 0;
  partition text;
BEGIN
  IF p_first < current_date - 62 OR p_last > current_date + 800 THEN
    RAISE EXCEPTION 'partitions are made for two months back and two years ahead at most';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_audit_partitions'));
  FOR m IN SELECT generate_series(date_trunc('month', p_first::timestamp), p_last, interval '1 month')::date LOOP
    partition := 'audit_log_' || to_char(m, 'YYYYMM');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF audit_log FOR VALUES FROM (%L) TO (%L)', partition,
        m::timestamp AT TIME ZONE 'UTC', (m + interval '1 month')::timestamp AT TIME ZONE 'UTC');
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition);
      -- Emptying a partition does not ask the whole table's trigger.
      EXECUTE format('CREATE TRIGGER audit_log_keep_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
        'EXECUTE FUNCTION audit_log_keep_all()', partition);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;

-- Whose auditors see a deed is decided with it: a later membership or link changes nothing of what was. It is the
-- clinic that it was done in; else those that its writer names; else where the person that it is about and the one
-- who did it both work; else where the latter works. And wherever the patient belongs, whoever opened the chart.
CREATE FUNCTION audit_log_clinics() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  work uuid[] := ARRAY(SELECT clinic_id FROM memberships WHERE user_id = NEW.user_id);
  about uuid;
  concerned uuid[];
BEGIN
  IF NEW.clinic_id IS NOT NULL THEN
    concerned := ARRAY[NEW.clinic_id];
  ELSIF cardinality(NEW.clinics) > 0 THEN
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
  IF NEW.patient_id IS NOT NULL AND NEW.action NOT LIKE 'audit.%' THEN  -- who reads the log opens no chart
    concerned := concerned || ARRAY(SELECT clinic_id FROM patient_clinic WHERE patient_id = NEW.patient_id);
  END IF;
  NEW.clinics := ARRAY(SELECT DISTINCT c FROM unnest(concerned) c ORDER BY c);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_log_clinics BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_clinics();

-- Not even the sealer changes a row: it places one that has no place yet, and nothing else.
CREATE FUNCTION audit_log_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
     AND to_jsonb(OLD) - 'seq' - 'hash' = to_jsonb(NEW) - 'seq' - 'hash' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_keep BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_keep();
CREATE FUNCTION audit_log_keep_all() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_keep_all BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT
  EXECUTE FUNCTION audit_log_keep_all();
"""


def upgrade() -> None:
    """Make the log, half a year ahead at once: all that is audited works before the worker's first run."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (AUDIT,):
        run(text)
    run("SELECT ensure_audit_partitions(current_date - 1, current_date + 180)")
