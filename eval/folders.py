"""Measure a run over many files: python eval/folders.py rates|memory [--files N].

Sentences of our own articles and captions, each once, are put into small files and translated into
English: one file after the other, as a run over a folder does it, and by CTranslate2 alone. Its
figure is for the very sentences that a run gives to the model, already cut into pieces, with the
same search and the same scoring backwards; a run also reads files, tells languages, protects
numbers and names, checks, tries again where something was lost, and writes. Models are loaded
before. Memory is that of a process that works through a folder with an echo for a model.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from common import read_lines, show, write
from vitrans.commands._shared.many import MANY
from vitrans.commands._shared.run import run
from vitrans.engines import Decoding, Hardware
from vitrans.engines.ctranslate2 import CTranslate2Engine
from vitrans.formats import parse
from vitrans.models import locate
from vitrans.pipeline.translate import find_sentences
from vitrans.runs import Destination
from vitrans.runs.manifest import FILE
from vitrans.segment import split
from vitrans.toolkit import Settings, Toolkit
from vitrans.translate import Tokenizer
from vitrans.types import Document, Language, Target, Translation

CORPORA = Path(__file__).parent.parent / "corpora"
SETS = [CORPORA / "captions.jsonl", *sorted((CORPORA / "articles").glob("*.vi.txt"))]
THREADS = 2
A_FILE = 1  # sentences


def sentences(count: int) -> list[str]:
    """Return Vietnamese sentences of the corpora, each once."""
    captions = [json.loads(line)["vi"] for line in read_lines(SETS[0])]
    articles = (line for path in SETS[1:] for line in read_lines(path) if line.strip())
    texts = [*captions, *articles]
    found = [segment.text for text in texts for segment in split(parse(text)).segments]
    return list(dict.fromkeys(found))[:count]


def folder_of(folder: Path, texts: Sequence[str]) -> None:
    """Write files of some sentences each, a paragraph a sentence."""
    folder.mkdir()
    for number in range(0, len(texts), A_FILE):
        text = "\n\n".join(texts[number : number + A_FILE]) + "\n"
        (folder / f"{number // A_FILE:04}.md").write_text(text, "utf-8")


def seconds_of_run(tools: Toolkit, folder: Path, output: Path, jobs: int) -> float:
    """Return how long a run over a folder takes."""

    def work(document: Document, name: str) -> Document:
        with tools.side_by_side():
            return tools.translated(document, Language.ENGLISH).document

    began = time.perf_counter()
    run([str(folder)], work, Destination(folder=output), jobs=jobs, quiet=True)
    return time.perf_counter() - began


def wanted(tools: Toolkit, folder: Path) -> list[str]:
    """Return the sentences that a run translates."""
    documents = (parse(path.read_text("utf-8"), ".md") for path in sorted(folder.iterdir()))
    found = (
        find_sentences(one, Language.ENGLISH, tools.restorer, tools.detector).texts
        for one in documents
    )
    return [text for texts in found for text in texts]


def seconds_of_engine(texts: Sequence[str]) -> float:
    """Return how long CTranslate2 takes: one call to search, one to score backwards."""
    found = locate(None)
    directory, description = found.directory, found.description
    tokenizer = Tokenizer.load(directory)
    beam = int(description.decoding.get("beam_size", Decoding().beam_size))
    engine = CTranslate2Engine(directory, Hardware(THREADS))._translator
    to, back = (description.prefixes[one] for one in (Language.ENGLISH, Language.VIETNAMESE))
    sources = [[to, *tokenizer.encode(text), description.end] for text in texts]
    batches = {"max_batch_size": 1024, "batch_type": "tokens", "max_input_length": 0}
    engine.translate_batch(sources[:1], beam_size=beam)
    began = time.perf_counter()
    results = engine.translate_batch(
        sources,
        beam_size=beam,
        num_hypotheses=beam,
        return_scores=True,
        max_decoding_length=int(description.decoding.get("max_length", Decoding().max_length)),
        **batches,
    )
    pairs = [
        ([back, *hypothesis, description.end], source[1:-1])
        for source, result in zip(sources, results, strict=True)
        for hypothesis in result.hypotheses
    ]
    engine.score_batch([one for one, _ in pairs], [other for _, other in pairs], **batches)
    return time.perf_counter() - began


class Echo:
    """Stands for the model: each text is its own translation."""

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Return the texts."""
        return [Translation(text, text, -0.1, "echo") for text in texts]


def work_with_an_echo(folder: Path, output: Path) -> None:
    """Work through a folder with an echo for a model, and print the memory used, in MB."""
    tools = Toolkit(Settings())
    tools._models["translator"] = Echo()
    seconds = seconds_of_run(tools, folder, output, MANY)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"megabytes": round(peak), "seconds": round(seconds, 1)}))


def memory(texts: Sequence[str], files: int, bytes_each: int) -> dict[str, float]:
    """Return the memory of a process that works through files of so many bytes, with an echo."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "in")
        folder.mkdir()
        page = "\n\n".join(texts)
        text = (page + "\n\n") * (bytes_each // len(page.encode()) + 1)
        for number in range(files):
            data = f"Bài số {number}.\n\n{text}".encode()[:bytes_each]
            (folder / f"{number:05}.md").write_bytes(data.decode("utf-8", "ignore").encode())
        command = [sys.executable, __file__, "--echo", str(folder), str(Path(place, "out"))]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    made: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {"files": files, "bytes_each": bytes_each, **made}


def results_of(folder: Path) -> dict[str, bytes]:
    """Return what a run has written, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != FILE}


def rates(count: int) -> dict[str, object]:
    """Measure runs over so many files, and CTranslate2 alone."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "in")
        folder_of(folder, sentences(count * A_FILE))
        tools = Toolkit(Settings(threads=THREADS))
        texts = wanted(tools, folder)
        tools.translate("Xin chào.", to="en")
        seconds = {}
        for what, measured in (
            ("CTranslate2 alone", lambda: seconds_of_engine(texts)),
            (
                f"{MANY} files at a time",
                lambda: seconds_of_run(tools, folder, Path(place, "many"), MANY),
            ),
            ("one file at a time", lambda: seconds_of_run(tools, folder, Path(place, "one"), 1)),
        ):
            seconds[what] = measured()
            print(f"{what}: {seconds[what]:.1f} s", flush=True)
        one, many = results_of(Path(place, "one")), results_of(Path(place, "many"))
    differing = sum(one[name] != many[name] for name in one)
    alone = seconds["CTranslate2 alone"]
    rows = [(what, len(texts) / each, alone / each) for what, each in seconds.items()]
    show(
        f"{len(one)} files, {len(texts)} sentences, {THREADS} cores",
        ("what", "sentences/s", "of CTranslate2's own"),
        rows,
    )
    print(f"{differing} of {len(one)} files differ between both runs")
    return {
        "files": len(one),
        "sentences": len(texts),
        "cores": THREADS,
        "seconds": {what: round(each, 2) for what, each in seconds.items()},
        "of_ctranslate2": {what: round(alone / each, 3) for what, each in seconds.items()},
        "differing_files": differing,
    }


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", nargs="?", choices=["rates", "memory"], default="rates")
    arguments.add_argument("--files", type=int, default=200)
    arguments.add_argument("--echo", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.echo:
        work_with_an_echo(*options.echo)
        return
    if options.what == "rates":
        write("folders", SETS, rates(options.files))
        return
    texts = sentences(300)
    many, large = memory(texts, 3 * options.files, 4_000), memory(texts, 12, 200_000)
    show(
        "Memory with an echo for a model",
        ("files", "bytes each", "MB at most"),
        [
            (str(one["files"]), str(one["bytes_each"]), str(one["megabytes"]))
            for one in (many, large)
        ],
    )
    write("folders_memory", SETS, {"runs": [many, large]})


if __name__ == "__main__":
    main()
