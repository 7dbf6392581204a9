"""The restorer's examples: lines as token numbers, windows of them, accents taken off."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from vitrans.errors import InputError
from vitrans.restore.lexicon import FormLexicon
from vitrans.restore.tokens import Case, case_of, is_word, read_tokens
from vitrans.text import older_tone_placement, strip_accents
from vitrans.training.core.corpora import find, read_lines, read_pairs, unprepared
from vitrans.training.core.examples import cuts

LEAST_SEEN = 2
"""How often a context of the n-grams must be seen to count."""

_POOL = 300_000
"""English lines that are drawn from."""


def vietnamese(corpora: Path, name: str) -> Iterator[str]:
    """Yield the Vietnamese lines of a source, in one tone placement."""
    folder, stem = name.split("/")
    if folder == "mono":
        lines: Iterable[str] = read_lines(find(corpora / folder, stem, "vi"))
    else:
        lines = (pair[1] for pair in read_pairs(find(corpora / folder, stem, "tsv")))
    return (older_tone_placement(line) for line in lines)


def english_lines(corpora: Path, name: str) -> Iterator[str]:
    """Yield the English lines of a source, none where it is Vietnamese alone."""
    folder, stem = name.split("/")
    if folder == "parallel":
        yield from (pair[0] for pair in read_pairs(find(corpora / folder, stem, "tsv")))


def countable(lines: Iterable[str]) -> Iterator[str]:
    """Yield the words and marks of lines, in small letters."""
    for line in lines:
        for token in read_tokens(line):
            if is_word(token) or len(token) == 1:
                yield token.lower()


def is_held_out(line: str) -> bool:
    """Say whether a line is among the one in 200 kept from training, to fit weights on."""
    return crc32(line.encode()) % 200 == 0


def mixed(
    corpora: Path, weights: Mapping[str, float], english: float, seed: int, held_out: bool = False
) -> Iterator[str]:
    """Yield the lines of an epoch: Vietnamese by weight, English, and both mixed in one.

    `english` is the share of lines with English in them, 0 to 1; the lines are those that are
    trained on, or those `held_out` from training.
    """

    def wanted(line: str) -> bool:
        return is_held_out(line) == held_out

    rng = random.Random(seed)
    every = (line for name in weights for line in english_lines(corpora, name))
    pool = list(islice(filter(wanted, every), _POOL)) or ["What Comes After Love"]
    for name, weight in weights.items():
        for line in filter(wanted, vietnamese(corpora, name)):
            for _ in range(int(weight) + (rng.random() < weight % 1)):
                draw = rng.random()
                if draw < english / 3:
                    yield line + " " + rng.choice(pool)
                elif draw < english * 2 / 3:
                    yield _with_title(line, rng.choice(pool), rng)
                else:
                    yield line
                if rng.random() < english:
                    yield rng.choice(pool)


def phrases(corpora: Path) -> Iterator[str]:
    """Yield the headwords and names there are, each as often as a context must be seen to count.

    They are the Vietnamese sides of `parallel/headwords` and the files of `names/`, one a line,
    with a tab before anything else.
    """
    paths = sorted((corpora / "names").glob("*"))
    every: Iterable[str] = (line.split("\t")[0] for path in paths for line in read_lines(path))
    if any((corpora / "parallel").glob("headwords.tsv*")):
        every = chain(vietnamese(corpora, "parallel/headwords"), every)
    for phrase in every:
        yield from [older_tone_placement(phrase)] * LEAST_SEEN


def _with_title(line: str, english: str, rng: random.Random) -> str:
    """Return a line with a few English words put in as a title, in quotation marks or bare."""
    words = english.split()
    start = rng.randrange(len(words)) if words else 0
    title = " ".join(words[start : start + rng.randint(1, 5)])
    title = title.title() if rng.random() < 0.7 else title
    opening, closing = rng.choice((("“", "”"), ('"', '"'), ("", ""), ("'", "'")))
    place = rng.randint(0, line.count(" "))
    cut = line.split(" ")
    return " ".join([*cut[:place], opening + title + closing, *cut[place:]])


@dataclass(frozen=True, slots=True)
class TaggedLines:
    """Lines as token numbers, in flat arrays.

    Attributes:
        columns: shape (4, total), uint16; the bare token, the token as it stands with its
            marks, the form (its number plus one, 0 where there is no choice) and the case.
        starts: shape (lines + 1,), int64; where each line starts.
    """

    columns: NDArray[np.uint16]
    starts: NDArray[np.int64]

    @classmethod
    def write(cls, folder: Path, lines: Iterable[str], lexicon: FormLexicon) -> "TaggedLines":
        """Write lines into a folder and return them."""
        tag = _Tagging(lexicon)
        flat: list[NDArray[np.uint16]] = []
        starts = [0]
        for line in lines:
            tokens = read_tokens(line)
            if len(tokens) > 1:
                flat.append(np.array([tag(t) for t in tokens], dtype=np.uint16).T)
                starts.append(starts[-1] + len(tokens))
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "columns.npy", np.concatenate(flat, axis=1))
        np.save(folder / "starts.npy", np.array(starts, dtype=np.int64))
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "TaggedLines":
        """Open a folder that `write` made.

        Raises:
            InputError: it was not written to the end.
        """
        try:
            columns = np.load(folder / "columns.npy", mmap_mode="r")
            return cls(columns, np.load(folder / "starts.npy"))
        except OSError as error:
            raise InputError(unprepared(folder)) from error

    def batches(self, seed: int, tokens: int, window: int) -> Iterator[NDArray[np.int64]]:
        """Yield batches of windows, shape (windows, 2): start and length, the same for a seed.

        Three in ten lines give only a random stretch, so that fragments are learned too.
        """
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self.starts) - 1)
        for first in range(0, len(order), 20_000):
            chosen = order[first : first + 20_000]
            start, length = self.starts[chosen], np.diff(self.starts)[chosen]
            part = rng.random(len(chosen)) < 0.3
            wanted = np.where(part, rng.integers(1, window + 1, len(chosen)), window)
            wanted = np.minimum(wanted, length)
            start = start + (rng.random(len(chosen)) * (length - wanted + 1)).astype(np.int64)
            rows = np.stack((start, wanted), 1)[np.argsort(wanted, kind="stable")]
            pieces = np.split(rows, cuts(rows[:, 1], tokens))
            for number in rng.permutation(len(pieces)):
                yield pieces[number]


class _Tagging:
    """Token → its four numbers, remembered."""

    def __init__(self, lexicon: FormLexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, tuple[int, int, int, int]] = {}

    def __call__(self, token: str) -> tuple[int, int, int, int]:
        if token not in self._known:
            self._known[token] = self._tag(token)
        return self._known[token]

    def _tag(self, token: str) -> tuple[int, int, int, int]:
        lexicon, low = self._lexicon, token.lower()
        base = strip_accents(low)
        forms = lexicon.forms.get(base, ())
        form = lexicon.first_form[base] + forms.index(low) + 1 if low in forms else 0
        return lexicon.number(base), lexicon.number(low), form, int(case_of(token))


def vary(
    lines: TaggedLines, batch: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return tokens, cases and gold forms (number plus one), (windows, longest) each.

    Accents are taken off the input, in one line of six only in part; case varies a little.
    """
    size = (len(batch), int(batch[:, 1].max()))
    columns = np.zeros((4, *size), dtype=np.int64)
    for row, (start, length) in enumerate(batch):
        columns[:, row, :length] = lines.columns[:, start : start + length]
    bare, marked, gold, case = columns
    share = np.where(rng.random(len(batch)) < 1 / 6, rng.random(len(batch)) * 1.1, 0.0)
    kept = (rng.random(size) < share[:, None]) & (marked != bare)
    case = _vary_case(case, rng.random(len(batch)))
    return np.where(kept, marked, bare), case, np.where(kept, 0, gold)


def _vary_case(case: NDArray[np.int64], draw: NDArray[np.float64]) -> NDArray[np.int64]:
    """Write one line in twenty in small letters and one in fifty in capitals."""
    word = case != Case.NONE
    case = np.where(word & (draw < 0.05)[:, None], int(Case.LOWER), case)
    return np.where(word & (draw > 0.98)[:, None], int(Case.UPPER), case)
