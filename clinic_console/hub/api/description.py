"""How the API describes itself (OpenAPI 3.1)."""

from typing import Any, Final

from litestar import Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, OpenAPIType, Schema, SecurityScheme
from litestar.plugins import OpenAPISchemaPlugin
from litestar.types import ControllerRouterHandler
from litestar.typing import FieldDefinition
from msgspec import Struct
from msgspec.structs import fields

from clinic_console import __version__

BEARER: Final = "bearer"
"""The name of the security scheme."""


class _Unserved(Router):
    """Takes the framework's own documentation pages and serves none: /openapi.json is a route like any other."""

    def register(self, value: ControllerRouterHandler) -> list[Any]:  # noqa: ARG002 - the framework's signature
        """Leave a handler out."""
        return []


class ArrayStructs(OpenAPISchemaPlugin):
    """Describes structs that travel as arrays as arrays: the framework takes every struct for an object."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Say whether a type is such a struct."""
        kind = field_definition.annotation
        return isinstance(kind, type) and issubclass(kind, Struct) and kind.__struct_config__.array_like

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:
        """Return one schema per place in the array."""
        items = [
            schema_creator.for_field_definition(FieldDefinition.from_annotation(field.type, name=field.name))
            for field in fields(field_definition.annotation)
        ]
        names = ", ".join(field.name for field in fields(field_definition.annotation))
        return Schema(
            type=OpenAPIType.ARRAY,
            prefix_items=items,
            min_items=len(items),
            max_items=len(items),
            description=f"In this order: {names}.",
        )


def describe_api() -> OpenAPIConfig:
    """Return what is said of the API besides its routes."""
    return OpenAPIConfig(
        title="Clinic Console",
        version=__version__,
        description="Every error has the body Failure; every answer has the header X-Request-Id.",
        use_handler_docstrings=True,
        openapi_router=_Unserved("/openapi", route_handlers=[], include_in_schema=False),
        render_plugins=[JsonRenderPlugin()],
        components=Components(
            security_schemes={
                BEARER: SecurityScheme(
                    type="http",
                    scheme="bearer",
                    bearer_format="JWT",
                    description="The access token of a session: POST /api/session.",
                )
            }
        ),
    )
