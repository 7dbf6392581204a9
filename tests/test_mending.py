import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fakes import use_fakes
from vitrans.cli import app
from vitrans.formats import parse, render
from vitrans.pipeline import repair_document

BROKEN = "# Tin\n\nSuwj keets hopwj raats\nthichs. Khán giả hoàn tòan đồng ý.\n\nSù kÕt hîp cña ­\n"
MENDED = "# Tin\n\nSự kết hợp rất\nthích. Khán giả hoàn toàn đồng ý.\n\nSự kết hợp của ư\n"


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(app, ["restore", *map(str, arguments)], input=stdin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bai.md"
    path.write_bytes(BROKEN.encode())
    return path


def test_accidents_are_mended_and_each_is_reported(file: Path) -> None:
    done = run("--repair", file)
    assert done.exit_code == 0
    assert done.stdout == MENDED
    assert done.stderr.splitlines() == [
        f"{file}:3: Telex: Suwj keets hopwj raats thichs → Sự kết hợp rất thích",
        f"{file}:4: tone placement: tòan → toàn",
        f"{file}:6: TCVN3: Sù kÕt hîp cña <U+00AD> → Sự kết hợp của ư",
    ]


def test_nothing_is_mended_unasked_and_nothing_said_when_quiet(file: Path) -> None:
    assert "Suwj keets hopwj" in run(file).stdout
    quiet = run("--repair", "--quiet", file)
    assert (quiet.stdout, quiet.stderr) == (MENDED, "")


def test_lines_of_standard_input_are_mended() -> None:
    done = run("--repair", stdin="Xin chào.\nToi ddi làm về.\nÔng ấy ddi làm về.\n")
    assert done.stdout.splitlines()[2] == "Ông ấy đi làm về."
    assert "<stdin>:3: Telex: ddi → đi" in done.stderr


def test_json_says_what_was_mended_in_each_sentence(file: Path) -> None:
    rows = [json.loads(line) for line in run("--repair", "--json", file).stdout.splitlines()]
    kinds = {row["text"]: [one["kind"] for one in row["repairs"]] for row in rows}
    assert kinds == {
        "Tin": [],
        "Sự kết hợp rất thích.": ["Telex"],
        "Khán giả hoàn toàn đồng ý.": ["tone placement"],
        "Sự kết hợp của ư": ["TCVN3"],
    }
    assert "repairs" not in json.loads(run("--json", file).stdout.splitlines()[0])


def test_check_lists_what_would_be_mended(file: Path) -> None:
    done = run("--repair", "--check", file)
    assert done.exit_code == 1
    assert [line.split(":")[1] for line in done.stdout.splitlines()] == ["3", "4", "6"]
    assert "3 lines lack diacritics or need mending" in done.stderr


def test_mended_files_are_written_in_place(file: Path) -> None:
    assert run("--repair", "--in-place", file).exit_code == 0
    assert file.read_bytes().decode() == MENDED


def test_a_document_says_where_each_repair_came_to_stand() -> None:
    mended = repair_document(parse(BROKEN, ".md"))
    assert render(mended.document) == MENDED
    for placed in mended.repairs:
        assert " ".join(MENDED[placed.offset :].split()).startswith(placed.repair.repaired)


def test_check_finds_lines_in_a_wrong_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Xin chào.\nSù kÕt hîp cña diÔn viªn\nÔng áº¥y vá»\n".encode())
    done = run("--check", path)
    assert done.exit_code == 1
    assert done.stdout == f"{path}:2: Sù kÕt hîp cña diÔn viªn\n{path}:3: Ông áº¥y vá»\n"
    assert done.stderr.splitlines() == [
        f"{path}:2: from here on letters stand in a wrong encoding "
        "(TCVN3, UTF-8 read as Windows-1252); see --repair",
        "vitrans: 2 lines lack diacritics",
    ]
    path.write_bytes("Sù kÕt hîp cña diÔn viªn\n".encode())
    assert "a.txt:1: letters stand in a wrong encoding (TCVN3)" in run("--check", path).stderr
    assert run("--check", "--quiet", path).stderr == ""
    path.write_bytes("Xin chào.\n".encode())
    assert run("--check", path).exit_code == 0
