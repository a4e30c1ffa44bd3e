"""`daybreak leads`: the leads of a run in order, with their reasons, as text or as CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import click
import polars as pl

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COLUMNS = (
    "rank",
    "rank_low",
    "rank_high",
    "organisation",
    "standing",
    "score",
    "low",
    "high",
    "ads",
    "because",
    "could_be",
    "would_change",
)


@click.command("leads")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of text; all leads unless --top is given.")
@click.pass_context
def command(context: click.Context, run: Path, top: int, as_csv: bool) -> None:
    """Print the leads of a run, first things first."""
    from daybreak.store.run import open_run

    stored = open_run(run)
    leads = stored.table("leads").join(
        stored.table("organisations").select("organisation", "ads"),
        on="organisation",
        how="left",
        maintain_order="left",
    )
    ranked = leads.filter(pl.col("standing") == "lead").sort("rank")
    asked = context.get_parameter_source("top") is not click.core.ParameterSource.DEFAULT
    if as_csv:
        click.echo(_as_csv(ranked.head(top) if asked else ranked), nl=False)
        return
    click.echo(_as_text(ranked, len(leads) - len(ranked), top))


def _clean(value: str) -> str:
    """Without characters that could steer a terminal or turn the writing direction."""
    return _CONTROL.sub("", value)


def _cell(value: Any) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    text = _clean(" | ".join(value) if isinstance(value, list) else "" if value is None else str(value))
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t") and not isinstance(value, int | float) else text


def _adverts(many: int) -> str:
    return f"{many} advert" if many == 1 else f"{many} adverts"


def _as_csv(leads: pl.DataFrame) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in leads.select(_COLUMNS).iter_rows():
        writer.writerow([_cell(v) for v in row])
    return out.getvalue()


def _as_text(ranked: pl.DataFrame, others: int, top: int) -> str:
    """The leads as paragraphs: what a person reads from top to bottom."""
    lines = [
        f"{len(ranked)} leads; {others} more organisations show signs, with insufficient evidence.",
        "A rank says where to look first. It is no probability and no verdict: a person decides.",
    ]
    for row in ranked.head(top).iter_rows(named=True):
        lines += [
            "",
            click.style(
                _clean(
                    f"{row['rank']}. {row['organisation']}   {_adverts(row['ads'])}   score {row['score']:.1f} "
                    f"({row['low']:.1f} to {row['high']:.1f}), rank between {row['rank_low']} and {row['rank_high']}"
                ),
                bold=True,
            ),
        ]
        for title, column in (("because", "because"), ("could also be", "could_be"), ("would change", "would_change")):
            lines += [f"   {title if n == 0 else '':<14} {_clean(said)}" for n, said in enumerate(row[column] or [])]
    if len(ranked) > top:
        lines += ["", f"{len(ranked) - top} more: --top {len(ranked)} shows all."]
    if not len(ranked):
        lines += ["", "No lead: nowhere was a third party who controls others observed together with a second sign."]
    return "\n".join(lines)
