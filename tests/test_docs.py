"""The README: its examples do what it says they do, its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

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
