"""The register of monitors as the stub hub answers for it."""

import json
from dataclasses import dataclass, field

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.devices_register import DeviceToken
from clinic_console.wire.wards import Device, DevicePage
from tests.desktop.stub import StubHub


def device(number: int, **fields) -> Device:
    """A monitor at bed number so-and-so, seen a moment ago."""
    made = Device(number, f"mon-{number:03}", "VM-8", f"b{number}", 1_700_000_000_000, 120, False, "c1", "3 East", "")
    return msgspec.structs.replace(made, **{"bed": str(number), **fields})


@dataclass
class Register:
    """The monitors of one hub; ``failing`` answers the next change with this status and code."""

    devices: list[Device] = field(default_factory=lambda: [device(1), device(2)])
    page: int = 200
    failing: tuple[int, str] | None = None
    serial: int = 0

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if method == "GET":
            start = int(query.get("after", "0"))
            items = self.devices[start : start + self.page]
            more = start + self.page < len(self.devices)
            return 200, msgspec.json.encode(DevicePage(items, str(start + self.page) if more else None))
        if self.failing is not None:
            (status, code), self.failing = self.failing, None
            return status, msgspec.json.encode(Failure(code, "no", "do something"))
        if path == "/api/devices":
            return self._add(json.loads(body))
        number, _, what = path.removeprefix("/api/devices/").partition("/")
        place = next((i for i, each in enumerate(self.devices) if each.id == int(number)), None)
        if place is None:
            return 404, msgspec.json.encode(Failure("not_found", "no", "look again"))
        if what == "token":
            self.devices[place] = msgspec.structs.replace(self.devices[place], revoked=False)
            return 200, self._token(self.devices[place])
        changed = {"revoked": True} if what == "revoke" else self._at(json.loads(body)["bed_id"])
        self.devices[place] = msgspec.structs.replace(self.devices[place], **changed)
        return 200, msgspec.json.encode(self.devices[place])

    def _add(self, given: dict[str, str]) -> tuple[int, bytes]:
        if any(each.code == given["code"] for each in self.devices):
            return 409, msgspec.json.encode(Failure("conflict", "no", "look again"))
        made = Device(len(self.devices) + 1, given["code"], given["model"], None, None, 0, False, given["clinic_id"])
        made = msgspec.structs.replace(made, **self._at(given.get("bed_id")))
        self.devices.append(made)
        return 201, self._token(made)

    def _at(self, bed: str | None) -> dict[str, str | None]:
        return {"bed_id": bed, "ward": "3 East" if bed else "", "bed": (bed or "").removeprefix("b")}

    def _token(self, of: Device) -> bytes:
        self.serial += 1
        return msgspec.json.encode(DeviceToken(of, f"token-{self.serial}-of-{of.code}"))


def mount(stub: StubHub) -> Register:
    """Let a stub hub answer for its monitors, and return them."""
    register = Register()
    stub.extra["", "/api/devices"] = register.answer
    return register
