"""Glossaries that clients keep here: entries read and checked, kept in the store."""

import csv
import io
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from vitrans.server.problems import RefusedError
from vitrans.server.store import Store
from vitrans.text import nfc

_INVALID = "Invalid glossary entries provided"
_LANGUAGES = frozenset({("en", "vi"), ("vi", "en")})
_LONGEST = 1024  # bytes of a term or a name, as DeepL has it
_MOST = 100_000  # entries

Pair = tuple[str, str]


class Entries(NamedTuple):
    """The terms of one direction."""

    source: str
    target: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """A glossary, with one dictionary a direction."""

    id: str
    name: str
    created: str
    dictionaries: tuple[Entries, ...]

    def of(self, source: str, target: str) -> Entries | None:
        """Return the terms of a direction, None if there are none."""
        wanted = (source, target)
        return next((one for one in self.dictionaries if (one.source, one.target) == wanted), None)


def read_entries(source: str, target: str, text: str, form: str) -> Entries:
    """Return the entries in a text, checked.

    Args:
        source: the language of the terms.
        target: that of their translations.
        text: a line an entry.
        form: `tsv` or `csv`.

    Raises:
        RefusedError: the languages, the format or an entry cannot be taken; it says which.
    """
    source, target = source.lower(), target.lower()
    if (source, target) not in _LANGUAGES:
        raise RefusedError(400, "Unsupported glossary languages", detail="en and vi, or vi and en")
    rows = _tsv(text) if form == "tsv" else _csv(text)
    pairs = _checked(rows)
    if not pairs:
        raise RefusedError(400, _INVALID, detail="there are none")
    return Entries(source, target, pairs)


def as_tsv(pairs: Sequence[Pair]) -> str:
    """Return entries as tab-separated values."""
    return "\n".join(f"{source}\t{target}" for source, target in pairs)


def checked_entries(source: str, target: str, pairs: Iterable[Pair]) -> Entries:
    """Return pairs of terms as the entries of a direction; of the same term the last one counts.

    Raises:
        RefusedError: a term cannot be taken; it says which.
    """
    return Entries(source, target, _checked([list(pair) for pair in dict(pairs).items()]))


def name_checked(name: str) -> str:
    """Return a glossary's name.

    Raises:
        RefusedError: it is none.
    """
    if not name.strip() or len(name.encode("utf-8", "surrogatepass")) > _LONGEST:
        raise RefusedError(400, "Invalid glossary name", detail="1 to 1024 bytes")
    return name


def _tsv(text: str) -> list[list[str]]:
    return [line.rstrip("\r").split("\t") for line in text.split("\n") if line.strip()]


def _csv(text: str) -> list[list[str]]:
    """Return the rows of comma-separated values; columns of languages are left out."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
    except csv.Error as error:
        raise RefusedError(400, _INVALID, detail=f"no CSV: {error}") from None
    return [row[:2] if len(row) == 4 else row for row in rows]


def _checked(rows: Sequence[Sequence[str]]) -> tuple[Pair, ...]:
    """Return rows as entries, none twice."""
    if len(rows) > _MOST:
        raise RefusedError(413, f"{len(rows)} entries; at most {_MOST} in a glossary")
    found: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows):
        terms = [nfc(cell).strip() for cell in row]
        if len(terms) != 2 or not all(map(_is_term, terms)):
            detail = f"Entry with the index {number} is no term and its translation"
            raise RefusedError(400, _INVALID, detail=detail)
        if terms[0] in found:
            earlier = found[terms[0]][0]
            detail = f"Key with the index {number} duplicates key with the index {earlier}"
            raise RefusedError(400, _INVALID, detail=detail)
        found[terms[0]] = (number, terms[1])
    return tuple((source, target) for source, (_, target) in found.items())


def _is_term(text: str) -> bool:
    size = len(text.encode("utf-8", "surrogatepass"))
    return 0 < size <= _LONGEST and not any(map(_is_control, text))


def _is_control(character: str) -> bool:
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000


class Glossaries:
    """The glossaries of the store; each owner sees their own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, owner: str, name: str, dictionaries: Sequence[Entries]) -> Glossary:
        """Keep a new glossary."""
        created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        made = Glossary(str(uuid.uuid4()), name_checked(name), created, tuple(dictionaries))
        with self._store.changing() as rows:
            rows.execute(
                "INSERT INTO glossary VALUES (?, ?, ?, ?)", (made.id, owner, made.name, created)
            )
            for one in dictionaries:
                rows.execute(*_insertion(made.id, one))
        return made

    def list(self, owner: str) -> list[Glossary]:
        """Return all glossaries of an owner, in the order in which they were made."""
        with self._store.reading() as rows:
            found = rows.execute(
                "SELECT id FROM glossary WHERE owner = ? ORDER BY created, id", (owner,)
            ).fetchall()
        return [self.get(owner, id) for (id,) in found]

    def get(self, owner: str, id: str) -> Glossary:
        """Return a glossary.

        Raises:
            RefusedError: the owner has none of this name.
        """
        with self._store.reading() as rows:
            head = rows.execute(
                "SELECT name, created FROM glossary WHERE id = ? AND owner = ?", (id, owner)
            ).fetchone()
            if not head:
                raise RefusedError(404, "Glossary not found")
            found = rows.execute(
                "SELECT source, target, entries FROM dictionary WHERE glossary = ? ORDER BY rowid",
                (id,),
            ).fetchall()
        name, created = head
        return Glossary(id, name, created, tuple(_entries(*row) for row in found))

    def rename(self, owner: str, id: str, name: str) -> None:
        """Give a glossary another name."""
        with self._store.changing() as rows:
            self.get(owner, id)
            rows.execute("UPDATE glossary SET name = ? WHERE id = ?", (name_checked(name), id))

    def put(self, owner: str, id: str, entries: Entries) -> None:
        """Keep the entries of a direction in the place of those that were there."""
        with self._store.changing() as rows:
            self.get(owner, id)
            rows.execute(*_insertion(id, entries))

    def merge(self, owner: str, id: str, entries: Entries) -> None:
        """Add entries to those of a direction; the new ones count."""
        with self._store.changing() as rows:
            old = self.get(owner, id).of(entries.source, entries.target)
            pairs = dict(old.pairs if old else ()) | dict(entries.pairs)
            rows.execute(*_insertion(id, entries._replace(pairs=tuple(pairs.items()))))

    def remove(self, owner: str, id: str) -> None:
        """Take a glossary away."""
        with self._store.changing() as rows:
            self.get(owner, id)
            rows.execute("DELETE FROM glossary WHERE id = ?", (id,))

    def remove_direction(self, owner: str, id: str, source: str, target: str) -> None:
        """Take the entries of a direction away.

        Raises:
            RefusedError: there are none.
        """
        with self._store.changing() as rows:
            if not self.get(owner, id).of(source, target):
                raise RefusedError(404, "Dictionary not found")
            rows.execute(
                "DELETE FROM dictionary WHERE glossary = ? AND source = ? AND target = ?",
                (id, source, target),
            )


def _entries(source: str, target: str, pairs: str) -> Entries:
    """Return the entries of a row."""
    return Entries(source, target, tuple((one, other) for one, other in json.loads(pairs)))


def _insertion(id: str, entries: Entries) -> tuple[str, tuple[str, ...]]:
    pairs = json.dumps(entries.pairs, ensure_ascii=False)
    statement = (
        "INSERT INTO dictionary VALUES (?, ?, ?, ?) ON CONFLICT (glossary, source, target) "
        "DO UPDATE SET entries = excluded.entries"
    )
    return statement, (id, entries.source, entries.target, pairs)
