"""The README and the guides: their commands do what they say, their links lead somewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import shown_commands
from shown_commands import Shown, run, shown
from test_layers import MAY_IMPORT

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EVERY = [command for page in shown_commands.PAGES for command in shown(page)]
COMMANDS = [command for command in EVERY if command.page not in shown_commands.JOURNEYS]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the files that pages name, and those that they show with `cat`."""
    shown_commands.furnish(tmp_path)
    write_shown(COMMANDS, tmp_path)
    return tmp_path


def write_shown(commands: Sequence[Shown], folder: Path) -> None:
    """Write the files that pages show with `cat`."""
    for command in commands:
        if command.output is not None and (named := re.fullmatch(r"cat (\S+)", command.command)):
            (folder / named[1]).write_text(command.output, "utf-8")


def steady(text: str) -> str:
    """Return an output without what differs between processors: int8 gives each other sums.

    That is the digits of probabilities, and the forms whose probability is below a tenth.
    """
    text = re.sub(r', \{"form": "\w+", "probability": 0\.0\d*\}', "", text)
    text = re.sub(r'("probability": )[\d.]+', r"\1~", text)
    return re.sub(r"\b\d\d %", "~ %", re.sub(r"(?<!\S)\w+ (<1|\d) %", "", text))


def is_shown(expected: str, made: str) -> bool:
    """Say whether a page shows an output: its words in order, parts left out where it has `...`."""
    expected, made = steady(expected), steady(made)
    parts = [" ".join(part.split()) for part in re.split(r"^\.\.\.$", expected, flags=re.MULTILINE)]
    words, start = " ".join(made.split()), 0
    for number, part in enumerate(parts):
        found = words.find(part, start)
        if found < 0 or (number == 0 and found > 0):
            return False
        start = found + len(part)
    return start == len(words) or not parts[-1]


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: f"{c.page}: {c.command[:60]}")
def test_commands_do_what_the_page_says(command: Shown, folder: Path) -> None:
    if command.why_not:
        pytest.skip(command.why_not)
    done = run(command.command, folder)
    if command.output is None:
        assert done.returncode == 0, done.stdout
    else:
        assert is_shown(command.output, done.stdout), done.stdout


@pytest.mark.model
@pytest.mark.parametrize("page", sorted(shown_commands.JOURNEYS))
def test_a_page_that_is_one_piece_of_work_does_what_it_says(page: str, tmp_path: Path) -> None:
    commands = [command for command in EVERY if command.page == page and not command.why_not]
    shown_commands.furnish_job(tmp_path)
    write_shown(commands, tmp_path)
    assert len(commands) > 5
    for command in commands:
        done = run(command.command, tmp_path)
        assert done.returncode == 0, (command.command, done.stdout)
        if command.output is not None:
            assert is_shown(command.output, done.stdout), (command.command, done.stdout)


def test_there_are_commands_and_most_are_run() -> None:
    run = [command for command in COMMANDS if not command.why_not]
    assert len(run) >= 25
    assert sum(command.output is not None for command in run) >= 12


@pytest.mark.model
def test_the_python_example_does_what_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [code] = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    names: dict[str, object] = {}
    for line in filter(None, code.split("\n")):
        statement, _, value = line.partition("  # ")
        if value and not re.match(r"\w+ =", statement):
            assert repr(eval(statement, names)) == value, statement
        else:
            exec(statement, names)
    assert Path("article.en.md").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_options_that_are_named_exist() -> None:
    for command, options in (
        ("translate", ("--to", "--json", "--model", "--output-dir", "-o")),
        ("detect", ("--json",)),
        ("captions", ("--json",)),
    ):
        made = subprocess.run(
            [sys.executable, "-m", "vitrans", command, "--help"],
            check=True,
            capture_output=True,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        ).stdout.decode("utf-8")
        assert all(option in made for option in options), command


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_nothing_is_left_to_fill_in(page: Path) -> None:
    assert "@@" not in page.read_text("utf-8")


def test_the_architecture_page_has_the_tree_as_it_is() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tree = page.split("## The tree of `src/vitrans`")[1].split("\n## ")[0]
    named = re.findall(r"^    (\w[\w.]*/?)  +\S", tree, re.MULTILINE)
    found = [p for p in (ROOT / "src" / "vitrans").iterdir() if p.name != "__pycache__"]
    assert sorted(named) == sorted(p.name + "/" * p.is_dir() for p in found)


def test_the_architecture_page_says_what_may_import_what() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.split("| layer | modules |")[1].split("\n\n")[0]
    modules = [cell.split("|")[2] for cell in table.split("\n")[2:]]
    assert sorted(re.findall(r"`(\w+)`", "".join(modules))) == sorted(MAY_IMPORT)
