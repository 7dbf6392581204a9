"""The form of a memory's file: SQLite, its tables, and which versions of them can be read.

Units are people's work; drafts are what an engine made, kept apart and found only by the very same
engine. Runs of words in each language lie in an FTS5 table without content and without positions,
which is little more than lists of units by run.
"""

import sqlite3

from vitrans.errors import InputError

VERSION = 1
"""The version of the tables; greater than that of every form that came before."""

_ID = 0x7654726D  # vTrm
_RUNS = "USING fts5(runs, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '_'\")"
_TABLES = f"""
CREATE TABLE provenance(
  id INTEGER PRIMARY KEY, origin TEXT NOT NULL, tool TEXT NOT NULL, author TEXT NOT NULL,
  vi_tag TEXT NOT NULL, en_tag TEXT NOT NULL, source TEXT NOT NULL, machine INTEGER NOT NULL,
  UNIQUE(origin, tool, author, vi_tag, en_tag, source, machine)
);
CREATE TABLE units(
  id INTEGER PRIMARY KEY, identity INTEGER NOT NULL UNIQUE, vi TEXT NOT NULL, en TEXT NOT NULL,
  vi_key INTEGER NOT NULL, en_key INTEGER NOT NULL,
  provenance INTEGER NOT NULL REFERENCES provenance, created INTEGER, changed INTEGER,
  before TEXT, after TEXT
);
CREATE INDEX units_vi ON units(vi_key);
CREATE INDEX units_en ON units(en_key);
CREATE VIRTUAL TABLE runs_vi {_RUNS};
CREATE VIRTUAL TABLE runs_en {_RUNS};
CREATE TABLE engines(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE drafts(
  engine INTEGER NOT NULL REFERENCES engines, identity INTEGER NOT NULL, to_ TEXT NOT NULL,
  source TEXT NOT NULL, target TEXT NOT NULL, details TEXT NOT NULL, created INTEGER NOT NULL,
  PRIMARY KEY(engine, identity)
) WITHOUT ROWID;
CREATE TABLE imports(sha256 TEXT PRIMARY KEY, done INTEGER NOT NULL) WITHOUT ROWID;
"""
# Bytes of runs that are gathered before they are written: fewer, larger pieces to merge.
_GATHERED = 16 << 20


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(f"BEGIN;{_TABLES}COMMIT;")
    for table in ("runs_vi", "runs_en"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('hashsize', {_GATHERED})")
    connection.execute(f"PRAGMA application_id = {_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def check(connection: sqlite3.Connection, name: str) -> None:
    """Refuse a file that is no memory, or one of a newer version.

    Raises:
        InputError: it is; the message says what to do.
        sqlite3.DatabaseError: it is no SQLite file.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != _ID:
        raise InputError(
            f"{name!r} is a database of another program, not a translation memory; "
            "name another file"
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise InputError(
            f"the memory {name!r} was written by a newer vitrans (its form is {version}, this "
            f"one knows {VERSION}); update vitrans, or export it there as TMX and import that here"
        )
