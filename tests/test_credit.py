from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.text.credits import (
    find_credit,
    find_credits,
    find_label,
    same_source,
    split_credit,
    translate_credit,
)
from vitrans.types import Language

EN: Final = Language.ENGLISH
VI: Final = Language.VIETNAMESE


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Hoa ban nở trắng núi. Ảnh: Minh Khôi", "Hoa ban nở trắng núi.", "Ảnh: Minh Khôi"),
        ("Hoa ban no trang nui. Anh: Minh Khoi.", "Hoa ban no trang nui.", "Anh: Minh Khoi"),
        ("Hoa ban nở - Ảnh: T.L.", "Hoa ban nở", "Ảnh: T.L."),
        ("Hoa ban nở (Ảnh: Minh Khôi).", "Hoa ban nở", "Ảnh: Minh Khôi"),
        ("Hoa ban nở Ảnh: Minh Khôi", "Hoa ban nở", "Ảnh: Minh Khôi"),
        ("Hoa ban nở - Ảnh MINH KHÔI", "Hoa ban nở", "Ảnh MINH KHÔI"),
        ("Hoa ban nở. Ảnh do nhân vật cung cấp", "Hoa ban nở.", "Ảnh do nhân vật cung cấp"),
        ("Biểu đồ giá gạo. Nguồn: Bộ Công Thương", "Biểu đồ giá gạo.", "Nguồn: Bộ Công Thương"),
        ("Lũ về - Ảnh: An - Đồ họa: Bình", "Lũ về", "Ảnh: An - Đồ họa: Bình"),
        ("Phim “Gió Ngàn.” Photo: Producer", "Phim “Gió Ngàn.”", "Photo: Producer"),
        ("A boat on the lake. Photo by Minh Khoi", "A boat on the lake.", "Photo by Minh Khoi"),
        ("A boat (Photo courtesy of the family)", "A boat", "Photo courtesy of the family"),
        ("Rice prices. Source: Ministry", "Rice prices.", "Source: Ministry"),
        ("Bị cáo - Ảnh: AN BÌNH (chụp màn hình)", "Bị cáo", "Ảnh: AN BÌNH (chụp màn hình)"),
        ("Ảnh: Minh Khôi", "", "Ảnh: Minh Khôi"),
        ("Ghe chở dưa. Anh & clip: An Binh", "Ghe chở dưa.", "Anh & clip: An Binh"),
        ("Ghe chở dưa. Bài và ảnh: Thu Hà", "Ghe chở dưa.", "Bài và ảnh: Thu Hà"),
        ("Ghe cho dua. Bai, anh: Thu Ha", "Ghe cho dua.", "Bai, anh: Thu Ha"),
        ("Ghe chở dưa. Ảnh, video: Minh Trí", "Ghe chở dưa.", "Ảnh, video: Minh Trí"),
        ("A boat. Photo & video: An Binh", "A boat.", "Photo & video: An Binh"),
        ("A boat © Reuters", "A boat", "© Reuters"),
        ("Children at play. Photo © UNICEF", "Children at play.", "Photo © UNICEF"),
        ("Trái Đất. Ảnh chụp từ vệ tinh: NASA", "Trái Đất.", "Ảnh chụp từ vệ tinh: NASA"),
        ("A boat. Photograph: An/The Guardian", "A boat.", "Photograph: An/The Guardian"),
        ("*Ghe chở dưa. Ảnh: Minh Trí*", "*Ghe chở dưa.", "Ảnh: Minh Trí"),
        ("_A boat. Photo: Minh Tri_", "_A boat.", "Photo: Minh Tri"),
        ("**Ghe chở dưa.** *Ảnh: Minh Trí*", "**Ghe chở dưa.**", "Ảnh: Minh Trí"),
        ("A boat. Story and photos by Thu Ha", "A boat.", "Story and photos by Thu Ha"),
        ("Lũ về. Ảnh: Văn phòng Chính phủ", "Lũ về.", "Ảnh: Văn phòng Chính phủ"),
        ("Lũ về. Ảnh: người dân gửi", "Lũ về.", "Ảnh: người dân gửi"),
        ("A boat - Getty Images", "A boat", "Getty Images"),
        ("A boat. AP/VNA Photo", "A boat.", "AP/VNA Photo"),
        ("A boat. — VNA/VNS Photo Minh Trí", "A boat.", "VNA/VNS Photo Minh Trí"),
        ("A boat on the lake VNS Photo Việt Thanh", "A boat on the lake", "VNS Photo Việt Thanh"),
        ("A boat (AFP/Getty Images)", "A boat", "AFP/Getty Images"),
        ("A boat. Photo VNA", "A boat.", "Photo VNA"),
        ("Ghe chở dưa. Ảnh TTXVN", "Ghe chở dưa.", "Ảnh TTXVN"),
        ("A boat - Nhac Nguyen/AFP via Getty Images", "A boat", "Nhac Nguyen/AFP via Getty Images"),
        ("A boat. REUTERS/Kham", "A boat.", "REUTERS/Kham"),
        ("A boat. AP Photo/Hau Dinh", "A boat.", "AP Photo/Hau Dinh"),
        ("A boat. Xinhua file photo", "A boat.", "Xinhua file photo"),
        ("EPA-EFE/Luong Thai Linh", "", "EPA-EFE/Luong Thai Linh"),
        ("Bài: An; Ảnh: Vinh; Đồ họa: Tú", "", "Bài: An; Ảnh: Vinh; Đồ họa: Tú"),
        (
            "Lũ về. Ảnh: Sở Nông nghiệp và Phát triển nông thôn",
            "Lũ về.",
            "Ảnh: Sở Nông nghiệp và Phát triển nông thôn",
        ),
    ],
)
def test_a_credit_is_split_off(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "Tôi hỏi anh: bao giờ về?",
        "Anh: Em khong di dau ca, anh cu yen tam.",
        "Doi tuyen Anh: gap Duc ngay 5 thang 6",
        "Hai người ngồi trên ghế (ảnh trái)",
        "The source: a small spring in the hills.",
        "She took a photo of the lake.",
        "Thời tiết hôm nay: nắng nhẹ",
        "Ảnh: Người dân chèo ghe trên sông Hậu vào sáng sớm.",
        "Anh: Nguoi dan cheo ghe tren song Hau vao sang som.",
        "Source: The Ministry of Health said the vaccine would arrive in May.",
        "Photo: People row their boats along the river at dawn.",
        "Ảnh: Bà con đi chợ",
        "AP photo editor resigns",
        "The AP photo was taken in Hanoi",
        "Reuters reporters are in Hanoi",
        "He works for AFP/Reuters in Paris.",
        "Photo: A man rows",
        "Video: Watch the boats race",
        "Nguồn: Bộ Y tế cho biết thuốc này an toàn.",
        "Chợ họp sớm. Source: The drug is safe, the ministry says.",
        "",
        "   ",
    ],
)
def test_what_is_no_credit(text: str) -> None:
    assert find_credit(text) is None
    assert split_credit(text) == (text, "")


def test_a_credit_ends_at_its_bracket() -> None:
    text = "Ghe chở dưa. (Ảnh: Minh Trí) Phiên chợ kéo dài đến trưa. [Photo: AP]"
    found = find_credits(text)
    assert [text[c.start : c.end] for c in found] == ["Ảnh: Minh Trí", "Photo: AP"]
    assert [text[: c.body].rpartition(") ")[2] for c in found] == [
        "Ghe chở dưa.",
        "Phiên chợ kéo dài đến trưa.",
    ]


def test_a_credit_ends_at_its_full_stop() -> None:
    text = "Ghe chở dưa. Ảnh: Minh Trí. Phiên chợ kéo dài đến trưa."
    [found] = find_credits(text)
    assert text[: found.body] == "Ghe chở dưa."
    assert text[found.start : found.end] == "Ảnh: Minh Trí"
    assert find_label("Ảnh: Minh Trí. Phiên chợ kéo dài đến trưa.") is None


def test_a_label_before_a_sentence() -> None:
    label = find_label("Ảnh: Người dân chèo ghe trên sông Hậu vào sáng sớm.")
    assert label is not None
    assert (label.start, label.end) == (0, len("Ảnh:"))
    assert translate_credit("Ảnh:", EN) == "Photo:"
    assert find_label("Ảnh: Minh Trí") is None


@given(st.text(), st.text(alphabet="Ảnh Photo:.()-ab*_ \n", max_size=60))
def test_nothing_of_a_text_is_lost(head: str, tail: str) -> None:
    text = head + tail
    if credit := find_credit(text):
        assert 0 <= credit.body <= credit.start < credit.end <= len(text)
        assert not text[credit.body : credit.start].strip(" \t\u00a0-–—|/([\n*_")


@pytest.mark.parametrize(
    ("credit", "english", "vietnamese"),
    [
        ("Anh: Nha san xuat", "Photo: Producer", "Ảnh: Nhà sản xuất"),
        ("Photo: Producer", "Photo: Producer", "Ảnh: Nhà sản xuất"),
        ("Ảnh: Nhân vật cung cấp", "Photo: Courtesy of the subject", "Ảnh: Nhân vật cung cấp"),
        ("Ảnh: Chụp màn hình", "Photo: Screenshot", "Ảnh: Chụp màn hình"),
        ("Ảnh: Nguyễn Hải", "Photo: Nguyễn Hải", "Ảnh: Nguyễn Hải"),
        ("Ảnh: ĐPCC", "Photo: ĐPCC", "Ảnh: ĐPCC"),
        ("Photo by Minh Khoi", "Photo by Minh Khoi", "Ảnh: Minh Khoi"),
        ("Photo courtesy of the family", "Photo courtesy of the family", "Ảnh: Gia đình cung cấp"),
        ("Ảnh minh họa", "Illustration", "Ảnh minh họa"),
        ("Ảnh do gia đình cung cấp", "Photo: Courtesy of the family", "Ảnh do gia đình cung cấp"),
        ("Photo: Supplied by residents", "Photo: Supplied by residents", "Ảnh: Người dân cung cấp"),
        ("Photo: Courtesy of a couple", "Photo: Courtesy of a couple", "Ảnh: Courtesy of a couple"),
        ("Ảnh: Ga Huế cung cấp", "Photo: Courtesy of Ga Huế", "Ảnh: Ga Huế cung cấp"),
        ("Source: VNA", "Source: VNA", "Nguồn: TTXVN"),
        ("Anh & clip: An Binh", "Photo & video: An Binh", "Ảnh & clip: An Binh"),
        ("Photo & video: An Binh", "Photo & video: An Binh", "Ảnh & clip: An Binh"),
        ("Bài và ảnh: Thu Hà", "Story and photo: Thu Hà", "Bài và ảnh: Thu Hà"),
        ("© Reuters", "© Reuters", "© Reuters"),
        ("Photo © UNICEF/2024", "Photo © UNICEF/2024", "Photo © UNICEF/2024"),
        ("Credit: NASA/JPL", "Credit: NASA/JPL", "Nguồn: NASA/JPL"),
        ("Photograph: Linh Pham", "Photograph: Linh Pham", "Ảnh: Linh Pham"),
        ("Courtesy photo", "Courtesy photo", "Ảnh: NVCC"),
        ("Hình ảnh: Minh Thu", "Photo: Minh Thu", "Hình ảnh: Minh Thu"),
        ("Ảnh chụp từ vệ tinh: NASA", "Satellite photo: NASA", "Ảnh chụp từ vệ tinh: NASA"),
        ("BÀI VÀ ẢNH: THU HÀ", "Story and photo: THU HÀ", "BÀI VÀ ẢNH: THU HÀ"),
        ("Ảnh và video: An Bình", "Photo and video: An Bình", "Ảnh và video: An Bình"),
        ("Words and pictures by Thu Ha", "Words and pictures by Thu Ha", "Bài và ảnh: Thu Ha"),
        ("Bài: Thu Hà - Ảnh: Hải", "Story: Thu Hà - Photo: Hải", "Bài: Thu Hà - Ảnh: Hải"),
        ("Text: Thu Ha; Photos: Hai", "Text: Thu Ha; Photos: Hai", "Bài: Thu Ha; Ảnh: Hai"),
        ("AP/VNA Photo", "AP/VNA Photo", "Ảnh: AP/TTXVN"),
        ("VNA/VNS Photo Minh Trí", "VNA/VNS Photo Minh Trí", "Ảnh: Minh Trí/TTXVN/VNS"),
        ("AP Photo/Hau Dinh", "AP Photo/Hau Dinh", "Ảnh: Hau Dinh/AP"),
        ("Photo VNA", "Photo VNA", "Ảnh: TTXVN"),
        ("Ảnh TTXVN", "Photo: VNA", "Ảnh TTXVN"),
        ("Photo: AP/VNA", "Photo: AP/VNA", "Ảnh: AP/TTXVN"),
        ("AFP/Getty Images", "AFP/Getty Images", "AFP/Getty Images"),
        ("Reuters file photo", "Reuters file photo", "Ảnh: Reuters"),
        ("Ảnh: An / Photo: An", "Ảnh: An / Photo: An", "Ảnh: An / Photo: An"),
        ("Ảnh: An - Đồ họa: Bình", "Photo: An - Graphic: Bình", "Ảnh: An - Đồ họa: Bình"),
        (
            "Bài: Thu Hà; Ảnh: Quang Vinh; Đồ họa: Minh Tú",
            "Story: Thu Hà; Photo: Quang Vinh; Graphic: Minh Tú",
            "Bài: Thu Hà; Ảnh: Quang Vinh; Đồ họa: Minh Tú",
        ),
    ],
)
def test_a_credit_in_both_languages(credit: str, english: str, vietnamese: str) -> None:
    assert translate_credit(credit, EN) == english
    assert translate_credit(credit, VI) == vietnamese


def test_the_same_source_in_two_languages() -> None:
    assert same_source("Anh: Nha san xuat", "Photo: Producer")
    assert same_source("Ảnh: Nhà sản xuất", "Photo: Producers")
    assert same_source("Ảnh: Minh Khôi", "Photo: Minh Khoi")
    assert not same_source("Ảnh: Reuters", "Photo: AFP")


@pytest.mark.parametrize(
    "text",
    ["Anh: Tôi không biết chuyện đó.", "Cô hỏi anh. Anh: tôi đi đây", "Họ đi chợ. Anh: Minh"],
)
def test_a_man_who_speaks_in_accented_text_is_no_credit(text: str) -> None:
    assert find_credit(text) is None
