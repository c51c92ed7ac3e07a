"""A believable operator for the test contour. Company, people and numbers are invented; the check digits hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cabinet.contract.rights import Role
from cabinet.contract.states import Vertical
from cabinet.contract.tax_ids import edrpou_check_digit, rnokpp_check_digit
from cabinet.contract.testdata import (
    NewBrand,
    NewGame,
    NewLicence,
    NewOperator,
    NewPerson,
    NewSite,
    NewSource,
)

__all__ = ["PEOPLE", "SAMPLE_EDRPOU", "SAMPLE_NAME", "SamplePerson", "sample_operator"]

SAMPLE_EDRPOU = f"9041731{edrpou_check_digit('9041731')}"
SAMPLE_NAME = "ТОВ «Млинок Плюс»"
CASINO, BETTING, POKER = "ОК-2024-017", "БД-2024-009", "ПК-2026-004"
LATIN = {CASINO: "OK-2024-017", BETTING: "BD-2024-009", POKER: "PK-2026-004"}
"""Ids on the wire are Latin."""
CASINO_SOURCE, BETTING_SOURCE = "core-1", "bet-1"
SOURCE_NAMES = {CASINO_SOURCE: "Ігрова платформа", BETTING_SOURCE: "Ставки на спорт"}


@dataclass(frozen=True)
class SamplePerson:
    """Somebody of the sample company."""

    name: str
    rnokpp: str
    role: Role
    title: str


def _rnokpp(first_nine: str) -> str:
    return f"{first_nine}{rnokpp_check_digit(first_nine)}"


PEOPLE: tuple[SamplePerson, ...] = (
    SamplePerson("Ковальчук Олена Ігорівна", _rnokpp("314159265"), Role.HEAD, "Директор"),
    SamplePerson("Мельник Тарас Богданович", _rnokpp("271828182"), Role.COMPLIANCE, "Комплаєнс-офіцер"),
    SamplePerson("Гнатюк Ірина Василівна", _rnokpp("161803398"), Role.IT, "Інженерка"),
)


def sample_operator(now: datetime) -> NewOperator:
    """Return the operator: two licences in force, one waiting for its business day, three brands, two sources."""
    today = now.date()
    casino, betting, poker = LATIN[CASINO], LATIN[BETTING], LATIN[POKER]
    start = now - timedelta(days=294)
    return NewOperator(
        edrpou=SAMPLE_EDRPOU,
        name=SAMPLE_NAME,
        record_no="SOMS-TEST-000427",
        entered_at=start,
        head_since=date(2023, 4, 11),
        licences=[
            NewLicence(
                number=casino, kind=2, vertical=Vertical.ONLINE_CASINO, issued=_years(today, -3, 110),
                expires=_years(today, 2, 110), paid_years=3, fee_recorded_at=start - timedelta(hours=20),
            ),
            NewLicence(
                number=betting, kind=3, vertical=Vertical.BETTING, issued=_years(today, -3, 40),
                expires=_years(today, 2, 40), paid_years=3, fee_recorded_at=start - timedelta(hours=20),
            ),
            NewLicence(
                number=poker, kind=5, vertical=Vertical.ONLINE_POKER, issued=today, expires=_years(today, 5, 0),
                paid_years=1, fee_recorded_at=now - timedelta(hours=3), entered=False,
            ),
        ],
        brands=[
            NewBrand(brand_id="mlynok", name="Млинок"),
            NewBrand(brand_id="mlynok-bet", name="Млинок Бет"),
            NewBrand(brand_id="stavkohrai", name="Ставкограй"),
        ],
        sites=[
            _site("mlynok.ua", "site", "mlynok", casino, start),
            _site("stavkohrai.ua", "site", "stavkohrai", casino, now - timedelta(days=104)),
            _site("app.mlynok.ua", "app", "mlynok", casino, start),
            _site("bet.mlynok.ua", "site", "mlynok-bet", betting, start),
        ],
        sources=[
            NewSource(
                source_id=CASINO_SOURCE, name=SOURCE_NAMES[CASINO_SOURCE], brands=["mlynok", "stavkohrai"],
                sites=["mlynok.ua", "stavkohrai.ua", "app.mlynok.ua"],
            ),
            NewSource(
                source_id=BETTING_SOURCE, name=SOURCE_NAMES[BETTING_SOURCE], brands=["mlynok-bet"],
                sites=["bet.mlynok.ua"],
            ),
        ],
        games=[
            NewGame(code=code, name=name, licence_no=licence, valid_from=date(2024, 1, 1))
            for code, name, licence in (
                ("slot-fruits", "Фрукти", casino), ("slot-cossack", "Козак", casino),
                ("roulette-eu", "Рулетка європейська", casino), ("blackjack-1", "Блекджек", casino),
                ("football", "Футбол", betting), ("tennis", "Теніс", betting), ("esports", "Кіберспорт", betting),
            )
        ],
        people=[
            NewPerson(
                name=p.name, rnokpp=p.rnokpp, role=p.role,
                until=None if p.role is Role.HEAD else now + timedelta(days=180),
            )
            for p in PEOPLE
        ],
    )  # fmt: skip


def _site(site_id: str, kind: str, brand: str, licence: str, added: datetime) -> NewSite:
    return NewSite.model_validate(
        {
            "site_id": site_id,
            "name": site_id,
            "kind": kind,
            "brand_id": brand,
            "licence_no": licence,
            "added": added,
        }
    )


def _years(today: date, years: int, days: int) -> date:
    """Return a date so many years away, and some days on; 29 February becomes 1 March."""
    try:
        moved = today.replace(year=today.year + years)
    except ValueError:
        moved = date(today.year + years, 3, 1)
    return moved + timedelta(days=days)
