"""Patients in the command palette: the hub is asked while somebody types, and what is stale is dropped."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import Bridge, words
from clinic_console.desktop.charts.times import date_order
from clinic_console.desktop.models.ranking import Hit, Index, marks
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.views.commands import Command, Group, heading
from clinic_console.desktop.views.patients_words import deceased_text, details_text
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError

PAUSE_MS: Final = 150
MOST: Final = 6
LEAST: Final = 2
"""So many letters are asked for: one alone fits half of all people. A sign of Chinese or Japanese is a word."""
MOST_VISITS: Final = 2
"""Of so many, who fit best, the visits are offered as well."""

Find = Callable[[str], Awaitable[Sequence[Command]]]
"""Finds patients, each as what opens the chart, and below them ways to their visits; raises ClinicError."""


def patient_finder(
    actions: FindActions,
    access: AccessState,
    open_patient: Callable[[str], None],
    open_visits: Callable[[str], None],
) -> Find:
    """Return what finds patients for the palette; both ways to them are called with the id of who is chosen."""

    async def find(text: str) -> Sequence[Command]:
        if not access.may(Permission.SEE_PATIENTS):
            return ()
        found = await actions.find(text, date_order(QLocale()), MOST)
        visits = [_visits(each, open_visits) for each in found[:MOST_VISITS]]
        return [*(_command(each, open_patient) for each in found), *visits]

    return find


class PatientHits:
    """Who was found for what is typed; ``arrived`` is called when that changes by itself."""

    def __init__(self, bridge: Bridge, find: Find, arrived: Callable[[], None]) -> None:
        self._bridge, self._find, self._arrived = bridge, find, arrived
        self._soon = bridge.debounce(PAUSE_MS, self._ask)
        self._task: asyncio.Task[None] | None = None
        self._text = ""
        self._hits: tuple[Command, ...] = ()
        self._problem: ClinicError | None = None
        self.waiting = False

    @property
    def rows(self) -> list[str | Hit[Command]]:
        """Return the heading and who was found, or why nobody could be."""
        if self._problem is not None:
            text = QCoreApplication.translate("Palette", "Patients cannot be searched: %1")
            return [text.replace("%1", words(self._problem))]
        hits = [Hit(command, marks(self._text, command.title)) for command in self._hits]
        return [heading(Group.PATIENTS), *hits] if hits else []

    @property
    def count(self) -> int:
        """Return how many were found."""
        return len(self._hits)

    def want(self, text: str) -> None:
        """Look for others; who was found and still fits stays until the hub has answered."""
        text = " ".join(text.split())
        if text == self._text:
            return
        before = Index(self._hits)
        self.forget()
        if len(text) >= LEAST or not text.isascii():
            self._text, self.waiting = text, True
            self._hits = tuple(hit.entry for group in before.find(text).groups for hit in group)
            self._soon()

    def forget(self) -> None:
        """Keep nobody, and hear nothing that is still on its way."""
        self._soon.cancel()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._text, self._hits, self._problem, self.waiting = "", (), None, False

    def _ask(self) -> None:
        self._task = self._bridge.spawn(self._run(self._text), "find patients")

    async def _run(self, text: str) -> None:
        hits: tuple[Command, ...] = ()
        problem: ClinicError | None = None
        try:
            hits = tuple(await self._find(text))
        except ClinicError as error:
            problem = error
        if text == self._text:
            self._hits, self._problem, self.waiting = hits[: MOST + MOST_VISITS], problem, False
            self._arrived()


def _command(patient: Chart, open_patient: Callable[[str], None]) -> Command:
    other = patient.latin if patient.latin != patient.name else ""
    return Command(
        f"patient {patient.id}",
        f"{patient.name} {other}".strip(),
        Group.PATIENTS,
        "person",
        lambda: open_patient(patient.id),
        detail=" · ".join(filter(None, (details_text(patient, 0, ""), deceased_text(patient)))),
        words=patient.kana,
    )


def _visits(patient: Chart, open_visits: Callable[[str], None]) -> Command:
    other = patient.latin if patient.latin != patient.name else ""
    text = QCoreApplication.translate("Palette", "Visits of %1")
    return Command(
        f"visits {patient.id}",
        text.replace("%1", f"{patient.name} {other}".strip()),
        Group.PATIENTS,
        "calendar",
        lambda: open_visits(patient.id),
        # Who has the same name is told apart by the rest.
        detail=details_text(patient, 0, ""),
        words=patient.kana,
    )
