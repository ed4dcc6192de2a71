"""Imports as the stub hub answers for them: a row with BAD in it is refused."""

import json
from dataclasses import dataclass, field
from typing import Any

import msgspec

from clinic_console.wire.imports import (
    ErrorPage,
    Import,
    ImportPage,
    Mapping,
    NewImport,
    Remembered,
    RowError,
    Rows,
    RowsDone,
)
from tests.desktop.stub import StubHub, fail

AT = 1_700_000_000_000
SYNTHEA = Mapping(["external", "name", "born", "sex"], "synthea")


def imported(number: int, **changes: Any) -> Import:
    """One import, the later the smaller its number."""
    made = Import(
        id=f"0192f0c1-0000-7000-8000-0000005{number:05}",
        clinic_id="c1",
        kind="patients",
        file=f"patients-{number}.csv",
        digest="0" * 64,
        state="finished",
        lines=1_000,
        done=1_000,
        good=990,
        already=7,
        bad=3,
        by="N. Sato",
        began=AT - number * 3_600_000,
        ended=AT - number * 3_600_000 + 60_000,
        mapping=SYNTHEA,
    )
    return msgspec.structs.replace(made, **changes)


@dataclass
class StubImports:
    """The imports of one hub; ``failing`` go before all other answers, those of ``lose`` batches are lost."""

    rows: list[Import] = field(default_factory=list)
    errors: dict[str, list[RowError]] = field(default_factory=dict)
    remembered: Mapping | None = None
    failing: list[tuple[int, bytes]] = field(default_factory=list)
    lose: int = 0
    page: int = 100
    received: list[list[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    began: list[NewImport] = field(default_factory=list)

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        self.asked.append(f"{method} {path.removeprefix('/api/imports')}")
        if self.failing and (method, path) != ("GET", "/api/imports"):
            return self.failing.pop(0)
        if path == "/api/imports/mapping":
            return 200, msgspec.json.encode(Remembered(self._remembered(int(query["columns"]))))
        if path == "/api/imports":
            return self._begin(body) if method == "POST" else self._list(query)
        identity, _, what = path.removeprefix("/api/imports/").partition("/")
        found = next((one for one in self.rows if one.id == identity), None)
        if found is None:
            return fail(404, "not_found")
        if what == "rows":
            return self._take(found, msgspec.json.decode(body, type=Rows))
        if what == "errors":
            return self._errors(found, query)
        if method == "DELETE" and found.state == "running":
            found = self._put(found, state="cancelled", ended=AT)
        return 200, msgspec.json.encode(found)

    def _remembered(self, columns: int) -> Mapping | None:
        known = self.remembered
        return known if known is not None and len(known.columns) == columns else None

    def _list(self, query: dict[str, str]) -> tuple[int, bytes]:
        start = int(query.get("after", "0"))
        more = start + self.page < len(self.rows)
        return 200, msgspec.json.encode(
            ImportPage(self.rows[start : start + self.page], str(start + self.page) if more else None)
        )

    def _errors(self, one: Import, query: dict[str, str]) -> tuple[int, bytes]:
        start, found = int(query.get("after", "0")), self.errors.get(one.id, [])
        end = start + int(query["limit"])
        return 200, msgspec.json.encode(ErrorPage(found[start:end], str(end) if end < len(found) else None))

    def _begin(self, body: bytes) -> tuple[int, bytes]:
        new = msgspec.json.decode(body, type=NewImport)
        self.began.append(new)
        for one in self.rows:
            if (one.clinic_id, one.kind, one.digest, one.state) == (new.clinic_id, new.kind, new.digest, "running"):
                return 201, msgspec.json.encode(one)
        made = imported(0, id=new.id, clinic_id=new.clinic_id, kind=new.kind, file=new.file, digest=new.digest)
        counts = {"state": "running", "lines": new.lines, "done": 0, "good": 0, "already": 0, "bad": 0, "ended": None}
        made = msgspec.structs.replace(made, mapping=new.mapping, **counts)
        self.rows.insert(0, made)
        return 201, msgspec.json.encode(made)

    def _take(self, one: Import, given: Rows) -> tuple[int, bytes]:
        if one.state != "running":
            return fail(409, "imports.over")
        if given.after != one.done:
            return fail(409, "imports.out_of_step")
        assert len(given.rows) == len(given.lines) <= 1_000
        self.received += given.rows
        bad = [
            RowError(line, "born", "imports.date", "not a date in the order that was said")
            for line, cells in zip(given.lines, given.rows, strict=True)
            if "BAD" in cells
        ]
        self.errors.setdefault(one.id, []).extend(bad)
        done, good = one.done + len(given.rows), one.good + len(given.rows) - len(bad)
        over = {"state": "finished", "ended": AT} if done >= one.lines else {}
        one = self._put(one, done=done, good=good, bad=one.bad + len(bad), **over)
        if self.lose:
            self.lose -= 1
            return 503, json.dumps({"code": "unavailable.store", "message": "", "advice": ""}).encode()
        return 200, msgspec.json.encode(RowsDone(one, bad))

    def _put(self, one: Import, **changes: Any) -> Import:
        made = msgspec.structs.replace(one, **changes)
        self.rows[self.rows.index(one)] = made
        return made

    def serve(self, stub: StubHub) -> "StubImports":
        """Let a stub hub answer for these; day lists come by a way of their own."""
        stub.extra["", "/api/imports"] = self.answer
        stub.extra["", "/api/day-lists"] = lambda method, path, query, body: self.answer(
            method, path.replace("/day-lists", "/imports"), query, body
        )
        return self
