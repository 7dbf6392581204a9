"""The screens of the guide, made anew where VITRANS_SCREENS names a folder: docs/guides/screens."""

import json
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from browsing import CORPORA, WAIT, count, drop, visit
from vitrans.text import strip_accents

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytestmark = [pytest.mark.browser, pytest.mark.model]

SHOWN = Path(__file__).parent.parent / "docs" / "guides" / "screens"
ARTICLE = (CORPORA / "articles" / "noodle-village.vi.txt").read_text("utf-8")
ENGLISH = (CORPORA / "articles" / "noodle-village.en.txt").read_text("utf-8")
LARGEST, LARGEST_OF_ALL = 150_000, 1_000_000  # bytes
COLOURS = 96


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the screens go."""
    made = Path(os.environ.get("VITRANS_SCREENS") or tmp_path)
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    """Open a window of a size and theme."""
    contexts = []

    def opened(width: int = 1180, theme: str = "light") -> Any:
        size = {"width": width, "height": 700 if width > 500 else 780}
        contexts.append(browser.new_context(viewport=size, color_scheme=theme))
        contexts[-1].set_default_timeout(WAIT)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def shoot(page: Any, path: Path) -> None:
    """Keep what is to be seen, in few colours."""
    image = pytest.importorskip("PIL.Image", reason="needs pillow")
    page.wait_for_timeout(300)
    taken = image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    taken.save(path, optimize=True)
    assert 5_000 < path.stat().st_size <= LARGEST, path.name


def beginning(text: str, paragraphs: int) -> str:
    return "\n\n".join(text.split("\n\n")[:paragraphs]) + "\n"


def test_restoring(window: Any, real: Any, folder: Path) -> None:
    rows = map(json.loads, (CORPORA / "captions.jsonl").read_text("utf-8").splitlines())
    texts = [strip_accents(row["vi"]) for row in rows][:14]
    for name, width, theme, lang in (
        ("restore", 1180, "light", "en"),
        ("restore-phone", 390, "dark", "vi"),
    ):
        page = window(width, theme)
        visit(page, real, f"?lang={lang}")
        page.fill("#bare", "\n".join(texts) + "\n")
        count(page, "#restored .line", 14)
        page.evaluate("document.querySelector('#bare').scrollTo(0, 0)")
        page.click("#restore .next")
        shoot(page, folder / f"{name}.png")
        if width > 500:
            page.click("#restore .changes")
            shoot(page, folder / "changes.png")


def test_translating(window: Any, real: Any, folder: Path) -> None:
    text = beginning(ARTICLE, 6)
    known = "Mấy chục năm liền, miến chỉ bán trong nước, chủ yếu vào hai tháng cuối năm âm lịch."
    made = "For decades the noodles sold only at home, mostly in the last two months of the year."
    unit = {"source": known, "target": made}
    real.client.post("/memory", json={"units": [unit], "target": "en", "origin": "2023.tmx"})
    page = window()
    visit(page, real, "?view=translate&lang=en")
    drop(page, ".glossary select", ("food.csv", "vi,en\nmiến,glass noodles\nhợp tác xã,co-op\n"))
    page.wait_for_selector(".glossary option:has-text('food (2)')", state="attached")
    page.fill("#source", text)
    page.evaluate("document.querySelector('#source').scrollTo(0, 0)")
    page.click("#translate .main")
    page.wait_for_selector("#translated .segment")
    page.locator("#translated .segment:has(.chip.known) .to").first.click()
    shoot(page, folder / "translate.png")


def test_aligning_and_scoring(window: Any, real: Any, folder: Path) -> None:
    page = window()
    visit(page, real, "?view=align&lang=en")
    page.fill("#one", ARTICLE)
    page.fill("#other", ENGLISH)
    page.click("#align .main")
    page.wait_for_selector("#pairs .bead")
    page.evaluate(
        "for (const one of document.querySelectorAll('.two textarea')) one.scrollTo(0, 0)"
    )
    page.locator("#pairs .sentence").nth(4).press("m")
    shoot(page, folder / "align.png")
    visit(page, real, "?view=score&lang=en")
    page.fill("#hypothesis", "The film is good.\nIt rains.")
    page.fill("#reference", "The film is very good.\nIt is raining.")
    page.click("#score .main")
    page.wait_for_selector("#report iframe")
    shoot(page, folder / "score.png")


def test_the_screens_of_the_guide_are_small_and_shown() -> None:
    screens = sorted(SHOWN.glob("*.png"))
    guide = (SHOWN.parent / "server.md").read_text("utf-8")
    assert screens and all(f"](screens/{screen.name})" in guide for screen in screens)
    assert sum(screen.stat().st_size for screen in screens) <= LARGEST_OF_ALL
