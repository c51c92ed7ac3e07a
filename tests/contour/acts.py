"""Commands and their signatures, put together by hand, so that each part can be another one."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from cabinet.contour.sample.operator import SamplePerson
from cabinet.contract.endpoints import endpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import wire
from cabinet.contract.rights import Role
from cabinet.contract.step_up import ACT_HEADER, ASK_ACT, SIGNATURE_HEADER, Act, ActRequest
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.login import PersonSession
from cabinet.qes.act_statement import Command, Signing, statement_for
from cabinet.token.keyfile.open_key import OpenKey
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.transport import Reply, Transport
from tests.direct_login import sign_with

SOFIIA = SamplePerson("Руденко Софія Андріївна", "1732050800", Role.COMPLIANCE, "Комплаєнс-офіцерка")


def appointment(**changes: object) -> bytes:
    values: dict[str, object] = {
        "name": SOFIIA.name,
        "rnokpp": SOFIIA.rnokpp,
        "role": "compliance",
        "rights": [],
        "until": wire(datetime.now(UTC) + timedelta(days=30)),
    }
    return json.dumps({**values, **changes}, ensure_ascii=False).encode()


@dataclass
class SignedCommand:
    """One command of a session. Change what you like between :meth:`ask`, :meth:`sign` and :meth:`send`."""

    session: PersonSession
    transport: Transport
    key: OpenKey
    name: str = "appoint"
    body: bytes = field(default_factory=appointment)
    path: dict[str, str] = field(default_factory=dict)
    idempotency_key: str = field(default_factory=uuid7)
    act: Act | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def command(self) -> Command:
        target = endpoint(self.name)
        return Command(self.name, target.method, target.url(self.path), self.path, self.body, self.idempotency_key)

    def ask(self, **changes: str) -> SignedCommand:
        command = self.command
        request = ActRequest(
            act=command.name, method=command.method, path=command.path, body_sha256=command.body_sha256,
            idempotency_key=command.idempotency_key,
        ).model_copy(update=changes)  # fmt: skip
        self.act = answer_to(self.session, Ask(ASK_ACT, request))
        return self

    def text(self, **changes: str) -> bytes:
        assert self.act is not None
        bearings = self.session._bearings()
        person, profile = bearings.person, bearings.profile
        signing = Signing(
            person.name, person.edrpou, person.operator_name, profile.audience, profile.environment.value,
            bearings.tls_sha256, bearings.jkt, self.act.act_id, self.act.nonce, self.act.exp,
        )  # fmt: skip
        return replace(statement_for(self.command, signing), **changes).render()

    def sign(self, key: OpenKey | None = None, **changes: str) -> SignedCommand:
        assert self.act is not None
        cms = sign_with(key or self.key, self.text(**changes))
        self.headers = {ACT_HEADER: self.act.act_id, SIGNATURE_HEADER: base64.b64encode(cms).decode()}
        return self

    def send(self) -> Reply:
        key, token = self.session._current()
        ask: AnyAsk = Ask(endpoint(self.name), path=self.path, raw=self.body, idempotency_key=self.idempotency_key)
        return self.transport.call(ask, session_key=key, access_token=token, further=self.headers)

    def code(self) -> str:
        try:
            self.send()
        except KnownError as refusal:
            return refusal.code
        return "OK"
