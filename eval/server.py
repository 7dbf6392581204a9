"""Load a server: python eval/server.py PAIRS [--minutes M] [--clients N] [--beside URL] [--write].

PAIRS is a file of `English<TAB>Vietnamese` lines, whose English side is translated, a sentence a
request. Measured in this order: the command line on the same sentences; one client without pauses;
N clients that pause, together at 70 % of what the one client got; N clients without pauses; a stop
while requests run; kills while glossaries and units of the memory are added. All of it runs on this
machine, the clients too, so that they take some of its time. `--beside` names another server that
speaks LibreTranslate's API, to be loaded in the same way. With `--write` results/server.json is
written after each stage and within it, so that what was measured is kept whatever happens.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import signal
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
_SETTLE = 3.0  # seconds of a stage that are not counted
_PATIENCE = 120.0  # seconds that an answer or a start may take
_GRACE = 300.0  # seconds that a stop may take
_NOTE = 20.0  # seconds between two notes of a stage that runs
_TOO_MUCH = 429
Row = dict[str, str | int | float]


@dataclass
class Seen:
    """What clients saw: the seconds of each answer, how many were refused, the server's memory."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)
    length: float = 0.0

    @property
    def rate(self) -> float:
        """Translations a second."""
        return len(self.seconds) / max(self.length, 1e-9)

    def percentile(self, share: float) -> float:
        """Return the milliseconds that a share of the translations took at most."""
        ordered = sorted(self.seconds) or [0.0]
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def row(self, name: str) -> Row:
        """Return the figures of a stage."""
        memory = self.memory or [0.0]
        third = max(1, len(memory) // 3)
        return {
            "stage": name,
            "seconds": round(self.length),
            "a second": round(self.rate, 2),
            "p50 ms": round(self.percentile(0.5)),
            "p95 ms": round(self.percentile(0.95)),
            "answers": len(self.seconds),
            "429": self.refused,
            "errors": sum(self.errors.values()),
            "MB at first": round(statistics.median(memory[:third])),
            "MB at last": round(statistics.median(memory[-third:])),
        }


class Client:
    """A connection that is kept; one request at a time."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, **body: object) -> tuple[int, bytes]:
        """Send JSON; return the status and the body of the answer, status 0 if there is none."""
        return await self.ask("POST", path, json.dumps(body).encode())

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request; return the status and the body of the answer."""
        try:
            return await asyncio.wait_for(self._asked(method, path, body), _PATIENCE)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError):
            self.close()
            return 0, b""

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _asked(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: (\d+)", answer, re.IGNORECASE)
        content = await reader.readexactly(int(length[1]) if length else 0)
        return int(answer.split(" ", 2)[1]), content


class Server:
    """A server of vitrans as a process of its own."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait for an address, its health and a first translation."""
        log = folder / "log"
        command = [sys.executable, "-m", "vitrans", "serve", "--port", "0", "--quiet"]
        command += ["--data-dir", str(folder), "--memory", str(folder / "memory.db")]
        begun = time.perf_counter()
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, stderr=file)
        self.url = _until(lambda: _address(log))
        _until(lambda: _healthy(self.url))
        self.healthy = time.perf_counter() - begun
        status, _ = asyncio.run(translate(Client(self.url), "Hello."))
        self.ready = time.perf_counter() - begun
        if status != 200:
            raise SystemExit(f"no translation: status {status}; {log.read_text()}")

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        [kilobytes] = re.findall(r"VmRSS:\s+(\d+)", status) or ["0"]
        return int(kilobytes) / 1000

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        """End it; return its exit code, None where it had to be killed after all."""
        self.process.send_signal(how)
        try:
            return self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None


def _until(found: Callable[[], str | bool]) -> str:
    """Return what a function finds once it finds something; give up after a while."""
    end = time.perf_counter() + _PATIENCE
    while time.perf_counter() < end:
        if value := found():
            return str(value)
        time.sleep(0.01)
    raise SystemExit(f"the server does not start within {_PATIENCE:g} s")


def _address(log: Path) -> str:
    found = re.search(r"http://\S+", log.read_text())
    return found[0] if found else ""


def _healthy(url: str) -> bool:
    return asyncio.run(Client(url).ask("GET", "/health"))[0] == 200


async def translate(client: Client, text: str) -> tuple[int, bytes]:
    """Ask for a translation into Vietnamese."""
    return await client.post("/translate", q=text, source="en", target="vi")


async def stage(
    url: str,
    texts: list[str],
    count: int,
    seconds: float,
    turn: Callable[[], float],
    weigh: Callable[[], float],
    note: Callable[[Seen], None],
) -> Seen:
    """Return what so many clients see within a time.

    Args:
        url: where the server is.
        texts: what is translated, one after the other.
        count: of clients.
        seconds: that are counted, behind a start that is not.
        turn: says how long a turn of a client is at least.
        weigh: returns the server's memory.
        note: is told now and then what was seen so far.
    """
    seen, source = Seen(), itertools.cycle(texts)
    begun = time.perf_counter() + _SETTLE
    end = begun + seconds

    async def work() -> None:
        client = Client(url)
        await asyncio.sleep(min(turn(), _SETTLE + seconds))
        while time.perf_counter() < end:
            asked = time.perf_counter()
            status, _ = await translate(client, next(source))
            now = time.perf_counter()
            if begun <= now < end:
                _count(seen, status, now - asked)
            pause = 1.0 if status == _TOO_MUCH else turn() - (now - asked)
            await asyncio.sleep(max(0.0, min(pause, end - now)))
        client.close()

    async def watch() -> None:
        noted = begun
        while (now := time.perf_counter()) < end:
            if now >= begun:
                seen.length = now - begun
                seen.memory.append(weigh())
            if now - noted > _NOTE:
                noted = now
                note(seen)
            await asyncio.sleep(min(1.0, seconds / 10))

    await asyncio.gather(watch(), *(work() for _ in range(count)))
    seen.length = seconds
    return seen


def _count(seen: Seen, status: int, seconds: float) -> None:
    if status == 200:
        seen.seconds.append(seconds)
    elif status == _TOO_MUCH:
        seen.refused += 1
    else:
        seen.errors[str(status)] = seen.errors.get(str(status), 0) + 1


def command_rate(texts: list[str]) -> float:
    """Return the sentences a second of `vitrans translate` on a file, its start not counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"

        def seconds(lines: list[str]) -> float:
            path.write_text("\n\n".join(lines) + "\n", "utf-8")
            command = [sys.executable, "-m", "vitrans", "translate", str(path), "--to", "vi", "-q"]
            command += ["-o", f"{folder}/out"]
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, timeout=20 * _PATIENCE)
            return time.perf_counter() - begun

        return (len(texts) - 1) / (seconds(texts) - seconds(texts[:1]))


@contextmanager
def served() -> Iterator[Server]:
    """Have a server run."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.stop()


def stopped(texts: list[str], count: int) -> str:
    """Stop a server while requests run; return how many of them were answered, and how it ended."""
    with served() as server:

        async def ask() -> str:
            asked = [
                asyncio.create_task(translate(Client(server.url), " ".join(texts[n : n + 4])))
                for n in range(count)
            ]
            await asyncio.sleep(0.5)
            code = await asyncio.to_thread(server.stop)
            statuses = [status for status, _ in await asyncio.gather(*asked)]
            how = "" if code == 0 else f", exit code {code}" if code else ", killed: it did not end"
            return f"{statuses.count(200)} of {count}{how}"

        return asyncio.run(ask())


def survived(seconds: float) -> tuple[str, str]:
    """Kill a server (-9) while it is given glossaries and units; return how many are there again.

    Only what was answered counts.
    """
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        kept: dict[str, set[str]] = {"glossary": set(), "unit": set()}

        async def add(kind: str) -> None:
            client = Client(server.url)
            for number in itertools.count():
                status, body = await _added(client, kind, number)
                if status == 0:
                    return
                if status == 201:
                    kept[kind].add(json.loads(body).get("glossary_id", f"câu {number}"))

        async def adding() -> None:
            jobs = [asyncio.create_task(add(kind)) for kind in kept]
            await asyncio.sleep(seconds)
            await asyncio.to_thread(server.stop, signal.SIGKILL)
            await asyncio.gather(*jobs)

        asyncio.run(adding())
        again = Server(Path(folder))
        try:
            found = asyncio.run(_found(again.url, len(kept["unit"])))
        finally:
            again.stop()
        glossaries, units = (f"{len(kept[k] & found[k])} of {len(kept[k])}" for k in kept)
        return glossaries, units


async def _added(client: Client, kind: str, number: int) -> tuple[int, bytes]:
    if kind == "unit":
        units = [{"source": f"câu {number}", "target": f"sentence {number}"}]
        return await client.post("/memory", units=units, target="en")
    entries = f"từ {number}\tword {number}"
    asked = {"name": str(number), "source_lang": "vi", "target_lang": "en", "entries": entries}
    return await client.post("/v2/glossaries", **asked)


async def _found(url: str, units: int) -> dict[str, set[str]]:
    """Return the glossaries and the units that a server has."""
    client = Client(url)
    _, body = await client.ask("GET", "/v2/glossaries")
    glossaries = {one["glossary_id"] for one in json.loads(body)["glossaries"]}
    found = set()
    for number in range(units):
        text = f"câu {number}"
        _, body = await client.post("/memory/search", text=text, target="en", at_least=100)
        found |= {one["source"] for one in json.loads(body)["matches"] if one["source"] == text}
    return {"glossary": glossaries, "unit": found}


@dataclass
class Record:
    """What was measured so far, shown and perhaps written."""

    asked: argparse.Namespace
    stages: dict[str, Row] = field(default_factory=dict)
    summary: dict[str, str | float] = field(default_factory=dict)

    def add(self, seen: Seen, name: str) -> None:
        """Note a stage, as far as it has got."""
        self.stages[name] = seen.row(name)
        self.write()

    def write(self, whole: bool = False) -> None:
        """Write what there is, if that was asked for."""
        if self.asked.write:
            told = {"clients": self.asked.clients, "minutes": self.asked.minutes}
            told |= {"cores": os.cpu_count(), "whole": whole}
            values = {**told, "stages": list(self.stages.values()), **self.summary}
            write("server", [self.asked.pairs], values)

    def show(self) -> None:
        """Print the tables."""
        if rows := list(self.stages.values()):
            show("The server under load", list(rows[0]), [list(row.values()) for row in rows])
        show("In short", ["what", "value", "bar"], [_judged(*one) for one in self.summary.items()])


_BARS = {
    "health, s": "≤ 3",
    "first translation, s": "≤ 3",
    "paced p50, times a lone request's": "≤ 3",
    "paced, errors and 429": "0",
    "without pauses, share of the command line's": "≥ 0.85",
    "without pauses, errors": "0",
    "memory, last third / first third, paced": "≈ 1",
    "memory, last third / first third, without pauses": "≈ 1",
    "requests finished by a stop": "all",
    "glossaries after kill -9": "all",
    "units of the memory after kill -9": "all",
}


def _judged(name: str, value: str | float) -> tuple[str, str | float, str]:
    return name, value, _BARS.get(name, "")


def measure(record: Record, texts: list[str]) -> None:
    """Measure all there is, stage by stage."""
    asked, seconds = record.asked, 60 * record.asked.minutes
    by_command = command_rate(texts[: asked.sentences])
    record.summary["command line, sentences a second"] = round(by_command, 2)
    with served() as server:
        record.summary["health, s"] = round(server.healthy, 2)
        record.summary["first translation, s"] = round(server.ready, 2)
        lone, paced, full = loaded(record, server.url, texts, seconds, "", lambda: server.megabytes)
    record.summary |= {
        "paced p50, times a lone request's": _ratio(paced.percentile(0.5), lone.percentile(0.5)),
        "paced, errors and 429": sum(paced.errors.values()) + paced.refused,
        "without pauses, share of the command line's": _ratio(full.rate, by_command),
        "without pauses, errors": sum(full.errors.values()),
        "memory, last third / first third, paced": _growth(paced),
        "memory, last third / first third, without pauses": _growth(full),
    }
    record.write()
    record.summary["requests finished by a stop"] = stopped(texts, 16)
    glossaries, units = survived(2.0)
    record.summary["glossaries after kill -9"] = glossaries
    record.summary["units of the memory after kill -9"] = units
    record.write()
    if asked.beside:
        loaded(record, asked.beside, texts, seconds, "the other server, ", lambda: 0.0)


def _ratio(one: float, other: float) -> float:
    return round(one / other, 2) if other else 0.0


def _growth(seen: Seen) -> float:
    row = seen.row("")
    return _ratio(float(row["MB at last"]), float(row["MB at first"]))


def loaded(
    record: Record,
    url: str,
    texts: list[str],
    seconds: float,
    whose: str,
    weigh: Callable[[], float],
) -> tuple[Seen, Seen, Seen]:
    """Return what one client, clients that pause and clients without pauses see of a server."""
    count, waits = record.asked.clients, random.Random(7)

    def run(name: str, clients: int, length: float, turn: Callable[[], float]) -> Seen:
        name = whose + name
        note = lambda seen: record.add(seen, name)  # noqa: E731
        print(f"{name}: {length:.0f} s …", file=sys.stderr, flush=True)
        seen = asyncio.run(stage(url, texts, clients, length, turn, weigh, note))
        record.add(seen, name)
        return seen

    lone = run("one client", 1, min(seconds, 60), lambda: 0.0)
    mean = count / (_SHARE * max(lone.rate, 0.01))
    paced = run("paced", count, seconds, lambda: waits.expovariate(1 / mean))
    return lone, paced, run("without pauses", count, seconds, lambda: 0.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--minutes", type=float, default=0.5, help="of each stage with N clients")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--sentences", type=int, default=400, help="for the command line")
    parser.add_argument("--beside", metavar="URL", help="another server, of LibreTranslate's API")
    parser.add_argument("--write", action="store_true", help="keep the figures in results/")
    record = Record(parser.parse_args())
    os.environ.setdefault("COLUMNS", "110")  # of the tables, where no terminal says it
    texts = read_pairs(record.asked.pairs)[0]
    random.Random(7).shuffle(texts)
    whole = False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers are ended then too
    try:
        measure(record, texts)
        whole = True
    finally:  # what was measured is told, whatever came in between
        record.write(whole)
        record.show()


if __name__ == "__main__":
    main()
