"""Input and circumstances that go wrong: a clear message or the right result, nothing lost."""

import errno
import io
import os
import re
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fakes import FakeTranslator, use_fakes
from vitrans.cli import app
from vitrans.encodings import canonical, encode

COMMANDS = {
    "translate": ["translate", "--to", "en"],
    "restore": ["restore"],
    "detect": ["detect"],
    "captions": ["captions"],
    "score": ["score"],
}


@pytest.fixture(autouse=True)
def translator(monkeypatch: pytest.MonkeyPatch) -> FakeTranslator:
    return use_fakes(monkeypatch)


def run(command: str, *arguments: object, stdin: bytes = b"") -> Result:
    given = [*COMMANDS[command], *map(str, arguments)]
    return CliRunner().invoke(app, given, input=stdin)


def binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0")


def utf16(path: Path) -> None:
    path.write_bytes("Mùa thu rất đẹp\n".encode("utf-16")[:-1])


def cyrillic(path: Path) -> None:
    path.write_bytes("Привет, как дела?\n".encode("cp1251"))


def damaged(path: Path) -> None:
    path.write_bytes("Mùa thu rất đẹp\n".encode() + b"\xff\n")


def directory(path: Path) -> None:
    path.mkdir()


def missing(path: Path) -> None:
    pass


def forbidden(path: Path) -> None:
    path.write_bytes(b"phim rat hay\n")


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "binary": (binary, "binary"),
    "UTF-16": (utf16, "is UTF-16LE, but cut off or damaged"),
    "Cyrillic": (cyrillic, "reads as no text in any encoding"),
    "damaged": (damaged, "byte 23 (line 2) is 0xFF"),
    "directory": (directory, "is a directory"),
    "missing": (missing, "there is no file"),
    "unreadable": (forbidden, "no permission to read"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", BAD)
def test_a_file_that_cannot_be_read(
    case: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, message = BAD[case]
    path = tmp_path / "bad.txt"
    make(path)
    if make is forbidden:  # simulated, because root may read everything
        monkeypatch.setattr(Path, "read_bytes", refuse)
    done = run(command, path, *([path] if command == "score" else []))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("vitrans: error: ")
    assert message in done.stderr
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


def refuse(path: Path) -> bytes:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


@pytest.mark.parametrize("case", ["binary", "UTF-16", "Cyrillic", "damaged"])
def test_standard_input_that_is_no_text(case: str, tmp_path: Path) -> None:
    make, message = BAD[case]
    make(tmp_path / "bad")
    done = run("restore", stdin=(tmp_path / "bad").read_bytes())
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("vitrans: error: standard input is ")
    assert message in done.stderr


@pytest.mark.parametrize("name", ["TCVN3", "VNI-Windows", "Windows-1258", "VISCII", "UTF-16"])
@pytest.mark.parametrize("command", ["restore", "translate"])
def test_an_old_encoding_is_read_as_what_it_is_and_becomes_utf8(
    name: str, command: str, tmp_path: Path
) -> None:
    source, expected, target = tmp_path / "old.txt", tmp_path / "new.txt", tmp_path / "out.txt"
    text = "Mùa thu rất đẹp.\nPhim rất hay, người xem thích thú.\n"
    source.write_bytes(encode(text, name))
    expected.write_bytes(text.encode())
    done = run(command, source, "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"{source}: read as {canonical(name)}".removesuffix("-16") in done.stderr
    assert target.read_bytes() == run(command, expected).stdout_bytes
    assert run(command, stdin=source.read_bytes()).stdout_bytes == target.read_bytes()


@pytest.mark.parametrize("text", ["", "\n", " \n\t\r\n\n", "\ufeff"])
def test_an_empty_file_comes_back_as_it_is(text: str, tmp_path: Path) -> None:
    source, target = tmp_path / "empty.txt", tmp_path / "out.txt"
    source.write_bytes(text.encode())
    for command in ("restore", "translate"):
        assert run(command, source, "-o", target).exit_code == 0
        assert target.read_bytes() == source.read_bytes()
        assert run(command, stdin=text.encode()).stdout_bytes == text.encode()
    assert run("detect", source).output == ""
    assert run("captions", source, "--json").stdout == "[]\n"


def test_an_empty_file_cannot_be_scored(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    done = run("score", empty, empty)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{str(empty)!r} is empty" in done.stderr


def fail(*arguments: object, **settings: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("place", ["os.fsync", "os.replace", "io.BufferedWriter"])
def test_no_space_for_the_output(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "out.txt"
    source.write_bytes(b"phim rat hay\n")
    target.write_bytes(b"what was there\n")
    if place == "io.BufferedWriter":
        original = io.open
        monkeypatch.setattr(
            io,
            "open",
            lambda f, mode="r", *a, **s: (fail if "x" in mode else original)(f, mode, *a, **s),
        )
    else:
        monkeypatch.setattr(place, fail)
    done = run("restore", source, "-o", target)
    assert done.exit_code == 1
    assert "no space left" in done.stderr
    assert target.read_bytes() == b"what was there\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out.txt"]


def shell(command: str) -> tuple[int, str]:
    """Run the command line by a shell; return its exit code and what it said."""
    vitrans = f'vitrans() {{ {shlex.quote(sys.executable)} -m vitrans "$@"; }}; '
    done = subprocess.run(["bash", "-c", vitrans + command], stderr=subprocess.PIPE)
    return done.returncode, done.stderr.decode("utf-8")


NO_SPACE = "cannot write to standard output: no space left on device; write elsewhere"
CLOSED = "cannot write to standard output: it is closed; write elsewhere"
NO_INPUT = "standard input is closed; name a file, or pipe text into the command"
STREAMS = {
    "version >/dev/full": NO_SPACE,
    "--help >/dev/full": NO_SPACE,
    "models verify --help >/dev/full": NO_SPACE,
    "version >&-": CLOSED,
    "--help >&-": CLOSED,
    "restore <&-": NO_INPUT,
    "captions - <&-": NO_INPUT,
    "restore 0>/dev/null": "cannot read standard input: bad file descriptor; name a file instead",
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("command", STREAMS)
def test_a_standard_stream_that_fails(command: str) -> None:
    assert shell(f"vitrans {command}") == (1, f"vitrans: error: {STREAMS[command]}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full"])
def test_messages_that_nobody_hears_change_nothing(stream: str) -> None:
    assert shell(f"vitrans version {stream} >/dev/null") == (0, "")
    assert shell(f"vitrans restore nosuch {stream}") == (1, "")


def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, translator: FakeTranslator
) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes("Phim rất hay\n".encode())
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    for arguments, message in (
        (["-o", tmp_path / "none" / "x.txt"], f"no folder {str(tmp_path / 'none')!r}; make it"),
        (["-o", source / "x.txt"], f"no folder {str(source)!r}; make it"),
        (["-o", tmp_path / "out"], "it is a directory; name a file"),
        (["--output-dir", tmp_path / "out"], "it is a directory; name a file"),
    ):
        done = run("translate", source, *arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        assert message in done.stderr
        if "-o" in arguments and not arguments[1].is_dir():
            done = run("translate", *arguments, stdin=source.read_bytes())
            assert (done.exit_code, message in done.stderr) == (1, True)
    done = run("translate", "-o", tmp_path / "out", stdin=source.read_bytes())
    assert (done.exit_code, "standard input has no file name" in done.stderr) == (2, True)
    assert translator.calls == []


@pytest.mark.parametrize(
    "sentence", ["Mua thu rat dep. ", "mua thu rat dep ", "muathutoirat", "The film. ", "“(‘Anh: "]
)
def test_a_line_of_200_000_characters(sentence: str, translator: FakeTranslator) -> None:
    line = (sentence * (200_000 // len(sentence))).strip() + "\n"
    restored = run("restore", stdin=line.encode())
    assert restored.exit_code == 0
    for bare, accented in {
        "Mua": "Mùa",
        "mua ": "mùa ",
        "rat dep": "rất đẹp",
        "Anh": "Ảnh",
    }.items():
        line = line.replace(bare, accented)
    assert restored.stdout == line
    translated = run("translate", "--quiet", stdin=line.encode())
    assert translated.exit_code == 0
    assert translated.stdout.count("\n") == 1
    sentences = [text for call in translator.calls for text in call]
    if sentence == "Mua thu rat dep. ":
        assert sentences == ["Mùa thu rất đẹp."] * (200_000 // len(sentence))


@pytest.mark.parametrize(
    "line", ["😀😀🎉👩‍👩‍👧🇻🇳", "12:30 — 17.9!", "日本語の字幕", "\u200b\u00ad", "…?!"]
)
@pytest.mark.parametrize("command", ["restore", "translate"])
def test_a_line_without_words_is_left_alone(command: str, line: str) -> None:
    text = f"{line}\n{line}"
    assert run(command, stdin=text.encode()).stdout_bytes == text.encode()


def test_decomposed_text_is_understood_and_comes_out_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Mùa thu rất đẹp. phim rat hay\n")
    assert run("restore", stdin=decomposed.encode()).stdout == "Mùa thu rất đẹp. phim rất hay\n"
    assert run("translate", stdin=decomposed.encode()).stdout.startswith("en[Mùa thu rất đẹp.")


@pytest.mark.parametrize("command", ["restore", "translate"])
def test_mixed_line_ends_are_kept(command: str, tmp_path: Path) -> None:
    ends = ["\r\n", "\n", "\n", "\r\n", "\r\r\n", "\n"]
    lines = ["phim rat hay", "", "The film", "123", "mua thu", "Phim rất hay"]
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_bytes("".join(map("".join, zip(lines, ends, strict=True))).encode())
    assert run(command, source, "-o", target).exit_code == 0
    made = target.read_bytes().decode().split("\n")
    found = [line[len(line.rstrip("\r")) :] + "\n" for line in made]
    assert found[:-1] == ends
    assert run(command, stdin=source.read_bytes()).stdout_bytes == target.read_bytes()


def test_an_interrupt_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, translator: FakeTranslator
) -> None:
    ask = translator.translate
    texts = {"a.txt": "Phim rất hay\n", "b.txt": "Mùa thu\n", "c.txt": "Rất đẹp\n"}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    out = tmp_path / "out"
    out.mkdir()
    (out / "b.txt").write_bytes(b"what was there\n")

    def interrupted(sentences, target, on_progress=None):
        if "Mùa thu" in sentences:
            raise KeyboardInterrupt
        return ask(sentences, target, on_progress)

    monkeypatch.setattr(translator, "translate", interrupted)
    done = run("translate", tmp_path / "*.txt", "--output-dir", out)
    assert done.exit_code == 130
    assert re.fullmatch(r"vitrans: interrupted; [01] of 3 files done; .*--resume.*\n", done.stderr)
    made = [path for path in out.iterdir() if path.name != ".vitrans-run.jsonl"]
    found = {path.name: path.read_text("utf-8") for path in made}
    assert found["b.txt"] == "what was there\n"
    whole = {"a.txt": "en[Phim rất hay]\n", "c.txt": "en[Rất đẹp]\n"}  # worked on beside it
    assert found.items() <= {"b.txt": "what was there\n", **whole}.items()
    assert run("translate", stdin="Mùa thu\n".encode()).exit_code == 130
