"""The words of a finding: one table of them, ``words/checked.json``, for the window, the terminal and the paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from cabinet.contract.catalogue import fill, problem_card, words
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_words, parse_moment
from cabinet.contract.plain_text import visible
from cabinet.evidence.checked_file import CheckedFile, Standing
from cabinet.evidence.package_check import CheckedPackage
from cabinet.evidence.recognising import FileKind
from cabinet.evidence.told import Check, Told
from cabinet.proof.checkpoints import Checkpoint
from cabinet.proof.log_entry import LogEntry
from cabinet.proof.notes import NoteVerifier
from cabinet.proof.proof_files import ProvenEntry
from cabinet.proof.receipt_files import VerifiedReceipt

__all__ = [
    "Say", "checkpoint_facts", "count_words", "entry_facts", "plain", "problem_sentence", "say_in", "tell",
    "verdict_words",
]  # fmt: skip

Say = Callable[..., str]
"""From a key of the words, and facts for its gaps, to a text of one language."""
_SPACE: Final = "\u00a0"
_LONGEST: Final = 300


def plain(text: str) -> str:
    """Return a stranger's text for people: cut, and nothing in it that could command whoever shows it."""
    shown = visible(text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else f"{shown[:_LONGEST]}…"


def say_in(language: str) -> Say:
    """Return the reader of the words in ``uk`` or ``en``."""
    known = words("checked")

    def say(key: str, /, **facts: object) -> str:
        text = known[key].uk if language == "uk" else known[key].en
        return fill(text, {name: plain(str(value)) for name, value in facts.items()})

    return say


def count_words(number: int) -> str:
    """Return a number in groups of three."""
    return f"{number:,}".replace(",", _SPACE)


def problem_sentence(problem: KnownError, language: str) -> str:
    """Return a problem's sentence and its way out."""
    card = problem_card(problem.code)
    if card is None:
        return plain(str(problem))
    facts = {name: plain(value) for name, value in ({"detail": problem.detail} | problem.facts).items()}
    parts = (card.sentence.uk, card.action.uk) if language == "uk" else (card.sentence.en, card.action.en)
    return " ".join(fill(part, facts) for part in parts)


def tell(checked: CheckedFile, language: str) -> Told:
    """Return what is shown of a file in ``uk`` or ``en``."""
    say = say_in(language)
    if checked.signature is not None:
        from cabinet.evidence.signature_words import tell_signature

        sentence_of = partial(problem_sentence, language=language)
        return tell_signature(checked.signature, checked.standing, say, sentence_of, plain)
    if checked.proof is not None and checked.entry is not None:
        return _proof(checked, checked.proof, checked.entry, say)
    if checked.receipt is not None:
        return _receipt(checked, checked.receipt, say, language)
    if checked.package is not None:
        return _package(checked, checked.package, say, language)
    title = _PROBLEM_TITLES.get(checked.problem.code if checked.problem is not None else "", "title-unjudged")
    if checked.kind is FileKind.DAY_FILE:
        title = "title-day-file"
    sentence = problem_sentence(checked.problem, language) if checked.problem is not None else ""
    return Told(checked.standing, say(title), sentence)


_PROBLEM_TITLES: Final = {
    "PROOF_OF_OTHER_LOG": "title-other-log",
    "RECEIPT_OF_OTHER_PERIMETER": "title-other-perimeter",
    "PROOF_CHANGED": "title-changed",
    "RECEIPT_CHANGED": "title-changed",
    "PROOF_DOES_NOT_FIT": "title-does-not-fit",
    "PROOF_OF_OTHER_ENTRY": "title-does-not-fit",
    "RECEIPT_CONTRADICTORY": "title-contradictory",
    "PROOF_CUT": "title-cut",
    "RECEIPT_CUT": "title-cut",
}


def _proof(checked: CheckedFile, proof: ProvenEntry, entry: LogEntry, say: Say) -> Told:
    checks = (
        Check(True, say("check-log-signature", name=_name(checked))),
        Check(True, say("check-entry", number=count_words(proof.index))),
        Check(True, say("check-path", steps=proof.steps, size=count_words(proof.checkpoint.size))),
    )
    facts = (*entry_facts(entry, say), *_whose(checked, proof.checkpoint, say))
    technical = (*checkpoint_facts(proof.checkpoint, proof.signer, say), *_entry_technical(entry, say))
    return Told(Standing.GOOD, say("title-proof"), "", checks, facts, technical)


def entry_facts(entry: LogEntry, say: Say) -> tuple[tuple[str, str], ...]:
    """Return what an entry says, for a person."""
    facts = [
        (say("fact-entry"), say("entry-number", number=count_words(entry.seq))),
        (say("fact-received"), kyiv_words(entry.received_at)),
    ]
    if entry.source:
        facts.append((say("fact-source"), plain(entry.source)))
    if entry.verdict:
        facts.append((say("fact-verdict"), verdict_words(entry.verdict, say)))
    if entry.by:
        facts.append((say("fact-by"), plain(entry.by)))
    return tuple(facts)


def verdict_words(verdict: str, say: Say) -> str:
    """Return a verdict in words, or as it is where it is not known here."""
    key = f"verdict-{verdict}"
    return say(key) if key in words("checked") else plain(verdict)


def _receipt(checked: CheckedFile, found: VerifiedReceipt, say: Say, language: str) -> Told:
    many = len(found.items) != 1
    if checked.standing is Standing.BAD:
        title = say("title-not-in-log")
    elif checked.in_log is not None:
        title = say("title-receipt-in-log-many" if many else "title-receipt-in-log")
    else:
        title = say("title-receipt")
    stands = True if checked.in_log is not None else False if checked.standing is Standing.BAD else None
    entries = count_words(found.receipt.count)
    checks = (
        Check(True, say("check-receipt-signature", name=_name(checked))),
        Check(True, say("check-verdicts", count=count_words(len(found.items)))),
        Check(stands, say(
            {True: "check-in-log", False: "check-not-in-log", None: "check-log-not-asked"}[stands], count=entries,
        )),
    )  # fmt: skip
    facts = []
    if checked.in_log is not None and checked.in_log.first is not None:
        first = checked.in_log.first
        facts.append((say("fact-received"), kyiv_words(first.received_at)))
        if first.source:
            facts.append((say("fact-source"), plain(first.source)))
    facts.append((say("fact-items"), _verdict_counts([item.status for item in found.items], say)))
    if found.receipt.count:
        last = found.receipt.first_seq + found.receipt.count - 1
        numbers = (count_words(found.receipt.first_seq), count_words(last))
        key = "entry-number" if found.receipt.count == 1 else "entry-numbers"
        facts.append((say("fact-entry"), say(key, number=numbers[0], first=numbers[0], last=numbers[1])))
    facts += _whose(checked, found.checkpoint, say)
    technical = (
        (say("fact-batch"), plain(found.receipt.batch_id)),
        (say("fact-content-sha256"), plain(found.receipt.content_sha256)),
        (say("fact-verdicts-sha256"), found.receipt.verdicts_sha256),
        *checkpoint_facts(found.checkpoint, found.signer, say),
        (say("fact-unsigned"), say("unsigned")),
    )
    sentence = problem_sentence(checked.problem, language) if checked.problem is not None else ""
    return Told(checked.standing, title, sentence, checks, tuple(facts), technical)


def _verdict_counts(statuses: list[str], say: Say) -> str:
    counts = {status: statuses.count(status) for status in dict.fromkeys(statuses)}
    return ", ".join(f"{verdict_words(status, say)}: {count_words(number)}" for status, number in counts.items()) or "0"


def _package(checked: CheckedFile, found: CheckedPackage, say: Say, language: str) -> Told:
    faults = {member.name for member in found.faults}
    proofs, receipts = len(found.proofs), len(found.receipts)
    bad_proofs = any(name.startswith("proofs/") for name in faults)
    bad_receipts = any(name.startswith("receipts/") for name in faults)
    checks: tuple[Check, ...] = (
        Check(not bad_proofs and bool(proofs), say("check-package-proofs", count=count_words(proofs))),
        Check(not bad_receipts, say("check-package-receipts", count=count_words(receipts))),
        Check(not faults, say("check-package-members" if not faults else "check-package-faults",
                              count=count_words(len(found.members)), faults=count_words(len(faults)))),
    )  # fmt: skip
    if checked.standing is Standing.UNKNOWN:
        # Nothing in it is known to be false.
        checks = (Check(None, say("check-package-unknown", count=count_words(len(faults)))),)
    facts = [
        (say("fact-company"), plain(found.manifest.operator)), (say("fact-perimeter"), _name(checked)),
        (say("fact-made"), _moment(found.manifest.made_at)), (say("fact-proofs"), count_words(proofs)),
        (say("fact-receipts"), count_words(receipts)),
    ]  # fmt: skip
    technical = [
        (plain(member.name), problem_sentence(member.problem, language) if member.problem else say("member-good"))
        for member in found.members
    ]
    title = {Standing.GOOD: "title-package", Standing.UNKNOWN: "title-other-log"}.get(
        checked.standing, "title-package-changed"
    )
    sentence = problem_sentence(checked.problem, language) if checked.problem is not None else ""
    return Told(checked.standing, say(title), sentence, checks, tuple(facts), tuple(technical))


def _moment(text: str) -> str:
    """Return a moment in words; it was written by whoever made the file, so it may be none."""
    try:
        return kyiv_words(parse_moment(text))
    except KnownError:
        return plain(text)


def _name(checked: CheckedFile) -> str:
    return plain(checked.perimeter.name) if checked.perimeter is not None else "—"


def _whose(checked: CheckedFile, checkpoint: Checkpoint, say: Say) -> tuple[tuple[str, str], ...]:
    how = "checked-with-log" if checked.in_log is not None else "checked-fetched" if checked.fetched else "checked-here"
    return (
        (say("fact-for"), say("company", code=checkpoint.company)),
        (say("fact-perimeter"), _name(checked)),
        (say("fact-checkpoint"), say("checkpoint-size", size=count_words(checkpoint.size))),
        (say("fact-checked"), say(how)),
    )


def checkpoint_facts(checkpoint: Checkpoint, signer: NoteVerifier, say: Say) -> tuple[tuple[str, str], ...]:
    """Return a checkpoint's technical facts: the log's name, the root, the key."""
    return (
        (say("fact-log"), plain(checkpoint.origin)),
        (say("fact-root"), checkpoint.root.hex()),
        (say("fact-key"), str(signer)),
    )


def _entry_technical(entry: LogEntry, say: Say) -> tuple[tuple[str, str], ...]:
    facts = ((say("fact-attempt"), entry.attempt_id), (say("fact-commitment"), entry.payload_commitment),
             (say("fact-findings"), entry.findings_sha256))  # fmt: skip
    return tuple((name, plain(value)) for name, value in facts if value)
