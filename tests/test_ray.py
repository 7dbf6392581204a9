"""Runs on a Ray cluster of two workers: the bytes of a run on one machine, whatever dies."""

import gc
import os
import shlex
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pytest
import yaml
from typer.testing import CliRunner, Result

import shown_commands
from fakes import use_fakes
from shown_commands import shown
from vitrans.cli import app
from vitrans.commands._shared import cluster
from vitrans.commands._shared.run import Reading
from vitrans.errors import InputError, ModelError
from vitrans.runs import Destination, Keeper, Local, Manifest, Outcome, Status, plan, run
from vitrans.runs.manifest import FILE
from vitrans.runs.ray import Making, OnRay
from vitrans.types import Document

RUNNER = CliRunner()
Test = TypeVar("Test", bound=Callable[..., None])
READABLE = {".txt"}


def with_ray(test: Test) -> Test:
    """Mark a test that needs Ray; what Ray itself warns of is none of ours."""
    marked: Test = pytest.mark.filterwarnings("default")(pytest.mark.ray(test))
    return marked


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    ray = pytest.importorskip("ray")
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setenv("PYTHONPATH", path)  # workers find what this module has for them
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("nobody")))  # no lexicon
        start(ray)
        yield
        ray.shutdown()
        gc.collect()  # what Ray leaves behind warns when it goes


def start(ray: ModuleType, tries: int = 4) -> None:
    """Start Ray, which gives up where a busy machine takes half a minute for it."""
    for last in [False] * (tries - 1) + [True]:
        try:
            ray.init(
                num_cpus=2,
                include_dashboard=False,
                logging_level="ERROR",
                log_to_driver=False,
                object_store_memory=100 * 1024 * 1024,
            )
            return
        except Exception:
            ray.shutdown()
            if last:
                raise


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("news/a.txt", "news/old/b.txt", "news/c.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"{name}: một\nhai\nba\n", "utf-8")
    return tmp_path


# A worker that shouts a line at a time, and the same on one machine.


def shouting(folder: Path | None = None) -> Making:
    """Return what a worker does; in a folder it says who works on a last line, and waits there."""

    def shout(path: Path, name: str, number: int) -> str:
        lines = path.read_text("utf-8").split("\n")
        if folder and number == 2 and path.name == "c.txt":
            (folder / "pid").write_text(str(os.getpid()))
            while not (folder / "killed").exists():
                time.sleep(0.05)
        sys.stderr.write(f"{name}: loud\n")
        if lines[number] == "!":
            raise InputError(f"{name!r} is loud already")
        return lines[number].upper()

    return shout


def lines_of(data: bytes, name: str) -> int:
    return data.count(b"\n")


def together(data: bytes, name: str, parts: Sequence[object]) -> bytes:
    return "".join(f"{part}\n" for part in parts).encode()


def shouted(data: bytes, name: str) -> bytes:
    return data.decode().upper().encode()


def on_ray(begin: Callable[[], Making], said: list[str]) -> OnRay:
    return OnRay(begin, lines_of, together, said.append)


def carried_out(engine: Local | OnRay, folder: str, resume: bool = False) -> list[Outcome]:
    manifest = Manifest.open(Path(folder), {"model": "a"}, resume)
    todo = plan(["news"], Destination(folder=Path(folder)), readable=READABLE)
    return run(todo, engine, Keeper(print, manifest=manifest))


def bytes_of(folder: str) -> dict[str, bytes]:
    files = (path for path in Path(folder).rglob("*") if path.is_file() and path.name != FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def kill_who_says(folder: Path) -> None:
    """Kill the worker that has written its number into a folder, and let the others go on."""
    deadline = time.monotonic() + 300
    while not (folder / "pid").exists() or not (folder / "pid").read_text():
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    else:
        os.kill(int((folder / "pid").read_text()), signal.SIGKILL)
    (folder / "killed").touch()


@with_ray
def test_a_worker_that_is_killed_changes_nothing(two_workers: None, tmp_path: Path) -> None:
    carried_out(Local(shouted), "here")
    killer = threading.Thread(target=kill_who_says, args=(tmp_path,), daemon=True)
    killer.start()
    said: list[str] = []
    done = carried_out(on_ray(partial(shouting, tmp_path), said), "there")
    killer.join()
    assert [one.status for one in done] == [Status.DONE] * 3
    assert (tmp_path / "pid").exists()
    assert bytes_of("there") == bytes_of("here")
    assert sorted(said) == sorted(
        f"{Path('news', name)}: loud" for name in ("a.txt", "c.txt", "old/b.txt")
    )


@with_ray
def test_one_manifest_serves_both(two_workers: None) -> None:
    assert len(carried_out(on_ray(shouting, []), "out")) == 3
    assert {one.status for one in carried_out(Local(shouted), "out", True)} == {Status.SKIPPED}
    Path("news/a.txt").write_text("khác\n", "utf-8")
    Path("out/c.txt").write_text("corrected\n")
    done = carried_out(on_ray(shouting, []), "out", True)
    assert {one.source: one.status for one in done} == {
        "news/a.txt": Status.DONE,
        "news/c.txt": Status.SKIPPED,
        "news/old/b.txt": Status.SKIPPED,
    }
    assert Path("out/a.txt").read_text("utf-8") == "KHÁC\n"
    assert Path("out/c.txt").read_text() == "corrected\n"


@with_ray
def test_a_bad_file_stops_only_itself(two_workers: None) -> None:
    Path("news/a.txt").write_text("one\n!\n")
    done = {one.source: one for one in carried_out(on_ray(shouting, []), "out")}
    assert done["news/a.txt"].message == "'news/a.txt' is loud already"
    assert done["news/c.txt"].status is done["news/old/b.txt"].status is Status.DONE
    assert not Path("out/a.txt").exists()


@with_ray
def test_a_node_with_another_model_ends_the_run(two_workers: None) -> None:
    with pytest.raises(ModelError, match="a node of the cluster has another model"):
        carried_out(on_ray(other_node, []), "out")
    assert not bytes_of("out")


@pytest.mark.model
@with_ray
def test_the_commands_make_the_bytes_of_a_run_on_one_machine(two_workers: None) -> None:
    files = ["news/note.txt", "news/rows.jsonl#text", "news/rows.parquet#text"]
    note = "Phim rất hay.\n\nDien vien Han Quoc rat dep.\n"
    Path("news/note.txt").write_text(note, "utf-8")
    texts = ["Phim rất hay.", "Nha san xuat da co mat.", "17"]
    rows = [texts[n % 3 if n in (0, 1, 110) else 2] for n in range(120)]
    lines = (f'{{"id": {n}, "text": "{text}"}}\n' for n, text in enumerate(rows))
    Path("news/rows.jsonl").write_text("".join(lines), "utf-8")
    write_parquet("news/rows.parquet", rows)
    for command in (["translate", "--to", "en", "--beam", "1"], ["restore"]):
        name = command[0]
        for engine in ("ctranslate2", "ray"):
            done = vitrans(*command, *files, "--output-dir", f"{name}-{engine}", "--engine", engine)
            assert done.exit_code == 0, done.output
            assert "3 files: 3 done" in done.stderr
        assert bytes_of(f"{name}-ray") == bytes_of(f"{name}-ctranslate2")
        again = vitrans(*command, *files, "--output-dir", f"{name}-ray", "--resume")
        assert "3 files: 3 skipped" in again.stderr
    assert "a good movie" in Path("translate-ray/rows.jsonl").read_text("utf-8")
    restored = read_parquet("restore-ray/rows.parquet")
    assert restored["text"][1] == "Nhà sản xuất đã có mặt."
    assert restored["id"] == list(range(120))


@with_ray
@pytest.mark.model
def test_the_commands_of_the_guide_do_what_it_says(two_workers: None, tmp_path: Path) -> None:
    shown_commands.furnish(tmp_path)
    [page] = [page for page in shown_commands.PAGES if page.name == "scale.md"]
    job = yaml.safe_load(page.read_text("utf-8").split("```yaml\n")[1].split("```")[0])
    assert job["kind"] == "RayJob"
    entry = job["spec"]["entrypoint"].replace("/data/in", "articles").replace("/data/", "")
    commands = [one.command for one in shown(page) if "--engine ray" in one.command]
    assert len(commands) == 4
    for command in (*commands, entry):
        done = vitrans(*shlex.split(command)[1:])
        assert done.exit_code == 0, done.output
    assert Path("out/one.md").read_text("utf-8").strip()
    assert Path("restored/one.txt").read_text("utf-8") == "Nhà sản xuất\n"
    assert "has been present." in Path("out/one.jsonl").read_text("utf-8")


def other_node() -> Making:
    return cluster._begun(nothing, here, {"model": "there", "target": "en"}, Reading())


def here() -> dict[str, str]:
    return {"model": "here", "target": "en"}


def nothing() -> Callable[[Document, str], object]:
    raise AssertionError("another node does nothing")


def write_parquet(path: str, texts: Sequence[str | None]) -> None:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({"id": range(len(texts)), "text": texts})
    pyarrow.parquet.write_table(table, path, compression="zstd", row_group_size=50)


def read_parquet(path: str) -> dict[str, list[object]]:
    import pyarrow.parquet

    found: dict[str, list[object]] = pyarrow.parquet.read_table(path).to_pydict()
    return found


def vitrans(*arguments: str) -> Result:
    return RUNNER.invoke(app, list(arguments), catch_exceptions=False)


@with_ray
def test_the_columns_that_are_named_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet

    use_fakes(monkeypatch)
    write_parquet("rows.parquet", ["Phim rất hay.", None, "dòng\nhai “đẹp”"])
    done = vitrans("translate", "rows.parquet#text", "--to", "en", "-o", "out.parquet")
    assert done.exit_code == 0, done.output
    assert read_parquet("out.parquet") == {
        "id": [0, 1, 2],
        "text": ["en[Phim rất hay.]", None, "en[dòng]\nen[hai “đẹp”]"],
    }
    old, new = (pyarrow.parquet.ParquetFile(name) for name in ("rows.parquet", "out.parquet"))
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert new.metadata.row_group(0).column(0).compression == "ZSTD"


@with_ray
def test_what_does_not_change_comes_back_byte_for_byte() -> None:
    write_parquet("rows.parquet", ["17", None, ""])
    done = vitrans("restore", "rows.parquet#text", "-o", "out.parquet")
    assert done.exit_code == 0, done.output
    assert Path("out.parquet").read_bytes() == Path("rows.parquet").read_bytes()


@with_ray
def test_what_cannot_be_read_is_said() -> None:
    write_parquet("rows.parquet", ["17"])
    Path("cut.parquet").write_bytes(Path("rows.parquet").read_bytes()[:50])
    for named, wrong in (
        ("cut.parquet#text", "it is no Parquet"),
        ("rows.parquet", "say which columns are text, as FILE#text; it has 'text'"),
        ("rows.parquet#id", "it has no column 'id'; it has 'text'"),
    ):
        done = vitrans("restore", named)
        assert done.exit_code and wrong in done.stderr


@pytest.mark.parametrize("command", [["translate", "--to", "en"], ["restore"]])
def test_without_the_extra_the_message_names_it(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = vitrans(*command, "news", "--output-dir", "out", "--engine", "ray")
    assert done.exit_code == 1
    assert "--engine ray needs Ray: pip install 'vitrans[ray]'" in done.stderr
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    Path("rows.parquet").write_bytes(b"PAR1")
    done = vitrans(*command, "rows.parquet#text")
    assert done.exit_code == 1
    assert "Parquet needs pyarrow: pip install 'vitrans[ray]'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ray-address", "auto"], "--ray-address is for --engine ray; give both"),
        (["--engine", "ray", "--jobs", "2"], "--jobs is for this machine alone"),
        (["--engine", "ray", "--device", "cuda"], "--device is for this machine alone"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str], message: str) -> None:
    done = vitrans("translate", "--to", "en", "news", "--output-dir", "out", *arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


def test_standard_input_is_not_for_a_cluster() -> None:
    done = RUNNER.invoke(app, ["restore", "--engine", "ray"], input="Nha san xuat\n")
    assert done.exit_code == 2
    assert "--engine ray is for files" in done.stderr
