"""How far a run has come, on disk: to go on from, and to average."""

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from vitrans.errors import InputError
from vitrans.training.core.optimizer import Optimizer


@dataclass(slots=True)
class State:
    """How far a run has come; what a resumed run goes on from."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0


class Checkpoints:
    """A folder with the newest state to resume from and the newest few models to average."""

    def __init__(self, folder: Path, keep: int = 5) -> None:
        self._folder, self._keep = folder, keep

    @property
    def newest(self) -> Path:
        """The file that a run resumes from."""
        return self._folder / "newest.pt"

    def save(self, model: torch.nn.Module, optimizer: Optimizer, state: State) -> None:
        """Write model, optimiser and state; an interruption leaves the last one whole."""
        self._folder.mkdir(parents=True, exist_ok=True)
        weights = model.state_dict()
        whole = {"model": weights, "optimizer": optimizer.state_dict(), "state": asdict(state)}
        _save(whole, self.newest)
        _save(weights, self._folder / f"model-{state.step:08d}.pt")
        for old in self.models()[: -self._keep]:
            old.unlink()

    def load(self, model: torch.nn.Module, optimizer: Optimizer) -> State:
        """Put the newest checkpoint into model and optimiser; a fresh state if there is none."""
        if not self.newest.exists():
            return State()
        whole = torch.load(self.newest, map_location="cpu", weights_only=True)
        model.load_state_dict(whole["model"])
        optimizer.load_state_dict(whole["optimizer"])
        known = State.__dataclass_fields__
        return State(**{k: v for k, v in whole["state"].items() if k in known})

    def models(self) -> list[Path]:
        """Return the kept models, oldest first."""
        return sorted(self._folder.glob("model-*.pt"))

    def average(self, last: int) -> dict[str, Tensor]:
        """Return the mean of the weights of the `last` newest models.

        Raises:
            InputError: nothing has been saved yet.
        """
        paths = self.models()[-last:]
        if not paths:
            raise InputError(f"no checkpoint in {str(self._folder)!r}; train first")
        total: dict[str, Tensor] = {}
        for path in paths:
            weights = torch.load(path, map_location="cpu", weights_only=True)
            for name, value in weights.items():
                total[name] = total[name] + value if name in total else value.clone()
        return {
            name: value / len(paths) if value.is_floating_point() else value
            for name, value in total.items()
        }


def _save(value: object, path: Path) -> None:
    temporary = path.with_suffix(".partial")
    torch.save(value, temporary)
    temporary.replace(path)
