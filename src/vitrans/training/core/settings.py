"""What decides a run of any model: settings on disk, and the schedule of the learning rate."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from vitrans.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What decides a run of any model; written into the run's folder as settings.json.

    `hours` are hours of training without validation, over all starts of the run; with 0 it is
    only prepared. Every `save_minutes` a checkpoint is written, every `validate_minutes` the model
    is scored. `steps`, where it is not 0, ends a run too, and makes it the same on every machine.
    `optimizer` is `adamw` or `muon`. The learning rate falls over the last `cooldown` of the run,
    a share of it; with less than 1 it is constant before (Hägele et al. 2024).
    """

    optimizer: str = "adamw"
    learning_rate: float = 1e-3
    warmup: int = 1000
    cooldown: float = 1.0
    clip: float = 1.0
    dropout: float = 0.1
    batch_tokens: int = 2000
    hours: float = 10.0
    steps: int = 0
    save_minutes: float = 5.0
    validate_minutes: float = 20.0
    device: str = "auto"
    seed: int = 1

    @classmethod
    def read(cls, run: Path) -> Self:
        """Return the settings of a prepared run.

        Raises:
            InputError: the folder holds no run of this kind.
        """
        path = run / "settings.json"
        if not path.is_file():
            raise InputError(f"{str(run)!r} holds no prepared run; give --corpora to prepare one")
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except (TypeError, ValueError) as error:
            raise InputError(f"{str(path)!r} is of another kind of run: {error}") from error

    def write(self, run: Path) -> None:
        """Write the settings into a run's folder, made if need be."""
        run.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), indent=1) + "\n"
        (run / "settings.json").write_text(text, encoding="utf-8")

    def done(self, step: int, seconds: float) -> float:
        """Return the share of the run, 0 to 1, that is over."""
        by_steps = step / self.steps if self.steps else 0.0
        by_time = seconds / (self.hours * 3600) if self.hours else 1.0
        return min(1.0, max(by_steps, by_time))

    def rate(self, step: int, seconds: float, floor: float = 0.02) -> float:
        """Return the learning rate after `step` steps and `seconds` of training.

        Linear warm-up by steps, then a cosine over the cool-down's part of the planned hours, down
        to `floor` times the peak: time ends a run, so the same settings use whatever a machine
        gives.
        """
        left = 1 - self.done(step, seconds)
        fallen = 1 - min(1.0, left / self.cooldown) if self.cooldown else 0.0
        cosine = floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * fallen))
        return self.learning_rate * min(1.0, (step + 1) / self.warmup) * cosine
