"""What a memory has for a text: the same, the same but for numbers and tags, and what is like it.

Candidates come from runs of three words that a text shares with units. What is much like it shares
a good part of its runs, so that it is enough to read which units have the rarer half (prefix
filtering, Chaudhuri et al. 2006); where most runs are common, which have several of them at once.
How alike two texts are is rapidfuzz's ratio of their characters.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vitrans.memory.keys import key, normal, skeleton_keys, word_runs
from vitrans.memory.store import Memory
from vitrans.memory.substitution import substituted
from vitrans.memory.units import PENALTY, Provenance, Unit
from vitrans.types import Language, Match, Target, target_of

ALIKE = 75
"""The percent from which matches are offered."""

SAME, IN_CONTEXT, SAME_BUT_NUMBERS = 100, 101, 99
_MACHINE = "machine translation"

_FEW = 300  # units that are read of a run of words; what has more is common
_STARTS, _TOGETHER = 6, 4  # places from which common runs are looked for together, and how many
_COMPARED = 300
_SAME_SKELETON = 50
COLUMNS = (
    "units.id, vi, en, created, changed, before, after, origin, tool, author, vi_tag, en_tag,"
    " source, machine"
)
FROM = "units JOIN provenance ON provenance.id = units.provenance"


@dataclass(frozen=True, slots=True)
class Found:
    """A match, and whether it is as good as a translation of the very text."""

    match: Match
    is_same: bool


def find(
    memory: Memory,
    text: str,
    target: Target,
    context: tuple[str, str] | None = None,
    at_least: int = ALIKE,
    limit: int = 5,
) -> list[Found]:
    """Return what a memory has for a text, the best first, each target once.

    Where it has the same text, what is merely like it is not looked for.

    Args:
        memory: the memory.
        text: what is to be translated.
        target: the language to translate into.
        context: the texts before and after it, if they are known.
        at_least: the least percent of a match.
        limit: how many are returned.
    """
    text = normal(text)
    context = context and (normal(context[0]), normal(context[1]))
    side = str(target.other)
    with memory.reads() as connection:
        units = _same(connection, text, side) or _alike(connection, text, side, at_least)
    found = _ranked(_found(unit, text, target, context, ratio) for unit, ratio in units)
    first: dict[str, Found] = {}
    for one in found:
        if one.match.score >= at_least:
            first.setdefault(one.match.target, one)
    return list(first.values())[:limit]


def unit_of(row: tuple[Any, ...]) -> Unit:
    """Return the unit of a row of `COLUMNS`."""
    _, vi, en, created, changed, before, after, *names, source, machine = row
    origin, tool, author, vi_tag, en_tag = names
    provenance = Provenance(origin, tool, author, vi_tag, en_tag, target_of(source), bool(machine))
    return Unit(vi, en, provenance, created, changed, None if before is None else (before, after))


def _same(connection: sqlite3.Connection, text: str, side: str) -> list[tuple[Unit, float]]:
    """Return the units whose text is the same."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {FROM} WHERE {side}_key = ? AND {side} = ?", (key(text), text)
    )
    return [(unit_of(row), 100.0) for row in rows]


def _alike(
    connection: sqlite3.Connection, text: str, side: str, at_least: int
) -> list[tuple[Unit, float]]:
    """Return units whose text is like another, with how much, in percent."""
    from rapidfuzz import fuzz, process

    numbers = {*_same_skeleton(connection, text, side), *_sharing(connection, text, side)}
    texts = dict(
        connection.execute(
            f"SELECT id, {side} FROM units WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        ).fetchall()
    )
    near = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=at_least, limit=10)
    ratios = {id: ratio for _, ratio, id in near}
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {FROM} WHERE units.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ratios)),),
    )
    return [(unit_of(row), ratios[row[0]]) for row in rows]


def _same_skeleton(connection: sqlite3.Connection, text: str, side: str) -> Iterator[int]:
    """Yield the units that differ in numbers and tags, and a few that only share their hash."""
    rows = connection.execute(
        f"SELECT id FROM units WHERE {side}_key BETWEEN ? AND ? LIMIT {_SAME_SKELETON}",
        skeleton_keys(text),
    )
    return (row[0] for row in rows)


def _sharing(connection: sqlite3.Connection, text: str, side: str) -> list[int]:
    """Return the units that share most runs of words with a text, of the rarer ones."""
    runs = list(dict.fromkeys(word_runs(text)))
    lists = {run: _with_runs(connection, [run], side) for run in runs}
    found = [units for units in lists.values() if 0 < len(units) < _FEW]
    common = [run for run in runs if len(lists[run]) == _FEW]
    if len(found) < len(common):
        found += [_narrowed(connection, some, side) for some in _together(common)]
    shared = Counter(id for units in found for id in units)
    return [id for id, _ in shared.most_common(_COMPARED)]


def _together(runs: Sequence[str]) -> Iterator[list[str]]:
    """Yield runs to look for together: what stands in a row, and what stands half a text apart.

    A text that is much like another has most stretches of it as they are, or has changed in one
    half more than in the other.
    """
    step, half = max(2, len(runs) // _STARTS), len(runs) // 2
    for start in range(0, len(runs), step):
        yield list(runs[start::2][:_TOGETHER])
        yield [runs[(start + n * half + n // 2 * 2) % len(runs)] for n in range(_TOGETHER)]


def _narrowed(connection: sqlite3.Connection, runs: Sequence[str], side: str) -> list[int]:
    """Return the units that have the first of some runs, and as many more as make them few."""
    units: list[int] = []
    for count in range(2, len(runs) + 1):
        fewer = _with_runs(connection, runs[:count], side)
        units = fewer or units
        if len(fewer) < _FEW:
            break
    return units


def _with_runs(connection: sqlite3.Connection, runs: Iterable[str], side: str) -> list[int]:
    """Return the first units that have all of some runs of words."""
    query = " AND ".join(f'"{run}"' for run in dict.fromkeys(runs))
    rows = connection.execute(
        f"SELECT rowid FROM runs_{side} WHERE runs_{side} MATCH ? LIMIT {_FEW}", (query,)
    )
    return [row[0] for row in rows]


def match_of(unit: Unit, target: Target, score: int, written: str | None = None) -> Match:
    """Return a unit as a match; `written` is its target if that is to be another one."""
    made = unit.provenance
    source, own = (unit.vi, unit.en) if target is Language.ENGLISH else (unit.en, unit.vi)
    by = _MACHINE if made.machine else made.author
    return Match(source, own if written is None else written, score, made.origin, unit.when, by)


def _found(
    unit: Unit, text: str, target: Target, context: tuple[str, str] | None, ratio: float
) -> Found:
    """Return a unit beside a text that is as like its source as `ratio` says."""
    match = match_of(unit, target, min(int(ratio), SAME_BUT_NUMBERS))
    known = unit.context if unit.provenance.source is not target else None
    is_same = match.source == text
    if is_same:
        match = replace(match, score=IN_CONTEXT if context and context == known else SAME)
    elif made := substituted(match.source, match.target, text, target):
        is_same, match = True, replace(match, target=made, score=SAME_BUT_NUMBERS)
    if unit.provenance.machine:
        return Found(replace(match, score=match.score - PENALTY), is_same=False)
    return Found(match, is_same)


def _ranked(found: Iterable[Found]) -> list[Found]:
    """Return the best first: by score, people before machines, then the latest."""
    latest = sorted(found, key=lambda one: one.match.when, reverse=True)
    return sorted(latest, key=lambda one: (-one.match.score, one.match.by == _MACHINE))
