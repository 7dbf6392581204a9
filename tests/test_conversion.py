"""Conversion without torch gives what CTranslate2's own converter gives with it."""

import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import tiny_marian
from vitrans.errors import ModelError
from vitrans.models import convert
from vitrans.models.weights import read_weights

WITHOUT_TORCH = """
import sys
for name in ("torch", "transformers", "safetensors"):
    sys.modules[name] = None
from pathlib import Path
from vitrans.models import convert
convert(Path(sys.argv[1]), Path(sys.argv[2]), "float32")
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian.build(tmp_path_factory.mktemp("model") / "tiny", start=0.3)


def pickled(model: Path, folder: Path, **save: Any) -> Path:
    """Return a copy of a model with its weights in a pickle of torch's."""
    import torch
    from safetensors.torch import load_file

    shutil.copytree(model, folder)
    (folder / "model.safetensors").unlink()
    torch.save(load_file(model / "model.safetensors"), folder / "pytorch_model.bin", **save)
    return folder


def test_it_is_the_model_that_ctranslate2_s_own_converter_makes(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctranslate2
    from ctranslate2.converters import TransformersConverter

    plain = tiny_marian.build(tmp_path / "plain")
    with pytest.warns(UserWarning, match="sacremoses"):
        TransformersConverter(str(plain)).convert(str(tmp_path / "theirs"), quantization="float32")
    convert(plain, tmp_path / "ours", "float32")
    source = [[">>vie<<", "▁The", "▁m", "</s>"], [">>eng<<", "▁nh", "</s>"]]
    found = []
    for name in ("theirs", "ours"):
        translator = ctranslate2.Translator(str(tmp_path / name))
        results = translator.translate_batch(source, beam_size=4, return_scores=True)
        found.append([(r.hypotheses[0], pytest.approx(r.scores[0], abs=1e-4)) for r in results])
    assert found[1] == [(pieces, score.expected) for pieces, score in found[0]]
    sizes = [(tmp_path / name / "model.bin").stat().st_size for name in ("theirs", "ours")]
    assert sizes[0] == sizes[1]
    for file in ("config.json", "shared_vocabulary.json"):
        assert (tmp_path / "ours" / file).read_text() == (tmp_path / "theirs" / file).read_text()


def test_a_plain_install_converts(tmp_path: Path, model: Path) -> None:
    convert(model, tmp_path / "with", "float32")
    command = [sys.executable, "-c", WITHOUT_TORCH, str(model), str(tmp_path / "without")]
    subprocess.run(command, check=True)
    with_, without = ((tmp_path / n / "model.bin").read_bytes() for n in ("with", "without"))
    assert with_ == without


def test_a_pickle_gives_the_same_weights(tmp_path: Path, model: Path) -> None:
    expected = read_weights(model)
    found = read_weights(pickled(model, tmp_path / "pickled"))
    assert found.keys() == expected.keys()
    assert all((found[name] == expected[name]).all() for name in expected)


@pytest.mark.torch
@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float64"])
def test_every_precision_is_read(kind: str, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    tensor = torch.tensor([[0.5, -1.25], [3.0, 1e-3]], dtype=getattr(torch, kind))
    for part, save in (("a", save_file), ("b", torch.save)):
        (tmp_path / part).mkdir()
        name = "model.safetensors" if part == "a" else "pytorch_model.bin"
        save({"x": tensor, "y": tensor.t().contiguous()}, tmp_path / part / name)
        read = read_weights(tmp_path / part)
        assert read["x"].dtype == "float32"
        assert read["x"].tolist() == tensor.float().tolist()
        assert read["y"].tolist() == tensor.t().float().tolist()


@pytest.mark.torch
def test_a_tensor_that_is_a_view_is_read_as_it_looks(tmp_path: Path) -> None:
    import torch

    base = torch.arange(12.0).reshape(3, 4)
    torch.save({"t": base.t(), "s": base[1:, 2:]}, tmp_path / "pytorch_model.bin")
    read = read_weights(tmp_path)
    assert read["t"].tolist() == base.t().tolist()
    assert read["s"].tolist() == base[1:, 2:].tolist()


class Harm:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        import os

        return (os.mkdir, (str(self.path),))


def test_code_in_a_pickle_is_never_run(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pytorch_model.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"x": Harm(tmp_path / "harm")}))
    with pytest.raises(ModelError, match=r"names posix\.mkdir, which is no weight"):
        read_weights(tmp_path)
    assert not (tmp_path / "harm").exists()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"\x80\x04garbage" * 50)


@pytest.mark.parametrize("file", ["model.safetensors", "pytorch_model.bin"])
@pytest.mark.parametrize("harm", [cut, empty, garbage])
def test_damaged_weights_are_refused(file: str, harm: Any, tmp_path: Path, model: Path) -> None:
    copy = tmp_path / "copy"
    if file == "pytorch_model.bin":
        pickled(model, copy)
    else:
        shutil.copytree(model, copy)
    harm(copy / file)
    with pytest.raises(ModelError, match=r"cannot be converted \(.*download or export"):
        convert(copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_weight_is_named(tmp_path: Path, model: Path) -> None:
    import torch
    from safetensors.torch import load_file

    copy = pickled(model, tmp_path / "copy")
    weights = load_file(model / "model.safetensors")
    del weights["model.encoder.layers.1.fc1.bias"]
    torch.save(weights, copy / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"encoder\.layers\.1\.fc1\.bias"):
        convert(copy, tmp_path / "out")
