"""Fixtures that open the page of a server in Debian's Chromium, and what people do there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"]
FLAGS += ["--disable-background-networking", "--disable-sync", "--force-color-profile=srgb"]
CORPORA = Path(__file__).parent.parent / "corpora"
WAIT = 120_000  # milliseconds; machines that run tests are shared


@pytest.fixture
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with a memory, whose models are fakes, which no other server may meet."""
    from fakes import use_fakes
    from live_server import live_server
    from vitrans.memory import Memory
    from vitrans.server.settings import ServerSettings

    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        Memory.writing(folder / "memory.db").close()
        settings = ServerSettings(data_dir=folder / "data", memory=folder / "memory.db")
        with live_server(settings) as live:
            yield live


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with the bundled models and a memory."""
    from live_server import live_server
    from vitrans.memory import Memory
    from vitrans.server.settings import ServerSettings

    folder = tmp_path_factory.mktemp("real")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        Memory.writing(folder / "memory.db").close()
        settings = ServerSettings(data_dir=folder / "data", memory=folder / "memory.db")
        with live_server(settings) as live:
            yield live


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A new window, in which no script may fail."""
    context = browser.new_context(locale="vi-VN", accept_downloads=True)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    assert faults == []
    context.close()


def visit(page: Any, server: Any, query: str = "") -> None:
    """Open a view, and wait until its scripts run."""
    page.goto(f"{server.url}/{query}")
    page.wait_for_selector("html[data-ready]")


def downloaded(page: Any, button: str, choice: str = "") -> bytes:
    """Return the file that a button, or a choice of a menu, saves."""
    with page.expect_download() as waiting:
        if choice:
            page.select_option(button, choice)
        else:
            page.click(button)
    return Path(waiting.value.path()).read_bytes()


def count(page: Any, selector: str, wanted: int) -> None:
    """Wait until there are so many of something."""
    page.wait_for_function(
        "([selector, wanted]) => document.querySelectorAll(selector).length === wanted",
        arg=[selector, wanted],
    )


def reach(page: Any, selector: str, key: str = "Tab") -> None:
    """Go with a key to something that can be focused."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {selector}")


def drop(page: Any, place: str, *files: tuple[str, str]) -> None:
    """Drop files, names and texts, on a place as a mouse does."""
    page.evaluate(
        """([place, files]) => {
            const data = new DataTransfer();
            for (const [name, text] of files) data.items.add(new File([text], name));
            const event = (kind) => new DragEvent(kind, { dataTransfer: data, bubbles: true });
            const element = document.querySelector(place);
            element.dispatchEvent(event("dragover"));
            element.dispatchEvent(event("drop"));
        }""",
        [place, [list(file) for file in files]],
    )
