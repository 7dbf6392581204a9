"""Measure a run on a local Ray cluster: python eval/cluster.py [--files N] [--beam N | --driver].

Captions of ours, five a file, are translated into English by one worker and by two, one core each,
as `vitrans translate --engine ray` does it. The rate is that of all files but the first, from when
the first is done to when the last is: without the start of Ray and of the workers, which the
seconds of the whole run have.
"""

import argparse
import json
import logging
import pickle
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from common import read_lines, show, write
from folders import Echo
from vitrans.commands._shared.cluster import Elsewhere
from vitrans.commands._shared.run import rendered, run
from vitrans.commands.translate import Timed, Translating
from vitrans.formats import named
from vitrans.pipeline import joined_blocks
from vitrans.runs import Destination, Outcome
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Document, Language

CAPTIONS = Path(__file__).parent.parent / "corpora" / "captions.jsonl"
A_FILE = 5


def finish(parts: Sequence[Timed], name: str) -> Document:
    """Return the translated document of its blocks."""
    return joined_blocks(part.made for part in parts).document


def unused(document: Document, name: str) -> Document:
    """Stand for the work of a run that is not done here."""
    raise AssertionError(name)


def measured(workers: int, files: list[str], beam: int | None) -> dict[str, float]:
    """Return how long a run on so many workers takes, and its rate."""
    import ray

    began = time.perf_counter()
    ray.init(num_cpus=workers, include_dashboard=False, logging_level=logging.ERROR)
    started = time.perf_counter()
    translating = Translating(Settings(beam=beam), Language.ENGLISH)
    told = partial(translating.told, (None, None, None))
    done: list[float] = []

    def tell(outcome: Outcome) -> None:
        done.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as place:
        run(
            files,
            unused,
            Destination(folder=Path(place, "out")),
            quiet=True,
            told=tell,
            elsewhere=Elsewhere(translating.begin, told, finish),
        )
    ray.shutdown()
    return {
        "workers": workers,
        "seconds_to_start_ray": round(started - began, 1),
        "seconds_to_first_file": round(done[0] - started, 1),
        "seconds": round(done[-1] - began, 1),
        "rows_per_second": round((len(files) - 1) * A_FILE / (done[-1] - done[0]), 2),
    }


def driver(texts: list[str]) -> float:
    """Return the rows that the driver can take in each second of its processor.

    It reads what a worker sends of a block of rows, puts it together and makes the result.
    """
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    tools = Toolkit()
    tools._models["translator"] = Echo()
    block = named("jsonl").of("text").read(lines.encode(), "rows.jsonl")
    sent = pickle.dumps([Timed(tools.translated(block, Language.ENGLISH), 1.0)])
    times = 20
    began = time.process_time()
    for _ in range(times):
        rendered(finish(pickle.loads(sent), "rows.jsonl"))
    seconds = (time.process_time() - began) / times
    return round(len(texts) / seconds, -3)


def main() -> None:
    """Run the measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=32)
    arguments.add_argument("--beam", type=int)
    arguments.add_argument("--driver", action="store_true", help="measure the driver alone")
    options = arguments.parse_args()
    rows = [json.loads(line)["vi"] for line in read_lines(CAPTIONS)][: options.files * A_FILE]
    if options.driver:
        taken = driver(rows[:100])
        print(f"the driver takes {taken:,} rows a second of its processor")
        write("cluster_driver", [CAPTIONS], {"rows_per_second": taken})
        return
    with tempfile.TemporaryDirectory() as place:
        files = []
        for number in range(0, len(rows), A_FILE):
            path = Path(place, f"{number:04}.md")
            path.write_text("\n\n".join(rows[number : number + A_FILE]) + "\n", "utf-8")
            files.append(str(path))
        runs = []
        for workers in (2, 1):
            runs.append(measured(workers, files, options.beam))
            print(json.dumps(runs[-1]), flush=True)
    show(
        f"{len(rows)} captions, a core for each worker",
        ("workers", "rows/s", "s to the first file", "s in all"),
        [
            (str(r["workers"]), r["rows_per_second"], r["seconds_to_first_file"], r["seconds"])
            for r in runs
        ],
    )
    two, one = (each["rows_per_second"] for each in runs)
    print(f"two workers do {two / one:.2f} times as many rows a second as one")
    write(
        "cluster",
        [CAPTIONS],
        {"rows": len(rows), "beam": options.beam, "runs": runs, "driver": taken},
    )


if __name__ == "__main__":
    main()
