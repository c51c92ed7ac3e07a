"""Files that are no modules, or will not load: each is explained by its own code. Real files, the real loader."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.loading import _reason
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.softhsm import TokenMaker, module_path
from tests.token.compiler import HERE, compile_library
from tests.token.shim_kit import Shim

Opened = Callable[[Pkcs11Token], Pkcs11Token]
MACHINES = {62: 3, 183: 40}
"""e_machine of ELF: x86-64 → i386, AArch64 → ARM."""


def refused(opened: Opened, path: Path) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        opened(Pkcs11Token(Module("x", path))).scan()
    return refusal.value


def test_a_32_bit_module(opened: Opened, tmp_path: Path) -> None:
    """The head of the real module, with the class and the machine of 32 bits: all that the loader looks at first."""
    head = bytearray(module_path().read_bytes()[:4096])
    head[4] = 1
    head[18] = MACHINES[head[18]]
    path = tmp_path / "old.so"
    path.write_bytes(head)
    refusal = refused(opened, path)
    assert refusal.code == "MODULE_BITNESS"
    assert "wrong ELF class: ELFCLASS32" in refusal.detail


def test_a_module_that_lacks_a_library(opened: Opened, tmp_path: Path) -> None:
    library = compile_library(HERE / "shim" / "vendors_library.c", tmp_path / "libvendors.so")
    path = compile_library(
        HERE / "shim" / "uses_another.c", tmp_path / "module.so", f"-L{tmp_path}", "-lvendors", f"-Wl,-rpath,{tmp_path}"
    )
    assert refused(opened, path).code == "MODULE_BROKEN", "with its library it loads, and has no functions"
    library.unlink()
    refusal = refused(opened, path)
    assert refusal.code == "MODULE_DEPENDENCY"
    assert "libvendors.so" in refusal.detail
    assert refusal.facts["library"] == "libvendors.so"


def test_a_module_whose_library_is_another_version(opened: Opened, tmp_path: Path) -> None:
    path = compile_library(HERE / "shim" / "uses_another.c", tmp_path / "module.so", "-Wl,-z,now")
    refusal = refused(opened, path)
    assert (refusal.code, refusal.facts["library"]) == ("MODULE_DEPENDENCY", "vendors_function")


def test_a_module_that_asks_for_an_executable_stack(
    shim: Shim, token_maker: TokenMaker, opened: Opened, tmp_path: Path
) -> None:
    """Before 2.41 glibc loads it; from then on it refuses, and the refusal is explained."""
    token_maker("head")
    path = compile_library(HERE / "shim" / "shim.c", tmp_path / "execstack.so", "-ldl", "-z", "execstack")
    readelf = shutil.which("readelf")
    assert readelf is not None, "apt-get install binutils"
    headers = subprocess.run([readelf, "-W", "-l", str(path)], capture_output=True, text=True, check=True).stdout
    assert "RWE" in next(line for line in headers.splitlines() if "GNU_STACK" in line)
    token = opened(Pkcs11Token(Module("x", path)))
    try:
        assert len(token.scan().tokens) == 1
    except KnownError as refusal:
        assert refusal.code == "MODULE_EXECSTACK"  # noqa: PT017  one of two right answers, by the system's loader


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x.so: cannot enable executable stack as shared object requires: Invalid argument", "MODULE_EXECSTACK"),
        ("x.so: wrong ELF class: ELFCLASS32", "MODULE_BITNESS"),
        ("dlopen(x.dylib): mach-o file, but is an incompatible architecture (have 'x86_64')", "MODULE_BITNESS"),
        ("dlopen(x.dylib): Library not loaded: libother.dylib", "MODULE_DEPENDENCY"),
        ("libother.so.1: cannot open shared object file: No such file or directory", "MODULE_DEPENDENCY"),
        ("x.so: undefined symbol: vendors_function", "MODULE_DEPENDENCY"),
        ("x.so: invalid ELF header", "MODULE_BROKEN"),
    ],
)
def test_words_of_other_systems_loaders(text: str, code: str) -> None:
    assert _reason(OSError(text), "x.so") == code


@pytest.mark.parametrize(
    ("number", "start", "code"),
    [
        (193, b"MZ", "MODULE_BITNESS"),
        (193, b"te", "MODULE_BROKEN"),
        (126, b"MZ", "MODULE_DEPENDENCY"),
        (127, b"MZ", "MODULE_DEPENDENCY"),
        (5, b"MZ", "MODULE_BROKEN"),
    ],
)
def test_numbers_of_windows(tmp_path: Path, number: int, start: bytes, code: str) -> None:
    path = tmp_path / "x.dll"
    path.write_bytes(start)
    error = OSError("words in the system's language")
    error.winerror = number  # type: ignore[attr-defined]  # only Windows sets it
    assert _reason(error, str(path)) == code


def test_files_that_are_no_modules(opened: Opened, tmp_path: Path) -> None:
    text = tmp_path / "module.so"
    text.write_text("not a library")
    assert refused(opened, text).code == "MODULE_BROKEN"
    other = compile_library(HERE / "shim" / "vendors_library.c", tmp_path / "other.so")
    refusal = refused(opened, other)
    assert (refusal.code, refusal.detail) == ("MODULE_BROKEN", "no C_GetFunctionList")
    other.unlink()
    assert refused(opened, other).code == "MODULE_NOT_FOUND"


def test_a_module_with_a_cyrillic_path(shim: Shim, token_maker: TokenMaker, opened: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "Користувач ЦСК"
    folder.mkdir()
    path = Path(shutil.copy(shim.library, folder / "модуль.so"))
    token_maker("head")
    assert len(opened(Pkcs11Token(Module("x", path))).scan().tokens) == 1


def test_the_function_list_is_what_is_called(shim: Shim, token_maker: TokenMaker, opened: Opened) -> None:
    nm = shutil.which("nm")
    assert nm is not None, "apt-get install binutils"
    shown = subprocess.run([nm, "-D", "--defined-only", str(shim.library)], capture_output=True, text=True, check=True)
    assert [line.split()[-1] for line in shown.stdout.splitlines()] == ["C_GetFunctionList"]
    token_maker("head")
    token = opened(Pkcs11Token(shim.module))
    assert len(token.scan().tokens) == 1
    assert shim.calls()["C_GetSlotList"] > 0
    assert token.describe().startswith("Implementation of PKCS11 2.")
