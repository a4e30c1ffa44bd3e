"""From the model's schemas to polars types, and a frame that is sure to have them."""

from __future__ import annotations

import polars as pl

from daybreak.model.tables import Schema

_PLAIN: dict[str, pl.DataType] = {
    "u16": pl.UInt16(), "u32": pl.UInt32(), "f32": pl.Float32(), "f64": pl.Float64(),
    "str": pl.String(), "bool": pl.Boolean(), "time": pl.Datetime("us"),
}


def _split(fields: str) -> list[str]:
    """Cut 'a:str,b:list[struct{c:u32,d:str}]' at its outer commas."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(fields):
        depth += (c in "[{") - (c in "]}")
        if c == "," and depth == 0:
            parts.append(fields[start:i])
            start = i + 1
    return [*parts, fields[start:]]


def polars_type(name: str) -> pl.DataType:
    """The polars type of a model type name ('u32', 'list[struct{ad:u32,quote:str}]')."""
    if name in _PLAIN:
        return _PLAIN[name]
    if name.startswith("list[") and name.endswith("]"):
        return pl.List(polars_type(name[5:-1]))
    if name.startswith("struct{") and name.endswith("}"):
        pairs = (part.split(":", 1) for part in _split(name[7:-1]))
        return pl.Struct([pl.Field(key, polars_type(kind)) for key, kind in pairs])
    raise ValueError(f"unknown type name in a schema: {name!r}")


def polars_schema(schema: Schema) -> dict[str, pl.DataType]:
    """The polars schema of one of the model's tables."""
    return {column: polars_type(kind) for column, kind in schema.items()}


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with exactly the schema's columns in its order; a missing column becomes null."""
    types = polars_schema(schema)
    return frame.select(
        (pl.col(c) if c in frame.columns else pl.lit(None)).cast(t).alias(c) for c, t in types.items()
    )
