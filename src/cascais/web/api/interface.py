"""The interface: one object that knows all operations, and the document that describes them."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from cascais.web.api import refusals
from cascais.web.api.calling import anybody
from cascais.web.api.describing import completed
from cascais.web.api.parsing import StrictParser
from cascais.web.api.rendering import Renderer
from cascais.web.api.routes import ROUTERS

VERSION = "1"
DESCRIPTION = """Everything public of the network, and with a token what its owner may see and do.

Every number comes with its unit, its source and the address that explains it. Lists come in pages. Answers carry an
ETag. What is refused is answered as application/problem+json, with what was found, what is allowed and what to do."""


class Interface(NinjaAPI):
    """Operations are named after their functions, in the document and in the addresses alike."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of an operation in the document."""
        return operation.view_func.__name__

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """What was sent stays in the error, so that the answer can repeat it."""
        return ValidationError([each for context in error_contexts for each in refusals.placed(context)])

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document, with what all operations have in common."""
        return completed(super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params))


def _interface() -> Interface:
    api = Interface(
        title="Cascais",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        openapi_url="/openapi.json",
        auth=anybody,
        parser=StrictParser(),
        renderer=Renderer(),
    )
    refusals.register(api)
    for tag, router in ROUTERS:
        api.add_router("", router, tags=[tag])
    return api


API = _interface()
