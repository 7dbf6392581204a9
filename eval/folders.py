"""Measure a run over many files: python eval/folders.py rates|memory [--files N].

Short sentences of our own articles and captions, each once, are put into files of one sentence and
translated into English as a run over a folder does it. Beside it stands CTranslate2 alone, on two
cores too, models loaded before: on each sentence once, with the same search and the same scoring
backwards; and on all that the run asked of it, which has the second tries where a number or a name
was lost, in one call for each kind. A run also reads, tells languages, protects, checks and writes.
Rates by the processor are what two cores do that have nothing else to do; those by the clock also
have what waits. Some files are translated once more, one after the other. Memory is that of a
process that works through a folder with an echo for a model.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from common import read_lines, show, write
from vitrans.commands._shared.many import MANY
from vitrans.commands._shared.run import run
from vitrans.engines import Decoding, Hardware
from vitrans.engines.ctranslate2 import CTranslate2Engine
from vitrans.formats import parse
from vitrans.models import locate
from vitrans.runs import Destination
from vitrans.runs.manifest import FILE
from vitrans.segment import split
from vitrans.toolkit import Settings, Toolkit
from vitrans.translate import Tokenizer
from vitrans.translate.search import Search
from vitrans.types import Document, Language, Target, Translation

CORPORA = Path(__file__).parent.parent / "corpora"
SETS = [CORPORA / "captions.jsonl", *sorted((CORPORA / "articles").glob("*.vi.txt"))]
THREADS = 2
# A method of CTranslate2, its sources, its targets if it has any, and its options.
Call = tuple[str, list[list[str]], tuple[Any, ...], dict[str, Any]]


def sentences(count: int, longest: int = 70) -> list[str]:
    """Return Vietnamese sentences of the corpora of so many characters at most, each once."""
    captions = [json.loads(line)["vi"] for line in read_lines(SETS[0])]
    articles = (line for path in SETS[1:] for line in read_lines(path) if line.strip())
    texts = [*captions, *articles]
    found = (segment.text for text in texts for segment in split(parse(text)).segments)
    return [text for text in dict.fromkeys(found) if len(text) <= longest][:count]


def folder_of(folder: Path, texts: Sequence[str]) -> None:
    """Write a file for each sentence."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04}.md").write_text(text + "\n", "utf-8")


class Seconds(NamedTuple):
    """How long something takes: by the clock, and of the processor."""

    clock: float
    processor: float


@contextmanager
def timed() -> Iterator[Callable[[], Seconds]]:
    """Yield what says how long it is since."""
    clock, processor = time.perf_counter(), time.process_time()
    yield lambda: Seconds(time.perf_counter() - clock, time.process_time() - processor)


def seconds_of_run(tools: Toolkit, folder: Path, output: Path, jobs: int) -> Seconds:
    """Return how long a run over a folder takes."""

    def work(document: Document, name: str) -> Document:
        return tools.translated(document, Language.ENGLISH).document

    with timed() as taken:
        run([str(folder)], work, Destination(folder=output), jobs=jobs, quiet=True)
    return taken()


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Yield what is asked of CTranslate2 meanwhile."""
    calls: list[Call] = []
    run = CTranslate2Engine._run

    def recording(
        self: CTranslate2Engine, method: str, batch: list[list[str]], *more: Any, **options: Any
    ) -> Any:
        calls.append((method, batch, more, options))
        return run(self, method, batch, *more, **options)

    with patch.object(CTranslate2Engine, "_run", recording):
        yield calls


def calls_of(texts: Sequence[str]) -> list[Call]:
    """Return what CTranslate2 is asked where each sentence is translated once, and no more."""
    found = locate(None)
    settings = dict[str, Any](found.description.decoding)
    search = Search(
        CTranslate2Engine(found.directory, Hardware(THREADS)),
        Tokenizer.load(found.directory),
        found.description,
        Decoding(**settings),
    )
    with recorded() as calls:
        search.ranked(texts, Language.ENGLISH, False, lambda parts: lambda count: None)
    return calls


def seconds_of_engine(calls: Sequence[Call]) -> Seconds:
    """Return how long CTranslate2 alone takes for calls, those of one kind put together to one."""
    engine = CTranslate2Engine(locate(None).directory, Hardware(THREADS))._translator
    whole: dict[str, Call] = {}
    for method, batch, more, options in calls:
        _, sources, targets, _ = whole.setdefault(
            f"{method} {options.get('no_repeat_ngram_size')}", (method, [], ([],), options)
        )
        sources += batch
        targets[0].extend(more[0] if more else [])
    batches = {"max_batch_size": 1024, "batch_type": "tokens", "max_input_length": 0}
    engine.translate_batch(next(iter(whole.values()))[1][:1])
    with timed() as taken:
        for method, sources, targets, options in whole.values():
            sides = (sources, targets[0]) if targets[0] else (sources,)
            getattr(engine, method)(*sides, **options, **batches)
    return taken()


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
    print(json.dumps({"megabytes": round(peak), "seconds": round(seconds.clock, 1)}))


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
    """Measure a run over so many files, and CTranslate2 alone."""
    texts = sentences(count)
    with tempfile.TemporaryDirectory() as place:
        folder, some = Path(place, "in"), Path(place, "some")
        folder_of(folder, texts)
        folder_of(some, texts[: count // 8])
        tools = Toolkit(Settings(threads=THREADS))
        tools.translate("Xin chào.", to="en")
        with recorded() as calls:
            whole = seconds_of_run(tools, folder, Path(place, "many"), MANY)
        one_by_one = seconds_of_run(tools, some, Path(place, "one"), 1)
        one, many = results_of(Path(place, "one")), results_of(Path(place, "many"))
    taken = {
        f"a run, {MANY} files at a time": (whole, len(texts)),
        "a run, one file at a time": (one_by_one, len(one)),
        "CTranslate2, all that the run asked": (seconds_of_engine(calls), len(texts)),
        "CTranslate2, each sentence once": (seconds_of_engine(calls_of(texts)), len(texts)),
    }
    rates = {
        what: {
            "by_clock": round(count / seconds.clock, 2),
            "by_processor": round(THREADS * count / seconds.processor, 2),
        }
        for what, (seconds, count) in taken.items()
    }
    show(
        f"{len(texts)} files of a sentence, {THREADS} cores",
        ("what", "sentences/s by the clock", "by the processor"),
        [(what, *each.values()) for what, each in rates.items()],
    )
    run_rate, _, asked, once = (each["by_processor"] for each in rates.values())
    differing = sum(many[name] != data for name, data in one.items())
    print(
        f"by the processor a run has {run_rate / asked:.0%} of the rate of CTranslate2 on what it"
    )
    print(f"asked, and {run_rate / once:.0%} of that on each sentence once")
    print(f"{differing} of {len(one)} files that were translated twice differ")
    return {
        "files": len(texts),
        "cores": THREADS,
        "sentences_per_second": rates,
        "of_what_it_asked": round(run_rate / asked, 3),
        "of_each_sentence_once": round(run_rate / once, 3),
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
    texts = sentences(300, 500)
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
