"""Models on disk: the registry, conversion, description, and the hub."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tiny_marian
from vitrans.engines import load_engine
from vitrans.errors import ModelError, OutputError, UsageError
from vitrans.models import (
    Description,
    convert,
    describe,
    install,
    installed,
    list_models,
    locate,
    verify,
)

FILES = {
    "config.json",
    "model.bin",
    "shared_vocabulary.json",
    "source.spm",
    "target.spm",
    "vitrans.json",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def model(folder: Path) -> Path:
    return tiny_marian.build(folder / "tiny")


@pytest.fixture(scope="module")
def converted(folder: Path, model: Path) -> Path:
    convert(model, folder / "ct2")
    return folder / "ct2"


@pytest.fixture
def root(tmp_path: Path, converted: Path) -> Path:
    install(converted, "translator", "7", tmp_path / "bundled")
    return tmp_path / "bundled"


@pytest.fixture
def restorer(tmp_path: Path) -> Path:
    """Return a folder that has what a restorer's must have."""
    folder = tmp_path / "a restorer"
    (folder / "encoder").mkdir(parents=True)
    for file in ("encoder/model.bin", "head.npz", "ngrams.npz"):
        (folder / file).write_bytes(b"123")
    (folder / "lexicon.json").write_text("{}")
    return folder


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir() if path.suffix != ".lock"}


def contents(directory: Path) -> dict[str, bytes]:
    found = directory.rglob("*")
    files = (path for path in found if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def test_a_converted_model_has_all_that_it_needs(converted: Path) -> None:
    assert names(converted) == FILES
    config = json.loads((converted / "config.json").read_text())
    assert config["add_source_eos"] is False, "we put </s> at the end of a source"


def test_int8_is_smaller_than_float32(tmp_path: Path, model: Path, converted: Path) -> None:
    convert(model, tmp_path / "large", "float32")
    large = (tmp_path / "large" / "model.bin").stat().st_size
    assert (converted / "model.bin").stat().st_size < 0.7 * large


def test_a_checkpoint_in_half_precision_runs_as_one_in_full(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for half in (False, True):
        tiny_marian.build(tmp_path / f"{half}", half=half, start=0.3)
        convert(tmp_path / f"{half}", tmp_path / f"{half}-ct2", "int8")
    capfd.readouterr()
    full, halved = (load_engine("ctranslate2", tmp_path / f"{half}-ct2") for half in (False, True))
    assert capfd.readouterr().err == "", "CTranslate2 warns of a precision it has not"
    source = [">>vie<<", "▁The", "▁m", "</s>"]
    scores = [engine.score([source], [["▁nh"]])[0] for engine in (full, halved)]
    assert scores[0] == pytest.approx(scores[1], abs=0.05)


def test_transformers_reads_the_layout_that_we_train_and_convert(model: Path) -> None:
    from transformers import MarianTokenizer

    with pytest.warns(UserWarning, match="sacremoses"):
        tokenizer = MarianTokenizer.from_pretrained(model)
    pieces = tokenizer.tokenize(">>vie<< The ⟦0⟧ film")
    assert pieces[0] == ">>vie<<"
    assert "⟦0⟧" in pieces
    ids = tokenizer(">>vie<< The ⟦0⟧ film")["input_ids"]
    assert tokenizer.convert_ids_to_tokens(ids) == [*pieces, "</s>"]
    assert tokenizer.unk_token_id not in ids


def test_a_description_survives_writing(tmp_path: Path) -> None:
    description = Description("x", {"vi": ">>vie<<"}, {"beam_size": 2}, 150, ("⟦0⟧",), "1.2")
    description.write(tmp_path)
    assert describe(tmp_path) == description


def test_a_model_is_described_by_its_files(model: Path) -> None:
    described = describe(model)
    assert described.name == "tiny"
    assert described.prefixes == {"en": ">>eng<<", "vi": ">>vie<<"}
    assert described.placeholders == tiny_marian.PLACEHOLDERS
    assert described.max_input == 200


@pytest.mark.parametrize(
    ("vocabulary", "target_lang", "name", "prefixes"),
    [
        (["▁a"], "en", "", {"en": ""}),
        (["▁a"], "vie", "", {"vi": ""}),
        (["▁a"], None, "Helsinki-NLP/opus-mt-vi-en", {"en": ""}),
        (["▁a", ">>vie<<", ">>vie_Hani<<"], None, "Helsinki-NLP/opus-mt-en-vi", {"vi": ">>vie<<"}),
    ],
)
def test_one_way_models_of_the_hub_are_told_apart(
    tmp_path: Path,
    vocabulary: list[str],
    target_lang: str | None,
    name: str,
    prefixes: dict[str, str],
) -> None:
    (tmp_path / "vocab.json").write_text(json.dumps({p: i for i, p in enumerate(vocabulary)}))
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 64}')
    settings = {"target_lang": target_lang, "model_max_length": 512}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(settings))
    described = describe(tmp_path, name)
    assert (described.prefixes, described.placeholders) == (prefixes, ())
    assert described.max_input == 62


def test_the_tokenizer_may_allow_less_than_the_positions(tmp_path: Path, model: Path) -> None:
    for file in ("vocab.json", "config.json"):
        (tmp_path / file).write_bytes((model / file).read_bytes())
    (tmp_path / "tokenizer_config.json").write_text('{"model_max_length": 160}')
    assert describe(tmp_path).max_input == 158


def test_a_model_of_other_languages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vocab.json").write_text('{"a": 0}')
    (tmp_path / "tokenizer_config.json").write_text('{"target_lang": "de"}')
    with pytest.raises(ModelError, match="English or Vietnamese"):
        describe(tmp_path, "Helsinki-NLP/opus-mt-en-de")


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "x"}', '{"unheard": 1}'])
def test_a_damaged_description_says_which_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "vitrans.json").write_text(text)
    with pytest.raises(ModelError, match=r"vitrans\.json"):
        describe(tmp_path)


@pytest.mark.parametrize(
    "missing", ["config.json", "vocab.json", "source.spm", "tokenizer_config.json"]
)
def test_a_failed_conversion_leaves_nothing(tmp_path: Path, model: Path, missing: str) -> None:
    source, output = tmp_path / "source", tmp_path / "out" / "model"
    source.mkdir()
    for path in model.iterdir():
        if path.name != missing:
            (source / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ModelError, match=missing):
        convert(source, output)
    assert not output.parent.exists() or not names(output.parent)


def test_a_failure_in_the_middle_keeps_the_former_model(
    tmp_path: Path, model: Path, converted: Path
) -> None:
    source, output = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    for path in model.iterdir():
        (source / path.name).write_bytes(path.read_bytes())
    (source / "model.safetensors").write_bytes(b"damaged")
    install(converted, "translator", root=output)
    before = (output / "translator" / "model.bin").read_bytes()
    with pytest.raises(ModelError, match="cannot be converted"):
        convert(source, output / "translator")
    assert names(output) == {"translator", "registry.json"}
    assert (output / "translator" / "model.bin").read_bytes() == before


def test_converting_again_replaces_the_model(tmp_path: Path, model: Path) -> None:
    convert(model, tmp_path / "ct2")
    (tmp_path / "ct2" / "stale").touch()
    convert(model, tmp_path / "ct2", name="second")
    assert names(tmp_path / "ct2") == FILES
    assert names(tmp_path) == {"ct2"}
    assert describe(tmp_path / "ct2").name == "second"


def test_pad_must_come_last(tmp_path: Path, model: Path) -> None:
    for path in model.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    vocabulary = json.loads((model / "vocab.json").read_text())
    vocabulary["<pad>"], vocabulary["▁The"] = vocabulary["▁The"], vocabulary["<pad>"]
    (tmp_path / "vocab.json").write_text(json.dumps(vocabulary))
    with pytest.raises(ModelError, match="<pad> is not the last id"):
        convert(tmp_path, tmp_path / "out")


def test_what_is_converted_already_and_what_is_no_marian_is_refused(
    tmp_path: Path, converted: Path
) -> None:
    with pytest.raises(ModelError, match="already"):
        convert(converted, tmp_path / "out")
    (tmp_path / "model.safetensors").touch()
    (tmp_path / "config.json").write_text('{"model_type": "bart"}')
    with pytest.raises(ModelError, match="type 'bart'"):
        convert(tmp_path, tmp_path / "out")
    with pytest.raises(UsageError, match=r"'int3'.*int8"):
        convert(converted, tmp_path / "out", "int3")


def test_an_installed_model_is_found_listed_and_verified(root: Path, converted: Path) -> None:
    directory = installed("translator", root)
    assert names(directory) == FILES
    assert verify("translator", root) == list_models(root)[0]
    model = verify("translator", root)
    assert (model.name, model.version) == ("translator", "7")
    assert model.bytes == sum(path.stat().st_size for path in converted.iterdir())
    data = (converted / "model.bin").read_bytes()
    assert model.files["model.bin"].sha256 == hashlib.sha256(data).hexdigest()
    assert model.files["model.bin"].bytes == len(data)
    assert names(root) == {"translator", "registry.json"}


def test_the_registry_holds_every_model(root: Path, restorer: Path) -> None:
    install(restorer, "restorer", root=root)
    assert [model.name for model in list_models(root)] == ["restorer", "translator"]
    files = {"encoder/model.bin", "head.npz", "lexicon.json", "ngrams.npz"}
    assert verify("restorer", root).files.keys() == files
    verify("translator", root)


def test_installing_again_replaces_the_model_and_its_entry(
    root: Path, tmp_path: Path, converted: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(converted, other)
    (other / "model.bin").rename(other / "model.bin.00")
    install(other, "translator", "8", root)
    assert names(root / "translator") == FILES - {"model.bin"} | {"model.bin.00"}
    assert verify("translator", root).version == "8"


def test_a_translator_is_converted_before_it_is_installed(root: Path, model: Path) -> None:
    install(model, "translator", "9", root)
    assert names(root / "translator") == FILES
    assert verify("translator", root).version == "9"
    assert describe(root / "translator").name == "vitrans"
    load_engine("ctranslate2", root / "translator")
    assert names(root) == {"translator", "registry.json"}


@pytest.mark.parametrize(
    ("name", "kept", "message"),
    [
        (
            "translator",
            [],
            r"no translator: no model\.bin, source\.spm.*`vitrans models convert`",
        ),
        ("translator", ["model.bin", "source.spm"], r"no target\.spm, vitrans\.json;"),
        ("translator", ["model.safetensors"], r"config\.json"),
        (
            "restorer",
            ["head.npz"],
            r"no encoder/model\.bin, ngrams\.npz, lexicon\.json; .*vitrans train export",
        ),
        ("language", ["a"], r"no weights\.json; .*`vitrans train language`"),
    ],
)
def test_a_folder_that_is_no_such_model_replaces_nothing(
    name: str, kept: list[str], message: str, root: Path, restorer: Path, tmp_path: Path
) -> None:
    install(restorer, "restorer", root=root)
    before = contents(root)
    other = tmp_path / "other"
    other.mkdir()
    for file in kept:
        (other / file).write_bytes(b"123")
    with pytest.raises(ModelError, match=message):
        install(other, name, root=root)
    assert contents(root) == before


@pytest.mark.parametrize("file", ["vitrans.json", "lexicon.json"])
def test_a_damaged_model_replaces_nothing(
    file: str, root: Path, restorer: Path, tmp_path: Path, converted: Path
) -> None:
    install(restorer, "restorer", root=root)
    before = contents(root)
    name, source = ("restorer", restorer) if "lex" in file else ("translator", converted)
    other = tmp_path / "other"
    shutil.copytree(source, other)
    (other / file).write_text("{")
    with pytest.raises(ModelError, match=file):
        install(other, name, root=root)
    assert contents(root) == before


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("name", ["translator", "restorer"])
def test_a_registry_that_cannot_be_written_brings_the_former_model_back(
    name: str,
    failure: BaseException,
    root: Path,
    restorer: Path,
    converted: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = contents(root)
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if target.name == "registry.json":
            raise failure
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    (converted / "more").touch()
    try:
        with pytest.raises((OutputError, KeyboardInterrupt)):
            install(converted if name == "translator" else restorer, name, root=root)
    finally:
        (converted / "more").unlink()
    assert contents(root) == before
    assert names(root) == {"translator", "registry.json"}
    verify("translator", root)


def test_a_damaged_registry_stops_before_anything_moves(root: Path, converted: Path) -> None:
    (root / "registry.json").write_text("{")
    before = contents(root)
    with pytest.raises(ModelError, match=r"registry\.json"):
        install(converted, "translator", "8", root)
    assert contents(root) == before


def test_altered_missing_and_added_files_are_found(root: Path) -> None:
    path = root / "translator" / "model.bin"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    installed("translator", root)  # the size is right, which is all that loading looks at
    with pytest.raises(ModelError, match=r"'model\.bin' is not as it was recorded"):
        verify("translator", root)
    path.write_bytes(data[:-1])
    with pytest.raises(ModelError, match=r"'model\.bin'.*install vitrans again"):
        installed("translator", root)
    path.unlink()
    with pytest.raises(ModelError, match=r"'model\.bin'"):
        installed("translator", root)
    path.write_bytes(data)
    (root / "translator" / "more").touch()
    with pytest.raises(ModelError, match="'more'"):
        verify("translator", root)


def test_unknown_models_are_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model 'restorer'.*there is translator"):
        installed("restorer", root)
    with pytest.raises(ModelError, match=r"'parser'.*translator, restorer, language, words"):
        install(root / "translator", "parser", root=root)
    with pytest.raises(ModelError, match="no model directory"):
        install(tmp_path / "nowhere", "translator", root=root)


def test_a_damaged_registry_is_said_to_be(root: Path) -> None:
    (root / "registry.json").write_text('{"translator": {"version": "1"}}')
    with pytest.raises(ModelError, match=r"registry\.json.*damaged"):
        installed("translator", root)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path, model: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot write"):
        convert(model, tmp_path / "out")


def test_a_file_in_the_way_is_an_output_error(tmp_path: Path, model: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write the model"):
        convert(model, tmp_path / "file" / "out")


def test_the_bundled_models_are_as_recorded() -> None:
    for model in list_models():
        assert verify(model.name) == model


def test_a_directory_is_used_as_it_is_or_converted_once(
    tmp_path: Path, model: Path, converted: Path
) -> None:
    assert locate(converted).directory == converted
    assert locate(model, "transformers").directory == model
    first = locate(str(model), cache=tmp_path)
    assert names(first.directory) == FILES
    assert first.description.name == "tiny"
    stamp = (first.directory / "model.bin").stat().st_mtime_ns
    again = locate(model, cache=tmp_path)
    assert again == first
    assert (again.directory / "model.bin").stat().st_mtime_ns == stamp
    assert names(tmp_path / "converted") == {first.directory.name}


def test_the_reference_engine_does_not_take_the_other_form(converted: Path) -> None:
    with pytest.raises(ModelError, match=r"CTranslate2 form.*Hugging Face form"):
        locate(converted, "transformers")


@pytest.mark.parametrize("name", ["nowhere", "./a/b", "a/b/c", "../x", Path("a/b/c")])
def test_what_is_neither_directory_nor_model_is_refused(name: str | Path) -> None:
    with pytest.raises(ModelError, match=r"there is no model|no model can be called"):
        locate(name)


def test_an_empty_directory_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model"):
        locate(tmp_path)


CONVERT = """
import sys
from pathlib import Path
from vitrans.models import locate, resolve
made = []
convert = resolve.convert
def counted(*arguments, **more):
    made.append(1)
    return convert(*arguments, **more)
resolve.convert = counted
found = locate(Path(sys.argv[1]), cache=Path(sys.argv[2]))
print(len(made), found.directory)
"""


def test_two_processes_convert_a_model_once(tmp_path: Path, model: Path) -> None:
    command = [sys.executable, "-c", CONVERT, str(model), str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate()[0].split() for process in both]
    assert sorted(count for count, _ in answers) == ["0", "1"]
    assert answers[0][1] == answers[1][1]
    assert names(tmp_path / "converted") == {Path(answers[0][1]).name}


def test_what_a_killed_conversion_left_is_swept_away(tmp_path: Path, model: Path) -> None:
    first = locate(model, cache=tmp_path).directory
    shutil.rmtree(first)
    (tmp_path / "converted" / f".{first.name}-left" / "new").mkdir(parents=True)
    assert locate(model, cache=tmp_path).directory == first
    assert names(tmp_path / "converted") == {first.name}


@pytest.mark.parametrize(
    ("decoding", "message"),
    [
        ({"beam_width": 4}, r"does not know \('beam_width'\)"),
        ({"beam_size": 2.5}, "2.5 for beam_size, which is no whole number"),
        ({"beam_size": True}, "True for beam_size, which is no whole number"),
        ({"length_penalty": "1"}, "'1' for length_penalty, which is no number"),
        ({"suppress": ["a"]}, r"does not know \('suppress'\)"),
    ],
)
def test_a_wrong_decoding_setting_is_named(
    decoding: dict[str, object], message: str, tmp_path: Path, converted: Path
) -> None:
    from vitrans.translate import load_translator

    shutil.copytree(converted, tmp_path / "new")
    facts = json.loads((tmp_path / "new" / "vitrans.json").read_text())
    (tmp_path / "new" / "vitrans.json").write_text(json.dumps({**facts, "decoding": decoding}))
    with pytest.raises(ModelError, match=message):
        load_translator(tmp_path / "new")


def test_bundled_models_run_without_transformers() -> None:
    code = (
        "import sys; sys.modules['transformers'] = None; sys.modules['torch'] = None\n"
        "import vitrans; tools = vitrans.load()\n"
        "print(tools.restore('Nha san xuat'), bool(tools.translate('Xin chào', 'en').target))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Nhà sản xuất True\n"
