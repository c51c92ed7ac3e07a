"""Rows 1–4 and 39: drivers that do not load, a stopped service, tokens without what a log-in needs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from cabinet.token.pkcs11 import modules
from cabinet.token.pkcs11.loading import _lacking, _reason
from tests.company import Company, person
from tests.journeys.bad_cases.conftest import KEY
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Ladder, Teller, Tokens
from tests.softhsm import TokenMaker, module_path
from tests.token.compiler import HERE, compile_library
from tests.token.pkcs11.test_loading import MACHINES
from tests.token.pkcs11.test_slots import OPENSC
from tests.token.shim_kit import Shim

Climb = Callable[..., Ladder]
UNINITIALISED = "flags_clear 400"


def missing(folder: Path) -> Path:
    return Path(shutil.copy(module_path(), folder / "gone.so"))


def of_32_bits(folder: Path) -> Path:
    head = bytearray(module_path().read_bytes()[:4096])
    head[4] = 1
    head[18] = MACHINES[head[18]]
    (folder / "old.so").write_bytes(head)
    return folder / "old.so"


def executable_stack(folder: Path) -> Path:
    return compile_library(HERE / "shim" / "shim.c", folder / "execstack.so", "-ldl", "-z", "execstack")


def lacks_a_library(folder: Path) -> Path:
    library = compile_library(HERE / "shim" / "vendors_library.c", folder / "libvendors.so")
    made = compile_library(
        HERE / "shim" / "uses_another.c", folder / "module.so", f"-L{folder}", "-lvendors", f"-Wl,-rpath,{folder}"
    )
    library.unlink()
    return made


def no_library(folder: Path) -> Path:
    (folder / "text.so").write_text("not a library")
    return folder / "text.so"


@pytest.mark.usefixtures("started_helpers")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(missing, "MODULE_NOT_FOUND", marks=bad_case(1, "MODULE_NOT_FOUND")),
        pytest.param(of_32_bits, "MODULE_BITNESS", marks=bad_case(1, "MODULE_BITNESS")),
        pytest.param(executable_stack, "MODULE_EXECSTACK", marks=bad_case(1, "MODULE_EXECSTACK")),
        pytest.param(lacks_a_library, "MODULE_DEPENDENCY", marks=bad_case(1, "MODULE_DEPENDENCY")),
        pytest.param(no_library, "MODULE_BROKEN", marks=bad_case(1, "MODULE_BROKEN")),
    ],
)
def test_driver_that_does_not_load(
    climb: Climb,
    told: Teller,
    tokens: Tokens,
    shim: Shim,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Path],
    code: str,
) -> None:
    if code == "MODULE_EXECSTACK":
        strict = compile_library(HERE / "shim" / "strict_loader.c", tmp_path / "strict.so", "-ldl")
        monkeypatch.setenv("LD_PRELOAD", str(strict))
    path = make(tmp_path)
    ladder = climb(path)
    if code == "MODULE_NOT_FOUND":
        path.unlink()
    ladder.look(LoginPhase.NO_DRIVER if code == "MODULE_NOT_FOUND" else LoginPhase.DRIVER_FAILED)
    session = ladder.session
    told(session.failure, code)
    assert session.rung(Rung.DRIVER) is RungState.FAILED
    assert code in session.report()
    if code == "MODULE_DEPENDENCY":
        assert isinstance(session.failure, KnownError)
        assert session.failure.facts["library"] == "libvendors.so"
    session.begin()
    assert session.phase is not LoginPhase.ASKING
    tokens.put()
    session.carriers.set_module(str(module_path()))
    ladder.until(LoginPhase.READY)
    assert session.failure is None
    ladder.log_in()


@bad_case(1, "MODULE_ABSENT")
def test_no_driver_at_all(
    climb: Climb, told: Teller, tokens: Tokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modules, "_table", lambda: ((str(tmp_path),), (("SoftHSM2", "libsofthsm2.so"),)))
    ladder = climb()
    ladder.desk.settings.change(token_module="")
    ladder.look(LoginPhase.NO_DRIVER)
    told(ladder.session.failure, "MODULE_ABSENT")
    tokens.put()
    shutil.copy(module_path(), tmp_path / "libsofthsm2.so")
    ladder.session.carriers.set_module("")
    ladder.until(LoginPhase.READY)
    ladder.log_in()


@pytest.mark.parametrize(
    ("number", "start", "code"),
    [
        pytest.param(193, b"MZ", "MODULE_BITNESS", marks=bad_case(1, "MODULE_BITNESS")),
        pytest.param(126, b"MZ", "MODULE_DEPENDENCY", marks=bad_case(1, "MODULE_DEPENDENCY")),
    ],
)
def test_what_windows_loader_says(told: Teller, tmp_path: Path, number: int, start: bytes, code: str) -> None:
    """Windows has no loader here: its numbers go through the table that the helper uses."""
    path = tmp_path / "PKCS11.EKeyAlmaz1C.dll"
    path.write_bytes(start)
    error = OSError("%1 is not a valid Win32 application")
    error.winerror = number  # type: ignore[attr-defined]  # only Windows sets it
    assert _reason(error, str(path)) == code
    told.card(code, {"library": _lacking(str(error))})


@bad_case(2, "PCSC_DOWN")
def test_smart_card_service_is_stopped(
    climb: Climb, told: Teller, tokens: Tokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = next((p for p in OPENSC if p.is_file()), None)
    if module is None:
        pytest.fail("opensc-pkcs11.so is missing: apt-get install opensc")
    socket = tmp_path / "pcscd.comm"
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(socket))
    ladder = climb(module)
    ladder.look(LoginPhase.NO_READER)
    told(ladder.session.failure, "PCSC_DOWN")
    socket.touch()
    session = ladder.session
    session.carriers.look(fresh=True)
    ladder.wait(lambda: session.failure is None)
    assert session.phase is LoginPhase.NO_READER, "a reader is still wanted, but the service is blamed no more"
    tokens.put()
    session.carriers.set_module(str(module_path()))
    ladder.until(LoginPhase.READY)
    ladder.log_in()


@bad_case(3)
def test_no_token_then_one(climb: Climb, told: Teller, tokens: Tokens) -> None:
    for each in tokens.put("bare").folder.iterdir():
        shutil.rmtree(each)
    ladder = climb()
    ladder.look(LoginPhase.NO_TOKEN)
    assert ladder.session.failure is None, "that is a state, and no failure"
    assert ladder.session.rung(Rung.TOKEN) is RungState.PERSON
    tokens.put()
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@bad_case(3)
def test_several_tokens(climb: Climb, told: Teller, company: Company, tokens: Tokens, token_maker: TokenMaker) -> None:
    """One is foreign and has no certificate; whichever slot each is in, the chosen one signs."""
    company.put_on_token(token_maker("it"), person(Role.IT))
    tokens.put("bare")
    tokens.put()
    ladder = climb()
    ladder.look(LoginPhase.CHOOSE)
    session = ladder.session
    assert len(session.carriers.found.tokens) == 3
    assert len({c.serial for c in session.candidates}) == 2
    for candidate in session.candidates:
        session.choose(candidate.key)
        ladder.to_the_pin()
        ladder.give()
        assert session.person is not None
        assert (session.person.name, session.phase) == (candidate.name, LoginPhase.DONE)
        session.sign_out()


@bad_case(4, "TOKEN_UNINITIALIZED")
def test_token_not_initialised(climb: Climb, told: Teller, shim: Shim, tokens: Tokens) -> None:
    tokens.put()
    shim.spoil(UNINITIALISED)
    ladder = climb(shim.library)
    ladder.look(LoginPhase.NO_TOKEN)
    told(ladder.session.failure, "TOKEN_UNINITIALIZED")
    shim.spoil()
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@bad_case(4, "TOKEN_EMPTY")
def test_empty_token(climb: Climb, told: Teller, tokens: Tokens, token_maker: TokenMaker) -> None:
    token_maker("empty")
    ladder = climb()
    ladder.look(LoginPhase.NO_CERTIFICATE)
    told(ladder.session.failure, "TOKEN_EMPTY", label="empty")
    tokens.put()
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@bad_case(4, "CERTIFICATE_ABSENT")
def test_key_without_certificate(climb: Climb, told: Teller, company: Company, tokens: Tokens) -> None:
    tokens.put("bare")
    ladder = climb()
    ladder.look(LoginPhase.NO_CERTIFICATE)
    told(ladder.session.failure, "CERTIFICATE_ABSENT")
    assert ladder.session.carriers.found.bare
    tokens.put()
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@bad_case(4, "CERTIFICATE_FILE_EMPTY")
def test_certificate_beside_the_token(
    climb: Climb, told: Teller, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    """The issuer handed it out as a file; the key on the token signs with it."""
    token = token_maker("bare")
    token.make_key(KEY)
    public = load_der_public_key(token.public_key(KEY)).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    issued = company.identity(person(Role.HEAD), public_key_pem=public.decode())["certificatePem"]
    file, text = tmp_path / "head.cer", tmp_path / "note.cer"
    file.write_text(issued)
    text.write_text("no certificate")
    ladder = climb()
    ladder.look(LoginPhase.NO_CERTIFICATE)
    ladder.session.add_certificate(text)
    ladder.wait(lambda: ladder.session.phase is LoginPhase.REFUSED)
    told(ladder.session.failure, "CERTIFICATE_FILE_EMPTY", path=str(text))
    ladder.session.cancel()
    ladder.session.add_certificate(file)
    ladder.wait(lambda: ladder.session.phase is LoginPhase.READY)
    ladder.log_in()


@bad_case(4, "KEY_ABSENT")
def test_certificate_without_key(
    climb: Climb, told: Teller, company: Company, tokens: Tokens, token_maker: TokenMaker
) -> None:
    certificate = x509.load_pem_x509_certificate(company.identity(person(Role.HEAD))["certificatePem"].encode())
    token_maker("keyless").put_certificate(KEY, certificate.public_bytes(Encoding.DER))
    ladder = climb()
    ladder.look()
    ladder.to_the_pin()
    told(ladder.refused(), "KEY_ABSENT")
    tokens.put()
    session = ladder.session
    session.carriers.look(fresh=True)
    ladder.wait(lambda: len(session.candidates) == 2)
    session.choose(next(c.key for c in session.candidates if c.source == "head"))
    ladder.log_in()


@bad_case(39)
def test_cyrillic_paths(climb: Climb, told: Teller, tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tokens.folder / "Користувач Їжакевич Ґ"
    module = home / "Драйвери токена" / "модуль – ключ.so"
    module.parent.mkdir(parents=True)
    shutil.copy(module_path(), module)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SOMS_CABINET_HOME", str(home / "кабінет"))
    replace(tokens, folder=home).put()
    ladder = climb(module)
    ladder.look()
    assert str(module) in ladder.session.report()
    ladder.log_in()
