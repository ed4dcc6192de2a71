"""The world of the authorisation matrix: a clinic of one's own, a foreign one, and people of every role and none.

Whatever is the foreign clinic's carries FOREIGN in its texts, or one of the ids in ``World.foreign``: an answer that
holds one of them is a leak, a row with one of them that changed is another.
"""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from argon2 import PasswordHasher

from clinic_console.domain.access import ACCESS_MS
from clinic_console.hub.service.tokens import Tokens, new_refresh_token

Ids = Mapping[str, str]
Row = Mapping[str, Any]

KEY: Final = b"the matrix signs with this key of 32 bytes and more"
FOREIGN: Final = "Zzforeign"
PASSWORD: Final = "a password of the matrix"
PIN: Final = "8305"
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH: Final = _HASHER.hash(PASSWORD)
PIN_HASH: Final = _HASHER.hash(PIN)

SHARED: Final = 7
"""The one type of visits that there is from the first."""

_CLINIC: Final = """
INSERT INTO clinics VALUES (%(clinic)s, %(mark)s || ' clinic', 'Asia/Tokyo');
INSERT INTO wards VALUES (%(ward)s, %(clinic)s, %(mark)s || ' ward', 1);
INSERT INTO beds VALUES
  (%(bed)s, %(ward)s, %(mark)s || ' bed', 1), (%(taken_bed)s, %(ward)s, %(mark)s || ' taken', 2);
"""
# What a request may change: made anew whenever one did.
_OBJECTS: Final = """
INSERT INTO users (id, login, name, password_hash, pin_hash) VALUES
  (%(actor)s, %(actor_login)s, %(mark)s || ' actor', %(password)s, %(pin)s),
  (%(person)s, %(login)s, %(mark)s || ' person', %(password)s, %(pin)s);
INSERT INTO memberships VALUES (%(person)s, %(clinic)s, 'nurse');
INSERT INTO stations VALUES
  (%(station)s, %(clinic)s, %(mark)s || ' station', false, '1', '192.0.2.1', now()),
  (%(desk)s, %(clinic)s, %(mark)s || ' desk', true, '1', '192.0.2.1', now());
INSERT INTO sessions (id, user_id, expires_at, idle, station_id) VALUES
  (%(actor_session)s, %(actor)s, now() + interval '8 hours', '2 hours', NULL),
  (%(session)s, %(person)s, now() + interval '8 hours', '2 hours', %(desk)s);
INSERT INTO refresh_tokens (hash, session_id) VALUES (%(refresh_hash)s, %(actor_session)s);
INSERT INTO patients (id, mrn, name, born) VALUES
  (%(patient)s, %(mrn)s, %(mark)s || ' patient', '1951-03-04'),
  (%(hidden)s, 'H' || %(mrn)s, %(mark)s || ' hidden', '1952-03-04');
UPDATE patients SET restriction = 'vip' WHERE id = %(hidden)s;
INSERT INTO patient_clinic VALUES (%(patient)s, %(clinic)s), (%(hidden)s, %(clinic)s);
INSERT INTO patient_identifiers VALUES (%(patient)s, 'insurance', %(mark)s || ' insurance', %(mrn)s, %(mrn)s);
INSERT INTO patient_contacts VALUES (%(patient)s, 1, 'phone', '1234567', %(mark)s || ' mother', 'mother', '1234567');
INSERT INTO patient_alerts VALUES (%(patient)s, 1, 'allergy', %(mark)s || ' allergy');
INSERT INTO patient_consents VALUES (%(patient)s, 'photo', false);
INSERT INTO patient_history (patient_id, version, user_id, user_name, changes)
  VALUES (%(patient)s, 1, %(person)s, %(mark)s || ' person', jsonb_build_object('name', '[[], []]'::jsonb));
INSERT INTO patient_confirmations VALUES
  (gen_random_uuid(), %(patient)s, %(clinic)s, '{name,born}', %(person)s, %(mark)s || ' person');
INSERT INTO encounters (id, patient_id, clinic_id, system, external_id, kind, began, text)
  VALUES (gen_random_uuid(), %(patient)s, %(clinic)s, %(mark)s, %(mrn)s, 'visit', now(), %(mark)s || ' visit');
INSERT INTO stays VALUES (gen_random_uuid(), %(patient)s, %(taken_bed)s, tstzrange(now() - interval '1 day', NULL));
INSERT INTO devices (id, clinic_id, code, model, token_hash) OVERRIDING SYSTEM VALUE
  VALUES (%(device)s, %(clinic)s, %(code)s, %(mark)s, '\\x00');
INSERT INTO device_beds VALUES (%(device)s, %(taken_bed)s, tstzrange(now() - interval '7 days', NULL));
INSERT INTO device_states (device_id, seen_at, status) VALUES (%(device)s, now(), '{}');
INSERT INTO imports (id, clinic_id, kind, file, digest, mapping, lines, user_name)
  VALUES (%(job)s, %(clinic)s, 'patients', %(mark)s || ' file', repeat(md5(%(job)s), 2),
          '{"columns": ["external", "name", "born"], "system": "his"}', 9, %(mark)s || ' person');
INSERT INTO imports (id, clinic_id, kind, file, digest, mapping, lines, user_name)
  VALUES (%(list_job)s, %(clinic)s, 'day_list', %(mark)s || ' list', repeat(md5(%(list_job)s), 2),
          '{"columns": ["mrn", "begins", "doctor", "type"], "system": ""}', 9, %(mark)s || ' person');
INSERT INTO visits_past (id, patient_id, clinic_id, import_id, system, external_id, day, state, doctor)
  VALUES (gen_random_uuid(), %(patient)s, %(clinic)s, %(job)s, %(mark)s, %(mrn)s, '2020-02-03', 'no_show',
          %(mark)s || ' doctor');
INSERT INTO import_errors VALUES (%(job)s, 7, 1, 'born', 'imports.date');
INSERT INTO import_mappings VALUES (%(clinic)s, 'patients', 3, jsonb_build_object(
  'columns', ARRAY['external', 'name', 'born'], 'system', %(mark)s || ' system'));
"""
# What can be booked, by whom, and when not. Types of visits are the network's: nobody's, and nobody's secret.
_SCHEDULE: Final = f"""
INSERT INTO resources (id, kind, clinic_id, name, sort_name, "group") OVERRIDING SYSTEM VALUE VALUES
  (%(practitioner)s, 'practitioner', NULL, %(mark)s || ' practitioner', lower(%(mark)s), ''),
  (%(room)s, 'room', %(clinic)s, %(mark)s || ' room', '', %(mark)s || ' group');
INSERT INTO practitioner_clinics VALUES (%(practitioner)s, %(clinic)s);
INSERT INTO template_lines (id, resource_id, clinic_id, weekday, begins, ends, label)
  SELECT gen_random_uuid(), %(practitioner)s, %(clinic)s, d, 540, 1020, %(mark)s || ' hours'
  FROM generate_series(1, 7) d;
INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during, label, made_by) VALUES (%(exception)s,
  'leave', %(practitioner)s, %(clinic)s, tstzrange(now() + interval '30 days', now() + interval '31 days'),
  %(mark)s || ' leave', %(person)s);
INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id, others)
  SELECT %(appointment)s, b, b + interval '30 minutes', b, b + interval '30 minutes', %(clinic)s, %(patient)s,
    %(practitioner)s, {SHARED}, ARRAY[%(room)s::int]
  FROM (SELECT date_trunc('day', now(), 'UTC') + interval '14 days 3 hours') x (b);
INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id)
  SELECT r, 0, tstzrange(a.begins, a.ends), a.id, a.type_id
  FROM appointments a, unnest(a.resource_id || a.others) r WHERE a.id = %(appointment)s;
INSERT INTO patient_occupancy (patient_id, lane, during, taken_by)
  SELECT a.patient_id, 0, tstzrange(a.begins, a.ends), a.id FROM appointments a WHERE a.id = %(appointment)s;
INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id)
  SELECT %(begun)s, b, b + interval '30 minutes', b, b + interval '30 minutes', %(clinic)s, %(patient)s,
    %(practitioner)s, {SHARED}
  FROM (SELECT date_trunc('day', now(), 'UTC') - interval '21 hours') x (b);
INSERT INTO appointment_history (appointment_id, version, kind, user_id, user_name) VALUES
  (%(appointment)s, 1, 'booked', %(actor)s, %(mark)s || ' actor');
INSERT INTO appointment_requests (key, user_id, asked, appointment_id, begins, bulk) VALUES (%(work)s, %(actor)s, '',
  %(work)s, now(), jsonb_build_array('arrived', %(clinic)s::uuid, '[]'::jsonb)::text);
INSERT INTO check_ins (appointment_id, interpreter, compared_name) VALUES
  (%(appointment)s, %(mark)s || ' interpreter', %(mark)s || ' person');
INSERT INTO unavailable (id, clinic_id, resource_id, during, label, days, exception_id, key, asked, made_by,
    user_name)
  VALUES (%(absence)s, %(clinic)s, %(practitioner)s,
    tstzrange(now() + interval '30 days', now() + interval '31 days'),
    %(mark)s || ' absence', 14, %(exception)s, gen_random_uuid(), '', %(person)s, %(mark)s || ' person');
INSERT INTO unavailable_calls (unavailable_id, appointment_id, place, action, was_begins, was_resource, begins, note)
  SELECT %(absence)s, a.id, 1, 'leave', a.begins, a.resource_id, a.begins,
    %(mark)s || ' call'
  FROM appointments a WHERE a.id = %(appointment)s;
INSERT INTO desk_views VALUES (%(person)s, jsonb_build_array(jsonb_build_object('name', %(mark)s || ' view')));
INSERT INTO holds (id, clinic_id, resource_id, type_id, begins, ends, until, user_id)
  SELECT %(hold)s, %(clinic)s, %(practitioner)s, {SHARED}, b, b + interval '30 minutes', now() + interval '1 day',
    %(actor)s
  FROM (SELECT date_trunc('day', now(), 'UTC') + interval '14 days 4 hours') x (b);
"""
_WAITING: Final = f"""
INSERT INTO waitlist (id, clinic_id, patient_id, type_id, resource_id, priority, note, user_id, user_name) VALUES
  (%(waiting)s, %(clinic)s, %(patient)s, {SHARED}, %(practitioner)s, 1, %(mark)s || ' note', %(person)s,
   %(mark)s || ' person');
INSERT INTO waitlist_offers (id, waiting_id, resource_id, begins, ends)
  SELECT %(offer)s, %(waiting)s, %(practitioner)s, b, b + interval '30 minutes'
  FROM (SELECT date_trunc('day', now()) + interval '15 days 3 hours') x (b);
"""
_TYPE: Final = f"""
DELETE FROM visit_needs;
DELETE FROM visit_types WHERE id <> {SHARED};
INSERT INTO visit_types (id, name, minutes) OVERRIDING SYSTEM VALUE VALUES ({SHARED}, 'Shared type', 30)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = 1;
"""
_GLASS: Final = """
INSERT INTO break_glass (id, user_id, patient_id, clinic_id, reason, expires_at)
  VALUES (%(glass)s, %(actor)s, %(broken)s, %(clinic)s, %(mark)s || ' reason', now() + interval '1 hour');
INSERT INTO break_glass_looks (user_id, patient_id) VALUES (%(actor)s, %(distant)s);
"""
_ROLE: Final = "INSERT INTO memberships VALUES (%(actor)s, %(clinic)s, %(role)s)"
_AUDIT: Final = """
INSERT INTO audit_log (id, user_id, user_name, program, clinic_id, action, object_id, patient_id, reason) VALUES
  (gen_random_uuid(), %(person)s, %(mark)s || ' person', 'hub', %(clinic)s, 'patient.opened', '', %(patient)s,
   %(mark)s || ' reason'),
  (gen_random_uuid(), %(person)s, %(mark)s || ' person', 'hub', NULL, 'session.opened', '', NULL, %(mark)s)
"""
_CHANGING: Final = (
    "check_ins", "desk_views", "unavailable_calls", "unavailable",
    "occupancy", "patient_occupancy", "appointment_requests", "appointment_history", "notices", "appointments",
    "holds", "waitlist_offers", "waitlist", "schedule_exceptions", "template_lines", "practitioner_specialties",
    "practitioner_clinics", "resource_days", "resources",
    "visits_past", "visits_listed", "import_errors", "import_mappings", "imports",
    "break_glass", "break_glass_looks", "refresh_tokens", "sessions", "memberships", "stations", "device_states",
    "device_beds", "devices", "stays", "encounters", "patient_confirmations", "patient_history", "patient_consents",
    "patient_alerts", "patient_contacts", "patient_identifiers", "patient_clinic", "patients", "users",
)  # fmt: skip
_SECRETS: Final = frozenset({"refresh", "refresh_hash", "password", "pin"})
_PLACES: Final = ("clinics", "wards", "beds", "visit_types", "visit_needs", "specialties")


_GROWING: Final = ("audit_log", "break_glass_looks")
"""What requests that were refused may add to."""


def _rows_of(table: str) -> str:
    # A change of what all clinics share makes the days of each clinic new ones.
    text = "(to_jsonb(t) - 'calendar')::text" if table == "clinics" else "t::text"
    return f"SELECT '{table}', {text} FROM {table} t" + " WHERE t.clinic_id = %(clinic)s" * (table == "audit_log")


_LOOK: Final = " UNION ALL ".join(map(_rows_of, (*_PLACES, *_CHANGING, "audit_log"))).encode()


@dataclass(frozen=True)
class Seen:
    """The database as it is: the rows of each table, and those of the foreign clinic, in order."""

    all: Mapping[str, Sequence[str]]
    foreign: Mapping[str, Sequence[str]]


@dataclass
class World:
    """One database for a whole matrix; ``superuser`` prepares and looks, requests come by the API."""

    superuser: psycopg.Connection[tuple[Any, ...]]
    places: Ids = field(init=False)
    foreign: Ids = field(init=False)
    distant: Ids = field(init=False)
    tokens: Tokens = field(default_factory=lambda: Tokens(KEY))

    def __post_init__(self) -> None:
        # Another password than one's own: who knows it is no stranger.
        self.places, self.foreign = _places(), _places() | _objects() | {"password": _HASHER.hash("theirs")}
        self.distant = {name: str(uuid4()) for name in ("distant", "broken")}
        self._numbers = 1_000_000
        self._run(_CLINIC + _TYPE, {**self.places, "mark": "Own"})
        far = {**self.foreign, "mark": FOREIGN}
        self._run(_CLINIC + _OBJECTS + _SCHEDULE + _WAITING, far)
        for name, patient in self.distant.items():
            row = {"patient": patient, "mrn": f"far-{name}", "name": f"Far {name}", "clinic": self.foreign["clinic"]}
            self._run(
                "INSERT INTO patients (id, mrn, name, born) VALUES (%(patient)s, %(mrn)s, %(name)s, '1960-01-02');"
                "INSERT INTO patient_clinic VALUES (%(patient)s, %(clinic)s)",
                row,
            )
        self._run(_GLASS + _AUDIT, {**far, **self.distant})
        self._foreign_pattern = _pattern(self.foreign, {"mark": FOREIGN})
        self._distant_pattern = _pattern(self.foreign, self.distant)

    def fresh(self, role: str | None) -> dict[str, str]:
        """Make objects of one's own, and who acts on them: in this role, or working nowhere."""
        self._clear()
        self._numbers += 1
        made = {**self.places, **_objects(self._numbers), **self.distant}
        row = {**made, "mark": "Own", "role": role}
        self._run(_TYPE + _OBJECTS + _SCHEDULE + _WAITING + _GLASS + (_ROLE if role else ""), row)
        return made

    def look(self) -> Seen:
        """Say what the database holds now; the log and the counted looks are only ever added to."""
        # Prepared: it is asked some thousand times, and planning it takes longer than carrying it out. What is
        # foreign is looked for here: Postgres takes 60 ms for the expression, Python none.
        found = self.superuser.execute(_LOOK, {"clinic": self.foreign["clinic"]}, prepare=True).fetchall()
        rows: dict[str, list[str]] = {table: [] for table in (*_PLACES, *_CHANGING, "audit_log")}
        foreign: dict[str, list[str]] = {table: [] for table in rows}
        for table, row in sorted(found):
            if table not in _GROWING:
                rows[table].append(row)
            if table == "audit_log" or re.search(self._foreign_pattern, row):
                foreign[table].append(row)
        return Seen(rows, foreign)

    def bearer(self, ids: Ids, tokens: Tokens | None = None, now: int | None = None) -> dict[str, str]:
        """Return the headers of whoever acts."""
        at = time.time_ns() // 1_000_000 if now is None else now
        token, _ = (tokens or self.tokens).issue(UUID(ids["actor"]), UUID(ids["actor_session"]), at, at + ACCESS_MS)
        return {"authorization": f"Bearer {token}"}

    def run(self, statement: str, **values: Any) -> None:
        """Change something behind everybody's back."""
        self._run(statement, values)

    def foreign_words(self, text: str) -> set[str]:
        """Return what of the foreign clinic stands in an answer."""
        return set(re.findall(self._foreign_pattern, text))

    def _clear(self) -> None:
        with self.superuser.pipeline():
            for table in _CHANGING:
                kept = self._distant_pattern if table == "patients" else self._foreign_pattern
                self.superuser.execute(f"DELETE FROM {table} t WHERE NOT t::text ~ %s".encode(), [kept], prepare=True)

    def _run(self, statement: str, row: Row) -> psycopg.Cursor[tuple[Any, ...]]:
        cursor = psycopg.ClientCursor(self.superuser)
        cursor.execute(statement, row)
        return cursor


def _pattern(*places: Ids) -> str:
    words = {value for ids in places for name, value in ids.items() if name not in _SECRETS}
    return "|".join(sorted(map(re.escape, words)))


def nowhere(ids: Ids) -> dict[str, str]:
    """Return ids of the same kinds that nothing has."""
    return {name: _unlike(name, value) for name, value in ids.items()}


def _unlike(name: str, value: str) -> str:
    if name in ("device", "practitioner", "room", "visit_type"):
        return "1999999999"
    try:
        UUID(value)
    except ValueError:
        return f"none-{secrets.token_hex(4)}"
    return str(uuid4())


def _places() -> dict[str, str]:
    return {name: str(uuid4()) for name in ("clinic", "ward", "bed", "taken_bed")}


def _objects(number: int = 987_654_321) -> dict[str, str]:
    names = (
        "actor", "person", "actor_session", "session", "station", "desk", "patient", "hidden", "glass", "job",
        "list_job", "exception", "appointment", "waiting", "offer", "begun", "hold", "work", "absence",
    )  # fmt: skip
    made = {name: str(uuid4()) for name in names}
    made["device"] = str(number)
    made["practitioner"], made["room"] = str(number + 100_000_000), str(number + 200_000_000)
    # Of the foreign clinic there is none: what another number than the shared one's names is nothing.
    made["visit_type"] = str(SHARED) if number < 100_000_000 else str(number + 300_000_000)
    for name in ("login", "actor_login", "mrn", "code"):
        made[name] = f"{name[:2]}{secrets.token_hex(6)}"
    made["refresh"], token_hash = new_refresh_token()
    return made | {"refresh_hash": "\\x" + token_hash.hex(), "password": PASSWORD_HASH, "pin": PIN_HASH}
