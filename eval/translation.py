"""Measure translation: python eval/translation.py CORPORA [--model DIR] [--beam N].

CORPORA is a folder with valid/flores-dev.tsv and valid/vlsp20-news-dev.tsv, and with the
outputs of other systems in peers/flores-dev/. Our own captions are read from the checkout.
The protocol is in eval/README.md.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from common import read_lines, read_pairs, sha256, show, write
from vitrans.restore import Restorer
from vitrans.score import score
from vitrans.text import strip_accents
from vitrans.translate import load_translator
from vitrans.types import Language, Score, Translation

CAPTIONS = Path(__file__).parent.parent / "corpora" / "captions.jsonl"


def read_captions(path: Path) -> tuple[list[str], list[str]]:
    """Return the English and the Vietnamese captions of our own corpus."""
    entries = [json.loads(line) for line in read_lines(path)]
    return [e["en"] for e in entries], [e["vi"] for e in entries]


def measured(hypotheses: Sequence[str], references: Sequence[str]) -> list[Score]:
    """Return BLEU and chrF, sacrebleu's defaults."""
    return score(hypotheses, [references], ("bleu", "chrf"))


def faults(translations: Sequence[Translation], references: Sequence[str]) -> dict[str, int]:
    """Count warnings by their first words, and outputs under half the reference's length."""
    counts = {"under half the reference": 0}
    for translation, reference in zip(translations, references, strict=True):
        counts["under half the reference"] += len(translation.target) * 2 < len(reference)
        for kind in {w.split(":")[0] for w in translation.warnings}:
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--model", help="another model than the bundled one")
    arguments.add_argument("--beam", type=int, help="another beam size than the model's own")
    arguments.add_argument(
        "--sets", nargs="+", default=["flores-dev", "vlsp20-news-dev", "captions"]
    )
    options = arguments.parse_args()
    translator = load_translator(options.model, beam_size=options.beam)
    rows: list[tuple[object, ...]] = []
    results: dict[str, object] = {}
    seconds, characters = 0.0, 0

    def run(name: str, source: list[str], target: Language, reference: list[str]) -> None:
        nonlocal seconds, characters
        start = time.perf_counter()
        made = translator.translate(source, target)
        seconds += time.perf_counter() - start
        characters += sum(map(len, source))
        add(name, [t.target for t in made], reference, faults(made, reference))

    def add(name: str, output: list[str], reference: list[str], found: dict[str, int]) -> None:
        bleu, chrf = measured(output, reference)
        rows.append((name, bleu.value, chrf.value, json.dumps(found) if found else ""))
        results[name] = {
            "bleu": bleu.value,
            "chrf": chrf.value,
            "signatures": [bleu.signature, chrf.signature],
            "faults": found,
        }

    paths = {}
    for name in options.sets:
        path = CAPTIONS if name == "captions" else options.corpora / "valid" / f"{name}.tsv"
        paths[name] = path
        english, vietnamese = read_captions(path) if name == "captions" else read_pairs(path)
        run(f"{name} vi-en", vietnamese, Language.ENGLISH, english)
        run(f"{name} en-vi", english, Language.VIETNAMESE, vietnamese)
        bare = [strip_accents(text) for text in vietnamese]
        run(f"{name} vi-en, unaccented", bare, Language.ENGLISH, english)
        restored = Restorer.load().restore_batch(bare)
        run(f"{name} vi-en, restored first", restored, Language.ENGLISH, english)
    peers = options.corpora / "peers" / "flores-dev"
    if "flores-dev" in options.sets:
        for path in sorted(peers.glob("??-??.*")):
            reference = read_lines(peers / f"reference{path.suffix}")
            add(f"flores-dev {path.stem}", read_lines(path), reference, {})
    show("Translation", ("set, direction", "BLEU", "chrF", "faults"), rows)
    signatures = next(iter(results.values()))["signatures"]  # type: ignore[index]
    print(*signatures, sep="\n")
    print(f"{characters / seconds:,.0f} source characters/s, all cores")
    sets = {name: sha256(path) for name, path in paths.items()}
    write("translation", {"sets": sets, "model": options.model or "bundled", "scores": results})


if __name__ == "__main__":
    main()
