"""What one change touches: one of each kind is built in a copy of the project, until the tests that look at it pass.

Each file that it touches is needed: with any one of them as it was, the same tests fail.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cabinet.contour.ledger.schema import FIRST_VERSION
from cabinet.contour.ledger.sqlite_store import VERSIONS
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


def field(project: ProjectCopy) -> None:
    """A transaction may tell on which kind of device the game was played."""
    project.edit(
        "cabinet/contract/transaction.py",
        '    Field("lateReason", Text(1, 200), "Reason of lateness"),\n',
        f"""    Field("lateReason", Text(1, 200), "Reason of lateness"),
    Field(
        "deviceKind",
        Choice("MOBILE", "DESKTOP", "TERMINAL"),
        "Kind of device",
        column=Column("device_kind", since={FIRST_VERSION + len(VERSIONS)}),
    ),
""",
    )
    project.edit(
        "resources/i18n/cabinet_uk.ts",
        "</context>",
        """    <message>
        <source>Kind of device</source>
        <translation>Вид пристрою</translation>
    </message>
</context>""",
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


USE_OF_FIELD = """
import json

import pytest

from cabinet.contract.transaction import TRANSACTION_SCHEMA
from cabinet.dayfile.reading import Line, open_day_file
from cabinet.profile.settings import Language
from cabinet.rules.check import examine
from cabinet.rules.honest import faultless
from cabinet.ui.language import install
from cabinet.ui.texts.transactions import field_name
from tests.perimeter_in_process import PerimeterInProcess, line
from tests.rules.known_facts import KnownFacts, bet, raw

KINDS = ["MOBILE", "DESKTOP", "TERMINAL"]


def test_it_is_published():
    assert TRANSACTION_SCHEMA["properties"]["deviceKind"] == {"enum": KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_take_it_the_quick_way(kind):
    honest = raw(bet(deviceKind=kind))
    assert faultless(honest, 10**10)
    assert not examine(honest, KnownFacts()).findings


@pytest.mark.parametrize("kind", ["PHONE", "mobile", "", 1])
def test_the_rules_refuse_another_value(kind):
    (one,) = examine(raw(bet(deviceKind=kind)), KnownFacts()).findings
    assert (one.code, one.pointer, one.expected) == ("ST-206", "/deviceKind", "MOBILE, DESKTOP, TERMINAL")


def test_the_ledger_keeps_it(tmp_path):
    perimeter = PerimeterInProcess(tmp_path / "p")
    wrong = {"currency": "EUR"}
    perimeter.judge(line("a", deviceKind="MOBILE", **wrong), line("b", **wrong), line("c", deviceKind="PHONE"))
    with perimeter.perimeter.store.read() as rows:
        kept = {r["operator_tx_id"]: r["device_kind"] for r in rows.all("SELECT * FROM rejections")}
    perimeter.close()
    assert kept == {"a": "MOBILE", "b": None, "c": None}


@pytest.mark.parametrize("name", ["day.csv", "day.ndjson"])
def test_day_files_have_it(tmp_path, name):
    value = bet(deviceKind="TERMINAL")
    table = ";".join(value) + "\\n" + ";".join(str(cell) for cell in value.values()) + "\\n"
    (tmp_path / name).write_text(table if name == "day.csv" else json.dumps(value) + "\\n")
    (read,) = open_day_file(tmp_path / name).lines()
    assert isinstance(read, Line)
    assert json.loads(read.data)["deviceKind"] == "TERMINAL"


def test_the_card_of_a_rejection_names_it(qapp):
    install(Language.ENGLISH)
    assert field_name("/deviceKind") == "Kind of device"
    install(Language.UKRAINIAN)
    assert field_name("/deviceKind") == "Вид пристрою"
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
OF_FIELDS = (
    "tests/contour/test_openapi.py::test_document_is_current",
    "tests/ui/test_language.py::test_every_string_is_ukrainian_with_its_gaps",
    "tests/contract/test_transaction.py",
    "tests/rules/test_honest.py",
    "tests/contour/ledger/test_schema.py",
    "tests/contour/ledger/test_field_columns.py",
)
CHANGES = {
    "problem code": Change(problem_code, 3, PUBLISHED),
    "endpoint": Change(
        endpoint, 5, (*PUBLISHED, "tests/contour/http/test_rights.py::test_every_endpoint_has_a_row"), USE_OF_BRANDS
    ),
    "field": Change(field, 3, OF_FIELDS, USE_OF_FIELD),
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
