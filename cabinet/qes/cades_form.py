"""What RFC 5652 and ETSI EN 319 122-1 leave to who writes a signature; everything else is fixed.

Ours, openssl's, pyHanko's and UAPKI's signatures differ only in these places. A reader takes them over and then
demands the same bytes: so every writer's strict DER is understood, and still no bit of it may be another.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Form"]


@dataclass(frozen=True)
class Form:
    """``…_null``: an algorithm's parameters are NULL instead of absent; None for what its RFC prescribes.

    ``set_null`` is of SignedData.digestAlgorithms, ``digest_null`` of SignerInfo.digestAlgorithm, ``signature_null`` of
    SignerInfo.signatureAlgorithm. ``plain_rsa``: that one is rsaEncryption, without naming the digest (RFC 3370 §3.2).
    ``reference``: hash of the signing-certificate reference, None for the default sha256 left out (RFC 5035 §4);
    ``reference_null`` its parameters; ``names_issuer``: the reference carries issuer and serial number, too.
    ``protection``: the attribute of RFC 6211 repeats the algorithms. ``content_stamp`` is a content time-stamp, DER: a
    claim of the signer, carried and never asked. ``salt`` is the length of RSA-PSS's, None for that of the hash.
    """

    set_null: bool = False
    digest_null: bool = False
    signature_null: bool | None = None
    plain_rsa: bool = False
    reference: str | None = None
    reference_null: bool = False
    names_issuer: bool = False
    protection: bool = False
    content_stamp: bytes | None = None
    salt: int | None = None
