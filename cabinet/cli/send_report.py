"""What ``cabinet send`` and ``cabinet check`` print of a day file: lines, verdicts, codes with their sentences."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cabinet.cli.messages import print_error, ukrainian
from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cabinet.contract.findings import Finding
    from cabinet.dayfile.lines import BrokenLine
    from cabinet.sender.checking import CheckSummary
    from cabinet.sender.send import Summary

__all__ = ["HELD", "LEFT_OUT", "NOT_KEPT", "REJECTED", "Bar", "print_check", "print_sent"]

REJECTED = 3
LEFT_OUT = 4
NOT_KEPT = 5
HELD = 6
_WIDTH = 32
_SHOWN_LINES = 5
_SHOWN_FAULTS = 100
_WAITING_UK = "Повернення чекають на свої ставки. Рішення покаже ця сама команда, запущена ще раз."
_WAITING_EN = "Refunds wait for their bets. The same command, run once more, tells the verdicts."


def print_sent(summary: Summary) -> int:
    """Print what became of a file; returns the exit status."""
    uk = ukrainian()
    _print_broken(summary.broken)
    for line in summary.waiting[:_SHOWN_FAULTS]:
        facts = {"line": str(line.number), "value": line.operator_tx_id}
        if line.personal:
            print_error(KnownError("DAYFILE_PERSONAL", line.attempt_id, **facts))
        else:
            print_error(KnownError("DAYFILE_MENDED", line.attempt_id, **facts))
    _print_more(len(summary.waiting))
    if summary.stopped is not None:
        print_error(summary.stopped)
    if summary.trouble is not None:
        print_error(summary.trouble)
    print(f"{'Надіслано' if uk else 'Sent'}: {summary.sent}")
    for count, words_uk, words_en in (
        (summary.replayed, "з них уже були", "of these, had before"),
        (summary.corrected, "з них коригування", "of these, corrections"),
    ):
        if count:
            print(f"  {words_uk if uk else words_en}: {count}")
    _print_left_out(summary.left_out, summary.sent)
    _print_outcomes(summary.by_outcome)
    for code, count in summary.by_code.most_common():
        print(f"    {code}  {count:>7}  {_title(code)}")
    if summary.by_outcome["PENDING"]:
        print(_WAITING_UK if uk else _WAITING_EN)
    if summary.receipts:
        print(f"{'Квитанції' if uk else 'Receipts'}: {summary.receipts[0].parent}")
    for data in summary.unkept:
        # The last place that is left: its salts are given only once.
        sys.stdout.write(data.decode() + "\n")
    if summary.trouble is not None:
        return NOT_KEPT
    if summary.left_out and (summary.broken or summary.waiting):
        return LEFT_OUT
    if summary.by_outcome["REJECTED"]:
        return REJECTED
    return HELD if summary.by_outcome["PENDING"] else 0


def print_check(summary: CheckSummary) -> int:
    """Print what the perimeter would say of a file; returns the exit status."""
    uk = ukrainian()
    _print_broken(summary.broken)
    print(f"{'Перевірено, нічого не надіслано' if uk else 'Checked, nothing sent'}: {summary.judged}")
    _print_left_out(len(summary.broken), summary.judged)
    _print_outcomes(summary.by_outcome)
    for code, numbers in sorted(summary.lines_of.items(), key=lambda entry: -len(entry[1])):
        found = summary.first_of[code]
        print(f"    {code}  {len(numbers):>7}  {_title(code)}")
        print(f"      {_lines(numbers, uk=uk)}")
        for sentence in _sentences(found, uk=uk):
            print(f"      {sentence}")
    if summary.broken:
        return LEFT_OUT
    return REJECTED if summary.by_outcome["REJECTED"] else 0


def _sentences(found: Finding, *, uk: bool) -> tuple[str, str]:
    return (found.message_uk, found.remedy_uk) if uk else (found.message_en, found.remedy_en)


def _lines(numbers: Sequence[int], *, uk: bool) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN_LINES]))
    return f"{'рядки' if uk else 'lines'}: {shown}{', …' if len(numbers) > _SHOWN_LINES else ''}"


def _print_broken(broken: Sequence[BrokenLine]) -> None:
    for line in broken[:_SHOWN_FAULTS]:
        print_error(KnownError("DAYFILE_LINE", line.reason, line=str(line.number), column=str(line.column)))
    _print_more(len(broken))


def _print_more(count: int) -> None:
    if count > _SHOWN_FAULTS:
        words = "ще рядків із такими вадами" if ukrainian() else "more lines with such faults"
        sys.stderr.write(f"cabinet: … {words}: {count - _SHOWN_FAULTS}\n")


def _print_left_out(left_out: int, others: int) -> None:
    uk = ukrainian()
    if left_out:
        print(f"{'Пропущено' if uk else 'Left out'}: {left_out}")
    print(f"{'Усього рядків' if uk else 'Lines in all'}: {others + left_out}")


def _print_outcomes(by_outcome: dict[str, int]) -> None:
    for outcome, count in sorted(by_outcome.items()):
        print(f"  {outcome:<24}{count:>9}")


def _title(code: str) -> str:
    from cabinet.contract.catalogue import finding_cards

    card = finding_cards().get(code)
    if card is None:
        return ""
    return card.title.uk if ukrainian() else card.title.en


class Bar:
    """A progress bar on a terminal; silent elsewhere."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = max(total, 1)
        self._shown = shown

    def show(self, done: int) -> None:
        """Show how many bytes are done."""
        if self._shown:
            share = min(done / self._total, 1)
            filled = round(share * _WIDTH)
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the bar's line."""
        if self._shown:
            sys.stderr.write("\n")
