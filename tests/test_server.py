"""The server: its own API, and what it refuses before any endpoint sees it."""

import json
import re
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytest.importorskip("uvicorn", reason="needs the server (pip install '.[serve]')")

from fakes import use_fakes
from live_server import LiveServer, live_server
from vitrans.formats.registry import FORMATS
from vitrans.server.settings import Limits, ServerSettings

VIETNAMESE = "Sự kết hợp của hai diễn viên.\n\nPhim rất hay.\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        limits = Limits(characters=5000, texts=20, upload=200_000)
        with live_server(ServerSettings(data_dir=folder, limits=limits)) as live:
            yield live


def test_a_text_is_translated_with_its_layout_kept(server: LiveServer) -> None:
    answer = server.post("/translate", q=VIETNAMESE, target="en").json()
    expected = "en[Sự kết hợp của hai diễn viên.]\n\nen[Phim rất hay.]\n"
    assert answer["translatedText"] == expected
    assert answer["detectedLanguage"]["language"] == "vi"


def test_several_texts_come_back_as_several(server: LiveServer) -> None:
    answer = server.post("/translate", q=["Phim rất hay.", "", "Ảnh đẹp."], target="en").json()
    assert answer["translatedText"] == ["en[Phim rất hay.]", "", "en[Ảnh đẹp.]"]
    assert len(answer["detectedLanguage"]) == 3


def test_details_tell_of_each_sentence_and_put_together_make_the_text(server: LiveServer) -> None:
    asked = {"q": "Su ket hop cua hai dien vien 2017.\n\nPhim hay.", "target": "en"}
    answer = server.post("/translate", **asked, details=True).json()
    first, *_ = segments = answer["details"]["segments"]
    assert first["restored"] == "Sự kết hợp của hai diễn viên 2017."
    assert first["warnings"] == ["number lost: 2017"]
    made = "".join(s["before"] + s["target"] for s in segments) + answer["details"]["after"]
    assert made == answer["translatedText"]


def test_a_named_source_decides_where_words_do_not(server: LiveServer) -> None:
    answer = server.post("/translate", q="Ok", source="vi", target="en").json()
    assert answer == {"translatedText": "en[Ok]"}


def test_subtitles_keep_their_times(server: LiveServer) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nPhim rất hay.\n"
    answer = server.post("/translate", q=cue, target="en", format="srt").json()
    assert answer["translatedText"] == cue.replace("Phim rất hay.", "en[Phim rất hay.]")


def test_restoring_tells_of_words(server: LiveServer) -> None:
    answer = server.post("/restore", text="Phim rat hay.\n").json()
    assert answer["text"] == "Phim rất hay.\n"
    assert answer["details"]["segments"][0]["source"] == "Phim rat hay."
    several = server.post("/restore", text=["Phim rat hay", "rat dep"]).json()
    assert several["text"] == ["Phim rất hay", "rất đẹp"]
    assert len(several["details"]) == 2


def test_english_beside_it_is_one_for_each_text(server: LiveServer) -> None:
    answer = server.post("/restore", text=["Phim rat hay", "rat dep"], english="A film")
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "1 English texts beside 2; give one for each",
    )


def test_captions_are_paired(server: LiveServer) -> None:
    text = "Su ket hop cua hai dien vien.\nThe love of two actors.\n"
    assert "pairs" in server.post("/captions", text=text).json()


def test_texts_are_aligned_and_written_as_a_memory(server: LiveServer) -> None:
    sides = {"source": "Phim rất hay.\n", "target": "The film is very good.\n"}
    found = server.post("/align", **sides).json()
    assert found["source"] == ["Phim rất hay."]
    written = server.post("/align/file", **found, form="tmx").json()["text"]
    assert "<tmx" in written and "The film is very good." in written


def test_scores_come_as_data_and_as_a_page(server: LiveServer) -> None:
    sides = {"systems": {"one": "A film.\nTwo."}, "references": [["A film.", "Two."]]}
    answer = server.post("/score", **sides).json()
    assert answer["report"]["sections"]
    assert answer["page"].startswith("<!DOCTYPE html>") or "<html" in answer["page"]
    wrong = server.post("/score", systems={"one": "A.\nB."}, references=["A."])
    assert wrong.status_code == 400
    assert "'one' has 2 segments, the first reference 1" in wrong.json()["error"]


def test_the_lexicon_grows_and_forgets(server: LiveServer) -> None:
    learned = server.post("/lexicon", phrases=["Tràm Chim", " "]).json()
    assert learned == {"phrases": ["Tràm Chim"], "learned": ["Tràm Chim"]}
    assert server.client.get("/lexicon").json()["phrases"] == ["Tràm Chim"]
    assert server.post("/lexicon", phrases=[], forget=["Tràm Chim"]).json()["phrases"] == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"target": "en"}, "Invalid request: missing q parameter"),
        ({"q": "Ảnh"}, "Invalid request: missing target parameter"),
        ({"q": "Ảnh", "target": "fr"}, "'fr' is no language to translate into"),
        ({"q": "Ảnh", "target": "en", "format": "x"}, "there is no format 'x'"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(
    server: LiveServer, body: dict[str, str], message: str
) -> None:
    answer = server.post("/translate", **body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(message)


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(server: LiveServer, body: bytes) -> None:
    for path in ("/translate", "/restore"):
        headers = {"content-type": "application/json"}
        answer = server.client.post(path, content=body, headers=headers)
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_too_much_is_refused(server: LiveServer) -> None:
    assert server.post("/translate", q="a" * 5001, target="en").status_code == 413
    assert server.post("/translate", q=["a"] * 21, target="en").status_code == 413
    large = server.client.post("/translate", content=b"x" * 1_300_000)
    assert large.status_code == 413
    chunked = server.client.post("/translate", content=iter([b"x" * 700_000] * 2))
    assert chunked.status_code == 413


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:5000", "", "localhost.evil.example"]
)
def test_other_names_are_refused(server: LiveServer, name: str) -> None:
    answer = server.client.get("/languages", headers={"host": name})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["localhost:80", "127.0.0.1", "[::1]:5000", "192.168.1.2:1"])
def test_its_own_names_and_addresses_are_taken(server: LiveServer, name: str) -> None:
    assert server.client.get("/languages", headers={"host": name}).status_code == 200


def test_pages_from_elsewhere_may_not_call(server: LiveServer) -> None:
    body = {"q": "Phim hay", "target": "en"}
    foreign = {"origin": "https://evil.example"}
    assert server.client.post("/translate", json=body, headers=foreign).status_code == 403
    own = {"origin": server.url}
    assert server.client.post("/translate", json=body, headers=own).status_code == 200
    assert "access-control-allow-origin" not in server.client.get("/languages").headers


def test_the_api_is_described(server: LiveServer) -> None:
    paths = server.client.get("/openapi.json").json()["paths"]
    assert {"/translate", "/restore", "/captions", "/align", "/score"} <= paths.keys()
    assert server.client.get("/docs").status_code == 404


GUIDE = (Path(__file__).parent.parent / "docs" / "guides" / "server.md").read_text("utf-8")


@pytest.mark.parametrize("code", re.findall(r"^```python\n(.*?)^```$", GUIDE, re.M | re.S))
def test_what_the_guide_shows_of_clients_works(server: LiveServer, code: str) -> None:
    module = re.findall(r"^(?:import|from) (\w+)", code)[0]
    pytest.importorskip(module, reason=f"needs {module} (pip install '.[dev]')")
    *before, last = code.replace("http://127.0.0.1:5000", server.url).strip().split("\n")
    names: dict[str, object] = {}
    exec("\n".join(before), names)
    assert "en[Phim rất hay.]" in str(eval(last, names))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/translate", b'{"q": "a \\ud800 b", "target": "en"}'),
        ("/restore", b'{"text": "a \\ud800 b"}'),
        ("/captions", b'{"text": "a \\ud800 b"}'),
        ("/detect", b'{"q": "a \\ud800 b"}'),
        ("/lexicon", b'{"phrases": ["a \\ud800 b"]}'),
        ("/v2/translate", b'{"text": ["a \\ud800 b"], "target_lang": "VI"}'),
        (
            "/v2/glossaries",
            b'{"name": "\\ud800", "source_lang": "vi", "target_lang": "en", "entries": "a\\tb"}',
        ),
        ("/v1/chat/completions", b'{"messages": [{"role": "user", "content": "a \\ud800 b"}]}'),
    ],
)
def test_half_a_character_is_no_text(server: LiveServer, path: str, body: bytes) -> None:
    answer = server.client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400, answer.text


def test_markup_keeps_its_tags(server: LiveServer) -> None:
    text = '<p class="a">Phim <b>rất</b> hay &amp; ảnh.</p>\n<script>var phim;</script>'
    answer = server.post("/translate", q=text, source="vi", target="en", format="html").json()
    assert answer["translatedText"].startswith('<p class="a">')
    assert answer["translatedText"].count("<b>") == 1
    assert answer["translatedText"].endswith("</p>\n<script>var phim;</script>")
    assert "&amp;" in answer["translatedText"]
    restored = server.post("/restore", text="<p>Phim rat hay</p>", format="html").json()
    assert restored["text"] == "<p>Phim rất hay</p>"


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("—", "has no word"),
        ("😀", "has no word"),
        ("# Tràm Chim", "has no word"),
        ("Tràm\0Chim", "has a control character"),
        ("Tràm Chim\x1b", "has a control character"),
    ],
)
def test_what_would_spoil_the_lexicon_is_refused(
    server: LiveServer, phrase: str, message: str
) -> None:
    answer = server.post("/lexicon", phrases=["Tràm Chim", phrase])
    assert (answer.status_code, message in answer.json()["error"]) == (400, True)
    assert server.client.get("/lexicon").json()["phrases"] == []


def test_beads_in_no_language_are_refused(server: LiveServer) -> None:
    beads = [{"source": [0], "target": [0]}]
    sides = {"source": ["a"], "target": ["b"], "source_language": "", "target_language": "en"}
    assert server.post("/align/file", **sides, beads=beads).status_code == 400
    same = {**sides, "source_language": "en"}
    assert server.post("/align/file", **same, beads=beads).status_code == 400
    numbers = {**sides, "source_language": "vi", "beads": [{"source": [7], "target": [0]}]}
    assert server.post("/align/file", **numbers).status_code == 400


def docx(*paragraphs: str) -> bytes:
    """Return a Word document."""
    document, out = Document(), BytesIO()
    document.core_properties.comments = ""
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_a_file_is_restored_and_written_with_what_was_chosen(server: LiveServer) -> None:
    files = {"file": ("tin.docx", docx("Phim rat hay.", "Nha san xuat"))}
    told = server.client.post("/restore/file", files=files).json()
    assert [one["restored"] for one in told["segments"]] == ["Phim rất hay.", "Nhà sản xuất"]
    assert [one["before"] for one in told["segments"]] == ["", ""]
    chosen = json.dumps(["Phim rát hay.", "Nhà sản xuất"])
    written = server.client.post("/restore/written", files=files, data={"texts": chosen})
    made = Document(BytesIO(written.content))
    assert [one.text for one in made.paragraphs] == ["Phim rát hay.", "Nhà sản xuất"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ('["Phim rất dở.", "Nhà sản xuất"]', "not those of the 2 sentences"),
        ('["Phim rất hay."]', "not those of the 2 sentences"),
        ("{", "give a list of texts"),
        ("[1]", "give a list of texts"),
    ],
)
def test_texts_of_another_file_are_refused(server: LiveServer, texts: str, message: str) -> None:
    files = {"file": ("tin.txt", "Phim rat hay.\n\nNha san xuat\n")}
    answer = server.client.post("/restore/written", files=files, data={"texts": texts})
    assert (answer.status_code, message in answer.json()["error"]) == (400, True)


def test_sentences_become_a_bilingual_file(server: LiveServer) -> None:
    segments = server.post("/translate", q=VIETNAMESE, target="en", details=True).json()
    rows = segments["details"]["segments"]
    rows[1]["target"] = "A very good film."
    asked = {"segments": rows, "target": "en", "name": "../phim.txt"}
    tsv = server.post("/translate/file", **asked, form="tsv")
    assert 'filename="phim.txt.tsv"' in tsv.headers["content-disposition"]
    assert "Phim rất hay.\tA very good film." in tsv.text
    word = server.post("/translate/file", **asked)
    cells = [
        cell.text for row in Document(BytesIO(word.content)).tables[0].rows for cell in row.cells
    ]
    assert "A very good film." in cells


def test_a_translated_document_is_there_beside_its_source(server: LiveServer) -> None:
    file = {"file": ("tin.md", "# Phim\n\nPhim **rất** hay.\n")}
    sent = server.client.post("/documents", files=file, data={"target": "en"}).json()
    path = f"/documents/{sent['id']}"
    while (told := server.client.get(path).json())["state"] not in ("done", "error"):
        time.sleep(0.01)
    assert told["state"] == "done"
    tsv = server.client.get(f"{path}/bilingual", params={"form": "tsv"})
    assert 'filename="tin.en.md.tsv"' in tsv.headers["content-disposition"]
    assert "Phim rất hay.\ten[Phim rất hay.]" in tsv.text
    assert server.client.get(f"{path}/bilingual", params={"form": "pdf"}).status_code == 400
    restored = server.client.post("/documents", files=file, data={"task": "restore"}).json()
    answer = server.client.get(f"/documents/{restored['id']}/bilingual")
    assert (answer.status_code, "no translations" in answer.json()["error"]) == (409, True)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", ["/translate", "/restore", "/captions"])
def test_no_format_of_a_text_is_an_error_of_ours(path: str, name: str, server: LiveServer) -> None:
    asked = {"q": "Phim hay.", "text": "Phim hay.", "target": "en", "format": name}
    answer = server.post(path, **asked)
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 400:
        assert answer.json()["error"]
