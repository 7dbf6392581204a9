"""The strings of a gettext catalogue: keys of menus, and how a new string is written."""

import re
from collections.abc import Iterator

from vitrans.formats.strings import rule
from vitrans.text.protected import find_protected

_WIDTH = 79
_SHOWN = {r"\t": "\t", r"\r": "\r", r"\"": '"', r"\\": "\\"}
RULE = rule(
    line=r"\\n",
    escaped=r"\\.",
    shown=lambda escape: _SHOWN.get(escape, ""),
    escape="double",
    join=r"\"[ \t]*\r?\n[ \t]*\"",
)
"""How catalogues write strings."""

# A mark before the letter that a key calls an item of a menu by: `&File`, `_File`, `E_xit`.
_MARKER = re.compile(r"(?<![&_])[&_](?=[^\W_])(?!\w{1,12};)")
_TIGHT = re.compile(r"[A-Z0-9][&_][A-Z0-9]")
_LONGEST_LABEL = 60
_WORDS = re.compile(r"\S+\s*|\s+")


def without_accelerator(raw: str) -> tuple[str, str]:
    """Return a label without the mark of its key, and that mark with its letter, if it has one."""
    found = list(_MARKER.finditer(raw))
    if len(found) != 1 or len(raw) > _LONGEST_LABEL:
        return raw, ""
    at = found[0].start()
    inside = any(p.start < at < p.end and p.kind != "identifier" for p in find_protected(raw))
    whole_word = raw[:at].endswith(tuple("abcdefghijklmnopqrstuvwxyz")) and "_" in raw
    if inside or _TIGHT.match(raw, max(0, at - 1)) or (whole_word and " " in raw):
        return raw, ""
    return raw[:at] + raw[at + 1 :], raw[at : at + 2]


def with_accelerator(raw: str, mark: str) -> str:
    """Return a label with the mark of a key before its letter, or else before its first one."""
    if not mark:
        return raw
    letter = re.escape(mark[1])
    same = re.search(rf"(?<![\w%{{\\<]){letter}", raw, re.IGNORECASE)
    place = same or re.search(r"(?<![\w%{\\<&])[^\W\d_]", raw)
    return f"{raw[: place.start()]}{mark[0]}{raw[place.start() :]}" if place else raw


def written(keyword: str, raw: str, end: str, wrapped: bool, on_lines: bool) -> str:
    """Return a field as gettext writes it.

    Args:
        keyword: its name.
        raw: its content.
        end: what ends a line of the file.
        wrapped: whether long strings go on in further lines.
        on_lines: whether each line of the content stands on its own.
    """
    parts = re.findall(r"(?:(?!\\n).)*\\n|(?:(?!\\n).)+", raw) if on_lines or wrapped else [raw]
    if wrapped:
        fits = len(parts) == 1 and len(keyword) + len(raw) + 3 <= _WIDTH
        parts = parts if fits else [row for part in parts for row in _rows(part)]
    if len(parts) <= 1:
        return f'{keyword} "{raw}"'
    return end.join((f'{keyword} ""', *(f'"{part}"' for part in parts)))


def _rows(part: str) -> Iterator[str]:
    """Yield a line of a string in rows of the usual width."""
    row = ""
    for word in _WORDS.findall(part):
        if row and len(row) + len(word) > _WIDTH - 2:
            yield row
            row = ""
        row += word
    yield row
