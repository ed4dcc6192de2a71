"""What a user does with wards: choose which ones to watch."""

from collections.abc import Callable, Collection

from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.state.wards import Ward, Wards
from clinic_console.desktop.station import MAX_WARDS
from clinic_console.domain.access import Permission


class WardActions:
    """Choosing wards; ``watch`` makes the feed follow them, ``nudge`` makes it ask for its lists again.

    The choice is kept in the ``station``'s settings and taken up again by whoever signs in next and may.
    """

    def __init__(
        self,
        wards: Wards,
        *,
        watch: Callable[[Collection[str]], None],
        nudge: Callable[[], None],
        access: AccessState,
        station: StationState,
    ) -> None:
        self._wards = wards
        self._watch = watch
        self._nudge = nudge
        self._access = access
        self.station = station

    def refresh(self) -> None:
        """Ask for wards and beds again, now."""
        self._nudge()

    def watchable(self) -> tuple[Ward, ...]:
        """Return the wards whose readings the user may see."""
        clinics = self._access.may(Permission.SEE_READINGS)
        return tuple(ward for ward in self._wards.wards if ward.clinic_id in clinics)

    def clinics(self) -> dict[str, str]:
        """Return the names of the clinics of these wards by id, in the order in which the user has them."""
        mine = {ward.clinic_id for ward in self.watchable()}
        names = {clinic.id: clinic.name for clinic in self._access.clinics if clinic.id in mine}
        return names if len(names) == len(mine) else {}

    @property
    def denied(self) -> bool:
        """Say whether the user's work is one without vitals in every clinic, as reception's is."""
        return bool(self._access.clinics) and not self._access.may(Permission.SEE_READINGS)

    def choose(self, wards: Collection[str]) -> None:
        """Watch these wards from now on: those of the first one's clinic, at most MAX_WARDS; none changes nothing."""
        fitting = self._fitting(wards)
        if not fitting:
            return
        self._follow(fitting)
        self.station.change(wards=fitting)

    def toggle(self, ward: str) -> None:
        """Watch a ward beside the others, or no more; the last one stays, one of another clinic takes their place."""
        chosen = tuple(each.id for each in self._wards.present)
        if ward in chosen:
            self.choose([each for each in chosen if each != ward])
        elif len(chosen) < MAX_WARDS:
            self.choose((ward, *chosen))

    def choose_first(self) -> None:
        """While nothing is watched, watch what this PC is set to, or else the largest ward."""
        if self._wards.chosen or not self._wards.wards:
            return
        fitting = self._fitting(self.station.now.wards) or tuple(ward.id for ward in self._largest())
        if fitting:
            self._follow(fitting)

    def _follow(self, wards: tuple[str, ...]) -> None:
        # A ward that was gone may be back: it is asked for again.
        if wards != tuple(ward.id for ward in self._wards.present) or wards != self._wards.chosen:
            self._wards.choose(wards)
            self._watch(wards)

    def _fitting(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Return what can be watched of these in the order of the list: one zone must hold for all of them."""
        watchable = {ward.id: ward for ward in self.watchable()}
        known = [watchable[ward] for ward in wanted if ward in watchable]
        clinic = known[0].clinic_id if known else ""
        ids = {ward.id for ward in known[:MAX_WARDS] if ward.clinic_id == clinic}
        return tuple(ward for ward in watchable if ward in ids)

    def _largest(self) -> tuple[Ward, ...]:
        """Return the ward with the most beds, the first of equals, if there is any."""
        return tuple(sorted(self.watchable(), key=lambda ward: -ward.beds)[:1])
