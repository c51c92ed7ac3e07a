"""``cabinet trust``: lists taken in, shown and renewed, in words; the perimeter's own from a live contour."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.__main__ import main
from cabinet.cli import trust
from cabinet.cli.trust_text import pin_lines
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.testdata import TrustFaults
from cabinet.profile.trusted_lists import lists
from cabinet.qes.trusted_list.pins import UKRAINIAN_LIST_ENDS, UKRAINIAN_LIST_SIGNER, UKRAINIAN_LIST_URL
from tests.forked import ForkedContour
from tests.qes_authority import Authority
from tests.trusted_list_kit import CZO, Signer, period, service, signed, signer


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> Signer:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return signer()


def put(tmp_path: Path, blob: bytes, name: str = "TL-XX.xml") -> str:
    (tmp_path / name).write_bytes(blob)
    return str(tmp_path / name)


def test_import_and_show(
    by: Signer,
    tmp_path: Path,
    authority: Authority,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    withdrawn = period(status=f"{CZO}TrustedList/Svcstatus/withdrawn", days=2)
    blob = signed(by, [service(authority.der), service(authority.root_der, periods=[withdrawn])])
    assert main(["trust", "show"]) == 0
    assert "There are no trusted lists" in capsys.readouterr().out
    spelled = ":".join(by.pin[i : i + 2] for i in range(0, 64, 2)).upper()
    url = "https://list.example/TL.xml"
    assert main(["trust", "import", put(tmp_path, blob), "--signer", spelled, "--url", url]) == 0
    shown = capsys.readouterr().out
    assert "The list is imported and verified." in shown
    assert main(["trust", "show"]) == 0
    text = capsys.readouterr().out
    for part in ("TL-XX\n", "Country: UA", "Kept by: Test operator", "Number: 32", by.pin, f"Address: {url}"):
        assert part in text
    assert "Services in force: 1: certificates 1, time-stamps 0, status 0" in text
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert main(["trust", "show"]) == 0
    assert "Хто веде: Випробувальний розпорядник" in capsys.readouterr().out


def test_what_is_not_verified_is_not_kept(by: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, signed(by))
    assert main(["trust", "import", path, "--signer", signer().pin]) == 1
    assert "[TRUSTED_LIST_SIGNER]" in capsys.readouterr().err
    assert main(["trust", "import", path, "--signer", "zz"]) == 1
    assert main(["trust", "import", path, "--ukraine"]) == 1
    assert UKRAINIAN_LIST_SIGNER in capsys.readouterr().out
    assert main(["trust", "import", path]) == 2
    assert main(["trust", "import", path, "--ukraine", "--signer", by.pin]) == 2
    assert lists() == []


def test_known_signer_is_used_and_its_list_renewed_from_the_state(
    by: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state's key is not ours, so another one is put in its place; the way is the same."""
    monkeypatch.setattr("cabinet.qes.trusted_list.pins.UKRAINIAN_LIST_SIGNER", by.pin)
    assert main(["trust", "import", "--ukraine", put(tmp_path, signed(by), "TL-UA-EC.xml")]) == 0
    assert "Compare it with what czo.gov.ua announces." in capsys.readouterr().out
    (kept,) = lists()
    assert (kept.url, kept.pins) == (UKRAINIAN_LIST_URL, by.pins)
    assert main(["trust", "import", "--ukraine", put(tmp_path, signed(by), "other.xml")]) == 0
    assert [each.url for each in lists()] == [UKRAINIAN_LIST_URL, ""]


@pytest.mark.parametrize(
    ("left", "said"),
    [(timedelta(days=366), ""), (timedelta(days=364, hours=1), "days left: 364"), (timedelta(), "Update this program")],
)
def test_a_year_ahead_of_the_signers_end(by: Signer, left: timedelta, said: str) -> None:
    lines = list(pin_lines(UKRAINIAN_LIST_ENDS - left))
    assert len(lines) == (2 if said else 1)
    assert said in lines[-1]


def test_list_past_its_term_is_told_of(by: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trust", "import", put(tmp_path, signed(by)), "--signer", by.pin]) == 0
    later = ShiftedClock(SystemClock(), timedelta(days=200))
    assert trust.run(["show"], later) == 1
    assert "[TRUSTED_LIST_EXPIRED]" in capsys.readouterr().out


def test_perimeters_own_list(tmp_path: Path, capsys: pytest.CaptureFixture[str], by: Signer) -> None:
    """Fetched from loopback, since it is a test contour's; a worse one does not replace it."""
    with ForkedContour(tmp_path / "contour") as contour:
        assert contour.ready is not None
        options = ["--profile", str(contour.ready.profile)]
        assert main(["trust", "show", *options]) == 1
        assert "[TRUSTED_LIST_ABSENT]" in capsys.readouterr().out
        assert main(["trust", "refresh", *options]) == 0
        text = capsys.readouterr().out
        assert "A TEST list, with no legal force" in text
        assert "renewed" in text
        for fault, code in (("rollback", "TRUSTED_LIST_ROLLBACK"), ("foreign-signer", "TRUSTED_LIST_SIGNER")):
            contour.testdata("testdata_trust", TrustFaults.model_validate({"list": fault}))
            assert main(["trust", "refresh", *options]) == 1
            text = capsys.readouterr().out
            assert f"[{code}]" in text
            assert "not renewed" in text
            assert "Services in force: 3" in text
    assert main(["trust", "show", *options]) == 0
    assert main(["trust", "refresh", *options]) == 1
    assert "[FETCH_FAILED]" in capsys.readouterr().out


def test_help_names_both_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "  verify  " in text
    assert "  trust  " in text


def test_clock_is_the_callers(by: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early = ShiftedClock(SystemClock(), timedelta(days=-30))
    assert trust.run(["import", put(tmp_path, signed(by)), "--signer", by.pin], early) == 1
    assert "[TRUSTED_LIST_NOT_YET]" in capsys.readouterr().err
