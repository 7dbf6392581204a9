"""What `vitrans restore` does to a document, in each of the forms in which it is wanted."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from unicodedata import combining

from vitrans.commands._shared.english import english_of
from vitrans.commands._shared.mending import tell_repairs
from vitrans.formats import render
from vitrans.pipeline import FindEnglish, PlacedRepair, Restored, restore_detailed, restore_document
from vitrans.repair import Accident, undecoded
from vitrans.restore import Restoration
from vitrans.restore.views import Change, alternatives, changes, details, doubtful, span
from vitrans.text import lines, nfc
from vitrans.text.unicode import line_end
from vitrans.toolkit import Toolkit
from vitrans.types import Document, Mark, MarkKind, Segment

_RED, _GREEN, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


class Detailed(NamedTuple):
    """Restored sentences with all that might have been chosen, and what was mended before."""

    restored: Restored
    repairs: tuple[PlacedRepair, ...] | None


@dataclass(frozen=True, slots=True)
class Restoring:
    """The way from a document as it was read to a restored one.

    Attributes:
        tools: the models.
        english: what is known of the text in English, where a file says so.
        repair: whether typing accidents are mended first.
        quiet: whether nothing is said of them.
    """

    tools: Toolkit
    english: FindEnglish | None = None
    repair: bool = False
    quiet: bool = False

    def document(self, document: Document, name: str) -> Document:
        """Return the restored document."""
        mended, _ = self._mended(document, name)
        english = self.english or english_of(name, self.tools)
        return restore_document(mended, self.tools.restorer, self.tools.detector, english)

    def detailed(self, document: Document, name: str) -> Detailed:
        """Return the restored sentences with all that might have been chosen."""
        mended, repairs = self._mended(document, name)
        english = self.english or english_of(name, self.tools)
        found = restore_detailed(mended, self.tools.restorer, self.tools.detector, english)
        return Detailed(found, repairs)

    def _mended(
        self, document: Document, name: str
    ) -> tuple[Document, tuple[PlacedRepair, ...] | None]:
        if not self.repair:
            return document, None
        mended = self.tools.repaired(document)
        if not self.quiet:
            tell_repairs(mended, name)
        return mended.document, mended.repairs


def marked_text(found: Restored, threshold: float) -> str:
    """Return the restored text with its doubtful words in brackets."""
    pairs = zip(found.source.segments, found.restorations, strict=True)
    return render(found.source.with_segments(bracketed(s, r, threshold) for s, r in pairs))


def bracketed(segment: Segment, restoration: Restoration, threshold: float) -> Segment:
    """Return a restored segment with its doubtful words in brackets."""
    words = restoration.words
    groups = [(words[g[0]], words[g[-1]]) for g in doubtful(restoration, threshold)]
    edges = [
        edge
        for first, last in groups
        for edge in (
            Mark(first.start, first.start, "[", MarkKind.ALONE),
            Mark(span(last)[1], span(last)[1], "?]", MarkKind.ALONE),
        )
    ]
    restored = segment.with_text(restoration.text)
    marks = sorted([*restored.marks, *edges], key=lambda mark: mark.start)
    return replace(restored, marks=tuple(marks))


def lacking(document: Document, restored: Document, name: str) -> str:
    """Return the lines that lack diacritics, as linters list them: `file:line: text`.

    A line in a wrong encoding lacks its own.
    """
    found = {number: old for number, old, _ in _changed(document, restored)}
    wrong = wrong_lines(restored)
    for number, line in enumerate(lines(render(document)), _first_line(document)):
        if number in wrong:
            found.setdefault(number, line)
    return "".join(f"{name}:{number}: {found[number].strip()}\n" for number in sorted(found))


def wrong_lines(document: Document) -> dict[int, Accident]:
    """Return the lines whose text was read in a wrong encoding, with what happened to them."""
    return {
        segment.line + segment.text.count("\n", 0, found.start): found.kind
        for segment in document.segments
        for found in undecoded(segment.text)
    }


def word_diff(document: Document, restored: Document, name: str, colours: bool) -> str:
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
    document: Document,
    found: Restored,
    name: str,
    most: int,
    repairs: Sequence[PlacedRepair] | None = None,
) -> str:
    """Return a line of JSON for every sentence: where it stands, and its words with a choice.

    Where typing accidents were mended, also those that begin in the sentence. A column counts the
    characters of the document as it was read, in whatever normal form it is.
    """
    rows, before, end = [], "", 0
    text, first = render(document), _first_line(document)
    originals, stop = list(lines(text)), line_end(text)
    glues = found.source.glue[:-1]
    pairs = zip(glues, found.source.segments, found.restorations, strict=True)
    for glue, segment, restoration in pairs:
        before = (before + glue).rpartition(stop)[2]
        start, end = end, end + len(glue) + len(segment.raw)
        row: dict[str, object] = {
            "file": name,
            "line": segment.line,
            "column": _column(before, originals, segment.line - first),
            "text": segment.text,
            "restored": restoration.text,
            "words": details(restoration, most),
        }
        if repairs is not None:
            row["repairs"] = [_repair(one) for one in repairs if start <= one.offset < end]
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
        before += segment.raw
    return "".join(rows)


def _repair(placed: PlacedRepair) -> dict[str, str]:
    """Return a mended accident for JSON."""
    made = placed.repair
    return {"kind": made.kind, "original": made.original, "repaired": made.repaired}


def in_colours() -> bool:
    """Say whether standard output is a terminal on which colours are wished (no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout is not None and sys.stdout.isatty()


def changed_lines(document: Document, restored: Document) -> int:
    """Return how many lines differ between a document and the restored one."""
    return sum(1 for _ in _changed(document, restored))


def _changed(document: Document, restored: Document) -> Iterator[tuple[int, str, str]]:
    """Yield the number, the text before and the text after of every line that differs."""
    pairs = zip(lines(render(document)), lines(render(restored)), strict=True)
    for number, (old, new) in enumerate(pairs, _first_line(document)):
        if nfc(old) != nfc(new):
            yield number, nfc(old).rstrip("\r\n"), nfc(new).rstrip("\r\n")


def _first_line(document: Document) -> int:
    """Return the number of a document's first line, which of standard input may be any."""
    if not document.segments:
        return 1
    return document.segments[0].line - document.glue[0].count(line_end(render(document)))


def _column(before: str, originals: Sequence[str], line: int) -> int:
    """Return the column where a sentence starts that has `before`, in NFC, before it on its line.

    Args:
        before: what stands before it.
        originals: the lines as they were read.
        line: the place of its line among these.
    """
    text = originals[line] if line < len(originals) else ""
    at = len(nfc(before))
    if nfc(text) == text or not nfc(text).startswith(nfc(before)):  # or it was mended
        return at + 1
    while at < len(text) and (len(nfc(text[:at])) < len(nfc(before)) or combining(text[at])):
        at += 1
    return at + 1


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
