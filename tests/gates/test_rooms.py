"""What import-linter cannot see: which rooms may touch Qt, HTTP and the heavy libraries."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CABINET = ROOT / "cabinet"
WIDGETS = {"PySide6.QtWidgets", "PySide6.QtGui", "PySide6.QtSvg", "PySide6.QtPrintSupport"}
ALLOWED_TOP = {"pyproject.toml", "README.md", "cabinet", "resources", "tests", "packaging", "LICENSE"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def room(path: Path) -> str:
    parts = path.relative_to(CABINET).parts
    return parts[0] if len(parts) > 1 else path.stem


FILES = sorted(CABINET.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(CABINET)))
def test_rooms_keep_to_themselves(path: Path) -> None:
    used = imports(path)
    here = room(path)
    if here not in {"ui", "app"}:
        assert not {u for u in used if any(u.startswith(w) for w in WIDGETS)}
    if here not in {"ui", "app", "desks", "lanes"} and path.name not in {"window.py", "tour.py"}:
        assert not {u for u in used if u.startswith("PySide6")}
    if here != "wire":
        assert not {u for u in used if u.split(".")[0] in {"httpx", "httpcore"}}
    if here != "vault":
        assert not {u for u in used if u.split(".")[0] in {"keyring", "secretstorage"}}
    if here not in {"vault", "sender"}:
        assert not {u for u in used if u.split(".")[0] == "apsw"}
    if path.parent.name != "trusted_list":
        assert not {u for u in used if u.split(".")[0] in {"lxml", "signxml"}}
    if here != "export":
        assert not {u for u in used if u.split(".")[0] in {"xlsxwriter", "reportlab"}}
    if here != "contour":
        assert not {u for u in used if u.split(".")[0] in {"uvicorn", "starlette"}}
    if here not in {"contour", "cli"}:
        assert not {u for u in used if u.startswith("cabinet.contour")}
    if here == "contour":
        rooms = {u.split(".")[1] for u in used if u.startswith("cabinet.")}
        assert rooms <= {
            "contract", "journal", "rules", "proof", "sealing", "qes", "dayfile", "wire", "profile", "contour",
        }  # fmt: skip


def test_top_level_is_as_given() -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= ALLOWED_TOP


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
