"""Keys in files at the log-in desk: the perimeter's policy, and a library of the person's own behind them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.login import LoginAccepted, StatementFields
from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.uapki import LibraryState, UapkiDesk
from cabinet.lanes.lane import Failure
from cabinet.perimeter.login import LoginClient
from cabinet.qes.cades_verify import verify
from cabinet.token.uapki.key import UapkiKey
from tests.company import WAIT, Company, Desk, open_desk, person
from tests.token.uapki_kit import PASSWORD, Uapki, jks, key6, stand_in

ENDED = {LoginPhase.DONE, LoginPhase.REFUSED}


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Uapki]:
    folder = tmp_path / "uapki"
    folder.mkdir()
    with stand_in(folder, monkeypatch) as made:
        yield made


@pytest.fixture
def desk(company: Company, tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(company, tmp_path)
    yield made
    made.close()


def look(qtbot: QtBot, desk: Desk, path: Path) -> Failure:
    failures: list[Failure] = []
    desk.session.carriers.look_at_file(path, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 1, timeout=WAIT)
    return failures[0]


def head_in_jks(company: Company, fake: Uapki, folder: Path) -> Path:
    """Put the head's key into the stand-in, and the certificate beside the store."""
    packed = base64.b64decode(company.identity(person(Role.HEAD), password="0000")["pkcs12"])
    bag = pkcs12.load_pkcs12(packed, b"0000")
    key = bag.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert bag.cert is not None
    der = bag.cert.certificate.public_bytes(Encoding.DER)
    (folder / "head.cer").write_bytes(der)
    fake.keys = [fake.agreement_key(), fake.key_of("0A", der)]
    fake.signs = lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))
    path = folder / "pb_head.jks"
    path.write_bytes(jks())
    return path


def test_perimeter_that_takes_no_file_keys(qtbot: QtBot, company: Company, desk: Desk, tmp_path: Path) -> None:
    path = company.key_file(tmp_path, person(Role.HEAD), "0000")
    allowing = Path(desk.settings.settings.profile)
    forbidding = tmp_path / "profile.json"
    profile = json.loads(allowing.read_text(encoding="utf-8"))
    forbidding.write_text(json.dumps({**profile, "fileKeysAllowed": False}), encoding="utf-8")
    desk.settings.change(profile=str(forbidding))
    session = desk.session
    session.start()
    assert look(qtbot, desk, path).code == "KEY_FILE_NOT_ALLOWED", "before any password"
    session.open_key_file(path, "0000")
    qtbot.waitUntil(lambda: len(session.candidates) == 1, timeout=WAIT)
    (candidate,) = session.candidates
    assert (candidate.usable, candidate.reason, candidate.code) == (False, "file_not_allowed", "KEY_FILE_NOT_ALLOWED")
    session.choose(candidate.key)
    session.begin()
    assert session.chosen is None
    assert session.phase is LoginPhase.NONE_USABLE
    session.set_profile(allowing)
    assert session.candidates[0].usable, "what is open is judged anew"
    assert session.phase is LoginPhase.READY


def test_files_that_are_no_use(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.session.start()
    path = tmp_path / "Key-6.p12"
    for content, code in ((b"", "KEY_FILE_EMPTY"), (key6(), "KEY_FILE_NEEDS_LIBRARY")):
        path.write_bytes(content)
        assert look(qtbot, desk, path).code == code
        desk.session.open_key_file(path, "0000")
        qtbot.waitUntil(lambda code=code: getattr(desk.session.failure, "code", "") == code, timeout=WAIT)
        desk.session.cancel()


def test_log_in_through_the_library(qtbot: QtBot, company: Company, desk: Desk, fake: Uapki, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    path = head_in_jks(company, fake, folder)
    desk.settings.change(uapki_library=str(fake.library))
    session = desk.session
    session.start()
    session.open_key_file(path, "wrong")
    qtbot.waitUntil(lambda: getattr(session.failure, "code", "") == "KEY_FILE_PASSWORD", timeout=WAIT)
    for _ in range(2):
        session.open_key_file(path, PASSWORD)
        qtbot.waitUntil(lambda: session.phase is LoginPhase.READY and not desk.office.token.busy, timeout=WAIT)
    candidate = session.candidate()
    assert candidate is not None
    assert (candidate.from_file, candidate.source, candidate.usable) == (True, "pb_head.jks", True)
    opened = session.carriers._files._opened[candidate.key][1]
    assert isinstance(opened, UapkiKey)
    assert len(fake.asked("DEINIT")) == 2, "the wrong password's library, and the first opening's, are gone"
    session.begin()
    qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
    assert session.phase is LoginPhase.DONE
    qtbot.waitUntil(lambda: opened._process.pid is None, timeout=WAIT)
    job = session.signing_job(b"ACT v1\n", PASSWORD)
    verify(job(), b"ACT v1\n", desk.office.clock.now())
    assert len(fake.asked("DEINIT")) == len(fake.asked("INIT")), "no key stays open"


def test_opened_file_is_closed_with_the_window(qtbot: QtBot, desk: Desk, fake: Uapki, tmp_path: Path) -> None:
    path = tmp_path / "Key-6.dat"
    path.write_bytes(key6())
    fake.certificates = [fake.certificate]
    desk.settings.change(uapki_library=str(fake.library))
    desk.session.start()
    desk.session.open_key_file(path, PASSWORD)
    qtbot.waitUntil(lambda: len(desk.session.candidates) == 1, timeout=WAIT)
    (candidate,) = desk.session.candidates
    assert candidate.from_file
    assert not candidate.usable, "cryptonite's person has a certificate of long ago"
    opened = desk.session.carriers._files._opened[candidate.key][1]
    assert isinstance(opened, UapkiKey)
    assert opened._process.pid is not None
    report = desk.session.report()
    assert f"module UAPKI: {fake.library}" in report
    assert PASSWORD not in report
    desk.close()
    assert opened._process.pid is None


def test_library_is_used_once_it_has_answered(qtbot: QtBot, desk: Desk, fake: Uapki, tmp_path: Path) -> None:
    library = UapkiDesk(desk.office, desk.settings)
    assert library.state is LibraryState.OFF
    assert library.path == ""
    text = tmp_path / "libuapki.so"
    text.write_text("none")
    library.choose(text)
    qtbot.waitUntil(lambda: library.state is LibraryState.BROKEN, timeout=WAIT)
    assert getattr(library.failure, "code", "") == "UAPKI_BROKEN"
    assert library.path == "", "what does not work is not used"
    library.choose(fake.library)
    assert library.state is LibraryState.CHECKING
    qtbot.waitUntil(lambda: library.state is LibraryState.WORKS, timeout=WAIT)
    assert library.failure is None
    assert library.path == str(fake.library)
    assert library.facts is not None
    assert library.facts.version == "2.0.16"
    assert len(library.facts.sha256) == 64
    assert UapkiDesk(desk.office, desk.settings).state is LibraryState.UNCHECKED
    library.check()
    library.turn_off()
    assert library.state is LibraryState.OFF
    qtbot.waitUntil(lambda: not desk.office.token.busy, timeout=WAIT)
    assert library.path == "", "a check under way does not turn it on again"


def test_a_signed_out_file_is_offered_no_more(qtbot: QtBot, company: Company, desk: Desk, tmp_path: Path) -> None:
    """Its key is closed: whoever presses "Log in" at once would sign with nothing."""
    session = desk.session
    session.start()
    session.open_key_file(company.key_file(tmp_path, person(Role.HEAD), "0000"), "0000")
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    key = session.chosen
    assert key is not None
    session.begin()
    qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
    assert session.phase is LoginPhase.DONE
    assert session.candidate() is not None, "acts are signed with it while the session lasts"
    session.sign_out()
    assert [c for c in session.candidates if c.from_file] == []
    assert session.chosen is None
    assert session.phase is not LoginPhase.READY
    session.begin()
    assert session.phase is not LoginPhase.ASKING
    with pytest.raises(KnownError) as gone:
        session.carriers.certificate(key)
    assert gone.value.code == "TOKEN_REMOVED"


def test_the_first_log_in_by_file_takes_the_responders_answer_along(
    qtbot: QtBot, company: Company, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody types a PIN meanwhile: the signature waits for the answer where the perimeter wants one."""
    profile = Path(desk.settings.settings.profile)
    wanted = tmp_path / "wanted.json"
    wanted.write_text(json.dumps({**json.loads(profile.read_text()), "staplesWanted": True}))
    desk.settings.change(profile=str(wanted))
    real, stapled = LoginClient.submit, []

    def submit(self: LoginClient, cid: str, fields: StatementFields, cms: str, answers: Sequence[str]) -> LoginAccepted:
        stapled.append(len(answers))
        return real(self, cid, fields, cms, answers)

    monkeypatch.setattr(LoginClient, "submit", submit)
    session = desk.session
    session.start()
    session.open_key_file(company.key_file(tmp_path, person(Role.HEAD), "0000"), "0000")
    qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
    session.begin()
    qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
    assert session.phase is LoginPhase.DONE
    assert stapled == [1]
