"""What holds in all views of the page: for those who see badly, on a phone, with long texts."""

import json
from pathlib import Path
from typing import Any

import pytest

from browsing import WAIT, count, downloaded, drop, reach, visit

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytestmark = pytest.mark.browser
TEXT = "Phim rất hay.\n\nẢnh đẹp năm 2017.\n"
ENGLISH = "The film is very good.\n\nThe pictures are of 2017.\n"


def fill(page: Any, server: Any, view: str, lang: str = "vi") -> None:
    """Open a view and do there what it is for."""
    visit(page, server, f"?view={view}&lang={lang}")
    if view == "restore":
        page.fill("#bare", "Su ket hop cua hai dien vien\n\nPhim rat dep\n")
        page.wait_for_selector("#restored .line")
    elif view == "translate":
        drop(page, ".glossary select", ("vai.csv", "vi,en\nPhim,FILM\n"))
        drop(page, "#source", ("tin.html", "<p>Phim rất hay.</p>"))
        page.wait_for_selector("#translate .jobs .result")
        page.fill("#source", TEXT)
        page.click("#translate .main")
        page.wait_for_selector("#translated .segment")
        page.locator("#translated .to").first.click()
    elif view == "align":
        page.fill("#one", TEXT)
        page.fill("#other", ENGLISH)
        page.click("#align .main")
        page.wait_for_selector("#pairs .bead")
    else:
        page.fill("#hypothesis", "The film is good.\nIt rains.")
        page.fill("#reference", "The film is very good.\nIt is raining.")
        page.click("#score .main")
        page.wait_for_selector("#report iframe")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_a_phone_scrolls_in_one_direction_only(
    browser: Any, plain: Any, theme: str
) -> None:
    axe = pytest.importorskip("axe_core_python", reason="needs axe-core-python")
    script = next(Path(axe.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
    context = browser.new_context(color_scheme=theme)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    serious = []
    for view in ("restore", "translate", "align", "score"):
        fill(page, plain, view)
        page.evaluate(script)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
            found = page.evaluate("axe.run()")["violations"]
            serious += [
                (view, width, one["id"], one["nodes"][0]["html"])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
        page.set_viewport_size({"width": 1280, "height": 800})
    assert serious == []
    context.close()


def test_all_is_done_with_the_keyboard(page: Any, plain: Any) -> None:
    visit(page, plain, "?view=restore&lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reach(page, "nav a[data-view=translate]")
    page.keyboard.press("Enter")
    reach(page, "#source")
    page.keyboard.type("Phim rất hay. Ảnh đẹp.")
    reach(page, "#translate .main")
    page.keyboard.press("Enter")
    count(page, "#translated .segment", 2)
    reach(page, "#translated .to")
    page.keyboard.press("Control+a")
    page.keyboard.type("A very good film.")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Alt+2")
    reach(page, "#translate .tools .download", "Shift+Tab")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert Path(waiting.value.path()).read_text("utf-8") == "A very good film. en1[Ảnh đẹp.]"
    reach(page, "nav a[data-view=align]", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.is_visible("#align")


LINES = [f"Phim hay so {number}" for number in range(10_000)]


def test_ten_thousand_lines_are_in_the_page_where_they_are_seen(page: Any, plain: Any) -> None:
    visit(page, plain)
    page.evaluate(
        """text => {
            window.jumps = 0;
            const add = (one) => { if (!one.hadRecentInput) window.jumps += one.value; };
            new PerformanceObserver((list) => list.getEntries().forEach(add))
                .observe({ type: "layout-shift" });
            const field = document.querySelector("#bare");
            field.value = text;
            field.dispatchEvent(new Event("input"));
        }""",
        "\n".join(LINES) + "\n",
    )
    page.wait_for_selector("#restored .line")
    page.wait_for_selector("#restore .state:has-text('không có')")  # all of it is done
    assert page.locator("#restored .line").count() < 500
    page.evaluate("document.querySelector('#restored').scrollTo(0, 1e9)")
    page.wait_for_selector(f"#restored .line:has-text('{LINES[-1]}')")
    assert page.locator("#restored .line").count() < 500
    assert page.evaluate("window.jumps") < 0.1
    made = downloaded(page, "#restore .download").decode()
    assert [line.lower() for line in made.splitlines()] == [line.lower() for line in LINES]

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.evaluate(
        """() => {
            const field = document.querySelector("#bare");
            field.setRangeText("Phim hay hon", 0, 0);
            field.dispatchEvent(new Event("input"));
        }"""
    )
    page.evaluate("document.querySelector('#restored').scrollTo(0, 0)")
    page.wait_for_selector("#restored .line:has-text('hon')")
    sent = [json.loads(body)["text"] for body in asked if body]
    assert sum(map(len, sent)) < 20_000  # one block, not all


def test_what_is_far_below_is_found(page: Any, plain: Any) -> None:
    def told(view: str = "restore") -> str:
        return str(page.text_content(f"#{view} .find output"))

    field, place = "#restore .find input", "#restored [data-found]"
    visit(page, plain, "?view=restore&lang=en")
    page.fill("#bare", "\n".join([*LINES[:2000], "Su ket hop cua hai dien vien"]) + "\n")
    page.wait_for_selector("#restore .state:has-text('nothing doubtful')")
    page.focus("#restored")
    page.keyboard.press("Control+f")
    page.keyboard.type("dien vien")
    assert page.inner_text(f"{place} .now").endswith("diễn viên")
    assert told() == "1 of 1"
    assert page.evaluate("CSS.highlights.get('found-now').size") == 1
    page.fill(field, "Phim hay so 7")
    assert told() == "1 of 111"
    page.keyboard.press("Shift+Enter")
    assert told() == "111 of 111"
    assert page.inner_text(f"{place} .now") == "Phim hay so 799"
    page.keyboard.press("Enter")
    assert told() == "1 of 111"
    for typed, found in (("DIỄN", "1 of 1"), ("dién", "not found"), ("đien", "not found")):
        page.fill(field, typed)
        assert told() == found
    page.keyboard.press("Escape")
    assert told() == ""
    assert page.evaluate("document.activeElement.id") == "restored"

    fill(page, plain, "translate", "en")
    page.keyboard.press("Control+f")
    page.keyboard.type("2017")
    assert told("translate") == "1 of 2"
    page.keyboard.press("Escape")
    assert "2017" in page.evaluate("document.activeElement.textContent")
