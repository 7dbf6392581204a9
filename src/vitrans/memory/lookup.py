"""What a memory has for a text: the same, the same but for numbers and tags, and what is like it.

Candidates come from the pairs of words that a text has. A sentence in which a quarter of the words
is another shares half of the pairs, so that whatever is alike has one of the rarer half; the lists
of the more common ones need not be read (prefix filtering, Chaudhuri et al. 2006). How alike two
texts are is rapidfuzz's ratio of their characters.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from vitrans.memory.keys import key, normal, skeleton_keys, word_pairs
from vitrans.memory.store import Memory
from vitrans.memory.substitution import substituted
from vitrans.memory.units import PENALTY, Provenance, Unit
from vitrans.types import Language, Match, Target, target_of

ALIKE = 75
"""The percent from which matches are offered."""

SAME, IN_CONTEXT, SAME_BUT_NUMBERS = 100, 101, 99
_MACHINE = "machine translation"

# Units that are read of a pair of words: first, and where too few pairs are rarer than that.
_FEW, _MANY = 400, 4000
_COMPARED = 120
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


def _sharing(connection: sqlite3.Connection, text: str, side: str) -> Iterator[int]:
    """Yield the units that share most pairs of words with a text, of the rarer ones."""
    pairs = list(dict.fromkeys(word_pairs(text)))
    read = {pair: _with_pair(connection, pair, side, _FEW) for pair in pairs}
    common = [pair for pair in pairs if len(read[pair]) == _FEW]
    if len(common) > (len(pairs) - 1) // 2:
        read |= {pair: _with_pair(connection, pair, side, _MANY) for pair in common}
        common = [pair for pair in common if len(read[pair]) == _MANY]
    rare = [ids for pair, ids in read.items() if pair not in common]
    shared = Counter(id for ids in rare or read.values() for id in ids)
    return (id for id, _ in shared.most_common(_COMPARED))


def _with_pair(connection: sqlite3.Connection, pair: str, side: str, most: int) -> list[int]:
    """Return the units that have a pair of words, the latest first, if they are too many."""
    rows = connection.execute(
        f"SELECT rowid FROM pairs_{side} WHERE pairs_{side} MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f'"{pair}"', most),
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
