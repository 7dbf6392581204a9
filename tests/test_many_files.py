"""Runs over many files: trees, what a run has made, going on after a kill, counting beforehand."""

import io
import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fakes import use_fakes
from vitrans.cli import app
from vitrans.commands._shared import run as command
from vitrans.commands._shared.outputs import refuse_unprintable
from vitrans.commands._shared.progress import Files, Progress
from vitrans.errors import OutputError, UsageError
from vitrans.formats import parse
from vitrans.runs import Destination, Keeper, Local, Manifest, Outcome, Status, plan, run
from vitrans.runs.manifest import FILE
from vitrans.types import Language

RUNNER = CliRunner()
READABLE = {".txt", ".md"}
FORKED = multiprocessing.get_context(
    "fork" if "fork" in multiprocessing.get_all_start_methods() else None
)


def goes_on(folder: Path) -> None:
    """Translate slowly, a sentence the same whatever is beside it, and go on with what is there."""

    def work(data: bytes, name: str) -> bytes:
        time.sleep(0.002)
        return data.upper() * 50

    todo = plan(["many"], Destination(folder=folder), readable={".txt"})
    manifest = Manifest.open(folder, {"model": "a"}, resume=True)
    run(todo, Local(work), Keeper(print, manifest=manifest))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    names = ("news/a.txt", "news/old/a.txt", "news/old/b.md", "news/.hidden/c.txt", "news/d.png")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Phim rất hay, {name}.\n", "utf-8")
    return tmp_path


def targets(*inputs: str) -> list[str]:
    made = plan(inputs, Destination(folder=Path("out")), readable=READABLE)
    assert not made.failed
    return [job.target.as_posix() for job in made.jobs if job.target]


def test_a_folder_keeps_its_tree() -> None:
    assert targets("news") == ["out/a.txt", "out/old/a.txt", "out/old/b.md"]


def test_a_glob_keeps_the_tree_below_its_fixed_beginning() -> None:
    assert targets("news/**/*.txt") == ["out/a.txt", "out/old/a.txt"]
    assert targets("news/old/*") == ["out/a.txt", "out/b.md"]
    assert targets("news/*/a.txt") == ["out/old/a.txt"]


def test_a_folder_without_readable_files_says_which_are() -> None:
    Path("empty").mkdir()
    made = plan(["empty"], Destination(folder=Path("out")), readable=READABLE)
    assert "'empty' has no file that can be read (.md .txt)" in made.failed[0].message


def test_results_below_the_inputs_are_not_inputs() -> None:
    Path("news/out").mkdir()
    Path("news/out/a.txt").write_text("old\n")
    made = plan(["news"], Destination(folder=Path("news/out")), readable=READABLE)
    assert [str(job.source) for job in made.jobs] == [
        "news/a.txt",
        "news/old/a.txt",
        "news/old/b.md",
    ]


def shout(data: bytes, name: str) -> bytes:
    return data.upper()


def carried_out(resume: bool = False, overwrite: bool = False, model: str = "a") -> list[Status]:
    manifest = Manifest.open(Path("out"), {"model": model}, resume)
    todo = plan(["news"], Destination(folder=Path("out")), readable=READABLE)
    done = run(todo, Local(shout), Keeper(print, manifest=manifest, overwrite=overwrite))
    return [one.status for one in done]


def test_what_is_done_is_not_done_again() -> None:
    assert carried_out() == [Status.DONE] * 3
    left, own = Path("out/old/.0123456789abcdef.tmp"), Path("out/.mine.tmp")
    left.write_text("half")
    own.write_text("mine")
    assert carried_out(resume=True) == [Status.SKIPPED] * 3
    assert own.exists() and not left.exists()  # a killed run's, and somebody's
    Path("news/a.txt").write_text("Phim khác.\n", "utf-8")
    assert carried_out(resume=True) == [Status.DONE, Status.SKIPPED, Status.SKIPPED]
    assert carried_out() == [Status.DONE] * 3


def test_a_result_that_was_corrected_stays() -> None:
    carried_out()
    Path("out/a.txt").write_text("corrected\n")
    for resume in (True, False, False):
        assert carried_out(resume)[0] is Status.SKIPPED
        assert Path("out/a.txt").read_text() == "corrected\n"
    Path("news/a.txt").write_text("Phim khác.\n", "utf-8")
    for resume in (True, False):  # there is something new to do, and it cannot be done
        assert carried_out(resume)[0] is Status.FAILED
        assert Path("out/a.txt").read_text() == "corrected\n"
    assert carried_out(overwrite=True) == [Status.DONE] * 3
    assert Path("out/a.txt").read_text("utf-8").startswith("PHIM")


def test_what_a_killed_run_was_writing_goes() -> None:
    carried_out()
    half = Path("out/old/.0123456789abcdef.tmp")
    half.write_text("ha")
    Path("out/.mine.tmp").write_text("mine")
    carried_out(resume=True)
    assert not half.exists()
    assert Path("out/.mine.tmp").exists()


def test_what_other_settings_made_is_made_anew_where_a_run_was_cut_off() -> None:
    carried_out()
    before = _bytes_of(Path("out"))

    def cut_off(data: bytes, name: str) -> bytes:
        if name.endswith("b.md"):
            raise KeyboardInterrupt
        return data.lower()

    def work(how: Callable[[bytes, str], bytes], resume: bool) -> list[Status]:
        manifest = Manifest.open(Path("out"), {"model": "b"}, resume)
        todo = plan(["news"], Destination(folder=Path("out")), readable=READABLE)
        return [one.status for one in run(todo, Local(how), Keeper(print, manifest=manifest))]

    with pytest.raises(KeyboardInterrupt):
        work(cut_off, resume=False)
    assert Path("out/old/b.md").read_bytes() == before["old/b.md"]  # by the model a
    after = work(lambda data, name: data.lower(), resume=True)
    assert after == [Status.SKIPPED, Status.SKIPPED, Status.DONE]
    assert all(data == data.lower() for data in _bytes_of(Path("out")).values())


def test_a_result_that_could_not_be_written_is_nobodys_correction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    carried_out()
    Path("news/a.txt").write_text("Phim khác.\n", "utf-8")

    def full(path: Path, data: bytes) -> None:
        raise OutputError("no space left there")

    with monkeypatch.context() as patched:
        patched.setattr("vitrans.runs.keeping.write_bytes", full)
        assert carried_out(resume=True)[0] is Status.FAILED
    assert carried_out(resume=True) == [Status.DONE, Status.SKIPPED, Status.SKIPPED]
    assert Path("out/a.txt").read_text("utf-8") == "PHIM KHáC.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_of_all_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    shutil.rmtree("news")
    names = [
        "a b.txt",
        unicodedata.normalize("NFD", "Bài mới.txt"),
        "#1.txt",
        os.fsdecode(b"\xe0.txt"),
    ]
    Path("news").mkdir()
    for name in names:
        Path("news", name).write_text("Phim rất hay.\n", "utf-8")
    start = ("news", "--output-dir", "out", "--report", "report.json")
    done = translate(*start)
    assert done.exit_code == 0, done.output
    assert sorted(_bytes_of(Path("out"))) == sorted(names)
    assert "\\udce0.txt" in {Path(one["file"]).name for one in _reported()["files"]}
    assert "4 files: 4 skipped (there already)" in translate(*start, "--resume").stderr
    assert len(_reported()["files"]) == 4  # of nothing no report takes the place of another
    Path("out", names[1]).unlink()
    assert "1 done, 3 skipped" in translate(*start, "--resume").stderr
    assert len(_reported()["skipped"]) == 3
    one = translate("news/Bài mới.txt", "--output-dir", "one")  # as it is typed
    assert one.exit_code == 0, one.output
    assert translate("news/B*ớ*.txt", "--output-dir", "one").exit_code == 0


def _reported() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(Path("report.json").read_text("utf-8"))
    return found


def test_what_a_folder_has_besides_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    Path("news/e.png").touch()
    Path("news/README").touch()
    Path("news/~$d.docx").touch()  # Word has d.docx open
    Path("news/linked").symlink_to(home / "news" / "old")
    Path("news/gone.txt").symlink_to("none.txt")
    Path("news/here.txt").symlink_to("a.txt")
    done = translate("news", "--output-dir", "news/out")
    assert done.exit_code == 0, done.output
    [said] = re.findall(r"^news: left out (.*)$", done.stderr, re.MULTILINE)
    assert sorted(said.split(", ")) == [
        "1 file without a suffix",
        "1 link to a folder",
        "1 link to nothing",
        "2 .png",
    ]
    assert "4 files: 4 done" in done.stderr
    Path("news/gone.txt").unlink()
    again = translate("news/**/*.txt", "--output-dir", "news/out")  # results are no inputs
    assert again.exit_code == 0, again.output
    assert not Path("news/out/out").exists()
    assert "left out" not in translate("news", "--output-dir", "out", "--quiet").stderr


def test_a_folder_that_cannot_be_looked_into_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    look = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("old"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    made = plan(["news"], Destination(folder=Path("out")), readable=READABLE)
    assert [job.name for job in made.jobs] == ["news/a.txt"]
    assert "cannot look into the folder 'news/old': permission denied" in made.failed[0].message


def test_a_text_in_the_place_of_a_name_is_told_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    done = translate("Mùa thu ở đây rất đẹp. " * 20)
    assert done.exit_code == 1
    assert "there is no file 'Mùa thu" in done.stderr and "pipe a text in" in done.stderr
    assert len(done.stderr) < 200
    for option in ("-o", "--output-dir", "--memory"):
        wrong = translate("news/a.txt", option, "Mùa thu ở đây rất đẹp. " * 20)
        assert wrong.exit_code in (1, 2), wrong.output
        assert "too long" in wrong.stderr, wrong.output


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_second_interrupt_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    ended: list[int] = []
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(os, "_exit", ended.append)
    before = signal.getsignal(signal.SIGINT)

    with (
        pytest.raises(KeyboardInterrupt, match="1 of 3 files"),
        command._telling_how_far(lambda: "1 of 3 files"),
    ):
        command._stop(Progress(quiet=True), KeyboardInterrupt())
        signal.raise_signal(signal.SIGINT)
        raise KeyboardInterrupt
    assert ended == [130]
    assert "Ctrl+C again" in screen.getvalue() and "\x1b[?25h" in screen.getvalue()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Have the process take interrupts, which a shell's background jobs ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_stops_what_is_worked_on_and_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    translator = use_fakes(monkeypatch)
    waiting = threading.Event()
    main = threading.main_thread().ident
    assert main is not None

    def slow(texts: Sequence[str], target: Language, on_progress: Callable[[int], None]) -> None:
        if "b.md" in texts[0]:
            waiting.wait(60)
            signal.pthread_kill(main, signal.SIGINT)
        waiting.set()
        while True:  # until it is told that the run was cut off
            on_progress(0)
            time.sleep(0.001)

    monkeypatch.setattr(translator, "translate", slow)
    done = translate("news", "--output-dir", "out")
    assert done.exit_code == 130
    assert done.stderr.endswith(
        "vitrans: interrupted; 0 of 3 files done; the same command with --resume goes on\n"
    )


def test_other_settings_are_not_gone_on_with() -> None:
    carried_out()
    with pytest.raises(UsageError, match="'out' had another model"):
        carried_out(resume=True, model="b")
    assert carried_out(model="b") == [Status.DONE] * 3


def test_several_files_at_a_time_give_the_same() -> None:
    todo = plan(["news"], Destination(folder=Path("one")), readable=READABLE)
    run(todo, Local(shout), Keeper(print))
    todo = plan(["news"], Destination(folder=Path("four")), readable=READABLE)
    made = run(todo, Local(shout, jobs=4), Keeper(print))
    assert [outcome.source for outcome in made] == [job.name for job in todo.jobs]
    for path in Path("one").rglob("*.*"):
        assert Path("four", path.relative_to("one")).read_bytes() == path.read_bytes()
    with pytest.raises(UsageError, match="--jobs is for results in a folder"):
        run(plan(["news/a.txt"], Destination()), Local(shout, jobs=2), Keeper(print))


def test_a_manifest_that_cannot_be_written_is_an_error() -> None:
    Path("out").mkdir()
    Path("out", f"{FILE}.new").mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        carried_out()


def _bytes_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("moments", [3, pytest.param(10, marks=pytest.mark.slow)])
def test_a_run_that_was_killed_goes_on_to_the_same_result(home: Path, moments: int) -> None:
    for number in range(200):
        path = home / "many" / str(number % 7) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Câu số {number}.\n", "utf-8")
    goes_on(Path("unbroken"))
    for moment in range(moments):
        process = FORKED.Process(target=goes_on, args=(Path("broken"),))
        process.start()
        deadline = time.monotonic() + 60
        wanted = (moment + 1) * 190 // (moments + 1)
        while time.monotonic() < deadline and process.is_alive():
            if len(list(Path("broken").rglob("*.txt"))) >= wanted:
                break
            time.sleep(0.005)
        process.kill()
        process.join()
    cut = Path("broken", FILE)
    cut.write_bytes(cut.read_bytes()[:-9])
    goes_on(Path("broken"))
    assert _bytes_of(Path("broken")) == _bytes_of(Path("unbroken"))
    assert not [path for path in Path("broken").rglob(".*") if path.name != FILE and path.is_file()]


def translate(*arguments: str) -> Result:
    return RUNNER.invoke(app, ["translate", "--to", "en", *arguments], catch_exceptions=False)


def test_the_command_translates_a_folder_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    done = translate("news", "--output-dir", "out")
    assert done.exit_code == 0, done.output
    assert "3 files: 3 done" in done.stderr
    assert Path("out/old/a.txt").read_text("utf-8").startswith("en[Phim rất hay")
    again = translate("news", "--output-dir", "out", "--resume")
    assert "3 files: 3 skipped" in again.stderr
    assert translate("news", "--output-dir", "out", "--resume", "--beam", "2").exit_code == 2
    assert translate("news/a.txt", "--resume").exit_code == 2


def test_a_table_that_a_reviewer_has_corrected_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    start = ("news", "--output-dir", "out", "--bilingual", "tsv")
    assert translate(*start).exit_code == translate(*start).exit_code == 0
    table = Path("out/old/a.txt.tsv")
    table.write_text(table.read_text("utf-8").replace("en[", "corrected ["), "utf-8")
    corrected = table.read_bytes()
    again = translate(*start)
    assert again.exit_code == 1 and "3 files: 2 done, 1 failed" in again.stderr
    said = " ".join(again.stderr.split())
    assert "vitrans fix out/old/a.txt.tsv --original news/old/a.txt" in said
    assert table.read_bytes() == corrected
    assert "3 files: 3 skipped" in translate(*start, "--resume").stderr
    assert translate(*start[:3], "--resume").exit_code == 2  # it wrote tables, this would not
    assert translate(*start, "--overwrite").exit_code == 0
    assert table.read_bytes() != corrected


def test_one_bad_file_stops_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    Path("news/bad.docx").write_bytes(b"PK\x03\x04 cut off")
    done = translate("news", "--output-dir", "out")
    assert done.exit_code == 1
    assert "4 files: 3 done, 1 failed" in done.stderr
    assert not Path("out/bad.docx").exists()


def test_a_dry_run_counts_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    shutil.copy("news/a.txt", "news/copy.txt")
    done = translate("news", "--output-dir", "out", "--dry-run")
    assert done.exit_code == 0, done.output
    assert not Path("out").exists()
    rows = dict(re.findall(r"^(\w+) {2,}(\d+) ", done.stdout, re.MULTILINE))
    assert rows == {"repetitions": "1", "new": "3", "total": "4"}
    assert "4 files; nothing was translated or written" in done.stdout
    assert re.search(r"about .+ words a second", done.stdout)


def test_the_progress_of_a_run_knows_parts_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("vitrans.commands._shared.progress.time.monotonic", lambda: now)
    files = Files({"a": 1000, "b": 3000, "c": 0})
    assert files.line() == "0/3 files"
    now += 10
    files.words += 200
    files.got_on("b", 0.25)
    files.got_on("a", 0.25)
    assert files.line() == "0/3 files · 20 words/s · 0:30 left"
    files.told(Outcome("a", Status.DONE))
    assert (files.worked, files.left) == (1750, 2250)
    files.got_on("b", 5.0)  # never more than all of it
    files.told(Outcome("b", Status.FAILED))
    files.told(Outcome("c", Status.DONE))
    assert files.line() == "3/3 files · 20 words/s · 0:00 left"


def test_a_terminal_shows_how_far_a_run_has_got(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    jobs = plan(["news"], Destination(folder=Path("out")), readable=READABLE).jobs
    bar = Progress(quiet=False)
    with bar.of(jobs) as told:
        for job in jobs:
            bar.read(parse("Một. Hai.\n\nBa bốn.\n", ".txt"), job.name)
            with bar(3, "Restoring") as advance:
                advance(3)  # is not what a file's progress is measured by
            with bar(3, "Translating") as advance:
                advance(2)
                advance(1)
            told(Outcome(job.name, Status.DONE))
            files = bar.files
    assert files is not None and bar.files is None
    assert (files.done, round(files.words, 6), round(files.left, 6)) == (3, 12, 0)
    bar.stop()
    with pytest.raises(KeyboardInterrupt), bar(3, "Translating") as advance:
        advance(1)


def test_what_is_no_text_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    for name in ("a.docx", "b.epub"):
        Path(name).write_bytes(b"PK\3\4 is not opened")
    told = "'b.epub' is no text to print; give -o FILE, or --output-dir FOLDER"
    for first in (["translate", "--to", "vi"], ["restore"]):
        refused = CliRunner().invoke(app, [*first, "news/a.txt", "b.epub"])
        assert refused.exit_code == 2
        assert told in " ".join(refused.stderr.replace("│", " ").split())
        assert refused.stdout == ""
    monkeypatch.setattr("vitrans.commands._shared.outputs.sys.stdout", Terminal())
    with pytest.raises(UsageError, match="no text to print"):
        refuse_unprintable(["a.docx"], Destination())
    refuse_unprintable(["news/a.txt"], Destination())
    refuse_unprintable(["a.docx"], Destination(Path("made.docx")))


def test_a_folder_without_a_place_for_results_says_what_to_give() -> None:
    refused = translate("--to", "vi", ".")
    assert refused.exit_code == 1
    assert "'.' is a directory; name files, for example" in refused.stderr
    assert "translate and restore take all that is in it with --output-dir" in refused.stderr
