"""What decides a translator's run."""

from dataclasses import dataclass, field

from vitrans.training.core.corpora import WEIGHTS
from vitrans.training.core.settings import RunSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatorSettings(RunSettings):
    """Everything that decides a translator's run.

    What the run starts from: `encoder` is a BERT-like checkpoint, by folder or hub name, of which
    the first `encoder_layers` become the encoder and the first `decoder_layers` the rest of the
    decoder. (The top layers of an encoder that was trained for sentence vectors forget words; the
    first eight of twelve were as good and a third cheaper.) `vocabulary` counts the pieces that
    are kept of its own. `fit_pairs` sentence pairs fit the cross-attention, their words aligned by
    the states of layer `align_layer` (Jalili Sabet et al. 2020). Instead, `initial` names the
    folder of a trained run, whose vocabulary and weights are started from; layers that it lacks
    are added on top.

    How it learns: `learning_rate` is for the decoder's matrices (Muon), `vector_rate` for its word
    vectors, `rest_rate` for its norms and biases, `encoder_rate` for the encoder's layers above
    the `frozen_layers` lowest (AdamW). The encoder's vectors stay as they are. With `adapters`,
    their rank, nothing of this learns but what is added to all layers' matrices, at
    `learning_rate` (LoRA, Hu et al. 2022). The softmax of a
    batch is taken over its own labels, the `frequent` most frequent pieces and `drawn` others that
    stand for the rest (importance sampling, Bengio and Senécal 2008); 0 takes all.

    What it sees: `weights` say how often an epoch sees each parallel source, `longest` is in
    pieces. `back_translated` names sources one side of which a machine wrote, with the language
    (`en` or `vi`) that a person wrote and that alone is learned to write (Sennrich et al. 2016;
    their sources are tagged, Caswell et al. 2019). `validate_pairs` of the validation file are
    translated each time.
    """

    encoder: str = ""
    initial: str = ""
    vocabulary: int = 12_000
    encoder_layers: int = 8
    decoder_layers: int = 2
    align_layer: int = 8
    fit_pairs: int = 3000
    optimizer: str = "muon"
    learning_rate: float = 2e-3
    vector_rate: float = 1e-3
    rest_rate: float = 1.5e-3
    encoder_rate: float = 2e-4
    frozen_layers: int = 5
    adapters: int = 0
    frequent: int = 2500
    drawn: int = 1500
    warmup: int = 60
    cooldown: float = 0.1
    dropout: float = 0.0
    batch_tokens: int = 3000
    label_smoothing: float = 0.1
    longest: int = 128
    validate_pairs: int = 150
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    back_translated: dict[str, str] = field(default_factory=dict)
