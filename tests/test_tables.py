"""Learned tables are models: registered, read through one function, replaceable by the user."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from vitrans.errors import ModelError
from vitrans.models import (
    NAMES,
    Name,
    install,
    installed,
    list_models,
    read_table,
    recognise,
    recognise_run,
    uninstall,
    verify,
)
from vitrans.models.registry import BUNDLED

PACKAGE = BUNDLED.parent.parent


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRANS_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def state(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_every_model_is_bundled_registered_and_as_recorded() -> None:
    assert {model.name for model in list_models()} == set(NAMES)
    assert {path.name for path in BUNDLED.iterdir() if path.is_dir()} == set(NAMES)
    for name in NAMES:
        assert verify(name).files, name


def test_no_table_lies_anywhere_else() -> None:
    tables = {".xz", ".tsv", ".npz", ".bin", ".spm", ".json"}
    written_by_hand = {"function-words.tsv"}
    files = (path for path in PACKAGE.rglob("*") if path.name not in written_by_hand)
    found = {path for path in files if path.suffix in tables}
    assert {path for path in found if BUNDLED not in path.parents} == set()


def test_a_model_of_the_user_is_taken_before_the_bundled_one(own: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(installed("syllables"), new)
    (new / "foreign.txt").write_text("window\n")
    before = state(BUNDLED)
    model = install(new, "syllables", "mine")
    assert installed("syllables").is_relative_to(own)
    assert read_table("syllables", "foreign.txt") == b"window\n"
    assert [m.version for m in list_models() if m.name == "syllables"] == ["mine"]
    assert verify("syllables") == model
    assert installed("words") == BUNDLED / "words", "others are still the bundled ones"
    uninstall("syllables")
    assert (
        read_table("syllables", "foreign.txt") == (BUNDLED / "syllables/foreign.txt").read_bytes()
    )
    assert state(BUNDLED) == before
    with pytest.raises(ModelError, match="no 'syllables' of your own"):
        uninstall("syllables")


def test_a_checkout_replaces_its_own_when_it_is_told_so(own: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(installed("names"), new)
    install(new, "names", "2", tmp_path / "checkout")
    assert not own.exists()
    assert verify("names", tmp_path / "checkout").version == "2"


def test_damage_to_a_table_is_found_before_it_is_used(own: Path) -> None:
    install(BUNDLED / "words", "words")
    with (installed("words") / "lexicon.tsv.xz").open("ab") as file:
        file.write(b"0")
    with pytest.raises(ModelError, match=r"'words' is damaged: 'lexicon\.tsv\.xz'"):
        read_table("words", "lexicon.tsv.xz")


@pytest.mark.parametrize("name", [n for n in NAMES if n != Name.TRANSLATOR])
def test_a_folder_that_lacks_a_file_is_no_such_model(name: str, own: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(installed(name), new)
    first = sorted(path for path in new.rglob("*") if path.is_file())[-1]
    first.unlink()
    with pytest.raises(ModelError, match=rf"is no {name}: no .*{first.name}; (make|give)"):
        install(new, name)
    assert not (own / "own" / name).exists()


def test_models_and_runs_are_told_by_one_table(tmp_path: Path) -> None:
    assert recognise(installed("restorer")) == Name.RESTORER
    assert recognise(installed("language")) == Name.LANGUAGE
    assert recognise(installed("translator")) is None, "any MarianMT model may be one"
    assert recognise(tmp_path) is None
    assert recognise_run(tmp_path) is None
    (tmp_path / "lexicon.json").touch()
    assert recognise_run(tmp_path) == Name.RESTORER
    (tmp_path / "spm.model").touch()
    assert recognise_run(tmp_path) == Name.TRANSLATOR


def test_the_syllables_trainer_writes_where_it_is_told(tmp_path: Path) -> None:
    from vitrans.training.tables.syllables import make

    before = state(PACKAGE)
    seen = Counter({"được": 9, "là": 8, "tòa": 5, "toà": 1, "xyz": 9})
    make(seen, Counter({"laf": 4, "ddwowcj": 2, "bas": 3, "window": 5}), ["laf"], tmp_path / "new")
    syllables = (tmp_path / "new" / "syllables.txt").read_text("utf-8").split("\n")[1].split()
    assert syllables == ["được", "là", "tòa"]
    # `bas` would be bá, which these syllables have not.
    foreign = (tmp_path / "new" / "foreign.txt").read_text("utf-8").split("\n")[1].split()
    assert foreign == ["ddwowcj", "laf"]
    assert state(PACKAGE) == before


def test_tables_are_read_in_a_read_only_package_without_a_home(tmp_path: Path) -> None:
    code = (
        "from vitrans.align.lexicon import lexicon\n"
        "from vitrans.repair.syllables import lexicon as syllables\n"
        "import json; print(json.dumps([len(lexicon()) > 1000, 'hòa' in syllables()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(PACKAGE.parent), "HOME": "/nonexistent"},
    )
    assert json.loads(done.stdout) == [True, True]
