"""Authorities of every algorithm, as OpenSSL makes them: certificate, list, responder's answer, and its opinion."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
{identifier}
crlDistributionPoints = URI:http://ca.test/full.crl
authorityInfoAccess = OCSP;URI:http://ca.test/ocsp
[responder]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
authorityKeyIdentifier = keyid
[own]
default_ca = own
database = index.txt
crlnumber = number
default_md = sha256
default_crl_days = 5
unique_subject = no
"""


@dataclass(frozen=True)
class Algorithm:
    """A key and how it signs: the words of ``openssl genpkey``, the hash, and what the signing command takes."""

    name: str
    key: tuple[str, ...]
    digest: str
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def curve(name: str, digest: str) -> Algorithm:
    return Algorithm(f"{name}-{digest}", ("-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{name}"), digest)


def rsa(bits: int, digest: str, salt: str | None = None, key: str = "RSA") -> Algorithm:
    options = ("rsa_padding_mode:pss", f"rsa_pss_saltlen:{salt}") if salt is not None else ()
    title = f"{key}-{bits}-{digest}" + (f"-pss-{salt}" if salt is not None else "")
    return Algorithm(title, ("-algorithm", key, "-pkeyopt", f"rsa_keygen_bits:{bits}"), digest, options)


CURVES = ("P-256", "P-384", "P-521", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1")
HASHES = ("sha256", "sha384", "sha512")
STRONG = (
    *(curve(name, digest) for name in CURVES for digest in HASHES),
    *(rsa(2048, digest) for digest in HASHES),
    *(rsa(2048, digest, salt) for digest in HASHES for salt in ("digest", "max", "0")),
    rsa(3072, "sha256", "20"),
    rsa(2048, "sha384", "48", key="RSA-PSS"),
)
WEAK = (
    curve("P-256", "sha1"),
    curve("P-256", "sha224"),
    rsa(2048, "sha1"),
    rsa(1024, "sha256"),
    rsa(2048, "sha1", "20"),
)
UNKNOWN = (
    curve("secp256k1", "sha256"),
    Algorithm("ed25519", ("-algorithm", "ED25519"), ""),
)


class OpensslAuthority:
    """An authority in a folder: all that it signs is signed by OpenSSL's commands under one algorithm."""

    def __init__(self, folder: Path, algorithm: Algorithm, *, identifier: bool = True) -> None:
        self.folder, self.algorithm = folder, algorithm
        folder.mkdir(parents=True, exist_ok=True)
        named = "authorityKeyIdentifier = keyid" if identifier else ""
        (folder / "config").write_text(CONFIG.format(name="Authority", identifier=named))
        (folder / "index.txt").write_text("")
        (folder / "number").write_text("07\n")
        self._key("ca", algorithm)
        self.run(
            "req",
            "-x509",
            "-new",
            "-key",
            "ca.key",
            "-days",
            "900",
            "-extensions",
            "ca",
            *self._signs(),
            "-out",
            "ca.pem",
        )
        self.certificate = self.der("ca")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        config = ("-config", "config") if words[0] in {"req", "ca"} else ()
        return subprocess.run(
            ["openssl", words[0], *config, *words[1:]], cwd=self.folder, check=True, capture_output=True, text=True
        )

    def der(self, name: str) -> bytes:
        self.run("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.der")
        return (self.folder / f"{name}.der").read_bytes()

    def issue(self, name: str, algorithm: Algorithm, extensions: str = "leaf") -> bytes:
        """Return a certificate whose own key is of another algorithm than the authority's."""
        self._key(name, algorithm)
        digest = ("-" + algorithm.digest,) if algorithm.digest else ()
        self.run("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", *digest, "-out", f"{name}.csr")
        self.run(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "90",
            "-extfile", "config", "-extensions", extensions, *self._signs(), "-out", f"{name}.pem",
        )  # fmt: skip
        return self.der(name)

    def revocation_list(self, *revoked: str) -> bytes:
        lines = [self._row(name, "R") for name in revoked]
        (self.folder / "index.txt").write_text("".join(lines))
        options = [word for option in self.algorithm.options for word in ("-sigopt", option)]
        digest = ("-md", self.algorithm.digest) if self.algorithm.digest else ()
        self.run(
            "ca",
            "-gencrl",
            "-name",
            "own",
            "-keyfile",
            "ca.key",
            "-cert",
            "ca.pem",
            *digest,
            *options,
            "-out",
            "crl.pem",
        )
        self.run("crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der")
        return (self.folder / "crl.der").read_bytes()

    def answer(self, query: bytes, by: str, algorithm: Algorithm, leaf: str) -> bytes:
        """Answer as ``openssl ocsp`` does; ``by`` is ``ca`` or the name of a responder."""
        (self.folder / "index.txt").write_text(self._row(leaf, "V"))
        (self.folder / "query").write_bytes(query)
        options = [word for option in algorithm.options for word in ("-rsigopt", option)]
        digest = ("-rmd", algorithm.digest) if algorithm.digest else ()
        who = ("-index", "index.txt", "-CA", "ca.pem", "-rsigner", f"{by}.pem", "-rkey", f"{by}.key")
        self.run("ocsp", *who, "-reqin", "query", "-respout", "answer", "-nmin", "5", *digest, *options)
        return (self.folder / "answer").read_bytes()

    def openssl_believes_list(self, leaf: str) -> bool:
        return self._asks(
            "verify", "-crl_check", "-CRLfile", "crl.pem", "-CAfile", "ca.pem", "-partial_chain", f"{leaf}.pem"
        )

    def openssl_believes_answer(self, leaf: str) -> bool:
        return self._asks(
            "ocsp", "-respin", "answer", "-issuer", "ca.pem", "-cert", f"{leaf}.pem", "-CAfile", "ca.pem", "-no_nonce",
            "-partial_chain",
        )  # fmt: skip

    def _asks(self, *words: str) -> bool:
        return subprocess.run(["openssl", *words], cwd=self.folder, check=False, capture_output=True).returncode == 0

    def _row(self, name: str, state: str) -> str:
        serial = self.run("x509", "-in", f"{name}.pem", "-noout", "-serial").stdout.strip().removeprefix("serial=")
        until = (datetime.now(UTC) + timedelta(days=90)).strftime("%y%m%d%H%M%SZ")
        since = (datetime.now(UTC) - timedelta(days=1)).strftime("%y%m%d%H%M%SZ") + ",keyCompromise"
        return "\t".join((state, until, since if state == "R" else "", serial, "unknown", f"/CN={name}")) + "\n"

    def _key(self, name: str, algorithm: Algorithm) -> None:
        self.run("genpkey", *algorithm.key, "-out", f"{name}.key")

    def _signs(self) -> list[str]:
        options = [word for option in self.algorithm.options for word in ("-sigopt", option)]
        return [*(["-" + self.algorithm.digest] if self.algorithm.digest else []), *options]
