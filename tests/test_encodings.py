import random
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.encodings import NAMES, canonical, decode, encode
from vitrans.encodings.names import OLD
from vitrans.encodings.tables import TCVN3, VIETNAMESE, WINDOWS_1252
from vitrans.errors import InputError, OutputError, UsageError
from vitrans.repair.syllables import lexicon
from vitrans.text import nfc

VIETNAMESE_NAMES = [encoding.name for encoding in VIETNAMESE]
NEWS = (
    "Sáng nay, hàng trăm người dân đã đến bờ sông để xem đua thuyền.\n"
    "Ban tổ chức cho biết lễ hội kéo dài ba ngày, với nhiều trò chơi dân gian.\n"
    "Nước sông dâng cao, nhiều trường học phải cho học sinh nghỉ.\n"
)
SENTENCES = [
    "Sự kết hợp của hai diễn viên gây chú ý với khán giả truyền hình.",
    "Đoàn làm phim chụp ảnh lưu niệm cùng người hâm mộ tại Hà Nội.",
    "Người dân thủ đô đổ ra đường xem bắn pháo hoa đêm giao thừa.",
    "Nữ ca sĩ khoe giọng trong đêm nhạc gây quỹ ủng hộ trẻ em nghèo.",
    "Ông khẳng định đội tuyển sẽ thắng nếu giữ được thế trận.",
    "Giá vàng tăng 1,5 triệu đồng mỗi lượng trong phiên sáng 17.9.2026.",
]
ENGLISH = [
    "“It’s the best café in Saigon,” she said — and the crème brûlée wasn’t bad.",
    "The director’s naïve résumé didn’t impress Beyoncé’s manager.",
    "Tickets cost £8 or €10 – children don’t pay…",
]


@pytest.mark.parametrize("encoding", VIETNAMESE, ids=lambda encoding: encoding.name)
def test_every_syllable_in_both_cases_comes_back(encoding: str) -> None:
    small = list(lexicon().rank)
    assert encoding.read(encoding.write(" ".join(small))) == " ".join(small)
    capitals = " ".join(map(str.upper, small))
    assert encoding.read(encoding.write(capitals)) == capitals
    for syllable in small:
        for text in (syllable, f"HÀ NỘI {syllable.upper()}"):
            assert encoding.read(encoding.write(text)) == text
        if encoding is not TCVN3:
            for text in (syllable.upper(), syllable.title()):
                assert encoding.read(encoding.write(text)) == text


@given(st.lists(st.sampled_from(list(lexicon().rank)), min_size=1), st.sampled_from(VIETNAMESE))
def test_any_syllables_come_back(syllables: list[str], encoding: str) -> None:
    text = " ".join(syllables)
    assert encode(text, encoding.name) == encoding.write(text)
    assert encoding.read(encoding.write(text)) == text


@given(st.text(), st.sampled_from(NAMES))
def test_what_can_be_written_comes_back(text: str, encoding: str) -> None:
    try:
        data = encode(text, encoding)
    except OutputError:
        return
    read = decode(data, encoding=encoding).text
    assert read == (nfc(text) if encoding in OLD else text.removeprefix("\ufeff") or read)


@pytest.mark.skipif(not shutil.which("iconv"), reason="needs iconv")
@pytest.mark.parametrize(
    ("encoding", "theirs"),
    [("VISCII", "VISCII"), ("TCVN 5712", "TCVN5712-1"), ("Windows-1258", "CP1258")],
)
def test_the_tables_are_those_of_iconv(encoding: str, theirs: str) -> None:
    text = " ".join([*lexicon().rank, *map(str.upper, lexicon().rank)])
    command = ["iconv", "-f", theirs, "-t", "UTF-8"]
    shown = subprocess.run(
        command, input=encode(text, encoding), stdout=subprocess.PIPE, check=True
    )
    assert nfc(shown.stdout.decode()) == text


def test_letters_of_the_fonts_are_as_they_were_typed() -> None:
    assert TCVN3.read("Sù kÕt hîp cña diÔn viªn".encode("cp1252")) == "Sự kết hợp của diễn viên"
    vni = "Söï keát hôïp cuûa dieãn vieân, Ñaø Naüng, nhæ, chò, kyõ, lyù".encode("cp1252")
    assert decode(vni).text == "Sự kết hợp của diễn viên, Đà Nẵng, nhỉ, chị, kỹ, lý"
    assert decode("ÑAÏI HOÄI THEÅ THAO TOAØN QUOÁC".encode("cp1252")).text == (
        "ĐẠI HỘI THỂ THAO TOÀN QUỐC"
    )
    precomposed = "Tiê\u0301ng Viê\u0323t cu\u0309a ngươ\u0300i dân".encode("cp1258")
    assert decode(precomposed).text == "Tiếng Việt của người dân"
    vps = bytes.fromhex("5469 8965 6e67".replace(" ", ""))
    assert OLD["VPS"].read(vps[:3] + b"ng Vi\x8ct") == "Tiếng Việt"


def test_capitals_of_abc_fonts_are_not_damaged() -> None:
    assert decode("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM".encode("cp1252")).text == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    )
    heading = "céng hßa x· héi chñ nghÜa viÖt nam".encode("cp1252")
    assert decode(heading).text == "cộng hòa xã hội chủ nghĩa việt nam"
    mixed = "A. §ã lµ ý kiÕn cña UBND tØnh\nB. §ã\n".encode("cp1252")
    assert decode(mixed).text == "A. Đó là ý kiến của UBND tỉnh\nB. Đó\n"


@pytest.mark.parametrize("name", VIETNAMESE_NAMES)
def test_old_files_are_read_and_named(name: str) -> None:
    found = decode(encode(NEWS, name), "bài.txt")
    assert (found.text, found.encoding) == (NEWS, "TCVN3 (ABC)" if name == "TCVN 5712" else name)
    assert found.notice == f"bài.txt: read as {found.encoding}"
    assert encode(found.text, found.encoding) == encode(NEWS, name)


@pytest.mark.parametrize("name", VIETNAMESE_NAMES)
def test_single_lines_and_few_words_are_recognised(name: str) -> None:
    chance = random.Random(0)
    for sentence in SENTENCES:
        assert decode(encode(sentence, name)).text == sentence
        words = sentence.split()
        start = chance.randrange(len(words) - 5)
        few = " ".join(words[start : start + 6])
        assert decode(encode(few, name)).text == few


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("words", [3, 6, 30])
def test_western_text_is_read_as_such(text: str, words: list[str]) -> None:
    part = " ".join(text.split()[:words])
    if not part.isascii():
        found = decode(part.encode("cp1252"), "a.txt")
        assert (found.text, found.encoding) == (part, "Windows-1252")


@pytest.mark.parametrize(
    "text",
    [
        "Où est la bibliothèque ? Là où il y a des élèves.",
        "El niño está aquí, señor. ¿Qué pasa?",
        "Ich möchte für das Mädchen Äpfel kaufen.",
        "Não há pão, só água.",
    ],
)
def test_other_western_languages_are_not_taken_for_vietnamese(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("name", VIETNAMESE_NAMES)
def test_foreign_words_and_markup_do_not_hide_what_a_text_is(name: str) -> None:
    marks = "<div class='caption' id='first'><span style='color: red'>"
    text = "".join(f"{marks}{sentence}</span></div>\n" for sentence in SENTENCES)
    assert decode(encode(text, name)).text == text
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{SENTENCES[n]}\n\n" for n in range(6))
    assert decode(encode(cues, name)).text == cues


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_wide_encodings_are_read_with_and_without_their_mark(encoding: str, mark: str) -> None:
    found = decode((mark + NEWS).encode(encoding), "a.txt")
    name = encoding.upper().replace("-LE", "LE").replace("-BE", "BE")
    assert (found.text, found.encoding) == (NEWS, name)
    assert found.notice == f"a.txt: read as {name}"
    assert encode(found.text, name) == ("\ufeff" + NEWS).encode(encoding)


def test_utf8_is_left_as_it_is_and_said_to_be_nothing_else() -> None:
    for text in ("", NEWS, "\ufeff" + NEWS, unicodedata.normalize("NFD", NEWS), "plain"):
        assert decode(text.encode()) == decode(text.encode(), encoding="utf8")
        assert decode(text.encode()).text == text
        assert decode(text.encode()).notice is None


def test_letters_that_were_read_wrongly_before_are_text_with_a_notice() -> None:
    found = decode(b"Xin\n" + "Tiếng Việt".encode().decode("cp1252").encode(), "a.txt")
    assert (found.text, found.encoding) == ("Xin\nTiáº¿ng Viá»‡t", "UTF-8")
    assert found.notice
    assert found.notice.startswith("a.txt:2: letters were read in a wrong encoding")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x7fELF\x02\x01\0\0", "'a.txt' is binary (byte 7 is NUL)"),
        ("Việt".encode()[:4], "'a.txt' ends in the middle of a character"),
        (NEWS.encode()[:-2] + b"\xe1\xbb", "'a.txt' ends in the middle of a character"),
        (NEWS.encode() + b"\xff\n", "'a.txt' is UTF-8, but byte 259 (line 4) is 0xFF"),
        ("né".encode("cp1252"), "it may be TCVN3 (ABC), “nộ” or Windows-1252, “né”"),
        ("Привет, как дела?".encode("cp1251"), "reads as no text in any encoding"),
        ("你好，世界".encode("big5"), "reads as no text in any encoding"),
        ("Zażółć gęślą jaźń".encode("cp1250"), "reads as no text in any encoding"),
        (random.Random(3).randbytes(999).replace(b"\0", b"\1"), "reads as no text in any"),
        ("a\n".encode("utf-16")[:-1], "'a.txt' is UTF-16LE, but cut off or damaged"),
    ],
)
def test_what_cannot_be_told_is_refused_without_bad_advice(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "a.txt")
    assert message in str(caught.value)
    assert "iconv" not in str(caught.value)
    assert "convert" not in str(caught.value)


def test_one_damaged_letter_is_not_taken_for_an_old_encoding() -> None:
    text = "Le café est fermé".encode() + b"\xe9"
    with pytest.raises(InputError, match=r"is UTF-8, but|cut off"):
        decode(text)


@pytest.mark.parametrize(("name", "word"), [("VISCII", "người"), ("VPS", "đến")])
def test_bytes_that_are_utf8_by_chance_are_read_as_what_they_are(name: str, word: str) -> None:
    assert encode(word, name).decode()
    assert decode(encode(word, name)).text == word
    for text in ("nǐ hǎo", "שלום hello", "Հայերեն", "ǅ", "Xin chào ߶"):
        assert decode(text.encode()).text == text


@pytest.mark.parametrize("data", [b"Trao \xc4", b"Ch\xc6", b"B\xc3"])
def test_a_file_that_is_cut_in_its_only_letter_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match=r"cut off"):
        decode(data)


def test_tcvn3_that_lost_its_soft_hyphens_is_readable() -> None:
    text = "Những người trẻ được nghỉ học, nhưng trường vẫn mở cửa.\nNước ta như thế nào?\n"
    assert decode(encode(text, "tcvn3").replace(b"\xad", b"")).text == text
    assert (
        decode(encode("Sáng ngời, rực rỡ, đẹp đẽ.", "tcvn3")).text == "Sáng ngời, rực rỡ, đẹp đẽ."
    )


def test_standard_input_is_called_by_its_name() -> None:
    with pytest.raises(InputError, match=r"^standard input is binary"):
        decode(b"a\0\1\2\3\4\5\6\7")


def test_an_encoding_that_is_given_is_taken() -> None:
    assert decode("né".encode("cp1252"), encoding="latin1").text == "né"
    assert decode("né".encode("cp1252"), encoding="TCVN3").text == "nộ"
    assert decode("a".encode("utf-16"), encoding="utf-16").text == "a"
    with pytest.raises(InputError, match="is UTF-8, but"):
        decode(b"\xff\xfea", encoding="utf-8")
    with pytest.raises(UsageError, match="there is no encoding 'foo'; give one of UTF-8, "):
        decode(b"a", encoding="foo")


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("utf8", "UTF-8"),
        ("tcvn3", "TCVN3 (ABC)"),
        ("TCVN3 (ABC)", "TCVN3 (ABC)"),
        ("vni", "VNI-Windows"),
        ("cp1258", "Windows-1258"),
        ("WINDOWS_1258", "Windows-1258"),
        ("latin-1", "Windows-1252"),
        ("utf-16le", "UTF-16LE"),
        ("viscii", "VISCII"),
    ],
)
def test_encodings_are_found_however_they_are_written(given_name: str, name: str) -> None:
    assert canonical(given_name) == name


@pytest.mark.parametrize(
    ("encoding", "text", "message"),
    [
        ("tcvn3", "một\n→ hai", "TCVN3 (ABC) has no '→' (line 2)"),
        ("tcvn3", "Ấn Độ", "'Ấ' would become 'ấ' in TCVN3 (ABC) (line 1)"),
        ("vni", "Müller", "VNI-Windows has no 'ü'"),
        ("viscii", "“À”", "VISCII has no '“', '”'"),
        ("windows-1252", "Việt Nam", "Windows-1252 has no 'ệ'"),
        ("windows-1258", "日本語の字幕です", "has no '日', '本', '語', 'の', '字' and 3 more"),
        ("utf-8", "\ud800", "U+D800 is half a character"),
    ],
)
def test_characters_that_an_encoding_lacks_are_named(
    encoding: str, text: str, message: str
) -> None:
    with pytest.raises(OutputError) as caught:
        encode(text, encoding)
    assert message in str(caught.value)


def test_a_word_in_capitals_is_written_in_small_letters_for_abc_fonts() -> None:
    assert encode("CỘNG HÒA", "tcvn3") == "CéNG HßA".encode("cp1252")
    assert WINDOWS_1252.write("crème “brûlée”") == "crème “brûlée”".encode("cp1252")


def test_a_file_in_two_encodings_is_refused() -> None:
    data = "Người dân\n".encode() + encode("Hà Nội thưởng thức phở, giá cả đã tăng\n", "TCVN3")
    with pytest.raises(InputError, match="two encodings: line 1 is UTF-8 and line 2 is not"):
        decode(data, "two.txt")
