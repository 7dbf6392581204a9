"""What `vitrans restore` does to a document, in each of the forms in which it is wanted."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vitrans.commands.english import FindEnglish
from vitrans.commands.tools import LateRestorer
from vitrans.formats import render
from vitrans.pipeline import (
    Counterparts,
    PlacedRepair,
    Restored,
    restore_detailed,
    restore_document,
)
from vitrans.restore.views import Change, alternatives, changes, details, doubtful, marked
from vitrans.text import lines, nfc
from vitrans.types import Document

if TYPE_CHECKING:
    from vitrans.language import Detector

# From a document and its name to one whose text was mended before it is restored.
Step = Callable[[Document, str], Document]
# From scored restorations and the document's name to the same with other forms chosen.
Chooser = Callable[[Restored, str], Restored]

_RED, _GREEN, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Restoring:
    """The way from a document as it was read to a restored one.

    Attributes:
        restorer: puts the diacritics back.
        detector: tells what is English.
        english: finds what is known of the document in English, which is evidence.
        steps: what happens to the text before.
        choosers: what may choose other forms of words, in the order in which they are asked.
    """

    restorer: LateRestorer
    detector: "Detector"
    english: FindEnglish
    steps: list[Step] = field(default_factory=list)
    choosers: list[Chooser] = field(default_factory=list)

    def document(self, document: Document, name: str) -> Document:
        """Return the restored document."""
        stepped = self._stepped(document, name)
        english = self.english(stepped, name)
        if english or self.choosers:
            return self._detailed(stepped, name, english).document
        return restore_document(stepped, self.restorer, self.detector)

    def detailed(self, document: Document, name: str) -> Restored:
        """Return the restored sentences with all that might have been chosen."""
        stepped = self._stepped(document, name)
        return self._detailed(stepped, name, self.english(stepped, name))

    def text(self, document: Document, name: str) -> str:
        """Return the restored text."""
        return render(self.document(document, name))

    def _detailed(self, document: Document, name: str, english: Counterparts | None) -> Restored:
        found = restore_detailed(document, self.restorer, self.detector, english)
        for choose in self.choosers:
            found = choose(found, name)
        return found

    def _stepped(self, document: Document, name: str) -> Document:
        for step in self.steps:
            document = step(document, name)
        return document


def marked_text(found: Restored, threshold: float) -> str:
    """Return the restored text with its doubtful words in brackets."""
    return render(found.source.with_texts([marked(r, threshold) for r in found.restorations]))


def lacking(document: Document, restored: str, name: str) -> str:
    """Return the lines that lack diacritics, as linters list them: `file:line: text`."""
    return "".join(
        f"{name}:{number}: {old.strip()}\n" for number, old, _ in _changed(document, restored)
    )


def word_diff(document: Document, restored: str, name: str, colours: bool) -> str:
    """Return the lines that change, word by word, in the form of `git diff --word-diff`."""
    return "".join(
        f"{name}:{number}: {''.join(_shown(change, colours) for change in changes(old, new))}\n"
        for number, old, new in _changed(document, restored)
    )


def alternatives_text(found: Restored, name: str, most: int, threshold: float) -> str:
    """Return each sentence that has doubtful words, and under it what these might be."""
    return "".join(
        f"{name}:{segment.line}: {' '.join(restoration.text.split())}\n"
        + "".join(
            "    " + _options(alternatives(restoration.words[number], most)) + "\n"
            for group in doubtful(restoration, threshold)
            for number in group
        )
        for segment, restoration in zip(found.source.segments, found.restorations, strict=True)
        if doubtful(restoration, threshold)
    )


def details_json(
    found: Restored, name: str, most: int, repairs: Sequence[PlacedRepair] | None = None
) -> str:
    """Return a line of JSON for every sentence: where it stands, and its words with a choice.

    Where typing accidents were mended, also those that begin in the sentence.
    """
    rows, before, end = [], "", 0
    pairs = zip(found.source.glue, found.source.segments, found.restorations, strict=False)
    for glue, segment, restoration in pairs:
        before = (before + glue).rpartition("\n")[2]
        start, end = end, end + len(glue) + len(segment.text)
        row: dict[str, object] = {
            "file": name,
            "line": segment.line,
            "column": len(before) + 1,
            "text": segment.text,
            "restored": restoration.text,
            "words": details(restoration, most),
        }
        if repairs is not None:
            row["repairs"] = [_repair(one) for one in repairs if start <= one.offset < end]
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
        before += segment.text
    return "".join(rows)


def _repair(placed: PlacedRepair) -> dict[str, str]:
    """Return a mended accident for JSON."""
    made = placed.repair
    return {"kind": made.kind, "original": made.original, "repaired": made.repaired}


def in_colours() -> bool:
    """Say whether standard output is a terminal on which colours are wished (no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout is not None and sys.stdout.isatty()


def changed_lines(document: Document, restored: str) -> int:
    """Return how many lines differ between a document and its restored text."""
    return sum(1 for _ in _changed(document, restored))


def _changed(document: Document, restored: str) -> Iterator[tuple[int, str, str]]:
    """Yield the number, the text before and the text after of every line that differs."""
    first = 1
    if document.segments:  # lines of standard input are numbered on from those before
        first = document.segments[0].line - document.glue[0].count("\n")
    pairs = zip(lines(render(document)), lines(restored), strict=True)
    for number, (old, new) in enumerate(pairs, first):
        if nfc(old) != nfc(new):
            yield number, nfc(old).rstrip("\r\n"), nfc(new).rstrip("\r\n")


def _shown(change: Change, colours: bool) -> str:
    """Return a stretch of a line for the eye: what goes and what comes in its place."""
    if change.before == change.after:
        return change.before
    if colours:
        return f"{_RED}{change.before}{_PLAIN}{_GREEN}{change.after}{_PLAIN}"
    return f"[-{change.before}-]{{+{change.after}+}}"


def _options(forms: list[tuple[str, float]]) -> str:
    """Return the forms of a word with their probabilities, for people."""
    return "   ".join(f"{form} {percent(probability)}" for form, probability in forms)


def percent(probability: float) -> str:
    """Return a probability for people, `42 %`."""
    return f"{100 * probability:.0f} %" if probability >= 0.005 else "<1 %"
