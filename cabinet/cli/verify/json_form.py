"""The explanation for machines. Keys stay as they are; new ones may come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cabinet import __version__
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.evidence.signature_file import Found, is_proven
from cabinet.qes.certificate import Certificate
from cabinet.qes.certificate_view import kind_of
from cabinet.qes.explain.report import Link, Listing, SignerReport, Stamp

__all__ = ["as_json"]


def as_json(found: Found) -> dict[str, Any]:
    """Return the value for ``--json``. Moments are RFC 3339 in UTC; codes are the catalogue's."""
    explanation = found.explanation
    return {
        "cabinet": __version__,
        "file": found.path,
        "kind": "signature",
        "verdict": explanation.verdict.value,
        "at": wire(explanation.now),
        "online": explanation.online,
        "content": {"from": found.given.how, "path": found.given.path, "size": explanation.content_size},
        "lists": [
            {
                "territory": each.territory,
                "sequence": each.sequence,
                "nextUpdate": _moment(each.head.next_update),
                "signerSha256": each.signer_sha256,
                "test": each.is_test,
            }
            for each in found.lists
        ],
        "listProblems": [{"list": o.kept.name, **_problem(o.error)} for o in found.outcomes if o.error is not None],
        "signers": [_signer(each) for each in explanation.signers],
    }


def _signer(report: SignerReport) -> dict[str, Any]:
    scheme = report.scheme
    return {
        "verdict": report.verdict.value,
        "indication": report.indication.value,
        "subIndication": report.sub,
        "problems": [_problem(each) for each in report.problems],
        "distrust": report.distrust.reason.value if report.distrust is not None else None,
        "notes": sorted(each.value for each in report.notes),
        "level": report.level.value,
        "intact": report.intact,
        "proven": is_proven(report),
        "algorithm": {"digest": scheme.digest, "signature": scheme.kind} if scheme is not None else None,
        "claimedTime": _moment(report.claimed),
        "judgedAt": {"moment": wire(report.moment.at), "basis": report.moment.basis.value},
        "certificate": _certificate(report.certificate) if report.certificate is not None else None,
        "chain": [_link(each) for each in report.links],
        "listing": _listing(report.listing),
        "timeStamps": [_stamp(each) for each in report.stamps],
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "name": certificate.common_name,
        "organisation": certificate.organisation,
        "title": certificate.title,
        "identifiers": [
            {"kind": each.kind.value, "value": each.value, "source": each.source.value}
            for each in certificate.identifiers
        ],
        "kind": kind_of(certificate),
        "qualified": certificate.qualified,
        "deviceEvidence": certificate.device_evidence,
        "issuer": certificate.issuer,
        "notBefore": wire(certificate.not_before),
        "notAfter": wire(certificate.not_after),
        "serial": f"{certificate.serial:X}",
        "sha256": certificate.sha256,
    }


def _link(link: Link) -> dict[str, Any]:
    evidence = link.evidence
    return {
        "name": link.certificate.common_name,
        "sha256": link.certificate.sha256,
        "standing": link.standing.value,
        "revokedAt": _moment(link.revoked),
        "reason": link.reason,
        "detail": link.detail,
        "evidence": {
            "road": evidence.road.value,
            "embedded": link.embedded,
            "thisUpdate": wire(evidence.this_update),
            "nextUpdate": _moment(evidence.next_update),
            "responder": evidence.responder,
            "sha256": evidence.sha256,
        }
        if evidence is not None
        else None,
    }


def _listing(listing: Listing | None) -> dict[str, Any] | None:
    if listing is None:
        return None
    period, head = listing.period, listing.source.head
    return {
        "territory": head.territory,
        "sequence": head.sequence,
        "operator": head.operator.of("en"),
        "provider": listing.service.provider.of("en"),
        "service": listing.service.name.of("en"),
        "status": period.status.value if period is not None else None,
        "since": _moment(period.since) if period is not None else None,
        "statusNow": listing.service.periods[0].status.value,
        "qualifiers": sorted(period.qualifiers) if period is not None else [],
        "test": listing.source.is_test,
    }


def _stamp(stamp: Stamp) -> dict[str, Any]:
    return {
        "over": "content" if stamp.over_content else "signature",
        "at": _moment(stamp.at),
        "authority": stamp.authority.common_name if stamp.authority is not None else None,
        "believed": stamp.problem is None,
        "problem": _problem(stamp.problem) if stamp.problem is not None else None,
        "chain": [_link(each) for each in stamp.links],
    }


def _problem(error: KnownError) -> dict[str, str]:
    return {"code": error.code, "detail": error.detail}


def _moment(at: datetime | None) -> str | None:
    return wire(at) if at is not None else None
