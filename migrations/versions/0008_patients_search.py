"""An index of names, and a roll of each clinic: patients are found in it (0013) and listed from it (0012).

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

RIGHTS = """
DO $$
DECLARE f text;
BEGIN
  -- What a trigger runs is nobody's to call.
  FOR f IN SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND p.proname IN ('patients_index_link', 'patients_index_unlink', 'patients_index_change',
        'patients_index_all') LOOP
    EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO clinic_definer';
    EXECUTE 'REVOKE ALL ON FUNCTION ' || f || ' FROM PUBLIC';
  END LOOP;
END $$;
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
    for text in (TRIGGERS, RIGHTS):
        run(text)
    run("SELECT patients_index_all()")


def _fill(driver: Any) -> None:
    known = driver.execute(_KNOWN).fetchall()
    for first in range(0, len(known), _PORTION):
        rows = known[first : first + _PORTION]
        names = [Name(*row[1:]) for row in rows]
        words = [" ".join(words_of(name)) for name in names]
        driver.execute(_FILL, [[row[0] for row in rows], words, [sort_of(name) for name in names]])
