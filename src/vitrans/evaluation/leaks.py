"""Leaks: which sentences of a test set occur in training text.

Texts are compared as sequences of words: Unicode form, case, punctuation and diacritics aside. A
sentence leaks as a whole, or by a run of `RUN` words or more that it shares with a line of the
training text, the usual criterion (13 words in Brown et al. 2020, 8 in Wei et al. 2022; a
Vietnamese word here is a syllable). Only the test set is held in memory.
"""

import gzip
import lzma
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from vitrans.errors import InputError, UsageError
from vitrans.evaluation import Progress
from vitrans.exchange.rows import stream_rows
from vitrans.text import nfc, strip_accents
from vitrans.text.counts import counted

RUN = 9

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_LINES_A_STEP = 5000
# Words whose folded form is remembered; more would be noise, and memory without end.
_REMEMBERED = 500_000
_OPENERS: dict[str, Callable[[Any], Any]] = {".xz": lzma.open, ".gz": gzip.open}


class LeakKind(StrEnum):
    """How a sentence occurs in training text."""

    EXACT = "exact"
    UNACCENTED = "unaccented"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Leak:
    """A sentence of a test set that occurs in training text.

    `side` and `line` (1-based) say which one it is, `words` how many words it has. `longest` is
    the length in words of the longest run that a training line shares with it, `covered` (0 to 1)
    the part of its words that lie in runs shared with any line. `where` is FILE:LINE of the
    closest match.
    """

    side: str
    line: int
    text: str
    kind: LeakKind
    words: int
    longest: int
    covered: float
    where: str


@dataclass(frozen=True, slots=True)
class LeakReport:
    """What was compared, and every leak in the order of the test set.

    `sentences` has the number of sentences of each side, `training` the number of lines of each
    file; `run` is the shortest run of words that counts.
    """

    run: int
    sentences: dict[str, int]
    training: dict[str, int]
    leaks: tuple[Leak, ...]

    def counts(self, side: str) -> dict[LeakKind, int]:
        """Return how many sentences of a side leak in which way, each counted once."""
        found = Counter(leak.kind for leak in self.leaks if leak.side == side)
        return {kind: found[kind] for kind in LeakKind}


def find_leaks(
    tests: Mapping[str, Sequence[str]],
    training: Iterable[Path],
    run: int = RUN,
    on_progress: Progress = lambda count: None,
) -> LeakReport:
    """Return the sentences of test sides that occur in training files.

    Args:
        tests: the sentences of each side, by its name, such as `source` and `reference`.
        training: text files, a text a line, plain or as .xz or .gz; the fields of .tsv and .csv are
            texts of their own.
        run: how many words in a row count; shorter sentences count only as a whole.
        on_progress: called with the number of bytes read since it was last called.

    Raises:
        InputError: a training file cannot be read.
        UsageError: a run of less than two words is asked for.
    """
    if run < 2:
        raise UsageError(
            f"a run of {counted(run, 'word')} says nothing: use 2 or more; {RUN} is usual"
        )
    index = _Index(tests, run)
    read = {str(path): index.read(path, on_progress) for path in training}
    sentences = {side: len(texts) for side, texts in tests.items()}
    leaks = tuple(found for found in map(_Sentence.leak, index.sentences) if found)
    return LeakReport(run, sentences, read, leaks)


class _Sentence:
    """A test sentence and what has been seen of it so far."""

    __slots__ = ("accented", "covered", "kind", "line", "longest", "side", "text", "where")

    def __init__(self, side: str, line: int, text: str, accented: Words) -> None:
        self.side, self.line, self.text, self.accented = side, line, text, accented
        self.covered = bytearray(len(accented))
        self.kind: LeakKind | None = None
        self.longest = 0
        self.where = ""

    def whole(self, kind: LeakKind, where: str) -> None:
        """Note that the whole sentence is a training text."""
        if self.kind is LeakKind.EXACT or self.kind is kind:
            return
        self.kind, self.where, self.longest = kind, where, len(self.accented)
        self.covered = bytearray(b"\1" * self.longest)

    def shared(self, start: int, end: int, where: str) -> None:
        """Note that a training text has the words from `start` to `end`."""
        self.covered[start:end] = b"\1" * (end - start)
        if end - start > self.longest:
            self.kind, self.where, self.longest = self.kind or LeakKind.RUN, where, end - start

    def leak(self) -> Leak | None:
        """Return what was found, if anything was."""
        if self.kind is None:
            return None
        count = len(self.accented)
        share = sum(self.covered) / count
        return Leak(
            self.side, self.line, self.text, self.kind, count, self.longest, share, self.where
        )


class _Fold(dict[str, str]):
    """The folded form of words: lower case, no diacritics."""

    def __missing__(self, word: str) -> str:
        folded = strip_accents(word.casefold())
        if len(self) < _REMEMBERED:
            self[word] = folded
        return folded


class _Index:
    """The test sentences, to be found by all their words and by every run of them."""

    def __init__(self, tests: Mapping[str, Sequence[str]], run: int) -> None:
        self.run = run
        self.sentences: list[_Sentence] = []
        self._fold = _Fold()
        self._whole: dict[Words, list[_Sentence]] = {}
        self._runs: dict[Words, list[tuple[_Sentence, int]]] = {}
        for side, texts in tests.items():
            if isinstance(texts, str):
                raise TypeError("a side of a test set is a sequence of sentences, not one str")
            for line, text in enumerate(texts, 1):
                self._add(side, line, text)

    def _add(self, side: str, line: int, text: str) -> None:
        found = _WORD.findall(nfc(text))
        if not found:
            return
        sentence = _Sentence(side, line, text, _accented(found))
        words = tuple(map(self._fold.__getitem__, found))
        self.sentences.append(sentence)
        self._whole.setdefault(words, []).append(sentence)
        for start, key in enumerate(self._keys(words)):
            self._runs.setdefault(key, []).append((sentence, start))

    def _keys(self, words: Sequence[str]) -> Iterator[Words]:
        """Yield every run of a text."""
        return zip(*(words[start:] for start in range(self.run)), strict=False)

    def read(self, path: Path, on_progress: Progress) -> int:
        """Look for the sentences in a file; return how many lines it has."""
        number = 0
        lines = _read(path, on_progress)
        suffix = next((one for one in path.suffixes if one in (".tsv", ".csv")), "")
        rows = stream_rows(lines, suffix) if suffix else enumerate(([line] for line in lines), 1)
        for number, row in rows:
            for text in row:
                self._see(text, path.name, number)
        return number

    def _see(self, text: str, name: str, number: int) -> None:
        """Look for the sentences in one training text."""
        found = _WORD.findall(nfc(text))
        words = tuple(map(self._fold.__getitem__, found))
        for sentence in self._whole.get(words, ()):
            same = sentence.accented == _accented(found)
            sentence.whole(LeakKind.EXACT if same else LeakKind.UNACCENTED, f"{name}:{number}")
        if len(words) >= self.run and not self._runs.keys().isdisjoint(self._keys(words)):
            self._share(words, f"{name}:{number}")

    def _share(self, words: Words, where: str) -> None:
        """Note the runs that a training text shares with sentences, neighbours joined."""
        ended: dict[tuple[int, int], int] = {}
        for key in self._keys(words):
            here: dict[tuple[int, int], int] = {}
            for sentence, start in self._runs.get(key, ()):
                first = ended.get((id(sentence), start - 1), start)
                here[id(sentence), start] = first
                sentence.shared(first, start + self.run, where)
            ended = here


def _accented(found: Iterable[str]) -> Words:
    """Return the words that are compared where diacritics count."""
    return tuple(word.casefold() for word in found)


def _read(path: Path, on_progress: Progress) -> Iterator[str]:
    """Yield the lines of a text file, compressed or not, without their ends.

    Raises:
        InputError: the file is missing, damaged, cut off or not UTF-8.
    """
    number = 0
    try:
        with path.open("rb") as raw:
            stream: IO[bytes] = _OPENERS.get(path.suffix, _same)(raw)
            done = 0
            for number, line in enumerate(stream, 1):
                yield line.decode("utf-8").rstrip("\r\n")
                if not number % _LINES_A_STEP:
                    on_progress(raw.tell() - done)
                    done = raw.tell()
            on_progress(raw.tell() - done)
    except UnicodeDecodeError:
        raise InputError(
            f"{str(path)!r}, line {number}, is not UTF-8; convert the file first with iconv"
        ) from None
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(
            f"cannot read {str(path)!r} ({reason}); check the name, or fetch the file again"
        ) from error


def _same(raw: IO[bytes]) -> IO[bytes]:
    return raw
