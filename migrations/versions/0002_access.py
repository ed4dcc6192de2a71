"""Access: sessions whose tokens rotate, PINs, stations, and whom a transaction works for.

Every index has its reason in a line beside it.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLES = """
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['clinic_live NOLOGIN', 'clinic_sealer NOLOGIN', 'clinic_admin NOLOGIN BYPASSRLS'] LOOP
    BEGIN
      EXECUTE 'CREATE ROLE ' || r;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO clinic_live, clinic_sealer, clinic_admin', current_database());
END $$;
GRANT USAGE ON SCHEMA public TO clinic_live, clinic_sealer, clinic_admin;
"""

PEOPLE = """
-- Whoever was signed in signs in again: their tokens could not be rotated.
DELETE FROM sessions;
DROP INDEX sessions_expiry;
ALTER TABLE users
  ADD COLUMN pin_hash text,                                        -- Argon2id, PHC string
  ADD COLUMN has_pin boolean GENERATED ALWAYS AS (pin_hash IS NOT NULL) STORED,
  ADD COLUMN password_given boolean NOT NULL DEFAULT true,         -- made up by an administrator, not chosen
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX users_page ON users (lower(name), id);                -- the keyset page of people
CREATE INDEX memberships_clinic ON memberships (clinic_id, user_id);  -- the people of a clinic
CREATE TABLE stations (
  id uuid PRIMARY KEY,                -- made by the station itself
  clinic_id uuid NOT NULL REFERENCES clinics,
  name text NOT NULL,
  shared boolean NOT NULL,
  version text NOT NULL,
  address text NOT NULL,
  seen_at timestamptz NOT NULL
);
CREATE INDEX stations_page ON stations (clinic_id, lower(name), id);  -- the keyset page of stations
ALTER TABLE sessions
  DROP COLUMN refresh_hash,
  ADD COLUMN station_id uuid REFERENCES stations ON DELETE SET NULL,
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN remembered boolean NOT NULL DEFAULT false,
  ADD COLUMN idle interval NOT NULL,
  ADD COLUMN used_at timestamptz NOT NULL DEFAULT now(),           -- the last refresh
  ADD COLUMN end_reason text NOT NULL DEFAULT '',
  ADD COLUMN pin_failures int NOT NULL DEFAULT 0;                  -- wrong PINs in a row at the lock screen
CREATE INDEX sessions_user ON sessions (user_id, id);              -- a user's sessions; also the keyset page
CREATE INDEX sessions_station ON sessions (station_id);            -- who is signed in at a station
CREATE INDEX sessions_expiry ON sessions (expires_at);             -- the purge of ended sessions
CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,             -- SHA-256 of the token: looked up at each refresh
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  used_at timestamptz,
  successor bytea                     -- the hash of the token that its use gave
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);  -- a session's tokens go with it
"""

SCOPE = """
-- For whom the rest of this transaction works: the acting user, and of the given clinics those that the user (unless
-- disabled) is a member of. The application may be wrong about the clinics; this is not.
CREATE FUNCTION enter_scope(p_user uuid, p_clinics uuid[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT set_config('clinic.user', coalesce(p_user::text, ''), true),
         set_config('clinic.visible', (
           SELECT coalesce(array_agg(m.clinic_id), '{}')::text
           FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
           WHERE m.user_id = p_user AND m.clinic_id = ANY (p_clinics)), true)
$$;
-- Parsed now and not at each call: no search_path can give their words another meaning, and they can be inlined.
CREATE FUNCTION acting_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('clinic.user', true), '')::uuid;
CREATE FUNCTION visible_clinics() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('clinic.visible', true), ''), '{}')::uuid[];
CREATE OR REPLACE FUNCTION clinic_visible(p_clinic uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT p_clinic = ANY (visible_clinics())
$$;

-- Whether a user works in a clinic that the acting user may not see (or in none that it may).
CREATE FUNCTION user_elsewhere(p_user uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(bool_or(m.clinic_id <> ALL (visible_clinics())), true) FROM memberships m WHERE m.user_id = p_user
$$;
-- Whether a user may be let into a clinic of the acting user: a colleague, or somebody who works nowhere (yet).
-- Nobody is fetched from a foreign clinic by the id alone: that would show the name.
CREATE FUNCTION user_joinable(p_user uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(bool_or(m.clinic_id = ANY (visible_clinics())), true) FROM memberships m WHERE m.user_id = p_user
$$;
"""

SESSIONS = """
-- Signing in: nobody acts yet. One row, whether there is such a user or not: the login as it is compared, and of a
-- user the hash for the one comparison that follows and the addresses of the last sessions.
CREATE FUNCTION access_login(p_login text, p_lately interval)
RETURNS TABLE (compared text, user_id uuid, password_hash text, disabled boolean, addresses text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT lower(p_login), u.id, u.password_hash, u.disabled_at IS NOT NULL, ARRAY(
    SELECT DISTINCT x.address FROM (
      SELECT s.address, s.created_at FROM sessions s WHERE s.user_id = u.id ORDER BY s.id DESC LIMIT 100) x
    WHERE x.created_at > now() - p_lately)
  FROM (SELECT) one LEFT JOIN users u ON lower(u.login) = lower(p_login)
$$;

-- The acting user's own secrets, to check what was typed.
CREATE FUNCTION access_secrets() RETURNS TABLE (password_hash text, pin_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.password_hash, u.pin_hash FROM users u WHERE u.id = acting_user() AND u.disabled_at IS NULL
$$;

-- Whether what was checked (a password's hash, a PIN's, or NULL) still is the acting user's, who may still sign in,
-- and the session goes on. Until the end of the transaction nobody can change that: a reset comes before or after it.
CREATE FUNCTION access_holds(p_session uuid, p_password text, p_pin text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM users u
  WHERE u.id = acting_user() AND u.disabled_at IS NULL AND u.password_hash = coalesce(p_password, u.password_hash)
    AND (p_pin IS NULL OR u.pin_hash = p_pin)
  FOR NO KEY UPDATE;
  -- A statement of its own: it sees what was committed while the one above had to wait.
  RETURN FOUND AND EXISTS (SELECT FROM sessions s
    WHERE s.id = p_session AND s.user_id = acting_user()
      AND s.ended_at IS NULL AND s.expires_at > now() AND s.used_at + s.idle > now());
END $$;

-- Newer parameters for the same password, unless it has been changed meanwhile.
CREATE FUNCTION access_rehash(p_old text, p_new text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE users SET password_hash = p_new WHERE id = acting_user() AND password_hash = p_old
$$;

-- Open a session of the acting user, at a station that makes itself known by it, with its first refresh token; false
-- and no session when the user was disabled, or got another password, since the one with this hash was checked.
CREATE FUNCTION access_open(p_checked text, p_session uuid, p_hash bytea, p_expires timestamptz, p_idle interval,
  p_remembered boolean, p_address text, p_station uuid, p_station_name text, p_shared boolean, p_version text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  home uuid;
BEGIN
  -- Whoever disables the user or resets the password waits for this session, and ends it with the others.
  PERFORM FROM users WHERE id = acting_user() AND disabled_at IS NULL AND password_hash = p_checked FOR SHARE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF p_station IS NOT NULL THEN
    -- A station that nobody knew stands in the first clinic of whoever signs in there first.
    SELECT m.clinic_id INTO home FROM memberships m JOIN clinics c ON c.id = m.clinic_id
    WHERE m.user_id = acting_user() ORDER BY c.name, c.id LIMIT 1;
    IF home IS NULL THEN
      p_station := NULL;
    ELSE
      INSERT INTO stations (id, clinic_id, name, shared, version, address, seen_at)
      VALUES (p_station, home, p_station_name, p_shared, p_version, p_address, now())
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared = excluded.shared, version = excluded.version,
        address = excluded.address, seen_at = excluded.seen_at
      WHERE EXISTS (SELECT FROM memberships m
                    WHERE m.user_id = acting_user() AND m.clinic_id = stations.clinic_id);
      IF NOT FOUND THEN
        p_station := NULL;  -- it is a foreign clinic's: what a visitor says of it changes nothing there
      END IF;
    END IF;
  END IF;
  INSERT INTO sessions (id, user_id, expires_at, idle, remembered, address, station_id)
  VALUES (p_session, acting_user(), p_expires, p_idle, p_remembered, p_address, p_station);
  INSERT INTO refresh_tokens (hash, session_id) VALUES (p_hash, p_session);
  RETURN true;
END $$;

-- Use a refresh token. Outcomes: 'new' (its successor is stored), 'again' (used within the grace, and the successor
-- has not been: the answer was lost), 'replayed' (the whole session ends), 'ended', 'unknown'.
CREATE FUNCTION access_refresh(p_hash bytea, p_successor bytea, p_grace interval)
RETURNS TABLE (outcome text, session_id uuid, user_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s sessions;
  t refresh_tokens;
  spent boolean;
BEGIN
  SELECT x.* INTO s FROM sessions x JOIN refresh_tokens r ON r.session_id = x.id WHERE r.hash = p_hash
  FOR UPDATE OF x;  -- two uses of one token are one after the other
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'unknown', NULL::uuid, NULL::uuid;
    RETURN;
  END IF;
  SELECT * INTO t FROM refresh_tokens WHERE hash = p_hash;
  IF s.ended_at IS NOT NULL OR s.expires_at <= now() OR s.used_at + s.idle <= now()
     OR EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.disabled_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'ended', s.id, s.user_id;
    RETURN;
  END IF;
  IF t.used_at IS NULL THEN
    UPDATE refresh_tokens SET used_at = clock_timestamp(), successor = p_successor WHERE hash = p_hash;
    INSERT INTO refresh_tokens (hash, session_id) VALUES (p_successor, s.id);
    UPDATE sessions SET used_at = clock_timestamp() WHERE id = s.id;
    UPDATE stations SET seen_at = clock_timestamp() WHERE id = s.station_id;
    RETURN QUERY SELECT 'new', s.id, s.user_id;
    RETURN;
  END IF;
  SELECT n.used_at IS NOT NULL INTO spent FROM refresh_tokens n WHERE n.hash = t.successor;
  IF NOT coalesce(spent, true) AND t.successor = p_successor AND t.used_at + p_grace > clock_timestamp() THEN
    RETURN QUERY SELECT 'again', s.id, s.user_id;
    RETURN;
  END IF;
  UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'replayed' WHERE id = s.id;
  RETURN QUERY SELECT 'replayed', s.id, s.user_id;
END $$;

-- A user's role per clinic and what the session knows; no row when the user is disabled or the session is over.
CREATE FUNCTION access_roles(p_user uuid, p_session uuid)
RETURNS TABLE (clinic_id uuid, name text, zone text, role text, station_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.name, c.zone, m.role, s.station_id
  FROM users u
  LEFT JOIN sessions s ON s.id = p_session AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > now()
  LEFT JOIN memberships m ON m.user_id = u.id
  LEFT JOIN clinics c ON c.id = m.clinic_id
  WHERE u.id = p_user AND u.disabled_at IS NULL AND (p_session IS NULL OR s.id IS NOT NULL)
  ORDER BY c.name, c.id
$$;

-- Whoever holds a socket open hears of it when a right changes, whoever changed it and by whatever way.
CREATE FUNCTION tell_access() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE changed jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  PERFORM pg_notify('clinic_access', CASE TG_TABLE_NAME
    WHEN 'users' THEN json_build_object('user', changed->>'id')
    WHEN 'memberships' THEN json_build_object('user', changed->>'user_id')
    ELSE json_build_object('session', changed->>'id', 'user', changed->>'user_id') END::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_access AFTER UPDATE OF disabled_at, name, login ON users FOR EACH ROW
  EXECUTE FUNCTION tell_access();
CREATE TRIGGER tell_access AFTER INSERT OR UPDATE OR DELETE ON memberships FOR EACH ROW
  EXECUTE FUNCTION tell_access();
CREATE TRIGGER tell_access AFTER UPDATE OF ended_at ON sessions FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION tell_access();
CREATE FUNCTION tell_devices() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE changed jsonb := to_jsonb(NEW);
BEGIN
  PERFORM pg_notify('clinic_devices',
    json_build_object('device', coalesce(changed->'device_id', changed->'id'))::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_devices AFTER UPDATE OF revoked_at, token_hash ON devices FOR EACH ROW
  EXECUTE FUNCTION tell_devices();
CREATE TRIGGER tell_devices AFTER INSERT OR UPDATE ON device_beds FOR EACH ROW EXECUTE FUNCTION tell_devices();
"""


def upgrade() -> None:
    """Make what signing in needs."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (
        ROLES,
        PEOPLE,
        SCOPE,
        SESSIONS,
    ):
        run(text)
