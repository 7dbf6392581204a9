"""The old Vietnamese encodings: what stands for which letter.

Each is a table from what is read as Windows-1252 to what was written, so that one table serves
the bytes of a file and text that was read wrongly:

- TCVN3, the 8-bit set of the ABC fonts (.VnTime): the small letters of TCVN 5712:1993, VN3, and
  the capitals without a tone. Toned capitals are small letters in a font of capitals (.VnTimeH).
- VNI-Windows, of the fonts VNI-Times and others (VNI Software, 1993): a base letter followed by
  a letter that stands for its mark, tone and all.
- Windows-1258 (Microsoft): letters without a tone, followed by combining tone marks.
- VISCII (RFC 1456) and VPS (Vietnamese Professionals Society): a byte for every letter, some in
  the place of control characters.
- TCVN 5712:1993, VN1: TCVN3 with toned capitals in the place of controls and punctuation.
"""

from vitrans.encodings.encoding import Encoding, shown

_TCVN3 = (
    "ă¨ â© ê\u00aa ô« ơ¬ ư\u00ad đ® Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§ "
    "à\u00b5 ả¶ ã· á¸ ạ¹ ằ» ẳ¼ ẵ½ ắ¾ ặÆ ầÇ ẩÈ ẫÉ ấÊ ậË èÌ ẻÎ ẽÏ éÐ ẹÑ ềÒ ểÓ ễÔ ếÕ ệÖ "
    "ì× ỉØ ĩÜ íÝ ịÞ òß ỏá õâ óã ọä ồå ổæ ỗç ốè ộé ờê ởë ỡì ớí ợî "
    "ùï ủñ ũò úó ụô ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ"
)
_VNI = (
    "á:aù à:aø ả:aû ã:aõ ạ:aï ă:aê ắ:aé ằ:aè ẳ:aú ẵ:aü ặ:aë â:aâ ấ:aá ầ:aà ẩ:aå ẫ:aã ậ:aä "
    "é:eù è:eø ẻ:eû ẽ:eõ ẹ:eï ê:eâ ế:eá ề:eà ể:eå ễ:eã ệ:eä í:í ì:ì ỉ:æ ĩ:ó ị:ò "
    "ó:où ò:oø ỏ:oû õ:oõ ọ:oï ô:oâ ố:oá ồ:oà ổ:oå ỗ:oã ộ:oä ơ:ô ớ:ôù ờ:ôø ở:ôû ỡ:ôõ ợ:ôï "
    "ú:uù ù:uø ủ:uû ũ:uõ ụ:uï ư:ö ứ:öù ừ:öø ử:öû ữ:öõ ự:öï ý:yù ỳ:yø ỷ:yû ỹ:yõ ỵ:î đ:ñ"
)
# Rows of letters, by the first byte of each; a space is a byte that is no letter.
_VN1 = {
    0x01: "ÚỤ ỪỬỮ",
    0x11: "ỨỰỲỶỸÝỴ",
    0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ ĂÂÊÔƠƯĐăâêôơưđẰ",
    0xB5: "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
}
_VISCII = {
    0x02: "Ẳ",
    0x05: "ẴẪ",
    0x14: "Ỷ",
    0x19: "Ỹ",
    0x1E: "Ỵ",
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
_VPS = {
    0x02: "ẠẬẶẸỆ",
    0x10: "ỊỌỘỢỤỰ",
    0x19: "Ỵ",
    0x1C: "ẪỮ",
    0x80: "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ",
    0x93: "ỀỂỄỐỒỔỖýỷỵỚỜỞ",
    0xA1: "ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự",
    0xC0: "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ àáâãảạă èéêẽìí ĩẴĐòóôõ Ơụùúủ ỶẼỳ",
}


def _pairs(letters: str) -> dict[str, str]:
    """Return a table from pairs of a letter and what it is read as."""
    return {pair[1]: pair[0] for pair in letters.split(" ")}


def _digraphs(letters: str) -> dict[str, str]:
    """Return the table of VNI; behind a capital the mark is either of its cases."""
    table = {}
    for letter, read in (pair.split(":") for pair in letters.split(" ")):
        table[read] = letter
        table[read[0].upper() + read[1:]] = letter.upper()
        table[read.upper()] = letter.upper()
    return table


def _rows(rows: dict[int, str]) -> dict[str, str]:
    """Return a table from rows of letters."""
    return {
        shown(bytes([first + offset])): letter
        for first, letters in rows.items()
        for offset, letter in enumerate(letters)
        if letter != " "
    }


def _windows_1258() -> dict[str, str]:
    """Return what Windows-1258 has where Windows-1252 has its letters, tone marks too."""
    codes = [bytes([code]) for code in range(0xC0, 0x100)]
    return {shown(code): code.decode("cp1258") for code in codes}


TCVN3 = Encoding("TCVN3 (ABC)", _pairs(_TCVN3), small_capitals=True)
VNI_WINDOWS = Encoding("VNI-Windows", _digraphs(_VNI))
WINDOWS_1258 = Encoding("Windows-1258", _windows_1258(), combining=True)
VISCII = Encoding("VISCII", _rows(_VISCII))
VPS = Encoding("VPS", _rows(_VPS))
TCVN_5712 = Encoding("TCVN 5712", _rows(_VN1))
WINDOWS_1252 = Encoding("Windows-1252", {})

VIETNAMESE = (TCVN3, VNI_WINDOWS, WINDOWS_1258, VISCII, TCVN_5712, VPS)
"""The old Vietnamese encodings, those that were used most first."""
