"""Load a server: python eval/server.py PAIRS [--minutes M] [--clients N] [--write].

PAIRS is a file of `English<TAB>Vietnamese` lines, whose English side is translated, a sentence a
request. Measured in this order: one client without pauses; the command line on the same sentences;
N clients that pause, together at 70 % of what the one client got; N clients without pauses. All of
it runs on this machine, the clients too, so that they take some of its time.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from common import read_pairs, show, write

_SHARE = 0.7
_START = 3.0  # seconds of a stage that are not counted


@dataclass
class Seen:
    """What clients saw: the seconds of each answer, its status, and the server's memory."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)
    length: float = 0.0

    @property
    def rate(self) -> float:
        """Translations a second."""
        return len(self.seconds) / self.length

    def percentile(self, share: float) -> float:
        """Return the milliseconds that a share of the translations took at most."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def row(self, name: str) -> dict[str, str | int | float]:
        """Return the figures of a stage."""
        others = {s: n for s, n in self.statuses.items() if s not in (200, 429)}
        third = max(1, len(self.memory) // 3)
        return {
            "stage": name,
            "a second": round(self.rate, 2),
            "p50 ms": round(self.percentile(0.5)),
            "p95 ms": round(self.percentile(0.95)),
            "answers": len(self.seconds),
            "429": self.statuses.get(429, 0),
            "errors": sum(others.values()),
            "MB at first": round(statistics.median(self.memory[:third])),
            "MB at last": round(statistics.median(self.memory[-third:])),
        }


class Client:
    """A connection that is kept; one request at a time."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 0

    async def __aenter__(self) -> "Client":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(self, *error: object) -> None:
        self._writer.close()

    async def translate(self, text: str) -> int:
        """Ask for a translation into Vietnamese; return the status."""
        body = json.dumps({"q": text, "source": "en", "target": "vi"}).encode()
        head = f"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: (\d+)", answer, re.IGNORECASE)
        assert length
        await self._reader.readexactly(int(length[1]))
        return int(answer.split(" ", 2)[1])


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, int, float]]:
    """Have a server run; yield where it is, its process, and the seconds to a first translation."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "vitrans", "serve", "--port", "0", "--quiet"]
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--data-dir", folder, *options], stderr=subprocess.PIPE, text=True
        )
        assert process.stderr
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found
        asyncio.run(first(found[0]))
        try:
            yield found[0], process.pid, time.perf_counter() - begun
        finally:
            process.terminate()
            process.wait()


async def first(url: str) -> None:
    """Wait for a first translation."""
    async with Client(url) as client:
        assert await client.translate("Hello.") == 200


def megabytes(pid: int) -> float:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    [kilobytes] = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kilobytes) / 1000


async def stage(
    url: str, pid: int, texts: list[str], count: int, seconds: float, turn: Callable[[], float]
) -> Seen:
    """Return what so many clients see within a time; `turn` says how long a turn of each is."""
    seen, source = Seen(), itertools.cycle(texts)
    begun = time.perf_counter() + _START
    end = begun + seconds

    async def work() -> None:
        async with Client(url) as client:
            await asyncio.sleep(turn())
            while time.perf_counter() < end:
                asked = time.perf_counter()
                status = await client.translate(next(source))
                now = time.perf_counter()
                if begun <= now < end:
                    seen.statuses[status] = seen.statuses.get(status, 0) + 1
                    if status == 200:
                        seen.seconds.append(now - asked)
                await asyncio.sleep(max(0.0, turn() - (now - asked)))

    async def weigh() -> None:
        while time.perf_counter() < end:
            await asyncio.sleep(min(1.0, seconds / 10))
            if time.perf_counter() >= begun:
                seen.memory.append(megabytes(pid))

    await asyncio.gather(weigh(), *(work() for _ in range(count)))
    seen.length = seconds
    return seen


def command_rate(texts: list[str]) -> float:
    """Return the sentences a second of `vitrans translate` on a file, its start not counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"

        def seconds(lines: list[str]) -> float:
            path.write_text("\n\n".join(lines) + "\n", "utf-8")
            command = [sys.executable, "-m", "vitrans", "translate", str(path), "--to", "vi", "-q"]
            begun = time.perf_counter()
            subprocess.run([*command, "-o", f"{folder}/out"], check=True, capture_output=True)
            return time.perf_counter() - begun

        return (len(texts) - 1) / (seconds(texts) - seconds(texts[:1]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--minutes", type=float, default=0.5, help="of each stage with N clients")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--sentences", type=int, default=400, help="for the command line")
    parser.add_argument("--write", action="store_true", help="keep the figures in results/")
    asked = parser.parse_args()
    texts = read_pairs(asked.pairs)[0]
    random.Random(7).shuffle(texts)
    seconds = 60 * asked.minutes
    by_command = command_rate(texts[: asked.sentences])
    with serving() as (url, pid, ready):
        lone = asyncio.run(stage(url, pid, texts, 1, min(seconds, 60), lambda: 0.0))
        mean = asked.clients / (_SHARE * lone.rate)
        waits = random.Random(7)
        paced = asyncio.run(
            stage(url, pid, texts, asked.clients, seconds, lambda: waits.expovariate(1 / mean))
        )
        full = asyncio.run(stage(url, pid, texts, asked.clients, seconds, lambda: 0.0))
    stages = [lone.row("one client"), paced.row("paced"), full.row("without pauses")]
    summary = {
        "first translation, s": round(ready, 2),
        "command line, sentences a second": round(by_command, 2),
        "without pauses, share of the command line's": round(full.rate / by_command, 3),
        "paced p50, times a lone request's": round(paced.percentile(0.5) / lone.percentile(0.5), 2),
    }
    show("The server under load", list(stages[0]), [list(row.values()) for row in stages])
    show("In short", ["what", "value"], list(summary.items()))
    if asked.write:
        told = {"clients": asked.clients, "minutes": asked.minutes, "cores": os.cpu_count()}
        write("server", [asked.pairs], {**told, "stages": stages, **summary})


if __name__ == "__main__":
    main()
