"""An act in words, made from the command's own body by the same function on both sides (CONTRACT §2, step-up).

The words stand in the statement that is signed and in the dialog that asks for the PIN; so whoever signs has read what
the perimeter will do, and the perimeter knows what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import ValidationError

from cabinet.contract.catalogue import Words
from cabinet.contract.correction_sets import CorrectionSet, Reckoned
from cabinet.contract.credentials import IssueRequest, ResumeRequest, RevokeRequest
from cabinet.contract.errors import KnownError
from cabinet.contract.key_ids import key_id, short_key_id
from cabinet.contract.moment import KYIV
from cabinet.contract.money import sentence_hryvnias
from cabinet.contract.people import AppointRequest, masked
from cabinet.contract.rights import Right, Role, Scope
from cabinet.contract.states import Environment
from cabinet.qes.statements import plain_line

__all__ = ["WORDED", "act_words", "right_words", "role_words"]

_ROLES: Final = {
    Role.HEAD: Words("керівник", "head"),
    Role.AUTHORISED: Words("уповноважена особа", "authorised person"),
    Role.COMPLIANCE: Words("комплаєнс-офіцер", "compliance officer"),
    Role.IT: Words("ІТ-інженер", "IT engineer"),
    Role.AUDITOR: Words("аудитор", "auditor"),
}
_RIGHTS: Final = {
    Right.CORRECT_ACCEPTED: Words("коригувати прийняте", "correct what was accepted"),
    Right.CREDENTIALS_POWER: Words("видавати й відкликати робочі ключі", "issue and revoke production keys"),
    Right.STATISTICS_SUMS: Words("бачити суми", "see sums of money"),
}
_SCOPES: Final = {
    Scope.INGEST_WRITE: Words("подавати транзакції", "submit transactions"),
    Scope.REJECTIONS_READ: Words("читати відхилені", "read rejections"),
    Scope.STATS_READ: Words("читати статистику", "read statistics"),
    Scope.PROOFS_READ: Words("читати докази", "read proofs"),
}


def role_words(role: Role) -> Words:
    """Return a role in both languages."""
    return _ROLES[role]


def right_words(right: Right) -> Words:
    """Return a right that a mandate may add, in both languages."""
    return _RIGHTS.get(right, Words(right.value, right.value))


def act_words(name: str, path: Mapping[str, str], body: bytes) -> Words:
    """Return the words for one command: the operation's name, the values of its path, its exact body.

    Raises:
        KnownError: ``ACT_NOT_SIGNED`` for an operation that has no words, ``BODY_INVALID`` for a body that cannot be
            read or names an unreadable key.
    """
    said = WORDED.get(name)
    if said is None:
        raise KnownError("ACT_NOT_SIGNED", name, value=name)
    try:
        words = said(path, body)
    except (ValidationError, ValueError, UnsupportedAlgorithm) as error:
        raise KnownError("BODY_INVALID", type(error).__name__) from error
    return Words(plain_line(words.uk), plain_line(words.en))


def _issue(_path: Mapping[str, str], body: bytes) -> Words:
    wanted = IssueRequest.model_validate_json(body)
    transport = short_key_id(_key(wanted.environment, wanted.transport_csr))
    signing = short_key_id(_key(wanted.environment, wanted.signing_csr))
    scopes = [_SCOPES[s] for s in wanted.scopes]
    return Words(
        f"Видати ключ API «{wanted.name}» для джерела {wanted.source_id}, {wanted.environment.value}, днів: "
        f"{wanted.days}; може {', '.join(s.uk for s in scopes)}; ключ зв’язку {transport}, ключ підпису {signing}",
        f"Issue the API key “{wanted.name}” for the source {wanted.source_id}, {wanted.environment.value}, days: "
        f"{wanted.days}; it may {', '.join(s.en for s in scopes)}; transport key {transport}, signing key {signing}",
    )


def _revoke(path: Mapping[str, str], body: bytes) -> Words:
    reason = RevokeRequest.model_validate_json(body).reason
    credential = path["credentialId"]
    return Words(
        f"Відкликати назавжди ключ API {credential}; причина: {reason}",
        f"Revoke for good the API key {credential}; reason: {reason}",
    )


def _resume(path: Mapping[str, str], body: bytes) -> Words:
    reason = ResumeRequest.model_validate_json(body).reason
    credential = path["credentialId"]
    return Words(
        f"Відновити призупинений ключ API {credential}; що зроблено: {reason}",
        f"Resume the suspended API key {credential}; what was done: {reason}",
    )


def _appoint(_path: Mapping[str, str], body: bytes) -> Words:
    wanted = AppointRequest.model_validate_json(body)
    until = wanted.until.astimezone(KYIV)
    role, granted = _ROLES[wanted.role], [right_words(r) for r in wanted.rights]
    more_uk = f"; додаткові права: {', '.join(r.uk for r in granted)}" if granted else ""
    more_en = f"; further rights: {', '.join(r.en for r in granted)}" if granted else ""
    who = f"{wanted.name} ({masked(wanted.rnokpp)})"
    return Words(
        f"Призначити: {who}, роль: {role.uk}{more_uk}; до {until:%d.%m.%Y %H:%M} за Києвом",
        f"Appoint: {who}, role: {role.en}{more_en}; until {until:%d.%m.%Y %H:%M} Kyiv time",
    )


def _sign_corrections(_path: Mapping[str, str], body: bytes) -> Words:
    wanted = CorrectionSet.model_validate_json(body)
    whole = wanted.whole
    parts = [
        Words(f"{uk}: {of.items} на суму {_uah(of, ',')} грн", f"{en}: {of.items}, sum {_uah(of, '.')} UAH")
        for uk, en, of in (
            ("Сторнувати прийняті транзакції", "Reverse accepted transactions", whole.reversed),
            ("Надіслати заміни сторнованих", "Send replacements of reversed ones", whole.replaced),
            ("Виправити відхилені транзакції", "Correct rejected transactions", whole.corrected),
        )
        if of.items
    ]
    return Words(
        "; ".join([*(part.uk for part in parts), f"SHA-256 набору {whole.sha256}"]),
        "; ".join([*(part.en for part in parts), f"SHA-256 of the set {whole.sha256}"]),
    )


def _uah(of: Reckoned, point: str) -> str:
    return sentence_hryvnias(of.kop, point)


WORDED: Final[dict[str, Callable[[Mapping[str, str], bytes], Words]]] = {
    "issue_credential": _issue,
    "revoke_credential": _revoke,
    "resume_credential": _resume,
    "appoint": _appoint,
    "sign_corrections": _sign_corrections,
}
"""Operation → its words; an operation marked ``step_up`` without an entry here fails the suite."""


def _key(environment: Environment, csr: str) -> str:
    """Return the id of the key that a certificate request asks for."""
    public = x509.load_pem_x509_csr(csr.encode()).public_key()
    return key_id(environment, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
