"""LibreTranslate's API, asked by its own clients on a live server."""

import json
import urllib.request
from collections.abc import Iterator

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")

from fakes import use_fakes
from live_server import LiveServer, live_server
from vitrans.server.settings import ServerSettings


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        with live_server(ServerSettings(data_dir=folder)) as live:
            yield live


def test_libretranslatepy(server: LiveServer) -> None:
    api = pytest.importorskip("libretranslatepy").LibreTranslateAPI(server.url, api_key="")
    assert api.translate("Phim rất hay.", "vi", "en") == "en[Phim rất hay.]"
    assert api.detect("Phim rất hay.")[0]["language"] == "vi"
    # It sends GET with a body.
    assert [language["code"] for language in api.languages()] == ["en", "vi"]


def test_deep_translator(server: LiveServer) -> None:
    translators = pytest.importorskip("deep_translator")
    # It puts all of it into the address.
    client = translators.LibreTranslator(
        source="vi", target="en", use_free_api=False, custom_url=f"{server.url}/", api_key="x"
    )
    assert client.translate("Phim rất hay & đẹp.") == "en[Phim rất hay & đẹp.]"
    assert client.translate_batch(["Phim hay.", "Ảnh đẹp."]) == ["en[Phim hay.]", "en[Ảnh đẹp.]"]


def test_what_weblate_sends(server: LiveServer) -> None:
    languages = server.client.get("/languages").json()
    assert {"en", "vi"} == set(languages[0]["targets"])
    texts = ["Xin chào [X6X], phim [X12X] rất hay.", "[X0X]Ảnh đẹp[X1X]"]
    body = {"api_key": "", "q": texts, "source": "vi", "target": "en"}
    answer = server.client.post("/translate", json=body)
    assert answer.json()["translatedText"] == [f"en[{text}]" for text in texts]


@pytest.mark.model
def test_placeholders_of_weblate_come_back_whole(tmp_path: object) -> None:
    from vitrans import load

    made = load().translate("Xin chào [X6X], bạn có [X12X] tin nhắn mới.", "en").target
    assert made.count("[X6X]") == made.count("[X12X]") == 1


def test_forms_and_addresses_serve_as_well(server: LiveServer) -> None:
    fields = {"q": "Phim hay.", "source": "auto", "target": "en", "format": "text"}
    for answer in (
        server.client.post("/translate", data=fields),
        server.client.post("/translate", params=fields),
        server.client.post("/translate", files={k: (None, v) for k, v in fields.items()}),
        server.client.post("/translate", data={**fields, "alternatives": "2", "api_key": ""}),
    ):
        assert answer.json()["translatedText"] == "en[Phim hay.]", answer.text
    assert answer.json()["alternatives"] == ["en0[Phim hay.]", "en1[Phim hay.]"]
    several = server.client.post("/translate", data={**fields, "q": ["Phim hay.", "Ảnh đẹp."]})
    assert several.json()["translatedText"] == ["en[Phim hay.]", "en[Ảnh đẹp.]"]


def test_json_without_its_type_is_read_too(server: LiveServer) -> None:
    body = json.dumps({"q": "Phim hay.", "target": "en"}).encode()
    asked = urllib.request.Request(f"{server.url}/translate", data=body)
    asked.add_header("Content-Type", "text/plain")
    with urllib.request.urlopen(asked) as answer:
        assert json.loads(answer.read())["translatedText"] == "en[Phim hay.]"


def test_a_file_is_translated_and_fetched(server: LiveServer) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nPhim rất hay.\n"
    files = {"file": ("../../phim hay.srt", cue.encode())}
    fields = {"source": "vi", "target": "en", "api_key": ""}
    answer = server.client.post("/translate_file", files=files, data=fields)
    url = answer.json()["translatedFileUrl"]
    assert url.startswith(f"{server.url}/download_file/") and ".." not in url
    got = server.client.get(url)
    assert got.text == cue.replace("Phim rất hay.", "en[Phim rất hay.]")
    assert "phim hay.en.srt" in got.headers["content-disposition"]
    ticket = url.split("/")[-2]
    wrong = url.replace(ticket, ticket[:-1] + ("0" if ticket[-1] != "0" else "1"))
    assert server.client.get(wrong).status_code == 404


def test_what_its_page_asks_first(server: LiveServer) -> None:
    settings = server.client.get("/frontend/settings").json()
    assert settings["keyRequired"] is False
    assert {".txt", ".srt"} <= set(settings["supportedFilesFormat"])
    assert server.client.get("/health").json() == {"status": "ok"}


def test_numbers_for_prometheus(server: LiveServer) -> None:
    server.client.get("/languages")
    text = server.client.get("/metrics").text
    assert 'vitrans_http_request_duration_seconds_count{method="GET",path="/languages"' in text
    assert "vitrans_characters_total" in text and "vitrans_batch_sentences_bucket" in text


def test_languages_that_are_not_there(server: LiveServer) -> None:
    for fields in ({"source": "fr", "target": "en"}, {"source": "vi", "target": "de"}):
        answer = server.client.post("/translate", data={"q": "Ảnh", **fields})
        assert answer.status_code == 400 and "error" in answer.json()
