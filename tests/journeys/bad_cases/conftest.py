"""Fixtures of the bad cases: one live contour and one set of tokens for all, and a ladder over them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import Clock
from cabinet.contract.rights import Role
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.company import Company, Desk, open_desk, person
from tests.forging.issuer import Issuer
from tests.forked import ForkedContour
from tests.journeys.bad_cases.world import Ladder, Live, Teller, Tokens
from tests.softhsm import make_token, module_path

KEY = "01"


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Iterator[Teller]:
    """What was said to the person; a case that is marked with a code must have said it, and nothing else."""
    teller = Teller()
    yield teller
    marked = {code for mark in request.node.iter_markers("bad_case") for code in mark.args[1:]}
    assert teller.said == marked


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One for each file: a contour gives an address no more than two challenges a second, a minute long."""
    with ForkedContour(tmp_path_factory.mktemp("bad-cases") / "contour") as contour:
        found = Company(contour)
        found.found()
        yield Live(found)


@pytest.fixture
def live(shared: Live) -> Iterator[Live]:
    yield shared
    shared.restore()


@pytest.fixture
def company(live: Live) -> Company:
    return live.company


@pytest.fixture
def transport(company: Company) -> Iterator[Transport]:
    assert company.contour.ready is not None
    opened = Transport(read_profile(company.contour.ready.profile))
    yield opened
    opened.close()


@pytest.fixture
def issuer(company: Company) -> Issuer:
    assert company.contour.ready is not None
    return Issuer(company.contour.data, company.contour.ready.trust_url)


@pytest.fixture(scope="module")
def made_tokens(shared: Live, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make each token once; see :class:`Tokens`."""
    root = tmp_path_factory.mktemp("tokens")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("bare", "head"):
            folder = root / f"{name}-made"
            folder.mkdir()
            token = make_token(folder, name, patch)
            token.make_key(KEY)
            if name == "head":
                public = load_der_public_key(token.public_key(KEY))
                pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
                issued = shared.company.identity(person(Role.HEAD), public_key_pem=pem)
                certificate = x509.load_pem_x509_certificate(issued["certificatePem"].encode())
                token.put_certificate(KEY, certificate.public_bytes(Encoding.DER))
            shutil.copytree(token.folder, root / name)
    return root


@pytest.fixture
def tokens(made_tokens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    return Tokens(made_tokens, tmp_path, monkeypatch, lambda: dict(os.environ))


@pytest.fixture
def climb(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[Callable[..., Ladder]]:
    """Open log-in desks, on SoftHSM2 unless another module is given; all are closed afterwards."""
    opened: list[Desk] = []

    def open_ladder(module: Path | None = None, clock: Clock | None = None) -> Ladder:
        desk = open_desk(company, tmp_path, f"desk{len(opened)}", clock)
        desk.settings.change(token_module=str(module or module_path()))
        opened.append(desk)
        return Ladder(qtbot, desk)

    yield open_ladder
    for desk in opened:
        desk.close()
