"""What is done with the list of patients: have rows brought, and somebody found."""

from collections.abc import Callable

import structlog

from clinic_console.desktop.link import patients_list as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.patients_list import MOST_HITS, Line, PatientList
from clinic_console.desktop.state.roll import CHUNK, Ask, Landmarks
from clinic_console.domain.errors import ClinicError
from clinic_console.wire.patients import PatientLine

log = structlog.get_logger()


class PatientListActions:
    """Reading the list and searching it; ``clock`` gives monotonic seconds. What comes of it stands in the state."""

    def __init__(self, access: Access, clock: Callable[[], float], state: PatientList) -> None:
        self._access, self.clock = access, clock
        self.state = state

    async def bring(self, ask: Ask) -> None:
        """Ask the hub for landmarks or rows."""
        roll, query = self.state.roll, self.state.filters.query()
        try:
            if ask.chunk < 0:
                found = await link.places(self._access, query)
                marks = Landmarks(found.total, max(1, found.every), tuple(found.keys), tuple(found.heads))
                roll.take_marks(ask, marks, self.clock())
            else:
                page = await link.page(self._access, query, ask.after, ask.skip, CHUNK)
                roll.take(ask, [_line(each) for each in page.items[:CHUNK]], page.next)
        except ClinicError as error:
            log.warning("list not loaded", code=error.code)
            roll.failed(ask, error)
        finally:
            roll.given_up(ask)

    async def find(self, order: str) -> None:
        """Ask the hub who fits what is typed; ``order`` is how dates are written here (dmy, mdy, ymd)."""
        search = self.state.search
        inquiry = search.begin(self.clock())
        try:
            found = await link.search(self._access, inquiry.text, order, MOST_HITS)
        except ClinicError as error:
            log.warning("search failed", code=error.code)
            search.failed(inquiry, error)
        else:
            hits = [_line(each) for each in found.items[:MOST_HITS]]
            search.take(inquiry, hits, self.clock(), more=found.more)


def line_of(chart: Chart) -> Line:
    """Return what a list says of somebody whose chart is here."""
    return Line(
        id=chart.id,
        mrn=chart.mrn,
        name=chart.name,
        latin=chart.latin,
        kana=chart.kana,
        born=chart.born,
        sex=chart.sex,
        deceased=chart.deceased,
        alerts=tuple(dict.fromkeys(each.kind for each in chart.alerts)),
        interpreter=chart.interpreter,
        clinic=chart.clinic_id,
    )


def _line(found: PatientLine) -> Line:
    return Line(
        id=found.id,
        mrn=found.mrn,
        name=found.name,
        latin=found.name_latin,
        kana=found.name_kana,
        born=found.born,
        sex=found.sex,
        deceased=found.deceased,
        alerts=tuple(found.alerts),
        interpreter=found.interpreter,
        clinic=found.clinic_id,
    )
