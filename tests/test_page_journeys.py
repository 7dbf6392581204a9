"""What an editor and a translator do on the page, in a browser."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from browsing import CORPORA, count, downloaded, drop, reach, visit
from vitrans.text import strip_accents

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytestmark = pytest.mark.browser

ARTICLE = "Phim rất hay.\n\nẢnh đẹp năm 2017.\n\nHai diễn viên vào vai chính.\n"


def captions() -> list[str]:
    rows = map(json.loads, (CORPORA / "captions.jsonl").read_text("utf-8").splitlines())
    return [strip_accents(row["vi"]) for row in rows][:40]


@pytest.mark.model
def test_an_editor_restores_forty_captions_and_decides_doubtful_words(page: Any, real: Any) -> None:
    given = "\n".join(captions()) + "\n"
    visit(page, real, "?lang=vi")
    page.fill("#bare", given)
    count(page, "#restored .line", 40)
    doubtful = page.locator("#restored .doubtful:not(.chosen)")
    before = doubtful.count()
    assert before >= 12
    page.focus("#bare")
    reach(page, "#restored .doubtful")
    for _ in range(12):
        page.keyboard.press("2")
    count(page, "#restored .chosen", 12)
    assert doubtful.count() == before - 12
    assert page.inner_text("#restore .state") == f"{before - 12} chữ chưa chắc"
    made = downloaded(page, "#restore .download").decode()
    assert strip_accents(made) == given and made != given
    page.focus("#restored .chosen")
    page.keyboard.press("Control+z")
    count(page, "#restored .chosen", 11)
    other = downloaded(page, "#restore .download").decode()
    assert other != made and strip_accents(other) == given
    page.wait_for_timeout(600)  # a draft is kept once there is a pause
    page.reload()
    count(page, "#restored .line", 40)
    count(page, "#restored .chosen", 11)
    assert page.input_value("#bare") == given
    assert downloaded(page, "#restore .download").decode() == other


@pytest.mark.model
def test_an_editor_sees_what_was_changed_and_accepts_a_line(page: Any, real: Any) -> None:
    visit(page, real)
    cue = "1\n00:00:01,000 --> 00:00:02,000\nNghe nhan Dang Thi To day cac chau noi hat.\n"
    drop(page, "#bare", ("phim.srt", cue))
    page.wait_for_selector("#restored .doubtful")
    page.click("#restore .changes")
    was, now = page.locator("#restored .line:not(.same)").first.locator(".was, .now").all()
    assert was.inner_text() == "Nghe nhan Dang Thi To day cac chau noi hat."
    assert "Nghệ nhân" in now.inner_text()
    assert "Nghe" in was.locator("del").all_inner_texts()
    assert page.locator("#restored .same").first.is_hidden()
    page.focus("#restored .doubtful")
    page.keyboard.press("Enter")
    count(page, "#restored .doubtful:not(.chosen)", 0)
    assert downloaded(page, "#restore .download").decode().startswith("1\n00:00:01,000 --> ")


@pytest.mark.model
def test_a_word_document_is_restored_with_what_is_chosen(
    page: Any, real: Any, tmp_path: Path
) -> None:
    document = Document()
    document.add_paragraph("Ghe cho dua tren song Hau vao sang som")
    document.save(tmp_path / "tin.docx")
    visit(page, real)
    page.set_input_files("#restore > input[type=file]", str(tmp_path / "tin.docx"))
    page.wait_for_selector("#restored .doubtful")
    page.click("#restore .next")
    page.keyboard.press("2")
    shown = page.locator("#restored .now").first.inner_text()
    made = Document(BytesIO(downloaded(page, "#restore .download")))
    assert made.paragraphs[0].text == shown
    page.wait_for_timeout(600)
    page.reload()
    count(page, "#restored .chosen", 1)
    assert page.inner_text("#restore .filed b") == "tin.docx"


@pytest.mark.model
def test_what_is_chosen_goes_to_the_lexicon(page: Any, real: Any) -> None:
    visit(page, real)
    page.fill("#bare", "Ghe cho dua tren song Hau vao sang som")
    page.wait_for_selector("#restored .doubtful")
    page.check("#remember")
    page.click("#restore .next")
    page.keyboard.press("2")
    page.wait_for_selector("#restore .state:has-text('“')")
    kept = real.client.get("/lexicon").json()["phrases"]
    assert len(kept) == 1 and " " in kept[0]
    real.post("/lexicon", phrases=[], forget=kept)


def test_a_translator_works_through_an_article(page: Any, plain: Any) -> None:
    unit = {"source": "Phim rất hay.", "target": "A very good film."}
    plain.client.post("/memory", json={"units": [unit], "target": "en", "origin": "phim.tmx"})
    visit(page, plain, "?view=translate&lang=en")
    drop(page, ".glossary select", ("vai.csv", "vi,en\nvai,role\ndiễn viên,ACTOR\n"))
    page.wait_for_selector(".glossary option:has-text('vai (2)')", state="attached")
    page.fill("#source", ARTICLE)
    page.keyboard.press("Control+Enter")
    count(page, "#translated .segment", 3)
    first, second, third = page.locator("#translated .segment").all()
    assert first.locator(".to").inner_text() == "A very good film."
    assert first.locator(".chip.known").inner_text() == "memory 100 % · phim.tmx"
    assert second.locator(".why").inner_text() == "number lost: 2017"
    assert third.locator(".chip.term").all_inner_texts() == [
        "✓ vai → role",
        "✗ diễn viên → ACTOR: the model left it out",
    ]
    assert page.inner_text("#translate .state") == "2 to look at"

    second.locator(".to").click()
    page.keyboard.press("Alt+1")
    assert second.locator(".to").inner_text() == "en0[Ảnh đẹp năm 2017.]"
    page.keyboard.press("Alt+0")
    assert second.locator(".to").inner_text() == "en[Ảnh đẹp năm 2017.]"
    second.locator(".to").fill("Fine pictures in 2017.")
    page.check("#remember-units")
    second.locator(".to").press("Control+Enter")
    page.wait_for_selector("#translate .state:has-text('In the memory')")
    assert "confirmed" in second.get_attribute("class")
    assert third.locator(".to").evaluate("one => one === document.activeElement")
    [match] = plain.post("/memory/search", text="Ảnh đẹp năm 2017.").json()["matches"]
    assert match["target"] == "Fine pictures in 2017."

    whole = "A very good film.\n\nFine pictures in 2017.\n\nen[Hai diễn viên vào vai chính.]\n"
    assert downloaded(page, "#translate .tools .download").decode() == whole
    both = downloaded(page, "#translate .tools select", "tsv").decode()
    assert "Ảnh đẹp năm 2017.\tFine pictures in 2017." in both
    word = Document(BytesIO(downloaded(page, "#translate .tools select", "docx")))
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert "Fine pictures in 2017." in cells

    page.wait_for_timeout(600)
    page.reload()
    count(page, "#translated .segment", 3)
    assert page.locator("#translated .confirmed .to").inner_text() == "Fine pictures in 2017."
    assert page.locator(".glossary select").evaluate("one => one.selectedOptions[0].text") == (
        "vai (2)"
    )
    page.check("#translate .flagged")
    count(page, "#translated .segment", 1)


def test_documents_are_dropped_worked_on_and_saved_in_both_languages(page: Any, plain: Any) -> None:
    visit(page, plain, "?view=translate&lang=en")
    pages = [(f"tin{n}.html", f"<p>Phim <b>rất hay</b> {n}.</p>\n") for n in (1, 2)]
    drop(page, "#source", *pages)
    count(page, "#translate .jobs .result", 2)
    first = "#translate .jobs li:has-text('tin1.en.html')"
    made = downloaded(page, f"{first} .result").decode()
    assert made.startswith("<p>") and "<b>" in made and "en[" in made
    both = downloaded(page, f"{first} select", "tsv").decode()
    assert "Phim rất hay 1.\ten[Phim rất hay 1.]" in both
    page.wait_for_timeout(600)
    page.reload()
    count(page, "#translate .jobs .result", 2)
    page.click(f"{first} button:has-text('×')")
    count(page, "#translate .jobs li", 1)
    drop(page, "#source", ("tin.html", '<!DOCTYPE a [<!ENTITY b "c">]><p>Phim</p>'))
    page.wait_for_selector("#translate .jobs .bad:has-text('declares entities')")


def test_pairs_are_joined_split_and_moved(page: Any, plain: Any) -> None:
    visit(page, plain, "?view=align&lang=en")
    page.fill("#one", "Phim rất hay.\n\nTrời mưa to.\n\nẢnh đẹp.")
    page.fill("#other", "The film is very good.\n\nIt rains hard.\n\nThe picture is fine.")
    page.click("#align .main")
    page.wait_for_selector("#pairs .bead")
    while page.locator("#pairs .bead").count() > 1:
        page.locator("#pairs .sentence").first.press("m")
    assert page.locator("#pairs .bead .side").first.locator(".sentence").count() == 3
    page.locator("#pairs .sentence").nth(1).press("s")
    count(page, "#pairs .bead", 2)

    def sides() -> list[list[str]]:
        return [
            side.locator(".sentence").all_inner_texts()
            for side in page.locator("#pairs .side").all()
        ]

    english = ["The film is very good.", "It rains hard.", "The picture is fine."]
    split = [["Phim rất hay."], english[:1], ["Trời mưa to.", "Ảnh đẹp."], english[1:]]
    assert sides() == split
    page.locator("#pairs .sentence").nth(2).press("Alt+ArrowUp")
    assert sides()[0] == ["Phim rất hay.", "Trời mưa to."]
    page.keyboard.press("Alt+ArrowDown")
    assert sides() == split
    page.keyboard.press("Alt+ArrowDown")
    count(page, "#pairs .bead", 3)
    assert sides()[4:] == [["Trời mưa to.", "Ảnh đẹp."], []]
    page.keyboard.press("Control+z")
    assert sides() == split
    page.locator("#pairs .sentence").nth(4).drag_to(page.locator("#pairs .bead").first)
    assert sides()[1] == english[:2]
    page.click("#align .undo")
    made = downloaded(page, "#align [data-form=tmx]").decode()
    assert "<seg>Trời mưa to. Ảnh đẹp.</seg>" in made
    page.wait_for_timeout(600)
    page.reload()
    count(page, "#pairs .bead", 2)


def test_a_report_is_read_in_the_page(page: Any, plain: Any) -> None:
    visit(page, plain, "?view=score&lang=en")
    drop(page, "#hypothesis", ("ours.txt", "The film is good.\nIt rains.\n"))
    references = [
        ("a.txt", "The film is very good.\nIt is raining."),
        ("b.txt", "A good film.\nRain."),
    ]
    drop(page, "#reference", *references)
    count(page, "#score .references textarea", 2)
    page.click("#score .main")
    page.wait_for_selector("#report iframe")
    frame = page.frame_locator("#report iframe")
    assert "nrefs:2" in frame.locator("body").inner_text()
    assert "BLEU" in downloaded(page, "#score .tools .download").decode()
    page.fill("#hypothesis", "One line.")
    page.click("#score .main")
    page.wait_for_selector("#score .state.bad:has-text('has 1 segment')")
