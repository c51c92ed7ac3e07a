"""Sessions with a clock that stands: proofs that lie in one point each, and every end at its very moment."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from cabinet.contour.access import sessions as module
from cabinet.contour.access.sessions import Sessions, check_proof
from cabinet.contract.errors import KnownError
from cabinet.contract.login import Tokens
from cabinet.wire.dpop import SessionKey
from tests.perimeter_in_process import NOW, FixedClock

URL, TOKEN = "https://127.0.0.1:1/auth/sessions", "an access token"
SECOND, INSTANT = timedelta(seconds=1), timedelta(microseconds=1)
KEY = ECKey.generate_key("P-256", private=True)


def ath(token: str = TOKEN) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()


def proof(claims: dict[str, Any] | None = None, key: ECKey = KEY, algorithm: str = "ES256", **header: Any) -> str:
    said: dict[str, Any] = {"jti": "j", "htm": "GET", "htu": URL, "iat": int(NOW.timestamp()), "ath": ath()}
    said = {name: value for name, value in {**said, **(claims or {})}.items() if value is not None}
    head = {"typ": "dpop+jwt", "alg": algorithm, "jwk": key.as_dict(private=False), **header}
    return jwt.encode({k: v for k, v in head.items() if v is not None}, said, key, algorithms=[algorithm])


def verdict(given: str, *, method: str = "GET", url: str = URL, token: str | None = TOKEN) -> str:
    try:
        thumbprint, jti = check_proof(given, method, url, NOW, token)
    except KnownError as error:
        return error.code
    assert (thumbprint, jti) == (KEY.thumbprint(), "j")
    return "OK"


def test_an_honest_proof() -> None:
    assert verdict(proof()) == "OK"
    assert verdict(proof({"ath": None}), token=None) == "OK"
    key = SessionKey(FixedClock())
    assert check_proof(key.proof("GET", URL, TOKEN), "GET", URL, NOW, TOKEN)[0] == key.thumbprint
    assert check_proof(key.proof("GET", URL), "GET", URL, NOW, None)[0] == key.thumbprint


@pytest.mark.parametrize(
    "claims",
    [
        {"htm": "POST"},
        {"htm": "get"},
        {"htm": None},
        {"htu": URL + "/x"},
        {"htu": "https://127.0.0.1:2/auth/sessions"},
        {"htu": None},
        {"ath": ath("another token")},
        {"ath": None},
        {"ath": ""},
        {"iat": None},
        {"iat": "soon"},
        {"iat": 10**30},
        {"jti": None},
    ],
)
def test_claims_that_lie(claims: dict[str, Any]) -> None:
    assert verdict(proof(claims)) == "DPOP_INVALID"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-61, "DPOP_INVALID"),
        (-60, "OK"),
        (-59, "OK"),
        (9, "OK"),
        (10, "OK"),
        (11, "DPOP_INVALID"),
        (-(10**6), "DPOP_INVALID"),
    ],
)
def test_how_old_a_proof_may_be(seconds: int, expected: str) -> None:
    assert verdict(proof({"iat": int(NOW.timestamp()) + seconds})) == expected


def test_headers_that_lie() -> None:
    public = KEY.as_dict(private=False)
    other = ECKey.generate_key("P-256", private=True)
    p384 = ECKey.generate_key("P-384", private=True)
    unsigned = base64.urlsafe_b64encode(json.dumps({"typ": "dpop+jwt", "alg": "none", "jwk": public}).encode()).rstrip(
        b"="
    )
    lies = [
        proof(typ="JWT"),
        proof(typ=None),
        proof(jwk=KEY.as_dict(private=True)),
        proof(jwk=other.as_dict(private=False)),
        proof(jwk=None),
        proof(jwk={}),
        proof(key=p384, algorithm="ES384"),
        proof(jwk={**public, "crv": "P-384"}),
        proof(jwk={**public, "x": "A" * 43}),
        f"{unsigned.decode()}.e30.",
        "",
        "x",
        "a.b.c",
        proof()[:-4] + "AAAA",
    ]
    for lie in lies:
        assert verdict(lie) == "DPOP_INVALID", lie[:60]


def test_a_private_key_in_a_proof_that_is_right_in_all_else() -> None:
    given = proof(jwk=KEY.as_dict(private=True))
    with pytest.raises(KnownError) as refusal:
        check_proof(given, "GET", URL, NOW, TOKEN)
    assert (refusal.value.code, refusal.value.detail) == ("DPOP_INVALID", "header")


@pytest.mark.parametrize(("key", "algorithm", "detail"), [("P-384", "ES384", "header"), ("P-521", "ES512", "header")])
def test_another_algorithm_is_refused_by_its_name(key: str, algorithm: str, detail: str) -> None:
    given = proof(key=ECKey.generate_key(key, private=True), algorithm=algorithm)
    with pytest.raises(KnownError) as refusal:
        check_proof(given, "GET", URL, NOW, TOKEN)
    assert refusal.value.detail == detail


def test_another_curve_is_refused_by_its_name() -> None:
    p384 = ECKey.generate_key("P-384", private=True)
    with pytest.raises(KnownError) as refusal:
        check_proof(proof(jwk=p384.as_dict(private=False)), "GET", URL, NOW, TOKEN)
    assert refusal.value.detail == "curve"


def test_the_longest_proof() -> None:
    room = 4096 - len(proof({"pad": ""}))
    sizes = {}
    for more in range(room * 3 // 4 - 4, room * 3 // 4 + 8):
        made = proof({"pad": "x" * more})
        sizes[len(made)] = verdict(made)
    assert 4096 in sizes or 4095 in sizes
    assert all(found == ("OK" if size <= 4096 else "DPOP_INVALID") for size, found in sizes.items())
    assert set(sizes.values()) == {"OK", "DPOP_INVALID"}


class Place:
    """Sessions over a clock that is set by hand, with one of them open."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.sessions = Sessions(self.clock)
        self.tokens = self.open()

    def open(self, edrpou: str = "1", rnokpp: str = "2", jkt: str = "key") -> Tokens:
        return self.sessions.open(edrpou, rnokpp, jkt, "10.0.0.1", b"certificate", ())

    def access(self, token: str | None = None, jkt: str = "key", *, attended: bool = True) -> str:
        return self._code(lambda: self.sessions.by_access(token or self.tokens.access_token, jkt, attended=attended))

    def refresh(self, token: str | None = None, jkt: str = "key", *, attended: bool = True) -> str:
        return self._code(lambda: self.sessions.by_refresh(token or self.tokens.refresh_token, jkt, attended=attended))

    def renew(self) -> None:
        session = self.sessions.by_refresh(self.tokens.refresh_token, "key")
        self.tokens = self.sessions.renew(session, self.tokens.refresh_token)

    def at(self, **since: float) -> datetime:
        self.clock.at = NOW + timedelta(**since)
        return self.clock.at

    @staticmethod
    def _code(work: Any) -> str:
        try:
            work()
        except KnownError as error:
            return error.code
        return "OK"


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_proof_is_taken_once_as_long_as_it_could_be_shown(place: Place) -> None:
    place.sessions.remember_proof("a")
    place.sessions.remember_proof("b")
    for seconds, again in ((0, False), (1, False), (69, False), (70, True)):
        place.at(seconds=seconds)
        if again:
            place.sessions.remember_proof("a")
        else:
            with pytest.raises(KnownError, match="DPOP_REPLAYED"):
                place.sessions.remember_proof("a")


def test_tokens_are_good_for_their_own_key_and_kind(place: Place) -> None:
    assert (place.access(), place.refresh()) == ("OK", "OK")
    assert place.access(jkt="another") == "DPOP_INVALID"
    assert place.refresh(jkt="another") == "REFRESH_INVALID"
    assert place.access(place.tokens.refresh_token) == "SESSION_ENDED"
    assert place.refresh(place.tokens.access_token) == "REFRESH_INVALID"
    assert (place.access("x"), place.refresh("x")) == ("SESSION_ENDED", "REFRESH_INVALID")


def test_access_ends_after_ten_minutes(place: Place) -> None:
    assert place.tokens.access_expires_at == NOW + timedelta(minutes=10)
    place.at(minutes=10, microseconds=-1)
    assert place.access(attended=False) == "OK"
    place.at(minutes=10)
    assert place.access(attended=False) == "SESSION_EXPIRED"
    assert place.refresh() == "OK"


@pytest.mark.parametrize("way", ["access", "refresh"])
def test_a_quarter_of_an_hour_without_a_sign_ends_a_session(place: Place, way: str) -> None:
    place.at(minutes=14)
    place.renew()
    place.at(minutes=29)
    assert place.refresh(attended=False) == "OK", "a quarter to the microsecond"
    session = place.sessions.by_refresh(place.tokens.refresh_token, "key", attended=False)
    place.tokens = place.sessions.renew(session, place.tokens.refresh_token)
    assert place.access(attended=False) == "OK"
    place.at(minutes=29, microseconds=1)
    if way == "access":
        assert place.access() == "SESSION_ENDED"
    else:
        assert place.refresh() == "SESSION_ENDED"
    assert (place.access(), place.refresh()) == ("SESSION_ENDED", "REFRESH_INVALID")
    assert place.sessions.listed("1", "2", "") == []


def test_only_a_person_is_a_sign_of_life(place: Place) -> None:
    for minute in range(1, 10):
        place.at(minutes=minute)
        assert place.access(attended=False) == "OK"
        assert place.refresh(attended=False) == "OK"
    assert place.sessions.listed("1", "2", "")[0].last_seen_at == NOW
    assert place.access() == "OK"
    assert place.sessions.listed("1", "2", "")[0].last_seen_at == NOW + timedelta(minutes=9)
    place.at(minutes=12)
    assert place.refresh() == "OK"
    assert place.sessions.listed("1", "2", "")[0].last_seen_at == NOW + timedelta(minutes=12)


def test_eight_hours_and_no_more(place: Place) -> None:
    assert place.tokens.refresh_expires_at == NOW + timedelta(hours=8)
    for minutes in range(10, 480, 10):
        place.at(minutes=minutes)
        place.renew()
    place.at(hours=7, minutes=55)
    place.renew()
    assert place.tokens.access_expires_at == NOW + timedelta(hours=8)
    place.at(hours=8, microseconds=-1)
    assert (place.access(), place.refresh()) == ("OK", "OK")
    place.at(hours=8)
    assert place.refresh() == "SESSION_ENDED"
    assert place.sessions.listed("1", "2", "") == []


def test_a_renewed_access_token_ends_the_one_before(place: Place) -> None:
    old, refresh = place.tokens.access_token, place.tokens.refresh_token
    place.renew()
    assert place.access(old) == "SESSION_ENDED"
    assert place.access() == "OK"
    assert place.tokens.refresh_token == refresh


def test_sessions_are_a_persons_of_one_company(place: Place) -> None:
    mine = place.tokens.session_id
    for edrpou, rnokpp in (("1", "3"), ("9", "2")):
        place.open(edrpou, rnokpp)
    place.at(minutes=1)
    second = place.open()
    listed = place.sessions.listed("1", "2", second.session_id)
    assert [(s.session_id, s.current) for s in listed] == [(second.session_id, True), (mine, False)]
    assert [s.expires_at - s.created_at for s in listed] == [timedelta(hours=8)] * 2
    assert place.sessions.end("1", "2", second.session_id) == 1
    assert [s.session_id for s in place.sessions.listed("1", "2", "")] == [mine]
    assert place.sessions.end("1", "2", "nobody's") == 0
    assert place.sessions.end("1", "2") == 1
    assert (place.access(), place.refresh()) == ("SESSION_ENDED", "REFRESH_INVALID")
    assert [len(place.sessions.listed(e, r, "")) for e, r in (("1", "3"), ("9", "2"))] == [1, 1]


def test_somebody_elses_session_id_ends_nothing(place: Place) -> None:
    other = place.open("9", "2")
    assert place.sessions.end("1", "2", other.session_id) == 0
    assert len(place.sessions.listed("9", "2", "")) == 1


def test_whoever_comes_again_is_told_why(place: Place) -> None:
    place.sessions.end("1", "2", why="MANDATE_STOPPED")
    for call, token in (
        (place.sessions.by_access, place.tokens.access_token),
        (place.sessions.by_refresh, place.tokens.refresh_token),
    ):
        with pytest.raises(KnownError) as refusal:
            call(token, "key")
        assert (refusal.value.code, refusal.value.facts) == ("SESSION_ENDED", {"reason": "MANDATE_STOPPED"})


def test_reasons_are_bounded(place: Place) -> None:
    first = place.tokens.access_token
    for _ in range(module._MAX_WHY // 2 + 1):
        place.open()
    place.sessions.end("1", "2", why="X")
    assert len(place.sessions._why) == module._MAX_WHY
    assert place.access(first) == "SESSION_ENDED"
    with pytest.raises(KnownError) as refusal:
        place.sessions.by_access(first, "key")
    assert refusal.value.facts == {}


def test_an_ended_session_leaves_nothing_in_memory(place: Place) -> None:
    place.renew()
    place.sessions.end("1", "2")
    assert (place.sessions._open, place.sessions._by_access, place.sessions._by_refresh) == ({}, {}, {})
