"""The forty bad cases of a log-in by QES: what happens, what it is called, who finds it, how it is provoked here.

``python -m tests.journeys.bad_cases`` prints the table with the sentences that a person reads. Every row has at least
one case in this package (``tests/gates/test_bad_cases.py``), and every case says its code in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

__all__ = ["ROWS", "Row", "bad_case"]


@dataclass(frozen=True)
class Row:
    """``codes`` are all that the row's cases must come to, none where the log-in goes on; ``found`` by whom."""

    number: int
    case: str
    codes: tuple[str, ...]
    found: str
    provoked: str


def bad_case(number: int, *codes: str) -> pytest.MarkDecorator:
    """Mark a test as a case of a row; it must :meth:`~world.Teller.__call__` every one of these codes."""
    return pytest.mark.bad_case(number, *codes)


ROWS = (
    Row(
        1, "No driver, or one that does not load",
        ("MODULE_ABSENT", "MODULE_NOT_FOUND", "MODULE_BITNESS", "MODULE_EXECSTACK", "MODULE_DEPENDENCY",
         "MODULE_BROKEN"),
        "helper", "real files; a preloaded loader as strict as glibc 2.41; Windows' error numbers by the table",
    ),
    Row(2, "The smart-card service is stopped", ("PCSC_DOWN",), "helper", "OpenSC, its socket where none is"),
    Row(3, "No token; several; a foreign one in the first slot", (), "helper", "SoftHSM2 with one to three tokens"),
    Row(
        4, "Token not initialised, empty, key without certificate, certificate without key",
        ("TOKEN_UNINITIALIZED", "TOKEN_EMPTY", "CERTIFICATE_ABSENT", "CERTIFICATE_FILE_EMPTY", "KEY_ABSENT"),
        "helper", "SoftHSM2's objects; the shim's flags",
    ),
    Row(5, "Wrong PIN", ("PIN_INCORRECT",), "token", "SoftHSM2; the shim counts C_Login"),
    Row(6, "Few tries, last try", ("PIN_LAST_TRY",), "helper, window", "the shim's flags"),
    Row(7, "PIN locked, to be changed, not set", ("PIN_LOCKED", "PIN_EXPIRED", "PIN_UNSET"), "helper, token, window",
        "the shim's flags and CK_RV"),
    Row(8, "PIN of a form that no token takes", ("PIN_LENGTH", "PIN_CHARACTERS"), "helper", "typed; C_Login counted"),
    Row(9, "PIN pad", (), "helper, window", "the shim types; the red key is CK_RV 0x50"),
    Row(10, "Generic failure at the PIN", ("TOKEN_FAILURE",), "token", "the shim's CK_RV 0x05, 0x06, 0x30"),
    Row(11, "Token taken out before the PIN, while signing, after log-in", ("TOKEN_REMOVED", "LOCKED_TOKEN_REMOVED"),
        "helper", "the shim takes it away at a function"),
    Row(12, "The driver hangs or crashes", ("MODULE_SLOW", "HELPER_TIMEOUT", "HELPER_CRASHED"), "cabinet",
        "the shim waits for ever, or aborts; a timer ticks in the window"),
    Row(13, "Another program holds the token", ("TOKEN_BUSY",), "token", "the shim's CK_RV 0xB1, 0x201"),
    Row(14, "A key that wants its PIN at every signature", (), "helper", "the shim; says so, or not"),
    Row(15, "No mechanism that signs, only a MAC", ("NO_SIGN_MECHANISM",), "helper", "the shim's mechanisms"),
    Row(16, "Key and certificate do not match", ("KEY_CERT_MISMATCH",), "cabinet", "SoftHSM2, a swapped certificate"),
    Row(17, "Certificate expired, not yet valid", ("CERT_EXPIRED", "CERT_NOT_YET_VALID"), "cabinet, server",
        "issued so"),
    Row(18, "Certificate revoked, on hold", ("CERT_REVOKED",), "server", "revoked at the contour's authority"),
    Row(19, "Issuer not in the list, withdrawn, for seals only", ("ISSUER_UNTRUSTED",), "server",
        "another authority; the contour issues such lists"),
    Row(20, "Not qualified; no protected device where one is demanded", ("NOT_QUALIFIED", "QSCD_REQUIRED"),
        "cabinet, server", "issued so; the contour's policy"),
    Row(21, "Certificate for encryption, of a seal, of an authority", ("WRONG_KEY_USAGE", "SEAL_NOT_ALLOWED"),
        "cabinet, server", "issued so; signed with the authority's own key"),
    Row(22, "Another company, none, codes that contradict, nobody",
        ("EDRPOU_MISMATCH", "NO_EDRPOU", "ID_CONFLICT", "NO_IDENTITY"), "cabinet, server", "issued so"),
    Row(23, "Right company, not its head; mandate over or ended", ("NOT_HEAD", "MANDATE_ENDED", "MANDATE_STOPPED"),
        "server", "the contour's registry, its clock, an ended mandate"),
    Row(24, "Personal certificate", ("NOT_HEAD",), "server", "issued without a company; one named by the person"),
    Row(25, "This computer's clock is wrong", (), "cabinet", "the contour's clock is moved"),
    Row(26, "The signature's own time is absurd", ("SIGNING_TIME_WRONG",), "server", "signed so"),
    Row(27, "Replay, one challenge twice, parallel completion", ("CHALLENGE_USED",), "server", "by HTTP, on threads"),
    Row(28, "The challenge ends while the PIN is typed", ("CHALLENGE_EXPIRED",), "cabinet, server", "both clocks"),
    Row(29, "A relayed challenge", ("TLS_UNTRUSTED", "BINDING_MISMATCH"), "cabinet, server",
        "a relay with a certificate of its own between cabinet and contour"),
    Row(30, "The server asks for something else", ("CHALLENGE_REFUSED", "ENVIRONMENT_OTHER"), "cabinet",
        "a TLS server with the profile's key that lies"),
    Row(31, "The connection is intercepted", ("TLS_UNTRUSTED", "PIN_MISMATCH"), "cabinet",
        "an inspecting proxy with another authority, and with another key"),
    Row(32, "OCSP and lists down, slow, stale, forged, unknown", ("REVOCATION_UNAVAILABLE",), "server",
        "the contour's trust services"),
    Row(33, "OCSP address inside the network, a redirect, a flood", ("REVOCATION_UNAVAILABLE",), "server",
        "certificates that name such addresses; a listener that must stay unasked"),
    Row(34, "Trusted list over, rolled back, of another signer, unreachable",
        ("TRUSTED_LIST_EXPIRED",), "server", "the contour issues such lists"),
    Row(35, "Signature of a wrong form",
        ("BAD_CMS", "SIGNATURE_INVALID", "UNSUPPORTED_ALGORITHM", "DSTU_SIGNATURE_LENGTH", "DSTU_SIGNATURE_RANGE",
         "DSTU_CURVE_UNKNOWN", "DSTU_POINT_INVALID"),
        "server", "put together by hand, by HTTP and to the verifier"),
    Row(36, "Weak algorithm", ("WEAK_ALGORITHM", "DSTU_FIELD_SMALL", "UNSUPPORTED_ALGORITHM"), "server",
        "SHA-1 and MD5 by OpenSSL, RSA-1024, M163, Ed25519"),
    Row(37, "Two log-ins at once, double click, window closed at the PIN", (), "cabinet, window", "pytest-qt"),
    Row(38, "The network is cut between challenge and completion", ("CONTOUR_DOWN",), "cabinet",
        "a TCP relay that swallows the answer"),
    Row(39, "Cyrillic path of the driver, Cyrillic name of the user", (), "helper", "folders named so"),
    Row(40, "The PIN in logs, errors, clipboard, undo, processes, core files", ("PIN_INCORRECT",), "all",
        "a canary, looked for everywhere"),
)  # fmt: skip
