"""A memory when things go wrong: killed writers, many at once, full disks, other versions."""

import multiprocessing
import os
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vitrans.errors import InputError, OutputError
from vitrans.exchange.tmx import TmxUnit, tmx_parts
from vitrans.memory import (
    Memory,
    Provenance,
    Unit,
    add,
    contents,
    find,
    import_file,
    importing,
    store,
)
from vitrans.memory.schema import VERSION
from vitrans.types import Language, Target

EN: Target = Language.ENGLISH
HERE = Provenance("here")
# Processes are forked where they can be, as starting Python anew takes longer than what they do.
FORKED = multiprocessing.get_context(
    "fork" if "fork" in multiprocessing.get_all_start_methods() else None
)


def imports(path: Path, file: Path, batch: int, ready: Any, told: Any) -> None:
    """Import a file in small transactions, so that there is much to be cut off."""
    importing.BATCH = batch
    memory = Memory.writing(path)
    ready.set()
    done = import_file(memory, file)
    told.put((done.entries, done.added.new, done.resumed))


def adds(name: str, count: int, path: Path) -> None:
    """Add units of its own and units that all others add too, one at a time."""
    memory = Memory.writing(path)
    for number in range(count):
        own, shared = f"{name} viết câu {number}", f"ai cũng viết câu {number}"
        units = [
            Unit(own, f"{name} wrote {number}", Provenance(name)),
            Unit(shared, f"all wrote {number}", Provenance("all")),
        ]
        add(memory, units)
        reading = Memory.reading(path)
        assert find(reading, own, EN)[0].match.score == 100
        reading.close()


def started(work: Callable[..., None], *arguments: object) -> Any:
    """Return a process that does some work, with a memory of its own."""
    process = FORKED.Process(target=work, args=arguments)
    process.start()
    return process


def ended(process: Any) -> None:
    process.join()
    assert process.exitcode == 0


def tmx_of(path: Path, count: int) -> Path:
    units = (TmxUnit({"vi": f"Câu số {n} ở đây.", "en": f"Sentence {n}."}) for n in range(count))
    path.write_text("".join(tmx_parts(units)), "utf-8")
    return path


def texts(path: Path) -> list[str]:
    """Return the Vietnamese of a file that is sound, with what SQLite and FTS5 think of it."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in ("runs_vi", "runs_en"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES('integrity-check')")
    rows = [row[0] for row in connection.execute("SELECT vi FROM units ORDER BY id")]
    found = connection.execute("SELECT count(*) FROM runs_vi WHERE runs_vi MATCH '\"câu_số_0\"'")
    assert found.fetchone()[0] == len(rows)
    connection.close()
    return rows


def kills(folder: Path, times: int, count: int) -> None:
    """Kill imports at random moments, then let one come to its end."""
    chance = random.Random(14)
    file, path = tmx_of(folder / "a.tmx", count), folder / "m.db"
    wanted = [f"Câu số {n} ở đây." for n in range(count)]
    seen = 0
    for _ in range(times):
        ready = FORKED.Event()
        process = started(imports, path, file, 100, ready, FORKED.SimpleQueue())
        ready.wait()  # the memory is open; from here on it may be killed
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        process.join()
        there = texts(path)
        assert there == wanted[: len(there)] and len(there) >= seen
        assert len(there) % 100 == 0 or len(there) == count
        seen = len(there)
    told = FORKED.SimpleQueue()
    ended(started(imports, path, file, 100, FORKED.Event(), told))
    entries, new, resumed = told.get()
    assert texts(path) == wanted
    assert (entries, new) in ((count, count - seen), (count, 0))
    assert resumed in (seen, 0)


def test_an_import_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kills(tmp_path, 2, 3000)


@pytest.mark.slow
def test_an_import_that_is_killed_fifty_times_loses_nothing(tmp_path: Path) -> None:
    kills(tmp_path, 50, 60_000)


def stress(folder: Path, processes: int, count: int) -> None:
    path = folder / "m.db"
    running = [started(adds, f"p{number}", count, path) for number in range(processes)]
    for process in running:
        ended(process)
    held = contents(Memory.reading(path))
    assert held.units == processes * count + count
    assert held.origins == {"all": count, **{f"p{n}": count for n in range(processes)}}


def test_processes_that_write_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    stress(tmp_path, 3, 5)


@pytest.mark.slow
def test_eight_processes_that_write_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    stress(tmp_path, 8, 100)


def test_a_second_writer_waits(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    first, second = Memory.writing(path), Memory.writing(path)
    order: list[str] = []
    with first.writes():

        def write() -> None:
            add(second, [Unit("a", "b", HERE)])
            order.append("second")

        waiting = threading.Thread(target=write)
        waiting.start()
        time.sleep(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"] and contents(first).units == 1


def test_a_writer_that_waits_in_vain_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_WAIT", 50)
    first, second = Memory.writing(tmp_path / "m.db"), Memory.writing(tmp_path / "m.db")
    with first.writes(), pytest.raises(OutputError, match="another program has been writing"):
        add(second, [Unit("a", "b", HERE)])


def test_a_full_disk_is_said_and_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    memory = Memory.writing(path)
    add(memory, [Unit("Câu số 0", "Zero", HERE)])
    pages = memory.connection.execute("PRAGMA page_count").fetchone()[0]
    memory.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    many = [Unit(f"Câu số {n} ở đây.", "x" * 500 + str(n), HERE) for n in range(500)]
    with pytest.raises(OutputError, match="free some space and run the command again"):
        add(memory, many)
    memory.close()
    assert texts(path) == ["Câu số 0"]
    add(Memory.writing(path), many)
    assert len(texts(path)) == 501


def test_a_disk_that_fills_up_within_an_import_keeps_what_was_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitrans.memory.importing.BATCH", 100)
    path, file = tmp_path / "m.db", tmx_of(tmp_path / "a.tmx", 2000)
    memory = Memory.writing(path)
    pages = memory.connection.execute("PRAGMA page_count").fetchone()[0]
    memory.connection.execute(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(OutputError, match="free some space"):
        import_file(memory, file)
    memory.close()
    kept = len(texts(path))
    assert 0 < kept < 2000 and kept % 100 == 0
    done = import_file(Memory.writing(path), file)
    assert (done.resumed, done.entries, len(texts(path))) == (kept, 2000, 2000)


def test_a_newer_memory_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    Memory.writing(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    for way in (Memory.reading, Memory.writing):
        with pytest.raises(InputError, match=r"by a newer vitrans.*update vitrans"):
            way(path)
    assert path.read_bytes() == before


def test_what_is_no_memory_or_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    path.write_bytes(b"this is no database, and long enough to be looked at as one" * 20)
    for way in (Memory.reading, Memory.writing):
        with pytest.raises(InputError, match="is not a translation memory"):
            way(path)
    with pytest.raises(InputError, match="is a directory"):
        Memory.reading(tmp_path)
    path.unlink()
    memory = Memory.writing(path)
    add(memory, [Unit(f"Câu số {n} ở đây.", f"Sentence {n}.", HERE) for n in range(2000)])
    memory.close()
    data = bytearray(path.read_bytes())
    data[8192:-4096] = bytes(len(data) - 12288)
    path.write_bytes(data)
    with pytest.raises(InputError, match="is damaged"):
        contents(Memory.reading(path))


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """Return a memory in a folder in which nothing can be written."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = folder / "m.db"
    memory = Memory.writing(path)
    add(memory, [Unit("Mưa.", "Rain.", HERE)])
    memory.close()
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)


def reads(path: Path, told: Any) -> None:
    """Read a memory that cannot be written, and try to write it."""
    if os.geteuid() == 0:  # who may write anywhere is to be somebody who may not
        os.setgid(65534)
        os.setuid(65534)
    told.put(find(Memory.reading(path), "Mưa.", EN)[0].match.target)
    try:
        Memory.writing(path)
    except OutputError as error:
        told.put(str(error))


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions there")
def test_a_memory_that_cannot_be_written_can_be_read(read_only: Path) -> None:
    for parent in read_only.parents:
        if os.geteuid() == 0 and str(parent).startswith("/tmp/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    told = FORKED.SimpleQueue()
    ended(started(reads, read_only, told))
    assert told.get() == "Rain." and "is read-only" in told.get()
    assert sorted(path.name for path in read_only.parent.iterdir()) == ["m.db"]


def test_a_memory_is_made_whole_by_whoever_is_first(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "m.db"
    memories: list[Memory] = []
    threads = [
        threading.Thread(target=lambda: memories.append(Memory.writing(path))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memories) == 4
    for number, memory in enumerate(memories):
        add(memory, [Unit(f"Câu số {number}", f"Number {number}", HERE)])
        memory.close()
    assert len(texts(path)) == 4
    assert [one.name for one in path.parent.iterdir()] == ["m.db"]


def test_threads_take_turns(tmp_path: Path) -> None:
    memory = Memory.writing(tmp_path / "m.db")
    add(memory, [Unit(f"Câu thứ {n} của bài.", f"Line {n}.", HERE) for n in range(100)])
    found: list[int] = []

    def look() -> None:
        for n in range(100):
            found.append(find(memory, f"Câu thứ {n} của bài.", EN)[0].match.score)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [100] * 400
