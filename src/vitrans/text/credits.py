"""Photo credits: `Ảnh: …`, `(Photo: …)`, `- Ảnh do nhân vật cung cấp`; found and mapped by rule."""

import re
from dataclasses import dataclass

from vitrans.text.protected import without_protected
from vitrans.text.speakers import is_speech
from vitrans.text.unicode import has_accents, strip_accents
from vitrans.types import Language, Target

# What says the same in Vietnamese and English; where several do, the first is the one written.
_LABELS = (
    ("Ảnh", "Photo"),
    ("Ảnh", "Photos"),
    ("Ảnh", "Photograph"),
    ("Ảnh", "Photographs"),
    ("Ảnh", "Photographer"),
    ("Ảnh", "Photography"),
    ("Ảnh", "Drone photo"),
    ("Hình ảnh", "Photo"),
    ("Hình", "Photo"),
    ("Người chụp", "Photo"),
    ("Nhiếp ảnh", "Photo"),
    ("Tư liệu ảnh", "Photo"),
    ("Ảnh vệ tinh", "Satellite photo"),
    ("Ảnh chụp từ vệ tinh", "Satellite photo"),
    ("Ảnh", "Picture"),
    ("Ảnh", "Pictures"),
    ("Ảnh", "Image"),
    ("Ảnh", "Images"),
    ("Ảnh minh họa", "Illustration"),
    ("Ảnh minh họa", "Illustrative photo"),
    ("Ảnh tư liệu", "File photo"),
    ("Ảnh chụp màn hình", "Screenshot"),
    ("Nguồn ảnh", "Photo source"),
    ("Nguồn", "Source"),
    ("Nguồn", "Credit"),
    ("Đồ họa", "Graphic"),
    ("Đồ họa", "Graphics"),
    ("Bài", "Story"),
    ("Bài", "Text"),
    ("Bài", "Words"),
    ("Tin", "News"),
    ("Clip", "Video"),
    ("Clip", "Clip"),
    ("Video", "Video"),
    ("Thiết kế", "Design"),
    ("Minh họa", "Illustration"),
    ("Minh họa", "Illustrations"),
)
_SOURCES = (
    ("Nhà sản xuất", "Producer"),
    ("Nhà sản xuất", "Producers"),
    ("Nhà sản xuất", "The producer"),
    ("Nhà phát hành", "Distributor"),
    ("Đoàn phim", "Film crew"),
    ("Ban tổ chức", "Organisers"),
    ("Ban tổ chức", "Organizers"),
    ("Chụp màn hình", "Screenshot"),
    ("Chụp màn hình", "Screen grab"),
    ("Cắt từ clip", "Video still"),
    ("Cắt từ video", "Video still"),
    ("Cắt từ video", "Screen grab"),
    ("Nhóm nghiên cứu", "Research team"),
    ("Minh họa", "Illustration"),
    ("Tư liệu", "File photo"),
    ("Sưu tầm", "Collected"),
    ("Internet", "Internet"),
    ("Cộng tác viên", "Contributor"),
    ("CTV", "Contributor"),
    ("NVCC", "Courtesy of the subject"),
    ("NVCC", "Courtesy photo"),
    ("TTXVN", "VNA"),
)
_GIVERS = (
    ("nhân vật", "the subject"),
    ("gia đình", "the family"),
    ("nhà sản xuất", "the producer"),
    ("công an", "the police"),
    ("bệnh viện", "the hospital"),
    ("người dân", "residents"),
    ("thầy cô", "teachers"),
)

_KIND = "minh (?:họa|hoạ|hoa)|t[ưu] li[ệe]u|ch[ụu]p (?:l[ạa]i|m[àa]n h[ìi]nh)"
_PART = (
    rf"(?:[ảa]nh(?: (?:{_KIND}))?|ngu[ồo]n(?: [ảa]nh)?|[đd][ồo] (?:họa|hoạ|hoa)"
    r"|h[ìi]nh(?: [ảa]nh)?|ng[ưu][ờo]i ch[ụu]p|nhi[ếe]p [ảa]nh|t[ưu] li[ệe]u [ảa]nh"
    r"|[ảa]nh (?:ch[ụu]p t[ừu] )?v[ệe] tinh|credit"
    r"|(?:satellite|drone) photos?|photograph(?:s|ers?|y)?"
    r"|(?:file |illustrative )?photos?(?: source)?|images?|pictures?|illustrations?|graphics?"
    r"|screenshot|source|thi[ếe]t k[ếe]|minh (?:họa|hoạ|hoa))"
)
# What names a credit only beside one of the others: `Bài và ảnh:`, `Photo & video:`.
_WITH = r"(?:b[àa]i|tin|clip|video|story|text|words|news|design)"
_AND = r"\s*(?:,|&|/|\+|(?<=\s)(?:v[àa]|and)(?=\s))\s*"
_LABEL = rf"(?:(?:{_WITH}{_AND})*{_PART}(?:{_AND}(?:{_PART}|{_WITH}))*|(?:video|clip)(?=\s*:))"
# Any of them where several stand with their names: `Bài: Thu Hà - Ảnh: Minh Quân`.
_EITHER = rf"(?:{_LABEL}|{_WITH})"
_PHOTO = "(?:photo|image|picture)s?"
# Agencies and libraries of pictures, which are named without a label as well: `AP/VNA Photo`.
_AGENCY_NAMES = (
    "AAP|ABACA|AFP|AGERPRES|ANSA|ANTARA|AP|APTN|BERNAMA|BBC|CNA|CNN|CTK|DPA|EFE|EPA(?:-EFE)?|IANS|IMAGO"
    "|JIJI|KCNA|KPL|KYODO|LUSA|NASA|NHK|NTB|PA|PTI|REUTERS|RIA|SIPA|SPUTNIK|TASS|TTO|TTXVN|UNB|UPI|VGP"
    "|VNA|VNE|VNN|VNP|VNS|VOV|VTC|VTV|XINHUA|YONHAP|ZUMA|Anadolu(?: Agency)?|Bloomberg|Vietnam\\+"
    "|Zing|VnExpress|Tuổi Trẻ|Thanh Niên|NurPhoto|Shutterstock|iStock|Alamy|Adobe Stock|Unsplash"
    "|Pexels|Pixabay|Wikimedia(?: Commons)?|Flickr|Freepik|Depositphotos|Rex Features|LightRocket"
    "|PA (?:Images|Wire)|(?:Agence France-Presse|Associated Press)|Getty(?: Images)?"
)
_NAME_WORD = r"(?!(?:photo|picture|image)s?\b)(?-i:[^\W\d_a-z])[\w.’'-]*"
_PERSON = rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}"
_ONE = rf"(?:{_AGENCY_NAMES})(?![\w])"
_SEVERAL = rf"{_ONE}(?:\s?/\s?{_ONE}|\s(?:via|qua)\s{_ONE})*"
_PICTURE = (
    r"(?:(?:file|handout|pool|drone|courtesy|composite) )?(?:photos?|pictures?|images?|pics?)"
)
# `VNA/VNS Photo Minh Trí`, `AP Photo/Hau Dinh`, `Photo VNA`, `Ảnh TTXVN`.
_BY_AGENCY = (
    rf"(?P<agency>{_SEVERAL}) {_PICTURE}(?:(?: by |\s?/\s?|: | (?=\S+ ))(?P<person>{_PERSON}))?"
    rf"|(?:{_PICTURE}|[ảa]nh) (?P<behind>{_SEVERAL}(?:\s?/\s?{_PERSON})?)"
)
# `Nhac Nguyen/AFP`, `REUTERS/Minh Nguyen`, `AFP/Getty Images`.
_AGENCIES = (
    rf"(?:{_PERSON}\s?/\s?)?{_ONE}(?:\s?/\s?{_ONE}|\s(?:via|qua)\s{_ONE})+"
    rf"|{_PERSON}\s?/\s?{_ONE}|{_ONE}\s?/\s?{_PERSON}"
)
_CREDIT = re.compile(
    rf"{_LABEL}\s*:\s*(?:[^:]{{1,90}}{_LABEL}\s*:)*[^:]{{1,90}}"
    rf"|{_WITH}\s*:\s*[^:.!?]{{2,60}}[;,|/–—-]\s*{_LABEL}\s*:\s*(?:[^:]{{1,90}}{_EITHER}\s*:)*[^:]{{1,90}}"
    rf"|{_LABEL} by [^:]{{2,60}}|(?:{_PHOTO} )?courtesy of [^:]{{2,60}}"
    rf"|[ảa]nh (?:{_KIND}|c[ắa]t t[ừu] \w+|(?:do )?[^:.]{{2,50}} cung c[ấa]p)"
    r"|(?:file|illustrative|courtesy) photo|screenshot|getty images"
    rf"|(?:{_PHOTO}\s+)?(?:©|\(c\))\s*(?:\d{{4}}\s+)?[^:]{{2,60}}"
    rf"|{_BY_AGENCY}|{_AGENCIES}",
    re.IGNORECASE,
)
# After a dash or a bracket, `Ảnh` and a name will do; without its accent it is too common a word.
_APART = re.compile(r"ảnh (?!trái|phải|trên|dưới|nhỏ|lớn)[^\d\W][^:.!?]{1,60}", re.IGNORECASE)
_DOOR = re.compile(
    rf"\s(?={_SEVERAL} (?-i:(?:File )?(?:Photo|PHOTO)))|"
    r"^[*_]*|[.!?…\"”’»)\]][*_]*\s*[*_]*|[-–—|/(\[]\s*[*_]*|\s(?=(?:Ảnh|Photo)\b[^:]{0,20}:)|\s(?=©)"
)
# Emphasis, where a line is read as it stands.
_MARKS = "*_"
_OPENED = re.compile(r"(?<![^\s(\[/|–—-])[*_]+$")
# A credit in brackets, wherever it stands.
_BRACKETED = re.compile(r"[(\[](?P<inner>[^()\[\]]{4,120})[)\]]")
# Where a line is accented, `Anh:` is no photo but a man who speaks.
_BARE = re.compile(r"anh\s*:", re.IGNORECASE)
_REACH = 240
_SPOKEN = 6
# A sentence after a label has so many words in small letters, fewer where no caption stands before,
# and so large a share of them.
_SMALL_WORDS, _SMALL_FIRST, _SMALL_SHARE = 3, 2, 0.5
_VERBS = frozenset(
    ("said", "says", "told", "is", "was", "are", "were", "has", "have", "will", "reported")
)
_SAYING = re.compile(
    r"\b(?:cho (?:biết|biet|hay|rằng|rang)|nói rằng|noi rang|khẳng định|khang dinh"
    r"|thông báo|thong bao)\b",
    re.IGNORECASE,
)
# The end of a word that is no abbreviation in capitals, such as TP.
_END = r"(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_](?-i:[^\W\d_A-ZĐ])))"
# A sentence that ends within what follows a label; not the dot of an initial, nor another credit.
_STOP = re.compile(rf"{_END}[.!?]\s+(?!{_LABEL}\b)(?=[^\W\d_])", re.IGNORECASE)
_BY = re.compile(rf"(?P<label>{_LABEL}) by (?P<name>.+)", re.IGNORECASE)
# In the middle of a text: a label and a name, up to the full stop.
_WITHIN = re.compile(
    rf"(?:^|(?<=[.!?…”»)\]])\s+)(?P<inner>{_LABEL}\s*:\s*[^:.!?()/|\n]{{2,60}}{_END})\.(?=\s+[^\W\d_])",
    re.IGNORECASE,
)
_JOINT_WORDS = """
of and the by for from in via on at to courtesy supplied provided do của va và theo với từ tại ở
cung cấp cap tổng hợp tong hop chụp chup qua gửi gui cắt cat
nhân vật nhan vat gia đình dinh bạn ban đọc doc nạn người nguoi dân dan đại diện lực luc lượng
luong chức chuc năng nang cơ co quan clip video facebook internet màn màn hình camera
"""
_JOINTS = frozenset(_JOINT_WORDS.split())
# Offices whose names have many words in small letters.
_OFFICES = re.compile(
    r"(?:vườn quốc gia|trung tâm|bệnh viện|trung tam|benh vien|văn phòng|tổng cục|hiệp hội|"
    r"bảo tàng|chi cục|công an|nhà hát|công ty|cong an|trường|ủy ban|uỷ ban|truong|phòng|"
    r"ubnd|cổng|cong|viện|hãng|ban|cục|đài|báo|hội|cuc|bao|sở|bộ|so|bo)\b",
    re.IGNORECASE,
)

_NAMED = re.compile(
    rf"(?P<label>{_EITHER})\s*:\s*(?P<name>.+?)(?=[\s;,|/.–—-]*{_EITHER}\s*:|$)", re.IGNORECASE
)
_COURTESY = re.compile("(?:courtesy of|(?:supplied|provided) by) (?P<giver>.+)", re.IGNORECASE)
_PROVIDED = re.compile("(?:do )?(?P<giver>.+) cung c[ấa]p", re.IGNORECASE)
_VIETNAMESE = re.compile(
    "[ảa]nh|h[ìi]nh|ng[ưu]|nhi[ếe]p|t[ưu] li|ngu[ồo]n|[đd][ồo] h|b[àa]i|tin\\b|thi[ếe]t k|minh h",
    re.IGNORECASE,
)
# A mark or a name that says the same in every language.
_AGENCY = re.compile(
    rf"(?:(?:{_PHOTO}\s+)?©|\(c\)|getty images).*|{_AGENCIES}", re.IGNORECASE | re.DOTALL
)
_OF_AGENCY = re.compile(_BY_AGENCY, re.IGNORECASE)
_OPENING = re.compile(rf"[ảa]nh |{_PHOTO} (?:by )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit at the end of a text: `text[start:end]`; the caption before it is `text[:body]`."""

    body: int
    start: int
    end: int
    language: Language


def find_credit(text: str) -> Credit | None:
    """Return the credit that ends a text, or None; brackets and dashes belong to neither part."""
    last = _without_full_stop(text)
    for door in _DOOR.finditer(text, max(0, last - _REACH), last):
        start, end = door.end(), last
        if "(" in door.group() or "[" in door.group():
            end -= text.endswith((")", "]"), start, last)
        body = len(_OPENED.sub("", text[:start]).rstrip(" \t\u00a0-–—|/(["))
        pronoun = _BARE.match(text, start) and has_accents(text[:body] or text)
        pronoun = pronoun or (_BARE.match(text, start) and _is_said(text[start:].rstrip(_MARKS)))
        if not pronoun and _is_credit(text[start:end], door.group().strip(" \t\n*_")):
            return Credit(body, start, end, _language(text[start:end]))
    return None


def find_credits(text: str) -> list[Credit]:
    """Return the credits of a text in order: in brackets, in a sentence's place, and at the end."""
    found = []
    inner = (*_BRACKETED.finditer(text), *_WITHIN.finditer(text))
    for match in sorted(inner, key=lambda match: match.start("inner")):
        start, end = match.span("inner")
        pronoun = _BARE.match(text, start) and has_accents(text)
        if not pronoun and _is_credit(text[start:end], text[match.start() : start].strip()):
            body = len(text[: match.start()].rstrip(" \t\u00a0-–—|/"))
            found.append(Credit(body, start, end, _language(text[start:end])))
    last = find_credit(text)
    if last and all(last.start >= credit.end for credit in found):
        found.append(last)
    return found


def find_label(text: str) -> Credit | None:
    """Return the label that a text starts with, where a sentence follows it."""
    match = re.match(rf"{_LABEL}\s*:(?=\s)", text, re.IGNORECASE)
    if not match or not _is_sentence(text):
        return None
    if any(credit.start < match.end() for credit in find_credits(text)):
        return None
    bare = _BARE.match(text)
    if bare and is_speech(text[:3], text[bare.end() :].partition("\n")[0].strip()):
        return None
    return Credit(0, 0, match.end(), _language(text))


def split_credit(text: str) -> tuple[str, str]:
    """Return the caption without its credit, and the credit (empty where there is none)."""
    credit = find_credit(text)
    return (text[: credit.body], text[credit.start : credit.end]) if credit else (text, "")


def translate_credit(credit: str, target: Target) -> str:
    """Return a credit in the `target` language by rule; a name in it stays as it is.

    >>> translate_credit("Anh: Nha san xuat", Language.ENGLISH)
    'Photo: Producer'
    """
    if credit.endswith(":"):
        return _translated_label(credit[:-1], target) + ":"
    if _is_bilingual(credit):
        return credit
    if _NAMED.match(credit):
        return _NAMED.sub(lambda part: _labelled(part["label"], part["name"], target), credit)
    if _language(credit) is target:
        return credit
    if agency := _of_agency(credit, target):
        return agency
    if label := _lookup(_LABELS, credit, target):
        return label
    if match := _BY.fullmatch(credit):
        return _labelled(match["label"], match["name"], target)
    return _labelled("Ảnh", _OPENING.sub("", credit, count=1), target)


def _of_agency(credit: str, target: Target) -> str:
    """Return a credit that names an agency without a colon, empty if it is none."""
    if _AGENCY.fullmatch(credit):
        return credit
    if match := _OF_AGENCY.fullmatch(credit):
        named = (match["person"], match["agency"] or match["behind"])
        return _labelled("Ảnh", "/".join(filter(None, named)), target)
    return ""


def same_source(one: str, other: str) -> bool:
    """Say whether two credits, in whatever languages, name the same source."""
    return any(
        strip_accents(translate_credit(one, target)).lower()
        == strip_accents(translate_credit(other, target)).lower()
        for target in (Language.ENGLISH, Language.VIETNAMESE)
    )


def _without_full_stop(text: str) -> int:
    """Return where a text ends without its full stop, which the dot of `T.L.` is not."""
    end = len(text.rstrip().rstrip(_MARKS))
    return end - bool(re.search(r"(?<![.\s]\w)\.$", text[max(0, end - 3) : end]))


def _is_credit(text: str, door: str) -> bool:
    """Say whether all of a text is a credit; `door` is the mark before it."""
    if door in ("-", "–", "—", "(", "[") and _APART.fullmatch(text):
        return True
    if not _CREDIT.fullmatch(text) or _is_sentence(text, _SMALL_WORDS if door else _SMALL_FIRST):
        return False
    # `Anh: …` that opens a line may also be somebody speaking.
    spoken = not door and _BARE.match(text) and len(text.split()) > _SPOKEN
    return not spoken


def _is_said(text: str) -> bool:
    """Say whether a text after `Anh:` is what a man says: a sentence with at most one capital."""
    name = text.partition(":")[2].strip()
    if name.endswith(("?", "!", "…", "...")):
        return True
    words = re.findall(r"[^\W\d_]+", name)
    plain = words[1:] and all(map(str.islower, words[1:])) and name.endswith(".")
    bare = name.rstrip(".")
    return bool(plain) and not (_PROVIDED.fullmatch(bare) or _lookup_any(bare))


def _is_sentence(credit: str, least: int = _SMALL_FIRST) -> bool:
    """Say whether what follows a label is a sentence rather than a name.

    `least` is how many words in small letters make a sentence.
    """
    label = re.match(rf"{_LABEL}\s*:\s*", credit, re.IGNORECASE)
    name = credit[label.end() :] if label else ""
    if not name or _PROVIDED.fullmatch(name) or _COURTESY.match(name) or _lookup_any(name):
        return False
    if _STOP.search(name) or _SAYING.search(name):
        return True
    words = re.findall(r"[^\W\d_]+", without_protected(name))
    content = [word for word in words if word.lower() not in _JOINTS]
    small = [word for word in content if word.islower()]
    if len(content) > 3 and _VERBS & set(small):
        return True
    many = len(small) >= least and len(small) >= _SMALL_SHARE * len(content)
    return many and not _OFFICES.match(name)


def _is_bilingual(credit: str) -> bool:
    """Say whether a credit stands in both languages: `Ảnh: An / Photo: An`."""
    labels = re.findall(rf"({_LABEL})\s*:", credit, re.IGNORECASE)
    told = [label for label in labels if not re.fullmatch(_WITH, label, re.IGNORECASE)]
    return {_language(label) for label in told} == {Language.ENGLISH, Language.VIETNAMESE}


def _lookup_any(name: str) -> bool:
    """Say whether a table knows what stands after a label."""
    return _lookup(_SOURCES, name, Language.ENGLISH) is not None


def _language(credit: str) -> Language:
    """Return the language of a credit, by its label."""
    return Language.VIETNAMESE if _VIETNAMESE.match(credit) else Language.ENGLISH


def _labelled(label: str, name: str, target: Target) -> str:
    """Return a label and what stands after it in the target language."""
    return f"{_translated_label(label, target)}: {_source(name, target)}"


def _translated_label(label: str, target: Target) -> str:
    """Return a label in the target language, each part of a joint one by itself."""
    if target is Language.VIETNAMESE and has_accents(label):
        return label
    if whole := _lookup(_LABELS, label, target):
        return whole
    pieces = re.split(rf"({_AND})", label, flags=re.IGNORECASE)
    made = []
    for at, piece in enumerate(pieces):
        if at % 2:
            made.append(_joint(piece, target))
            continue
        part = _lookup(_LABELS, piece.strip(), target) or piece
        small = at > 0 and (piece[:1].islower() or label.isupper())
        made.append(part[0].lower() + part[1:] if small and part else part)
    return "".join(made)


def _joint(text: str, target: Target) -> str:
    """Return what joins two labels in the target language."""
    word = text.strip().lower()
    if word not in ("và", "va", "and"):
        return text
    return text.replace(text.strip(), "and" if target is Language.ENGLISH else "và")


def _source(name: str, target: Target) -> str:
    """Return what stands after a label in the target language."""
    if found := _lookup(_SOURCES, name, target):
        return found
    if "/" in name:
        return "/".join(_lookup(_SOURCES, part, target) or part for part in name.split("/"))
    form = _PROVIDED if target is Language.ENGLISH else _COURTESY
    if not (match := form.fullmatch(name)):
        return name
    giver = _lookup(_GIVERS, match["giver"], target) or match["giver"]
    if target is Language.ENGLISH:
        return f"Courtesy of {giver}"
    known = giver != match["giver"] or giver[0].isupper()
    return f"{giver[0].upper()}{giver[1:]} cung cấp" if known else name


def _lookup(table: tuple[tuple[str, str], ...], text: str, target: Target) -> str | None:
    """Return what a table has for a text, case and accents aside."""
    key = strip_accents(text).lower()
    for vietnamese, english in table:
        if key not in (strip_accents(vietnamese).lower(), english.lower()):
            continue
        if target is Language.ENGLISH:
            return english
        return text if has_accents(text) else vietnamese
    return None
