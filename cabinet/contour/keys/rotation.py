"""Keys that change while bets go on (CONTRACT §5): rotate with overlap, retire or take back, renew by machine."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.intake.senders import Senders
from cabinet.contour.keys.grants import open_incident
from cabinet.contour.keys.keys import SIGNING_LIFE, CredentialKeys
from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contract.credentials import (
    Credential,
    CredentialUsage,
    RenewRequest,
    RetireRequest,
    Rotated,
    RotateRequest,
)
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros, from_micros, parse_moment
from cabinet.contract.renewal import renewal_message
from cabinet.contract.states import KeyPurpose
from cabinet.sealing.envelope import VerifyingKey

__all__ = ["Rotation"]

_RENEW_OVERLAP = timedelta(hours=1)
_EARLY, _LATE = timedelta(seconds=10), timedelta(seconds=60)


class Rotation:
    """Changes keys within a grant; nothing outlives the grant."""

    def __init__(self, ledger: Ledger, keys: CredentialKeys, senders: Senders, uses: KeyUses, issuer_pem: str) -> None:
        self._ledger = ledger
        self._keys = keys
        self._senders = senders
        self._uses = uses
        self._issuer_pem = issuer_pem

    def rotate(self, person: PersonHere, credential_id: str, request: RotateRequest, now: datetime) -> Rotated:
        """Add a new key beside the old one, which goes on for the overlap; without one it takes its place at once.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL``, ``CSR_INVALID``, ``KEY_WEAK``,
                ``KEY_IN_USE``, ``KEY_LIMIT`` or ``FIELD_MISSING`` when no request is given.
        """
        wanted = [
            (purpose, csr)
            for purpose, csr in (
                (KeyPurpose.SIGNING, request.signing_csr), (KeyPurpose.TRANSPORT, request.transport_csr),
            )
            if csr is not None
        ]  # fmt: skip
        if not wanted:
            raise KnownError("FIELD_MISSING", field="signingCsr")
        certificate: str | None = None
        new: list[str] = []
        with self._ledger.append(person.edrpou, now) as append:
            row = self._open(append.rows, person, credential_id, now)
            until = from_micros(row["until"])
            for purpose, csr in wanted:
                life = SIGNING_LIFE if purpose is KeyPurpose.SIGNING else timedelta(days=request.transport_days)
                old = self._keys.live(append.rows, row, purpose, now)
                gone = [k["key_id"] for k in old] if not request.overlap_hours else []
                added, made = self._keys.add(append.rows, row, purpose, csr, now, min(now + life, until), replaces=gone)
                certificate = made or certificate
                new.append(added)
                self._retire(append.rows, old, now + timedelta(hours=request.overlap_hours))
            append.credential(
                {"act": "rotated", "credentialId": credential_id, "keys": new,
                 "overlapHours": request.overlap_hours, "by": person.who}
            )  # fmt: skip
            credential = self._keys.view(append.rows, row, now)
        return Rotated(
            credential=credential, new_key_ids=new, transport_certificate=certificate,
            issuer_certificate=self._issuer_pem,
        )  # fmt: skip

    def retire(self, person: PersonHere, credential_id: str, request: RetireRequest, now: datetime) -> Credential:
        """End one key, at once or after an overlap; ending the newer one takes the older one back.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL``, ``KEY_NOT_FOUND`` or ``KEY_LAST``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            row = self._open(append.rows, person, credential_id, now)
            key = next((k for k in self._keys.of(append.rows, credential_id) if k["key_id"] == request.key_id), None)
            purpose = KeyPurpose(key["purpose"]) if key is not None else KeyPurpose.SIGNING
            live = self._keys.live(append.rows, row, purpose, now)
            if key is None or key["key_id"] not in {k["key_id"] for k in live}:
                raise KnownError("KEY_NOT_FOUND", value=request.key_id)
            others = [k for k in live if k["key_id"] != key["key_id"]]
            if not others:
                raise KnownError("KEY_LAST")
            self._retire(append.rows, [key], now + timedelta(hours=request.overlap_hours))
            if key["retire_at"] is None:
                append.rows.run(
                    "UPDATE credential_keys SET retire_at = NULL WHERE key_id = :id", id=others[0]["key_id"]
                )
            append.credential(
                {"act": "retired", "credentialId": credential_id, "keys": [request.key_id],
                 "overlapHours": request.overlap_hours, "by": person.who}
            )  # fmt: skip
            return self._keys.view(append.rows, row, now)

    def usage(self, rows: Rows, edrpou: str, credential_id: str, now: datetime) -> CredentialUsage:
        """Return how a credential's keys were used.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``.
        """
        self._keys.row(rows, edrpou, credential_id)
        return self._uses.usage(rows, [k["key_id"] for k in self._keys.of(rows, credential_id)], now)

    def renew(self, machine: Machine, request: RenewRequest, now: datetime) -> Rotated:
        """Give a machine a new transport certificate under its current or expired one.

        The live signing key must have signed the request, so that a stolen transport key alone renews nothing. The
        same request gets the same certificate again; another one under a certificate already renewed is an alarm and
        suspends the credential.

        Raises:
            KnownError: ``RENEWAL_STALE``, ``RENEWAL_SIGNATURE_INVALID``, ``RENEWAL_REPEATED``, ``CSR_INVALID``,
                ``KEY_WEAK``, ``KEY_IN_USE``, ``KEY_LIMIT``, or what a signing key is refused with.
        """
        iat = parse_moment(request.iat)
        if not now - _LATE <= iat <= now + _EARLY:
            raise KnownError("RENEWAL_STALE", value=request.iat)
        with self._ledger.append(machine.edrpou, now) as append:
            _verify(self._senders.signing_key(append.rows, request.signing_key_id, machine, now), machine, request)
            row = self._keys.row(append.rows, machine.edrpou, machine.credential_id)
            keys = {k["key_id"]: k for k in self._keys.of(append.rows, machine.credential_id)}
            old = keys[machine.key_id]
            before = keys.get(old["renewed_by"] or "")
            if before is None:
                return self._renewed(append, machine, row, old, request)
            if before["csr_sha256"] == hashlib.sha256(request.transport_csr.encode()).hexdigest():
                return self._answer(append.rows, row, before["key_id"], before["certificate"], now)
            self._alarm(append, machine)
        raise KnownError("RENEWAL_REPEATED")

    def _renewed(self, append: Append, machine: Machine, row: Row, old: Row, request: RenewRequest) -> Rotated:
        now, rows = append.now, append.rows
        life = from_micros(old["not_after"]) - from_micros(old["not_before"])
        end = min(now + life, from_micros(row["until"]))
        added, certificate = self._keys.add(
            rows, row, KeyPurpose.TRANSPORT, request.transport_csr, now, end, replaces=[old["key_id"]]
        )
        rows.run("UPDATE credential_keys SET renewed_by = :new WHERE key_id = :id", new=added, id=old["key_id"])
        # What a person has told to end does not go on by renewing itself.
        rows.run("UPDATE credential_keys SET retire_at = :at WHERE key_id = :id", at=old["retire_at"], id=added)
        self._retire(rows, [old], now + _RENEW_OVERLAP)
        append.credential({"act": "renewed", "credentialId": machine.credential_id, "keys": [added], "by": "machine"})
        return self._answer(rows, row, added, certificate, now)

    def _answer(self, rows: Rows, row: Row, key: str, certificate: str | None, now: datetime) -> Rotated:
        return Rotated(
            credential=self._keys.view(rows, row, now), new_key_ids=[key], transport_certificate=certificate,
            issuer_certificate=self._issuer_pem,
        )  # fmt: skip

    @staticmethod
    def _alarm(append: Append, machine: Machine) -> None:
        note = f"a second renewal under {machine.key_id}"
        append.rows.run(
            "UPDATE credentials SET suspended_at = COALESCE(suspended_at, :at), suspended_by = 'SOMS', "
            "suspend_reason = :reason WHERE credential_id = :id",
            at=epoch_micros(append.now), reason=note, id=machine.credential_id,
        )  # fmt: skip
        open_incident(append.rows, machine.credential_id, "renewal", "SOMS", note, append.now)
        append.credential({"act": "alarm", "credentialId": machine.credential_id, "reason": note, "by": "SOMS"})

    def _open(self, rows: Rows, person: PersonHere, credential_id: str, now: datetime) -> Row:
        row = self._keys.row(rows, person.edrpou, credential_id)
        if row["revoked_at"] is not None or from_micros(row["until"]) <= now:
            raise KnownError("CREDENTIAL_FINAL")
        return row

    def _retire(self, rows: Rows, keys: list[Row], at: datetime) -> None:
        """End these keys at a moment, unless they end sooner."""
        rows.many(
            "UPDATE credential_keys SET retire_at = :at WHERE key_id = :id AND (retire_at IS NULL OR retire_at > :at)",
            [{"id": key["key_id"], "at": epoch_micros(at)} for key in keys],
        )


def _verify(key: VerifyingKey, machine: Machine, request: RenewRequest) -> None:
    message = renewal_message(machine.credential_id, request.iat, request.transport_csr)
    try:
        signature = base64.b64decode(request.signature, validate=True)
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, message)
        else:
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise KnownError("RENEWAL_SIGNATURE_INVALID") from error
