"""The published document is the one the table makes, and it is well-formed."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from cabinet.assets import resource
from cabinet.contour.http.published_codes import codes_of
from cabinet.contour.openapi import document, text
from cabinet.contract.catalogue import status_of
from cabinet.contract.endpoint import Access
from cabinet.contract.endpoints import ENDPOINTS

FOR_EVERY_MACHINE = {"dictionary", "renew_credential"}
"""Whatever a machine's scopes, it may read the dictionary and renew its own certificate."""


def test_document_is_current() -> None:
    written = resource("openapi.json").read_text(encoding="utf-8")
    assert written == text(), "run: python -m cabinet.contour.openapi resources/openapi.json"


def test_schemas_are_schemas() -> None:
    for name, schema in document()["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert "$defs" not in json.dumps(schema), name


def test_every_endpoint_has_a_rule() -> None:
    names = [e.name for e in ENDPOINTS]
    assert len(names) == len(set(names))
    for e in ENDPOINTS:
        if e.access in {Access.PERSON, Access.PERSON_OR_MACHINE}:
            assert e.right is not None, e.name
        if e.access in {Access.MACHINE, Access.PERSON_OR_MACHINE} and e.name not in FOR_EVERY_MACHINE:
            assert e.scope is not None, e.name
        assert all(status_of(code) for code in codes_of(e))
        if e.step_up:
            assert e.access is Access.PERSON, e.name
            assert e.idempotent, e.name
            assert e.method == "POST", e.name
