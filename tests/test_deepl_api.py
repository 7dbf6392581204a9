"""DeepL's API, asked by its official client on a live server."""

import io
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")

from fakes import use_fakes
from live_server import LiveServer, live_server
from vitrans.server.deepl.tags import Tags, parse
from vitrans.server.settings import ServerSettings


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        with live_server(ServerSettings(data_dir=folder)) as live:
            yield live


@pytest.fixture(scope="module")
def deepl() -> Any:
    return pytest.importorskip("deepl")


@pytest.fixture(scope="module")
def client(server: LiveServer, deepl: Any) -> Iterator[Any]:
    made = deepl.DeepLClient("any", server_url=server.url)
    yield made
    made.close()


def test_texts(client: Any) -> None:
    one = client.translate_text("Phim rất hay.", target_lang="EN-US")
    assert (one.text, one.detected_source_lang) == ("en[Phim rất hay.]", "VI")
    assert one.billed_characters == len("Phim rất hay.")
    two = client.translate_text(["Phim hay.", "Ảnh đẹp."], source_lang="VI", target_lang="EN-GB")
    assert [made.text for made in two] == ["en[Phim hay.]", "en[Ảnh đẹp.]"]


def test_options_that_change_nothing_or_little(client: Any) -> None:
    made = client.translate_text(
        "Phim rất hay.",
        target_lang="EN-US",
        context="Một bài phê bình.",
        preserve_formatting=True,
        formality="prefer_more",
        model_type="prefer_quality_optimized",
    )
    assert (made.text, made.model_type_used) == ("en[Phim rất hay.]", "quality_optimized")


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("1", "en[Phim hay.] en[Ảnh đẹp.]\nen[Phim hay.]"),
        ("nonewlines", "en[Phim hay.] en[Ảnh đẹp.] en[Phim hay.]"),
        ("0", "en[Phim hay. Ảnh đẹp.\nPhim hay.]"),
    ],
)
def test_sentences_are_split_as_is_asked(client: Any, split: str, expected: str) -> None:
    text = "Phim hay. Ảnh đẹp.\nPhim hay."
    assert client.translate_text(text, target_lang="EN-US", split_sentences=split).text == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target_lang": "DE"}, "'target_lang' not supported"),
        ({"target_lang": "VI", "source_lang": "FR"}, "'source_lang' not supported"),
        ({"target_lang": "VI", "formality": "more"}, "'formality' is not supported"),
        ({"target_lang": "VI", "style_rule": "x"}, "'style_id' is not offered"),
        ({"target_lang": "VI", "custom_instructions": ["x"]}, "'custom_instructions' is not"),
        ({"target_lang": "VI", "translation_memory": "x"}, "'translation_memory_id' is not"),
        (
            {"target_lang": "VI", "extra_body_parameters": {"split_sentences": "7"}},
            "split_sentences",
        ),
    ],
)
def test_what_is_not_offered_is_refused(
    client: Any, deepl: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(deepl.DeepLException, match=message) as caught:
        client.translate_text("A film.", **options)
    assert caught.value.http_status_code == 400


def test_rephrasing_style_and_memories_are_refused(client: Any, deepl: Any) -> None:
    for call in (
        lambda: client.rephrase_text("A film."),
        client.get_all_style_rules,
        client.list_translation_memories,
    ):
        with pytest.raises(deepl.DeepLException, match="not offered") as caught:
            call()
        assert caught.value.http_status_code == 400


def test_languages(client: Any) -> None:
    assert [language.code for language in client.get_source_languages()] == ["EN", "VI"]
    targets = client.get_target_languages()
    assert [language.code for language in targets] == ["EN-GB", "EN-US", "VI"]
    assert not any(language.supports_formality for language in targets)
    pairs = {(pair.source_lang, pair.target_lang) for pair in client.get_glossary_languages()}
    assert pairs == {("en", "vi"), ("vi", "en")}


def test_usage_grows(client: Any) -> None:
    before = client.get_usage().character.count
    client.translate_text("Phim hay.", target_lang="EN-US")
    assert client.get_usage().character.count == before + len("Phim hay.")


def test_a_document(client: Any, deepl: Any, server: LiveServer) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nPhim rất hay.\n"
    handle = client.translate_document_upload(
        cue, filename="film.srt", source_lang="VI", target_lang="EN-US"
    )
    while not (status := client.translate_document_get_status(handle)).done:
        assert status.ok, status.error_message
    assert status.billed_characters == len("Phim rất hay.")
    out = io.BytesIO()
    client.translate_document_download(handle, out)
    assert out.getvalue().decode() == cue.replace("Phim rất hay.", "en[Phim rất hay.]")
    key = {"document_key": handle.document_key}
    again = server.post(f"/v2/document/{handle.document_id}/result", **key)  # it is gone
    assert (again.status_code, again.json()["message"]) == (503, "Document already downloaded")
    wrong = deepl.DocumentHandle(handle.document_id, "00")
    with pytest.raises(deepl.DeepLException, match="Document not found"):
        client.translate_document_get_status(wrong)


def test_a_document_that_cannot_be_read(client: Any) -> None:
    handle = client.translate_document_upload(b"%PDF-1.4", filename="a.pdf", target_lang="VI")
    while (status := client.translate_document_get_status(handle)).ok:
        assert not status.done
    assert "PDF" in status.error_message


def test_glossaries_of_one_direction(client: Any, deepl: Any) -> None:
    made = client.create_glossary("Phim", "VI", "EN", {"đạo diễn": "director", "vai": "role"})
    assert (made.entry_count, made.ready, made.source_lang) == (2, True, "VI")
    assert made.creation_time.microsecond >= 0
    assert client.get_glossary(made.glossary_id).name == "Phim"
    assert made.glossary_id in {one.glossary_id for one in client.list_glossaries()}
    entries = client.get_glossary_entries(made)
    assert entries == {"đạo diễn": "director", "vai": "role"}
    client.delete_glossary(made)
    with pytest.raises(deepl.GlossaryNotFoundException):
        client.get_glossary(made.glossary_id)


def test_glossaries_of_two_directions(client: Any, deepl: Any) -> None:
    entries = deepl.api_data.MultilingualGlossaryDictionaryEntries
    made = client.create_multilingual_glossary("Phim", [entries("VI", "EN", {"vai": "role"})])
    client.update_multilingual_glossary_name(made, "Phim ảnh")
    client.update_multilingual_glossary_dictionary(made, entries("VI", "EN", {"cảnh": "scene"}))
    client.replace_multilingual_glossary_dictionary(made, entries("EN", "VI", {"film": "phim"}))
    found = client.get_multilingual_glossary(made.glossary_id)
    assert found.name == "Phim ảnh"
    assert [(d.source_lang, d.entry_count) for d in found.dictionaries] == [("VI", 2), ("EN", 1)]
    [told] = client.get_multilingual_glossary_entries(made, "VI", "EN").dictionaries
    assert told.entries == "vai\trole\ncảnh\tscene"
    client.delete_multilingual_glossary_dictionary(made, source_lang="EN", target_lang="VI")
    assert len(client.get_multilingual_glossary(made.glossary_id).dictionaries) == 1
    client.delete_multilingual_glossary(made)
    assert made.glossary_id not in {
        one.glossary_id for one in client.list_multilingual_glossaries()
    }


@pytest.mark.parametrize(
    ("entries", "form", "detail"),
    [
        ("vai\trole\nvai\tpart", "tsv", "Key with the index 1 duplicates key with the index 0"),
        ("vai", "tsv", "Entry with the index 0"),
        ("vai\t", "tsv", "Entry with the index 0"),
        ("", "tsv", "there are none"),
        ('"vai,role', "csv", "no CSV"),
    ],
)
def test_entries_that_cannot_be_taken(
    server: LiveServer, entries: str, form: str, detail: str
) -> None:
    asked = {"name": "x", "source_lang": "vi", "target_lang": "en", "entries": entries}
    answer = server.post("/v2/glossaries", **asked, entries_format=form)
    assert answer.status_code == 400
    assert answer.json()["message"] == "Invalid glossary entries provided"
    assert detail in answer.json()["detail"]


def test_glossaries_from_csv(client: Any) -> None:
    made = client.create_glossary_from_csv("Phim", "VI", "EN", 'vai,role,vi,en\n"a, b","c, d"\n')
    assert client.get_glossary_entries(made) == {"vai": "role", "a, b": "c, d"}


def test_a_glossary_needs_a_language_and_its_direction(client: Any, server: LiveServer) -> None:
    made = client.create_glossary("Phim", "VI", "EN", {"vai": "role"})
    asked = {"text": ["vai"], "glossary_id": made.glossary_id}
    for options, message in (
        ({"target_lang": "EN"}, "'source_lang' is required"),
        ({"target_lang": "VI", "source_lang": "EN"}, "No dictionary found"),
    ):
        answer = server.post("/v2/translate", **asked, **options)
        assert answer.status_code == 400 and message in answer.json()["message"]
    unknown = server.post(
        "/v2/translate", text=["vai"], source_lang="VI", target_lang="EN", glossary_id="x"
    )
    assert unknown.status_code == 404


XML = Tags("xml", ignored=frozenset(["x"]))


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Phim <b>rất</b> hay.", ["Phim rất hay."]),
        ('Phim <x id="1"/> hay.', ["Phim \ue000 hay."]),
        ("Phim <x>not this</x> hay.", ["Phim \ue000 hay."]),
        ("<doc><title>Phim</title><p>Rất <i>hay</i>.</p></doc>", ["Phim", "Rất hay."]),
        ("Phim &amp; ảnh &#38; &lt;b&gt;", ["Phim & ảnh & <b>"]),
        ("<a>Phim</a> <b>hay</b>", ["Phim", "hay"]),
        ("a < b and c > d", ["a < b and c > d"]),
        ("Phim <b>rất <!-- hay.", ["Phim rất <!-- hay."]),
        ("Phim <!-- x --> rất <![CDATA[ hay <b>.", ["Phim  rất <![CDATA[ hay ."]),
        ("Phim <b rất hay.", ["Phim <b rất hay."]),
        ("Phim </b>rất <i>hay.</b>", ["Phim rất hay."]),
        ('Phim <b title="a > b">rất</b> &gt; <i/>hay', ["Phim rất > \ue000hay"]),
    ],
)
def test_texts_with_tags_are_read_as_sentences(text: str, texts: list[str]) -> None:
    assert [segment.text for segment in parse(text, XML).segments] == texts


@pytest.mark.parametrize(
    ("one", "last"),
    [("<a>", "</b>"), ("<!-- ", ""), ('<a "', ""), ("<b></b>&amp;", ""), ("</a>", "")],
)
def test_texts_made_to_be_slow_are_read(one: str, last: str) -> None:
    """Work that grew with the square of the length would not end."""
    text = one * 20_000 + last * 20_000
    made = parse(text, Tags("xml", detect=False))
    pairs = zip(made.glue, [*(segment.raw for segment in made.segments), ""], strict=True)
    assert "".join(glue + raw for glue, raw in pairs) == text


def test_tags_split_as_is_asked() -> None:
    text = "<p>Phim<br/>ảnh <b>đẹp</b></p>"
    plain = Tags("xml", detect=False)
    assert len(parse(text, plain).segments) == 1
    split = Tags("xml", splitting=frozenset(["br"]), detect=False)
    assert [s.text for s in parse(text, split).segments] == ["Phim", "ảnh đẹp"]


def test_tags_come_back(client: Any) -> None:
    text = 'Phim <b>rất hay</b>, <x id="7"/> &amp; ảnh.'
    made = client.translate_text(
        text, target_lang="EN-US", source_lang="VI", tag_handling="xml", ignore_tags=["x"]
    ).text
    assert made.count('<x id="7"/>') == 1
    assert made.count("<b>") == made.count("</b>") == 1
    assert "&amp;" in made and "& " not in made


def test_a_page_keeps_its_tags(client: Any) -> None:
    text = '<p>Phim <a href="x">rất hay</a>.</p><p>Ảnh đẹp.</p>'
    made = client.translate_text(text, target_lang="EN-US", tag_handling="html").text
    assert made.count('<a href="x">') == made.count("</a>") == 1
    assert made.endswith("<p>en[Ảnh đẹp.]</p>")


def test_answers_can_be_traced(server: LiveServer) -> None:
    answer = server.client.get("/v2/languages")
    assert answer.headers["x-trace-id"]
    assert "x-trace-id" not in server.client.get("/languages").headers
