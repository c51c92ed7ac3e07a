"""Requests and answers as bytes: pydantic models, msgspec structs, and texts that are signed notes."""

from __future__ import annotations

from typing import TypeVar, cast

import msgspec
from pydantic import BaseModel

__all__ = ["from_json", "to_json"]

Form = TypeVar("Form")


def to_json(value: object) -> bytes:
    """Return the bytes of a request or an answer.

    Raises:
        TypeError: it is neither a model, a struct, a text nor bytes.
    """
    if isinstance(value, BaseModel):
        return value.model_dump_json(by_alias=True).encode()
    if isinstance(value, msgspec.Struct):
        return msgspec.json.encode(value)
    if isinstance(value, str | bytes):
        return value.encode() if isinstance(value, str) else value
    raise TypeError(type(value).__name__)


def from_json(form: type[Form], data: bytes) -> Form:
    """Read the bytes of a request or an answer.

    Raises:
        ValueError: they are not of that form; the message repeats nothing of them.
    """
    try:
        if issubclass(form, BaseModel):
            return form.model_validate_json(data)
        if issubclass(form, msgspec.Struct):
            return msgspec.json.decode(data, type=form)
        return cast("Form", data.decode() if issubclass(form, str) else data)
    except (ValueError, msgspec.MsgspecError) as error:
        raise ValueError(f"not a {form.__name__}: {type(error).__name__}") from error
