"""What stands out, in one sentence, and the rule it is found by with its numbers."""

from __future__ import annotations

from cabinet.desks.statistics_finding import FEWEST, MANY, NOTABLE, TIMES, Finding, Rule
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.widgets.plain_label import plain

__all__ = ["finding_reason", "finding_sentence"]

_DOUBLE, _TRIPLE, _FOURFOLD = 2, 3, 4


def finding_sentence(of: Finding, bucket: str) -> str:
    """Return the sentence; ``bucket`` is the name of where it stands out."""
    numbers = {"bucket": bucket, "value": count(of.value), "usual": count(of.usual)}
    if not of.times:
        said = {
            Rule.REJECTED_MORE: tr("{bucket}: {value} rejections, usually none"),
            Rule.LATE_MORE: tr("{bucket}: {value} came late, usually none"),
            Rule.ACCEPTED_LESS: tr("{bucket}: nothing was accepted, usually {usual}"),
        }[of.rule].format(**numbers)
    else:
        said = {
            Rule.REJECTED_MORE: tr("{bucket}: rejections {times} more than usual, {value} against {usual}"),
            Rule.LATE_MORE: tr("{bucket}: late ones {times} more than usual, {value} against {usual}"),
            Rule.ACCEPTED_LESS: tr("{bucket}: accepted {times} less than usual, {value} against {usual}"),
        }[of.rule].format(times=_times(of.times), **numbers)
    if of.cause is None:
        return said
    cause = f"{of.cause.code} {finding_title(of.cause.code)}, {plain(of.cause.source)}"
    named = tr("{count} of {value}: {cause}").format(count=count(of.cause.count), value=count(of.value), cause=cause)
    return f"{said}; {named}"


def finding_reason(of: Finding) -> str:
    """Return the rule with its numbers."""
    rule = {
        Rule.REJECTED_MORE: tr("Told where there are at least {notable} rejections and {times} times the usual."),
        Rule.LATE_MORE: tr("Told where at least {notable} came late, and {times} times the usual."),
        Rule.ACCEPTED_LESS: tr("Told of a day that is over, with 1/{times} of the usual or less, if that is {many}."),
    }[of.rule].format(notable=NOTABLE, times=TIMES, many=MANY)
    usual = tr("The usual is the median of the other bars that are over, of at least {fewest}: here {usual}.")
    said = f"{rule} {usual.format(fewest=FEWEST, usual=count(of.usual))}"
    if of.rule is Rule.REJECTED_MORE:
        said += " " + tr("A cause is named where at least half are of it.")
    return said


def _times(number: int) -> str:
    """Return how many times: ``утричі``."""
    words = {_DOUBLE: tr("twice"), _TRIPLE: tr("three times"), _FOURFOLD: tr("four times")}
    return words.get(number) or tr("%n time(s)", number)
