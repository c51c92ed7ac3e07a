"""The words of the filter: its keys and its fixed values, in English (canonical) and Ukrainian."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["KEY_WORDS", "ME", "NOBODY", "VALUE_WORDS", "FilterKey"]


class FilterKey(StrEnum):
    """What a filter may narrow, in the order in which it is written."""

    STATE = "state"
    CODE = "code"
    FIELD = "field"
    SOURCE = "source"
    LICENCE = "licence"
    BRAND = "brand"
    SITE = "site"
    TYPE = "type"
    SUM = "sum"
    PERIOD = "period"
    ASSIGNEE = "assignee"
    GROUP = "group"
    TX = "tx"


ME, NOBODY = "me", "nobody"
"""Assignees without a name: who asks, and none."""

KEY_WORDS: dict[FilterKey, dict[str, str]] = {
    FilterKey.STATE: {"en": "state", "uk": "стан"},
    FilterKey.CODE: {"en": "code", "uk": "код"},
    FilterKey.FIELD: {"en": "field", "uk": "поле"},
    FilterKey.SOURCE: {"en": "source", "uk": "джерело"},
    FilterKey.LICENCE: {"en": "licence", "uk": "ліцензія"},
    FilterKey.BRAND: {"en": "brand", "uk": "бренд"},
    FilterKey.SITE: {"en": "site", "uk": "сайт"},
    FilterKey.TYPE: {"en": "type", "uk": "тип"},
    FilterKey.SUM: {"en": "sum", "uk": "сума"},
    FilterKey.PERIOD: {"en": "period", "uk": "період"},
    FilterKey.ASSIGNEE: {"en": "assignee", "uk": "виконавець"},
    FilterKey.GROUP: {"en": "group", "uk": "група"},
    FilterKey.TX: {"en": "tx", "uk": "транзакція"},
}

VALUE_WORDS: dict[FilterKey, dict[str, dict[str, str]]] = {
    FilterKey.STATE: {
        "open": {"en": "open", "uk": "відкрите"},
        "new": {"en": "new", "uk": "нове"},
        "in-work": {"en": "in-work", "uk": "у-роботі"},
        "waiting-it": {"en": "waiting-it", "uk": "чекає-ІТ"},
        "justified": {"en": "justified", "uk": "обґрунтоване"},
        "corrected": {"en": "corrected", "uk": "виправлене"},
        "superseded": {"en": "superseded", "uk": "замінене"},
    },
    FilterKey.TYPE: {
        "BET": {"en": "bet", "uk": "ставка"},
        "REFUND": {"en": "refund", "uk": "повернення"},
        "PAYOUT": {"en": "payout", "uk": "виплата"},
    },
    FilterKey.ASSIGNEE: {
        ME: {"en": "me", "uk": "я"},
        NOBODY: {"en": "nobody", "uk": "ніхто"},
    },
}
"""Values that are words; every other key takes codes, ids and names as they are."""
