"""What is proposed for a rejected attempt: the rules' own suggestions, from the facts as the ledger knows them now."""

from __future__ import annotations

import base64

from cabinet.contour.intake.facts import LedgerFacts
from cabinet.contour.ledger.draft import Draft
from cabinet.contour.rejections.views import CORRECTABLE
from cabinet.contract.findings import Finding
from cabinet.contract.json_names import repeated_pointers
from cabinet.contract.rejection_lines import RejectionLine
from cabinet.contract.rejections import RejectionCard
from cabinet.contract.suggestions import Suggestion
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.rules.facts import LimitFacts
from cabinet.rules.structure import parse
from cabinet.rules.suggestions import suggestions

__all__ = ["proposals"]


def proposals(draft: Draft, attempt: RejectionCard | RejectionLine, limits: LimitFacts) -> list[Suggestion]:
    """Return the proposals for an attempt; none where nobody may correct it, or where the payload is not what was sent.

    A payload in which a name stands twice says nothing for sure, so nothing is proposed for it either.
    """
    if attempt.withheld or attempt.row.state not in CORRECTABLE:
        return []
    value = parse(base64.b64decode(attempt.payload))
    if isinstance(value, Finding) or repeated_pointers(value):
        return []
    return suggestions(value, attempt.findings, LedgerFacts(draft, CABINET_SOURCE, limits))
