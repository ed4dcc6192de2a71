"""What a tile says in every state that there is now."""

from dataclasses import replace

import pytest

from clinic_console.desktop.charts.look import Kin
from clinic_console.desktop.charts.times import age_text, clock_text
from clinic_console.wire.devices import MonitorAlarm, Standby
from clinic_console.wire.readings import LiveStatus


def row(look, name="HR"):
    return next(row for row in look.rows if row.name == name)


def test_live(ward):
    ward.say(HR=78.4, SpO2=95.0, RR=18.0, NIBP_sys=(145.0, 7), NIBP_dia=(81.0, 7), NIBP_map=(102.0, 7), Temp=37.44)
    look = ward.look()
    assert (look.kin, look.bed, look.name, look.latin, look.person) == (
        Kin.PATIENT,
        "12",
        "田中 由紀",
        "Tanaka Yuki",
        "67 F",
    )
    assert [(r.label, r.text, r.tone, r.note) for r in look.rows] == [
        ("HR", "78", "live", ""),
        ("SpO₂", "95", "live", ""),
        ("RR", "18", "live", ""),
    ]
    assert [(s.label, s.text, s.extra, s.time, s.tone) for s in look.spots] == [
        ("NIBP", "145/81", "(102)", "07:06", "live"),
        ("T", "37.4", "", "", "live"),
    ]
    assert look.footer is None
    assert look.age == ""
    assert look.live


def test_the_age_of_the_data_stands_in_the_header_from_two_seconds_on(ward):
    ward.say(HR=78.0)
    ward.seconds = 1.9
    assert ward.look().age == ""
    ward.seconds = 3.2
    assert ward.look().age == "3 s"


@pytest.mark.parametrize(("validity", "word"), [(1, "sensor off"), (2, "searching")])
def test_an_invalid_parameter_has_a_word_and_no_number(ward, validity, word):
    ward.say(HR=78.0, RR=None)
    reading = ward.readings.beds["b1"].values["RR"]
    ward.readings.beds["b1"].values["RR"] = replace(reading, validity=type(reading.validity)(validity))
    look = ward.look()
    assert (row(look, "RR").text, row(look, "RR").note, row(look, "RR").tone) == ("", word, "grey")
    assert row(look).live
    assert look.footer is None


def test_a_silent_parameter_is_struck_with_its_age_while_the_others_live(ward):
    ward.say(HR=78.0, SpO2=94.0)
    for second in range(1, 80):
        ward.seconds = second
        ward.say(HR=79.0)
    look = ward.look()
    assert (row(look, "SpO2").text, row(look, "SpO2").tone, row(look, "SpO2").note) == ("94", "struck", "1:19")
    assert row(look).live
    assert look.footer is None


def test_a_silent_bed_is_struck_and_says_since_when_once(ward):
    ward.say(HR=78.0, SpO2=94.0, RR=12.0, Temp=37.0)
    ward.seconds = 14
    look = ward.look()
    assert [(r.tone, r.note) for r in look.rows] == [("struck", "")] * 3
    assert (look.footer.text, look.footer.right, look.footer.icon) == ("no data 0:14", "last 07:13:20", "cross")
    assert look.spots[0].tone == "grey"
    assert not look.live


def test_a_monitor_that_never_said_anything(ward):
    look = ward.look()
    assert [r.text for r in look.rows] == ["", "", ""]
    assert look.footer.text == "no data"
    ward.waiting = True
    assert ward.look().footer is None


def test_not_monitored_strikes_everything_at_once(ward):
    alarm = MonitorAlarm("spo2-low", "high", 0, "SpO₂ LOW 84")
    ward.say(HR=78.0, RR=None, NIBP_sys=(120.0, 1), NIBP_dia=(80.0, 1), status=LiveStatus(alarms=[alarm]))
    ward.monitored = False
    ward.seconds = 1
    look = ward.look()
    assert row(look).tone == "struck"
    assert row(look, "RR").text == ""
    assert look.spots[0].tone == "struck"
    assert (look.footer.text, look.footer.right) == ("no data 0:01", "was !!! SpO₂ LOW 84")
    assert not look.live


def test_standby_says_why_and_until_when_and_shows_no_number(ward):
    ward.say(HR=78.0)
    ward.seconds = 60
    ward.say(status=LiveStatus(standby=Standby("CT scan", ward.now + 25 * 60_000)))
    look = ward.look()
    assert [(r.text, r.note) for r in look.rows] == [("", "")] * 3
    assert (look.footer.icon, look.footer.text, look.footer.right) == ("pause", "Standby: CT scan", "back at 07:39")
    ward.seconds += 26 * 60
    assert ward.look().footer.right == "was due back 07:39"
    assert ward.look().footer.tone == "notice"
    ward.monitored = False
    assert ward.look().footer.text.startswith("no data")


def test_numbers_that_come_in_standby_are_shown(ward):
    ward.say(HR=78.0, status=LiveStatus(standby=Standby()))
    look = ward.look()
    assert row(look).live
    assert look.footer.text == "Standby"


def test_beds_without_patient_or_monitor(ward):
    ward.bed = replace(ward.bed, patient=None, device=None)
    assert (ward.look().kin, ward.look().name, ward.look().rows) == (Kin.EMPTY, "Empty", ())
    ward.bed = replace(ward.bed, device=1)
    assert ward.look().kin is Kin.EMPTY
    ward.say(HR=78.0)
    look = ward.look()
    assert (look.kin, look.name, look.live) == (Kin.UNIDENTIFIED, "Unidentified patient", True)
    ward.seconds = 60
    assert ward.look().kin is Kin.UNIDENTIFIED
    ward.seconds = 16 * 60
    assert (ward.look().kin, ward.look().caption) == (Kin.EMPTY, "Monitor last heard 07:13")


def test_a_patient_without_a_monitor(ward):
    ward.bed = replace(ward.bed, device=None)
    look = ward.look()
    assert (look.kin, look.caption, look.rows) == (Kin.NO_MONITOR, "No monitor", ())
    assert look.name == "田中 由紀"


def test_the_monitors_own_alarm_is_marked_as_the_monitors(ward):
    alarms = [MonitorAlarm("a", "low", 1, "HR"), MonitorAlarm("b", "high", 2, "SpO₂ LOW 84")]
    ward.say(HR=78.0, status=LiveStatus(alarms=alarms, battery=9.0, mains=False))
    footer = ward.look().footer
    assert (footer.icon, footer.text, footer.right) == ("monitor", "Monitor: !!! SpO₂ LOW 84 +1", "battery 9 %")


def test_an_alarm_without_words_says_its_code(ward):
    ward.say(HR=78.0, status=LiveStatus(alarms=[MonitorAlarm("apnoea", "odd", 1, "", "RR")]))
    assert ward.look().footer.text == "Monitor: ! RR apnoea"


@pytest.mark.parametrize(
    ("status", "icon", "text"),
    [
        (LiveStatus(battery=12.4, mains=False), "battery", "battery 12 %"),
        (LiveStatus(clock_offset=75_000), "clock", "monitor's clock +1:15"),
        (LiveStatus(clock_offset=-61_000), "clock", "monitor's clock −1:01"),
        (LiveStatus(audio_paused_until=1_700_000_084_000), "bell-off", "monitor's audio paused 1:24"),
    ],
)
def test_marks(ward, status, icon, text):
    ward.say(HR=78.0, status=status)
    footer = ward.look().footer
    assert (footer.icon, footer.text) == (icon, text)


@pytest.mark.parametrize(
    "status",
    [
        LiveStatus(battery=12.0, mains=True),
        LiveStatus(battery=80.0, mains=False),
        LiveStatus(clock_offset=60_000),
        LiveStatus(audio_paused_until=1_699_999_999_000),
    ],
)
def test_nothing_to_mark(ward, status):
    ward.say(HR=78.0, status=status)
    assert ward.look().footer is None


def test_not_recorded(ward):
    ward.say(HR=78.0, recorded=False)
    assert ward.look().footer.text == "not recorded"
    assert ward.look().footer.tone == "notice"


def test_pulse_rate_stands_in_for_heart_rate(ward):
    ward.say(PR=66.0, SpO2=97.0)
    assert next((r.label, r.text) for r in ward.look().rows) == ("PR", "66")
    ward.say(HR=67.0, PR=66.0)
    assert next((r.label, r.text) for r in ward.look().rows) == ("HR", "67")
    assert [(s.label, s.text, s.tone) for s in ward.look().spots] == [("PR", "66", "live")]
    ward.seconds = 3
    ward.say(PR=68.0)
    ward.seconds = 6
    assert next((r.label, r.text) for r in ward.look().rows) == ("PR", "68")
    assert ward.look().spots == ()


def test_an_arterial_line_is_shown_while_it_lives(ward):
    numbers = {"NIBP_sys": (120.0, 3), "NIBP_dia": (80.0, 3)}
    ward.say(HR=70.0, ABP_sys=118.0, ABP_dia=76.0, ABP_map=90.0, **numbers)
    assert [(s.label, s.text, s.extra, s.time) for s in ward.look().spots] == [("ABP", "118/76", "(90)", "")]
    ward.seconds = 6
    ward.say(HR=70.0)
    assert [(s.label, s.text, s.time) for s in ward.look().spots] == [("NIBP", "120/80", "07:10")]


def test_a_spot_value_turns_grey_with_its_time_and_vanishes(ward):
    ward.say(HR=70.0, NIBP_sys=(120.0, 16), NIBP_dia=(80.0, 16), Temp=(36.6, 5 * 60))
    assert [(s.tone, s.time) for s in ward.look().spots] == [("grey", "06:57"), ("grey", "02:13")]
    ward.seconds = 45 * 60
    ward.say(HR=70.0)
    assert [s.label for s in ward.look().spots] == ["T"]


def test_half_a_pressure_is_shown_as_half(ward):
    ward.say(HR=70.0, NIBP_sys=(120.0, 1), NIBP_dia=None)
    assert ward.look().spots[0].text == "120/–"


def test_times():
    assert clock_text(1_700_000_000_000, "Asia/Tokyo") == "07:13"
    assert clock_text(1_700_000_000_000, "no such zone") == "22:13"
    assert [age_text(ms) for ms in (-5, 0, 59_999, 61_000, 3_600_000)] == ["0:00", "0:00", "0:59", "1:01", "1:00:00"]
