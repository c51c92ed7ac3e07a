"""The lock: it satisfies the project file, every package in it has hashes, and it names no place to fetch them from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
_PACKAGE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<rest>[^\n]*(?:\n {4}[^\n]*)*)", re.MULTILINE
)


def project() -> dict[str, list[str]]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = found["optional-dependencies"]
    return {
        "run": [*found["dependencies"], *extras["build"]],
        "test": [*found["dependencies"], *extras["build"], *extras["test"]],
    }


def locked(name: str) -> dict[str, tuple[Version, str]]:
    text = (ROOT / "packaging" / "lock" / f"{name}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(m["name"]): (Version(m["version"]), m["rest"]) for m in _PACKAGE.finditer(text)}


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_lock_is_what_the_project_asks_for(name: str) -> None:
    packages = locked(name)
    for wanted in map(Requirement, project()[name]):
        version, _ = packages[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{wanted}: {version} is locked; run packaging/lock.py"


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_package_has_hashes(name: str) -> None:
    packages = locked(name)
    assert len(packages) > 40
    for package, (_, rest) in packages.items():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", rest), package
    text = (ROOT / "packaging" / "lock" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text


def test_what_runs_is_what_is_tested() -> None:
    tested = locked("test")
    assert all(tested[package][0] == version for package, (version, _) in locked("run").items())


def test_every_requirement_has_an_upper_bound() -> None:
    dated = {"tzdata", "packaging"}
    for line in project()["test"]:
        wanted = Requirement(line)
        bounded = any(each.operator in {"<", "<=", "=="} for each in wanted.specifier)
        assert bounded or canonicalize_name(wanted.name) in dated, line
