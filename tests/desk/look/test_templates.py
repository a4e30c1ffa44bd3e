"""Every template of the desk: no inline script or style, no sentence that cannot be translated, no side of our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from daybreak_web.look.build import BUILT, LOCALE
from daybreak_web.look.messages import as_mo, draft_languages, read_catalogue
from daybreak_web.look.sentences import DESK, find_sentences

TEMPLATES = sorted(DESK.rglob("templates/**/*.html"))
SHEETS = sorted(p for p in DESK.rglob("static/**/*.css") if BUILT not in p.parents)
LANGUAGES = sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po"))
HOLE = re.compile(r"%\(\w+\)s|%[sd]")

#: Words of a template that are the same in every language.
SAME = {"·", "CSV", "UTC"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(DESK).as_posix())
def test_a_template_has_no_inline_script_or_style_and_no_handlers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.IGNORECASE) == []
    scripts = re.findall(r"<script\b([^>]*)>", text, re.IGNORECASE)
    assert [s for s in scripts if "src=" not in s and "application/json" not in s] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(DESK).as_posix())
def test_a_template_names_no_address_outside_the_desk(path: Path) -> None:
    assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//[^\"']*", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(DESK).as_posix())
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    assert [words for words in _bare(path.read_text(encoding="utf-8")) if words not in SAME] == []


def test_bare_words_are_found_between_tags_and_in_what_is_read_aloud() -> None:
    assert _bare("<p>Hello {{ name }}</p>") == ["Hello"]
    assert _bare('<nav aria-label="Places"></nav>') == ["Places"]
    assert _bare('<p>{% translate "Hello" %}</p>{% blocktranslate %}So it is{% endblocktranslate %}') == []


def _bare(text: str) -> list[str]:
    """Letters that a person would read or hear and that stand outside every tag of the template language."""
    text = re.sub(r"{#.*?#}|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "\n", text, flags=re.DOTALL)
    heard = re.findall(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"", text)
    seen = re.sub(r"<[^>]*>", "\n", text).splitlines()
    return [words for line in [*seen, *heard] if re.search(r"[^\W\d_]{2,}", words := re.sub(r"&\w+;", "", line).strip())]


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.name)
def test_our_own_sheets_know_start_and_end_but_no_left_and_right(path: Path) -> None:
    sided = re.compile(r"(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)\s*:|text-align\s*:\s*(?:left|right)"
                       r"|float\s*:\s*(?:left|right)")
    assert sided.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_face_lacks_no_sentence_in_any_language(language: str) -> None:
    known = read_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po").sentences
    look = DESK / "look"
    assert [key for key, path in find_sentences().items() if look in path.parents and key not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_holes_for_names_and_numbers(language: str) -> None:
    said = read_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po").sentences
    wrong = [key for key, value in said.items() if key for form in value.split("\0")
             if set(HOLE.findall(form)) != set(HOLE.findall(key))]
    assert wrong == []


def test_what_a_machine_translated_is_a_draft() -> None:
    assert draft_languages(LOCALE) == {"es", "fr", "ar"}


def test_a_catalogue_leaves_out_what_is_fuzzy_or_empty_and_is_the_same_every_time(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid ""\nmsgstr "X-Review: draft\\n"\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\n'
                      'msgctxt "door"\nmsgid "open"\nmsgstr "of"\n"fen"\n\n'
                      'msgid "%d x"\nmsgid_plural "%d xs"\nmsgstr[1] "zwei"\nmsgstr[0] "eins"\n', encoding="utf-8")
    catalogue = read_catalogue(source)
    assert catalogue.is_draft
    assert {k: v for k, v in catalogue.sentences.items() if k} == {"door\x04open": "offen", "%d x\0%d xs": "eins\0zwei"}
    assert as_mo(catalogue) == as_mo(read_catalogue(source))
