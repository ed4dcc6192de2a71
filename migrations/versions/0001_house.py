"""The house: roles, clinics, wards, beds, patients, users, devices, readings.

Every index has its reason in a line beside it.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = """
-- Roles belong to the whole server: another database's migration may be making them at this moment.
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['clinic_owner NOLOGIN', 'clinic_definer NOLOGIN BYPASSRLS',
                           'clinic_hub NOLOGIN', 'clinic_ingest NOLOGIN', 'clinic_worker NOLOGIN'] LOOP
    BEGIN
      EXECUTE 'CREATE ROLE ' || r;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
DO $$ BEGIN
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO clinic_hub, clinic_ingest, clinic_worker', current_database());
  -- Ingest falls back to a temporary table when a batch holds instants that are stored already.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO clinic_ingest', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO clinic_owner', current_database());
END $$;
GRANT USAGE ON SCHEMA public TO clinic_hub, clinic_ingest, clinic_worker, clinic_definer;
GRANT USAGE, CREATE ON SCHEMA public TO clinic_owner;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""

PLACES = """
CREATE TABLE clinics (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  zone text NOT NULL
);
CREATE TABLE wards (
  id uuid PRIMARY KEY,
  clinic_id uuid NOT NULL REFERENCES clinics,
  name text NOT NULL,
  position int NOT NULL DEFAULT 0,
  UNIQUE (clinic_id, name)            -- no two wards of one name; also finds a clinic's wards
);
CREATE TABLE beds (
  id uuid PRIMARY KEY,
  ward_id uuid NOT NULL REFERENCES wards,
  name text NOT NULL,
  position int NOT NULL DEFAULT 0,
  UNIQUE (ward_id, name)              -- no two beds of one name; also finds a ward's beds
);
"""

PEOPLE = """
CREATE TABLE patients (
  id uuid PRIMARY KEY,
  mrn text NOT NULL UNIQUE,           -- what a wristband carries: looked up exactly
  name text NOT NULL,                 -- as the patient writes it
  name_latin text NOT NULL DEFAULT '',
  born date,
  sex text NOT NULL DEFAULT 'U' CHECK (sex IN ('F', 'M', 'X', 'U'))
);
CREATE TABLE patient_clinic (
  patient_id uuid NOT NULL REFERENCES patients,
  clinic_id uuid NOT NULL REFERENCES clinics,
  PRIMARY KEY (patient_id, clinic_id)
);
CREATE TABLE stays (
  id uuid PRIMARY KEY,
  patient_id uuid NOT NULL REFERENCES patients,
  bed_id uuid NOT NULL REFERENCES beds,
  during tstzrange NOT NULL,
  -- one patient in a bed at a time; also finds who lies in a bed now
  EXCLUDE USING gist (bed_id WITH =, during WITH &&),
  -- and one bed per patient at a time; also finds a patient's stays
  EXCLUDE USING gist (patient_id WITH =, during WITH &&)
);
CREATE TABLE users (
  id uuid PRIMARY KEY,
  login text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,        -- Argon2id, PHC string
  disabled_at timestamptz
);
CREATE UNIQUE INDEX users_login ON users (lower(login));          -- sign-in
CREATE TABLE memberships (
  user_id uuid NOT NULL REFERENCES users,
  clinic_id uuid NOT NULL REFERENCES clinics,
  role text NOT NULL CHECK (role IN
    ('nurse', 'receptionist', 'doctor', 'facility_manager', 'administrator', 'auditor')),
  PRIMARY KEY (user_id, clinic_id)
);
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  refresh_hash bytea NOT NULL UNIQUE, -- SHA-256 of the refresh token: looked up at each refresh
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX sessions_expiry ON sessions (expires_at);            -- the purge of ended sessions
"""

DEVICES = """
CREATE TABLE devices (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  clinic_id uuid NOT NULL REFERENCES clinics,
  code text NOT NULL UNIQUE,          -- what the device says in hello
  model text NOT NULL DEFAULT '',
  token_hash bytea NOT NULL,          -- SHA-256 of a 256-bit random token
  revoked_at timestamptz
);
CREATE INDEX devices_page ON devices (clinic_id, id);             -- the keyset page of a clinic's devices
CREATE SEQUENCE device_sessions;      -- rises with every connection: the newest of a device wins (fencing)
CREATE TABLE device_beds (
  device_id int NOT NULL REFERENCES devices,
  bed_id uuid NOT NULL REFERENCES beds,
  during tstzrange NOT NULL,
  -- a device is at one bed at a time; also finds where a device is now
  EXCLUDE USING gist (device_id WITH =, during WITH &&),
  -- a bed has one monitor at a time; also finds a bed's devices over a period
  EXCLUDE USING gist (bed_id WITH =, during WITH &&)
);
CREATE TABLE device_clocks (
  device_id int NOT NULL REFERENCES devices,
  clock int NOT NULL,
  begins_ms bigint NOT NULL,
  offset_ms bigint NOT NULL,
  measured_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, clock, begins_ms)   -- all segments of a device, at hello
);
CREATE TABLE device_states (
  device_id int PRIMARY KEY REFERENCES devices,
  seen_at timestamptz NOT NULL,
  clock_offset_ms bigint NOT NULL DEFAULT 0,
  status jsonb NOT NULL DEFAULT '{}'
);
"""

READINGS = """
-- Which parameters a row of readings holds, in which order; a few rows per kind of monitor.
CREATE TABLE reading_layouts (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  names text[] NOT NULL UNIQUE        -- interned by its content
);
-- One row per device and instant. Array columns are 23 bytes a value with the index, a row per value takes 84.
CREATE TABLE readings (
  at timestamptz NOT NULL,            -- corrected device time, ms
  device_id int NOT NULL,
  layout int NOT NULL,
  late boolean NOT NULL,              -- arrived over 10 s after it was measured
  numbers real[] NOT NULL,
  validity smallint[],                -- NULL: all valid (0 valid, 1 sensor off, 2 searching)
  measured_ms int[],                  -- NULL: none; spot values: ms from at back to the measurement
  PRIMARY KEY (device_id, at)         -- stored once at every resend; also reads a device's history
) PARTITION BY RANGE (at);
CREATE TABLE reading_gaps (
  device_id int NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  reason text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, from_at)    -- stored once at every resend; also reads a device's gaps
);

CREATE FUNCTION ensure_readings_partitions(p_first date, p_last date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d date;
  made int := 0;
  partition text;
BEGIN
  IF p_first < current_date - 31 OR p_last > current_date + 62 THEN
    RAISE EXCEPTION 'partitions are made for a month back and two ahead at most';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_readings_partitions'));
  FOR d IN SELECT generate_series(p_first, p_last, interval '1 day')::date LOOP
    partition := 'readings_' || to_char(d, 'YYYYMMDD');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF readings FOR VALUES FROM (%L) TO (%L)',
        partition, d::timestamp AT TIME ZONE 'UTC', (d + 1)::timestamp AT TIME ZONE 'UTC');
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;

-- The clinics that the present transaction may see, set by the unit of work.
CREATE FUNCTION clinic_visible(p_clinic uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT p_clinic = ANY (string_to_array(nullif(current_setting('clinic.clinics', true), ''), ',')::uuid[])
$$;

-- A bed's history in at most p_buckets steps a parameter, each with its lowest and highest valid value. Steps are
-- reckoned in double precision, multiplied before divided: exact at a step's edge, and in half the time of numeric.
CREATE FUNCTION readings_history(p_bed uuid, p_from timestamptz, p_to timestamptz, p_buckets int)
RETURNS TABLE (name text, bucket int, first_at timestamptz, last_at timestamptz,
               low real, high real, mean double precision, late boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.names[s.i], s.bucket, min(s.first_at), max(s.last_at), min(s.low), max(s.high),
         sum(s.total) / sum(s.count), bool_or(s.late)
  FROM (
    SELECT r.layout, n.i::int AS i, r.bucket, min(r.at) AS first_at, max(r.at) AS last_at, min(n.number) AS low,
           max(n.number) AS high, sum(n.number::double precision) AS total, count(*) AS count, bool_or(r.late) AS late
    FROM (
      SELECT r.*, least(p_buckets - 1, floor(
        date_part('epoch', r.at - p_from) * p_buckets / date_part('epoch', p_to - p_from))::int) AS bucket
      FROM device_beds db
      JOIN beds ON beds.id = db.bed_id
      JOIN wards ON wards.id = beds.ward_id
      JOIN readings r ON r.device_id = db.device_id AND r.at >= p_from AND r.at < p_to AND r.at <@ db.during
      WHERE db.bed_id = p_bed AND db.during && tstzrange(p_from, p_to) AND clinic_visible(wards.clinic_id)) r
    CROSS JOIN LATERAL unnest(r.numbers, r.validity) WITH ORDINALITY AS n (number, valid, i)
    WHERE coalesce(n.valid, 0) = 0
    GROUP BY 1, 2, 3) s
  JOIN reading_layouts l ON l.id = s.layout
  GROUP BY 1, 2
  ORDER BY 1, 2
$$;

-- What a bed's devices reported as lost for good.
CREATE FUNCTION readings_gaps(p_bed uuid, p_from timestamptz, p_to timestamptz)
RETURNS TABLE (from_at timestamptz, to_at timestamptz, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.from_at, g.to_at, g.reason
  FROM device_beds db
  JOIN beds ON beds.id = db.bed_id
  JOIN wards ON wards.id = beds.ward_id
  JOIN reading_gaps g ON g.device_id = db.device_id AND g.from_at < p_to AND g.to_at >= p_from
  WHERE db.bed_id = p_bed AND db.during && tstzrange(p_from, p_to) AND clinic_visible(wards.clinic_id)
  ORDER BY g.from_at
  LIMIT 1000
$$;

-- The newest values of the wards' beds within the last seconds: what the wall lives on while Redis is down.
CREATE FUNCTION readings_latest(p_wards uuid[], p_since timestamptz)
RETURNS TABLE (ward_id uuid, bed_id uuid, device_id int, at timestamptz, names text[], numbers real[],
               validity smallint[], measured_ms int[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT beds.ward_id, beds.id, db.device_id, r.at, l.names, r.numbers, r.validity, r.measured_ms
  FROM beds
  JOIN wards ON wards.id = beds.ward_id
  JOIN device_beds db ON db.bed_id = beds.id AND db.during @> now()
  CROSS JOIN LATERAL (
    SELECT * FROM readings WHERE readings.device_id = db.device_id AND readings.at >= p_since AND NOT readings.late
    ORDER BY readings.at DESC LIMIT 5) r
  JOIN reading_layouts l ON l.id = r.layout
  WHERE beds.ward_id = ANY (p_wards) AND clinic_visible(wards.clinic_id)
  ORDER BY beds.id, r.at
$$;
"""

RIGHTS = """
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT format('%I', c.relname) AS name, c.relkind
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'procrastinate%'
             AND c.relname <> 'alembic_version' LOOP
    EXECUTE 'ALTER TABLE ' || t.name || ' OWNER TO clinic_owner';
  END LOOP;
END $$;
ALTER SEQUENCE device_sessions OWNER TO clinic_owner;
ALTER FUNCTION ensure_readings_partitions OWNER TO clinic_owner;
ALTER FUNCTION readings_history OWNER TO clinic_definer;
ALTER FUNCTION readings_gaps OWNER TO clinic_definer;
ALTER FUNCTION readings_latest OWNER TO clinic_definer;
REVOKE ALL ON FUNCTION ensure_readings_partitions, readings_history, readings_gaps, readings_latest FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_readings_partitions TO clinic_worker, clinic_ingest;
GRANT EXECUTE ON FUNCTION readings_history, readings_gaps, readings_latest TO clinic_hub;
GRANT SELECT ON readings, reading_layouts, reading_gaps, device_beds, beds, wards TO clinic_definer;

GRANT SELECT ON clinics, wards, beds, patients, patient_clinic, stays, users, memberships, device_beds,
  device_states TO clinic_hub;
-- Not the tokens' hashes: only the devices' door checks them.
GRANT SELECT (id, clinic_id, code, model, revoked_at) ON devices TO clinic_hub;
GRANT SELECT, INSERT, UPDATE ON sessions TO clinic_hub;
GRANT UPDATE (password_hash) ON users TO clinic_hub;

GRANT SELECT ON devices, device_beds, beds, wards TO clinic_ingest;
GRANT SELECT, INSERT ON device_clocks, reading_layouts TO clinic_ingest;
GRANT SELECT, INSERT, UPDATE ON device_states TO clinic_ingest;
GRANT INSERT ON readings, reading_gaps TO clinic_ingest;
GRANT USAGE ON SEQUENCE device_sessions TO clinic_ingest;

GRANT SELECT (id, expires_at), DELETE ON sessions TO clinic_worker;
GRANT SELECT ON alembic_version TO clinic_hub, clinic_ingest, clinic_worker;
"""

JOBS_RIGHTS = """
DO $$
DECLARE o record;
BEGIN
  FOR o IN SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relname LIKE 'procrastinate%' AND c.relkind IN ('r', 'S') LOOP
    EXECUTE format('GRANT %s ON %s %I TO clinic_worker',
      CASE o.relkind WHEN 'S' THEN 'USAGE' ELSE 'SELECT, INSERT, UPDATE, DELETE' END,
      CASE o.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, o.relname);
  END LOOP;
END $$;
"""


def upgrade() -> None:
    """Make everything of the first part."""
    # The driver's own connection: several statements in one text, and % means nothing special.
    run = op.get_bind().connection.driver_connection.execute
    for text in (ROLES, PLACES, PEOPLE, DEVICES, READINGS, SchemaManager.get_schema(), RIGHTS, JOBS_RIGHTS):
        run(text)
    # A week ahead at once: ingest works before the worker's first run.
    run("SELECT ensure_readings_partitions(current_date - 2, current_date + 7)")
