"""Two languages in one place, languages that are neither, and words too short to tell."""

from dataclasses import replace
from typing import Final

import pytest

from vitrans.formats import parse, render
from vitrans.language import Detector
from vitrans.pipeline import divide, tag
from vitrans.pipeline.inner_speech import left_over, with_speech_apart
from vitrans.pipeline.languages import is_unknown
from vitrans.pipeline.restore import may_be_bare
from vitrans.types import Language, Target

EN: Final = Language.ENGLISH
VI: Final = Language.VIETNAMESE
BARE: Final = Language.UNACCENTED


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


def told(text: str, suffix: str, detector: Detector) -> list[tuple[str, str]]:
    document = tag(parse(text, suffix), detector)
    assert render(divide(document, detector)) == text
    return [(s.text, s.third or str(s.language)) for s in document.segments]


def cue(*lines: str) -> str:
    return "1\n00:00:01,000 --> 00:00:02,000\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("Du khach di thuyen tren song", "Tourists ride a boat along Bach Dang Street", (BARE, EN)),
        ("Hen gap o Ho Guom nhe", "See you at Hoan Kiem Lake", (BARE, EN)),
        ("Chúng tôi rất vui được gặp bạn", "We are very glad to meet you", (VI, EN)),
        ("The market opens at five in the morning", "Chợ mở cửa lúc năm giờ sáng", (EN, VI)),
        ("Where did you buy this coffee?", "Anh mua ca phe nay o dau?", (EN, BARE)),
    ],
)
def test_the_lines_of_a_cue_in_two_languages_stand_apart(
    one: str, other: str, languages: tuple[Language, Language], detector: Detector
) -> None:
    assert told(cue(one, other), ".srt", detector) == [
        (one, str(languages[0])),
        (other, str(languages[1])),
    ]
    assert [text for text, _ in told(f"{one} / {other}\n", ".txt", detector)] == [one, other]


@pytest.mark.parametrize(
    "lines",
    [
        ("Tôi đã sống ở đây", "hai mươi năm rồi"),
        ("Toi da song o day", "hai muoi nam roi"),
        ("Anh ấy hát bài Yesterday Once More", "trong đêm nhạc ở Hà Nội"),
        ("The old man from Ha Noi", "sold noodles in the street"),
        ("Nguyen Van An and Tran Thi Binh", "went to the market together"),
        ("Xem phim Eye Love You", "trên Netflix tối nay"),
    ],
)
def test_a_wrapped_sentence_stays_together(lines: tuple[str, ...], detector: Detector) -> None:
    assert [text for text, _ in told(cue(*lines), ".srt", detector)] == [" ".join(lines)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Film ist sehr lang und nicht gut.", "de"),
        ("Guten Morgen, wie geht es dir?", "de"),
        ("Guten Morgen", "de"),
        ("Ich habe heute keine Zeit.", "de"),
        ("Wo ist der Bahnhof?", "de"),
        ("Sie wohnt seit zehn Jahren in Berlin und arbeitet als Ärztin.", "de"),
        ("Die Regierung hat am Montag neue Regeln für den Handel angekündigt.", "de"),
        ("¿Dónde está la biblioteca?", "es"),
        ("No tengo nada que decir sobre eso.", "es"),
        ("Los niños juegan en el parque todos los días.", "es"),
        ("Hola, ¿cómo estás?", "es"),
        ("El presidente visitó ayer la capital de México.", "es"),
        ("El precio del arroz subió mucho este año.", "es"),
        ("Saya tidak tahu apa yang harus dilakukan.", "id"),
        ("Selamat pagi, apa kabar?", "id"),
        ("Mereka pergi ke pasar setiap hari.", "id"),
        ("Harga beras naik karena cuaca buruk.", "id"),
        ("Terima kasih", "id"),
        ("Saya tidak boleh pergi kerana hujan.", "ms"),
        ("Je ne sais pas quoi faire.", "fr"),
        ("Bonjour, comment allez-vous ?", "fr"),
        ("Les enfants jouent dans le jardin.", "fr"),
        ("Il pleut depuis trois jours à Paris.", "fr"),
        ("Le film est très long et pas très bon pour nous.", "fr"),
        ("Le prix du riz a beaucoup augmenté cette année.", "fr"),
        ("Non so cosa fare oggi.", "it"),
        ("I bambini giocano nel parco.", "it"),
        ("Il treno parte alle otto di sera.", "it"),
        ("Il film è molto lungo e non è bello come questo.", "it"),
        ("Eu não sei o que fazer.", "pt"),
        ("As crianças brincam no parque.", "pt"),
        ("O presidente disse que não vai renunciar.", "pt"),
        ("Ik weet niet wat ik moet doen.", "nl"),
        ("De kinderen spelen in het park.", "nl"),
        ("De film is erg lang en niet goed voor het kind.", "nl"),
        ("Jag vet inte vad jag ska göra.", "sv"),
        ("Barnen leker i parken varje dag.", "sv"),
        ("Jeg ved ikke, hvad jeg skal gøre.", "da"),
        ("Hindi ko alam kung ano ang gagawin.", "tl"),
        ("Maraming salamat sa inyong lahat.", "tl"),
        ("Nie wiem, co mam robić.", "pl"),
        ("Dzieci bawią się codziennie w parku.", "pl"),
        ("Ne yapacağımı bilmiyorum.", "tr"),
        ("En tiedä mitä minun pitäisi tehdä.", "fi"),
        ("Nu știu ce să fac.", "ro"),
        ("Nobody knows what to do in Rio de Janeiro.", "en"),
        ("The van de Berg family lives in Los Angeles.", "en"),
        ("I saw him at the bar in Den Haag.", "en"),
        ("Pho, banh mi and che are cheap.", "en"),
        ("das Auto means the car", "en"),
        ("Karma Xangpo is a la carte", "en"),
        ("He has a certain je ne sais quoi about him.", "en"),
        ("She sang La Vie en Rose at the Cafe de Paris.", "en"),
        ("The A380 de luxe cabin has en suite showers.", "en"),
        ("Director: Tran Anh Hung", "en"),
        ("Que Sera Sera is a song.", "en"),
        ("Ko dc dau e oi, mk ms di lam ve", "vi-unaccented"),
        ("Tui hok bit j het tron", "vi-unaccented"),
        ("Phim La La Land rat hay", "vi-unaccented"),
        ("Anh ta den Los Angeles de lam phim", "vi-unaccented"),
        ("Ang mo ho den roi", "vi-unaccented"),
        ("Me va con di cho", "vi-unaccented"),
        ("Hai con ca o day", "vi-unaccented"),
        ("Anh ấy sang Rio de Janeiro và Buenos Aires hồi tháng Ba.", "vi"),
        ("Câu lạc bộ Atletico de Madrid thắng Real Sociedad.", "vi"),
        ("Ang pelikula ay mahaba at hindi maganda para sa mga bata.", "tl"),
        ("La película es muy larga y no es buena para los niños.", "es"),
        ("Film ini sangat panjang dan tidak bagus untuk anak.", "id"),
        ("O filme é muito longo e não é bom para uma criança.", "pt"),
        ("The film is long but not for the faint of heart.", "en"),
        ("Bo phim nay rat dai va khong hay", "vi-unaccented"),
        ("Bộ phim này rất dài và không hay", "vi"),
        ("Su mo phong cua vinh la mot con ca", "vi-unaccented"),
        ("A phoenix? A phoenix.", "en"),
        ("A kingfisher perched on a branch", "en"),
        ("Con so.", "vi-unaccented"),
        ("Le chien dort", "fr"),
        ("La banque baisse son taux", "fr"),
        ("Mio fratello lavora in banca", "it"),
        ("Il treno arriva presto", "it"),
        ("De school begint in september", "nl"),
        ("Mijn vader koopt brood", "nl"),
        ("Der Hund schläft", "de"),
        ("El perro duerme", "es"),
        ("A minha mãe canta", "pt"),
        ("Hunden sover", "sv"),
        ("Anak itu tidur", "id"),
    ],
)
def test_a_third_language_is_named(text: str, code: str, detector: Detector) -> None:
    assert detector.detect(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour!", "fr"),
        ("Merci beaucoup.", "fr"),
        ("Gracias", "es"),
        ("Danke schön!", "de"),
        ("Grazie mille", "it"),
        ("Sayonara…", "ja"),
        ("こんにちは", "ja"),
        ("안녕하세요", "ko"),
        ("你好", "zh"),
        ("Спасибо", "ru"),
        ("สวัสดี", "th"),
        ("Hello", "en"),
        ("Thanks", "en"),
        ("Cảm ơn", "vi"),
        ("Cam on", "vi-unaccented"),
        ("Chào", "vi"),
        ("She said bonjour to everybody.", "en"),
    ],
)
def test_a_greeting_in_a_third_language_is_named(text: str, code: str, detector: Detector) -> None:
    assert detector.detect(text).code == code


def test_short_pieces_take_the_language_of_their_document(detector: Detector) -> None:
    body = "The rice harvest began early this year and the farmers were happy about it."
    text = f"# Prices\n\n{body}\n\n| Rice | Haruki |\n|---|---|\n| Coffee | Nguyen |\n"
    found = dict(told(text, ".md", detector))
    assert [found[word] for word in ("Prices", "Rice", "Coffee")] == ["en"] * 3
    assert found["Haruki"] == found["Nguyen"] == "und"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Die Regierung will die Steuern senken", "de"),
        ("Der Regen kommt morgen in den Norden", "de"),
        ("Kinder spielen im Garten", "de"),
        ("El gobierno quiere bajar los impuestos", "es"),
        ("Los vecinos piden ayuda", "es"),
        ("Le gouvernement veut baisser les taxes", "fr"),
        ("Il pleut dans le nord", "fr"),
        ("Pemerintah ingin menurunkan pajak", "id"),
        ("Harga beras naik lagi", "id"),
        ("De regering wil de belastingen verlagen", "nl"),
        ("Het regent in het noorden", "nl"),
        ("Il governo vuole abbassare le tasse", "it"),
        ("Piove nel nord del paese", "it"),
        ("The die is cast in the Senate", "en"),
        ("Die Hard is on television tonight", "en"),
        ("Real Madrid beat Inter Milan", "en"),
        ("Paella, tapas and sangria on the menu", "en"),
        ("He was in the war", "en"),
        ("Man in black", "en"),
        ("Roger Federer beats Stefanos Tsitsipas", "en"),
        ("Bundesliga: Dortmund draw with Leipzig", "en"),
        ("La Liga leaders win", "en"),
    ],
)
def test_a_short_sentence_without_special_letters_is_named(
    text: str, code: str, detector: Detector
) -> None:
    assert detector.detect(text).code == code


def test_a_third_language_is_never_taken_for_bare_vietnamese(detector: Detector) -> None:
    for text in ("Mi piace mangiare la pasta", "Elle chante dans les rues", "Wij hebben een hond"):
        assert detector.detect(text).code not in ("vi-unaccented", "en")


def test_a_third_language_is_not_restored(detector: Detector) -> None:
    [foreign] = tag(parse("Harga beras naik lagi di Jakarta", ".txt"), detector).segments
    [bare] = tag(parse("Gia gao tang roi, ba con oi", ".txt"), detector).segments
    assert may_be_bare(bare) and not may_be_bare(foreign)


INNER = [
    ('He said: "Chúng tôi sẽ mở cửa chợ vào sáng mai và bán gạo cho bà con."', EN, 1),
    ('"Chúng tôi rất vui khi được đón khách trở lại," said the owner.', EN, 0),
    ('"We are very happy to welcome guests again," chị Lan nói.', VI, 0),
    ("Xin lưu ý: the shop is closed on public holidays, xin cảm ơn.", VI, 1),
]


@pytest.mark.parametrize(("text", "target", "at"), INNER)
def test_what_is_mostly_in_the_other_language_is_apart(
    text: str, target: Target, at: int, detector: Detector
) -> None:
    [sentence] = divide(tag(parse(text, ".txt"), detector), detector).segments
    made = with_speech_apart(sentence, target)
    assert render(made) == text
    assert [part.language is target for part in made.segments].index(False) == at


@pytest.mark.parametrize(
    ("text", "target", "left"),
    [
        ('The song "Tiến quân ca" was written in 1944.', EN, ""),
        ("Nguyễn Thị Thu Hà sings in Hải Phòng", EN, ""),
        ('Bài hát "Let It Be" ra đời năm 1970.', VI, ""),
        (
            "Bà cho biết the villagers here have lived on fishing for generations.",
            EN,
            "Bà cho biết",
        ),
        (
            'Anh hét lên: "Come back here right now!" rồi chạy theo nó.',
            VI,
            "Come back here right now",
        ),
    ],
)
def test_what_is_less_stays_and_is_spoken_of(
    text: str, target: Target, left: str, detector: Detector
) -> None:
    segment = replace(parse(text, ".txt").segments[0], language=target)
    assert with_speech_apart(segment, target).segments == (segment,)
    assert left_over(segment, target) == left


def test_words_in_no_known_language_are_spoken_of() -> None:
    def told(text: str) -> bool:
        return is_unknown(replace(parse(text, ".txt").segments[0], language=Language.UNDETERMINED))

    assert told("Kvinder hopper glade rundt")
    assert not any(map(told, ("Santa Cruz de Tenerife", "la la la la", "ha ha ha", "3 + 4 = 7")))
    assert not any(map(told, ("media/image/boat.png", "fig: river-boat.png", "a@boat.example.org")))
