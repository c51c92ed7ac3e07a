"""Forged signatures: the form bent in every place, weak algorithms, wrong certificates, states of trust."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cabinet.contract.errors import KnownError
from cabinet.contract.testdata import RevokeIdentity
from cabinet.qes.digests import DIGESTS, digest_of
from tests.forging import cms
from tests.forging.dstu import dstu_key, dstu_leaf
from tests.forging.forgeries import FORGERIES
from tests.forging.issuer import Issuer, Leaf, another_authority, serial_of
from tests.trials.forged_world import Case, World

__all__ = ["UNREADABLE", "bends", "cases", "states"]

UNREADABLE = frozenset({"BAD_CMS", "SIGNATURE_INVALID", "WEAK_ALGORITHM", "CERTIFICATE_UNREADABLE"})
_SHA1, _MD5 = "1.3.14.3.2.26", "1.2.840.113549.2.5"
_UNKNOWN_EXTENSION = "1.2.804.2.1.1.1.99"


def bends(world: World, many: int) -> list[str]:
    """Draw names of bends of a signature's tree."""
    names = [name for name, _ in cms.bent(cms.tree(world.signed(world.begin())))]
    return world.random.sample(names, min(many, len(names)))


def cases(world: World, many: int) -> Iterator[Case]:
    """Return them all; of the bends of the tree so many are drawn."""
    for name in bends(world, many):
        yield Case("bend", name, UNREADABLE, _bend(name))
    for name, (forge, code) in FORGERIES.items():

        def attempt(world: World, forge: Callable[[Any, Leaf, Issuer], bytes] = forge) -> KnownError | None:
            begun = world.begin()
            return world.refused(begun, forge(begun, world.leaf, world.issuer))

        yield Case("form", name, frozenset({code}), attempt)
    yield from _of_algorithms()
    yield from _of_certificates()


def _bend(name: str) -> Callable[[World], KnownError | None]:
    def attempt(world: World) -> KnownError | None:
        begun = world.begin()
        blob = world.signed(begun)
        bent = next((changed for each, changed in cms.bent(cms.tree(blob)) if each == name and changed != blob), b"")
        return world.refused(begun, bent)

    return attempt


def _by_hand(world: World, der: bytes, signature: bytes, digest: str, kind: str) -> KnownError | None:
    begun = world.begin()
    text = begun.statement.render()
    return world.refused(begun, cms.by_hand(text, der, signature, world.clock.now(), digest, kind))


def _of_algorithms() -> Iterator[Case]:
    def renamed(new: str) -> Callable[[World], KnownError | None]:
        def attempt(world: World) -> KnownError | None:
            begun = world.begin()
            return world.refused(begun, cms.renamed(world.signed(begun), DIGESTS["sha256"], new))

        return attempt

    def short_rsa(world: World) -> KnownError | None:
        leaf = world.issuer.issue(rsa.generate_private_key(public_exponent=65537, key_size=1024))
        begun, now = world.begin(), world.clock.now()
        text = begun.statement.render()
        attributes = cms.signed_attributes(digest_of("sha256", text), leaf.der, "sha256", now)
        return world.refused(begun, cms.by_hand(text, leaf.der, leaf.sign(attributes), now, kind="rsa"))

    def short_dstu(world: World) -> KnownError | None:
        info, _, key = dstu_key(163)
        return _by_hand(world, world.issuer.with_key(info), bytes((1,)) * 2 * key.curve.half, "gost34311", "dstu")

    def unknown(world: World) -> KnownError | None:
        public = ed25519.Ed25519PrivateKey.generate().public_key()
        der = world.issuer.with_key(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        return _by_hand(world, der, bytes(64), "sha256", "ecdsa")

    def of(code: str, name: str, attempt: Callable[[World], KnownError | None]) -> Case:
        return Case("algorithm", name, frozenset({code}), attempt)

    yield of("WEAK_ALGORITHM", "SHA-1", renamed(_SHA1))
    yield of("WEAK_ALGORITHM", "MD5", renamed(_MD5))
    yield of("WEAK_ALGORITHM", "SHA-384 for P-256", renamed(DIGESTS["sha384"]))
    yield of("WEAK_ALGORITHM", "RSA-1024", short_rsa)
    yield of("DSTU_FIELD_SMALL", "DSTU 4145 on M163", short_dstu)
    yield of("UNSUPPORTED_ALGORITHM", "Ed25519", unknown)
    for kind in ("rsa", "dstu"):
        wrong = "sha256" if kind == "rsa" else "gost34311"
        yield of(
            "UNSUPPORTED_ALGORITHM", f"an EC key that says {kind}",
            lambda w, d=wrong, k=kind: _by_hand(w, w.leaf.der, bytes(64), d, k),
        )  # fmt: skip
    for name, signature, code in (
        ("zeros", bytes(64), "DSTU_SIGNATURE_RANGE"),
        ("ones", b"\xff" * 64, "DSTU_SIGNATURE_RANGE"),
        ("short", bytes(62), "DSTU_SIGNATURE_LENGTH"),
        ("anything", bytes((1,)) * 64, "SIGNATURE_INVALID"),
    ):
        yield of(
            code, f"DSTU 4145, {name}",
            lambda w, s=signature: _by_hand(w, dstu_leaf(w.issuer).der, s, "gost34311", "dstu"),
        )  # fmt: skip


def _of_certificates() -> Iterator[Case]:
    def leaf_of(code: str, name: str, make: Callable[[World], Leaf]) -> Case:
        def attempt(world: World) -> KnownError | None:
            begun = world.begin()
            return world.refused(begun, world.signed(begun, make(world)))

        return Case("certificate", name, frozenset({code}), attempt)

    def issued(code: str, name: str, **changes: Any) -> Case:
        return leaf_of(code, name, lambda world: world.issuer.issue(**changes))

    day = timedelta(days=1)
    yield issued("CERT_EXPIRED", "expired", end=-day)
    yield issued("CERT_NOT_YET_VALID", "not yet valid", start=day)
    yield issued("NOT_QUALIFIED", "not qualified", qualified=False)
    yield issued("SEAL_NOT_ALLOWED", "a seal", seal=True)
    yield issued("WRONG_KEY_USAGE", "for encryption", usages=("key_agreement",))
    yield issued("WRONG_KEY_USAGE", "an authority's", ca=True, usages=("key_cert_sign", "digital_signature"))
    yield issued("ISSUER_UNTRUSTED", "something critical in it", critical=_UNKNOWN_EXTENSION)
    yield issued("EDRPOU_MISMATCH", "another company's", edrpou="00032112")
    yield leaf_of("WRONG_KEY_USAGE", "the authority's own", lambda world: world.issuer.leaf)
    yield leaf_of(
        "ISSUER_UNTRUSTED", "an authority of the same name",
        lambda world: world.issuer.issue(by=another_authority(world.issuer)),
    )  # fmt: skip

    def by_a_person(world: World) -> Leaf:
        """A person's certificate is no authority, whatever it signs."""
        issuer = another_authority(world.issuer)
        assert world.leaf.key is not None
        issuer.key = world.leaf.key  # type: ignore[assignment]  # a P-256 key, as made
        return issuer.issue()

    yield leaf_of("ISSUER_UNTRUSTED", "issued by a person", by_a_person)


def states() -> Iterator[Case]:
    """Return the states of trust: hours go by, for what was fetched before must not help."""

    def with_faults(code: str, **faults: str) -> Case:
        def attempt(world: World) -> KnownError | None:
            world.later(3600)
            world.faults(**faults)
            try:
                begun = world.begin()
                return world.refused(begun, world.signed(begun))
            finally:
                world.faults()

        return Case("state", " ".join(f"{k} {v}" for k, v in faults.items()), frozenset({code}), attempt)

    def revoked(reason: str) -> Case:
        def attempt(world: World) -> KnownError | None:
            leaf = world.issuer.issue()
            wanted = RevokeIdentity.model_validate({"serial": str(serial_of(leaf.der)), "reason": reason})
            world.company.contour.testdata("testdata_revoke", wanted)
            world.later(3600)
            begun = world.begin()
            return world.refused(begun, world.signed(begun, leaf))

        return Case("state", f"revoked, {reason}", frozenset({"CERT_REVOKED"}), attempt)

    yield with_faults("ISSUER_UNTRUSTED", list="withdrawn")
    yield with_faults("ISSUER_UNTRUSTED", list="only-seals")
    for ocsp in ("down", "stale", "wrong-nonce", "foreign-signer", "unknown", "garbage", "redirect", "huge"):
        yield with_faults("REVOCATION_UNAVAILABLE", ocsp=ocsp, crl="down")
    for crl in ("stale", "foreign-signer", "garbage", "redirect", "huge"):
        yield with_faults("REVOCATION_UNAVAILABLE", ocsp="down", crl=crl)
    for reason in ("keyCompromise", "superseded", "certificateHold"):
        yield revoked(reason)
