"""Which pieces of sentence pairs translate each other, by the states of the encoder."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize
from transformers import MarianMTModel

from vitrans.training.core.examples import TokenStore

_BATCH = 64


@dataclass(frozen=True, slots=True)
class AlignedWords:
    """A padded batch; in `rows[n]`, source piece `here[n]` goes with target piece `there[n]`."""

    source: Tensor
    target: Tensor
    rows: Tensor
    here: Tensor
    there: Tensor


@torch.no_grad()
def align(
    model: MarianMTModel, store: TokenStore, mirror: Mapping[int, int], layer: int, pairs: int
) -> list[AlignedWords]:
    """Return some sentence pairs with pieces aligned where each is the other's most similar.

    `mirror` turns the direction at the start of a source into the one for reading its target:
    an encoder that was pretrained on many languages gives translations like states (Jalili Sabet
    et al. 2020).
    """
    pad = model.config.pad_token_id
    made = []
    for chosen in _some(store, pairs):
        source, target = (torch.from_numpy(side) for side in store.padded(chosen, pad))
        first = torch.tensor([mirror[int(row[0])] for row in source])
        mirrored = torch.cat((first[:, None], target), dim=1)
        states = states_at(model, source, layer), states_at(model, mirrored, layer)[:, 1:]
        made.append((source, target, *states))
    mean = torch.cat([states[source != pad] for source, _, states, _ in made]).mean(0)
    return [_mutual(*batch, mean, pad) for batch in made]


def states_at(model: MarianMTModel, source: Tensor, layer: int) -> Tensor:
    """Return the encoder's states after `layer` layers, shape (batch, length, d)."""
    mask = (source != model.config.pad_token_id).long()
    output = model.model.encoder(source, attention_mask=mask, output_hidden_states=True)
    return output.hidden_states[layer]  # type: ignore[no-any-return]


def _some(store: TokenStore, pairs: int) -> list[np.ndarray]:
    """Return batches of examples of middling length, or of any where there are none."""
    length = store.index[:, 1:].max(axis=1)
    middling = np.flatnonzero((length > 8) & (length < 60))
    order = np.random.default_rng(0).permutation(middling if len(middling) else len(length))
    chosen = order[:pairs]
    chosen = chosen[np.argsort(length[chosen], kind="stable")]
    return [chosen[first : first + _BATCH] for first in range(0, len(chosen), _BATCH)]


def _mutual(
    source: Tensor, target: Tensor, one: Tensor, two: Tensor, mean: Tensor, pad: int
) -> AlignedWords:
    like = normalize(one - mean, dim=-1) @ normalize(two - mean, dim=-1).transpose(1, 2)
    real = source != pad
    real[:, 0] = False  # the direction
    like = like.masked_fill(~real[:, :, None] | (target == pad)[:, None], -9.0)
    best_source, best_target = like.argmax(1), like.argmax(2)
    rows, there = torch.nonzero(target != pad, as_tuple=True)
    here = best_source[rows, there]
    mutual = best_target[rows, here] == there
    return AlignedWords(source, target, rows[mutual], here[mutual], there[mutual])
