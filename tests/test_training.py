"""Training on a tiny corpus: it learns, stops, goes on, exports, and what it made is used."""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs torch")

import numpy as np
import torch
from transformers import MarianConfig
from typer.testing import CliRunner, Result

import tiny_bert
from vitrans.cli import app
from vitrans.errors import InputError
from vitrans.models.description import PLACEHOLDERS
from vitrans.restore import Restorer
from vitrans.restore.lexicon import FormLexicon
from vitrans.text import strip_accents
from vitrans.training.core.checkpoints import Checkpoints
from vitrans.training.core.corpora import read_pairs, usable
from vitrans.training.core.examples import TokenStore
from vitrans.training.core.log import Log, plot
from vitrans.training.core.loop import Loop
from vitrans.training.core.muon import Muon, orthogonal
from vitrans.training.core.optimizer import Optimizer, Part, parts_of
from vitrans.training.core.settings import RunSettings
from vitrans.training.restorer import restorer
from vitrans.training.translator import augment, vocabulary
from vitrans.training.translator import run as translator
from vitrans.training.translator.export import DECODING
from vitrans.training.translator.marian import build

pytestmark = pytest.mark.torch

torch.set_num_threads(1)

SUBJECTS = [("The cat", "Con mèo"), ("The dog", "Con chó"), ("A farmer", "Một nông dân")]
VERBS = [("is eating", "đang ăn"), ("is sleeping in", "đang ngủ ở"), ("sees", "nhìn thấy")]
OBJECTS = [("the house", "ngôi nhà"), ("the old market", "khu chợ cũ"), ("Hà Nội", "Hà Nội")]


def pairs() -> list[tuple[str, str]]:
    return [
        (f"{s[0]} {v[0]} {o[0]} in {year}.", f"{s[1]} {v[1]} {o[1]} năm {year}.")
        for s in SUBJECTS
        for v in VERBS
        for o in OBJECTS
        for year in range(1990, 2010)
    ]


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    (folder / "parallel").mkdir()
    (folder / "mono").mkdir()
    lines = "".join(f"{e}\t{v}\n" for e, v in pairs())
    (folder / "parallel" / "news.tsv").write_text(lines, encoding="utf-8")
    (folder / "mono" / "captions.vi").write_text(
        "".join(f"{v}\n" for _, v in pairs()), encoding="utf-8"
    )
    return folder


TINY = translator.TranslatorSettings(
    vocabulary=200,
    encoder_layers=2,
    decoder_layers=1,
    frozen_layers=1,
    fit_pairs=200,
    longest=90,
    learning_rate=1e-2,
    vector_rate=5e-3,
    rest_rate=5e-3,
    encoder_rate=2e-3,
    frequent=60,
    drawn=60,
    warmup=10,
    batch_tokens=800,
    steps=40,
    device="cpu",
    weights={"news": 1.0},
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> translator.TranslatorSettings:
    """Return the settings with a tiny random encoder."""
    folder = tiny_bert.build(
        tmp_path_factory.mktemp("encoder"), [text for pair in pairs() for text in pair]
    )
    return replace(TINY, encoder=str(folder))


@pytest.fixture(scope="module")
def translator_run(
    corpora: Path,
    tiny: translator.TranslatorSettings,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    run = tmp_path_factory.mktemp("translator")
    translator.prepare(corpora, run, tiny)
    translator.train(run)
    return run


@pytest.fixture(scope="module")
def restorer_run(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("restorer")
    settings = restorer.RestorerSettings(
        d_model=32,
        layers=1,
        heads=2,
        d_forms=16,
        learning_rate=1e-2,
        warmup=5,
        batch_tokens=1000,
        steps=60,
        device="cpu",
        weights={"mono/captions": 2.0, "parallel/news": 1.0},
    )
    restorer.prepare(corpora, run, settings)
    restorer.train(run)
    return run


def test_translator_stops_goes_on_and_improves(
    translator_run: Path, corpora: Path, tiny: translator.TranslatorSettings
) -> None:
    before = Log(translator_run / "log.jsonl").read()[-1]
    replace(tiny, steps=90).write(translator_run)
    state = translator.train(translator_run, corpora / "parallel" / "news.tsv")
    assert state.step > before["step"]
    assert state.step == 90
    rows = Log(translator_run / "log.jsonl").read()
    assert rows[0]["loss"] > rows[-2]["loss"]
    assert {"bleu vi-en", "chrf vi-en", "bleu en-vi", "chrf en-vi"} <= rows[-1].keys()


@pytest.mark.slow
def test_two_processes_train_one_model(
    corpora: Path, tiny: translator.TranslatorSettings, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    settings = replace(tiny, steps=8, drawn=0)
    translator.prepare(corpora, run, settings)
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command += ["--standalone", "-m", "vitrans", "train", "translator", str(run)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (report,) = Log(run / "log.jsonl").read()
    assert report["step"] == 8
    store = TokenStore.open(run / "examples")
    both = list(islice(store.batches(settings.seed, settings.batch_tokens), 16))
    assert report["tokens"] == sum(int(store.index[b, 2].sum()) for b in both)
    # One process that sums the gradients of the same pairs of batches arrives at the same weights.
    kept = Checkpoints(run / "checkpoints").average(1)
    (run / "checkpoints" / "newest.pt").unlink()
    task = translator.TranslatorTask(settings, run, None)
    optimizer = Optimizer(task.parts())
    task.model.train()
    for step in range(8):
        for batch in both[2 * step : 2 * step + 2]:
            (task.loss(batch)[0] / 2).backward()
        torch.nn.utils.clip_grad_norm_(optimizer.weights, settings.clip)
        optimizer.step(settings.rate(step, 0.0))
    for name, value in task.model.state_dict().items():
        assert torch.allclose(kept[name], value, atol=5e-3), name


def test_micro_batches_give_the_gradients_of_their_batch(
    translator_run: Path, tiny: translator.TranslatorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(tiny, drawn=0, batch_tokens=400)
    batch = next(TokenStore.open(translator_run / "examples").batches(3, 400))
    found = []
    for size, count in ((400, 1), (70, 7)):
        monkeypatch.setattr(translator, "IN_CACHE", size)
        task = translator.TranslatorTask(settings, translator_run, None)
        assert len(task.micro_batches(batch)) == count
        assert [*chain.from_iterable(task.micro_batches(batch))] == [*batch]
        loss, tokens = Loop(task, settings, translator_run / str(size))._learn(batch)
        assert tokens == task.loss(batch)[1]
        gradients = {n: w.grad for n, w in task.model.named_parameters() if w.grad is not None}
        found.append((loss, gradients))
    (whole, gradients), (parts, summed) = found
    assert torch.allclose(whole, parts) and gradients.keys() == summed.keys()
    for name, gradient in gradients.items():
        assert torch.allclose(gradient, summed[name], atol=1e-6), name


def test_only_what_is_to_learn_changes(
    translator_run: Path, tiny: translator.TranslatorSettings
) -> None:
    before = torch.load(translator_run / "start.pt", weights_only=True)
    after = Checkpoints(translator_run / "checkpoints").average(1)
    stay = {n for n in before if torch.equal(before[n], after[n])}
    lowest = {n for n in before if n.startswith("model.encoder.layers.0.")}
    fixed = {
        n for n in before if "embed_positions" in n or n == "model.encoder.embed_tokens.weight"
    }
    assert stay == lowest | fixed
    pad = len(after["final_logits_bias"][0]) - 1
    assert not after["model.decoder.embed_tokens.weight"][pad].any()


def test_more_layers_may_learn_in_a_run_that_is_gone_on_with(
    corpora: Path, tiny: translator.TranslatorSettings, tmp_path: Path
) -> None:
    translator.prepare(corpora, tmp_path, replace(tiny, steps=3, frozen_layers=2))
    translator.train(tmp_path)
    replace(tiny, steps=6, frozen_layers=0).write(tmp_path)
    assert translator.train(tmp_path).step == 6
    saved = torch.load(tmp_path / "checkpoints" / "newest.pt", weights_only=True)["optimizer"]
    learned = (
        saved["AdamW"]["model.encoder.layers.0.fc1.weight"],
        saved["AdamW"]["final_logits_bias"],
    )
    assert [int(state["step"]) for state in learned] == [3, 6]


def test_translator_is_not_trained_beyond_its_hours(translator_run: Path) -> None:
    steps = translator.train(translator_run).step
    assert translator.train(translator_run).step == steps


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_translator_exports_what_transformers_loads(translator_run: Path, tmp_path: Path) -> None:
    from transformers import MarianMTModel, MarianTokenizer

    translator.export(translator_run, tmp_path, average=2, shard="20KB")
    assert len(list(tmp_path.glob("model-*.safetensors"))) > 1
    described = json.loads((tmp_path / "vitrans.json").read_text("utf-8"))
    assert described["decoding"] == DECODING
    assert described["prefixes"] == {"en": ">>eng<<", "vi": ">>vie<<"}
    tokenizer = MarianTokenizer.from_pretrained(tmp_path)
    model = MarianMTModel.from_pretrained(tmp_path, dtype=torch.float32)
    ids = tokenizer(">>vie<< The cat sees the house.").input_ids
    processor = vocabulary.load(translator_run / "spm.model")
    expected = [processor.piece_to_id(">>vie<<"), *processor.encode("The cat sees the house."), 0]
    assert ids == expected
    assert model.generate(torch.tensor([ids]), max_new_tokens=5).shape[0] == 1
    weights = Checkpoints(translator_run / "checkpoints").average(2)
    for name, value in model.state_dict().items():
        assert torch.allclose(value, weights[name], rtol=1e-3, atol=1e-3), name


def test_translator_bundles_as_ctranslate2(translator_run: Path, tmp_path: Path) -> None:
    from vitrans.models import convert
    from vitrans.translate import load_translator
    from vitrans.types import Language

    translator.export(translator_run, tmp_path / "hf")
    convert(tmp_path / "hf", tmp_path / "ct2")
    made = load_translator(tmp_path / "ct2").translate(["Con mèo đang ăn."], Language.ENGLISH)
    assert len(made) == 1
    assert made[0].source == "Con mèo đang ăn."
    assert made[0].score is not None


def test_grown_translator_starts_where_the_smaller_one_stood(
    translator_run: Path, corpora: Path, tmp_path: Path
) -> None:
    smaller = translator.TranslatorSettings.read(translator_run)
    grown = replace(
        smaller,
        initial=str(translator_run),
        encoder="",
        encoder_layers=smaller.encoder_layers + 1,
        decoder_layers=smaller.decoder_layers + 1,
        steps=1,
        warmup=1000,
    )
    translator.prepare(corpora, tmp_path, grown)
    assert (tmp_path / "spm.model").read_bytes() == (translator_run / "spm.model").read_bytes()
    translator.train(tmp_path)
    scores = []
    for run, settings in ((translator_run, smaller), (tmp_path, grown)):
        model = build(MarianConfig.from_pretrained(run), settings)
        model.load_state_dict(Checkpoints(run / "checkpoints").average(3))
        ids = torch.arange(20)[None] % 7 + 20
        with torch.no_grad():
            scores.append(model.eval()(input_ids=ids, decoder_input_ids=ids).logits)
    assert torch.nn.functional.cosine_similarity(*scores, dim=-1).min() > 0.97


def test_initial_run_of_more_layers_is_refused(
    translator_run: Path, corpora: Path, tmp_path: Path
) -> None:
    settings = translator.TranslatorSettings.read(translator_run)
    fewer = replace(settings, encoder="", initial=str(translator_run), encoder_layers=1)
    with pytest.raises(InputError, match="does not fit"):
        translator.prepare(corpora, tmp_path, fewer)


def test_unknown_optimizer_is_refused() -> None:
    with pytest.raises(InputError, match="choose adamw or muon"):
        parts_of(torch.nn.Linear(2, 2), "sgd")


def test_muon_moves_matrices_and_adamw_the_rest() -> None:
    model = torch.nn.Sequential(torch.nn.Embedding(8, 4), torch.nn.Linear(4, 4))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    optimizer = Optimizer(parts_of(model, "muon"))
    model(torch.arange(8)).square().sum().backward()
    optimizer.step(0.1)
    saved = {kind: list(states) for kind, states in optimizer.state_dict().items()}
    assert saved == {"AdamW": ["0.weight", "1.bias"], "Muon": ["1.weight"]}
    assert all((before[name] != value).any() for name, value in model.state_dict().items())
    assert all(weight.grad is None for weight in model.parameters())


def matrices(seed: int) -> list[torch.Tensor]:
    torch.manual_seed(seed)
    return [torch.randn(shape, requires_grad=True) for shape in ((6, 6), (6, 9), (9, 4))]


def test_muon_steps_as_the_one_of_torch() -> None:
    ours, theirs = matrices(1), matrices(1)
    muon = Muon(ours)
    other = torch.optim.Muon(theirs, weight_decay=0.0, adjust_lr_fn="match_rms_adamw")
    for number in range(4):
        for weights, optimizer in ((ours, muon), (theirs, other)):
            optimizer.param_groups[0]["lr"] = 0.1
            for weight, gradient in zip(weights, matrices(10 + number), strict=True):
                weight.grad = gradient.detach()
            optimizer.step()
    for one, two in zip(ours, theirs, strict=True):  # theirs is in bfloat16
        assert (one - two).abs().mean() < 0.02 * one.abs().mean()


def test_newton_schulz_brings_singular_values_near_one() -> None:
    for matrix in matrices(2):
        values = torch.linalg.svdvals(orthogonal(matrix.detach()).float())
        assert values.min() > 0.6 and values.max() < 1.3


def test_muon_shared_by_two_processes_is_muon_alone() -> None:
    alone, shared = matrices(3), matrices(3)
    made: list[list[torch.Tensor]] = []
    for rank in range(2):  # the matrices that each of the two makes
        weights = matrices(3)
        muon = Muon(weights, rank, 2, lambda updates: made.append([u.clone() for u in updates]))
        for weight in weights:
            weight.grad = weight.detach().sin()
        muon.step()
    zero, one = ([bool((u == 0).all()) for u in updates] for updates in made)
    assert zero == [False, True, False] and one == [True, False, True]

    def total(updates: Sequence[torch.Tensor]) -> None:
        for update, other in zip(updates, made[1], strict=True):
            update += other

    for muon, weights in ((Muon(alone), alone), (Muon(shared, 0, 2, total), shared)):
        for weight in weights:
            weight.grad = weight.detach().sin()
        muon.step()
    assert all(torch.equal(one, two) for one, two in zip(alone, shared, strict=True))


def test_parts_learn_at_their_own_rates() -> None:
    slow, fast = torch.zeros(4, requires_grad=True), torch.zeros(4, requires_grad=True)
    optimizer = Optimizer([Part({"slow": slow}, 0.1), Part({"fast": fast})])
    (slow + fast).sum().backward()
    optimizer.step(0.01)
    assert slow.tolist() == pytest.approx([-0.001] * 4, rel=1e-4)
    assert fast.tolist() == pytest.approx([-0.01] * 4, rel=1e-4)


def test_restorer_learns_and_keeps_letters(restorer_run: Path, tmp_path: Path) -> None:
    restorer.export(restorer_run, tmp_path)
    made = Restorer.load(tmp_path)
    texts = [v for _, v in pairs()[::7]]
    bare = [strip_accents(t) for t in texts]
    restored = made.restore_batch(bare)
    assert [strip_accents(t) for t in restored] == bare
    right = sum(r == t for r, t in zip(restored, texts, strict=True))
    assert right > len(texts) * 0.9
    assert made.restore("THE CAT con MEO dang ngu").startswith("THE CAT")


def test_restorer_goes_on_where_it_stopped(restorer_run: Path, corpora: Path) -> None:
    settings = restorer.RestorerSettings.read(restorer_run)
    steps = Log(restorer_run / "log.jsonl").read()[-1]["step"]
    replace(settings, steps=80).write(restorer_run)
    state = restorer.train(restorer_run, [corpora / "mono" / "captions.vi"])
    assert state.step > steps
    assert Log(restorer_run / "log.jsonl").read()[-1]["captions"] > 90


def test_curves_are_drawn(restorer_run: Path, tmp_path: Path) -> None:
    plot(restorer_run, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_interruption_saves_a_checkpoint(
    corpora: Path,
    tiny: translator.TranslatorSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    translator.prepare(corpora, tmp_path, tiny)
    taken = 0

    def stop_at_third(*args: object, **options: object) -> torch.Tensor:
        nonlocal taken
        taken += 1
        if taken == 3:
            raise KeyboardInterrupt
        return original(*args, **options)  # type: ignore[arg-type]

    original = translator.batch_loss
    monkeypatch.setattr(translator, "batch_loss", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        translator.train(tmp_path)
    saved = torch.load(tmp_path / "checkpoints" / "newest.pt", weights_only=True)
    assert saved["state"]["step"] == 2


def test_resumed_batches_are_those_not_yet_seen() -> None:
    index = np.array([(i * 4, 2, 2) for i in range(50)])
    store = TokenStore(np.zeros(200, dtype=np.uint16), index)
    first = [b.tolist() for b in store.batches(3, 8)]
    assert first == [b.tolist() for b in store.batches(3, 8)]
    assert sorted(number for batch in first for number in batch) == list(range(50))
    assert all(len(b) * 2 <= 8 for b in first)


def test_average_of_checkpoints(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    for step, value in enumerate((1.0, 3.0), 1):
        torch.save({"w": torch.tensor([value])}, tmp_path / f"model-{step:08d}.pt")
    assert checkpoints.average(2)["w"].item() == 2.0
    assert checkpoints.average(1)["w"].item() == 3.0


def test_rate_warms_up_and_decays() -> None:
    settings = RunSettings(learning_rate=1.0, warmup=10, hours=1)
    assert settings.rate(0, 0) == pytest.approx(0.1)
    assert settings.rate(9, 0) == pytest.approx(1.0)
    assert settings.rate(100, 1800) == pytest.approx(0.51)
    assert settings.rate(100, 7200) == pytest.approx(0.02)


def test_rate_is_constant_until_the_cooldown() -> None:
    settings = RunSettings(learning_rate=1.0, warmup=1, hours=1, cooldown=0.25)
    assert [settings.rate(9, s) for s in (0, 1800, 2700)] == pytest.approx([1.0, 1.0, 1.0])
    assert settings.rate(9, 3150) == pytest.approx(0.51)
    assert settings.rate(9, 3600) == pytest.approx(0.02)
    steady = replace(settings, cooldown=0.0)
    assert steady.rate(9, 3600) == pytest.approx(1.0)


def test_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no prepared run"):
        translator.train(tmp_path)


@pytest.mark.parametrize(
    ("pair", "good"),
    [
        (("The market opened at 6 a.m. in 1990.", "Chợ mở cửa lúc 6 giờ sáng năm 1990."), True),
        (("It opened in 1990 and closed in 2004.", "Mở cửa năm 1876 và đóng cửa năm 1912."), False),
        (("The same text.", "The same text."), False),
        (("A long English sentence about nothing at all, really.", "Ngắn."), False),
        (("He said that he would come.", "Anh ay noi rang anh ay se den ngay."), False),
    ],
)
def test_usable_pairs(pair: tuple[str, str], good: bool) -> None:
    assert usable(pair) is good


def test_pairs_need_one_tab(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("Hello\tXin chào\u2028bạn\nno tab\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        list(read_pairs(path))


def test_masking_keeps_both_sides_parallel() -> None:
    source, target = "In 2017, Lee Se Young came.", "Năm 2017, Lee Se Young đã đến."
    for seed in range(20):
        one, two = augment.mask_copied(source, target, random.Random(seed))
        shown = [p for p in PLACEHOLDERS if p in one]
        assert shown
        assert shown == [p for p in PLACEHOLDERS if p in two]


def test_unaccent_strips_wholly_or_in_part() -> None:
    text = "Sự kết hợp của diễn viên"
    assert augment.unaccent(text, random.Random(1), 1.0, 0.0) == strip_accents(text)
    assert augment.unaccent(text, random.Random(1), 0.0, 0.0) == text
    part = augment.strip_some(text, random.Random(1), 0.5)
    assert strip_accents(part) == strip_accents(text)
    assert part not in (text, strip_accents(text))


def test_vocabulary_knows_every_character(translator_run: Path) -> None:
    processor = vocabulary.load(translator_run / "spm.model")
    for text in ("漢字 🎬 ⟦3⟧ 2017", "Đặng Bích Hà – “Eye Love You”", "m² ½ …"):
        assert processor.decode(processor.encode(text)) == text
    assert processor.piece_to_id("⟦3⟧") in processor.encode("a ⟦3⟧ b")
    assert vocabulary.UNK not in processor.encode("漢字 🎬")


def test_settings_of_another_kind_are_refused(translator_run: Path) -> None:
    with pytest.raises(InputError, match="another kind"):
        restorer.RestorerSettings.read(translator_run)


def test_lexicon_numbers_agree(restorer_run: Path, tmp_path: Path) -> None:
    lexicon = FormLexicon.read(restorer_run / "lexicon.json")
    assert lexicon.forms["meo"] == ("meo", "mèo")
    assert len(lexicon.counts) == sum(map(len, lexicon.forms.values()))
    lexicon.write(tmp_path / "again.json")
    assert FormLexicon.read(tmp_path / "again.json") == lexicon
    json.loads((tmp_path / "again.json").read_text("utf-8"))


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["train", *arguments])


def test_command_names_the_settings_there_are(tmp_path: Path) -> None:
    made = command("translator", str(tmp_path / "run"), "--set", "layers=3")
    assert made.exit_code == 2
    assert "no setting is called 'layers'; there are optimizer, learning_rate" in made.output


@pytest.mark.parametrize(("written", "direction"), [("vi", ">>vie<<"), ("en", ">>eng<<")])
def test_back_translations_are_tagged_and_learned_as_people_wrote(
    corpora: Path,
    tiny: translator.TranslatorSettings,
    tmp_path: Path,
    written: str,
    direction: str,
) -> None:
    back = replace(tiny, back_translated={"news": written})
    store = translator.prepare(corpora, tmp_path, back)
    processor = vocabulary.load(tmp_path / "spm.model")
    fronts = {tuple(store.tokens[start : start + 2].tolist()) for start, _, _ in store.index}
    assert fronts == {(processor.piece_to_id(direction), processor.piece_to_id(">>bt<<"))}
    assert 0.9 * len(pairs()) < len(store) <= len(pairs())  # some that are joined are too long


def test_several_processes_do_not_prepare(
    corpora: Path,
    tiny: translator.TranslatorSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepare = ["translator", str(tmp_path), "--corpora", str(corpora), "--weight", "news=1"]
    monkeypatch.setenv("WORLD_SIZE", "2")
    refused = command(*prepare)
    assert refused.exit_code == 2
    assert "--hours 0" in refused.output
    monkeypatch.delenv("WORLD_SIZE")
    sizes = ("--set", f"encoder={tiny.encoder}", "--set", "longest=90")
    sizes += ("--set", "encoder_layers=2")
    assert command(*prepare, "--hours", "0", *sizes).exit_code == 0
    assert (tmp_path / "examples" / "tokens.npy").exists()
    assert Log(tmp_path / "log.jsonl").read() == []


def test_command_says_what_corpora_are(tmp_path: Path) -> None:
    run = tmp_path / "run"
    made = command("restorer", str(run), "--corpora", str(tmp_path / "nowhere"))
    assert made.exit_code == 1
    assert "mono/NAME.vi" in made.output
    again = command("restorer", str(run))
    assert again.exit_code == 1
    assert "holds no prepared run" in again.output


def test_command_goes_on_with_a_prepared_run(restorer_run: Path, corpora: Path) -> None:
    steps = restorer.RestorerSettings.read(restorer_run).steps
    more = steps + 5
    made = command(
        "restorer", str(restorer_run), "--corpora", str(corpora), "--set", f"steps={more}"
    )
    assert made.exit_code == 0, made.output
    assert "prepared already" in made.output
    assert f"{more} steps" in made.output


def test_half_prepared_run_is_said(tmp_path: Path) -> None:
    TINY.write(tmp_path)
    with pytest.raises(InputError, match="not prepared to the end"):
        translator.train(tmp_path)


def test_no_curve_without_a_log(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no log"):
        plot(tmp_path, tmp_path / "curve.png")
