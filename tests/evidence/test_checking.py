"""Files of every kind, how they stand, and what is said of them in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.evidence.checked_file import Standing
from cabinet.evidence.checking import Stopped, check_file
from cabinet.evidence.perimeters import known_perimeters, perimeter_of, verifiers_of
from cabinet.evidence.recognising import FileKind
from cabinet.evidence.signature_file import Lists, explain_file
from cabinet.evidence.telling import tell
from cabinet.profile.folders import config_folder
from cabinet.profile.settings import SettingsFile
from cabinet.qes.explain.content import Content
from tests.evidence.kit import SAMPLES, LogCaller, asked, known, put, sent
from tests.flips import flipped
from tests.perimeter_in_process import PerimeterInProcess
from tests.proof.samples import STRANGER, checkpoint, proof, receipt, receipt_file
from tests.qes.explain.kit import CONTENT, World
from tests.qes_authority import NOW
from tests.wire.server_kit import profile

PROOF, RECEIPT = proof(2, 5), receipt_file()


@pytest.mark.parametrize(
    ("data", "standing", "code", "title"),
    [
        (PROOF, Standing.GOOD, "", "Доказ справжній, запис є в журналі"),
        (proof(2, 5, signer=STRANGER), Standing.UNKNOWN, "PROOF_OF_OTHER_LOG", "Це доказ іншого журналу"),
        (PROOF.replace("\n5\n", "\n6\n"), Standing.BAD, "PROOF_CHANGED", "Файл змінено після підпису"),
        (proof(2, 5, place=3), Standing.BAD, "PROOF_DOES_NOT_FIT", "Доказ не збігається з журналом"),
        (PROOF[:-1], Standing.UNJUDGED, "PROOF_CUT", "Файл обірвано"),
        (PROOF.replace("extra ", "extra"), Standing.UNJUDGED, "PROOF_UNREADABLE", "Перевірити не вдалося"),
        (RECEIPT, Standing.GOOD, "", "Квитанція справжня"),
        (receipt_file(receipt(STRANGER)), Standing.UNKNOWN, "RECEIPT_OF_OTHER_PERIMETER",
         "Це квитанція іншого периметра"),
        (RECEIPT.replace(b"REJECTED", b"ACCEPTED"), Standing.BAD, "RECEIPT_CHANGED", "Файл змінено після підпису"),
        (receipt_file(receipt(count=3)), Standing.BAD, "RECEIPT_CONTRADICTORY", "Квитанція суперечить сама собі"),
        (RECEIPT[:-1], Standing.UNJUDGED, "RECEIPT_CUT", "Файл обірвано"),
        (b'{"operatorTxId":"a"}', Standing.UNJUDGED, "FILE_IS_DAY_FILE", "Це денний файл платформи"),
        (b"%PDF-1.7", Standing.UNJUDGED, "FILE_IS_DOCUMENT", "Перевірити не вдалося"),
    ],
)  # fmt: skip
def test_how_files_stand(tmp_path: Path, data: str | bytes, standing: Standing, code: str, title: str) -> None:
    checked = check_file(put(tmp_path, "file", data), asked())
    assert checked.standing is standing
    assert (checked.problem.code if checked.problem is not None else "") == code
    told = tell(checked, "uk")
    assert (told.title, told.standing, bool(told.sentence)) == (title, standing, bool(code))
    english = tell(checked, "en")
    assert english.title != told.title
    assert len(english.facts) == len(told.facts)


def test_what_is_said_of_a_proof(tmp_path: Path) -> None:
    told = tell(check_file(put(tmp_path, "file", PROOF), asked()), "uk")
    assert [check.words for check in told.checks] == [
        "Підпис журналу справжній: Зразковий периметр", "Запис № 2 стоїть у журналі незмінний",
        "До підписаної контрольної точки на 5 записів: кроків 3",
    ]  # fmt: skip
    assert all(check.passed for check in told.checks)
    facts = dict(told.facts)
    assert (facts["Отримано"], facts["Рішення"], facts["Для кого"]) == (
        "24.11.2026, 12:00:00", "прийнято", "ЄДРПОУ 90417318",
    )  # fmt: skip
    technical = dict(told.technical)
    assert technical["Корінь дерева"] == checkpoint(5).root.hex()
    assert technical["SHA-256 транзакції"] == "11" * 32


def test_what_is_said_of_a_receipt(tmp_path: Path, perimeter: PerimeterInProcess) -> None:
    path = put(tmp_path, "r.json", sent(perimeter, 5)[1])
    told = tell(check_file(path, asked(known(perimeter))), "uk")
    assert [check.passed for check in told.checks] == [True, True, None]
    facts = dict(told.facts)
    assert (facts["Рішення"], facts["Запис"]) == ("прийнято: 4, відхилено: 1", "№ 1 – 5")
    assert facts["Перевірено"] == "на цьому комп’ютері, без мережі"
    told = tell(check_file(path, asked(known(perimeter), caller=LogCaller(perimeter))), "uk")
    assert told.title == "Квитанція справжня, записи є в журналі"
    assert dict(told.facts)["Перевірено"] == "на цьому комп’ютері за журналом"
    one = put(tmp_path, "one.json", sent(perimeter, 1, 9)[1])
    told = tell(check_file(one, asked(known(perimeter), caller=LogCaller(perimeter))), "uk")
    assert told.title == "Квитанція справжня, запис є в журналі"
    assert dict(told.facts)["Запис"] == "№ 6"


def test_a_signature(tmp_path: Path) -> None:
    world = World()
    path = put(tmp_path, "contract.pdf.p7s", world.sign())
    document = put(tmp_path, "contract.pdf", CONTENT)
    from cabinet.qes.trusted_list.acceptance import accept
    from tests.trusted_list_kit import signed

    lists = Lists((accept(signed(world.by, world.services()), {world.by.pin}, NOW),))
    told = tell(check_file(path, asked(lists=lambda: lists, now=NOW, online=False)), "uk")
    assert (told.title, told.standing) == ("Підпис не підтверджено", Standing.UNKNOWN)
    assert [check.passed for check in told.checks] == [True, None, True]
    assert dict(told.facts)["Документ"] == f"contract.pdf, {len(CONTENT)} Б, лежав поруч"
    document.write_bytes(CONTENT + b"!")
    told = tell(check_file(path, asked(lists=lambda: lists, now=NOW, online=False)), "uk")
    assert (told.title, told.standing) == ("Файл змінено після підпису", Standing.BAD)
    assert [check.passed for check in told.checks] == [False, None, True]
    elsewhere = put(tmp_path, "elsewhere", CONTENT)
    told = tell(check_file(path, asked(lists=lambda: lists, now=NOW, online=False, document=elsewhere)), "en")
    assert told.checks[0].passed
    assert dict(told.facts)["Document"].startswith("elsewhere")


def test_a_large_document_is_read_in_pieces_and_can_be_given_up(tmp_path: Path) -> None:
    path = put(tmp_path, "big.p7s", World().sign())
    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(3 * 1024 * 1024 + 5)
    told: list[tuple[int, int]] = []
    explain_file(path, path.read_bytes(), None, Lists(()), NOW, online=False, tell=lambda *step: told.append(step))
    mega = 1024 * 1024
    assert told == [(n, 3 * mega + 5) for n in (mega, 2 * mega, 3 * mega, 3 * mega + 5)]

    def enough(done: int, _of: int) -> None:
        if done > mega:
            raise Stopped

    with pytest.raises(Stopped):
        Content.at(big, enough).digest("sha256")
    with pytest.raises(Stopped):
        check_file(path, asked(now=NOW, online=False, tell=enough))


def test_whose_keys_are_believed(tmp_path: Path, perimeter: PerimeterInProcess) -> None:
    keys = [str(one) for one in SAMPLES.verifiers]
    mine = put(tmp_path, "mine.json", profile(note_verifier_keys=keys, name="Мій").model_dump_json(by_alias=True))
    assert [one.name for one in known_perimeters(mine)] == ["Мій"]
    assert known_perimeters() == ()
    folder = config_folder() / "profiles"
    folder.mkdir(parents=True)
    (folder / "broken.json").write_text("{}")
    (folder / "known.json").write_text(
        profile(note_verifier_keys=[str(one) for one in known(perimeter).verifiers]).model_dump_json(by_alias=True)
    )
    SettingsFile().change(profile=str(mine))
    (folder / "copy.json").write_bytes(mine.read_bytes())
    found = known_perimeters()
    assert len(found) == 2
    assert set(verifiers_of(found)) == {*SAMPLES.verifiers, *known(perimeter).verifiers}
    assert perimeter_of(SAMPLES.verifiers[0], found) == found[0]
    assert perimeter_of(STRANGER.verifier, found) is None
    (tmp_path / "none.json").write_text("{}")
    for path, code in ((tmp_path / "gone.json", "PROFILE_ABSENT"), (tmp_path / "none.json", "PROFILE_UNREADABLE")):
        with pytest.raises(KnownError, match=code):
            known_perimeters(path)


def test_no_byte_of_a_receipts_note_passes(tmp_path: Path) -> None:
    start = RECEIPT.index(b"soms-receipt")
    for position in range(start, start + 40):
        checked = check_file(put(tmp_path, "file", flipped(RECEIPT, position)), asked())
        assert checked.standing is not Standing.GOOD, position
        assert checked.kind is FileKind.RECEIPT
