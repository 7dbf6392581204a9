import io
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import vitrans
from fakes import FakeTranslator, use_fakes
from vitrans.__main__ import main
from vitrans.cli import app
from vitrans.commands._shared.progress import progress
from vitrans.errors import ModelError

ENGLISH = "The film is very long. It was made in 2017.\n\nThe love of two actors.\n"
FILE_COMMANDS = ("translate", "restore", "detect")
CAPTIONS = """\
The love of two actors

Su ket hop cua hai dien vien. Anh: Nha san xuat
The two actors of the film. Photo: Producer
"""


@pytest.fixture(autouse=True)
def translator(monkeypatch: pytest.MonkeyPatch) -> FakeTranslator:
    return use_fakes(monkeypatch)


def run(*arguments: object, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_a_file_goes_to_standard_output(tmp_path: Path) -> None:
    done = run("translate", write(tmp_path / "a.txt", ENGLISH), "--to", "vi")
    assert done.exit_code == 0
    assert done.stdout == (
        "vi[The film is very long.] vi[It was made in 2017.]\n\nvi[The love of two actors.]\n"
    )


def test_a_file_goes_to_a_file(tmp_path: Path) -> None:
    source, target = write(tmp_path / "a.txt", CAPTIONS), tmp_path / "b.txt"
    done = run("restore", source, "-o", target)
    assert (done.exit_code, done.output) == (0, "")
    assert "Sự kết hợp của hai diễn viên. Ảnh: Nhà sản xuất\n" in read(target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_files_and_globs_go_to_a_folder(tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/b.txt", "c.md"):
        write(tmp_path / name, "# The love\n")
    out = tmp_path / "made" / "here"
    done = run(
        "translate", "--to", "vi", tmp_path / "in" / "*.txt", tmp_path / "c.md", "--output-dir", out
    )
    assert (done.exit_code, done.stdout) == (0, "")
    assert {path.name: read(path) for path in out.iterdir() if path.suffix != ".jsonl"} == {
        "a.txt": "vi[# The love]\n",
        "b.txt": "vi[# The love]\n",
        "c.md": "# vi[The love]\n",
    }


def test_several_files_go_to_standard_output_one_after_another(tmp_path: Path) -> None:
    files = [write(tmp_path / name, f"Phim rat hay {name}\n") for name in ("a.txt", "b.txt")]
    assert run("restore", *files).stdout == "Phim rất hay a.txt\nPhim rất hay b.txt\n"


@pytest.mark.parametrize("arguments", [[], ["-"]])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_standard_input_keeps_every_line(arguments: list[str], end: str) -> None:
    lines = ["Phim rat hay.", "", "The film", "  \t", "Mùa thu\u2028rất đẹp", "Hai dien vien"]
    done = run("restore", *arguments, stdin=end.join(lines))
    restored = ["Phim rất hay.", "", "The film", "  \t", "Mùa thu\u2028rất đẹp", "Hai diễn viên"]
    assert done.stdout_bytes.decode() == end.join(restored)


def test_standard_input_can_go_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    assert run("translate", "--to", "vi", "-o", target, stdin="The film\n\n").stdout == ""
    assert read(target) == "vi[The film]\n\n"


def test_lines_are_answered_as_they_arrive() -> None:
    code = (
        "from unittest.mock import patch; import fakes; from pytest import MonkeyPatch; "
        "fakes.use_fakes(MonkeyPatch()); from vitrans.cli import app; app(['restore'])"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    with process:
        assert process.stdin and process.stdout
        for line, answer in [
            ("phim rat hay\n", "phim rất hay\n"),
            ("\n", "\n"),
            ("thu\n", "thu\n"),
        ]:
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert process.stdout.readline().decode() == answer
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0


def test_lost_numbers_are_named_unless_quiet(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", ENGLISH)
    loud = run("translate", source, "--to", "vi")
    assert loud.stderr == f"{source}:1: number lost: 2017 — “It was made in 2017.”\n"
    assert run("translate", source, "--to", "vi", "--quiet").stderr == ""
    lines = run("translate", "--to", "vi", stdin="\n\nThe film of 2017\n").stderr
    assert lines == "<stdin>:3: number lost: 2017 — “The film of 2017”\n"


def test_verbose_counts_what_was_done() -> None:
    done = run("restore", "-v", stdin=CAPTIONS)
    assert done.stderr == "<stdin>: 1 line changed\n"
    done = run("translate", "--to", "en", "--verbose", stdin=CAPTIONS)
    assert done.stderr == "<stdin>: sentences: 3 copy, 1 fake, 1 rule\n"


def test_translations_as_json(tmp_path: Path) -> None:
    done = run("translate", write(tmp_path / "a.txt", CAPTIONS), "--to", "en", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[1] == {
        "file": str(tmp_path / "a.txt"),
        "line": 3,
        "source": "Su ket hop cua hai dien vien.",
        "target": "en[Sự kết hợp của hai diễn viên.]",
        "score": -0.25,
        "provenance": "fake",
        "warnings": [],
        "alternatives": [],
        "matches": [],
        "terms": [],
    }
    assert [row["line"] for row in rows] == [1, 3, 3, 4, 4]


def test_detect(tmp_path: Path) -> None:
    text = "The film\n\nPhim rat hay\nMùa thu rất đẹp\nThe phim\n123\n"
    done = run("detect", "--json", stdin=text)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(row) for row in rows] == [["text", "language", "confidence"]] * 6
    found = [row["language"] for row in rows]
    assert found == ["en", "und", "vi-unaccented", "vi", "mixed", "und"]
    assert rows[1] == {"text": "", "language": "und", "confidence": 1.0}
    assert rows[3] == {"text": "Mùa thu rất đẹp", "language": "vi", "confidence": 0.99}
    table = run("detect", write(tmp_path / "a.txt", text)).stdout.splitlines()
    assert table[1] == "vi-unaccented  0.970  Phim rat hay"
    assert len(table) == 5


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("", 0),
        ("\n", 1),
        ("The film", 1),
        ("\n \t\r\n\n  The film \r\n\n", 5),
        ("Mùa thu\u2028rất đẹp\n\nhay", 3),
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_detect_answers_every_line_of_standard_input(
    text: str, answers: int, options: list[str]
) -> None:
    done = run("detect", *options, stdin=text)
    assert done.exit_code == 0
    assert done.stdout.count("\n") == answers


def test_captions(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt", CAPTIONS)
    pair = {
        "vietnamese": "Su ket hop cua hai dien vien.",
        "restored": "Sự kết hợp của hai diễn viên.",
        "english": "The two actors of the film.",
        "credit_vi": "Anh: Nha san xuat",
        "credit_en": "Photo: Producer",
        "line": 3,
    }
    assert json.loads(run("captions", article, "--json").stdout) == [pair]
    assert run("captions", "-", "--tsv", stdin=CAPTIONS).stdout.split("\n") == [
        "\t".join(pair),
        "\t".join(map(str, pair.values())),
        "",
    ]
    table = run("captions", article).stdout
    assert all(str(value) in table for value in pair.values())


def test_captions_that_are_none_are_said_to_be() -> None:
    for options, expected in (([], ""), (["--json"], "[]\n")):
        done = run("captions", "-", *options, stdin="The film\n")
        assert (done.exit_code, done.stdout) == (0, expected)
        assert done.stderr == "vitrans: no caption pairs found\n"
    table = run("captions", "-", "--tsv", stdin="The film\n").stdout
    assert table == "vietnamese\trestored\tenglish\tcredit_vi\tcredit_en\tline\n"


def test_score(tmp_path: Path) -> None:
    files = [write(tmp_path / name, "Mùa thu rất đẹp ở đây.\n") for name in ("h", "r1", "r2")]
    rows = [row.split() for row in run("score", *files).stdout.splitlines()]
    assert ["h", "100.00", "100.00", "0.00"] in rows
    assert next(row for row in rows if row[:1] == ["BLEU:"])[1].startswith("nrefs:2|")
    found = json.loads(run("score", *files, "--json", "-m", "chrf", "-m", "bleu").stdout)
    assert found["made_with"]["normalisation"] == "NFC"
    table, _parts = found["sections"]
    [row] = table["rows"]
    assert list(row) == ["system", "chrF", "BLEU"]
    assert (row["system"], row["chrF"]["value"]) == ("h", 100)
    twice = run("score", *files, "--json", "-m", "bleu", "-m", "bleu").stdout
    assert list(json.loads(twice)["sections"][0]["rows"][0]) == ["system", "BLEU"]
    options = ["--tokenize", "char", "--lowercase", "-m", "bleu"]
    assert "case:lc|eff:no|tok:char" in run("score", *files, *options).stdout
    longer = write(tmp_path / "longer", "a\nb\n")
    failed = run("score", files[0], longer)
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "1 segment in" in failed.stderr
    assert "but 2 in the reference" in failed.stderr


def test_score_says_that_it_normalises() -> None:
    assert "NFC" in run("score", "--help").stdout


def test_a_failing_file_stops_only_itself(tmp_path: Path) -> None:
    good = [write(tmp_path / name, "phim rat hay\n") for name in ("a.txt", "c.txt")]
    bad = tmp_path / "b.txt"
    bad.write_bytes(b"\xff\xfe\x00")
    out = tmp_path / "out"
    done = run("restore", good[0], bad, tmp_path / "none.txt", good[1], "--output-dir", out)
    assert done.exit_code == 1
    made = sorted(path.name for path in out.iterdir())
    assert made == [".vitrans-run.jsonl", "a.txt", "c.txt"]
    *errors, summed = done.stderr.splitlines()
    assert len(errors) == 2
    assert all(error.startswith("vitrans: error: ") for error in errors)
    assert summed == "vitrans: 4 files: 2 done, 2 failed"
    assert "b.txt" in done.stderr
    assert "none.txt" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt", "-o", "a.txt"], "'a.txt' is an input too"),
        (["a.txt", "-o", "folder/../a.txt"], "is an input too"),
        (["a.txt", "--output-dir", "."], "'a.txt' is an input too"),
        (["a.txt", "folder/b.txt", "-o", "c.txt"], "2 files cannot be written into one"),
        (["a.txt", "folder/a.txt", "--output-dir", "new"], "would both become"),
        (["a.txt", "-o", "c.txt", "--output-dir", "new"], "not both"),
        (["a.txt", "-"], "cannot be combined"),
        (["--output-dir", "new"], "standard input has no file name"),
    ],
)
def test_requests_that_make_no_sense(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "folder/a.txt", "folder/b.txt"):
        write(Path(name), "phim rat hay\n")
    done = run("restore", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "folder"]
    assert read(Path("a.txt")) == "phim rat hay\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["translate", "a.txt"],
        ["translate", "--to", "fr"],
        ["nonsense"],
        ["score", "a", "--oops"],
        ["models", "verify", "nosuch"],
        ["models", "verify", "language", "nosuch"],
        ["models", "path", "nosuch"],
        ["models", "bundle", ".", "nosuch"],
    ],
)
def test_usage_errors_of_the_command_line(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_errors_say_their_message_and_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: object) -> None:
        raise ModelError("no model; install vitrans again")

    monkeypatch.setattr("vitrans.toolkit.load_detector", fail)
    done = run("detect", stdin="a\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "vitrans: error: no model; install vitrans again\n"


def test_a_reader_that_leaves_is_no_error() -> None:
    code = "import sys; from vitrans.cli import app; sys.argv[0] = 'vitrans'; app(['version'])"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_translator_is_loaded_only_when_there_is_something_to_translate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*settings: object) -> None:
        raise ModelError("not needed")

    monkeypatch.setattr("vitrans.toolkit.load_model", fail)
    assert run("translate", "--to", "vi", stdin="Mùa thu rất đẹp\n").exit_code == 0
    assert run("translate", "--to", "vi", stdin="The film\n").exit_code == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, quiet, shown in [
        (Terminal(), False, True),
        (Terminal(), True, False),
        (io.StringIO(), False, False),
    ]:
        monkeypatch.setattr(sys, "stderr", stream)
        with progress(3, "Translating", quiet) as advance:
            advance(3)
        assert ("Translating" in stream.getvalue()) is shown


def test_version() -> None:
    assert run("version").stdout == f"vitrans {vitrans.__version__}\n"
    assert run("--version").stdout == f"vitrans {vitrans.__version__}\n"
    pyproject = tomllib.loads(read(Path(__file__).parent.parent / "pyproject.toml"))
    assert pyproject["project"]["dynamic"] == ["version"]
    place = Path(__file__).parent.parent / pyproject["tool"]["hatch"]["version"]["path"]
    assert f'__version__ = "{vitrans.__version__}"' in read(place)


def test_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = tmp_path / "new"
    write(new / "weights.json", "{}")
    monkeypatch.setenv("VITRANS_MODELS", str(tmp_path / "models"))
    root = tmp_path / "models" / "own"
    assert run("models", "bundle", new, "language", "--version", "7").exit_code == 0
    listed = run("models", "list").stdout
    assert [line.split()[:2] for line in listed.split("\n")[1:3]] == [
        ["alignment", "1"],
        ["language", "7"],
    ]
    assert run("models", "path", "language").stdout == f"{root / 'language'}\n"
    assert run("models", "verify", "language").stdout == "language: 1 file as recorded\n"
    assert run("models", "bundle", new, "language", "--into", tmp_path / "x").exit_code == 0
    assert read(tmp_path / "x" / "language" / "weights.json") == "{}"
    write(root / "language" / "weights.json", "[]")
    damaged = run("models", "verify", "language")
    assert (damaged.exit_code, "damaged" in damaged.stderr) == (1, True)
    refused = run("models", "bundle", tmp_path / "models", "language")
    assert (refused.exit_code, "no weights.json" in refused.stderr) == (1, True)
    assert read(root / "language" / "weights.json") == "[]"
    assert run("models", "convert", tmp_path / "none", tmp_path / "out").exit_code == 1


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.exit_code == 0
    for command in (*FILE_COMMANDS, "captions", "models", "score", "train", "version"):
        assert re.search(f"^  {command}\\b", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("command", ["translate", "restore", "detect", "score"])
def test_help_doubles_no_dots(command: str) -> None:
    usage = run(command, "--help").stdout.split("\n\n")[0]
    assert usage.count("...") == 1
    assert "[[" not in usage


def test_the_installed_command_is_the_entry_point() -> None:
    pyproject = Path(__file__).parent.parent / "pyproject.toml"
    place = tomllib.loads(read(pyproject))["project"]["scripts"]["vitrans"]
    module, function = place.split(":")
    assert getattr(import_module(module), function) is main


def test_from_a_checkout(tmp_path: Path) -> None:
    checkout = Path(__file__).parent.parent / "cli.py"
    done = subprocess.run(
        [sys.executable, checkout, "version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == f"vitrans {vitrans.__version__}\n"
