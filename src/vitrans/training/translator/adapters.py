"""What learns of a model that is too large to learn whole: low-rank adapters (Hu et al. 2022)."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from transformers import MarianMTModel

from vitrans.errors import DependencyError

_LAYERS = ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"]
_NAME = "fitted"


class Adapted(torch.nn.Module):
    """A Marian model with adapters in all its layers; its state is that of the adapters alone.

    They are put into the model that is given, whose own weights learn no more. At first they change
    nothing.

    Raises:
        DependencyError: peft is not installed.
    """

    def __init__(self, model: MarianMTModel, rank: int) -> None:
        super().__init__()
        try:
            import peft
        except ImportError as error:
            raise DependencyError(
                "large models are fitted by adapters, which need peft: pip install 'vitrans[train]'"
            ) from error
        config = peft.LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=_LAYERS)
        self._adapted: Any = peft.LoraModel(model, config, _NAME)

    def learning(self) -> dict[str, Tensor]:
        """Return the weights of the adapters, by name."""
        return {n: w for n, w in self._adapted.named_parameters() if w.requires_grad}

    def merged(self) -> MarianMTModel:
        """Return the model with the adapters added to its own weights; there are none after it."""
        return self._adapted.merge_and_unload()

    def state_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """Return the weights of the adapters."""
        return {name: weight.detach() for name, weight in self.learning().items()}

    def load_state_dict(self, state_dict: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        """Take what `state_dict` returned.

        Raises:
            KeyError: it is of another model.
        """
        with torch.no_grad():
            for name, weight in self.learning().items():
                weight.copy_(state_dict[name])
