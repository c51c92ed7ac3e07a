"""The running contour against its published document, by a tool that knows none of our code."""

from __future__ import annotations

import http.client
import json
import ssl

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cabinet.assets import resource
from cabinet.contract.catalogue import status_of
from tests.company import WAIT, Company


@schemathesis.serializer("application/x-ndjson", "application/vnd.soms.batch+hpke", "application/timestamp-query")
def as_bytes(context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8


def test_every_operation_answers_as_published(company: Company) -> None:
    ready = company.contour.ready
    assert ready is not None
    document = json.loads(resource("openapi.json").read_text(encoding="utf-8"))
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=ready.url)
    anchor = str(company.contour.data / "tls-ca.pem")
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @schema_given(operation)
        def check(case: schemathesis.Case) -> None:
            nonlocal tried
            tried += 1
            response = case.call(verify=anchor)
            assert response.status_code < 500, response.text
            case.validate_response(response, checks=CHECKS)
            if response.status_code >= 400:
                assert status_of(response.json()["code"]) == response.status_code
                told = case.operation.definition.raw["responses"][str(response.status_code)]["description"]
                assert response.json()["code"] in told.split(", ")

        check()
    assert tried > 100


def schema_given(operation: object) -> object:
    """Return the decorator that feeds a test with this operation's cases."""
    from hypothesis import given

    return given(case=operation.as_strategy())  # type: ignore[attr-defined]


def test_methods_and_paths_that_are_not(company: Company) -> None:
    ready = company.contour.ready
    assert ready is not None
    context = ssl.create_default_context(cafile=company.contour.data / "tls-ca.pem")
    for method, path, code in (
        ("GET", "/nowhere", "NOT_FOUND"),
        ("PATCH", "/about", "METHOD_NOT_ALLOWED"),
        ("GET", "/about?x=1", "QUERY_INVALID"),
        ("GET", "/testdata/time", "NOT_FOUND"),
    ):
        connection = http.client.HTTPSConnection("127.0.0.1", ready.port, context=context, timeout=WAIT / 1000)
        connection.request(method, path)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        assert (body["code"], answer.status) == (code, status_of(code))
        assert answer.getheader("Content-Type") == "application/problem+json"
        connection.close()
