"""The hash that both sides compute: by hand, once, and then what changes it and what does not."""

from __future__ import annotations

import hashlib
import json
import zlib

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.reconciliation import (
    BUCKETS,
    COMPARED,
    NEEDED,
    Canon,
    bucket_of,
    buckets_wanted,
    fields_asked,
    hex_sum,
)
from tests.perimeter_in_process import line


def encoded(**changes: object) -> bytes:
    return json.dumps(line("a", **changes)).encode()


def test_the_canonical_line_is_as_the_contract_writes_it() -> None:
    by_hand = (
        "soms-reconciliation/v1\n"
        "operatorTxId,type,licenceNo,vertical,brandId,gameId,roundId,playerRef,amountKop,currency,settlementForm,"
        "occurredAt,siteId,pointId,terminalId,relatedTxId\n"
        "a\nBET\nOK-2024-017\nONLINE_CASINO\nmlynok\nroulette-eu\nR-a\n" + "ab" * 16 + "\n500\nUAH\nNON_CASH\n"
        "1795514400000000\nmlynok.ua\n\n\n"
    )
    seen = Canon().of_line(encoded())
    assert seen.digest == hashlib.sha256(by_hand.encode()).digest()
    assert (seen.tx, seen.kind, seen.kop, seen.at, seen.reversal) == ("a", "BET", 500, 1_795_514_400_000_000, False)


def test_of_some_fields_the_names_are_said_too() -> None:
    by_hand = "soms-reconciliation/v1\noperatorTxId,type,amountKop,occurredAt\na\nBET\n500\n1795514400000000"
    seen = Canon(fields_asked(",".join(NEEDED))).of_line(encoded(brandId="other"))
    assert seen.digest == hashlib.sha256(by_hand.encode()).digest()


@pytest.mark.parametrize(
    "same",
    [
        {"occurredAt": "2026-11-24T10:00:00Z"},
        {"occurredAt": "2026-11-24T12:00:00.000+02:00"},
        {"occurredAt": "2026-11-24T12:00:00.000000+02:00"},
        {"seqNo": 7},
        {"lateReason": "x"},
        {"schemaVersion": "9"},
    ],
)
def test_what_is_written_otherwise_or_is_of_the_sending_changes_nothing(same: dict[str, object]) -> None:
    assert Canon().of_line(encoded(**same)) == Canon().of_line(encoded())


@pytest.mark.parametrize("name", [name for name in COMPARED if name not in {"amountKop", "occurredAt"}])
def test_every_field_compared_changes_the_hash(name: str) -> None:
    assert Canon().of_line(encoded(**{name: "z"})).digest != Canon().of_line(encoded()).digest


@pytest.mark.parametrize("changes", [{"amountKop": 501}, {"occurredAt": "2026-11-24T12:00:00.001+02:00"}])
def test_sum_and_moment_change_the_hash(changes: dict[str, object]) -> None:
    assert Canon().of_line(encoded(**changes)).digest != Canon().of_line(encoded()).digest


def test_values_that_are_none_count_as_absent() -> None:
    seen = Canon().of_line(encoded(amountKop="x", occurredAt="yesterday", type=7, brandId=["b"], operatorTxId=1))
    assert (seen.tx, seen.kind, seen.kop, seen.at) == ("", "", 0, None)
    gone = Canon().of_line(encoded(amountKop=None, occurredAt=None, type=None, brandId=None, operatorTxId=None))
    assert seen.digest == gone.digest
    assert Canon().of_line(encoded(amountKop=True)).kop == 0
    with pytest.raises(ValueError, match="truncated"):
        Canon().of_line(b"{")


def test_a_reversal_is_known_by_its_correction() -> None:
    assert Canon().of_line(encoded(correction={"kind": "REVERSAL"})).reversal
    assert not Canon().of_line(encoded(correction={"kind": "REPLACEMENT"})).reversal
    assert not Canon().of_line(encoded(correction="REVERSAL")).reversal


def test_values_of_a_note_are_read_like_a_line() -> None:
    assert Canon().of_values({**line("a"), "lateReason": "x"}) == Canon().of_line(encoded())


def test_sums_are_modulo_two_to_the_256th() -> None:
    assert hex_sum((1 << 256) - 1) == "f" * 64
    assert hex_sum(1 << 256) == "0" * 64
    assert hex_sum((1 << 256) + 1) == "0" * 63 + "1"


def test_buckets_are_named_by_a_mask() -> None:
    assert bucket_of("a") == zlib.crc32(b"a") % 4096
    assert buckets_wanted(None) == frozenset(range(BUCKETS))
    assert buckets_wanted("8" + "0" * 1022 + "1") == {0, 4095}
    assert buckets_wanted("0" * 1024) == frozenset()


def test_fields_are_known_and_the_needed_ones_there() -> None:
    assert fields_asked(None) == COMPARED
    assert fields_asked("brandId,occurredAt,amountKop,type,operatorTxId") == (
        "operatorTxId", "type", "brandId", "amountKop", "occurredAt",
    )  # fmt: skip
    for wrong, named in (("operatorTxId,type,amountKop", "occurredAt"), (",".join((*NEEDED, "seqNo")), "seqNo")):
        with pytest.raises(KnownError) as refused:
            fields_asked(wrong)
        assert (refused.value.code, refused.value.facts["field"]) == ("RECONCILIATION_FIELDS", named)


@pytest.mark.parametrize(
    "changes",
    [
        {}, {"amountKop": 0}, {"amountKop": -7}, {"amountKop": 9_999_999_999_999_999_999}, {"occurredAt": "yesterday"},
        {"occurredAt": "2026-11-24T12:00:00.5+02:00"}, {"brandId": ""}, {"operatorTxId": "/\\"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("fields", [COMPARED, tuple(name for name in COMPARED if name in NEEDED)])
def test_texts_of_a_table_come_to_the_same_as_a_line(changes: dict[str, object], fields: tuple[str, ...]) -> None:
    whole = encoded(**changes)
    texts = {name: str(value) for name, value in json.loads(whole).items()}
    assert Canon(fields).of_texts([texts.get(name, "") for name in fields]) == Canon(fields).of_line(whole)


def test_a_sum_with_noughts_before_it_is_that_sum() -> None:
    canon, at = Canon(fields_asked(",".join(NEEDED))), "2026-11-24T12:00:00+02:00"
    assert canon.of_texts(["a", "BET", "00500", at]) == canon.of_line(encoded(occurredAt=at))
