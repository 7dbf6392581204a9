"""Bitexts for programs: tab-separated values and JSON Lines."""

import json

from vitrans.exchange.rows import write_rows
from vitrans.types import Bead, Bitext


def bitext_tsv(bitext: Bitext) -> str:
    """Return a bead a line: numbers of source and target sentences, confidence, both texts.

    Sentences are numbered from 1, divided by commas.
    """
    return write_rows(_row(bitext, bead) for bead in bitext.beads)


def bitext_jsonl(bitext: Bitext) -> str:
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


def _row(bitext: Bitext, bead: Bead) -> tuple[str, ...]:
    numbers = (",".join(str(k + 1) for k in side) for side in (bead.source, bead.target))
    return (*numbers, f"{bead.confidence:.4f}", *bitext.texts(bead))
