"""The only file that imports httpx: one perimeter, one connection pool, retries that cannot double anything."""

from __future__ import annotations

import random
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from pydantic import ValidationError

from cabinet.contract.attendance import UNATTENDED_HEADER, attended
from cabinet.contract.endpoint import Body
from cabinet.contract.errors import KnownError
from cabinet.contract.problems import Problem
from cabinet.contract.states import Implementation
from cabinet.wire import numbers
from cabinet.wire.ask import AnyAsk
from cabinet.wire.refusal import Refusal
from cabinet.wire.trust import ClientCertificate, PinMismatchError, ServerWitness, perimeter_context

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.wire.dpop import SessionKey

__all__ = ["Reply", "Stream", "Transport"]


_READ = "application/json, application/problem+json, text/plain"


@dataclass(frozen=True)
class Reply:
    """A successful answer: its exact bytes."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Stream:
    """An answer read while it comes; ``pieces`` are cut anywhere, and raise what :meth:`Transport.call` raises."""

    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class Transport:
    """Speaks to one perimeter.

    Thread-safe. A command carries one ``Idempotency-Key`` through all its tries; only what is safe to repeat is
    repeated (reads, keyed commands, batches, which have their own idempotency).
    """

    def __init__(self, profile: PerimeterProfile, client: ClientCertificate | None = None) -> None:
        self.profile = profile
        self.witness = ServerWitness()
        self._has_certificate = client is not None
        self._closing = threading.Event()
        self._client = httpx.Client(
            base_url=profile.audience,
            verify=perimeter_context(profile, self.witness, client),
            timeout=httpx.Timeout(numbers.READ_SECONDS, connect=numbers.CONNECT_SECONDS, write=numbers.WRITE_SECONDS),
            limits=httpx.Limits(max_connections=numbers.POOL, max_keepalive_connections=numbers.POOL),
            trust_env=False,
            follow_redirects=False,
        )

    def call(
        self,
        ask: AnyAsk,
        *,
        session_key: SessionKey | None = None,
        access_token: str | None = None,
        further: Mapping[str, str] | None = None,
    ) -> Reply:
        """Call one endpoint and return its answer; ``further`` are headers of the caller's own.

        Raises:
            Refusal: the perimeter answered with a problem.
            KnownError: ``PERIMETER_UNREACHABLE``, ``CONTOUR_DOWN``, ``PERIMETER_TIMEOUT``, ``TLS_UNTRUSTED``,
                ``PIN_MISMATCH``, ``TRANSPORT_CERT_REFUSED`` or ``ANSWER_INVALID``.
        """
        ask = ask.ready()
        target, url = ask.endpoint, ask.url
        headers = {"Accept": _READ, **(further or {})}
        if target.body is not Body.NONE:
            headers["Content-Type"] = target.body.value
        if not attended():
            headers[UNATTENDED_HEADER] = "1"
        if target.idempotent:
            headers["Idempotency-Key"] = ask.idempotency_key or ""
        if target.versioned:
            headers["If-Match"] = f'"{ask.version}"'
        repeatable = target.method == "GET" or target.idempotent or target.body is Body.ENVELOPE
        tries = numbers.TRIES if repeatable else 1
        for attempt in range(1, tries + 1):
            headers |= self._proof(ask, session_key, access_token)
            try:
                response = self._client.request(
                    target.method, url, params=ask.parameters, content=ask.raw, headers=headers
                )
                return self._read(response)
            except Refusal as refusal:
                if attempt == tries or refusal.problem.status not in numbers.RETRY_STATUSES:
                    raise
                self._pause(attempt, refusal.retry_after)
            except httpx.TransportError as error:
                known = self._world(error)
                if attempt == tries or known.code in {"TLS_UNTRUSTED", "PIN_MISMATCH"}:
                    raise known from error
                self._pause(attempt, None)
        raise AssertionError  # the last try either returns or raises

    @contextmanager
    def stream(
        self, ask: AnyAsk, *, session_key: SessionKey | None = None, access_token: str | None = None
    ) -> Iterator[Stream]:
        """Read an answer while it comes. It is asked for once: how to go on after a cut is the endpoint's contract.

        Raises:
            KnownError: as :meth:`call`, before the first piece or between two.
        """
        ask = ask.ready()
        headers = {"Accept": f"*/*, {_READ}", **self._proof(ask, session_key, access_token)}
        try:
            with self._client.stream(ask.endpoint.method, ask.url, params=ask.parameters, headers=headers) as response:
                if not response.is_success:
                    response.read()
                    self._read(response)
                yield Stream(response.headers, self._pieces(response))
        except httpx.TransportError as error:
            raise self._world(error) from error

    def _pieces(self, response: httpx.Response) -> Iterator[bytes]:
        try:
            yield from response.iter_raw()
        except httpx.TransportError as error:
            raise self._world(error) from error

    def _proof(self, ask: AnyAsk, session_key: SessionKey | None, access_token: str | None) -> dict[str, str]:
        """Return the headers by which a person's session shows itself; a proof is good for one try."""
        if session_key is None:
            return {}
        proof = session_key.proof(ask.endpoint.method, self.profile.audience + ask.url, access_token)
        return {"DPoP": proof} if access_token is None else {"DPoP": proof, "Authorization": f"DPoP {access_token}"}

    def close(self) -> None:
        """Close all connections; a pause between tries ends at once."""
        self._closing.set()
        self._client.close()

    def _read(self, response: httpx.Response) -> Reply:
        if response.is_success:
            return Reply(response.status_code, response.content, response.headers)
        try:
            problem = Problem.model_validate_json(response.content)
        except ValidationError as error:
            raise KnownError("ANSWER_INVALID", f"status {response.status_code}") from error
        retry_after = response.headers.get("Retry-After", "")
        raise Refusal(problem, float(retry_after) if retry_after.isdigit() else None)

    def _world(self, error: httpx.TransportError) -> KnownError:
        """Say which of the world's faults this was."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, PinMismatchError):
                return KnownError("PIN_MISMATCH", audience=self.profile.audience)
            if isinstance(cause, ssl.SSLCertVerificationError):
                return KnownError("TLS_UNTRUSTED", cause.verify_message, audience=self.profile.audience)
            cause = cause.__cause__ or cause.__context__
        if isinstance(error, httpx.TimeoutException):
            return KnownError("PERIMETER_TIMEOUT", type(error).__name__)
        if self._has_certificate and not isinstance(error, httpx.ConnectError) and self._answers_without_certificate():
            return KnownError("TRANSPORT_CERT_REFUSED", str(error))
        contour = self.profile.implementation is Implementation.TEST_CONTOUR
        return KnownError("CONTOUR_DOWN" if contour else "PERIMETER_UNREACHABLE", type(error).__name__)

    def _answers_without_certificate(self) -> bool:
        """Probe ``/about``: a certificate of a foreign CA shows only as a dropped connection."""
        probe = Transport(self.profile)
        try:
            probe._client.get("/about")
        except httpx.TransportError:
            return False
        finally:
            probe.close()
        return True

    def _pause(self, attempt: int, retry_after: float | None) -> None:
        delay = min(numbers.FIRST_DELAY_SECONDS * 2 ** (attempt - 1), numbers.MAX_DELAY_SECONDS)
        delay *= 0.5 + random.random() / 2  # noqa: S311  jitter, not a secret
        if retry_after is not None:
            delay = min(retry_after, numbers.MAX_RETRY_AFTER_SECONDS)
        self._closing.wait(delay)
