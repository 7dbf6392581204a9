"""Compare engines on the same weights: python eval/engines.py MODELS [--sentences N].

A small model of each architecture, made once in the folder MODELS, and the bundled one translate
English captions with CTranslate2 in int8 and float32 and with transformers' own `generate`, in one
run, each in a process of its own, on one core: greedily and with a beam of 4, without checks and
second tries. Then the bundled model as people use it, and the first sentence of a fresh process.
Seconds are those of the processor, so that other work on the machine does not count.
"""

import argparse
import json
import multiprocessing
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from common import PAGE, RESULTS, read_lines, write
from small_models import SmallModel, small_models
from vitrans.engines import Decoding, Engine, Hardware, Hypothesis, load_engine
from vitrans.engines.base import Pieces
from vitrans.engines.transformers import TransformersEngine
from vitrans.evaluation.bench.summary import insert_tables
from vitrans.files import read_text, write_text
from vitrans.models import describe, installed
from vitrans.models.description import read_json
from vitrans.report.model import Origin, Report, Table
from vitrans.translate import load_translator
from vitrans.translate.search import Search
from vitrans.translate.tokenizer import Tokenizer
from vitrans.types import Language

CAPTIONS = Path(__file__).parent.parent / "corpora" / "captions.jsonl"
BEAMS = {"greedy": 1, "beam 4": 4}
LONGEST = 100  # target pieces
USED = 60  # captions for the bundled model as it is used
MARK = "engines"
Values = dict[str, Any]


class Reference(TransformersEngine):
    """transformers' own `generate` over a model of any architecture, without scores."""

    def __init__(self, folder: Path, pieces: Sequence[str]) -> None:
        import torch
        import transformers

        torch.set_num_threads(1)
        self._model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
        self._model.generation_config = transformers.GenerationConfig()
        self._pieces = dict(enumerate(pieces))
        self._ids = {piece: i for i, piece in self._pieces.items()}
        self._pad = self._model.config.pad_token_id
        self._pieces.setdefault(self._pad, "<pad>")
        self._end = self._ids["</s>"]

    def _source_ids(self, source: Pieces) -> list[int]:
        return self._target_ids(source)

    def _settings(self, decoding: Decoding, count: int) -> Any:
        made = super()._settings(decoding, count)
        if decoding.start:
            made.forced_bos_token_id = self._ids[decoding.start]
        return made

    def _decode(self, sources: list[Pieces], decoding: Decoding, count: int) -> list[Hypothesis]:
        import torch

        ids, mask = self._padded([self._source_ids(source) for source in sources])
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                generation_config=self._settings(decoding, count),
            )
        first = 2 if decoding.start else 1
        found = [self._cut(row[first:]) for row in output.tolist()]
        return [Hypothesis(tuple(self._without_end(row)), 0.0) for row in found]


def load(model: SmallModel, system: str) -> tuple[Engine, Path]:
    """Return an engine by its name, and the folder that says how the model is driven."""
    engine, _, kind = system.partition(" ")
    folder = model.converted[kind or "float32"]
    if engine == "transformers":
        return Reference(model.reference, read_json(folder / "shared_vocabulary.json")), folder
    return load_engine(engine, folder, Hardware(threads=1)), folder


def measure(model: SmallModel, system: str, texts: list[str]) -> Values:
    """Return what an engine makes of texts, how fast, and the memory of this process in MB."""
    engine, folder = load(model, system)
    tokenizer, found = Tokenizer.load(folder), {}
    for name, beam in BEAMS.items():
        decoding = Decoding(beam_size=beam, max_length=LONGEST)
        search = Search(engine, tokenizer, describe(folder), decoding)
        translate(search, texts[:2])
        start = time.process_time()
        made = translate(search, texts)
        seconds = time.process_time() - start
        pieces = sum(len(one.pieces) + 1 for one in made)
        found[name] = {
            "outputs": [search.read(one, Language.VIETNAMESE) for one in made],
            "pieces_per_second": round(pieces / seconds),
        }
    return {**found, "megabytes": resident()}


def translate(search: Search, texts: list[str]) -> list[Hypothesis]:
    """Return the best hypothesis of each text, into Vietnamese."""
    made = search.ranked(texts, Language.VIETNAMESE, False, lambda count: lambda done: None)
    return [best for best, *_ in made]


def as_used(texts: list[str]) -> Values:
    """Return target pieces a second of the bundled model with all that vitrans does, and memory."""
    tokenizer, found = Tokenizer.load(installed("translator")), {}
    for name, beam in (("greedy", 1), ("default", None)):
        translator = load_translator(beam_size=beam, hardware=Hardware(threads=1))
        translator.translate(texts[:2], Language.VIETNAMESE)
        start = time.process_time()
        made = translator.translate(texts, Language.VIETNAMESE)
        seconds = time.process_time() - start
        found[name] = round(sum(len(tokenizer.encode(t.target)) for t in made) / seconds)
    return {"pieces_per_second": found, "megabytes": resident()}


def resident() -> int:
    """Return the largest resident size of this process so far, in MB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return round(int(found[1]) / 1024)


def apart(work: Callable[..., Values], *arguments: Any) -> Values:
    """Return what a function returns in a new process, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def first_sentence(text: str) -> float:
    """Return the seconds of the processor that a fresh `vitrans translate` takes for a sentence."""
    command = [sys.executable, "-m", "vitrans", "translate", "--to", "vi", "--threads", "1"]
    before = os.times()
    subprocess.run(command, input=text.encode(), check=True, capture_output=True)
    after = os.times()
    spent = after.children_user + after.children_system
    return round(spent - before.children_user - before.children_system, 2)


def compare(model: SmallModel, texts: list[str]) -> Values:
    """Return the figures of all engines for a model; equal outputs are those of transformers."""
    systems = ("transformers", "ctranslate2 float32", "ctranslate2 int8")
    found = {system: apart(measure, model, system, texts) for system in systems}
    wanted = {beam: found["transformers"][beam].pop("outputs") for beam in BEAMS}
    for system in systems[1:]:
        for beam in BEAMS:
            outputs = found[system][beam].pop("outputs")
            same = sum(a == b for a, b in zip(outputs, wanted[beam], strict=True))
            found[system][beam]["equal"] = same
    return found


def tables(results: Values) -> Report:
    """Return the results as tables; speeds are those of transformers, times what is shown."""
    columns = ["model", "engine", *(f"{b}: {w}" for b in BEAMS for w in ("equal", "speed")), "MB"]
    rows = [
        (name, system, *_cells(found, system, results["sentences"]), found[system]["megabytes"])
        for name, found in results["models"].items()
        for system in found
    ]
    whole = (
        ("MB resident", results["as_used"]["megabytes"]),
        ("seconds of one core to the first sentence", results["first_sentence_seconds"]),
    )
    return Report(
        "Engines",
        (
            Table("Engines on the same weights", tuple(columns), tuple(rows)),
            Table("The bundled model as it is used", ("what", "figure"), whole),
        ),
        (Origin("texts", CAPTIONS.name, results["sets"][CAPTIONS.name], results["sentences"]),),
        tuple(results["made_with"].items()),
    )


def _cells(found: Values, system: str, sentences: int) -> list[str]:
    cells = []
    for beam in BEAMS:
        one, base = found[system][beam], found["transformers"][beam]
        cells += [
            f"{one['equal']} of {sentences}" if "equal" in one else "",
            f"{one['pieces_per_second'] / base['pieces_per_second']:.1f}",
        ]
    return cells


def main() -> None:
    """Run the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("models", type=Path)
    arguments.add_argument("--sentences", type=int, default=16)
    arguments.add_argument("--only", help="measure one model anew, by its name in the table")
    options = arguments.parse_args()
    captions = [json.loads(line) for line in read_lines(CAPTIONS)]
    pairs = [(str(one["en"]), str(one["vi"])) for one in captions]
    shown = pairs[: options.sentences]
    models = small_models(options.models, shown)
    english = [en for en, _ in pairs]
    if options.only:
        results = json.loads(read_text(RESULTS / "engines.json"))
        models = [one for one in models if one.name == options.only]
    else:
        results = {
            "sentences": len(shown),
            "models": {},
            "as_used": apart(as_used, english[:USED]),
            "first_sentence_seconds": first_sentence(english[0]),
        }
    for one in models:
        results["models"][one.name] = compare(one, english[: results["sentences"]])
    write("engines", [CAPTIONS], results)
    results = json.loads(read_text(RESULTS / "engines.json"))
    write_text(PAGE, insert_tables(read_text(PAGE), tables(results), str(PAGE), MARK))


if __name__ == "__main__":
    main()
