"""Full stops that end an abbreviation or an initial, and those of them that end a sentence too."""

import re

# A name, a number or another title comes after these.
_BEFORE_NAMES = re.compile(
    r"(?:^|.*\.)(?:TP|[Tt]p|T\.P|TX|[Tt]x|T\.X|TT|[Tt]t|Q|P|H|X|Đ|TS|Ts|T\.S|ThS|Ths|Th\.[Ss]|GS|Gs|G\.S|PGS|Pgs"
    r"|P\.G\.S|BS|Bs|B\.S|BSCK|TSKH|CKII?|KS|Ks|KTS|Kts|LS|Ls|NSND|NSƯT|NSUT|NGND|NGƯT|NGUT|NS|ĐD|Nxb|NXB|Đ/c|đ/c"
    r"|Mr|Mrs|Ms|Mx|Messrs|Drs?|Profs?|St|Ste|Mt|Ft|Gen|Col|Lt|Capt|Cpt|Cpl|Sgt|Maj|Adm|Cmdr|Rev|Fr|Hon"
    r"|Sen|Rep|Gov|Pres|Amb|Ven|Supt|[Vv]s|cf|[Ee]\.g|[Ii]\.e|viz|approx)\."
)
# These abbreviate before a number only: `No. 5`, `Jan. 5`, `tr. 15`, but `I said no.`
_BEFORE_NUMBERS = re.compile(
    r"(?:[Nn]os?|[Vv]ol|[Cc]h|[Ff]igs?|[Ss]ecs?|[Aa]rts?|Eqs?|[Pp]{1,2}|[Pp]aras?|Pt|Bk|Op|[Ee]st|[Ee]xt|ca"
    r"|[Tt]el|Fax|ĐT|Đt|đt|[Tt]r|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Đđ])\."
)
_AFTER_NUMBER_WORD = re.compile(r"\d|[IVXLC]+\b")
# `tr. CN` and `s. CN`: before and after Christ.
_ERA = re.compile(r"(?:tr|s)\.")
_CLOCK = re.compile(r"[ap]\.m\.|[AP]\.M\.")
_AFTER_CLOCK = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,3}T\b")
# What may end a name, and so a sentence.
_COMPANY = re.compile(r"(?:Inc|Ltd|Corp|Co|Bros|Pte|Pty)\.")
# Initials: a letter, several with stops, and the digraphs that Vietnamese names start with.
_LETTER = r"(?:[A-ZĐĂÂÊÔƠƯ]|Ngh?|Nh|Ph|Th|Tr|Ch|Kh|Gi|Gh|Qu)"
_INITIAL = re.compile(rf"(?:{_LETTER}\.)+")

# Words that open a sentence and are no names.
_OPENERS = (
    r"(?:Ông|Bà|Họ|Tôi|Chúng|Nó|Hắn|(?:Anh|Chị|Cô|Em|Cậu) (?:ấy|ta)|Sau|Trước|Khi|Theo|Tuy|Nhưng|Và"
    r"|Đó|Đây|Các|Những|Mỗi|Trong|Trên|Tại|Với|Vì|Nếu|Ngoài|Hiện (?:nay|tại)|Hôm|Năm \d+|Ngày \d+"
    r"|Tháng \d+|Còn|Cũng|Rồi|Không|Đã|Có|Ong (?:ay|noi)|Ba (?:ay|noi)|Toi|Nhung|Sau do"
    r"|The|He|She|It|They|We|You|His|Its|Their|Our|This|That|These|Those|But|And|However|In|On|At|After"
    r"|Before|When|While|There|Then|For|From|As|If|Although|Since|What|Who|Why|How)\b"
)
# Where a name may end and the next sentence starts: `Nguyễn Văn A. Ông…`, `Apple Inc. He…`.
_NAME_END = re.compile(
    r"(?:(?<=[^\W\d_] )[A-ZĐĂÂÊÔƠƯ]|(?<![\w.])(?:Inc|Ltd|Corp|Co|Bros|Jr|Sr|Esq"
    r"|Ph\.D|M\.[AD]|B\.A|M\.B\.A|LL\.B|U\.S|U\.K|U\.N|D\.C))\."
    rf"(?=\s+{_OPENERS})"
)
# What is told apart by letters or Roman numbers: `vitamin C. It…`, `World War II. Its…`.
_LETTERED = re.compile(
    r"(?<![\w-])(?i:vitamin|nhóm|loại|hạng|lớp|khối|đội|siêu vi|cúm|viêm gan|phương án|kế hoạch"
    r"|đáp án|plan|group|grade|class|type|hepatitis|influenza|war|option|answer|team|gate|block)"
    r" (?:[A-ZĐ]|[IVX]{1,4})\.(?=\s)"
)
# Where a splitter takes every full stop for an abbreviation's: `v.v.` (and so on), units of one
# letter, degrees, an answer.
_MISSED = re.compile(
    r"(?:\bv\.\s?v\.{0,3}|\d ?[mhgl]|(?:°|\bđộ ) ?[CF])\.(?=\s)|(?<=[a-z] )no\.(?=\s+[A-ZĐ])"
)

# Not with the marks before it: “Mr., (No.
_WORD = re.compile(r"[^\s(\[{\"'“”„‘«»/—–,;:*_<>]*$")


def find_ends(text: str) -> set[int]:
    """Return where sentences end that the splitters take for going on."""
    patterns = (_MISSED, _NAME_END, _LETTERED)
    return {match.end() for pattern in patterns for match in pattern.finditer(text)}


def is_open(text: str, end: int, after: int) -> bool:
    """Say whether the word that ends at `end` with a full stop wants what follows at `after`."""
    found = _WORD.search(text, max(0, end - 40), end)
    word = found.group() if found else ""
    return bool(
        _BEFORE_NAMES.fullmatch(word)
        or (_BEFORE_NUMBERS.fullmatch(word) and _AFTER_NUMBER_WORD.match(text, after))
        or (_ERA.fullmatch(word) and text.startswith("CN", after))
        or (_CLOCK.fullmatch(word) and _AFTER_CLOCK.match(text, after))
        or (_COMPANY.fullmatch(word) and text[after].isupper())
        or (_INITIAL.fullmatch(word) and text[after].isupper())
    )
