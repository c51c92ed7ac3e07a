"""What the contour holds people's signatures against: one place for log-in, refresh and step-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.contract.states import Environment
from cabinet.qes.answers import Answers
from cabinet.qes.cades_verify import SignedEvidence, verify
from cabinet.qes.certificate import Certificate
from cabinet.qes.chain import Chain, build_chain
from cabinet.qes.identity import Identity
from cabinet.qes.policy import LoginPolicy
from cabinet.qes.revocation import check_revocation
from cabinet.qes.revocation_words import RevocationEvidence
from cabinet.qes.trust import TrustSource

__all__ = ["Qes"]

_CLOCKS_MAY_DIFFER: Final = timedelta(hours=24)


@dataclass
class Qes:
    """``trust`` are issuers of people's certificates, ``stamps`` authorities of time.

    ``policy`` may be changed while it runs.
    """

    trust: TrustSource
    stamps: TrustSource
    answers: Answers
    audience: str
    environment: Environment
    tls_sha256: str
    policy: LoginPolicy = field(default_factory=lambda: LoginPolicy(personal_allowed=True))

    def signature(self, blob: bytes, content: bytes, now: datetime) -> SignedEvidence:
        """Verify a CAdES-BES or CAdES-T over exactly these bytes.

        signingTime is the signer's claim and proves nothing; one that is absurd says that something is wrong there.

        Raises:
            KnownError: what ``cades_verify.verify`` raises, or ``SIGNING_TIME_WRONG``.
        """
        evidence = verify(blob, content, now, self.stamps)
        if abs(evidence.signing_time - now) > _CLOCKS_MAY_DIFFER:
            raise KnownError("SIGNING_TIME_WRONG", signed=wire(evidence.signing_time))
        return evidence

    def chain(self, certificate: Certificate, carried: Sequence[bytes], now: datetime) -> Chain:
        """Build the path of a person's certificate; raises what ``chain.build_chain`` does."""
        return build_chain(certificate, carried, self.trust, now, self.policy)

    def revocation(self, chain: Chain, now: datetime, stapled: Sequence[bytes] = ()) -> tuple[RevocationEvidence, ...]:
        """Ask whether a path still stands; raises what ``revocation.check_revocation`` does."""
        return check_revocation(chain, self.answers, now, stapled)

    def company(self, identity: Identity, edrpou: str) -> None:
        """Check that a person may speak for a company, as far as a certificate tells; headship is another question.

        Raises:
            KnownError: ``NO_EDRPOU`` or ``EDRPOU_MISMATCH``.
        """
        if identity.edrpou is None and not self.policy.personal_allowed:
            raise KnownError("NO_EDRPOU")
        if identity.edrpou not in {None, edrpou}:
            raise KnownError("EDRPOU_MISMATCH", present=identity.edrpou or "—", edrpou=edrpou)
