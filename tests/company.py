"""The sample company inside a live contour, its people with tokens, and a driver for the log-in desk."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from pytestqt.qtbot import QtBot

from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, SAMPLE_NAME, SamplePerson, sample_operator
from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.rights import Role
from cabinet.contract.testdata import NewIdentity
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.office import Office
from cabinet.desks.session import SessionDesk
from cabinet.profile.settings import SettingsFile
from tests.softhsm import PIN, SoftToken, TokenMaker, module_path

WAIT = 60_000
"""Milliseconds that nothing takes, however busy the computer is: a wait ends when what it waits for comes."""


def person(role: Role) -> SamplePerson:
    return next(p for p in PEOPLE if p.role is role)


@dataclass
class Company:
    contour: ContourProcess

    def found(self) -> None:
        self.contour.testdata("testdata_operator", sample_operator(datetime.now(UTC)))

    def identity(self, who: SamplePerson, kind: str = "qualified", **changes: object) -> dict[str, str]:
        wanted = NewIdentity.model_validate(
            {
                "kind": kind,
                "name": who.name,
                "rnokpp": who.rnokpp,
                "edrpou": SAMPLE_EDRPOU,
                "organisation": SAMPLE_NAME,
                "title": who.title,
                **changes,
            }
        )
        return self.contour.testdata("testdata_identity", wanted)

    def put_on_token(self, token: SoftToken, who: SamplePerson, kind: str = "qualified", **changes: object) -> str:
        """Put a key and its test certificate on a token; returns the serial number."""
        token.make_key("01")
        public = load_der_public_key(token.public_key("01"))
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        issued = self.identity(who, kind, public_key_pem=pem, **changes)
        certificate = x509.load_pem_x509_certificate(issued["certificatePem"].encode())
        token.put_certificate("01", certificate.public_bytes(Encoding.DER))
        return issued["serial"]

    def key_file(self, folder: Path, who: SamplePerson, password: str) -> Path:
        path = folder / "key.p12"
        path.write_bytes(base64.b64decode(self.identity(who, password=password)["pkcs12"]))
        return path


@dataclass
class Desk:
    """A log-in desk with its office, driven the way a person does."""

    office: Office
    session: SessionDesk
    settings: SettingsFile

    def close(self) -> None:
        self.office.stop()
        self.session.close()


def open_desk(company: Company, tmp_path: Path, name: str = "desk", clock: Clock | None = None) -> Desk:
    settings = SettingsFile(tmp_path / f"{name}-settings.json")
    assert company.contour.ready is not None
    settings.change(profile=str(company.contour.ready.profile), token_module=str(module_path()))
    office = Office(clock or SystemClock())
    return Desk(office, SessionDesk(office, settings), settings)


def log_in(qtbot: QtBot, desk: Desk, pin: str = PIN) -> None:
    """Go up the whole ladder."""
    session = desk.session
    if session.phase is not LoginPhase.READY:
        with qtbot.waitSignal(session.changed, timeout=WAIT, check_params_cb=lambda: session.phase is LoginPhase.READY):
            session.start()
    with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
        session.begin()
    ended = {LoginPhase.DONE, LoginPhase.REFUSED, LoginPhase.PIN}
    with qtbot.waitSignal(session.changed, timeout=WAIT, check_params_cb=lambda: session.phase in ended):
        session.give_pin(pin)


def staff_token(company: Company, maker: TokenMaker, role: Role) -> SoftToken:
    token = maker(role.value)
    company.put_on_token(token, person(role))
    return token
