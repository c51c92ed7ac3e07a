"""No module imports itself by way of others: what stands in a circle can be read, tested and moved only as a whole."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules(root: Path) -> dict[str, Path]:
    """Return every module by its dotted name."""
    found = {}
    for path in (root / "cabinet").rglob("*.py"):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


def imported(path: Path, known: set[str]) -> set[str]:
    """Return what a module imports, also inside functions; what only type checkers see does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (names & known) or {node.module}
    return found & known


def circle_in(imports: dict[str, set[str]]) -> list[str]:
    """Return the modules that are left when whatever imports nothing that is left is taken away, again and again."""
    left = {name: set(used) for name, used in imports.items()}
    while free := [name for name, used in left.items() if not used & left.keys() - {name}]:
        for name in free:
            del left[name]
    return sorted(left)


def test_no_module_stands_in_a_circle() -> None:
    known = modules(ROOT)
    assert len(known) > 400
    assert circle_in({name: imported(path, set(known)) for name, path in known.items()}) == []


def test_a_circle_is_seen(tmp_path: Path) -> None:
    package = tmp_path / "cabinet"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text("def late() -> None:\n    from cabinet.two import x\n")
    (package / "two.py").write_text("import cabinet.three\n")
    (package / "three.py").write_text("from cabinet import one\n")
    (package / "four.py").write_text("from cabinet import one\n")
    (package / "five.py").write_text("if TYPE_CHECKING:\n    from cabinet import six\n")
    (package / "six.py").write_text("from cabinet import five\n")
    known = modules(tmp_path)
    circle = circle_in({name: imported(path, set(known)) for name, path in known.items()})
    assert circle == ["cabinet.four", "cabinet.one", "cabinet.three", "cabinet.two"]
