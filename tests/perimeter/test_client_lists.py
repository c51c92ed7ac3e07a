"""The client's lists: when they are fetched, from where, and what becomes of one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.perimeter.trust_services import ListedServices
from cabinet.perimeter.trusted_lists import load_lists, profile_list, refresh_lists
from cabinet.profile.trusted_lists import ListFolder, import_list
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.keeping import KeptList
from cabinet.qes.trusted_list.model import TrustedList
from cabinet.qes.trusted_list.uris import TEST_LIST
from cabinet.wire.fetching import HostFetch
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import UA_LIST, Signer, service, signed, signer
from tests.wire.test_fetching import Server


@pytest.fixture(scope="module")
def by() -> Signer:
    return signer()


class Publisher:
    """Serves one list on loopback, whichever is set."""

    def __init__(self, by: Signer, authority: Authority) -> None:
        self._by, self._authority = by, authority
        self.put(1)
        self.server = Server(lambda connection, _: connection.sendall(self._answer))
        self.url = f"http://127.0.0.1:{self.server.port}/tl.xml"

    def put(self, sequence: int, **changes: object) -> None:
        blob = signed(self._by, [service(self._authority.der)], sequence=sequence, **{"kind": TEST_LIST, **changes})
        self._answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(blob) + blob


@pytest.fixture
def publisher(by: Signer, authority: Authority) -> Iterator[Publisher]:
    made = Publisher(by, authority)
    yield made
    made.server.close()


def profile(publisher: Publisher, by: Signer, **changes: Any) -> PerimeterProfile:
    plain: dict[str, Any] = {
        "name": "Контур", "audience": "https://127.0.0.1:8443", "ca_pem": "", "spki_pins": [],
        "note_verifier_keys": [], "qes_ca_pem": "", "trusted_list_signer": by.pin,
        "trusted_list_url": publisher.url, "environment": "test", "implementation": "test-contour",
    }  # fmt: skip
    return PerimeterProfile.model_validate({**plain, **changes})


def sequence(now: datetime, held: PerimeterProfile, *, online: bool = True) -> int | None:
    (outcome,) = load_lists(now, held, online=online).outcomes
    return outcome.found.sequence if outcome.found is not None else None


def test_fetched_once_a_day(publisher: Publisher, by: Signer) -> None:
    held = profile(publisher, by)
    assert sequence(NOW, held, online=False) is None
    assert publisher.server.asked == []
    assert sequence(NOW, held) == 1
    publisher.put(2)
    assert sequence(NOW + timedelta(hours=23), held) == 1
    assert len(publisher.server.asked) == 1
    assert sequence(NOW + timedelta(hours=25), held, online=False) == 1
    assert sequence(NOW + timedelta(hours=25), held) == 2
    assert len(publisher.server.asked) == 2
    # A clock that was set back does not keep an old list in use.
    assert sequence(NOW, held) == 2
    assert len(publisher.server.asked) == 3


@pytest.mark.parametrize(("since", "times"), [(timedelta(days=1, seconds=-1), 1), (timedelta(days=1), 2)])
def test_a_day_to_the_second(publisher: Publisher, by: Signer, since: timedelta, times: int) -> None:
    held = profile(publisher, by)
    for now in (NOW, NOW + since):
        sequence(now, held)
    assert len(publisher.server.asked) == times


def test_last_good_one_stays_until_its_own_end(publisher: Publisher, by: Signer) -> None:
    held = profile(publisher, by)
    assert sequence(NOW, held) == 1
    publisher.put(0)
    (outcome,) = load_lists(NOW + timedelta(days=2), held, online=True).outcomes
    assert outcome.error is not None
    assert (outcome.error.code, outcome.found is not None) == ("TRUSTED_LIST_ROLLBACK", True)
    (outcome,) = load_lists(NOW + timedelta(days=300), held, online=True).outcomes
    assert outcome.found is None
    assert load_lists(NOW + timedelta(days=300), held, online=True).trust.lists == ()


def test_contour_cannot_call_its_list_the_states(publisher: Publisher, by: Signer) -> None:
    publisher.put(3, kind="http://uri.etsi.org/TrstSvc/TrustedList/TSLType/UAlist")
    (outcome,) = load_lists(NOW, profile(publisher, by), online=True).outcomes
    assert outcome.found is None
    assert outcome.error is not None
    assert outcome.error.code == "TRUSTED_LIST_OTHER"


def test_perimeter_of_the_state_is_not_asked_on_this_computer(publisher: Publisher, by: Signer) -> None:
    (outcome,) = load_lists(NOW, profile(publisher, by, implementation="state"), online=True).outcomes
    assert outcome.error is not None
    assert outcome.error.code == "FETCH_REFUSED"
    assert publisher.server.asked == []


def test_profile_without_a_list(publisher: Publisher, by: Signer) -> None:
    for without in ("trusted_list_url", "trusted_list_signer"):
        held = profile(publisher, by, **{without: None})
        assert profile_list(held) is None
        assert load_lists(NOW, held, online=True).outcomes == ()
        assert list(refresh_lists(NOW, held)) == []


def test_imported_list_beside_it(publisher: Publisher, by: Signer, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "TL.xml").write_bytes(signed(by, [service(authority.root_der)]))

    def admit(kept: ListFolder, blob: bytes) -> None:
        KeptList(kept, kept.pins).refresh(blob, NOW)

    import_list(tmp_path / "TL.xml", [by.pin], admit=admit)
    found = load_lists(NOW, profile(publisher, by), online=True)
    assert [each.of_profile for each in found.outcomes] == [False, True]
    anchors = {each.der for each in found.trust.anchors(NOW)}
    assert anchors == {authority.der, authority.root_der}
    renewed = list(refresh_lists(NOW, profile(publisher, by)))
    assert [each.error for each in renewed] == [None, None]


def listed(by: Signer, url: str, *, kind: str | None = None) -> TrustedList:
    held = service(Authority().der, supply_points=(url,))
    blob = signed(by, [held], **({"kind": kind} if kind is not None else {}))
    return accept(blob, by.pins, NOW)


def test_two_roads_never_cross(by: Signer) -> None:
    server = Server(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    url = f"http://127.0.0.1:{server.port}/ocsp"
    try:
        test = ListedServices([listed(by, url, kind=TEST_LIST)])
        assert test.fetch(url, most=10) == b"hello"
        real = ListedServices([listed(by, url)])
        for road, where in ((real, url), (test, "http://localhost/"), (test, "http://8.8.8.8/"), (test, "http://[")):
            with pytest.raises(KnownError, match="FETCH_REFUSED"):
                road.fetch(where, most=10)
        assert len(server.asked) == 1
        test.close()
        real.close()
    finally:
        server.close()


def test_each_list_has_its_road(by: Signer, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a contour's list names is asked on this computer alone, what the state's names never there."""
    roads: list[tuple[str, bool]] = []
    monkeypatch.setattr(HostFetch, "fetch", lambda self, url, **_: roads.append((url, self._loopback)) or b"")
    lists = [
        accept(signed(by, [service(authority.der, supply_points=(f"http://{host}/",))], kind=kind), by.pins, NOW)
        for host, kind in (("state.test", UA_LIST), ("contour.test", TEST_LIST))
    ]
    services = ListedServices(lists)
    for host in ("state.test", "contour.test", "nobody.test"):
        services.fetch(f"http://{host}/", most=1)
    services.close()
    assert roads == [("http://state.test/", False), ("http://contour.test/", True), ("http://nobody.test/", False)]
