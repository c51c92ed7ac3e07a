"""The words of the filter: its keys and its fixed values, in English (canonical) and Ukrainian."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["EXAMPLES", "KEY_WORDS", "ME", "NEAR_WORDS", "NOBODY", "NOTHING", "VALUE_WORDS", "Due", "FilterKey", "latin"]


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
    DUE = "due"
    GROUP = "group"
    FOLLOWS = "follows"
    ROOT = "root"
    TX = "tx"
    LIST = "list"


class Due(StrEnum):
    """When an open rejection is to be dealt with: before now, or on which Kyiv day."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"


ME, NOBODY = "me", "nobody"
"""Assignees without a name: who asks, and none."""
NOTHING = "nothing"
"""What follows no cause but its own."""

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
    FilterKey.DUE: {"en": "due", "uk": "строк"},
    FilterKey.GROUP: {"en": "group", "uk": "група"},
    FilterKey.FOLLOWS: {"en": "follows", "uk": "похідні"},
    FilterKey.ROOT: {"en": "root", "uk": "корінь"},
    FilterKey.TX: {"en": "tx", "uk": "транзакція"},
    FilterKey.LIST: {"en": "list", "uk": "список"},
}

NEAR_WORDS: dict[FilterKey, tuple[str, ...]] = {
    FilterKey.STATE: ("status", "статус"),
    FilterKey.CODE: ("error", "rule", "reason", "помилка", "правило", "причина"),
    FilterKey.SOURCE: ("sender", "platform", "key", "платформа", "ключ"),
    FilterKey.LICENCE: ("license", "дозвіл"),
    FilterKey.SITE: ("domain", "url", "домен", "адреса"),
    FilterKey.TYPE: ("kind", "вид"),
    FilterKey.SUM: ("amount", "money", "uah", "гроші", "грн", "гривні"),
    FilterKey.PERIOD: ("date", "day", "time", "received", "дата", "день", "час", "надійшло"),
    FilterKey.ASSIGNEE: ("owner", "who", "person", "хто", "відповідальний", "особа"),
    FilterKey.DUE: ("deadline", "until", "термін", "дедлайн"),
    FilterKey.GROUP: ("cause",),
    FilterKey.FOLLOWS: ("consequences", "наслідки"),
    FilterKey.ROOT: ("parent", "bet", "першопричина"),
    FilterKey.TX: ("transaction", "id", "number", "номер", "ід"),
    FilterKey.LIST: ("ids", "selection"),
}
"""What people write for a key that has another name: never taken, but answered with the key's own."""

EXAMPLES: dict[FilterKey, str] = {
    FilterKey.CODE: "AM-404",
    FilterKey.FIELD: "amountKop",
    FilterKey.SOURCE: "core-1",
    FilterKey.LICENCE: "OK-2024-017",
    FilterKey.BRAND: "mlynok",
    FilterKey.SITE: "mlynok.ua",
    FilterKey.GROUP: "00112233aabbccdd",
    FilterKey.ROOT: "2611270000-000309-B",
    FilterKey.TX: "2611270000-000309-B",
    FilterKey.LIST: "00112233445566778899aabbccddeeff",
}
"""What a value of a key looks like, for whoever wrote something that is none."""

_LOOK_ALIKES = str.maketrans("АВЕІКМНОРСТУХЅЈаеіорсухѕј\u2010\u2011\u2212", "ABEIKMHOPCTYXSJaeiopcyxsj---")


def latin(word: str) -> str:
    """Return a word with Cyrillic letters that look like Latin ones read as those, and any hyphen as the common one."""
    return word.translate(_LOOK_ALIKES)


VALUE_WORDS: dict[FilterKey, dict[str, dict[str, str]]] = {
    FilterKey.STATE: {
        "open": {"en": "open", "uk": "відкрите"},
        "new": {"en": "new", "uk": "нове"},
        "in-work": {"en": "in-work", "uk": "у-роботі"},
        "waiting-it": {"en": "waiting-it", "uk": "чекає-ІТ"},
        "ready": {"en": "ready", "uk": "можна-повторити"},
        "overdue": {"en": "overdue", "uk": "прострочене"},
        "justified": {"en": "justified", "uk": "обґрунтоване"},
        "corrected": {"en": "corrected", "uk": "виправлене"},
        "superseded": {"en": "superseded", "uk": "замінене"},
        "held": {"en": "held", "uk": "затримані"},
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
    FilterKey.DUE: {
        "overdue": {"en": "overdue", "uk": "минув"},
        "today": {"en": "today", "uk": "сьогодні"},
        "tomorrow": {"en": "tomorrow", "uk": "завтра"},
        "later": {"en": "later", "uk": "пізніше"},
    },
    FilterKey.FOLLOWS: {
        NOTHING: {"en": "nothing", "uk": "нічого"},
    },
}
"""Values that are words; every other key, and these keys beside, take codes, ids and names as they are."""
