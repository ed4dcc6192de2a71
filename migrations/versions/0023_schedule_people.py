"""Changing practitioners, rooms, devices and types of visits, and which visits that would leave behind (ADR 0074)."""

from typing import Final

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PEOPLE = """
-- Adds somebody who sees patients (p_id empty), or changes one. Outcomes: 'done', 'none' (nobody, or not of one's
-- clinics), 'changed' (another version), 'elsewhere' (of other clinics, too: only where he or she works is changed),
-- 'clinics' (not one's own, or none would be left), 'specialties'.
CREATE FUNCTION practitioner_save(p_id int, p_version int, p_data jsonb, OUT outcome text, OUT id int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  mine uuid[] := visible_clinics();
  places uuid[] := ARRAY(SELECT jsonb_array_elements_text(p_data -> 'clinics'))::uuid[];
  trained int[] := ARRAY(SELECT DISTINCT s::int FROM jsonb_array_elements_text(p_data -> 'specialties') s ORDER BY 1);
  elsewhere boolean := false;
  now_is resources;
BEGIN
  id := p_id;
  IF NOT places <@ mine THEN
    outcome := 'clinics';
  ELSIF EXISTS (SELECT FROM unnest(trained) t WHERE t NOT IN (SELECT s.id FROM specialties s)) THEN
    outcome := 'specialties';
  ELSIF p_id IS NOT NULL THEN
    IF practitioner_mine(p_id) = '{}' THEN
      outcome := 'none';
      RETURN;
    END IF;
    PERFORM schedule_lock('{}', ARRAY[p_id], true);
    elsewhere := EXISTS (SELECT FROM practitioner_clinics c WHERE c.resource_id = p_id AND c.clinic_id <> ALL (mine));
    SELECT * INTO now_is FROM resources r WHERE r.id = p_id;
    IF now_is.version <> p_version THEN
      outcome := 'changed';
    ELSIF elsewhere AND (now_is.name, now_is.title, now_is.sort_name, now_is.active) IS DISTINCT FROM
        (p_data ->> 'name', p_data ->> 'title', p_data ->> 'sort_name', (p_data ->> 'active')::boolean)
      OR elsewhere AND trained <> ARRAY(SELECT s.specialty_id FROM practitioner_specialties s
        WHERE s.resource_id = p_id ORDER BY s.specialty_id) THEN
      outcome := 'elsewhere';
    END IF;
  END IF;
  IF outcome IS NULL AND places = '{}' AND NOT elsewhere THEN
    outcome := 'clinics';
  END IF;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  IF p_id IS NULL THEN
    INSERT INTO resources (kind, name, title, sort_name, active) VALUES ('practitioner', p_data ->> 'name',
      p_data ->> 'title', p_data ->> 'sort_name', (p_data ->> 'active')::boolean) RETURNING resources.id INTO id;
  ELSE
    UPDATE resources r SET name = p_data ->> 'name', title = p_data ->> 'title', sort_name = p_data ->> 'sort_name',
      active = (p_data ->> 'active')::boolean, version = r.version + 1, hours = r.hours + 1 WHERE r.id = p_id;
    DELETE FROM practitioner_clinics c WHERE c.resource_id = p_id AND c.clinic_id = ANY (mine)
      AND c.clinic_id <> ALL (places);
    DELETE FROM template_lines t WHERE t.resource_id = p_id AND t.clinic_id = ANY (mine)
      AND t.clinic_id <> ALL (places);
    DELETE FROM practitioner_specialties s WHERE s.resource_id = p_id AND s.specialty_id <> ALL (trained);
  END IF;
  INSERT INTO practitioner_clinics SELECT id, c FROM unnest(places) c ON CONFLICT DO NOTHING;
  INSERT INTO practitioner_specialties SELECT id, s FROM unnest(trained) s ON CONFLICT DO NOTHING;
  outcome := 'done';
END $$;
-- Future visits, as practitioner or as a colleague, of somebody who sees no patients any more (p_active false), or
-- not in all of one's clinics.
CREATE FUNCTION practitioner_affected(p_id int, p_clinics uuid[], p_active boolean, p_named uuid[], p_most int)
RETURNS SETOF affected_visit LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM hours_told(ARRAY(
    SELECT CAST((a.id, a.begins, CASE WHEN p_active THEN 'left' ELSE 'inactive' END) AS hours_hit)
    FROM (
      SELECT id, begins, clinic_id, state FROM appointments WHERE resource_id = p_id AND begins > now()
      UNION
      SELECT v.id, v.begins, v.clinic_id, v.state FROM occupancy o
      CROSS JOIN LATERAL (SELECT * FROM appointments x WHERE x.id = o.taken_by
        AND x.begins BETWEEN lower(o.during) - interval '12 hours' AND lower(o.during) OFFSET 0) v
      WHERE o.resource_id = p_id AND o.until IS NULL AND v.begins > now()) a
    JOIN resources r ON r.id = p_id AND r.active
    JOIN practitioner_clinics c ON c.resource_id = r.id AND c.clinic_id = a.clinic_id
    WHERE practitioner_mine(p_id) <> '{}' AND a.state IN ('booked', 'arrived', 'checked_in', 'roomed')
      AND (NOT p_active OR a.clinic_id = ANY (visible_clinics()) AND a.clinic_id <> ALL (p_clinics))),
    p_named, p_most)
$$;
"""

ROOMS = """
-- Adds a room or device to a clinic (p_id empty), or changes one. Outcomes: 'done', 'none', 'changed', 'clinic' (not
-- one's own), 'moved' (a room stays in its clinic, and a room).
CREATE FUNCTION resource_save(p_id int, p_version int, p_data jsonb, OUT outcome text, OUT id int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  place uuid := (p_data ->> 'clinic_id')::uuid;
  now_is resources;
BEGIN
  id := p_id;
  IF NOT coalesce(clinic_visible(place), false) THEN
    outcome := 'clinic';
    RETURN;
  END IF;
  IF p_id IS NULL THEN
    INSERT INTO resources (kind, clinic_id, name, "group", capacity, active) VALUES (p_data ->> 'kind', place,
      p_data ->> 'name', p_data ->> 'group', (p_data ->> 'capacity')::int, (p_data ->> 'active')::boolean)
    RETURNING resources.id INTO id;
  ELSE
    SELECT * INTO now_is FROM resources r WHERE r.id = p_id AND r.clinic_id = ANY (visible_clinics());
    IF NOT FOUND THEN
      outcome := 'none';
      RETURN;
    END IF;
    PERFORM schedule_lock('{}', ARRAY[p_id], true);
    UPDATE resources r SET name = p_data ->> 'name', "group" = p_data ->> 'group',
      capacity = (p_data ->> 'capacity')::int, active = (p_data ->> 'active')::boolean, version = r.version + 1
    WHERE r.id = p_id AND r.version = p_version AND r.clinic_id = place AND r.kind = p_data ->> 'kind';
    IF NOT FOUND THEN
      outcome := CASE WHEN (now_is.clinic_id, now_is.kind) <> (place, p_data ->> 'kind') THEN 'moved'
        ELSE 'changed' END;
      RETURN;
    END IF;
  END IF;
  -- What rooms there are is part of everybody's free times there.
  UPDATE clinics SET calendar = calendar + 1 WHERE clinics.id = place;
  outcome := 'done';
END $$;
-- Future visits in a room or with a device that it would not be given any more.
CREATE FUNCTION resource_affected(p_id int, p_group text, p_capacity int, p_active boolean, p_named uuid[],
  p_most int)
RETURNS SETOF affected_visit LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM hours_told(ARRAY(
    SELECT CAST((a.id, a.begins, CASE WHEN NOT p_active THEN 'inactive' WHEN r."group" <> p_group THEN 'group'
      ELSE 'capacity' END) AS hours_hit)
    FROM resources r JOIN occupancy o ON o.resource_id = r.id AND o.until IS NULL AND upper(o.during) > now()
    CROSS JOIN LATERAL (SELECT * FROM appointments x WHERE x.id = o.taken_by
      AND x.begins BETWEEN lower(o.during) - interval '12 hours' AND lower(o.during) OFFSET 0) a
    WHERE a.begins > now() AND r.id = p_id AND r.active AND r.clinic_id = ANY (visible_clinics())
      AND (NOT p_active OR r."group" <> p_group OR o.lane >= p_capacity)), p_named, p_most)
$$;
"""

TYPES = """
-- Adds a type of visits (p_id empty), or changes one, for the whole network. Outcomes: 'done', 'none', 'changed',
-- 'name' (another type has it), 'specialty', 'many'.
CREATE FUNCTION visit_type_save(p_id int, p_version int, p_data jsonb, OUT outcome text, OUT id int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  id := p_id;
  IF cardinality(visible_clinics()) = 0 THEN
    outcome := 'none';
    RETURN;
  END IF;
  -- One after the other: names are compared, and types counted.
  PERFORM pg_advisory_xact_lock(hashtext('visit_type_save'));
  outcome := CASE
    WHEN p_id IS NOT NULL AND NOT EXISTS (SELECT FROM visit_types t WHERE t.id = p_id) THEN 'none'
    WHEN p_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM visit_types t WHERE t.id = p_id AND t.version = p_version) THEN 'changed'
    WHEN EXISTS (SELECT FROM visit_types t
      WHERE t.name = p_data ->> 'name' AND t.id IS DISTINCT FROM p_id) THEN 'name'
    WHEN EXISTS (SELECT FROM jsonb_array_elements(jsonb_build_array(p_data) || (p_data -> 'needs')) n
      WHERE n ->> 'specialty' IS NOT NULL
        AND (n ->> 'specialty')::int NOT IN (SELECT s.id FROM specialties s)) THEN 'specialty'
    WHEN p_id IS NULL AND (SELECT count(*) FROM visit_types) >= 500 THEN 'many' END;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  IF p_id IS NULL THEN
    INSERT INTO visit_types (name, minutes) VALUES (p_data ->> 'name', (p_data ->> 'minutes')::int)
    RETURNING visit_types.id INTO id;
  END IF;
  UPDATE visit_types t SET name = d.name, minutes = d.minutes, before = d.before, after = d.after,
    capacity = d.capacity, "offset" = d."offset", own = d.own, specialty_id = d.specialty, active = d.active,
    version = CASE WHEN p_id IS NULL THEN 1 ELSE t.version + 1 END
  FROM jsonb_to_record(p_data) AS d (name text, minutes smallint, before smallint, after smallint, capacity smallint,
    "offset" smallint, own smallint, specialty int, active boolean)
  WHERE t.id = visit_type_save.id;
  DELETE FROM visit_needs WHERE type_id = visit_type_save.id;
  INSERT INTO visit_needs (type_id, position, kind, "group", specialty_id, "offset", minutes)
  SELECT visit_type_save.id, n.place, n.one ->> 'kind', n.one ->> 'group', (n.one ->> 'specialty')::int,
    (n.one ->> 'offset')::int, (n.one ->> 'minutes')::int
  FROM jsonb_array_elements(p_data -> 'needs') WITH ORDINALITY AS n (one, place);
  outcome := 'done';
END $$;
"""

OFFERED: Final = (
    "practitioner_save", "practitioner_affected", "resource_save", "resource_affected", "visit_type_save",
)  # fmt: skip


def upgrade() -> None:
    """Make the functions; the hub may call them."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (PEOPLE, ROOMS, TYPES):
        run(part)
    for name in OFFERED:
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        run(f"GRANT EXECUTE ON FUNCTION {name} TO clinic_hub")
