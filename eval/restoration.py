"""Measure diacritic restoration: python eval/restoration.py CORPORA [--model DIR].

CORPORA is a folder with valid/restore-{news,captions,headlines}.txt and valid/flores-dev.tsv.
The protocol is in eval/README.md.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from common import read_lines, read_pairs, sha256, show, write
from vitrans.restore import Restorer
from vitrans.text import is_syllable, nfc, older_tone_placement, strip_accents, words

Restore = Callable[[Sequence[str]], list[str]]


def syllables(text: str) -> list[str]:
    """Return the alphabetic tokens of a text, one tone placement."""
    return words(older_tone_placement(text))


def accuracy(gold: list[str], restored: list[str]) -> dict[str, float]:
    """Return the shares, in percent, of what came out right.

    `syllables`: alphabetic tokens, case aside. `sentences`: lines without an error.
    `capitalised`: those of the tokens that are written with a capital inside a line.
    """
    right = Counter[str]()
    total = Counter[str]()
    for expected, found in zip(gold, restored, strict=True):
        one, two = syllables(expected), syllables(found)
        good = [a.lower() == b.lower() for a, b in zip(one, two, strict=True)]
        right["sentences"] += all(good)
        total["sentences"] += 1
        for position, (token, ok) in enumerate(zip(one, good, strict=True)):
            total["syllables"] += 1
            right["syllables"] += ok
            if position and token[0].isupper():
                total["capitalised"] += 1
                right["capitalised"] += ok
    return {name: 100 * right[name] / total[name] for name in total}


def changed(texts: list[str], restored: list[str]) -> float:
    """Return the share of words, in percent, that are not as they were."""
    one = [w for t in texts for w in words(nfc(t))]
    two = [w for t in restored for w in words(t)]
    return 100 * sum(a != b for a, b in zip(one, two, strict=True)) / len(one)


def most_frequent_form(restorer: Restorer) -> Restore:
    """Return the baseline that gives each syllable its most frequent form in training."""
    lexicon = restorer._tagger.lexicon
    best = {
        base: max(zip(counts_of(lexicon, base), forms, strict=True))[1]
        for base, forms in lexicon.forms.items()
    }
    return lambda texts: [
        " ".join(best.get(word.lower(), word) for word in words(text)) for text in texts
    ]


def counts_of(lexicon, base: str) -> tuple[int, ...]:
    """Return how often each form of a base was seen."""
    first = lexicon.first_form[base]
    return lexicon.counts[first : first + len(lexicon.forms[base])]


def pyvi() -> Restore | None:
    """Return pyvi's restoration, or None where pyvi is not installed."""
    try:
        from pyvi import ViUtils
    except ImportError:
        return None

    def one(text: str) -> str:
        try:
            made = ViUtils.add_accents(text)
        except KeyError:  # pyvi fails on some foreign letters; such a line stays as it is
            return text
        return made if len(words(made)) == len(words(text)) else text

    return lambda texts: [one(text) for text in texts]


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--model", type=Path, help="another restorer than the bundled one")
    options = arguments.parse_args()
    valid = options.corpora / "valid"
    paths = {n: valid / f"restore-{n}.txt" for n in ("news", "captions", "headlines")}
    sets = {name: read_lines(path) for name, path in paths.items()}
    paths["flores-dev"] = valid / "flores-dev.tsv"
    english, sets["flores-dev"] = read_pairs(paths["flores-dev"])
    restorer = Restorer.load(options.model)
    systems: dict[str, Restore | None] = {
        "vitrans": restorer.restore_batch,
        "most frequent form": most_frequent_form(restorer),
        "pyvi": pyvi(),
    }
    results = {
        system: {
            name: accuracy(gold, restore([strip_accents(t) for t in gold]))
            for name, gold in sets.items()
        }
        for system, restore in systems.items()
        if restore
    }
    show(
        "Restoration, % right",
        ("system, set", "syllables", "sentences", "capitalised"),
        [
            (f"{system}, {name}", *(scores[k] for k in ("syllables", "sentences", "capitalised")))
            for system, by_set in results.items()
            for name, scores in by_set.items()
        ],
    )
    accented = [text for gold in sets.values() for text in gold]
    false = {
        "English words": changed(english, restorer.restore_batch(english)),
        "accented Vietnamese words": changed(accented, restorer.restore_batch(accented)),
    }
    show("Changed though nothing was to be changed, %", ("text", "changed"), false.items())
    bare = [strip_accents(t) for t in accented]
    count = sum(is_syllable(w) for t in bare for w in words(t))
    start = time.perf_counter()
    restorer.restore_batch(bare)
    speed = count / (time.perf_counter() - start)
    print(f"{speed:,.0f} syllables/s over {count:,} syllables, warm process, all cores")
    write(
        "restoration",
        {
            "sets": {name: sha256(path) for name, path in paths.items()},
            "accuracy": results,
            "false_changes": false,
            "syllables_per_second": round(speed),
        },
    )


if __name__ == "__main__":
    main()
