"""Endpoints of intake: batches of machines, corrections of people, checks of both, recipient keys."""

from __future__ import annotations

import hashlib

from cabinet.contour.call import Machine, MachineCall, PersonCall, ReaderCall, SignedCall
from cabinet.contour.condition import Condition
from cabinet.contour.handling import Written, handles
from cabinet.contour.intake.batches import Intake
from cabinet.contour.intake.correction_sets import CorrectionSets
from cabinet.contour.intake.encryption_keys import RecipientKeys
from cabinet.contour.intake.senders import Senders
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contract import correction_sets, credentials, intake
from cabinet.contract.correction_sets import CorrectionSet, SignedSet
from cabinet.contract.endpoint import Nothing
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.sealing.envelope import parse, unseal, verify

__all__ = ["IntakeEndpoints"]


class IntakeEndpoints:
    """``/transactions``, ``/submissions``, ``/corrections`` and ``/keys/encryption``."""

    def __init__(self, store: LedgerStore, batches: Intake, recipients: RecipientKeys, condition: Condition) -> None:
        self._store = store
        self._intake = batches
        self._recipients = recipients
        self._condition = condition

    @handles(
        intake.SUBMIT,
        Intake.submit,
        parse,
        Senders.signing_key,
        verify,
        RecipientKeys.private,
        Condition.take_transactions,
        unseal,
    )
    def submit(self, call: MachineCall[bytes]) -> Written:
        """Take a sealed batch."""
        return Written(self._intake.submit(call.machine, call.request, call.address, call.now, self._condition))

    @handles(intake.CHECK, Intake.check)
    def check(self, call: ReaderCall[bytes]) -> Written:
        """Judge lines as if they had been sent."""
        source = call.reader.source_id if isinstance(call.reader, Machine) else CABINET_SOURCE
        return Written(self._intake.check(call.reader.edrpou, source, call.request, call.now))

    @handles(intake.SUBMISSION, Intake.submission)
    def submission(self, call: MachineCall[Nothing]) -> Written:
        """Tell what became of a batch."""
        with self._store.read() as rows:
            return Written(self._intake.submission(rows, call.machine, call.path["batchId"]))

    @handles(correction_sets.SIGN_CORRECTIONS, CorrectionSets.sign)
    def sign_corrections(self, call: PersonCall[CorrectionSet]) -> SignedSet:
        """Take a person's signature over a set of corrections to come."""
        act = call.act if isinstance(call, SignedCall) else None
        return self._intake.sets.sign(call.person, call.request, act, call.now)

    @handles(intake.CORRECT, Intake.correct, CorrectionSets.admit)
    def correct(self, call: PersonCall[bytes]) -> Written:
        """Take a person's corrections."""
        key = hashlib.sha256(call.request).hexdigest()[:32]
        return Written(self._intake.correct(call.person, call.request, key, call.now, call.query.get("set")))

    @handles(credentials.ENCRYPTION_KEYS)
    def encryption_keys(self, _: MachineCall[Nothing]) -> str:
        """Name the recipient keys, as a signed note."""
        return self._recipients.note()
