"""The roads in their order: OCSP, lists, what came along; the first good answer ends the search, "revoked" is final."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.qes import answers, revocation_lists
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import Chain, build_chain
from cabinet.qes.ocsp_request import build_request, cert_id
from cabinet.qes.revocation import check_revocation
from cabinet.qes.revocation_words import RevocationEvidence, Road
from tests.qes.services import Responder, Web, respond, responder, revoked_status
from tests.qes_authority import (
    DELTA_URL,
    FULL_URL,
    NOW,
    OCSP_URL,
    ROOT_URL,
    Authority,
    Person,
    point,
    services,
)
from tests.static_trust import StaticTrust

HOUR = timedelta(hours=1)


class World:
    """An authority whose services all answer, and one person's path to the root."""

    def __init__(self, named: list[x509.ExtensionType] | None = None, *, short: bool = True) -> None:
        self.authority = Authority()
        self.by = responder(self.authority)
        self.web = Web()
        self.answers = Answers(self.web)
        self.person: Person = self.authority.person(named=named)
        self.serial = self.person.certificate.serial_number
        anchor = self.authority.der if short else self.authority.root_der
        carried = [] if short else [self.authority.der]
        self.chain: Chain = build_chain(read_certificate(self.person.der), carried, StaticTrust([anchor]), NOW)
        self.web.served = {
            OCSP_URL: self.answer,
            FULL_URL: self.authority.crl(number=5),
            DELTA_URL: self.authority.crl(number=6, base=5),
            ROOT_URL: self.authority.root_crl(),
        }

    def answer(self, query: bytes, **changes: Any) -> bytes:
        return respond(query, self.by, **changes)

    def staple(self, **changes: Any) -> bytes:
        subject, issuer = self.chain.path[:2]
        return respond(build_request(cert_id(subject, issuer), bytes(32)).der, self.by, nonce=None, **changes)

    def check(self, *stapled: bytes, later: timedelta = timedelta()) -> tuple[RevocationEvidence, ...]:
        return check_revocation(self.chain, self.answers, NOW + later, stapled)

    def roads(self, *stapled: bytes, later: timedelta = timedelta()) -> list[str]:
        return [e.road.value for e in self.check(*stapled, later=later)]

    def refused(self, *stapled: bytes, later: timedelta = timedelta()) -> KnownError:
        with pytest.raises(KnownError) as refusal:
            self.check(*stapled, later=later)
        return refusal.value


def test_responder_is_asked_first() -> None:
    world = World()
    assert world.roads() == ["ocsp"]
    assert world.web.asked == [OCSP_URL]


def test_every_certificate_but_the_anchor_is_asked_about() -> None:
    world = World(short=False)
    evidence = world.check()
    assert [(e.certificate_sha256, e.road) for e in evidence] == [
        (world.chain.path[0].sha256, Road.OCSP),
        (world.chain.path[1].sha256, Road.CRL),
    ]
    assert world.web.asked == [OCSP_URL, ROOT_URL]
    world.authority.revoked.append(world.authority.certificate.serial_number)
    world.web.served[ROOT_URL] = world.authority.crl(world.authority.root, world.authority.root_key, number=2)
    assert world.refused().code == "CERT_REVOKED"
    world.web.served[ROOT_URL] = None
    world.answers = Answers(world.web)
    assert world.refused().code == "REVOCATION_UNAVAILABLE"


def test_stapled_answer_counts_where_nobody_else_answers() -> None:
    """Whoever sends it may have kept the last good one: as long as others answer, they are believed."""
    world = World()
    good = world.staple()
    assert world.roads(good) == ["ocsp"]
    assert world.roads(b"garbage") == ["ocsp"]
    world.web.served[OCSP_URL] = lambda query: world.answer(query, status=revoked_status())
    assert world.refused(good).code == "CERT_REVOKED"
    world.web.served = {}
    assert world.roads(good) == ["stapled"]
    assert world.refused(world.staple(this=NOW - timedelta(minutes=11))).code == "REVOCATION_UNAVAILABLE"
    assert world.refused(b"garbage").code == "REVOCATION_UNAVAILABLE"


def test_revoked_is_final_whichever_road_says_so() -> None:
    world = World(services(delta=True))
    good = world.staple()
    refusal = world.refused(good, world.staple(status=revoked_status("certificate_hold")))
    assert (refusal.code, refusal.facts["reason"], refusal.facts["road"]) == (
        "CERT_REVOKED", "certificateHold", "stapled",
    )  # fmt: skip
    world.web.served[OCSP_URL] = lambda query: world.answer(query, status=revoked_status())
    assert world.refused().facts["road"] == "ocsp"
    assert world.web.asked == [OCSP_URL]
    world.web.served[OCSP_URL] = None
    world.web.served[DELTA_URL] = world.authority.crl(number=7, base=5, entries={world.serial: "superseded"})
    assert (world.refused().facts["road"], world.refused().facts["reason"]) == ("delta", "superseded")
    world.web.served[DELTA_URL] = None
    world.web.served[FULL_URL] = world.authority.crl(number=8, entries={world.serial: "keyCompromise"})
    world.answers = Answers(world.web)
    assert world.refused().facts["road"] == "crl"


@pytest.mark.parametrize("trouble", ["down", "unknown", "wrong nonce", "stale", "garbage", "huge"])
def test_lists_when_the_responder_does_not_help(trouble: str) -> None:
    world = World()
    world.web.served[OCSP_URL] = {
        "down": None,
        "unknown": lambda query: world.answer(query, status={"unknown": None}),
        "wrong nonce": lambda query: world.answer(query, nonce=b"\x04\x20" + bytes(32)),
        "stale": lambda query: world.answer(query, this=NOW - 2 * HOUR, until=NOW - HOUR),
        "garbage": b"\x30\x03\x02\x01\x01",
        "huge": bytes(64 * 1024 + 1),
    }[trouble]
    assert world.roads() == ["crl"]
    world.web.served[FULL_URL] = world.authority.crl(number=6, entries={world.serial: "keyCompromise"})
    assert world.refused().code == "CERT_REVOKED"


def test_nobody_answers() -> None:
    world = World(services(delta=True))
    world.web.served = dict.fromkeys(world.web.served)
    refusal = world.refused(b"x")
    assert refusal.code == "REVOCATION_UNAVAILABLE"
    for told in ("stapled: unreadable", f"ocsp {OCSP_URL}: FETCH_FAILED", DELTA_URL, FULL_URL):
        assert told in refusal.detail


def test_certificate_that_names_no_service() -> None:
    refusal = World([]).refused()
    assert (refusal.code, refusal.detail) == ("REVOCATION_UNAVAILABLE", "crl: no address of a list")


def test_full_and_delta_together() -> None:
    world = World(services(ocsp=False, delta=True))
    evidence = world.check()
    assert [e.road for e in evidence] == [Road.CRL, Road.DELTA]
    assert {e.certificate_sha256 for e in evidence} == {world.chain.signer.sha256}
    assert {e.responder for e in evidence} == {"Test QES CA"}
    assert world.web.asked == [DELTA_URL, FULL_URL]
    # The full list at hand is continued by the delta: nothing newer could be said by fetching it again.
    assert world.roads() == ["crl", "delta"]
    assert world.web.asked[2:] == [DELTA_URL]


def test_hold_is_taken_off_by_a_delta() -> None:
    world = World(services(ocsp=False, delta=True))
    world.web.served[FULL_URL] = world.authority.crl(number=5, entries={world.serial: "certificateHold"})
    assert world.refused().facts["reason"] == "certificateHold"
    world.web.served[DELTA_URL] = world.authority.crl(number=7, base=5, entries={world.serial: "removeFromCRL"})
    assert world.roads() == ["crl", "delta"]


def test_delta_that_does_not_fit_is_no_help() -> None:
    world = World(services(ocsp=False, delta=True))
    world.web.served[DELTA_URL] = world.authority.crl(number=9, base=8)
    refusal = world.refused()
    assert refusal.code == "REVOCATION_UNAVAILABLE"
    assert "the delta 9 on 8 does not continue the list 5" in refusal.detail
    # What it says about a revoked certificate holds all the same.
    world.web.served[DELTA_URL] = world.authority.crl(number=10, base=8, entries={world.serial: "keyCompromise"})
    assert world.refused().code == "CERT_REVOKED"


def test_full_list_alone() -> None:
    """A certificate that names a delta needs it, unless the full list is fresh, or as new as the delta."""
    world = World(services(ocsp=False, delta=True))
    world.web.served[DELTA_URL] = None
    assert world.refused().code == "REVOCATION_UNAVAILABLE"
    world.web.served[FULL_URL] = world.authority.crl(start=-timedelta(minutes=10), number=6)
    assert world.roads() == ["crl"]
    world.answers = Answers(world.web)
    world.web.served |= {FULL_URL: world.authority.crl(number=7), DELTA_URL: world.authority.crl(number=7, base=5)}
    assert world.roads() == ["crl"]


def test_delta_that_only_the_list_names() -> None:
    world = World(services(ocsp=False))
    freshest = x509.FreshestCRL([x509.DistributionPoint([x509.UniformResourceIdentifier(DELTA_URL)], None, None, None)])
    world.web.served[FULL_URL] = world.authority.crl(number=5, more=[(freshest, False)])
    assert world.roads() == ["crl", "delta"]
    world.web.served[DELTA_URL] = world.authority.crl(number=7, base=5, entries={world.serial: "keyCompromise"})
    assert world.refused().facts["road"] == "delta"


def test_list_at_hand_serves_until_its_term_ends() -> None:
    world = World(services(ocsp=False))
    assert world.roads() == ["crl"]
    world.web.served[FULL_URL] = None
    assert world.roads(later=timedelta(minutes=59)) == ["crl"]
    assert world.refused(later=HOUR).code == "REVOCATION_UNAVAILABLE"


def test_older_list_is_not_taken_after_a_newer_one() -> None:
    """An older list, still in its term, would hide a revocation."""
    world = World(services(ocsp=False))
    older = world.web.served[FULL_URL]
    world.web.served[FULL_URL] = world.authority.crl(number=6, entries={world.serial: "keyCompromise"})
    assert world.refused().code == "CERT_REVOKED"
    world.web.served[FULL_URL] = older
    assert world.refused().code == "CERT_REVOKED"


def test_a_list_of_the_same_number_is_taken() -> None:
    """Issued anew, a minute later; only lower numbers are older ones."""
    world = World(services(ocsp=False))
    assert world.roads() == ["crl"]
    anew = world.authority.crl(number=5, start=timedelta(minutes=-1), entries={world.serial: "keyCompromise"})
    world.web.served[FULL_URL] = anew
    assert world.refused().code == "CERT_REVOKED"


def test_a_list_about_others_is_none() -> None:
    world = World(services(ocsp=False))
    scope = x509.IssuingDistributionPoint(
        full_name=None, relative_name=None, only_contains_user_certs=False, only_contains_ca_certs=True,
        only_some_reasons=None, indirect_crl=False, only_contains_attribute_certs=False,
    )  # fmt: skip
    world.web.served[FULL_URL] = world.authority.crl(more=[(scope, True)])
    refusal = world.refused()
    assert refusal.code == "REVOCATION_UNAVAILABLE"
    assert "not about this certificate" in refusal.detail


@pytest.mark.parametrize(("said", "code"), [("CERT_REVOKED",) * 2, ("ISSUER_UNTRUSTED", "REVOCATION_UNAVAILABLE")])
def test_openssl_is_asked_about_the_same_lists(monkeypatch: pytest.MonkeyPatch, said: str, code: str) -> None:
    asked: list[tuple[Any, ...]] = []

    def opinion(*given: Any) -> None:
        asked.append(given)
        raise KnownError(said)

    world = World(services(ocsp=False, delta=True))
    monkeypatch.setattr(revocation_lists, "openssl_opinion", opinion)
    assert world.refused().code == code
    ((path, at, lists),) = asked
    assert (path[0], at) == (world.chain.signer, NOW)
    assert lists == [world.web.served[FULL_URL], world.web.served[DELTA_URL]]


def test_of_many_addresses_two_are_asked() -> None:
    urls = [f"http://ca.test/{n}.crl" for n in range(4)]
    named: list[x509.ExtensionType] = [x509.CRLDistributionPoints([point(url) for url in urls])]
    world = World(named)
    assert world.refused().code == "REVOCATION_UNAVAILABLE"
    assert world.web.asked == urls[:2]


def test_how_much_of_an_answer_is_taken() -> None:
    taken: list[tuple[str, int]] = []

    class Counting(Web):
        def fetch(self, url: str, *, most: int, **_: Any) -> bytes:
            taken.append((url, most))
            raise KnownError("FETCH_FAILED", "down", host=url)

    world = World(services(delta=True))
    world.answers = Answers(Counting())
    assert world.refused().code == "REVOCATION_UNAVAILABLE"
    assert taken == [(OCSP_URL, 64 * 1024), (DELTA_URL, 1024 * 1024), (FULL_URL, 8 * 1024 * 1024)]


def test_lists_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two authorities, the list that was fetched longer ago goes first."""
    worlds = [World(services(ocsp=False)) for _ in range(2)]
    held = Answers(worlds[0].web)
    issuers = [read_certificate(world.authority.der) for world in worlds]
    sizes = [len(world.web.served[FULL_URL]) for world in worlds]  # type: ignore[arg-type]  # bytes, as made above
    for room, kept in ((sum(sizes), [True, True]), (sum(sizes) - 1, [False, True])):
        monkeypatch.setattr(answers, "_KEPT_BYTES", room)
        for world, issuer in zip(worlds, issuers, strict=True):
            held._fetch = world.web
            held.newest(FULL_URL, issuer, NOW, delta=False)
        assert [held.kept(FULL_URL, issuer, NOW, delta=False) is not None for issuer in issuers] == kept


def test_a_nonce_has_as_many_bytes_as_the_standard_says() -> None:
    subject, issuer = World().chain.path[:2]
    asked = cert_id(subject, issuer)
    for length in (16, 32):
        assert len(build_request(asked, bytes(length)).nonce) == length + 2
    for length in (0, 15, 33):
        with pytest.raises(ValueError, match="nonce"):
            build_request(asked, bytes(length))


@pytest.mark.parametrize("dotted", ["1.2.3", "1.2.840.113549.2.5"])
def test_a_certificate_is_named_by_a_known_hash_alone(dotted: str) -> None:
    subject, issuer = World().chain.path[:2]
    assert cert_id(subject, issuer, "2.16.840.1.101.3.4.2.1").algorithm == "2.16.840.1.101.3.4.2.1"
    with pytest.raises(KnownError, match="WEAK_ALGORITHM"):
        cert_id(subject, issuer, dotted)


def test_stale_list_is_told_from_a_missing_one() -> None:
    world = World(services(ocsp=False))
    world.web.served[FULL_URL] = world.authority.crl(start=-3 * HOUR, end=-HOUR)
    assert "the list is stale" in world.refused().detail
    world.web.served[FULL_URL] = world.authority.crl(start=HOUR, end=3 * HOUR)
    assert "the list is from the future" in world.refused().detail
    world.web.served[FULL_URL] = Authority().crl()
    assert "another key" in world.refused().detail


def test_list_dated_a_little_ahead_passes_openssl_too() -> None:
    world = World(services(ocsp=False))
    world.web.served[FULL_URL] = world.authority.crl(start=timedelta(minutes=1))
    assert world.roads() == ["crl"]


def test_responder_without_nocheck_is_looked_up_in_the_lists() -> None:
    world = World()
    world.by = responder(world.authority, nocheck=False, more=services(ocsp=False))
    assert world.roads() == ["ocsp"]
    assert world.web.asked == [OCSP_URL, FULL_URL]
    world.web.served[FULL_URL] = world.authority.crl(
        number=6, entries={world.by.certificate.serial_number: "keyCompromise"}
    )
    evidence = world.check()
    assert [e.road for e in evidence] == [Road.CRL]
    world.web.served[FULL_URL] = None
    world.answers = Answers(world.web)
    assert world.refused().code == "REVOCATION_UNAVAILABLE"


def test_question_is_never_asked_twice_with_one_nonce() -> None:
    world = World()
    seen: list[bytes] = []

    def note(query: bytes) -> bytes:
        seen.append(query)
        return world.answer(query)

    world.web.served[OCSP_URL] = note
    world.check()
    world.check()
    assert len(set(seen)) == 2


def test_second_responder_is_tried_and_no_third() -> None:
    world = World()
    places = [f"http://ca.test/{n}" for n in range(4)]
    access = [
        x509.AccessDescription(x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(p))
        for p in places
    ]
    world = World([x509.AuthorityInformationAccess(access)])
    world.web.served[places[1]] = world.answer
    assert world.roads() == ["ocsp"]
    world.web.served = {places[2]: world.answer, places[3]: world.answer}
    assert world.refused().code == "REVOCATION_UNAVAILABLE"
    assert world.web.asked == [places[0], places[1]] * 2


def test_answer_signed_by_a_stranger_with_the_same_name() -> None:
    world = World()
    stranger = Authority()
    world.web.served[OCSP_URL] = lambda query: respond(
        query, Responder(stranger.certificate, stranger.key), named="name"
    )
    world.web.served[FULL_URL] = None
    assert "SIGNATURE_INVALID" in world.refused().detail or "another authority" in world.refused().detail


GARBAGE = World(services(delta=True))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=200))
def test_garbage_on_every_road_is_no_answer(stapled: bytes, said: bytes, full: bytes, delta: bytes) -> None:
    GARBAGE.web.served = {OCSP_URL: said, FULL_URL: full, DELTA_URL: delta}
    assert GARBAGE.refused(stapled).code == "REVOCATION_UNAVAILABLE"
