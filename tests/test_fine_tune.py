"""A model fitted to a person's own translations: what is held out, learned, compared, refused."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import tiny_marian
from vitrans.cli import app
from vitrans.errors import DependencyError, InputError, ModelError
from vitrans.models import Located, convert, locate
from vitrans.models.weights import read_weights

pytest.importorskip("torch", reason="needs torch")
pytestmark = pytest.mark.torch

RUNNER = CliRunner()


def pairs(count: int, start: int = 0) -> list[tuple[str, str]]:
    numbers = range(start, start + count)
    return [(f"House number {n} is for rent.", f"Nhà số {n} cho thuê.") for n in numbers]


def test_the_end_of_few_documents_is_held_out() -> None:
    from vitrans.training.translator.fine_tune import split

    made = split([pairs(200), pairs(100, 200)])
    assert made.held_out == (*pairs(20, 180), *pairs(10, 290))
    assert len(made.learned) == 270
    assert set(made.learned).isdisjoint(made.held_out)


def test_of_many_documents_whole_ones_are_held_out() -> None:
    from vitrans.training.translator.fine_tune import split

    made = split([pairs(30, 30 * n) for n in range(10)])
    assert made.held_out == tuple(pairs(30))


def test_what_is_judged_by_is_not_learned() -> None:
    from vitrans.training.translator.fine_tune import split

    made = split([[*pairs(200), *pairs(100)]])
    assert set(made.learned).isdisjoint(made.held_out)
    assert not {en for en, _ in made.learned} & {en for en, _ in made.held_out}


def test_too_few_pairs_are_refused() -> None:
    from vitrans.training.translator.fine_tune import split

    with pytest.raises(InputError, match=r"50 usable pairs: too few .* give 200 or more"):
        split([pairs(50)])


@pytest.mark.parametrize("quantization", ["float32", "int8"])
def test_a_converted_model_is_read_back(tmp_path: Path, quantization: str) -> None:
    from vitrans.training.translator.unconvert import unconvert

    source = tiny_marian.build(tmp_path / "source")
    convert(source, tmp_path / "made", quantization)
    config, weights = unconvert(tmp_path / "made")
    theirs = read_weights(source)
    assert (config.d_model, config.encoder_layers, config.decoder_layers) == (32, 2, 1)
    assert (config.activation_function, config.scale_embedding) == ("swish", True)
    assert config.share_encoder_decoder_embeddings
    for name, array in theirs.items():
        if name.startswith("model."):
            ours = weights[name].numpy()
            ours = ours[: len(array)]
            atol = 1e-6 if quantization == "float32" else np.abs(array).max() / 100
            np.testing.assert_allclose(ours[:-1], array[:-1], atol=atol, err_msg=name)


def test_another_file_is_refused(tmp_path: Path) -> None:
    from vitrans.training.translator.unconvert import unconvert

    (tmp_path / "model.bin").write_bytes(b"\x05\0\0\0")
    with pytest.raises(ModelError, match="format 5, not 6"):
        unconvert(tmp_path)
    (tmp_path / "model.bin").write_bytes(b"\x06\0\0\0\xff")
    with pytest.raises(ModelError, match="cannot be read"):
        unconvert(tmp_path)


def fit(tmp_path: Path, *options: str) -> Result:
    """Fit a tiny model to a table at so low a rate that nothing is learned."""
    source = tiny_marian.build(tmp_path / "tiny")
    convert(source, tmp_path / "made", name="tiny")
    table = tmp_path / "mine.tsv"
    table.write_text("".join(f"{en}\t{vi}\n" for en, vi in pairs(200)), "utf-8")
    arguments = ["train", "translator", str(tmp_path / "run"), "--from", str(tmp_path / "made")]
    arguments += ["--tmx", str(table), "--set", "steps=2", "--set", "dropout=0"]
    for rate in ("learning_rate", "rest_rate", "vector_rate", "encoder_rate"):
        arguments += ["--set", f"{rate}=1e-9"]
    return RUNNER.invoke(app, [*arguments, *options])


def test_a_model_that_became_no_better_is_refused(tmp_path: Path) -> None:
    refused = fit(tmp_path)
    assert refused.exit_code == 1
    assert "180 pairs to learn from, 20 to judge by" in refused.stderr
    assert "made the model worse" in refused.stderr
    directions = [line.split(":")[0] for line in refused.stdout.splitlines()[:2]]
    assert sorted(directions) == ["into en", "into vi"]
    assert "20 held-out pairs, paired bootstrap" in refused.stdout
    kept = fit(tmp_path, "--force")
    assert kept.exit_code == 0, kept.output
    made = locate(str(tmp_path / "run" / "model"))
    assert made.description == locate(str(tmp_path / "made")).description
    assert f"--model {tmp_path / 'run' / 'model'}" in kept.stderr


def test_a_model_and_what_it_is_to_learn_go_together(tmp_path: Path) -> None:
    alone = RUNNER.invoke(app, ["train", "translator", str(tmp_path / "r"), "--from", "bundled"])
    assert alone.exit_code == 2
    assert "--from and --tmx go together" in alone.stderr


def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Located]:
    """Return a run that fits a model taken for large, and that model."""
    from vitrans.training.translator import fine_tune

    monkeypatch.setattr(fine_tune, "LARGE", 1000)
    convert(tiny_marian.build(tmp_path / "tiny"), tmp_path / "made", name="tiny")
    model = locate(str(tmp_path / "made"))
    fine_tune.prepare(model, pairs(60), tmp_path / "run", {"steps": 3, "warmup": 1, "hours": 1})
    return tmp_path / "run", model


def test_a_large_model_is_fitted_by_adapters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("peft", reason="needs peft")
    import torch

    from vitrans.training.translator.fine_tune import BY_ADAPTERS, write_model
    from vitrans.training.translator.outcome import started, trained
    from vitrans.training.translator.run import TranslatorSettings, train

    run, model = prepared(tmp_path, monkeypatch)
    settings = TranslatorSettings.read(run)
    assert (settings.adapters, settings.learning_rate) == tuple(BY_ADAPTERS.values())
    assert train(run).step == 3
    saved = torch.load(run / "checkpoints" / "newest.pt", weights_only=True)["model"]
    assert saved and all(".lora_" in name for name in saved)
    before, after = started(run, settings).state_dict(), trained(run, 2).state_dict()
    assert before.keys() == after.keys()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert len(changed) == 2 * 6 + 10
    assert all(name.endswith(("_proj.weight", "fc1.weight", "fc2.weight")) for name in changed)
    replace(settings, steps=5).write(run)
    assert train(run).step == 5, "it goes on where it stopped"
    assert locate(str(write_model(model, run))).description == model.description


def test_a_run_sees_its_pairs_some_times_unless_told(tmp_path: Path) -> None:
    from vitrans.training.translator import fine_tune
    from vitrans.training.translator.run import TranslatorSettings

    convert(tiny_marian.build(tmp_path / "tiny"), tmp_path / "made", name="tiny")
    model, run = locate(str(tmp_path / "made")), tmp_path / "run"
    store = fine_tune.prepare(model, pairs(60), run, {"batch_tokens": 500})
    batches = list(store.batches(1, 500))
    settings = TranslatorSettings.read(run)
    assert len(batches) > 1 and len(store) == 120
    assert settings.steps == fine_tune.EPOCHS * len(batches)
    assert settings.adapters == 0
    fine_tune.prepare(model, pairs(60), run, {"steps": 9})
    assert TranslatorSettings.read(run).steps == 9


def test_what_is_merged_says_what_the_adapters_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("peft", reason="needs peft")
    import torch

    from vitrans.training.translator.adapters import Adapted
    from vitrans.training.translator.outcome import started
    from vitrans.training.translator.run import TranslatorSettings

    run, _ = prepared(tmp_path, monkeypatch)
    settings = TranslatorSettings.read(run)
    model = started(run, settings).eval()
    given = {"input_ids": torch.tensor([[2, 40, 41, 0]]), "decoder_input_ids": torch.tensor([[5]])}
    plain = model(**given).logits
    adapted = Adapted(model, 4).eval()
    torch.testing.assert_close(model(**given).logits, plain)
    with torch.no_grad():
        for weight in adapted.learning().values():
            weight.add_(torch.randn_like(weight))
    changed = model(**given).logits
    assert not torch.allclose(changed, plain, atol=0.1)
    other = Adapted(started(run, settings).eval(), 4)
    other.load_state_dict(adapted.state_dict())
    merged = other.merged()
    assert not any("lora" in name for name in merged.state_dict())
    torch.testing.assert_close(merged(**given).logits, changed, atol=1e-4, rtol=1e-4)


def test_without_peft_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vitrans.training.translator.run import train

    run, _ = prepared(tmp_path, monkeypatch)
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(DependencyError, match=r"need peft: pip install 'vitrans\[train\]'"):
        train(run)


def test_one_process_fits_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    refused = fit(tmp_path)
    assert refused.exit_code == 2
    assert "by one process" in refused.stderr


def test_of_several_processes_the_first_reports(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from vitrans.commands.train import _report
    from vitrans.training.core.checkpoints import State

    for rank in ("0", "1"):
        monkeypatch.setenv("RANK", rank)
        _report(State(step=7, seconds=3600))
    assert capsys.readouterr().err.count("7 steps, 0 tokens, 1.00 hours") == 1
