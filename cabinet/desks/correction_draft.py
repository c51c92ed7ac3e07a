"""What a person makes of a rejected line: which fields are open, what was, what stands there now, and the diff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cabinet.contract.json_pointers import unescaped
from cabinet.contract.states import Severity
from cabinet.desks.corrections import OWN_FIELDS, compose_line, read_payload

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionCard
    from cabinet.contract.states import ReasonCode
    from cabinet.contract.suggestions import Suggestion

__all__ = ["Change", "CorrectionDraft", "OpenField", "changes_between", "same"]

_UNTOLD = OWN_FIELDS | {"schemaVersion"}
"""Fields that nobody is shown unless something is wrong with them."""


@dataclass(frozen=True)
class Change:
    """One field before and after; None where it is not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class OpenField:
    """A field to be mended. ``before`` is what was sent for it, under the name ``sent_as``; None where nothing was.

    ``proposed`` are values. Where the name was wrong, ``renamed`` says so; ``now`` is the value under the right one.
    """

    name: str
    sent_as: str
    before: Any
    now: Any
    proposed: tuple[Suggestion, ...]
    renamed: Suggestion | None = None


class CorrectionDraft:
    """Begins with what is certain already in its place; :attr:`value` is the line's object as it stands now."""

    def __init__(self, card: RejectionCard) -> None:
        self._card = card
        sent = read_payload(card) or {}
        self._sent = {name: given for name, given in sent.items() if name not in OWN_FIELDS}
        self.value = dict(self._sent)
        self.open = self._open_fields()
        for field in self.open:
            if field.sent_as != field.name:
                self.value.pop(field.sent_as, None)
            self.set(field.name, field.now)
        self._begun = dict(self.value)

    @property
    def rest(self) -> list[str]:
        """Names of the fields that were sent and are not open, in their order."""
        shown = {name for field in self.open for name in (field.name, field.sent_as)}
        return [name for name in self._sent if name not in shown and name not in _UNTOLD]

    @property
    def touched(self) -> bool:
        """Whether anything is other than the dialog began with."""
        return self.value != self._begun

    def open_up(self, name: str) -> OpenField:
        """Open a field with which nothing is wrong."""
        given = self._sent.get(name)
        field = OpenField(name, name, given, given, ())
        self.open = (*self.open, field)
        return field

    def set(self, name: str, given: Any) -> None:
        """Put a value in; None leaves the field out."""
        if given is None:
            self.value.pop(name, None)
        else:
            self.value[name] = given

    def changes(self) -> list[Change]:
        """Return what differs from what was sent, in the order of the fields."""
        return changes_between(self._sent, self.value)

    def kept(self) -> dict[str, Any]:
        """Return the changes as a draft keeps them: name → value, None for a field to be left out."""
        return {change.name: change.after for change in self.changes()}

    def restore(self, fields: dict[str, Any]) -> None:
        """Go back to changes that were kept; fields that they touch are open from now on."""
        self.value = dict(self._sent)
        for name, given in fields.items():
            self.set(name, given)
            if name not in {known for field in self.open for known in (field.name, field.sent_as)}:
                self.open_up(name)

    def line(self, reason: ReasonCode, note: str) -> bytes:
        """Return the correction's exact bytes."""
        return compose_line(self._card, self.value, reason, note)

    def _open_fields(self) -> tuple[OpenField, ...]:
        card = self._card
        renamed = {_name(s.pointer): s.rename for s in card.suggestions if s.rename is not None}
        told = {s.pointer for s in card.suggestions}
        names = [
            _name(f.pointer)
            for f in sorted(card.findings, key=lambda f: f.severity is not Severity.ERROR)
            if (f.severity is Severity.ERROR or f.pointer in told) and f.pointer.count("/") == 1
        ]
        sent_as = {renamed.get(name) or name: name for name in reversed(names)}
        sent_as |= {new: old for old, new in renamed.items() if new is not None}
        found = dict.fromkeys(renamed.get(name) or name for name in names if name not in OWN_FIELDS)
        return tuple(self._opened(name, sent_as[name]) for name in found)

    def _opened(self, name: str, sent_as: str) -> OpenField:
        before = self._sent.get(sent_as)
        proposed = tuple(s for s in self._card.suggestions if s.rename is None and _name(s.pointer) == name)
        now = before
        if sent_as == name and proposed and proposed[0].certain:
            now = proposed[0].value
        renamed = (s for s in self._card.suggestions if s.rename == name and _name(s.pointer) == sent_as)
        return OpenField(name, sent_as, before, now, proposed, next(renamed, None))


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Return what differs between two lines, but for what a correction has of its own."""
    names = dict.fromkeys((*before, *after))
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if name not in OWN_FIELDS and not same(before.get(name), after.get(name))
    ]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in JSON: 1 is neither true nor 1.0."""
    return type(one) is type(other) and bool(one == other)


def _name(pointer: str) -> str:
    return unescaped(pointer.removeprefix("/").split("/")[0])
