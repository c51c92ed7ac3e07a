"""What ``cabinet audit`` prints: the verdict first, then each check with what was looked at, then every fault."""

from __future__ import annotations

import sys
from typing import Final

from cabinet.audit.protocol import protocol_json
from cabinet.audit.report import CheckState, Report
from cabinet.cli.messages import phrases, plain, ukrainian
from cabinet.contract.catalogue import fill, problem_card
from cabinet.contract.moment import kyiv_words, parse_moment

__all__ = ["print_report"]

_SHOWN: Final = 20


def print_report(report: Report, *, as_json: bool) -> None:
    """Print a report as text, or as its protocol."""
    if as_json:
        sys.stdout.write(protocol_json(report).decode() + "\n")
        return
    phrase = phrases("audit")
    at = kyiv_words(parse_moment(report.finished_at))
    print(phrase(report.verdict, size=report.size, at=at, count=report.total_faults))
    for kind, check in report.checks.items():
        if check.state is CheckState.SKIPPED:
            print(f"  {phrase(kind)}: {phrase('skipped')}{f' ({check.why})' if check.why else ''}")
            continue
        state = phrase("faults", count=check.faults) if check.faults else phrase("agrees")
        print(f"  {phrase(kind)}: {check.done} / {check.of}, {state}")
    if report.withheld or report.too_long:
        print(f"  {phrase('withheld', count=report.withheld + report.too_long)}")
    print(f"  {phrase('root')}: {report.root}")
    uk = ukrainian()
    for fault in report.faults[:_SHOWN]:
        card = problem_card(fault.code)
        if card is None:
            continue
        sentence, action = (card.sentence.uk, card.action.uk) if uk else (card.sentence.en, card.action.en)
        print(f"    {fault.code}: {plain(fill(sentence, fault.facts))}\n      {plain(fill(action, fault.facts))}")
    if report.total_faults > _SHOWN:
        print(f"    … +{report.total_faults - min(len(report.faults), _SHOWN)}")
    sys.stdout.flush()
