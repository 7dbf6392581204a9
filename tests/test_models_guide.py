"""What the guides show with models of the hub, against a hub on this machine.

It serves the bundled model as MarianMT models are published, under the names of the catalogue.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hub_server
import shown_commands
from shown_commands import FROM_THE_HUB, PAGES, run, shown
from vitrans.models import catalogue, locate

pytest.importorskip("torch", reason="needs torch")
pytestmark = [pytest.mark.torch, pytest.mark.slow]

NAMES = ("opus-big-en-vi", "opus-big-vi-en", "opus-vi-en")
COMMANDS = [
    one.command
    for page in PAGES
    for one in shown(page)
    if one.why_not == FROM_THE_HUB and "bench" not in one.command
]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hub_server.Hub]:
    from vitrans.training.translator.fine_tune import started_from, write_unconverted

    folder, model = tmp_path_factory.mktemp("hub"), locate()
    source = folder / "source" / "model"
    write_unconverted(model, started_from(model).half(), source)
    (source / "vitrans.json").unlink()
    for name in NAMES:
        place = folder / catalogue()[name].repo
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(source)
    with hub_server.serving(folder) as hub:
        yield hub


def test_every_command_does_what_the_guides_say(
    hub: hub_server.Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_commands.furnish(tmp_path)
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("VITRANS_MODELS", str(tmp_path / "models"))

    def does(command: str) -> str:
        done = run(command, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    question = does("yes | vitrans models pull best --to vi")
    assert re.search(
        r"mkh: [\d.]+ MB to fetch, ~240 MB kept, licence Apache-2.0\nGo on\?", question
    )
    assert "opus-big-en-vi is ready: vitrans translate --model opus-big-en-vi" in question
    asked = len(hub.asked)
    assert len(COMMANDS) >= 5
    for command in COMMANDS:
        does(command.replace("models pull", "models pull --yes"))
    assert len(hub.asked) > asked, "the other direction is fetched too"
    assert (tmp_path / "article.vi.txt").read_text("utf-8")
    listed = does("vitrans models list")
    assert [n for n in NAMES if re.search(rf"^  {n} .* Apache-2.0", listed, re.M)] == list(NAMES)
    default = does("vitrans models default")
    assert default == "into en: bundled\ninto vi: opus-big-en-vi\n"
    for what in ("show", "path", "verify", "doctor"):
        assert does(f"vitrans models {what} opus-big-en-vi")
    gone = does("vitrans models remove opus-big-en-vi")
    assert "your choice for translations into vi" in gone
    assert does("vitrans models default") == "into en: bundled\ninto vi: bundled\n"


def test_a_command_that_cannot_ask_says_so(
    hub: hub_server.Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("VITRANS_MODELS", str(tmp_path / "models"))
    done = run("vitrans models pull opus-vi-en < /dev/null", tmp_path)
    assert done.returncode == 2
    assert "to go on without a question: --yes" in done.stdout
    done = run("echo n | vitrans models pull opus-vi-en", tmp_path)
    assert done.returncode == 0
    assert done.stdout.endswith("opus-vi-en is not pulled\n")
    assert not list((tmp_path / "models").glob("[!.]*"))
