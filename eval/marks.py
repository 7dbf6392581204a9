"""Measure where inline marks go in translations: python eval/marks.py corpora.

Each marked stretch of a source has the words that stand for it in a translation. Three sets: the
sentences that the word table's way was made with, others that were written later, and these as the
bundled translator translates them, where a stretch that it left out does not count. The two numbers
with which the translator sets the ends of stretches were fitted to the first two. The word table
alone stands beside, and two simple ways: the words at the same share of the sentence, and the last
ones. An article, and the
classifier or the plural of a Vietnamese noun, may be within the marks or not.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from common import show, write
from vitrans.align.placement import place
from vitrans.translate import load_translator
from vitrans.types import Language, Target, target_of

Span = tuple[int, int]
Place = Callable[[Sequence[Span], str, str, Language], Sequence[Span | None]]
FIRST = 150
OPENING = re.compile(
    r"(?:the|an?|các|những|một|chiếc|con|cái|ngôi|cuốn|quyển|bức|cơn|cây|căn|loại|sự) ",
    re.IGNORECASE,
)


class Marked(NamedTuple):
    """A sentence, a translation of it, marked stretches and where they stand in the translation."""

    to: Target
    source: str
    target: str
    spans: list[Span]
    wanted: list[Span | None]


def references(rows: Sequence[dict[str, object]]) -> Iterator[Marked]:
    """Yield both directions of sentences in two languages."""
    for source, to in (("en", "vi"), ("vi", "en")):
        for row in rows:
            spans = [[tuple(one) for one in row[f"{side}_spans"]] for side in (source, to)]  # type: ignore[attr-defined]
            yield Marked(target_of(to), str(row[source]), str(row[to]), *spans)


def made(path: Path) -> Iterator[Marked]:
    """Yield what the translator made."""
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        spans = [tuple(one) for one in row["source_spans"]]
        wanted = [one and tuple(one) for one in row["target_spans"]]
        yield Marked(target_of(row["to"]), row["source"], row["target"], spans, wanted)


def by_share(spans: Sequence[Span], source: str, target: str, to: Language) -> list[Span | None]:
    """Return the words that stand where the spans stand."""
    found: list[Span | None] = []
    for span in spans:
        first, last = (round(at / len(source) * len(target)) for at in span)
        end = target.find(" ", last)
        found.append((target.rfind(" ", 0, first) + 1, len(target) if end < 0 else end))
    return found


def at_end(spans: Sequence[Span], source: str, target: str, to: Language) -> list[Span | None]:
    """Return as many words as the spans have, from the end of the target."""
    ends = [found.span() for found in re.finditer(r"\S+", target.rstrip(".!?"))]
    counts = (len(source[slice(*span)].split()) for span in spans)
    return [(ends[-min(count, len(ends))][0], ends[-1][1]) for count in counts]


def core(text: str, span: Span) -> Span:
    """Return a span without its article, or its classifier."""
    start, end = span
    while found := OPENING.match(text[start:end]):
        start += found.end()
    return start, end


def measure(sentences: Sequence[Marked], way: Place) -> tuple[float, float, float]:
    """Return how much of the stretches is right, right to the letter, and near, in percent."""
    right = exact = near = total = 0
    for one in sentences:
        found = way(one.spans, one.source, one.target, one.to)
        for got, wanted in zip(found, one.wanted, strict=True):
            if wanted is None:
                continue
            total += 1
            got = got or (0, len(one.target))
            exact += got == wanted
            right += core(one.target, got) == core(one.target, wanted)
            near += got[0] < wanted[1] and wanted[0] < got[1]
    return 100 * right / total, 100 * exact / total, 100 * near / total


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    folder = parser.parse_args().corpora
    paths = folder / "inline-marks.jsonl", folder / "inline-marks-made.jsonl"
    rows = [json.loads(line) for line in paths[0].read_text("utf-8").splitlines()]
    sets = {
        "made with": list(references(rows[:FIRST])),
        "written later": list(references(rows[FIRST:])),
        "the translator's": list(made(paths[1])),
    }
    ways: dict[str, Place] = {
        "vitrans": load_translator().place,
        "word table": place,
        "by share": by_share,
        "at the end": at_end,
    }
    table: list[tuple[str, str, str, int, float, float, float]] = []
    for name, sentences in sets.items():
        for to in (Language.ENGLISH, Language.VIETNAMESE):
            chosen = [one for one in sentences if one.to is to]
            count = sum(span is not None for one in chosen for span in one.wanted)
            for way, find in ways.items():
                table.append((name, to.value, way, count, *measure(chosen, find)))
    columns = ("set", "into", "way", "stretches", "right", "exact", "near")
    show("Where marks go", columns, table)
    write("marks", paths, {"rows": [dict(zip(columns, row, strict=True)) for row in table]})


if __name__ == "__main__":
    main()
