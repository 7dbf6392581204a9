"""Where training starts: word vectors shared by translations, attention along the diagonal.

From a random start a Transformer spends its first millions of tokens learning which words
occur, and only then to attend. Both starts below are cheap and shorten that.
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

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
