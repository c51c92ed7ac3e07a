"""Endpoints of the contour's trust services: time-stamps, and what test data may change of certificates."""

from __future__ import annotations

from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.call import OpenCall
from cabinet.contour.handling import handles
from cabinet.contour.trust.certificate_status import CertificateStatuses
from cabinet.contour.trust.identities import Identities
from cabinet.contour.trust.list_trust import ListTrust
from cabinet.contour.trust.published_list import PublishedList
from cabinet.contour.trust.services import TrustServices
from cabinet.contour.trust.time_stamps import TimeStamps
from cabinet.contract import testdata, time_stamp
from cabinet.contract.testdata import Done, Identity, NewIdentity, RevokeIdentity, SetPolicy, TrustFaults
from cabinet.qes.policy import LoginPolicy

__all__ = ["IdentityEndpoints", "TimeStampEndpoints", "TrustFaultEndpoints"]


class TimeStampEndpoints:
    """``/tsa``."""

    def __init__(self, stamps: TimeStamps) -> None:
        self._stamps = stamps

    @handles(time_stamp.TIME_STAMP)
    def time_stamp(self, call: OpenCall[bytes]) -> bytes:
        """Answer a time-stamp query."""
        return self._stamps.respond(call.request)


class IdentityEndpoints:
    """``/testdata/identities`` and ``/testdata/policy``."""

    def __init__(self, identities: Identities, statuses: CertificateStatuses, checks: Qes) -> None:
        self._identities = identities
        self._statuses = statuses
        self._checks = checks

    @handles(testdata.ISSUE_IDENTITY, Identities.issue)
    def issue(self, call: OpenCall[NewIdentity]) -> Identity:
        """Issue a test identity."""
        return self._identities.issue(call.request)

    @handles(testdata.REVOKE_IDENTITY, CertificateStatuses.change)
    def revoke(self, call: OpenCall[RevokeIdentity]) -> Done:
        """Revoke a test identity, put it on hold or take it off."""
        self._statuses.change(call.request.serial, call.request.reason)
        return Done(what=call.request.serial)

    @handles(testdata.SET_POLICY)
    def set_policy(self, call: OpenCall[SetPolicy]) -> Done:
        """Change what is demanded of certificates."""
        policy = LoginPolicy(
            device_required=call.request.device_required, personal_allowed=call.request.personal_allowed
        )
        self._checks.policy = policy
        return Done(what=f"device required {policy.device_required}, personal allowed {policy.personal_allowed}")


class TrustFaultEndpoints:
    """``/testdata/trust``."""

    def __init__(self, services: TrustServices, published: PublishedList, followed: ListTrust) -> None:
        self._services = services
        self._published = published
        self._followed = followed

    @handles(testdata.SET_TRUST_FAULTS)
    def misbehave(self, call: OpenCall[TrustFaults]) -> Done:
        """Make the trust services misbehave."""
        before, faults = self._services.faults.list, call.request
        self._services.faults = faults
        what = f"ocsp {faults.ocsp}, crl {faults.crl}, list {faults.list}"
        if faults.list != before:
            if faults.list != "down":
                self._published.issue(faults.list)
            refused = self._followed.refresh(call.now)
            what += f" {refused.code}" if refused is not None else ""
        return Done(what=what)
