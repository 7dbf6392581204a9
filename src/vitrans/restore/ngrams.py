"""Votes of neighbouring syllables: what form a syllable had, in training, between these two.

An encoder learns slowly what a table just remembers. The table holds a vote for each of a few
million contexts in about three bytes apiece, as a static function over three blocks (Botelho,
Pagh and Ziviani 2007; the "xor filter" of Graf and Lemire 2020): the exclusive or of three
places gives a context's fingerprint and vote, and no key is stored. A context that was never
seen passes for another one time in 256.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vitrans.errors import ModelError

SHAPES = ((-1, 0), (0, 1), (-2, -1, 0), (-1, 0, 1), (0, 1, 2))
"""The places, counted from the syllable, that make up each kind of context."""

REACH = 2
"""How far a context reaches to either side."""

LEVELS = 8
"""Sizes that a vote can have."""

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A table of contexts and their votes.

    Attributes:
        table: shape (3 * block,), uint16; fingerprint (8 bits), form (5), size of the vote (3).
        levels: shape (kinds, LEVELS), float32; what a vote of each size adds to the form's score.
    """

    table: NDArray[np.uint16]
    levels: NDArray[np.float32]

    @classmethod
    def read(cls, path: Path) -> "Ngrams":
        """Read a table that training wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        try:
            with np.load(path) as file:
                return cls(file["table"], file["levels"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"no table of n-grams in {str(path)!r}: {error}") from error

    def write(self, path: Path) -> None:
        """Write the table."""
        np.savez(path, table=self.table, levels=self.levels)

    def votes(self, tokens: NDArray[np.int64]) -> "Votes":
        """Return the votes for the tokens of some lines.

        Args:
            tokens: shape (lines, REACH + length + REACH), numbers of the bare tokens, 0 outside.
        """
        keys = np.stack([context_keys(tokens, kind) for kind in range(len(SHAPES))])
        found, value = look_up(self.table, keys)
        kind, line, place = np.nonzero(found)
        value = value[found].astype(np.int64)
        return Votes(line, place, value >> 3, kind * LEVELS + (value & 7))


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes for forms, all of shape (votes,).

    Attributes:
        line: the number of the line of the token that a vote is about.
        place: the token's place in its line.
        form: the number of the form among those of the token's base.
        cell: the vote's kind and size, a place in the flattened `levels`.
    """

    line: NDArray[np.int64]
    place: NDArray[np.int64]
    form: NDArray[np.int64]
    cell: NDArray[np.int64]


def context_keys(tokens: NDArray[np.int64], kind: int) -> Keys:
    """Return the key of each place's context, shape (lines, length) for padded `tokens`."""
    length = tokens.shape[1] - 2 * REACH
    key = np.full((len(tokens), length), kind + 1, dtype=np.uint64)
    for offset in SHAPES[kind]:
        column = tokens[:, REACH + offset : REACH + offset + length].astype(np.uint64)
        key = (key << np.uint64(16)) | column
    return key


def places(keys: Keys, block: int) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """Return the three places of each key, shape (3, *keys.shape), and its fingerprint."""
    mixed = _mix(keys)
    size = np.uint64(block)
    part = [(mixed >> np.uint64(s)) & np.uint64(0x1FFFFF) for s in (0, 21, 42)]
    rows = [((p * size) >> np.uint64(21)) + np.uint64(i * block) for i, p in enumerate(part)]
    mark = (_mix(mixed) >> np.uint64(56)).astype(np.uint16)
    return np.stack(rows).astype(np.int64), mark


def look_up(table: NDArray[np.uint16], keys: Keys) -> tuple[NDArray[np.bool_], NDArray[np.uint16]]:
    """Return, for each key, whether the table knows it and the eight bits it has for it."""
    rows, mark = places(keys, len(table) // 3)
    value = table[rows[0]] ^ table[rows[1]] ^ table[rows[2]]
    return (value >> 8) == mark, value & np.uint16(255)


def _mix(keys: Keys) -> Keys:
    """Return well-mixed keys (the finaliser of MurmurHash3, Appleby 2011)."""
    keys = keys ^ (keys >> np.uint64(33))
    keys = keys * np.uint64(0xFF51AFD7ED558CCD)
    keys = keys ^ (keys >> np.uint64(33))
    keys = keys * np.uint64(0xC4CEB9FE1A85EC53)
    return keys ^ (keys >> np.uint64(33))
