"""Keys and signatures that BouncyCastle makes by chance, on all ten curves and with all four hashes."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme, check_signature
from cabinet.qes.digests import digest_of
from cabinet.qes.dstu.key import read_key
from cabinet.qes.dstu.signature import verify
from tests.qes.dstu_material import with_key

JAR = Path("/usr/share/java/bcprov.jar")
INSTALL = "apt-get install -y --no-install-recommends default-jdk-headless libbcprov-java"
ROUNDS = 2


class Made(NamedTuple):
    """One signature; even rounds name the curve, odd ones spell it out."""

    digest: str
    degree: int
    info: bytes
    message: bytes
    hashed: bytes
    signature: bytes


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    folder = tmp_path_factory.mktemp("bouncycastle")
    source = Path(__file__).with_name("BouncyCastle.java")
    try:
        assert JAR.exists(), INSTALL
        subprocess.run(["javac", "-d", str(folder), "-cp", str(JAR), str(source)], check=True, capture_output=True)
        command = ["java", "-cp", f"{JAR}:{folder}", "BouncyCastle", str(ROUNDS)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        pytest.fail(f"no Java here: {INSTALL}")
    lines = [line.split() for line in printed.splitlines()]
    return [Made(digest, int(degree), *(bytes.fromhex(part) for part in rest)) for digest, degree, *rest in lines]


def test_hashes_agree(made: list[Made]) -> None:
    assert len(made) == 10 * 4 * ROUNDS
    for each in made:
        assert digest_of(each.digest, each.message) == each.hashed


def test_signatures_are_verified(made: list[Made]) -> None:
    degrees = set()
    for each in made:
        key = read_key(each.info)
        assert key.curve.degree == each.degree
        verify(key, each.signature, each.hashed)
        degrees.add(each.degree)
    assert len(degrees) == 10


def test_signatures_of_others_are_refused(made: list[Made]) -> None:
    for each, other in pairwise(made):
        with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
            verify(read_key(each.info), each.signature, other.hashed)
        if each.degree == other.degree:
            with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
                verify(read_key(other.info), each.signature, each.hashed)


def test_small_fields_are_refused(made: list[Made]) -> None:
    """Fields under M257 can be verified, and are not believed."""
    for each in made:
        certificate = with_key(each.info)
        if each.degree < 257:
            with pytest.raises(KnownError, match="DSTU_FIELD_SMALL"):
                check_signature(Scheme(each.digest, "dstu"), certificate, each.signature, each.message)
        else:
            check_signature(Scheme(each.digest, "dstu"), certificate, each.signature, each.message)
