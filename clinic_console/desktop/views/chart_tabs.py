"""The lists of a chart: past visits, what was changed, and who looked."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.times import clock_text, date_text
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.chart import Edit, Look, Visit
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.audit_words import ALARMING, AuditWords
from clinic_console.desktop.views.chart_list import ChartList, Told
from clinic_console.desktop.views.chart_words import change_text, period_text, values_text, visit_kinds
from clinic_console.desktop.views.table import Words


def zone_of(access: AccessState, clinic: str) -> str:
    """Return the zone of a clinic's times; that of the user's first one where it is another's, or none."""
    known = any(each.id == clinic for each in access.clinics)
    return access.zone(clinic if known else "")


def clinic_of(access: AccessState, clinic: str) -> str:
    """Return the name of one of the user's clinics; nothing of another one, of which only the id is known."""
    return next((each.name for each in access.clinics if each.id == clinic), "")


def visits(theme: Theme, bridge: Bridge, access: AccessState, actions: ChartActions) -> ChartList[Visit]:
    """Return the list of past visits."""
    translate = QCoreApplication.translate
    kinds = visit_kinds()

    def kind(visit: Visit) -> str:
        return kinds.get(visit.kind) or visit.kind

    def day(visit: Visit) -> Cell:
        zone = zone_of(access, visit.clinic_id)
        return Cell(date_text(visit.began, zone), "strong", clock_text(visit.began, zone))

    def tell(visit: Visit) -> Told:
        zone = zone_of(access, visit.clinic_id)
        facts = (
            (translate("Chart", "When"), period_text(visit.began, visit.ended, zone)),
            (translate("Chart", "Kind"), kind(visit)),
            (translate("Chart", "Reason"), visit.reason),
            (translate("Chart", "Practitioner"), visit.practitioner),
            (translate("Chart", "Clinic"), clinic_of(access, visit.clinic_id)),
            (translate("Chart", "Code"), visit.code),
        )
        return Told(visit.text or kind(visit), date_text(visit.began, zone), facts)

    columns = [
        Column(translate("Chart", "When"), day, 176),
        Column(translate("Chart", "Kind"), lambda visit: Cell(kind(visit)), 110, 1),
        Column(translate("Chart", "What"), lambda visit: Cell(visit.text, "strong"), 180, 5),
        Column(translate("Chart", "Reason"), lambda visit: Cell(visit.reason), 140, 3, drop=1),
        Column(translate("Chart", "Practitioner"), lambda visit: Cell(visit.practitioner, "muted"), 130, 1, drop=2),
    ]
    empty = translate("Chart", "Visits of the time before this system come with an import.")
    words = Words(translate("Chart", "Past visits"), "clock", translate("Chart", "No past visits are known"), empty)
    return ChartList(theme, bridge, actions.state.visits, columns, words, actions.load_visits, tell)


def changes(theme: Theme, bridge: Bridge, access: AccessState, actions: ChartActions) -> ChartList[Edit]:
    """Return the list of what was changed: a field a line, the newest version first."""
    translate = QCoreApplication.translate
    when = _when(access)

    def values(edit: Edit, *, after: bool) -> str:
        change = edit.change
        return values_text(change.field, change.after if after else change.before) if change is not None else ""

    def before(edit: Edit) -> Cell:
        return Cell(_line(values(edit, after=False)), "muted")

    def tell(edit: Edit) -> Told:
        version = edit.version
        facts = (
            (translate("Chart", "When"), when(version.at)),
            (translate("Chart", "Who"), version.by or translate("Chart", "Somebody of another clinic")),
            (translate("Chart", "Before"), values(edit, after=False)),
            (translate("Chart", "After"), values(edit, after=True)),
        )
        return Told(change_text(edit), "", facts)

    def first(edit: Edit, text: str, tone: str) -> Cell:
        # One deed is said once; whoever has it read out hears it with each field.
        return Cell("" if edit.place else text, tone, said=text)

    def who(edit: Edit) -> Cell:
        # The hub does not name the staff of other clinics.
        by = edit.version.by
        return (
            first(edit, by, "plain") if by else first(edit, translate("Chart", "Somebody of another clinic"), "muted")
        )

    columns: list[Column[Edit]] = [
        Column(translate("Chart", "When"), lambda edit: first(edit, when(edit.version.at), "strong"), 176),
        Column(translate("Chart", "Who"), who, 110, 1),
        Column(translate("Chart", "What"), lambda edit: Cell(change_text(edit), "strong"), 120, 1),
        Column(translate("Chart", "Before"), before, 120, 3, drop=1),
        Column(translate("Chart", "After"), lambda edit: Cell(_line(values(edit, after=True))), 120, 3),
    ]
    words = Words(translate("Chart", "Changes"), "pencil", translate("Chart", "Nothing was changed yet"))
    return ChartList(theme, bridge, actions.state.history, columns, words, actions.load_history, tell)


def looks(theme: Theme, bridge: Bridge, access: AccessState, actions: ChartActions) -> ChartList[Look]:
    """Return the list of who looked."""
    translate = QCoreApplication.translate
    said, when = AuditWords().actions, _when(access)

    def who(look: Look) -> Cell:
        # The hub does not name the staff of other clinics.
        return Cell(look.by, "strong") if look.by else Cell(translate("Chart", "Somebody of another clinic"), "muted")

    def where(look: Look) -> Cell:
        return Cell(clinic_of(access, look.clinic) or look.clinic, "muted")

    def what(look: Look) -> Cell:
        text = said.get(look.action, look.action)
        return Cell(text, "notice", icon="notice") if look.action in ALARMING else Cell(text)

    columns = [
        Column(translate("Chart", "When"), lambda look: Cell(when(look.at), "strong"), 176),
        Column(translate("Chart", "Who"), who, 130, 2),
        Column(translate("Chart", "What"), what, 180, 3),
        Column(translate("Chart", "Clinic"), where, 110, 1, drop=1),
    ]
    words = Words(translate("Chart", "Who looked"), "eye", translate("Chart", "Nobody has looked yet"))
    made = ChartList(theme, bridge, actions.state.looks, columns, words, actions.load_looks)
    made.say_note(translate("Chart", "That you asked who looked was recorded, too."))
    return made


def _when(access: AccessState) -> Callable[[int], str]:
    def text(at: int) -> str:
        zone = access.zone("")
        return f"{date_text(at, zone)} {clock_text(at, zone)}"

    return text


def _line(text: str) -> str:
    return " · ".join(text.splitlines())
