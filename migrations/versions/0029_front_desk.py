"""What the front desk knows of a visit: since when it stands so, who is here, in which room, and who was confirmed.

Columns and the words of cards only; bulk work is in 0030, the check-in card and walk-ins in 0031, absences in 0032.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE appointments
  DROP CONSTRAINT appointments_state_check,
  ADD CONSTRAINT appointments_state_check CHECK (state IN ('booked', 'arrived', 'checked_in', 'roomed', 'with_doctor',
    'done', 'left', 'no_show', 'cancelled')),
  ADD COLUMN since timestamptz NOT NULL DEFAULT now(),   -- when it came into its state
  ADD COLUMN arrived_at timestamptz,                     -- when the patient came
  ADD COLUMN room_id int REFERENCES resources,           -- where the patient was taken to
  ADD COLUMN walk_in boolean NOT NULL DEFAULT false,     -- came without a slot, and takes none
  ADD COLUMN identity text NOT NULL DEFAULT '' CHECK (identity IN ('', 'confirmed', 'not_confirmed')),
  ADD COLUMN to_confirm boolean NOT NULL DEFAULT false;  -- moved, and its patient has not agreed yet
ALTER TABLE visit_types
  ADD COLUMN grace smallint NOT NULL DEFAULT 10 CHECK (grace BETWEEN 0 AND 240),
  ADD COLUMN patience smallint NOT NULL DEFAULT 20 CHECK (patience BETWEEN 1 AND 480),
  ADD COLUMN priority smallint NOT NULL DEFAULT 2 CHECK (priority BETWEEN 1 AND 3),
  ADD COLUMN forms text[] NOT NULL DEFAULT '{}' CHECK (cardinality(forms) <= 20);
"""

CARDS = """
CREATE OR REPLACE FUNCTION visit_card(a appointments, p patients, p_phone text, p_others json, p_named uuid[])
RETURNS json
LANGUAGE sql STABLE
RETURN json_build_object(
  'id', (a).id, 'begins', ms((a).begins), 'ends', ms((a).ends), 'clinic_id', (a).clinic_id,
  'practitioner', (a).resource_id, 'type', (a).type_id, 'state', (a).state, 'version', (a).version, 'lane', (a).lane,
  'own_begins', ms((a).own_begins), 'own_ends', ms((a).own_ends),
  'patient', CASE WHEN (p).id IS NULL THEN '{}' ELSE json_build_object('id', (p).id, 'mrn', (p).mrn,
    'name', (p).name, 'name_latin', (p).name_latin, 'name_kana', (p).name_kana, 'born', (p).born, 'sex', (p).sex,
    'alerts', (p).alert_kinds, 'deceased', (p).deceased, 'interpreter', (p).interpreter,
    'phone', coalesce(p_phone, '')) END,
  'restricted', (p).id IS NULL AND (a).clinic_id = ANY (p_named),
  'reason', CASE WHEN (p).id IS NULL THEN '' ELSE (a).reason END,
  'overbooked', CASE WHEN (p).id IS NULL THEN '' ELSE (a).overbooked END,
  'beside', CASE WHEN (p).id IS NULL THEN '' ELSE (a).beside END,
  'cancelled', CASE WHEN (p).id IS NULL THEN split_part((a).cancelled, ':', 1) ELSE (a).cancelled END,
  'others', CASE WHEN (a).others = '{}' THEN '[]' ELSE p_others END,
  'since', ms((a).since), 'arrived', coalesce(ms((a).arrived_at), 0),
  'room', CASE WHEN (a).room_id IS NULL THEN '' ELSE (SELECT r.name FROM resources r WHERE r.id = (a).room_id) END,
  'walk_in', (a).walk_in, 'identity', (a).identity, 'to_confirm', (a).to_confirm);
-- The fields of a card that changes of a visit change, as its history keeps them: text and numbers.
CREATE OR REPLACE FUNCTION appointment_words(p_visit appointments) RETURNS jsonb
LANGUAGE sql STABLE
RETURN jsonb_build_object('begins', ms((p_visit).begins), 'ends', ms((p_visit).ends), 'own_begins',
  ms((p_visit).own_begins), 'own_ends', ms((p_visit).own_ends), 'practitioner', (p_visit).resource_id, 'state',
  (p_visit).state, 'lane', (p_visit).lane, 'overbooked', (p_visit).overbooked, 'beside', (p_visit).beside,
  'cancelled', (p_visit).cancelled, 'arrived', coalesce(ms((p_visit).arrived_at), 0), 'room',
  coalesce((p_visit).room_id, 0), 'identity', (p_visit).identity, 'to_confirm', CAST((p_visit).to_confirm AS int));
"""

WRITING = """
-- Puts a visit that has its locks and its place where it belongs; false when somebody else was there first.
CREATE OR REPLACE FUNCTION appointment_write(p_before appointments, INOUT p_after appointments, OUT written boolean)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  p_after.version := p_before.version + 1;
  p_after.since := CASE WHEN p_after.state = p_before.state THEN p_before.since ELSE clock_timestamp() END;
  UPDATE appointments a SET begins = p_after.begins, ends = p_after.ends, own_begins = p_after.own_begins,
    own_ends = p_after.own_ends, resource_id = p_after.resource_id, state = p_after.state, lane = p_after.lane,
    version = p_after.version, overbooked = p_after.overbooked, beside = p_after.beside,
    cancelled = p_after.cancelled, others = p_after.others, since = p_after.since, arrived_at = p_after.arrived_at,
    room_id = p_after.room_id, identity = p_after.identity, to_confirm = p_after.to_confirm
  WHERE a.id = p_before.id AND a.begins = p_before.begins AND a.version = p_before.version;
  written := FOUND;
END $$;
"""


def upgrade() -> None:
    """Add the columns, and make what tells and writes a visit know them."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (COLUMNS, CARDS, WRITING):
        run(part)
