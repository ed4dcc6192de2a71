"""Versions of what is cached: every change of it raises one in its own transaction, whoever makes it (ADR 0064)."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

VERSIONS = """
ALTER TABLE wards ADD COLUMN version bigint NOT NULL DEFAULT 1;    -- of its beds: who lies there, what stands there
ALTER TABLE clinics ADD COLUMN version bigint NOT NULL DEFAULT 1;  -- of its wards, without their beds

-- In the order of the ids: two who raise the same wards wait for each other, and not in a circle.
CREATE FUNCTION raise_wards(p_wards uuid[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  UPDATE wards w SET version = w.version + 1
  FROM (SELECT id FROM wards WHERE id = ANY (p_wards) ORDER BY id FOR NO KEY UPDATE) held WHERE w.id = held.id
$$;
-- Each works as the definer: whoever changes a bed need not be able to change a ward. ``changed`` are the rows as
-- they are now (or were, when they are deleted), ``replaced`` what an update has changed.
CREATE FUNCTION raise_by_bed() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM raise_wards(ARRAY(SELECT DISTINCT b.ward_id FROM beds b
      WHERE b.id IN (SELECT bed_id FROM changed UNION ALL SELECT bed_id FROM replaced)));
  ELSE
    PERFORM raise_wards(ARRAY(SELECT DISTINCT b.ward_id FROM beds b WHERE b.id IN (SELECT bed_id FROM changed)));
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION raise_by_ward() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM raise_wards(ARRAY(SELECT ward_id FROM changed UNION SELECT ward_id FROM replaced));
  ELSE
    PERFORM raise_wards(ARRAY(SELECT DISTINCT ward_id FROM changed));
  END IF;
  RETURN NULL;
END $$;
-- Of patients only what a bed shows, and only of those who lie in one or will.
CREATE FUNCTION raise_by_patient() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM raise_wards(ARRAY(SELECT DISTINCT b.ward_id
    FROM changed n
    JOIN replaced o ON o.id = n.id
    JOIN stays s ON s.patient_id = n.id AND s.during && tstzrange(now(), NULL)
    JOIN beds b ON b.id = s.bed_id
    WHERE (n.mrn, n.name, n.name_latin, n.born, n.sex, n.restriction)
      IS DISTINCT FROM (o.mrn, o.name, o.name_latin, o.born, o.sex, o.restriction)));
  RETURN NULL;
END $$;
CREATE FUNCTION raise_by_link() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM raise_wards(ARRAY(SELECT DISTINCT b.ward_id
    FROM changed c
    JOIN stays s ON s.patient_id = c.patient_id AND s.during && tstzrange(now(), NULL)
    JOIN beds b ON b.id = s.bed_id));
  RETURN NULL;
END $$;
CREATE FUNCTION raise_by_device() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM raise_wards(ARRAY(SELECT DISTINCT b.ward_id FROM device_beds db JOIN beds b ON b.id = db.bed_id
    WHERE db.device_id = NEW.id AND db.during && tstzrange(now(), NULL)));
  RETURN NULL;
END $$;
CREATE FUNCTION raise_clinic() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE clinics SET version = version + 1 WHERE id IN (OLD.clinic_id, NEW.clinic_id);
  RETURN NULL;
END $$;
CREATE TRIGGER raise_clinic AFTER INSERT OR DELETE OR UPDATE OF clinic_id, name, position ON wards
  FOR EACH ROW EXECUTE FUNCTION raise_clinic();
CREATE TRIGGER raise_wards AFTER UPDATE OF clinic_id, code, model ON devices
  FOR EACH ROW EXECUTE FUNCTION raise_by_device();
CREATE TRIGGER raise_wards AFTER UPDATE ON patients REFERENCING NEW TABLE AS changed OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION raise_by_patient();
"""

TRIGGERS = {
    # table: the function, after which events
    "beds": ("raise_by_ward", ("INSERT", "UPDATE", "DELETE")),
    "stays": ("raise_by_bed", ("INSERT", "UPDATE", "DELETE")),
    "device_beds": ("raise_by_bed", ("INSERT", "UPDATE", "DELETE")),
    "patient_clinic": ("raise_by_link", ("INSERT", "DELETE")),
}
_ROWS = {"INSERT": "NEW TABLE AS changed", "DELETE": "OLD TABLE AS changed"}
_BOTH = "NEW TABLE AS changed OLD TABLE AS replaced"

READING = """
-- What stands and who lies in some wards, now and within p_soon: as much as all who may see a ward may know of it.
-- Whose chart is restricted has no name here; of the others, the clinics that know them are said.
CREATE FUNCTION beds_in_wards(p_wards uuid[], p_soon interval, p_most int)
RETURNS TABLE (ward_id uuid, version bigint, bed_id uuid, name text, "position" int, device_id int, code text,
  model text, device_clinic uuid, stands_from timestamptz, stands_to timestamptz, stay_id uuid, lies_from timestamptz,
  lies_to timestamptz, patient_id uuid, mrn text, patient_name text, name_latin text, born date, sex text,
  clinics uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id, w.version, b.id, b.name, b.position, d.id, d.code, d.model, d.clinic_id, lower(db.during),
    upper(db.during), s.id, lower(s.during), upper(s.during), p.id, p.mrn, p.name, p.name_latin, p.born, p.sex,
    ARRAY(SELECT pc.clinic_id FROM patient_clinic pc WHERE pc.patient_id = p.id ORDER BY pc.clinic_id)
  FROM wards w
  LEFT JOIN LATERAL (
    SELECT * FROM beds WHERE beds.ward_id = w.id ORDER BY beds.position, beds.id LIMIT p_most) b ON true
  LEFT JOIN device_beds db ON db.bed_id = b.id AND db.during && tstzrange(now(), now() + p_soon)
  LEFT JOIN devices d ON d.id = db.device_id
  LEFT JOIN stays s ON s.bed_id = b.id AND s.during && tstzrange(now(), now() + p_soon)
  LEFT JOIN patients p ON p.id = s.patient_id AND p.restriction IS NULL
  WHERE w.id = ANY (p_wards)
  ORDER BY w.id, b.position, b.id
$$;
CREATE FUNCTION ward_beds(p_ward uuid, p_soon interval, p_most int)
RETURNS TABLE (ward_id uuid, version bigint, bed_id uuid, name text, "position" int, device_id int, code text,
  model text, device_clinic uuid, stands_from timestamptz, stands_to timestamptz, stay_id uuid, lies_from timestamptz,
  lies_to timestamptz, patient_id uuid, mrn text, patient_name text, name_latin text, born date, sex text,
  clinics uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.* FROM wards w CROSS JOIN LATERAL beds_in_wards(ARRAY[w.id], p_soon, p_most) found
  WHERE w.id = p_ward AND clinic_visible(w.clinic_id)
$$;
-- The wards of some clinics: how many beds each has, how many of them are taken with no end in sight, and from when
-- to when the others are, within p_soon.
CREATE FUNCTION wards_in_clinics(p_clinics uuid[], p_soon interval)
RETURNS TABLE (clinic_id uuid, version bigint, changes bigint, ward_id uuid, name text, "position" int, beds int,
  lasting int, taken_from timestamptz[], taken_to timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.version, CAST(sum(w.version) OVER (PARTITION BY c.id) AS bigint), w.id, w.name, w.position, n.beds,
    n.lasting, n.taken_from, n.taken_to
  FROM clinics c
  JOIN wards w ON w.clinic_id = c.id
  CROSS JOIN LATERAL (
    SELECT CAST(count(DISTINCT b.id) AS int) AS beds,
      CAST(count(s.id) FILTER (WHERE upper_inf(s.during) AND lower(s.during) <= now()) AS int) AS lasting,
      array_agg(lower(s.during)) FILTER (WHERE NOT upper_inf(s.during) OR lower(s.during) > now()) AS taken_from,
      array_agg(upper(s.during)) FILTER (WHERE NOT upper_inf(s.during) OR lower(s.during) > now()) AS taken_to
    FROM beds b LEFT JOIN stays s ON s.bed_id = b.id AND s.during && tstzrange(now(), now() + p_soon)
    WHERE b.ward_id = w.id) n
  WHERE c.id = ANY (p_clinics)
  ORDER BY c.id, w.position, w.id
$$;
CREATE FUNCTION clinic_wards(p_clinics uuid[], p_soon interval)
RETURNS TABLE (clinic_id uuid, version bigint, changes bigint, ward_id uuid, name text, "position" int, beds int,
  lasting int, taken_from timestamptz[], taken_to timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM wards_in_clinics(ARRAY(SELECT c FROM unnest(p_clinics) c WHERE clinic_visible(c)), p_soon)
$$;
-- The newest wards: what is worth having at hand when a hub starts.
CREATE FUNCTION newest_wards(p_most int) RETURNS TABLE (ward_id uuid, clinic_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id, w.clinic_id FROM wards w ORDER BY w.id DESC LIMIT p_most
$$;
"""

RIGHTS = """
GRANT SELECT (id, clinic_id, code, model) ON devices TO clinic_definer;
GRANT UPDATE (version) ON wards, clinics TO clinic_definer;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['raise_wards', 'raise_by_bed', 'raise_by_ward', 'raise_by_patient', 'raise_by_link',
      'raise_by_device', 'raise_clinic', 'beds_in_wards', 'ward_beds', 'wards_in_clinics', 'clinic_wards',
      'newest_wards'] LOOP
    EXECUTE format('ALTER FUNCTION %I OWNER TO clinic_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION ward_beds, clinic_wards TO clinic_hub;
-- Warming asks for nobody: it has the role that the hub itself asks by.
GRANT EXECUTE ON FUNCTION beds_in_wards, wards_in_clinics, newest_wards TO clinic_live;
"""


def upgrade() -> None:
    """Make the versions, what raises them, and what reads the values that they are of."""
    run = op.get_bind().connection.driver_connection.execute
    run(VERSIONS)
    for table, (function, events) in TRIGGERS.items():
        for event in events:
            run(
                f"CREATE TRIGGER raise_{event.lower()} AFTER {event} ON {table} "
                f"REFERENCING {_ROWS.get(event, _BOTH)} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )
    run(READING)
    run(RIGHTS)
