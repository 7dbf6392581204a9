"""Count unrelated captions that are taken for a pair: python eval/unrelated_captions.py CORPORA.

CORPORA is the folder corpora/ of this repository: each caption of captions.jsonl is set beside the
English one of another photo. `vitrans bench --pages` measures the pairs that belong together.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

from common import read_lines, show, write
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
                    taken += len(find_caption_pairs(tag(parse(text), detector)))
                    tried += 1
        shares[name] = 100 * taken / tried
    return shares


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    path = arguments.parse_args().corpora / "captions.jsonl"
    captions = [json.loads(line) for line in read_lines(path)]
    shares = strangers(captions, Detector.load())
    show("Unrelated captions taken for a pair", ("layout", "%"), shares.items())
    write("unrelated_captions", [path], {"unrelated_taken": shares})


if __name__ == "__main__":
    main()
