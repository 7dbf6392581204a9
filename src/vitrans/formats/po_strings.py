"""The strings of a gettext catalogue: how a new one is written."""

import re
from collections.abc import Iterator

from vitrans.formats.strings import rule

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

_WORDS = re.compile(r"\S+\s*|\s+")


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
