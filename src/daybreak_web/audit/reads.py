"""What a response shows, collected while it is made; and what an auditor asks the audit.

view -> looked() -> Looked on the request -> middleware.ReadAudit -> one row;  auditor -> found() -> entries
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from daybreak_web.audit.models import Entry, chain_of

_LOOKED = "_daybreak_looked"
_NAMED = "_daybreak_reads_named"
Streaming = TypeVar("Streaming", bound=HttpResponseBase)


class TooLate(RuntimeError):
    """A record was looked at after the row of this response was written."""


@dataclass(slots=True)
class Looked:
    """The records one response shows, each once, in the order they were looked at."""

    records: dict[UUID, None] = field(default_factory=dict)
    purposes: set[str] = field(default_factory=set)
    compartments: set[UUID | None] = field(default_factory=set)
    written: bool = False


def looked(
    request: HttpRequest, records: Sequence[UUID], purpose: str, *, compartment: UUID | None = None
) -> None:
    """Say that the response to this request shows these records, for this purpose (a code).

    The row goes to the compartment's chain when all that is shown lies in one, else to the desk's.
    """
    seen = collected(request) or Looked()
    if seen.written:
        raise TooLate("the row of this response is written; look at records before the answer leaves")
    seen.records.update(dict.fromkeys(records))
    seen.purposes.add(purpose)
    seen.compartments.add(compartment)
    setattr(request, _LOOKED, seen)


def collected(request: HttpRequest) -> Looked | None:
    """What was looked at so far, or nothing."""
    found: Looked | None = getattr(request, _LOOKED, None)
    return found


def all_named(response: Streaming) -> Streaming:
    """Mark a streaming response: every record it will show was given to looked() before it begins, or it shows none."""
    setattr(response, _NAMED, True)
    return response


def is_named(response: HttpResponseBase) -> bool:
    """Whether a streaming response carries the mark."""
    return getattr(response, _NAMED, False) is True


def found(entries: QuerySet[Entry], asked: Mapping[str, Any]) -> QuerySet[Entry]:
    """The entries that fit what the auditor asked; what is empty does not narrow."""
    exact = {"actor": "actor", "act": "act__startswith", "since": "at__gte", "until": "at__lt"}
    fits = Q(**{column: asked[name] for name, column in exact.items() if asked.get(name)})
    entries = entries.annotate(listed=Cast("records", TextField()))
    if compartment := asked.get("compartment"):
        fits &= Q(chain=chain_of(compartment)) | Q(listed__contains=str(compartment))
    if record := asked.get("record"):
        fits &= Q(listed__contains=str(record))
    return entries.filter(fits)
