"""YAML as a person expects it: no doubled keys, `no` is a word, a date is a string.

text -> parse() -> plain mappings, lists, strings, numbers, true/false
"""

from __future__ import annotations

import re
from typing import Any

import yaml


class DoubledKey(yaml.YAMLError):
    """A key stands twice in one mapping; the second would silently win."""


class _Strict(yaml.SafeLoader):
    """SafeLoader with YAML 1.2 booleans only, no dates, no doubled keys."""


def _unique_mapping(loader: _Strict, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=deep)
        if key in seen:
            raise DoubledKey(f"line {key_node.start_mark.line + 1}: the key {key!r} stands twice")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_KEPT = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
_Strict.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Strict.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def parse(text: str) -> Any:
    """The document in `text`. Raises yaml.YAMLError, which names the line."""
    return yaml.load(text, Loader=_Strict)
