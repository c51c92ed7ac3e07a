"""What one change touches: one of each kind is built in a copy of the project, until the tests that look at it pass.

Each file that it touches is needed: with any one of them as it was, the same tests fail.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.gates.project_copy import ProjectCopy

REGISTRY = "cabinet/contour/registry/endpoints.py"


def problem_code(project: ProjectCopy) -> None:
    """An operator without games is told so when a platform asks for the dictionary."""
    project.edit(
        "resources/catalogue/problems/machines.json",
        "{\n",
        """{
 "DICTIONARY_EMPTY": {
  "status": 404,
  "sentence": {
   "uk": "У реєстрі немає ігор цього оператора.",
   "en": "The registry has no games of this operator."
  },
  "action": {
   "uk": "Зареєструйте ігри й повторіть запит.",
   "en": "Register the games, and ask again."
  }
 },
""",
    )
    project.edit(
        REGISTRY,
        '        """List games, terminals and points."""\n',
        '''        """List games, terminals and points.

        Raises:
            KnownError: ``DICTIONARY_EMPTY``.
        """
        with self._store.read() as rows:
            if rows.one("SELECT 1 FROM games WHERE edrpou = :edrpou", edrpou=call.reader.edrpou) is None:
                raise KnownError("DICTIONARY_EMPTY")
''',
    )
    project.edit(
        REGISTRY,
        "from cabinet.contract.endpoint import Nothing\n",
        "from cabinet.contract.endpoint import Nothing\nfrom cabinet.contract.errors import KnownError\n",
    )
    publish(project)


def endpoint(project: ProjectCopy) -> None:
    """People read the brands of their operator."""
    project.append(
        "cabinet/contract/registry.py",
        '''

class BrandList(Answer):
    """``GET /registry/brands``."""

    items: list[Brand]


BRANDS = PersonEndpoint(
    "brands", "GET", "/registry/brands", Nothing, BrandList, "Brands of the operator", right=Right.REGISTRY_READ
)
''',
    )
    project.append(
        REGISTRY,
        '''
    @handles(registry.BRANDS)
    def brands(self, call: PersonCall[Nothing]) -> registry.BrandList:
        """List brands."""
        with self._store.read() as rows:
            record = operator_record(rows, call.person.edrpou, call.now, self._listening_since)
        return registry.BrandList(items=record.brands)
''',
    )
    project.append(
        "cabinet/perimeter/registry.py",
        '''
    def brands(self) -> BrandList:
        """Return brands."""
        return answer_to(self._caller, Ask(BRANDS))
''',
    )
    project.edit(
        "cabinet/perimeter/registry.py",
        "import DICTIONARY, OPERATOR, ",
        "import BRANDS, DICTIONARY, OPERATOR, BrandList, ",
    )
    project.edit(
        "tests/contour/http/test_rights.py",
        '    "operator": (ALL, ALL),\n',
        '    "operator": (ALL, ALL),\n    "brands": (ALL, ALL),\n',
    )
    publish(project)


def publish(project: ProjectCopy) -> None:
    """Write the document anew, by the command that its test names."""
    done = project.run("cabinet.contour.openapi", "resources/openapi.json")
    assert done.returncode == 0, done.stderr


USE_OF_BRANDS = """
from cabinet.contour.call import PersonCall
from cabinet.contract.endpoint import Nothing
from cabinet.contract.json_forms import to_json
from cabinet.contract.rights import Role
from cabinet.perimeter.registry import RegistryClient
from cabinet.wire.transport import Reply
from tests.perimeter_in_process import NOW, PerimeterInProcess


def test_the_client_reads_what_the_handler_answers(tmp_path):
    owner = PerimeterInProcess(tmp_path / "perimeter")

    class Session:
        def call(self, ask):
            call = PersonCall(now=NOW, address="127.0.0.1", request=Nothing(), person=owner.person(Role.HEAD))
            return Reply(200, to_json(owner.perimeter.handlers()[ask.endpoint.name](call)), {})

    assert [b.brand_id for b in RegistryClient(Session()).brands().items]
    owner.close()
"""


class Change(NamedTuple):
    """A kind of change: how it is made, how many files it may touch, which tests look at it, and a test of its own."""

    build: Callable[[ProjectCopy], None]
    most: int
    tests: tuple[str, ...]
    own: str = ""


PUBLISHED = (
    "tests/contract/test_catalogue.py::test_problems_have_cards",
    "tests/contract/test_catalogue.py::test_no_card_without_a_code",
    "tests/contour/test_openapi.py::test_document_is_current",
    "tests/contour/http/test_published_codes.py::test_every_endpoint_has_exactly_one_handler",
    "tests/contour/http/test_published_codes.py::test_whoever_raises_a_code_says_so",
)
CHANGES = {
    "problem code": Change(problem_code, 3, PUBLISHED),
    "endpoint": Change(
        endpoint, 5, (*PUBLISHED, "tests/contour/http/test_rights.py::test_every_endpoint_has_a_row"), USE_OF_BRANDS
    ),
}


@pytest.mark.parametrize("kind", list(CHANGES))
def test_one_change_touches_few_files(kind: str, tmp_path: Path) -> None:
    change = CHANGES[kind]
    project = ProjectCopy(tmp_path / "project")
    tests = list(change.tests)
    if change.own:
        (project.folder / "test_own.py").write_text(change.own, encoding="utf-8")
        tests.append("test_own.py")
    assert project.touched() == []
    change.build(project)
    assert project.fails(*tests) == ""
    touched = project.touched()
    assert 1 < len(touched) <= change.most, touched
    for path in touched:
        changed = project.restored(path)
        assert project.fails(*tests) != "", f"{path} is touched for nothing"
        (project.folder / path).write_bytes(changed)
