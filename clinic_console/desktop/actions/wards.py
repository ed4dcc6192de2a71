"""What a user does with wards: choose which one to watch."""

from collections.abc import Callable

from clinic_console.desktop.state.wards import Ward, Wards


class WardActions:
    """Choosing a ward; ``watch`` makes the feed follow it, ``nudge`` makes it ask for its lists again."""

    def __init__(self, wards: Wards, *, watch: Callable[[str | None], None], nudge: Callable[[], None]) -> None:
        self._wards = wards
        self._watch = watch
        self._nudge = nudge

    def refresh(self) -> None:
        """Ask for wards and beds again, now."""
        self._nudge()

    def choose(self, ward: str | None) -> None:
        """Watch this ward from now on."""
        if ward == self._wards.chosen and not self._wards.gone:
            return
        self._wards.choose(ward)
        self._watch(ward)

    def choose_first(self) -> None:
        """Watch the largest ward when none is being watched."""
        if self._wards.chosen is None and self._wards.wards:
            self.choose(self.largest().id)

    def largest(self) -> Ward:
        """Return the ward with the most beds, the first of equals."""
        return max(self._wards.wards, key=lambda ward: ward.beds)
