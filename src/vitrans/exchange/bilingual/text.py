"""A sheet as interleaved text: each sentence above its translation, for any editor.

Its last lines tell which translations were changed since, by a check of each.
"""

import re
from collections.abc import Iterator, Sequence

from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import (
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    is_changed,
    percent,
    shown,
)
from vitrans.exchange.rows import escape, unescape
from vitrans.types import target_of

_HEAD = re.compile(r"\A\ufeff?# .*?(?P<target>en|vi)\. ")
_LINE = re.compile(r"[ \t]*(?P<id>\d+)[ \t]+(?P<code>en|vi):[ \t]?(?P<text>.*?)[ \t\r]*")
# What ends a side: an empty line, a remark, a warning.
_BETWEEN = re.compile(r"\s*|#.*|\s*!:.*", re.DOTALL)
# In the last lines, the number of a row and its check.
_CHECK = re.compile(r" (\d+)=([0-9a-f]{8})\b")
_IN_LINE = 7


def write(sheet: Sheet) -> bytes:
    """Return two lines for each row, and a third where there is something to say."""
    head = (
        f"# {' '.join(sheet.name.split())}: {sheet.source} to {sheet.target}. "
        f"Correct the lines that say {sheet.target}:, and leave the others as they are.\n"
    )
    blocks = (_block(sheet, row) for row in sheet.rows)
    return "\n".join([head, *blocks, *_checks(sheet.rows)]).encode("utf-8")


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says; a line that goes on without a number is of the one before it.

    Raises:
        InputError: the first line does not say which language the targets are in.
    """
    text = decode(data, name).text
    head = _HEAD.match(text)
    if not head:
        raise InputError(
            f"{name!r} does not begin as a text that `vitrans translate --bilingual text` wrote; "
            "put its first line back"
        )
    target = target_of(head["target"])
    sides: dict[int, dict[str, str]] = {}
    places: dict[int, str] = {}
    for number, (code, id_, words) in _sides(text.split("\n")):
        sides.setdefault(id_, {})[code] = unescape(words)
        places.setdefault(id_, f"line {number}")
    last = (line for line in text.split("\n") if line.startswith("# "))
    checks = dict(pair for line in last for pair in _CHECK.findall(line))
    entries = (
        Entry(
            side.get(target.other, ""),
            (made := side.get(target, ""),),
            number,
            is_changed(made, checks.get(str(number), "")),
            places[number],
        )
        for number, side in sides.items()
    )
    return Reviewed(tuple(entries), target)


def _sides(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, int, str]]]:
    """Yield the number of the line, the language, the row and the words of each side."""
    side: tuple[int, tuple[str, int, str]] | None = None
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if side and not found and not _BETWEEN.fullmatch(line):
            at, (code, id_, words) = side
            side = at, (code, id_, f"{words} {line.strip()}")
            continue
        if side:
            yield side
        side = (number, (found["code"], int(found["id"]), found["text"])) if found else None
    if side:
        yield side


def _checks(rows: Sequence[Row]) -> Iterator[str]:
    """Yield lines by which changed translations are told from others."""
    if rows:
        yield "# What follows tells which lines were corrected; leave it as it is."
    for start in range(0, len(rows), _IN_LINE):
        some = rows[start : start + _IN_LINE]
        yield "#" + "".join(f" {row.id}={digest(shown(row.target))}" for row in some)
    yield ""


def _block(sheet: Sheet, row: Row) -> str:
    lines = [
        f"{row.id} {sheet.source}: {escape(shown(row.source))}",
        f"{row.id} {sheet.target}: {escape(shown(row.target))}",
    ]
    if said := "; ".join(row.flags):
        sure = percent(row.confidence)
        said += f" (confidence {sure} %)" if sure else ""
        lines.append(f"{' ' * len(str(row.id))}  !: {escape(said)}")
    return "\n".join(lines) + "\n"
