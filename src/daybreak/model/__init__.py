"""The domain's words as types, and the schema of each table beside its type.

Millions of rows never become objects: a stage passes polars tables with the schemas of `tables`.
"""
