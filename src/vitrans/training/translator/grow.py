"""A deeper model that starts from a trained one of fewer layers."""

import re

import torch
from torch import nn

from vitrans.errors import InputError

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
