"""The one way into the rules: exact bytes and facts in, all findings out (not just the first)."""

from __future__ import annotations

from cabinet.contract.fields import Kopecks, Moment
from cabinet.contract.findings import Finding
from cabinet.contract.json_names import repeated_pointers
from cabinet.contract.limits import MAX_ITEM_BYTES
from cabinet.contract.moment import parse_moment
from cabinet.contract.money import COUNTED_KOP
from cabinet.contract.transaction import OCCURRED_AT, TRANSACTION_TABLE
from cabinet.rules.amounts import amount
from cabinet.rules.facts import Facts
from cabinet.rules.finding import finding
from cabinet.rules.honest import faultless
from cabinet.rules.integrity import identity_and_corrections, reverses
from cabinet.rules.item import Examined, Item, ItemFields
from cabinet.rules.personal import mask, masked_pointer, scan, scan_raw
from cabinet.rules.references import reference, without_waiting
from cabinet.rules.registry import registry
from cabinet.rules.structure import parse, repeated, structure
from cabinet.rules.times import moment

__all__ = ["examine"]

_BY_NAME = {field.name: field for field in TRANSACTION_TABLE}
_SUMS = tuple(field for field in TRANSACTION_TABLE if isinstance(field.form, Kopecks))
_OTHER_MOMENTS = tuple(f for f in TRANSACTION_TABLE if isinstance(f.form, Moment) and f is not OCCURRED_AT)


def examine(raw: bytes, facts: Facts) -> Examined:
    """Judge one transaction's exact bytes.

    Pure but for the questions it asks of ``facts``. A payload with personal data comes back with ``personal`` set
    and a ``masked`` copy; no finding then carries the value itself.
    """
    parsed = parse(raw) if len(raw) <= MAX_ITEM_BYTES else finding("ST-204", "", len(raw), f"≤ {MAX_ITEM_BYTES}")
    if isinstance(parsed, Finding):
        detector = scan_raw(raw)
        if detector is None:
            return Examined(raw, None, (parsed,), ItemFields())
        personal = finding("ST-208", "", "•••", "—", detector=detector)
        return Examined(raw, None, (parsed, personal), ItemFields(), personal=True, masked=b"")
    item = Item(raw, parsed)
    twice = repeated_pointers(parsed)
    quick = not twice and faultless(raw, facts.limits.max_amount_kop)
    if quick:
        item.good.update(parsed)
        item.good.discard("occurredAt")
    else:
        structure(item)
        amount(item, facts)
    moment(item, facts)
    # What goes the quick way has no text that a person wrote, unless in place of its moment.
    hits = scan(item.value, item.good) if not quick or item.occurred_at is None else []
    reversal = reverses(item)
    if not reversal:
        registry(item, facts)
    identity_and_corrections(item, facts)
    # A reversal repeats what was found good once; what has become of licence, place and bet since is no fault of it.
    if not reversal:
        reference(item, facts)
    fields = _fields(item)
    if twice:
        # What the rules say of such a value is only that it cannot be told.
        item.findings = repeated(twice) + [f for f in item.findings if f.pointer not in twice]
    if not hits:
        return Examined(raw, item.value, without_waiting(item.findings), fields, item.late)
    pointers = [pointer for pointer, _ in hits]
    kept = [f for f in item.findings if f.pointer not in pointers and masked_pointer(f.pointer) == f.pointer]
    kept += [finding("ST-208", masked_pointer(pointer), "•••", "—", detector=detector) for pointer, detector in hits]
    return Examined(raw, item.value, without_waiting(kept), fields, item.late, personal=True,
                    masked=mask(item.value, pointers))  # fmt: skip


def _fields(item: Item) -> ItemFields:
    value, good = item.value, item.good
    known = value if len(good) == len(value) else {name: value[name] for name in good if name in value}
    fields = ItemFields(zip(map(_BY_NAME.__getitem__, known), known.values(), strict=True))
    for field in _SUMS:
        # One beyond all sense is told by its finding and counted nowhere.
        if fields.get(field, 0) > COUNTED_KOP:
            del fields[field]
    if item.occurred_at is not None:
        fields[OCCURRED_AT] = item.occurred_at
    for moment_field in _OTHER_MOMENTS:
        if moment_field in fields:
            fields[moment_field] = parse_moment(known[moment_field.name])
    return fields
