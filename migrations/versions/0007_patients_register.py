"""The noun that beds, booking, check-in and records need: who patients are, with all that is known of them.

Every index has its reason in a line beside it. Tables only: what reads and writes them comes in 0008 to 0011.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PATIENTS = """
ALTER TABLE clinics ADD COLUMN number int GENERATED ALWAYS AS IDENTITY UNIQUE;  -- short, for the search's index
CREATE SEQUENCE patient_mrn START 100000001;                       -- what a new patient gets: nine digits
ALTER TABLE patients
  ADD COLUMN name_kana text NOT NULL DEFAULT '',
  ADD COLUMN family text NOT NULL DEFAULT '',                      -- the part of the name that it is sorted by
  ADD COLUMN former_name text NOT NULL DEFAULT '',
  ADD COLUMN sort_name text COLLATE "C" NOT NULL DEFAULT '',       -- domain.patients_names.sort_of
  ADD COLUMN words text COLLATE "C" NOT NULL DEFAULT '',           -- domain.patients_names.words_of, by spaces
  ADD COLUMN deceased boolean NOT NULL DEFAULT false,
  ADD COLUMN died date,
  ADD COLUMN language text NOT NULL DEFAULT '',                    -- BCP 47
  ADD COLUMN interpreter boolean NOT NULL DEFAULT false,
  ADD COLUMN alert_kinds text[] NOT NULL DEFAULT '{}',             -- those of patient_alerts, for lists
  ADD COLUMN version int NOT NULL DEFAULT 1,
  ADD COLUMN made_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
CREATE TABLE patient_identifiers (
  patient_id uuid NOT NULL REFERENCES patients,
  kind text NOT NULL CHECK (kind IN ('insurance', 'national', 'passport', 'licence', 'external', 'other')),
  system text NOT NULL,
  value text NOT NULL,                -- as written
  folded text COLLATE "C" NOT NULL,   -- letters and digits only, large: as it is looked up
  PRIMARY KEY (patient_id, kind, system, folded)
);
CREATE INDEX patient_identifiers_folded ON patient_identifiers (folded text_pattern_ops);  -- somebody by a number
CREATE UNIQUE INDEX patient_identifiers_external ON patient_identifiers (system, folded)
  WHERE kind = 'external';            -- whom an import has brought; nobody twice
CREATE TABLE patient_contacts (
  patient_id uuid NOT NULL REFERENCES patients,
  position smallint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'email', 'address')),
  value text NOT NULL,                -- as written
  whose text NOT NULL DEFAULT '',     -- a relative's name; empty: the patient's own
  relation text NOT NULL DEFAULT '',
  digits text COLLATE "C" NOT NULL DEFAULT '',                     -- of a phone
  PRIMARY KEY (patient_id, position)
);
CREATE TABLE patient_alerts (
  patient_id uuid NOT NULL REFERENCES patients,
  position smallint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('allergy', 'infection', 'fall_risk', 'do_not_move', 'other')),
  text text NOT NULL DEFAULT '',
  since date,
  PRIMARY KEY (patient_id, position)
);
CREATE TABLE patient_consents (
  patient_id uuid NOT NULL REFERENCES patients,
  kind text NOT NULL CHECK (kind IN ('messages', 'sharing', 'research', 'photo')),
  given boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (patient_id, kind)
);
CREATE TABLE patient_history (
  patient_id uuid NOT NULL REFERENCES patients,
  version int NOT NULL,               -- the one that the change made
  at timestamptz NOT NULL DEFAULT now(),
  user_id uuid REFERENCES users,
  user_name text NOT NULL,
  changes jsonb NOT NULL,             -- {field: [[lines before], [lines after]]}
  PRIMARY KEY (patient_id, version)   -- also the keyset page
);
CREATE TABLE patient_confirmations (
  id uuid PRIMARY KEY,
  patient_id uuid NOT NULL REFERENCES patients,
  clinic_id uuid NOT NULL REFERENCES clinics,
  which text[] NOT NULL CHECK (cardinality(which) = 2 AND which[1] <> which[2]),
  user_id uuid NOT NULL REFERENCES users,
  user_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX patient_confirmations_patient ON patient_confirmations (patient_id, at);  -- the last one
CREATE TABLE encounters (
  id uuid PRIMARY KEY,
  patient_id uuid NOT NULL REFERENCES patients,
  clinic_id uuid NOT NULL REFERENCES clinics,
  system text NOT NULL,               -- whose id it is
  external_id text NOT NULL,
  kind text NOT NULL,
  began timestamptz NOT NULL,
  ended timestamptz,
  code text NOT NULL DEFAULT '',
  text text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  practitioner text NOT NULL DEFAULT '',                           -- the provider's own id there
  UNIQUE (system, external_id),       -- what an import has brought
  CHECK (ended >= began)
);
CREATE INDEX encounters_patient ON encounters (patient_id, began DESC, id DESC);  -- the keyset page of a chart
"""

TABLES = (
    "patient_identifiers",
    "patient_contacts",
    "patient_alerts",
    "patient_consents",
    "patient_history",
    "patient_confirmations",
    "encounters",
)
_SEEN = "ANY ((SELECT visible_clinics())::uuid[])"
_CHART = "EXISTS (SELECT FROM patients p WHERE p.id = patient_id)"
"""Whose chart is open to the user: the policy of patients decides."""
POLICIES = {
    **dict.fromkeys(TABLES, _CHART),
    "patient_confirmations": f"clinic_id = {_SEEN} AND {_CHART}",
    "encounters": f"clinic_id = {_SEEN} AND {_CHART}",
}

RIGHTS = """
ALTER SEQUENCE patient_mrn OWNER TO clinic_owner;
GRANT USAGE ON SEQUENCE patient_mrn TO clinic_definer, clinic_admin;
"""


def upgrade() -> None:
    """Make the tables, each under row level security; the hub reads them and writes by functions only."""
    run = op.get_bind().connection.driver_connection.execute
    run(PATIENTS)
    run(RIGHTS)
    for table in TABLES:
        run(f"ALTER TABLE {table} OWNER TO clinic_owner")
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"CREATE POLICY hub_select ON {table} FOR SELECT TO clinic_hub USING ({POLICIES[table]})")
        run(f"GRANT SELECT ON {table} TO clinic_hub")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO clinic_definer, clinic_admin")
        run(f"GRANT MAINTAIN ON {table} TO clinic_admin")
    run("GRANT INSERT, UPDATE ON patients, patient_clinic TO clinic_definer")
