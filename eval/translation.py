"""Measure translation: python eval/translation.py CORPORA [--model DIR] [--beam N].

CORPORA is a folder with valid/{flores-dev,vlsp20-news-dev,iwslt15-tst2012}.tsv, and with the
outputs of other systems in peers/flores-dev/. Our own captions are read from the checkout.
The protocol is in eval/README.md.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from common import read_lines, read_pairs, sha256, show, write
from vitrans.evaluation.bench.measures import translation_scores
from vitrans.evaluation.metrics import Metric
from vitrans.evaluation.metrics.sacrebleu import Scorer, Settings, Test
from vitrans.restore import Restorer
from vitrans.text import strip_accents
from vitrans.translate import load_translator
from vitrans.types import Language, Score, Translator

CAPTIONS = Path(__file__).parent.parent / "corpora" / "captions.jsonl"
SETS = ("flores-dev", "vlsp20-news-dev", "iwslt15-tst2012", "captions")
FLORES = "flores-dev"


class Measurement:
    """The rows and the results as they come in."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self.rows: list[tuple[object, ...]] = []
        self.results: dict[str, dict[str, object]] = {}
        self.outputs: dict[str, list[str]] = {}

    def translate(
        self, name: str, source: Sequence[str], target: Language, reference: Sequence[str]
    ) -> None:
        """Translate a set and score it."""
        made = self._translator.translate(source, target)
        self.add(name, [t.target for t in made], source, target, reference)

    def add(
        self,
        name: str,
        output: list[str],
        source: Sequence[str],
        target: Language,
        reference: Sequence[str],
    ) -> None:
        """Score an output."""
        values = translation_scores(output, reference, source, target)
        self.outputs[name], self.results[name] = output, values
        found = ", ".join(f"{kind} {count}" for kind, count in values["faults"].items())
        self.rows.append((name, values["bleu"], values["chrf"], found))


def read_set(corpora: Path, name: str) -> tuple[Path, list[str], list[str]]:
    """Return the file of a set, its English and its Vietnamese sentences."""
    if name == "captions":
        entries = [json.loads(line) for line in read_lines(CAPTIONS)]
        return CAPTIONS, [e["en"] for e in entries], [e["vi"] for e in entries]
    path = corpora / "valid" / f"{name}.tsv"
    return path, *read_pairs(path)


def compare(outputs: dict[str, list[str]], reference: list[str]) -> dict[str, list[Score]]:
    """Return BLEU of all systems with a paired bootstrap against the first (Koehn 2004)."""
    settings = Settings((Metric.BLEU,), test=Test.BOOTSTRAP)
    return Scorer([reference], settings).score(outputs)


def peers(folder: Path, direction: str) -> dict[str, list[str]]:
    """Return the outputs of other systems in a direction, by name."""
    return {p.name.split(".")[1]: read_lines(p) for p in sorted(folder.glob(f"{direction}.*"))}


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--model", help="another model than the bundled one")
    arguments.add_argument("--beam", type=int, help="another beam size than the model's own")
    arguments.add_argument("--sets", nargs="+", default=SETS)
    options = arguments.parse_args()
    measurement = Measurement(load_translator(options.model, beam_size=options.beam))
    restorer = Restorer.load()
    sets = {name: read_set(options.corpora, name) for name in options.sets}
    significance: dict[str, dict[str, float | None]] = {}
    for name, (_, english, vietnamese) in sets.items():
        measurement.translate(f"{name} vi-en", vietnamese, Language.ENGLISH, english)
        measurement.translate(f"{name} en-vi", english, Language.VIETNAMESE, vietnamese)
        bare = [strip_accents(text) for text in vietnamese]
        measurement.translate(f"{name} vi-en, unaccented", bare, Language.ENGLISH, english)
        restored = restorer.restore_batch(bare)
        measurement.translate(f"{name} vi-en, restored first", restored, Language.ENGLISH, english)
    if FLORES in sets:
        _, english, vietnamese = sets[FLORES]
        for direction, source, target, reference in (
            ("vi-en", vietnamese, Language.ENGLISH, english),
            ("en-vi", english, Language.VIETNAMESE, vietnamese),
        ):
            others = peers(options.corpora / "peers" / FLORES, direction)
            for peer, output in others.items():
                measurement.add(f"{FLORES} {direction} {peer}", output, source, target, reference)
            ours = {"vitrans": measurement.outputs[f"{FLORES} {direction}"]}
            tested = compare(ours | others, reference)
            significance[direction] = {system: s[0].p for system, s in tested.items()}
    show("Translation", ("set, direction", "BLEU", "chrF", "faults"), measurement.rows)
    show(
        "Paired bootstrap on FLORES dev, BLEU: how likely the difference is chance",
        ("direction, system", "p"),
        [
            (f"{direction} {system}", "baseline" if p is None else f"{p:.4f}")
            for direction, found in significance.items()
            for system, p in found.items()
        ],
    )
    first = next(iter(measurement.results.values()))
    print(*first["signatures"], sep="\n")  # type: ignore[misc]
    write(
        "translation",
        {
            "sets": {name: sha256(path) for name, (path, _, _) in sets.items()},
            "model": options.model or "bundled",
            "scores": measurement.results,
            "p": significance,
        },
    )


if __name__ == "__main__":
    main()
