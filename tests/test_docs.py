"""The README: its examples do what it says they do, its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from test_layers import MAY_IMPORT

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = re.findall(r"^    \$ (.+)\n((?:    (?!\$).+\n)+)", README, re.MULTILINE)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[c for c, _ in SHOWN])
def test_examples_print_what_is_shown(command: str, output: str) -> None:
    vitrans = f'vitrans() {{ {shlex.quote(sys.executable)} -m vitrans "$@"; }}; '
    made = subprocess.run(
        ["bash", "-c", vitrans + command], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode("utf-8")
    assert made == re.sub("^    ", "", output, flags=re.MULTILINE)


def test_there_are_examples() -> None:
    assert len(SHOWN) >= 2


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
