"""The trained tagger: scores of every form of every bare syllable of a line."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrans.errors import ModelError
from vitrans.restore.lexicon import Lexicon
from vitrans.restore.tokens import case_of

WINDOW, OVERLAP = 96, 24
"""Tokens that the encoder reads at once, and how many of them two windows share."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The forms of one token of a line, with the probability of each, best first."""

    token: int
    forms: tuple[str, ...]
    probabilities: tuple[float, ...]


class Tagger:
    """A CTranslate2 encoder with a head in numpy; `load` makes one."""

    def __init__(self, lexicon: Lexicon, encoder: Any, head: dict[str, Any]) -> None:
        self.lexicon = lexicon
        self._encoder = encoder
        self._weight, self._offset = head["weight"].T, head["offset"]
        self._forms = head["forms"] * head["scale"]
        self._bias = head["bias"]
        self._names = [form for forms in lexicon.forms.values() for form in forms]

    @classmethod
    def load(cls, folder: Path, threads: int = 0) -> "Tagger":
        """Load the files that the training's export wrote.

        Args:
            folder: the restorer's files.
            threads: batches that are worked on at once, one core each; 0 for all cores.

        Raises:
            ModelError: a file is missing or damaged.
        """
        import ctranslate2
        import numpy as np

        try:
            encoder = ctranslate2.Encoder(
                str(folder / "encoder"),
                compute_type="int8",
                inter_threads=threads or os.cpu_count() or 1,
                intra_threads=1,
            )
            with np.load(folder / "head.npz") as file:
                head = dict(file)
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"the restorer in {str(folder)!r} cannot be loaded ({error}); "
                "reinstall vitrans or name another folder"
            ) from error
        return cls(Lexicon.read(folder / "lexicon.json"), encoder, head)

    def score(self, lines: Sequence[Sequence[str]]) -> list[list[Scored]]:
        """Return, for each line of tokens, the scored forms of each bare token with a choice.

        A token that has marks already is read as context and not scored.
        """
        scored: list[list[Scored]] = [[] for _ in lines]
        windows = sorted(_windows(lines), key=lambda w: w.end - w.start)
        batches = list(_batches(windows))
        with ThreadPoolExecutor(self._encoder.num_encoders) as pool:
            made = pool.map(lambda batch: self._score_batch(lines, batch), batches)
            for batch, found in zip(batches, made, strict=True):
                for window, choices in zip(batch, found, strict=True):
                    scored[window.line].extend(choices)
        return [sorted(found, key=lambda s: s.token) for found in scored]

    def _score_batch(
        self, lines: Sequence[Sequence[str]], batch: Sequence["_Window"]
    ) -> list[list[Scored]]:
        import numpy as np

        texts = [lines[w.line][w.start : w.end] for w in batch]
        lows = [[t.lower() for t in text] for text in texts]
        numbers = [[self.lexicon.number(t) for t in low] for low in lows]
        cases = [[int(case_of(t)) for t in text] for text in texts]
        output = self._encoder.forward_batch(numbers, token_type_ids=cases)
        states = np.asarray(output.last_hidden_state)
        where = [
            (row, column)
            for row, window in enumerate(batch)
            for column in range(window.first - window.start, window.last - window.start)
            if lows[row][column] in self.lexicon.forms
        ]
        if not where:
            return [[] for _ in batch]
        rows, columns = np.array(where).T
        projected = states[rows, columns] @ self._weight + self._offset
        found: list[list[Scored]] = [[] for _ in batch]
        bases = [lows[row][column] for row, column in where]
        for (row, column), scored in zip(where, self._choose(projected, bases), strict=True):
            found[row].append(Scored(batch[row].start + column, *scored))
        return found

    def _choose(
        self, projected: Any, bases: Sequence[str]
    ) -> Iterator[tuple[tuple[str, ...], tuple[float, ...]]]:
        """Yield the forms of each base, best first, with their probabilities (a softmax)."""
        import numpy as np

        many = np.array([len(self.lexicon.forms[b]) for b in bases])
        first = np.array([self.lexicon.first_form[b] for b in bases])
        ends = np.cumsum(many)
        token = np.repeat(np.arange(len(bases)), many)
        form = np.arange(ends[-1]) - np.repeat(ends - many, many) + np.repeat(first, many)
        scores = np.einsum("nd,nd->n", projected[token], self._forms[form]) + self._bias[form]
        scores = np.exp(scores - np.maximum.reduceat(scores, ends - many)[token])
        scores /= np.add.reduceat(scores, ends - many)[token]
        order = np.lexsort((-scores, token))
        names = [self._names[n] for n in form[order].tolist()]
        values = scores[order].tolist()
        for end, count in zip(ends.tolist(), many.tolist(), strict=True):
            yield tuple(names[end - count : end]), tuple(values[end - count : end])


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens `start:end` of a line are read; `first:last` of them are scored."""

    line: int
    start: int
    end: int
    first: int
    last: int


def _windows(lines: Sequence[Sequence[str]]) -> Iterator[_Window]:
    for number, line in enumerate(lines):
        first = 0
        while first < len(line):
            start = max(0, first - OVERLAP // 2)
            end = min(len(line), start + WINDOW)
            last = end if end == len(line) else end - OVERLAP // 2
            yield _Window(number, start, end, first, last)
            first = last


def _batches(windows: Sequence[_Window], tokens: int = 768) -> Iterator[list[_Window]]:
    batch: list[_Window] = []
    for window in windows:
        if batch and (len(batch) + 1) * (window.end - window.start) > tokens:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
