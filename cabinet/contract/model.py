"""Bases of every wire model: camelCase outside, snake_case inside, frozen."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema

from cabinet.contract.plain_text import harmful

__all__ = ["Answer", "Moment", "Page", "Request", "StructField", "Total"]

Moment = AwareDatetime
Item = TypeVar("Item")


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


_STRUCT = "x-struct"
_OF_MANY_LINES = ("_csr", "_pem", "note")


class Request(_Wire):
    """What a client sends: an unknown field is refused, with the nearest known name.

    Texts hold no control characters: what is stored is shown again, to other people and in statements that are signed
    line by line. Only notes and PEM have line ends.
    """

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: object, info: ValidationInfo) -> object:
        lines = (info.field_name or "").endswith(_OF_MANY_LINES)
        for text in value if isinstance(value, list | tuple) else (value,):
            found = harmful(text, lines=lines) if isinstance(text, str) else ""
            if found:
                raise ValueError(f"holds the character {found}, which texts may not")
        return value


class Answer(_Wire):
    """What a server answers: a client ignores fields it does not know yet."""

    model_config = ConfigDict(extra="ignore")


class StructField:
    """Lets a model's field hold a msgspec struct: ``Annotated[Finding, StructField()]``.

    What stands for its schema is ``{"x-struct": name}``; the document puts a reference there.
    """

    def __get_pydantic_core_schema__(self, source: type[msgspec.Struct], _: GetCoreSchemaHandler) -> CoreSchema:
        """Return how such a field is read, checked and written."""

        def read(value: object) -> msgspec.Struct:
            try:
                return msgspec.convert(value, source)
            except msgspec.ValidationError as error:
                raise ValueError(str(error)) from error

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(msgspec.to_builtins),
            metadata={_STRUCT: source.__name__},
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, _: GetJsonSchemaHandler) -> dict[str, object]:
        """Return what stands for the struct's schema."""
        return {_STRUCT: schema["metadata"][_STRUCT]}


class Total(Answer):
    """How many there are; ``exact`` is False when the count is only a floor."""

    value: int
    exact: bool


class Page(Answer, Generic[Item]):
    """One page of a keyset list (CONTRACT §1).

    ``next`` is the cursor of the following page or None at the end; ``as_of`` is the sequence number the view is
    frozen at; ``first_ordinal`` is the position of the first item in the whole view, right to ± ``ordinal_error``.
    """

    items: list[Item]
    next: str | None
    as_of: int
    total: Total
    first_ordinal: int | None = None
    ordinal_error: int = 0
