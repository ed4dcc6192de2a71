"""The audit log as the stub hub answers for it."""

from dataclasses import dataclass, field

import msgspec

from clinic_console.wire.audit import AuditChain, AuditEvent, AuditPage
from tests.desktop.stub import StubHub

AT = 1_700_000_000_000


def event(number: int, action: str = "patient.opened", **fields) -> AuditEvent:
    """One event, the later the smaller its number."""
    made = AuditEvent(
        id=f"0192f0c1-0000-7000-8000-0000001{number:05}",
        at=AT - number * 60_000,
        user_id="0192f0c1-0000-7000-8000-000000000777",
        user_name="N. Sato",
        station_id="0192f0c1-0000-7000-8000-000000000101",
        station_name="Desk 1",
        address="10.0.0.1",
        program="clinic-console 0.1.0",
        clinic_id="c1",
        action=action,
        object_kind=action.partition(".")[0],
        object_id=str(number),
        patient_id="0192f0c1-0000-7000-8000-000000000999" if action.startswith("patient") else None,
        mrn=f"MRN{number}" if action.startswith("patient") else "",
        before="",
        after="",
        reason="",
        seq=1_000 - number,
    )
    return msgspec.structs.replace(made, **fields)


@dataclass
class Log:
    """The log of one hub; ``asked`` is with which queries."""

    events: list[AuditEvent] = field(default_factory=lambda: [event(number) for number in range(3)])
    page: int = 100
    asked: list[dict[str, str]] = field(default_factory=list)
    chain: AuditChain = field(default_factory=lambda: AuditChain(12_345, "ab" * 32, 0))

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if path == "/api/audit/chain":
            return 200, msgspec.json.encode(self.chain)
        self.asked.append(query)
        found = [each for each in self.events if _fits(each, query)]
        start = int(query.get("after", "0"))
        more = start + self.page < len(found)
        page = AuditPage(found[start : start + self.page], str(start + self.page) if more else None)
        return 200, msgspec.json.encode(page)


def _fits(event: AuditEvent, query: dict[str, str]) -> bool:
    action = query.get("action", "")
    return (
        event.at >= int(query.get("from", "0"))
        and event.at < int(query.get("to", "9" * 15))
        and query.get("user", event.user_id) == event.user_id
        and query.get("mrn", event.mrn) == event.mrn
        and (not action or event.action == action or event.action.startswith(f"{action}."))
        and query.get("clinic", event.clinic_id) == event.clinic_id
    )


def mount(stub: StubHub) -> Log:
    """Let a stub hub answer for its log, and return it."""
    log = Log()
    stub.extra["GET", "/api/audit"] = log.answer
    return log
