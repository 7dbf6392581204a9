"""`vitrans translate` with glossaries and strings to keep, and `vitrans.load` with them."""

from pathlib import Path

import pytest

import vitrans
from fakes import use_fakes
from test_cli import run, write
from vitrans import toolkit
from vitrans.terms import Glossary
from vitrans.toolkit import Settings
from vitrans.types import Language, Translation

GLOSSARY = "vi,en\nphim,movie\nlỗi\nphim,motion picture\n"


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    return write(tmp_path / "g.csv", GLOSSARY)


def test_what_is_wrong_with_a_glossary_is_said_once(tmp_path: Path, glossary: Path) -> None:
    files = [write(tmp_path / f"{name}.txt", "Phim rất hay.\n") for name in "ab"]
    asked = ("translate", *files, "--to", "en", "--glossary", glossary, "--output-dir", tmp_path)
    done = run(*asked)
    assert done.exit_code == 2  # the outputs would be the inputs
    done = run(*asked[:-1], tmp_path / "out")
    assert done.exit_code == 0
    assert done.stderr.splitlines()[:2] == [
        f"{glossary}:3: 'lỗi' has no second column; the row is left out",
        f"{glossary}:4: 'phim' is 'motion picture' here and 'movie' in {glossary}:2; "
        "the later one counts",
    ]
    assert done.stderr.count("lỗi") == 1
    assert "lỗi" not in run(*asked[:-1], tmp_path / "more", "--quiet").stderr


def test_a_glossary_that_is_missing_stops_the_command(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "Phim rất hay.\n")
    done = run("translate", source, "--to", "en", "--glossary", tmp_path / "none.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no file" in done.stderr


@pytest.mark.parametrize("option", ["--glossary", "--keep"])
def test_no_result_takes_the_place_of_a_glossary(
    tmp_path: Path, glossary: Path, option: str
) -> None:
    source = write(tmp_path / "a.txt", "Phim rất hay.\n")
    done = run("translate", source, "--to", "en", option, glossary, "-o", glossary)
    assert done.exit_code == 2
    assert glossary.read_text("utf-8") == GLOSSARY


def test_a_toolkit_knows_its_terms(tmp_path: Path, glossary: Path) -> None:
    keep = write(tmp_path / "keep.txt", "Bút Sen\n")
    tools = vitrans.load(glossaries=[glossary], keep=[keep])
    terms = tools.glossary.terms(Language.ENGLISH)
    assert [(one.source, one.target) for one in terms] == [
        ("phim", "motion picture"),
        ("Bút Sen", "Bút Sen"),
    ]
    assert len(tools.glossary.notes(Language.ENGLISH)) == 2


def test_a_toolkit_with_another_glossary_shares_the_models(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Obeying:
        def __init__(self, terms: int = 0) -> None:
            self.terms = terms

        def obeying(self, glossary: Glossary) -> "Obeying":
            return Obeying(len(glossary.entries))

        def translate(self, texts: list[str], *_: object) -> list[Translation]:
            return [Translation(text, f"{self.terms}", provenance="fake") for text in texts]

    loaded: list[Settings] = []

    def load(settings: Settings) -> Obeying:
        loaded.append(settings)
        return Obeying()

    monkeypatch.setattr(toolkit, "load_model", load)
    tools = vitrans.load()
    other = tools.obeying(Glossary.of([("phim", "movie")]))
    assert tools.translate("Phim rất hay.", "en").target == "0"
    assert other.translate("Phim rất hay.", "en").target == "1"
    assert other.detector is not None
    assert len(loaded) == 1
