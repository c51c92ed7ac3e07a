"""Lists of ids that filters name: kept in the ledger's store, so that any process and the next start know them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.ledger.store import Rows
from cabinet.contract.errors import KnownError
from cabinet.contract.id_lists import LIST_KEPT, MOST_LISTS, IdList, IdListAsked
from cabinet.contract.moment import epoch_micros, from_micros

__all__ = ["keep_list", "known_list"]


def keep_list(rows: Rows, reader: PersonHere | Machine, asked: IdListAsked, now: datetime) -> IdList:
    """Keep a list, named by what is in it; one that was posted before is kept from now on.

    Lists whose time is over go, and the oldest of whoever has more than :data:`MOST_LISTS`.
    """
    ids = list(dict.fromkeys(asked.ids))
    list_id = hashlib.sha256("\0".join([reader.edrpou, *sorted(ids)]).encode()).hexdigest()[:32]
    owner = f"{reader.edrpou}/{reader.rnokpp if isinstance(reader, PersonHere) else reader.source_id}"
    fresh = rows.one("SELECT list_id FROM id_lists WHERE list_id = :list", list=list_id) is None
    rows.run(
        "INSERT INTO id_lists (list_id, edrpou, owner, posted_at) VALUES (:list, :edrpou, :owner, :at) "
        "ON CONFLICT (list_id) DO UPDATE SET owner = excluded.owner, posted_at = excluded.posted_at",
        list=list_id, edrpou=reader.edrpou, owner=owner, at=epoch_micros(now),
    )  # fmt: skip
    if fresh:
        rows.insert("listed_ids", ("list_id", "id"), [(list_id, id_) for id_ in sorted(ids)])
    _drop_old(rows, owner, now)
    found = _found(rows, reader.edrpou, list_id)
    return IdList(
        list_id=list_id, given=len(ids), found=len(found), missing=[id_ for id_ in ids if id_ not in found],
        expires_at=from_micros(epoch_micros(now + LIST_KEPT)),
    )  # fmt: skip


def known_list(rows: Rows, edrpou: str, list_id: str, now: datetime) -> None:
    """Make sure that a list of this company is there.

    Raises:
        KnownError: ``ID_LIST_GONE``, for a list of another company too.
    """
    found = rows.one(
        "SELECT list_id FROM id_lists WHERE list_id = :list AND edrpou = :edrpou AND posted_at > :since",
        list=list_id, edrpou=edrpou, since=epoch_micros(now - LIST_KEPT),
    )  # fmt: skip
    if found is None:
        raise KnownError("ID_LIST_GONE")


def _drop_old(rows: Rows, owner: str, now: datetime) -> None:
    old = rows.all("SELECT list_id FROM id_lists WHERE posted_at <= :since", since=epoch_micros(now - LIST_KEPT))
    own = rows.all("SELECT list_id FROM id_lists WHERE owner = :owner ORDER BY posted_at DESC, list_id", owner=owner)
    for row in (*old, *own[MOST_LISTS:]):
        rows.run("DELETE FROM listed_ids WHERE list_id = :list", list=row["list_id"])
        rows.run("DELETE FROM id_lists WHERE list_id = :list", list=row["list_id"])


def _found(rows: Rows, edrpou: str, list_id: str) -> set[str]:
    """Return those of a list's ids that were ever rejected."""
    found = rows.tuples(
        "SELECT i.id FROM listed_ids i WHERE i.list_id = :list AND (EXISTS (SELECT 1 FROM rejections n WHERE "
        "n.edrpou = :edrpou AND n.operator_tx_id = i.id) OR EXISTS (SELECT 1 FROM rejections n WHERE "
        "n.attempt_id = i.id AND n.edrpou = :edrpou))",
        list=list_id, edrpou=edrpou,
    )  # fmt: skip
    return {id_ for (id_,) in found}
