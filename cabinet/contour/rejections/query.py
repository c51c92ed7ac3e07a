"""From a filter to a condition over the index of rejections. Values are always bound, never written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from cabinet.contour.ledger.store import Rows
from cabinet.contour.rejections.any_of import any_of
from cabinet.contour.rejections.due import overdue, when_due
from cabinet.contour.rejections.id_lists import known_list
from cabinet.contract.filter import Filter, Listed
from cabinet.contract.filter_words import ME, NOBODY, NOTHING
from cabinet.contract.moment import day_bounds, epoch_micros, kyiv_day

__all__ = ["Asked", "ask"]

_COLUMNS = {
    "sources": "r.source", "licences": "r.licence_no", "brands": "r.brand_id", "sites": "r.site_id",
    "types": "r.type", "txs": "r.operator_tx_id", "groups": "r.grp",
}  # fmt: skip
_STATES = {
    Listed.OPEN: "r.state = 'open'",
    Listed.NEW: "(r.state = 'open' AND r.case_state = 'new')",
    Listed.IN_WORK: "(r.state = 'open' AND r.case_state = 'in-work')",
    Listed.WAITING_IT: "(r.state = 'open' AND r.case_state = 'waiting-it')",
    Listed.READY: "(r.state = 'open' AND r.seq IN "
    "(SELECT seq FROM rejections WHERE edrpou = :edrpou AND root_accepted = 1))",
    Listed.JUSTIFIED: "r.state = 'justified'",
    Listed.CORRECTED: "r.state = 'corrected'",
    Listed.SUPERSEDED: "r.state = 'superseded'",
    Listed.HELD: "r.state = 'held'",
}
_REJECTED = "r.state <> 'held'"
"""What is listed where no state is asked for."""
_OTHERS_INDEXED = re.compile(r"\br\.(?:state|grp|seq|operator_tx_id|received_at)\b")
_PLAIN = {(), (Listed.OPEN,)}
_FIRST, _LAST = date(1970, 1, 2), date(9999, 12, 30)


@dataclass(frozen=True)
class Asked:
    """A condition over ``rejections r``, its values, and whether block counts can answer how many there are.

    ``source`` is what to read ``r`` from: the same rows as from ``rejections``, but beginning with a list of ids where
    one is asked, for engines would read every row of the company and look each up in the list. ``groups`` are the
    causes it is narrowed to (None for all), ``by_name`` tells whether codes or causes name them.
    """

    where: str
    values: dict[str, object]
    counted: bool
    only_open: bool
    groups: tuple[str, ...] | None = None
    by_name: bool = False
    source: str = "rejections"

    @property
    def where_by_order(self) -> str:
        """The same condition, for reading in another column's order.

        Where it names columns of other indexes, SQLite would read all that those find and sort it; a unary plus keeps a
        column from them (https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_).
        """
        return _OTHERS_INDEXED.sub(r"+\g<0>", self.where)


def ask(rows: Rows, edrpou: str, wanted: Filter, me: str | None, now: datetime) -> Asked:
    """Return the condition of a filter; ``me`` is the name of the person who asks.

    Raises:
        KnownError: ``ID_LIST_GONE``.
    """
    bound: dict[str, object] = {"edrpou": edrpou}
    parts = ["r.edrpou = :edrpou"]
    groups = _groups(rows, edrpou, wanted)
    counted = wanted.states in _PLAIN and _only_by_cause(wanted)
    if wanted.states:
        named = [overdue(bound, now) if s is Listed.OVERDUE else _STATES[s] for s in dict.fromkeys(wanted.states)]
        parts.append(f"({' OR '.join(named)})")
    else:
        parts.append(_REJECTED)
    if groups is not None:
        parts.append(any_of("r.grp", "grp", groups, bound))
    for attribute, column in _COLUMNS.items():
        given = getattr(wanted, attribute)
        if given and attribute not in {"groups", "sources"}:
            parts.append(any_of(column, attribute, given, bound))
    source = "rejections"
    if wanted.lists:
        for list_id in wanted.lists:
            known_list(rows, edrpou, list_id, now)
        listed = _listed(wanted.lists, bound)
        parts.append(f"r.seq IN {listed}")
        source = f"(SELECT n.* FROM {listed} l CROSS JOIN rejections n WHERE n.edrpou = :edrpou AND n.seq = l.seq)"
    if wanted.roots:
        parts.append(_hanging("root_tx", "roots", wanted.roots, bound))
    if wanted.follows:
        parts.append(_follows(wanted.follows, bound))
    if wanted.assignees:
        parts.append(_assignees(wanted.assignees, me, bound))
    if wanted.dues:
        parts.append(when_due(wanted.dues, bound, now))
    if wanted.span is not None:
        span = wanted.span
        signs = ((span.low, ">" if span.above else ">=", "least"), (span.high, "<" if span.below else "<=", "most"))
        for bound_value, sign, name in signs:
            if bound_value is not None:
                parts.append(f"r.amount_kop {sign} :{name}")
                bound[name] = bound_value
    if wanted.period is not None:
        first, last = wanted.period.bounds(kyiv_day(now))
        parts.append("r.received_at >= :first AND r.received_at < :end")
        bound["first"] = epoch_micros(day_bounds(max(first, _FIRST))[0])
        bound["end"] = epoch_micros(day_bounds(min(last, _LAST))[1])
    by_name = bool(wanted.codes or wanted.groups)
    return Asked(" AND ".join(parts), bound, counted, wanted.states == (Listed.OPEN,), groups, by_name, source)


def _only_by_cause(wanted: Filter) -> bool:
    """Tell whether nothing but cause and state is asked."""
    return (
        Filter(
            states=wanted.states, codes=wanted.codes, fields=wanted.fields, groups=wanted.groups, sources=wanted.sources
        )
        == wanted
    )


def _groups(rows: Rows, edrpou: str, wanted: Filter) -> tuple[str, ...] | None:
    """Return the causes that code, field, source and group name together; None when none of them is asked."""
    if not (wanted.codes or wanted.fields or wanted.groups or wanted.sources):
        return None
    fields = {f if f.startswith("/") else f"/{f}" for f in wanted.fields}
    found = rows.all("SELECT grp, code, pointer, source FROM rejection_groups WHERE edrpou = :edrpou", edrpou=edrpou)
    return tuple(
        row["grp"]
        for row in found
        if (not wanted.codes or row["code"] in wanted.codes)
        and (not fields or row["pointer"] in fields)
        and (not wanted.sources or row["source"] in wanted.sources)
        and (not wanted.groups or row["grp"] in wanted.groups)
    )


def _follows(given: tuple[str, ...], bound: dict[str, object]) -> str:
    causes = tuple(grp for grp in given if grp != NOTHING)
    parts = ["r.state <> 'open' OR r.root_grp IS NULL"] if NOTHING in given else []
    if causes:
        parts.append("r.state = 'open' AND " + _hanging("root_grp", "follows", causes, bound))
    return "(" + " OR ".join(parts) + ")"


def _hanging(column: str, name: str, given: tuple[str, ...], bound: dict[str, object]) -> str:
    """By numbers, which an index holds: few rows hang on one transaction, and all of them need not be read."""
    return f"r.seq IN (SELECT seq FROM rejections WHERE edrpou = :edrpou AND {any_of(column, name, given, bound)})"


def _listed(given: tuple[str, ...], bound: dict[str, object]) -> str:
    """Return a query of the numbers of what lists name: each id is looked up, in the indexes of both kinds of ids.

    ``CROSS JOIN`` keeps that order in SQLite (https://www.sqlite.org/optoverview.html#manual_control_of_query_plans).
    """
    names = any_of("i.list_id", "list", given, bound)
    found = "SELECT n.seq AS seq FROM listed_ids i CROSS JOIN rejections n WHERE n.edrpou = :edrpou AND"
    return f"({found} n.operator_tx_id = i.id AND {names} UNION {found} n.attempt_id = i.id AND {names})"


def _assignees(given: tuple[str, ...], me: str | None, bound: dict[str, object]) -> str:
    named = tuple(me or "" if a == ME else a for a in given if a != NOBODY)
    parts = ["r.assignee IS NULL"] if NOBODY in given else []
    if named:
        parts.append(any_of("r.assignee", "assignee", named, bound))
    return "(" + " OR ".join(parts) + ")"
