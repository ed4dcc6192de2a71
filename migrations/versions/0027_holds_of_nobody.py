"""Slots that are still kept when nobody is signed in any more who kept them."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

LETTING_GO = """
CREATE FUNCTION signed_in(p_user uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM sessions s
    WHERE s.user_id = p_user AND s.ended_at IS NULL AND s.expires_at > now() AND s.used_at + s.idle > now())
$$;
-- Holds (not expired) of users of whom no session lives: nobody types there any more. They expire by themselves, so
-- of very many the rest may stay.
CREATE FUNCTION slots_of_nobody(p_limit int) RETURNS TABLE (id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.id, h.user_id FROM holds h WHERE h.until > now() AND NOT signed_in(h.user_id)
  ORDER BY h.until DESC LIMIT p_limit
$$;
-- Lets one of these go, in a transaction of its own: as ``slot_release``, for whose it was. Outcomes: 'released',
-- 'none' (gone by now, or somebody is signed in again).
CREATE FUNCTION slot_forsake(p_id uuid, p_user uuid) RETURNS slot_answer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  answer slot_answer;
  concerned visit_times;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_user::text, 19));
  SELECT h.clinic_id, h.begins, h.ends, h.until INTO answer.clinic, answer.begins, answer.ends, answer.until
  FROM holds h WHERE h.id = p_id AND h.user_id = p_user AND NOT signed_in(p_user);
  IF NOT FOUND THEN
    answer.outcome := 'none';
    RETURN answer;
  END IF;
  concerned := slot_times(ARRAY[p_id]);
  PERFORM visit_grip(answer.clinic, NULL, concerned);
  DELETE FROM occupancy o WHERE o.taken_by = p_id;
  DELETE FROM holds h WHERE h.id = p_id;
  answer.outcome := 'released';
  answer.changes := slot_changes(concerned);
  RETURN answer;
END $$;
"""

OFFERED = ("slots_of_nobody", "slot_forsake")


def upgrade() -> None:
    """Make the functions."""
    run = op.get_bind().connection.driver_connection.execute
    run(LETTING_GO)
    for name in ("signed_in", *OFFERED):
        run(f"ALTER FUNCTION {name} OWNER TO clinic_definer")
        run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {', '.join(OFFERED)} TO clinic_hub")
