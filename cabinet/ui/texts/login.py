"""Words of the log-in: rungs, phases, the server's checks, why a certificate cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.environment import Environment, Implementation
from cabinet.contract.login_steps import CheckStep
from cabinet.desks.login.ladder import LoginPhase, Rung
from cabinet.ui.language import tr
from cabinet.ui.numbers import day

if TYPE_CHECKING:
    from cabinet.desks.keys.candidates import Candidate
    from cabinet.profile.profiles import ProfileGlance

__all__ = ["certificate_reason", "check_step", "file_key_level", "perimeter_kind", "phase_sentence", "rung"]


def rung(of: Rung) -> str:
    """Return a rung's name."""
    return {
        Rung.DRIVER: tr("Driver"),
        Rung.READER: tr("Reader"),
        Rung.TOKEN: tr("Token"),
        Rung.CERTIFICATE: tr("Certificate"),
        Rung.SERVER: tr("Link to the server"),
        Rung.PIN: tr("PIN"),
        Rung.SIGNATURE: tr("Signature"),
        Rung.CHECKS: tr("Checks by the server"),
    }[of]


def check_step(of: CheckStep) -> str:
    """Return what a check of the server has shown when it passed."""
    return {
        CheckStep.SIGNATURE: tr("Signature is intact"),
        CheckStep.CHAIN: tr("Chain to the trusted list"),
        CheckStep.REVOCATION: tr("Certificate is not revoked"),
        CheckStep.IDENTITY: tr("Person and company"),
        CheckStep.AUTHORITY: tr("Right to act for the company"),
    }[of]


def phase_sentence(of: LoginPhase) -> str:
    """Return where the log-in stands: state, then action."""
    return {
        LoginPhase.NO_PROFILE: tr("No perimeter profile. Import one, or try the test contour."),
        LoginPhase.LOOKING: tr("Looking for the token."),
        LoginPhase.NO_DRIVER: tr("Driver not found. Choose your token's module."),
        LoginPhase.DRIVER_FAILED: tr("The driver does not answer. Choose another module."),
        LoginPhase.NO_READER: tr("No reader is seen. Connect the reader or the token."),
        LoginPhase.NO_TOKEN: tr("No token inserted. Insert it, and the log-in goes on by itself."),
        LoginPhase.NO_CERTIFICATE: tr("No certificates on the token. Insert another."),
        LoginPhase.NONE_USABLE: tr("No certificate on the token can log in. The reason stands beside each."),
        LoginPhase.CHOOSE: tr("Choose the certificate to log in with."),
        LoginPhase.READY: tr("Everything is ready. Log in."),
        LoginPhase.ASKING: tr("Asking the server for a challenge."),
        LoginPhase.PIN: tr("Enter the PIN in the dialog."),
        LoginPhase.SIGNING: tr("The token is signing the statement."),
        LoginPhase.CHECKING: tr("The server is checking."),
        LoginPhase.REFUSED: tr("Log-in refused."),
        LoginPhase.DONE: tr("Logged in."),
    }[of]


def certificate_reason(of: Candidate) -> str:
    """Return in a few words why a certificate cannot log in."""
    return {
        "no_company": tr("No company code"),
        "expired": tr("Expired on {day}").format(day=day(of.not_after)),
        "not_yet_valid": tr("Not valid before {day}").format(day=day(of.not_before)),
        "encryption_only": tr("For encryption only"),
        "seal": tr("A seal cannot log in"),
        "authority": tr("Certificate of an authority"),
        "not_qualified": tr("Not a qualified certificate"),
        "no_identity": tr("No person's code"),
        "conflict": tr("Contradictory data"),
        "unsupported": tr("Key of an unsupported kind"),
        "weak": tr("The key is too weak"),
        "pin_locked": tr("The PIN is blocked"),
        "pin_to_be_changed": tr("The PIN must be changed first"),
        "no_device": tr("The key is not in a protected device"),
        "file_not_allowed": tr("Keys in files are not taken here"),
    }.get(of.reason, of.reason)


def file_key_level() -> str:
    """Return what a signature with a key in a file is by law: Law 2155-VIII, and the ЦЗО's word on file keys."""
    return tr("an advanced signature (УЕП), not a qualified one (КЕП)")


def perimeter_kind(of: ProfileGlance) -> str:
    """Return what kind of perimeter it is."""
    if of.implementation is Implementation.TEST_CONTOUR:
        return tr("test contour")
    return tr("test environment") if of.environment is Environment.TEST else tr("production")
