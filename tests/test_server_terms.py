"""Glossaries, memory and alternatives of requests to the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")

from fakes import FakeTranslator, use_fakes
from live_server import LiveServer, live_server
from vitrans.memory import Memory
from vitrans.server.settings import ServerSettings
from vitrans.terms import Glossary
from vitrans.types import Language

UNITS = [{"source": "Phim rất hay.", "target": "A very good film."}]


@pytest.fixture
def translator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeTranslator:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return use_fakes(monkeypatch)


@pytest.fixture
def server(translator: FakeTranslator, tmp_path: Path) -> Iterator[LiveServer]:
    Memory.writing(tmp_path / "memory.db").close()
    settings = ServerSettings(data_dir=tmp_path / "data", memory=tmp_path / "memory.db")
    with live_server(settings) as live:
        yield live


def test_the_terms_of_a_request_reach_the_translator(
    server: LiveServer, translator: FakeTranslator
) -> None:
    entries = {"name": "x", "source_lang": "vi", "target_lang": "en", "entries": "vai\trole"}
    made = server.post("/v2/glossaries", **entries).json()["glossary_id"]
    asked = {"text": ["Phim hay."], "source_lang": "VI", "target_lang": "EN-US"}
    assert server.post("/v2/translate", **asked).status_code == 200
    assert translator.glossary is None
    assert server.post("/v2/translate", **asked, glossary_id=made).status_code == 200
    assert isinstance(translator.glossary, Glossary)
    [term] = translator.glossary.terms(Language.ENGLISH)
    assert (term.source, term.target) == ("vai", "role")
    own = {"q": "Phim hay.", "source": "vi", "target": "en", "glossary": made}
    assert server.post("/translate", **own).status_code == 200
    assert server.post("/translate", **{**own, "glossary": "x"}).status_code == 404


def test_what_people_have_translated_is_found_and_taken(server: LiveServer) -> None:
    assert server.post("/memory", units=UNITS, target="en").json() == {"new": 1, "known": 0}
    assert server.post("/memory", units=UNITS, target="en").json() == {"new": 0, "known": 1}
    [match] = server.post("/memory/search", text="rất hay").json()["matches"]
    assert (match["target"], match["origin"]) == ("A very good film.", "server")
    asked = {"q": "Phim rất hay.", "target": "en", "details": True}
    answer = server.post("/translate", **asked).json()
    assert answer["translatedText"] == "A very good film."
    [segment] = answer["details"]["segments"]
    assert segment["provenance"].startswith("memory")
    assert segment["matches"][0]["score"] >= 100
    units = [{"source": "Phim rất hay.", "target": "The film is great."}]
    assert server.post("/memory", units=units, target="en", replace=True).status_code == 201
    again = server.post("/translate", **asked).json()
    assert again["translatedText"] == "The film is great."


def test_blank_units_are_refused(server: LiveServer) -> None:
    blank = [{"source": " ", "target": "A"}]
    assert server.post("/memory", units=blank, target="en").status_code == 400


def test_without_a_memory_the_server_says_how_to_have_one(
    translator: FakeTranslator, tmp_path: Path
) -> None:
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        answer = server.post("/memory/search", text="phim")
    assert (answer.status_code, "--memory default" in answer.json()["error"]) == (404, True)


@pytest.mark.model
def test_terms_and_alternatives_of_the_real_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        entries = {"name": "x", "source_lang": "vi", "target_lang": "en"}
        glossary = server.post("/v2/glossaries", **entries, entries="nhà sản xuất\tshowrunner")
        asked = {"q": "Nhà sản xuất đã có mặt tại Hà Nội.", "source": "vi", "target": "en"}
        plain = server.post("/translate", **asked, alternatives=2).json()
        told = server.post(
            "/translate", **asked, glossary=glossary.json()["glossary_id"], details=True
        ).json()
    assert plain["alternatives"] and plain["translatedText"] not in plain["alternatives"]
    assert "showrunner" in told["translatedText"].lower()
    assert told["details"]["segments"][0]["terms"][0]["found"]
    assert "showrunner" not in plain["translatedText"].lower()
