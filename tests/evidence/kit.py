"""A perimeter whose log is asked in process, and files of it: proofs, receipts, packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from cabinet.contour.call import ReaderCall
from cabinet.contour.http.gate import encode
from cabinet.contract.endpoint import AnyEndpoint, Nothing
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.log import LOG_PROOF
from cabinet.contract.rights import Role
from cabinet.dayfile.lines import Line
from cabinet.evidence.checking import Asked
from cabinet.evidence.package import Evidence
from cabinet.evidence.perimeters import KnownPerimeter
from cabinet.evidence.signature_file import Lists
from cabinet.sender.batches import batch_of
from cabinet.sender.receipts import receipt_bytes
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.transport import Reply
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line
from tests.proof.samples import SIGNER

OPERATOR = "ТОВ «Млинок Плюс»"
SAMPLES = KnownPerimeter("Зразковий периметр", True, (SIGNER.verifier,))
"""Whose keys signed what :mod:`tests.proof.samples` makes."""


class LogCaller:
    """A person of the sample company, who may read the log; ``lie`` changes answers of an endpoint."""

    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside = inside
        self.who = inside.person(Role.COMPLIANCE)
        self.lies: dict[str, Callable[[bytes], bytes]] = {}
        self.asked: list[str] = []

    def call(self, ask: AnyAsk) -> Reply:
        return Reply(200, self.get(ask.endpoint, ask.path), {})

    def get(self, endpoint: AnyEndpoint, path: Mapping[str, str]) -> bytes:
        self.asked.append(endpoint.name)
        call = ReaderCall(
            now=self.inside.at, address="127.0.0.1", request=Nothing(), path=dict(path), query={}, reader=self.who
        )
        answer = encode(self.inside.perimeter.handlers()[endpoint.name](call))
        return self.lies.get(endpoint.name, bytes)(answer)

    def proof(self, attempt_id: str) -> str:
        return self.call(Ask(LOG_PROOF, path={"attemptId": attempt_id})).body.decode()


def known(inside: PerimeterInProcess) -> KnownPerimeter:
    return KnownPerimeter("Тестовий контур", True, (inside.perimeter.ledger.signer.verifier,))


def asked(*perimeters: KnownPerimeter, **more: object) -> Asked:
    return replace(Asked(perimeters or (SAMPLES,), NOW, lambda: Lists(())), **more)  # type: ignore[arg-type]


def sent(inside: PerimeterInProcess, count: int, first: int = 0) -> tuple[BatchAnswer, bytes]:
    """Send bets; every seventh is rejected. Returns the answer and the receipt as the sender keeps it."""
    lines = [line(f"t{n}", **({"currency": "EUR"} if n % 7 == 3 else {})) for n in range(first, first + count)]
    answer = inside.submit(encoded(*lines))
    return answer, receipt_bytes(batch_of("core-1", first, [Line(n, b"{}") for n in range(count)]), answer)


def evidence(inside: PerimeterInProcess, count: int = 3, **more: object) -> Evidence:
    """Return what a package of the first attempts is made of."""
    answer, receipt = sent(inside, count)
    caller = LogCaller(inside)
    proofs = {item.attempt_id: caller.proof(item.attempt_id) for item in answer.items}
    made = Evidence(known(inside), OPERATOR, NOW, proofs, {"000000000-batch.json": receipt})
    return replace(made, **more)  # type: ignore[arg-type]


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path
