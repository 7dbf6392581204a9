"""Measure speed: python eval/speed.py.

Cold starts are measured on the installed `vitrans` command, restoration and the detection of
languages on the bundled models; `engines.py` has translation.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from common import read_lines, show, write
from vitrans.language import Detector
from vitrans.restore import Restorer
from vitrans.text import is_syllable, strip_accents, words

SHORT = 8
CORPORA = Path(__file__).parent.parent / "corpora"


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cold(arguments: list[str], text: str, times: int = 3) -> float:
    """Return the median seconds of a fresh `vitrans` process over one line of input."""
    command = [sys.executable, "-m", "vitrans", *arguments]
    runs = [
        timed(lambda: subprocess.run(command, input=text.encode(), check=True, capture_output=True))
        for _ in range(times)
    ]
    return sorted(runs)[times // 2]


def detection(english: list[str], vietnamese: list[str]) -> dict[str, float]:
    """Return the milliseconds to load the detector, and short texts a second on one core, warm."""
    start = time.process_time()
    detector = Detector.load()
    loading = 1000 * (time.process_time() - start)
    every = [*english, *vietnamese, *map(strip_accents, vietnamese)] * 3
    short = [" ".join(text.split()[:SHORT]) for text in every]
    start = time.process_time()
    for text in short:
        detector.detect(text)
    rate = len(short) / (time.process_time() - start)
    return {
        "milliseconds_to_load": round(loading),
        "texts_of_eight_words_per_second": round(rate),
    }


def main() -> None:
    """Run the measurement."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    captions = [json.loads(line) for line in read_lines(CORPORA / "captions.jsonl")]
    results: dict[str, float] = {
        "vitrans --help, cold": cold(["--help"], ""),
        "vitrans restore, one line, cold": cold(["restore"], captions[0]["unaccented"] + "\n"),
        "vitrans translate, one line, cold": cold(
            ["translate", "--to", "vi"], captions[0]["en"] + "\n"
        ),
    }
    restorer = Restorer.load()
    bare = [strip_accents(c["vi"]) for c in captions] * 10
    restorer.restore(bare[0])
    results[f"restore, {len(bare)} captions"] = timed(lambda: restorer.restore_batch(bare))
    syllables = sum(is_syllable(w) for text in bare for w in words(text))
    detecting = detection([c["en"] for c in captions], [c["vi"] for c in captions])
    show("Seconds", ("what", "s"), results.items())
    print(f"restoration: {syllables / results[f'restore, {len(bare)} captions']:,.0f} syllables/s")
    print(
        f"language: loaded in {detecting['milliseconds_to_load']:.0f} ms; "
        f"{detecting['texts_of_eight_words_per_second']:,.0f} texts of eight words/s, one core"
    )
    write(
        "speed",
        [CORPORA / "captions.jsonl"],
        {
            "language": detecting,
            "seconds": results,
            "restored_syllables": syllables,
        },
    )


if __name__ == "__main__":
    main()
