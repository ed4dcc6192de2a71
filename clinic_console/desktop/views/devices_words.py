"""Monitors in words: whether they are in use, where they stand, how far their clocks are off."""

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.state.devices import Device, Use
from clinic_console.desktop.views.table import Words
from clinic_console.domain.devices import TOLERANCE_MS
from clinic_console.domain.errors import ClinicError, Conflict


def use_text(use: Use) -> str:
    """Say whether a monitor is in use."""
    translate = QCoreApplication.translate
    return {
        Use.IN_USE: translate("Devices", "In use"),
        Use.NEVER_SEEN: translate("Devices", "Never seen"),
        Use.REVOKED: translate("Devices", "Revoked"),
    }[use]


def use_cell(device: Device) -> Cell:
    """Show whether a monitor is in use: a mark and a word."""
    icons = {Use.IN_USE: "dot", Use.NEVER_SEEN: "ring", Use.REVOKED: "ban"}
    tone = "plain" if device.use is Use.IN_USE else "muted"
    return Cell(use_text(device.use), tone, icon=icons[device.use])


def place_text(device: Device) -> str:
    """Say at which bed a monitor stands; empty for none."""
    return " · ".join(filter(None, (device.ward, device.bed))) if device.bed_id else ""


def offset_text(offset: int) -> str:
    """Say how far a clock is ahead (ms)."""
    translate = QCoreApplication.translate
    if abs(offset) <= TOLERANCE_MS:
        return translate("Devices", "On time")
    minutes, seconds = divmod(round(abs(offset) / 1_000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        far = translate("Devices", "%1 h %2 min").replace("%1", str(hours)).replace("%2", str(minutes))
    elif minutes:
        far = translate("Devices", "%1 min %2 s").replace("%1", str(minutes)).replace("%2", str(seconds))
    else:
        far = translate("Devices", "%1 s").replace("%1", str(seconds))
    whole = translate("Devices", "%1 ahead") if offset > 0 else translate("Devices", "%1 behind")
    return whole.replace("%1", far)


def trouble_text(error: ClinicError, *, registering: bool = False) -> str:
    """Say why a change did not happen, and what to do."""
    if isinstance(error, Conflict) and registering and error.field != "bed_id":
        return QCoreApplication.translate(
            "Devices", "A device with this code is registered already. Look for it in the list."
        )
    return sentences(words(error), advice(error))


def token_text(device: Device) -> str:
    """Say what another token does to a monitor."""
    if device.revoked:
        return QCoreApplication.translate(
            "Devices", "%1 is in use again once the new token is set in it. The old token stays worthless."
        ).replace("%1", device.code)
    if device.seen is None:
        return QCoreApplication.translate("Devices", "The token that was shown before is worth nothing from then on.")
    return QCoreApplication.translate(
        "Devices", "%1 is cut off at once, and gives no vitals until the new token is set in it."
    ).replace("%1", device.code)


def revoke_text(device: Device) -> str:
    """Say what it means to take a monitor out of use."""
    cut = QCoreApplication.translate("Devices", "%1 is cut off at once, and its token is worth nothing from then on.")
    said = cut.replace("%1", device.code)
    place = place_text(device)
    if place:
        bed = QCoreApplication.translate("Devices", "No vitals come from %1 any more.").replace("%1", place)
        said = sentences(said, bed)
    return sentences(said, QCoreApplication.translate("Devices", "A new token puts it back into use."))


def placed_text(device: Device, former: Device | None = None) -> str:
    """Say where a monitor stands now, and which one has left the bed for it."""
    place = place_text(device)
    if not place:
        return QCoreApplication.translate("Devices", "%1 stands at no bed now").replace("%1", device.code)
    stands = QCoreApplication.translate("Devices", "%1 stands at %2 now")
    said = stands.replace("%2", place).replace("%1", device.code)
    if former is None:
        return said
    left = QCoreApplication.translate("Devices", "%1 stands at no bed").replace("%1", former.code)
    return f"{said} · {left}"


def empty_words(*, searched: bool) -> Words:
    """Say what an empty list means."""
    translate = QCoreApplication.translate
    name = translate("Devices", "Devices")
    if searched:
        return Words(
            name,
            "search",
            translate("Devices", "No device fits"),
            translate("Devices", "Look for another code, model, ward or bed, or for another state."),
            translate("Devices", "Show all devices"),
        )
    return Words(
        name,
        "monitor",
        translate("Devices", "No device is registered"),
        translate("Devices", "Monitors stand here once they are registered. Each gets a token of its own."),
        translate("Devices", "Register a device"),
    )
