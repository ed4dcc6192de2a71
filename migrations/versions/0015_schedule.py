"""Schedules: who and what can be booked, working hours, what is taken (once per lane), appointments, the waitlist.

Every index has its reason in a line beside it. Tables only: what reads and writes them comes in 0016 to 0022.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

RESOURCES = """
CREATE TABLE specialties (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL
);
-- Whatever can be taken: practitioners (of many clinics: clinic_id is empty), rooms and devices.
CREATE TABLE resources (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('practitioner', 'room', 'equipment')),
  clinic_id uuid REFERENCES clinics,
  name text NOT NULL,
  title text NOT NULL DEFAULT '',
  sort_name text COLLATE "C" NOT NULL DEFAULT '',
  "group" text NOT NULL DEFAULT '',                      -- of rooms and devices: what visits ask for
  capacity smallint NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 10),
  user_id uuid REFERENCES users,
  active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1,                        -- of a change by people
  hours bigint NOT NULL DEFAULT 1,                       -- raised by each change of its hours: templates, exceptions
  CHECK ((kind = 'practitioner') = (clinic_id IS NULL))
);
-- The keyset page of a clinic's rooms and devices; and those of a group that a visit needs.
CREATE INDEX resources_page ON resources (clinic_id, kind, "group", name, id) WHERE clinic_id IS NOT NULL;
CREATE INDEX resources_people ON resources (sort_name, id) WHERE kind = 'practitioner';  -- the keyset page of people
CREATE TABLE practitioner_clinics (
  resource_id int NOT NULL REFERENCES resources,
  clinic_id uuid NOT NULL REFERENCES clinics,
  PRIMARY KEY (resource_id, clinic_id)
);
CREATE INDEX practitioner_clinics_clinic ON practitioner_clinics (clinic_id, resource_id);  -- who works in a clinic
-- Who did and does not any more: visits that are still booked there must not be out of sight.
CREATE TABLE practitioner_left (
  clinic_id uuid NOT NULL REFERENCES clinics ON DELETE CASCADE,
  resource_id int NOT NULL REFERENCES resources ON DELETE CASCADE,
  PRIMARY KEY (clinic_id, resource_id)
);
CREATE TABLE practitioner_specialties (
  resource_id int NOT NULL REFERENCES resources,
  specialty_id int NOT NULL REFERENCES specialties,
  PRIMARY KEY (resource_id, specialty_id)
);
-- The finder.
CREATE INDEX practitioner_specialties_specialty ON practitioner_specialties (specialty_id, resource_id);
CREATE TABLE visit_types (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 1 AND 720),
  before smallint NOT NULL DEFAULT 0 CHECK (before BETWEEN 0 AND 240),
  after smallint NOT NULL DEFAULT 0 CHECK (after BETWEEN 0 AND 240),
  capacity smallint NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 10),
  "offset" smallint NOT NULL DEFAULT 0 CHECK ("offset" BETWEEN 0 AND 719),
  own smallint NOT NULL DEFAULT 0 CHECK (own >= 0),      -- the practitioner's minutes; 0: all
  specialty_id int REFERENCES specialties,
  active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1,
  CHECK ("offset" + CASE own WHEN 0 THEN minutes - "offset" ELSE own END <= minutes)
);
CREATE TABLE visit_needs (
  type_id int NOT NULL REFERENCES visit_types,
  position smallint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('practitioner', 'room', 'equipment')),
  "group" text NOT NULL DEFAULT '',
  specialty_id int REFERENCES specialties,
  "offset" smallint NOT NULL DEFAULT 0,
  minutes smallint NOT NULL CHECK (minutes > 0),
  PRIMARY KEY (type_id, position),
  CHECK ((kind = 'practitioner') = (specialty_id IS NOT NULL))
);
"""

HOURS = """
CREATE TABLE template_lines (
  id uuid PRIMARY KEY,
  resource_id int NOT NULL REFERENCES resources,
  clinic_id uuid NOT NULL REFERENCES clinics,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),       -- ISO: Monday is 1
  weeks smallint NOT NULL DEFAULT 0,                               -- bits: 1st to 5th of the month, last; 0: each
  begins smallint NOT NULL CHECK (begins BETWEEN 0 AND 1439),      -- minutes by the clinic's wall
  ends smallint NOT NULL CHECK (ends BETWEEN 1 AND 2880),
  valid daterange NOT NULL DEFAULT '(,)',
  kind text NOT NULL DEFAULT 'work' CHECK (kind IN ('work', 'block', 'reserved')),
  step smallint NOT NULL DEFAULT 15 CHECK (step BETWEEN 1 AND 240),
  cap smallint NOT NULL DEFAULT 0 CHECK (cap BETWEEN 0 AND 9),
  types int[] NOT NULL DEFAULT '{}',
  label text NOT NULL DEFAULT '',
  release int,                                                     -- minutes before its begin
  CHECK (ends > begins)
);
CREATE INDEX template_lines_resource ON template_lines (resource_id, weekday);  -- the hours of some people on a day
CREATE TABLE schedule_exceptions (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('leave', 'block', 'extra', 'closed')),
  resource_id int REFERENCES resources,
  clinic_id uuid NOT NULL REFERENCES clinics,            -- closed, extra: of this clinic; else where it was written
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
  label text NOT NULL DEFAULT '',
  step smallint NOT NULL DEFAULT 15 CHECK (step BETWEEN 1 AND 240),
  cap smallint NOT NULL DEFAULT 0 CHECK (cap BETWEEN 0 AND 9),
  made_by uuid REFERENCES users,
  made_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'closed') = (resource_id IS NULL))
);
-- What takes away or adds hours of some people at a time, and of a clinic.
CREATE INDEX schedule_exceptions_resource ON schedule_exceptions USING gist (resource_id, during)
  WHERE resource_id IS NOT NULL;
CREATE INDEX schedule_exceptions_clinic ON schedule_exceptions USING gist (clinic_id, during)
  WHERE resource_id IS NULL;
CREATE INDEX schedule_exceptions_page ON schedule_exceptions (clinic_id, lower(during), id);  -- the keyset page
"""

TAKEN = """
-- The version of what is taken of a resource, by UTC day: whoever changes it raises it first, and so waits for
-- whoever does the same. An appointment in two days (UTC) raises both.
CREATE TABLE resource_days (
  resource_id int NOT NULL REFERENCES resources,
  day date NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (resource_id, day)
) WITH (fillfactor = 70);
-- A lane of a resource is taken once (guarantee 6): today and the future only. A hold has an end of its own.
CREATE TABLE occupancy (
  resource_id int NOT NULL REFERENCES resources,
  lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 19),
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
  taken_by uuid NOT NULL,             -- an appointment or a hold
  type_id int NOT NULL REFERENCES visit_types,
  until timestamptz,                  -- of a hold
  EXCLUDE USING gist (resource_id WITH =, lane WITH =, during WITH &&)
);
CREATE INDEX occupancy_taken_by ON occupancy (taken_by);           -- what a cancellation or a move lets go
-- A patient has one visit at a time, unless somebody said why not (lanes above 0). Today and the future only.
CREATE TABLE patient_occupancy (
  patient_id uuid NOT NULL REFERENCES patients,
  lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 9),
  during tstzrange NOT NULL,
  taken_by uuid NOT NULL,
  EXCLUDE USING gist (patient_id WITH =, lane WITH =, during WITH &&)
);
CREATE INDEX patient_occupancy_taken_by ON patient_occupancy (taken_by);
CREATE TABLE holds (
  id uuid PRIMARY KEY,
  clinic_id uuid NOT NULL REFERENCES clinics,
  resource_id int NOT NULL REFERENCES resources,
  type_id int NOT NULL REFERENCES visit_types,
  begins timestamptz NOT NULL,
  ends timestamptz NOT NULL,
  until timestamptz NOT NULL,
  user_id uuid NOT NULL REFERENCES users
);
CREATE INDEX holds_user ON holds (user_id, until);                 -- how many somebody has; and the purge
"""

APPOINTMENTS = """
CREATE TABLE appointments (
  id uuid NOT NULL,
  begins timestamptz NOT NULL,
  ends timestamptz NOT NULL,
  own_begins timestamptz NOT NULL,    -- the practitioner's part
  own_ends timestamptz NOT NULL,
  clinic_id uuid NOT NULL REFERENCES clinics,
  patient_id uuid NOT NULL REFERENCES patients,
  resource_id int NOT NULL REFERENCES resources,
  type_id int NOT NULL REFERENCES visit_types,
  state text NOT NULL DEFAULT 'booked'
    CHECK (state IN ('booked', 'arrived', 'checked_in', 'roomed', 'done', 'no_show', 'cancelled')),
  lane smallint NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  reason text NOT NULL DEFAULT '',
  overbooked text NOT NULL DEFAULT '',                   -- why it stands beside others
  beside text NOT NULL DEFAULT '',                       -- why the patient has two visits at a time
  cancelled text NOT NULL DEFAULT '',                    -- a CancelReason, a colon, and words
  others int[] NOT NULL DEFAULT '{}',                    -- rooms, devices and colleagues that it uses
  made_at timestamptz NOT NULL DEFAULT now(),
  made_by uuid REFERENCES users,
  PRIMARY KEY (id, begins),
  CHECK (begins < ends AND begins <= own_begins AND own_begins < own_ends AND own_ends <= ends)
) PARTITION BY RANGE (begins);
CREATE INDEX appointments_resource ON appointments (resource_id, begins);             -- a practitioner's day
CREATE INDEX appointments_patient ON appointments (patient_id, begins DESC, id DESC); -- the keyset page of a chart
CREATE TABLE appointment_history (
  appointment_id uuid NOT NULL,
  version int NOT NULL,
  kind text NOT NULL,                 -- booked, moved, cancelled, no_show, undone …
  at timestamptz NOT NULL DEFAULT now(),
  user_id uuid REFERENCES users,
  user_name text NOT NULL,
  before jsonb NOT NULL DEFAULT '{}',
  after jsonb NOT NULL DEFAULT '{}',
  reason text NOT NULL DEFAULT '',
  PRIMARY KEY (appointment_id, version)
);
-- What was asked for under a key, and what came of it: asked again, it is answered again. Purged after a day.
CREATE TABLE appointment_requests (
  key uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  asked bytea NOT NULL,               -- SHA-256 of what was asked
  appointment_id uuid NOT NULL,
  begins timestamptz NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX appointment_requests_at ON appointment_requests (at);                    -- the purge
-- What patients are to be told: written with the change, released once it cannot be taken back any more.
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  appointment_id uuid NOT NULL,
  patient_id uuid NOT NULL REFERENCES patients,
  clinic_id uuid NOT NULL REFERENCES clinics,
  kind text NOT NULL CHECK (kind IN ('booked', 'moved', 'cancelled')),
  version int NOT NULL,
  begins timestamptz NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  release_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'withdrawn', 'released'))
);
CREATE INDEX notices_due ON notices (release_at) WHERE state = 'waiting';             -- what to release
CREATE INDEX notices_appointment ON notices (appointment_id);                         -- what to withdraw
"""

WAITLIST = """
CREATE TABLE waitlist (
  id uuid PRIMARY KEY,
  clinic_id uuid NOT NULL REFERENCES clinics,
  patient_id uuid NOT NULL REFERENCES patients,
  type_id int NOT NULL REFERENCES visit_types,
  resource_id int REFERENCES resources,
  specialty_id int REFERENCES specialties,
  priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 3),
  days daterange NOT NULL DEFAULT '(,)',
  weekdays smallint NOT NULL DEFAULT 127,                -- bits: Monday is 1
  time_from smallint NOT NULL DEFAULT 0,
  time_to smallint NOT NULL DEFAULT 1440,
  note text NOT NULL DEFAULT '',
  appointment_id uuid,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'booked', 'withdrawn')),
  version int NOT NULL DEFAULT 1,
  made_at timestamptz NOT NULL DEFAULT now(),
  user_id uuid REFERENCES users,
  user_name text NOT NULL
);
-- The keyset page, and whom a freed slot is proposed to: most urgent first.
CREATE INDEX waitlist_page ON waitlist (clinic_id, priority, made_at, id) WHERE state = 'waiting';
CREATE INDEX waitlist_patient ON waitlist (patient_id);
CREATE TABLE waitlist_offers (
  id uuid PRIMARY KEY,
  waiting_id uuid NOT NULL REFERENCES waitlist,
  resource_id int NOT NULL REFERENCES resources,
  begins timestamptz NOT NULL,
  ends timestamptz NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  passed boolean NOT NULL DEFAULT false,
  UNIQUE (waiting_id, resource_id, begins)               -- offered once; also finds an entry's offers
);
ALTER TABLE clinics ADD COLUMN calendar bigint NOT NULL DEFAULT 1;  -- raised by each closing of the whole clinic
ALTER TABLE clinics ADD COLUMN waiting bigint NOT NULL DEFAULT 1;   -- raised by each change of its waitlist
"""

_SEEN = "ANY ((SELECT visible_clinics())::uuid[])"
_MINE = f"clinic_id = {_SEEN}"
_CHART = "EXISTS (SELECT FROM patients p WHERE p.id = patient_id)"
_COLLEAGUE = f"EXISTS (SELECT FROM practitioner_clinics c WHERE c.resource_id = %s AND c.clinic_id = {_SEEN})"
_LEFT = f"EXISTS (SELECT FROM practitioner_left l WHERE l.resource_id = resources.id AND l.clinic_id = {_SEEN})"
POLICIES = {
    # table: what the hub itself may read, beside the functions. Names of visits go by the patient's own policy.
    "specialties": "true",
    "visit_types": "true",
    "visit_needs": "true",
    "resources": f"{_MINE} OR {_COLLEAGUE % 'resources.id'} OR {_LEFT}",
    "practitioner_clinics": _MINE,
    "practitioner_left": _MINE,
    "practitioner_specialties": _COLLEAGUE % "practitioner_specialties.resource_id",
    "template_lines": _MINE,
    "schedule_exceptions": f"{_MINE} OR {_COLLEAGUE % 'schedule_exceptions.resource_id'}",
    "resource_days": "false",
    "occupancy": "false",
    "patient_occupancy": "false",
    "holds": _MINE,
    "appointments": _MINE,
    "appointment_history": "false",
    "appointment_requests": "false",
    "notices": _MINE,
    "waitlist": _MINE,
    "waitlist_offers": "EXISTS (SELECT FROM waitlist w WHERE w.id = waiting_id)",
}


def upgrade() -> None:
    """Make the tables, each under row level security; they are written by functions, and mostly read by them, too."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (RESOURCES, HOURS, TAKEN, APPOINTMENTS, WAITLIST):
        run(part)
    for table, policy in POLICIES.items():
        run(f"ALTER TABLE {table} OWNER TO clinic_owner")
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        if policy != "false":
            run(f"CREATE POLICY hub_select ON {table} FOR SELECT TO clinic_hub USING ({policy})")
            run(f"GRANT SELECT ON {table} TO clinic_hub")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO clinic_definer, clinic_admin")
        run(f"GRANT MAINTAIN ON {table} TO clinic_admin")
    run("GRANT UPDATE (calendar, waiting) ON clinics TO clinic_definer")
    run("GRANT SELECT ON clinics TO clinic_definer")
