"""Checkpoints as they lie on the hub: which files, which names of weights, which ids of pieces."""

import json
import pickle
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

import tiny_families
import tiny_marian
from test_conversion import Harm
from vitrans.engines import load_engine
from vitrans.errors import ModelError
from vitrans.models import convert, describe
from vitrans.models.families import Driving
from vitrans.models.hub import Remote, _needed
from vitrans.models.weights import read_weights

pytest.importorskip("torch", reason="needs torch")
pytestmark = pytest.mark.torch

VECTORS = "model.shared.weight"


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model into Vietnamese as Helsinki-NLP's are, by its name too."""
    return tiny_marian.build(
        tmp_path_factory.mktemp("opus") / "opus-mt-en-vi", placeholders=(), prefixes=(">>vie<<",)
    )


@pytest.fixture(scope="module")
def made(opus: Path) -> bytes:
    """Return what its conversion gives."""
    convert(opus, opus.parent / "made")
    return (opus.parent / "made" / "model.bin").read_bytes()


def weights_of(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return dict(load_file(folder / "model.safetensors"))


def copied(opus: Path, place: Path) -> Path:
    """Return a copy of a model without its weights."""
    return Path(shutil.copytree(opus, place / opus.name, ignore=shutil.ignore_patterns("*.saf*")))


def converted(folder: Path, place: Path) -> bytes:
    convert(folder, place / "made")
    return (place / "made" / "model.bin").read_bytes()


def tied(weights: dict[str, Any]) -> dict[str, Any]:
    """Return weights with the vectors under all four names, one tensor for all."""
    names = ("model.encoder.embed_tokens", "model.decoder.embed_tokens", "lm_head")
    return {**weights, **{f"{name}.weight": weights[VECTORS] for name in names}}


@pytest.mark.parametrize("zipped", [True, False], ids=["since-1.6", "before-1.6"])
def test_pickles_of_opus_mt_with_shared_tensors(
    zipped: bool, opus: Path, made: bytes, tmp_path: Path
) -> None:
    import torch

    folder = copied(opus, tmp_path)
    weights = tied(weights_of(opus))
    file = folder / "pytorch_model.bin"
    torch.save(weights, file, _use_new_zipfile_serialization=zipped)
    assert converted(folder, tmp_path) == made
    assert read_weights(folder).keys() == weights.keys()
    half = {name: tensor.half() for name, tensor in weights.items()}
    torch.save(half, file, _use_new_zipfile_serialization=zipped)
    assert str(read_weights(folder)[VECTORS].dtype) == "float32"
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="download or export the model again"):
        read_weights(folder)


def test_an_old_pickle_runs_no_code(tmp_path: Path) -> None:
    import pickle

    harm = b"cposix\nmkdir\n(V" + str(tmp_path / "harm").encode() + b"\ntR."
    first: tuple[object, ...] = (0x1950A86A20F9469CFC6C, 1001, {})
    start = b"".join(pickle.dumps(one, 2) for one in first)
    (tmp_path / "pytorch_model.bin").write_bytes(start + harm)
    with pytest.raises(ModelError, match=r"names posix\.mkdir, which is no weight"):
        read_weights(tmp_path)
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("kept", ["lm_head", "model.decoder.embed_tokens"])
def test_shared_vectors_may_be_kept_under_another_name(
    kept: str, opus: Path, made: bytes, tmp_path: Path
) -> None:
    from safetensors.torch import save_file

    folder = copied(opus, tmp_path)
    weights = weights_of(opus)
    weights[f"{kept}.weight"] = weights.pop(VECTORS)
    save_file(weights, folder / "model.safetensors")
    assert converted(folder, tmp_path) == made
    config = json.loads((folder / "config.json").read_text())
    config["share_encoder_decoder_embeddings"] = False
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=r"model\.shared\.weight"):
        convert(folder, tmp_path / "other")


def test_weights_in_several_files(opus: Path, made: bytes, tmp_path: Path) -> None:
    from transformers import MarianMTModel

    folder = copied(opus, tmp_path)
    MarianMTModel.from_pretrained(opus).save_pretrained(folder, max_shard_size="20KB")
    assert len(list(folder.glob("model-*.safetensors"))) > 2
    assert not (folder / "model.safetensors").exists()
    assert converted(folder, tmp_path) == made


def test_pickles_in_several_files(opus: Path, made: bytes, tmp_path: Path) -> None:
    folder = tiny_marian.in_parts(opus, tmp_path / opus.name)
    assert len(list(folder.glob("pytorch_model-*.bin"))) == 3
    assert converted(folder, tmp_path) == made
    harm = Harm(tmp_path / "harm")
    pickled = pickle.dumps({"x": harm})
    with zipfile.ZipFile(folder / "pytorch_model-00002-of-00003.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
    with pytest.raises(
        ModelError, match=r"-00002-of-00003\.bin' .*names posix\.mkdir, which is no"
    ):
        convert(folder, tmp_path / "harmed")
    assert not harm.path.exists()
    (folder / "pytorch_model-00002-of-00003.bin").unlink()
    with pytest.raises(ModelError, match=r"has no pytorch_model-00002-of-00003\.bin; download"):
        convert(folder, tmp_path / "lacking")


@pytest.mark.parametrize(
    ("index", "message"),
    [
        ('{"weight_map": {"x": "../other.bin"}}', r"has no \.\./other\.bin"),
        ('{"weight_map": {"x": 3}}', "has no 3"),
        ('{"weight_map": {"x": []}}', "index.json' cannot be converted"),
        ('{"weight_map": ["x"]}', "index.json' cannot be converted"),
        ("{}", "index.json' cannot be converted"),
        ("[" * 100_000, "index.json' is missing or damaged"),
        ("", "index.json' is missing or damaged"),
    ],
)
def test_a_damaged_index_is_refused(index: str, message: str, opus: Path, tmp_path: Path) -> None:
    folder = tiny_marian.in_parts(opus, tmp_path / opus.name)
    shutil.copyfile(folder / "pytorch_model-00001-of-00003.bin", tmp_path / "other.bin")
    (folder / "pytorch_model.bin.index.json").write_text(index)
    with pytest.raises(ModelError, match=message):
        convert(folder, tmp_path / "made")


def remotes(*names: str) -> list[Remote]:
    return [Remote(name, 1, "", "") for name in names]


def test_one_form_of_the_weights_is_fetched_and_no_more_than_is_read() -> None:
    marian = ("config.json", "source.spm", "target.spm", "vocab.json", "tokenizer_config.json")
    others = ("README.md", "tf_model.h5", "rust_model.ot", "benchmark_results.txt", "a/b.json")
    parts = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    pickles = ["pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"]
    indexes = ("model.safetensors.index.json", "pytorch_model.bin.index.json")
    for weights, left in (
        (["pytorch_model.bin"], ["model.fp16.safetensors"]),
        (["model.safetensors"], ["pytorch_model.bin", *parts]),
        ([indexes[0], *parts], ["pytorch_model.bin", *pickles]),
        ([indexes[1], *pickles], []),
        (["pytorch_model.bin"], parts),  # which no index names
    ):
        given = remotes(*marian, *others, *weights, *left)
        names = [one.name for one in _needed("a/b", given)]
        assert sorted(names) == sorted([*marian, *weights])
    hplt = remotes("README.md", "model.npz.best-chrf.npz", "model.en-vi.spm", "decoder.yml")
    names = [one.name for one in _needed("a/b", hplt)]
    assert names == ["model.en-vi.spm", "model.npz.best-chrf.npz"]
    with pytest.raises(ModelError, match="has no weights that vitrans reads"):
        list(_needed("a/b", remotes("config.json", "model.gguf", *parts)))


def test_nllb_has_its_languages_behind_the_pieces(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    pieces = tiny_families.m2m100(tmp_path / "nllb", "nllb")
    folder = tmp_path / "nllb"
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    torch.save(tied_m2m100(weights), folder / "pytorch_model.bin")
    assert not (folder / "tokenizer.json").exists() and not (folder / "vocab.json").exists()
    convert(folder, tmp_path / "made")
    known = json.loads((tmp_path / "made" / "shared_vocabulary.json").read_text("utf-8"))
    assert known[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert known[: len(pieces)] == pieces
    assert known.index("eng_Latn") == len(pieces) - 2
    assert describe(tmp_path / "made").starts == {"en": "eng_Latn", "vi": "vie_Latn"}


def tied_m2m100(weights: dict[str, Any]) -> dict[str, Any]:
    names = ("model.encoder.embed_tokens", "model.decoder.embed_tokens", "lm_head")
    return {**weights, **{f"{name}.weight": weights[VECTORS] for name in names}}


def test_a_t5_may_have_a_softmax_of_its_own(tmp_path: Path) -> None:
    """T5 1.1, of which envit5 is one, has gated layers, and does not share vectors with words."""
    import torch
    import transformers
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "t5"
    pieces = tiny_families.t5(folder, feed_forward_proj="gated-gelu", tie_word_embeddings=False)
    weights = load_file(folder / "model.safetensors")
    torch.manual_seed(5)
    head = torch.randn_like(weights["shared.weight"])
    save_file({**weights, "lm_head.weight": head}, folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text())
    config.pop("scale_decoder_outputs", None)  # which no file of the hub has
    config["tie_word_embeddings"] = False
    (folder / "config.json").write_text(json.dumps(config))
    driving = Driving({"vi": "en: "}, spelled=True)
    convert(folder, tmp_path / "made", "float32", driving=driving)
    theirs = transformers.T5ForConditionalGeneration.from_pretrained(folder).eval()
    theirs.lm_head.weight = torch.nn.Parameter(head)
    engine = load_engine("ctranslate2", tmp_path / "made")
    source = [*pieces[10:20], "</s>"]
    ids = torch.tensor([[pieces.index(piece) for piece in source]])
    for target in ([*pieces[30:36]], [*pieces[50:52]]):
        labels = torch.tensor([[*(pieces.index(piece) for piece in target), 1]])
        with torch.no_grad():
            wanted = -float(theirs(input_ids=ids, labels=labels).loss)
        assert engine.score([source], [target]) == pytest.approx([wanted], abs=1e-4)
