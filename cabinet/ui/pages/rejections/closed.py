"""What came instead of a rejection that stands no more: who, when, which fields were changed, under which ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.rights import Role
from cabinet.contract.states import RejectionState
from cabinet.desks.correction_draft import changes_between
from cabinet.desks.corrections import read_payload
from cabinet.ui.fonts import mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, stamp
from cabinet.ui.pages.rejections.correct.values import label_of, value_words
from cabinet.ui.texts.people import role
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from typing import Any

    from cabinet.contract.rejections import Closing, RejectionCard

__all__ = ["closed_cells", "closed_facts", "who_closed"]

Cells = tuple[tuple[str, str, str], ...]


def closed_cells(card: RejectionCard, closing: Closing) -> Cells:
    """Return who closed it and when, where from, and how much."""
    corrected = card.row.state is RejectionState.CORRECTED
    done = tr("Corrected by") if corrected else tr("Sent again by")
    return (
        (done, who_closed(closing), stamp(closing.received_at)),
        (tr("Source"), plain(card.row.source), plain(card.row.licence_no or "—")),
        (tr("Sum"), f"{money(card.row.amount_kop)} {tr('UAH')}", tr("accepted") if corrected else tr("rejected again")),
    )


def who_closed(closing: Closing) -> str:
    """Return the person with their role in words, or the platform's source."""
    if closing.by is None:
        return tr("Platform {source}").format(source=plain(closing.source))
    name, _, known = closing.by.rpartition(", ")
    return f"{plain(name)} · {role(known)}" if name and known in set(Role) else plain(closing.by)


def closed_facts(card: RejectionCard, closing: Closing, before: dict[str, Any] | None) -> FactsBox:
    """Return every changed field, before → after, and the ids of what came instead."""
    box = FactsBox(framed=False)
    after = read_payload(closing)
    if before is None or after is None or card.withheld or closing.withheld:
        box.add(tr("Changed"), tr("cannot be shown: the data are withheld or unreadable"))
    else:
        changes = changes_between(before, after)
        for change in changes:
            was, now = value_words(change.name, change.before), value_words(change.name, change.after)
            box.add(label_of(change.name), f"{was} → {now}", mono(12, 500))
        if not changes:
            box.add(tr("Changed"), tr("nothing: sent again as it was"))
    box.add(tr("Receipt"), tr("entry {number} of the log").format(number=count(closing.seq)), mono(12, 500))
    if closing.soms_tx_id is not None:
        box.add_id(tr("Id in the perimeter"), closing.soms_tx_id)
    box.add_id(tr("Attempt"), closing.attempt_id)
    return box
