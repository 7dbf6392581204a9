"""What an engine has translated before: found again by the very same engine, and by no other.

An engine is known by a key, which stands for all that its output depends on: the model's files, the
settings, the content of glossaries, the version of vitrans. Drafts are nobody's work and are never
offered as matches.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from vitrans.memory.keys import identity
from vitrans.memory.store import Memory
from vitrans.types import Target, Translation

DRAFT = "draft"
"""The origin of what an engine has made."""

# What a draft does not keep among its details: its columns, and what changes with the memory.
_APART = frozenset({"source", "target", "matches"})
_PUT = (
    "INSERT OR REPLACE INTO drafts(engine, identity, to_, source, target, details, created)"
    " VALUES(?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one engine in a memory.

    Attributes:
        memory: open to write, if drafts are to be kept.
        key: what the engine is known by.
        name: what people call it.
    """

    memory: Memory
    key: str
    name: str = ""

    def get(self, texts: Iterable[str], target: Target) -> dict[str, Translation]:
        """Return those of the texts that the engine has translated, with what it made of them."""
        wanted = {identity(target, text): text for text in texts}
        with self.memory.reads() as connection:
            rows = connection.execute(
                "SELECT source, target, details FROM json_each(?) JOIN drafts ON"
                " identity = value AND engine = (SELECT engines.id FROM engines WHERE key = ?)",
                (json.dumps(list(wanted)), self.key),
            ).fetchall()
        asked = set(wanted.values())
        return {
            source: Translation(source, made, **_details(json.loads(details)))
            for source, made, details in rows
            if source in asked
        }

    def put(self, made: Sequence[Translation], target: Target) -> None:
        """Keep translations in one transaction.

        Raises:
            OutputError: none was kept: the disk is full, say.
        """
        if not made:
            return
        now = int(time.time())
        with self.memory.writes() as connection:
            connection.execute(
                "INSERT INTO engines(key, name) VALUES(?, ?) ON CONFLICT DO NOTHING",
                (self.key, self.name),
            )
            [engine] = connection.execute(
                "SELECT id FROM engines WHERE key = ?", (self.key,)
            ).fetchone()
            connection.executemany(
                _PUT,
                ((engine, *_columns(one, target), now) for one in made),
            )


def _columns(translation: Translation, target: Target) -> tuple[object, ...]:
    source = translation.source
    details = {name: value for name, value in asdict(translation).items() if name not in _APART}
    written = json.dumps(details, ensure_ascii=False)
    return identity(target, source), target, source, translation.target, written


def _details(read: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a translation as they were."""
    kinds = get_type_hints(Translation)
    return {name: _value(kinds[name], value) for name, value in read.items() if name in kinds}


def _value(kind: Any, value: Any) -> Any:
    if get_origin(kind) is not tuple:
        return value
    part = get_args(kind)[0]
    make = cast(Callable[..., object], part)
    return tuple(make(**one) for one in value) if is_dataclass(part) else tuple(value)
