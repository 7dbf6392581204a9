"""What a catalogue's header says, and how it follows when a program has filled the catalogue.

The date of the last change and the language are set as every editor of catalogues does, and the
rule for plurals where the catalogue is new. `Last-Translator` stays: it names a person.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from vitrans.formats.po_entries import Entry
from vitrans.formats.splice import Edit
from vitrans.types import Language, Target

_FORMS = re.compile(r"nplurals\s*=\s*(\d)")
_PLURALS = {
    Language.VIETNAMESE: "nplurals=1; plural=0;",
    Language.ENGLISH: "nplurals=2; plural=(n != 1);",
}
_DATE, _LANGUAGE, _RULE = "PO-Revision-Date", "Language", "Plural-Forms"


def is_header(text: str, entry: Entry) -> bool:
    """Say whether an entry is the catalogue's header."""
    return entry.id is not None and not entry.id.raw(text)


def header(text: str, entries: Sequence[Entry]) -> dict[str, str]:
    """Return the values of a catalogue's header by their names, in small letters."""
    entry = next((one for one in entries if is_header(text, one)), None)
    raw = entry.forms[0].raw(text) if entry and 0 in entry.forms else ""
    rows = (row.partition(":") for row in raw.split("\\n"))
    return {name.strip().lower(): value.strip() for name, _, value in rows if name.strip()}


def plural_forms(text: str, entries: Sequence[Entry], target: Target) -> int:
    """Return how many forms a plural has: as the header says, as others have, or as it should."""
    said = _FORMS.search(header(text, entries).get(_RULE.lower(), ""))
    if said:
        return int(said[1])
    made = [one for one in entries if one.plural and any(f.raw(text) for f in one.forms.values())]
    usual = _FORMS.search(_PLURALS[target])
    assert usual
    return max((len(one.forms) for one in made), default=int(usual[1]))


def header_edits(text: str, entries: Sequence[Entry], target: Target, end: str) -> Iterator[Edit]:
    """Yield what changes in the header of a catalogue that was filled.

    Args:
        text: the catalogue.
        entries: all of them.
        target: the language of the translations.
        end: what ends a line of the file.
    """
    entry = next((one for one in entries if is_header(text, one)), None)
    if entry is None or 0 not in entry.forms:
        return
    said = header(text, entries)
    values = {}
    if _DATE.lower() in said:
        values[_DATE] = f"{datetime.now(UTC):%Y-%m-%d %H:%M}+0000"
    if not said.get(_LANGUAGE.lower()):
        values[_LANGUAGE] = str(target)
    forms = _PLURALS[target]
    is_right = f"nplurals={plural_forms(text, entries, target)};" in forms
    plurals = any(one.plural for one in entries)
    if plurals and is_right and not _FORMS.search(said.get(_RULE.lower(), "")):
        values[_RULE] = forms
    last = entry.forms[0].strings[-1][1] + 1
    for name, value in values.items():
        place = _place(text, entry, name)
        if place:
            yield Edit(*place, f" {value}")
        else:
            yield Edit(last, last, f'{end}"{name}: {value}\\n"')


def _place(text: str, entry: Entry, name: str) -> tuple[int, int] | None:
    """Return where the value of a field of the header stands, with the space before it."""
    field = re.compile(rf"(?:^|\\n){name}:((?:[^\"\\]|\\[^n])*)", re.IGNORECASE)
    for start, end in entry.forms[0].strings:
        if found := field.search(text[start:end]):
            return start + found.start(1), start + found.end(1)
    return None
