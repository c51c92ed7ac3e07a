"""``cabinet verify``: what a person reads and a script gets; last against a live contour and its own services."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet import cli
from cabinet.__main__ import main
from cabinet.cli.messages import plain
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.catalogue import words
from cabinet.contract.clock import SystemClock
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.contract.testdata import RevokeIdentity, TrustFaults
from cabinet.perimeter.login import LoginClient
from cabinet.profile.profiles import read_profile
from cabinet.profile.settings import SettingsFile
from cabinet.qes.cades_build import build
from cabinet.token.keyfile.file_key import FileKey
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import challenge_statement
from tests.qes.dstu_material import uapki
from tests.qes.explain.kit import CONTENT, STAMPS, World, by_openssl, by_pyhanko
from tests.qes.test_dstu_real import GOOD
from tests.qes_authority import NOW, Authority, name
from tests.trusted_list_kit import CZO, period, service, signed


@pytest.fixture
def world() -> World:
    return World()


class Case:
    """A folder with a signature, a document and a list; runs the command offline and reads what it printed."""

    def __init__(self, folder: Path, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.world, self._capsys = folder, world, capsys
        self.signature = folder / "contract.pdf.p7s"
        self.list = folder / "TL.xml"
        self.list.write_bytes(signed(world.by, world.services()))

    def put(self, blob: bytes, content: bytes | None = CONTENT) -> None:
        self.signature.write_bytes(blob)
        if content is not None:
            (self.folder / "contract.pdf").write_bytes(content)

    def run(self, *options: str, trust: bool = True) -> tuple[int, str, str]:
        given = ["--list", str(self.list), "--signer", self.world.by.pin] if trust else []
        status = main(["verify", str(self.signature), "--offline", *given, *options])
        shown = self._capsys.readouterr()
        return status, shown.out, shown.err

    def forget(self) -> None:
        """Drop what was printed so far."""
        self._capsys.readouterr()

    def json(self, *options: str, trust: bool = True) -> tuple[int, dict[str, Any]]:
        status, out, _ = self.run("--json", *options, trust=trust)
        return status, json.loads(out)


@pytest.fixture
def case(tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return Case(tmp_path, world, capsys)


def fresh(case: Case) -> bytes:
    """Return a signature that is valid even offline: a fresh answer came along."""
    from tests.qes.explain.kit import revocation_values, with_unsigned

    someone = case.world.authority.person(device=True)
    now = datetime.now(UTC).replace(microsecond=0)
    blob = build(CONTENT, someone.der, someone.sign, now, [case.world.authority.der])
    return with_unsigned(blob, **revocation_values(answers=[case.world.answer(someone, this=now, until=None)]))


def test_valid_in_both_languages(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.put(fresh(case))
    status, out, err = case.run()
    assert (status, err) == (0, "")
    assert out.startswith("✓ THE SIGNATURE IS VALID: ")
    for part in (
        "taken by its name", "not changed since the signing", "Ковальчук Олена Ігорівна", "90417318",
        "a qualified certificate with evidence of a protected device (QcSSCD)", "is in the trusted list",
        "UA no. 32, kept by Test operator; Provider LLC: “Service”, status at that moment: granted", "only a claim",
        "CAdES-BES", "ECDSA with SHA-256: strong enough", "TOTAL-PASSED",
    ):  # fmt: skip
        assert part in out, part
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    status, out, _ = case.run()
    assert (status, out.splitlines()[0].partition(":")[0]) == (0, "✓ ПІДПИС ДІЙСНИЙ")
    assert "тобто кваліфікований електронний підпис (КЕП)" in out
    assert "це лише його твердження" in out


def test_offline_says_what_it_could_not_know(case: Case) -> None:
    case.put(case.world.sign())
    status, out, _ = case.run()
    assert status == 3
    assert "? THE SIGNATURE IS NOT CONFIRMED" in out
    assert "[REVOCATION_OFFLINE]" in out
    assert "What could not be known:\n  - whether certificates are revoked: the network was off" in out
    assert "there is no evidence of a protected device" in out


def test_changed_document(case: Case) -> None:
    case.put(fresh(case), CONTENT + b"!")
    status, out, _ = case.run()
    assert status == 1
    assert "✗ THE SIGNATURE IS NOT VALID" in out
    assert "does NOT fit the signature" in out
    assert "Who is named as the signer (the signature does not prove it)" in out
    assert "the signature does not prove that its holder made it" in out


def test_document_named_missing_and_inside(case: Case) -> None:
    blob = fresh(case)
    case.put(blob, None)
    status, found = case.json()
    assert (status, found["content"]) == (3, {"from": "missing", "path": "", "size": None})
    assert [p["code"] for p in found["signers"][0]["problems"]] == ["CONTENT_MISSING"]
    elsewhere = case.folder / "elsewhere"
    elsewhere.write_bytes(CONTENT)
    status, found = case.json("--content", str(elsewhere))
    assert (status, found["content"]["from"], found["verdict"]) == (0, "given", "valid")
    case.put(by_pyhanko(case.world.authority.person(), detached=False), None)
    status, found = case.json()
    assert (status, found["content"]["from"], found["content"]["size"]) == (3, "attached", len(CONTENT))


def test_keys_for_scripts(case: Case) -> None:
    case.put(case.world.stamped(case.world.sign()))
    _, found = case.json()
    assert set(found) == {
        "cabinet", "file", "kind", "verdict", "at", "online", "content", "lists", "listProblems", "signers",
    }  # fmt: skip
    (one,) = found["signers"]
    assert set(one) == {
        "verdict", "indication", "subIndication", "problems", "distrust", "notes", "level", "intact", "proven",
        "algorithm", "claimedTime", "judgedAt", "certificate", "chain", "listing", "timeStamps",
    }  # fmt: skip
    assert one["certificate"]["identifiers"][0] == {
        "kind": "rnokpp", "value": "3141592650", "source": "subjectDirectoryAttributes",
    }  # fmt: skip
    assert (one["timeStamps"][0]["over"], one["timeStamps"][0]["believed"]) == ("signature", True)
    assert one["judgedAt"]["basis"] == "stamp"


def test_several_signers(case: Case) -> None:
    blob = by_openssl(case.folder / "o", [case.world.authority.person(), Authority().person()], "-cades")
    case.put(blob)
    status, out, _ = case.run()
    assert status == 3
    assert "? NOT ALL SIGNATURES ARE CONFIRMED (2)" in out
    assert "Signature 1 of 2" in out
    assert "The issuer is not in the trusted list. [ISSUER_UNTRUSTED]" in out


def test_real_dstu_signature_at_a_day(case: Case) -> None:
    stamps = period(kind=STAMPS.type_uri, purposes=frozenset(), days=3000)
    services = [
        service(uapki("diia-CA"), periods=[period(days=3000)]),
        service(uapki("diia-2023-tsp"), periods=[stamps]),
    ]
    case.list.write_bytes(signed(case.world.by, services))
    case.put(GOOD[0].cms, None)
    status, out, _ = case.run()
    assert status == 3
    assert "If you know when it was signed, judge it at that moment" in out
    status, out, _ = case.run("--at", "2023-06-01")
    assert status == 3
    assert "judged at 01.06.2023, 00:00:00: the moment that you named" in out
    assert "CERT_EXPIRED" not in out
    assert "ДП ДІЯ (Тестування)" in out
    assert "a company's electronic seal" in out
    assert "ДСТУ 4145 with ГОСТ 34.311: strong enough; key ДСТУ 4145 M257" in out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--at", "yesterday"), "MOMENT_INVALID"),
        (("--at", "2023-13-01"), "MOMENT_INVALID"),
        (("--at", "2123-01-01"), "MOMENT_IN_FUTURE"),
        (("--content", "/nowhere/at/all"), "FILE_UNREADABLE"),
        (("--profile", "/nowhere/at/all"), "PROFILE_ABSENT"),
    ],
)
def test_nothing_judged(case: Case, options: tuple[str, ...], code: str) -> None:
    case.put(case.world.sign())
    status, out, err = case.run(*options)
    assert (status, out) == (2, "")
    assert f"[{code}]" in err


def test_no_signature_no_file_no_pin(case: Case) -> None:
    case.put(b"%PDF-1.7")
    assert "[FILE_IS_DOCUMENT]" in case.run()[2]
    case.put(b"\xff\xfe\xfd")
    assert "[SIGNATURE_FILE_UNREADABLE]" in case.run()[2]
    assert json.loads(case.run("--json")[1])["code"] == "SIGNATURE_FILE_UNREADABLE"
    case.signature.unlink()
    os.mkfifo(case.signature)
    assert "[FILE_UNREADABLE]" in case.run()[2]
    case.signature.unlink()
    status, _, err = case.run()
    assert (status, "[FILE_UNREADABLE]" in err) == (2, True)
    case.put(case.world.sign())
    assert main(["verify", str(case.signature), "--list", str(case.list)]) == 2
    status = main(["verify", str(case.signature), "--list", str(case.list), "--signer", "00" * 32])
    assert status == 2


def test_withdrawn_service_is_named(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    withdrawn = period(status=f"{CZO}TrustedList/Svcstatus/withdrawn", days=1)
    services = [service(case.world.authority.der, periods=[withdrawn, period()])]
    case.list.write_bytes(signed(case.world.by, services))
    case.put(fresh(case))
    status, out, _ = case.run()
    day = (NOW - timedelta(days=1)).astimezone(KYIV).strftime("%d.%m.%Y")
    assert status == 3
    assert f"Довірчий список: Послуга видавця «Послуга» не має чинного статусу з {day}." in out
    assert "видавця не знайдено" not in out
    assert "Кого названо підписувачем" in out


def test_without_any_list(case: Case) -> None:
    case.put(fresh(case))
    status, out, _ = case.run(trust=False)
    assert status == 3
    assert "[TRUSTED_LIST_ABSENT]" in out
    assert "cabinet trust import" in out


def test_kept_list_and_a_broken_one(case: Case) -> None:
    case.put(fresh(case))
    assert main(["trust", "import", str(case.list), "--signer", case.world.by.pin]) == 0
    assert main(["trust", "import", str(case.list.rename(case.folder / "B.xml")), "--signer", case.world.by.pin]) == 0
    from cabinet.profile.trusted_lists import lists

    (lists()[0].path / "list.xml").write_bytes(b"<x/>")
    case.forget()
    status, out, _ = case.run(trust=False)
    assert status == 0
    assert "the list B was not used" in out


def test_profile_that_is_gone_is_told_of(case: Case) -> None:
    case.put(fresh(case))
    SettingsFile().change(profile=str(case.folder / "gone.json"))
    status, _, err = case.run()
    assert (status, "[PROFILE_ABSENT]" in err) == (0, True)


def test_names_cannot_command_the_terminal(case: Case) -> None:
    evil = case.world.authority.person(subject=name("Eve\x1b[2J\u202e\nVALID"))
    case.put(case.world.sign(evil))
    _, out, _ = case.run()
    assert "Eve�[2J��VALID" in out
    assert "\x1b" not in out
    assert plain("x" * 400) == "x" * 300 + "…"


def test_every_word_is_used_and_known() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("verify/*.py", "trust*.py")
        for path in Path(cli.__file__).parent.glob(pattern)
    )
    from cabinet.qes.explain.report import Basis, Note, Standing, Verdict

    made = {
        *(v.value for v in Verdict), *(f"{v.value}-many" for v in Verdict), *(n.value for n in Note),
        *(f"standing-{s.value}" for s in Standing), *(f"judged-{b.value}" for b in Basis),
    }  # fmt: skip
    families = ("level-", "road-", "reason-", "status-", "content-", "intact-", "qualified-", "evidence")
    for kind in ("verify", "trust"):
        for key in words(kind):
            assert f'"{key}"' in source or f"'{key}'" in source or key in made or key.startswith(families), key
    assert {*(f"level-{each}" for each in ("CMS", "CAdES-BES", "CAdES-A"))} <= set(words("verify"))


class Live:
    """A statement that the head of the sample company signed for a running contour."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.company = company
        issued = company.identity(person(Role.HEAD), password="0000")
        self.serial = issued["serial"]
        (folder / "head.p12").write_bytes(base64.b64decode(issued["pkcs12"]))
        key = FileKey(folder / "head.p12").open("0000")
        now = datetime.now(UTC)
        assert company.contour.ready is not None
        transport = Transport(read_profile(company.contour.ready.profile))
        try:
            client = LoginClient(transport, SystemClock())
            statement = challenge_statement(client, transport, SAMPLE_EDRPOU).render()
        finally:
            transport.close()
        (folder / "login.txt").write_bytes(statement)
        self.path = folder / "login.txt.p7s"
        self.path.write_bytes(build(statement, key.certificate, lambda d: key.sign(d, "ecdsa", "sha256"), now))
        self.profile = str(company.contour.ready.profile)

    def run(self, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
        status = main(["verify", str(self.path), "--profile", self.profile, *options])
        return status, capsys.readouterr().out


def test_live_contour(
    company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    live = Live(company, tmp_path)
    status, out = live.run(capsys)
    assert status == 0, out
    assert "ТЕСТОВОГО контуру: юридичної сили підпис не має" in out
    assert "не відкликано: служба чинності видавця (OCSP)" in out
    assert main(["trust", "show", "--profile", live.profile]) == 0
    assert "ТЕСТОВИЙ список" in capsys.readouterr().out
    company.contour.testdata("testdata_trust", TrustFaults(ocsp="down", crl="down"))
    status, out = live.run(capsys)
    assert (status, "[REVOCATION_UNAVAILABLE]" in out) == (3, True)
    company.contour.testdata("testdata_trust", TrustFaults(ocsp="down"))
    status, out = live.run(capsys)
    assert (status, "список відкликаних" in out) == (0, True)
    company.contour.testdata("testdata_trust", TrustFaults())
    company.contour.testdata("testdata_revoke", RevokeIdentity(serial=live.serial))
    status, out = live.run(capsys)
    assert (status, "[CERT_REVOKED]" in out) == (1, True)
    status, out = live.run(capsys, "--at", (NOW - timedelta(hours=1)).isoformat())
    assert (status, "✓ ПІДПИС ДІЙСНИЙ на" in out, "відкликано пізніше" in out) == (0, True, True)
