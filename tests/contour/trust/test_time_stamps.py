"""The contour's time-stamp authority by itself: what it stamps, and each reason for which it does not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core, tsp

from cabinet.contour.folder import DataFolder
from cabinet.contour.trust.authority import Authority
from cabinet.contour.trust.time_stamps import POLICY, TimeStamps
from cabinet.qes.elements import inside
from tests.perimeter_in_process import NOW, FixedClock

IMPRINT = bytes(range(32))


@pytest.fixture
def stamps(tmp_path: Path) -> Iterator[TimeStamps]:
    folder = DataFolder(tmp_path / "contour")
    clock = FixedClock()
    yield TimeStamps(folder, Authority(folder, "qes", "QES", clock), clock)
    folder.close()


def query(digest: str = "sha256", imprint: bytes = IMPRINT, **more: Any) -> bytes:
    values: dict[str, Any] = {
        "version": "v1",
        "message_imprint": {"hash_algorithm": {"algorithm": digest}, "hashed_message": imprint},
        "cert_req": True,
        **more,
    }
    return bytes(tsp.TimeStampReq(values).dump())


@pytest.mark.parametrize("more", [{}, {"nonce": 5}, {"nonce": 2**64}, {"req_policy": POLICY}])
def test_what_is_asked_for_is_stamped(stamps: TimeStamps, more: dict[str, Any]) -> None:
    answer = tsp.TimeStampResp.load(stamps.respond(query(**more)), strict=True)
    assert answer["status"]["status"].native == "granted"
    signed = answer["time_stamp_token"]["content"]
    info = tsp.TSTInfo.load(signed["encap_content_info"]["content"].contents, strict=True)
    assert info["message_imprint"]["hashed_message"].native == IMPRINT
    assert (info["nonce"].native, info["policy"].native, info["gen_time"].native) == (more.get("nonce"), POLICY, NOW)


EXTENSIONS = [{"extn_id": "1.2.3", "critical": False, "extn_value": core.OctetString(b"\x05\x00")}]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (query("sha384", bytes(48)), "bad_alg"),
        (query("sha1", bytes(20)), "bad_alg"),
        (query(imprint=IMPRINT[:-1]), "bad_request"),
        (query(imprint=IMPRINT + b"\0"), "bad_request"),
        (query(cert_req=False), "bad_request"),
        (query(req_policy="1.2.3"), "unaccepted_policy"),
        (query(extensions=EXTENSIONS), "unaccepted_extensions"),
        (b"", "bad_data_format"),
        (query() + b"\0", "bad_data_format"),
        (query()[:-3], "bad_data_format"),
    ],
    ids=lambda given: given if isinstance(given, str) else hashlib.sha256(given).hexdigest()[:6],
)
def test_what_is_not_stamped_is_told_why(stamps: TimeStamps, asked: bytes, reason: str) -> None:
    status, *more = inside(stamps.respond(asked))
    told = tsp.PKIStatusInfo.load(status.der, strict=True)
    assert (told["status"].native, told["fail_info"].native, more) == ("rejection", {reason}, [])
