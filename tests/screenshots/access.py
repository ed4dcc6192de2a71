"""The screens about access: the lock, the account, closed charts, and the tabs of Admin with what opens on them."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter

from tests.desktop.stub_users import user_id
from tests.screenshots.office import STATION
from tests.screenshots.stage import MONO, Stage

BED = "b12"


def press(stage: Stage, button: str) -> Callable[[], None]:
    """Return what clicks a button of the tab of Admin that is open by then, or of a panel over the screen."""

    def click() -> None:
        attrgetter(button)(stage.tab or stage.window.patients).click()

    return click


def open_row(stage: Stage, row: str) -> Callable[[], None]:
    """Return what opens a row of the tab that is open by then, as a click does."""

    def click() -> None:
        stage.tab.table.show_row(row)
        stage.tab.table.enter()
        stage.tab.table.opened.emit(row)

    return click


def mark_all(stage: Stage) -> None:
    """Mark all rows of the tab that is open."""
    stage.tab.table.view.mark_all()


def locked(stage: Stage) -> None:
    """Nobody has used this PC for a while: the wall stays."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.lock()


def locked_desk(stage: Stage) -> None:
    """A locked PC of somebody who watches nothing."""
    stage.sign_in("receptionist")
    stage.window.frame(MONO)
    stage.window.lock()


def lock_soon(stage: Stage) -> None:
    """A few seconds before this PC locks by itself."""
    stage.watch(24)
    stage.idle = stage.state.station.now.lock_seconds - 8
    stage.lock.begin()


def account(stage: Stage) -> None:
    """What belongs to the user: password, PIN, sessions."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.go("account")


def closed_bed(stage: Stage) -> None:
    """A wall with beds whose charts are closed to the user."""
    stage.watch(24, restricted=(3, 12))


def closed_chart(stage: Stage) -> None:
    """The panel of such a bed."""
    closed_bed(stage)
    stage.window.frame(MONO)
    stage.window.open_bed(BED)


def card(stage: Stage) -> None:
    """A patient's card."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.open_bed(BED)
    stage.then(stage.window.open_card)


def card_restricted(stage: Stage) -> None:
    """The card of a patient whose chart is restricted, open by broken glass."""
    card(stage)
    stage.hub.restriction = "vip"


def card_mark(stage: Stage) -> None:
    """Restricting a chart."""
    stage.watch(24, role="doctor")
    stage.window.frame(MONO)
    stage.window.open_bed(BED)
    stage.then(stage.window.open_card, press(stage, "card.mark_button"))


def glass(stage: Stage) -> None:
    """Breaking the glass: who it is."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.then(lambda: stage.window.patients.open_glass(another=True))


def glass_reason(stage: Stage) -> None:
    """Breaking the glass: why, before a reason is chosen."""

    def look_up() -> None:
        panel = stage.window.patients.glass
        panel.finding.mrn.setText("48213907")
        panel.finding.name.setText("長谷川 千代")
        panel.finding.send.click()

    stage.watch(24)
    stage.window.frame(MONO)
    stage.then(
        lambda: stage.window.patients.open_glass(another=True),
        look_up,
        press(stage, "glass.why.send"),
    )


def glass_open(stage: Stage) -> None:
    """The charts that are open by broken glass."""
    stage.watch(24)
    stage.window.frame(MONO)
    # The first frames ask what is open.
    stage.then(lambda: stage.window.frame(MONO), stage.window.open_glass)


def users(stage: Stage) -> None:
    """People."""
    stage.administer("users")


def users_open(stage: Stage) -> None:
    """Somebody's name, roles and access."""
    users(stage)
    stage.then(open_row(stage, user_id(2)))


def users_elsewhere(stage: Stage) -> None:
    """Somebody who works in another clinic too."""
    users(stage)
    stage.then(open_row(stage, user_id(3)))


def users_disable(stage: Stage) -> None:
    """The question before somebody is disabled."""
    users_open(stage)
    stage.then(open_row(stage, user_id(1)), press(stage, "panel.disable"))


def users_new(stage: Stage) -> None:
    """The form for somebody new, sent empty."""
    users(stage)
    stage.then(press(stage, "new"), press(stage, "form.make"))


def users_password(stage: Stage) -> None:
    """A password that is shown this once."""
    users(stage)
    stage.then(
        open_row(stage, user_id(1)),
        press(stage, "panel.password"),
        press(stage, "panel.confirm.yes"),
    )


def users_empty(stage: Stage) -> None:
    """A search that finds nobody."""
    stage.hub.mood = "empty"
    users(stage)
    stage.then(lambda: stage.tab.search.setText("matsumoto"), lambda: stage.tab.search.searched.emit("matsumoto"))


def users_loading(stage: Stage) -> None:
    """A list that has not come yet."""
    stage.hub.mood = "silent"
    users(stage)
    stage.then(lambda: stage.window.frame(MONO + 1))


def users_failed(stage: Stage) -> None:
    """A list that could not be had."""
    stage.hub.mood = "unavailable"
    users(stage)


def users_stale(stage: Stage) -> None:
    """A list that could not be had again."""

    def lose() -> None:
        stage.hub.mood = "unavailable"
        stage.tab.table.pages.refresh()

    users(stage)
    stage.then(lose)


def roles(stage: Stage) -> None:
    """Who may do what."""
    stage.administer("roles")


def devices(stage: Stage) -> None:
    """Monitors."""
    stage.administer("devices")


def devices_open(stage: Stage) -> None:
    """A monitor whose clock is wrong."""
    devices(stage)
    stage.then(open_row(stage, "5"))


def devices_new(stage: Stage) -> None:
    """Registering a monitor."""
    devices(stage)
    stage.then(press(stage, "register"))


def devices_token(stage: Stage) -> None:
    """A token that is shown this once."""
    devices_open(stage)
    stage.then(
        open_row(stage, "5"),
        press(stage, "panel.renew"),
        press(stage, "panel.confirm.yes"),
    )


def sessions(stage: Stage) -> None:
    """Who is signed in where."""
    stage.administer("sessions")


def sessions_open(stage: Stage) -> None:
    """One session."""
    sessions(stage)
    stage.then(open_row(stage, "s7"))


def sessions_selected(stage: Stage) -> None:
    """Several sessions, and the question before they end."""
    sessions(stage)
    stage.then(partial(mark_all, stage), press(stage, "end"))


def stations(stage: Stage) -> None:
    """The PCs."""
    stage.administer("stations")


def stations_open(stage: Stage) -> None:
    """One PC."""
    stations(stage)
    stage.then(open_row(stage, STATION))


def audit(stage: Stage) -> None:
    """What was done."""
    stage.administer("audit", "auditor")


def audit_open(stage: Stage) -> None:
    """What one event changed."""
    audit(stage)
    stage.then(open_row(stage, "e4"))


SCREENS: tuple[Callable[[Stage], None], ...] = (
    locked,
    locked_desk,
    lock_soon,
    account,
    closed_bed,
    closed_chart,
    card,
    card_restricted,
    card_mark,
    glass,
    glass_reason,
    glass_open,
    users,
    users_open,
    users_elsewhere,
    users_disable,
    users_new,
    users_password,
    users_empty,
    users_loading,
    users_failed,
    users_stale,
    roles,
    devices,
    devices_open,
    devices_new,
    devices_token,
    sessions,
    sessions_open,
    sessions_selected,
    stations,
    stations_open,
    audit,
    audit_open,
)
