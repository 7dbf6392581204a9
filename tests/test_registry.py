"""Which format a file has, and what is refused with a cure rather than damaged."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from fakes import use_fakes
from vitrans.cli import app
from vitrans.errors import InputError, UsageError
from vitrans.formats import find_format, named

REFUSED = ["mo", "tex", "rtf", "lrc", "sub", "doc", "fodp", "ppt"]
REFUSED += ["xls", "pdf", "xml", "rst", "yaml", "py", "js", "zip", "png", "ttml", "ipynb"]


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)


@pytest.mark.parametrize("suffix", REFUSED)
def test_what_is_no_prose_is_refused_and_left_alone(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{suffix}"
    content = '<p class="x">Phim rat hay</p>\n{"phim": "rat hay"}\n'
    file.write_text(content, encoding="utf-8")
    for command in (["translate", "--to", "en"], ["restore", "-i"], ["restore"], ["captions"]):
        done = CliRunner().invoke(app, [*command, str(file)])
        assert (done.exit_code, done.stdout) == (1, ""), command
        assert "which vitrans does not read" in done.stderr
        assert "--format text" in done.stderr
    assert file.read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.txt", "text"),
        ("a", "text"),
        ("README", "text"),
        ("a.log", "text"),
        ("a.news", "text"),
        ("a.MD", "md"),
        ("a.markdown", "md"),
        ("a.qmd", "md"),
        ("a.srt", "srt"),
        ("a.VTT", "vtt"),
        ("a.ass", "ass"),
        ("a.ssa", "ass"),
        ("a.html", "html"),
        ("a.HTM", "html"),
        ("a.xhtml", "html"),
        ("a.epub", "epub"),
    ],
)
def test_the_name_tells_the_format(name: str, format: str) -> None:
    assert find_format(name, "Phim rất hay.").name == format


@pytest.mark.parametrize(
    "text",
    [
        "<?xml version='1.0'?><a/>",
        '{"a": 1}',
        '[{"a": "b"}]\n',
        '{"a": 1}\n{"a": 2}\n',
        "{\\rtf1 x}",
        "\\documentclass{article}",
        "<!DOCTYPE svg><svg/>",
    ],
)
def test_unknown_names_are_judged_by_their_content(text: str) -> None:
    with pytest.raises(InputError, match="looks like"):
        find_format("a.unknown", text)
    assert find_format("a.unknown", text, "text").name == "text"
    assert find_format("a.txt", text).name == "text"


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<html><body>x</body></html>",
        "\ufeff<html>",
        "<?xml version='1.0'?>\n<!-- a - b -->\n<!DOCTYPE html PUBLIC 'x'><html/>",
        "\n<div class='x'>phim</div>",
        "<!-- phim --><p>phim",
    ],
)
def test_a_page_is_known_by_how_it_begins(text: str) -> None:
    for name in ("a.unknown", "page"):
        assert find_format(name, text).name == "html"
    assert find_format("a.txt", text).name == "text"
    assert find_format("page", text, "text").name == "text"


@pytest.mark.parametrize("text", ["[1] Phim rất hay.", "{chú thích} phim", "<3 phim này", "a < b"])
def test_prose_is_not_taken_for_markup(text: str) -> None:
    assert find_format("a.unknown", text).name == "text"


def test_a_format_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give one of text, md, html, fodt, srt"):
        named("nothing")
    done = CliRunner().invoke(app, ["restore", "--format", "nothing", str(tmp_path / "a.txt")])
    assert done.exit_code == 2


def test_the_format_that_is_asked_for_counts(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<p>Phim rat hay</p>\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["restore", "--format", "md", str(file)])
    assert (done.exit_code, done.stdout) == (0, "<p>Phim rất hay</p>\n")
    done = CliRunner().invoke(app, ["restore", "--format", "text", str(file)])
    assert done.exit_code == 0
    cue = "1\n00:00:01,000 --> 00:00:02,000\n<i>Phim rat hay</i>\n"
    done = CliRunner().invoke(app, ["restore", "--format", "srt"], input=cue)
    assert done.stdout == cue.replace("rat", "rất")


def test_a_bad_file_stops_only_itself(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "c.md"):
        (tmp_path / name).write_text("Phim rat hay\n", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("a.txt", "b.pdf", "c.md")]
    done = CliRunner().invoke(app, ["restore", *names, "--output-dir", str(tmp_path / "out")])
    assert done.exit_code == 1
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == [".vitrans-run.jsonl", "a.txt", "c.md"]
