"""The models of a run: the one that it starts from, and the one that it has made of it."""

from pathlib import Path

import torch
from transformers import MarianConfig, MarianMTModel

from vitrans.training.core.checkpoints import Checkpoints
from vitrans.training.translator.adapters import Adapted
from vitrans.training.translator.marian import build
from vitrans.training.translator.settings import TranslatorSettings

START = "start.pt"


def write_start(model: MarianMTModel, run: Path) -> None:
    """Write the model that a run starts from into its folder."""
    model.config.save_pretrained(run)
    torch.save(model.state_dict(), run / START)


def started(run: Path, settings: TranslatorSettings) -> MarianMTModel:
    """Return the model that a run starts from."""
    model = build(MarianConfig.from_pretrained(run), settings)
    model.load_state_dict(torch.load(run / START, weights_only=True))
    return model


def trained(run: Path, average: int) -> MarianMTModel:
    """Return what a run has made: the mean of its newest checkpoints; adapters are merged."""
    settings, checkpoints = TranslatorSettings.read(run), Checkpoints(run / "checkpoints")
    if settings.adapters:
        adapted = Adapted(started(run, settings), settings.adapters)
        # The newest alone: the mean of factors is not the mean of their products.
        adapted.load_state_dict(checkpoints.average(1))
        return adapted.merged()
    model = build(MarianConfig.from_pretrained(run), settings)
    model.load_state_dict(checkpoints.average(average))
    return model
