"""Catalogues of gettext (.po, .pot): translations beside their sources.

What is translated by a machine is marked `fuzzy`, so that programs do not show it before somebody
has looked at it. Entries with a translation, obsolete ones, comments and the wrapping of all that
is not filled stay byte for byte.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, NamedTuple

from vitrans.encodings.names import UTF8
from vitrans.formats.accelerators import with_accelerator, without_accelerator
from vitrans.formats.base import render
from vitrans.formats.bilingual import (
    AGAIN,
    TRANSLATED,
    BilingualFormat,
    Opened,
    Result,
    check_direction,
    counted,
    is_open,
    language_of,
)
from vitrans.formats.po_entries import Entry, Field, entries
from vitrans.formats.po_header import header, header_edits, is_header, plural_forms
from vitrans.formats.po_strings import RULE, written
from vitrans.formats.spans import Stretch, document
from vitrans.formats.splice import Edit, spliced
from vitrans.formats.strings import stretches, structure
from vitrans.text.unicode import line_end
from vitrans.types import Document, Language, Target

_CHARSET = re.compile(r"(\"Content-Type:[^\"\\]*charset=)([\w.:-]+)", re.IGNORECASE)
_LONG = re.compile(r'"[^"\n]{82,}"\s*$', re.MULTILINE)


class _Unit(NamedTuple):
    """A source, the translation that goes beside it, and their entry."""

    entry: Entry
    source: Field
    target: Field


class Catalogue(BilingualFormat):
    """Catalogues of gettext."""

    name = "po"
    title = "a gettext catalogue"
    suffixes: ClassVar[tuple[str, ...]] = (".po", ".pot")

    def parse(self, text: str) -> Document:
        """Return the translations of a catalogue as they stand."""
        found = list(entries(text))
        given = language_of(header(text, found).get("language", ""))
        spans = [
            span
            for entry in found
            if not is_header(text, entry)
            for form in entry.forms.values()
            for span in _spans(text, form, given)
        ]
        return document(text, spans, self.name)

    def write(self, document: Document) -> bytes:
        """Return the file's bytes, whose header says the encoding that they are in."""
        text = render(document)
        said = _CHARSET.search(text)
        wrong = said and said[2].upper() not in (UTF8, "UTF8") and not text.isascii()
        if said and wrong and document.encoding == UTF8:
            text = f"{text[: said.start(2)]}{UTF8}{text[said.end(2) :]}"
        return super().write(replace(document, segments=(), glue=(text,)))

    def opened(self, text: str, target: Target, again: bool = False) -> Opened:
        """Return the sources without a translation; of plurals, the one for each form."""
        found = list(entries(text))
        head = header(text, found)
        check_direction(head.get("x-source-language", ""), head.get("language", ""), target)
        opened = _open(text, found, target, again)
        units = tuple(_document(text, unit, target.other) for unit in opened)
        return Opened(
            units,
            counted(
                "" if is_open(why, again) else why for why in (_why(text, one) for one in found)
            ),
        )

    def filled(self, text: str, target: Target, done: Sequence[Result], again: bool = False) -> str:
        """Return a catalogue with its translations, those by a machine marked fuzzy."""
        found = list(entries(text))
        wrapped, end = not _LONG.search(text), line_end(text)
        edits: dict[tuple[int, int], Edit] = {}
        for unit, result in zip(_open(text, found, target, again), done, strict=True):
            if not result.is_left:
                for edit in _edits(text, unit, result, wrapped, end):
                    edits[edit.start, edit.end] = edit
        if not edits:
            return text
        others = (*header_edits(text, found, target, end), *_surplus(text, found, target))
        return spliced(text, [*edits.values(), *others])

    def structure(self, text: str) -> list[str]:
        """Return the tags and placeholders of a string."""
        return structure(text)


def _why(text: str, entry: Entry) -> str:
    """Return why an entry is not translated, nothing if it is or is no text."""
    if is_header(text, entry) or not any(form.raw(text) for form in entry.forms.values()):
        return ""
    return AGAIN if entry.is_fuzzy else TRANSLATED


def _open(text: str, found: Sequence[Entry], target: Target, again: bool) -> Iterator[_Unit]:
    """Yield what is to be translated."""
    most = plural_forms(text, found, target)
    for entry in found:
        if entry.id is None or is_header(text, entry) or not is_open(_why(text, entry), again):
            continue
        for number, form in entry.forms.items():
            if number < most:
                plural = entry.plural if number or most == 1 else None
                yield _Unit(entry, plural or entry.id, form)


def _surplus(text: str, found: Sequence[Entry], target: Target) -> Iterator[Edit]:
    """Yield how the empty forms that a template has, and its language has not, are left out."""
    most = plural_forms(text, found, target)
    for entry in found:
        for number, form in entry.forms.items():
            if number >= most and number - 1 in entry.forms and not form.raw(text):
                yield Edit(entry.forms[number - 1].end, form.end, "")


def _spans(text: str, field: Field, given: Language) -> Iterator[Stretch]:
    """Yield the lines of a field that has some text."""
    start, end = field.strings[0][0], field.strings[-1][1]
    return stretches(text, start, end, field.line, RULE, given)


def _document(text: str, unit: _Unit, given: Language) -> Document:
    """Return a source as a document of its own, without the mark of a key."""
    raw, _ = without_accelerator(unit.source.raw(text))
    return document(raw, stretches(raw, 0, len(raw), unit.source.line, RULE, given))


def _edits(text: str, unit: _Unit, result: Result, wrapped: bool, end: str) -> Iterator[Edit]:
    """Yield what changes in an entry."""
    entry, source, target = unit
    _, mark = without_accelerator(source.raw(text))
    keyword = text[target.start : text.index('"', target.start)].rstrip()
    on_lines = len(source.strings) > 1
    new = written(keyword, with_accelerator(result.text, mark), end, wrapped, on_lines)
    yield Edit(target.start, target.end, new)
    if result.how.is_sure or entry.is_fuzzy:
        return
    if entry.flags is not None:
        yield Edit(entry.flags, entry.flags, " fuzzy,")
    elif entry.first is not None:
        yield Edit(entry.first, entry.first, f"#, fuzzy{end}")
