"""Row level security: what each role may see, whatever a statement asks for.

Every policy of ``clinic_hub`` goes by two settings that ``enter_scope`` makes for one transaction: the acting user,
and the clinics in which the present act is allowed, cut down to those that the user is a member of. What must see
more is a SECURITY DEFINER function (ADR 0050).
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

READINGS = """
-- What the wall lives on while Redis is down: the hub itself asks, for wards that each watcher was let into.
DROP FUNCTION readings_latest(uuid[], timestamptz);
CREATE FUNCTION readings_latest(p_wards uuid[], p_since timestamptz)
RETURNS TABLE (ward_id uuid, bed_id uuid, device_id int, at timestamptz, names text[], numbers real[],
               validity smallint[], measured_ms int[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT beds.ward_id, beds.id, db.device_id, r.at, l.names, r.numbers, r.validity, r.measured_ms
  FROM beds
  JOIN device_beds db ON db.bed_id = beds.id AND db.during @> now()
  CROSS JOIN LATERAL (
    SELECT * FROM readings WHERE readings.device_id = db.device_id AND readings.at >= p_since AND NOT readings.late
    ORDER BY readings.at DESC LIMIT 5) r
  JOIN reading_layouts l ON l.id = r.layout
  WHERE beds.ward_id = ANY (p_wards)
  ORDER BY beds.id, r.at
$$;
"""

_SEEN = "ANY ((SELECT visible_clinics())::uuid[])"
_ME = "(SELECT acting_user())"
_WARD = f"EXISTS (SELECT FROM wards w WHERE w.id = ward_id AND w.clinic_id = {_SEEN})"
_BED = f"EXISTS (SELECT FROM beds b JOIN wards w ON w.id = b.ward_id WHERE b.id = bed_id AND w.clinic_id = {_SEEN})"
_DEVICE = f"EXISTS (SELECT FROM devices d WHERE d.id = device_id AND d.clinic_id = {_SEEN})"
# Both of one clinic: or its nurses would see the numbers of a monitor that they cannot see.
_SAME_CLINIC = (
    "EXISTS (SELECT FROM devices d JOIN wards w ON w.clinic_id = d.clinic_id JOIN beds b ON b.ward_id = w.id "
    f"WHERE d.id = device_id AND b.id = bed_id AND w.clinic_id = {_SEEN})"
)
_STATION = f"EXISTS (SELECT FROM stations st WHERE st.id = station_id AND st.clinic_id = {_SEEN})"
_COLLEAGUE = "EXISTS (SELECT FROM memberships m WHERE m.user_id = {0} AND m.clinic_id = " + _SEEN + ")"
_GLASS = (
    f"EXISTS (SELECT FROM break_glass g WHERE g.user_id = {_ME} AND g.patient_id = patients.id "
    f"AND g.clinic_id = {_SEEN} AND g.expires_at > now() AND g.ended_at IS NULL)"
)
_LINKED = "EXISTS (SELECT FROM patient_clinic pc WHERE pc.patient_id = patients.id AND pc.clinic_id = " + _SEEN + ")"

POLICIES: dict[str, dict[str, str]] = {
    # table: {command: what clinic_hub may see, change or add; UPDATE CHECK: what a change must leave behind}
    "clinics": {"SELECT": f"id = {_SEEN}"},
    "wards": {"SELECT": f"clinic_id = {_SEEN}"},
    "beds": {"SELECT": _WARD},
    "stays": {"SELECT": _BED},
    "patients": {"SELECT": f"restriction IS NULL AND {_LINKED} OR {_GLASS}"},
    "patient_clinic": {"SELECT": f"clinic_id = {_SEEN}"},
    # What has been ended stays so: a chart is opened anew by breaking the glass anew.
    "break_glass": {
        "SELECT": f"user_id = {_ME} OR clinic_id = {_SEEN}",
        "UPDATE": f"user_id = {_ME} AND ended_at IS NULL",
        "UPDATE CHECK": f"user_id = {_ME} AND ended_at IS NOT NULL",
    },
    "users": {
        "SELECT": f"id = {_ME} OR " + _COLLEAGUE.format("users.id"),
        "INSERT": "cardinality(visible_clinics()) > 0",
        "UPDATE": f"id = {_ME} OR NOT user_elsewhere(id)",
    },
    "memberships": {
        "SELECT": f"user_id = {_ME} OR clinic_id = {_SEEN}",
        "INSERT": f"clinic_id = {_SEEN} AND user_joinable(user_id)",
        "UPDATE": f"clinic_id = {_SEEN}",
        "DELETE": f"clinic_id = {_SEEN}",
    },
    "sessions": {
        # Whoever looks after a PC sees that somebody is signed in there, be it a colleague or not, and may end it.
        "SELECT": f"user_id = {_ME} OR " + _COLLEAGUE.format("sessions.user_id") + f" OR {_STATION}",
        "UPDATE": f"user_id = {_ME} OR NOT user_elsewhere(user_id) OR {_STATION}",
    },
    "stations": {
        "SELECT": f"clinic_id = {_SEEN}",
        "UPDATE": f"clinic_id = {_SEEN}",
        "DELETE": f"clinic_id = {_SEEN}",
    },
    "devices": {
        "SELECT": f"clinic_id = {_SEEN}",
        "INSERT": f"clinic_id = {_SEEN}",
        "UPDATE": f"clinic_id = {_SEEN}",
    },
    "device_beds": {"SELECT": _DEVICE, "INSERT": _SAME_CLINIC, "UPDATE": _DEVICE},
    "device_states": {"SELECT": _DEVICE},
    "audit_log": {
        # Nobody was signed in, and no clinic can be named: whoever looks after any clinic's log sees it.
        # Whose clinics they are says it all; the clinic itself is named for the planner, who can guess at no overlap.
        "SELECT": f"clinic_id = {_SEEN} OR clinics && (SELECT visible_clinics())::uuid[] OR "
        "user_id IS NULL AND clinics = '{}' AND cardinality((SELECT visible_clinics())) > 0",
        # One's own glass can be closed wherever one works by now, and the clinic that it was broken in hears of it.
        "INSERT": f"user_id IS NOT DISTINCT FROM {_ME} AND (clinic_id IS NULL OR clinic_id = {_SEEN} OR "
        f"action = 'glass.ended' AND EXISTS (SELECT FROM break_glass g WHERE g.id::text = object_id "
        f"AND g.user_id = {_ME} AND g.clinic_id = audit_log.clinic_id))",
    },
    "refresh_tokens": {},
    "break_glass_looks": {},
    "device_clocks": {},
}
"""Row level security of the hub's role, by table; a table without a policy holds nothing for it."""

TRUSTED = {
    # The devices' door knows no users: it has few tables, and all of their rows.
    "clinic_ingest": ("devices", "device_beds", "beds", "wards", "device_states", "device_clocks"),
    "clinic_worker": ("sessions", "refresh_tokens", "break_glass_looks"),
    "clinic_sealer": ("audit_log",),
}

RIGHTS = """
ALTER TABLE stations OWNER TO clinic_owner;
ALTER TABLE refresh_tokens OWNER TO clinic_owner;
ALTER TABLE break_glass OWNER TO clinic_owner;
ALTER TABLE break_glass_looks OWNER TO clinic_owner;
ALTER TABLE audit_log OWNER TO clinic_owner;
ALTER FUNCTION ensure_audit_partitions OWNER TO clinic_owner;
-- What a trigger runs is nobody's to call.
ALTER FUNCTION audit_log_keep OWNER TO clinic_owner;
ALTER FUNCTION audit_log_keep_all OWNER TO clinic_owner;
ALTER FUNCTION audit_log_clinics OWNER TO clinic_definer;
ALTER FUNCTION tell_access OWNER TO clinic_owner;
ALTER FUNCTION tell_devices OWNER TO clinic_owner;
REVOKE ALL ON FUNCTION audit_log_keep, audit_log_keep_all, audit_log_clinics, tell_access, tell_devices FROM PUBLIC;
-- Who makes a partition gives it its triggers.
GRANT EXECUTE ON FUNCTION audit_log_clinics TO clinic_owner;
REVOKE ALL ON FUNCTION acting_user, visible_clinics, clinic_visible FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acting_user, visible_clinics, clinic_visible TO clinic_hub, clinic_definer;
DO $$
DECLARE partition regclass;
BEGIN
  -- The first ones were made before their parent had its owner.
  FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'audit_log'::regclass LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO clinic_owner', partition);
  END LOOP;
END $$;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['enter_scope', 'user_elsewhere', 'user_joinable', 'access_login', 'access_secrets',
      'access_holds', 'access_rehash', 'access_open', 'access_refresh', 'access_roles', 'break_glass_find',
      'break_glass_look', 'break_glass_open', 'break_glass_wait',
      'patient_restriction', 'patient_restrict', 'readings_latest'] LOOP
    EXECUTE format('ALTER FUNCTION %I OWNER TO clinic_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', f);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION ensure_audit_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_scope TO clinic_hub, clinic_live, clinic_ingest, clinic_worker, clinic_sealer,
  clinic_admin, clinic_owner;
GRANT EXECUTE ON FUNCTION user_elsewhere, user_joinable, access_login, access_secrets, access_holds, access_rehash,
  access_open, access_refresh, access_roles, break_glass_look, break_glass_open, break_glass_wait,
  patient_restriction, patient_restrict
  TO clinic_hub;
GRANT EXECUTE ON FUNCTION access_roles, access_login, user_elsewhere TO clinic_admin;
GRANT EXECUTE ON FUNCTION readings_latest TO clinic_live;
GRANT EXECUTE ON FUNCTION ensure_audit_partitions TO clinic_worker, clinic_sealer;

GRANT SELECT ON clinics, memberships, users, sessions, refresh_tokens, stations, break_glass, break_glass_looks,
  patients, patient_clinic, stays TO clinic_definer;
GRANT UPDATE (password_hash) ON users TO clinic_definer;
GRANT UPDATE (restriction, lifted_by, lifted_at) ON patients TO clinic_definer;
GRANT INSERT, UPDATE ON sessions, refresh_tokens, stations TO clinic_definer;
GRANT INSERT ON break_glass, break_glass_looks TO clinic_definer;

-- The hub reads no secret's hash, and changes only what people may change.
REVOKE ALL ON users, sessions FROM clinic_hub;
GRANT SELECT (id, login, name, disabled_at, has_pin, password_given, created_at) ON users TO clinic_hub;
GRANT INSERT (id, login, name, password_hash, password_given) ON users TO clinic_hub;
GRANT UPDATE (login, name, password_hash, pin_hash, password_given, disabled_at) ON users TO clinic_hub;
GRANT INSERT, UPDATE (role), DELETE ON memberships TO clinic_hub;
GRANT SELECT ON sessions TO clinic_hub;
GRANT UPDATE (ended_at, end_reason, pin_failures) ON sessions TO clinic_hub;
GRANT SELECT, DELETE ON stations TO clinic_hub;
GRANT UPDATE (clinic_id) ON stations TO clinic_hub;
GRANT SELECT ON break_glass TO clinic_hub;
GRANT UPDATE (ended_at) ON break_glass TO clinic_hub;
GRANT INSERT (clinic_id, code, model, token_hash) ON devices TO clinic_hub;
GRANT UPDATE (model, token_hash, revoked_at) ON devices TO clinic_hub;
GRANT INSERT, UPDATE (during) ON device_beds TO clinic_hub;
GRANT SELECT ON audit_log TO clinic_hub;
-- Neither when it was nor its place in the chain is for the writer to say.
GRANT INSERT (id, user_id, user_name, session_id, station_id, address, program, clinic_id, action, object_kind,
  object_id, patient_id, before, after, reason, request_id, clinics) ON audit_log TO clinic_hub, clinic_admin;

GRANT SELECT ON alembic_version TO clinic_live, clinic_sealer, clinic_admin;
GRANT SELECT, DELETE ON refresh_tokens, break_glass_looks TO clinic_worker;
GRANT SELECT, UPDATE (seq, hash) ON audit_log TO clinic_sealer;
GRANT SELECT ON audit_log TO clinic_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON clinics, wards, beds, patients, patient_clinic, stays, users, memberships,
  sessions, refresh_tokens, stations, devices, device_beds, device_states, device_clocks, break_glass,
  break_glass_looks TO clinic_admin;
GRANT MAINTAIN ON clinics, wards, beds, patients, patient_clinic, stays, users, memberships, devices, device_beds
  TO clinic_admin;
"""


def upgrade() -> None:
    """Make the policies and rights."""
    run = op.get_bind().connection.driver_connection.execute
    for text in (READINGS, RIGHTS):
        run(text)
    for table, commands in POLICIES.items():
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for command, rule in commands.items():
            if command == "UPDATE CHECK":
                continue
            after = commands.get(f"{command} CHECK", rule)
            check = {"INSERT": f"WITH CHECK ({rule})", "UPDATE": f"USING ({rule}) WITH CHECK ({after})"}
            run(
                f"CREATE POLICY hub_{command.lower()} ON {table} FOR {command} TO clinic_hub "
                + check.get(command, f"USING ({rule})")
            )
    for role, tables in TRUSTED.items():
        for table in tables:
            run(f"CREATE POLICY {role} ON {table} TO {role} USING (true) WITH CHECK (true)")
