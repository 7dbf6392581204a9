"""Pulling models from a hub on this machine that fails in the middle."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import hub_server
import tiny_marian

NAME = "someone/opus-mt-en-vi"
FLAT = "someone--opus-mt-en-vi"
WEIGHTS = "model.safetensors"
PROGRAM = """
import sys
from vitrans.errors import VitransError
from vitrans.models import pull
try:
    made = pull(sys.argv[1])
    print(made.name, made.revision)
except VitransError as error:
    print(type(error).__name__, error)
"""

Pull = Callable[..., str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub")
    tiny_marian.build(folder / NAME, placeholders=())
    return folder


@pytest.fixture
def hub(served: Path, tmp_path: Path) -> Iterator[hub_server.Hub]:
    with hub_server.serving(served) as hub:
        yield hub


@pytest.fixture
def environment(hub: hub_server.Hub, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(tmp_path / "hf"),
        "VITRANS_MODELS": str(tmp_path / "models"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


@pytest.fixture
def pull(environment: dict[str, str]) -> Pull:
    """Return what pulls in a process of its own: the hub's address is read when it is imported."""

    def run(name: str = NAME, program: str = PROGRAM, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, name],
            env={**environment, **more},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def there(models: Path) -> list[str]:
    """Return what is to be seen in the folder of models."""
    if not models.is_dir():
        return []
    return sorted(path.name for path in models.iterdir() if path.name[0] != ".")


def half_made(models: Path) -> list[str]:
    return [path.name for path in models.glob(f".{FLAT}-*")]


def test_a_model_is_fetched_converted_and_recorded(
    pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    assert pull() == f"{NAME} {hub_server.COMMIT}"
    assert there(models) == [FLAT]
    files = {path.name for path in (models / FLAT).iterdir()}
    assert files == {
        *("config.json", "model.bin", "origin.json", "shared_vocabulary.json"),
        *("source.spm", "target.spm", "vitrans.json"),
    }
    origin = json.loads((models / FLAT / "origin.json").read_text())
    assert (origin["repo"], origin["revision"]) == (NAME, hub_server.COMMIT)
    assert len(origin["sources"][WEIGHTS]) == 64
    assert origin["files"].keys() == files - {"origin.json"}
    assert not list((models / ".pulls").iterdir()), "what was fetched is not kept twice"
    hub.asked.clear()
    assert pull() == f"{NAME} {hub_server.COMMIT}"
    assert hub.asked == [], "what is here is not asked for again"


def test_a_plain_install_pulls(pull: Pull, models: Path) -> None:
    without = "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
    assert pull(program=without + PROGRAM).startswith(NAME)


def test_a_cut_connection_goes_on_where_it_stopped(
    pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    hub.cuts += [20_000, 10_000]
    assert pull().startswith(NAME)
    starts = [int(one.split()[1]) for one in hub.asked if WEIGHTS in one]
    assert starts == [0, 20_000, 30_000]


def test_the_next_pull_goes_on_where_the_last_one_was_given_up(
    pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    hub.cuts += [20_000] + [0] * 5
    answer = pull()
    assert answer.startswith("ModelError the connection to the hub broke off")
    assert "goes on where it stopped" in answer
    assert there(models) == []
    hub.asked.clear()
    assert pull().startswith(NAME)
    assert [one.split("/")[-1] for one in hub.asked if "resolve" in one] == [f"{WEIGHTS} 20000"]


def test_a_wrong_hash_is_refused(pull: Pull, hub: hub_server.Hub, models: Path) -> None:
    hub.lies.add(WEIGHTS)
    answer = pull()
    assert answer.startswith(f"ModelError {WEIGHTS} of '{NAME}' came damaged")
    assert there(models) == []
    hub.lies.clear()
    assert pull().startswith(NAME)


def test_a_part_that_was_altered_meanwhile_is_found(
    pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    hub.cuts += [20_000] + [0] * 5
    pull()
    [part] = models.glob(f".pulls/*/{WEIGHTS}.part")
    part.write_bytes(b"x" * 20_000)
    assert "came damaged" in pull()
    assert pull().startswith(NAME)


@pytest.mark.parametrize(
    ("status", "only", "message"),
    [
        (404, "", "the hub has no public model"),
        (404, WEIGHTS, "it or a file of it is not there (404)"),
        (401, "", "set HF_TOKEN"),
        (403, WEIGHTS, "your token may not read it"),
        (429, WEIGHTS, "too many requests"),
        (500, "", "the hub answered 500; try again later"),
        (500, WEIGHTS, "the hub answered 500; try again later"),
        (503, WEIGHTS, "the hub answered 503; try again later"),
    ],
)
def test_a_refusal_says_what_to_do(
    status: int, only: str, message: str, pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    hub.statuses += [status] * 12
    hub.only = only
    answer = pull()
    assert answer.startswith("ModelError ")
    assert message in answer
    assert there(models) == []


def test_a_hub_that_is_not_there_says_what_to_check(pull: Pull, models: Path) -> None:
    answer = pull(HF_ENDPOINT="http://127.0.0.1:9")
    assert answer.startswith("ModelError the hub http://127.0.0.1:9 cannot be reached (")
    assert "check the network, the proxy and HF_ENDPOINT" in answer
    assert there(models) == []


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"HF_ENDPOINT": "hub.example"}, "ModelError HF_ENDPOINT is 'hub.example'; give it like"),
        ({"HF_TOKEN": "hf_ố"}, "ModelError HF_TOKEN or HF_ENDPOINT holds a letter"),
        ({"HTTP_PROXY": "http://127.0.0.1:9"}, "cannot be reached"),
        ({"HTTP_PROXY": "socks5://127.0.0.1:9"}, "DependencyError the proxy cannot be used"),
    ],
)
def test_a_wrong_variable_is_named(
    variables: dict[str, str], message: str, pull: Pull, models: Path
) -> None:
    answer = pull(program=f"import sys; sys.modules['socksio'] = None\n{PROGRAM}", **variables)
    assert message in answer
    assert there(models) == []


@pytest.mark.parametrize("page", ["<html>Please sign in.</html>", "[]", "{}"])
def test_what_is_no_hub_is_said_to_be_none(page: str, pull: Pull, hub: hub_server.Hub) -> None:
    hub.page = page
    assert pull().startswith(f"ModelError what answers at {hub.url} is no hub; check HF_ENDPOINT")


def test_a_proxy_is_asked_for_what_it_alone_reaches(pull: Pull, hub: hub_server.Hub) -> None:
    assert "cannot be reached" in pull(HF_ENDPOINT="http://hub.invalid")
    assert hub.asked == []
    assert pull(HF_ENDPOINT="http://hub.invalid", HTTP_PROXY=hub.url).startswith(NAME)


def test_a_file_that_ends_too_early_is_not_taken(
    pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    hub.short.add(WEIGHTS)
    answer = pull()
    assert answer.startswith(f"ModelError {WEIGHTS} of '{NAME}' does not come whole")
    assert there(models) == []
    hub.short.clear()
    hub.asked.clear()
    assert pull().startswith(NAME)
    [last] = [one for one in hub.asked if "resolve" in one]
    assert int(last.split()[1]) > 10_000, "what came is not asked for again"


def test_after_a_refusal_the_next_pull_succeeds(pull: Pull, hub: hub_server.Hub) -> None:
    hub.statuses.append(404)
    hub.only = WEIGHTS
    assert pull().startswith("ModelError")
    assert pull().startswith(NAME)


@pytest.mark.parametrize("only", ["", WEIGHTS])
def test_a_busy_hub_is_asked_again(only: str, pull: Pull, hub: hub_server.Hub) -> None:
    hub.statuses += [429, 503, 500]
    hub.only = only
    assert pull().startswith(NAME)


def test_the_token_is_sent_to_the_hub(pull: Pull, hub: hub_server.Hub) -> None:
    hub.secret = "hf_secret"
    assert "HF_TOKEN" in pull()
    assert pull(HF_TOKEN="hf_secret").startswith(NAME)
    assert "Bearer hf_secret" in hub.tokens


def test_offline_nothing_is_asked(pull: Pull, hub: hub_server.Hub) -> None:
    assert "HF_HUB_OFFLINE is set" in pull(HF_HUB_OFFLINE="1")
    assert hub.asked == []


@pytest.mark.parametrize("moment", ["before", "during", "conversion"])
def test_a_full_disk_leaves_nothing_half_installed(moment: str, pull: Pull, models: Path) -> None:
    full = {
        "before": "import shutil\nfrom types import SimpleNamespace\n"
        "shutil.disk_usage = lambda path: SimpleNamespace(free=0)",
        "during": (
            "from vitrans.models import hub\n"
            "def full(*arguments): raise OSError(28, 'No space left on device')\n"
            "hub._save = full"
        ),
        "conversion": (
            "from vitrans.models import conversion\n"
            "def full(*arguments): raise OSError(28, 'No space left on device')\n"
            "conversion._convert = full"
        ),
    }[moment]
    answer = pull(program=f"{full}\n{PROGRAM}")
    assert answer.startswith("OutputError cannot write the model")
    assert "free some space" in answer or "free space" in answer
    assert there(models) == []
    assert half_made(models) == []
    assert pull().startswith(NAME)


def test_two_pulls_at_once_fetch_once(
    environment: dict[str, str], hub: hub_server.Hub, models: Path
) -> None:
    command = [sys.executable, "-c", PROGRAM, NAME]
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = {process.communicate()[0].strip() for process in both}
    assert answers == {f"{NAME} {hub_server.COMMIT}"}
    assert len([one for one in hub.asked if WEIGHTS in one]) == 1
    assert there(models) == [FLAT]


# Steps at which a process kills itself as kill -9 would; the counts spread over the conversion.
KILLED = """
import os, signal, sys
from vitrans.models import {module} as module
name, count = {name!r}, {count}
real = getattr(module, name)
def dies(*arguments, **more):
    global count
    count -= 1
    if count < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **more)
setattr(module, name, dies)
"""
MOMENTS = [
    ("pulled", "convert", 0),
    ("conversion", "_checked", 0),
    ("conversion", "describe", 0),
    ("conversion", "_convert", 0),
    ("marian", "read_weights", 0),
    ("marian", "_positions", 1),
    ("marian", "_name_pieces", 0),
    ("pulled", "_drive", 0),
    ("pulled", "measure", 1),
    ("store", "_move", 1),
]


@pytest.mark.parametrize(("module", "name", "count"), MOMENTS)
def test_kill_9_during_conversion(
    module: str,
    name: str,
    count: int,
    pull: Pull,
    environment: dict[str, str],
    hub: hub_server.Hub,
    models: Path,
) -> None:
    given = NAME
    if name == "_drive":  # only models of the catalogue are driven as it says
        given = own_entry(models)
    program = KILLED.format(module=module, name=name, count=count) + PROGRAM
    done = subprocess.run([sys.executable, "-c", program, given], env=environment)
    assert done.returncode == -signal.SIGKILL
    assert [one for one in there(models) if one != "models.toml"] == []
    hub.asked.clear()
    assert pull(given).endswith(hub_server.COMMIT)
    assert not [one for one in hub.asked if "resolve" in one], "what was fetched is still there"
    assert half_made(models) == []


def own_entry(models: Path, prefix: str = ">>vie<<") -> str:
    models.mkdir(exist_ok=True)
    (models / "models.toml").write_text(
        f'[tiny]\nrepo = "{NAME}"\narchitecture = "marian"\nlicence = "MIT"\nbeam = 3\n'
        f'prefixes = {{ vi = "{prefix}" }}\n'
    )
    return "tiny"


def test_a_kill_while_it_fetches_loses_nothing(
    environment: dict[str, str], pull: Pull, hub: hub_server.Hub, models: Path
) -> None:
    program = KILLED.format(module="hub", name="_check_hash", count=2) + PROGRAM
    subprocess.run([sys.executable, "-c", program, NAME], env=environment)
    first = [one for one in hub.asked if "resolve" in one]
    hub.asked.clear()
    assert pull().startswith(NAME)
    again = [one for one in hub.asked if "resolve" in one]
    assert len(first) == 3
    assert not set(first) & set(again)


KILLED_AMID = """
import os, signal, sys
from vitrans.models import hub, pull
come = 0
def advance(count):
    global come
    come += count
    if come > 40_000:
        os.kill(os.getpid(), signal.SIGKILL)
pull(sys.argv[1], on_progress=advance)
"""


def test_a_kill_amid_a_file_loses_nothing(
    environment: dict[str, str], pull: Pull, hub: hub_server.Hub
) -> None:
    hub.cuts.append(30_000)  # so that a part of the weights has come before the kill
    done = subprocess.run([sys.executable, "-c", KILLED_AMID, NAME], env=environment)
    assert done.returncode == -signal.SIGKILL
    hub.asked.clear()
    assert pull().startswith(NAME)
    [last] = [one for one in hub.asked if WEIGHTS in one]
    assert int(last.split()[1]) >= 30_000


def test_a_model_in_parts_is_the_model(
    pull: Pull, hub: hub_server.Hub, served: Path, models: Path
) -> None:
    name = "someone/parts-en-vi"
    if not (served / name).exists():
        tiny_marian.in_parts(served / NAME, served / name)
    without = "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
    assert pull(name, without + PROGRAM).startswith(name)
    assert pull().startswith(NAME)
    made = [(models / flat / "model.bin").read_bytes() for flat in (FLAT, "someone--parts-en-vi")]
    assert made[0] == made[1]
    fetched = [one.split("/")[-1].split()[0] for one in hub.asked if f"{name}/resolve" in one]
    assert [one for one in fetched if "pytorch" in one] == [
        "pytorch_model.bin.index.json",
        *(f"pytorch_model-0000{number}-of-00003.bin" for number in (1, 2, 3)),
    ]


def test_the_catalogue_says_how_a_model_is_driven(
    pull: Pull, models: Path, environment: dict[str, str]
) -> None:
    assert pull(own_entry(models)) == f"tiny {hub_server.COMMIT}"
    described = json.loads((models / "tiny" / "vitrans.json").read_text())
    assert described["prefixes"] == {"vi": ">>vie<<"}
    assert described["decoding"]["beam_size"] == 3


def test_a_prefix_that_the_model_does_not_know_is_refused(pull: Pull, models: Path) -> None:
    answer = pull(own_entry(models, ">>viet<<"))
    assert "does not know '>>viet<<'" in answer
    assert there(models) == ["models.toml"]


def test_what_needs_torch_is_not_fetched_without_it(
    pull: Pull, hub: hub_server.Hub, served: Path
) -> None:
    folder = served / "someone" / "nllb-en-vi"
    folder.mkdir(exist_ok=True)
    for name in ("config.json", "sentencepiece.bpe.model", "pytorch_model.bin"):
        (folder / name).write_text("{}")
    answer = pull("someone/nllb-en-vi", f"import sys; sys.modules['torch'] = None\n{PROGRAM}")
    assert answer == (
        "DependencyError models of this kind need torch to be converted: pip install 'vitrans[hub]'"
    )
    assert not [one for one in hub.asked if "resolve" in one]


def test_models_that_vitrans_cannot_run_are_not_fetched(pull: Pull, hub: hub_server.Hub) -> None:
    answer = pull("seed-x-7b")
    assert "vitrans does not run 'seed-x-7b'" in answer
    assert "vLLM or transformers does" in answer
    assert hub.asked == []
    assert "did you mean opus-en-vi" in pull("opus-en-vn")
