"""A sheet as a translation memory: what was translated, with its numbers as properties."""

from datetime import UTC, datetime

from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import (
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    is_changed,
    shown,
)
from vitrans.exchange.tmx import TAGS, TmxMemory, TmxUnit, read_tmx, write_tmx
from vitrans.types import Target, target_of

_ID, _CHECK, _FLAG = "x-vitrans-id", "x-vitrans-check", "x-vitrans-flags"


def write(sheet: Sheet) -> bytes:
    """Return the rows that were translated; what was left as it was is no translation."""
    now = datetime.now(UTC)
    units = tuple(_unit(sheet, row, now) for row in sheet.rows if row.is_translated)
    return write_tmx(TmxMemory(units, TAGS[sheet.source], created=now)).encode("utf-8")


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says.

    Raises:
        InputError: it is not well-formed, or has no units in English and Vietnamese.
    """
    memory = read_tmx(decode(data, name).text)
    target = _target(memory, name)
    entries = tuple(
        _entry(unit, target, place)
        for place, unit in enumerate(memory.units, 1)
        if {"en", "vi"} <= {_code(tag) for tag in unit.texts}
    )
    return Reviewed(entries, target)


def _unit(sheet: Sheet, row: Row, now: datetime) -> TmxUnit:
    texts = {TAGS[sheet.source]: shown(row.source), TAGS[sheet.target]: shown(row.target)}
    flags = {_FLAG: "; ".join(row.flags)} if row.flags else {}
    known = {_ID: str(row.id), _CHECK: digest(shown(row.target))}
    return TmxUnit(texts, created=now, properties={**known, **flags})


def _target(memory: TmxMemory, name: str) -> Target:
    """Return the language that a memory's units were translated into."""
    source = _code(memory.source)
    if source not in ("en", "vi"):
        codes = [_code(tag) for unit in memory.units for tag in unit.texts]
        source = next((code for code in codes if code in ("en", "vi")), "")
    if not source:
        raise InputError(f"{name!r} has no units in English or Vietnamese; give the file reviewed")
    return target_of(source).other


def _entry(unit: TmxUnit, target: Target, place: int) -> Entry:
    texts = {_code(tag): text for tag, text in unit.texts.items()}
    number = unit.properties.get(_ID, "")
    return Entry(
        texts[target.other],
        (texts[target],),
        int(number) if number.isascii() and number.isdigit() else None,
        is_changed(texts[target], unit.properties.get(_CHECK, "")),
        f"unit {place}",
    )


def _code(tag: str) -> str:
    return tag.lower().replace("_", "-").partition("-")[0]
