"""RG: licences, places and games must stand in the registry when the game was played."""

from __future__ import annotations

from cabinet.contract.states import LicenceState
from cabinet.rules.facts import Facts, LicenceFacts
from cabinet.rules.finding import finding, named
from cabinet.rules.item import Item
from cabinet.rules.nearest import nearest_first

__all__ = ["registry"]

_ONLINE = {"ONLINE_CASINO", "ONLINE_POKER"}
"""Non-cash only (Art. 30 of Law 768-IX)."""


def registry(item: Item, facts: Facts) -> None:
    """Judge licence, vertical, place, game, terminal and form of settlement."""
    number = item.text("licenceNo")
    licence = facts.licence(number) if number is not None else None
    if number is not None and licence is None:
        near = nearest_first(number, facts.licence_numbers())
        item.findings.append(finding("RG-601", "/licenceNo", number, near[0] if near else "—"))
    if licence is not None:
        _licence(item, licence)
    # Under an unknown licence everything else would be of another one: one cause, one finding.
    known = number if licence is not None else None
    _place(item, facts, known)
    _dictionary(item, facts, known)
    if item.text("settlementForm") == "CASH" and item.text("vertical") in _ONLINE:
        item.findings.append(finding("RG-607", "/settlementForm", "CASH", "NON_CASH"))


def _licence(item: Item, licence: LicenceFacts) -> None:
    vertical = item.text("vertical")
    if vertical is not None and vertical != licence.vertical.value:
        item.findings.append(
            finding(
                "RG-603",
                "/vertical",
                vertical,
                licence.vertical.value,
                licence=licence.number,
                given=named(vertical),
                licensed=named(licence.vertical.value),
            )
        )
    day = item.day
    if day is None:
        return
    if licence.state is not LicenceState.ACTIVE or not licence.issued <= day < licence.expires:
        item.findings.append(
            finding(
                "RG-602",
                "/licenceNo",
                licence.number,
                f"{licence.issued}…{licence.expires}",
                state=named(licence.state.value),
                day=day.isoformat(),
            )
        )


def _place(item: Item, facts: Facts, licence_no: str | None) -> None:
    brand = item.text("brandId")
    if brand is not None and not facts.brand_known(brand):
        item.findings.append(finding("RG-604", "/brandId", brand, ""))
    for name in ("siteId", "pointId"):
        given = item.text(name)
        if given is None:
            continue
        place = facts.place(given)
        if place is None or not place.entered:
            item.findings.append(finding("RG-604", f"/{name}", given, ""))
        elif licence_no is not None and place.licence_no != licence_no:
            item.findings.append(finding("RG-604", f"/{name}", given, place.licence_no))
        elif brand is not None and facts.brand_known(brand) and place.brand_id != brand:
            item.findings.append(finding("RG-604", "/brandId", brand, place.brand_id))


def _dictionary(item: Item, facts: Facts, licence_no: str | None) -> None:
    for name, kind, code in (("gameId", "game", "RG-606"), ("terminalId", "terminal", "RG-605")):
        given = item.text(name)
        if given is None:
            continue
        entry = facts.dictionary(kind, given)
        day = item.day
        if entry is None or (licence_no is not None and entry.licence_no != licence_no):
            item.findings.append(finding(code, f"/{name}", given, "", dates=""))
        elif day is not None and (day < entry.valid_from or (entry.valid_to is not None and day > entry.valid_to)):
            until = entry.valid_to.isoformat() if entry.valid_to else "…"
            term = f"{entry.valid_from}…{until}"
            item.findings.append(finding(code, f"/{name}", given, term, dates=f" ({term})"))
