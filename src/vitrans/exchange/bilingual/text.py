"""A sheet as interleaved text: each sentence above its translation, for any editor."""

import re

from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import Entry, Reviewed, Row, Sheet, percent, shown
from vitrans.exchange.rows import escape, unescape
from vitrans.types import target_of

_HEAD = re.compile(r"\A\ufeff?# .*?(?P<target>en|vi)\. ")
_LINE = re.compile(r"[ \t]*(?P<id>\d+)[ \t]+(?P<code>en|vi):[ \t]?(?P<text>.*?)[ \t\r]*")


def write(sheet: Sheet) -> bytes:
    """Return two lines for each row, and a third where there is something to say."""
    head = (
        f"# {' '.join(sheet.name.split())}: {sheet.source} to {sheet.target}. "
        f"Correct the lines that say {sheet.target}:, and leave the others as they are.\n"
    )
    blocks = (_block(sheet, row) for row in sheet.rows)
    return "\n".join([head, *blocks]).encode("utf-8")


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says; lines of other kinds are left out.

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
    for number, line in enumerate(text.split("\n"), 1):
        if found := _LINE.fullmatch(line):
            sides.setdefault(int(found["id"]), {})[found["code"]] = unescape(found["text"])
            places.setdefault(int(found["id"]), f"line {number}")
    entries = (
        Entry(side.get(target.other, ""), (side.get(target, ""),), number, None, places[number])
        for number, side in sides.items()
    )
    return Reviewed(tuple(entries), target)


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
