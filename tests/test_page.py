"""The page: what it says, its forms without scripts, and the work of an editor and a translator."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytest.importorskip("uvicorn", reason="needs the server (pip install '.[serve]')")
pytest.importorskip("jinja2", reason="needs the server (pip install '.[serve]')")

from fakes import use_fakes
from live_server import LiveServer, live_server
from vitrans.server.page.messages import LANGUAGES, for_scripts, messages, preferred
from vitrans.server.settings import ServerSettings

SERVER = Path(__file__).parent.parent / "src" / "vitrans" / "server"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"]
FLAGS += ["--disable-background-networking", "--disable-sync"]
CORPORA = Path(__file__).parent.parent / "corpora"


@pytest.fixture
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server whose models are fakes, which no other server may meet."""
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        with live_server(ServerSettings(data_dir=folder)) as live:
            yield live


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


# In a browser


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server with the bundled models."""
    folder = tmp_path_factory.mktemp("real")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        with live_server(ServerSettings(data_dir=folder)) as live:
            yield live


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="vi-VN", accept_downloads=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    assert faults == []
    context.close()


def visit(page: Any, server: LiveServer, query: str = "") -> None:
    page.goto(f"{server.url}/{query}")
    page.wait_for_selector("html[data-ready]")


def captions() -> list[str]:
    from vitrans.text import strip_accents

    rows = map(json.loads, (CORPORA / "captions.jsonl").read_text("utf-8").splitlines())
    texts = [row["vi"] for row in rows]
    return [strip_accents(text) for text in texts[:40]]


def downloaded(page: Any, button: str) -> str:
    with page.expect_download() as waiting:
        page.click(button)
    return Path(waiting.value.path()).read_text("utf-8")


@pytest.mark.browser
@pytest.mark.model
def test_an_editor_restores_forty_captions_and_decides_doubtful_words(
    page: Any, real: LiveServer
) -> None:
    from vitrans.text import strip_accents

    given = captions()
    assert len(given) == 40
    visit(page, real)
    page.fill("#bare", "\n".join(given) + "\n")
    page.wait_for_selector("#restored .line:nth-child(40)")
    doubtful = page.locator("#restored .doubtful:not(.chosen)")
    before = doubtful.count()
    assert before >= 12
    page.click("#restore .next")
    for _ in range(12):
        page.keyboard.press("2")
    assert page.locator("#restored .chosen").count() == 12
    assert doubtful.count() == before - 12
    made = downloaded(page, "#restore .download")
    assert strip_accents(made) == "\n".join(given) + "\n"
    page.click("#restore .undo")
    assert page.locator("#restored .chosen").count() == 11
    other = downloaded(page, "#restore .download")
    assert other != made and strip_accents(other) == strip_accents(made)
    page.reload()
    page.wait_for_selector("#restored .line:nth-child(40)")
    assert page.input_value("#bare") == "\n".join(given) + "\n"


@pytest.mark.browser
@pytest.mark.model
def test_what_is_chosen_goes_to_the_lexicon(page: Any, real: LiveServer) -> None:
    visit(page, real)
    page.fill("#bare", "Ghe cho dua tren song Hau vao sang som")
    page.wait_for_selector("#restored .doubtful")
    page.check("#remember")
    page.click("#restore .next")
    page.keyboard.press("2")
    page.wait_for_selector("#restore .state:has-text('“')")
    kept = real.client.get("/lexicon").json()["phrases"]
    assert len(kept) == 1 and " " in kept[0]


@pytest.mark.browser
def test_a_translator_edits_and_saves_an_article(page: Any, plain: LiveServer) -> None:
    visit(page, plain, "?view=translate&lang=en")
    page.fill("#source", "Phim rất hay.\n\nẢnh đẹp năm 2017.\n")
    page.click("#translate .main")
    page.wait_for_selector("#translated .segment:nth-child(2)")
    page.locator("#translated .to").first.fill("A very good film.")
    made = downloaded(page, "#translate .tools .download")
    assert made == "A very good film.\n\nen[Ảnh đẹp năm 2017.]\n"
    both = downloaded(page, "#translate .both")
    assert both.splitlines()[0] == "Phim rất hay.\tA very good film."


@pytest.mark.browser
def test_a_document_is_dropped_worked_on_and_saved(
    page: Any, plain: LiveServer, tmp_path: Path
) -> None:
    html = tmp_path / "tin.html"
    html.write_text("<p>Phim <b>rất hay</b>.</p>\n", "utf-8")
    visit(page, plain, "?view=translate&lang=en")
    with page.expect_download() as waiting:
        page.set_input_files("#translate input[type=file]", str(html))
    made = Path(waiting.value.path()).read_text("utf-8")
    assert made.startswith("<p>") and "<b>" in made and "en[" in made


@pytest.mark.browser
@pytest.mark.parametrize("view", ["restore", "translate", "align", "score"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, plain: LiveServer, view: str, theme: str) -> None:
    axe = pytest.importorskip("axe_core_python", reason="needs axe-core-python")
    script = next(Path(axe.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    visit(page, plain, f"?view={view}&lang=vi")
    if view == "translate":
        page.fill("#source", "Phim rất hay.\n")
        page.click("#translate .main")
        page.wait_for_selector("#translated .segment")
    page.evaluate(script)
    found = page.evaluate("axe.run()")["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    context.close()


@pytest.mark.browser
def test_ten_thousand_lines_are_laid_out_as_they_are_seen(page: Any, plain: LiveServer) -> None:
    visit(page, plain)
    text = "Phim hay nam 2017\n" * 10_000
    page.evaluate(
        "text => { const field = document.querySelector('#bare'); field.value = text;"
        " field.dispatchEvent(new Event('input')); }",
        text,
    )
    page.wait_for_selector("#restored .line:nth-child(10000)", state="attached")
    seen = page.evaluate(
        "getComputedStyle(document.querySelector('#restored .line')).contentVisibility"
    )
    assert seen == "auto"
    assert page.locator("#restored .line").nth(9_999).text_content() == "Phim hay nam 2017"


@pytest.mark.browser
def test_a_phone_scrolls_in_one_direction_only(browser: Any, plain: LiveServer) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    for view in ("restore", "translate", "align", "score"):
        visit(page, plain, f"?view={view}&lang=vi")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, view
    context.close()


@pytest.mark.browser
def test_pairs_are_joined_and_saved(page: Any, plain: LiveServer) -> None:
    visit(page, plain, "?view=align&lang=en")
    page.fill("#one", "Phim rất hay. Trời mưa to.")
    page.fill("#other", "The film is very good. It rains hard.")
    page.click("#align .main")
    page.wait_for_selector("#pairs .bead")
    count = page.locator("#pairs .bead").count()
    if count > 1:
        page.locator("#pairs .bead button").first.click()
        assert page.locator("#pairs .bead").count() == count - 1
    made = downloaded(page, "#align [data-form=tmx]")
    assert "<tmx" in made and "Trời mưa to." in made


@pytest.mark.browser
def test_a_report_is_read_in_the_page(page: Any, plain: LiveServer) -> None:
    visit(page, plain, "?view=score&lang=en")
    page.fill("#hypothesis", "The film is good.\nIt rains.")
    page.fill("#reference", "The film is very good.\nIt is raining.")
    page.click("#score .main")
    page.wait_for_selector("#report iframe")
    assert "BLEU" in page.frame_locator("#report iframe").locator("body").inner_text()
