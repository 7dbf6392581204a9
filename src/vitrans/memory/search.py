"""What a person finds in a memory: what is like a text or has a phrase, engines' drafts too."""

from collections.abc import Iterator

from vitrans.memory.drafts import DRAFT
from vitrans.memory.keys import normal, word_runs
from vitrans.memory.lookup import COLUMNS, FROM, SAME, SAME_BUT_NUMBERS, find, match_of, unit_of
from vitrans.memory.store import Memory
from vitrans.memory.units import date_text
from vitrans.types import Language, Match, Target, target_of

_READ = 2000  # units with the words of a phrase that are looked at


def search(
    memory: Memory, text: str, target: Target | None = None, at_least: int = 60, limit: int = 10
) -> list[Match]:
    """Return what a memory has for a text or a phrase, the best first, each pair of texts once.

    Args:
        memory: the memory.
        text: a text that others are to be like, or words that they are to have.
        target: the language that it is not in; either if None.
        at_least: the least percent of those that are like it.
        limit: how many are returned.
    """
    text = normal(text)
    targets: list[Target] = [target] if target else [Language.ENGLISH, Language.VIETNAMESE]
    found = [
        one.match
        for to in targets
        for one in find(memory, text, to, at_least=at_least, limit=limit)
    ]
    found += (match for to in targets for match in _with_phrase(memory, text, to))
    found += _drafts(memory, text, targets, at_least)
    first: dict[tuple[str, str], Match] = {}
    for match in found:
        first.setdefault((match.source, match.target), match)
    ranked = sorted(first.values(), key=lambda match: (match.origin == DRAFT, -match.score))
    return ranked[:limit]


def _with_phrase(memory: Memory, phrase: str, target: Target) -> Iterator[Match]:
    """Yield units that have a phrase in the other language, whatever its case."""
    side = str(target.other)
    query = _query(phrase)
    if not query:
        return
    with memory.reads() as connection:
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM {FROM} WHERE units.id IN (SELECT rowid FROM runs_{side}"
            f" WHERE runs_{side} MATCH ? ORDER BY rowid DESC LIMIT {_READ})",
            (query,),
        ).fetchall()
    for row in rows:
        match = match_of(unit_of(row), target, 0)
        if phrase.casefold() in match.source.casefold():
            yield match_of(unit_of(row), target, _score(phrase, match.source))


def _query(phrase: str) -> str:
    """Return what FTS5 is asked for texts that have the words of a phrase, the last one begun."""
    runs = word_runs(phrase)
    if not runs:
        return ""
    begun = runs[-min(len(runs) - 1, 3)]
    inner = [run for run in runs if all(run.split("_")) and run != begun]
    return " AND ".join([*(f'"{run}"' for run in inner), f'"{begun.rstrip("_")}" *'])


def _score(text: str, source: str) -> int:
    """Return how alike two texts are, in percent."""
    from rapidfuzz import fuzz

    return SAME if text == source else min(int(fuzz.ratio(text, source)), SAME_BUT_NUMBERS)


def _drafts(memory: Memory, text: str, targets: list[Target], at_least: int) -> Iterator[Match]:
    """Yield what engines have made that is like a text, or has it as a phrase, on either side."""
    low = text.casefold()
    for into, source, target, name, created in _all_drafts(memory):
        sides = [(source, target)] if into in targets else []
        sides += [(target, source)] if into.other in targets else []
        score, near, other = max((_score(text, one), one, two) for one, two in sides)
        if score >= at_least or low in near.casefold():
            by = f"machine translation ({name})"
            yield Match(near, other, score, DRAFT, date_text(created), by)


def _all_drafts(memory: Memory) -> Iterator[tuple[Target, str, str, str, int]]:
    """Yield the language that drafts are in, their texts, engines and dates, the latest first."""
    with memory.reads() as connection:
        rows = connection.execute(
            "SELECT to_, source, target, name, created FROM drafts"
            " JOIN engines ON engines.id = engine ORDER BY created DESC"
        )
        for to, *rest in rows:
            yield target_of(to), *rest
