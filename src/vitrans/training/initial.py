"""Where training starts: from word vectors shared by translations, or from a smaller model.

From a random start a Transformer spends its first millions of tokens learning which words
occur, and only then to attend. The starts below are cheap and shorten that.
"""

import re
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from vitrans.errors import InputError
from vitrans.training.examples import TokenStore

SAMPLE = 150_000
"""Sentence pairs that are counted."""


def bilingual_vectors(store: TokenStore, size: int, dimensions: int) -> NDArray[np.float32]:
    """Return a vector of length one for each piece, shape (size, dimensions).

    Pieces that occur in the same sentence pairs, translations above all, get similar vectors:
    the singular vectors of the positive pointwise mutual information of occurring in one pair
    (Levy and Goldberg 2014). Pieces never seen get random vectors.
    """
    from scipy.sparse import csr_matrix

    rng = np.random.default_rng(0)
    longest = store.index[:, 1:].max(axis=1)
    chosen = rng.permutation(np.flatnonzero(longest <= np.quantile(longest, 0.7)))[:SAMPLE]
    rows, columns = [], []
    for row, (start, source, target) in enumerate(store.index[chosen]):
        pieces = np.unique(store.tokens[start : start + source + target])
        rows.append(np.full(len(pieces), row))
        columns.append(pieces)
    where = (np.concatenate(rows), np.concatenate(columns))
    occurs = csr_matrix((np.ones(len(where[0]), np.float32), where), (len(chosen), size))
    together = np.asarray((occurs.T @ occurs).todense(), dtype=np.float32)
    single = np.maximum(np.diag(together), 1.0)
    with np.errstate(divide="ignore"):
        information = np.log(together * len(chosen) / np.outer(single, single))
    information = torch.from_numpy(np.maximum(information, 0.0))
    left, values, _ = torch.svd_lowrank(information, q=dimensions, niter=3)
    vectors = (left * values.sqrt()).numpy()
    noise = rng.standard_normal(vectors.shape) / dimensions**0.5
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.where(lengths > 1e-3, vectors / np.maximum(lengths, 1e-3), 0.0) + 0.3 * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors, dtype=np.float32)


@torch.no_grad()
def attend_alike(model: nn.Module) -> None:
    """Make cross-attention start at like words and places, and hand on what it finds.

    Query and key matrices start near the identity, value and output matrices too: the mimetic
    start of Trockman and Kolter (2023), for the attention of a decoder over its source.
    """
    for layer in model.get_submodule("model.decoder.layers").children():
        attention: Any = layer.get_submodule("encoder_attn")
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            weight = getattr(attention, name).weight
            weight.mul_(0.3).add_(0.7 * torch.eye(len(weight), device=weight.device))


_LAYER = re.compile(r"(.*\blayers?\.)(\d+)\.(.*)")
_LAST = ("out_proj", "fc2", "attention.output.dense", "output.dense")


@torch.no_grad()
def grow(model: nn.Module, weights: dict[str, torch.Tensor]) -> None:
    """Start a deeper model as a trained one of fewer layers, whose weights are given.

    The layers that the trained model lacks come on top. What they add is zero, and their norms
    keep the mean and the size of what passes, so that the deeper model starts as good as the
    other one was (function-preserving growth, Chen et al. 2016).

    Raises:
        InputError: a weight of the trained model has another shape or no place.
    """
    own = model.state_dict()
    for name, value in weights.items():
        if name not in own or own[name].shape != value.shape:
            raise InputError(
                f"{name!r} of the initial run does not fit; it must have the same sizes and at "
                "most as many layers"
            )
    new = {name: value.clone() for name, value in own.items()} | weights
    for name in own.keys() - weights.keys():
        new[name] = _passing(name, own[name], weights)
    model.load_state_dict(new)


def _passing(name: str, value: torch.Tensor, weights: dict[str, torch.Tensor]) -> torch.Tensor:
    """Return a weight of a new layer: unchanged, or what makes the layer hand on its input."""
    match = _LAYER.fullmatch(name)
    if match is None:
        return value
    stack, _, rest = match.groups()
    if any(rest.startswith(last) or f".{last}" in rest for last in _LAST):
        return torch.zeros_like(value)
    if not rest.startswith("final_layer_norm"):
        return value
    old = max(int(m[2]) for n in weights if (m := _LAYER.fullmatch(n)) and m[1] == stack)
    gain = weights[f"{stack}{old}.final_layer_norm.weight"]
    bias = weights[f"{stack}{old}.final_layer_norm.bias"]
    mean = bias.mean()
    size = ((gain**2 + (bias - mean) ** 2).mean()) ** 0.5
    return torch.full_like(value, float(size if rest.endswith("weight") else mean))
