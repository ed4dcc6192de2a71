"""What times alone do not say: lanes of groups, and needs; and the free times nearest to one that was refused.

The finder (0019) calls the first two; needs are those of domain/availability.slots and of 0018's pools.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NEEDS = """
-- When visits of a type cannot begin in some clinics because a need of theirs finds nobody: each need by itself.
CREATE FUNCTION pools_shut(p_type int, p_clinics uuid[], p_from timestamptz, p_to timestamptz)
RETURNS TABLE (clinic_id uuid, shut tstzmultirange, held timestamptz)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  v_last timestamptz := p_to + interval '24 hours';
  v_longest interval := (SELECT make_interval(mins => greatest(720, max(n.minutes))) FROM visit_needs n);
BEGIN
  IF NOT EXISTS (SELECT FROM visit_needs n WHERE n.type_id = p_type) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH members AS MATERIALIZED (
    SELECT c.clinic_id, m.position, m.id, m.lane, m.member, r.kind
    FROM (SELECT DISTINCT c FROM unnest(p_clinics) c) c (clinic_id)
    CROSS JOIN LATERAL pool_members(c.clinic_id, p_type, 0) m
    JOIN resources r ON r.id = m.id
  ), away AS MATERIALIZED (
    SELECT c.clinic_id, a.resource_id, a.during, a.until
    FROM (SELECT m.clinic_id, array_agg(DISTINCT m.id) AS ids FROM members m WHERE m.kind = 'practitioner'
          GROUP BY 1) c
    CROSS JOIN LATERAL colleagues_away(c.clinic_id, p_type, c.ids, p_from, v_last) a
    WHERE a.until IS NULL OR a.until > now()
    UNION ALL
    SELECT c.clinic_id, a.resource_id, a.during, NULL
    FROM (SELECT m.clinic_id, array_agg(DISTINCT m.id) AS ids FROM members m WHERE m.kind <> 'practitioner'
          GROUP BY 1) c
    CROSS JOIN LATERAL away_times(c.ids, ARRAY[c.clinic_id], tstzrange(p_from, v_last)) a
  ), alone AS (
    SELECT c.clinic_id, n.position, coalesce(range_intersect_agg(o.shut) FILTER (WHERE m.id IS NOT NULL), '{(,)}')
      AS shut, min(o.held) AS held
    FROM (SELECT DISTINCT c FROM unnest(p_clinics) c) c (clinic_id)
    JOIN visit_needs n ON n.type_id = p_type
    LEFT JOIN members m ON m.clinic_id = c.clinic_id AND m.position = n.position
    CROSS JOIN LATERAL (
      SELECT coalesce(range_agg(tstzrange(lower(g.during) - make_interval(mins => n."offset" + n.minutes),
        upper(g.during) - make_interval(mins => n."offset"), '()')), '{}') AS shut, min(g.until) AS held
      FROM (
        SELECT o.during, o.until FROM occupancy o
        WHERE o.resource_id = m.id AND lower(o.during) > p_from - v_longest AND lower(o.during) < v_last
          AND (o.until IS NULL OR o.until > now()) AND CASE m.kind WHEN 'practitioner'
            THEN o.lane < (SELECT v.capacity FROM visit_types v WHERE v.id = o.type_id) ELSE o.lane = m.lane END
        UNION ALL
        SELECT a.during, a.until FROM away a WHERE a.clinic_id = m.clinic_id AND a.resource_id = m.id) g) o
    GROUP BY 1, 2
  )
  SELECT a.clinic_id, range_agg(a.shut), min(a.held) FROM alone a GROUP BY 1;
END $$;
-- Whether a visit that the times allow finds a lane (of a group), and somebody for each need who serves no other.
CREATE FUNCTION slot_complete(p_type int, p_resource int, p_clinic uuid, p_begins timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_visit visit_types;
  v_own timestamptz;
  v_open boolean;
  v_need visit_needs;
  v_since timestamptz;
  v_until timestamptz;
  v_chosen int;
  v_all int[] := '{}';
  v_times tstzrange[] := '{}';
BEGIN
  SELECT * INTO v_visit FROM visit_types t WHERE t.id = p_type;
  IF v_visit.capacity > 1 THEN
    v_own := p_begins + make_interval(mins => v_visit."offset");
    -- Beside an overbooked visit of another kind only the first lane is plain.
    SELECT CASE WHEN bool_and(o.type_id = p_type AND lower(o.during) = v_own)
      THEN count(DISTINCT o.lane) FILTER (WHERE o.lane < v_visit.capacity) < v_visit.capacity
      ELSE NOT coalesce(bool_or(o.lane = 0), false) END
    INTO v_open FROM occupancy o
    WHERE o.resource_id = p_resource AND (o.until IS NULL OR o.until > now()) AND o.during && tstzrange(v_own,
      v_own + make_interval(mins => coalesce(nullif(v_visit.own, 0), v_visit.minutes - v_visit."offset")));
    IF NOT v_open THEN
      RETURN false;
    END IF;
  END IF;
  FOR v_need IN SELECT * FROM visit_needs n WHERE n.type_id = p_type ORDER BY n.position LOOP
    v_since := p_begins + make_interval(mins => v_need."offset");
    v_until := v_since + make_interval(mins => v_need.minutes);
    SELECT m.id INTO v_chosen
    FROM pool_members(p_clinic, p_type, p_resource) m
    WHERE m.position = v_need.position
      -- Not another lane of the same room either.
      AND NOT EXISTS (SELECT FROM unnest(v_all, v_times) AS c (id, during)
        WHERE c.id = m.id AND c.during && tstzrange(v_since, v_until))
      AND NOT EXISTS (SELECT FROM occupancy o JOIN visit_types v ON v.id = o.type_id
        WHERE o.resource_id = m.id AND o.during && tstzrange(v_since, v_until)
          AND (o.until IS NULL OR o.until > now())
          AND CASE v_need.kind WHEN 'practitioner' THEN o.lane < v.capacity ELSE o.lane = m.lane END)
      AND CASE v_need.kind WHEN 'practitioner' THEN NOT EXISTS (
        SELECT FROM colleagues_away(p_clinic, p_type, ARRAY[m.id], v_since, v_until) a
        WHERE a.during && tstzrange(v_since, v_until) AND (a.until IS NULL OR a.until > now()))
        ELSE NOT EXISTS (SELECT FROM away_times(ARRAY[m.id], ARRAY[p_clinic], tstzrange(v_since, v_until))) END
    ORDER BY m.id, m.lane LIMIT 1;
    IF v_chosen IS NULL THEN
      RETURN false;
    END IF;
    v_all := v_all || v_chosen;
    v_times := v_times || tstzrange(v_since, v_until);
  END LOOP;
  RETURN true;
END $$;
"""

NEAREST = """
-- Other times than p_begins for a visit: the nearest of the same day, then of the week before and two weeks behind
-- it, then of colleagues that day, who have a specialty in common with the practitioner.
CREATE FUNCTION nearest_slots(p_clinic uuid, p_practitioner int, p_type int, p_begins timestamptz, p_limit int)
RETURNS TABLE (practitioner int, clinic_id text, begins bigint, ends bigint, name text, zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_zone text := (SELECT c.zone FROM clinics c WHERE c.id = p_clinic AND clinic_visible(c.id));
  v_minutes int := (SELECT t.minutes FROM visit_types t WHERE t.id = p_type);
  v_day date := CAST(p_begins AT TIME ZONE v_zone AS date);
  v_people int[] := ARRAY(SELECT r.id FROM resources r JOIN practitioner_clinics c ON c.resource_id = r.id
    WHERE r.id = p_practitioner AND r.active AND c.clinic_id = p_clinic);
  v_first timestamptz := day_begins(v_zone, v_day - 7);
  v_last timestamptz := day_begins(v_zone, v_day + 15);
  v_many int := 0;
  v_free record;
BEGIN
  IF v_zone IS NULL OR v_minutes IS NULL THEN
    RETURN;
  END IF;
  FOR v_round IN 1 .. 2 LOOP
    FOR v_free IN
      SELECT f.*
      FROM free_times(p_type, v_people, array_fill(p_clinic, ARRAY[cardinality(v_people)]),
        array_fill(v_zone, ARRAY[cardinality(v_people)]), greatest(v_first, now()), v_last) f
      LEFT JOIN pools_shut(p_type, ARRAY[p_clinic], greatest(v_first, now()), v_last) s ON true
      WHERE f.resource_id IS NOT NULL AND (v_round = 2 OR f.begins <> p_begins)
        AND (s.shut IS NULL OR NOT s.shut @> f.begins)
      ORDER BY CAST(f.wall AS date) <> v_day, abs(EXTRACT(epoch FROM f.begins - p_begins)), f.begins, f.resource_id
    LOOP
      CONTINUE WHEN NOT slot_complete(p_type, v_free.resource_id, p_clinic, v_free.begins);
      v_many := v_many + 1;
      practitioner := v_free.resource_id;
      clinic_id := p_clinic;
      begins := ms(v_free.begins);
      ends := begins + v_minutes * 60000;
      name := (SELECT r.name FROM resources r WHERE r.id = v_free.resource_id);
      zone := v_zone;
      RETURN NEXT;
      EXIT WHEN v_many = p_limit;
    END LOOP;
    EXIT WHEN v_many = p_limit;
    v_first := day_begins(v_zone, v_day);
    v_last := day_begins(v_zone, v_day + 1);
    v_people := ARRAY(
      SELECT c FROM unnest((SELECT w.people FROM next_people(ARRAY[p_clinic], '{}', 0, coalesce((
        SELECT t.specialty_id FROM visit_types t WHERE t.id = p_type), 0)) w)) c
      WHERE c <> p_practitioner AND (
        NOT EXISTS (SELECT FROM practitioner_specialties s WHERE s.resource_id = p_practitioner)
        OR EXISTS (SELECT FROM practitioner_specialties s JOIN practitioner_specialties o USING (specialty_id)
          WHERE s.resource_id = p_practitioner AND o.resource_id = c)));
  END LOOP;
END $$;
"""

INNER = ("pools_shut", "slot_complete")


def upgrade() -> None:
    """Make the functions; the hub may call the one that goes by the clinics it sees."""
    run = op.get_bind().connection.driver_connection.execute
    for part in (NEEDS, NEAREST):
        run(part)
    for name in (*INNER, "nearest_slots"):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run("GRANT EXECUTE ON FUNCTION nearest_slots TO clinic_hub")
