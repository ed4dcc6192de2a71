"""The lists of patients: a page behind a place, and the places of a long list (ADR 0061; the roll is 0008's)."""

from typing import Final

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# By what a list goes: the column, how it is written in a key, and whether the newest come first.
_SORTS: Final = {
    "name": ("sort_name", "text", "asc"),
    "born": ("born", "date", "asc"),
    "mrn": ("mrn", "text", "asc"),
    "changed": ("changed_at", "timestamptz", "desc"),
}
_FIRST: Final = {"text": "''", "date": "'-infinity'", "timestamptz": "'infinity'"}
# Microseconds since 1970: what a time is as text depends on settings.
_READ: Final = {"timestamptz": "'epoch'::timestamptz + p_key::bigint * interval '1 microsecond'"}
_WRITTEN: Final = {"timestamptz": "(extract(epoch FROM {0}) * 1000000)::bigint::text"}
_EDGES: Final = {
    "asc": (">", "00000000-0000-0000-0000-000000000000"),
    "desc": ("<", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
}
_ROLLED = """
-- The first rows behind a place in some lists by {sort}: each row of the page with its place's words. So many of each
-- list are read that the page's last one is certain: none of a list that was cut comes before it.
CREATE FUNCTION patients_rolled_{sort}(p_lists int[], p_key text, p_id uuid, p_rows int, p_skip int)
RETURNS TABLE (patient_id uuid, list int, key text, place int)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  every int := least(p_rows, p_rows * 2 / cardinality(p_lists) + 8);
  begins {type} := CASE WHEN p_key IS NULL THEN {first} ELSE {read} END;
  begins_id uuid := coalesce(p_id, '{first_id}');
  ids uuid[];
  keys {type}[];
  lists int[];
  cut boolean;
BEGIN
  LOOP
    WITH heads AS MATERIALIZED (
      SELECT l.list, r.{column} AS key, r.patient_id, r.place FROM unnest(p_lists) l (list) CROSS JOIN LATERAL (
        SELECT o.{column}, o.patient_id, row_number() OVER () AS place FROM (
          SELECT o.{column}, o.patient_id FROM patient_roll o
          WHERE o.list = l.list AND (o.{column}, o.patient_id) {beyond} (begins, begins_id)
          ORDER BY o.{column} {order}, o.patient_id {order} LIMIT every) o) r),
    edge AS (
      SELECT h.key, h.patient_id FROM heads h WHERE h.place = every ORDER BY 1 {order}, 2 {order} LIMIT 1),
    best AS (
      SELECT h.key, h.patient_id, min(h.list) AS list FROM heads h
      WHERE NOT EXISTS (SELECT FROM edge e WHERE (h.key, h.patient_id) {beyond} (e.key, e.patient_id))
      GROUP BY 1, 2 ORDER BY 1 {order}, 2 {order} LIMIT p_rows)
    SELECT array_agg(b.patient_id ORDER BY b.key {order}, b.patient_id {order}),
      array_agg(b.key ORDER BY b.key {order}, b.patient_id {order}),
      array_agg(b.list ORDER BY b.key {order}, b.patient_id {order}), EXISTS (SELECT FROM edge)
    INTO ids, keys, lists, cut FROM best b;
    EXIT WHEN NOT cut OR cardinality(ids) >= p_rows;
    every := least(p_rows, every * 4);
  END LOOP;
  RETURN QUERY SELECT ids[i], lists[i], {written}, i FROM generate_series(p_skip + 1, cardinality(ids)) i;
END $$;

-- How many patients some lists hold together, and the key of each p_every-th. Sorted once, and each told once. Rows
-- come in the window's order: to order them again for the aggregates takes as long as all the rest.
CREATE FUNCTION patients_places_{sort}(p_lists int[], p_every int, OUT total bigint, OUT keys text[], OUT ids uuid[])
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET work_mem = '64MB' SET enable_hashagg = off AS $$
BEGIN
  SELECT count(*), array_agg({place_written}) FILTER (WHERE x.place % p_every = 0),
    array_agg(x.patient_id) FILTER (WHERE x.place % p_every = 0)
  INTO total, keys, ids FROM (
    SELECT o.*, row_number() OVER (ORDER BY o.key {order}, o.patient_id {order}) AS place
    FROM (SELECT DISTINCT r.{column} AS key, r.patient_id FROM patient_roll r WHERE r.list = ANY (p_lists)
          ORDER BY 1 {order}, 2 {order}) o) x;
END $$;
"""


def _rolled(sort: str) -> str:
    column, kind, order = _SORTS[sort]
    beyond, first_id = _EDGES[order]
    written = _WRITTEN.get(kind, "{0}::text")
    return _ROLLED.format(
        sort=sort, column=column, type=kind, order=order, beyond=beyond, first=_FIRST[kind], first_id=first_id,
        read=_READ.get(kind, f"p_key::{kind}"), written=written.format("keys[i]"),
        place_written=written.format("x.key"),
    )  # fmt: skip


LISTS = """
-- The lists of the acting user's clinics, or of one of them: of all patients, or of those whom a filter lets through.
CREATE FUNCTION patients_lists(p_clinic uuid, p_filter text) RETURNS int[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT array_agg(c.number * 4 + array_position(ARRAY['', 'alerts', 'interpreter', 'deceased'], p_filter) - 1)
  FROM clinics c WHERE c.id = ANY ((SELECT visible_clinics())::uuid[]) AND (p_clinic IS NULL OR c.id = p_clinic)
$$;
-- One page behind a place (nothing: the first one), p_skip rows left out; key is each row's own place.
CREATE FUNCTION patients_page(p_sort text, p_filter text, p_clinic uuid, p_key text, p_id uuid, p_limit int,
  p_skip int)
RETURNS TABLE (id uuid, mrn text, name text, name_latin text, name_kana text, born date, sex text, deceased boolean,
  alert_kinds text[], interpreter boolean, clinic_id uuid, key text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off
SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  lists int[] := patients_lists(p_clinic, p_filter);
  rows int := p_limit + p_skip;
BEGIN
  IF lists IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT p.id, p.mrn, p.name, p.name_latin, p.name_kana, p.born, p.sex, p.deceased, p.alert_kinds,
    p.interpreter, c.id, r.key
  FROM (
    SELECT * FROM patients_rolled_name(lists, p_key, p_id, rows, p_skip)
    WHERE p_sort = 'name'
    UNION ALL
    SELECT * FROM patients_rolled_born(lists, p_key, p_id, rows, p_skip)
    WHERE p_sort = 'born'
    UNION ALL
    SELECT * FROM patients_rolled_mrn(lists, p_key, p_id, rows, p_skip)
    WHERE p_sort = 'mrn'
    UNION ALL
    SELECT * FROM patients_rolled_changed(lists, p_key, p_id, rows, p_skip)
    WHERE p_sort = 'changed') r
  JOIN patients p ON p.id = r.patient_id AND p.restriction IS NULL
  JOIN clinics c ON c.number = r.list / 4
  ORDER BY r.place;
END $$;
CREATE FUNCTION patients_places(p_sort text, p_filter text, p_clinic uuid, p_every int, OUT total bigint,
  OUT keys text[], OUT ids uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE lists int[] := patients_lists(p_clinic, p_filter);
BEGIN
  CASE p_sort
    WHEN 'name' THEN SELECT f.* INTO total, keys, ids FROM patients_places_name(lists, p_every) f;
    WHEN 'born' THEN SELECT f.* INTO total, keys, ids FROM patients_places_born(lists, p_every) f;
    WHEN 'mrn' THEN SELECT f.* INTO total, keys, ids FROM patients_places_mrn(lists, p_every) f;
    WHEN 'changed' THEN SELECT f.* INTO total, keys, ids FROM patients_places_changed(lists, p_every) f;
  END CASE;
END $$;
"""

RIGHTS = """
DO $$
DECLARE f text;
BEGIN
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND (p.proname IN ('patients_lists', 'patients_page', 'patients_places')
        OR p.proname ~ '^patients_(rolled|places)_(name|born|mrn|changed)$') LOOP
    EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO clinic_definer';
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION patients_page, patients_places TO clinic_hub;
"""


def upgrade() -> None:
    """Make the functions."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (*map(_rolled, _SORTS), LISTS, RIGHTS):
        run(text)
