"""A package of evidence: the same contents give the same bytes; whatever is changed in it is named; strangers agree."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT
from cabinet.evidence import package_layout as layout
from cabinet.evidence.checked_file import CheckedFile, Standing
from cabinet.evidence.checking import check_file
from cabinet.evidence.package import check_number, package_bytes, write_package
from cabinet.evidence.telling import tell
from cabinet.proof.checkpoints import sign_checkpoint
from cabinet.proof.notes import NoteVerifier
from cabinet.vault.seen_checkpoints import SeenCheckpoint
from tests.evidence.kit import OPERATOR, SAMPLES, LogCaller, asked, evidence, known, put, sent
from tests.flips import flipped
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line
from tests.proof import c2sp
from tests.proof.samples import STRANGER, checkpoint

Change = Callable[[dict[str, bytes]], object]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def summed(members: dict[str, bytes]) -> dict[str, bytes]:
    """Return them with sums that fit: whoever changes a member may change those, too."""
    others = {name: data for name, data in members.items() if name != layout.SUMS}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(others.items()))
    return others | {layout.SUMS: sums.encode()}


def seen(inside: PerimeterInProcess) -> list[SeenCheckpoint]:
    """Return two checkpoints of the log, the second a bet later."""
    found = []
    for number in range(2):
        note = LogCaller(inside).get(CHECKPOINT, {}).decode()
        head = c2sp.head_of(note, str(inside.perimeter.ledger.signer.verifier))
        key = str(inside.perimeter.ledger.signer.verifier)
        at = NOW + timedelta(hours=number)
        found.append(SeenCheckpoint(head.size, head.root, note, key, at, at + timedelta(minutes=5)))
        sent(inside, 1, 900 + number)
    return found


def checked(inside: PerimeterInProcess, folder: Path, data: bytes) -> CheckedFile:
    return check_file(put(folder, "pack.zip", data), asked(known(inside)))


def faults(found: CheckedFile) -> dict[str, str]:
    assert found.package is not None
    return {one.name: one.problem.code for one in found.package.faults if one.problem is not None}


def test_what_is_put_together_verifies(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    made = evidence(perimeter, 5)
    made = replace(made, seen=seen(perimeter))
    found = checked(perimeter, tmp_path, package_bytes(made))
    assert (found.standing, found.problem) == (Standing.GOOD, None)
    assert found.package is not None
    assert faults(found) == {}
    assert {entry.attempt_id for _, entry in found.package.proofs} == set(made.proofs)
    assert len(found.package.receipts) == 1
    told = tell(found, "uk")
    assert told.title == "Пакет доказів справжній"
    assert all(check.passed for check in told.checks)
    facts = dict(told.facts)
    assert (facts["Оператор"], facts["Складено"], facts["Доказів"], facts["Квитанцій"]) == (
        OPERATOR, "24.11.2026, 12:00:00", "5", "1",
    )  # fmt: skip
    shown = json.loads(unpacked(package_bytes(made))[layout.SEEN])
    assert [one["size"] for one in shown] == [6, 7]
    assert shown[0]["firstSeen"] < shown[0]["lastSeen"] < shown[1]["lastSeen"]


def test_the_same_contents_give_the_same_bytes(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    made = evidence(perimeter)
    again = replace(made, proofs=dict(reversed(made.proofs.items())))
    assert package_bytes(made) == package_bytes(again)
    write_package(made, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == package_bytes(made)


def test_strangers_verify_its_members(perimeter: PerimeterInProcess) -> None:
    made = evidence(perimeter)
    members = unpacked(package_bytes(made))
    (key,) = members[layout.VERIFIER_KEYS].decode().splitlines()
    for attempt in made.proofs:
        place, entry, _ = c2sp.proven(members[f"proofs/{attempt}.tlog-proof"].decode(), key)
        assert json.loads(entry)["attemptId"] == attempt
        assert json.loads(entry)["seq"] == place


def test_its_own_commands_verify_it_without_the_cabinet(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    """Every command of the text for people is run where the package was unpacked: sha256sum, openssl, bare Python."""
    answer, receipt = sent(perimeter, 1)
    payload = encoded(line("t0"))[:-1]
    attempt = answer.items[0].attempt_id
    made = evidence(perimeter, 3, payloads={})
    made = replace(
        made, proofs={attempt: LogCaller(perimeter).proof(attempt)}, receipts={"r.json": receipt},
        payloads={attempt: payload},
    )  # fmt: skip
    write_package(made, tmp_path / "pack.zip")
    for language in ("uk", "en"):
        folder = tmp_path / language
        shutil.unpack_archive(tmp_path / "pack.zip", folder)
        text = (folder / layout.HOW_TO[language]).read_text(encoding="utf-8")
        commands = re.findall(r"^ {4}\$ (.+)$", text, re.MULTILINE)
        assert [command.split()[0] for command in commands] == [
            "sha256sum", "python3", "python3", "openssl", "sha256sum", "python3",
        ]  # fmt: skip
        outputs = [run(command, folder) for command in commands]
        assert "FAILED" not in outputs[0]
        assert outputs[1].startswith("OK: entry")
        assert attempt in outputs[1]
        assert "Verified Successfully" in outputs[3]
        assert outputs[4].split()[0] in outputs[1], "the transaction is the one that the entry commits to"
        assert outputs[5].startswith("OK: a receipt over 1 verdicts")


def run(command: str, folder: Path) -> str:
    """Run with a bare environment, so that nothing of the product can be imported."""
    done = subprocess.run(
        command.split(), cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_script_finds_lies_without_the_cabinet(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    write_package(evidence(perimeter, 1), tmp_path / "pack.zip")
    shutil.unpack_archive(tmp_path / "pack.zip", tmp_path / "x")
    (proof,) = (tmp_path / "x" / "proofs").iterdir()
    (receipt,) = (tmp_path / "x" / "receipts").iterdir()
    for path, position in ((proof, 60), (proof, -40), (receipt, 200)):
        true = path.read_bytes()
        path.write_bytes(flipped(true, position))
        done = subprocess.run(
            ["python3", layout.CHECK_SCRIPT, str(path), layout.VERIFIER_KEYS],
            cwd=tmp_path / "x", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode != 0
        assert "OK" not in done.stdout
        path.write_bytes(true)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.update({layout.HOW_TO["uk"]: b"trust me"}), "MEMBER_CHANGED"),
        (lambda m: m.update({layout.PAPER["en"]: m[layout.PAPER["en"]] + b" "}), "MEMBER_CHANGED"),
        (lambda m: m.update({layout.MANIFEST: m[layout.MANIFEST].replace(b"2026", b"2025")}), "MEMBER_CHANGED"),
        (lambda m: m.update({layout.VERIFIER_KEYS: b""}), "MEMBER_CHANGED"),
        (lambda m: m.pop(layout.CHECK_SCRIPT), "MEMBER_ABSENT"),
        (lambda m: m.pop(first(m, "receipts/")), "MEMBER_ABSENT"),
        (lambda m: m.update({"letter.txt": b"trust me"}), "MEMBER_ADDED"),
    ],
)
def test_members_that_were_changed_are_named(
    perimeter: PerimeterInProcess, tmp_path: Path, change: Change, code: str
) -> None:
    whole = unpacked(package_bytes(evidence(perimeter)))
    members = dict(whole)
    change(members)
    (name,) = {name for name in whole.keys() | members.keys() if whole.get(name) != members.get(name)}
    found = checked(perimeter, tmp_path, packed(members))
    assert faults(found) == {name: code}
    assert (found.standing, found.problem.code if found.problem else "") == (Standing.BAD, "PACKAGE_CHANGED")
    assert found.problem is not None
    assert found.problem.facts["members"] == name
    told = tell(found, "uk")
    assert told.title == "Пакет доказів змінено"
    assert name in told.sentence
    assert not told.checks[2].passed


def first(members: dict[str, bytes], folder: str) -> str:
    return min(name for name in members if name.startswith(folder) and name != layout.SEEN)


@pytest.mark.parametrize(
    ("folder", "position", "codes"),
    [
        ("proofs/", 60, {"PROOF_DOES_NOT_FIT", "PROOF_UNREADABLE"}),
        ("proofs/", -30, {"PROOF_CHANGED", "PROOF_UNREADABLE"}),  # a letter that is none of base64
        ("receipts/", 250, {"RECEIPT_CHANGED", "RECEIPT_UNREADABLE"}),
        ("checkpoints/", 60, {"MEMBER_CHANGED"}),
    ],
)
def test_who_changes_the_sums_too_is_found_by_signatures(
    perimeter: PerimeterInProcess, tmp_path: Path, folder: str, position: int, codes: set[str]
) -> None:
    made = replace(evidence(perimeter), seen=())
    made = replace(made, seen=seen(perimeter))
    members = unpacked(package_bytes(made))
    name = first(members, folder)
    members[name] = flipped(members[name], position)
    found = checked(perimeter, tmp_path, packed(summed(members)))
    assert faults(found).keys() == {name}
    assert set(faults(found).values()) <= codes
    assert found.standing is Standing.BAD


def test_a_proof_under_another_name_and_one_that_is_gone(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    members = unpacked(package_bytes(evidence(perimeter, 2)))
    one, two = sorted(name for name in members if name.startswith("proofs/"))
    members[one], members[two] = members[two], members[one]
    assert faults(checked(perimeter, tmp_path, packed(summed(members)))) == {
        one: "MEMBER_CHANGED", two: "MEMBER_CHANGED",
    }  # fmt: skip
    del members[one], members[two]
    found = checked(perimeter, tmp_path, packed(summed(members)))
    assert faults(found) == {one: "MEMBER_ABSENT", two: "MEMBER_ABSENT"}
    assert not tell(found, "uk").checks[0].passed


def test_another_transaction_than_the_entry_commits_to(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    made = evidence(perimeter, 1)
    (attempt,) = made.proofs
    good = replace(made, payloads={attempt: encoded(line("t0"))[:-1]})
    members = unpacked(package_bytes(good))
    name = f"payloads/{attempt}.json"
    members[name] = members[name].replace(b"500", b"501")
    assert faults(checked(perimeter, tmp_path, packed(summed(members)))) == {name: "MEMBER_CHANGED"}
    with pytest.raises(KnownError, match="EVIDENCE_MISMATCH"):
        package_bytes(replace(made, payloads={attempt: b"{}"}))


def test_a_byte_of_the_archive_turned_over_names_its_member(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    data = package_bytes(evidence(perimeter, 1))
    place = data.index(b"HOW TO CHECK THIS PACKAGE")
    found = checked(perimeter, tmp_path, flipped(data, place))
    assert faults(found) == {layout.HOW_TO["en"]: "MEMBER_CHANGED"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda _: packed({layout.MANIFEST: b"{}"}),
        lambda _: packed({layout.MANIFEST: b"\xff"}),
        lambda data: packed(
            {layout.MANIFEST: unpacked(data)[layout.MANIFEST].replace(b"soms-evidence/v1", b"soms-evidence/v2")}
        ),
    ],
)
def test_archives_that_are_no_packages(
    perimeter: PerimeterInProcess, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    from cabinet.evidence.package_check import check_package

    path = put(tmp_path, "pack.zip", spoil(package_bytes(evidence(perimeter, 1))))
    with pytest.raises(KnownError, match="PACKAGE_UNREADABLE"):
        check_package(path, known(perimeter).verifiers)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_for_two_members(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    made = io.BytesIO(package_bytes(evidence(perimeter, 1)))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(layout.HOW_TO["en"], "another")
    found = checked(perimeter, tmp_path, made.getvalue())
    assert found.standing is Standing.UNJUDGED
    assert found.problem is not None
    assert found.problem.code == "PACKAGE_UNREADABLE"


@pytest.mark.parametrize(("more", "code"), [(-1, ""), (0, ""), (1, "PACKAGE_TOO_LARGE")])
def test_limits_of_a_package(
    perimeter: PerimeterInProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, code: str
) -> None:
    data = package_bytes(evidence(perimeter, 1))
    members = unpacked(data)
    for name, value in (("MOST_MEMBERS", len(members)), ("MOST_BYTES", sum(map(len, members.values())))):
        with monkeypatch.context() as patch:
            patch.setattr(layout, name, value - more)
            found = checked(perimeter, tmp_path, data)
        assert (found.problem.code if found.problem is not None else "") == code, name


def test_a_package_of_another_perimeter(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    made = evidence(perimeter)
    data = package_bytes(replace(made, seen=seen(perimeter)))
    found = check_file(put(tmp_path, "pack.zip", data), asked(SAMPLES))
    assert found.standing is Standing.UNKNOWN
    assert found.problem is not None
    assert found.problem.code == "PROOF_OF_OTHER_LOG"
    told = tell(found, "uk")
    assert told.title == "Це доказ іншого журналу"
    assert [check.passed for check in told.checks] == [None], "nothing in it is known to be false"


def test_nothing_false_is_put_together(perimeter: PerimeterInProcess) -> None:
    made = evidence(perimeter)
    one, two, *_ = made.proofs
    with pytest.raises(KnownError, match="EVIDENCE_EMPTY"):
        package_bytes(replace(made, proofs={}))
    with pytest.raises(KnownError, match="EVIDENCE_MISMATCH"):
        package_bytes(replace(made, proofs={one: made.proofs[two]}))
    with pytest.raises(KnownError, match="PROOF_OF_OTHER_LOG"):
        package_bytes(replace(made, perimeter=SAMPLES))
    with pytest.raises(KnownError, match="RECEIPT_"):
        package_bytes(replace(made, receipts={"r": made.receipts["000000000-batch.json"].replace(b"ACCEPTED", b"X")}))


def test_keys_are_there_as_strangers_read_them(perimeter: PerimeterInProcess) -> None:
    members = unpacked(package_bytes(evidence(perimeter, 1)))
    assert NoteVerifier.parse(members[layout.VERIFIER_KEYS].decode().strip()) in known(perimeter).verifiers
    assert members["keys/soms-test-contour_log.pem"].startswith(b"-----BEGIN PUBLIC KEY-----")
    assert all(name.isascii() and ".." not in name for name in members)


def test_a_checkpoint_of_a_stranger_is_no_evidence(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    members = unpacked(package_bytes(evidence(perimeter, 1)))
    name = "checkpoints/0009-5.checkpoint"
    members[name] = sign_checkpoint(checkpoint(5), STRANGER).encode()
    assert faults(checked(perimeter, tmp_path, packed(summed(members)))) == {name: "PROOF_OF_OTHER_LOG"}


@pytest.mark.parametrize(
    ("count", "code"), [(0, "EVIDENCE_EMPTY"), (1, ""), (999, ""), (1_000, ""), (1_001, "EVIDENCE_TOO_MANY")]
)
def test_how_many_attempts_a_package_is_of(count: int, code: str) -> None:
    if not code:
        check_number(count)
        return
    with pytest.raises(KnownError, match=code):
        check_number(count)
