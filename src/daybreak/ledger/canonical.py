"""A value as bytes in one way only (RFC 8785), so that anybody, in any language, computes the same hash of it.

value (JSON: text, numbers, yes/no, nothing, lists, objects) -> canonical() -> UTF-8 bytes
"""

from __future__ import annotations

from typing import Any, cast

import rfc8785

from daybreak.errors import CannotRecord


def canonical(value: object) -> bytes:
    """The value as canonical JSON; CannotRecord for what JSON cannot hold exactly.

    Refused: not a number, infinity, integers beyond 2^53 - 1, half letters (lone surrogates), keys that are not text,
    dates and other objects, a value that holds itself. As in JSON, 1 and 1.0 are one number, a tuple is a list.
    Decimals beyond 2^53 are written as whole numbers; who reads them back as such is refused. Write them as text.
    """
    try:
        return rfc8785.dumps(cast(Any, value))
    except (ValueError, RecursionError) as error:
        raise CannotRecord(
            "This cannot be written down so that it always has the same bytes: " + _reason(error) + ".",
            "Use text, yes or no, whole numbers up to 9007199254740991, finite decimals, lists, and objects with text as keys.",
        ) from None


def _reason(error: ValueError | RecursionError) -> str:
    """What was refused, without repeating the value itself: messages end up in logs."""
    if isinstance(error, rfc8785.IntegerDomainError):
        return "a whole number is too great for JSON"
    if isinstance(error, rfc8785.FloatDomainError):
        return "a decimal is infinite or not a number"
    if isinstance(error, RecursionError):
        return "it is nested too deep, or holds itself"
    if isinstance(error, rfc8785.CanonicalizationError):
        return "it holds half a letter, a key that is not text, or something that is no JSON"
    return "a key holds half a letter"
