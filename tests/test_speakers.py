"""Names of speakers in cues."""

import pytest

from vitrans.formats import parse
from vitrans.language import Detector
from vitrans.pipeline import divide, tag
from vitrans.text.credits import find_credit, find_label
from vitrans.text.protected import find_protected
from vitrans.text.speakers import find_speakers, with_title
from vitrans.types import Kind


@pytest.mark.parametrize(
    "label", ["LAN", "Lan", "CHỊ HOA", "CHI HOA", "Bà Năm", "Minh", "ANH", "JOHN", "Nguyễn Văn An"]
)
def test_a_name_before_the_first_colon_speaks(label: str) -> None:
    text = f"{label}: Em di dau day?"
    assert list(find_speakers(text)) == [(0, len(label), len(label) + 2)]


@pytest.mark.parametrize(
    "text",
    ["Lưu ý: không chạm vào.", "PHONG VIEN: Sao?", "Giá: 25.000đ", "Photo: Lan", "lan: a", "Lan:"],
)
def test_other_labels_are_words(text: str) -> None:
    assert not list(find_speakers(text))


def test_titles_take_their_marks() -> None:
    assert with_title("CHI HOA") == "CHỊ HOA"
    assert with_title("Ba Nam") == "Bà Nam"
    assert with_title("LAN") == "LAN"


def test_each_speaker_of_a_cue_is_a_segment() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nLAN: Em di dau day?\nMINH: Anh di cho.\n"
    detector = Detector.load()
    found = divide(tag(parse(text, ".srt"), detector), detector)
    assert [segment.text for segment in found.segments if segment.kind is Kind.SPEAKER] == [
        "LAN",
        "MINH",
    ]
    assert [segment.text for segment in found.segments][1::2] == ["Em di dau day?", "Anh di cho."]


@pytest.mark.parametrize("text", ["ANH: Khong duoc dau.", "Anh: Di dau day?", "ANH: Thoi di!"])
def test_a_man_who_speaks_is_no_photo(text: str) -> None:
    assert find_credit(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ANH: Em an com chua?\nEM: Chua.", False),
        ("Anh: Em di dau day, toi doi mai?", False),
        ("Anh: Nguoi dan di cho tren song Hau.", True),
    ],
)
def test_a_label_before_speech_is_no_photo(text: str, label: bool) -> None:
    assert bool(find_label(text)) is label


@pytest.mark.parametrize("text", ["Anh: Suu tam.", "ANH: THU HA", "Anh: Nhan vat cung cap."])
def test_a_bare_credit_is_one(text: str) -> None:
    assert find_credit(text)


@pytest.mark.parametrize("text", ["PGS.TS Nguyễn Văn An", "GS.TS. Trần Bình", "GS.TS.BS Lan"])
def test_degrees_are_no_files(text: str) -> None:
    assert not find_protected(text)
