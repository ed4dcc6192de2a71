"""An importer's side of the API: begins an import and sends its rows as the console does."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from clinic_console.domain.imports_rows import Row, batches

PATIENTS = ["external", "name", "family", "born", "sex", "phone"]
ENCOUNTERS = ["external", "patient", "began", "ended", "kind", "practitioner"]


def mapping(columns: Sequence[str], system: str = "synthea", **more: Any) -> dict[str, Any]:
    """Write a mapping."""
    return {"columns": list(columns), "system": system, **more}


def digest_of(text: str) -> str:
    """Return a file's digest."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Desk:
    """Somebody who imports into a clinic."""

    hub: Any
    clinic: Any
    headers: dict[str, str]
    path: str = "/api/imports"

    async def post(self, path: str, body: Any) -> Any:
        return await self.hub.client.post(f"{self.path}{path}", json=body, headers=self.headers)

    async def get(self, path: str, **query: Any) -> Any:
        return await self.hub.client.get(f"{self.path}{path}", params=query, headers=self.headers)

    def new(self, kind: str, lines: int, columns: Sequence[str], **more: Any) -> dict[str, Any]:
        """Write what begins an import."""
        return {
            "id": str(uuid4()), "clinic_id": str(self.clinic), "kind": kind, "file": f"{kind}.csv",
            "digest": digest_of(kind), "lines": lines, "mapping": mapping(columns), **more,
        }  # fmt: skip

    async def begin(self, kind: str, lines: int, columns: Sequence[str], **more: Any) -> str:
        answer = await self.post("", self.new(kind, lines, columns, **more))
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["id"]
        return found

    async def send(self, import_id: str, after: int, rows: Sequence[Sequence[str]], first: int = 0) -> Any:
        lines = [(first or after + 1) + number for number in range(len(rows))]
        return await self.post(f"/{import_id}/rows", {"after": after, "rows": list(rows), "lines": lines})

    async def import_rows(self, kind: str, columns: Sequence[str], rows: Sequence[Row], **more: Any) -> Any:
        """Import all rows and return the import as it is then, with the errors of every answer."""
        import_id = await self.begin(kind, len(rows), columns, **more)
        progress: Any = None
        errors = []
        done = 0
        for batch in batches(rows):
            body = {"after": done, "rows": [cells for _, cells in batch], "lines": [line for line, _ in batch]}
            answer = await self.post(f"/{import_id}/rows", body)
            assert answer.status_code == 200, answer.text
            progress = answer.json()["progress"]
            errors += answer.json()["errors"]
            done += len(batch)
        return progress, errors


def numbered(rows: Iterable[Sequence[str]]) -> list[Row]:
    """Give rows the lines of a file that has nothing else."""
    return [(line, list(cells)) for line, cells in enumerate(rows, start=1)]
