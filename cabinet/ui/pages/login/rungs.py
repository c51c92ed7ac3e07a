"""The log-in ladder in words: each rung's second line, and the server's five checks."""

from __future__ import annotations

from cabinet.contract.login_steps import CheckState
from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from cabinet.desks.session import SessionDesk
from cabinet.ui.language import tr
from cabinet.ui.numbers import seconds
from cabinet.ui.pages.login.ladder import LadderCheck, LadderRung
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.login import check_step, phase_sentence, rung

__all__ = ["ladder_rungs"]

_BUTTON = 84
"""Room for "Change" beside the driver."""
_UNDER_WAY = {RungState.RUNNING, RungState.PERSON}
_UNEXPLAINED = {LoginPhase.NONE_USABLE}
"""Failed, and yet nothing went wrong: the reasons stand elsewhere."""


def ladder_rungs(desk: SessionDesk) -> tuple[LadderRung, ...]:
    """Return the ladder as it stands."""
    return tuple(_rung(desk, of) for of in Rung)


def _rung(desk: SessionDesk, of: Rung) -> LadderRung:
    state = desk.rung(of)
    checks: tuple[LadderCheck, ...] = ()
    if of is Rung.CHECKS:
        checks = tuple(
            LadderCheck(check_step(c.step), c.state.value, _check_right(c.state, c.millis)) for c in desk.checks
        )
    beside = _BUTTON if of is Rung.DRIVER else 0
    return LadderRung(rung(of), _second(desk, of, state), state.value, checks, beside)


def _second(desk: SessionDesk, of: Rung, state: RungState) -> str:
    if state is RungState.FAILED or (state in _UNDER_WAY and desk.failure is not None):
        explained = desk.failure is not None and desk.phase not in _UNEXPLAINED
        return failure_words(desk.failure)[0] if explained and desk.failure else phase_sentence(desk.phase)
    if state in _UNDER_WAY and of is not Rung.CHECKS:
        return phase_sentence(desk.phase)
    if of is Rung.SERVER:
        return desk.profile.audience if desk.profile is not None else tr("No profile yet")
    if of is Rung.CHECKS:
        if state is RungState.WAITING:
            return tr("Five checks")
        passed = sum(1 for c in desk.checks if c.state is CheckState.PASSED)
        return tr("{passed} of 5 passed").format(passed=passed)
    if state is RungState.PASSED:
        return _passed(desk, of)
    chosen = desk.candidate()
    return _waiting(of, from_file=chosen is not None and chosen.from_file)


def _passed(desk: SessionDesk, of: Rung) -> str:
    carriers, chosen = desk.carriers, desk.candidate()
    if chosen is not None and chosen.from_file:
        opened = tr("The password has opened the file")
        known = {Rung.READER: tr("Not needed for a key file"), Rung.TOKEN: chosen.source, Rung.PIN: opened}
    elif chosen is not None:
        known = {Rung.READER: chosen.reader, Rung.TOKEN: _token(chosen.source, chosen.serial)}
    else:
        known = {
            Rung.READER: tr("%n slot(s)", len(carriers.found.readers)),
            Rung.TOKEN: tr("%n token(s)", len(carriers.found.tokens)),
        }
    return {
        Rung.DRIVER: ", ".join([*(m.name for m in carriers.modules), *carriers.found.descriptions]) or "—",
        Rung.CERTIFICATE: chosen.name if chosen is not None else "",
        Rung.PIN: tr("The token took the PIN"),
        Rung.SIGNATURE: tr("Statement signed and checked here"),
        **known,
    }[of]


def _token(label: str, serial: str) -> str:
    return f"{label}, № {serial}" if serial else label


def _waiting(of: Rung, *, from_file: bool) -> str:
    if from_file and of in {Rung.PIN, Rung.SIGNATURE}:
        return tr("Not needed: the file is open") if of is Rung.PIN else tr("The key of the file signs the statement")
    return {
        Rung.DRIVER: tr("PKCS#11 module"),
        Rung.READER: tr("Or the USB port of the token"),
        Rung.TOKEN: tr("A protected device or a key file"),
        Rung.CERTIFICATE: tr("Whose, and of which company"),
        Rung.PIN: tr("Asked for in a dialog"),
        Rung.SIGNATURE: tr("The token signs the log-in statement"),
    }[of]


def _check_right(state: CheckState, millis: int | None) -> str:
    if state is CheckState.PASSED:
        return seconds(millis or 0)
    return {
        CheckState.WAITING: tr("waiting"),
        CheckState.RUNNING: tr("checking…"),
        CheckState.FAILED: tr("not passed"),
    }[state]
