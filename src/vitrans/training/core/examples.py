"""Tokenised training examples on disk, and batches of similar length from them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitrans.errors import InputError
from vitrans.training.core.corpora import unprepared

POOL = 20_000
"""Examples that are sorted by length together; batches are shuffled afterwards."""


@dataclass(frozen=True, slots=True)
class TokenStore:
    """Pairs of token sequences in one flat array.

    Attributes:
        tokens: shape (total,), uint16; each example's source, then its target.
        index: shape (examples, 3), int64; start, source length, target length.
    """

    tokens: NDArray[np.uint16]
    index: NDArray[np.int64]

    @classmethod
    def write(cls, folder: Path, examples: Iterable[tuple[list[int], list[int]]]) -> "TokenStore":
        """Write examples (source ids, target ids) into a folder and return them as a store."""
        flat: list[NDArray[np.uint16]] = []
        index = []
        start = 0
        for source, target in examples:
            flat.append(np.array(source + target, dtype=np.uint16))
            index.append((start, len(source), len(target)))
            start += len(source) + len(target)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "tokens.npy", np.concatenate(flat))
        np.save(folder / "index.npy", np.array(index, dtype=np.int64))
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "TokenStore":
        """Open a folder that `write` made; the tokens stay on disk until they are used.

        Raises:
            InputError: it was not written to the end.
        """
        try:
            tokens = np.load(folder / "tokens.npy", mmap_mode="r")
            return cls(tokens, np.load(folder / "index.npy"))
        except OSError as error:
            raise InputError(unprepared(folder)) from error

    def __len__(self) -> int:
        return len(self.index)

    def batches(self, seed: int, batch_tokens: int) -> Iterator[NDArray[np.int64]]:
        """Yield the example numbers of one epoch, batch by batch, the same for the same seed.

        A batch holds at most `batch_tokens` tokens on its longer side, padding counted.
        """
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self))
        longest = self.longest(slice(None))
        for first in range(0, len(order), POOL):
            pool = order[first : first + POOL]
            pool = pool[np.lexsort((self.index[pool, 1], longest[pool]))]
            groups = np.split(pool, cuts(longest[pool], batch_tokens))
            for group in rng.permutation(len(groups)):
                yield groups[group]

    def longest(self, chosen: NDArray[np.int64] | slice) -> NDArray[np.int64]:
        """Return the length of the longer side of each chosen example."""
        lengths: NDArray[np.int64] = self.index[chosen, 1:].max(axis=1)
        return lengths

    def padded(self, chosen: NDArray[np.int64], pad: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return sources and targets of the chosen examples, shapes (batch, longest), int64."""
        rows = self.index[chosen]
        sources = np.full((len(rows), rows[:, 1].max()), pad, dtype=np.int64)
        targets = np.full((len(rows), rows[:, 2].max()), pad, dtype=np.int64)
        for row, (start, source, target) in enumerate(rows):
            sources[row, :source] = self.tokens[start : start + source]
            targets[row, :target] = self.tokens[start + source : start + source + target]
        return sources, targets


def cuts(lengths: NDArray[np.int64], batch_tokens: int) -> list[int]:
    """Return where to cut a sorted run of lengths so that each piece fits `batch_tokens`."""
    places, first = [], 0
    for position, length in enumerate(lengths):
        if position > first and (position - first + 1) * int(length) > batch_tokens:
            places.append(position)
            first = position
    return places
