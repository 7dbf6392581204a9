"""Measure speed: python eval/speed.py [--hugging-face DIR] [--sentences N].

With DIR, a MarianMT model in the Hugging Face layout, CTranslate2 int8 is compared with
transformers on the same weights and the same sentences, in one run. Cold starts and memory are
measured on the installed `vitrans` command; restoration and translation on the bundled models.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from common import read_lines, show, write
from vitrans.language import Detector
from vitrans.models import convert, installed
from vitrans.restore import Restorer
from vitrans.text import is_syllable, strip_accents, words
from vitrans.translate import load_translator
from vitrans.translate.tokenizer import Tokenizer
from vitrans.types import Language, Translator

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


def seconds_of(translator: Translator, sentences: list[str]) -> float:
    """Return the seconds for all sentences into Vietnamese, after a first one."""
    translator.translate(sentences[:1], Language.VIETNAMESE)
    return timed(lambda: translator.translate(sentences, Language.VIETNAMESE))


def engines(model: Path, sentences: list[str]) -> dict[str, float]:
    """Return the seconds of both engines, greedy and beam 4, on the same weights."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        convert(model, Path(folder) / "int8", "int8")
        for beam in (1, 4):
            fast = load_translator(Path(folder) / "int8", beam_size=beam)
            found[f"ctranslate2 int8, beam {beam}"] = seconds_of(fast, sentences)
            slow = load_translator(model, engine="transformers", beam_size=beam)
            found[f"transformers, beam {beam}"] = seconds_of(slow, sentences)
    return found


def pieces_per_second(sentences: list[str], beam: int) -> float:
    """Return the target pieces per second of the bundled model, checks and second tries too."""
    translator = load_translator(beam_size=beam)
    tokenizer = Tokenizer.load(installed("translator"))
    translator.translate(sentences[:1], Language.VIETNAMESE)
    start = time.perf_counter()
    made = translator.translate(sentences, Language.VIETNAMESE)
    seconds = time.perf_counter() - start
    return sum(len(tokenizer.encode(t.target)) for t in made) / seconds


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


def peak_memory(lines: list[str]) -> float:
    """Return the largest resident size, in MB, of a process that translates some lines."""
    program = (
        "import resource, sys\n"
        "from vitrans.translate import load_translator\n"
        "from vitrans.types import Language\n"
        "load_translator().translate(sys.stdin.read().splitlines(), Language.VIETNAMESE)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    command = [sys.executable, "-c", program]
    text = "\n".join(lines).encode()
    made = subprocess.run(command, input=text, check=True, capture_output=True)
    return int(made.stdout) / 1024


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--hugging-face", type=Path)
    arguments.add_argument("--sentences", type=int, default=60)
    options = arguments.parse_args()
    captions = [json.loads(line) for line in read_lines(CORPORA / "captions.jsonl")]
    english = [c["en"] for c in captions][: options.sentences]
    results: dict[str, float] = {
        "vitrans --help, cold": cold(["--help"], ""),
        "vitrans restore, one line, cold": cold(["restore"], captions[0]["unaccented"] + "\n"),
        "vitrans translate, one line, cold": cold(["translate", "--to", "vi"], english[0] + "\n"),
    }
    restorer = Restorer.load()
    bare = [strip_accents(c["vi"]) for c in captions] * 10
    restorer.restore(bare[0])
    results[f"restore, {len(bare)} captions"] = timed(lambda: restorer.restore_batch(bare))
    syllables = sum(is_syllable(w) for text in bare for w in words(text))
    pieces = {beam: pieces_per_second(english * 4, beam) for beam in (1, 4)}
    detecting = detection([c["en"] for c in captions], [c["vi"] for c in captions])
    memory = peak_memory(english * 4)
    if options.hugging_face:
        results |= engines(options.hugging_face, english)
    show("Seconds", ("what", "s"), results.items())
    print(f"restoration: {syllables / results[f'restore, {len(bare)} captions']:,.0f} syllables/s")
    for beam, rate in pieces.items():
        print(f"translation: {rate:,.0f} target pieces/s, beam {beam}, all cores")
    print(
        f"language: loaded in {detecting['milliseconds_to_load']:.0f} ms; "
        f"{detecting['texts_of_eight_words_per_second']:,.0f} texts of eight words/s, one core"
    )
    print(f"translation: {memory:,.0f} MB resident at most")
    for beam in (1, 4) if options.hugging_face else ():
        ratio = results[f"transformers, beam {beam}"] / results[f"ctranslate2 int8, beam {beam}"]
        print(f"CTranslate2 int8 is {ratio:.1f} times as fast as transformers, beam {beam}")
    write(
        "speed",
        [CORPORA / "captions.jsonl"],
        {
            "language": detecting,
            "seconds": results,
            "restored_syllables": syllables,
            "target_pieces_per_second": pieces,
            "translation_megabytes": memory,
        },
    )


if __name__ == "__main__":
    main()
