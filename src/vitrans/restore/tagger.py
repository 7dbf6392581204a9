"""The trained tagger: scores of every form of every bare syllable of a line.

The score of a form is the encoder's plus the votes of the n-grams about the syllable: a
log-linear mixture, whose weights training has put into both.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import finalize

from vitrans.cores import available_cores
from vitrans.errors import ModelError
from vitrans.restore.lexicon import FormLexicon
from vitrans.restore.tokens import case_of
from vitrans.text import strip_accents

if TYPE_CHECKING:
    from vitrans.restore.ngrams import Ngrams

WINDOW, OVERLAP = 96, 24
"""Tokens that the encoder reads at once, and how many of them two windows share."""

SELDOM = 0.02
"""The share of a syllable's sightings up to which its bare form is a slip."""

MOST_REMEMBERED = 100_000
"""Tokens whose reading is kept; about 20 MB."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The forms of one token of a line, with the probability of each, best first."""

    token: int
    forms: tuple[str, ...]
    probabilities: tuple[float, ...]


class _TokenNumbers(NamedTuple):
    """What the tagger reads of a token: its numbers and which forms its base has."""

    number: int
    case: int
    bare: int
    first: int
    many: int


class Tagger:
    """A CTranslate2 encoder with a head in numpy and a table of n-grams; `load` makes one.

    Several threads may use it at once; together they work on as many batches as it has threads.
    """

    def __init__(
        self, lexicon: FormLexicon, encoder: Any, head: dict[str, Any], ngrams: "Ngrams"
    ) -> None:
        self.lexicon = lexicon
        self.ngrams = ngrams
        self._encoder = encoder
        self._weight, self._offset = head["weight"].T, head["offset"]
        self._forms = head["forms"] * head["scale"]
        self._bias = head["bias"]
        self._names = [form for forms in lexicon.forms.values() for form in forms]
        self._token = lru_cache(MOST_REMEMBERED)(self._read)
        # One for all who ask; its threads start when there is work, and end with the tagger.
        self._pool = ThreadPoolExecutor(encoder.num_encoders, "restorer")
        self.close = finalize(self, self._pool.shutdown, wait=False)

    @classmethod
    def load(cls, folder: Path, threads: int = 0) -> "Tagger":
        """Load the files that the training's export wrote.

        Args:
            folder: the restorer's files.
            threads: batches that are worked on at once, one core each; 0 for all that are allowed.

        Raises:
            ModelError: a file is missing or damaged.
        """
        import ctranslate2
        import numpy as np

        from vitrans.restore.ngrams import Ngrams

        try:
            encoder = ctranslate2.Encoder(
                str(folder / "encoder"),
                compute_type="int8",
                inter_threads=threads or available_cores(),
                intra_threads=1,
            )
            with np.load(folder / "head.npz") as file:
                head = dict(file)
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"the restorer in {str(folder)!r} cannot be loaded ({error}); "
                "install vitrans again, or name another folder"
            ) from error
        ngrams = Ngrams.read(folder / "ngrams.npz")
        return cls(FormLexicon.read(folder / "lexicon.json"), encoder, head, ngrams)

    def score(self, lines: Sequence[Sequence[str]], best_only: bool = False) -> list[list[Scored]]:
        """Return, for each line of tokens, the scored forms of each bare token with a choice.

        A token that has marks already is read as context and not scored. With `best_only` the
        best form of each is returned alone, which is faster.
        """
        scored: list[list[Scored]] = [[] for _ in lines]
        windows = sorted(_windows(lines), key=lambda w: w.end - w.start)
        batches = list(_batches(windows))
        for line, choice in chain.from_iterable(self._all_scored(lines, batches, best_only)):
            scored[line].append(choice)
        return [sorted(found, key=lambda s: s.token) for found in scored]

    def _all_scored(
        self, lines: Sequence[Sequence[str]], batches: Sequence[Sequence["_Window"]], best: bool
    ) -> Iterator[list[tuple[int, Scored]]]:
        """Yield what `_score_batch` makes of each batch, as many at once as there are threads."""
        if len(batches) == 1:
            yield self._score_batch(lines, batches[0], best)
            return
        yield from self._pool.map(lambda batch: self._score_batch(lines, batch, best), batches)

    def is_seldom_bare(self, token: str) -> bool:
        """Say whether a token in small letters hardly ever stands so in text with its marks."""
        forms = self.lexicon.forms.get(token)
        if not forms:
            return False
        first = self.lexicon.first_form[token]
        counts = self.lexicon.counts[first : first + len(forms)]
        return counts[0] <= SELDOM * sum(counts)

    def mixtures(self, lines: Sequence[Sequence[str]]) -> Iterator["Mixture"]:
        """Yield what the scores of `score` are made of; training weighs the parts by it."""
        for batch in _batches(list(_windows(lines))):
            mixture = self._mix(lines, batch)
            if mixture:
                yield mixture

    def _score_batch(
        self, lines: Sequence[Sequence[str]], batch: Sequence["_Window"], best_only: bool
    ) -> list[tuple[int, Scored]]:
        """Return the line and the scores of each token with a choice of a batch of windows."""
        mixture = self._mix(lines, batch)
        if mixture is None:
            return []
        return self._choose_best(mixture) if best_only else self._choose(mixture)

    def _mix(self, lines: Sequence[Sequence[str]], batch: Sequence["_Window"]) -> "Mixture | None":
        import numpy as np

        read = [[self._token(t) for t in lines[w.line][w.start : w.end]] for w in batch]
        where = [
            (row, column)
            for row, window in enumerate(batch)
            for column in range(window.first - window.start, window.last - window.start)
            if read[row][column].many
        ]
        if not where:
            return None
        output = self._encoder.forward_batch(
            [[t.number for t in line] for line in read],
            token_type_ids=[[t.case for t in line] for line in read],
        )
        rows, columns = np.array(where).T
        states = np.asarray(output.last_hidden_state)[rows, columns]
        first = np.array([read[row][column].first for row, column in where])
        many = np.array([read[row][column].many for row, column in where])
        start = np.cumsum(many) - many
        owner = np.repeat(np.arange(len(many)), many)
        form = np.arange(len(owner)) + (first - start)[owner]
        candidate, cell = self._votes(read, rows, columns, start, many)
        return Mixture(
            line=[batch[row].line for row, _ in where],
            token=[batch[row].start + column for row, column in where],
            first=first,
            many=many,
            start=start,
            owner=owner,
            form=form,
            scores=self._form_scores(states, owner, form),
            candidate=candidate,
            cell=cell,
        )

    def _read(self, token: str) -> _TokenNumbers:
        """Return what is read of a token; `_token` remembers it, safely for threads."""
        lexicon, low = self.lexicon, token.lower()
        number = lexicon.number(low)
        bare = number if low.isascii() else lexicon.number(strip_accents(low))
        forms = lexicon.forms.get(low, ())
        first = lexicon.first_form[low] if forms else 0
        return _TokenNumbers(number, int(case_of(token)), bare, first, len(forms))

    def _form_scores(self, states: Any, owner: Any, form: Any) -> Any:
        """Return the encoder's scores of forms, each of the token that owns it."""
        import numpy as np

        projected = states @ self._weight + self._offset
        scores = np.einsum("nd,nd->n", projected[owner], self._forms[form])
        return scores + self._bias[form]

    def _votes(
        self,
        read: Sequence[Sequence[_TokenNumbers]],
        rows: Any,
        columns: Any,
        start: Any,
        many: Any,
    ) -> tuple[Any, Any]:
        """Return the candidate and the cell of the n-grams' votes for the tokens at a place."""
        import numpy as np

        from vitrans.restore.ngrams import REACH

        length = max(map(len, read))
        bare = np.zeros((len(read), length + 2 * REACH), dtype=np.int64)
        for row, line in enumerate(read):
            bare[row, REACH : REACH + len(line)] = [t.bare for t in line]
        slot = np.full((len(read), length), -1)
        slot[rows, columns] = np.arange(len(rows))
        votes = self.ngrams.votes(bare)
        token = slot[votes.line, votes.place]
        valid = (token >= 0) & (votes.form < many[token])
        return start[token[valid]] + votes.form[valid], votes.cell[valid]

    def _probabilities(self, mixture: "Mixture") -> Any:
        """Return the probabilities of all forms in a row (a softmax for each token)."""
        import numpy as np

        levels = self.ngrams.levels.ravel()
        added = np.bincount(mixture.candidate, levels[mixture.cell], len(mixture.scores))
        scores = mixture.scores + added
        scores = np.exp(scores - np.maximum.reduceat(scores, mixture.start)[mixture.owner])
        return scores / np.add.reduceat(scores, mixture.start)[mixture.owner]

    def _choose_best(self, mixture: "Mixture") -> list[tuple[int, Scored]]:
        """Return the best form of each token with its probability."""
        import numpy as np

        scores = self._probabilities(mixture)
        most = np.maximum.reduceat(scores, mixture.start)
        rows = np.flatnonzero(scores == most[mixture.owner])
        best = mixture.form[rows[np.searchsorted(rows, mixture.start)]]
        found = zip(mixture.line, mixture.token, best.tolist(), most.tolist(), strict=True)
        return [(line, Scored(at, (self._names[n],), (p,))) for line, at, n, p in found]

    def _choose(self, mixture: "Mixture") -> list[tuple[int, Scored]]:
        """Return the forms of each token, best first, with their probabilities."""
        import numpy as np

        scores = self._probabilities(mixture)
        order = np.argsort(2 * mixture.owner - scores)  # probabilities are less than 2 apart
        names = [self._names[n] for n in mixture.form[order].tolist()]
        values = scores[order].tolist()
        made = []
        for line, place, start, count in zip(
            mixture.line, mixture.token, mixture.start.tolist(), mixture.many.tolist(), strict=True
        ):
            chosen = slice(start, start + count)
            made.append((line, Scored(place, tuple(names[chosen]), tuple(values[chosen]))))
        return made


@dataclass(frozen=True, slots=True)
class Mixture:
    """What decides some tokens: the encoder's scores and the votes of the n-grams.

    Attributes:
        line: the number of each token's line, shape (tokens,).
        token: its place in the line, shape (tokens,).
        first: the number of its first form, shape (tokens,).
        many: how many forms it has, shape (tokens,).
        start: where these begin in `owner`, `form` and `scores`, shape (tokens,).
        owner: the token of each form, shape (sum of many,).
        form: the form's number, shape (sum of many,).
        scores: the encoder's scores of all forms, token by token, shape (sum of many,).
        candidate: for each vote, the place in `scores` that it speaks for.
        cell: for each vote, its place in the flattened levels of `Ngrams`.
    """

    line: Sequence[int]
    token: Sequence[int]
    first: Any
    many: Any
    start: Any
    owner: Any
    form: Any
    scores: Any
    candidate: Any
    cell: Any


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


def _batches(windows: Sequence[_Window], tokens: int = 256) -> Iterator[list[_Window]]:
    batch: list[_Window] = []
    for window in windows:
        if batch and (len(batch) + 1) * (window.end - window.start) > tokens:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
