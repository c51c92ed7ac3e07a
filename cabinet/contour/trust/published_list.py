"""The contour's trusted list (ETSI TS 119 612): its authority, time-stamps and OCSP, in the form of the state's list.

Its TSLType says that it is a test list. The first one is dated far back and each later one a minute after the one
before, so that a contour whose clock is moved still stands on a list of its time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from cabinet.contour.folder import DataFolder
from cabinet.contour.trust.authority import contour_name, key_usage
from cabinet.contract.clock import Clock
from cabinet.contract.moment import parse_moment, wire
from cabinet.contract.testdata import ListFault
from cabinet.qes.trusted_list.model import Head, Names, Period, Service
from cabinet.qes.trusted_list.uris import TEST_LIST, Purpose

__all__ = ["Published", "PublishedList"]

_BACK: Final = timedelta(days=400)
_LIFE: Final = timedelta(days=3650)
_ENDS_IN: Final = timedelta(minutes=1)
_VERSION: Final = 6
_UKRAINE: Final = "http://czo.gov.ua/TrstSvc/"
_PAGE: Final = "https://soms-cabinet.invalid/test-contour"
_BOTH: Final = frozenset({Purpose.SIGNATURES, Purpose.SEALS})
_OPERATOR: Final = Names((("uk", "Тестовий контур ДСОМ, не держава"), ("en", "SOMS test contour, not the state")))
_SCHEME: Final = Names((("uk", "UA:ТЕСТОВИЙ список, юридичної сили не має"), ("en", "UA:TEST list, NOT VALID in law")))


@dataclass(frozen=True)
class Published:
    """Certificates that the list names: DER of the authority of signatures, of time-stamps and of OCSP answers.

    ``url`` is where the trust services answer.
    """

    authority: bytes
    stamps: bytes
    responder: bytes
    url: str


_STATE = "list.json"


def _read_state(data: bytes) -> tuple[datetime, int]:
    kept = json.loads(data)
    return parse_moment(kept["first"]), int(kept["number"])


class PublishedList:
    """Issues and signs the list; ``fault`` is how the newest issue misbehaves."""

    def __init__(self, folder: DataFolder, published: Published, clock: Clock) -> None:
        self._folder = folder
        self._published = published
        self._clock = clock
        self._key = folder.ec_key("list.key")
        self.signer = folder.certificate("list-signer.pem", self._key, lambda: _signer(self._key, clock.now()))
        self._blob: bytes | None = None
        self.fault: ListFault = "ok"

    @property
    def pin(self) -> str:
        """SHA-256 of the signer's certificate, hex: what a profile pins."""
        return self.signer.fingerprint(hashes.SHA256()).hex()

    def blob(self) -> bytes:
        """Return the newest issue; the first is made when it is first asked for."""
        if self._blob is None:
            self._blob = self._issue()
        return self._blob

    def issue(self, fault: ListFault) -> None:
        """Issue a new list from now on."""
        self.fault = fault
        self._blob = self._issue()

    def _issue(self) -> bytes:
        from cabinet.qes.trusted_list.signing import sign_list
        from cabinet.qes.trusted_list.writing import Provider, Publisher, build_list

        now = self._clock.now()
        first, number = self._count(now)
        head = Head(
            version=_VERSION,
            sequence=1 if self.fault == "rollback" else number,
            kind=TEST_LIST,
            operator=_OPERATOR,
            territory="UA",
            issued=first + timedelta(minutes=number),
            next_update=now + (_ENDS_IN if self.fault == "ending" else _LIFE),
            distribution_points=(f"{self._published.url}/tl.xml",),
        )
        operator = Publisher(_OPERATOR, "—", "Kyiv", "UA", "nobody@soms-cabinet.invalid", _PAGE)
        root = build_list(head, operator, _SCHEME, f"{_PAGE}/rules", [Provider(operator, self._services(first, now))])
        key, signer = self._key, self.signer
        if self.fault == "foreign-signer":
            key = ec.generate_private_key(ec.SECP256R1())
            signer = _signer(key, now)
        return sign_list(root, key, signer, now)

    def _count(self, now: datetime) -> tuple[datetime, int]:
        """Return when the first issue is dated and the number of this one, and remember it."""
        first, number = now - _BACK, 1
        if (self._folder.path / _STATE).exists():
            first, number = self._folder.read(_STATE, _read_state)
            number += 1
        self._folder.write(_STATE, json.dumps({"first": wire(first), "number": number}).encode())
        return first, number

    def _services(self, first: datetime, now: datetime) -> tuple[Service, ...]:
        published = self._published
        purposes = frozenset({Purpose.SEALS}) if self.fault == "only-seals" else _BOTH
        granted = Period(f"{_UKRAINE}Svctype/CA/QC", f"{_UKRAINE}TrustedList/Svcstatus/granted", first, purposes)
        periods: tuple[Period, ...] = (granted,)
        if self.fault == "withdrawn":
            ended = replace(granted, status_uri=f"{_UKRAINE}TrustedList/Svcstatus/withdrawn", since=now)
            periods = (ended, granted)
        stamps = replace(granted, type_uri=f"{_UKRAINE}Svctype/TSA/QTST", purposes=frozenset())
        answers = replace(granted, type_uri=f"{_UKRAINE}Svctype/Certstatus/OCSP", purposes=frozenset())
        return (
            _service("Підписи й печатки", "Signatures and seals", published.authority, periods, (published.url,)),
            _service("Позначки часу", "Time-stamps", published.stamps, (stamps,), ()),
            _service("Чинність сертифікатів", "Status", published.responder, (answers,), (f"{published.url}/ocsp",)),
        )


def _service(uk: str, en: str, der: bytes, periods: tuple[Period, ...], points: tuple[str, ...]) -> Service:
    name = Names((("uk", f"{uk} (ТЕСТ)"), ("en", f"{en} (TEST)")))
    return Service(provider=_OPERATOR, name=name, certificates=(der,), periods=periods, supply_points=points)


def _signer(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    subject = contour_name("trusted list")
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACK)
        .not_valid_after(now + _LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage("digital_signature"), critical=True)
        .sign(key, hashes.SHA256())
    )
