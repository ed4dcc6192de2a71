"""The way to Admin: it knows who may go there without loading what is behind it."""

import subprocess
import sys

from clinic_console.desktop.state.access import AccessState, Clinic
from clinic_console.desktop.views import admin_door
from clinic_console.desktop.views.admin import TABS, titles
from clinic_console.domain.access import Role


def access(role):
    state = AccessState()
    state.entered("N. Sato", (Clinic("c1", "Kita", "Asia/Tokyo", str(role)),))
    return state


def test_what_it_says_of_the_tabs_is_what_the_tabs_say():
    assert {name: permission for name, (permission, _) in TABS.items()} == admin_door._NEEDED
    assert set(admin_door._NEEDED) <= set(titles())
    assert admin_door.titles() == titles()


def test_each_role_sees_its_tabs():
    assert admin_door.tabs(access(Role.NURSE)) == ()
    assert admin_door.tabs(access(Role.AUDITOR)) == ("audit",)
    assert admin_door.tabs(access(Role.FACILITY_MANAGER)) == ("schedules", "devices", "stations")
    administrator = ("users", "roles", "schedules", "devices", "sessions", "stations", "imports")
    assert admin_door.tabs(access(Role.ADMINISTRATOR)) == administrator


def test_a_start_does_not_load_it():
    code = (
        "import sys, clinic_console.desktop.app;"
        "late = [name for name in ('admin', 'users', 'audit', 'break_glass', 'patients')"
        " if f'clinic_console.desktop.views.{name}' in sys.modules]; print(late)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
