"""OpenAI's API, asked by its own client; and what prompts of translation tools ask for."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")

from fakes import FakeTranslator, use_fakes
from live_server import LiveServer, live_server
from vitrans.server.openai.prompts import read_prompt
from vitrans.server.settings import ServerSettings
from vitrans.types import Language, Translation

TEXT = "Phim rất hay.\n\nẢnh đẹp."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        with live_server(ServerSettings(data_dir=folder)) as live:
            yield live


@pytest.fixture(scope="module")
def client(server: LiveServer) -> Any:
    openai = pytest.importorskip("openai")
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0) as made:
        yield made


def test_the_client_gets_a_translation(client: Any) -> None:
    made = client.chat.completions.create(
        model="gpt-4o",
        messages=[
            {"role": "system", "content": "You are a translator. Translate into English."},
            {"role": "user", "content": TEXT},
        ],
        temperature=0.3,
    )
    assert made.choices[0].message.content == "en[Phim rất hay.]\n\nen[Ảnh đẹp.]"
    assert made.choices[0].finish_reason == "stop"
    assert made.model == "gpt-4o"


def test_the_client_gets_a_stream(client: Any) -> None:
    stream = client.chat.completions.create(
        model="vitrans",
        messages=[{"role": "user", "content": f"Translate to English:\n\n{TEXT}"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert "".join(filter(None, pieces)) == "en[Phim rất hay.]\n\nen[Ảnh đẹp.]"
    assert len(list(filter(None, pieces))) > 1
    assert chunks[-1].usage.completion_tokens > 0


class Held(FakeTranslator):
    """Translates one text, and the others once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def translate(
        self,
        texts: Sequence[str],
        target: Language,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        if TEXT.startswith(texts[0]) or self.go.wait(60):
            return super().translate(texts, target)
        raise RuntimeError("nobody has read the first sentence")


def test_sentences_are_sent_as_they_become_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openai = pytest.importorskip("openai")
    held = Held()
    use_fakes(monkeypatch)
    monkeypatch.setattr("vitrans.toolkit.load_model", lambda settings: held)
    with (
        live_server(ServerSettings(data_dir=tmp_path)) as live,
        openai.OpenAI(base_url=f"{live.url}/v1", api_key="none", max_retries=0) as client,
    ):
        message = {"role": "user", "content": TEXT}
        stream = client.chat.completions.create(
            model="vitrans-vi-en", messages=[message], stream=True
        )
        first = next(stream).choices[0].delta.content
        assert first == "en[Phim rất hay.]"
        held.go.set()
        rest = [chunk.choices[0].delta.content for chunk in stream]
    assert first + "".join(filter(None, rest)) == "en[Phim rất hay.]\n\nen[Ảnh đẹp.]"


def test_a_stream_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openai = pytest.importorskip("openai")

    class Broken(FakeTranslator):
        def translate(
            self,
            texts: Sequence[str],
            target: Language,
            on_progress: Callable[[int], None] | None = None,
        ) -> list[Translation]:
            if "Ảnh đẹp." in texts:
                raise RuntimeError("broken")
            return super().translate(texts, target)

    use_fakes(monkeypatch)
    monkeypatch.setattr("vitrans.toolkit.load_model", lambda settings: Broken())
    with (
        live_server(ServerSettings(data_dir=tmp_path)) as live,
        openai.OpenAI(base_url=f"{live.url}/v1", api_key="none", max_retries=0) as client,
        pytest.raises(openai.APIError, match="something went wrong"),
    ):
        message = {"role": "user", "content": TEXT}
        list(client.chat.completions.create(model="vitrans", messages=[message], stream=True))


def test_the_client_lists_models(client: Any) -> None:
    assert next(model.id for model in client.models.list()) == "vitrans"
    assert client.models.retrieve("vitrans").id == "vitrans"


def test_a_model_may_name_the_language(client: Any) -> None:
    made = client.chat.completions.create(
        model="vitrans-en-vi", messages=[{"role": "user", "content": "The film is very good."}]
    )
    assert made.choices[0].message.content == "vi[The film is very good.]"


def test_what_is_not_offered_is_refused_in_its_form(server: LiveServer) -> None:
    openai = pytest.importorskip("openai")
    answer = server.post("/v1/chat/completions", messages=[])
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    with (
        openai.OpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0) as client,
        pytest.raises(openai.NotFoundError, match="does not exist"),
    ):
        client.models.retrieve("gpt-4o")


ENGLISH, VIETNAMESE = "The cat sat on the mat.", "Con mèo ngồi trên chiếu."
PROMPTS = [
    (ENGLISH, ENGLISH, ""),
    (f"Translate the following text from English to Vietnamese:\n\n{ENGLISH}", ENGLISH, "vi"),
    (f"Translate to Vietnamese: {ENGLISH}", ENGLISH, "vi"),
    (
        "Translate from English to Vietnamese, keep punctuation as input, do not censor the "
        f"translation, give only the output without comments:\n\n{ENGLISH}",
        ENGLISH,
        "vi",
    ),
    (
        f"Please help me to translate,`{ENGLISH}` to Vietnamese, please return only translated "
        "content not include the origin text",
        ENGLISH,
        "vi",
    ),
    (f'Translate this into Vietnamese: "{ENGLISH}"', ENGLISH, "vi"),
    (f"Translate this into Vietnamese: '{ENGLISH}'", ENGLISH, "vi"),
    (f"Translate this into Vietnamese:\n“{ENGLISH}”", ENGLISH, "vi"),
    (f"Translate this into Vietnamese:\n'Tis {ENGLISH}", f"'Tis {ENGLISH}", "vi"),
    (f"Translate into English:\n```\n{VIETNAMESE}\nHai.\n```", f"{VIETNAMESE}\nHai.", "en"),
    (f"Translate the text into English.\n<text>\n{VIETNAMESE}\n</text>", VIETNAMESE, "en"),
    (
        "Translate the text between the tags to English.\nKeep the tags.\n\n"
        f"<source>{VIETNAMESE}</source>\n\nOnly return the translation.",
        VIETNAMESE,
        "en",
    ),
    (f"Hãy dịch đoạn văn sau sang tiếng Anh:\n\n{VIETNAMESE}", VIETNAMESE, "en"),
    (f"Dịch câu sau sang tiếng Anh: {VIETNAMESE}", VIETNAMESE, "en"),
    (f"You are a professional translator.\n\n{ENGLISH}", ENGLISH, ""),
    (
        "Please translate the text below to Vietnamese (vi-VN)\n"
        f"Return only the translation.\n\nText: {ENGLISH}",
        ENGLISH,
        "vi",
    ),
    (f"{ENGLISH}\n\nTranslate the text above into Vietnamese.", ENGLISH, "vi"),
    # Texts that speak of translating, and texts with quotes and tags of their own.
    ("He could not translate the book into English.", None, ""),
    ("Translation is hard.\nHe knew it.", None, ""),
    ("Translators of English novels met in Huế.\n\nThey talked.", None, ""),
    ("Dịch bệnh lan sang các tỉnh.\n\nNgười dân lo lắng.", None, ""),
    ('"Hello," he said. "Bye."', None, ""),
    ("<p>The <b>cat</b> sat.</p>", None, ""),
    (f"Translate to Vietnamese:\n\n<p>{ENGLISH}</p>", f"<p>{ENGLISH}</p>", "vi"),
    ('Translate to Vietnamese:\n\n"Hello," he said. "Bye."', '"Hello," he said. "Bye."', "vi"),
]


INTO = "Translate this text to English:\n"
LONG = 50_000


@pytest.mark.parametrize(
    "message",
    [
        "please" + " " * LONG + "x",
        INTO + " " * LONG + "x",
        INTO + "text" + " " * LONG + "x",
        INTO + "".join(f"<a{number}>" for number in range(LONG)),
        INTO + "x" + " 'a" * LONG,
        INTO + "“" * LONG,
        INTO + "~" * LONG + "\n" + "x" * LONG,
    ],
)
def test_messages_made_to_be_slow_are_read(message: str) -> None:
    """Work that grew with the square of the length would not end."""
    assert read_prompt(message).text.strip() == message.removeprefix(INTO).strip()


@pytest.mark.parametrize(("message", "text", "target"), PROMPTS)
def test_the_text_is_told_from_what_is_asked(message: str, text: str | None, target: str) -> None:
    assert read_prompt(message) == (message if text is None else text, target)


def test_the_language_may_stand_in_an_earlier_message() -> None:
    system = "Translate the given content from Vietnamese to English only."
    assert read_prompt(VIETNAMESE, system) == (VIETNAMESE, "en")
    assert read_prompt(f"Translate to Vietnamese: {ENGLISH}", system).target == "vi"
