"""The table of who may do what says all that the domain's says, and nothing else."""

import pytest

from clinic_console.desktop.models.table import CELL
from clinic_console.desktop.views.roles import RolesView, permission_text
from clinic_console.domain.access import ALLOWED, Permission, Role
from tests.desktop.admin_room import admin_room

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_it_says_what_the_domain_says(stub, bridge):
    async def flow():
        async with admin_room(stub, bridge, lambda theme, bridge, state, _: RolesView(theme, bridge, state)) as room:
            model = room.view.table.model
            await room.until(lambda: model.rowCount() == len(ALLOWED))
            said = {
                (model.row(row), role)
                for row in range(model.rowCount())
                for column, role in enumerate(Role, start=1)
                if model.data(model.index(row, column), CELL).icon == "check"
            }
            assert said == {(permission, role) for permission, roles in ALLOWED.items() for role in roles}

    bridge.run(flow())


def test_each_permission_has_words_of_its_own(qapp):
    texts = [permission_text(permission) for permission in Permission]
    assert len(set(texts)) == len(texts)
    assert not {permission.value for permission in Permission} & set(texts)
