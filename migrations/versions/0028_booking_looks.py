"""What is looked at for a booking: whether it can be, what is plainly taken, who and what could meet its needs."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NEEDS = """
-- Who and what of a clinic can meet each need of a type.
CREATE FUNCTION visit_candidates(p_type int, p_clinic uuid, p_practitioner int, p_begins timestamptz)
RETURNS TABLE (place smallint, kind text, resource_id int, capacity smallint, during tstzrange)
LANGUAGE sql STABLE AS $$
  SELECT n.position, n.kind, r.id, r.capacity, tstzrange(p_begins + make_interval(mins => n."offset"),
    p_begins + make_interval(mins => n."offset" + n.minutes))
  FROM visit_needs n JOIN resources r ON r.kind = n.kind AND r.active AND r.id <> p_practitioner AND CASE n.kind
    WHEN 'practitioner' THEN EXISTS (SELECT FROM practitioner_clinics c
        WHERE c.clinic_id = p_clinic AND c.resource_id = r.id)
      AND EXISTS (SELECT FROM practitioner_specialties s
        WHERE s.specialty_id = n.specialty_id AND s.resource_id = r.id)
    ELSE r.clinic_id = p_clinic AND r."group" = n."group" END
  WHERE n.type_id = p_type
$$;
-- The first free lane of one who or which could meet a need, as though what ``p_own`` take were free; NULL for none.
CREATE FUNCTION visit_free(p_resource int, p_capacity int, p_during tstzrange, p_own uuid[], p_now timestamptz)
RETURNS int
LANGUAGE sql VOLATILE AS $$
  SELECT min(l) FROM generate_series(0, p_capacity - 1) l
  WHERE NOT EXISTS (SELECT FROM occupancy o WHERE o.resource_id = p_resource
    -- A colleague is taken by any plain visit, also by a group whose first lane has been given up.
    AND (o.lane = l OR EXISTS (SELECT FROM resources r JOIN visit_types t ON t.id = o.type_id
      WHERE r.id = p_resource AND r.kind = 'practitioner' AND o.lane < t.capacity))
    AND o.during && p_during AND o.taken_by <> ALL (p_own) AND (o.until IS NULL OR o.until > p_now))
$$;
-- Takes the locks of one of them unless somebody has them just now: whoever does not wait cannot wait in a circle.
CREATE FUNCTION visit_try(p_resource int, p_during tstzrange) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
  SELECT pg_try_advisory_xact_lock_shared(1017, p_resource) AND (SELECT bool_and(pg_try_advisory_xact_lock(k))
    FROM visit_queues(ARRAY[p_resource], ARRAY[lower(p_during)], ARRAY[upper(p_during)]) k)
$$;
-- For each need of a type the first who or which is free then, as though what ``p_own`` take were free, too. Where
-- no other need could want them, each practitioner has an order of their own: or all would want the first room.
-- ``p_locking``: only whom nobody else has in hand, and from then on this transaction has.
CREATE FUNCTION visit_pick(p_type int, p_clinic uuid, p_practitioner int, p_begins timestamptz, p_own uuid[],
  p_now timestamptz, p_locking boolean)
RETURNS visit_picked
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  need smallint;
  alone boolean;
  one record;
  open_lane int;
  found_lane int;
  picked visit_picked := ROW('{}'::int[], '{}'::int[], '{}'::tstzrange[], false, NULL, NULL);
BEGIN
  FOR need, alone IN
    SELECT n.position, count(*) OVER (PARTITION BY n.kind, n."group") = 1
    FROM visit_needs n WHERE n.type_id = p_type ORDER BY n.position
  LOOP
    found_lane := NULL;
    picked.busy := NULL;
    FOR one IN
      SELECT c.kind, c.resource_id, c.capacity, c.during
      FROM visit_candidates(p_type, p_clinic, p_practitioner, p_begins) c WHERE c.place = need
      ORDER BY CASE WHEN alone THEN hashint4(c.resource_id # (p_practitioner << 8)) END, c.resource_id
    LOOP
      open_lane := visit_free(one.resource_id, one.capacity, one.during, p_own, p_now);
      CONTINUE WHEN open_lane IS NULL OR EXISTS (
        SELECT FROM unnest(picked.resources, picked.durings) AS chosen (id, during)
        WHERE chosen.id = one.resource_id AND chosen.during && one.during);
      IF p_locking THEN
        IF NOT visit_try(one.resource_id, one.during) THEN
          IF picked.busy IS NULL THEN
            picked.busy := one.resource_id;
            picked.busy_during := one.during;
          END IF;
          CONTINUE;
        END IF;
        open_lane := visit_free(one.resource_id, one.capacity, one.during, p_own, p_now);
      END IF;
      CONTINUE WHEN open_lane IS NULL OR CASE one.kind WHEN 'practitioner'
        THEN (SELECT h.refusal FROM visit_hours(one.resource_id, p_clinic, p_type, one.during, p_now) h)
          NOT IN ('', 'wrong_type', 'reserved')
        ELSE EXISTS (SELECT FROM away_times(ARRAY[one.resource_id], ARRAY[p_clinic], one.during)) END;
      found_lane := open_lane;
      EXIT;
    END LOOP;
    IF found_lane IS NULL THEN
      picked.missing := picked.busy IS NULL;
      RETURN picked;
    END IF;
    picked.resources := picked.resources || one.resource_id;
    picked.lanes := picked.lanes || found_lane;
    picked.durings := picked.durings || one.during;
  END LOOP;
  picked.busy := NULL;
  RETURN picked;
END $$;
"""

LOOKS = """
-- What is wrong with a booking before anything is locked; '' for nothing.
CREATE FUNCTION visit_refusal(p_clinic uuid, p_patient uuid, p_resource int, p_type int, p_begins timestamptz,
  p_minutes int)
RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  r record;
BEGIN
  IF acting_user() IS NULL OR clinic_visible(p_clinic) IS NOT TRUE THEN
    RETURN 'refused';
  ELSIF p_patient IS NOT NULL AND NOT patient_open(p_patient) THEN
    RETURN CASE WHEN patient_restriction(p_patient) IS NULL THEN 'patient' ELSE 'glass' END;
  END IF;
  SELECT w.active AS works, t.active AS done, t.minutes, p.deceased, t.specialty_id IS NULL OR EXISTS (
      SELECT FROM practitioner_specialties s
      WHERE s.resource_id = p_resource AND s.specialty_id = t.specialty_id) AS trained
  INTO r
  FROM (SELECT) one LEFT JOIN visit_types t ON t.id = p_type LEFT JOIN patients p ON p.id = p_patient
  LEFT JOIN resources w ON w.id = p_resource AND w.kind = 'practitioner' AND EXISTS (
    SELECT FROM practitioner_clinics c WHERE c.resource_id = w.id AND c.clinic_id = p_clinic);
  RETURN CASE
    WHEN r.deceased THEN 'deceased' WHEN r.works IS NULL THEN 'practitioner' WHEN NOT r.works THEN 'inactive'
    WHEN r.done IS NOT TRUE THEN 'type' WHEN NOT r.trained THEN 'wrong_type'
    WHEN p_minutes NOT IN (0, r.minutes) THEN 'duration' WHEN p_begins < clock_timestamp() THEN 'past'
    -- Partitions are made by month (UTC) so far ahead as anybody books.
    WHEN to_regclass('public.appointments_' || to_char(p_begins AT TIME ZONE 'UTC', 'YYYYMM')) IS NULL THEN 'far'
    ELSE '' END;
END $$;
CREATE FUNCTION visit_place_of(t visit_types, p_clinic uuid, p_patient uuid, p_resource int, p_begins timestamptz)
RETURNS visit_place
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  own timestamptz := p_begins + make_interval(mins => t."offset");
  minutes int := CASE t.own WHEN 0 THEN t.minutes - t."offset" ELSE t.own END;
BEGIN
  RETURN ROW(p_clinic, p_patient, p_resource, t.id, p_begins, p_begins + make_interval(mins => t.minutes), own,
    own + make_interval(mins => minutes), false, false, NULL::timestamptz)::visit_place;
END $$;
-- What plainly keeps a visit out, as far as it can be seen without a lock: '' for nothing. So of 64 who want a slot
-- 63 wait for nobody.
CREATE FUNCTION visit_look(p visit_place, p_own uuid[], p_trusted boolean) RETURNS text
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  seen text;
  refusal text;
BEGIN
  IF p.overbook THEN
    RETURN '';
  END IF;
  seen := CASE WHEN visit_clash(p, p_own, clock_timestamp()) THEN 'taken'
    WHEN (visit_pick(p.type, p.clinic, p.practitioner, p.begins, p_own, clock_timestamp(), false)).missing
      THEN 'needs_taken'
    WHEN p.patient IS NOT NULL AND NOT p.beside AND EXISTS (SELECT FROM patient_occupancy o
        WHERE o.patient_id = p.patient AND o.during && tstzrange(p.begins, p.ends) AND o.taken_by <> ALL (p_own))
      THEN 'patient_busy' ELSE '' END;
  IF seen <> '' AND NOT p_trusted THEN
    SELECT h.refusal INTO refusal
    FROM visit_hours(p.practitioner, p.clinic, p.type, tstzrange(p.own_begins, p.own_ends), clock_timestamp()) h;
  END IF;
  RETURN coalesce(nullif(refusal, ''), seen);
END $$;
"""

DERIVED = """
-- What follows from a visit or a hold refers to nothing by itself: the visit does. Each reference would be looked up,
-- and its row be locked, with each booking: of the one clinic and user by all who book there at once.
ALTER TABLE occupancy DROP CONSTRAINT occupancy_resource_id_fkey, DROP CONSTRAINT occupancy_type_id_fkey;
ALTER TABLE patient_occupancy DROP CONSTRAINT patient_occupancy_patient_id_fkey;
ALTER TABLE notices DROP CONSTRAINT notices_patient_id_fkey, DROP CONSTRAINT notices_clinic_id_fkey;
ALTER TABLE appointment_requests DROP CONSTRAINT appointment_requests_user_id_fkey;
"""

INNER = (
    "visit_candidates",
    "visit_free",
    "visit_try",
    "visit_pick",
    "visit_look",
    "visit_refusal",
    "visit_place_of",
)


def upgrade() -> None:
    """Make the functions; no program can call them."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (NEEDS, LOOKS, DERIVED):
        run(part)
    for name in INNER:
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
