"""Personal data that nobody has, to be planted in lines; each written so that it can be told from every other."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from typing import Any, Final

from cabinet.contract.fields import Field, Id, Moment, Sha256, Uuid
from cabinet.contract.states import CorrectionKind, ReasonCode
from cabinet.contract.tax_ids import rnokpp_check_digit
from cabinet.contract.transaction import CORRECTION_TABLE, OPERATOR_TX_ID, TRANSACTION_TABLE
from cabinet.rules.names import FIRST_NAMES, LATIN_FIRST_NAMES
from tests.perimeter_in_process import line
from tests.rules.test_personal import luhn

__all__ = ["Planted", "Secret", "planted_lines", "secrets_of"]

_CYRILLIC, _LATIN = ("бвгджзклмнпрст", "аеиоу"), ("bvgdzklmnprst", "aeiou")
_DIGITS_TOLD: Final = 9
"""So many digits in a row are looked for without what stands between them."""


@dataclass(frozen=True)
class Secret:
    """One person's name, number or address as somebody wrote it."""

    kind: str
    text: str

    @property
    def like_an_id(self) -> bool:
        """Nothing tells it from an id that a platform gave."""
        return re.fullmatch(r"[A-Z0-9-]+", self.text) is not None

    def told_in(self, field: Field[Any]) -> bool:
        """Tell whether a field of this form has no honest value that looks so."""
        if isinstance(field.form, Uuid | Sha256 | Moment):
            # Digits with blanks are a moment or a digest of a wrong form.
            return re.fullmatch(r"[A-Z0-9 -]+", self.text) is None or (self.kind == "iban" and " " in self.text)
        return not (isinstance(field.form, Id) and self.like_an_id)

    @property
    def needles(self) -> frozenset[bytes]:
        """What its bytes may look like where they were written: as they are, escaped, bare."""
        found = {self.text, self.text.lower(), json.dumps(self.text)[1:-1]}
        bare = re.sub(r"\D", "", self.text)
        if len(bare) >= _DIGITS_TOLD:
            found.add(bare)
        if self.kind == "name":
            found |= {max(self.text.split(), key=len), json.dumps(max(self.text.split(), key=len))[1:-1]}
        return frozenset(one.encode() for one in found)


@dataclass(frozen=True)
class Planted:
    """A line with a secret in it, and where."""

    secret: Secret
    place: str
    data: bytes


def secrets_of(luck: random.Random) -> list[Secret]:
    """Return one secret of each kind in each way of writing."""

    def word(letters: tuple[str, str]) -> str:
        return "".join(luck.choice(letters[n % 2]) for n in range(8))

    def number(length: int) -> str:
        return "".join(str(luck.randrange(10)) for _ in range(length))

    first, latin = luck.choice(sorted(FIRST_NAMES)), luck.choice(sorted(LATIN_FIRST_NAMES))
    surname = f"{word(_CYRILLIC).capitalize()}енко"
    person = f"{luck.randrange(1, 4)}{number(8)}"
    rnokpp = f"{person}{rnokpp_check_digit(person)}"
    card = luhn(f"4{number(14)}")
    phone = luck.choice(("50", "63", "67", "68", "73", "93", "96")) + number(7)
    spaced = f"{phone[:2]} {phone[2:5]} {phone[5:7]} {phone[7:]}"
    bank = f"{number(6)}0000026{number(12)}"
    iban = f"UA{98 - int(f'{bank}301000') % 97:02}{bank}"
    written = {
        "name": (f"{surname} {first.capitalize()} Ігорович", f"{first} {surname.lower()}",
                 f"{latin.capitalize()} {word(_LATIN).capitalize()}enko"),
        "rnokpp": (rnokpp, f"код {rnokpp}"),
        "card": (card, " ".join(card[n : n + 4] for n in range(0, 16, 4))),
        "phone": (f"+380{phone}", f"0{phone}", f"0{spaced}", f"+38 (0{phone[:2]}) {spaced[3:]}"),
        "email": (f"{word(_LATIN)}@example.ua", f"{word(_CYRILLIC)}@пошта.укр"),
        "iban": (iban, " ".join(iban[n : n + 4] for n in range(0, 29, 4))),
        "passport": (f"паспорт {number(9)}", f"АВ {number(6)}", f"{number(8)}-{number(5)}"),
    }  # fmt: skip
    return [Secret(kind, text) for kind, texts in written.items() for text in texts]


def planted_lines(luck: random.Random, number: int, when: str) -> list[Planted]:
    """Return lines with a secret in every field and name, where it can be told from what honest platforms write.

    ``number`` begins their ids, ``when`` is their moment. Digits alone are honest wherever ids and machines' values
    stand, and in bytes that are no JSON.
    """
    found: list[Planted] = []

    def plant(place: str, which: int, make: Any) -> None:
        secret = secrets_of(luck)[which]
        honest = line(f"p{number}-{len(found)}", occurredAt=when)
        made = make(honest, secret.text)
        found.append(Planted(secret, place, made if isinstance(made, bytes) else _encoded(luck, made)))

    for which, secret in enumerate(secrets_of(random.Random(0))):  # noqa: S311  only to see how each is written
        for field in TRANSACTION_TABLE:
            if secret.told_in(field):
                plant(field.name, which, lambda honest, text, name=field.name: honest | {name: text})
        for field in CORRECTION_TABLE:
            if secret.told_in(field):
                plant(
                    f"correction/{field.name}", which,
                    lambda honest, text, name=field.name: honest | {"correction": _correction() | {name: text}},
                )  # fmt: skip
        plant("a name", which, lambda honest, text: honest | {text: 1})
        plant("a name inside", which, lambda honest, text: honest | {"more": {text: "x"}})
        plant("an unknown field", which, lambda honest, text: honest | {"comment": text})
        plant("a list", which, lambda honest, text: honest | {"comments": ["x", {"y": [text]}]})
        plant("an object in a field", which, lambda honest, text: honest | {"lateReason": {"x": text}})
        plant("a telling field", which, lambda honest, text: honest | {"playerName": text})
        if not secret.like_an_id:
            for name in (OPERATOR_TX_ID.name, "comment"):
                plant("no JSON", which, lambda honest, text, name=name: _encoded(luck, honest | {name: text})[:-1])
                plant("a list of lines", which, lambda honest, text, name=name: [honest | {name: text}])
    return found


def _encoded(luck: random.Random, value: object) -> bytes:
    """As platforms write it: letters as they are, or escaped."""
    return json.dumps(value, ensure_ascii=luck.random() < 0.5).encode()


def _correction() -> dict[str, object]:
    return {
        "kind": CorrectionKind.RESUBMIT_REJECTED.value, "attemptId": "01900000-0000-7000-8000-000000000000",
        "originalSha256": "ab" * 32, "reasonCode": ReasonCode.WRONG_SUM.value,
    }  # fmt: skip
