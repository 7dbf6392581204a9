"""A run's model in the Hugging Face layout."""

from dataclasses import replace
from pathlib import Path

from vitrans.models.description import describe
from vitrans.training.translator import vocabulary
from vitrans.training.translator.marian import save
from vitrans.training.translator.outcome import trained
from vitrans.training.translator.settings import TranslatorSettings

DECODING = {"beam_size": 8, "reverse_weight": 0.3}
"""How exported models are searched, chosen on FLORES-200 dev; see `engines.Decoding`."""


def export(run: Path, folder: Path, average: int = 5, shard: str = "2GB") -> None:
    """Write the averaged weights of a run in the Hugging Face layout.

    Args:
        run: a trained run.
        folder: gets config.json, generation_config.json, the tokenizer's files, vitrans.json with
            `DECODING`, and model.safetensors in half precision, in pieces of at most `shard` where
            it is larger.
        average: how many of the newest checkpoints are averaged.
        shard: a size as transformers writes it, such as `15MB`.
    """
    settings = TranslatorSettings.read(run)
    model = trained(run, average)
    vocabulary.write_tokenizer(run / "spm.model", folder, settings.longest)
    save(model.half(), folder, shard)
    replace(describe(folder, "vitrans"), decoding=DECODING).write(folder)
