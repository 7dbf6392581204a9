"""The wheel: what it holds, and that what it holds is enough to do the main job."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and return a folder with its content."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    made = subprocess.run(
        [sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True, text=True
    )
    with zipfile.ZipFile(folder / made.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


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
