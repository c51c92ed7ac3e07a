"""The overview: the record's status, today's figures, what needs somebody, the hours, keys and the checkpoint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.moment import KYIV
from cabinet.contract.states import CredentialState, KeyPurpose, LicenceState
from cabinet.desks.overview import OverviewDesk
from cabinet.ui.dialogs.report_part import ReportPart
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, day_long, minute, moment, money, percent, signed_money, span, weekday
from cabinet.ui.numbers import left as time_left
from cabinet.ui.pages.overview.checkpoint_card import CheckpointCard
from cabinet.ui.pages.overview.kpi import Kpi
from cabinet.ui.pages.overview.task_row import TaskRow
from cabinet.ui.pages.page import Page
from cabinet.ui.texts.due import due_left
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.texts.ggr import ggr_terms, rejected_money
from cabinet.ui.texts.registry import missing, operator_chip
from cabinet.ui.texts.rejections import folded
from cabinet.ui.widgets.bar_chart import BarChart, Bars
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.plain_label import PlainLabel, plain
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.rejections import RejectionGroup
    from cabinet.contract.statistics import StatisticsAnswer
    from cabinet.desks.overview import Overview

__all__ = ["OverviewPage"]

_LEADS = {"rejected": "rejections", "pending": "rejections " + Filter(states=(Listed.HELD,)).text()}
"""Pages that figures lead to, by their keys; the others lead to statistics."""
_HOURS = 24
_SOON = timedelta(days=30)
_TASKS = 4
_GAPS_SHOWN = timedelta(days=7)
"""A gap that nobody fills is no task for ever; the registry page goes on showing it."""


class OverviewPage(Page):
    """Every part leads to its page."""

    def __init__(self, desk: OverviewDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self._narrow = False
        self.report = ReportPart(self)
        self._build_strip()
        self._build_kpis()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        right.setSpacing(12)
        self._tasks = Card(tr("Needs attention"), padding=0)
        self.tasks_meta = self._tasks.meta
        self._tasks.body.setContentsMargins(0, 0, 0, 2)
        self._tasks.body.setSpacing(0)
        self._task_rows: list[TaskRow] = []
        left.addWidget(self._tasks)
        self._hours = Card(tr("Accepted by hours"), tr("transactions, Kyiv time"), line=False)
        self._chart = BarChart(tr("Accepted by hours"))
        self._chart.setMinimumHeight(230)
        self._hours.body.setContentsMargins(15, 0, 15, 12)
        self._hours.body.addWidget(self._chart)
        left.addWidget(self._hours, 1)
        self.checkpoint = CheckpointCard()
        self.checkpoint.toasted.connect(self.toasted)
        self.checkpoint.proofs.clicked.connect(self._leave)
        right.addWidget(self.checkpoint)
        self._build_keys(right)
        right.addStretch(1)
        self._columns.addLayout(left, 2)
        self._columns.addLayout(right, 1)
        self.content.addLayout(self._columns, 1)
        desk.changed.connect(self._show)
        self._show()

    def _build_strip(self) -> None:
        card = Card(padding=0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        self._status = Chip()
        self._record = PlainLabel("", font(13, 600))
        self._licences = PlainLabel("", font(), "text2")
        self._licences.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._to_registry = Button(tr("Registry"), Kind.QUIET, "chevron-right", small=True, trailing=True)
        self._to_registry.setObjectName("registry")
        self._to_registry.clicked.connect(self._leave)
        row.addWidget(self._status)
        row.addWidget(self._record)
        row.addWidget(self._licences, 1)
        row.addWidget(self._to_registry)
        card.body.addLayout(row)
        card.setFixedHeight(48)
        self.content.addWidget(card)

    def _build_kpis(self) -> None:
        card = Card(padding=1)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        self.kpis = {
            "accepted": Kpi(tr("Accepted"), "circle-check", "success"),
            "rejected": Kpi(tr("Rejected"), "octagon-x", "danger"),
            "pending": Kpi(tr("Pending"), "loader", "info"),
            "late": Kpi(tr("Late"), "timer", "warning"),
            "ggr": Kpi(tr("GGR accepted"), "coins", "neutral"),
        }
        for key, kpi in self.kpis.items():
            kpi.setObjectName(_LEADS.get(key, "statistics"))
            kpi.clicked.connect(self._leave)
        self._place_kpis()
        card.body.addLayout(self._grid)
        self.content.addWidget(card)

    def _place_kpis(self) -> None:
        columns = 3 if self._narrow else 5
        for index, kpi in enumerate(self.kpis.values()):
            row, column = divmod(index, columns)
            kpi.first, kpi.upper = column == 0, self._narrow and row == 0
            self._grid.addWidget(kpi, row, column)
        for column in range(5):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _build_keys(self, column: QVBoxLayout) -> None:
        self._keys = Card(tr("API keys"), line=False)
        link = Button(tr("All keys"), Kind.QUIET, "chevron-right", small=True, trailing=True)
        link.setObjectName("credentials")
        link.clicked.connect(self._leave)
        self._keys.add_right(link)
        self._keys.body.setContentsMargins(15, 0, 15, 14)
        self._key_rows: list[QWidget] = []
        self._keys_shown: list[tuple[str, datetime, CredentialState]] | None = None
        column.addWidget(self._keys)

    @Slot()
    def _leave(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.leave_to.emit(sender.objectName())

    def header_actions(self) -> list[QWidget]:
        """The report."""
        return [self.report.button]

    def set_narrow(self, narrow: bool) -> None:
        """Put the side below, and the figures three and two."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._place_kpis()
            way = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
            self._columns.setDirection(way)

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        if not self.show_state(state) or state.data is None:
            return
        data = state.data
        now = data.today.as_of.astimezone(KYIV)
        self.meta = f"{weekday(now)}, {day_long(now)} · 00:00–{minute(now)} " + tr("Kyiv time")
        self.header_changed.emit()
        self._show_record(data)
        self._show_figures(data)
        self._show_tasks(data)
        self._show_hours(data)
        self._show_keys(data)
        self.checkpoint.show_log(data.log)
        alarm = data.log.sighting.alarm if data.log.sighting is not None else None
        if alarm is not None:
            # Whatever else there is to say, this is what must not be missed.
            self.banner.show_banner(f"{failure_words(alarm)[0]} ({alarm.code})", "danger", "octagon-alert")

    def _show_record(self, data: Overview) -> None:
        record = data.record
        self._status.set_text(*operator_chip(record.status))
        self._record.set_text(tr("Record in the registry since {day}").format(day=day(record.entered_at)))
        active = sum(1 for x in record.licences if x.state is LicenceState.ACTIVE)
        waiting = sum(1 for x in record.licences if x.state is LicenceState.PENDING)
        said = "·   " + tr("%n licence(s) valid", active)
        if waiting:
            said += "   ·   " + tr("%n licence(s) being entered", waiting)
        self._licences.set_text(said)

    def _show_figures(self, data: Overview) -> None:
        now, before = data.today.total, data.yesterday.total
        whole, whole_before = now.accepted + now.rejected, before.accepted + before.rejected
        yesterday = tr("{share}, yesterday {before}")
        kpis = self.kpis
        kpis["accepted"].show_figure(
            count(now.accepted),
            yesterday.format(share=percent(now.accepted, whole), before=percent(before.accepted, whole_before)),
            _trend(data.today, "accepted"),
        )
        kpis["rejected"].show_figure(
            count(now.rejected),
            yesterday.format(share=percent(now.rejected, whole), before=percent(before.rejected, whole_before)),
            _trend(data.today, "rejected"),
        )
        kpis["pending"].show_figure(count(now.pending), tr("held for a decision"), _trend(data.today, "pending"))
        late = tr("yesterday {number}").format(number=count(before.late))
        kpis["late"].show_figure(count(now.late), late, _trend(data.today, "late"))
        stuck = tr("rejected: {sum} UAH").format(sum=signed_money(now.stuck_ggr_kop))
        kpis["ggr"].show_figure(money(now.ggr_kop), stuck if now.stuck_ggr_kop is not None else "", unit=tr("UAH"))

    def _show_tasks(self, data: Overview) -> None:
        rows: list[tuple[str, str, str, str, str, str]] = []
        now = data.record.server_time
        for source in data.record.sources:
            heard, expected = source.last_heard_at, source.expected_by
            if heard is not None and expected is not None and now > expected:
                words = tr("Source “{name}” is silent").format(name=source.name)
                usual = tr("usually no longer than {span}").format(span=span(expected - heard))
                rows.append(("timer", "warning", words, usual, span(now - heard), "registry"))
            fresh = [gap for gap in source.gaps if now - gap.since <= _GAPS_SHOWN]
            if fresh:
                words = tr("Source “{name}” has gaps").format(name=source.name)
                noticed = tr("noticed {moment}").format(moment=moment(fresh[0].since))
                rows.append(("timer", "warning", words, f"{missing(fresh)} · {noticed}", "", "registry"))
        for licence in data.record.licences:
            if licence.due_in_registry_by is not None and licence.entered_at is None:
                left = time_left(licence.due_in_registry_by - now)
                words = tr("Licence {number} awaits entry").format(number=licence.number)
                rows.append(("landmark", "info", words, tr("one business day"), left, "registry"))
        for credential in data.credentials:
            left_time = credential.until - now
            if credential.state is CredentialState.ACTIVE and left_time <= _SOON:
                words = tr("Key “{name}” ends").format(name=credential.name)
                left = time_left(left_time)
                rows.append(("key-round", "warning", words, credential.source_id, left, "credentials"))
            rows += [("key-round", "warning", *ending, "credentials") for ending in _ending_keys(credential, now)]
        for cause in sorted(data.causes.items, key=_by_due):
            if cause.whole:
                second = tr("{code} · sum of operations {sum} UAH").format(
                    code=cause.code, sum=money(cause.whole_money.operations_kop)
                )
                second += f" · {plain(cause.source)}"
                number = folded(cause) or tr("%n rejection(s)", cause.whole)
                right = due_left(cause.due_at, now) if cause.due_at is not None else number
                second += f" · {number}" if cause.due_at is not None else ""
                named = (cause.group_id,)
                own = Filter(states=(Listed.OPEN,), groups=named)
                page = "rejections " + (own if cause.own else Filter(states=(Listed.OPEN,), follows=named)).text()
                rows.append(("octagon-x", "danger", finding_title(cause.code), second, right, page))
        self._fill_tasks(rows[:_TASKS])
        told = (tr("%n open rejection(s)", data.causes.whole), *rejected_money(data.causes.whole_money))
        self.tasks_meta.set_text(" · ".join(told))
        self.tasks_meta.setToolTip(ggr_terms(data.causes.whole_money))

    def _fill_tasks(self, rows: list[tuple[str, str, str, str, str, str]]) -> None:
        """Show the rows; as long as there are as many, they are the same widgets, and focus stays."""
        if not rows or len(rows) != len(self._task_rows):
            layout = self._tasks.body
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            self._task_rows = [TaskRow(*row) for row in rows]
            for number, task in enumerate(self._task_rows):
                task.first = number == 0
                task.asked.connect(self.leave_to)
                layout.addWidget(task)
            if not rows:
                nothing = PlainLabel(tr("Nothing needs you now."), font(), "text2")
                nothing.setContentsMargins(16, 14, 16, 10)
                layout.addWidget(nothing)
        for task, row in zip(self._task_rows, rows, strict=True):
            task.show_task(*row)

    def _show_hours(self, data: Overview) -> None:
        today, before = _by_hour(data.today), _by_hour(data.yesterday)
        hour = data.today.as_of.astimezone(KYIV).hour
        labels = [f"{h:02d}:00" for h in range(_HOURS)]
        titles = [f"{h:02d}:00–{h + 1:02d}:00" for h in range(_HOURS)]
        beside: list[int | None] = [*before]
        figures: list[int | None] = [*today]
        self._chart.show_bars(Bars([tr("today")], labels, titles, [figures], beside, tr("yesterday"), open_from=hour))

    def _show_keys(self, data: Overview) -> None:
        live = [c for c in data.credentials if c.state in {CredentialState.ACTIVE, CredentialState.RETIRING}]
        shown = [(c.credential_id, c.until, c.state) for c in live[:4]]
        if shown == self._keys_shown and data.may_see_credentials:
            return
        self._keys_shown = shown
        for row in self._key_rows:
            row.hide()
            row.deleteLater()
        self._key_rows = []
        if not data.may_see_credentials:
            self._keys.hide()
            return
        for credential in live[:4]:
            whole = (credential.until - credential.created_at).total_seconds()
            gone = (data.record.server_time - credential.created_at).total_seconds()
            left = time_left(credential.until - data.record.server_time)
            soon = credential.until - data.record.server_time <= _SOON
            bar = UsageBar(credential.name, left, gone / max(1.0, whole), warn=soon)
            self._keys.body.addWidget(bar)
            self._key_rows.append(bar)
        if not live:
            label = PlainLabel(tr("No live keys. Issue one to connect the platform."), font(), "text2", wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self._keys.body.addWidget(label)
            self._key_rows.append(label)


def _ending_keys(credential: Credential, now: datetime) -> list[tuple[str, str, str]]:
    """Return what to say of keys that end soon and have no successor yet.

    A signing key counts from thirty days before its end, a transport certificate from two thirds of its life, when
    the machine should have renewed it.
    """
    endings = []
    live = [k for k in credential.keys if k.state in {CredentialState.ACTIVE, CredentialState.PENDING}]
    for key in live if credential.state is CredentialState.ACTIVE else []:
        left = key.not_after - now
        if key.purpose is KeyPurpose.SIGNING and left <= _SOON:
            words = tr("Signing key of “{name}” ends: replace it").format(name=credential.name)
        elif key.purpose is KeyPurpose.TRANSPORT and left <= (key.not_after - key.not_before) / 3:
            words = tr("Certificate of “{name}” was not renewed in time").format(name=credential.name)
        else:
            continue
        endings.append((words, credential.source_id, time_left(left)))
    return endings


def _by_due(cause: RejectionGroup) -> datetime:
    """What is due first comes first; causes without a term stay in the order of what is at stake."""
    return cause.due_at or datetime.max.replace(tzinfo=UTC)


def _by_hour(answer: StatisticsAnswer) -> list[int]:
    hours = [0] * _HOURS
    for row in answer.rows:
        hours[row.start.astimezone(KYIV).hour] += row.figures.accepted
    return hours


def _trend(answer: StatisticsAnswer, name: str) -> list[int]:
    hours = [0] * (answer.as_of.astimezone(KYIV).hour + 1)
    for row in answer.rows:
        hour = row.start.astimezone(KYIV).hour
        if hour < len(hours):
            hours[hour] += getattr(row.figures, name)
    return hours
