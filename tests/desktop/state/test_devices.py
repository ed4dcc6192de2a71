"""Whether a monitor is in use, and whether its clock has to be set."""

import pytest

from clinic_console.desktop.state.devices import Device, Devices, Use


def device(**fields) -> Device:
    made = {
        "id": 1, "code": "mon-1", "model": "VM-8", "clinic_id": "c1", "bed_id": "b1", "ward": "3 East", "bed": "1",
        "seen": 1_000, "offset": 0, "revoked": False,
    }  # fmt: skip
    return Device(**(made | fields))


def test_use():
    assert device().use is Use.IN_USE
    assert device(seen=None).use is Use.NEVER_SEEN
    assert device(seen=None, revoked=True).use is Use.REVOKED


@pytest.mark.parametrize(("offset", "wrong"), [(0, False), (60_000, False), (60_001, True), (-60_001, True)])
def test_a_clock_more_than_a_minute_off_has_to_be_set(offset, wrong):
    assert device(offset=offset).clock_wrong is wrong


def test_a_change_of_one_is_shown_at_once():
    devices = Devices()
    devices.pages.take(devices.pages.begin(), [device(), device(id=2)], None, 1.0)
    before = devices.version
    devices.changed(device(bed_id="", bed=""))
    assert [each.bed_id for each in devices.pages.rows] == ["", "b1"]
    assert devices.version > before
