"""What a tile says of alarms in each of their states."""

from dataclasses import replace

import pytest

from clinic_console.desktop.charts.alarm import cause_texts
from clinic_console.desktop.charts.footer import Chip
from clinic_console.desktop.charts.look import Kin
from clinic_console.desktop.charts.marks import Frame, Mark
from clinic_console.desktop.state.alarms import AlarmOff
from clinic_console.domain.alarms import Breach, Limits, Priority
from clinic_console.wire.devices import MonitorAlarm
from clinic_console.wire.readings import LiveStatus

MINUTE = 60_000


def footer(ward):
    found = ward.look().footer
    return found.icon, found.mark, found.text, found.right


def row(look, name):
    return next(row for row in look.rows if row.name == name)


def test_an_alarm_says_which_limit_how_far_and_for_how_long(ward):
    ward.say(HR=112.0, SpO2=84.0, RR=24.0)
    ward.ring(ward.alarm())
    look = ward.look()
    assert look.frame == Frame(Priority.HIGH)
    assert look.frame.flashes
    assert footer(ward) == ("", "!!!", "SpO₂ LOW 84 (limit 88)", "0:41")
    assert look.footer.said == "!!! SpO₂ LOW 84 (limit 88), 0:41"
    assert row(look, "SpO2").mark == Mark(Priority.HIGH)
    assert row(look, "SpO2").mark.boxed
    assert row(look, "HR").mark is None
    assert row(look, "HR").limits == Limits(50, 120)


@pytest.mark.parametrize(
    ("priority", "mark", "flashes", "boxed"),
    [(Priority.LOW, "!", False, False), (Priority.MEDIUM, "!!", True, False), (Priority.HIGH, "!!!", True, True)],
)
def test_the_amount_of_fill_tells_the_priority(ward, priority, mark, flashes, boxed):
    ward.say(RR=30.0)
    ward.ring(ward.alarm(parameter="RR", priority=priority, breach=Breach.ABOVE, limit=28.0, value=30.0))
    look = ward.look()
    assert (look.frame.flashes, row(look, "RR").mark.boxed) == (flashes, boxed)
    assert footer(ward)[1:3] == (mark, "RR HIGH 30 (limit 28)")


def test_acknowledged_is_steady_and_says_who_and_when(ward):
    ward.say(SpO2=86.0)
    ward.ring(ward.alarm(value=86.0, acknowledged_by="N. Sato", acknowledged_at=ward.now - 4 * MINUTE))
    look = ward.look()
    assert not look.frame.flashes
    assert footer(ward) == ("check", "!!!", "SpO₂ LOW 86 (limit 88) · ack N. Sato 07:09", "0:41")
    assert look.footer.shorter[-2:] == (("SpO₂ LOW · N. Sato 07:09", ""), ("SpO₂ LOW · N. Sato", ""))
    assert not row(look, "SpO2").mark.boxed


def test_latched_flashes_on_with_the_value_in_its_own_colour(ward):
    ward.say(SpO2=93.0)
    ward.ring(ward.alarm(ended=ward.now - 2_000))
    look = ward.look()
    assert look.frame == Frame(Priority.HIGH)
    assert footer(ward) == ("", "!!!", "HIGH ended · SpO₂ was 84 at 07:12", "")
    assert row(look, "SpO2").mark is None


def test_an_alarm_in_words_is_said_in_its_words(ward):
    ward.say(HR=0.0)
    ward.ring(ward.alarm(parameter="ECG", breach=None, limit=None, value=None, text="Asystole"))
    assert footer(ward)[2] == "Asystole"
    ward.ring(ward.alarm(parameter="ECG", breach=None, text="Asystole", ended=ward.now))
    assert footer(ward)[2] == "HIGH ended · Asystole 07:12"


def test_several_alarms_show_the_worst_and_how_many_more(ward):
    ward.say(HR=131.0, SpO2=84.0, NIBP_sys=(171.0, 1), NIBP_dia=(80.0, 1))
    fast = ward.alarm(
        id="a2", parameter="HR", priority=Priority.MEDIUM, breach=Breach.ABOVE, limit=120.0, value=131.0
    )
    cuff = ward.alarm(id="a3", parameter="NIBP.sys", priority=Priority.LOW, breach=Breach.ABOVE, limit=160.0)
    ward.ring(cuff, fast, ward.alarm())
    look = ward.look()
    assert footer(ward)[2] == "SpO₂ LOW 84 (limit 88)"
    assert look.footer.chips[0] == Chip("", ("+2",), kept=True)
    assert row(look, "HR").mark == Mark(Priority.MEDIUM)
    assert look.spots[0].mark == Mark(Priority.LOW)


def test_audio_pause_and_alarm_off_differ_and_stand_beside_an_alarm_too(ward):
    ward.say(SpO2=95.0)
    off = AlarmOff("RR", ward.now + 20 * MINUTE, "N. Sato")
    ward.ring(paused_until=ward.now + 84_000)
    assert footer(ward) == ("bell-off", "", "audio paused 1:24", "")
    ward.ring(off=(off,))
    assert footer(ward) == ("ban", "", "RR alarm off until 07:33 · N. Sato", "")
    ward.ring(ward.alarm(), paused_until=ward.now + 84_000, off=(off, AlarmOff("")))
    assert [(chip.icon, chip.text) for chip in ward.look().footer.chips] == [
        ("bell-off", "audio paused 1:24"),
        ("ban", "RR alarm off until 07:33 · N. Sato +1"),
    ]
    ward.seconds = 21 * 60
    ward.ring(paused_until=ward.now - 1, off=(off,))
    ward.say(SpO2=95.0)
    assert ward.look().footer is None


def test_without_the_hub_an_alarm_is_one_that_was(ward):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm(), paused_until=ward.now + 84_000)
    ward.monitored = False
    ward.seconds = 14
    look = ward.look()
    assert look.frame is None
    assert row(look, "SpO2").mark is None
    assert footer(ward) == ("cross", "", "no data 0:14", "was !!! SpO₂ LOW 84")
    assert look.footer.shorter == (
        ("no data 0:14", "was !!! SpO₂ LOW"),
        ("0:14", "was !!! SpO₂ LOW"),
        ("no data 0:14", "was !!!"),
    )
    assert look.footer.chips == ()


def test_an_alarm_of_a_silent_monitor_goes_on_and_the_silence_is_said_too(ward):
    ward.say(SpO2=84.0)
    ward.ring(ward.alarm())
    ward.seconds = 14
    look = ward.look()
    assert look.frame == Frame(Priority.HIGH)
    assert footer(ward) == ("", "!!!", "SpO₂ LOW 84 (limit 88)", "no data 0:14")
    assert row(look, "SpO2").tone == "struck"
    assert row(look, "SpO2").mark is None


def test_the_monitors_own_alarm_and_not_recorded_stand_beside_ours(ward):
    own = MonitorAlarm("spo2-low", "high", 0, "SpO₂ LOW 84")
    ward.say(SpO2=84.0, recorded=False, status=LiveStatus(alarms=[own]))
    ward.ring(ward.alarm())
    assert [chip.icon for chip in ward.look().footer.chips] == ["monitor", "recording-off"]


def test_a_bed_without_a_monitor_can_have_an_alarm(ward):
    ward.bed = replace(ward.bed, device=None)
    ward.ring(ward.alarm(parameter="ECG", breach=None, text="Monitor removed"))
    assert ward.look().kin is Kin.NO_MONITOR
    assert footer(ward)[2] == "Monitor removed"


def test_each_text_is_shorter_than_the_one_before(ward):
    for texts in (
        cause_texts(ward.alarm()),
        cause_texts(ward.alarm(limit=None)),
        cause_texts(ward.alarm(value=None)),
    ):
        assert list(texts) == sorted(texts, key=len, reverse=True)


def test_privacy_hides_name_and_age_of_the_patient(ward):
    ward.say(HR=70.0)
    ward.privacy = True
    ward.seconds = 3
    look = ward.look()
    assert (look.name, look.short, look.latin, look.person, look.age) == ("T. Y.", "T. Y.", "", "", "3 s")


def test_leads_off(ward):
    ward.say(HR=None, SpO2=None)
    look = ward.look()
    assert (row(look, "HR").note, row(look, "SpO2").note) == ("leads off", "sensor off")
