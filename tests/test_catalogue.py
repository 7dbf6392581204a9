"""Known models, the user's own entries, and models by target language."""

import json
import shutil
from pathlib import Path

import pytest

import tiny_marian
from vitrans.errors import InputError, ModelError, UsageError
from vitrans.models import (
    catalogue,
    convert,
    find_pulled,
    list_pulled,
    locate,
    pull,
    remove,
    resolve_models,
    verify_pulled,
)
from vitrans.models.families import FAMILIES
from vitrans.translate import load_translators
from vitrans.types import Language, target_of

ENTRY = '[mine]\nrepo = "a/b"\narchitecture = "marian"\nlicence = "MIT"\nprefixes = { vi = "" }\n'


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRANS_MODELS", str(tmp_path / "models"))
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_marian.build(folder / "opus-vi-xx", prefixes=(), placeholders=(), target_lang="en")
    tiny_marian.build(folder / "both")
    for name in ("opus-vi-xx", "both"):
        convert(folder / name, folder / f"{name}-ct2")
    return folder


def test_every_entry_says_what_it_is_and_whether_it_runs() -> None:
    for name, entry in catalogue().items():
        assert entry.licence, name
        assert "/" in entry.repo, name
        assert bool(entry.why) == bool(entry.runs_with), name
        assert entry.why or entry.architecture in FAMILIES, name
        assert all(figure.source and figure.by for figure in entry.figures), name
    best = [entry for entry in catalogue().values() if entry.best]
    assert sorted(to for entry in best for to in entry.prefixes) == ["en", "vi"]


def test_the_user_s_entries_take_the_place_of_others(models: Path) -> None:
    (models / "models.toml").write_text(ENTRY + ENTRY.replace("mine", "opus-en-vi"))
    assert catalogue()["mine"].repo == "a/b"
    assert catalogue()["opus-en-vi"].repo == "a/b"
    assert "opus-vi-en" in catalogue()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[mine", "is no TOML"),
        ("mine = 1", "a model is a table"),
        (ENTRY.replace("licence", "license"), "no field 'license'"),
        (ENTRY.replace('repo = "a/b"\n', ""), "repo is missing"),
        (ENTRY.replace("{ vi", "{ fr"), "prefixes is like"),
        (ENTRY + 'beam = "4"', "beam is '4', not a whole number from 1"),
        (ENTRY + "beam = 0", "beam is 0, not a whole number from 1"),
        (ENTRY + "best = 1", "best is 1, not true or false"),
        (ENTRY + "notes = 1", "notes is 1, not text"),
        (ENTRY + 'figures = [{ set = "x" }]', "a figure is not complete"),
    ],
)
def test_a_wrong_entry_is_said_to_be(text: str, message: str, models: Path) -> None:
    (models / "models.toml").write_text(text)
    with pytest.raises(InputError, match=message) as error:
        catalogue()
    assert str(models / "models.toml") in str(error.value)


def test_a_folder_is_pulled_without_the_network_and_has_a_name(models: Path, folder: Path) -> None:
    made = pull(str(folder / "both"))
    assert made is not None
    assert (made.name, made.revision) == ("both", "")
    assert find_pulled("both") == models / "both"
    assert locate("both").directory == models / "both"
    assert verify_pulled("both") == made == list_pulled()[0]
    with (models / "both" / "model.bin").open("ab") as file:
        file.write(b"0")
    with pytest.raises(ModelError, match=r"'both' is damaged: 'model\.bin'"):
        verify_pulled("both")
    remove("both")
    assert find_pulled("both") is None
    assert list_pulled() == []
    with pytest.raises(ModelError, match="'both' is not here"):
        remove("both")


def test_a_converted_folder_is_pulled_as_it_is(models: Path, folder: Path) -> None:
    assert pull(str(folder / "both-ct2")) is not None
    before = (folder / "both-ct2" / "model.bin").read_bytes()
    assert (models / "both-ct2" / "model.bin").read_bytes() == before


def test_a_damaged_origin_is_said_to_be(models: Path, folder: Path) -> None:
    pull(str(folder / "both-ct2"))
    (models / "both-ct2" / "origin.json").write_text(json.dumps({"files": {}}))
    with pytest.raises(ModelError, match=r"origin\.json' is damaged"):
        list_pulled()


@pytest.mark.parametrize("name", ["own", ".pulls", "translator", "best"])
def test_reserved_names_are_refused(name: str, models: Path, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "both-ct2", tmp_path / name)
    with pytest.raises(ModelError, match="no model can be called"):
        pull(str(tmp_path / name))


def test_what_is_known_but_not_here_says_how_to_get_it(models: Path) -> None:
    for name in ("opus-en-vi", "Helsinki-NLP/opus-mt-en-vi", "someone/unheard"):
        with pytest.raises(ModelError, match=f"is not here; get it: vitrans models pull {name}"):
            locate(name)
    with pytest.raises(ModelError, match="vitrans does not run 'madlad-3b'"):
        locate("madlad-3b")
    with pytest.raises(ModelError, match="did you mean opus-en-vi"):
        locate("opus-en-vj")


def test_models_are_told_by_target_language(models: Path, folder: Path) -> None:
    one, both = str(folder / "opus-vi-xx-ct2"), str(folder / "both-ct2")
    assert resolve_models([both]) == {Language.ENGLISH: both, Language.VIETNAMESE: both}
    assert resolve_models([one]) == {Language.ENGLISH: one}
    assert resolve_models([f"vi={both}", f"en={one}"]) == {
        Language.VIETNAMESE: both,
        Language.ENGLISH: one,
    }
    with pytest.raises(ModelError, match="does not translate into vi; it does into en: give en="):
        resolve_models([f"vi={one}"])
    with pytest.raises(UsageError, match="are both to translate into en; say which"):
        resolve_models([one, both])


def test_each_language_is_translated_by_its_model(models: Path, folder: Path) -> None:
    one, both = str(folder / "opus-vi-xx-ct2"), str(folder / "both-ct2")
    chosen = load_translators([f"vi={both}", f"en={one}"])
    made = [
        chosen.translate(["Năm 2017"], target_of(language))[0]
        for language in ("en", "vi")
        if language in chosen.translators
    ]
    assert [translation.provenance != "" for translation in made] == [True, True]
    assert chosen.translators[Language.ENGLISH].name == "opus-vi-xx"
    assert chosen.translators[Language.VIETNAMESE].name == "both"
    alone = load_translators([one])
    with pytest.raises(
        UsageError, match="no model that was given translates into vi, only into en"
    ):
        alone.translate(["a"], Language.VIETNAMESE)
    shared = load_translators([both])
    assert shared.translators[Language.ENGLISH] is shared.translators[Language.VIETNAMESE]


def test_a_better_model_is_named_once_on_standard_error(
    models: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from vitrans.commands._shared.better import note_better_model

    line = "a much better model is one command away: vitrans models pull best\n"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    note_better_model()
    said = capsys.readouterr()
    assert (said.out, said.err.endswith(line), said.err.count("\n")) == ("", True, 1)
    note_better_model()
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    pull(str(folder / "both-ct2"))
    note_better_model()
    assert capsys.readouterr().err == "", "whoever has pulled one knows"
