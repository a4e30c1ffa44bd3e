"""A truth file, read so that each mistake in it is said with its file, line and field.

truth.csv -> read_truth(path, level, ids) -> id, label; only ids that the run has, each once
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from daybreak.errors import WrongJudgement

#: Column names that a truth file may use for a level, best first.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "organisation": ("organisation", "organization", "employer", "org", "cluster", "entity"),
    "template": ("template",),
}


def read_truth(path: Path, level: str, ids: pl.Series) -> pl.DataFrame:
    """id, label (str) of a CSV file with a header.

    level: organisation or template. ids: of the run's adverts; the file may leave some out but name no others.
    Raises WrongJudgement for a file that cannot be read, a missing column, an empty field, an id twice or unknown.
    """
    try:
        table = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise WrongJudgement(
            f"{path} cannot be read as a table: {str(error).splitlines()[0]}",
            f"Give a CSV file in UTF-8 with a header: id,{level}",
        ) from error
    label = next((c for c in COLUMNS[level] if c in table.columns), None)
    for column, names in (("id" if "id" in table.columns else None, "id"), (label, " or ".join(COLUMNS[level]))):
        if column is None:
            raise WrongJudgement(
                f"{path}, line 1: no column named {names}; it has {', '.join(table.columns) or 'none'}.",
                "Name the columns in the first line" + (", or choose another --level." if names != "id" else "."),
            )
    assert label is not None
    lines = table.select(pl.col("id"), pl.col(label).alias("label")).with_row_index("line", offset=2)
    _refuse(lines.filter(pl.col("id").is_null()), path, "id", "is empty", "Give each row the id of an advert.")
    _refuse(lines.filter(pl.col("label").is_null()), path, label, "is empty", "Leave out adverts whose truth is not known.")
    _refuse(
        lines.filter(~pl.col("id").is_first_distinct()), path, "id", "stands there a second time", "Keep one row an advert."
    )
    known = pl.DataFrame({"id": ids.cast(pl.String)})
    _refuse(
        lines.join(known, on="id", how="anti", maintain_order="left"),
        path,
        "id",
        "names no advert of this run",
        "Measure a run with the truth of its own adverts.",
    )
    return lines.select("id", "label")


def _refuse(wrong: pl.DataFrame, path: Path, field: str, why: str, do: str) -> None:
    """Say the first wrong row and how many more there are."""
    if len(wrong):
        line, value = wrong["line"][0], wrong["id"][0]
        more = f" ({len(wrong) - 1:,} more rows are wrong in the same way)" if len(wrong) > 1 else ""
        raise WrongJudgement(f"{path}, line {line}, field {field}: {value or ''!r} {why}{more}.", do)
