"""The contour's own trusted list: asked for once an hour, and the last good one stays until its end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contour.trust.list_trust import ListTrust
from cabinet.contract.errors import KnownError
from cabinet.profile.trusted_lists import ListFolder
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import Signer, service, signed, signer

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture(scope="module")
def by() -> Signer:
    return signer()


class Publisher:
    """Hands out one list, whichever is set, or nothing; counts how often, and how much would be taken."""

    def __init__(self, blob: bytes) -> None:
        self.blob: bytes | None = blob
        self.most: list[int] = []

    def fetch(
        self, url: str, *, body: bytes | None = None, content_type: str | None = None, accept: str = "*/*", most: int
    ) -> bytes:
        assert (url, body) == ("http://127.0.0.1/tl.xml", None)
        self.most.append(most)
        if self.blob is None:
            raise KnownError("FETCH_FAILED")
        return self.blob


class Case:
    def __init__(self, by: Signer, authority: Authority, path: Path) -> None:
        self.by, self.authority = by, authority
        self.publisher = Publisher(self.list_of(1))
        self.kept = ListFolder(path / "list", by.pins, "http://127.0.0.1/tl.xml")
        self.trust = ListTrust(self.kept, self.publisher)

    def list_of(self, sequence: int, **changes: object) -> bytes:
        return signed(self.by, [service(self.authority.der)], sequence=sequence, **changes)

    def trusted(self, since: timedelta) -> bool:
        return [c.der for c in self.trust.anchors(NOW + since)] == [self.authority.der]


@pytest.fixture
def case(by: Signer, authority: Authority, tmp_path: Path) -> Case:
    return Case(by, authority, tmp_path)


@pytest.mark.parametrize(
    ("since", "asked"), [(SECOND, 1), (HOUR - SECOND, 1), (HOUR, 2), (-HOUR + SECOND, 1), (-HOUR, 2)]
)
def test_asked_once_an_hour_whichever_way_the_clock_goes(case: Case, since: timedelta, asked: int) -> None:
    assert case.trusted(timedelta(0))
    assert case.trusted(since)
    assert case.publisher.most == [16 * 1024 * 1024] * asked


@pytest.mark.parametrize("lie", ["nothing", "no list", "an older one", "a stranger's"])
def test_what_fails_leaves_the_last_good_one_until_its_end(case: Case, lie: str) -> None:
    case.publisher.blob = case.list_of(2)
    assert case.trusted(timedelta(0))
    case.publisher.blob = {
        "nothing": None, "no list": b"<html/>", "an older one": case.list_of(1),
        "a stranger's": signed(signer(), [service(case.authority.der)], sequence=3),
    }[lie]  # fmt: skip
    assert case.trusted(HOUR)
    assert len(case.publisher.most) == 2
    error = case.trust.refresh(NOW + HOUR)
    assert error is not None
    assert case.trusted(timedelta(days=170) - SECOND)
    with pytest.raises(KnownError, match="TRUSTED_LIST_EXPIRED"):
        case.trust.anchors(NOW + timedelta(days=170))


def test_a_newer_one_takes_its_place(case: Case) -> None:
    assert case.trusted(timedelta(0))
    case.publisher.blob = signed(case.by, [], sequence=2)
    assert case.trust.refresh(NOW) is None
    assert not case.trust.anchors(NOW)


def test_before_the_first_one_nothing_is_trusted(case: Case) -> None:
    case.publisher.blob = None
    with pytest.raises(KnownError, match="TRUSTED_LIST_ABSENT"):
        case.trust.anchors(NOW)
    assert not case.trust._trust


def test_a_list_that_was_kept_outlives_a_restart(case: Case) -> None:
    assert case.trusted(timedelta(0))
    case.publisher.blob = None
    case.trust = ListTrust(case.kept, case.publisher)
    assert case.trusted(timedelta(0))
