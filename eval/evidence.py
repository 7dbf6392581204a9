"""Measure restoration with English captions as evidence: python eval/evidence.py corpora.

`corpora` is the folder of our own texts. With --valid FILE, sentence pairs in lines of
`English<TAB>Vietnamese` are measured too. Weights are chosen on half of the captions and pairs of
`corpora`; both halves are shown, and all readings of one bare text lie in one of them. The
protocol is in eval/README.md.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

from common import read_pairs, show, write
from translation_evidence import TranslationEvidence
from vitrans.align.readings import WordEvidence
from vitrans.restore import Restoration, Restorer
from vitrans.restore.evidence import weigh, with_proposals
from vitrans.text import nfc, older_tone_placement, strip_accents, words
from vitrans.translate import MarianTranslator, load_translator

Pair = tuple[str, str]
"""The right Vietnamese, and the English."""
Weigh = Callable[[list[Restoration], list[str]], list[Restoration]]

WORD_WEIGHTS = (0.5, 1.0, 1.5, 2.0, 3.0)
MODEL_WEIGHTS = (2.5, 5.0, 10.0)
MODEL_READINGS = 12
TIMED = 20


def vietnamese_first(path: Path) -> list[Pair]:
    """Return the Vietnamese and the English of each pair of a file."""
    english, vietnamese = read_pairs(path)
    return list(zip(vietnamese, english, strict=True))


def half_of(pair: Pair) -> int:
    """Return 0 or 1, the same for all readings of one bare text."""
    return crc32(strip_accents(nfc(pair[0])).encode()) % 2


def by_words(weight: float) -> Weigh:
    """Return what weighs readings by the word table."""
    evidence = WordEvidence.load(weight)

    def weighed(found: list[Restoration], english: list[str]) -> list[Restoration]:
        proposed = [
            with_proposals(restoration, evidence.proposals(restoration.text, other))
            for restoration, other in zip(found, english, strict=True)
        ]
        return weigh(proposed, english, evidence)

    return weighed


class Remembered:
    """The translation model's scores, each asked for once, for any weight."""

    def __init__(self, translator: MarianTranslator) -> None:
        self._evidence = TranslationEvidence(translator, 1.0)
        self._known: dict[Pair, float] = {}

    def weighed(self, weight: float) -> Weigh:
        """Return what weighs readings by the model."""

        def evidence(pairs: Sequence[Pair]) -> list[float]:
            new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
            self._known |= zip(new, self._evidence(new) if new else [], strict=True)
            return [weight * self._known[pair] for pair in pairs]

        return lambda found, english: weigh(found, english, evidence, MODEL_READINGS)


def by_model(evidence: TranslationEvidence) -> Weigh:
    """Return what weighs readings by the translation model, each time anew."""
    return lambda found, english: weigh(found, english, evidence, MODEL_READINGS)


def after(first: Weigh, second: Weigh) -> Weigh:
    """Return what weighs readings by one evidence and then by another."""
    return lambda found, english: second(first(found, english), english)


def errors(gold: Sequence[str], found: Sequence[Restoration]) -> tuple[int, int]:
    """Return how many syllables are wrong, of how many; case aside, one tone placement."""
    wrong = total = 0
    for right, restoration in zip(gold, found, strict=True):
        one, two = (words(older_tone_placement(t).lower()) for t in (right, restoration.text))
        wrong += sum(a != b for a, b in zip(one, two, strict=True))
        total += len(one)
    return wrong, total


def run(restorer: Restorer, pairs: Sequence[Pair], weighed: Weigh | None) -> dict[str, float]:
    """Return wrong syllables, and accuracy in percent."""
    found = restorer.restore_detailed_batch([strip_accents(nfc(vi)) for vi, _ in pairs])
    if weighed:
        found = weighed(found, [english for _, english in pairs])
    wrong, total = errors([vi for vi, _ in pairs], found)
    accuracy = round(100 - 100 * wrong / total, 2)
    return {"wrong": wrong, "syllables": total, "accuracy": accuracy}


def seconds(restorer: Restorer, pairs: Sequence[Pair], weighed: Weigh | None) -> float:
    """Return the processor's seconds for some texts."""
    start = time.process_time()
    run(restorer, pairs, weighed)
    return time.process_time() - start


def best(restorer: Restorer, pairs: Sequence[Pair], choices: dict[float, Weigh]) -> float:
    """Return the weight with the fewest errors."""
    wrong = {weight: run(restorer, pairs, weighed)["wrong"] for weight, weighed in choices.items()}
    print("wrong syllables by weight:", wrong)
    return min(wrong, key=lambda weight: wrong[weight])


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--valid", type=Path, help="sentence pairs, English first")
    options = arguments.parse_args()
    names = ("captions", "english-evidence")
    paths = {name: options.corpora / f"{name}.jsonl" for name in names}
    sets = {name: vietnamese_first(path) for name, path in paths.items()}
    halves = {
        f"{name}, {half}": [pair for pair in pairs if half_of(pair) == number]
        for name, pairs in sets.items()
        for number, half in enumerate(("chosen on", "held out"))
    }
    if options.valid:
        paths[options.valid.stem] = options.valid
        halves[options.valid.stem] = vietnamese_first(options.valid)
    restorer, translator = Restorer.load(), load_translator()
    chosen_on = [pair for name in names for pair in halves[f"{name}, chosen on"]]
    word_weight = best(restorer, chosen_on, {w: by_words(w) for w in WORD_WEIGHTS})
    model = Remembered(translator)
    model_weight = best(restorer, chosen_on, {w: model.weighed(w) for w in MODEL_WEIGHTS})
    word_table, by_translation = by_words(word_weight), model.weighed(model_weight)
    systems: dict[str, Weigh | None] = {
        "no evidence": None,
        f"words, weight {word_weight}": word_table,
        f"translation model, weight {model_weight}": by_translation,
        "words, then the model": after(word_table, by_translation),
    }
    results = {
        system: {name: run(restorer, pairs, weighed) for name, pairs in halves.items()}
        for system, weighed in systems.items()
    }
    show(
        "Restoration with English as evidence",
        ("system, set", "wrong", "syllables", "% right"),
        [
            (f"{system}, {name}", *(r[k] for k in ("wrong", "syllables", "accuracy")))
            for system, by_set in results.items()
            for name, r in by_set.items()
        ],
    )
    timed = halves["captions, held out"][:TIMED]
    plain = by_model(TranslationEvidence(translator, model_weight))
    alone = seconds(restorer, timed, None)
    cost = {
        "words": seconds(restorer, timed, word_table) / alone,
        "words, then the model": seconds(restorer, timed, after(word_table, plain)) / alone,
    }
    show("Time, restoring alone being 1", ("evidence", "times"), cost.items())
    write(
        "evidence",
        paths.values(),
        {
            "word_weight": word_weight,
            "model_weight": model_weight,
            "results": results,
            "cost": cost,
        },
    )


if __name__ == "__main__":
    main()
