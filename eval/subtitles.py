"""How well a translation is shared out over cues: python eval/subtitles.py.

Each of the sentences in corpora/cue-sentences.jsonl is shared out in both directions. A break is
where the person broke, or at least at a place that the person marked as good. Beside it stands what
breaking by length alone does. Weights were chosen on the first half of the sentences.
"""

import json
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from common import show, write
from vitrans.files import read_text
from vitrans.pipeline.shares import share
from vitrans.types import Language, Target

CORPUS = Path(__file__).parent.parent / "corpora" / "cue-sentences.jsonl"
Sharing = Callable[[Sequence[str], str, Target], list[str]]


def by_length(parts: Sequence[str], target: str, language: Target) -> list[str]:
    """Return a translation broken at the spaces nearest to its source's shares of the letters."""
    whole = sum(map(len, parts))
    aims = [done / whole * len(target) for done in accumulate(map(len, parts))][:-1]
    spaces = [at for at, character in enumerate(target) if character == " "]
    ends = [0]
    for aim in aims:
        ends.append(min((at for at in spaces if at > ends[-1]), key=lambda at: abs(at - aim)))
    return [
        target[start:end].strip() for start, end in zip(ends, [*ends[1:], len(target)], strict=True)
    ]


def places(pieces: Sequence[str]) -> list[int]:
    """Return the offsets of the breaks between pieces of a text."""
    return list(accumulate(len(piece) + 1 for piece in pieces))[:-1]


def marked(cues: Sequence[str]) -> tuple[list[str], set[int], set[int]]:
    """Return bare cues, where they end, and where they might have ended as well."""
    bare = [cue.replace(" / ", " ") for cue in cues]
    every = [piece for cue in cues for piece in cue.split(" / ")]
    return bare, set(places(bare)), set(places(every))


def measured(rows: Sequence[dict[str, list[str]]], sharing: Sharing) -> dict[str, float]:
    """Return how often a break is where a person's is, or where it might be, in percent."""
    same = good = total = 0
    for row in rows:
        for source, target in (("vi", "en"), ("en", "vi")):
            parts, _, _ = marked(row[source])
            bare, chosen, fine = marked(row[target])
            language = Language.ENGLISH if target == "en" else Language.VIETNAMESE
            made = sharing(parts, " ".join(bare), language)
            assert " ".join(made) == " ".join(bare)
            same += len(chosen & set(places(made)))
            good += len(fine & set(places(made)))
            total += len(chosen)
    return {"same": 100 * same / total, "good": 100 * good / total, "breaks": total}


def main() -> None:
    """Print and write the table."""
    rows = [json.loads(line) for line in read_text(CORPUS).splitlines()]
    middle = len(rows) // 2
    ways: dict[str, Sharing] = {"by length": by_length, "vitrans": share}
    halves = {"first half": rows[:middle], "second half": rows[middle:]}
    found = {
        f"{name}, {half}": measured(some, way)
        for name, way in ways.items()
        for half, some in halves.items()
    }
    show(
        "A translation shared out over cues (%)",
        ["", "where the person broke", "at a good place", "breaks"],
        [[name, one["same"], one["good"], int(one["breaks"])] for name, one in found.items()],
    )
    write("subtitles", [CORPUS], {"shares": found})


if __name__ == "__main__":
    main()
