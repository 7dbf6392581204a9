"""How much there is to translate, as CAT tools count it, without translating it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vitrans.commands._shared.console import out
from vitrans.commands._shared.run import run
from vitrans.memory import Prospect
from vitrans.pipeline import translate_document
from vitrans.runs import Destination
from vitrans.text import words
from vitrans.text.counts import counted
from vitrans.toolkit import Toolkit
from vitrans.types import Document, Target, Translation

_BANDS = ((101, "in context"), (100, "exact"), (95, "95–99 %"), (85, "85–94 %"), (75, "75–84 %"))
_REPEATED, _KEPT, _NEW = "repetitions", "drafts", "new"
_ROWS = (_REPEATED, *(name for _, name in _BANDS), _KEPT, _NEW)
_SAMPLE = 12  # sentences that are translated to see how long all would take


def count(files: Sequence[str], target: Target, tools: Toolkit, format: str | None) -> None:
    """Print what there is to translate in files, by what has to be done with it.

    Raises:
        typer.Exit: some files could not be read; their errors were printed, the rest is counted.
    """
    counting = DryRun(tools)
    read: list[str] = []

    def work(document: Document, name: str) -> bytes:
        translate_document(document, target, counting, tools.restorer, tools.detector)
        read.append(name)
        return b""

    try:
        run(files, work, Destination(), format=format, emit=lambda data: None, folders=True)
    finally:
        counting.tell(len(read), target)


@dataclass
class DryRun:
    """Stands for a translator, and counts what it is given.

    Attributes:
        tools: the models, and the memory if one was asked for.
        counts: sentences and words by band.
        left: the words that a model will translate.
        sample: some of the sentences that it will.
    """

    tools: Toolkit
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    left: int = 0
    sample: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Count texts; return them as they are."""
        memory = self.tools.memory
        found = memory.prospects(texts, target) if memory else [Prospect()] * len(texts)
        for text, prospect in zip(texts, found, strict=True):
            self._count(text, prospect)
        return [Translation(text, text) for text in texts]

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return no places: texts that stay as they are keep their marks."""
        return [None] * len(spans)

    def tell(self, files: int, target: Target) -> None:
        """Print the counts, and how long the rest is likely to take."""
        out(f"{'':<14}{'sentences':>11}{'words':>11}\n")
        for name in _ROWS:
            if name in self.counts:
                out(_row(name, *self.counts[name]))
        totals = [sum(column) for column in zip(*self.counts.values(), strict=True)] or [0, 0]
        out(_row("total", *totals))
        out(f"{counted(files, 'file')}; nothing was translated or written\n")
        if self.sample:
            rate = self._rate(target)
            spoken = _spoken(self.left / rate)
            timed = counted(len(self.sample), "sentence")
            out(f"about {spoken} at {rate:.3g} words a second, as {timed} took\n")

    def _count(self, text: str, prospect: Prospect) -> None:
        length = len(words(text))
        again = text in self._seen
        band = _REPEATED if again else _band(prospect)
        sentences, counted = self.counts.get(band, (0, 0))
        self.counts[band] = sentences + 1, counted + length
        self._seen.add(text)
        if again or prospect.is_taken or prospect.is_kept:
            return
        self.left += length
        if len(self.sample) < _SAMPLE:
            self.sample.append(text)

    def _rate(self, target: Target) -> float:
        """Return how many words a second the models translate, by the sample."""
        began = time.monotonic()
        self.tools.translator.translate(self.sample, target)
        return sum(len(words(text)) for text in self.sample) / (time.monotonic() - began)


def _band(prospect: Prospect) -> str:
    if prospect.is_kept and not prospect.is_taken:
        return _KEPT
    best = max((match.score for match in prospect.matches), default=0)
    return next((name for least, name in _BANDS if best >= least), _NEW)


def _row(name: str, sentences: int, count: int) -> str:
    return f"{name:<14}{sentences:>11,}{count:>11,}\n"


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes"
    return f"{seconds / 3600:.1f} hours"
