"""Every sentence that is marked for translation, and which of them a language lacks.

templates and modules of the desk -> find_sentences() -> missing() -> what a translator has to write
`python -m daybreak_web.look.sentences` prints, for each language, empty entries for its django.po.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

from daybreak_web.look.build import LOCALE
from daybreak_web.look.messages import read_catalogue

DESK: Final = LOCALE.parent

#: How a call to gettext is named in our modules, and which of its arguments make the key.
CALLS: Final = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2,
                "pgettext": -2, "pgettext_lazy": -2}
_STRING: Final = r"""(?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
_CALL: Final = re.compile(rf"\b(_|n?p?gettext)\(\s*((?:{_STRING}\s*,?\s*)+)")


def find_sentences(top: Path = DESK) -> dict[str, Path]:
    """Key of every marked sentence, as gettext keeps it, and the first file that holds it."""
    found: dict[str, Path] = {}
    for path in sorted([*top.rglob("*.html"), *top.rglob("*.txt"), *top.rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        for key in _of_module(text) if path.suffix == ".py" else _of_template(text):
            found.setdefault(key, path)
    return found


def missing(language: str) -> list[str]:
    """The sentences that this language's catalogue does not have."""
    catalogue = read_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po")
    return [key for key in find_sentences() if key not in catalogue.sentences]


def as_entry(key: str) -> str:
    """An empty entry of a .po file for this key."""
    context, _, rest = key.rpartition("\4")
    singular, _, plural = rest.partition("\0")
    lines = [f"msgctxt {_quoted(context)}"] if context else []
    lines.append(f"msgid {_quoted(singular)}")
    lines += [f"msgid_plural {_quoted(plural)}", 'msgstr[0] ""'] if plural else ['msgstr ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _of_template(text: str) -> Iterator[str]:
    """The marked sentences of a template, by Django's own reading of it."""
    for name, given in _CALL.findall(templatize(text)):
        words = [str(ast.literal_eval(word)) for word in re.findall(_STRING, given)]
        yield _key(words, plural=name.startswith("n"), context="p" in name)


def _of_module(text: str) -> Iterator[str]:
    """The marked sentences of a module."""
    for node in ast.walk(ast.parse(text)):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and name in CALLS:
            words = [str(a.value) for a in node.args[:abs(CALLS[name])] if isinstance(a, ast.Constant)]
            if len(words) == abs(CALLS[name]):
                yield _key(words, plural=CALLS[name] == 2, context=CALLS[name] == -2)


def _key(words: list[str], *, plural: bool, context: bool) -> str:
    before = f"{words.pop(0)}\4" if context else ""
    return before + "\0".join(words[:2] if plural else words[:1])


if __name__ == "__main__":
    for catalogue in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        tongue = catalogue.parts[-3]
        sys.stdout.write(f"# {tongue}\n\n" + "\n".join(as_entry(key) for key in missing(tongue)) + "\n")
