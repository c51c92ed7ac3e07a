"""What happened meanwhile, as marks over the chart: in the record, to sources, to signing keys, to rates of taxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cabinet.contract.moment import day_bounds
from cabinet.contract.states import KeyPurpose
from cabinet.ui.language import tr
from cabinet.ui.texts.registry import event, missing
from cabinet.ui.texts.taxes import rate_change
from cabinet.ui.widgets.bar_chart import Mark
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.statistics import StatisticsAnswer
    from cabinet.contract.taxes import RateUsed

__all__ = ["marks_of"]


def marks_of(
    answer: StatisticsAnswer,
    record: OperatorRecord,
    credentials: Sequence[Credential],
    rates: Sequence[RateUsed] = (),
) -> list[Mark]:
    """Return one mark a bucket in which something happened, from the left; nothing that is yet to come.

    ``rates`` are those in force some time within the period. When a limit of ``GET /limits`` changed is told nowhere.
    """
    starts = [*answer.buckets, day_bounds(answer.last)[1]]
    by_bucket: dict[int, list[tuple[datetime, str]]] = {}
    for at, words in sorted([*_of_record(record), *_of_keys(credentials), *_of_rates(rates)]):
        if starts[0] <= at < starts[-1] and at <= answer.as_of:
            bucket = max(number for number, start in enumerate(starts) if start <= at)
            by_bucket.setdefault(bucket, []).append((at, words))
    return [
        Mark(bucket + (told[0][0] - starts[bucket]) / (starts[bucket + 1] - starts[bucket]), [one for _, one in told])
        for bucket, told in sorted(by_bucket.items())
    ]


def _of_record(record: OperatorRecord) -> list[tuple[datetime, str]]:
    """Return what changed in the registry, and when it was noticed that something of a source is missing."""
    found = [(of.at, plain(event(of.kind, of.subject))) for of in record.timeline if of.done]
    return found + [
        (gap.since, plain(f"{source.name}: {missing([gap])}")) for source in record.sources for gap in source.gaps
    ]


def _of_rates(rates: Sequence[RateUsed]) -> list[tuple[datetime, str]]:
    """Return when one rate took another's place: the first that the table knows took nobody's."""
    followed = {(rate.tax, rate.vertical, rate.until + timedelta(days=1)) for rate in rates if rate.until is not None}
    return [
        (day_bounds(rate.first)[0], plain(rate_change(rate)))
        for rate in rates
        if (rate.tax, rate.vertical, rate.first) in followed
    ]


def _of_keys(credentials: Sequence[Credential]) -> list[tuple[datetime, str]]:
    """Return when a signing key took another's place; transport certificates renew themselves."""
    found = []
    for credential in credentials:
        signing = [key for key in credential.keys if key.purpose is KeyPurpose.SIGNING]
        keys = sorted(signing, key=lambda key: key.created_at)
        found += [
            (key.activated_at, plain(tr("Key replaced, {source}").format(source=credential.source_id)))
            for key in keys[1:]
            if key.activated_at is not None
        ]
    return found
