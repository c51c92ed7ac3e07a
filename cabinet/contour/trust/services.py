"""The contour's trust services over plain HTTP on loopback, as real ones are: OCSP, revocation lists, the authority.

What certificates say of where to ask points here, and the contour itself asks here too: a log-in takes the real road.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Callable
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from cabinet.contour.trust.authority import Authority
from cabinet.contour.trust.ocsp_responder import OcspResponder
from cabinet.contour.trust.published_list import PublishedList
from cabinet.contour.trust.revocation_lists import RevocationLists
from cabinet.contract.testdata import TrustFaults

__all__ = ["TrustServices"]

_MOST: Final = 64 * 1024
_HUGE: Final = 9 * 1024 * 1024
"""More than any answer that is taken."""
_SLOW_SECONDS: Final = 8.0
_NOWHERE: Final = "http://127.0.0.1:9/"
_QUERY, _ANSWER = "application/ocsp-request", "application/ocsp-response"
_TRUSTED_LIST: Final = "application/vnd.etsi.tsl+xml"
_CRL, _CERTIFICATE = "application/pkix-crl", "application/pkix-cert"


class TrustServices:
    """The routes; ``faults`` says how they misbehave, and may be replaced at any time."""

    def __init__(
        self, authority: Authority, responder: OcspResponder, lists: RevocationLists, trusted: PublishedList
    ) -> None:
        self._authority = authority
        self._trusted = trusted
        self._responder = responder
        self._lists = lists
        self.faults = TrustFaults()

    def routes(self) -> list[Route]:
        """Return what is served."""
        return [
            Route("/ocsp", self._post, methods=["POST"]),
            # RFC 6960 appendix A.1: the request in the path, base64 and then URL-encoded; a slash may stand in it.
            Route("/ocsp/{query:path}", self._get, methods=["GET"]),
            Route("/crl/full.crl", self._full, methods=["GET"]),
            Route("/crl/delta.crl", self._delta, methods=["GET"]),
            Route("/ca.cer", self._ca, methods=["GET"]),
            Route("/tl.xml", self._list, methods=["GET"]),
        ]

    def application(self) -> Starlette:
        """Return the application."""
        return Starlette(routes=self.routes())

    async def _post(self, request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != _QUERY:
            return Response(status_code=415)
        parts: list[bytes] = []
        size = 0
        try:
            async for part in request.stream():
                size += len(part)
                if size > _MOST:
                    return Response(status_code=413)
                parts.append(part)
        except ClientDisconnect:
            return Response(status_code=499)
        return await self._ocsp(request, b"".join(parts))

    async def _get(self, request: Request) -> Response:
        try:
            query = base64.b64decode(request.path_params["query"], validate=True)
        except (binascii.Error, ValueError):
            query = b""
        return await self._ocsp(request, query)

    async def _ocsp(self, request: Request, query: bytes) -> Response:
        fault = self.faults.ocsp
        return await _answer(request, fault, _ANSWER, lambda: self._responder.respond(query, fault))

    async def _full(self, request: Request) -> Response:
        fault = self.faults.crl
        return await _answer(request, fault, _CRL, lambda: self._lists.full(fault))

    async def _delta(self, request: Request) -> Response:
        fault = self.faults.crl
        said = "down" if fault == "delta-down" else fault
        return await _answer(request, said, _CRL, lambda: self._lists.delta(fault))

    async def _ca(self, request: Request) -> Response:
        return await _answer(request, "ok", _CERTIFICATE, lambda: self._authority.der)

    async def _list(self, request: Request) -> Response:
        fault = "down" if self.faults.list == "down" else "ok"
        return await _answer(request, fault, _TRUSTED_LIST, self._trusted.blob)


async def _answer(request: Request, fault: str, kind: str, make: Callable[[], bytes]) -> Response:
    """Answer, or fail in the way that was asked for."""
    if fault == "down":
        return Response(status_code=503)
    if fault == "redirect":
        return Response(status_code=302, headers={"Location": _NOWHERE})
    if fault == "huge":
        return Response(bytes(_HUGE), media_type=kind)
    if fault == "garbage":
        return Response(b"\x30\x03\x02\x01\x01", media_type=kind)
    if fault == "slow":
        await _until_given_up(request)
    return Response(await run_in_threadpool(make), media_type=kind)


async def _until_given_up(request: Request) -> None:
    """Wait until whoever asked has hung up."""
    try:
        async with asyncio.timeout(_SLOW_SECONDS):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return
