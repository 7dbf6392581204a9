"""How a server is run: keys, rates, batches, what is too much, and what outlives a kill."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")

import httpx2 as httpx

from fakes import ByWords, FakeTranslator, use_fakes
from live_server import live_server
from vitrans.errors import InputError, UsageError
from vitrans.server.admission import Rates
from vitrans.server.batches import TICKET, Batches, GivenUpError, Ticket
from vitrans.server.glossaries import Glossaries, read_entries
from vitrans.server.keys import KeyFile, add_key, read_keys, remove_key
from vitrans.server.logs import JsonLines
from vitrans.server.problems import RefusedError
from vitrans.server.settings import Limits, ServerSettings
from vitrans.server.store import Store
from vitrans.server.uploads import named_by_content, safe_name
from vitrans.terms import Glossary
from vitrans.types import Language, Target, Translation

EN: Target = Language.ENGLISH


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeTranslator:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return use_fakes(monkeypatch)


# Keys and rates


def test_keys_are_kept_as_hashes(tmp_path: Path) -> None:
    path = tmp_path / "keys.tsv"
    secret = add_key(path, "Lan")
    assert secret not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0
    kept = KeyFile(path)
    assert (kept.name_of(secret), kept.name_of("vt-x")) == ("Lan", None)
    with pytest.raises(UsageError, match="there is a key 'Lan' already"):
        add_key(path, "Lan")
    remove_key(path, "Lan")
    assert (read_keys(path), kept.name_of(secret)) == ([], None)
    with pytest.raises(UsageError, match="no key 'Lan'"):
        remove_key(path, "Lan")


def test_a_file_of_something_else_is_no_file_of_keys(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a\tb\n", "utf-8")
    with pytest.raises(InputError, match="no file of keys"):
        read_keys(tmp_path / "keys")


def test_each_api_takes_the_key_where_its_clients_put_it(tmp_path: Path) -> None:
    keys = tmp_path / "keys.tsv"
    secret = add_key(keys, "Lan")
    body = {"q": "Phim hay.", "target": "en"}
    with live_server(ServerSettings(data_dir=tmp_path, keys=keys)) as server:
        client = server.client
        assert client.post("/translate", json=body).status_code == 403
        assert client.post("/translate", json={**body, "api_key": "x"}).status_code == 403
        assert client.post("/translate", data={**body, "api_key": secret}).status_code == 200
        assert client.get("/translate", params={**body, "api_key": secret}).status_code == 200
        for headers in (
            {"Authorization": f"DeepL-Auth-Key {secret}"},
            {"Authorization": f"Bearer {secret}"},
            {"X-API-Key": secret},
        ):
            assert client.get("/v2/usage", headers=headers).status_code == 200
            assert client.post("/restore", json={"text": "Phim"}, headers=headers).is_success
        refused = client.get("/v2/usage", headers={"Authorization": "DeepL-Auth-Key x"})
        assert (refused.status_code, refused.json()) == (403, {"message": "Invalid API key"})
        refused = client.get("/v1/models")
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_api_key")
        for path in ("/health", "/languages", "/frontend/settings", "/openapi.json"):
            assert client.get(path).status_code == 200
        assert client.get("/frontend/settings").json()["keyRequired"] is True
        assert client.get("/metrics").status_code == 403


def test_what_one_key_keeps_is_not_there_for_another(tmp_path: Path) -> None:
    keys = tmp_path / "keys.tsv"
    one, other = ({"X-API-Key": add_key(keys, name)} for name in ("Lan", "Minh"))
    glossary = {"name": "x", "source_lang": "vi", "target_lang": "en", "entries": "a\tb"}
    with live_server(ServerSettings(data_dir=tmp_path, keys=keys)) as server:
        client = server.client
        made = client.post("/v2/glossaries", json=glossary, headers=one).json()
        path = f"/v2/glossaries/{made['glossary_id']}"
        assert client.get(path, headers=one).status_code == 200
        assert client.get(path, headers=other).status_code == 404
        assert client.delete(path, headers=other).status_code == 404
        sent = client.post(
            "/documents",
            files={"file": ("a.txt", b"Phim hay.")},
            data={"target": "en"},
            headers=one,
        ).json()
        assert client.get(f"/documents/{sent['id']}", headers=other).status_code == 404


def test_a_key_that_calls_too_often_waits(tmp_path: Path) -> None:
    keys = tmp_path / "keys.tsv"
    headers = {"X-API-Key": add_key(keys, "Lan")}
    settings = ServerSettings(data_dir=tmp_path, keys=keys, limits=Limits(rate=3))
    with live_server(settings) as server:
        answers = [server.client.get("/v2/languages", headers=headers) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 21


def test_without_keys_nothing_holds_up_this_machine(tmp_path: Path) -> None:
    with live_server(ServerSettings(data_dir=tmp_path, limits=Limits(rate=1))) as server:
        assert all(server.client.get("/v2/languages").is_success for _ in range(5))


def test_rates_come_back_with_time() -> None:
    rates = Rates(2)
    assert [rates.wait("a", 0.0) for _ in range(3)] == [0.0, 0.0, 30.0]
    assert rates.wait("b", 0.0) == 0.0
    assert (rates.wait("a", 29.0) > 0, rates.wait("a", 31.0)) == (True, 0.0)


# Batches


class SlowTranslator(ByWords):
    """Waits until it is let go; remembers its batches."""

    def __init__(self) -> None:
        self.go, self.batches = threading.Event(), list[list[str]]()

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        assert self.go.wait(100)
        self.batches.append(list(texts))
        if "bad" in texts:
            raise ValueError("bad")
        return [Translation(text, text.upper()) for text in texts]

    def varied(self, glossary: Glossary, alternatives: int) -> "SlowTranslator":
        return self


@contextmanager
def running(*works: Callable[[], object]) -> Iterator[None]:
    """Have works run in threads, in the order in which they are given."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    yield
    for thread in threads:
        thread.join(10)


def test_sentences_of_several_requests_share_a_batch() -> None:
    slow, made = SlowTranslator(), dict[str, list[str]]()
    batches = Batches(lambda: slow, threads=1)

    def ask(name: str, count: int) -> None:
        texts = [f"{name}{number}" for number in range(count)]
        made[name] = [one.target for one in batches.translate(texts, EN)]

    asks = (
        lambda: ask("first", 1),
        lambda: ask("long", 40),
        lambda: ask("a", 2),
        lambda: ask("b", 1),
    )
    with running(*asks):
        slow.go.set()
    assert slow.batches[0] == ["first0"]
    # A long one does not keep the short ones waiting.
    assert {"a0", "a1", "b0"} <= set(slow.batches[1])
    assert made["long"] == [f"LONG{number}" for number in range(40)]
    assert (made["a"], made["b"]) == (["A0", "A1"], ["B0"])
    batches.close()


class Meeting(SlowTranslator):
    """Makes no long batch before two are at it."""

    def __init__(self) -> None:
        super().__init__()
        self.go.set()
        self.both = threading.Barrier(2, timeout=100)

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        if len(texts) > 1:
            self.both.wait()
        return super().translate(texts, target)


def test_a_long_call_wakes_all_threads() -> None:
    meeting = Meeting()
    batches = Batches(lambda: meeting, threads=2)
    batches.translate(["first"], EN)  # from now on both threads sleep until there is work
    texts = [f"long{number}" for number in range(40)]
    made = batches.translate(texts, EN)
    assert [one.target for one in made] == [text.upper() for text in texts]
    assert sorted(map(len, meeting.batches)) == [1, 8, 32]
    batches.close()


def test_a_sentence_that_fails_spoils_no_other() -> None:
    slow = SlowTranslator()
    batches = Batches(lambda: slow, threads=1)
    failed: list[str] = []
    made: list[Translation] = []

    def fail() -> None:
        with pytest.raises(ValueError, match="bad"):
            batches.translate(["bad"], EN)
        failed.append("bad")

    with running(
        lambda: batches.translate(["first"], EN),
        fail,
        lambda: made.extend(batches.translate(["b"], EN)),
    ):
        slow.go.set()
    assert (failed, made[0].target) == (["bad"], "B")
    batches.close()


def test_what_nobody_waits_for_is_left_out() -> None:
    slow, ticket = SlowTranslator(), Ticket()
    batches = Batches(lambda: slow, threads=1)
    given_up: list[bool] = []

    def ask() -> None:
        TICKET.set(ticket)
        with pytest.raises(GivenUpError):
            batches.translate(["late"], EN)
        given_up.append(True)

    with running(lambda: batches.translate(["first"], EN), ask):
        ticket.given_up = True
        slow.go.set()
    assert given_up and slow.batches == [["first"]]
    batches.close()
    with pytest.raises(GivenUpError):
        batches.translate(["x"], EN)


def test_more_requests_than_the_queue_are_told_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowTranslator()
    monkeypatch.setattr("vitrans.toolkit.load_model", lambda settings: slow)
    settings = ServerSettings(data_dir=tmp_path, limits=Limits(queue=4))
    found: list[httpx.Response] = []
    with live_server(settings) as server:

        def ask() -> None:
            found.append(server.post("/translate", q="Phim rất hay.", target="en"))

        with running(*[ask] * 8):
            patience = time.monotonic() + 60
            while len(found) < 4 and time.monotonic() < patience:
                time.sleep(0.01)
            slow.go.set()
    assert sorted(answer.status_code for answer in found) == [200] * 4 + [429] * 4
    assert all("retry-after" in answer.headers for answer in found if answer.status_code == 429)


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowTranslator()
    monkeypatch.setattr("vitrans.toolkit.load_model", lambda settings: slow)
    settings = ServerSettings(data_dir=tmp_path, limits=Limits(seconds=0.2))
    with live_server(settings) as server:
        answer = server.post("/translate", q="Phim rất hay.", target="en")
        slow.go.set()
    assert (answer.status_code, "longer than 0.2 s" in answer.json()["error"]) == (504, True)


# What is sent


def packed(**parts: bytes) -> bytes:
    """Return a zip archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_file_is_what_it_holds() -> None:
    docx = packed(**{"word__document.xml": b"<w/>"})
    assert named_by_content(docx, "story.txt", 10**6) == "story.docx"
    assert named_by_content(packed(mimetype=b"application/epub+zip"), "a.zip", 100) == "a.epub"
    assert named_by_content(b"WEBVTT\n\n", "a.txt", 10) == "a.vtt"
    assert named_by_content(b"Phim", "a.srt", 10) == "a.srt"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (packed(a=b"0" * 10**6), "holds more than"),
        (b"PK\x03\x04 and so on", "damaged"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares entities"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16"), "declares entities"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16-be"), "declares entities"),
    ],
)
def test_bombs_and_entities_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        named_by_content(data, "a.xml", 10**5)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\phim hay.srt", "phim hay.srt"),
        ("..", "_"),
        ("", "file"),
        ('a"\r\nX: y.txt', "a___X_ y.txt"),
        ("tiếng Việt.docx", "tiếng Việt.docx"),
        ("\0.txt", "_.txt"),
    ],
)
def test_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_document_is_restored_and_let_go(tmp_path: Path) -> None:
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        client = server.client
        sent = client.post(
            "/documents",
            files={"file": ("a.md", "# Phim\n\nPhim rat hay.\n")},
            data={"task": "restore"},
        )
        assert sent.status_code == 201
        path = f"/documents/{sent.json()['id']}"
        while (told := client.get(path).json())["state"] not in ("done", "error"):
            time.sleep(0.01)
        assert (told["state"], told["name"]) == ("done", "a.restored.md")
        assert client.get(f"{path}/result").text == "# Phim\n\nPhim rất hay.\n"
        assert list(tmp_path.glob("documents/*"))
        assert client.delete(path).status_code == 204
        assert not list(tmp_path.glob("documents/*"))
        assert client.get(path).status_code == 404
        assert client.get("/documents/..%2f..%2fx").status_code == 404


# What outlives a server


def test_glossaries_outlive_a_server_and_newer_ones_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = Glossaries(store).add("", "Phim", [read_entries("vi", "en", "vai\trole", "tsv")])
    store.close()
    assert Glossaries(Store(tmp_path)).get("", made.id) == made
    with Store(tmp_path).changing() as rows:
        rows.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="newer vitrans"):
        Store(tmp_path)


def test_two_changes_at_once_lose_nothing(tmp_path: Path) -> None:
    first, second = Glossaries(Store(tmp_path)), Glossaries(Store(tmp_path))
    made = first.add("", "Phim", [read_entries("vi", "en", "vai\trole", "tsv")])

    def merge(keeper: Glossaries, name: str) -> None:
        for number in range(20):
            keeper.merge("", made.id, read_entries("vi", "en", f"{name}{number}\tx", "tsv"))

    with running(lambda: merge(first, "a"), lambda: merge(second, "b")):
        pass
    entries = first.get("", made.id).of("vi", "en")
    assert entries and len(entries.pairs) == 41


def test_what_was_left_unfinished_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        sent = server.client.post(
            "/documents", files={"file": ("a.txt", "Phim hay.")}, data={"target": "en"}
        ).json()
        while server.client.get(f"/documents/{sent['id']}").json()["state"] not in (
            "done",
            "error",
        ):
            time.sleep(0.01)
    with Store(tmp_path).changing() as rows:  # as a kill in the middle leaves it
        rows.execute("UPDATE document SET state = 'translating'")
    for path in tmp_path.glob("documents/*.result"):
        path.unlink()
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        while server.client.get(f"/documents/{sent['id']}").json()["state"] not in (
            "done",
            "error",
        ):
            time.sleep(0.01)
        assert server.client.get(f"/documents/{sent['id']}/result").text == "en[Phim hay.]"


def test_logs_are_json_without_texts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "vitrans.server")
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        server.client.get("/translate", params={"q": "Bí mật.", "target": "en"})
    [record] = [one for one in caplog.records if one.__dict__.get("path") == "/translate"]
    line = json.loads(JsonLines().format(record))
    assert (line["event"], line["status"], line["method"]) == ("request", 200, "GET")
    assert "mật" not in caplog.text + json.dumps(line, ensure_ascii=False)


def test_an_unexpected_error_is_500_and_its_text_is_not_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
            raise RuntimeError(texts[0])

    monkeypatch.setattr("vitrans.toolkit.load_model", lambda settings: Broken())
    with live_server(ServerSettings(data_dir=tmp_path)) as server:
        answer = server.post("/v2/translate", text=["Bí mật."], target_lang="EN-US")
    assert (answer.status_code, list(answer.json())) == (500, ["message"])
    lines = [JsonLines().format(record) for record in caplog.records]
    assert any("RuntimeError" in line for line in lines)
    assert not any("mật" in line for line in lines)


# The command


@contextmanager
def command(tmp_path: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Have `vitrans serve` run as a process of its own, with the real models."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "vitrans",
            "serve",
            "--port",
            "0",
            "--data-dir",
            str(tmp_path),
            *options,
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")},
    )
    assert process.stderr
    try:
        line = process.stderr.readline()
        match = re.search(r"http://\S+", line)
        assert match, line + process.stderr.read()
        yield match[0], process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.model
@pytest.mark.slow
def test_a_kill_loses_no_glossary_and_a_stop_finishes_what_runs(tmp_path: Path) -> None:
    glossary = {"name": "x", "source_lang": "vi", "target_lang": "en", "entries": "vai\trole"}
    with command(tmp_path) as (url, process):
        made = httpx.post(f"{url}/v2/glossaries", json=glossary, timeout=60).json()
        process.send_signal(signal.SIGKILL)
    text = "Nhà sản xuất đã có mặt tại Hà Nội. " * 20
    with command(tmp_path, "--workers", "2") as (url, process):
        listed = httpx.get(f"{url}/v2/glossaries", timeout=60).json()["glossaries"]
        assert [one["glossary_id"] for one in listed] == [made["glossary_id"]]
        found: list[httpx.Response] = []

        def ask() -> None:
            body = {"q": text, "target": "en"}
            found.append(httpx.post(f"{url}/translate", json=body, timeout=60))

        with running(ask):
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
        assert found[0].status_code == 200
        assert process.wait(30) == 0


def test_the_command_refuses_what_cannot_be(tmp_path: Path) -> None:
    def run(*options: str) -> subprocess.CompletedProcess[str]:
        asked = [sys.executable, "-m", "vitrans", "serve", *options]
        return subprocess.run(asked, capture_output=True, text=True, check=False)

    done = run("--api-keys", str(tmp_path / "none"))
    assert (done.returncode, "make a key first" in done.stderr) == (2, True)
    made = run("keys", "add", "Lan", "--api-keys", str(tmp_path / "keys"))
    assert made.returncode == 0 and made.stdout.startswith("vt-")
    assert "Lan" in run("keys", "list", "--api-keys", str(tmp_path / "keys")).stdout
