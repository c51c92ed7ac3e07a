"""A verified file as text for a person and as a value for machines; a signature has longer forms of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from cabinet import __version__
from cabinet.cli.messages import plain, ukrainian
from cabinet.contract.moment import wire
from cabinet.evidence.checked_file import CheckedFile, Standing
from cabinet.evidence.telling import tell
from cabinet.proof.checkpoints import Checkpoint

__all__ = ["STATUS", "as_text", "as_value", "worst"]

STATUS: Final = {Standing.GOOD: 0, Standing.BAD: 1, Standing.UNJUDGED: 2, Standing.UNKNOWN: 3}
_MARKS: Final = {Standing.GOOD: "✓", Standing.BAD: "✗", Standing.UNKNOWN: "?", Standing.UNJUDGED: "?"}
_VERDICTS: Final = {Standing.GOOD: "valid", Standing.BAD: "invalid", Standing.UNKNOWN: "unknown"}
"""The words of a signature's verdict."""


def worst(standings: Iterable[Standing]) -> Standing:
    """Return the worst of all."""
    return min(standings, key=list(Standing).index)


def as_text(checked: CheckedFile) -> str:
    """Return the whole text, lines of the terminal's language."""
    if checked.signature is not None:
        from cabinet.cli.verify.text_form import as_text as signature_text

        return signature_text(checked.signature)
    return "\n".join(_lines(checked))


def _lines(checked: CheckedFile) -> Iterator[str]:
    told = tell(checked, "uk" if ukrainian() else "en")
    code = f" [{checked.problem.code}]" if checked.problem is not None else ""
    yield f"{_MARKS[told.standing]} {told.title}: {plain(str(checked.path))}"
    if told.sentence:
        yield f"  {told.sentence}{code}"
    for check in told.checks:
        yield f"  {'✓' if check.passed else '✗' if check.passed is False else '?'} {check.words}"
    for rows in (told.facts, told.technical):
        if rows:
            yield ""
            yield from (f"  {name}: {value}" for name, value in rows)


def as_value(checked: CheckedFile) -> dict[str, Any]:
    """Return the value for ``--json``. Keys stay as they are; new ones may come."""
    if checked.signature is not None:
        from cabinet.cli.verify.json_form import as_json

        return as_json(checked.signature)
    problem = checked.problem
    value: dict[str, Any] = {
        "cabinet": __version__, "file": str(checked.path), "kind": checked.kind.value,
        "verdict": _VERDICTS.get(checked.standing),
        "code": problem.code if problem is not None else None, "detail": problem.detail if problem is not None else "",
        "perimeter": checked.perimeter.name if checked.perimeter is not None else None,
    }  # fmt: skip
    if checked.proof is not None and checked.entry is not None:
        entry = checked.entry
        value |= {
            "index": checked.proof.index, "steps": checked.proof.steps, "attemptId": entry.attempt_id,
            "receivedAt": wire(entry.received_at), "source": entry.source, "status": entry.verdict,
            "payloadCommitment": entry.payload_commitment,
            "checkpoint": _checkpoint(checked.proof.checkpoint), "signer": str(checked.proof.signer),
        }  # fmt: skip
    if checked.receipt is not None:
        receipt = checked.receipt.receipt
        value |= {
            "batchId": receipt.batch_id, "contentSha256": receipt.content_sha256, "firstSeq": receipt.first_seq,
            "count": receipt.count, "items": len(checked.receipt.items),
            "checkpoint": _checkpoint(checked.receipt.checkpoint), "signer": str(checked.receipt.signer),
        }  # fmt: skip
    if checked.package is not None:
        value |= {
            "attempts": checked.package.manifest.attempts, "proofs": len(checked.package.proofs),
            "receipts": len(checked.package.receipts), "members": len(checked.package.members),
            "faults": [
                {"name": one.name, "code": one.problem.code if one.problem is not None else None}
                for one in checked.package.faults
            ],
        }  # fmt: skip
    return value


def _checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}
