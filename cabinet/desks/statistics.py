"""The statistics desk: a period, a bucket, a slice, a metric, with an earlier period beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Right
from cabinet.contract.states import Bucket, Compared, Slice
from cabinet.desks.bar_causes import BarCauses, received_on
from cabinet.desks.office import Loader, Office
from cabinet.desks.statistics_buckets import closed_buckets, days_of, totals_by_bucket
from cabinet.desks.statistics_finding import Finding, Rule, find, with_cause
from cabinet.desks.statistics_metrics import Metric
from cabinet.desks.statistics_periods import MOST_DAYS, PRESETS, preset_days
from cabinet.desks.taxes import TaxesDesk

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.statistics import StatisticsAnswer

__all__ = ["LONGEST_DAYS", "Choice", "Statistics", "StatisticsDesk"]

_FIRST_PRESET: Final = "month"
_BESIDE_LASTS: Final = timedelta(seconds=30)
"""So long the record and the keys of the answer before stand beside other figures that a person chooses."""
LONGEST_DAYS: Final = max(MOST_DAYS.values())


@dataclass(frozen=True)
class Choice:
    """What is asked; ``preset`` is empty for a period of one's own. Days inclusive."""

    first: date
    last: date
    preset: str = _FIRST_PRESET
    bucket: Bucket = Bucket.DAY
    by: Slice = Slice.BRAND
    metric: Metric = Metric.ACCEPTED
    compared: Compared = Compared.WEEKDAYS

    @property
    def asked(self) -> Slice:
        """What is asked to be divided by: a metric that does not add up is of all together."""
        return self.by if self.metric.adds_up else Slice.NONE

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class _Beside:
    """What stands beside the figures, and when it was asked for."""

    record: OperatorRecord
    credentials: tuple[Credential, ...]
    at: datetime


@dataclass(frozen=True)
class Statistics:
    """The figures, the record that knows the names in them, an earlier period, what stands out, and keys."""

    answer: StatisticsAnswer
    record: OperatorRecord
    compared: Compared = Compared.WEEKDAYS
    finding: Finding | None = None
    credentials: tuple[Credential, ...] = ()
    beside_at: datetime | None = None
    """When record and keys were asked for."""


class StatisticsDesk(Loader[Statistics]):
    """``state.data`` is a :class:`Statistics`, ``choice`` what was asked.

    ``taxes`` are of the same period, ``causes`` of the bars that are chosen, ``found`` of what stands out.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.choice = self._first_choice()
        self.taxes = TaxesDesk(office, lambda: (self._moved().first, self._moved().last))
        self.causes = BarCauses(office)
        self.found = BarCauses(office)
        self._beside: _Beside | None = None

    @property
    def finding(self) -> Finding | None:
        """What stands out, with its cause as soon as that is known."""
        data = self.state.data
        finding = data.finding if data is not None else None
        if data is None or finding is None:
            return None
        causes, days = self.found.state.data, days_of(data.answer, finding.bucket, finding.bucket)
        return (
            with_cause(finding, causes) if causes is not None and self.found.wanted == received_on(*days) else finding
        )

    def choose_preset(self, name: str) -> None:
        """Choose a period by its name (:data:`PRESETS`), in the buckets that suit it."""
        first, last = preset_days(name, self.today())
        self._choose(replace(self.choice, first=first, last=last, preset=name, bucket=PRESETS[name]))

    def today(self) -> date:
        """Return today in Kyiv."""
        return kyiv_day(self.office.clock.now())

    def choose_period(self, first: date, last: date) -> None:
        """Choose a period of one's own, in the finest buckets that it may be shown in.

        Raises:
            KnownError: ``PERIOD_INVALID`` when it ends before it begins, or has more than :data:`LONGEST_DAYS`.
        """
        days = (last - first).days + 1
        if not 1 <= days <= LONGEST_DAYS:
            raise KnownError("PERIOD_INVALID", f"{first}..{last}")
        bucket = self.choice.bucket
        while days > MOST_DAYS[bucket]:
            bucket = Bucket.WEEK if bucket is Bucket.DAY else Bucket.DAY
        self._choose(replace(self.choice, first=first, last=last, preset="", bucket=bucket))

    def choose_bucket(self, bucket: Bucket) -> None:
        """Choose hours, days, weeks or months; the period keeps its end and gets as short as they need."""
        first = max(self.choice.first, self.choice.last - timedelta(days=MOST_DAYS[bucket] - 1))
        preset = self.choice.preset if first == self.choice.first else ""
        self._choose(replace(self.choice, bucket=bucket, first=first, preset=preset))

    def choose_slice(self, by: Slice) -> None:
        """Choose what to divide by."""
        if by is not self.choice.by:
            self._choose(replace(self.choice, by=by))

    def choose_metric(self, metric: Metric) -> None:
        """Choose what is shown; asked anew only where slices come or go."""
        before, self.choice = self.choice, replace(self.choice, metric=metric)
        if before.asked is not self.choice.asked:
            super().refresh()
        elif before != self.choice:
            self.changed.emit()

    def choose_compared(self, compared: Compared) -> None:
        """Choose which earlier period stands beside."""
        if compared is not self.choice.compared:
            self._choose(replace(self.choice, compared=compared))

    def refresh(self) -> None:
        """Ask for everything again, also for what is known of record and keys."""
        self._beside = None
        super().refresh()

    @property
    def sees_causes(self) -> bool:
        """Whether the person may see rejections."""
        return self.office.logged_in and Right.REJECTIONS_READ in self.office.session.person.rights

    def question(self) -> Callable[[], Statistics]:
        """Ask for the chosen figures."""
        session, choice = self.office.session, self._moved()
        sees_keys = Right.CREDENTIALS_READ in session.person.rights
        now, known = self.office.clock.now(), self._beside

        def ask() -> Statistics:
            from cabinet.perimeter.credentials import CredentialsClient
            from cabinet.perimeter.registry import RegistryClient
            from cabinet.perimeter.statistics import StatisticsClient

            answer = StatisticsClient(session).read(
                choice.first, choice.last, choice.bucket, choice.asked, previous=choice.compared
            )
            finding = find(totals_by_bucket(answer), closed_buckets(answer), answer.bucket)
            beside = known
            if beside is None or now - beside.at >= _BESIDE_LASTS:
                keys = CredentialsClient(session).list().items if sees_keys else []
                beside = _Beside(RegistryClient(session).operator(), tuple(keys), now)
            return Statistics(answer, beside.record, choice.compared, finding, beside.credentials, beside.at)

        return ask

    def _moved(self) -> Choice:
        """Let a period that has a name follow the calendar past midnight."""
        if self.choice.preset:
            first, last = preset_days(self.choice.preset, self.today())
            if last != self.choice.last:
                self.choice = replace(self.choice, first=first, last=last)
        return self.choice

    def _arrived(self, data: Statistics) -> None:
        """Keep what stands beside; let what belongs to them follow, once they are painted."""
        if data.beside_at is not None:
            self._beside = _Beside(data.record, data.credentials, data.beside_at)
        super()._arrived(data)
        QTimer.singleShot(0, self._follow)

    @Slot()
    def _follow(self) -> None:
        """Ask for taxes and for the causes of what stands out: of rejections, in days that are whole."""
        data = self.state.data
        self.taxes.follow()
        if data is None:
            return
        finding = data.finding
        whole = data.answer.bucket is not Bucket.HOUR
        if finding is not None and finding.rule is Rule.REJECTED_MORE and whole and self.sees_causes:
            self.found.choose(*days_of(data.answer, finding.bucket, finding.bucket))
        elif self.found.wanted is not None:
            self.found.forget()

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        super().refresh()

    def _first_choice(self) -> Choice:
        first, last = preset_days(_FIRST_PRESET, self.today())
        return Choice(first, last)

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Nor does what one person looked for wait for the next."""
        self.choice, self._beside = self._first_choice(), None
        super().drop(code)
