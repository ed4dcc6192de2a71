"""The OpenAPI document: complete, and true."""

from typing import Any

import msgspec

from clinic_console.wire.readings import Point


async def _document(hub: Any) -> Any:
    answer = await hub.client.get("/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"]} if "$ref" in node else set()
        return found.union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()


async def test_every_operation_describes_its_answers_and_errors(hub: Any) -> None:
    document = await _document(hub)
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    ids = []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            ids.append(operation["operationId"])
            assert operation["description"], path
            failures = {status: body for status, body in operation["responses"].items() if status >= "400"}
            assert {"500", "503"} <= failures.keys()
            assert ("401" in failures) == (bool(operation.get("security")) or path.startswith("/api/session"))
            for body in failures.values():
                assert body["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Failure"}
            assert any(status.startswith("2") for status in operation["responses"])
    assert len(ids) == len(set(ids))


async def test_every_reference_leads_somewhere(hub: Any) -> None:
    document = await _document(hub)
    references = _references(document)
    assert "#/components/schemas/History" in references
    for reference in references:
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node["type"] == "object"


async def test_a_point_is_described_as_the_array_that_it_is(hub: Any) -> None:
    schemas = (await _document(hub))["components"]["schemas"]
    items = schemas["Series"]["properties"]["points"]["items"]
    written = msgspec.json.decode(msgspec.json.encode(Point(1, 2, 3.0, 4.0, 3.5)))
    assert (items["type"], items["minItems"], items["maxItems"]) == ("array", len(written), len(written))
    kinds = {"integer": int, "number": float, "boolean": bool}
    assert [type(value) for value in written] == [kinds[item["type"]] for item in items["prefixItems"]]


async def test_parameters_and_their_bounds_are_described(hub: Any) -> None:
    operation = (await _document(hub))["paths"]["/api/beds/{bed}/readings"]["get"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert parameters.keys() == {"bed", "from", "to", "points"}
    assert (parameters["points"]["schema"]["maximum"], parameters["points"]["schema"]["minimum"]) == (2_000, 1)
