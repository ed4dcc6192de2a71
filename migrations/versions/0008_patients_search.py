"""Finding patients as fast as one types: an index of names, and a roll of each clinic (its lists come in 0012).

Written by triggers of ``patients`` and ``patient_clinic`` alone; of restricted charts neither holds anything (ADR
0060, 0061). Every index has its reason in a line beside it.
"""

from typing import Any

from alembic import op

# Migrations keep copies of what they need, but for this: what is kept and what is typed are folded by one rule.
from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import sort_of, words_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Who has a word in the name, by clinic: with all words of the patient, so that the others need no second look.
CREATE TABLE patient_parts (
  part text COLLATE "C" NOT NULL,
  clinic_no int NOT NULL,
  words text COLLATE "C" NOT NULL,
  patient_id uuid NOT NULL,
  born date,
  deceased boolean NOT NULL,
  -- a word, or what begins with it, in some clinics; never the table itself
  PRIMARY KEY (part, clinic_no, words, patient_id) INCLUDE (born, deceased)
);
-- All words there are. No key, and so no waiting: two transactions that add one word at once both do, harmlessly.
CREATE TABLE name_parts (part text COLLATE "C" NOT NULL);
CREATE INDEX name_parts_part ON name_parts (part);                 -- is there such a word
CREATE INDEX name_parts_within ON name_parts USING gin (part gin_trgm_ops) WITH (fastupdate = off);  -- inside, alike
-- Each word with one letter left out: two words that share one such slip are a slip of the fingers apart.
CREATE TABLE name_part_slips (slip text COLLATE "C" NOT NULL, part text COLLATE "C" NOT NULL);
CREATE INDEX name_part_slips_slip ON name_part_slips (slip, part); -- words like a mistyped one
-- The patients of each list, one of which is 4 * clinics.number, + 1 with alerts, + 2 interpreter, + 3 deceased.
CREATE TABLE patient_roll (
  list int NOT NULL,
  sort_name text COLLATE "C" NOT NULL,
  patient_id uuid NOT NULL,
  born date NOT NULL,                 -- infinity: not known, and so behind all others
  mrn text COLLATE "C" NOT NULL,      -- letters and digits only, large; its first 100: one sign can mean 18
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (list, sort_name, patient_id)                        -- a page by name
);
CREATE INDEX patient_roll_born ON patient_roll (list, born, patient_id);        -- a page, and who was born then
CREATE INDEX patient_roll_mrn ON patient_roll (list, mrn, patient_id);          -- a page, and a number's beginning
CREATE INDEX patient_roll_changed ON patient_roll (list, changed_at, patient_id);  -- a page, read backwards
CREATE INDEX patient_contacts_digits ON patient_contacts USING gin (digits gin_trgm_ops)
  WHERE kind = 'phone';               -- any part of a phone number
"""

# What is to go is written down first: the planner may else walk through a whole index for each row.
_GONE = """
  WITH gone_parts AS MATERIALIZED (
    SELECT x.id, x.number, x.words, w.part COLLATE "C" AS part
    FROM ({source}) x, string_to_table(x.words, ' ') AS w(part))
  DELETE FROM patient_parts p USING gone_parts g
  WHERE p.part = g.part AND p.clinic_no = g.number AND p.words = g.words AND p.patient_id = g.id;
  WITH gone_rows AS MATERIALIZED (
    SELECT x.id, x.number * 4 + f AS list, x.sort_name FROM ({source}) x, generate_series(0, 3) f)
  DELETE FROM patient_roll r USING gone_rows g
  WHERE r.list = g.list AND r.sort_name = g.sort_name AND r.patient_id = g.id;
"""
# The rows are looked for once; without two same letters side by side, each slip of a word is another one.
_COME = """
  WITH source AS MATERIALIZED ({source}),
  holders AS MATERIALIZED (
    SELECT DISTINCT w.part COLLATE "C" AS part, x.number, x.words, x.id, x.born, x.deceased
    FROM source x, string_to_table(x.words, ' ') AS w(part) WHERE w.part <> ''),
  fresh AS (
    INSERT INTO name_parts
      SELECT h.part FROM (SELECT DISTINCT part FROM holders) h
      WHERE NOT EXISTS (SELECT FROM name_parts n WHERE n.part = h.part)
    RETURNING part),
  slips AS (
    INSERT INTO name_part_slips
      SELECT left(part, i - 1) || substr(part, i + 1) COLLATE "C", part
      FROM fresh, generate_series(1, length(part)) i
      WHERE length(part) BETWEEN 3 AND 20 AND substr(part, i, 1) <> substr(part, i + 1, 1) ORDER BY 1, 2),
  parts AS (
    INSERT INTO patient_parts (part, clinic_no, words, patient_id, born, deceased)
      SELECT h.part, h.number, h.words, h.id, h.born, h.deceased FROM holders h ORDER BY 1, 2, 3, 4)
  INSERT INTO patient_roll (list, sort_name, patient_id, born, mrn, changed_at)
    SELECT x.number * 4 + f, x.sort_name, x.id, coalesce(x.born, 'infinity'),
      left(upper(regexp_replace(normalize(x.mrn, NFKC), '[^[:alnum:]]', '', 'g')), 100), x.changed_at
    FROM source x, unnest(ARRAY[0, CASE WHEN x.alert_kinds <> '{{}}' THEN 1 END,
      CASE WHEN x.interpreter THEN 2 END, CASE WHEN x.deceased THEN 3 END]) f
    WHERE f IS NOT NULL ORDER BY 1, 2, 3;
"""
# One look by key for each row, whatever the statistics say of a table that has just been filled: so with OFFSET 0.
_CLINIC = "CROSS JOIN LATERAL (SELECT k.number FROM clinics k WHERE k.id = l.clinic_id OFFSET 0) c"
_LINKED = f"""SELECT p.*, c.number FROM {{links}} l
      CROSS JOIN LATERAL (SELECT * FROM patients k WHERE k.id = l.patient_id AND k.restriction IS NULL OFFSET 0) p
      {_CLINIC}"""  # noqa: S608 - made of the constants above
_OF_PATIENT = f"""SELECT p.*, c.number FROM {{patients}} p
      CROSS JOIN LATERAL (SELECT k.clinic_id FROM patient_clinic k WHERE k.patient_id = p.id OFFSET 0) l
      {_CLINIC} WHERE p.restriction IS NULL"""  # noqa: S608 - made of the constants above
_PLANS = "SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off"

TRIGGERS = f"""
CREATE FUNCTION patients_index_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
{_PLANS} AS $$
BEGIN
  -- Whoever changes a patient at this moment waits, or is waited for: one of the two sees the other's work.
  -- Whom this very transaction has written nobody else can see or change.
  PERFORM FROM patients p WHERE p.id IN (SELECT patient_id FROM come) AND p.xmin <> pg_current_xact_id()::xid
    ORDER BY p.id FOR SHARE;
  {_COME.format(source=_LINKED.format(links="come"))}
  RETURN NULL;
END $$;
CREATE FUNCTION patients_index_unlink() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
{_PLANS} AS $$
BEGIN
  {_GONE.format(source=_LINKED.format(links="gone"))}
  RETURN NULL;
END $$;
CREATE FUNCTION patients_index_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
{_PLANS} AS $$
BEGIN
  {_GONE.format(source=_OF_PATIENT.format(patients="gone"))}
  {_COME.format(source=_OF_PATIENT.format(patients="come"))}
  RETURN NULL;
END $$;
-- Writes all of it anew.
CREATE FUNCTION patients_index_all() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '64MB' AS $$
BEGIN
  TRUNCATE patient_parts, name_parts, name_part_slips, patient_roll;
  {_COME.format(source=_LINKED.format(links="patient_clinic"))}
END $$;
CREATE TRIGGER patients_index_link AFTER INSERT ON patient_clinic
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION patients_index_link();
CREATE TRIGGER patients_index_unlink AFTER DELETE ON patient_clinic
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION patients_index_unlink();
CREATE TRIGGER patients_index_change AFTER UPDATE ON patients
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION patients_index_change();
"""  # noqa: S608 - made of the constants above

_RANK = """(SELECT coalesce(sum(CASE WHEN strpos(' ' || {words} || ' ', ' ' || w || ' ') > 0 THEN 0
      WHEN strpos(' ' || {words}, ' ' || w) > 0 THEN 1 WHEN strpos({words}, w) > 0 THEN 4 ELSE 8 END), 0)::int
      FROM unnest(p_words) w)"""
# Numbers of all clinics stand together: the others' must not take the room.
_OWN = """EXISTS (SELECT FROM patient_clinic pc
       WHERE pc.patient_id = x.patient_id AND pc.clinic_id = ANY (p_clinics))"""
# Behind whatever begins with a word, in the order of bytes.
_END = "U&'\\+10FFFF'"
_HELPER = "LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off"

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
{_HELPER} AS $$
DECLARE
  first text := p_words[1];
  least int := 301;
  holders int;
  others text[];
  every int := CASE WHEN cardinality(p_nos) <= 8 THEN p_most / cardinality(p_nos) ELSE p_most END;
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
  others := ARRAY(SELECT '% ' || w || '%' FROM unnest(p_words) w WHERE w <> first);
  IF cardinality(p_nos) <= 8 THEN
    RETURN QUERY SELECT f.patient_id, f.clinic_no, {_RANK.format(words="f.words")}, f.deceased, f.words
    FROM unnest(p_nos) no CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT p.* FROM patient_parts p
        WHERE p.part >= first AND p.part < first || {_END} AND p.clinic_no = no ORDER BY p.part LIMIT 10000) x
      WHERE ' ' || x.words LIKE ALL (others) AND (p_year IS NULL OR date_part('year', x.born) = p_year)
      LIMIT every) f;
  ELSE
    RETURN QUERY SELECT f.patient_id, f.clinic_no, {_RANK.format(words="f.words")}, f.deceased, f.words
    FROM (
      SELECT * FROM (
        SELECT p.* FROM patient_parts p
        WHERE p.part >= first AND p.part < first || {_END} AND p.clinic_no = ANY (p_nos)
        ORDER BY p.part LIMIT 20000) x
      WHERE ' ' || x.words LIKE ALL (others) AND (p_year IS NULL OR date_part('year', x.born) = p_year)
      LIMIT every) f;
  END IF;
END $$;

-- Words like one that was typed: it stands inside them, or a slip of the fingers or two lies between.
CREATE FUNCTION name_parts_alike(p_word text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off
SET pg_trgm.similarity_threshold = 0.45 AS $$
DECLARE slips text[] := ARRAY[p_word];
BEGIN
  IF length(p_word) BETWEEN 4 AND 21 THEN
    slips := slips || ARRAY(
      SELECT left(p_word, i - 1) || substr(p_word, i + 1) FROM generate_series(1, length(p_word)) i);
  END IF;
  RETURN ARRAY(
    SELECT DISTINCT x.part FROM (
      (SELECT n.part FROM name_parts n WHERE n.part = ANY (slips) LIMIT 60)
      UNION ALL (SELECT s.part FROM name_part_slips s WHERE s.slip = ANY (slips) LIMIT 100)
      UNION ALL (SELECT n.part FROM name_parts n
        WHERE length(p_word) >= 3 AND n.part LIKE '%' || p_word || '%' LIMIT 60)
      UNION ALL (SELECT n.part FROM name_parts n WHERE length(p_word) >= 6 AND n.part % p_word
        ORDER BY similarity(n.part, p_word) DESC LIMIT 10)) x);
END $$;

-- Who has a word like each that is looked for; led by the one whose likes the fewest have.
CREATE FUNCTION patients_by_likeness(p_nos int[], p_words text[], p_others text[], p_year int, p_most int)
RETURNS SETOF patient_hit {_HELPER} AS $$
DECLARE
  first int := 1;
  least int := 2001;
  holders int;
  alike text[];
  first_alike text[];
  checks text[] := '{{}}';
BEGIN
  FOR i IN 1 .. cardinality(p_words) LOOP
    alike := name_parts_alike(p_words[i]);
    IF p_others[i] <> p_words[i] THEN
      alike := alike || name_parts_alike(p_others[i]);
    END IF;
    checks := checks || ('( ' || array_to_string(p_words[i] || p_others[i] || alike, '| ') || ')');
    SELECT count(*) + patients_holding(p_nos, p_words[i]) INTO holders FROM (
      SELECT FROM patient_parts p WHERE p.part = ANY (alike) AND p.clinic_no = ANY (p_nos) LIMIT 1000) x;
    IF holders < least THEN
      first := i;
      least := holders;
      first_alike := alike;
    END IF;
  END LOOP;
  checks := checks[: first - 1] || checks[first + 1 :];
  RETURN QUERY SELECT f.patient_id, f.clinic_no, {_RANK.format(words="f.words")}, f.deceased, f.words
  FROM (
    SELECT * FROM (
      (SELECT p.* FROM patient_parts p WHERE p.part = ANY (first_alike) AND p.clinic_no = ANY (p_nos) LIMIT 3000)
      UNION ALL
      (SELECT p.* FROM patient_parts p
       WHERE cardinality(p_words) > 1 AND p.part >= p_words[first] AND p.part < p_words[first] || {_END}
         AND p.clinic_no = ANY (p_nos) LIMIT 3000)) x
    WHERE ' ' || x.words ~ ALL (checks) AND (p_year IS NULL OR date_part('year', x.born) = p_year)
    LIMIT p_most) f;
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
     WHERE {_OWN} LIMIT 300)
    UNION ALL
    (SELECT x.patient_id, 3 FROM (
       SELECT t.patient_id FROM patient_contacts t
       WHERE p_phone <> '' AND t.kind = 'phone' AND t.digits LIKE '%' || p_phone || '%' LIMIT 3000) x
     WHERE {_OWN} LIMIT 300)
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
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  nos int[];
  clinics uuid[];
  hits patient_hit[] := '{{}}';
  most constant int := 3 * p_limit;
  -- So few are found that it may have been mistyped; several words that all fit are rarely a slip.
  few constant int := CASE WHEN cardinality(p_words) > 1 THEN 5 ELSE 20 END;
BEGIN
  SELECT array_agg(c.number ORDER BY c.number), array_agg(c.id ORDER BY c.number) INTO nos, clinics
  FROM clinics c WHERE c.id = ANY (visible_clinics());
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
    IF cardinality(hits) < few THEN
      hits := hits || ARRAY(SELECT f FROM patients_by_likeness(nos, p_words, p_others, p_year, most) f);
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
  -- What a trigger or another function runs is nobody's to call.
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND p.proname IN ('patients_index_link', 'patients_index_unlink', 'patients_index_change', 'patients_index_all',
        'patients_holding', 'patients_by_words', 'name_parts_alike', 'patients_by_likeness', 'patients_by_number',
        'patients_search') LOOP
    EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO clinic_definer';
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
  END LOOP;
END $$;
ALTER TYPE patient_hit OWNER TO clinic_definer;
GRANT EXECUTE ON FUNCTION patients_search TO clinic_hub;
GRANT EXECUTE ON FUNCTION patients_index_all TO clinic_admin;
"""
_KNOWN = "SELECT id, name, family, name_kana, name_latin, former_name FROM patients WHERE words = ''"
_FILL = """
UPDATE patients p SET words = f.words, sort_name = f.sort_name
FROM unnest(%s::uuid[], %s::text[], %s::text[]) f (id, words, sort_name) WHERE p.id = f.id
"""
_PORTION = 10_000


def upgrade() -> None:
    """Make the index and the rolls, and write what is known already into them."""
    driver = op.get_bind().connection.driver_connection
    run = driver.execute
    run(TABLES)
    for table in ("patient_parts", "name_parts", "name_part_slips", "patient_roll"):
        run(f"ALTER TABLE {table} OWNER TO clinic_owner")
        # No policy: these are for functions alone.
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"GRANT SELECT, INSERT, DELETE, TRUNCATE ON {table} TO clinic_definer")
        run(f"GRANT MAINTAIN ON {table} TO clinic_admin")
    _fill(driver)
    for text in (TRIGGERS, SEARCH, RIGHTS):
        run(text)
    run("SELECT patients_index_all()")


def _fill(driver: Any) -> None:
    known = driver.execute(_KNOWN).fetchall()
    for first in range(0, len(known), _PORTION):
        rows = known[first : first + _PORTION]
        names = [Name(*row[1:]) for row in rows]
        words = [" ".join(words_of(name)) for name in names]
        driver.execute(_FILL, [[row[0] for row in rows], words, [sort_of(name) for name in names]])
