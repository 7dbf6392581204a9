"""Bitexts as lines for programs: tab-separated values and JSON Lines."""

import json

from vitrans.types import Bitext


def tsv(bitext: Bitext) -> str:
    """Return a bead a line: numbers of source and target sentences, confidence, both texts.

    Sentences are numbered from 1, divided by commas. A tab or a line break in a text becomes a
    space.
    """
    rows = []
    for bead in bitext.beads:
        numbers = [",".join(str(k + 1) for k in side) for side in (bead.source, bead.target)]
        texts = (" ".join(text.split()) for text in bitext.texts(bead))
        rows.append((*numbers, f"{bead.confidence:.4f}", *texts))
    return "".join("\t".join(row) + "\n" for row in rows)


def jsonl(bitext: Bitext) -> str:
    """Return a JSON object for each bead, with its sentences and their numbers from 1."""
    return "".join(
        json.dumps(
            {
                "source_sentences": [i + 1 for i in bead.source],
                "target_sentences": [j + 1 for j in bead.target],
                "confidence": round(bead.confidence, 4),
                "source": [bitext.source[i] for i in bead.source],
                "target": [bitext.target[j] for j in bead.target],
                "source_language": bitext.source_language,
                "target_language": bitext.target_language,
            },
            ensure_ascii=False,
        )
        + "\n"
        for bead in bitext.beads
    )
