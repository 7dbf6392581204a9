"""The wheel: what it holds, and that what it holds is enough to do the main job."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from vitrans import __version__

ROOT = Path(__file__).parent.parent


pytestmark = pytest.mark.model


def build(what: str, root: Path, folder: Path) -> Path:
    """Build an sdist or a wheel of a source tree; return the file."""
    code = f"from hatchling.build import build_{what}; print(build_{what}({str(folder)!r}))"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    )
    return folder / made.stdout.split()[-1]


def content(wheel: Path) -> dict[str, bytes]:
    """Return what a wheel holds, by name."""
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    """Return a folder with the content of the wheel."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(wheel.parent / "site")
    return wheel.parent / "site"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the content of the sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", ROOT, folder)) as opened:
        opened.extractall(folder, filter="data")
    [root] = (path for path in folder.iterdir() if path.is_dir())
    return root


def run(site: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run the package of the wheel, and no other, away from the checkout."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "vitrans", *arguments],
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site), "HF_HUB_OFFLINE": "1"},
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


def test_wheel_holds_the_package_its_models_and_nothing_else(unpacked: Path) -> None:
    top = {p.name for p in unpacked.iterdir()}
    assert {name.split("-")[0] for name in top} == {"vitrans"}
    package = unpacked / "vitrans"
    assert (package / "py.typed").is_file()
    models = package / "models" / "bundled"
    assert {p.name for p in models.iterdir() if p.is_dir()} == {
        "translator",
        "restorer",
        "language",
        "words",
        "readings",
        "alignment",
        "syllables",
        "names",
    }
    assert sum(p.stat().st_size for p in models.rglob("*") if p.is_file()) <= 60_000_000


def test_wheel_s_models_are_as_recorded(unpacked: Path) -> None:
    made = run(unpacked, "models", "verify")
    assert made.stdout.count("as recorded") == 8


def test_wheel_translates_and_restores(unpacked: Path) -> None:
    article = ROOT / "corpora" / "articles" / "noodle-village.vi.txt"
    lines = article.read_text("utf-8").split("\n")
    made = run(unpacked, "translate", str(article), "--to", "en", "--quiet").stdout.split("\n")
    assert len(made) == len(lines)
    assert [not line for line in made] == [not line for line in lines]
    paragraphs = [n for n, line in enumerate(lines) if len(line) > 80]
    assert all(made[n] != lines[n] for n in paragraphs)
    assert run(unpacked, "restore", text="Nha san xuat\n").stdout == "Nhà sản xuất\n"


def test_sdist_holds_what_a_contributor_needs(source: Path) -> None:
    assert source.name == f"vitrans-{__version__}"
    for name in (
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml"),
        *("cli.py", "docs/architecture.md", "corpora/manifest.json", "eval/results/speed.json"),
        *("tests/conftest.py", "src/vitrans/models/bundled/translator/model.bin"),
    ):
        assert (source / name).is_file(), name
    assert not {path.name for path in source.iterdir()} & {".git", "dist", "runs", ".venv"}
    assert not list(source.rglob("__pycache__"))


def test_a_wheel_of_the_sdist_is_the_wheel(source: Path, wheel: Path, tmp_path: Path) -> None:
    assert content(build("wheel", source, tmp_path)) == content(wheel)
