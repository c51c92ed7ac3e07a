"""``cabinet verify`` of proofs, receipts, packages, and of several files: text, JSON and exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cabinet.__main__ import main
from cabinet.dayfile.sample import sample_ndjson
from cabinet.evidence.package import package_bytes
from cabinet.evidence.telling import say_in
from tests.evidence.kit import evidence, known, put
from tests.perimeter_in_process import NOW, PerimeterInProcess
from tests.proof.samples import SIGNER, STRANGER, proof, receipt, receipt_file
from tests.qes.explain.kit import CONTENT, World
from tests.wire.server_kit import profile


@pytest.fixture
def own_profile(tmp_path: Path) -> Path:
    given = profile(note_verifier_keys=[str(SIGNER.verifier)], name="Sample perimeter")
    return put(tmp_path, "profile.json", given.model_dump_json(by_alias=True))


class Shown:
    def __init__(self, capsys: pytest.CaptureFixture[str], own: Path) -> None:
        self._capsys, self._own = capsys, own

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        self._capsys.readouterr()
        status = main(["verify", *map(str, arguments), "--offline", "--profile", str(self._own)])
        shown = self._capsys.readouterr()
        return status, shown.out, shown.err

    def json(self, *arguments: str | Path) -> tuple[int, Any]:
        status, out, _ = self.run(*arguments, "--json")
        return status, json.loads(out)


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], own_profile: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return Shown(capsys, own_profile)


def test_a_proof(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.txt", proof(1, 3))
    status, out, err = shown.run(path)
    assert (status, err) == (0, "")
    assert out.startswith(f"✓ The proof is genuine, the entry is in the log: {path}\n  ✓ ")
    assert "The log's signature is genuine: Sample perimeter" in out
    assert "  Verdict: rejected\n" in out
    status, value = shown.json(path)
    assert (status, value["kind"], value["verdict"], value["index"]) == (0, "proof", "valid", 1)
    assert (value["attemptId"], value["status"], value["steps"]) == ("a1", "REJECTED", 2)
    assert value["checkpoint"]["size"] == 3
    assert value["signer"] == str(SIGNER.verifier)
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert shown.run(path)[1].startswith("✓ Доказ справжній")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (proof(0, 3, signer=STRANGER), 3, "PROOF_OF_OTHER_LOG"),
        (proof(0, 3, place=1), 1, "PROOF_DOES_NOT_FIT"),
        (proof(0, 3).replace("\n3\n", "\n4\n"), 1, "PROOF_CHANGED"),
        (receipt_file(receipt(STRANGER)), 3, "RECEIPT_OF_OTHER_PERIMETER"),
        (receipt_file().replace(b"REJECTED", b"ACCEPTED"), 1, "RECEIPT_CHANGED"),
    ],
)
def test_what_does_not_verify(shown: Shown, tmp_path: Path, data: str | bytes, status: int, code: str) -> None:
    path = put(tmp_path, "file", data)
    found, out, err = shown.run(path)
    assert (found, err) == (status, "")
    assert out[0] == ("✗" if status == 1 else "?")
    assert f"[{code}]" in out
    found, value = shown.json(path)
    assert (found, value["code"]) == (status, code)
    assert value["verdict"] == ("invalid" if status == 1 else "unknown")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (proof(0, 3)[:-1], "PROOF_CUT"),
        (receipt_file()[:-1], "RECEIPT_CUT"),
        (sample_ndjson(NOW), "FILE_IS_DAY_FILE"),
        (b"%PDF-1.7", "FILE_IS_DOCUMENT"),
    ],
)
def test_what_cannot_be_judged(shown: Shown, tmp_path: Path, data: str | bytes, code: str) -> None:
    path = put(tmp_path, "file", data)
    status, out, err = shown.run(path)
    assert (status, out) == (2, "")
    assert f"[{code}]" in err
    assert shown.json(path) == (
        2,
        {"file": str(path), "verdict": None, "code": code, "detail": shown.json(path)[1]["detail"]},
    )


def test_a_receipt(shown: Shown, tmp_path: Path) -> None:
    path = put(tmp_path, "r.json", receipt_file())
    status, out, _ = shown.run(path)
    assert status == 0
    assert out.startswith("✓ The receipt is genuine: ")
    assert "  ? The log was not asked" in out
    assert "accepted: 1, rejected: 1, repeated: 1" in out
    _, value = shown.json(path)
    assert (value["kind"], value["items"], value["count"], value["firstSeq"]) == ("receipt", 3, 2, 0)


def test_a_package(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    keys = [str(one) for one in known(perimeter).verifiers]
    own = put(tmp_path, "p.json", profile(note_verifier_keys=keys).model_dump_json(by_alias=True))
    shown = Shown(capsys, own)
    data = package_bytes(evidence(perimeter))
    path = put(tmp_path, "pack.zip", data)
    status, out, _ = shown.run(path)
    assert status == 0
    assert out.startswith("✓ The package of evidence is genuine: ")
    _, value = shown.json(path)
    assert (value["kind"], value["proofs"], value["receipts"], value["faults"]) == ("package", 3, 1, [])
    path.write_bytes(data.replace(b"HOW TO CHECK", b"how to check"))
    status, out, _ = shown.run(path)
    assert status == 1
    assert "HOW-TO-CHECK.en.txt" in out.splitlines()[1]
    status, value = shown.json(path)
    assert (status, value["faults"]) == (1, [{"name": "HOW-TO-CHECK.en.txt", "code": "MEMBER_CHANGED"}])


def test_several_files_end_with_the_worst(shown: Shown, tmp_path: Path) -> None:
    good = put(tmp_path, "good", proof(0, 3))
    strange = put(tmp_path, "strange", proof(0, 3, signer=STRANGER))
    cut = put(tmp_path, "cut", proof(0, 3)[:-1])
    bad = put(tmp_path, "bad", proof(0, 3, place=1))
    put(tmp_path, "contract.pdf", CONTENT)
    signature = put(tmp_path, "contract.pdf.p7s", World().sign())
    assert shown.run(good, good)[0] == 0
    assert shown.run(good, strange)[0] == 3
    assert shown.run(good, signature)[0] == 3
    assert shown.run(strange, cut, good)[0] == 2
    assert shown.run(good, bad, cut, strange)[0] == 1
    status, values = shown.json(good, bad, cut, signature)
    assert status == 1
    assert [value["verdict"] for value in values] == ["valid", "invalid", None, "unknown"]
    assert [value["kind"] for value in values if "kind" in value] == ["proof", "proof", "signature"]
    status, out, err = shown.run(good, cut, bad)
    assert out.count("The proof is genuine") == 1
    assert "[PROOF_CUT]" in err
    assert shown.run(good, bad, "--content", good)[0] == 2


def test_profile_that_cannot_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = put(tmp_path, "a", proof(0, 3))
    assert main(["verify", str(path), str(path), "--profile", str(tmp_path / "none"), "--json"]) == 2
    shown = capsys.readouterr()
    assert [one["code"] for one in json.loads(shown.out)] == ["PROFILE_ABSENT"] * 2
    assert "[PROFILE_ABSENT]" in shown.err


def test_without_a_known_perimeter_it_is_of_another(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = put(tmp_path, "a", proof(0, 3))
    assert main(["verify", str(path)]) == 3
    assert "[PROOF_OF_OTHER_LOG]" in capsys.readouterr().out


def test_every_word_is_used_and_has_both_languages() -> None:
    from cabinet.contract.catalogue import words

    root = Path(__file__).parents[3]
    used = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("cabinet/evidence/*.py", "cabinet/export/paper_pdf.py", "cabinet/ui/pages/proofs/*.py")
        for path in root.glob(pattern)
    )
    families = (
        "verdict-",
        "judged-",
        "document-",
        "check-intact-",
        "check-term-",
        "check-listed-",
        "proves-",
        "how-to-",
    )
    for key in words("checked"):
        plain = key.removesuffix("-many")
        assert f'"{key}"' in used or key.startswith(families) or f"{plain}{{many}}" in used, key
    assert say_in("uk")("check-path", steps=3, size="5") == "До підписаної контрольної точки на 5 записів: кроків 3"
    assert say_in("en")("check-path", steps=3, size="{x}") == "Steps to the signed checkpoint of {x} entries: 3"
