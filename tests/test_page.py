"""The page: what it says, and its forms without scripts."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytest.importorskip("uvicorn", reason="needs the server (pip install '.[serve]')")
pytest.importorskip("jinja2", reason="needs the server (pip install '.[serve]')")

from fakes import use_fakes
from live_server import LiveServer, live_server
from vitrans.server.keys import add_key
from vitrans.server.page.messages import LANGUAGES, for_scripts, messages, preferred
from vitrans.server.settings import ServerSettings

SERVER = Path(__file__).parent.parent / "src" / "vitrans" / "server"


def test_every_message_is_there_in_both_languages() -> None:
    for language in LANGUAGES:
        said = messages(language)
        assert all(text.strip() for text in said.values())
    for name, english in messages("en").items():
        held = set(re.findall(r"\{(\w+)\}", english))
        assert held == set(re.findall(r"\{(\w+)\}", messages("vi")[name])), name


def test_what_the_scripts_say_is_among_the_messages() -> None:
    said = set(messages("en"))
    for script in (SERVER / "static").glob("*.js"):
        text = script.read_text("utf-8")
        asked = set(re.findall(r'\bsay\.(\w+)|tell\("(\w+)"', text))
        assert {one or other for one, other in asked} <= said, script.name


def test_messages_cannot_end_the_script_that_they_stand_in() -> None:
    assert "<" not in for_scripts("vi")
    assert json.loads(for_scripts("vi")) == messages("vi")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("fr, vi", "vi"),
        ("", "en"),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    plain: LiveServer, accepted: str, language: str
) -> None:
    assert preferred(accepted) == language
    page = plain.client.get("/", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{language}">' in page


def test_a_chosen_language_is_kept(plain: LiveServer) -> None:
    answer = plain.client.get("/?lang=vi&view=translate", headers={"Accept-Language": "en"})
    assert '<html lang="vi">' in answer.text
    assert answer.cookies["vitrans-language"] == "vi"
    again = plain.client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="vi">' in again.text
    plain.client.cookies.clear()


def test_text_is_restored_without_scripts(plain: LiveServer) -> None:
    form = {"text": "Su ket hop cua hai dien vien <b>\n", "english": "", "lang": "en"}
    page = plain.client.post("/page/restore", data=form).text
    assert "<pre>Sự kết hợp của hai diễn viên &lt;b&gt;" in page
    assert "Su ket hop cua hai dien vien &lt;b&gt;" in page


def test_text_is_translated_without_scripts(plain: LiveServer) -> None:
    form = {"text": "Phim rất hay.\n", "target": "en", "lang": "vi"}
    page = plain.client.post("/page/translate", data=form).text
    assert '<pre lang="en">en[Phim rất hay.]' in page
    assert '<html lang="vi">' in page


def test_the_page_needs_nothing_from_elsewhere(plain: LiveServer) -> None:
    page = plain.client.get("/").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses and not [one for one in addresses if "//" in one]
    for address in addresses:
        if address.startswith("/static/"):
            assert plain.client.get(address).status_code == 200, address
    for file in (SERVER / "static").iterdir():
        remote = re.sub(r"http://www\.w3\.org/\S+", "", file.read_text("utf-8"))
        assert "http://" not in remote and "https://" not in remote, file.name


def test_files_outside_the_page_are_not_served(plain: LiveServer) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/templates/page.html"):
        assert plain.client.get(path).status_code == 404


def test_a_server_with_keys_asks_for_one_on_the_page(tmp_path: Path) -> None:
    keys = tmp_path / "keys.tsv"
    secret = add_key(keys, "Lan")
    form = {"text": "Phim rất hay.", "target": "en", "lang": "en"}
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        with live_server(ServerSettings(data_dir=tmp_path, keys=keys)) as live:
            assert 'name="api_key" form="form-restore"' in live.client.get("/").text
            assert live.client.post("/page/translate", data=form).status_code == 403
            made = live.client.post("/page/translate", data={**form, "api_key": secret})
    assert "en[Phim rất hay.]" in made.text
