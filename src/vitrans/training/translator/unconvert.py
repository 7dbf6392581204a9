"""A Marian model in the CTranslate2 form as a MarianMTModel's configuration and weights.

A pulled or bundled model is kept in that form alone; int8 weights are taken times their scales,
which is a start for training as good as the originals. The file is CTranslate2's version 6: names,
shapes and bytes of arrays, then aliases.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import MarianConfig

from vitrans.errors import ModelError
from vitrans.models.description import read_json

_VERSION = 6
_TYPES = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2", 5: "<u2"}
_BFLOAT16 = 5
_ACTIVATIONS = {0: "relu", 1: "gelu_new", 2: "swish", 3: "gelu"}

Arrays = dict[str, NDArray[Any]]


@dataclass(slots=True)
class _Reader:
    """Reads one value after another."""

    data: bytes
    at: int = 0
    arrays: Arrays = field(default_factory=dict)

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return int(value)

    def text(self) -> str:
        size = self.number("H")
        self.at += size
        return self.data[self.at - size : self.at - 1].decode()

    def array(self) -> None:
        name = self.text()
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind, size = self.number("B"), self.number("I")
        raw = np.frombuffer(self.data[self.at : self.at + size], _TYPES[kind])
        if kind == _BFLOAT16:
            raw = (raw.astype(np.uint32) << 16).view(np.float32)
        self.arrays[name] = raw.reshape(shape)
        self.at += size


def read_arrays(path: Path) -> Arrays:
    """Return the arrays of a CTranslate2 file, those in int8 as they are.

    Raises:
        ModelError: it is of another version, or damaged.
    """
    try:
        reader = _Reader(path.read_bytes())
        if (version := reader.number("I")) != _VERSION:
            raise ModelError(
                f"{str(path)!r} is of CTranslate2's format {version}, not {_VERSION}; convert the "
                "model again"
            )
        reader.text()
        reader.number("I")
        for _ in range(reader.number("I")):
            reader.array()
        for _ in range(reader.number("I")):
            alias, name = reader.text(), reader.text()
            for part in ("", "_scale"):  # of int8 weights the scale has no alias of its own
                if name + part in reader.arrays:
                    reader.arrays[alias + part] = reader.arrays[name + part]
    except (OSError, struct.error, ValueError, KeyError) as error:
        raise ModelError(f"{str(path)!r} cannot be read ({error}); pull the model again") from error
    return reader.arrays


def unconvert(folder: Path) -> tuple[MarianConfig, dict[str, Tensor]]:
    """Return the configuration and the weights of a CTranslate2 Marian model.

    Raises:
        ModelError: it is no such model, or damaged.
    """
    arrays = read_arrays(folder / "model.bin")
    try:
        made = _Marian(arrays, read_json(folder / "shared_vocabulary.json"))
        return made.config(), {name: torch.tensor(a) for name, a in made.weights().items()}
    except (KeyError, ValueError, IndexError) as error:
        raise ModelError(
            f"{str(folder)!r} is no Marian model with one vocabulary ({error}); give another one"
        ) from error


class _Marian:
    """The arrays of a converted model under MarianMTModel's names."""

    def __init__(self, arrays: Arrays, pieces: list[str]) -> None:
        self._arrays, self._pieces = arrays, pieces
        self._depth = {side: self._count(side) for side in ("encoder", "decoder")}
        self._vectors = {side: self._embeddings(side) for side in self._depth}
        encoder, decoder = self._vectors.values()
        self._shared = bool(np.array_equal(encoder, decoder))

    def config(self) -> MarianConfig:
        rows, size = self._vectors["decoder"].shape
        heads = {side: int(self._arrays[f"{side}/num_heads"]) for side in self._depth}
        ffn = {s: len(self._arrays[f"{s}/layer_0/ffn/linear_0/bias"]) for s in self._depth}
        scale = float(self._arrays["encoder/scale_embeddings"])
        return MarianConfig(
            vocab_size=rows,
            decoder_vocab_size=rows,
            share_encoder_decoder_embeddings=self._shared,
            tie_word_embeddings=True,
            d_model=size,
            encoder_layers=self._depth["encoder"],
            decoder_layers=self._depth["decoder"],
            encoder_attention_heads=heads["encoder"],
            decoder_attention_heads=heads["decoder"],
            encoder_ffn_dim=ffn["encoder"],
            decoder_ffn_dim=ffn["decoder"],
            activation_function=_ACTIVATIONS[int(self._arrays["encoder/activation"])],
            scale_embedding=scale != 1.0,
            max_position_embeddings=len(self._arrays["encoder/position_encodings/encodings"]),
            pad_token_id=rows - 1,
            eos_token_id=self._pieces.index("</s>"),
            forced_eos_token_id=None,
            decoder_start_token_id=rows - 1,
        )

    def weights(self) -> Arrays:
        bias = self._arrays.get("decoder/projection/bias", np.zeros(len(self._pieces)))
        made: Arrays = {"final_logits_bias": np.append(bias, 0)[None].astype(np.float32)}
        if self._shared:
            made["model.shared.weight"] = self._vectors["encoder"]
        for side, depth in self._depth.items():
            made[f"model.{side}.embed_tokens.weight"] = self._vectors[side]
            made[f"model.{side}.embed_positions.weight"] = self._of(
                f"{side}/position_encodings/encodings"
            )
            for number in range(depth):
                made |= self._layer(f"{side}/layer_{number}", f"model.{side}.layers.{number}")
        return made | {"lm_head.weight": self._vectors["decoder"]}

    def _count(self, side: str) -> int:
        number = 0
        while f"{side}/layer_{number}/ffn/linear_0/weight" in self._arrays:
            number += 1
        return number

    def _embeddings(self, side: str) -> NDArray[np.float32]:
        """Return the vectors of a side with one of zeros for `<pad>`, which CTranslate2 drops."""
        name = "encoder/embeddings_0" if side == "encoder" else "decoder/embeddings"
        vectors = self._of(f"{name}/weight")
        return np.concatenate([vectors, np.zeros_like(vectors[:1])])

    def _layer(self, theirs: str, ours: str) -> Arrays:
        made = self._linear(f"{theirs}/self_attention/linear_0", ours, "self_attn", "qkv")
        made |= self._linear(f"{theirs}/self_attention/linear_1", ours, "self_attn", "o")
        made |= self._norm(f"{theirs}/self_attention", f"{ours}.self_attn_layer_norm")
        if f"{theirs}/attention/linear_0/weight" in self._arrays:
            for number, parts in enumerate(("q", "kv", "o")):
                made |= self._linear(
                    f"{theirs}/attention/linear_{number}", ours, "encoder_attn", parts
                )
            made |= self._norm(f"{theirs}/attention", f"{ours}.encoder_attn_layer_norm")
        for number in (0, 1):
            for what in ("weight", "bias"):
                made[f"{ours}.fc{number + 1}.{what}"] = self._of(
                    f"{theirs}/ffn/linear_{number}/{what}"
                )
        return made | self._norm(f"{theirs}/ffn", f"{ours}.final_layer_norm")

    def _linear(self, theirs: str, ours: str, attention: str, parts: str) -> Arrays:
        """Return the projections that stand one below the other in one matrix."""
        made = {}
        for what in ("weight", "bias"):
            split = np.split(self._of(f"{theirs}/{what}"), len(parts))
            for letter, array in zip(parts, split, strict=True):
                name = "out" if letter == "o" else letter
                made[f"{ours}.{attention}.{name}_proj.{what}"] = array
        return made

    def _norm(self, theirs: str, ours: str) -> Arrays:
        return {
            f"{ours}.weight": self._of(f"{theirs}/layer_norm/gamma"),
            f"{ours}.bias": self._of(f"{theirs}/layer_norm/beta"),
        }

    def _of(self, name: str) -> NDArray[np.float32]:
        array = self._arrays[name].astype(np.float32)
        scale = self._arrays.get(f"{name}_scale")
        return array if scale is None else array / scale.astype(np.float32).reshape(-1, 1)
