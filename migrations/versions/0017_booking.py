"""Booking: taking and giving back times, each in one function that decides by the constraint."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CARDS = """
CREATE FUNCTION ms(p_at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CAST(EXTRACT(epoch FROM p_at) * 1000 AS bigint);
CREATE FUNCTION at_ms(p_ms bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN timestamptz '1970-01-01 00:00:00+00' + p_ms * interval '1 millisecond';
-- Visits as wire.schedule.Card: a view with a parameter, planned as part of the statement that asks it (which says
-- which rows, and of which clinics). Names only of ``p_named`` clinics, and of charts that are open: a visit
-- in a clinic has linked the patient with it.
CREATE FUNCTION appointment_cards(p_named uuid[])
RETURNS TABLE (id uuid, begins timestamptz, resource_id int, clinic_id uuid, patient_id uuid, state text, card json)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT a.id, a.begins, a.resource_id, a.clinic_id, a.patient_id, a.state, json_build_object(
    'id', a.id, 'begins', ms(a.begins), 'ends', ms(a.ends), 'clinic_id', a.clinic_id, 'practitioner', a.resource_id,
    'type', a.type_id, 'state', a.state, 'version', a.version, 'lane', a.lane, 'own_begins', ms(a.own_begins),
    'own_ends', ms(a.own_ends),
    'patient', CASE WHEN p.id IS NULL THEN '{}' ELSE json_build_object('id', p.id, 'mrn', p.mrn, 'name', p.name,
      'name_latin', p.name_latin, 'name_kana', p.name_kana, 'born', p.born, 'sex', p.sex, 'alerts', p.alert_kinds,
      'deceased', p.deceased, 'interpreter', p.interpreter, 'phone', coalesce((
        SELECT c.value FROM patient_contacts c WHERE c.patient_id = p.id AND c.kind = 'phone'
        ORDER BY c.position LIMIT 1), '')) END,
    'restricted', p.id IS NULL AND a.clinic_id = ANY (p_named),
    'reason', CASE WHEN p.id IS NULL THEN '' ELSE a.reason END, 'overbooked', a.overbooked,
    'beside', CASE WHEN p.id IS NULL THEN '' ELSE a.beside END, 'cancelled', a.cancelled,
    'others', CASE WHEN a.others = '{}' THEN '[]' ELSE (
      SELECT json_agg(r.name ORDER BY r.kind, r.name) FROM resources r WHERE r.id = ANY (a.others)) END)
  FROM appointments a
  LEFT JOIN patients p ON p.id = a.patient_id AND a.clinic_id = ANY (p_named) AND (p.restriction IS NULL OR EXISTS (
    SELECT FROM break_glass g WHERE g.user_id = (SELECT acting_user()) AND g.patient_id = p.id
      AND g.clinic_id = ANY ((SELECT visible_clinics())::uuid[]) AND g.expires_at > now() AND g.ended_at IS NULL));
END;
"""

LOCKS = """
-- Hours stand still for whoever books: shared for them, alone for who changes templates and exceptions of some people
-- or rooms (p_alone), or closes a clinic. Always the clinics first, then the resources, each in order (ADR 0070).
CREATE FUNCTION schedule_lock(p_clinics uuid[], p_resources int[], p_alone boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  clinic uuid;
  resource int;
BEGIN
  FOR clinic IN SELECT DISTINCT c FROM unnest(p_clinics) c ORDER BY c LOOP
    IF p_alone THEN
      PERFORM pg_advisory_xact_lock(hashtextextended(clinic::text, 17));
    ELSE
      PERFORM pg_advisory_xact_lock_shared(hashtextextended(clinic::text, 17));
    END IF;
  END LOOP;
  FOR resource IN SELECT DISTINCT r FROM unnest(p_resources) r ORDER BY r LOOP
    IF p_alone THEN
      PERFORM pg_advisory_xact_lock(1017, resource);
    ELSE
      PERFORM pg_advisory_xact_lock_shared(1017, resource);
    END IF;
  END LOOP;
END $$;
"""

INNER = ("ms", "at_ms", "appointment_cards", "schedule_lock")


def upgrade() -> None:
    """Make the functions; only those that are offered can be called by the hub."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (CARDS, LOCKS):
        run(part)
    for name in INNER:
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
