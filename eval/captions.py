"""Measure caption pairs: python eval/captions.py CORPORA.

CORPORA is the folder corpora/ of this repository: pages.jsonl says which captions of the pages in
pages/ belong together, and captions.jsonl has captions of unrelated photos, each of which is set
beside the English one of another to see how many are wrongly taken for pairs.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

from common import read_lines, sha256, show, write
from vitrans.align import find_caption_pairs
from vitrans.formats import parse
from vitrans.language import Detector
from vitrans.pipeline import tag

SEED = 5
ROUNDS = 5
# How the two captions of unrelated photos are set: what is between them and their credits.
LAYOUTS = {
    "own credits, blank line between": ("\n\n", True),
    "one credit, blank line between": ("\n\n", False),
    "one credit, next line": ("\n", False),
}

Pairs = set[tuple[str, str]]


def found(text: str, detector: Detector) -> Pairs:
    """Return the caption pairs found in a page."""
    pairs = find_caption_pairs(tag(parse(text), detector))
    return {(pair.vietnamese, pair.english) for pair in pairs}


def pages(corpora: Path, detector: Detector) -> dict[str, dict[str, int]]:
    """Return how many pairs of each page were right, wrong and missed."""
    counts = {}
    for entry in map(json.loads, read_lines(corpora / "pages.jsonl")):
        pairs = found("\n".join(read_lines(corpora / "pages" / entry["page"])), detector)
        gold = {(pair["vietnamese"], pair["english"]) for pair in entry["pairs"]}
        counts[entry["page"]] = {
            "right": len(pairs & gold),
            "wrong": len(pairs - gold),
            "missed": len(gold - pairs),
        }
    return counts


def strangers(captions: list[dict[str, Any]], detector: Detector) -> dict[str, float]:
    """Return the percentage of unrelated captions taken for a pair, by layout."""
    shares = {}
    for name, (gap, own) in LAYOUTS.items():
        order, taken, tried = random.Random(SEED), 0, 0
        for _ in range(ROUNDS):
            order.shuffle(captions)
            for one, other in zip(captions[::2], captions[1::2], strict=True):
                credit_vi = one["credit_vi"] if own else "Ảnh: An Bình"
                credit_en = other["credit_en"] if own else "Photo: An Binh"
                for side in ("vi", "unaccented"):
                    text = f"{one[side]} {credit_vi}{gap}{other['en']} {credit_en}\n"
                    taken += len(found(text, detector))
                    tried += 1
        shares[name] = 100 * taken / tried
    return shares


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    corpora = arguments.parse_args().corpora
    detector = Detector.load()
    counts = pages(corpora, detector)
    right, wrong, missed = (
        sum(page[name] for page in counts.values()) for name in ("right", "wrong", "missed")
    )
    precision, recall = 100 * right / max(1, right + wrong), 100 * right / max(1, right + missed)
    captions = [json.loads(line) for line in read_lines(corpora / "captions.jsonl")]
    shares = strangers(captions, detector)
    columns = ("pages", "right", "wrong", "missed", "precision", "recall")
    show("Caption pairs", columns, [(len(counts), right, wrong, missed, precision, recall)])
    show("Unrelated captions taken for a pair", ("layout", "%"), shares.items())
    write(
        "captions",
        {
            "sets": {n: sha256(corpora / n) for n in ("pages.jsonl", "captions.jsonl")},
            "pairs": {"right": right, "wrong": wrong, "missed": missed},
            "precision": precision,
            "recall": recall,
            "unrelated_taken": shares,
            "pages": counts,
        },
    )


if __name__ == "__main__":
    main()
