"""Finding patients as fast as one types, in the index of 0008 (ADR 0060)."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Of the words beside the leading one: 0 each that stands there, 1 that begins one, 4 inside one, 8 mistyped.
_RANK = """CASE WHEN cardinality({words}) = 0 THEN 0 ELSE (
      SELECT sum(CASE WHEN strpos(' ' || f.words || ' ', ' ' || w || ' ') > 0 THEN 0
        WHEN strpos(' ' || f.words, ' ' || w) > 0 THEN 1 WHEN strpos(f.words, w) > 0 THEN 4 ELSE 8 END)
      FROM unnest({words}) w)::int END"""
# Numbers of all clinics stand together: the others' must not take the room.
_OWN = """CROSS JOIN LATERAL (SELECT FROM patient_clinic pc
       WHERE pc.patient_id = x.patient_id AND pc.clinic_id = ANY (p_clinics) LIMIT 1) own"""
# Behind whatever begins with a word, in the order of bytes.
_END = "U&'\\+10FFFF'"
_HELPER = "LANGUAGE plpgsql STABLE SET search_path = public, pg_temp"
# Whatever the statistics say: no table is read from end to end, and a plan is made once for each connection.
_PLANNED = "SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan"

SEARCH = f"""
CREATE TYPE patient_hit AS (patient_id uuid, clinic_no int, rank int, deceased boolean, words text);

-- How many entries begin with a word in some clinics; 300 and more are 300.
CREATE FUNCTION patients_holding(p_nos int[], p_word text) RETURNS int {_HELPER} AS $$
BEGIN
  RETURN (SELECT count(*) FROM (
    SELECT FROM patient_parts p
    WHERE p.part >= p_word AND p.part < p_word || {_END} AND p.clinic_no = ANY (p_nos) LIMIT 300) x);
END $$;

-- Who has a word that is, or begins with, each that is looked for; led by the one that the fewest have.
CREATE FUNCTION patients_by_words(p_nos int[], p_words text[], p_year int, p_most int) RETURNS SETOF patient_hit
{_HELPER} SET enable_bitmapscan = off AS $$
DECLARE
  first text := p_words[1];
  least int := 301;
  holders int;
  rest text[];
  others text[];
BEGIN
  IF cardinality(p_words) > 1 THEN
    FOR i IN 1 .. cardinality(p_words) LOOP
      holders := patients_holding(p_nos, p_words[i]);
      IF holders < least OR holders = least AND length(p_words[i]) > length(first) THEN
        first := p_words[i];
        least := holders;
      END IF;
      EXIT WHEN least < 30;
    END LOOP;
  END IF;
  IF least = 0 THEN
    RETURN;
  END IF;
  rest := array_remove(p_words, first);
  others := ARRAY(SELECT '% ' || w || '%' FROM unnest(rest) w);
  IF cardinality(p_nos) <= 8 THEN
    RETURN QUERY SELECT f.patient_id, f.clinic_no, CASE WHEN f.part = first THEN 0 ELSE 1 END
      + {_RANK.format(words="rest")}, f.deceased, f.words
    FROM unnest(p_nos) no CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT p.* FROM patient_parts p
        WHERE p.part >= first AND p.part < first || {_END} AND p.clinic_no = no ORDER BY p.part LIMIT 10000) x
      WHERE ' ' || x.words LIKE ALL (others) AND (p_year IS NULL OR date_part('year', x.born) = p_year)
      LIMIT p_most) f;
  ELSE
    RETURN QUERY SELECT f.patient_id, f.clinic_no, CASE WHEN f.part = first THEN 0 ELSE 1 END
      + {_RANK.format(words="rest")}, f.deceased, f.words
    FROM (
      SELECT * FROM (
        SELECT p.* FROM patient_parts p
        WHERE p.part >= first AND p.part < first || {_END} AND p.clinic_no = ANY (p_nos)
        ORDER BY p.part LIMIT 20000) x
      WHERE ' ' || x.words LIKE ALL (others) AND (p_year IS NULL OR date_part('year', x.born) = p_year)
      LIMIT p_most) f;
  END IF;
END $$;

-- Words inside which one stands that was typed. Trigrams know no letters beyond ASCII where the server's ctype is C:
-- an index would be read from end to end for each such word, so that is done only if p_all.
CREATE FUNCTION name_parts_within(p_word text, p_all boolean) RETURNS text[] {_HELPER} AS $$
BEGIN
  IF length(p_word) < 3 THEN
    RETURN '{{}}';
  ELSIF show_trgm(p_word) <> '{{}}' THEN
    RETURN ARRAY(SELECT n.part FROM name_parts n WHERE n.part LIKE '%' || p_word || '%' LIMIT 100);
  ELSIF p_all THEN
    RETURN ARRAY(SELECT n.part FROM name_parts n WHERE strpos(n.part, p_word) > 0 LIMIT 100);
  END IF;
  RETURN '{{}}';
END $$;

-- Words like one that was typed: a slip of the fingers or two lies between.
CREATE FUNCTION name_parts_alike(p_word text) RETURNS text[] {_HELPER} SET pg_trgm.similarity_threshold = 0.45 AS $$
DECLARE slips text[] := '{{}}';
BEGIN
  IF length(p_word) BETWEEN 4 AND 21 THEN
    slips := ARRAY(SELECT left(p_word, i - 1) || substr(p_word, i + 1) FROM generate_series(1, length(p_word)) i);
  END IF;
  RETURN ARRAY(
    (SELECT n.part FROM name_parts n WHERE n.part = ANY (p_word || slips) LIMIT 60)
    UNION (SELECT s.part FROM name_part_slips s WHERE s.slip = p_word LIMIT 100)
    UNION (SELECT s.part FROM name_part_slips s WHERE s.slip = ANY (slips) LIMIT 150))
    || CASE WHEN length(p_word) >= 6 AND show_trgm(p_word) <> '{{}}' THEN ARRAY(
      SELECT n.part FROM name_parts n WHERE n.part % p_word ORDER BY similarity(n.part, p_word) DESC LIMIT 10)
      ELSE '{{}}' END;
END $$;

-- Who has one of some words, of whom p_checks leave some: a pattern for each other word that was typed.
CREATE FUNCTION patients_by_parts(p_nos int[], p_word text, p_parts text[], p_rest text[], p_checks text[],
  p_year int, p_most int) RETURNS SETOF patient_hit {_HELPER} SET enable_bitmapscan = off AS $$
BEGIN
  RETURN QUERY SELECT f.patient_id, f.clinic_no, CASE WHEN f.part = p_word THEN 0
      WHEN starts_with(f.part, p_word) THEN 1 WHEN strpos(f.part, p_word) > 0 THEN 4 ELSE 8 END
      + {_RANK.format(words="p_rest")}, f.deceased, f.words
  FROM (
    SELECT * FROM (
      SELECT p.* FROM patient_parts p WHERE p.part = ANY (p_parts) AND p.clinic_no = ANY (p_nos) LIMIT 12000) x
    WHERE ' ' || x.words || ' ' ~ ALL (p_checks) AND (p_year IS NULL OR date_part('year', x.born) = p_year)
    LIMIT p_most) f;
END $$;

-- Who has, for each word looked for, one inside which it stands or (p_slips) that is like it; led by the one whose
-- likes the fewest have.
CREATE FUNCTION patients_by_likeness(p_nos int[], p_words text[], p_others text[], p_year int, p_slips boolean,
  p_all boolean, p_most int) RETURNS SETOF patient_hit {_HELPER} AS $$
DECLARE
  first int := 1;
  least int := 5000;
  holders int;
  slips text[];
  alike text[];
  first_alike text[];
  checks text[] := '{{}}';
BEGIN
  FOR i IN 1 .. cardinality(p_words) LOOP
    slips := CASE WHEN p_slips THEN name_parts_alike(p_words[i]) ELSE '{{}}' END;
    alike := name_parts_within(p_words[i], p_all);
    IF p_others[i] <> p_words[i] THEN
      slips := slips || CASE WHEN p_slips THEN name_parts_alike(p_others[i]) ELSE '{{}}' END;
      alike := alike || name_parts_within(p_others[i], p_all);
    END IF;
    alike := alike || slips;
    IF cardinality(p_words) = 1 THEN
      RETURN QUERY SELECT * FROM patients_by_parts(p_nos, p_words[1], alike, '{{}}', '{{}}', p_year, p_most);
      RETURN;
    END IF;
    alike := alike || ARRAY(SELECT n.part FROM name_parts n
      WHERE n.part >= p_words[i] AND n.part < p_words[i] || {_END} LIMIT 200);
    -- What is inside a word needs no list; the fewer words a pattern holds, the faster it is.
    checks := checks || (CASE WHEN length(p_words[i]) < 3 THEN ' ' ELSE '' END || p_words[i]
      || CASE WHEN p_others[i] <> p_words[i] THEN '|' || p_others[i] ELSE '' END
      || CASE WHEN slips <> '{{}}' THEN '| (?:' || array_to_string(slips, '|') || ') ' ELSE '' END);
    holders := (SELECT count(*) FROM (
      SELECT FROM patient_parts p WHERE p.part = ANY (alike) AND p.clinic_no = ANY (p_nos) LIMIT 2000) x);
    IF holders < least THEN
      first := i;
      least := holders;
      first_alike := alike;
    END IF;
    IF holders = 0 THEN
      RETURN;
    END IF;
  END LOOP;
  RETURN QUERY SELECT * FROM patients_by_parts(p_nos, p_words[first], first_alike,
    p_words[: first - 1] || p_words[first + 1 :], checks[: first - 1] || checks[first + 1 :], p_year, p_most);
END $$;

-- Who has a number that begins so, a phone with these digits in it, or was born on one of these days.
CREATE FUNCTION patients_by_number(p_nos int[], p_clinics uuid[], p_number text, p_phone text, p_born date[],
  p_most int) RETURNS SETOF patient_hit {_HELPER} AS $$
BEGIN
  RETURN QUERY SELECT p.id, p_nos[array_position(p_clinics, l.clinic_id)], f.rank, p.deceased, p.words
  FROM (
    SELECT r.patient_id, CASE WHEN r.mrn = p_number THEN 0 ELSE 2 END AS rank
    FROM unnest(p_nos) no CROSS JOIN LATERAL (
      SELECT * FROM patient_roll o
      WHERE p_number <> '' AND o.list = no * 4 AND o.mrn >= p_number AND o.mrn < p_number || {_END}
      ORDER BY o.mrn LIMIT p_most / cardinality(p_nos) + 4) r
    UNION ALL
    (SELECT x.patient_id, CASE WHEN x.folded = p_number THEN 1 ELSE 4 END FROM (
       SELECT i.patient_id, i.folded FROM patient_identifiers i
       WHERE p_number <> '' AND i.folded ~>=~ p_number AND i.folded ~<~ (p_number || {_END}) LIMIT 3000) x
     {_OWN} LIMIT 300)
    UNION ALL
    (SELECT x.patient_id, 3 FROM (
       SELECT t.patient_id FROM patient_contacts t
       WHERE p_phone <> '' AND t.kind = 'phone' AND t.digits LIKE '%' || p_phone || '%' LIMIT 3000) x
     {_OWN} LIMIT 300)
    UNION ALL
    SELECT r.patient_id, 2 * array_position(p_born, r.born)
    FROM unnest(p_nos) no CROSS JOIN unnest(p_born) b CROSS JOIN LATERAL (
      SELECT * FROM patient_roll o WHERE o.list = no * 4 AND o.born = b LIMIT 200) r) f
  JOIN patients p ON p.id = f.patient_id AND p.restriction IS NULL
  CROSS JOIN LATERAL (
    SELECT pc.clinic_id FROM patient_clinic pc
    WHERE pc.patient_id = p.id AND pc.clinic_id = ANY (p_clinics) LIMIT 1) l;
END $$;

-- Finds patients of the acting user's clinics: words (p_others: each spelt otherwise), a year of birth,
-- numbers; p_either: what was typed is a word, or a number. The best come first, of whom there are bounded many.
CREATE FUNCTION patients_search(p_words text[], p_others text[], p_year int, p_born date[], p_phone text,
  p_number text, p_either boolean, p_limit int)
RETURNS TABLE (id uuid, mrn text, name text, name_latin text, name_kana text, born date, sex text, deceased boolean,
  alert_kinds text[], interpreter boolean, clinic_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER {_PLANNED} AS $$
#variable_conflict use_column
DECLARE
  visible uuid[] := visible_clinics();
  nos int[];
  clinics uuid[];
  hits patient_hit[] := '{{}}';
  most constant int := 2 * p_limit;
  -- So few are found that it may have been mistyped; several words that all fit are rarely a slip.
  few constant int := CASE WHEN cardinality(p_words) > 1 THEN 5 ELSE 20 END;
BEGIN
  SELECT array_agg(c.number ORDER BY c.number), array_agg(c.id ORDER BY c.number) INTO nos, clinics
  FROM clinics c WHERE c.id = ANY (visible);
  IF nos IS NULL THEN
    RETURN;
  END IF;
  IF p_number <> '' OR p_phone <> '' OR p_born <> '{{}}' THEN
    hits := ARRAY(SELECT f FROM patients_by_number(nos, clinics, p_number, p_phone, p_born, most) f
      WHERE p_either OR NOT EXISTS (
        SELECT FROM unnest(p_words, p_others) u (word, other) WHERE strpos(f.words, u.word) = 0
          AND strpos(f.words, u.other) = 0 AND word_similarity(u.other, f.words) < 0.5) LIMIT most);
  END IF;
  IF p_words <> '{{}}' AND (p_either OR p_number = '' AND p_phone = '' AND p_born = '{{}}') THEN
    hits := hits || ARRAY(SELECT f FROM patients_by_words(nos, p_words, p_year, most) f);
    IF cardinality(hits) < few AND p_others <> p_words THEN
      hits := hits || ARRAY(SELECT f FROM patients_by_words(nos, p_others, p_year, most) f);
    END IF;
    IF cardinality(hits) < p_limit THEN
      hits := hits || ARRAY(SELECT f FROM patients_by_likeness(nos, p_words, p_others, p_year,
        cardinality(hits) < few, hits = '{{}}', most) f);
    END IF;
  END IF;
  RETURN QUERY SELECT p.id, p.mrn, p.name, p.name_latin, p.name_kana, p.born, p.sex, p.deceased, p.alert_kinds,
    p.interpreter, clinics[array_position(nos, b.clinic_no)]
  FROM (
    SELECT h.patient_id, min(h.clinic_no) AS clinic_no, min(h.rank) AS rank, h.deceased, h.words
    FROM unnest(hits) h GROUP BY h.patient_id, h.deceased, h.words ORDER BY 3, 4, 5, 1 LIMIT p_limit) b
  JOIN patients p ON p.id = b.patient_id AND p.restriction IS NULL
  ORDER BY b.rank, b.deceased, b.words, p.id;
END $$;
"""  # noqa: S608 - made of the constants above

RIGHTS = """
DO $$
DECLARE f text;
BEGIN
  -- What another function runs is nobody's to call.
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND p.proname IN ('patients_holding', 'patients_by_words', 'name_parts_within', 'name_parts_alike',
        'patients_by_parts', 'patients_by_likeness', 'patients_by_number', 'patients_search') LOOP
    EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO clinic_definer';
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
  END LOOP;
END $$;
ALTER TYPE patient_hit OWNER TO clinic_definer;
GRANT EXECUTE ON FUNCTION patients_search TO clinic_hub;
"""


def upgrade() -> None:
    """Make the functions."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (SEARCH, RIGHTS):
        run(text)
