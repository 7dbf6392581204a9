"""Glossaries proposed from a translator's own files."""

from pathlib import Path

import pytest

from fakes import FakeDetector
from test_cli import run
from vitrans import toolkit
from vitrans.terms import read_glossary
from vitrans.terms.candidates import find_candidates
from vitrans.terms.extraction import from_pairs, from_texts
from vitrans.types import Language

EN, VI = Language.ENGLISH, Language.VIETNAMESE
CORPORA = Path(__file__).parent.parent / "corpora"
PAIRS = [
    ("Hợp tác xã bán nước mắm sang Nhật.", "The cooperative sells fish sauce to Japan."),
    ("Bà Ngô Thị Liễu làm nước mắm ngon.", "Mrs Ngo Thi Lieu makes good fish sauce."),
    ("Nước mắm của hợp tác xã rất thơm.", "The cooperative’s fish sauce smells good."),
    ("Chị Ngô Thị Liễu rời hợp tác xã.", "Ngo Thi Lieu left the cooperative."),
]


def test_candidates_stand_alone_and_have_no_small_words_at_their_ends() -> None:
    found = {one.text: one for one in find_candidates([vi for vi, _ in PAIRS], VI)}
    assert list(found) == ["hợp tác xã", "nước mắm", "Ngô Thị Liễu"]
    assert [len(one.places) for one in found.values()] == [3, 3, 2]
    assert found["Ngô Thị Liễu"].is_name and not found["nước mắm"].is_name


def test_no_term_begins_with_a_negation_or_a_place() -> None:
    texts = [
        "Máy không tìm thấy tệp trong danh sách.",
        "Trong danh sách có tệp không tìm thấy.",
        "Không khí trong lành trên đảo.",
        "Đảo có không khí trong lành.",
    ]
    found = {one.text for one in find_candidates(texts, VI)}
    assert {"tìm thấy", "danh sách", "không khí trong lành"} <= found
    assert not any(text.startswith(("không tìm", "trong danh", "trên")) for text in found)


def test_plurals_and_possessives_are_one_english_candidate() -> None:
    texts = ["The floating markets close.", "A floating market’s boats.", "On floating markets!"]
    [found] = find_candidates(texts, EN, 3)
    assert (found.text, len(found.places)) in [("floating markets", 3), ("floating market", 3)]


def test_pairs_give_terms_with_their_translations() -> None:
    made = {one.vi: one for one in from_pairs(PAIRS)}
    assert {vi: one.en for vi, one in made.items()} == {
        "hợp tác xã": "cooperative",
        "nước mắm": "fish sauce",
        "Ngô Thị Liễu": "Ngo Thi Lieu",
    }
    assert made["nước mắm"].count == 3
    assert made["nước mắm"].example == PAIRS[0]
    assert list(made)[-1] == "Ngô Thị Liễu"  # a name that is the same in English is worth less


# Sentences of a newspaper and of the help pages of a program.
MORE = [
    ("Giải phóng mặt bằng đã hoàn tất.", "Site clearance has been completed."),
    (
        "Ban Quản lý đường sắt đô thị lo giải phóng mặt bằng.",
        "The Urban Railway Management Board handles site clearance.",
    ),
    (
        "Chủ đầu tư là Ban Quản lý đường sắt đô thị.",
        "The developer is the Urban Railway Management Board.",
    ),
    (
        "Xâm nhập mặn lấn sâu vào đồng bằng sông Cửu Long.",
        "Saltwater intrusion is pushing deep into the Mekong Delta.",
    ),
    (
        "Nông dân đồng bằng sông Cửu Long lo xâm nhập mặn.",
        "Farmers in the Mekong Delta fear saltwater intrusion.",
    ),
    (
        "Trong trang cài đặt, chọn Tài khoản người dùng.",
        "On the settings page, select User accounts.",
    ),
    (
        "Mỗi tài khoản người dùng có một không gian làm việc riêng.",
        "Each user account has a workspace of its own.",
    ),
    (
        "Mời thành viên vào không gian làm việc từ trang cài đặt.",
        "Invite members to the workspace from the settings page.",
    ),
    ("Quản trị viên gửi thông báo đẩy đến thành viên.", "Administrators push to members."),
    (
        "Nhật ký hoạt động lưu mọi thao tác của quản trị viên.",
        "The activity log records everything administrators do.",
    ),
    ("Hãy xuất nhật ký hoạt động ra tệp CSV.", "Export the activity log to a CSV file."),
    ("Tuyến metro số 2 dài hơn 11 km.", "Metro Line 2 is more than 11 km long."),
    ("Dự án tuyến metro số 2 vẫn chậm.", "The Metro Line 2 project is still behind schedule."),
]


def test_terms_are_whole_words_in_their_base_form() -> None:
    made = {one.vi: one.en for one in from_pairs(MORE)}
    assert made == {
        "Ban Quản lý đường sắt đô thị": "Urban Railway Management Board",
        "không gian làm việc": "workspace",
        "nhật ký hoạt động": "activity log",
        "giải phóng mặt bằng": "site clearance",
        "đồng bằng sông Cửu Long": "Mekong Delta",
        "xâm nhập mặn": "saltwater intrusion",
        "trang cài đặt": "settings page",
        "tài khoản người dùng": "user account",
        "quản trị viên": "administrator",
        "thành viên": "member",
        "tuyến metro": "Metro Line",
    }


def test_one_language_gives_terms_without_translations() -> None:
    made = from_texts([en for _, en in PAIRS], EN)
    assert [one.en for one in made[:2]] == ["Ngo Thi Lieu", "fish sauce"]
    assert {(one.vi, one.agreement) for one in made} == {("", None)}
    assert from_texts(["Một. Hai."], VI) == []


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolkit, "load_detector", lambda folder: FakeDetector())


def rows(text: str) -> list[list[str]]:
    return [line.split("\t")[:4] for line in text.splitlines()]


WANTED = [["hợp tác xã", "cooperative", "3", "1.00"], ["nước mắm", "fish sauce", "3", "1.00"]]


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_of_pairs_in_either_order(tmp_path: Path, turned: bool) -> None:
    path = tmp_path / "pairs.tsv"
    pairs = [(en, vi) if turned else (vi, en) for vi, en in PAIRS]
    path.write_text("".join(f"{one}\t{other}\n" for one, other in pairs), "utf-8")
    done = run("terms", "extract", path)
    assert rows(done.stdout)[0] == ["vi", "en", "count", "agreement"]
    assert rows(done.stdout)[1:3] == WANTED
    assert "4 sentence pairs; 3 terms proposed" in done.stderr


def test_a_translation_memory(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    units = "".join(
        f'<tu><tuv xml:lang="en-GB"><seg>{en}</seg></tuv>'
        f'<tuv xml:lang="vi"><seg>{vi}</seg></tuv></tu>'
        for vi, en in PAIRS
    )
    head = '<tmx version="1.4"><header srclang="en"/><body>'
    path.write_text(f"{head}{units}</body></tmx>", "utf-8")
    assert rows(run("terms", "extract", path, "-q").stdout)[1:3] == WANTED


@pytest.mark.parametrize("name", ["a.xlf", "a.docx.sdlxliff"])
def test_a_translated_xliff(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    units = "".join(
        f'<trans-unit id="{number}"><source><g id="1">{en}</g></source>'
        f"<target>{vi}</target></trans-unit>"
        for number, (vi, en) in enumerate(PAIRS)
    )
    path.write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file target-language='
        f'"vi"><body>{units}<trans-unit id="9"><source>New.</source></trans-unit></body></file>'
        "</xliff>",
        "utf-8",
    )
    assert rows(run("terms", "extract", path, "-q").stdout)[1:3] == WANTED
    path.write_text(path.read_text("utf-8").replace("target>", "note>"), "utf-8")
    assert "has no translated units" in run("terms", "extract", path).stderr


def test_what_is_written_is_a_glossary(tmp_path: Path) -> None:
    path, made = tmp_path / "pairs.tsv", tmp_path / "terms.csv"
    path.write_text("".join(f"{vi}\t{en}\n" for vi, en in PAIRS), "utf-8")
    run("terms", "extract", path, "-o", made, "--most", "2")
    entries = read_glossary(made).entries
    assert [(one.left[0], one.right[0]) for one in entries] == [
        ("hợp tác xã", "cooperative"),
        ("nước mắm", "fish sauce"),
    ]


def test_a_document_and_its_translation(tmp_path: Path) -> None:
    folder = CORPORA / "articles"
    done = run("terms", "extract", folder / "fish-sauce.vi.txt", folder / "fish-sauce.en.txt")
    assert ["mắm nhỉ", "mam nhi", "3", "1.00"] in rows(done.stdout)


@pytest.mark.usefixtures("detector")
def test_documents_of_one_language(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The film market.\n\nThe film market is the place.\n", "utf-8")
    done = run("terms", "extract", path)
    assert rows(done.stdout)[1:] == [["", "film market", "2", ""]]


def test_an_output_is_no_input_and_a_table_has_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("một\nhai\n", "utf-8")
    done = run("terms", "extract", path)
    assert done.exit_code == 1
    assert "has no sentence pairs; give two columns" in done.stderr
    same = run("terms", "extract", path, "-o", path)
    assert same.exit_code == 2
    assert path.read_text("utf-8") == "một\nhai\n"
