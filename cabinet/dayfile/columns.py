"""Which column of a platform's own table is which field: found by its name, or as it was remembered for the platform.

Files that are sent have the contract's names and no others (:mod:`cabinet.dayfile.csv_lines`); a table that is only
compared may have names of its own, and columns that mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.contract.fields import Object
from cabinet.contract.transaction import TRANSACTION_TABLE

__all__ = ["IGNORED", "READ_INTO", "find_columns", "read_column_pairs"]

IGNORED: Final = "\0"
"""What a column that means nothing is read into."""
_SAID: Final = {
    "operatorTxId": ("txid", "transactionid", "id", "ідтранзакції", "idтранзакції", "номертранзакції", "транзакція"),
    "type": ("operation", "operationtype", "txtype", "тип", "операція", "типоперації"),
    "occurredAt": ("eventtime", "time", "datetime", "timestamp", "час", "датачас", "датаічас"),
    "amountKop": ("kopecks", "amountkopecks", "сумакоп", "копійки"),
    "amountUah": ("amount", "sum", "сума", "сумагрн"),
    "licenceNo": ("licence", "license", "licenseno", "ліцензія"),
    "brandId": ("brand", "бренд"),
    "siteId": ("site", "domain", "сайт", "домен"),
    "gameId": ("game", "гра"),
    "roundId": ("round", "раунд"),
    "playerRef": ("player", "playerid", "гравець"),
    "relatedTxId": ("betid", "betref", "relatedid", "повязана", "повязанатранзакція"),
    "currency": ("валюта",),
    "settlementForm": ("settlement", "розрахунок", "формарозрахунку"),
}
"""How platforms call them, in small letters without what stands between words."""
_BETWEEN: Final = re.compile(r"[\W_]+")
_READ: Final = frozenset({
    "amountUah",
    *(field.name for field in TRANSACTION_TABLE if not isinstance(field.form, Object)),
    *(f"{field.name}.{inner.name}" for field in TRANSACTION_TABLE if isinstance(field.form, Object)
      for inner in field.form.fields),
})  # fmt: skip
READ_INTO: Final = tuple(sorted(_READ))
"""Everything that a column can be read into."""
_BY_WORD: Final = {_BETWEEN.sub("", name).lower(): name for name in sorted(_READ)} | {
    word: name for name, words in _SAID.items() for word in words
}
_ONE_VALUE: Final = {"amountUah": "amountKop"}


def find_columns(written: Sequence[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return, for each column as it is written, the field that it is read into; :data:`IGNORED` where none is found.

    A field is read from one column: from the one that ``known`` names, else from one with its very name, else from the
    first that is called so otherwise.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    ways = (
        (known or {}).get,
        lambda name: name if name in _READ else None,
        lambda name: _BY_WORD.get(_BETWEEN.sub("", name).lower()),
    )
    for way in ways:
        for name in written:
            field = way(name)
            if not name or name in found or field is None:
                continue
            value = _ONE_VALUE.get(field, field)
            if field == IGNORED or value not in taken:
                found[name] = field
                taken.add(value)
    return {name: found.get(name, IGNORED) for name in written if name}


def read_column_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``COLUMN=field`` as people type them; ``COLUMN=`` says that it means nothing.

    Raises:
        KnownError: ``RECONCILE_COLUMN`` for another form, or a field that no day file has.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, field = pair.rpartition("=")
        if not equals or not name or (field and field not in _READ):
            raise KnownError("RECONCILE_COLUMN", pair[:80], column=pair[:80], fields=", ".join(sorted(_READ)))
        found[name] = field or IGNORED
    return found
