"""The entries of a gettext catalogue, by their places.

<https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>. polib and translate-toolkit
wrap strings and sort headers anew when they write; here each field is known by where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vitrans.errors import InputError
from vitrans.text import lines

_STRING = r'"((?:[^"\\]|\\.)*)"[ \t]*'
_FIELD = re.compile(
    r"[ \t]*(?P<key>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<form>\d)\])?[ \t]*" + _STRING
)
_MORE = re.compile(r"[ \t]*" + _STRING)
_FLAGS = re.compile(r"[ \t]*#,(?P<flags>.*)")


@dataclass(slots=True)
class Field:
    """A field of an entry.

    Attributes:
        start: where its keyword stands.
        end: where its last string ends.
        line: its 1-based line.
        strings: where the contents of its strings start and end.
    """

    start: int
    end: int
    line: int
    strings: list[tuple[int, int]]

    def raw(self, text: str) -> str:
        """Return the content of all its strings, with escapes as they stand."""
        return "".join(text[start:end] for start, end in self.strings)


@dataclass(slots=True)
class Entry:
    """An entry: its source, its plural, its translations by their forms.

    Attributes:
        first: where flags of its own would stand, before its first field or what it was before.
        flags: where its flags start behind `#,`, None where it has none.
        is_fuzzy: whether somebody has to look at it.
        id: the source.
        plural: the source for many, if there is one.
        forms: the translations by form; 0 is the only one of an entry without a plural.
    """

    first: int | None = None
    flags: int | None = None
    is_fuzzy: bool = False
    id: Field | None = None
    plural: Field | None = None
    forms: dict[int, Field] = field(default_factory=dict)


def entries(text: str) -> Iterator[Entry]:
    """Yield the entries of a catalogue that are in use.

    Raises:
        InputError: a line is no line of a catalogue.
    """
    reader, start = _Reader(), 0
    for number, line in enumerate(lines(text), 1):
        at = start + len(line) - len(line.lstrip("\ufeff"))
        start += len(line)
        if done := reader.take(line.lstrip("\ufeff").rstrip("\r\n"), at, number):
            yield done
    if reader.entry.forms:
        yield reader.entry


class _Reader:
    """A catalogue read line by line."""

    def __init__(self) -> None:
        self.entry = Entry()
        self._last: Field | None = None

    def take(self, line: str, at: int, number: int) -> Entry | None:
        """Read a line, which starts at a place; return the entry that ended before it, if one did.

        Raises:
            InputError: it is no line of a catalogue.
        """
        found, more = _FIELD.fullmatch(line), _MORE.fullmatch(line)
        done = None
        if self.entry.forms and not more and not (found and found["key"] == "msgstr"):
            done, self.entry, self._last = self.entry, Entry(), None
        if line.lstrip().startswith("#"):
            _add_comment(self.entry, line, at)
        elif found:
            self._last = _add_field(self.entry, found, at, number)
        elif more and self._last:
            self._last.strings.append((at + more.start(1), at + more.end(1)))
            self._last.end = at + len(line.rstrip())
        elif line.strip():
            raise InputError(f"line {number} is none of a PO file: {line[:40]!r}; correct it")
        return done


def _add_comment(entry: Entry, line: str, at: int) -> None:
    """Add what a comment says of the entry below it."""
    if found := _FLAGS.match(line):
        if entry.flags is None:
            entry.flags = at + found.start("flags")
        flags = [flag.strip() for flag in found["flags"].split(",")]
        entry.is_fuzzy = entry.is_fuzzy or "fuzzy" in flags
    elif line.startswith("#|") and entry.first is None:
        entry.first = at


def _add_field(entry: Entry, found: re.Match[str], at: int, line: int) -> Field:
    """Add a field to an entry and return it."""
    content = found.span(3)
    made = Field(
        at + found.start("key"),
        at + len(found[0].rstrip()),
        line,
        [(at + content[0], at + content[1])],
    )
    if entry.first is None:
        entry.first = made.start
    if found["key"] == "msgid":
        entry.id = made
    elif found["key"] == "msgid_plural":
        entry.plural = made
    elif found["key"] == "msgstr":
        entry.forms[int(found["form"] or 0)] = made
    return made
