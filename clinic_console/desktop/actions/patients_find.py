"""Finding a patient from anywhere, by a few letters: nothing of it is kept."""

from clinic_console.desktop.link import patients_list as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.chart import Chart
from clinic_console.wire.patients import PatientLine


class FindActions:
    """Asking the hub who fits what is typed."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def find(self, text: str, order: str, most: int) -> tuple[Chart, ...]:
        """Return the likeliest; ``order`` is how dates are written here (dmy, mdy, ymd). Raises ClinicError."""
        found = await link.search(self._access, text, order, most)
        return tuple(chart_of_line(each) for each in found.items[:most])


def chart_of_line(found: PatientLine) -> Chart:
    """Return what a list says of a patient as far as a chart has it."""
    return Chart(
        found.id,
        found.mrn,
        found.name,
        found.name_latin,
        found.born,
        found.sex,
        kana=found.name_kana,
        deceased=found.deceased,
        clinic_id=found.clinic_id,
    )
