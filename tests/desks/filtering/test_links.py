"""A link is of one company on one perimeter, and says so elsewhere."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN
from cabinet.desks.filtering.links import filter_of_link, link_to


def session(company: str = "43210987", audience: str = "https://Soms.example:8443") -> Any:
    return SimpleNamespace(person=SimpleNamespace(edrpou=company), profile=SimpleNamespace(audience=audience))


def test_a_colleague_opens_it() -> None:
    link = link_to(session(), OPEN)
    assert link == "cabinet://rejections?filter=state:open&company=43210987&perimeter=soms.example:8443"
    assert filter_of_link(session(audience="https://soms.example:8443"), link) == OPEN


@pytest.mark.parametrize(
    ("here", "code", "facts"),
    [
        (session("14360570"), "LINK_OTHER_COMPANY", {"company": "43210987", "own": "14360570"}),
        (
            session(audience="https://soms.example"),
            "LINK_OTHER_PERIMETER",
            {"perimeter": "soms.example:8443", "own": "soms.example"},
        ),
    ],
)
def test_elsewhere_it_is_told(here: Any, code: str, facts: dict[str, str]) -> None:
    with pytest.raises(KnownError) as refused:
        filter_of_link(here, link_to(session(), OPEN))
    assert (refused.value.code, refused.value.facts) == (code, facts)
