"""What a hub would say of half a million patients: the same people for every picture."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from clinic_console.desktop.actions.patients import chart_of
from clinic_console.desktop.state.chart import Chart
from clinic_console.domain.errors import ClinicError, GlassNeeded, PatientChanged, ProbableDuplicate
from clinic_console.wire import patients as wire
from clinic_console.wire.appointments import PatientVisits
from tests.desktop.stub_patients import booked, full, visit
from tests.screenshots import ward

TOTAL = 500_312
EVERY = 1_000
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
TANAKA, CLOSED, DEAD = 17, 12, 9
"""Who has everything in the chart, whose chart is restricted, and who has died: places in the list."""
PEOPLE = (
    ("阿部 智子", "Abe Tomoko", "アベ トモコ", "F"), ("عبد الرحمن محمد", "Abd al-Rahman Muhammad", "", "M"),
    ("Adesanya Oluwaseun", "", "", "M"), ("Inês Almeida Sequeira", "", "", "F"),
    ("阿波根 海斗", "Ahagon Kaito", "アハゴン カイト", "M"), ("فاطمة الزهراء بنعلي", "Benali Fatima Zahra", "", "F"),
    ("Cian Breathnach", "", "", "M"), ("Maria da Conceição Carvalho dos Santos", "", "", "F"),
    ("João Pedro de Oliveira Cavalcanti de Albuquerque", "", "", "M"),
    ("Ó Dónaill, Séamus", "", "", "M"), ("Květa Dvořáková", "", "", "F"),
    ("藤田 蓮", "Fujita Ren", "フジタ レン", "M"),
    ("Gwendoline FitzGerald-Ní Shúilleabháin", "", "", "F"), ("橋本 五郎", "Hashimoto Gorō", "ハシモト ゴロウ", "M"),
    ("김서연", "Kim Seo-yeon", "", "F"), ("小鳥遊 六花", "Takanashi Rikka", "タカナシ リッカ", "F"),
    ("高橋 さくら", "Takahashi Sakura", "タカハシ サクラ", "F"), ("田中 由紀", "Tanaka Yuki", "タナカ ユキ", "F"),
    ("田中 優希", "Tanaka Yūki", "タナカ ユウキ", "M"), ("田中 幸枝", "Tanaka Yukie", "タナカ ユキエ", "F"),
    ("田仲 由起", "Tanaka Yuki", "タナカ ユキ", "F"), ("Yuki Tanaka-Meyer", "", "", "F"),
    ("田中 雪", "Tanaka Yuki", "タナカ ユキ", "F"), ("Tanaka, Yukio J.", "", "", "M"),
    ("棚加 雄貴", "Tanaka Yūki", "タナカ ユウキ", "X"),
    ("勅使河原 由美子", "Teshigawara Yumiko", "テシガワラ ユミコ", "F"),
    ("Nguyễn Thị Hạnh Trương", "", "", "F"), ("渡辺 美咲", "Watanabe Misaki", "ワタナベ ミサキ", "F"),
    ("Уляна Ковальчук", "Uliana Kovalchuk", "", "F"), ("陈伟", "Chén Wěi", "", "M"),
)  # fmt: skip
HITS = (17, 18, 19, 20, 21, 22, 23, 24)
ALERTS = {1: ("infection",), 4: ("allergy",), 7: ("allergy", "fall_risk"), 13: ("fall_risk",), 17: ("allergy",)}


def patient_id(number: int) -> str:
    """Return the id of who stands at a place of the list."""
    return f"0192f0c2-0000-7000-8000-{number:012}"


def line(number: int) -> wire.PatientLine:
    """Return who stands at a place of the list."""
    name, latin, kana, sex = PEOPLE[number % len(PEOPLE)]
    born = date(1959, 3, 14) if number == TANAKA else date(1931, 2, 3) + timedelta(days=number * 7_919 % 33_000)
    return wire.PatientLine(
        patient_id(number), _mrn(number), name, latin, kana, None if number == 2 else born, sex, number == DEAD,
        list(ALERTS.get(number, ())), number in (1, 5, 17, 28), ward.CLINIC,
    )  # fmt: skip


def patient(number: int, now: int) -> wire.Patient:
    """Return the chart of who stands at a place of the list."""
    row = line(number)
    fields = {
        "id": row.id, "mrn": row.mrn, "name": row.name, "name_latin": row.name_latin, "name_kana": row.name_kana,
        "born": row.born, "sex": row.sex, "clinic_id": row.clinic_id, "deceased": row.deceased,
    }  # fmt: skip
    if number == TANAKA:
        confirmed = wire.Confirmation(["name", "born"], "佐藤 直美", now - 37 * MINUTE)
        return full(1, **fields, confirmed=confirmed)
    died = date(2026, 10, 3) if row.deceased else None
    return wire.Patient(**fields, died=died, interpreter=row.interpreter)


def chart(now: int) -> Chart:
    """Return the chart with everything in it, as a form begins with it."""
    return chart_of(patient(TANAKA, now))


def lying(identity: str, restriction: str, until: int | None) -> wire.Patient:
    """Return who lies in a bed of the made-up ward."""
    people = (bed.patient for bed in ward.beds(64) if bed.patient is not None)
    one = next(each for each in people if each.id == identity)
    return full(
        1, id=one.id, mrn=one.mrn, name=one.name, name_latin=one.latin, name_kana="", born=one.born, sex=one.sex,
        former_name="", family="", clinic_id=ward.CLINIC, restriction=restriction, glass_until=until,
    )  # fmt: skip


class Register:
    """Answers at a time ``now`` (ms since 1970); ``mood``: duplicates, elsewhere, changed or usual."""

    def __init__(self, now: int, mood: str, restriction: str) -> None:
        self.now, self.mood, self.restriction = now, mood, restriction

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request; raises ClinicError as a hub would refuse it."""
        what = path.removeprefix("/api/patients").strip("/")
        whole: dict[str, Callable[[], object]] = {
            "": lambda: self._list(query) if method == "GET" else _refuse(ProbableDuplicate()),
            "places": _places,
            "search": lambda: _search(body),
            "duplicates": self._duplicates,
        }
        made = whole[what]() if what in whole else self._one(method, *what.partition("/")[::2], query)
        return 200, msgspec.json.encode(made)

    def _list(self, query: dict[str, str]) -> wire.PatientPage:
        begins = int(query.get("after", "0")) + int(query.get("skip", "0"))
        ends = min(TOTAL, begins + int(query["limit"]))
        return wire.PatientPage([line(number) for number in range(begins, ends)], str(ends))

    def _duplicates(self) -> wire.Duplicates:
        if self.mood == "elsewhere":
            return wire.Duplicates([], elsewhere=True)
        if self.mood == "duplicates":
            alike = ((TANAKA, ["name", "born"]), (20, ["name", "phone"]))
            return wire.Duplicates([wire.Duplicate(line(number), why) for number, why in alike])
        return wire.Duplicates([])

    def _one(self, method: str, identity: str, part: str, query: dict[str, str]) -> object:
        if method == "PUT":
            return _refuse(PatientChanged())
        if part:
            return self._part(part, "since" in query)
        if not identity.startswith("0192f0c2"):
            until = self.now + 227 * MINUTE if self.restriction else None
            return lying(identity, self.restriction, until)
        number = int(identity.rpartition("-")[2])
        if number == CLOSED:
            return _refuse(GlassNeeded())
        found = patient(number, self.now)
        if self.mood == "changed":
            contacts = [wire.Contact("phone", "+81 90-7777-0000"), *found.contacts[1:]]
            found = msgspec.structs.replace(
                found, version=4, born=date(1959, 4, 13), former_name="佐藤 幸", language="ja", contacts=contacts
            )
        return found

    def _part(self, part: str, newer: bool) -> object:
        if part == "appointments":
            return _appointments(self.now)
        if part == "encounters":
            return wire.Encounters([_visit(number, self.now) for number in range(14)])
        if part == "looks":
            return wire.Looks([_look(number, self.now) for number in range(17)])
        return wire.PatientHistory(_history(self.now)[: 1 if newer else None])


def _mrn(number: int) -> str:
    return "4018226" if number == TANAKA else str(4_000_000 + number * 104_729 % 900_000)


def _places() -> wire.PatientPlaces:
    keys = ["", *(str(at) for at in range(EVERY, TOTAL, EVERY))]
    return wire.PatientPlaces(TOTAL, EVERY, keys, [PEOPLE[int(key or 0) % len(PEOPLE)][0][:3] for key in keys])


def _search(body: bytes) -> wire.PatientHits:
    text = msgspec.json.decode(body, type=wire.PatientQuery).text.lower()
    found = HITS if any(part in text for part in ("たなか", "tan", "yuki")) else ()
    return wire.PatientHits([line(number) for number in found])


def _refuse(error: ClinicError) -> object:
    raise error


def _appointments(now: int) -> PatientVisits:
    rows = (
        (41, "booked", "Dr Inês Costa", "Diabetes review"),
        (8, "booked", "伊藤 春香", "Blood pressure"),
        (6, "cancelled", "伊藤 春香", "Blood pressure"),
        (0, "arrived", "Dr Anneliese Müller-Lüdenscheidt", "Follow-up"),
        (-13, "no_show", "伊藤 春香", "INR control"),
        (-34, "done", "Dr Sven Åberg", "ECG, exercise test and review"),
    )
    return PatientVisits(
        [
            booked(number, now + days * DAY + 20 * MINUTE, state=state, doctor=who, kind=kind, clinic_id=ward.CLINIC)
            for number, (days, state, who, kind) in enumerate(rows)
        ]
    )


def _visit(number: int, now: int) -> wire.Encounter:
    kinds = (
        ("ambulatory", "Encounter for check up", "Hypertension", "Dr Inês Costa"),
        ("emergency", "Emergency room admission", "Laceration of forearm", "Dr Sven Åberg"),
        (
            "inpatient",
            "Admission to intensive care unit",
            "Acute exacerbation of COPD (GOLD 3), infective",
            "伊藤 春香",
        ),
        ("wellness", "General examination of patient", "", "Dr Inês Costa"),
        ("outpatient", "Follow-up consultation", "Type 2 diabetes mellitus", "Dr Lucie Novák"),
    )
    kind, text, reason, by = kinds[number % len(kinds)]
    began = now - (40 + number * 97) * DAY - number * 31 * MINUTE
    ended = began + (6 * DAY if kind == "inpatient" else 25 * MINUTE)
    return visit(number, clinic_id=ward.CLINIC, kind=kind, began=began, ended=ended, text=text, reason=reason,
                 practitioner=by)  # fmt: skip


def _look(number: int, now: int) -> wire.Look:
    who = ("佐藤 直美", "Marta Costa", "渡辺 健一", "Rasmus Lindqvist")
    deeds = ("patient.opened", "readings.opened", "patient.changed", "patient.opened", "glass.broken")
    clinic = "Kita Hospital" if number % 6 else "Minami Clinic"
    return wire.Look(now - number * number * 43 * MINUTE, who[number % 4], deeds[number % 5], clinic)


def _history(now: int) -> list[wire.Version]:
    change = wire.Change
    return [
        wire.Version(
            4, now - 3 * MINUTE, "Rasmus Lindqvist",
            [
                change("born", ["1959-03-14"], ["1959-04-13"]), change("former_name", ["佐藤 由紀"], ["佐藤 幸"]),
                change("language", ["pt"], ["ja"]),
                change("contacts", ["phone +81 90-1187-4420"], ["phone +81 90-7777-0000"]),
            ],
        ),
        wire.Version(
            3, now - 20 * DAY, "佐藤 直美",
            [
                change("contacts", ["phone +81 3-5521-0000"], ["phone +81 3-5521-8890", "address 2-11-3 Meguro"]),
                change("alerts", [], ["allergy penicillin (rash, 2011) since 2011-04-02"]),
            ],
        ),
        wire.Version(2, now - 21 * DAY, "Marta Costa", [change("interpreter", [], ["yes"])]),
        wire.Version(1, now - 400 * DAY, "Rasmus Lindqvist", []),
    ]  # fmt: skip
