"""The ASGI application: routes from the table, bodies within bounds, answers and problems."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cabinet.contour.http.composition import Perimeter
from cabinet.contour.http.gate import LIMIT_OF, Admitted, Gate, RawRequest, encode, too_large
from cabinet.contour.problem import Refused, problem_of
from cabinet.contract.endpoint import Access, AnyEndpoint, Streamed
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import new_trace_id

__all__ = ["application", "read_body"]

_log = logging.getLogger(__name__)
_THREADS: Final = {"intake": 4, "check": 2, "outside": 4, "export": 2, "call": 8}
_KINDS: Final = {
    "submit": "intake",
    "correct": "intake",
    "check": "check",
    "refresh": "outside",
    "time_stamp": "outside",
}
_BODY_SECONDS: Final = 60.0


class _Threads:
    """Threads by kind of work, so that none waits for another: batches, checks, asking others, streams, the rest."""

    def __init__(self) -> None:
        self._pools = {kind: ThreadPoolExecutor(count, thread_name_prefix=kind) for kind, count in _THREADS.items()}

    def of(self, endpoint: AnyEndpoint) -> ThreadPoolExecutor:
        """Return the threads that answer an endpoint."""
        return self._pools["export" if endpoint.streams else _KINDS.get(endpoint.name, "call")]


def application(perimeter: Perimeter, gate: Gate, accesses: Iterable[Access]) -> Starlette:
    """Return the application serving the endpoints of these kinds of access."""
    threads = _Threads()
    chosen = [e for e in ENDPOINTS if e.access in set(accesses)]
    # A fixed path ("/transactions/check") must be tried before one with a gap.
    routes = [
        Route(_route(e), _serving(perimeter, gate, threads, e), methods=[e.method])
        for e in sorted(chosen, key=lambda e: "{" in e.path)
    ]
    by_path: dict[str, set[str]] = {}
    for endpoint in chosen:
        by_path.setdefault(endpoint.path, set()).add(endpoint.method)

    async def refuse(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        code = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}.get(status, "INTERNAL")
        response = _problem(perimeter, KnownError(code), new_trace_id())
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        elif status == 405:
            response.headers["Allow"] = ", ".join(sorted(by_path.get(request.url.path, {"GET"})))
        return response

    return Starlette(routes=routes, exception_handlers={HTTPException: refuse, 404: refuse, 405: refuse})


def _route(endpoint: AnyEndpoint) -> str:
    """Return the path as the router takes it."""
    return endpoint.path if endpoint.rest is None else f"{endpoint.path.removesuffix('}')}:path}}"


def _serving(
    perimeter: Perimeter, gate: Gate, threads: _Threads, endpoint: AnyEndpoint
) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        trace_id = new_trace_id()
        try:
            raw = RawRequest(
                method=request.method,
                path=request.url.path,
                headers={k.lower(): v for k, v in request.headers.items()},
                path_values={k: str(v) for k, v in request.path_params.items()},
                query=list(request.query_params.multi_items()),
                body=b"",
                address=request.client.host if request.client else "",
                certificate=request.scope.get("extensions", {}).get("tls", {}).get("client_cert"),
            )
            loop = asyncio.get_running_loop()
            # Who it is comes before what they say: a stranger's body is never read.
            call = await loop.run_in_executor(threads.of(endpoint), gate.admit, endpoint, raw)
            raw = dataclasses.replace(raw, body=await read_body(request, endpoint))
            status, answer = await loop.run_in_executor(threads.of(endpoint), gate.answer, call, raw)
        except KnownError as error:
            return _problem(perimeter, error, trace_id)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception:  # noqa: BLE001  the last net: our mistake is logged and answered as INTERNAL
            _log.exception("trace %s: %s %s", trace_id, endpoint.method, endpoint.path)
            return _problem(perimeter, KnownError("INTERNAL"), trace_id)
        if isinstance(answer, Streamed):
            pieces = _pieces(gate, call, answer, threads.of(endpoint), trace_id)
            return StreamingResponse(pieces, status, answer.headers, answer.media.value)
        return Response(encode(answer), status, media_type=endpoint.answer_body.value)

    return serve


async def _pieces(
    gate: Gate, call: Admitted, answer: Streamed, threads: ThreadPoolExecutor, trace_id: str
) -> AsyncIterator[bytes]:
    """Yield an answer's pieces, each made on a thread when the one before it has gone out.

    Whoever reads slowly holds no thread and no transaction meanwhile. What fails under way, a session that ended too,
    leaves the answer without its end: the connection is closed.
    """

    def following() -> bytes | None:
        gate.still(call)
        return next(answer.pieces, None)

    loop = asyncio.get_running_loop()
    while True:
        try:
            piece = await loop.run_in_executor(threads, following)
        except KnownError as error:
            _log.warning("trace %s: a stream was cut: %s", trace_id, error.code)
            raise
        if piece is None:
            return
        yield piece


async def read_body(request: Request, endpoint: AnyEndpoint) -> bytes:
    """Read the body, stopping at the endpoint's bound of size and at the bound of time.

    Raises:
        KnownError: ``BODY_TOO_SLOW``, or what :func:`~cabinet.contour.http.gate.too_large` names.
    """
    limit, code = endpoint.longest or LIMIT_OF[endpoint.body], too_large(endpoint)
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:20]) > limit:
        raise KnownError(code, value=said[:20], expected=str(limit))
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise KnownError(code, value=f"> {limit}", expected=str(limit))
                parts.append(part)
    except TimeoutError as error:
        raise KnownError("BODY_TOO_SLOW", value=str(size), expected=f"{_BODY_SECONDS:.0f} s") from error
    return b"".join(parts)


def _problem(perimeter: Perimeter, error: KnownError, trace_id: str) -> Response:
    problem = problem_of(error, trace_id, perimeter.clock.now())
    body = problem.model_dump_json(by_alias=True, exclude_none=True)
    response = Response(body, problem.status, media_type="application/problem+json")
    if isinstance(error, Refused) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Refused) and error.rate_limit is not None:
        response.headers["RateLimit-Policy"], response.headers["RateLimit"] = error.rate_limit
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'DPoP algs="ES256"'
    return response
