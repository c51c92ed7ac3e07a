"""What an endpoint publishes is what its handler and the gate before it raise."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from cabinet.contour.handling import handled
from cabinet.contour.http.published_codes import codes_of, raised_by
from cabinet.contour.problem import problem_of
from cabinet.contract import credentials, intake, people, rejections
from cabinet.contract.about import ABOUT
from cabinet.contract.catalogue import status_of
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.login import CHALLENGE, LOGIN
from cabinet.wire.ask import Ask
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Transport

SOURCES = Path(__file__).parents[3] / "cabinet" / "contour"
MAKERS = {"KnownError", "Refused"}
ANYWHERE = {"INTERNAL", "QUERY_INVALID", "HEADERS_TOO_LARGE", "BODY_TOO_SLOW", "BODY_TOO_LARGE", "STORAGE_FULL"}


def test_every_endpoint_has_exactly_one_handler() -> None:
    names = sorted(each.endpoint.name for each in handled())
    assert names == sorted(e.name for e in ENDPOINTS)
    assert {id(each.endpoint) for each in handled()} == {id(e) for e in ENDPOINTS}


def test_codes_come_from_the_handler_the_functions_it_names_and_the_gate() -> None:
    assert set(codes_of(ABOUT)) == ANYWHERE
    assert set(codes_of(CHALLENGE)) == ANYWHERE | {
        "RATE_LIMITED", "MEDIA_TYPE_UNSUPPORTED", "BODY_INVALID", "FIELD_UNKNOWN", "FIELD_MISSING", "FIELD_INVALID",
    }  # fmt: skip
    assert {"CREDENTIAL_NOT_FOUND", "RENEWAL_STALE", "MOMENT_INVALID"} <= set(codes_of(credentials.RENEW))
    assert {"IDEMPOTENCY_CONFLICT", "ACT_USED", "PERSON_APPOINTED", "DSTU_POINT_INVALID"} <= set(
        codes_of(people.APPOINT)
    )
    # An envelope has a bound of its own; reading one's own rejections is hindered by no limit (CONTRACT §1).
    assert "BATCH_TOO_LARGE" in codes_of(intake.SUBMIT)
    assert "BODY_TOO_LARGE" not in codes_of(intake.SUBMIT)
    assert "RATE_LIMITED" in codes_of(intake.SUBMIT)
    assert "RATE_LIMITED" not in codes_of(rejections.REJECTIONS)
    assert "RATE_LIMITED" not in codes_of(LOGIN)


def test_every_code_that_is_published_has_a_status() -> None:
    assert all(status_of(code) for e in ENDPOINTS for code in codes_of(e))


def unknown() -> None:
    """Do nothing.

    Raises:
        KnownError: ``NO_SUCH_CODE_AT_ALL``.
    """


def local() -> None:
    """Do nothing.

    Raises:
        KnownError: ``PORT_IN_USE``, which is never answered to anybody, or ``NOT_FOUND``.

    ``RATE_LIMITED`` stands beyond the section.
    """


def test_a_docstring_may_name_no_code_without_a_card_nor_ours_without_a_status(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BugError, match="NO_SUCH_CODE_AT_ALL"):
        raised_by([unknown])
    # What a room below raises and the contour does not publish is answered as INTERNAL.
    assert raised_by([local]) == {"NOT_FOUND"}
    monkeypatch.setattr(local, "__module__", "cabinet.contour.keys.grants")
    with pytest.raises(BugError, match="PORT_IN_USE"):
        raised_by([local])


class Stray(httpx.BaseTransport):
    def __init__(self, problem: str) -> None:
        self._problem = problem

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, text=self._problem, request=request)


def test_a_refusal_that_an_endpoint_does_not_publish_fails_the_test(published_codes: list[str]) -> None:
    problem = problem_of(KnownError("LOGIN_UNKNOWN"), "0" * 32, datetime.now(UTC)).model_dump_json(by_alias=True)
    transport = Transport.__new__(Transport)
    transport._client = httpx.Client(transport=Stray(problem), base_url="https://perimeter.test")
    with transport._client, pytest.raises(Refusal):
        transport.call(Ask(ABOUT))
    assert published_codes == ["about: LOGIN_UNKNOWN"]
    published_codes.clear()


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def raised_in(node: ast.AST) -> set[str]:
    """Return the codes of the exceptions that a function raises itself."""
    calls = [r.exc for r in ast.walk(node) if isinstance(r, ast.Raise) and isinstance(r.exc, ast.Call)]
    made = [c for c in calls if getattr(c.func, "id", "") in MAKERS and c.args]
    return {c.args[0].value for c in made if isinstance(c.args[0], ast.Constant)}


def helpers_of(node: ast.AST, known: dict[str, ast.AST], seen: set[str]) -> set[str]:
    """Return the codes of private helpers of the same file that a function calls."""
    codes: set[str] = set()
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name.startswith("_") and name in known and name not in seen:
            seen.add(name)
            codes |= raised_in(known[name]) | helpers_of(known[name], known, seen)
    return codes


def undocumented() -> Iterator[str]:
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = dict(functions(tree))
        known: dict[str, ast.AST] = {name.rpartition(".")[2]: node for name, node in found.items()}
        module = importlib.import_module(".".join(path.relative_to(SOURCES.parents[1]).with_suffix("").parts))
        for name, node in found.items():
            if name.rpartition(".")[2].startswith("_") or name.startswith("_"):
                continue
            target: object = module
            for part in name.split("."):
                target = inspect.getattr_static(target, part)
            function: Callable[..., object] = getattr(target, "__func__", getattr(target, "fget", target))  # type: ignore[assignment]  # a method of any kind
            missing = (raised_in(node) | helpers_of(node, known, set())) - named(function)
            yield from (f"{path.name}: {name} raises {code}" for code in sorted(missing))


def named(function: Callable[..., object]) -> set[str]:
    doc = inspect.getdoc(function) or ""
    return {word.strip("`.,;:()") for word in doc.partition("Raises:")[2].split()}


def test_whoever_raises_a_code_says_so() -> None:
    assert list(undocumented()) == []
