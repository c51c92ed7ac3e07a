"""Trusted lists on a disk: imported only when verified, found again, forgotten."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile.folders import config_folder
from cabinet.profile.trusted_lists import ListFolder, import_list, lists, read_pin, remove_list
from cabinet.qes.trusted_list.keeping import KeptList
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import Signer, service, signed, signer

URL = "https://czo.gov.ua/download/tl/TL-UA-EC.xml"


@pytest.fixture(scope="module")
def by() -> Signer:
    return signer()


def admit(kept: ListFolder, blob: bytes) -> None:
    KeptList(kept, kept.pins).refresh(blob, NOW)


take = partial(import_list, admit=admit)


def put(tmp_path: Path, blob: bytes, name: str = "TL-UA-EC.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(blob)
    return path


def test_import_and_find_again(by: Signer, tmp_path: Path, authority: Authority) -> None:
    assert lists() == []
    spelled = ":".join(by.pin[i : i + 2] for i in range(0, 64, 2)).upper()
    blob = signed(by, [service(authority.der)])
    kept = take(put(tmp_path, blob), [spelled, signer().pin], url=URL)
    assert kept.path == config_folder() / "trusted-lists" / "TL-UA-EC"
    (found,) = lists()
    assert found == kept
    assert (found.name, found.url, by.pin in found.pins, len(found.pins)) == ("TL-UA-EC", URL, True, 2)
    assert found.load_list() == blob
    assert KeptList(found, found.pins).current(NOW).services[0].certificates == (authority.der,)


def test_nothing_is_kept_that_was_not_verified(by: Signer, tmp_path: Path) -> None:
    good = signed(by)
    attempts = {
        "TRUSTED_LIST_SIGNER": (put(tmp_path, good), [signer().pin], ""),
        "TRUSTED_LIST_PIN": (put(tmp_path, good), [], ""),
        "FILE_UNREADABLE": (tmp_path / "none.xml", [by.pin], ""),
        "TRUSTED_LIST_URL": (put(tmp_path, good), [by.pin], "http://czo.gov.ua/x"),
        "TRUSTED_LIST_INVALID": (put(tmp_path, b"<x/>", "x.xml"), [by.pin], ""),
    }
    for code, (path, pins, url) in attempts.items():
        with pytest.raises(KnownError) as refusal:
            take(path, pins, url=url)
        assert refusal.value.code == code
    assert not (config_folder() / "trusted-lists").exists()


def test_importing_again_changes_pins_and_does_not_go_back(by: Signer, tmp_path: Path) -> None:
    following = signer()
    take(put(tmp_path, signed(by)), [by.pin])
    take(put(tmp_path, signed(following, sequence=33)), [by.pin, following.pin], url=URL)
    (found,) = lists()
    assert found.url == URL
    with pytest.raises(KnownError, match="TRUSTED_LIST_ROLLBACK"):
        take(put(tmp_path, signed(by)), [by.pin])
    assert lists() == [found]
    assert KeptList(found, found.pins).current(NOW).sequence == 33


def test_several_lists_and_forgetting_one(by: Signer, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    for name in ("TL-UA-EC.xml", "TL-UA-DSTU.xml", "..xml", "список UA.xml"):
        take(put(tmp_path, signed(by), name), [by.pin], folder=folder)
    found = lists(folder)
    assert [each.name for each in found] == ["TL-UA-DSTU", "TL-UA-EC", "UA", "list"]
    remove_list(found[0])
    assert lists(folder) == found[1:]
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        remove_list(found[0])


@pytest.mark.parametrize(
    "about", [b"", b"{}", b"[]", b'{"pins": ["x"], "url": ""}', b'{"pins": [], "url": 1}', b'{"pins": 5, "url": ""}']
)
def test_damaged_notes(by: Signer, tmp_path: Path, about: bytes) -> None:
    kept = take(put(tmp_path, signed(by)), [by.pin])
    (kept.path / "about.json").write_bytes(about)
    with pytest.raises(KnownError, match="TRUSTED_LIST_STATE"):
        lists()


def test_pins() -> None:
    pin = "0123456789abcdef" * 4
    for text in (pin, pin.upper(), f" {pin}\n", " ".join(pin[i : i + 4] for i in range(0, 64, 4))):
        assert read_pin(text) == pin
    for text in ("", pin[:-1], pin + "0", "g" + pin[1:], "٣" + pin[1:]):
        with pytest.raises(KnownError, match="TRUSTED_LIST_PIN"):
            read_pin(text)


def test_notes_are_plain(by: Signer, tmp_path: Path) -> None:
    kept = take(put(tmp_path, signed(by)), [by.pin], url=URL)
    assert json.loads((kept.path / "about.json").read_bytes()) == {"pins": [by.pin], "url": URL}
    assert sorted(p.name for p in kept.path.iterdir()) == ["about.json", "list.xml", "mark.json"]
