"""What looks like a secret is written nowhere: not in a message, not in the traceback after it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.journal.trace import LOG_BYTES, redact, set_up

KEY = "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----"
SAID = [
    ("pin: 271828", "271828"),
    ("pin=271828 was wrong", "271828"),
    ("PIN is 271828", "271828"),
    ("{'pin': '271828', 'slot': 3}", "271828"),
    ("{'password': 'two words'}", "words"),
    ('{"password": "two \\"quoted\\" words"}', "quoted"),
    ("{'password': b'two words'}", "words"),
    ("passphrase = long and bare", "long"),
    ("access_token: eyJhbGciOi", "eyJhbGciOi"),
    ('{"accessToken":"eyJhbGciOi","expires":600}', "eyJhbGciOi"),
    ("refresh-token=abcdef", "abcdef"),
    ("Authorization: DPoP abcdefghijklmnop", "abcdefghijklmnop"),
    ("authorization: Bearer abcdefghijklmnop", "abcdefghijklmnop"),
    ("sent DPoP abcdefghijklmnop.qrst", "abcdefghijklmnop"),
    (KEY, "MIGHAgEA"),
    (KEY[:40], "MIGHAgEA"),
    (repr(KEY), "MIGHAgEA"),
]


@pytest.fixture(autouse=True)
def root_is_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for made in root.handlers:
        if made not in handlers:
            made.close()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(("said", "secret"), SAID)
def test_secrets_in_a_message(said: str, secret: str) -> None:
    assert secret not in redact(said)


@pytest.mark.parametrize(
    "said",
    [
        "the pinned certificate differs",
        "PIN_INCORRECT: 2 tries left",
        "spinning: 12",
        "token 'Олена К.' in slot 3",
        "5 batches, 3 of them replayed",
        "GET /auth/refresh answered 401",
    ],
)
def test_honest_words_stay(said: str) -> None:
    assert redact(said) == said


def test_what_stands_beside_a_secret_stays() -> None:
    assert redact("{'pin': '271828', 'slot': 3}") == "{'pin': [hidden], 'slot': 3}"


@pytest.mark.parametrize(("said", "secret"), SAID)
def test_secrets_in_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str, secret: str) -> None:
    file = tmp_path / "log"
    set_up(file=file)
    try:
        raise ValueError(said)
    except ValueError:
        logging.getLogger("cabinet.test").exception("a job failed with %s", said)
    written = file.read_text(encoding="utf-8")
    for text in (written, capsys.readouterr().err):
        assert "Traceback" in text
        assert "a job failed" in text
        assert secret not in text


def test_what_is_logged_is_in_the_file_without_secrets(tmp_path: Path) -> None:
    set_up(file=tmp_path / "x.log")
    assert not (tmp_path / "x.log").exists(), "made by the first line, not before"
    logging.getLogger("cabinet.test").warning("pin: 12345678 of %s", "somebody")
    text = (tmp_path / "x.log").read_text(encoding="utf-8")
    assert "12345678" not in text
    assert "of somebody" in text
    assert "cabinet.test" in text


def test_the_file_stays_within_twice_its_bound(tmp_path: Path) -> None:
    set_up(file=tmp_path / "x.log")
    logger = logging.getLogger("cabinet.test")
    line = "ї" * 2_000
    for _ in range(3 * LOG_BYTES // len(line.encode())):
        logger.warning(line)
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"x.log", "x.log.1"}
    assert max(sizes.values()) <= LOG_BYTES


def test_set_up_again_closes_the_file_of_before(tmp_path: Path) -> None:
    set_up(file=tmp_path / "one.log")
    logging.getLogger().warning("a")
    set_up(file=tmp_path / "two.log")
    logging.getLogger().warning("b")
    assert "b" not in (tmp_path / "one.log").read_text()
    assert "b" in (tmp_path / "two.log").read_text()
