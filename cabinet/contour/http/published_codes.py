"""Which codes an endpoint may refuse with: collected from whoever raises them, never written down beside it.

A function names the codes it raises in its docstring's ``Raises:``. An endpoint's are those of its handler, of the
functions that its handler passes refusals on from, and of the gate's steps that stand before this endpoint.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Final

from cabinet.contour.access.sessions import Sessions, check_proof
from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.access.step_up import StepUp
from cabinet.contour.condition import Condition
from cabinet.contour.handling import handled
from cabinet.contour.http import application, gate
from cabinet.contour.http.gate import Gate
from cabinet.contour.intake.senders import Senders
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.trust.list_trust import ListTrust
from cabinet.contract.catalogue import problem_card
from cabinet.contract.endpoint import Access, AnyEndpoint, Body
from cabinet.contract.errors import BugError
from cabinet.qes.act_statement import statement_for
from cabinet.qes.algorithms import check_signature
from cabinet.qes.cades_verify import verify
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import build_chain, build_path
from cabinet.qes.identity import identity_of
from cabinet.qes.revocation import check_revocation
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.keeping import KeptList
from cabinet.qes.trusted_list.signature import verify_list

__all__ = ["codes_of", "raised_by"]

_Function = Callable[..., object]
_CODE: Final = re.compile(r"``([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)``")
_PROOF: Final[tuple[_Function, ...]] = (check_proof, Sessions.remember_proof)
_PERSON: Final[tuple[_Function, ...]] = (Gate.person, *_PROOF, Sessions.by_access)
_MACHINE: Final[tuple[_Function, ...]] = (Senders.machine,)
_BY_ACCESS: Final[dict[Access, tuple[_Function, ...]]] = {
    Access.OPEN: (),
    Access.SESSION_KEY: _PROOF,
    Access.PERSON: _PERSON,
    Access.MACHINE: _MACHINE,
    Access.PERSON_OR_MACHINE: (*_PERSON, *_MACHINE),
    Access.TESTDATA: (Gate.testdata,),
}
_EVERYWHERE: Final[tuple[_Function, ...]] = (
    LedgerStore.write, gate.query_values, application.read_body,
)  # fmt: skip
_BEYOND_HANDLERS: Final = {"INTERNAL", "HEADERS_TOO_LARGE"}
"""What is answered where no function of ours refuses: the application's last net, and a head that is never read."""
_SIGNED: Final[tuple[_Function, ...]] = (
    StepUp.take, statement_for, Qes.signature, verify, check_signature, Qes.company, identity_of, read_certificate,
    build_chain, build_path, check_revocation, ListTrust.anchors, KeptList.current, accept, verify_list,
)  # fmt: skip
"""What an act's signature is refused with, beside the command's own refusals."""


def codes_of(endpoint: AnyEndpoint) -> list[str]:
    """Return every code an endpoint may refuse with.

    Raises:
        BugError: the endpoint has not exactly one handler, or a docstring names a code that cannot travel.
    """
    found = [each for each in handled() if each.endpoint is endpoint]
    if len(found) != 1:
        raise BugError(f"{endpoint.name} has {len(found)} handlers")
    functions = [found[0].function, *found[0].refusing, *_EVERYWHERE, *_BY_ACCESS[endpoint.access]]
    if gate.is_limited(endpoint):
        functions.append(Condition.take_request)
    if endpoint.body is not Body.NONE:
        functions.append(gate.media_type)
    if endpoint.body is Body.JSON:
        functions.append(gate.json_body)
    if endpoint.idempotent:
        functions.append(Gate.once)
    if endpoint.versioned:
        functions.append(gate.version_named)
    if endpoint.step_up:
        functions += _SIGNED
    return sorted({*raised_by(functions), *_BEYOND_HANDLERS, gate.too_large(endpoint)})


def raised_by(functions: Iterable[_Function]) -> set[str]:
    """Return the codes that functions name in the ``Raises:`` of their docstrings, those that travel.

    What a room below raises and the contour does not publish is answered as ``INTERNAL``; what the contour itself
    raises must have a status.

    Raises:
        BugError: a code without a card, or one of the contour's without a status.
    """
    codes: set[str] = set()
    for function in functions:
        for code in _CODE.findall(_raises(function)):
            card = problem_card(code)
            ours = function.__module__.startswith("cabinet.contour.")
            if card is None or (ours and card.status is None):
                raise BugError(f"{function.__qualname__} raises {code}, whose card or status is missing")
            if card.status is not None:
                codes.add(code)
    return codes


def _raises(function: _Function) -> str:
    """Return the section ``Raises:`` of a docstring: its lines up to the next one that is not indented."""
    lines = (inspect.getdoc(function) or "").splitlines()
    if "Raises:" not in lines:
        return ""
    section = lines[lines.index("Raises:") + 1 :]
    end = next((at for at, line in enumerate(section) if line and not line.startswith(" ")), len(section))
    return "\n".join(section[:end])
