"""Words of findings: what was received and what was expected, in sums, names and words rather than enums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.fields import Choice
from cabinet.contract.states import Outcome, SettlementForm, TransactionType, Vertical
from cabinet.contract.transaction import AMOUNT_KOP, BRAND_ID, TRANSACTION_TABLE
from cabinet.profile.settings import Language
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import money
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.registry import vertical
from cabinet.ui.texts.transactions import settlement_form, transaction_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cabinet.contract.findings import Finding
    from cabinet.contract.suggestions import Suggestion

__all__ = [
    "enum_words", "expectation", "expected_words", "proposal_sentence", "proposal_words", "received_words", "why",
    "words_of",
]  # fmt: skip

_DASH = "—"
_NAMES = {"RG-604", "RG-605", "RG-606"}
"""Codes whose finding names no right value, or the licence of a place: what is proposed stands for it."""
_LISTS = {f"/{field.name}": field.form.values for field in TRANSACTION_TABLE if isinstance(field.form, Choice)}


def enum_words(pointer: str, value: str) -> str:
    """Return a value of one of a transaction's lists in words; any other value as it is."""
    if value not in _LISTS.get(pointer, ()):
        return value
    if value in set(TransactionType):
        return transaction_type(value)
    return vertical(Vertical(value)) if value in set(Vertical) else settlement_form(SettlementForm(value))


def received_words(finding: Finding) -> str:
    """Return what was received, as people read it; nothing where the field was not there."""
    return _with_money(finding.pointer, enum_words(finding.pointer, finding.value))


def expected_words(finding: Finding, proposed: Sequence[Suggestion] = ()) -> str:
    """Return what was expected: what is proposed where the finding names nothing; empty where nothing is known."""
    said = finding.expected
    if said == _DASH or finding.code in _NAMES:
        own = [proposal_words(s) for s in proposed if (s.code, s.pointer) == (finding.code, finding.pointer)]
        other_licence = finding.code == "RG-604" and finding.pointer != f"/{BRAND_ID.name}"
        return ", ".join(own) if own else "" if said == _DASH or other_licence else said
    known = _states().get(said)
    if known is not None:
        return known
    several = said.split(", ")
    if all(one in _LISTS.get(finding.pointer, ()) for one in several):
        return ", ".join(enum_words(finding.pointer, one) for one in several)
    return _with_money(finding.pointer, said)


def why(of: Suggestion) -> str:
    """Return the reason of a proposal in the language that is spoken."""
    return of.why_en if language() is Language.ENGLISH else of.why_uk


def proposal_words(of: Suggestion) -> str:
    """Return what a proposal would put there."""
    if of.rename is not None:
        return of.rename
    if of.value is None:
        return tr("leave the field out")
    if of.pointer == f"/{AMOUNT_KOP.name}" and isinstance(of.value, int):
        return f"{money(of.value)} {tr('UAH')}"
    return enum_words(of.pointer, str(of.value))


def _states() -> dict[str, str]:
    return {
        Outcome.ACCEPTED.value: tr("an accepted transaction"),
        Outcome.REJECTED.value: tr("a rejected attempt"),
        TransactionType.BET.value: tr("a bet"),
        "Europe/Kyiv": tr("Kyiv's offset of that day"),
    }


def _with_money(pointer: str, value: str) -> str:
    bare = value.lstrip("≤≥<>= ").removeprefix("-")
    if pointer == f"/{AMOUNT_KOP.name}" and bare.isascii() and bare.isdigit() and int(bare):
        return f"{value}   {money(-int(bare) if value.startswith('-') else int(bare))} {tr('UAH')}"
    return value


def words_of(finding: Finding) -> tuple[str, str]:
    """Return message and remedy in the language that is spoken."""
    if language() is Language.ENGLISH:
        return finding.message_en, finding.remedy_en
    return finding.message_uk, finding.remedy_uk


def expectation(finding: Finding, proposed: Sequence[Suggestion]) -> str:
    """Return what stands beside a wrong line: «очікується ≤ 10000», else what is wrong."""
    expected = expected_words(finding, proposed).partition("   ")[0]
    return tr("expected {value}").format(value=expected) if expected else finding_title(finding.code)


def proposal_sentence(finding: Finding, one: Suggestion) -> str:
    """Return «260,00 → 10,00 грн, бо …»."""
    said = tr("{before} → {after}, because {why}") if one.certain else tr("{before} → {after}, likely: {why}")
    before = received_words(finding).partition("   ")[2] or received_words(finding) or tr("not there")
    return said.format(before=before.removesuffix(f" {tr('UAH')}"), after=proposal_words(one), why=why(one))
