"""Files worked on side by side: bounded memory, the bytes of one by one, what is shown."""

import io
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fakes import use_fakes
from shown_commands import CORPORA
from vitrans.cli import app
from vitrans.commands._shared.progress import Files, Progress
from vitrans.engines import Hardware
from vitrans.formats import named
from vitrans.runs import Destination, Job, Keeper, Local, Outcome, Status, plan, run
from vitrans.runs.local import Room
from vitrans.runs.manifest import FILE
from vitrans.translate import load_translator
from vitrans.types import Language

RUNNER = CliRunner()


def test_files_side_by_side_have_bounded_room() -> None:
    room, most, now, lock = Room(size=100), 0, 0, threading.Lock()

    def take(size: int) -> None:
        nonlocal most, now
        with room.taken(size):
            with lock:
                now += size
                most = max(most, now)
            time.sleep(0.002)
            with lock:
                now -= size

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, [40] * 20))
    assert most == 80
    most = 0
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, [500, 40, 500, 60]))
    assert most == 500


def test_no_more_is_begun_than_is_soon_needed(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text("a")
    begun: list[str] = []

    def work(data: bytes, name: str) -> bytes:
        begun.append(name)
        return data

    todo = plan([tmp_path], Destination(folder=tmp_path / "out"), readable={".txt"})
    (tmp_path / "out").mkdir()
    outcomes = Local(work, jobs=2).outcomes(todo.jobs, Keeper(print))
    next(outcomes)
    time.sleep(0.2)
    assert len(begun) <= 5
    assert len([*outcomes]) == 39
    assert sorted(begun) == [job.name for job in todo.jobs]


@pytest.mark.model
def test_files_side_by_side_have_the_bytes_of_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    sentences = [
        "Phim rất hay.",
        "Các diễn viên đã đến Huế hôm qua để gặp những người làm nón lá.",
        "Ông nói: “Chúng tôi có 2.017 cuốn sách.”",
        "Trời mưa.",
    ]
    for number in range(6):
        text = "\n\n".join(sentences[number % 4 :] + sentences[: number % 3])
        Path("news", f"{number}.md").write_text(text + "\n", "utf-8")
    for jobs in ("1", "6"):
        options = ["--output-dir", f"out{jobs}", "--jobs", jobs, "--json", "--beam", "2"]
        done = RUNNER.invoke(app, ["translate", "--to", "en", "news", *options])
        assert done.exit_code == 0, done.output
    made, other = (
        {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.name != FILE}
        for folder in ("out1", "out6")
    )
    assert made == other and len(made) == 6


def test_each_file_of_a_folder_is_translated_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    translator = use_fakes(monkeypatch)
    Path("news").mkdir()
    for number in range(12):
        Path("news", f"{number}.txt").write_text(f"Phim rất hay, phần {number}.\n", "utf-8")
    done = RUNNER.invoke(app, ["translate", "--to", "en", "news", "--output-dir", "out"])
    assert done.exit_code == 0, done.output
    assert sorted(map(len, translator.calls)) == [1] * 12
    assert Path("out/7.txt").read_text("utf-8") == "en[Phim rất hay, phần 7.]\n"


# What a person sees.


def test_the_line_of_a_run_has_files_words_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    files = Files({"a": 1000, "b": 3000, "c": 500, "d": 100})
    assert files.line() == "0/4 files"
    clock[0] += 10
    files.words = 4200
    assert files.line() == "0/4 files · 420 words/s"
    files.told(Outcome("a", Status.DONE))
    files.told(Outcome("c", Status.SKIPPED))
    assert files.line() == "2/4 files · 420 words/s · 0:31 left"
    files.told(Outcome("d", Status.FAILED))
    clock[0] += 2000
    assert files.line() == "3/4 files · 2 words/s · 1:40:30 left"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_run_and_not_each_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    jobs = [Job(tmp_path / name) for name in ("a.txt", "b.txt")]
    for job in jobs:
        job.source.write_text("Phim rất hay.\n", "utf-8")
    bar = Progress(quiet=False)
    with bar.of(jobs) as told:
        bar.read(named("text").read(jobs[0].source.read_bytes(), "a.txt"), jobs[0].name)
        with bar(3, "Translating") as advance:
            advance(3)
        told(Outcome(jobs[0].name, Status.DONE))
    assert "1/2 files" in screen.getvalue() and "words/s" in screen.getvalue()
    assert "Translating" not in screen.getvalue()
    with bar(3, "Translating"):
        pass
    assert "Translating" in screen.getvalue()
    quiet = Progress(quiet=True)
    before = screen.getvalue()
    with quiet.of(jobs) as told:
        told(Outcome(jobs[0].name, Status.DONE))
    assert screen.getvalue() == before


def test_what_is_told_of_a_run_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    todo = plan([tmp_path / "a.txt", tmp_path / "no.txt"], Destination(folder=tmp_path / "out"))
    told: list[Outcome] = []
    made = run(todo, Local(lambda data, name: data, jobs=3), Keeper(print), told.append)
    assert made == told
    assert [one.status for one in made] == [Status.FAILED, Status.DONE]


@pytest.mark.model
def test_what_is_translated_does_not_depend_on_the_number_of_cores() -> None:
    rows = (CORPORA / "captions.jsonl").read_text("utf-8").split("\n")[:14]
    texts = [json.loads(row)["vi"] for row in rows]
    one, three = (
        load_translator(beam_size=3, hardware=Hardware(cores)).translate(texts, Language.ENGLISH)
        for cores in (1, 3)
    )
    assert one == three
