"""Names in Vietnamese and English text: people's, places', and how people are called.

Written by hand: the usual ones, in small letters.
"""

from collections.abc import Iterable

from vitrans.text.lists import places
from vitrans.text.unicode import strip_accents


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return _split(text.replace("\n", " ").split(","))


def _split(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.rstrip(" *").lower().split()) for phrase in phrases)


SURNAMES = _set(
    "nguyễn trần phạm phan vũ võ hoàng huỳnh bùi đỗ đinh đặng trịnh dương trương ngô lê"
)
"""Vietnamese surnames that are hardly anything else."""

WORD_SURNAMES = _set(
    "lý hồ mai cao đào hà tô lương lưu tạ châu đoàn vương kiều thái quách từ tôn lâm triệu đàm chu "
    "phùng khuất doãn nghiêm hứa tống tăng mạc giáp thạch ninh âu quan cung la lã"
)
"""Those that are words too, taken for names only where two names follow."""

MIDDLE = _set(
    "văn thị hữu đức đình ngọc xuân quang minh thanh hoàng bá công duy gia huy thùy thúy phương "
    "viết tất bỉnh nhật"
)
"""What commonly stands between surname and given name."""

GIVEN = _set(
    "an anh ánh ân ái bách bảo bắc bích bình ca cẩm cảnh chi chí chính chung chương công cúc "
    "cường danh dao diễm diệp diệu dung dũng duy duyên dương đại đan đào đạt đăng điệp đình "
    "định đoan đông đồng đức giang giao giáp hà hạ hải hân hạnh hào hảo hằng hậu hiên hiền "
    "hiển hiệp hiếu hiệu hoa hòa hoài hoan hoàn hoàng hội hồng huân huấn huệ hùng huy huyền "
    "hương hường hữu khá khải khánh khoa khôi khuê khương kiên kiệt kiều kim kỳ lam lan lâm "
    "lân lệ lĩnh liên liễu linh loan lộc lợi long luân luận luyến lương ly mai mạnh mẫn mận "
    "miên minh mơ mỹ nam nga ngà ngân nghi nghĩa nghiêm ngọc nguyên nguyệt nhã nhân nhật nhi "
    "nhiên nhung như ninh nương oanh phát phi phong phú phúc phụng phương phước phượng quân "
    "quang quảng quế quốc quy quý quyên quyền quyết quỳnh sa sang sáng san sinh sơn son sương "
    "tài tâm tân tấn thạch thái thắm thắng thanh thành thảo thắng thế thi thiên thiện thiệp "
    "thiết thịnh thoa thông thơ thơm thu thuận thục thư thương thùy thúy thủy thụy thy tiên "
    "tiến tín tình tính toàn toản toán tố trà trâm trang tranh tráng trí triết triều trinh "
    "trọng trúc trung trực trường tú tuân tuấn tuệ tùng tường tuyên tuyền tuyết tư uyên vân "
    "văn vi việt vinh vĩnh võ vọng vũ vương vy xuân xuyến yên yến ý thị chiến bằng thuật "
    "thưởng thọ phan hồ lai lành gấm nhàn nhị nữ na lụa đào thêu vẻ hợp hợi mùi sửu dần thìn "
    "tuất kha khuyến lữ mến nết ngoan sen tâm thoại thủ tiệp trụ út vượng xoan hưng thăng "
    "châu sỹ đạo lê đam khắc liêm lý đôn cương phùng khiêm thụ tri hóa thiều ngũ đắc bội vịnh "
    "trỗi hiến giàu khang mậu my khanh du trân điền bé luyện hỷ doanh cẩn bạch cát chân chinh "
    "thuần khái đoàn viễn doãn huynh ngát huyên thúc sĩ băng tông cừ nghị cao mây "
    "khai chiểu dân duyệt mạng nhơn chánh lực trứ trị hổ thuấn tĩnh sâm chiêu tịnh bính nhựt "
    "thuyết hành trình lập ký tam trì thường hàm chấn mộng khả kiến đoán lượng khuê phùng"
)
"""Vietnamese middle and given names."""

LIKE_VERBS = _set(
    "đạt thành thắng thương tiến chiến thưởng tính thu định quyết đồng hội chính thông lành"
)
"""Given names that in a headline more often say what someone does, if a full name stands before."""

BIRTH_NAMES = _set("hai ba tư năm sáu bảy tám chín mười út cả tý tèo")
"""What people are called by their place among the children."""

CALLED = _set("ông bà anh chị em cô chú bác thầy cậu dì mẹ")
"""What stands before a name: ông Ba, bà Hai."""

_TITLE_WORDS = """
vua,chúa,hoàng đế,hoàng hậu,hlv,huấn luyện viên,ca sĩ,diễn viên,nhà văn,nhà thơ,nhạc sĩ,họa sĩ,
đạo diễn,nghệ sĩ,nghệ nhân,nsnd,nsưt,cầu thủ,tiền đạo,tiền vệ,hậu vệ,trung vệ,thủ môn,võ sĩ,
hoa hậu,á hậu,người mẫu,bác sĩ,kỹ sư,luật sư,giáo sư,tiến sĩ,bộ trưởng,thứ trưởng,chủ tịch,
thủ tướng,tổng bí thư,đại tá,trung tá,thiếu tá,thượng tá,cụ,cháu,bé,phóng viên,nhà báo,
kiến trúc sư,vận động viên,doanh nhân
"""
_PLACE_WORDS = """
huyện,xã,phường,quận,tỉnh,thị xã,thị trấn,thành phố,làng,thôn,ấp,chợ,đường,phố,ngõ,hẻm,cầu,
sân bay,cảng,ga,bến,bến xe,đảo,chùa,đền,đình,núi,sông,hồ,suối,thác,đèo,kênh,rạch,sân,sân vận động,
bãi biển,khu du lịch
"""
BEFORE_NAMES = frozenset(
    " ".join(phrase) for phrase in _phrases(f"{_TITLE_WORDS.strip()},{_PLACE_WORDS.strip()}")
)
"""What stands in small letters before the name of a person or a place of two words or more."""

SHORT_TITLES = _set(
    "pv ctv btv mc ts ths gs pgs bs bscki bsckii cki ckii ks ls kts ntk đd ns nd nsnd nsưt hlv vđv"
    " ceo"
)
"""Titles before a name that are written as abbreviations, in small letters: PV, PGS, ThS."""

WORDS_OF_CALLED = _phrases(
    "bác sĩ,bác sỹ,bác học,cậu bé,cô bé,chú bé,em bé,chú ý,anh quốc,thầy tu,mẹ hiền,ông tơ"
)
"""Words that start as names after ông, bà, bác and so on do."""

OFFICES = _set(
    "bộ thủ chủ phó tổng giám trưởng bí đại thượng trung thiếu tiến giáo thạc thứ chánh thẩm "
    "luật kỹ bác hội ban sở ủy hiệu đảng nhà công quốc"
)
"""Words with which an office or an institution starts: ông Chủ tịch, bà Bộ trưởng."""

_HOME = _split(places(translated=False))
# Places whose letters in capitals, or without accents, are more often words.
_LIKE_WORDS = _phrases(
    "bình minh,chợ mới,đất đỏ,cái nước,sông cầu,núi thành,yên định,năm căn,an biên,ba vì,mỹ lộc,"
    "cô tô,việt yên,nam phi,vinh,sông công,tam cốc,hồng lĩnh,đông hà,an nhơn,lào,úc,nga,đông bắc,"
    "tây bắc,đông nam á"
)
VIETNAMESE_PLACES = (_HOME | _split(places(translated=True))) - _LIKE_WORDS | _phrases(
    "lăng cô,si ma cai,hòn khoai,cát bi,tà xùa,cầu giẽ,thị nại,bù gia mập,pù mát,lạch huyện,"
    "vũng áng,túy loan,sơn đoòng,tam chúc,bái đính,mộc bài,nậm cắn,"
    "bến nghé,chợ lớn,sài gòn,singapore,malaysia,indonesia,philippines,myanmar,ukraine,israel,"
    "iran,iraq,london,paris,châu âu,châu á,châu phi,hồng kông,campuchia,úc"
)
"""Places in Vietnamese text, in capitals too."""
HOME_PLACES = {
    tuple(map(strip_accents, place)): place for place in _HOME - _LIKE_WORDS if len(place) > 1
}
"""Places of Vietnam as English text has them → with their marks."""
ENGLISH_PLACES = (
    frozenset(HOME_PLACES)
    - _phrases("long an,an bien,hoa binh,my son,hang dong,ba che,con dao,can loc")
) | _phrases(
    "vietnam,hanoi,saigon,ho chi minh city,hue,da nang,hai phong,can tho,nha trang,hoi an,ha "
    "long bay,ha long,phu quoc,dalat,da lat,sapa,mekong,china,japan,korea,south korea,north "
    "korea,thailand,laos,cambodia,india,australia,new zealand,france,germany,italy,spain,russ "
    "ia,ukraine,britain,england,scotland,wales,ireland,united states,united kingdom,america,c "
    "anada,mexico,brazil,argentina,israel,gaza,iran,iraq,syria,turkey,egypt,africa,asia,europ "
    "e,london,paris,berlin,rome,madrid,moscow,beijing,shanghai,tokyo,seoul,bangkok,singapore, "
    "hong kong,taiwan,taipei,new york,new delhi,washington,los angeles,san "
    "francisco,chicago,boston,texas,california,florida,sydney,melbourne,white "
    "house,malaysia,indonesia,philippines,myanmar"
)
TRANSLATED = _split(places(translated=True)) | _phrases(
    "việt,mỹ,hồng kông,châu âu,châu á,châu phi,phú sĩ,hoàng hà,dương tử,phục sinh,một cột,"
    "ba tư,địa trung hải,hoa đông,tập cận bình,mao trạch đông,đặng tiểu bình,lý quang diệu,"
    "vương nghị,thành long,lý tiểu long,phúc kiến,hồ bắc,xiêm riệp,nam cực,bắc cực,hồ chí minh,"
    "lý cường,trường thành,thái bình dương,đại tây dương,bắc băng dương,nội mông,giang tây,"
    "giang tô,chiết giang,sơn đông,hà bắc,hồ nam,quảng đông,tứ xuyên,quý châu,thiểm tây,"
    "cam túc,thanh hải,cát lâm,liêu ninh,hắc long giang,an huy,trùng khánh,thiên tân,nam kinh,"
    "hàng châu,tô châu,tây an,thành đô,đại liên,thẩm dương,cáp nhĩ tân,côn minh,phật sơn,"
    "đông hoản,hạ môn,quế lâm,lan châu,trịnh châu,mãn châu,đài bắc,cao hùng,đài trung,đài nam,"
    "bình nhưỡng,viêng chăn,viên chăn,hi lạp,luân đôn,mát-xcơ-va,duy ngô nhĩ,tây sa,nam sa,"
    "mũi hảo vọng,bắc síp,nam hàn,bắc hàn,bắc triều tiên,nam triều tiên,bắc ireland,nam sudan,"
    "trung đông,trung á,đông á,nam á,tây á,đông âu,tây âu,bắc âu,nam âu,bắc mỹ,nam mỹ,trung mỹ,"
    "bắc phi,tây phi,đông phi,ấn độ dương,biển đen,hồng hải"
)
"""Places with another name in the other language, which no translation is to keep."""
KEPT_PLACES = (_HOME | VIETNAMESE_PLACES) - TRANSLATED - {("hồ", "chí", "minh"), ("campuchia",)}
"""Places that English calls the same, accents aside."""
ENGLISH_PROPER = _set(
    "vietnamese chinese japanese korean thai lao french german italian spanish russian "
    "british english american canadian australian indian european asian african ukrainian "
    "israeli iranian mexican monday tuesday wednesday thursday friday saturday sunday january "
    "february april june july august september october november december christmas easter"
)
"""English words that have a capital and no accents of their own, days and months among them."""

ENGLISH_GIVEN = _set(
    "adam alan albert alex alexander alice amanda amy andrea andrew angela ann anna anne "
    "anthony arthur barbara ben benjamin betty bill bob brandon brian bruce carl carol "
    "caroline catherine charles charlotte chris christina christine christopher claire daniel "
    "david deborah dennis diana donald dorothy douglas edward elizabeth ella ellen emily emma "
    "eric eva frank fred gary george gerald grace graham hannah harry heather helen henry "
    "hugh ian isabella jack jacob james jane janet jason jean jeff jennifer jeremy jessica "
    "jim joan joe john jonathan joseph joshua judith julia julie justin karen kate katherine "
    "kathleen keith kelly kenneth kevin larry laura lauren linda lisa liz louis louise lucy "
    "luke margaret maria marie mark martha martin mary matthew megan melissa michael michelle mike "
    "nancy nathan nicholas nicole nigel oliver olivia pamela patricia patrick paul peter "
    "philip phillip rachel ralph raymond rebecca richard robert roger ronald rose russell "
    "ruth ryan samantha samuel sandra sara sarah scott sean sharon simon sophia sophie "
    "stephanie stephen steve steven stuart susan taylor teresa theresa thomas tim timothy tom "
    "tony victoria vincent walter wayne william elon joe kamala barack hillary vladimir"
)
GIVEN_WORDS = _set("rose mark bill grace jack frank hope may will april june joy faith dean jean")
"""English given names that are words, too."""
PLACE_NOUNS = _set(
    "park street road river bridge hospital university college school church lake island beach "
    "bay falls tower station airport award prize day cup house hall cathedral county hotel "
    "memorial museum avenue square valley mountain creek point act fund foundation institute "
    "pass district province village market temple pagoda theatre palace waterfall delta peninsula"
)
"""English nouns with which a place or a thing that is called after somebody ends."""
ENGLISH_SURNAMES = _set(
    "baker banks bell bishop black blair bond brook brooks brown bush butler carpenter carter "
    "chambers church clark cole cook cooper cross cruise day dean dean field fields fisher "
    "fleming ford forest foster fox franks frost gardner gates glass gold grant gray green "
    "grey hall hand hardy hart hawk hill holmes hood hope house hunt hunter jobs johnson "
    "jones king knight lake lane law lewis little long love major marsh marshall mason may "
    "miller mills moon moore morgan noble north page palmer parish park parker parks piper "
    "pitt pool porter potter pound powell power price reed rice rich rivers rock rose rush "
    "sharp shepherd short silver singer small smith snow spears spring stark steel stewart "
    "stone strong summers swift taylor temple thatcher thompson trump turner walker wall ward "
    "waters weaver webb weeks wells west white wilson winter wise wolf wood woods wright "
    "young hopper petty obama biden harris musk putin"
)
"""English surnames, most of them words too; taken for names behind a given name or Mr."""

ENGLISH_CALLED = _set("mr mrs ms miss dr sir lady prof")

KOREAN_SURNAMES = _set(
    "ahn bae baek cha chae cho choi gong han heo hong hwang jang jeon jeong jin joo jung kang "
    "kim koo kwak kwon lee lim moon noh park ryu seo shin son song sung woo yang yoo yoon"
)
"""Frequent Korean surnames, as they are romanised."""

# Those of English text; what is an English word too is left to the tables above.
BARE_SURNAMES = frozenset(map(strip_accents, SURNAMES)) - {"do", "le", "vo"}
BARE_GIVEN = frozenset(map(strip_accents, GIVEN)) - _set("to the bang long son sang song sing")
BARE_MIDDLE = frozenset(map(strip_accents, MIDDLE))

ACRONYMS = _set(
    "nato asean unesco unicef fifa uefa aff afc eu uk usa us un usd aids hiv covid opec imf "
    "nasa fbi cia bbc afp gdp ubnd hđnd tp hcm clb hlv vff csgt nxb pgs ts tv iphone var who "
    "wto ai"
)
"""Acronyms that could be read as words; those without a vowel are told by that."""

VIETNAMESE_WORDS = _set("ai us un")
"""Acronyms of the other language that are words in Vietnamese."""
ENGLISH_WORDS = _set("who")
"""Acronyms that are words in English."""
