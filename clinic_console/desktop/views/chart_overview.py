"""All that is known of who a patient is, in two columns; in one where there is no room for two."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.state.chart import Chart, Contact
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_words import (
    alert_kind_text,
    consent_kinds,
    consent_words,
    contact_kinds,
    identifier_kinds,
)
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.patients_words import (
    grouped,
    language_text,
    restriction_text,
    sex_text,
    since_text,
)
from clinic_console.domain.patients import ContactKind

ONE_COLUMN: Final = 640
NAMES: Final = 148
HIGH: Final = 20
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
Fact = tuple[str, str, str]
"""A name, what holds, and its tone."""


class Overview(QScrollArea):
    """Facts on ``cards``; they are made anew with each chart, so that nothing of the one before stays."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Chart, str] | None = None
        self.cards: list[QWidget] = []
        self.setObjectName("chartScroll")
        self.setAccessibleName(QCoreApplication.translate("Chart", "Overview"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._page.setObjectName("chartOverview")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._page)
        pad = theme.px(14)
        self._row.setContentsMargins(pad, pad, pad, pad)
        self._row.setSpacing(theme.px(12))
        self._columns = (QVBoxLayout(), QVBoxLayout())
        for column in self._columns:
            column.setSpacing(theme.px(12))
            column.addStretch(1)
            self._row.addLayout(column, 1)
        self._row.addStretch(0)
        self.setWidget(self._page)

    def show_chart(self, chart: Chart, clinics: str) -> None:
        """Show what is known; ``clinics`` are the names of those in which the user sees the patient."""
        if (chart, clinics) == self._shown:
            return
        self.forget()
        self._shown = (chart, clinics)
        translate = QCoreApplication.translate
        left = (
            (translate("Chart", "Person"), _person(chart, clinics), ""),
            (translate("Chart", "Numbers"), _numbers(chart), ""),
        )
        right = (
            (translate("Chart", "Alerts"), _alerts(chart), translate("Chart", "No alerts are known.")),
            (translate("Chart", "Contacts"), _contacts(chart), translate("Chart", "No contacts are known.")),
            (translate("Chart", "Relatives and others"), _others(chart), ""),
            (translate("Chart", "Consents"), _consents(chart), ""),
        )
        for column, cards in zip(self._columns, (left, right), strict=True):
            for title, facts, empty in cards:
                if facts or empty:
                    card = self._card(title, facts, empty)
                    self.cards.append(card)
                    column.insertWidget(column.count() - 1, card)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self._shown = None
        for card in self.cards:
            for label in card.findChildren(QLabel):
                label.setText("")
            card.hide()
            card.deleteLater()
        self.cards = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the cards out."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        narrow = self.viewport().width() < self._theme.px(ONE_COLUMN)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not way:
            self._row.setDirection(way)
        for at, column in enumerate(self._columns):
            # Below each other they stand close together, beside each other each at its top.
            last = column.count() - 1
            column.setStretch(last, 0 if narrow else 1)
            self._row.setStretch(at, 0 if narrow else 1)
        self._row.setStretch(2, 1 if narrow else 0)

    def _card(self, title: str, facts: Iterable[Fact], empty: str) -> QWidget:
        px = self._theme.px
        card = QFrame(self._page)
        card.setObjectName("chartCard")
        heading = QLabel(title, card)
        heading.setObjectName("chartHeading")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(14), px(10), px(14), px(12))
        column.setSpacing(px(8))
        column.addWidget(heading)
        shown = Facts(self._theme, card, names=NAMES, gap=4)
        for name, value, tone in facts:
            shown.say(name, value, tone)
        for label in shown.findChildren(QLabel):
            # Names of any script begin where the others do, and take as much room.
            label.setAlignment(LEFT)
            label.setMinimumHeight(px(HIGH))
            if label.objectName() != "fact":
                label.setFixedWidth(px(NAMES))
        if not facts:
            none = QLabel(empty, card)
            none.setProperty("tone", "muted")
            column.addWidget(none)
        shown.setVisible(bool(facts))
        column.addWidget(shown)
        column.addStretch(1)
        card.show()
        return card


def _person(chart: Chart, clinics: str) -> list[Fact]:
    translate = QCoreApplication.translate
    facts = [
        (translate("Chart", "Name"), chart.name, ""),
        (translate("Chart", "Family name"), chart.family, ""),
        (translate("Chart", "Latin letters"), chart.latin if chart.latin != chart.name else "", ""),
        (translate("Chart", "Kana"), chart.kana, ""),
        (translate("Chart", "Former name"), chart.former, ""),
        (translate("Chart", "Date of birth"), _born(chart), ""),
        (translate("Chart", "Sex"), sex_text(chart.sex) or translate("Chart", "not known"), ""),
        (translate("Chart", "Died"), _died(chart), ""),
        (translate("Chart", "Language"), language_text(chart.language), ""),
        (translate("Chart", "Interpreter"), translate("Chart", "needed") if chart.interpreter else "", ""),
        (translate("Chart", "Chart"), restriction_text(chart.restriction), "notice"),
        (translate("Chart", "Clinic"), clinics, ""),
    ]
    return [fact for fact in facts if fact[1]]


def _born(chart: Chart) -> str:
    return born_text(chart.born) if chart.born is not None else QCoreApplication.translate("Chart", "not known")


def _died(chart: Chart) -> str:
    if not chart.deceased:
        return ""
    return born_text(chart.died) if chart.died is not None else QCoreApplication.translate("Chart", "date not known")


def _alerts(chart: Chart) -> list[Fact]:
    """Return each kind once: two allergies stand below each other."""
    found: dict[str, list[str]] = {}
    for alert in chart.alerts:
        said = ", ".join(filter(None, (alert.text, since_text(alert.since))))
        found.setdefault(alert_kind_text(alert.kind), []).append(
            said or QCoreApplication.translate("Chart", "yes", "an alert without words")
        )
    return [(kind, "\n".join(said), "notice") for kind, said in found.items()]


def _numbers(chart: Chart) -> list[Fact]:
    found = {QCoreApplication.translate("Chart", "MRN"): [grouped(chart.mrn)]}
    for each in chart.identifiers:
        kind = identifier_kinds().get(each.kind, each.kind)
        found.setdefault(kind, []).append(" · ".join(filter(None, (each.value, each.system))))
    return [(kind, "\n".join(said), "") for kind, said in found.items()]


def _contacts(chart: Chart) -> list[Fact]:
    found: dict[str, list[str]] = {}
    for each in chart.contacts:
        if not each.whose:
            found.setdefault(contact_kinds().get(each.kind, each.kind), []).append(each.value)
    return [(kind, "\n".join(said), "") for kind, said in found.items()]


def _others(chart: Chart) -> list[Fact]:
    found: dict[str, list[str]] = {}
    for each in chart.contacts:
        if each.whose:
            who = ", ".join(filter(None, (each.whose, each.relation)))
            found.setdefault(who, []).append(_way(each))
    return [(who, "\n".join(said), "") for who, said in found.items()]


def _way(contact: Contact) -> str:
    if contact.kind == ContactKind.PHONE:
        return contact.value
    kind = contact_kinds().get(contact.kind, contact.kind)
    text = QCoreApplication.translate("Chart", "%1: %2", "a way to reach somebody")
    return text.replace("%2", contact.value).replace("%1", kind)


def _consents(chart: Chart) -> list[Fact]:
    translate = QCoreApplication.translate
    given = {each.kind: each.given for each in chart.consents}
    kinds = consent_kinds() | {kind: kind for kind in given if kind not in consent_kinds()}
    said = consent_words()
    return [
        (name, said[given[kind]] if kind in given else translate("Chart", "not asked"), "")
        for kind, name in kinds.items()
    ]
