"""A memory as a whole: its units, what it holds in all, and what is to go."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vitrans.memory.adding import remove
from vitrans.memory.drafts import DRAFT
from vitrans.memory.keys import key, normal
from vitrans.memory.lookup import COLUMNS, FROM, unit_of
from vitrans.memory.store import Memory
from vitrans.memory.units import Unit, date_text


@dataclass(frozen=True, slots=True)
class Contents:
    """What a memory holds in all.

    Attributes:
        path: its file.
        bytes: the size of it.
        units: how many units people have made.
        machine: how many of them are a machine's, by what the imported files say.
        first: the first date, ISO 8601; empty if there is none.
        last: the last date.
        languages: the tags of both languages, with how many units have them.
        origins: where units come from, with how many do.
        authors: who made them, with how many they did.
        drafts: engines by their names, with how many drafts are kept of each.
    """

    path: str
    bytes: int
    units: int
    machine: int
    first: str
    last: str
    languages: dict[str, int]
    origins: dict[str, int]
    authors: dict[str, int]
    drafts: dict[str, int]


def all_units(memory: Memory, origin: str | None = None) -> Iterator[Unit]:
    """Yield the units of a memory in the order in which they came, those of one origin if given."""
    where = "" if origin is None else "WHERE origin = ?"
    with memory.reads() as connection:
        found = connection.execute(
            f"SELECT {COLUMNS} FROM {FROM} {where} ORDER BY units.id",
            () if origin is None else (origin,),
        )
        yield from map(unit_of, found)


def contents(memory: Memory) -> Contents:
    """Return what a memory holds in all."""
    with memory.reads() as connection:

        def counts(sql: str) -> dict[str, int]:
            return dict(connection.execute(sql).fetchall())

        def by(column: str) -> dict[str, int]:
            return counts(f"SELECT {column}, count(*) FROM {FROM} GROUP BY 1 ORDER BY 2 DESC, 1")

        total, machine, first, last = connection.execute(
            "SELECT count(*), coalesce(sum(machine), 0), min(coalesce(created, changed)),"
            f" max(coalesce(changed, created)) FROM {FROM}"
        ).fetchone()
        tags: dict[str, int] = {}
        for column in ("vi_tag", "en_tag"):
            tags |= by(column)
        drafts = counts(
            "SELECT name, count(*) FROM drafts JOIN engines ON engines.id = engine"
            " GROUP BY name ORDER BY 2 DESC"
        )
        origins, authors = by("origin"), by("author")
    size = memory.path.stat().st_size
    dates = date_text(first), date_text(last)
    return Contents(str(memory.path), size, total, machine, *dates, tags, origins, authors, drafts)


def delete_text(memory: Memory, text: str) -> tuple[list[Unit], int]:
    """Delete the units and the drafts that have a text, in either language.

    Returns:
        The units that are gone, and how many drafts are.
    """
    text = normal(text)
    with memory.writes() as connection:
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM {FROM} WHERE vi_key = ? AND vi = ? OR en_key = ? AND en = ?",
            (key(text), text) * 2,
        ).fetchall()
        remove(connection, [row[:3] for row in rows])
        drafts = connection.execute(
            "DELETE FROM drafts WHERE source = ? OR target = ?", (text, text)
        ).rowcount
    return [unit_of(row) for row in rows], drafts


def delete_origin(memory: Memory, origin: str) -> tuple[int, int]:
    """Delete what comes from a file or tool, or from an engine.

    Args:
        memory: open to write.
        origin: as units have it, or the name of an engine; `DRAFT` stands for all engines.

    Returns:
        How many units are gone, and how many drafts.
    """
    with memory.writes() as connection:
        rows: Sequence[tuple[int, str, str]] = connection.execute(
            f"SELECT units.id, vi, en FROM {FROM} WHERE origin = ?", (origin,)
        ).fetchall()
        remove(connection, rows)
        drafts = connection.execute(
            "DELETE FROM drafts WHERE engine IN (SELECT id FROM engines WHERE name = ? OR ? = ?)",
            (origin, origin, DRAFT),
        ).rowcount
        connection.execute("DELETE FROM engines WHERE id NOT IN (SELECT engine FROM drafts)")
    return len(rows), drafts


def fingerprint(memory: Memory) -> str:
    """Return what stands for the units of a memory; drafts, which decide nothing, do not count."""
    with memory.reads() as connection:
        sums = connection.execute(
            "SELECT count(*), max(id), sum(identity & 0xffffffff), sum(provenance), sum(changed)"
            " FROM units"
        ).fetchone()
    return hashlib.sha256(repr(sums).encode()).hexdigest()
