"""What a package of evidence proves and what it does not, on paper, for whoever decides about a dispute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cabinet.contract.moment import kyiv_words
from cabinet.evidence.telling import checkpoint_facts, count_words, entry_facts, say_in
from cabinet.export.job import Heading
from cabinet.export.paper import Paper, PaperCheck, Section
from cabinet.export.paper_pdf import paper_bytes

if TYPE_CHECKING:
    from cabinet.evidence.package import Evidence
    from cabinet.evidence.telling import Say
    from cabinet.proof.log_entry import LogEntry
    from cabinet.proof.proof_files import ProvenEntry
    from cabinet.proof.receipt_files import VerifiedReceipt
    from cabinet.vault.seen_checkpoints import SeenCheckpoint

__all__ = ["package_paper"]


def package_paper(
    evidence: Evidence,
    proven: Mapping[str, tuple[ProvenEntry, LogEntry]],
    receipts: Mapping[str, VerifiedReceipt],
    seen: Sequence[SeenCheckpoint],
    language: str,
) -> bytes:
    """Return the PDF in ``uk`` or ``en``."""
    say = say_in(language)
    sections = [_of_entry(found, entry, say) for found, entry in proven.values()]
    if receipts:
        facts = tuple((name, say("receipt-line", count=len(one.items), entries=one.receipt.count))
                      for name, one in receipts.items())  # fmt: skip
        sections.append(Section(say("paper-receipts"), facts))
    if seen:
        sections.append(_of_seen(seen, say))
    first = next(iter(proven.values()))[0]
    sections += [
        Section(say("paper-log"), checkpoint_facts(first.checkpoint, first.signer, say)),
        Section(say("paper-proves"), sentences=tuple(say(f"proves-{n}") for n in (1, 2, 3))),
        Section(say("paper-does-not"), sentences=tuple(say(f"proves-not-{n}") for n in (1, 2, 3))),
        Section(say("paper-how"), sentences=(say("paper-how-words"),)),
    ]
    paper = Paper(
        Heading(
            perimeter=evidence.perimeter.name, test=evidence.perimeter.test, operator=evidence.operator,
            at=kyiv_words(evidence.made_at),
        ),
        language, say("paper-title"), "success", say("paper-verdict", count=count_words(len(proven))), "",
        (PaperCheck(True, say("check-log-signature", name=evidence.perimeter.name)),
         PaperCheck(True, say("check-package-proofs", count=count_words(len(proven))))),
        tuple(sections),
    )  # fmt: skip
    return paper_bytes(paper)


def _of_entry(found: ProvenEntry, entry: LogEntry, say: Say) -> Section:
    facts = [*entry_facts(entry, say)[1:], (say("fact-attempt"), entry.attempt_id or "—")]
    if entry.payload_commitment:
        facts.append((say("fact-commitment"), entry.payload_commitment))
    facts.append((say("fact-checkpoint"), say("checkpoint-size", size=count_words(found.checkpoint.size))))
    return Section(say("paper-entry", number=count_words(found.index)), tuple(facts))


def _of_seen(seen: Sequence[SeenCheckpoint], say: Say) -> Section:
    first, last = seen[0], seen[-1]
    facts = tuple(
        (say(key), say("seen-line", size=count_words(one.size), first=kyiv_words(one.first_seen),
                       last=kyiv_words(one.last_seen)))
        for key, one in (("seen-first", first), ("seen-last", last))
    )  # fmt: skip
    return Section(say("paper-seen", count=count_words(len(seen))), facts, (say("seen-words"),))
