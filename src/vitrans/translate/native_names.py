"""Vietnamese names of ordinary syllables, told by their capitals: Mẫu Sơn, Hoa Sữa, Vườn Chuối.

All syllables of a place or a person have capitals, but of an office or an event only the first of
each word: `Bộ Giáo dục`, `Giải Bóng đá`. Syllables that are a word together are no name: texts are
free with capitals, as in `Nhân Dân`.
"""

from collections.abc import Sequence
from itertools import pairwise

from vitrans.text import is_syllable
from vitrans.translate.given_names import is_word_pair

_LONGEST = 3
# What an office, an event or how somebody is called begins with, and words that open a sentence.
_HEAD_WORDS = """
anh ba ban bà bác bài báo bảo bệnh bộ bốn các cả cậu cha chi chính chị chú chống chương chủ chuyến
cô công cúp cục cuộc cụ dân dì dòng dự đài đại đảng đêm điện đoàn đội đợt đường đức em giám giải
giáo gia hai hãng hiệp hội huyện khi khoa khoản khu khối kế lễ liên lớp luật lữ mẹ một mùa mục mười
năm ngành ngày ngài nghị nghề nhà nhóm nhân những ông phân phim phòng phó phường quán quận quân quốc
quyết quyển quỹ sách sáu sở sư tám tại tết thành tháng thầy thị thời thủ thứ tiểu tỉnh tòa toà tổ
tổng tờ trại trung trường trưởng truyện trận tuần tuyến tư tướng tượng từ ủy văn viện vụ vua xã
"""
_HEADS = frozenset(_HEAD_WORDS.split())
# What stands before the name of a place and is no part of one that has two syllables more.
_PLACE_WORDS = """
ao ấp bãi bản bến biển buôn cảng cầu chợ chùa cửa dốc đảo đập đèo đền đình đồi đồng động đường ga
gò hang hồ hòn kênh khe làng lăng miếu mũi ngã ngõ núi nương phố phủ rạch rừng ruộng sân sông suối
thác tháp thôn vịnh vùng vườn xóm
"""
_PLACES = frozenset(_PLACE_WORDS.split())
BEFORE_PLACES = _PLACES - {"vườn", "đồng", "phủ", "cửa", "gò", "đình", "lăng"}
"""Those of them that are hardly the first of two syllables of a name."""
# What is written with capitals and has a name of its own in English.
_TRANSLATED_NAMES = """
chúa trời,đức mẹ,giáng sinh,phục sinh,tạ ơn,nguyên đán,trung thu,đoan ngọ,vu lan,phật đản,thần tài,
mặt trời,mặt trăng,trái đất,địa cầu,ngân hà,diêm vương,hải vương,thiên vương,ngưu lang,chức nữ,
hằng nga,quan âm,ngọc hoàng,thượng đế,táo quân,nhà trắng,năm góc,hội an toàn,mác lê,hồi giáo,
tổ quốc,cách mạng,kháng chiến,sài thành,hà thành,máu thánh,chén thánh,kinh thánh,giỗ tổ,
tân mão,quốc khánh,nam quốc,bảo bình,song ngư,bạch dương,kim ngưu,song tử,cự giải,sư tử,xử nữ,
thiên bình,bọ cạp,nhân mã,ma kết,khổng tử,lão tử,mạnh tử,trang tử,tôn tử,hoa kì,thuỵ sĩ,thuỵ sỹ,
thụy sỹ,thuỵ điển,á châu,âu châu,mỹ châu,phi châu,úc châu,tam á,địa cực,cực nam,cực bắc,phúc âm,
bắc tống,nam tống,á đông,vạn lý trường thành,tử cấm
"""
_TRANSLATED = frozenset(
    tuple(phrase.split()) for phrase in _TRANSLATED_NAMES.replace("\n", "").split(",")
)
_STEM_WORDS = "giáp ất bính đinh mậu kỷ canh tân nhâm quý"
_BRANCH_WORDS = "tý sửu dần mão thìn tỵ tị ngọ mùi thân dậu tuất hợi"
_STEMS, _BRANCHES = frozenset(_STEM_WORDS.split()), frozenset(_BRANCH_WORDS.split())


def native_name(words: Sequence[str], follows: str, starts: bool) -> int | None:
    """Return the first word of such a name at the end of a run of capitalised words, or None.

    Args:
        words: the run, in small letters.
        follows: the word in small letters behind a space that goes on after it, or nothing.
        starts: whether the run starts a sentence, so that the first capital says nothing.
    """
    first = int(starts)
    while first < len(words) and words[first] in _HEADS:
        first += 1
    if len(words) - first > 2 and words[first] in _PLACES:
        first += 1
    name = tuple(words[first:])
    found = 2 <= len(name) <= _LONGEST and _is_name(name) and not _goes_on(name, follows)
    return first if found else None


def _is_name(name: tuple[str, ...]) -> bool:
    """Say whether syllables are no word together, and nothing that English calls otherwise."""
    pairs = list(pairwise(name))
    if not all(map(is_syllable, name)) or (len(name) == 2 and name[0] in BEFORE_PLACES):
        return False
    if any(pair in _TRANSLATED or is_word_pair(*pair) for pair in pairs):
        return False
    return not any(one in _STEMS and other in _BRANCHES for one, other in pairs)


def _goes_on(name: tuple[str, ...], follows: str) -> bool:
    """Say whether the last syllable is of a word with the one behind it: `Cục An ninh`."""
    return bool(follows) and is_word_pair(name[-1], follows)
