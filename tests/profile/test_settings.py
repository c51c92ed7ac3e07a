"""The settings' file: what comes back, and what a file from elsewhere may not put there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cabinet.profile.settings import Language, Settings, SettingsFile, ThemeChoice

WHOLE = {
    "language": "en",
    "theme": "dark",
    "token_module": "/usr/lib/t.so",
    "uapki_library": "/usr/lib/u.so",
    "key_file": "/home/o/key.jks",
    "profile": "/home/o/p.json",
    "company": "00032112",
    "certificate": "ab" * 32,
    "rail_narrow": True,
    "idle_minutes": 5,
    "notices": False,
    "window_place": [1, 2, 800, 600],
    "window_maximised": True,
}


def read(folder: Path, value: object) -> Settings:
    path = folder / "settings.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return SettingsFile(path).settings


def test_every_setting_is_read_as_it_was_written(tmp_path: Path) -> None:
    settings = read(tmp_path, WHOLE)
    assert set(WHOLE) == set(Settings._fields)
    assert settings == Settings(
        Language.ENGLISH,
        ThemeChoice.DARK,
        *list(WHOLE.values())[2:11],
        (1, 2, 800, 600),
        True,  # type: ignore[arg-type]
    )
    file = SettingsFile(tmp_path / "settings.json")
    file.change(company="00032129")
    assert json.loads((tmp_path / "settings.json").read_text(encoding="utf-8")) == {**WHOLE, "company": "00032129"}


@pytest.mark.parametrize(
    ("name", "value"),
    [(n, v) for n in WHOLE if type(WHOLE[n]) is str and n not in {"language", "theme"} for v in (5, None, ["/x"], {})]
    + [(n, v) for n in ("rail_narrow", "window_maximised") for v in ("yes", 1, None)]
    + [("idle_minutes", v) for v in (4, 6, True, "5", None)]
    + [("window_place", v) for v in ("x", [1, 2, 3], [1, 2, 0, 5], [1.5, 2, 3, 4])],
)
def test_a_value_of_another_kind_is_as_if_it_were_not_there(tmp_path: Path, name: str, value: object) -> None:
    settings = read(tmp_path, {**WHOLE, name: value})
    assert getattr(settings, name) == getattr(Settings(), name)
    assert settings._replace(**{name: None}) == read(tmp_path, WHOLE)._replace(**{name: None})
    assert not (tmp_path / "settings.broken").exists()


@pytest.mark.parametrize("text", ["", "[]", "null", '{"language": "fr"}', '{"theme": "pink"}', "{"])
def test_a_broken_file_is_put_aside(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    assert SettingsFile(path).settings == Settings()
    assert (tmp_path / "settings.broken").read_text(encoding="utf-8") == text


def test_a_setting_that_is_not_known_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, {**WHOLE, "colour": "pink"}) == read(tmp_path, WHOLE)


def test_no_setting_of_an_unknown_name_is_written(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    with pytest.raises((TypeError, ValueError)):
        file.change(colour="pink")
    assert not (tmp_path / "settings.json").exists()
