import random
import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.repair import Accident, repair, repair_batch, undecoded
from vitrans.repair.keystrokes import telex, viqr, vni
from vitrans.repair.syllables import lexicon
from vitrans.text import strip_accents
from vitrans.text.syllables import with_tone
from vitrans.training.tables import accidents
from vitrans.training.tables.syllables import is_valid

# Sentences of news and captions, written for these tests.
SENTENCES = [
    "Sự kết hợp của hai diễn viên gây chú ý với khán giả truyền hình.",
    "Đoàn làm phim chụp ảnh lưu niệm cùng người hâm mộ tại Hà Nội.",
    "Người dân thủ đô đổ ra đường xem bắn pháo hoa đêm giao thừa.",
    "Nước sông dâng cao, nhiều trường học phải cho học sinh nghỉ.",
    "Nữ ca sĩ khoe giọng trong đêm nhạc gây quỹ ủng hộ trẻ em nghèo.",
    "Ông khẳng định đội tuyển sẽ thắng nếu giữ được thế trận.",
    "Hoạ sĩ vẽ tranh về những mùa xuân đã cũ, thuở chưa có điện.",
    "ĐẠI HỘI BÓNG ĐÁ ĐÔNG NAM Á KHAI MẠC TỐI NAY",
]
CORRECT = [
    *SENTENCES,
    "Dấu &lt; và &amp; và &nbsp; và &#60; ở đây, a&b; c.",
    "Đường dẫn C:\\suwj\\keets, ./suwj/keets và suwj_keets, suwjKeets, {suwj}, %s.",
    "Mã {{ suwj }}, ${suwj} và $suwj; \ue000 suwj_q \ue001.",
    "Kim Soo Hyun và Lee Min Ho tới Việt Nam, ở khách sạn Moon.",
    "Bạn mua chip i5, giấy A4, xem U23 đá trên VTV6 hay đi xe 4x4?",
    "Vaccine covid19, máy bay B52, Su75 và Su27, xăng E5, đường QL1A.",
    "Ban nhạc U2 hát bài One; phim 3D, khí CO2, cúm H1N1, chỉ số A1c.",
    "Anh đọc xong cuốn The Book of Tests và xem Woods trên fax, soos.",
    "Trận Woods gặp Lars ở Lisbon, Harris và Tess cùng Boss dẫn đầu.",
    "I can't see what's in the box; it was there, as if there were six of us.",
    "It was a book of tests: xerox it, saw it, fax it. He has too many soos.",
    "for i in range(n): foos[i] = bars_too(x)",
    "Café crème à la carte; Müller und Söhne; El país de las maravillas.",
    "Það er gott við sjóinn í Garðabæ.",
    "Doan lam phim cua nha dai KBS toi Ha Noi tu hom qua.",
    "Xem https://suwj.vn/keets?q=hopwj, thư suwj@keets.vn, thẻ #keets và `suwj keets`.",
    "Ảnh nằm ở anh_ddeepj.jpg, mã nguồn ở ddi.py.",
    "Trời lạnh 5°C, nhà rộng 30 m², dài 10 µm; © 2024 ® ™ « quote » ½.",
    "Hòa thích khoẻ đẹp.",
    "“ÔNG ẤY VẤP NGÃ”, THỊ XÃ\u00a0 TÂN CHÂU, BẦU NGÃ… «VẤP NGÃ»",
    "De boot voer over het meer; de kapitein was moe en boos, zijn zus was leraar in een dorp.",
    "Kuv mus tom khw yuav zaub thiab nqaij; koj puas xav nrog kuv mus hais lus Hmoob?",
    "Oor die berge loop die ou man met sy hond, want hy soek sy seun.",
    "Os meninos foram à praia; o João está aí com a mãe dele.",
    "He sat in seat A1 row B2; see tab4 and fig. 3a2, then CO2, H2O, Ca2, PM10, G20 and T20.",
    "Hội nghị G20 bàn về i7, F16, AK47, MiG21, Su30, An26, Note20, Mi10, iPhone5s, PS5, O2.",
    "Ca sĩ Soobin, Moon Chae Won, Woo Bin, Goo Hara và Roo đóng phim của Lars von Trier.",
    "Bài Noots của ban nhạc ấy được dùng trong phim, cầu thủ Luuk de Jong và Saar chơi hay.",
    "AT&amp;T &lt;b&gt; &copy; 2026, `ch&agrave;o` và https://a.vn/?b=1&agrave;=2",
    "H'Hen Niê, Y Moan và K'Brơi hát ở Đắk Lắk; bà mua xoong, rơ-moóc và đàn oóc-gan.",
]
TYPED = [
    (Accident.TELEX, "Suwj keets hopwj", "Sự kết hợp"),
    (Accident.TELEX, "Suwj keest hojpw cuar dieenx vieen", "Sự kết hợp của diễn viên"),
    (Accident.TELEX, "DDoanf lamf phim Vieejt", "Đoàn làm phim Việt"),
    (Accident.TELEX, "wowcs mow cuar nguwowif", "ước mơ của người"),
    (Accident.TELEX, "nguowif ddoongf nuwowcs", "người đồng nước"),
    (Accident.TELEX, "DDAIJ HOOIJ THEER THAO", "ĐẠI HỘI THỂ THAO"),
    (Accident.TELEX, "Trong phim coo aays chir ddi xem sex cuwowif", None),
    (Accident.VNI, "Su75 ke61t ho75p", "Sự kết hợp"),
    (Accident.VNI, "D9oa2n la2m phim Vie65t", "Đoàn làm phim Việt"),
    (Accident.VIQR, "Su+. ke^'t ho+.p", "Sự kết hợp"),
    (Accident.VIQR, "DDoa`n la`m phim cu?a ngu+o+`i Vie^.t", "Đoàn làm phim của người Việt"),
]
ENCODED = [
    (Accident.TCVN3, "Sù kÕt hîp cña diÔn viªn", "Sự kết hợp của diễn viên"),
    (Accident.TCVN3, "CéNG HßA X· HéI CHñ NGHÜA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
    (Accident.TCVN3, "Tõ §µ N½ng ®Õn HuÕ", "Từ Đà Nẵng đến Huế"),
    (Accident.VNI_WINDOWS, "Söï keát hôïp cuûa dieãn vieân", "Sự kết hợp của diễn viên"),
    (Accident.VNI_WINDOWS, "ÑAÏI HOÄI THEÅ THAO", "ĐẠI HỘI THỂ THAO"),
    (Accident.WINDOWS_1258, "Sýò kêìt hõòp cuÒa ðiêòn aÒnh", "Sự kết hợp của điện ảnh"),
    (Accident.UTF8, "Sá»± káº¿t há»£p", "Sự kết hợp"),
    (
        Accident.UTF8,
        "â€œXin chÃ\u00a0oâ€\u009d, nÃ³i vá»›i tÃ´i",
        "“Xin chào”, nói với tôi",
    ),
    (Accident.UTF8, "lÃ má»™t ngÆ°á»\u009di", "là một người"),
    (Accident.UTF8, "há»c sinh Viá»‡t Nam", "học sinh Việt Nam"),
    (Accident.UTF8, "ngÆ°á»?i dÃ¢n, ngÆ°á»\ufffdi", "người dân, người"),
    (Accident.UTF8, "chÃnh phá»§", "chính phủ"),
    (Accident.UTF8, "HÃ Ná»™i vÃ Ä\u0090Ã Náºµng", "Hà Nội và Đà Nẵng"),
    (Accident.UTF8, "ÄÃ¢y lÃ nhÃ", "Đây là nhà"),
    (Accident.TCVN3, "Nh÷ng ngêi d©n trêng ®îc nghØ häc", "Những người dân trường được nghỉ học"),
    (Accident.TCVN3, "níc ta nh thÕ nµo", "nước ta như thế nào"),
    (Accident.TCVN3, "nhng ngêi trÎ ®îc tÆng quµ", "nhưng người trẻ được tặng quà"),
    (Accident.REFERENCE, "chi&#7873;u", "chiều"),
    (Accident.REFERENCE, "Xin ch&agrave;o c&aacute;c b&#x1EA1;n", "Xin chào các bạn"),
    (Accident.REFERENCE, "chi&amp;#7873;u nay", "chiều nay"),
    (Accident.REFERENCE, "ng&#432;&#417;&#768;i", "người"),
]
LETTERS = [
    (Accident.REFERENCE, "chi&#7873;u nay", "chiều nay"),
    (Accident.REFERENCE, "th&agrave;nh ph&#x1ed1;", "thành phố"),
    (Accident.REFERENCE, "&#272;&#224; N&#7861;ng", "Đà Nẵng"),
    (Accident.DECOMPOSED, "kê\u0301t hơ\u0323p", "kết hợp"),
    (Accident.DECOMPOSED, "ke\u0301\u0302t", "kết"),
    (Accident.LOOKALIKE, "ngƣời ðường", "người đường"),
    (Accident.LOOKALIKE, "Ðó là người của HÐND", "Đó là người của HĐND"),
    (Accident.PLACEMENT, "hoàn tòan", "hoàn toàn"),
    (Accident.PLACEMENT, "Hòang qủa quyết", "Hoàng quả quyết"),
    (Accident.PLACEMENT, "giừơng đựơc họăc nhiêù cuả", "giường được hoặc nhiều của"),
]


@pytest.mark.parametrize(("kind", "typed", "meant"), [*TYPED, *ENCODED, *LETTERS])
def test_an_accident_is_mended_and_named(kind: Accident, typed: str, meant: str | None) -> None:
    made = repair(typed)
    if meant is not None:
        assert made.text == meant
    assert {one.kind for one in made.repairs} == {kind}


@pytest.mark.parametrize("text", CORRECT)
def test_what_is_right_stays(text: str) -> None:
    assert repair(text).text == text
    assert not repair(text).repairs


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Bộ phim nayf rất hay, dài 120 phút.", "Bộ phim này rất hay, dài 120 phút."),
        ("Chúng tôi la2m việc ở đây.", "Chúng tôi làm việc ở đây."),
        ("Chúng tôi kho^ng biết ở đâu.", "Chúng tôi không biết ở đâu."),
        ("Cô gái Nhaatj Bản đến rồi (ddeens).", "Cô gái Nhật Bản đến rồi (đến)."),
    ],
)
def test_a_word_is_mended_among_correct_ones(line: str, meant: str) -> None:
    assert repair(line).text == meant


def test_words_that_may_be_english_are_mended_only_where_all_is_typed_so() -> None:
    assert repair("Cô ấy sex ddi six").text == "Cô ấy sex đi six"
    assert repair("Coo aays sex ddi gawpj mootj nguwowif").text == "Cô ấy sẽ đi gặp một người"


def test_what_would_undo_a_sentence_in_viqr_stays() -> None:
    assert repair("To^i ddo.c sa'ch vo+. cu?a ngu+o+`i.").text == "Tôi đọc sách vợ của người."
    assert repair("To^i ddo.c sa'ch cu?a vo+.").text == "Tôi đọc sách của vo+."
    assert repair("Tu+` 'cha^u A^u' xuo^'ng bie^?n").text == "Từ 'châu A^u' xuống biển"
    assert repair("Ông ấy ở ddo' cả ngày, ddu?.").text == "Ông ấy ở đó cả ngày, đủ."
    assert repair("Ông ấy ở trên ddi?nh núi").text == "Ông ấy ở trên đỉnh núi"
    assert repair("Ông ấy ở nhà ddu?").text == "Ông ấy ở nhà ddu?"


def test_each_repair_says_where_it_was() -> None:
    text = "Xin chào.\nÔng (ddi) đến tòan trường\r\n\r\nSù kÕt hîp\n"
    made = repair(text)
    assert made.text == "Xin chào.\nÔng (đi) đến toàn trường\r\n\r\nSự kết hợp\n"
    assert [(one.kind, one.original, one.repaired) for one in made.repairs] == [
        (Accident.TELEX, "ddi", "đi"),
        (Accident.PLACEMENT, "tòan", "toàn"),
        (Accident.TCVN3, "Sù kÕt hîp", "Sự kết hợp"),
    ]
    for one in made.repairs:
        assert text[one.start : one.start + len(one.original)] == one.original


def test_a_text_gets_the_placement_that_it_mostly_has() -> None:
    assert repair("hòa hòa thuỷ khỏe").text == "hòa hòa thủy khỏe"
    assert repair("hoà hoà thủy khoẻ, quý").text == "hoà hoà thuỷ khoẻ, quý"
    assert repair("hòa hoà").text == "hòa hoà"


def test_parts_of_a_text_have_one_placement() -> None:
    made = repair_batch(["hòa hòa", "thuỷ khỏe"])
    assert [one.text for one in made] == ["hòa hòa", "thủy khỏe"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Ã´ng áº¥y vá» nhÃ", "ông ấy vá» nhà"),  # về, vỏ, vờ
        ("má»i ngÆ°á»i", "má»i người"),  # mọi, mời, mỏi
        ("hoÃ n toÃ n Ä‘Ãºng", "hoàn toàn đúng"),
        ("mÃ i Ä‘Æ°á»ng", "mÃ i đường"),  # mà i, mài
        ("lÃ m viá»‡c vÃ  Äƒn", "làm việc và  ăn"),
        ("ChÃ o", "ChÃ o"),
        ("THỊ XÃ TÂN CHÂU cá»§a tÃ´i", "THỊ XÃ TÂN CHÂU của tôi"),
    ],
)
def test_letters_that_lost_bytes_are_read_where_one_reading_exists(line: str, meant: str) -> None:
    assert repair(line).text == meant
    assert repair(meant).text == meant


@pytest.mark.parametrize("word", ["ngÆ°á»i", "ngưá»i", "hoá»c", "quá»c", "giÃ£á»"])
def test_tones_do_not_move_in_a_word_that_is_half_read(word: str) -> None:
    text = f"Hòa và thúy hòa {word} hoà"
    made = repair(text).text.split()
    assert made[4] in (word, "người")


def test_what_stands_in_a_wrong_encoding_is_found() -> None:
    text = "Xin chào.\nSù kÕt hîp cña\nÔng áº¥y vá» nhÃ\nddi hoàn tòan\nchi&#7873;u\n"
    found = [(one.kind, one.original, one.repaired) for one in undecoded(text)]
    assert found == [
        (Accident.TCVN3, "Sù kÕt hîp cña", "Sự kết hợp của"),
        (Accident.UTF8, "áº¥y", "ấy"),
        (Accident.UTF8, "vá»", "vá»"),
        (Accident.UTF8, "nhÃ", "nhà"),
        (Accident.REFERENCE, "chi&#7873;u", "chiều"),
    ]
    for one in undecoded(text):
        assert text[one.start : one.start + len(one.original)] == one.original
    for line in (*SENTENCES, *CORRECT):
        assert not undecoded(line)


def test_several_texts_are_not_one() -> None:
    with pytest.raises(TypeError, match="not one str"):
        repair_batch("hòa")


def test_protected_text_is_put_into_nfc_and_else_left() -> None:
    assert repair("`ke\u0302\u0301t suwj`").text == "`kết suwj`"
    fence = "```\nSuwj keets hopwj\n```\nSuwj keets hopwj"
    assert repair(fence).text == "```\nSuwj keets hopwj\n```\nSự kết hợp"


@pytest.mark.parametrize(
    ("method", "typed", "meant"),
    [
        (telex, "was", "ứa"),
        (telex, "ngoeos", "ngoéo"),
        (telex, "thuowr", "thuở"),
        (telex, "vietje", "việt"),
        (telex, "dinhd", "đinh"),
        (telex, "Quyeets", "Quyết"),
        (telex, "book", None),
        (telex, "tests", None),
        (telex, "xerox", None),
        (telex, "anh", None),
        (telex, "hass", None),
        (vni, "D9u7o7ng2", "Đường"),
        (vni, "d9uong72", "đường"),
        (vni, "B52", None),
        (vni, "covid19", None),
        (vni, "a12", None),
        (viqr, "ddu+o+`ng", "đường"),
        (viqr, "can't", None),
        (viqr, "e+", None),
    ],
)
def test_keystrokes_write_a_syllable_or_none(
    method: Callable[[str], str | None], typed: str, meant: str | None
) -> None:
    assert method(typed) == meant


@pytest.mark.parametrize("method", [accidents.telex, accidents.vni, accidents.viqr])
def test_every_syllable_can_be_typed(method: Callable[[str], str]) -> None:
    read = {accidents.telex: telex, accidents.vni: vni, accidents.viqr: viqr}[method]
    for syllable in lexicon().rank:
        if (typed := method(syllable)) != syllable and "oo" not in strip_accents(syllable):
            assert read(typed) == syllable, typed


def test_all_syllables_are_valid_and_no_foreign_word_is_one() -> None:
    assert all(map(is_valid, lexicon().rank))
    assert not lexicon().foreign & lexicon().rank.keys()
    assert {"was", "see", "too", "soos"} <= lexicon().foreign


@pytest.mark.parametrize(
    ("toneless", "tone", "older", "newer"),
    [
        ("hoa", "2", "hòa", "hoà"),
        ("quy", "1", "quý", "quý"),
        ("gia", "2", "già", "già"),
        ("gi", "2", "gì", "gì"),
        ("giêng", "1", "giếng", "giếng"),
        ("ngoai", "2", "ngoài", "ngoài"),
        ("khuyu", "3", "khuỷu", "khuỷu"),
        ("người".replace("ờ", "ơ"), "2", "người", "người"),
        ("mưa", "3", "mửa", "mửa"),
        ("HOÀN".replace("À", "A"), "2", "HOÀN", "HOÀN"),
        ("xyz", "2", None, None),
    ],
)
def test_tones_stand_where_they_belong(
    toneless: str, tone: str, older: str | None, newer: str | None
) -> None:
    assert with_tone(toneless, tone) == older
    assert with_tone(toneless, tone, newer=True) == newer


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("encode", [accidents.telex, accidents.vni])
def test_typed_lines_come_back_wherever_their_keys_stand(
    encode: Callable[[str, random.Random], str], seed: int
) -> None:
    chance = random.Random(seed)
    for sentence in SENTENCES:
        older = sentence.replace("Hoạ", "Họa")
        assert repair(encode(sentence, chance)).text == older


@pytest.mark.parametrize(
    "encode",
    [
        accidents.telex,
        accidents.vni,
        accidents.viqr,
        accidents.vni_windows,
        accidents.windows_1258,
        accidents.mojibake,
        lambda text: accidents.mojibake(accidents.mojibake(text)),
        accidents.tone_first,
        accidents.base_and_tone,
        partial(unicodedata.normalize, "NFD"),
    ],
)
def test_broken_lines_come_back(encode: Callable[[str], str]) -> None:
    for sentence in SENTENCES:
        broken = encode(sentence)
        older = sentence.replace("Hoạ", "Họa")
        assert broken != sentence
        assert repair(broken).text in (sentence, older)


def test_lines_in_tcvn3_come_back_but_for_toned_capitals() -> None:
    for sentence in SENTENCES:
        assert repair(accidents.tcvn3(sentence)).text.lower() == sentence.lower()


pieces = st.lists(
    st.sampled_from([*SENTENCES, *CORRECT])
    | st.sampled_from([typed for _, typed, _ in (*TYPED, *ENCODED, *LETTERS)])
    | st.text(max_size=12)
    | st.text("abcdoeuiwsfrxjnghvtĐđêô0123456789^'`+(?~.\u0301\u0302 \n", max_size=20)
    | st.text("aeoiuhn Ã¡ÂºáÄÆ°»¿´&;#ocirc7873\u00ad?", max_size=16),
    max_size=6,
)


@given(pieces, st.sampled_from([" ", "\n", ""]))
def test_mending_ends_in_nfc_and_changes_nothing_when_done_again(
    some: list[str], between: str
) -> None:
    text = between.join(some)
    made = repair(text)
    assert made.text.isascii() or unicodedata.is_normalized("NFC", made.text)
    assert made.text.count("\n") == text.count("\n")
    assert repair(made.text).text == made.text


@given(pieces)
def test_the_repairs_make_the_text(some: list[str]) -> None:
    text = " ".join(some)
    made = repair(text)
    rebuilt, end = "", 0
    for one in made.repairs:
        assert text[one.start : one.start + len(one.original)] == one.original
        assert one.start >= end
        assert one.original != one.repaired
        rebuilt += text[end : one.start] + one.repaired
        end = one.start + len(one.original)
    assert rebuilt + text[end:] == made.text
