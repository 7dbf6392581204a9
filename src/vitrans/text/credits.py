"""Photo credits: `Ảnh: …`, `(Photo: …)`, `- Ảnh do nhân vật cung cấp`; found and mapped by rule."""

import re
from dataclasses import dataclass

from vitrans.text.unicode import has_accents, strip_accents
from vitrans.types import Language

# What says the same in Vietnamese and English; where several do, the first is the one written.
_LABELS = (
    ("Ảnh", "Photo"),
    ("Ảnh", "Photos"),
    ("Ảnh", "Picture"),
    ("Ảnh", "Image"),
    ("Ảnh minh họa", "Illustration"),
    ("Ảnh minh họa", "Illustrative photo"),
    ("Ảnh tư liệu", "File photo"),
    ("Ảnh chụp màn hình", "Screenshot"),
    ("Nguồn ảnh", "Photo source"),
    ("Nguồn", "Source"),
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
    r"|(?:file |illustrative )?photos?(?: source)?|images?|pictures?|illustrations?|graphics?"
    r"|screenshot|source|thi[ếe]t k[ếe]|minh (?:họa|hoạ|hoa))"
)
# What names a credit only beside one of the others: `Bài và ảnh:`, `Photo & video:`.
_WITH = r"(?:b[àa]i|tin|clip|video|story|text|words|news|design)"
_AND = r"\s*(?:,|&|/|\+|(?<=\s)(?:v[àa]|and)(?=\s))\s*"
_LABEL = rf"(?:(?:{_WITH}{_AND})*{_PART}(?:{_AND}(?:{_PART}|{_WITH}))*|(?:video|clip)(?=\s*:))"
_PHOTO = "(?:photo|image|picture)s?"
_CREDIT = re.compile(
    rf"{_LABEL}\s*:\s*(?:[^:]{{1,90}}{_LABEL}\s*:)*[^:]{{1,90}}"
    rf"|{_PHOTO} by [^:]{{2,60}}|(?:{_PHOTO} )?courtesy of [^:]{{2,60}}"
    rf"|[ảa]nh (?:{_KIND}|c[ắa]t t[ừu] \w+|(?:do )?[^:.]{{2,50}} cung c[ấa]p)"
    r"|(?:file|illustrative) photo|screenshot|getty images"
    r"|(?:©|\(c\))\s*(?:\d{4}\s+)?[^:]{2,60}",
    re.IGNORECASE,
)
# After a dash or a bracket, `Ảnh` and a name will do; without its accent it is too common a word.
_APART = re.compile(r"ảnh (?!trái|phải|trên|dưới|nhỏ|lớn)[^\d\W][^:.!?]{1,60}", re.IGNORECASE)
_DOOR = re.compile(r"^|[.!?…\"”’»)\]]\s*|[-–—|/(\[]\s*|\s(?=(?:Ảnh|Photo)\b[^:]{0,20}:)|\s(?=©)")
# A credit in brackets, wherever it stands.
_BRACKETED = re.compile(r"[(\[](?P<inner>[^()\[\]]{4,120})[)\]]")
# Where a line is accented, `Anh:` is no photo but a man who speaks.
_BARE = re.compile(r"anh\s*:", re.IGNORECASE)
_REACH = 240
_SPOKEN = 6
# A sentence after a label has so many words in small letters, and so large a share of them.
_SMALL_WORDS, _SMALL_SHARE = 4, 0.5
_VERBS = frozenset(
    ("said", "says", "told", "is", "was", "are", "were", "has", "have", "will", "reported")
)
_JOINT_WORDS = """
of and the by for from in via on at to courtesy supplied provided do của va và theo với từ tại ở
cung cấp cap tổng hợp chụp qua
"""
_JOINTS = (
    frozenset(("of", "and", "the", "by", "for", "from", "in", "via", "on", "at", "to", "courtesy"))
    | frozenset(
        ("supplied", "provided", "do", "của", "va", "và", "theo", "với", "từ", "tại", "ở", "cung")
    )
    | frozenset(("cấp", "cap", "tổng", "hợp", "chụp", "qua"))
)
# Offices whose names have many words in small letters.
_OFFICES = re.compile(
    r"(?:sở|bộ|ban|cục|chi cục|tổng cục|trung tâm|công an|ubnd|đài|báo|trường|bệnh viện|hội|phòng|"
    r"ủy ban|uỷ ban|viện|bảo tàng|công ty|hãng|so|bo|cuc|trung tam|cong an|bao|truong|benh vien)\b",
    re.IGNORECASE,
)

_NAMED = re.compile(
    rf"(?P<label>{_LABEL})\s*:\s*(?P<name>.+?)(?=[\s;,|/.–—-]*{_LABEL}\s*:|$)", re.IGNORECASE
)
_COURTESY = re.compile("(?:courtesy of|(?:supplied|provided) by) (?P<giver>.+)", re.IGNORECASE)
_PROVIDED = re.compile("(?:do )?(?P<giver>.+) cung c[ấa]p", re.IGNORECASE)
_VIETNAMESE = re.compile(
    "[ảa]nh|ngu[ồo]n|[đd][ồo] h|b[àa]i|tin\\b|thi[ếe]t k|minh h", re.IGNORECASE
)
# A mark or a name that says the same in every language.
_AGENCY = re.compile(r"©|\(c\)|getty images", re.IGNORECASE)
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
        body = len(text[:start].rstrip(" \t\u00a0-–—|/(["))
        pronoun = _BARE.match(text, start) and has_accents(text[:body] or text)
        pronoun = pronoun or (_BARE.match(text, start) and _is_said(text[start:]))
        if not pronoun and _is_credit(text[start:end], door.group().strip()):
            return Credit(body, start, end, _language(text[start:end]))
    return None


def find_credits(text: str) -> list[Credit]:
    """Return the credits of a text in order: those in brackets, and one that ends it."""
    found = []
    for match in _BRACKETED.finditer(text):
        start, end = match.span("inner")
        pronoun = _BARE.match(text, start) and has_accents(text)
        if not pronoun and _is_credit(text[start:end], "("):
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
    return Credit(0, 0, match.end(), _language(text))


def split_credit(text: str) -> tuple[str, str]:
    """Return the caption without its credit, and the credit (empty where there is none)."""
    credit = find_credit(text)
    return (text[: credit.body], text[credit.start : credit.end]) if credit else (text, "")


def translate_credit(credit: str, target: Language) -> str:
    """Return a credit in the `target` language by rule; a name in it stays as it is.

    >>> translate_credit("Anh: Nha san xuat", Language.ENGLISH)
    'Photo: Producer'
    """
    if credit.endswith(":"):
        return _translated_label(credit[:-1], target) + ":"
    if _NAMED.match(credit):
        return _NAMED.sub(lambda part: _labelled(part["label"], part["name"], target), credit)
    if _language(credit) is target or _AGENCY.match(credit):
        return credit
    if label := _lookup(_LABELS, credit, target):
        return label
    return _labelled("Ảnh", _OPENING.sub("", credit, count=1), target)


def same_source(one: str, other: str) -> bool:
    """Say whether two credits, in whatever languages, name the same source."""
    return any(
        strip_accents(translate_credit(one, target)).lower()
        == strip_accents(translate_credit(other, target)).lower()
        for target in (Language.ENGLISH, Language.VIETNAMESE)
    )


def _without_full_stop(text: str) -> int:
    """Return where a text ends without its full stop, which the dot of `T.L.` is not."""
    end = len(text.rstrip())
    return end - bool(re.search(r"(?<![.\s]\w)\.$", text[max(0, end - 3) : end]))


def _is_credit(text: str, door: str) -> bool:
    """Say whether all of a text is a credit; `door` is the mark before it."""
    if door in ("-", "–", "—", "(", "[") and _APART.fullmatch(text):
        return True
    if not _CREDIT.fullmatch(text) or _is_sentence(text):
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


def _is_sentence(credit: str) -> bool:
    """Say whether what follows a label is a sentence rather than a name."""
    label = re.match(rf"{_LABEL}\s*:\s*", credit, re.IGNORECASE)
    name = credit[label.end() :] if label else ""
    if not name or _PROVIDED.fullmatch(name) or _COURTESY.match(name) or _lookup_any(name):
        return False
    words = re.findall(r"[^\W\d_]+", name)
    content = [word for word in words if word.lower() not in _JOINTS]
    small = [word for word in content if word.islower()]
    if len(content) > 3 and _VERBS & set(small):
        return True
    many = len(small) >= _SMALL_WORDS and len(small) >= _SMALL_SHARE * len(content)
    return many and not _OFFICES.match(name)


def _lookup_any(name: str) -> bool:
    """Say whether a table knows what stands after a label."""
    return _lookup(_SOURCES, name, Language.ENGLISH) is not None


def _language(credit: str) -> Language:
    """Return the language of a credit, by its label."""
    return Language.VIETNAMESE if _VIETNAMESE.match(credit) else Language.ENGLISH


def _labelled(label: str, name: str, target: Language) -> str:
    """Return a label and what stands after it in the target language."""
    return f"{_translated_label(label, target)}: {_source(name, target)}"


def _translated_label(label: str, target: Language) -> str:
    """Return a label in the target language, each part of a joint one by itself."""
    if whole := _lookup(_LABELS, label, target):
        return whole
    pieces = re.split(rf"({_AND})", label, flags=re.IGNORECASE)
    made = []
    for at, piece in enumerate(pieces):
        if at % 2:
            made.append(_joint(piece, target))
            continue
        part = _lookup(_LABELS, piece.strip(), target) or piece
        small = at > 0 and piece[:1].islower()
        made.append(part[0].lower() + part[1:] if small and part else part)
    return "".join(made)


def _joint(text: str, target: Language) -> str:
    """Return what joins two labels in the target language."""
    word = text.strip().lower()
    if word not in ("và", "va", "and"):
        return text
    return text.replace(text.strip(), "and" if target is Language.ENGLISH else "và")


def _source(name: str, target: Language) -> str:
    """Return what stands after a label in the target language."""
    if found := _lookup(_SOURCES, name, target):
        return found
    form = _PROVIDED if target is Language.ENGLISH else _COURTESY
    if not (match := form.fullmatch(name)):
        return name
    giver = _lookup(_GIVERS, match["giver"], target) or match["giver"]
    if target is Language.ENGLISH:
        return f"Courtesy of {giver}"
    known = giver != match["giver"] or giver[0].isupper()
    return f"{giver[0].upper()}{giver[1:]} cung cấp" if known else name


def _lookup(table: tuple[tuple[str, str], ...], text: str, target: Language) -> str | None:
    """Return what a table has for a text, case and accents aside."""
    key = strip_accents(text).lower()
    for vietnamese, english in table:
        if key not in (strip_accents(vietnamese).lower(), english.lower()):
            continue
        if target is Language.ENGLISH:
            return english
        return text if has_accents(text) else vietnamese
    return None
