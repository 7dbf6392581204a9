"""Units put into a memory: none twice, none lost, all of a batch or nothing."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

from vitrans.memory.keys import identity, key, word_runs
from vitrans.memory.store import Memory
from vitrans.memory.units import Provenance, Unit
from vitrans.types import Language

_UNIT = (
    "INSERT INTO units(id, identity, vi, en, vi_key, en_key, provenance, created, changed, before,"
    " after) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# The same pair of texts again: a person's word counts more than a machine's, then the later one.
_RENEWED = (
    "UPDATE units SET provenance = ?, created = coalesce(created, ?), changed = ?,"
    " before = coalesce(?, before), after = coalesce(?, after) WHERE id = ?"
)
_PROVENANCE = (
    "SELECT id FROM provenance WHERE (origin, tool, author, vi_tag, en_tag, source, machine)"
    " = (?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Added:
    """How many units of those given were new, how many were there, and how many these replaced."""

    new: int = 0
    known: int = 0
    replaced: int = 0

    def __add__(self, other: "Added") -> "Added":
        """Return the sums."""
        return Added(self.new + other.new, self.known + other.known, self.replaced + other.replaced)


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit with all that is counted for it before a memory is locked."""

    unit: Unit
    identity: int
    vi_key: int
    en_key: int
    runs_vi: str
    runs_en: str

    @classmethod
    def of(cls, unit: Unit) -> "Entry":
        """Count what a unit is found by."""
        vi, en = unit.vi, unit.en
        runs = (" ".join(word_runs(text)) for text in (vi, en))
        return cls(unit, identity(vi, en), key(vi), key(en), *runs)

    def row(self, id: int, numbers: Mapping[Provenance, int]) -> tuple[object, ...]:
        """Return the unit as a row of the table, given the numbers of provenances."""
        unit = self.unit
        found = (self.identity, unit.vi, unit.en, self.vi_key, self.en_key)
        dates = (unit.created, unit.changed)
        return (id, *found, numbers[unit.provenance], *dates, *(unit.context or (None, None)))


def add(memory: Memory, units: Iterable[Unit], replace: bool = False) -> Added:
    """Put units into a memory in one transaction.

    Args:
        memory: the memory, open to write.
        units: what to put in; a unit that is there is brought up to date.
        replace: whether other translations of the same sources go.

    Raises:
        OutputError: nothing was put in: the disk is full, say.
    """
    prepared = prepare(units)
    with memory.writes() as connection:
        return add_prepared(connection, prepared, replace)


def prepare(units: Iterable[Unit]) -> list[Entry]:
    """Return units with what is counted for them; of the same pair of texts the last counts."""
    return list({entry.identity: entry for entry in map(Entry.of, units)}.values())


def add_prepared(
    connection: sqlite3.Connection, entries: Sequence[Entry], replace: bool = False
) -> Added:
    """Put units into a memory within a transaction."""
    replaced = _remove_others(connection, entries) if replace else 0
    there = _ids(connection, [entry.identity for entry in entries])
    numbers = _provenances(connection, (entry.unit for entry in entries))
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM units").fetchone()[0]
    fresh = [entry for entry in entries if entry.identity not in there]
    connection.executemany(_UNIT, (entry.row(id, numbers) for id, entry in enumerate(fresh, first)))
    for side in ("vi", "en"):
        connection.executemany(
            f"INSERT INTO runs_{side}(rowid, runs) VALUES(?, ?)",
            ((id, getattr(entry, f"runs_{side}")) for id, entry in enumerate(fresh, first)),
        )
    for entry in entries:
        if entry.identity in there:
            _renew(connection, there[entry.identity], entry.unit, numbers)
    return Added(len(fresh), len(there), replaced)


def remove(connection: sqlite3.Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Remove units, each given by its number and its texts, Vietnamese first."""
    for number, table in ((1, "runs_vi"), (2, "runs_en")):
        connection.executemany(
            f"INSERT INTO {table}({table}, rowid, runs) VALUES('delete', ?, ?)",
            ((row[0], " ".join(word_runs(str(row[number])))) for row in rows),
        )
    connection.executemany("DELETE FROM units WHERE id = ?", ((row[0],) for row in rows))


def _ids(connection: sqlite3.Connection, identities: list[int]) -> dict[int, int]:
    """Return the numbers of the units that are there, by what stands for their texts."""
    found = connection.execute(
        "SELECT identity, units.id FROM json_each(?) JOIN units ON identity = value",
        (json.dumps(identities),),
    )
    return dict(found.fetchall())


def _provenances(connection: sqlite3.Connection, units: Iterable[Unit]) -> dict[Provenance, int]:
    """Return the number of each provenance, which is put in where it is new."""
    numbers = {}
    for one in {unit.provenance for unit in units}:
        row = connection.execute(_PROVENANCE, astuple(one)).fetchone()
        if row is None:
            row = connection.execute(
                "INSERT INTO provenance(origin, tool, author, vi_tag, en_tag, source, machine)"
                " VALUES(?, ?, ?, ?, ?, ?, ?) RETURNING id",
                astuple(one),
            ).fetchone()
        numbers[one] = row[0]
    return numbers


def _renew(
    connection: sqlite3.Connection, id: int, unit: Unit, numbers: dict[Provenance, int]
) -> None:
    """Bring a unit up to date by one of the same texts, unless that is the older one."""
    kept, author, machine, changed = connection.execute(
        "SELECT provenance.id, author, machine, coalesce(changed, created) FROM units"
        " JOIN provenance ON provenance.id = units.provenance WHERE units.id = ?",
        (id,),
    ).fetchone()
    made = unit.changed if unit.changed is not None else unit.created
    older = (made or 0) <= (changed or 0)
    if unit.provenance.machine > machine or (older and unit.provenance.machine == machine):
        return
    # Who made it stays known where the later unit does not say.
    nameless = author and not (machine or unit.provenance.author)
    context = unit.context or (None, None)
    provenance = kept if nameless else numbers[unit.provenance]
    row = (provenance, unit.created, made, *context, id)
    connection.execute(_RENEWED, row)


def _remove_others(connection: sqlite3.Connection, entries: Sequence[Entry]) -> int:
    """Remove other translations of the sources of units; return how many there were."""
    kept: dict[tuple[str, str], set[str]] = {}
    for unit in (entry.unit for entry in entries):
        kept.setdefault((unit.provenance.source, unit.source), set()).add(unit.target)
    count = 0
    for (language, source), targets in kept.items():
        side, target = ("en", 1) if language == Language.ENGLISH else ("vi", 2)
        rows = connection.execute(
            f"SELECT id, vi, en FROM units WHERE {side}_key = ? AND {side} = ?",
            (key(source), source),
        ).fetchall()
        gone = [row for row in rows if row[target] not in targets]
        remove(connection, gone)
        count += len(gone)
    return count
