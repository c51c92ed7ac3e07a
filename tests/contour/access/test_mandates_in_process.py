"""Mandates in process: who cannot be appointed or ended, what the log commits to, whose sessions go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.access.mandates import Mandates
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.call import PersonHere, SignedAct
from cabinet.contour.folder import DataFolder
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contour.trust.authority import Authority
from cabinet.contour.trust.time_stamps import TimeStamps
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros
from cabinet.contract.people import AppointRequest, Member
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import MandateState
from cabinet.proof.notes import NoteSigner
from cabinet.qes.cades_verify import verify
from tests.contour.access.signing_people import TWIN, certificate, clock, rnokpp, signed, store
from tests.ledger_rows import ledger_rows
from tests.qes_authority import NOW

SOMEBODY = "1732050800"
TEXT = b"MANDATE v1\n"
HEAD = certificate()


class Place:
    def __init__(self, folder: Path) -> None:
        self.clock = clock()
        self.data = DataFolder(folder / "data")
        self.store = store(folder)
        self.ledger = Ledger(self.store, NoteSigner("log.test", Ed25519PrivateKey.generate()), "log.test")
        self.sessions = Sessions(self.clock)
        stamps = TimeStamps(self.data, Authority(self.data, "qes", "QES", self.clock), self.clock)
        self.mandates = Mandates(self.ledger, self.sessions, stamps)

    def close(self) -> None:
        self.store.close()
        self.data.close()

    def head(self, edrpou: str = SAMPLE_EDRPOU) -> PersonHere:
        return PersonHere(edrpou, rnokpp(Role.HEAD), "Голова", Role.HEAD, ROLE_RIGHTS[Role.HEAD], "s")

    def appoint(self, edrpou: str = SAMPLE_EDRPOU, **changes: Any) -> Member:
        values = {"name": "Руденко Софія", "rnokpp": SOMEBODY, "role": "it", "until": NOW + timedelta(days=30)}
        request = AppointRequest.model_validate({**values, **changes}, strict=False)
        cms = signed(TEXT, HEAD)
        act = SignedAct("act", TEXT, cms, verify(cms, TEXT, NOW, None))
        return self.mandates.appoint(self.head(edrpou), request, act, self.clock.now())

    def end(self, person_id: str, edrpou: str = SAMPLE_EDRPOU) -> Member:
        return self.mandates.end(self.head(edrpou), person_id, "звільнення", self.clock.now())

    def person_id(self, role: Role) -> str:
        with self.store.read() as rows:
            found = rows.one(
                "SELECT person_id FROM people WHERE rnokpp = :who AND edrpou = :e", who=rnokpp(role), e=SAMPLE_EDRPOU
            )
        assert found is not None
        return str(found["person_id"])

    def entries(self) -> list[dict[str, Any]]:
        with ledger_rows(self.store, named=True) as rows:
            return [json.loads(row["bytes"]) for row in rows.execute("SELECT bytes FROM entries ORDER BY seq")]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


def refused(work: Any) -> str:
    with pytest.raises(KnownError) as error:
        work()
    return error.value.code


def test_an_appointment_is_kept_with_its_document(place: Place) -> None:
    member = place.appoint(rights=["statistics.sums"])
    assert (member.state, member.signed, member.granted_by) == (MandateState.ACTIVE, True, "Голова")
    assert member.rnokpp_masked == "17••••••00"
    (entry,) = place.entries()
    assert (entry["kind"], entry["act"], entry["mandateId"]) == ("mandate", "appointed", member.person_id)
    assert (entry["role"], entry["rights"], entry["by"]) == ("it", ["statistics.sums"], "Голова, head")
    assert SOMEBODY not in json.dumps(entry)
    with place.store.read() as rows:
        document = place.mandates.document(rows, SAMPLE_EDRPOU, member.person_id)
        kept = rows.one("SELECT cms FROM mandate_documents")
    assert kept is not None
    assert entry["payloadCommitment"] == hashlib.sha256(kept["cms"]).hexdigest()
    assert kept["cms"] != signed(TEXT, HEAD)
    assert (document.text.encode(), document.person_id) == (TEXT, member.person_id)


def test_who_cannot_be_appointed(place: Place) -> None:
    assert refused(lambda: place.appoint(rnokpp=rnokpp(Role.HEAD))) == "PERSON_IS_HEAD"
    assert refused(lambda: place.appoint(rnokpp=rnokpp(Role.IT))) == "PERSON_APPOINTED"
    assert refused(lambda: place.appoint(rnokpp="1732050801")) == "RNOKPP_INVALID"
    assert refused(lambda: place.appoint(role="head")) == "ROLE_NOT_GRANTABLE"
    assert place.entries() == []
    first = place.appoint()
    assert refused(place.appoint) == "PERSON_APPOINTED"
    place.end(first.person_id)
    assert place.appoint().person_id != first.person_id, "again, once the first has ended"
    assert place.appoint(TWIN).state is MandateState.ACTIVE, "and at another company"


def test_an_expired_mandate_can_be_given_again(place: Place) -> None:
    place.appoint(until=NOW + timedelta(days=1))
    place.clock.at = NOW + timedelta(days=1, microseconds=-1)
    assert refused(lambda: place.appoint(until=NOW + timedelta(days=9))) == "PERSON_APPOINTED"
    place.clock.at = NOW + timedelta(days=1)
    assert place.appoint(until=NOW + timedelta(days=9)).state is MandateState.ACTIVE


def test_ending_a_mandate_ends_its_sessions(place: Place) -> None:
    member = place.appoint()
    mine = place.sessions.open(SAMPLE_EDRPOU, SOMEBODY, "k", "10.0.0.1", b"", ())
    place.sessions.open(TWIN, SOMEBODY, "k", "10.0.0.1", b"", ())
    place.sessions.open(SAMPLE_EDRPOU, rnokpp(Role.IT), "k", "10.0.0.1", b"", ())
    ended = place.end(member.person_id)
    assert (ended.state, ended.ended_by, ended.end_reason) == (MandateState.ENDED, "Голова", "звільнення")
    assert ended.ended_at == NOW
    left = [len(place.sessions.listed(e, r, "")) for e, r in ((SAMPLE_EDRPOU, SOMEBODY), (TWIN, SOMEBODY))]
    assert left == [0, 1]
    assert len(place.sessions.listed(SAMPLE_EDRPOU, rnokpp(Role.IT), "")) == 1
    with pytest.raises(KnownError) as refusal:
        place.sessions.by_access(mine.access_token, "k")
    assert refusal.value.facts == {"reason": "MANDATE_STOPPED"}
    assert [e["act"] for e in place.entries()] == ["appointed", "ended"]


def test_what_cannot_be_ended(place: Place) -> None:
    member = place.appoint()
    assert refused(lambda: place.end(place.person_id(Role.HEAD))) == "PERSON_IS_HEAD"
    assert refused(lambda: place.end("nobody")) == "PERSON_NOT_FOUND"
    assert refused(lambda: place.end(member.person_id, TWIN)) == "PERSON_NOT_FOUND"
    place.end(member.person_id)
    assert refused(lambda: place.end(member.person_id)) == "MANDATE_FINAL"


def test_documents_are_an_operators_own(place: Place) -> None:
    member = place.appoint()
    with place.store.read() as rows:
        for edrpou, person_id, code in (
            (TWIN, member.person_id, "PERSON_NOT_FOUND"),
            (SAMPLE_EDRPOU, "nobody", "PERSON_NOT_FOUND"),
            (SAMPLE_EDRPOU, place.person_id(Role.IT), "MANDATE_UNSIGNED"),
        ):
            with pytest.raises(KnownError) as refusal:
                place.mandates.document(rows, edrpou, person_id)
            assert refusal.value.code == code


def test_those_in_force_come_first(place: Place) -> None:
    place.appoint()
    place.clock.at = NOW + timedelta(minutes=1)
    later = place.appoint(rnokpp="2236067978", name="Ткач Ніна")
    place.end(later.person_id)
    with place.store.read() as rows:
        listed = place.mandates.list(rows, SAMPLE_EDRPOU, place.clock.now())
    assert listed.head is not None
    assert listed.head.role is Role.HEAD
    assert [m.state for m in listed.items] == [MandateState.ACTIVE] * 3 + [MandateState.ENDED]
    granted = [m.granted_at for m in listed.items[:3] if m.granted_at is not None]
    assert granted == sorted(granted, reverse=True)
    assert epoch_micros(NOW) == epoch_micros(place.clock.now()) - 60_000_000
