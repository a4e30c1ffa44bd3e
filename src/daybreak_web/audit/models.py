"""What was done and looked at, by whom and for what, in chains where an edit shows.

act or read -> Entry (its digest covers every column and the entry before it) -> ChainHead -> CombinedHead -> Anchor
Nothing here is ever changed but the ChainHead, which only counts on. There are names of fields, never values.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

#: The chain of what belongs to no compartment.
DESK = "desk"


def chain_of(compartment: object | None) -> str:
    """The name of the chain of a compartment (its id), or of the desk."""
    return DESK if compartment is None else f"c:{compartment}"


class OnlyAdded(models.QuerySet[Any]):
    """Rows that are read and added, never changed or taken away."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refused."""
        refuse()

    def delete(self) -> NoReturn:
        """Refused."""
        refuse()

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        refuse()


class Lasting(models.Model):
    """A row that is written once."""

    objects = models.Manager.from_queryset(OnlyAdded)()

    class Meta:
        abstract = True

    def save(self, **_kwargs: Any) -> None:
        """Add the row; a row that stands already is refused."""
        if not self._state.adding:
            refuse()
        super().save(force_insert=True)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        refuse()


class Entry(Lasting):
    """One act, or the records that one response showed."""

    pk = models.CompositePrimaryKey("chain", "sequence")
    chain = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.UUIDField(null=True, db_index=True)
    role = models.CharField(max_length=20, blank=True)
    act = models.CharField(max_length=60, db_index=True)
    purpose = models.CharField(max_length=60, blank=True)
    records = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    commitments = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "audit entry"

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.act}"

    def body(self) -> dict[str, object]:
        """All that the digest covers beside the number and the digest before."""
        return {
            "chain": self.chain,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": None if self.actor is None else str(self.actor),
            "role": self.role,
            "act": self.act,
            "purpose": self.purpose,
            "records": self.records,
            "fields": self.fields,
            "commitments": self.commitments,
        }


class ChainHead(models.Model):
    """How long a chain is and the digest of its last entry; its row is the lock that puts writers in a line."""

    chain = models.CharField(primary_key=True, max_length=40)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain} {self.size}"


class CombinedHead(Lasting):
    """The heads of all chains at one moment, and one digest over them."""

    at = models.DateTimeField(db_index=True)
    heads = models.JSONField(default=list)
    line = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.line


class Anchor(Lasting):
    """A time-stamp authority's word that a combined head existed at a time (RFC 3161)."""

    head = models.ForeignKey(CombinedHead, on_delete=models.PROTECT)
    at = models.DateTimeField()
    authority = models.URLField()
    token = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.authority} {self.at.isoformat()}"


def refuse() -> NoReturn:
    """Say that the audit is only added to."""
    raise ValidationError(_("The audit is only added to. Nothing in it can be changed or taken away."))
