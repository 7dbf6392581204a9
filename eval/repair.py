"""Measure the mending of typing accidents: python eval/repair.py CORPORA.

CORPORA is a folder with valid/restore-{news,captions,headlines}.txt and valid/flores-dev.tsv.
Each line is a text of its own. False repairs: words altered in correct Vietnamese, in English, and
in Vietnamese without diacritics, per 10,000. Recall: words that an accident altered and that
come back, whole lines and, for keystrokes, single words among correct ones.
"""

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from common import read_lines, read_pairs, show, write
from vitrans.repair import Accident, repair
from vitrans.text import strip_accents
from vitrans.training.tables import accidents

SEED = 7
# Lines of each set that are broken in every way.
BROKEN = 300


def altered(lines: list[str], placement: bool = False) -> list[str]:
    """Return what was altered in lines, as `old → new`; one of two correct placements if asked."""
    return [
        f"{made.original} → {made.repaired}"
        for line in lines
        for made in repair(line).repairs
        if placement or made.kind is not Accident.PLACEMENT
    ]


def single(line: str, encode: Callable[[str], str], chance: random.Random) -> str:
    """Return a line with one of its words encoded, one that encoding alters."""
    words = line.split(" ")
    eligible = [i for i, word in enumerate(words) if encode(word) != word]
    if eligible:
        at = chance.choice(eligible)
        words[at] = encode(words[at])
    return " ".join(words)


def recall(gold: list[str], broken: list[str]) -> dict[str, float]:
    """Return how many of the altered words came back, and came back wrong, in %, case aside."""
    total = right = wrong = 0
    for expected, line in zip(gold, broken, strict=True):
        found = repair(line).text
        for one, bad, made in zip(
            expected.split(" "), line.split(" "), found.split(" "), strict=True
        ):
            if one != bad:
                total += 1
                right += one.lower() == made.lower()
                wrong += made.lower() not in (one.lower(), bad.lower())
    return {"words": total, "recall": 100 * right / total, "wrong": 100 * wrong / total}


def encoders() -> dict[str, Callable[[str], str]]:
    """Return what the accidents are called and what makes them."""
    chance = random.Random(SEED)
    return {
        "Telex": accidents.telex,
        "Telex, keys elsewhere": lambda text: accidents.telex(text, chance),
        "VNI": accidents.vni,
        "VNI, keys elsewhere": lambda text: accidents.vni(text, chance),
        "VIQR": accidents.viqr,
        "TCVN3": accidents.tcvn3,
        "VNI-Windows": accidents.vni_windows,
        "Windows-1258": accidents.windows_1258,
        "UTF-8 as Windows-1252": accidents.mojibake,
        "tone before mark": accidents.tone_first,
        "base and combining tone": accidents.base_and_tone,
    }


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    valid = arguments.parse_args().corpora / "valid"
    paths = {f"restore-{n}": valid / f"restore-{n}.txt" for n in ("news", "captions", "headlines")}
    sets = {name: read_lines(path) for name, path in paths.items()}
    paths["flores-dev"] = valid / "flores-dev.tsv"
    english, sets["flores-dev"] = read_pairs(paths["flores-dev"])
    texts = {"flores-dev, English": english} | sets
    texts |= {f"{name}, unaccented": list(map(strip_accents, t)) for name, t in sets.items()}
    false = {}
    for name, lines in texts.items():
        words = sum(len(line.split()) for line in lines)
        found = altered(lines, placement=True)
        rate = 1e4 * len(found) / words
        false[name] = {"words": words, "altered": len(found), "rate": rate, "which": found[:40]}
    rows = [(name, v["words"], v["altered"], v["rate"]) for name, v in false.items()]
    show("Altered though nothing was wrong", ("text", "words", "altered", "per 10,000"), rows)
    for name, value in false.items():
        print(name, value["which"])
    gold = [line for lines in sets.values() for line in lines[:BROKEN]]
    chance = random.Random(SEED)
    results = {}
    for name, encode in encoders().items():
        results[f"{name}, whole lines"] = recall(gold, list(map(encode, gold)))
        if name.startswith(("Telex", "VNI", "VIQR")) and name != "VNI-Windows":
            broken = [single(line, encode, chance) for line in gold]
            results[f"{name}, single words"] = recall(gold, broken)
    columns = ("words", "recall", "wrong")
    show("Mended, %", ("accident", *columns), [(n, *v.values()) for n, v in results.items()])
    start = time.perf_counter()
    for line in gold:
        repair(line)
    count = sum(len(line.split()) for line in gold)
    speed = count / (time.perf_counter() - start)
    print(f"{speed:,.0f} words/s of correct Vietnamese, one core")
    write(
        "repair",
        paths.values(),
        {
            "false_repairs": false,
            "recall": results,
            "words_per_second": round(speed),
        },
    )


if __name__ == "__main__":
    main()
