"""Sentence alignment without a neural encoder.

A monotone path of beads, up to three sentences a side, is found in a lattice whose beads are
scored by a log-linear model: how well each side's words, names and numbers explain the other's,
beyond what they do by chance, lengths (Gale and Church 1993), and where paragraphs start. The
weights are those of a conditional random field over paths
(`vitrans.training.tables.alignment`), so the posterior probability of a bead is its confidence.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from vitrans.align.corridor import corridor
from vitrans.align.features import FEATURES, compare, score
from vitrans.align.lattice import SHAPES, best_path, posteriors
from vitrans.align.lexicon import lexicon
from vitrans.align.sides import Sentence, sides
from vitrans.align.translated import chrf_above_chance
from vitrans.models import read_table
from vitrans.types import Bead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What a deviation of chrF above chance weighs, a sentence. Good translations (NLLB, OPUS-MT) earn
# twice as much on our tuning set, those of a weak model nothing.
_TRANSLATED = 0.5


def align_sentences(
    vietnamese: Sequence[Sentence], english: Sequence[Sentence], translations: Sequence[str] = ()
) -> list[Bead]:
    """Return the beads that pair two lists of sentences, in order; every sentence is in one.

    The source of a bead is the Vietnamese side, accented or not. The confidence of a bead is the
    probability that just these sentences belong together, given that nothing has been moved.

    Args:
        vietnamese: the sentences of one side.
        english: those of the other.
        translations: what a system makes of the English sentences in Vietnamese, if there is one.

    Raises:
        ValueError: there are translations, but not as many as English sentences.
    """
    import numpy as np

    if translations and len(translations) != len(english):
        raise ValueError(f"{len(translations)} translations of {len(english)} sentences")
    if not vietnamese or not english:
        return _alone(len(vietnamese), len(english))
    found = sides(vietnamese, english, lexicon())
    band = corridor(found)
    scores = score(compare(found, band), weights())
    if translations:
        alike = chrf_above_chance([sentence.text for sentence in vietnamese], translations, band)
        sizes = np.array([(a + b) / 2 for a, b in SHAPES])
        scores += _TRANSLATED * sizes[:, None, None] * np.array(alike)
    likely, _ = posteriors(scores, band, len(english))
    beads = []
    for shape, i, j in best_path(scores, band, len(english)):
        a, b = SHAPES[shape]
        confidence = float(likely[shape, i, j - band.low[i]])
        beads.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), confidence))
    return beads


@cache
def weights() -> "NDArray[np.float64]":
    """Return the learned weight of each feature, in their order."""
    import numpy as np

    table = json.loads(read_table("alignment", "features.json"))
    return np.array([table[name] for name in FEATURES])


def _alone(source: int, target: int) -> list[Bead]:
    """Return what there is when one side is empty: nothing has a counterpart, for certain."""
    left = [Bead((i,), (), 1.0) for i in range(source)]
    return left + [Bead((), (j,), 1.0) for j in range(target)]
