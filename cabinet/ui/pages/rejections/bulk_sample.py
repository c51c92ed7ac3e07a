"""Lines of an act, each with what would change: the largest, the oldest, the newest, what fails, and some more."""

from __future__ import annotations

from cabinet.desks.bulk.plan import Item, State
from cabinet.ui.language import tr
from cabinet.ui.numbers import money, stamp_minute
from cabinet.ui.pages.rejections.correct.values import label_of, value_words
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.plain_label import plain

__all__ = ["sample_columns", "sample_row", "was_will"]


def sample_columns() -> list[Column]:
    """Return the columns."""
    return [
        Column(tr("Received at"), 108, fold=3),
        Column(tr("Transaction"), 104, middle=True),
        Column(tr("Was → will be"), 180, stretch=True),
        Column(tr("Amount, UAH"), 96, right=True, fold=2),
        Column(tr("Why it is here"), 150, fold=1),
    ]


def sample_row(item: Item, why: str) -> list[Cell]:
    """Return the cells of one line."""
    row = item.line.row
    failing = item.state in {State.WOULD_FAIL, State.REFUSED}
    role = "danger" if failing else "text"
    reason = finding_title(item.codes[0]) if failing and item.codes else _why(why)
    return [
        Cell(stamp_minute(row.received_at), role=role),
        Cell(plain(row.operator_tx_id or "—"), mono=True, role=role),
        Cell(was_will(item), role=role),
        Cell(money(row.amount_kop), role=role),
        Cell(reason, role=role if failing else "text2"),
    ]


def was_will(item: Item) -> str:
    """Return what changes in a line, in words; of an unchanged one its type."""
    changes = item.changes
    if not changes:
        return f"{transaction_type(item.line.row.type)} · {tr('unchanged')}"
    words = [f"{value_words(c.name, c.before)} → {value_words(c.name, c.after)}" for c in changes]
    if len(words) > 1:
        words = [f"{label_of(c.name)}: {said}" for c, said in zip(changes, words, strict=True)]
    return plain("; ".join(words))


def _why(why: str) -> str:
    return {
        "largest": tr("largest sum"), "oldest": tr("oldest"), "newest": tr("newest"), "failing": tr("would fail"),
        "random": tr("picked at random"),
    }[why]  # fmt: skip
