"""Restoration beside baselines: python eval/restorer_baselines.py CORPORA [--plot PNG].

`vitrans bench` measures the restorer itself. Here are the most frequent form and pyvi, lines that
training has not seen, false changes, calibration, confusions and speed.

CORPORA is a folder with valid/restore-{news,captions,headlines}.txt and valid/flores-dev.tsv, and
with the training text in mono/: lines that share a run of nine words with it are left out for a
second figure. Our own captions are read from the checkout. The protocol is in eval/README.md.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from common import read_lines, read_pairs, show, write
from vitrans.evaluation.leaks import find_leaks
from vitrans.evaluation.metrics.calibration import BINS, calibration_error
from vitrans.evaluation.metrics.restoration import METRICS, accuracy, changed, errors
from vitrans.models import installed
from vitrans.restore import Restorer
from vitrans.restore.lexicon import FormLexicon
from vitrans.text import is_syllable, older_tone_placement, strip_accents, words

Restore = Callable[[Sequence[str]], list[str]]
Sets = dict[str, list[str]]
Certainties = list[tuple[float, bool]]

CAPTIONS = Path(__file__).parent.parent / "corpora" / "captions.jsonl"


def unseen(sets: Sets, training: Sequence[Path]) -> Sets:
    """Return the sets without the lines that share a run of nine words with training text."""
    leaks = {(leak.side, leak.line) for leak in find_leaks(sets, training).leaks}
    return {
        f"{name}, unseen": [t for n, t in enumerate(texts, 1) if (name, n) not in leaks]
        for name, texts in sets.items()
    }


def most_frequent_form(model: Path | None) -> Restore:
    """Return the baseline that gives each syllable its most frequent form in training."""
    lexicon = FormLexicon.read((model or installed("restorer")) / "lexicon.json")
    best = {
        base: max(zip(lexicon.counts[first : first + len(forms)], forms, strict=True))[1]
        for (base, forms), first in zip(
            lexicon.forms.items(), lexicon.first_form.values(), strict=True
        )
    }
    return lambda texts: [
        " ".join(best.get(word.lower(), word) for word in words(text)) for text in texts
    ]


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


def certainties(restorer: Restorer, gold: list[str]) -> Certainties:
    """Return, for each word with a choice, how sure the restorer was and whether it was right."""
    found: Certainties = []
    expected = [older_tone_placement(text) for text in gold]
    for text, made in zip(
        expected,
        restorer.restore_detailed_batch([strip_accents(t) for t in expected]),
        strict=True,
    ):
        for word in made.words:
            right = text[word.start : word.start + len(word.original)]
            found.append((word.probabilities[0], word.candidates[0] == right))
    return found


def foreign_changes(gold: list[str], restored: list[str]) -> dict[str, float]:
    """Return the share, in percent, of unmarked words inside lines that got marks.

    `foreign`: words that are no Vietnamese syllable. `capitalised`: those that could be one, are
    written with a capital inside a line and have no marks, such as Kim or Nam.
    """
    wrong, total = Counter[str](), Counter[str]()
    for one, two in zip(gold, restored, strict=True):
        for at, (word, made) in enumerate(zip(words(one), words(two), strict=True)):
            if word != strip_accents(word) or len(word) < 2:
                continue
            kind = "capitalised" if is_syllable(word) else "foreign"
            if kind == "foreign" or (at and word[0].isupper()):
                total[kind] += 1
                wrong[kind] += word != made
    return {kind: 100 * wrong[kind] / total[kind] for kind in total}


def kind_of(expected: str, found: str) -> str:
    """Say in what an accented syllable differs from another of the same letters."""
    if expected.replace("đ", "d") == found.replace("đ", "d"):
        return "đ or d"
    return "tone" if toneless(expected) == toneless(found) else "vowel mark, or both"


def toneless(syllable: str) -> str:
    """Return a syllable without its tone, with the marks of its vowels."""
    from unicodedata import normalize

    apart = normalize("NFD", syllable)
    return normalize("NFC", "".join(c for c in apart if c not in "\u0300\u0301\u0303\u0309\u0323"))


def plot(pairs: Certainties, path: Path) -> None:
    """Draw how often the restorer is right against how sure it is (a reliability diagram)."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for sure, right in pairs:
        bins[min(int(sure * BINS), BINS - 1)].append((sure, right))
    sure = [sum(p for p, _ in b) / len(b) for b in bins if b]
    share = [sum(r for _, r in b) / len(b) for b in bins if b]
    figure, axes = pyplot.subplots(figsize=(4.5, 4.5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999", linewidth=1)
    axes.plot(sure, share, "o-")
    axes.set(xlabel="probability given", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    figure.savefig(path, dpi=110)


def baselines(model: Path | None) -> dict[str, Restore | None]:
    """Return what the restorer is compared with."""
    return {"most frequent form": most_frequent_form(model), "pyvi": pyvi()}


def measure_systems(
    systems: dict[str, Restore | None], sets: Sets
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the accuracy of each system on each set."""
    return {
        system: {
            name: accuracy(gold, restore([strip_accents(t) for t in gold]))
            for name, gold in sets.items()
        }
        for system, restore in systems.items()
        if restore
    }


def measure_speed(restorer: Restorer, sets: Sets) -> float:
    """Return syllables per second over all sets in one call."""
    bare = [strip_accents(text) for text in chain.from_iterable(sets.values())]
    count = sum(is_syllable(word) for text in bare for word in words(text))
    start = time.perf_counter()
    restorer.restore_batch(bare)
    return count / (time.perf_counter() - start)


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--model", type=Path, help="another restorer than the bundled one")
    arguments.add_argument("--plot", type=Path, help="where to draw the reliability diagram")
    options = arguments.parse_args()
    valid = options.corpora / "valid"
    paths = {n: valid / f"restore-{n}.txt" for n in ("news", "captions", "headlines")}
    sets = {name: read_lines(path) for name, path in paths.items()}
    paths |= {"flores-dev": valid / "flores-dev.tsv", "our captions": CAPTIONS}
    english, sets["flores-dev"] = read_pairs(paths["flores-dev"])
    sets["our captions"] = read_pairs(CAPTIONS)[1]
    restorer = Restorer.load(options.model)

    clean = unseen(sets, sorted((options.corpora / "mono").glob("*.vi*")))
    results = measure_systems(baselines(options.model), sets)
    results |= measure_systems({"vitrans": restorer.restore_batch}, clean)
    rows = [
        (f"{system}, {name}", *(scores[metric] for metric in METRICS))
        for system, by_set in results.items()
        for name, scores in by_set.items()
    ]
    show("Restoration, % right", ("system, set", *METRICS), rows)

    accented = list(chain.from_iterable(sets.values()))
    restored = {n: restorer.restore_batch([strip_accents(t) for t in g]) for n, g in sets.items()}
    inside = foreign_changes(sets["captions"], restored["captions"])
    false = {
        "English words": changed(english, restorer.restore_batch(english)),
        "accented Vietnamese words": changed(accented, restorer.restore_batch(accented)),
        "foreign words in captions": inside["foreign"],
        "unmarked words with a capital in captions": inside["capitalised"],
    }
    show("Changed though nothing was to be changed, %", ("text", "changed"), false.items())

    sure = {name: certainties(restorer, gold) for name, gold in sets.items()}
    calibration = {
        n: 100 * calibration_error(*zip(*pairs, strict=True)) for n, pairs in sure.items()
    }
    show("Expected calibration error, %", ("set", "error"), calibration.items())
    if options.plot:
        plot(list(chain.from_iterable(sure.values())), options.plot)

    confused = sum((errors(sets[n], restored[n]) for n in sets), Counter[tuple[str, str]]())
    kinds = Counter[str]()
    for (expected, found), count in confused.items():
        kinds[kind_of(expected, found)] += count
    top = [(f"{one} → {two}", count) for (one, two), count in confused.most_common(20)]
    show("Most frequent confusions, right → found", ("pair", "times"), top)
    show("Errors by kind", ("kind", "times"), kinds.most_common())

    speed = measure_speed(restorer, sets)
    print(f"{speed:,.0f} syllables/s, warm process, all cores")
    write(
        "restorer_baselines",
        paths.values(),
        {
            "accuracy": results,
            "false_changes": false,
            "calibration_error": calibration,
            "confusions": top,
            "kinds": dict(kinds),
            "syllables_per_second": round(speed),
        },
    )


if __name__ == "__main__":
    main()
