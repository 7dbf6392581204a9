"""What a run of translations came to: its documents and the counts that follow from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vitrans.exchange.bilingual import Row, Sheet, shown
from vitrans.text import words

SURE = 0.7
"""From this confidence on a translation is sure; between it and `DOUBTFUL` it is fair."""
MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Reported:
    """A document of a run.

    Attributes:
        sheet: its sentences.
        seconds: how long it took.
        notes: warnings about the document as a whole.
        outside: how many words of the file are no text: code, front matter, timings.
        others: how many texts of a bilingual file were left as they are, by why.
    """

    sheet: Sheet
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    outside: int = 0
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TranslationReport:
    """A run.

    Attributes:
        documents: what was translated.
        failed: the files that failed, each with the reason.
        made_with: names and values of what it was made with.
        skipped: the files that were left as they are, each with the reason.
    """

    documents: tuple[Reported, ...]
    failed: tuple[tuple[str, str], ...] = ()
    made_with: tuple[tuple[str, str], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of all documents."""
        return tuple(one.sheet for one in self.documents)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The sentences of all documents."""
        return tuple(row for sheet in self.sheets for row in sheet.rows)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of sentences.

    Attributes:
        sentences: all of them.
        words: those of the sources.
        translated: by a model.
        memory: taken from a translation memory.
        other: made by rule or by restoring diacritics alone.
        left_alone: what stayed as it was.
        flagged: with a warning.
        doubtful: whose confidence is low.
        to_read: flagged or doubtful.
        confidence: the mean of those that have one, None if none has.
    """

    sentences: int
    words: int
    translated: int
    memory: int
    other: int
    left_alone: int
    flagged: int
    doubtful: int
    to_read: int
    confidence: float | None


def summary_of(rows: Sequence[Row]) -> Summary:
    """Return the counts of some rows."""
    memory = sum(row.provenance.startswith(MEMORY) for row in rows)
    left = sum(is_left(row) for row in rows)
    translated = sum(row.is_translated for row in rows) - memory
    sure = [row.confidence for row in rows if row.confidence is not None]
    return Summary(
        sentences=len(rows),
        words=sum(len(words(shown(row.source))) for row in rows),
        translated=translated,
        memory=memory,
        other=len(rows) - memory - left - translated,
        left_alone=left,
        flagged=sum(bool(row.flags) for row in rows),
        doubtful=sum(row.is_doubtful for row in rows),
        to_read=sum(row.is_doubtful or bool(row.flags) for row in rows),
        confidence=round(sum(sure) / len(sure), 3) if sure else None,
    )


def is_left(row: Row) -> bool:
    """Say whether a sentence stayed as it was."""
    return bool(row.left) or (row.provenance == "copy" and not row.is_translated)


def flag_counts(rows: Iterable[Row]) -> Counter[str]:
    """Return how many sentences have each kind of flag: `number lost: 2017` is a number lost."""
    return Counter(kind for row in rows for kind in {kind_of(flag) for flag in row.flags})


def left_counts(report: TranslationReport) -> Counter[str]:
    """Return how many sentences were left alone, by why."""
    counts = Counter(_reasons(report.rows))
    for document in report.documents:
        counts.update(document.others)
    return counts


def term_counts(rows: Iterable[Row]) -> list[tuple[str, str, int, int]]:
    """Return each term: source, target, how often it is there and is missing; those first."""
    hits: Counter[tuple[str, str]] = Counter()
    misses: Counter[tuple[str, str]] = Counter()
    for term in (term for row in rows for term in row.terms):
        (hits if term.found else misses)[term.entry or term.source, term.target] += 1
    counts = [(*pair, hits[pair], misses[pair]) for pair in dict.fromkeys((*misses, *hits))]
    return sorted(counts, key=lambda one: (-one[3], -one[2]))


def kind_of(flag: str) -> str:
    """Return the kind of a flag."""
    return flag.partition(":")[0]


def _reasons(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.left:
            yield row.left
        elif is_left(row):
            yield next(iter(row.flags), "it reads the same in both languages")
