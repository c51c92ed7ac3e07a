"""The OpenAPI 3.1 document of the contract, made from the table of endpoints, the wire models and the handlers.

``python -m cabinet.contour.openapi resources/openapi.json`` writes it; the suite checks that it is current.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cabinet.contour.http.published_codes import codes_of
from cabinet.contract.about import CONTRACT_VERSION
from cabinet.contract.catalogue import status_of
from cabinet.contract.endpoint import Access, AnyEndpoint, Body
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import BugError
from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.problems import Problem
from cabinet.contract.step_up import ACT_HEADER, MAX_SIGNATURE_HEADER, SIGNATURE_HEADER
from cabinet.contract.transaction import TRANSACTION_SCHEMA

__all__ = ["document", "write"]

_SCHEMA = "#/components/schemas/{name}"


def document() -> dict[str, Any]:
    """Return the whole document."""
    models: set[type[BaseModel]] = {Problem}
    for endpoint in ENDPOINTS:
        models |= {m for m in (endpoint.request, endpoint.answer) if issubclass(m, BaseModel)}
    ordered = sorted(models, key=lambda m: m.__name__)
    _, definitions = models_json_schema(
        [(m, "serialization" if not m.__name__.endswith("Request") else "validation") for m in ordered],
        ref_template=_SCHEMA.format(name="{model}"),
    )
    structs = [e.answer for e in ENDPOINTS if issubclass(e.answer, msgspec.Struct)]
    schemas: dict[str, Any] = _struct_schemas(structs) | _with_references(definitions["$defs"])
    schemas["Transaction"] = TRANSACTION_SCHEMA
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        if endpoint.access is not Access.TESTDATA:
            paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SOMS business perimeter: contract of the test contour",
            "version": CONTRACT_VERSION,
            "description": "Our own contract. The interface of the state's system is not public; this is not it.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "person": {"type": "http", "scheme": "DPoP", "description": "RFC 9449, token bound to a session key"},
                "sessionKey": {"type": "apiKey", "in": "header", "name": "DPoP"},
                "machine": {"type": "mutualTLS"},
            },
        },
    }


def _struct_schemas(structs: list[type[msgspec.Struct]]) -> dict[str, Any]:
    """Return the schemas of msgspec structs and of what they hold, by name."""
    _, found = msgspec.json.schema_components(structs, ref_template=_SCHEMA.format(name="{name}"))
    for schema in found.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
        if "enum" in schema:
            schema["type"] = "string"
    return found


def _with_references(schema: Any) -> Any:
    """Return a schema with references where structs stand."""
    if isinstance(schema, list):
        return [_with_references(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if set(schema) == {"x-struct"}:
        return {"$ref": _SCHEMA.format(name=schema["x-struct"])}
    return {name: _with_references(each) for name, each in schema.items()}


def _operation(endpoint: AnyEndpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": endpoint.name, "summary": endpoint.summary}
    gaps = dict.fromkeys(re.findall(r"{(\w+)}", endpoint.path), EXTERNAL_ID)
    if endpoint.rest is not None:
        gaps[list(gaps)[-1]] = endpoint.rest
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{pattern}$"}}
        for name, pattern in gaps.items()
    ]
    parameters += [{"name": name, "in": "query", "schema": form} for name, form in endpoint.query]
    if endpoint.idempotent:
        form = {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,64}$"}
        parameters.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": form})
    if endpoint.versioned:
        form = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
        parameters.append({"name": "If-Match", "in": "header", "required": True, "schema": form})
    if endpoint.step_up:
        parameters += _act_headers(endpoint)
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body is not Body.NONE:
        operation["requestBody"] = {"required": True, "content": {endpoint.body.value: {"schema": _body(endpoint)}}}
    operation["responses"] = {str(endpoint.status): _answer(endpoint)} | _refusals(endpoint)
    schemes: dict[Access, list[dict[str, list[str]]]] = {
        Access.PERSON: [{"person": []}],
        Access.MACHINE: [{"machine": []}],
        Access.PERSON_OR_MACHINE: [{"person": []}, {"machine": []}],
        Access.SESSION_KEY: [{"sessionKey": []}],
    }
    security = schemes.get(endpoint.access)
    if security is not None:
        operation["security"] = security
    extra = {
        "x-right": endpoint.right.value if endpoint.right else None,
        "x-scope": endpoint.scope.value if endpoint.scope else None,
        "x-right-production": endpoint.right_production.value if endpoint.right_production else None,
        "x-step-up": ("always" if endpoint.step_up_in_test else "production") if endpoint.step_up else None,
    }
    operation |= {name: value for name, value in extra.items() if value is not None}
    return operation


def _act_headers(endpoint: AnyEndpoint) -> list[dict[str, Any]]:
    """Return the two headers of a signed act; a test perimeter does without where ``x-step-up`` is ``production``."""
    act = "Id given by POST /auth/acts for exactly this method, path, body and Idempotency-Key."
    said = "Detached CAdES-BES over the statement of that act, DER in base64."
    return [
        {
            "name": name, "in": "header", "required": endpoint.step_up_in_test, "description": words,
            "schema": {"type": "string", "pattern": pattern, "maxLength": longest},
        }
        for name, words, pattern, longest in (
            (ACT_HEADER, act, "^[0-9a-f-]{36}$", 36),
            (SIGNATURE_HEADER, said, "^[A-Za-z0-9+/]+={0,2}$", MAX_SIGNATURE_HEADER),
        )
    ]  # fmt: skip


def _body(endpoint: AnyEndpoint) -> dict[str, Any]:
    if issubclass(endpoint.request, BaseModel):
        return {"$ref": _SCHEMA.format(name=endpoint.request.__name__)}
    if endpoint.body in {Body.ENVELOPE, Body.TIME_STAMP_QUERY}:
        return {"type": "string", "format": "binary"}
    return {"type": "string", "description": "One Transaction a line, as JSON."}


def _answer(endpoint: AnyEndpoint) -> dict[str, Any]:
    if endpoint.streams:
        forms = {form.value.split(";")[0]: {"schema": {"type": "string"}} for form in endpoint.streams}
        return {"description": endpoint.summary, "content": forms}
    schema: dict[str, Any] = {"type": "string"}
    if endpoint.answer_body is Body.TIME_STAMP_REPLY:
        schema["format"] = "binary"
    if issubclass(endpoint.answer, BaseModel | msgspec.Struct):
        schema = {"$ref": _SCHEMA.format(name=endpoint.answer.__name__)}
    kind = endpoint.answer_body.value.split(";")[0]
    return {"description": endpoint.summary, "content": {kind: {"schema": schema}}}


def _status(code: str) -> int:
    status = status_of(code)
    if status is None:
        raise BugError(f"{code} is published and its card has no status")
    return status


def _refusals(endpoint: AnyEndpoint) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in codes_of(endpoint):
        by_status.setdefault(_status(code), []).append(code)
    schema = {"$ref": _SCHEMA.format(name="Problem")}
    return {
        str(status): {
            "description": ", ".join(codes),
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status, codes in sorted(by_status.items())
    }


def text() -> str:
    """Return the document as it is written down."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(path: Path) -> None:
    """Write the document."""
    path.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
