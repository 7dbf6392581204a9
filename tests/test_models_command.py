"""`vitrans models`: show, pull, doctor, default, path, remove, in a folder of the test's own."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import tiny_marian
import vitrans
from vitrans import models
from vitrans.cli import app
from vitrans.errors import ModelError, UsageError
from vitrans.types import Language

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRANS_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_marian.build(tmp_path / "tiny-en-vi", placeholders=())


def run(*arguments: str) -> Result:
    return RUNNER.invoke(app, ["models", *arguments], catch_exceptions=False)


def test_show_says_how_a_model_is_driven_and_what_it_costs() -> None:
    shown = run("show", "opus-big-en-vi").stdout
    assert "en-vi" in shown and ">>vie<<" in shown and "Apache-2.0" in shown
    assert "BLEU 42.6 en-vi, FLORES-200 devtest; maker" in shown
    assert "no commercial use" in run("show", "nllb-600m").stdout
    assert run("show", "nothing").exit_code == 2


@pytest.mark.torch
def test_a_random_model_is_refused_unless_forced(tiny: Path, home: Path) -> None:
    refused = run("pull", str(tiny))
    assert refused.exit_code == 1
    assert "test sentences into" in refused.stderr and "--force" in refused.stderr
    assert models.list_pulled() == []
    kept = run("pull", str(tiny), "--force")
    assert kept.exit_code == 0
    assert "tiny-en-vi is ready: vitrans translate --model tiny-en-vi" in kept.stderr
    assert run("path", "tiny-en-vi").stdout.strip() == str(home / "models" / "tiny-en-vi")
    assert "tiny-en-vi: 6 files as recorded" in run("verify", "tiny-en-vi").stdout
    examined = run("doctor", "tiny-en-vi")
    assert examined.exit_code == 1
    assert "of 24 test sentences" in examined.stdout
    assert run("remove", "tiny-en-vi").exit_code == 0
    assert models.list_pulled() == []
    assert run("path", "tiny-en-vi").exit_code == 2


@pytest.mark.model
def test_the_doctor_finds_nothing_wrong_with_what_comes_along() -> None:
    done = run("doctor")
    assert done.exit_code == 0
    assert done.stdout.startswith("nothing wrong")


def test_another_folder_of_models(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    entry = 'repo = "a/b"\narchitecture = "marian"\nprefixes = { vi = "" }\nlicence = "MIT"\n'
    (tmp_path / "there" / "models.toml").write_text(f"[mine]\n{entry}", "utf-8")
    assert "mine" not in run("list").stdout
    assert "mine" in run("--models-dir", str(tmp_path / "there"), "list").stdout


@pytest.mark.torch
def test_a_default_is_chosen_by_language_and_given_up(
    tiny: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("default").stdout == "into en: bundled\ninto vi: bundled\n"
    assert models.default_models() is None
    assert run("default", "nothing").exit_code == 1
    models.pull(str(tiny))
    assert run("default", "tiny-en-vi", "--to", "vi").stdout == (
        "into en: bundled\ninto vi: tiny-en-vi\n"
    )
    assert models.default_models() == ("en=bundled", "vi=tiny-en-vi")
    made = vitrans.load_translator(beam=1).translate(["Hello there."], Language.VIETNAMESE)
    assert made[0].provenance == "tiny-en-vi"
    assert run("default", "bundled").stdout == "into en: bundled\ninto vi: bundled\n"
    with pytest.raises(UsageError, match="'fr' is no language"):
        models.set_default("bundled", ["fr"])


@pytest.mark.torch
def test_a_default_must_translate_into_the_language(tmp_path: Path) -> None:
    one = tiny_marian.build(tmp_path / "one-vi-en", prefixes=(), placeholders=(), target_lang="eng")
    with pytest.raises(ModelError, match="does not translate into vi"):
        models.set_default(str(one), ["vi"])


def test_a_damaged_choice_is_said_to_be(tmp_path: Path) -> None:
    from vitrans import places

    path = places.settings_folder() / "default-models.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"vi": 3}))
    with pytest.raises(ModelError, match="is damaged; remove it"):
        models.defaults()


@pytest.mark.parametrize(
    ("targets", "megabytes", "names"),
    [
        (["en", "vi"], 1e5, ["opus-big-vi-en", "opus-big-en-vi"]),
        (["vi"], 1e5, ["opus-big-en-vi"]),
        (["vi"], 2000, ["opus-en-vi"]),
        (["en", "vi"], 1000, ["hplt-vi-en", "hplt-en-vi"]),
    ],
)
def test_the_best_is_what_fits_a_direction_and_the_memory(
    targets: list[str], megabytes: float, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from vitrans.commands import models as command

    monkeypatch.setattr(command, "available_memory", lambda: megabytes * 1e6)
    assert command._best(targets) == names


def test_the_best_has_no_limits_and_needs_nothing_more(home: Path) -> None:
    (home / "models").mkdir()
    entries = (
        'architecture = "marian"\nlicence = "NC"\nlimits = "no commercial use"',
        'architecture = "t5"\nlicence = "MIT"',
        'architecture = "marian"\nlicence = "MIT"',
    )
    text = "".join(
        f'[m{n}]\nrepo = "a/b{n}"\nbest = true\nprefixes = {{ vi = "" }}\nsize_mb = 1\n{entry}\n'
        for n, entry in enumerate(entries)
    )
    (home / "models" / "models.toml").write_text(text)
    assert [one.name for one in models.best_for(["vi"], 300)] == ["m2"]
    with pytest.raises(ModelError, match="no model into en fits into 300 MB of memory; 875 MB"):
        models.best_for(["en"], 300)
    refused = run("pull", "best", "--to", "fr")
    assert refused.exit_code == 2
    assert "'fr' is no language" in refused.stderr


def test_the_list_fits_a_terminal(tiny: Path) -> None:
    models.pull(str(tiny))
    lines = run("list").stdout.split("\n")
    assert max(map(len, lines)) <= 80
    titles = [line for line in lines if line and not line.startswith(" ")]
    assert [title.split()[0] for title in titles] == ["come", "pulled:", "to", "run"]
    [row] = [line for line in lines if line.startswith("  opus-big-en-vi")]
    assert " ".join(row.split()) == "opus-big-en-vi en-vi ~240 MB Apache-2.0 BLEU 42.6 en-vi"
    [own] = [line for line in lines if line.startswith("  tiny-en-vi")]
    assert own.split()[:3] == ["tiny-en-vi", "vi-en", "en-vi"]


def test_the_list_says_which_model_is_the_default(tiny: Path) -> None:
    def told() -> list[str]:
        rows = [line.split("  ") for line in run("list").stdout.split("\n")]
        return [f"{row[1]}: {row[-1]}" for row in rows if row[-1].startswith("default")]

    models.pull(str(tiny))
    assert told() == ["translator: default into en and vi"]
    run("default", "tiny-en-vi", "--to", "vi")
    assert told() == ["translator: default into en", "tiny-en-vi: default into vi"]
    assert max(map(len, run("list").stdout.split("\n"))) <= 80
    run("default", "tiny-en-vi")
    assert told() == ["tiny-en-vi: default into en and vi"]


def test_what_is_removed_is_said(tiny: Path, home: Path) -> None:
    models.pull(str(tiny))
    run("default", "tiny-en-vi", "--to", "vi")
    gone = run("remove", "tiny-en-vi").stderr
    assert re.match(r"removed tiny-en-vi, [\d.]+ [kM]B\n", gone)
    assert "your choice for translations into vi; the bundled model makes them now" in gone
    assert models.default_models() is None
    part = home / "models" / ".pulls" / "opus-en-vi-0123456789ab"
    part.mkdir(parents=True)
    (part / "model.safetensors.part").write_bytes(b"x" * 2_500_000)
    assert run("remove", "opus-en-vi").stderr == "removed what had come of opus-en-vi, 2.5 MB\n"
    assert not part.exists()
    assert run("remove", "opus-en-vi").exit_code == 1


def test_a_pulled_model_that_lacks_a_file_says_what_to_do(tiny: Path, home: Path) -> None:
    models.pull(str(tiny))
    weights = home / "models" / "tiny-en-vi" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1])
    cure = r"'tiny-en-vi' is damaged: 'model.bin' .* models remove tiny-en-vi`, then pull it again"
    with pytest.raises(ModelError, match=cure):
        models.locate("tiny-en-vi")
    weights.unlink()
    with pytest.raises(ModelError, match=cure):
        models.verify_pulled("tiny-en-vi")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a folder with a converted model."""
    return Path(shutil.copytree(models.installed("translator"), tmp_path / "mine"))


def test_a_check_that_fails_leaves_nothing(mine: Path) -> None:
    def refuse(folder: Path) -> None:
        raise ModelError("it is refused")

    with pytest.raises(ModelError, match="it is refused"):
        models.pull(str(mine), check=refuse)
    assert models.list_pulled() == []


def test_show_tells_of_what_is_here(mine: Path, home: Path) -> None:
    assert run("pull", str(mine), "--force").exit_code == 0
    shown = run("show", "mine").stdout
    assert re.search(r"^here +\d+\.\d MB, since 20\d\d-\d\d-\d\d: ", shown, re.MULTILINE)
    assert str(home / "models" / "mine") in shown
    assert f"from        {mine}\n" in shown
    assert re.search(r"^translates +vi-en, en-vi$", shown, re.MULTILINE)
    assert str(models.installed("restorer")) in run("show", "restorer").stdout
    assert "get it      vitrans models pull opus-en-vi\n" in run("show", "opus-en-vi").stdout
    assert "get it" not in run("show", "seed-x-7b").stdout


def test_an_unknown_quantization_is_refused_before_anything_is_fetched(home: Path) -> None:
    refused = run("pull", "opus-en-vi", "--quantization", "int3")
    assert refused.exit_code == 2
    assert "no quantization is called 'int3': use one of int8, float16, float32" in refused.stderr


@pytest.mark.model
def test_a_shared_translator_is_loaded_once_and_serves_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    translator = vitrans.load_translator(beam=1, threads=1)
    assert translator == vitrans.load_translator(beam=1, threads=1)
    assert translator != vitrans.load_translator(beam=2, threads=1)
    texts = ["The school is next to the market.", "There are 48 students."]
    alone = [translator.translate([text], Language.VIETNAMESE) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda text: translator.translate([text], Language.VIETNAMESE), texts * 4)
        )
    assert made == alone * 4
