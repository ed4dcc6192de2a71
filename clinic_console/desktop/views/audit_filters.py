"""What of the log is shown: of which time, what kind of thing, who did it, in which clinic, about which patient."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.models.days import day_begins, day_of
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.audit import Filters, Span, about_patient
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.audit_words import AuditWords
from clinic_console.desktop.views.filters import Flow
from clinic_console.desktop.views.plain import plain_tip
from clinic_console.desktop.views.segments import Segments

DAYS: Final = {Span.TODAY: 1, Span.WEEK: 7, Span.MONTH: 30, Span.YEAR: 365}
MOST_DAYS: Final = 400
"""The hub answers for no longer time at once."""
MAX_MRN: Final = 40
MRN_WIDTH: Final = 130
COMBO_LETTERS: Final = 11


class AuditFilters(QWidget):
    """``changed`` carries the filters that the user wants now."""

    changed = Signal(object)

    def __init__(self, theme: Theme, words: AuditWords, clinics: Sequence[Clinic], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._filters = theme, Filters()
        self._zone, self._now = "UTC", 0
        translate = QCoreApplication.translate
        self.span = Segments(translate("Audit", "Time"), list(words.spans.items()), self)
        self.begins, self.ends = self._date(translate("Audit", "From")), self._date(translate("Audit", "To"))
        self.what = self._combo(translate("Audit", "What"), words.groups)
        self.who = self._combo(translate("Audit", "Who"), {"": translate("Audit", "Everybody")})
        everywhere = {"": translate("Audit", "All clinics")}
        self.where = self._combo(translate("Audit", "Clinic"), everywhere | {one.id: one.name for one in clinics})
        self.where.setVisible(len(clinics) > 1)
        self.mrn = QLineEdit(self)
        self.mrn.setMaxLength(MAX_MRN)
        self.mrn.setPlaceholderText(translate("Audit", "MRN"))
        self.mrn.setAccessibleName(translate("Audit", "Patient, by MRN"))
        self.mrn.setFixedWidth(theme.px(MRN_WIDTH))
        self.looked = QPushButton(translate("Audit", "Who looked at this patient?"), self)
        self.reset = QPushButton(translate("Audit", "Clear filters"), self)
        self.reset.setProperty("kind", "flat")
        self._lay_out()
        self._connect()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in its order."""
        choices = (self.what, self.who, self.where, self.mrn, self.looked, self.reset)
        return (*self.span.buttons.values(), self.begins, self.ends, *choices)

    def frame(self, filters: Filters, people: Mapping[str, str], zone: str, now: int) -> None:
        """Show these filters, and whom one can choose; ``now`` is the hub's time, in ms since 1970."""
        self._zone, self._now = zone, now
        if self.who.count() - 1 != len({**people, **self._chosen(filters)}):
            self._fill_people({**people, **self._chosen(filters)})
        if filters != self._filters:
            self._filters = filters
            self._show()

    def today(self, filters: Filters) -> Filters:
        """Return the same filters of the days as they are by now."""
        days = DAYS.get(filters.span)
        if days is None:
            return filters
        first = day_of(self._now, self._zone).addDays(1 - days)
        return replace(filters, begins=day_begins(first, self._zone), ends=None)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look: all of it comes from the style sheet."""
        self._theme = theme

    def _show(self) -> None:
        filters = self._filters
        self.span.choose(filters.span)
        for combo, value in (
            (self.what, filters.group),
            (self.who, filters.user_id),
            (self.where, filters.clinic_id),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))
        if not self.mrn.hasFocus():
            self.mrn.setText(filters.mrn)
        custom = filters.span is Span.CUSTOM
        for edit in (self.begins, self.ends):
            edit.setVisible(custom)
        self.dash.setVisible(custom)
        if custom and filters.begins is not None and filters.ends is not None:
            with QSignalBlocker(self.begins), QSignalBlocker(self.ends):
                self.begins.setDate(day_of(filters.begins, self._zone))
                self.ends.setDate(day_of(filters.ends - 1, self._zone))
        self.looked.setEnabled(bool(self.mrn.text().strip()))
        self.reset.setVisible(replace(filters, span=Span.TODAY, begins=None, ends=None) != Filters())
        self.updateGeometry()

    def _chosen(self, filters: Filters) -> dict[str, str]:
        return {filters.user_id: filters.user} if filters.user_id else {}

    def _fill_people(self, people: Mapping[str, str]) -> None:
        with QSignalBlocker(self.who):
            while self.who.count() > 1:
                self.who.removeItem(1)
            for identity, name in sorted(people.items(), key=lambda pair: pair[1].casefold()):
                self.who.addItem(name or identity[:8], identity)
            self.who.setCurrentIndex(max(0, self.who.findData(self._filters.user_id)))

    def _want(self, filters: Filters) -> None:
        self.changed.emit(filters)

    def _set_span(self, key: str) -> None:
        span = Span(key)
        if span is Span.CUSTOM:
            day = day_of(self._now, self._zone)
            begins = self._filters.begins or day_begins(day, self._zone)
            self._want(replace(self._filters, span=span, begins=begins, ends=day_begins(day.addDays(1), self._zone)))
        else:
            self._want(self.today(replace(self._filters, span=span)))

    def _set_days(self) -> None:
        first, last = sorted((self.begins.date(), self.ends.date()))
        first = max(first, last.addDays(1 - MOST_DAYS))
        begins, ends = day_begins(first, self._zone), day_begins(last.addDays(1), self._zone)
        self._want(replace(self._filters, span=Span.CUSTOM, begins=begins, ends=ends))

    def _set_choices(self) -> None:
        user = str(self.who.currentData() or "")
        self._want(
            replace(
                self._filters,
                group=str(self.what.currentData() or ""),
                user_id=user,
                user=self.who.currentText() if user else "",
                clinic_id=str(self.where.currentData() or ""),
            )
        )

    def _set_mrn(self) -> None:
        self._want(replace(self._filters, mrn=self.mrn.text().strip()))

    def _look(self) -> None:
        self._want(about_patient(self._filters, self.mrn.text()))

    def _clear(self) -> None:
        self.mrn.setText("")
        self.mrn.setFocus()
        spanned = replace(Filters(), span=self._filters.span, begins=self._filters.begins, ends=self._filters.ends)
        self._want(spanned)

    def _combo(self, name: str, choices: Mapping[str, str]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(plain_tip(name))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(COMBO_LETTERS)
        for key, label in choices.items():
            combo.addItem(label, key)
        combo.activated.connect(self._set_choices)
        return combo

    def _date(self, name: str) -> QDateEdit:
        edit = QDateEdit(QDate.currentDate(), self)
        edit.setAccessibleName(name)
        form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
        edit.setDisplayFormat(re.sub(r"y+", "yyyy", form))
        edit.setKeyboardTracking(False)
        edit.setMinimumDate(QDate(2020, 1, 1))
        edit.hide()
        edit.dateChanged.connect(self._set_days)
        return edit

    def _connect(self) -> None:
        self.span.chosen.connect(self._set_span)
        self.mrn.returnPressed.connect(self._set_mrn)
        self.mrn.textChanged.connect(lambda text: self.looked.setEnabled(bool(text.strip())))
        self.looked.clicked.connect(self._look)
        self.reset.clicked.connect(self._clear)
        self._show()

    def _lay_out(self) -> None:
        px = self._theme.px
        self.dash = QLabel("–", self)
        self.dash.setMinimumHeight(self._theme.size("row", "input"))
        self.dash.hide()
        self.time, choices = QWidget(self), QWidget(self)
        first, second = Flow(self.time, px(8)), Flow(choices, px(8))
        for widget in (self.span, self.begins, self.dash, self.ends):
            first.addWidget(widget)
        for choice in (self.what, self.who, self.where, self.mrn, self.looked, self.reset):
            second.addWidget(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(8), px(14), px(8))
        column.setSpacing(px(8))
        column.addWidget(self.time)
        column.addWidget(choices)
