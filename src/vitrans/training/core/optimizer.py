"""AdamW and Muon over the parts of a model, each with its own learning rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from vitrans.errors import InputError
from vitrans.training.core.group import Group
from vitrans.training.core.muon import Muon


@dataclass(frozen=True, slots=True)
class Part:
    """Weights by name that learn alike.

    `rate` multiplies the run's learning rate. `muon` is for matrices of linear layers only.
    """

    weights: Mapping[str, Tensor]
    rate: float = 1.0
    muon: bool = False


def parts_of(model: nn.Module, name: str) -> list[Part]:
    """Return all weights of a model for AdamW, or with `muon` the matrices of linear layers for it.

    Raises:
        InputError: the name is of neither.
    """
    if name not in ("adamw", "muon"):
        raise InputError(f"no optimizer {name!r}; choose adamw or muon")
    matrices = linear_matrices(model) if name == "muon" else {}
    rest = {n: w for n, w in model.named_parameters() if n not in matrices}
    return [Part(rest), Part(matrices, muon=True)]


def linear_matrices(model: nn.Module) -> dict[str, Tensor]:
    """Return the weights of linear layers, without those that are word vectors too."""
    modules = dict(model.named_modules())
    vectors = {id(m.weight) for m in modules.values() if isinstance(m, nn.Embedding)}
    linear = {f"{n}.weight": m.weight for n, m in modules.items() if isinstance(m, nn.Linear)}
    return {name: weight for name, weight in linear.items() if id(weight) not in vectors}


class Optimizer:
    """AdamW over parts of a model, Muon over those that ask for it.

    In a `group` of processes Muon's work is shared out.
    """

    def __init__(self, parts: Sequence[Part], group: Group | None = None) -> None:
        parts = [part for part in parts if part.weights]
        self._names = {id(w): name for part in parts for name, w in part.weights.items()}
        self.weights = [w for part in parts for w in part.weights.values()]
        self._algorithms: list[torch.optim.Optimizer] = []
        if adam := [_group(part) for part in parts if not part.muon]:
            self._algorithms.append(
                torch.optim.AdamW(adam, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
            )
        if muon := [_group(part) for part in parts if part.muon]:
            shared = (group.rank, group.size, group.total) if group else ()
            self._algorithms.append(Muon(muon, *shared))

    def step(self, rate: float) -> None:
        """Change the weights by their gradients at a learning rate, and forget the gradients."""
        for algorithm in self._algorithms:
            for group in algorithm.param_groups:
                group["lr"] = rate * group["share"]
            algorithm.step()
            algorithm.zero_grad(set_to_none=True)

    def state_dict(self) -> dict[str, dict[str, Any]]:
        """Return what a resumed run needs, by algorithm and name of the weight."""
        return {
            type(algorithm).__name__: {
                self._names[id(weight)]: state for weight, state in algorithm.state.items()
            }
            for algorithm in self._algorithms
        }

    def load_state_dict(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what `state_dict` returned, for the weights that are still trained alike."""
        for algorithm in self._algorithms:
            saved = states.get(type(algorithm).__name__, {})
            for group in algorithm.param_groups:
                for weight in group["params"]:
                    if state := saved.get(self._names[id(weight)]):
                        algorithm.state[weight] = {k: v.clone() for k, v in state.items()}


def _group(part: Part) -> dict[str, Any]:
    return {"params": list(part.weights.values()), "share": part.rate}
