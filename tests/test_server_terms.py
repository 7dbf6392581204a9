"""Glossaries, memory and alternatives of requests to the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def sent(server: LiveServer, name: str, text: str, **fields: str) -> dict[str, Any]:
    """Return the answer to a glossary file."""
    answer = server.client.post("/glossaries", files={"file": (name, text)}, data=fields)
    return {"status": answer.status_code, **answer.json()}


def test_a_glossary_file_is_kept_and_obeyed_in_both_directions(
    server: LiveServer, translator: FakeTranslator
) -> None:
    made = sent(server, "phim.csv", "vi,en\nvai,role\nđạo diễn,director\n,x\n")
    assert (made["status"], made["name"], made["terms"]) == (201, "phim", {"en": 2, "vi": 2})
    assert ["phim.csv:4" in problem for problem in made["problems"]] == [True]
    for target, term in (("en", ("vai", "role")), ("vi", ("role", "vai"))):
        asked = {"q": "Phim hay.", "target": target, "glossary": made["id"]}
        assert server.post("/translate", **asked).status_code == 200
        if target == "en":
            assert isinstance(translator.glossary, Glossary)
            first = translator.glossary.terms(Language.ENGLISH)[0]
            assert (first.source, first.target) == term
    [listed] = server.client.get("/glossaries").json()["glossaries"]
    assert listed["id"] == made["id"]
    assert server.client.delete(f"/glossaries/{made['id']}").status_code == 204
    assert server.client.get("/glossaries").json() == {"glossaries": []}


def test_columns_without_languages_are_of_one_direction(server: LiveServer) -> None:
    assert sent(server, "a.tsv", "role\tvai\n", target="vi")["terms"] == {"vi": 1}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.docx", "vai,role", "no glossary by its name"),
        ("a.csv", "vai", "has no terms"),
        ("a.tbx", '<!DOCTYPE a [<!ENTITY b "c">]><tbx/>', "declares entities"),
    ],
)
def test_files_that_are_no_glossary_are_refused(
    server: LiveServer, name: str, text: str, message: str
) -> None:
    answer = sent(server, name, text)
    assert (answer["status"], message in answer["error"]) == (400, True)


def test_a_request_may_do_without_the_memory(server: LiveServer) -> None:
    server.post("/memory", units=UNITS, target="en")
    asked = {"q": "Phim rất hay.", "target": "en", "memory": False, "details": True}
    answer = server.post("/translate", **asked).json()
    assert answer["translatedText"] == "en[Phim rất hay.]"
    assert answer["details"]["segments"][0]["matches"] == []
