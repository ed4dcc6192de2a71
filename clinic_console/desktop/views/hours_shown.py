"""What is seen of weekly hours: the week, a line or the preview beside it, what is wrong, the foot."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours import Draft, Entry
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.hours_affected import AffectedList
from clinic_console.desktop.views.hours_form import LineForm
from clinic_console.desktop.views.hours_stage import HoursStage
from clinic_console.desktop.views.hours_week import WeekView
from clinic_console.desktop.views.hours_words import affected_text, kind_text, line_text, save_text, weekday_text
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError

FIRST_HOUR = 7


class HoursShown(HoursStage):
    """Shows a draft; ``exceptions_wanted`` carries practitioner and clinic whose leave is to be looked at."""

    exceptions_wanted = Signal(int, str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: HoursActions) -> None:
        super().__init__(theme, bridge, state, actions)
        translate = QCoreApplication.translate
        self.setObjectName("hoursPanel")
        self._draft: Draft | None = None
        self._clinic = ""
        self._looking = False
        self._wrong: dict[int, ClinicError] = {}
        self.week = WeekView(theme)
        self.week.setAccessibleName(translate("Hours", "Weekly hours"))
        self.area = QScrollArea()
        self.area.setObjectName("hoursArea")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.week)
        self.form = LineForm(theme, self.side.page)
        self.affected = AffectedList(theme, self.side.page)
        self.away = QPushButton(translate("Hours", "Leave or extra hours …"), self)
        self.add = QPushButton(translate("Hours", "Add hours"), self)
        self.undo = QPushButton(translate("Hours", "Undo"), self)
        self.drop = QPushButton(translate("Hours", "Drop changes"), self)
        for part in (self.form, self.affected):
            self.side.column.addWidget(part)
        self.side.column.addStretch(1)
        self.title.setText(translate("Hours", "Working hours"))
        self.lay_out(self.area, [self.away, self.add], [self.undo, self.drop])

    # What is shown

    @property
    def _mine(self) -> frozenset[str]:
        return self.may(Permission.SET_HOURS)

    @property
    def _called(self) -> str:
        return self.doctor(self._draft.practitioner) if self._draft is not None else ""

    def _clinics(self, entry: Entry | None) -> list[str]:
        """Return in which clinics a line may be, in the user's order."""
        draft = self._draft
        who = self.do.state.people.get(draft.practitioner) if draft is not None else None
        works = set(who.clinics) if who is not None and who.clinics else set(self._mine)
        own = {entry.clinic} if entry is not None else set()
        found = [each.id for each in self.state.access.clinics if each.id in (works & self._mine) | own]
        return found or sorted(self._mine)

    def _show(self, draft: Draft) -> None:
        self._wrong = draft.wrong(self.today(self._clinic))
        self.who.say(self._called)
        self.setAccessibleName(f"{self.title.text()} {self._called}")
        self._show_ground(draft)
        names = self.clinic_names()
        self.week.show_draft(draft, frozenset(self._wrong), names, may=bool(self._mine))
        affected = draft.seen if self._looking else None
        self._looking = affected is not None
        current = draft.current
        self.form.setVisible(affected is None and current is not None)
        self.affected.setVisible(affected is not None)
        if affected is not None:
            self._show_affected(draft, affected)
        elif current is not None:
            self._show_line(draft, current)
        self.beside.show_side(affected is not None or current is not None)
        self._show_foot(draft)
        self._show_theirs(draft)

    def _show_line(self, draft: Draft, current: Entry) -> None:
        clinics = self._clinics(current)
        names = {each.id: each.name for each in self.state.access.clinics}
        kinds = sorted(self.do.state.kinds.values(), key=lambda kind: kind.name)
        shown = [kind for kind in kinds if kind.active or kind.id in current.line.types]
        self.side.say(kind_text(current.line.kind), weekday_text(current.line.weekday))
        self.form.show_entry(
            current,
            self._wrong.get(current.key),
            draft.meets(current.key),
            [names.get(each, "") for each in clinics],
            clinics.index(current.clinic),
            shown,
            may=current.clinic in self._mine,
        )

    def _show_affected(self, draft: Draft, found: Affected) -> None:
        self.side.say(QCoreApplication.translate("Hours", "Preview"), self._called)
        zones = {each.key: each for each in draft.entries}
        zone = next((each.line.zone for each in zones.values()), self.state.access.zone(self._clinic))
        kinds = {number: kind.name for number, kind in self.do.state.kinds.items()}
        self.affected.show_affected(found, zone, kinds, {})

    def _show_ground(self, draft: Draft) -> None:
        """Say what stands in the week's place, if it cannot be shown."""
        translate = QCoreApplication.translate
        ground = self.ground
        if not self.may(Permission.SEE_SCHEDULE):
            ground.denied(
                translate("Hours", "Hours are not for your role"),
                translate("Hours", "Ask your administrator for the right to see schedules."),
            )
        elif draft.problem is not None:
            ground.failed(draft.problem)
        elif not draft.loaded:
            ground.loading(self.mono)
        elif not draft.entries and not draft.shut and not draft.dirty:
            button = translate("Hours", "Add the first") if self._mine else ""
            text = translate("Hours", "Nobody can be booked here before there are hours.")
            ground.empty("calendar", translate("Hours", "No hours yet"), text, button)
        else:
            ground.ready()

    def _show_foot(self, draft: Draft) -> None:
        translate = QCoreApplication.translate
        may, dirty, busy = bool(self._mine), draft.dirty, self.errand.busy
        seen, wrong = draft.seen, len(self._wrong)
        if not may:
            text = translate("Hours", "Only shown: setting hours is not for your role.")
        elif self.form.misread or wrong:
            text = translate("Hours", "%n line(s) cannot stay so.", None, max(1, wrong))
        elif dirty and not self.state.connection.open:
            text = translate("Hours", "No connection: what is typed waits here.")
        elif dirty:
            text = affected_text(seen.total) if seen is not None else translate("Hours", "Not saved yet.")
        else:
            text = translate("Hours", "Arrows: go · Enter: add or open · Alt+arrows: move · Shift+arrows: longer")
        self.status.setText(text)
        self.status.setProperty("tone", "notice" if wrong or self.form.misread else "secondary")
        self.status.style().polish(self.status)
        ready = may and dirty and not busy and not wrong
        self.say_save(save_text(seen.total if seen is not None else 0), ready=ready)
        self.preview.setEnabled(ready)
        for button in (self.add, self.save):
            button.setVisible(may and draft.loaded)
        for button in (self.undo, self.drop, self.preview):
            # What has been looked at is saved, or one goes back.
            button.setVisible(may and draft.loaded and not self._looking)
        self.undo.setEnabled(bool(draft.past))
        self.drop.setEnabled(dirty)
        self.away.setVisible(bool(self.may(Permission.SEE_SCHEDULE)))

    def _show_theirs(self, draft: Draft) -> None:
        """Say what somebody else has changed meanwhile."""
        theirs = draft.theirs
        if theirs is None:
            self.banner.hide()
            return
        translate = QCoreApplication.translate
        names = self.clinic_names()
        parts = []
        for words, entries in (
            (translate("Hours", "New: %1."), theirs.new),
            (translate("Hours", "Gone: %1."), theirs.gone),
        ):
            if entries:
                lines = "; ".join(line_text(each.line, names.get(each.clinic, "")) for each in entries[:3])
                parts.append(words.replace("%1", lines + (" …" if len(entries) > 3 else "")))
        bold = translate("Hours", "Somebody else has changed these hours.")
        kept = translate("Hours", "Yours are kept as typed; saving puts them in place of theirs.")
        self.banner.say("notice", "swap", bold, " ".join((*parts, kept)), translate("Hours", "Take theirs"))
