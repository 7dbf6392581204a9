"""JSON and JSON Lines (.json, .jsonl): the strings under named keys are text.

`FILE#items.title,items.body` names keys by their path; lists need no name of their own. Escapes,
indentation, numbers and all other strings stay byte for byte; Python's json would write them anew.
"""

import json
import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from vitrans.errors import InputError
from vitrans.formats.base import render
from vitrans.formats.parts import PartedFormat
from vitrans.formats.places import Lines
from vitrans.formats.spans import document
from vitrans.formats.strings import rule, stretches
from vitrans.text import lines
from vitrans.types import Document

_TOKEN = re.compile(r'"(?P<string>(?:[^"\\]|\\.)*+)"|(?P<sign>[{}\[\],:])')
_WIDE = re.compile("[^\x00-\x7f]")
_ESCAPED_LETTER = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
_ONE = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\(?:u[0-9a-fA-F]{4}|.)"
_ASCII = "json-ascii"
"""The rule of strings in files that write all letters beyond ASCII as escapes."""


class Value(NamedTuple):
    """A string: the path of its key, and where its content starts and ends."""

    path: str
    start: int
    end: int


class Json(PartedFormat):
    """JSON."""

    name = "json"
    title = "JSON"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    part = "key"

    def parse(self, text: str) -> Document:
        """Return the strings under the keys that were named."""
        self._check_text(text.removeprefix("\ufeff"))
        values = list(_values(text))
        self.check([value.path for value in values])
        ascii_only = text.removeprefix("\ufeff").isascii() and _ESCAPED_LETTER.search(text)
        used = rule(r"\\[nr]", _ONE, _shown, _ASCII if ascii_only else "double")
        places = Lines(text)
        spans = [
            span
            for value in values
            if value.path in self.parts
            for span in stretches(text, value.start, value.end, places.at(value.start), used)
        ]
        return document(text, spans, self.name)

    def write(self, document: Document) -> bytes:
        """Return the file's bytes, all in ASCII where they were so by escapes."""
        if any(segment.escape == _ASCII for segment in document.segments):
            text = _WIDE.sub(lambda found: json.dumps(found[0])[1:-1], render(document))
            document = Document((), (text,), document.format, document.encoding)
        return super().write(document)

    def _check_text(self, text: str) -> None:
        """Refuse what is no JSON.

        Raises:
            InputError: the message says where.
        """
        _check(text, 1)


class JsonLines(Json):
    """JSON Lines: an object a line."""

    name = "jsonl"
    title = "JSON Lines"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def _check_text(self, text: str) -> None:
        for number, line in enumerate(lines(text), 1):
            if line.strip():
                _check(line.rstrip("\r\n"), number)


def _check(text: str, first: int) -> None:
    """Refuse a text that is no JSON; `first` is the number of its first line."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        line = error.lineno + first - 1
        raise InputError(
            f"it is no JSON: {error.msg} (line {line}, column {error.colno}); it may be cut off: "
            "correct it"
        ) from None
    except RecursionError:
        raise InputError("it is nested too deep, as no real file is; take its texts out") from None


def _values(text: str) -> Iterator[Value]:
    """Yield the strings of a text that was checked, but for keys."""
    names: list[str] = []  # the key of each object that is open, and nothing for each list
    kinds: list[str] = []
    before = ""
    for found in _TOKEN.finditer(text):
        sign = found["sign"] or '"'
        if sign in "{[":
            kinds.append(sign)
            names.append("")
        elif sign in "}]":
            kinds.pop()
            names.pop()
        elif sign == '"' and kinds and kinds[-1] == "{" and before in "{,":
            names[-1] = json.loads(found[0])
        elif sign == '"':
            yield Value(".".join(filter(None, names)), *found.span("string"))
        before = sign


def _shown(escape: str) -> str:
    """Return the character that an escape stands for, nothing for half of one and for controls."""
    shown = str(json.loads(f'"{escape}"'))
    return shown if shown == "\t" or shown.isprintable() else ""
